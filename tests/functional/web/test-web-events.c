/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib-unix.h>

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

#define GET(path)     "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"
#define GET_1_0(path) "GET " path " HTTP/1.0\r\n\r\n"

static int n_freed;
static int n_left;

static AiohttpReply *
handle_events (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpEventStream) events = aiohttp_event_stream_new ();
  const char *last;

  if (!aiohttp_stream_response_prepare (AIOHTTP_STREAM_RESPONSE (events), request, error))
    return NULL;
  last = aiohttp_event_stream_get_last_event_id (events);
  g_assert_false (aiohttp_event_stream_send (events, "x", "two\nlines", NULL, NULL));
  g_assert_false (aiohttp_event_stream_send (events, "x", NULL, "two\rlines", NULL));
  if (!aiohttp_event_stream_send_retry (events, 1500, error) ||
      !aiohttp_event_stream_send (events, last != NULL ? last : "none", NULL, NULL, error) ||
      !aiohttp_event_stream_send (events, "one\ntwo\r\nthree\rfour", "lines", "7", error) ||
      !aiohttp_event_stream_send (events, "", NULL, NULL, error) ||
      !aiohttp_event_stream_send_comment (events, "bye", error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&events));
}

static AiohttpReply *
handle_silent (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpEventStream) events = aiohttp_event_stream_new ();

  aiohttp_event_stream_set_ping_interval (events, 0.1);
  if (aiohttp_stream_response_prepare (AIOHTTP_STREAM_RESPONSE (events), request, error))
    {
      GCancellable *cancellable = aiohttp_request_get_cancellable (request);

      while (!g_cancellable_is_cancelled (cancellable) && aiohttp_sleep (0.005, error))
        ;
    }
  g_atomic_int_inc (&n_left);
  return AIOHTTP_REPLY (g_steal_pointer (&events));
}

static AiohttpReply *
handle_compressed (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpEventStream) events = aiohttp_event_stream_new ();

  if (!aiohttp_stream_response_enable_compression (AIOHTTP_STREAM_RESPONSE (events), "gzip", error) ||
      !aiohttp_stream_response_prepare (AIOHTTP_STREAM_RESPONSE (events), request, error) ||
      !aiohttp_event_stream_send (events, "first", NULL, NULL, error))
    return NULL;
  while (!g_cancellable_is_cancelled (aiohttp_request_get_cancellable (request)))
    if (!aiohttp_sleep (0.005, error))
      return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&events));
}

static void
close_end (gpointer end)
{
  close (GPOINTER_TO_INT (end));
  g_atomic_int_inc (&n_freed);
}

/* "/stream?length=5" */
static AiohttpReply *
handle_stream (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *length = aiohttp_request_query_get (request, "length");
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("Hello", 5, NULL);

  return AIOHTTP_REPLY (aiohttp_stream_response_new_from_stream (
      200, stream, length != NULL ? g_ascii_strtoll (length, NULL, 10) : -1, "text/plain"));
}

/* A pipe that nobody writes to. */
static AiohttpReply *
handle_mute (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;
  int ends[2];

  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  stream = g_unix_input_stream_new (ends[0], TRUE);
  g_object_set_data_full (G_OBJECT (stream), "other-end", GINT_TO_POINTER (ends[1]), close_end);
  return AIOHTTP_REPLY (aiohttp_stream_response_new_from_stream (200, stream, -1, NULL));
}

static gboolean
write_body (AiohttpStreamResponse *response, gpointer user_data, GError **error)
{
  return aiohttp_stream_response_write_text (response, "Hello", error) && aiohttp_sleep (0, error) &&
         aiohttp_stream_response_write_text (response, user_data, error);
}

static void
free_text (gpointer text)
{
  g_atomic_int_inc (&n_freed);
  g_free (text);
}

static AiohttpReply *
handle_func (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (
      aiohttp_stream_response_new_from_func (200, NULL, write_body, g_strdup (", World!"), free_text));
}

static gboolean
fail_body (AiohttpStreamResponse *response, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no more");
  return FALSE;
}

static AiohttpReply *
handle_failing (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_stream_response_new_from_func (200, NULL, fail_body, NULL, NULL));
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/events", handle_events, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/silent", handle_silent, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/compressed", handle_compressed, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/stream", handle_stream, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/mute", handle_mute, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/func", handle_func, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/failing", handle_failing, NULL, NULL, NULL);
}

typedef struct
{
  ServerThread *server;
  RawClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_atomic_int_set (&n_freed, 0);
  g_atomic_int_set (&n_left, 0);
  fixture->server = server_thread_start (add_routes, NULL);
  fixture->client = raw_client_new (fixture->server->port);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  raw_client_free (fixture->client);
  server_thread_stop (fixture->server);
}

