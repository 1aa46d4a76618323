/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

/* How often a handler was cancelled, and how often one came to its end. */
static int n_cancelled;
static int n_finished;

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
handle_sleep (AiohttpRequest *request, gpointer user_data, GError **error)
{
  double seconds = GPOINTER_TO_INT (user_data) / 1000.0;

  if (!aiohttp_sleep (seconds, error))
    {
      g_assert_true (g_cancellable_is_cancelled (aiohttp_request_get_cancellable (request)));
      g_atomic_int_inc (&n_cancelled);
      return NULL;
    }
  g_atomic_int_inc (&n_finished);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "slept"));
}

static AiohttpReply *
handle_future (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static AiohttpFuture *never;

  g_clear_object (&never);
  never = aiohttp_future_new ();
  return AIOHTTP_REPLY (g_object_ref (never));
}

/* A part of it, and then nothing for long. */
static AiohttpReply *
handle_partial (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_prepare (response, request, error) ||
      !aiohttp_stream_response_write_text (response, "some", error))
    return NULL;
  return handle_sleep (request, GINT_TO_POINTER (100000), error);
}

static void
add_routes (AiohttpRouter *router)
{
  AiohttpRoute *route;

  aiohttp_router_add_get (router, "/partial", handle_partial, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/long", handle_sleep, GINT_TO_POINTER (100000), NULL, NULL);
  aiohttp_router_add_get (router, "/short", handle_sleep, GINT_TO_POINTER (10), NULL, NULL);
  aiohttp_router_add_get_callback (router, "/future", handle_future, NULL, NULL, NULL);
  route = aiohttp_router_add_get (router, "/patient", handle_sleep, GINT_TO_POINTER (500), NULL, NULL);
  g_object_set (route, "handler-timeout", 0.0, NULL);
  route = aiohttp_router_add_get (router, "/cancelled", handle_sleep, GINT_TO_POINTER (100000), NULL, NULL);
  g_object_set (route, "handler-cancellation", TRUE, NULL);
}

static void
reset (void)
{
  g_atomic_int_set (&n_cancelled, 0);
  g_atomic_int_set (&n_finished, 0);
}

static void
await (int *count, int n)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (g_atomic_int_get (count) < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
    }
}

/* A handler that takes too long is cancelled; its client is told, and so is the log. */
static void
test_timeout (gconstpointer path)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "handler-timeout", 1.0, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: h\r\n\r\n", (const char *) path);
  g_autofree char *message = g_strdup_printf ("*%s: The handler took longer than it may*", (const char *) path);

  reset ();
  expect_log (G_LOG_LEVEL_WARNING, message);
  raw_client_send (client, GET ("/") GET ("/short"));
  raw_client_expect (client, 200, "Hello");
  raw_client_expect (client, 200, "slept");
  raw_client_send (client, request);
  raw_client_expect (client, 503, NULL);
  raw_client_expect_end (client);
  expect_log_assert ();
  if (g_str_equal (path, "/long"))
    await (&n_cancelled, 1);
}

/* What is out cannot be taken back: the answer is cut off, so that it does not look whole. */
static void
test_timeout_partial (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "handler-timeout", 0.2, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (GString) rest = g_string_new (NULL);

  reset ();
  expect_log (G_LOG_LEVEL_WARNING, "*/partial: The handler took longer than it may*");
  raw_client_send (client, GET ("/partial") GET ("/"));
  raw_client_read_to_end (client, rest);
  g_assert_true (g_str_has_prefix (rest->str, "HTTP/1.1 200 OK\r\n"));
  g_assert_true (g_str_has_suffix (rest->str, "\r\n4\r\nsome\r\n"));
  await (&n_cancelled, 1);
  expect_log_assert ();
}

static void
test_timeout_of_route (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "handler-timeout", 0.1, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  raw_client_send (client, GET ("/patient"));
  raw_client_expect (client, 200, "slept");
}

static void
test_cancellation (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "handler-cancellation", TRUE, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  reset ();
  raw_client_send (client, GET ("/long"));
  server_thread_expect_silence (server, client);
  raw_client_reset (client);
  await (&n_cancelled, 1);
  server_thread_await_connections (server, 0);
}

/* By default it goes on, and a route may say otherwise. */
static void
test_no_cancellation (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawClient) second = raw_client_new (server->port);

  reset ();
  raw_client_send (client, GET ("/patient"));
  server_thread_settle (server, client);
  raw_client_half_close (client);
  await (&n_finished, 1);
  g_assert_cmpint (g_atomic_int_get (&n_cancelled), ==, 0);
  raw_client_send (second, GET ("/cancelled"));
  server_thread_expect_silence (server, second);
  raw_client_reset (second);
  await (&n_cancelled, 1);
}

/* The ones above the bound wait until there is room. */
static void
test_connections (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "max-connections", 2, NULL);
  g_autoptr (RawClient) first = raw_client_new (server->port);
  g_autoptr (RawClient) second = raw_client_new (server->port);
  g_autoptr (RawClient) third = NULL;

  raw_client_send (first, GET ("/"));
  raw_client_expect (first, 200, "Hello");
  raw_client_send (second, GET ("/"));
  raw_client_expect (second, 200, "Hello");
  third = raw_client_new (server->port);
  raw_client_send (third, GET ("/"));
  server_thread_expect_silence (server, third);
  g_assert_cmpuint (server_thread_get_n_connections (server), ==, 2);
  g_clear_pointer (&first, raw_client_free);
  raw_client_expect (third, 200, "Hello");
  raw_client_send (second, GET ("/"));
  raw_client_expect (second, 200, "Hello");
}

/* The ones above the bound are closed. */
static void
test_connections_per_address (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "max-connections-per-address", 2, NULL);
  g_autoptr (RawClient) first = raw_client_new (server->port);
  g_autoptr (RawClient) second = raw_client_new (server->port);
  g_autoptr (RawClient) third = NULL;
  g_autoptr (RawClient) fourth = NULL;

  raw_client_send (first, GET ("/"));
  raw_client_expect (first, 200, "Hello");
  raw_client_send (second, GET ("/"));
  raw_client_expect (second, 200, "Hello");
  third = raw_client_new (server->port);
  raw_client_expect_end (third);
  g_clear_pointer (&first, raw_client_free);
  server_thread_await_connections (server, 1);
  fourth = raw_client_new (server->port);
  raw_client_send (fourth, GET ("/"));
  raw_client_expect (fourth, 200, "Hello");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  g_test_add_data_func ("/web-handler-limits/timeout/coroutine", "/long", test_timeout);
  g_test_add_data_func ("/web-handler-limits/timeout/future", "/future", test_timeout);
  g_test_add_func ("/web-handler-limits/timeout/partial", test_timeout_partial);
  g_test_add_func ("/web-handler-limits/timeout/route", test_timeout_of_route);
  g_test_add_func ("/web-handler-limits/cancellation", test_cancellation);
  g_test_add_func ("/web-handler-limits/cancellation/none", test_no_cancellation);
  g_test_add_func ("/web-handler-limits/connections", test_connections);
  g_test_add_func ("/web-handler-limits/connections/per-address", test_connections_per_address);
  return g_test_run ();
}
