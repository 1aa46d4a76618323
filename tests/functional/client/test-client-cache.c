/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The cache of responses: when a server is asked again, and what is remembered. A server makes its responses old by Age. */

#include <string.h>

#include "client-transport.h"
#include "middleware-fixture.h"
#include "raw-server.h"

typedef struct
{
  MiddlewareFixture f;
  AiohttpClientMiddleware *cache;
} Fixture;

static gboolean
set_up (Fixture *self, GError **error)
{
  self->cache = aiohttp_client_cache_middleware_new (1024 * 1024);
  if (!middleware_fixture_set_up (&self->f, error))
    return FALSE;
  aiohttp_client_session_add_middleware (self->f.session, self->cache);
  return TRUE;
}

static gboolean
tear_down (Fixture *self, GError **error)
{
  g_clear_object (&self->cache);
  return middleware_fixture_tear_down (&self->f, error);
}

/* Fetches, with one header field if it is not NULL. */
static char *
fetch (Fixture *self, const char *method, const char *path, const char *name, const char *value)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (GError) error = NULL;
  char *text;

  if (name != NULL)
    aiohttp_request_options_set_header (options, name, value, NULL);
  text = middleware_fixture_fetch (&self->f, method, path, options, &error);
  g_assert_no_error (error);
  return text;
}

static void
assert_fetched (Fixture *self, const char *name, const char *value, const char *expected)
{
  g_autofree char *text = fetch (self, "GET", "/cached", name, value);

  g_assert_cmpstr (text, ==, expected);
}

static gboolean
test_fresh (GValue *result, gpointer user_data, GError **error)
{
  const char *const headers[] = { "Cache-Control", "max-age=60", NULL };
  Fixture self = { .f = { .cached_headers = headers } };
  g_autofree char *posted = NULL;

  if (!set_up (&self, error))
    return FALSE;
  assert_fetched (&self, NULL, NULL, "200 1");
  assert_fetched (&self, NULL, NULL, "200 1");
  assert_fetched (&self, "Cache-Control", "no-cache", "200 2");
  assert_fetched (&self, NULL, NULL, "200 2");
  assert_fetched (&self, "Cache-Control", "no-store", "200 3");
  assert_fetched (&self, NULL, NULL, "200 2");
  assert_fetched (&self, "Range", "bytes=0-", "200 4");
  assert_fetched (&self, "If-None-Match", "\"x\"", "200 5");
  assert_fetched (&self, NULL, NULL, "200 2");
  /* a change through the same URL */
  posted = fetch (&self, "POST", "/cached", NULL, NULL);
  g_assert_cmpstr (posted, ==, "200 6");
  assert_fetched (&self, NULL, NULL, "200 7");
  assert_fetched (&self, "Cache-Control", "only-if-cached", "200 7");
  aiohttp_client_cache_middleware_clear (AIOHTTP_CLIENT_CACHE_MIDDLEWARE (self.cache));
  g_assert_cmpuint (aiohttp_client_cache_middleware_get_size (AIOHTTP_CLIENT_CACHE_MIDDLEWARE (self.cache)), ==, 0);
  assert_fetched (&self, "Cache-Control", "only-if-cached", "504 ");
  return tear_down (&self, error);
}

static gboolean
test_age (GValue *result, gpointer user_data, GError **error)
{
  const char *const headers[] = { "Cache-Control", "max-age=60", "Age", "30", NULL };
  Fixture self = { .f = { .cached_headers = headers } };
  g_autofree char *url = NULL;

  if (!set_up (&self, error))
    return FALSE;
  url = aiohttp_test_server_make_url (self.f.server, "/cached");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (self.f.session, url, NULL, error);
      g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

      if (text == NULL)
        return FALSE;
      g_assert_cmpint (g_ascii_strtoll (aiohttp_client_response_get_header (response, "Age"), NULL, 10), >=, 30);
      g_assert_cmpstr (aiohttp_client_response_get_content_type (response), ==, "text/plain");
    }
  g_assert_cmpuint (self.f.n_served, ==, 1);
  assert_fetched (&self, "Cache-Control", "max-age=10", "200 2");
  return tear_down (&self, error);
}

static gboolean
test_revalidate (GValue *result, gpointer user_data, GError **error)
{
  const char *const stale[] = { "Cache-Control", "max-age=60", "Age", "100", NULL };
  const char *const fresh[] = { "Cache-Control", "max-age=60", "X-New", "yes", NULL };
  Fixture self = { .f = { .cached_headers = stale, .etag = "\"a\"" } };

  if (!set_up (&self, error))
    return FALSE;
  assert_fetched (&self, NULL, NULL, "200 1");
  assert_fetched (&self, NULL, NULL, "200 1"); /* asked, not modified */
  g_assert_cmpuint (self.f.n_not_modified, ==, 1);
  self.f.cached_headers = fresh;
  assert_fetched (&self, NULL, NULL, "200 1"); /* asked, and fresh from now on */
  g_assert_cmpuint (self.f.n_not_modified, ==, 2);
  assert_fetched (&self, NULL, NULL, "200 1");
  g_assert_cmpuint (self.f.n_served, ==, 3);
  self.f.etag = "\"b\"";
  assert_fetched (&self, "Cache-Control", "no-cache", "200 4");
  assert_fetched (&self, NULL, NULL, "200 4");
  g_assert_cmpuint (self.f.n_not_modified, ==, 2);
  return tear_down (&self, error);
}