static void
assert_field (RawResponse *response, const char *name, const char *expected)
{
  g_autofree char *value = raw_response_get (response, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_format (Fixture *fixture, gconstpointer data)
{
  const char *last = data;
  g_autofree char *request = last != NULL ? g_strdup_printf ("GET /events HTTP/1.0\r\nLast-Event-ID: %s\r\n\r\n", last)
                                          : g_strdup (GET_1_0 ("/events"));
  g_autofree char *expected = g_strdup_printf ("retry: 1500\n\n"
                                               "data: %s\n\n"
                                               "id: 7\nevent: lines\ndata: one\ndata: two\ndata: three\ndata: four\n\n"
                                               "data: \n\n"
                                               ": bye\n\n",
                                               last != NULL ? last : "none");
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (fixture->client, request);
  response = raw_client_read (fixture->client, TRUE);
  assert_field (response, "Content-Type", "text/event-stream; charset=utf-8");
  assert_field (response, "Cache-Control", "no-cache");
  assert_field (response, "X-Accel-Buffering", "no");
  raw_client_expect_bytes (fixture->client, expected);
  raw_client_expect_end (fixture->client);
}

/* A client that is told nothing gets comments; and when it goes, the handler is told. */
static void
test_ping (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/silent"));
  raw_response_free (raw_client_read (fixture->client, TRUE));
  raw_client_expect_bytes (fixture->client, "3\r\n:\n\n\r\n3\r\n:\n\n\r\n3\r\n:\n\n\r\n");
  g_assert_cmpint (g_atomic_int_get (&n_left), ==, 0);
  raw_client_reset (fixture->client);
  server_thread_await_connections (fixture->server, 0);
}

/* An event does not wait for the next one in the coding. */
static void
test_compressed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *size = NULL;
  g_autofree char *bytes = NULL;
  char out[100];
  gsize length, n_read, n_written;

  raw_client_send (fixture->client, GET ("/compressed"));
  response = raw_client_read (fixture->client, TRUE);
  assert_field (response, "Content-Encoding", "gzip");
  size = raw_client_read_bytes (fixture->client, 4); /* two digits and the end of the line */
  length = g_ascii_strtoull (size, NULL, 16);
  bytes = raw_client_read_bytes (fixture->client, length);
  g_converter_convert (G_CONVERTER (decompressor), bytes, length, out, sizeof out, G_CONVERTER_NO_FLAGS, &n_read,
                       &n_written, NULL);
  g_assert_cmpmem (out, n_written, "data: first\n\n", 13);
}

static void
test_stream (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) chunked = NULL;

  raw_client_send (fixture->client,
                   GET ("/stream") GET ("/stream?length=5") "HEAD /stream?length=5 HTTP/1.1\r\nHost: h\r\n\r\n" GET (
                       "/stream?length=5"));
  chunked = raw_client_read (fixture->client, TRUE);
  assert_field (chunked, "Transfer-Encoding", "chunked");
  assert_field (chunked, "Content-Type", "text/plain");
  raw_client_expect_bytes (fixture->client, "5\r\nHello\r\n0\r\n\r\n");
  raw_client_expect (fixture->client, 200, "Hello");
  raw_response_free (raw_client_read (fixture->client, TRUE));
  raw_client_expect (fixture->client, 200, "Hello");
}

static void
test_stream_too_short (Fixture *fixture, gconstpointer data)
{
  expect_log (G_LOG_LEVEL_WARNING, "*shorter than its Content-Length*");
  raw_client_send (fixture->client, GET ("/stream?length=6"));
  raw_response_free (raw_client_read (fixture->client, TRUE));
  raw_client_expect_bytes (fixture->client, "Hello");
  raw_client_expect_end (fixture->client);
  expect_log_assert ();
}

/* Its stream is given up with the client. */
static void
test_stream_mute (Fixture *fixture, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  raw_client_send (fixture->client, GET ("/mute"));
  raw_response_free (raw_client_read (fixture->client, TRUE));
  raw_client_reset (fixture->client);
  while (g_atomic_int_get (&n_freed) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
    }
}

static void
test_func (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/func") GET_1_0 ("/func"));
  raw_response_free (raw_client_read (fixture->client, TRUE));
  raw_client_expect_bytes (fixture->client, "5\r\nHello\r\n8\r\n, World!\r\n0\r\n\r\n");
  raw_response_free (raw_client_read (fixture->client, TRUE));
  raw_client_expect_bytes (fixture->client, "Hello, World!");
  raw_client_expect_end (fixture->client);
  server_thread_get_n_connections (fixture->server); /* its turn is over */
  g_assert_cmpint (g_atomic_int_get (&n_freed), ==, 2);
}

static void
test_failing (Fixture *fixture, gconstpointer data)
{
  expect_log (G_LOG_LEVEL_WARNING, "Error handling request GET /failing: no more*");
  raw_client_send (fixture->client, GET ("/failing"));
  raw_response_free (raw_client_read (fixture->client, TRUE));
  raw_client_expect_end (fixture->client);
  expect_log_assert ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
#define ADD(path, data, test) g_test_add ("/web-events/" path, Fixture, data, set_up, test, tear_down)
  ADD ("format", NULL, test_format);
  ADD ("last-event-id", "41", test_format);
  ADD ("ping", NULL, test_ping);
  ADD ("compressed", NULL, test_compressed);
  ADD ("stream/right", NULL, test_stream);
  ADD ("stream/too-short", NULL, test_stream_too_short);
  ADD ("stream/mute", NULL, test_stream_mute);
  ADD ("func/right", NULL, test_func);
  ADD ("func/failing", NULL, test_failing);
  return g_test_run ();
}
