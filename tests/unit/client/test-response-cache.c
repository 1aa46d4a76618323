/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-response-cache-private.h"
#include "aiohttp-tap-stream-private.h"

static void
put (AiohttpResponseCache *cache, const char *url, const char *tag, gsize size)
{
  g_autoptr (SoupMessageHeaders) request = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autoptr (SoupMessageHeaders) response = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (size), size);
  const AiohttpCacheTimes times = { 1, 2 };

  soup_message_headers_append (response, "Vary", "X-Tag");
  if (tag != NULL)
    soup_message_headers_append (request, "X-Tag", tag);
  aiohttp_response_cache_store (cache, url, request, 200, response, body, &times);
}

static gboolean
has (AiohttpResponseCache *cache, const char *url, const char *tag)
{
  g_autoptr (SoupMessageHeaders) request = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autoptr (AiohttpCacheEntry) entry = NULL;

  if (tag != NULL)
    soup_message_headers_append (request, "X-Tag", tag);
  entry = aiohttp_response_cache_find (cache, url, request);
  return entry != NULL;
}

static void
test_bound (void)
{
  AiohttpResponseCache cache = { 0 };
  gsize one;

  aiohttp_response_cache_init (&cache, 1000000);
  put (&cache, "a", NULL, 1000);
  one = cache.size;
  g_assert_cmpuint (one, >, 1000);
  aiohttp_response_cache_set_max_size (&cache, 3 * one);
  put (&cache, "b", NULL, 1000);
  put (&cache, "c", NULL, 1000);
  g_assert_cmpuint (cache.size, ==, 3 * one);
  g_assert_true (has (&cache, "a", NULL)); /* used last */
  put (&cache, "d", NULL, 1000);
  g_assert_false (has (&cache, "b", NULL));
  g_assert_true (has (&cache, "a", NULL));
  g_assert_cmpuint (cache.size, ==, 3 * one);
  /* in its own place */
  put (&cache, "a", NULL, 1000);
  g_assert_cmpuint (cache.size, ==, 3 * one);
  /* larger than all of it */
  put (&cache, "e", NULL, 4 * one);
  g_assert_false (has (&cache, "e", NULL));
  g_assert_true (has (&cache, "a", NULL));
  aiohttp_response_cache_set_max_size (&cache, 0);
  g_assert_cmpuint (cache.size, ==, 0);
  g_assert_cmpuint (g_hash_table_size (cache.by_url), ==, 0);
  aiohttp_response_cache_clear (&cache);
}

static void
test_variants (void)
{
  AiohttpResponseCache cache = { 0 };

  aiohttp_response_cache_init (&cache, 1000000);
  put (&cache, "a", "1", 10);
  put (&cache, "a", "2", 10);
  put (&cache, "a", NULL, 10);
  g_assert_true (has (&cache, "a", "1"));
  g_assert_true (has (&cache, "a", "2"));
  g_assert_true (has (&cache, "a", NULL));
  g_assert_false (has (&cache, "a", "3"));
  aiohttp_response_cache_remove (&cache, "a");
  g_assert_false (has (&cache, "a", "1"));
  g_assert_cmpuint (cache.size, ==, 0);
  g_assert_cmpuint (cache.by_use.length, ==, 0);
  aiohttp_response_cache_clear (&cache);
}

static void
on_tapped (GBytes *bytes, gpointer data)
{
  *(gssize *) data = (gssize) g_bytes_get_size (bytes);
}

static void
test_tap (void)
{
  const gsize limits[] = { 100, 10, 9 };

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GInputStream) base = g_memory_input_stream_new_from_data ("0123456789", 10, NULL);
      gssize tapped = -1;
      g_autoptr (GInputStream) tap = aiohttp_tap_stream_new (base, limits[i], on_tapped, &tapped, NULL);
      char buffer[4];

      while (g_input_stream_read (tap, buffer, sizeof (buffer), NULL, NULL) > 0)
        g_assert_cmpint (tapped, ==, -1);
      g_assert_cmpint (tapped, ==, limits[i] >= 10 ? 10 : -1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/response-cache/bound", test_bound);
  g_test_add_func ("/response-cache/variants", test_variants);
  g_test_add_func ("/response-cache/tap", test_tap);
  return g_test_run ();
}
