/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Handlers that do to their server what they please: run its main loop, shut it down, drop it. */

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

static ServerThread *server;
static AiohttpAppRunner *own_runner;
static int n_ended;
static int released;

static AiohttpReply *
text (const char *body)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, body));
}

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return text ("Hello");
}

static AiohttpReply *
handle_slow (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return aiohttp_sleep (0.01, error) ? text ("slow") : NULL;
}

/* Runs the server's main loop, be it on the main stack or a coroutine's. */
static AiohttpReply *
handle_nested (AiohttpRequest *request, gpointer user_data, GError **error)
{
  gint64 end = g_get_monotonic_time () + 50 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (server->context, FALSE);
      g_usleep (100);
    }
  g_atomic_int_inc (&n_ended);
  return text ("nested");
}

static AiohttpReply *
handle_shutdown (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpAppRunner *runner = aiohttp_test_server_get_runner (server->server);

  aiohttp_app_runner_cleanup_async (runner, NULL, NULL, NULL);
  return text ("the last");
}

/* Waits for an end that its own end has to come before. */
static AiohttpReply *
handle_await_shutdown (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpAppRunner *runner = aiohttp_test_server_get_runner (server->server);
  gboolean over = aiohttp_app_runner_cleanup (runner, NULL);

  g_atomic_int_inc (&n_ended);
  return over ? text ("never sent") : NULL;
}

static AiohttpReply *
handle_drop (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_clear_object (&own_runner);
  return text ("the last");
}

/* Then nobody is left to answer. */
static AiohttpReply *
handle_drop_late (AiohttpRequest *request, gpointer user_data, GError **error)
{
  aiohttp_sleep (0.01, NULL);
  g_clear_object (&own_runner);
  g_atomic_int_inc (&n_ended);
  return text ("never sent");
}

static void
on_released (gpointer data, GObject *where_the_request_was)
{
  g_atomic_int_inc (&released);
}

static gpointer
use_late (gpointer data)
{
  g_autoptr (AiohttpRequest) request = data;

  g_usleep (20000);
  g_assert_cmpstr (aiohttp_request_get_path (request), ==, "/kept");
  g_assert_cmpstr (aiohttp_request_get_header (request, "Host"), ==, "h");
  g_assert_null (aiohttp_request_get_remote (request));
  g_assert_true (aiohttp_request_get_app (request) != NULL);
  return NULL;
}

static AiohttpReply *
handle_kept (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpReply *reply = text ("kept");

  g_object_weak_ref (G_OBJECT (request), on_released, NULL);
  g_object_weak_ref (G_OBJECT (reply), on_released, NULL);
  g_thread_unref (g_thread_new ("keeper", use_late, g_object_ref (request)));
  return reply;
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/slow", handle_slow, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/nested/coroutine", handle_nested, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/nested/main", handle_nested, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/shutdown/coroutine", handle_shutdown, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/shutdown/main", handle_shutdown, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/await-shutdown", handle_await_shutdown, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/drop/coroutine", handle_drop, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/drop/main", handle_drop, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/drop/late", handle_drop_late, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/kept", handle_kept, NULL, NULL, NULL);
}

static void
set_up (RawClient **client, gconstpointer data)
{
  g_atomic_int_set (&n_ended, 0);
  g_atomic_int_set (&released, 0);
  server = server_thread_start (add_routes, "shutdown-timeout", 0.1, NULL);
  *client = raw_client_new (server->port);
}

static void
tear_down (RawClient **client, gconstpointer data)
{
  raw_client_free (*client);
  g_clear_pointer (&server, server_thread_stop);
}

static void
send_get (RawClient *client, const char *path)
{
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: h\r\n\r\n", path);

  raw_client_send (client, request);
}

static void
await (int *counter, int value)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (g_atomic_int_get (counter) != value)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
    }
}

