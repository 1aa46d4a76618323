/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-links-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-params-private.h"

static void
add (GHashTable *links, const char *rel, const char *url)
{
  g_auto (GStrv) types = g_strsplit_set (rel, " \t", -1);

  for (guint i = 0; types[i] != NULL; i++)
    if (*types[i] != '\0' && !g_hash_table_contains (links, types[i]))
      g_hash_table_insert (links, g_strdup (types[i]), g_strdup (url));
}

static const char *
skip (const char *p, const char *characters)
{
  return p + strspn (p, characters);
}

/* Reads the parameters behind a link: its rel, or NULL. */
static char *
read_rel (AiohttpQuotes *quotes, const char **position)
{
  const char *p = *position;
  char *rel = NULL;

  while (*(p = skip (p, " \t")) == ';')
    {
      AiohttpParam param;
      const char *end;

      p = skip (p + 1, " \t");
      end = aiohttp_param_read (quotes, p, &param);
      if (end == NULL)
        {
          p = aiohttp_chars_span (p, quotes->end, AIOHTTP_CHAR_TOKEN); /* one without a value */
          continue;
        }
      if (rel == NULL && param.name_length == 3 && aiohttp_chars_equal_fold (param.name, "rel", 3))
        rel = aiohttp_param_dup_value (&param);
      p = end;
    }
  *position = p;
  return rel;
}

GHashTable *
aiohttp_links_parse (const char *field_value, GUri *base)
{
  GHashTable *links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (AiohttpQuotes) quotes = AIOHTTP_QUOTES_INIT (field_value, strlen (field_value));
  const char *p = skip (field_value, " \t,");

  while (*p == '<')
    {
      const char *end = strchr (p, '>');
      g_autofree char *reference = end != NULL ? g_strndup (p + 1, (gsize) (end - p - 1)) : NULL;
      g_autoptr (GUri) uri = NULL;
      g_autofree char *url = NULL;
      g_autofree char *rel = NULL;

      if (end == NULL)
        break;
      p = end + 1;
      rel = read_rel (&quotes, &p);
      uri = g_uri_parse_relative (base, reference, g_uri_get_flags (base), NULL);
      url = uri != NULL ? g_uri_to_string (uri) : NULL;
      if (url != NULL && (rel == NULL || g_utf8_validate (rel, -1, NULL)))
        add (links, rel != NULL ? rel : url, url);
      p = skip (p, " \t,");
    }
  return links;
}
