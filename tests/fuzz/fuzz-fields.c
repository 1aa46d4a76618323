/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fuzz.h"

#include "aiohttp-content-disposition-private.h"
#include "aiohttp-cookie-parser-private.h"
#include "aiohttp-etag-private.h"
#include "aiohttp-forwarded-private.h"
#include "aiohttp-params-private.h"
#include "aiohttp-range-private.h"

#include <string.h>

/* The first byte chooses the field; the rest is its value. Whatever comes out is text. */

static void
check_table (GHashTable *table)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_assert_true (g_utf8_validate (key, -1, NULL));
      g_assert_true (g_utf8_validate (value, -1, NULL));
    }
}

static void
check_cookies (const char *value, gsize length)
{
  g_autoptr (GHashTable) cookies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  aiohttp_cookies_parse (cookies, value, length);
  check_table (cookies);
}

static void
check_forwarded (const char *value, gsize length)
{
  GList *elements = aiohttp_forwarded_parse (NULL, value, length);

  g_assert_nonnull (elements);
  for (GList *l = elements; l != NULL; l = l->next)
    check_table (aiohttp_forwarded_get_parameters (l->data));
  g_list_free_full (elements, (GDestroyNotify) aiohttp_forwarded_unref);
}

static void
check_disposition (const char *value)
{
  g_auto (AiohttpContentDisposition) disposition = { NULL, NULL };
  g_autofree char *charset = aiohttp_params_dup (value, "charset");
  const char *filename;

  g_assert_true (charset == NULL || g_utf8_validate (charset, -1, NULL));
  if (!aiohttp_content_disposition_parse (value, &disposition))
    return;
  check_table (disposition.parameters);
  filename = aiohttp_content_disposition_get_filename (&disposition);
  g_assert_true (filename == NULL || (*filename != '/' && *filename != '\\'));
}

static void
check_conditions (const char *value)
{
  GList *tags = aiohttp_etag_parse_list (value);
  gint64 start = 0;
  gint64 end = -1;

  for (GList *l = tags; l != NULL; l = l->next)
    g_free (aiohttp_etag_to_string (l->data));
  g_list_free_full (tags, (GDestroyNotify) aiohttp_etag_free);
  if (aiohttp_range_parse (value, &start, &end))
    g_assert_true (start < 0 ? end == -1 : end == -1 || end > start);
}

int
LLVMFuzzerTestOneInput (const guint8 *input, size_t size)
{
  g_autofree char *exact = NULL; /* for those that take a length, so that a read too far is seen */
  g_autofree char *text = NULL;

  if (size < 1)
    return 0;
  exact = g_memdup2 (input + 1, size - 1);
  text = g_strndup ((const char *) input + 1, size - 1);
  switch (input[0] & 3)
    {
    case 0:
      check_cookies (exact != NULL ? exact : "", size - 1);
      break;
    case 1:
      check_forwarded (exact != NULL ? exact : "", size - 1);
      break;
    case 2:
      check_disposition (text);
      break;
    default:
      check_conditions (text);
    }
  return 0;
}
