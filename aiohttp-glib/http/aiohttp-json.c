/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-json-private.h"

#include "aiohttp-chars-private.h"

static gboolean
is_outside_string (char c)
{
  return g_ascii_isalnum (c) || strchr ("[]{}:,.+- \t\r\n", c) != NULL;
}

gboolean
aiohttp_json_check (const char *text, gsize length, guint max_depth, GError **error)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '[' || c == '{')
        {
          if (++depth > max_depth)
            {
              g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE, "JSON is nested deeper than %u levels",
                           max_depth);
              return FALSE;
            }
        }
      else if ((c == ']' || c == '}') && depth > 0)
        depth--;
      else if (c == '\0' || !is_outside_string (c))
        {
          g_autofree char *shown = aiohttp_chars_escape (text + i, 1, 8);

          g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE,
                       "JSON has “%s” outside a string, at byte %" G_GSIZE_FORMAT, shown, i);
          return FALSE;
        }
    }
  return TRUE;
}

JsonNode *
aiohttp_json_parse (const char *text, gsize length, guint max_depth, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root;

  if (!aiohttp_json_check (text, length, max_depth, error))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, error))
    return NULL;
  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE, "JSON is empty");
  return root;
}

/* aiohttp: ^(application/|[\w.-]+/[\w.+-]+?\+)json$, without case */
gboolean
aiohttp_json_is_media_type (const char *media_type)
{
  const char *slash = strchr (media_type, '/');
  gsize length = strlen (media_type);
  const char *end = media_type + length;

  if (slash == NULL || slash == media_type)
    return FALSE;
  if (g_ascii_strcasecmp (media_type, "application/json") == 0)
    return TRUE;
  if (end - slash < (gssize) strlen ("/x+json") || g_ascii_strcasecmp (end - strlen ("+json"), "+json") != 0)
    return FALSE;
  return aiohttp_chars_span (media_type, slash, AIOHTTP_CHAR_TOKEN) == slash &&
         aiohttp_chars_span (slash + 1, end, AIOHTTP_CHAR_TOKEN) == end;
}
