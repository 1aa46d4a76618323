/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-links-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-link-private.h"
#include "aiohttp-params-private.h"

static const char *
skip (const char *p, const char *characters)
{
  return p + strspn (p, characters);
}

/* One without a value, or whose value is neither a token nor in quotes, as media types often are. */
static const char *
read_odd_param (AiohttpQuotes *quotes, const char *p, AiohttpParam *param)
{
  const char *end = aiohttp_chars_span (p, quotes->end, AIOHTTP_CHAR_TOKEN);

  *param = (AiohttpParam){ p, (gsize) (end - p), end, 0 };
  if (*end != '=')
    return end;
  param->value = end + 1;
  param->value_length = strcspn (end + 1, " \t;,\"");
  if (param->value_length == 0)
    param->name_length = 0; /* quotes without an end */
  return param->value_length > 0 ? param->value + param->value_length : end;
}

/* Reads the parameters behind a link into it; NULL for it: they are passed over. */
static const char *
read_params (AiohttpQuotes *quotes, const char *p, AiohttpLink *link)
{
  while (*(p = skip (p, " \t")) == ';')
    {
      AiohttpParam param;
      const char *end;

      p = skip (p + 1, " \t");
      end = aiohttp_param_read (quotes, p, &param);
      if (end == NULL || strchr (" \t;,", *end) == NULL)
        end = read_odd_param (quotes, p, &param);
      if (link != NULL && param.name_length > 0)
        aiohttp_link_add_param (link, &param);
      p = end;
    }
  return p;
}

GList *
aiohttp_links_parse (const char *field_value, GUri *base)
{
  GList *links = NULL;
  g_auto (AiohttpQuotes) quotes = AIOHTTP_QUOTES_INIT (field_value, strlen (field_value));
  const char *p = skip (field_value, " \t,");

  while (*p == '<')
    {
      const char *end = strchr (p, '>');
      g_autofree char *reference = end != NULL ? g_strndup (p + 1, (gsize) (end - p - 1)) : NULL;
      g_autoptr (GUri) uri = NULL;
      g_autofree char *url = NULL;
      AiohttpLink *link;

      if (end == NULL)
        break;
      uri = g_uri_parse_relative (base, reference, g_uri_get_flags (base), NULL);
      url = uri != NULL ? g_uri_to_string (uri) : NULL;
      link = url != NULL ? aiohttp_link_new (url) : NULL;
      if (link != NULL)
        links = g_list_prepend (links, link);
      p = skip (read_params (&quotes, end + 1, link), " \t,");
    }
  return g_list_reverse (links);
}

static void
add (GHashTable *urls, const char *type, const char *url)
{
  if (*type != '\0' && !g_hash_table_contains (urls, type))
    g_hash_table_insert (urls, g_strdup (type), g_strdup (url));
}

GHashTable *
aiohttp_links_by_rel (GList *links)
{
  GHashTable *urls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (GList *l = links; l != NULL; l = l->next)
    {
      const char *url = aiohttp_link_get_url (l->data);
      const char *rel = aiohttp_link_get_rel (l->data);
      g_auto (GStrv) types = g_strsplit_set (rel != NULL ? rel : "", " \t", -1);

      if (rel == NULL || *skip (rel, " \t") == '\0')
        add (urls, url, url);
      for (guint i = 0; types[i] != NULL; i++)
        add (urls, types[i], url);
    }
  return urls;
}
