/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* How requests and connections end where it is not by one answer to one request. */

#include <sys/socket.h>

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

/* More than the sockets hold. */
#define LARGE_SIZE (64 * 1024 * 1024)

static ServerThread *server;
static GBytes *large;
static int n_finalized;
static int in_callback;

static AiohttpReply *
text (const char *body)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, body));
}

static AiohttpReply *
handle_cancelled (AiohttpRequest *request, gpointer user_data, GError **error)
{
  GCancellable *cancellable = aiohttp_request_get_cancellable (request);

  while (!g_cancellable_is_cancelled (cancellable))
    if (!aiohttp_sleep (0.005, error))
      return NULL;
  return text ("cancelled");
}

static AiohttpReply *
handle_large (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return aiohttp_sleep (0.02, error) ? AIOHTTP_REPLY (aiohttp_response_new_bytes (200, large, NULL)) : NULL;
}

static AiohttpReply *
handle_context (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return text (g_main_context_get_thread_default () == server->context ? "the server's" : "another");
}

static gboolean
resolve (gpointer future)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "later");

  aiohttp_future_set_object (future, G_OBJECT (response));
  return G_SOURCE_REMOVE;
}

static AiohttpReply *
reply_later (void)
{
  AiohttpFuture *future = aiohttp_future_new ();
  g_autoptr (GSource) source = g_timeout_source_new (10);

  g_source_set_callback (source, resolve, g_object_ref (future), g_object_unref);
  g_source_attach (source, server->context);
  return AIOHTTP_REPLY (future);
}

static AiohttpReply *
handle_later (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return reply_later ();
}