/* Others are served meanwhile, and what is pipelined behind it afterwards. */
static void
test_nested (RawClient **client, gconstpointer path)
{
  g_autoptr (RawClient) other = raw_client_new (server->port);
  g_autoptr (RawClient) leaving = raw_client_new (server->port);

  raw_client_send (*client, GET ("/slow"));
  raw_client_expect (*client, 200, "slow");
  raw_client_send (*client, GET ("/"));
  send_get (*client, path);
  raw_client_send (*client, GET ("/slow") GET ("/"));
  send_get (leaving, path);
  server_thread_settle (server, leaving);
  raw_client_send (other, GET ("/slow") GET ("/"));
  raw_client_reset (leaving);
  raw_client_expect (other, 200, "slow");
  raw_client_expect (other, 200, "Hello");
  raw_client_expect (*client, 200, "Hello");
  raw_client_expect (*client, 200, "nested");
  raw_client_expect (*client, 200, "slow");
  raw_client_expect (*client, 200, "Hello");
  await (&n_ended, 2);
  server_thread_await_connections (server, 2);
}

static void
test_shutdown (RawClient **client, gconstpointer path)
{
  g_autoptr (RawClient) idle = raw_client_new (server->port);

  raw_client_send (idle, GET ("/"));
  raw_client_expect (idle, 200, "Hello");
  send_get (*client, path);
  raw_client_expect (*client, 200, "the last");
  raw_client_expect_end (*client);
  raw_client_expect_end (idle);
}

static void
test_await_shutdown (RawClient **client, gconstpointer data)
{
  raw_client_send (*client, GET ("/await-shutdown"));
  raw_client_expect_end (*client);
  await (&n_ended, 1);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (aiohttp_site_start_finish (AIOHTTP_SITE (source), result, NULL));
  g_atomic_int_set ((int *) user_data, aiohttp_tcp_site_get_port (AIOHTTP_TCP_SITE (source)));
}

static void
on_set_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AiohttpTcpSite) site = aiohttp_tcp_site_new (AIOHTTP_APP_RUNNER (source), "127.0.0.1", 0);

  g_assert_true (aiohttp_app_runner_setup_finish (AIOHTTP_APP_RUNNER (source), result, NULL));
  aiohttp_site_start_async (AIOHTTP_SITE (site), NULL, on_started, user_data);
}

static void
start_own (gpointer data)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();

  add_routes (aiohttp_application_get_router (app));
  own_runner = aiohttp_app_runner_new (app);
  g_object_set (own_runner, "access-log", FALSE, NULL);
  aiohttp_app_runner_setup_async (own_runner, NULL, on_set_up, data);
}

/* A runner in the thread of another one, whose only reference a handler of its own drops: its site, which nobody
 * holds, serves until then. */
static void
test_drop (RawClient **client, gconstpointer path)
{
  g_autoptr (RawClient) to_own = NULL;
  g_autoptr (RawClient) idle = NULL;
  int port = 0;

  server_thread_call (server, start_own, &port);
  while (g_atomic_int_get (&port) == 0)
    g_usleep (1000);
  to_own = raw_client_new (port);
  idle = raw_client_new (port);
  raw_client_send (idle, GET ("/"));
  raw_client_expect (idle, 200, "Hello");
  send_get (to_own, path);
  if (g_str_has_suffix (path, "/late"))
    await (&n_ended, 1);
  else
    raw_client_expect (to_own, 200, "the last");
  raw_client_expect_end (to_own);
  raw_client_expect_end (idle);
  raw_client_send (*client, GET ("/slow"));
  raw_client_expect (*client, 200, "slow");
}

static void
test_kept (RawClient **client, gconstpointer data)
{
  raw_client_send (*client, GET ("/kept") GET ("/"));
  raw_client_expect (*client, 200, "kept");
  raw_client_expect (*client, 200, "Hello");
  await (&released, 2);
}

#define ADD(path, data, func) g_test_add ("/web-reentry/" path, RawClient *, data, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  ADD ("nested/coroutine", "/nested/coroutine", test_nested);
  ADD ("nested/main", "/nested/main", test_nested);
  ADD ("shutdown/coroutine", "/shutdown/coroutine", test_shutdown);
  ADD ("shutdown/main", "/shutdown/main", test_shutdown);
  ADD ("shutdown/awaited", NULL, test_await_shutdown);
  ADD ("drop/coroutine", "/drop/coroutine", test_drop);
  ADD ("drop/main", "/drop/main", test_drop);
  ADD ("drop/late", "/drop/late", test_drop);
  ADD ("kept", NULL, test_kept);
  return g_test_run ();
}
