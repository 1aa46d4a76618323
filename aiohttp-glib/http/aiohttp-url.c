/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-url-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"

#include <string.h>

#define SHOWN_LENGTH 64

/* Undoes percent-encoding into `out`, which has room for `length` bytes; the decoded length. */
static gsize
decode (char *out, const char *text, gsize length, gboolean plus_is_space)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (c == '%' && length - i > 2 && aiohttp_char_is (text[i + 1], AIOHTTP_CHAR_HEX) &&
          aiohttp_char_is (text[i + 2], AIOHTTP_CHAR_HEX))
        {
          c = (char) (aiohttp_char_hex_value (text[i + 1]) << 4 | aiohttp_char_hex_value (text[i + 2]));
          i += 2;
        }
      else if (c == '+' && plus_is_space)
        {
          c = ' ';
        }
      out[n++] = c;
    }
  return n;
}

gsize
aiohttp_url_decode_form (char *out, const char *text, gsize length)
{
  return decode (out, text, length, TRUE);
}

static char *
decode_strict (const char *text, gsize length, const char *what, GError **error)
{
  g_autofree char *out = g_malloc (length + 1);
  gsize n = decode (out, text, length, FALSE);

  out[n] = '\0';
  if (!g_utf8_validate_len (out, n, NULL)) /* refuses NUL too */
    {
      g_autofree char *shown = aiohttp_chars_escape (text, length, SHOWN_LENGTH);

      g_set_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_BAD_TARGET,
                   "The %s \"%s\" does not decode to UTF-8 without NUL", what, shown);
      return NULL;
    }
  return g_steal_pointer (&out);
}

char *
aiohttp_url_decode_path (const char *path, gsize length, GError **error)
{
  return decode_strict (path, length, "path", error);
}

char *
aiohttp_url_decode_segment (const char *segment, gsize length, GError **error)
{
  return decode_strict (segment, length, "path segment", error);
}

char *
aiohttp_url_decode_to_match (const char *text, gsize length)
{
  g_autoptr (GString) out = g_string_sized_new (length);

  for (gsize i = 0; i < length;)
    {
      const gboolean encoded = text[i] == '%' && length - i > 2 && aiohttp_char_is (text[i + 1], AIOHTTP_CHAR_HEX) &&
                               aiohttp_char_is (text[i + 2], AIOHTTP_CHAR_HEX);
      gsize n = encoded ? 3 : 1;
      char c = text[i];

      if (encoded)
        decode (&c, text + i, n, FALSE);
      if (encoded && (c == '/' || c == '%'))
        g_string_append_len (out, text + i, (gssize) n);
      else if (c == '%')
        g_string_append (out, "%25");
      else
        g_string_append_c (out, c);
      i += n;
    }
  if (!g_utf8_validate_len (out->str, out->len, NULL))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
aiohttp_url_needs_decoding (const char *text, gsize length)
{
  return length > 0 && memchr (text, '%', length) != NULL;
}

char *
aiohttp_url_encode_path (const char *path, gssize length, gboolean keep_slashes)
{
  const char *end = path + (length >= 0 ? (gsize) length : strlen (path));
  GString *out = g_string_sized_new ((gsize) (end - path) + 16);

  for (; path < end; path++)
    {
      if (aiohttp_char_is (*path, AIOHTTP_CHAR_REG_NAME) || *path == ':' || *path == '@' ||
          (*path == '/' && keep_slashes))
        g_string_append_c (out, *path);
      else
        g_string_append_printf (out, "%%%02X", (guint8) *path);
    }
  return g_string_free (out, FALSE);
}

static void
clear_pair (AiohttpQueryPair *pair)
{
  g_free (pair->name);
  g_free (pair->value);
}

/* A query may hold anything: what cannot be text is replaced, as aiohttp's query does. */
static char *
decode_query_text (const char *text, gsize length)
{
  g_autofree char *out = g_malloc (length + 1);
  gsize n = decode (out, text, length, TRUE);

  out[n] = '\0';
  if (g_utf8_validate_len (out, n, NULL))
    return g_steal_pointer (&out);
  return g_utf8_make_valid (out, (gssize) n);
}

gboolean
aiohttp_url_check_query (const char *query, gsize length, guint max_pairs, GError **error)
{
  guint n_pairs = 0;
  gboolean in_pair = FALSE;

  if (G_LIKELY (length < 2 * (gsize) max_pairs + 1))
    return TRUE;
  for (gsize i = 0; i < length; i++)
    {
      n_pairs += !in_pair && query[i] != '&';
      in_pair = query[i] != '&';
    }
  if (n_pairs <= max_pairs)
    return TRUE;
  g_set_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_BAD_TARGET,
               "The query has %u parameters; the limit is %u", n_pairs, max_pairs);
  return FALSE;
}

GArray *
aiohttp_url_parse_query (const char *query, gsize length, guint max_pairs, GError **error)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (AiohttpQueryPair));
  const char *end = query + length;

  if (!aiohttp_url_check_query (query, length, max_pairs, error))
    return NULL;
  g_array_set_clear_func (pairs, (GDestroyNotify) clear_pair);
  while (query < end)
    {
      const char *stop = memchr (query, '&', (gsize) (end - query));
      const char *equals;
      AiohttpQueryPair pair;

      if (stop == NULL)
        stop = end;
      if (stop == query)
        {
          query++;
          continue;
        }
      equals = memchr (query, '=', (gsize) (stop - query));
      if (equals == NULL)
        equals = stop;
      pair.name = decode_query_text (query, (gsize) (equals - query));
      pair.value = equals < stop ? decode_query_text (equals + 1, (gsize) (stop - equals - 1)) : g_strdup ("");
      g_array_append_val (pairs, pair);
      query = stop < end ? stop + 1 : end;
    }
  return g_steal_pointer (&pairs);
}

static void
append_form_encoded (GString *string, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || strchr ("-._~", *p) != NULL)
        g_string_append_c (string, *p);
      else if (*p == ' ')
        g_string_append_c (string, '+');
      else
        g_string_append_printf (string, "%%%02X", (guint8) *p);
    }
}

void
aiohttp_url_append_form_pair (GString *form, const char *name, const char *value)
{
  if (form->len > 0)
    g_string_append_c (form, '&');
  append_form_encoded (form, name);
  g_string_append_c (form, '=');
  append_form_encoded (form, value);
}