/* A callback that runs a main loop, in which the connection goes away. */
static void
on_cut_off (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AiohttpAppRunner *runner = aiohttp_test_server_get_runner (server->server);
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  g_autoptr (GError) error = NULL;

  g_assert_null (aiohttp_request_read_finish (AIOHTTP_REQUEST (source), result, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  g_atomic_int_set (&in_callback, 1);
  while (aiohttp_web_server_get_n_connections (aiohttp_app_runner_get_server (runner)) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (server->context, FALSE);
    }
  g_atomic_int_set (&in_callback, 2);
}

static AiohttpReply *
handle_cut_off (AiohttpRequest *request, gpointer user_data, GError **error)
{
  aiohttp_request_read_async (request, NULL, on_cut_off, NULL);
  return reply_later ();
}

static void
on_finalized (gpointer data, GObject *where_the_request_was)
{
  g_atomic_int_inc (&n_finalized);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AiohttpFuture) future = user_data;
  g_autoptr (GBytes) body = aiohttp_request_read_finish (AIOHTTP_REQUEST (source), result, NULL);

  g_assert_nonnull (body);
  resolve (future);
}

static AiohttpReply *
handle_read (AiohttpRequest *request, gpointer cancellable, GError **error)
{
  AiohttpFuture *future = aiohttp_future_new ();

  g_object_weak_ref (G_OBJECT (request), on_finalized, NULL);
  aiohttp_request_read_async (request, cancellable, on_read, g_object_ref (future));
  return AIOHTTP_REPLY (future);
}

/* What a binding can do. */
static GType
derived_response_get_type (void)
{
  static GType type;
  GTypeQuery base;

  if (type == 0)
    {
      g_type_query (AIOHTTP_TYPE_STREAM_RESPONSE, &base);
      type = g_type_register_static_simple (AIOHTTP_TYPE_STREAM_RESPONSE, "DerivedResponse", base.class_size, NULL,
                                            base.instance_size, NULL, 0);
    }
  return type;
}

static AiohttpReply *
handle_derived (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (g_object_new (derived_response_get_type (), NULL));
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/cancelled", handle_cancelled, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/large", handle_large, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/context", handle_context, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/derived", handle_derived, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/later", handle_later, NULL, NULL, NULL);
  aiohttp_router_add_post_callback (router, "/cut-off", handle_cut_off, NULL, NULL, NULL);
  aiohttp_router_add_post_callback (router, "/read", handle_read, g_cancellable_new (), g_object_unref, NULL);
}

static void
set_up (RawClient **client, gconstpointer data)
{
  server = server_thread_start (add_routes, NULL);
  *client = raw_client_new (server->port);
}

static void
tear_down (RawClient **client, gconstpointer data)
{
  raw_client_free (*client);
  g_clear_pointer (&server, server_thread_stop);
}

static gboolean
nap (gpointer data)
{
  g_usleep (30000);
  return G_SOURCE_REMOVE;
}

/* The server hears of the request and of its end at the same time. */
static void
test_left_at_once (RawClient **client, gconstpointer data)
{
  server_thread_await_connections (server, 1);
  g_main_context_invoke_full (server->context, G_PRIORITY_HIGH, nap, NULL, NULL);
  raw_client_send (*client, GET ("/cancelled"));
  raw_client_half_close (*client);
  raw_client_expect (*client, 200, "cancelled");
  raw_client_expect_end (*client);
}

/* What is left unread of the body must not cost the answer, though the client has ended its side. */
static void
test_half_close_unread (RawClient **client, gconstpointer data)
{
  g_autofree char *body = g_strnfill (100000, 'x');
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (*client, "POST /large HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000\r\n\r\n");
  raw_client_send (*client, body);
  raw_client_half_close (*client);
  g_usleep (50000);
  response = raw_client_read (*client, FALSE);
  g_assert_cmpuint (response->body->len, ==, LARGE_SIZE);
  raw_client_expect_end (*client);
}

static gpointer
stop_in_thread (gpointer data)
{
  server_thread_stop (data);
  return NULL;
}

/* An answer that waits for its client outlives the shutdown, also where a body is still to come. */
static void
test_shutdown_unread (void)
{
  g_autoptr (RawClient) client = NULL;
  g_autoptr (RawResponse) response = NULL;
  GThread *thread;
  char byte;

  server = server_thread_start (add_routes, "shutdown-timeout", 60.0, NULL);
  client = raw_client_new (server->port);
  raw_client_send (client, "POST /large HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");
  g_assert_cmpint (recv (client->fd, &byte, 1, MSG_PEEK), ==, 1);
  thread = g_thread_new ("stop", stop_in_thread, g_steal_pointer (&server));
  g_usleep (50000);
  response = raw_client_read (client, FALSE);
  g_assert_cmpuint (response->body->len, ==, LARGE_SIZE);
  raw_client_expect_end (client);
  g_clear_pointer (&client, raw_client_free);
  g_thread_join (thread);
}

/* An answer is given while a read waits for the body, whose callback sees the connection close. */
static void
test_cut_off (RawClient **client, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  g_atomic_int_set (&in_callback, 0);
  raw_client_send (*client, "POST /cut-off HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na");
  while (g_atomic_int_get (&in_callback) == 0)
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
  raw_client_reset (*client);
  while (g_atomic_int_get (&in_callback) != 2)
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
  server_thread_await_connections (server, 0);
}

/* A cancellable that is never cancelled holds no request. */
static void
test_read_released (RawClient **client, gconstpointer data)
{
  g_atomic_int_set (&n_finalized, 0);
  raw_client_send (*client, "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na");
  server_thread_expect_silence (server, *client);
  raw_client_send (*client, "bc");
  raw_client_expect (*client, 200, "later");
  raw_client_send (*client, GET ("/later"));
  raw_client_expect (*client, 200, "later");
  g_assert_cmpint (g_atomic_int_get (&n_finalized), ==, 1);
}

static void
pop_context (gpointer data)
{
  g_main_context_pop_thread_default (server->context);
}

static void
push_context (gpointer data)
{
  g_main_context_push_thread_default (server->context);
}

/* A thread may run a main loop without making it the thread's default. */
static void
test_context (RawClient **client, gconstpointer data)
{
  server_thread_call (server, pop_context, NULL);
  raw_client_send (*client, GET ("/context") GET ("/later") GET ("/context"));
  raw_client_expect (*client, 200, "the server's");
  raw_client_expect (*client, 200, "later");
  raw_client_expect (*client, 200, "the server's");
  server_thread_call (server, push_context, NULL);
}

/* Nothing was written to it. */
static void
test_derived (RawClient **client, gconstpointer data)
{
  raw_client_send (*client, GET ("/derived"));
  raw_client_expect (*client, 200, "");
}

#define ADD(path, func) g_test_add ("/web-ends/" path, RawClient *, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  large = g_bytes_new_take (g_malloc0 (LARGE_SIZE), LARGE_SIZE);
  ADD ("left-at-once", test_left_at_once);
  ADD ("half-close/unread", test_half_close_unread);
  g_test_add_func ("/web-ends/shutdown/unread", test_shutdown_unread);
  ADD ("cut-off", test_cut_off);
  ADD ("read/released", test_read_released);
  ADD ("context", test_context);
  ADD ("derived", test_derived);
  result = g_test_run ();
  g_bytes_unref (large);
  return result;
}
