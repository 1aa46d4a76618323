/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-params-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-headers-private.h"

static gboolean
is_hopeless (AiohttpQuotes *self, gsize index)
{
  return self->hopeless != NULL && (self->hopeless[index / 8] & (1u << (index % 8))) != 0;
}

static void
mark_hopeless (AiohttpQuotes *self, const char *p, const char *to)
{
  if (self->hopeless == NULL)
    self->hopeless = g_malloc0 ((gsize) (self->end - self->text) / 8 + 1);
  while (p < to)
    {
      gsize index = (gsize) (p - self->text);

      self->hopeless[index / 8] |= (guint8) (1u << (index % 8));
      p += *p == '\\' ? 2 : 1;
    }
}

const char *
aiohttp_quotes_find_end (AiohttpQuotes *self, const char *p)
{
  const char *start = p + 1;

  for (p = start; p < self->end && !is_hopeless (self, (gsize) (p - self->text)); p++)
    {
      if (*p == '"')
        return p + 1;
      if (*p == '\\')
        p++;
    }
  mark_hopeless (self, start, MIN (p, self->end));
  return NULL;
}

void
aiohttp_quotes_clear (AiohttpQuotes *self)
{
  g_clear_pointer (&self->hopeless, g_free);
}

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  return p;
}

const char *
aiohttp_param_read (AiohttpQuotes *quotes, const char *p, AiohttpParam *param)
{
  const char *end = quotes->end;
  const char *stop = aiohttp_chars_span (p, end, AIOHTTP_CHAR_TOKEN);

  if (stop == p)
    return NULL;
  param->name = p;
  param->name_length = (gsize) (stop - p);
  p = skip_space (stop, end);
  if (p == end || *p != '=')
    return NULL;
  p = skip_space (p + 1, end);
  if (p < end && *p == '"')
    stop = aiohttp_quotes_find_end (quotes, p);
  else
    stop = aiohttp_chars_span (p, end, AIOHTTP_CHAR_TOKEN);
  if (stop == NULL || stop == p)
    return NULL;
  param->value = p;
  param->value_length = (gsize) (stop - p);
  return stop;
}

char *
aiohttp_param_dup_value (const AiohttpParam *param)
{
  const char *p = param->value;
  const char *end = p + param->value_length;
  GString *out;

  if (*p != '"')
    return g_strndup (p, param->value_length);
  out = g_string_sized_new (param->value_length);
  for (p++, end--; p < end; p++)
    {
      if (*p == '\\' && end - p > 1 && (p[1] == '"' || p[1] == '\\'))
        p++;
      g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

char *
aiohttp_params_dup (const char *field_value, const char *name)
{
  g_auto (AiohttpQuotes) quotes = AIOHTTP_QUOTES_INIT (field_value, strlen (field_value));
  gsize name_length = strlen (name);
  const char *p = memchr (field_value, ';', (gsize) (quotes.end - field_value));

  while (p != NULL && p < quotes.end)
    {
      AiohttpParam param;
      const char *behind;

      while (p < quotes.end && (*p == ';' || *p == ' ' || *p == '\t'))
        p++;
      behind = aiohttp_param_read (&quotes, p, &param);
      if (behind != NULL && param.name_length == name_length &&
          aiohttp_chars_equal_fold (param.name, name, name_length))
        {
          g_autofree char *value = aiohttp_param_dup_value (&param);

          return aiohttp_field_value_to_utf8 (value, strlen (value));
        }
      if (behind != NULL)
        p = behind;
      p = memchr (p, ';', (gsize) (quotes.end - p));
    }
  return NULL;
}

/* Undoes percent-encoding in place; the length. */
static gsize
decode_percent (char *text)
{
  char *out = text;

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '%' && aiohttp_char_is (p[1], AIOHTTP_CHAR_HEX) && aiohttp_char_is (p[2], AIOHTTP_CHAR_HEX))
      {
        *out++ = (char) (aiohttp_char_hex_value (p[1]) << 4 | aiohttp_char_hex_value (p[2]));
        p += 2;
      }
    else
      *out++ = *p;
  *out = '\0';
  return (gsize) (out - text);
}

char *
aiohttp_param_decode_extended (const char *value)
{
  const char *language = strchr (value, '\'');
  const char *text = language != NULL ? strchr (language + 1, '\'') : NULL;
  g_autofree char *charset = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *converted = NULL;
  gsize length;

  if (text == NULL)
    return NULL;
  charset = g_strndup (value, (gsize) (language - value));
  bytes = g_strdup (text + 1);
  length = decode_percent (bytes);
  if (*charset == '\0' || g_ascii_strcasecmp (charset, "utf-8") == 0)
    return g_utf8_validate_len (bytes, length, NULL) ? g_steal_pointer (&bytes) : NULL;
  if (!aiohttp_chars_is_token (charset, strlen (charset)))
    return NULL;
  converted = g_convert (bytes, (gssize) length, "UTF-8", charset, NULL, NULL, NULL);
  return converted != NULL && g_utf8_validate (converted, -1, NULL) ? g_steal_pointer (&converted) : NULL;
}
