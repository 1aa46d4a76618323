/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-cookie-parser-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-headers-private.h"
#include "aiohttp-params-private.h"

/* Wider than a token, since PHP and others name cookies "a[b]"; never what would end or quote something. */
static gboolean
is_name (const char *name, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (name[i]) || strchr (",;\\\"=", name[i]) != NULL)
      return FALSE;
  return length > 0;
}

static gboolean
is_octal (const char *p)
{
  return p[0] >= '0' && p[0] <= '3' && p[1] >= '0' && p[1] <= '7' && p[2] >= '0' && p[2] <= '7';
}

/* Whether the bytes are in quotes that end where they end. */
static gboolean
is_quoted (AiohttpQuotes *quotes, const char *value, gsize length)
{
  return length >= 2 && *value == '"' && aiohttp_quotes_find_end (quotes, value) == value + length;
}

static char *
unquote (const char *value, gsize length)
{
  GString *out = g_string_sized_new (length);
  const char *end = value + length - 1;

  for (const char *p = value + 1; p < end; p++)
    {
      if (*p != '\\' || end - p < 2)
        g_string_append_c (out, *p);
      else if (end - p > 3 && is_octal (p + 1))
        {
          guint8 c = (guint8) ((p[1] - '0') << 6 | (p[2] - '0') << 3 | (p[3] - '0'));

          /* what no field may hold does not come in by an escape either */
          g_string_append_c (out, c < 0x20 || c == 0x7f ? ' ' : (char) c);
          p += 3;
        }
      else
        g_string_append_c (out, *++p);
    }
  return g_string_free (out, FALSE);
}

static void
add_cookie (GHashTable *cookies, AiohttpQuotes *quotes, const char *text, gsize length)
{
  const char *end = text + length;
  const char *equals = memchr (text, '=', length);
  const char *value;
  gsize name_length;
  gsize value_length;
  g_autofree char *name = NULL;
  g_autofree char *plain = NULL;

  if (equals == NULL)
    return;
  name_length = aiohttp_chars_trim (&text, (gsize) (equals - text));
  value = equals + 1;
  value_length = aiohttp_chars_trim (&value, (gsize) (end - value));
  if (!is_name (text, name_length))
    return;
  name = g_strndup (text, name_length);
  if (g_hash_table_contains (cookies, name))
    return;
  plain = is_quoted (quotes, value, value_length) ? unquote (value, value_length) : g_strndup (value, value_length);
  g_hash_table_insert (cookies, g_steal_pointer (&name), aiohttp_field_value_to_utf8 (plain, strlen (plain)));
}

/* A semicolon in quotes ends nothing, where the quotes are all of the value. */
static const char *
find_end (AiohttpQuotes *quotes, const char *p, const char *end)
{
  const char *stop = memchr (p, ';', (gsize) (end - p));
  const char *equals = memchr (p, '=', (gsize) ((stop != NULL ? stop : end) - p));
  const char *quote;
  const char *behind;

  if (stop == NULL || equals == NULL)
    return stop != NULL ? stop : end;
  quote = equals + 1;
  while (quote < end && (*quote == ' ' || *quote == '\t'))
    quote++;
  if (quote == end || *quote != '"')
    return stop;
  behind = aiohttp_quotes_find_end (quotes, quote);
  while (behind != NULL && behind < end && (*behind == ' ' || *behind == '\t'))
    behind++;
  return behind != NULL && (behind == end || *behind == ';') ? behind : stop;
}

void
aiohttp_cookies_parse (GHashTable *cookies, const char *field_value, gsize length)
{
  g_auto (AiohttpQuotes) quotes = AIOHTTP_QUOTES_INIT (field_value, length);
  const char *p = field_value;

  while (p < quotes.end)
    {
      const char *stop = find_end (&quotes, p, quotes.end);
      const char *text = p;
      gsize text_length = aiohttp_chars_trim (&text, (gsize) (stop - p));

      add_cookie (cookies, &quotes, text, text_length);
      p = stop + 1;
    }
}
