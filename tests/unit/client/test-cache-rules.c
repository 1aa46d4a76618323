/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-cache-rules-private.h"

#define NOW  784111777 /* Sun, 06 Nov 1994 08:49:37 GMT */
#define DATE "Date: Sun, 06 Nov 1994 08:49:37 GMT\n"

/* From "Name: value" lines. */
static SoupMessageHeaders *
parse (const char *lines, SoupMessageHeadersType type)
{
  SoupMessageHeaders *headers = soup_message_headers_new (type);
  g_auto (GStrv) split = g_strsplit (lines, "\n", -1);

  for (guint i = 0; split[i] != NULL && *split[i] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (split[i], ": ", 2);

      soup_message_headers_append (headers, parts[0], parts[1]);
    }
  return headers;
}

#define REQUEST(lines)  parse (lines, SOUP_MESSAGE_HEADERS_REQUEST)
#define RESPONSE(lines) parse (lines, SOUP_MESSAGE_HEADERS_RESPONSE)

static void
test_serve (void)
{
  const struct
  {
    const char *method;
    const char *request;
    gboolean expected;
  } rows[] = {
    { "GET", "", TRUE },
    { "HEAD", "", FALSE },
    { "POST", "", FALSE },
    { "GET", "Cache-Control: no-store", FALSE },
    { "GET", "Cache-Control: no-cache", TRUE },
    { "GET", "Range: bytes=0-1", FALSE },
    { "GET", "If-None-Match: \"a\"", FALSE },
    { "GET", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", FALSE },
    { "GET", "Authorization: Bearer x", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SoupMessageHeaders) request = REQUEST (rows[i].request);

      g_assert_cmpint (aiohttp_cache_may_serve (rows[i].method, request), ==, rows[i].expected);
    }
}

static void
test_store (void)
{
  const struct
  {
    const char *request;
    guint status;
    const char *response;
    gboolean expected;
  } rows[] = {
    { "", 200, "", TRUE }, /* by heuristics */
    { "", 200, "Cache-Control: max-age=60", TRUE },
    { "", 200, "Cache-Control: no-store", FALSE },
    { "", 200, "Cache-Control: max-age=60, NO-STORE", FALSE },
    { "Cache-Control: no-store", 200, "Cache-Control: max-age=60", FALSE },
    { "", 200, "Cache-Control: private", TRUE },
    { "", 200, "Cache-Control: no-cache", TRUE },
    { "Authorization: Basic x", 200, "Cache-Control: max-age=60", TRUE }, /* it is a private cache */
    { "", 200, "Vary: *\nCache-Control: max-age=60", FALSE },
    { "", 200, "Vary: Accept\nCache-Control: max-age=60", TRUE },
    { "", 206, "Cache-Control: max-age=60", FALSE },
    { "", 304, "Cache-Control: max-age=60", FALSE },
    { "", 404, "", TRUE },
    { "", 500, "", FALSE },
    { "", 500, "Cache-Control: max-age=60", TRUE },
    { "", 302, "", FALSE },
    { "", 302, "Expires: Sun, 06 Nov 1994 09:49:37 GMT", TRUE },
    { "", 301, "", TRUE },
    { "", 101, "Cache-Control: max-age=60", FALSE },
    { "", 429, "Cache-Control: public", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SoupMessageHeaders) request = REQUEST (rows[i].request);
      g_autoptr (SoupMessageHeaders) response = RESPONSE (rows[i].response);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (aiohttp_cache_may_store (request, rows[i].status, response), ==, rows[i].expected);
    }
}

static void
test_lifetime (void)
{
  const struct
  {
    guint status;
    const char *response;
    gint64 expected;
  } rows[] = {
    { 200, "Cache-Control: max-age=60", 60 },
    { 200, "Cache-Control: max-age=\"60\"", 60 },
    { 200, "Cache-Control: Max-Age=60", 60 },
    { 200, "Cache-Control: max-age=60, max-age=90", 60 },
    { 200, "Cache-Control: max-age=oops", 0 },
    { 200, "Cache-Control: max-age=-5", 0 },
    { 200, "Cache-Control: max-age", 0 },
    { 200, "Cache-Control: max-age=99999999999999999999", G_MAXINT32 },
    { 200, "Cache-Control: s-maxage=90", 0 }, /* for shared caches */
    { 200, "Cache-Control: x=\"max-age=9\", max-age=60", 60 },
    { 200, "Cache-Control: public\nCache-Control: max-age=60", 60 },
    { 200, DATE "Expires: Sun, 06 Nov 1994 09:49:37 GMT", 3600 },
    { 200, DATE "Expires: Sun, 06 Nov 1994 09:49:37 GMT\nCache-Control: max-age=1", 1 },
    { 200, DATE "Expires: 0", 0 },
    { 200, DATE "Expires: Sun, 06 Nov 1994 07:49:37 GMT", 0 },
    { 200, "Expires: Sun, 06 Nov 1994 09:49:37 GMT", 0 },
    { 200, DATE "Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT", 6 },
    { 200, DATE "Last-Modified: Sun, 06 Nov 1974 08:48:37 GMT", 86400 },
    { 200, DATE "Last-Modified: Sun, 06 Nov 1995 08:48:37 GMT", 0 },
    { 500, DATE "Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT", 0 },
    { 500, DATE "Cache-Control: public\nLast-Modified: Sun, 06 Nov 1994 08:48:37 GMT", 6 },
    { 200, DATE, 0 },
    { 200, "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SoupMessageHeaders) response = RESPONSE (rows[i].response);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (aiohttp_cache_get_lifetime (rows[i].status, response), ==, rows[i].expected);
    }
}

static void
test_age (void)
{
  const struct
  {
    const char *response;
    AiohttpCacheTimes times;
    gint64 now;
    gint64 expected;
  } rows[] = {
    { "", { NOW, NOW }, NOW, 0 },
    { "", { NOW, NOW }, NOW + 7, 7 },
    { "", { NOW - 3, NOW }, NOW + 7, 10 },
    { "Age: 100", { NOW - 3, NOW }, NOW + 7, 110 },
    { "Age: x", { NOW, NOW }, NOW, 0 },
    { DATE, { NOW + 20, NOW + 20 }, NOW + 25, 25 },
    { DATE "Age: 100", { NOW + 20, NOW + 20 }, NOW + 25, 105 },
    { DATE, { NOW - 50, NOW - 50 }, NOW - 50, 0 }, /* a clock ahead of ours */
    { "", { NOW, NOW }, NOW - 100, 0 },            /* our own set back */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SoupMessageHeaders) response = RESPONSE (rows[i].response);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (aiohttp_cache_get_age (response, &rows[i].times, rows[i].now), ==, rows[i].expected);
    }
}

static void
test_decide (void)
{
  const AiohttpCacheTimes times = { NOW, NOW };
  const struct
  {
    const char *request;
    const char *response;
    gint64 age;
    gboolean use;
  } rows[] = {
    { "", "Cache-Control: max-age=60", 59, TRUE },
    { "", "Cache-Control: max-age=60", 60, FALSE },
    { "", "Cache-Control: max-age=60, no-cache", 0, FALSE },
    { "Cache-Control: no-cache", "Cache-Control: max-age=60", 0, FALSE },
    { "Pragma: no-cache", "Cache-Control: max-age=60", 0, FALSE },
    { "Pragma: no-cache\nCache-Control: max-age=50", "Cache-Control: max-age=60", 0, TRUE },
    { "Cache-Control: max-age=0", "Cache-Control: max-age=60", 1, FALSE },
    { "Cache-Control: max-age=10", "Cache-Control: max-age=60", 10, TRUE },
    { "Cache-Control: max-age=10", "Cache-Control: max-age=60", 11, FALSE },
    { "Cache-Control: min-fresh=20", "Cache-Control: max-age=60", 39, TRUE },
    { "Cache-Control: min-fresh=20", "Cache-Control: max-age=60", 40, FALSE },
    { "Cache-Control: max-stale=10", "Cache-Control: max-age=60", 70, TRUE },
    { "Cache-Control: max-stale=10", "Cache-Control: max-age=60", 71, FALSE },
    { "Cache-Control: max-stale", "Cache-Control: max-age=60", 100000, TRUE },
    { "Cache-Control: max-stale", "Cache-Control: max-age=60, must-revalidate", 61, FALSE },
    { "", "Cache-Control: max-age=60, must-revalidate", 59, TRUE },
    { "", "", 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SoupMessageHeaders) request = REQUEST (rows[i].request);
      g_autoptr (SoupMessageHeaders) response = RESPONSE (rows[i].response);
      AiohttpCacheVerdict verdict = aiohttp_cache_decide (request, 200, response, &times, NOW + rows[i].age);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (verdict, ==, rows[i].use ? AIOHTTP_CACHE_USE : AIOHTTP_CACHE_REVALIDATE);
    }
}

static void
test_stand_in (void)
{
  const AiohttpCacheTimes times = { NOW, NOW };
  const struct
  {
    const char *response;
    gint64 age;
    gboolean expected;
  } rows[] = {
    { "Cache-Control: max-age=60", 61, FALSE },
    { "Cache-Control: max-age=60, stale-if-error=30", 61, TRUE },
    { "Cache-Control: max-age=60, stale-if-error=30", 90, TRUE },
    { "Cache-Control: max-age=60, stale-if-error=30", 91, FALSE },
    { "Cache-Control: max-age=60, stale-if-error=30, must-revalidate", 61, FALSE },
    { "Cache-Control: no-cache, stale-if-error=30", 1, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SoupMessageHeaders) response = RESPONSE (rows[i].response);

      g_assert_cmpint (aiohttp_cache_may_stand_in (200, response, &times, NOW + rows[i].age), ==, rows[i].expected);
    }
}

static void
test_invalidates (void)
{
  const struct
  {
    const char *method;
    guint status;
    gboolean expected;
  } rows[] = {
    { "GET", 200, FALSE },  { "HEAD", 200, FALSE },  { "OPTIONS", 200, FALSE }, { "POST", 200, TRUE },
    { "PUT", 204, TRUE },   { "DELETE", 302, TRUE }, { "POST", 404, FALSE },    { "PUT", 500, FALSE },
    { "PATCH", 200, TRUE }, { "QUERY", 200, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (aiohttp_cache_invalidates (rows[i].method, rows[i].status), ==, rows[i].expected);
}

static void
test_variant (void)
{
  const struct
  {
    const char *vary;
    const char *stored;
    const char *asked;
    gboolean expected;
  } rows[] = {
    { "", "", "Accept: b", TRUE },
    { "Vary: Accept", "Accept: a", "Accept: a", TRUE },
    { "Vary: Accept", "Accept: a", "Accept: b", FALSE },
    { "Vary: accept", "Accept: a,  b", "ACCEPT: a ,b", TRUE },
    { "Vary: Accept", "Accept: a\nAccept: b", "Accept: a, b", TRUE },
    { "Vary: Accept", "", "", TRUE },
    { "Vary: Accept", "", "Accept: b", FALSE },
    { "Vary: Accept", "", "Accept: ", FALSE },
    { "Vary: Accept, Cookie", "Accept: a\nCookie: x", "Accept: a\nCookie: y", FALSE },
    { "Vary: Accept\nVary: Cookie", "Accept: a\nCookie: x", "Accept: a\nCookie: x", TRUE },
    { "Vary: Accept", "Accept: a b", "Accept: ab", FALSE },
  };
  g_autoptr (SoupMessageHeaders) any = RESPONSE ("Vary: *");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SoupMessageHeaders) response = RESPONSE (rows[i].vary);
      g_autoptr (SoupMessageHeaders) stored = REQUEST (rows[i].stored);
      g_autoptr (SoupMessageHeaders) asked = REQUEST (rows[i].asked);
      g_autofree char *variant = aiohttp_cache_get_variant (stored, response);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (aiohttp_cache_matches_variant (asked, response, variant), ==, rows[i].expected);
    }
  g_assert_null (aiohttp_cache_get_variant (any, any));
}

static void
test_freshen (void)
{
  g_autoptr (SoupMessageHeaders) stored =
      RESPONSE ("ETag: \"a\"\nAge: 9\nContent-Type: text/plain\nContent-Length: 5\nX-A: 1\nX-B: 1");
  g_autoptr (SoupMessageHeaders) fresh =
      RESPONSE ("ETag: \"a\"\nContent-Type: text/html\nContent-Length: 0\nX-A: 2\nX-A: 3\nCache-Control: max-age=9");

  aiohttp_cache_freshen (stored, fresh);
  g_assert_cmpstr (soup_message_headers_get_list (stored, "X-A"), ==, "2, 3");
  g_assert_cmpstr (soup_message_headers_get_list (stored, "X-B"), ==, "1");
  g_assert_cmpstr (soup_message_headers_get_list (stored, "ETag"), ==, "\"a\"");
  g_assert_cmpstr (soup_message_headers_get_list (stored, "Content-Type"), ==, "text/plain");
  g_assert_cmpstr (soup_message_headers_get_list (stored, "Content-Length"), ==, "5");
  g_assert_cmpstr (soup_message_headers_get_list (stored, "Cache-Control"), ==, "max-age=9");
  g_assert_null (soup_message_headers_get_list (stored, "Age"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache-rules/serve", test_serve);
  g_test_add_func ("/cache-rules/store", test_store);
  g_test_add_func ("/cache-rules/lifetime", test_lifetime);
  g_test_add_func ("/cache-rules/age", test_age);
  g_test_add_func ("/cache-rules/decide", test_decide);
  g_test_add_func ("/cache-rules/stand-in", test_stand_in);
  g_test_add_func ("/cache-rules/invalidates", test_invalidates);
  g_test_add_func ("/cache-rules/variant", test_variant);
  g_test_add_func ("/cache-rules/freshen", test_freshen);
  return g_test_run ();
}