static gboolean
test_vary (GValue *result, gpointer user_data, GError **error)
{
  const char *const headers[] = { "Cache-Control", "max-age=60", "Vary", "X-Tag", NULL };
  Fixture self = { .f = { .cached_headers = headers } };

  if (!set_up (&self, error))
    return FALSE;
  assert_fetched (&self, "X-Tag", "a", "200 1");
  assert_fetched (&self, "X-Tag", "b", "200 2");
  assert_fetched (&self, NULL, NULL, "200 3");
  assert_fetched (&self, "X-Tag", "a", "200 1");
  assert_fetched (&self, "X-Tag", "b", "200 2");
  assert_fetched (&self, NULL, NULL, "200 3");
  return tear_down (&self, error);
}

static gboolean
test_stand_in (GValue *result, gpointer user_data, GError **error)
{
  const char *const headers[] = { "Cache-Control", "max-age=60, stale-if-error=600", "Age", "100", NULL };
  Fixture self = { .f = { .cached_headers = headers } };
  g_autofree char *url = NULL;
  g_autofree char *text = NULL;
  g_autoptr (AiohttpClientResponse) response = NULL;

  if (!set_up (&self, error))
    return FALSE;
  assert_fetched (&self, NULL, NULL, "200 1");
  url = aiohttp_test_server_make_url (self.f.server, "/cached");
  if (!aiohttp_test_server_stop (self.f.server, error))
    return FALSE;
  response = aiohttp_client_session_get (self.f.session, url, NULL, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  g_assert_cmpstr (text, ==, "1");
  return tear_down (&self, error);
}

/* A body that is read piece by piece is kept at its end, one that is let go is not, and one over the bound is not. */
static gboolean
test_bodies (GValue *result, gpointer user_data, GError **error)
{
  const char *const headers[] = { "Cache-Control", "max-age=60", NULL };
  Fixture self = { .f = { .cached_headers = headers } };

  if (!set_up (&self, error))
    return FALSE;
  g_object_set (self.cache, "max-entry-size", (guint64) 0, NULL);
  assert_fetched (&self, NULL, NULL, "200 1");
  assert_fetched (&self, NULL, NULL, "200 2");
  g_object_set (self.cache, "max-entry-size", (guint64) 100, "max-size", (guint64) 100, NULL);
  assert_fetched (&self, NULL, NULL, "200 3");
  assert_fetched (&self, NULL, NULL, "200 4");
  g_object_set (self.cache, "max-size", (guint64) 100000, NULL);
  assert_fetched (&self, NULL, NULL, "200 5");
  assert_fetched (&self, NULL, NULL, "200 5");
  return tear_down (&self, error);
}

typedef struct
{
  int n_requests;
  GAsyncQueue *queues[2]; /* of each request */
} Gates;

/* The first piece with the head, the second when the request's gate opens. */
static void
serve_pieces (RawConnection *connection, gpointer user_data)
{
  Gates *gates = user_data;

  for (;;)
    {
      g_autofree char *request = raw_connection_read_request (connection);
      int index = request != NULL ? g_atomic_int_add (&gates->n_requests, 1) : 2;

      if (index > 1 || !raw_connection_puts (connection, "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n"
                                                         "Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"))
        return;
      g_async_queue_pop (gates->queues[index]);
      if (!raw_connection_puts (connection, "6\r\nsecond\r\n0\r\n\r\n"))
        return;
    }
}

static void
assert_piece (AiohttpClientResponse *response, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece = aiohttp_stream_reader_readany (aiohttp_client_response_get_content (response), &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (piece, NULL), g_bytes_get_size (piece), expected, strlen (expected));
}

/* A body that comes in pieces: let go in its middle it is not kept, read to its end it is. */
static gboolean
test_pieces (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GAsyncQueue) first = g_async_queue_new ();
  g_autoptr (GAsyncQueue) second = g_async_queue_new ();
  Gates gates = { 0, { first, second } };
  g_autoptr (RawServer) server = raw_server_new (serve_pieces, &gates);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientMiddleware) cache = AIOHTTP_CLIENT_MIDDLEWARE (aiohttp_client_cache_middleware_new (100000));
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) kept = NULL;
  g_autofree char *text = NULL;

  aiohttp_client_session_add_middleware (session, cache);
  for (guint reads_on = 0; reads_on < 2; reads_on++)
    {
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);

      if (response == NULL)
        return FALSE;
      g_assert_cmpuint (raw_server_count_requests (server), ==, reads_on + 1);
      assert_piece (response, "first");
      if (!reads_on)
        aiohttp_client_response_close (response);
      g_async_queue_push (gates.queues[reads_on], first);
      if (reads_on)
        {
          assert_piece (response, "second");
          assert_piece (response, "");
        }
    }
  kept = aiohttp_client_session_get (session, url, NULL, error);
  text = kept != NULL ? aiohttp_client_response_text (kept, error) : NULL;
  g_assert_cmpstr (text, ==, "firstsecond");
  g_assert_cmpuint (raw_server_count_requests (server), ==, 2);
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-cache/fresh", test_fresh, NULL);
  aiohttp_test_add_coroutine ("/client-cache/age", test_age, NULL);
  aiohttp_test_add_coroutine ("/client-cache/revalidate", test_revalidate, NULL);
  aiohttp_test_add_coroutine ("/client-cache/vary", test_vary, NULL);
  aiohttp_test_add_coroutine ("/client-cache/stand-in", test_stand_in, NULL);
  aiohttp_test_add_coroutine ("/client-cache/bodies", test_bodies, NULL);
  aiohttp_test_add_coroutine ("/client-cache/pieces", test_pieces, NULL);
  return g_test_run ();
}
