/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

#define SERVER_ERROR "500 Internal Server Error\n\nServer got itself in trouble"

typedef struct
{
  ServerThread *server;
  RawClient *client;
} Fixture;

static int cancelled;
static int finished;

static AiohttpReply *
text (const char *body)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, body));
}

/* Which stack a handler runs on. */
static AiohttpReply *
handle_stack (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return text (aiohttp_task_get_current () != NULL ? "coroutine" : "main");
}

static AiohttpReply *
handle_http_error (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_CONFLICT, "Come back later");
  return NULL;
}

static AiohttpReply *
handle_other_error (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "secret path");
  return NULL;
}

static AiohttpReply *
handle_timed_out (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "secret host");
  return NULL;
}

static AiohttpReply *
handle_null (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return NULL;
}

static AiohttpReply *
handle_bad_header (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpResponse *response = aiohttp_response_new_text (200, "x");

  /* Past the setters; libsoup lets this one through. */
  soup_message_headers_append (aiohttp_stream_response_get_headers (AIOHTTP_STREAM_RESPONSE (response)), "X-A", "\x7f");
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
handle_invalid (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, NULL, "a\r\nX-Injected: 1"));
}

static AiohttpReply *
handle_twice (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static AiohttpResponse *response;

  if (response == NULL)
    response = aiohttp_response_new_text (200, "once");
  return AIOHTTP_REPLY (g_object_ref (response));
}

static AiohttpReply *
handle_sleep (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return aiohttp_sleep (0.01, error) ? text ("slept") : NULL;
}

static AiohttpReply *
handle_large (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *body = g_strnfill (300000, 'x');

  return text (body);
}

static AiohttpReply *
handle_read_twice (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *first = aiohttp_request_text (request, error);
  g_autofree char *second = first != NULL ? aiohttp_request_text (request, error) : NULL;

  return second != NULL && g_str_equal (first, second) ? text (second) : NULL;
}

static gboolean
read_in_task (GValue *result, gpointer request, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);

  if (body == NULL)
    return FALSE;
  g_value_init (result, G_TYPE_BYTES);
  g_value_set_boxed (result, body);
  return TRUE;
}

/* Two wait for one body, and both get it. */
static AiohttpReply *
handle_read_both (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (read_in_task, g_object_ref (request), g_object_unref);
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  if (!aiohttp_sleep (0.002, error))
    return NULL;
  first = aiohttp_request_read (request, error);
  if (first == NULL || !aiohttp_future_await (AIOHTTP_FUTURE (task), error))
    return NULL;
  second = aiohttp_future_propagate_bytes (AIOHTTP_FUTURE (task), error);
  return text (second == first ? "same" : "different");
}

/* Waits until the client has left. */
static AiohttpReply *
handle_wait (AiohttpRequest *request, gpointer user_data, GError **error)
{
  GCancellable *cancellable = aiohttp_request_get_cancellable (request);

  while (!g_cancellable_is_cancelled (cancellable))
    if (!aiohttp_sleep (0.005, error))
      return NULL;
  g_atomic_int_inc (&cancelled);
  g_atomic_int_inc (&finished);
  return text ("too late");
}

static AiohttpReply *
handle_wait_for_body (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);

  g_assert_null (body);
  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    g_atomic_int_inc (&cancelled);
  g_atomic_int_inc (&finished);
  return NULL;
}

/* What bindings do: an object that is to be resolved later, on the main stack. */

/* Runs a main loop of its own for a while, as a dialog does. */
static AiohttpReply *
handle_nested (AiohttpRequest *request, gpointer user_data, GError **error)
{
  while (g_atomic_int_get (&finished) == 0)
    {
      g_main_context_iteration (g_main_context_get_thread_default (), FALSE);
      g_usleep (500);
    }
  return text ("nested");
}

static gboolean
resolve (gpointer data)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "later");

  aiohttp_future_set_object (data, G_OBJECT (response));
  return G_SOURCE_REMOVE;
}

static gboolean
resolve_wrongly (gpointer data)
{
  aiohttp_future_set_string (data, "text");
  return G_SOURCE_REMOVE;
}

static gboolean
resolve_to_cancellable (gpointer data)
{
  g_autoptr (GCancellable) object = g_cancellable_new ();

  aiohttp_future_set_object (data, G_OBJECT (object));
  return G_SOURCE_REMOVE;
}

static gboolean
resolve_to_error (gpointer data)
{
  aiohttp_future_take_error (data, g_error_new_literal (AIOHTTP_HTTP_ERROR, 404, "no such thing"));
  return G_SOURCE_REMOVE;
}

static gboolean
drop (gpointer data)
{
  return G_SOURCE_REMOVE;
}

static AiohttpReply *
handle_future (AiohttpRequest *request, gpointer func, GError **error)
{
  AiohttpFuture *future = aiohttp_future_new ();
  g_autoptr (GSource) source = g_timeout_source_new (5);

  g_source_set_callback (source, G_SOURCE_FUNC (func), g_object_ref (future), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  return AIOHTTP_REPLY (future);
}

static AiohttpReply *
handle_resolved (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpFuture *future = aiohttp_future_new ();

  resolve (future);
  return AIOHTTP_REPLY (future);
}

static AiohttpReply *
handle_dropped_at_once (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_future_new ());
}

static gpointer
unref_in_thread (gpointer future)
{
  g_usleep (5000);
  g_object_unref (future);
  return NULL;
}

static AiohttpReply *
handle_dropped_elsewhere (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpFuture *future = aiohttp_future_new ();

  g_thread_unref (g_thread_new ("collector", unref_in_thread, g_object_ref (future)));
  return AIOHTTP_REPLY (future);
}

static gboolean
spawned (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "spawned");

  if (!aiohttp_sleep (0.005, error))
    return FALSE;
  g_value_init (result, AIOHTTP_TYPE_RESPONSE);
  g_value_set_object (result, response);
  return TRUE;
}

static AiohttpReply *
handle_spawn (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_spawn (spawned, NULL, NULL));
}

static void
on_body (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AiohttpFuture) future = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = aiohttp_request_text_finish (AIOHTTP_REQUEST (source), result, &error);
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, body);

  g_assert_no_error (error);
  aiohttp_future_set_object (future, G_OBJECT (response));
}

static AiohttpReply *
handle_read_async (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpFuture *future = aiohttp_future_new ();

  aiohttp_request_text_async (request, NULL, on_body, g_object_ref (future));
  return AIOHTTP_REPLY (future);
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/coroutine", handle_stack, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/main", handle_stack, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/http-error", handle_http_error, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/other-error", handle_other_error, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/callback-error", handle_other_error, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/timed-out", handle_timed_out, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/null", handle_null, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/bad-header", handle_bad_header, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/invalid", handle_invalid, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/twice", handle_twice, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/sleep", handle_sleep, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/large", handle_large, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/wait", handle_wait, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/read-twice", handle_read_twice, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/read-both", handle_read_both, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/wait-for-body", handle_wait_for_body, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/later", handle_future, resolve, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/wrongly", handle_future, resolve_wrongly, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/cancellable", handle_future, resolve_to_cancellable, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/error", handle_future, resolve_to_error, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/dropped", handle_future, drop, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/resolved", handle_resolved, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/dropped-at-once", handle_dropped_at_once, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/dropped-elsewhere", handle_dropped_elsewhere, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/nested", handle_nested, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/spawn", handle_spawn, NULL, NULL, NULL);
  aiohttp_router_add_post_callback (router, "/read-async", handle_read_async, NULL, NULL, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_atomic_int_set (&cancelled, 0);
  g_atomic_int_set (&finished, 0);
  fixture->server = server_thread_start (add_routes, NULL);
  fixture->client = raw_client_new (fixture->server->port);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->client, raw_client_free);
  server_thread_stop (fixture->server);
}

typedef struct
{
  const char *path;
  guint status;
  const char *body;
  const char *warning; /* NULL for none; with one the connection closes */
} HandlerCase;

static const HandlerCase handler_cases[] = {
  { "coroutine", 200, "coroutine", NULL },
  { "main", 200, "main", NULL },
  { "http-error", 409, "Come back later", NULL },
  { "timed-out", 504, "504: Gateway Timeout", NULL },
  { "other-error", 500, SERVER_ERROR, "Error handling request GET /other-error: secret path (g-file-error-quark, *)" },
  { "callback-error", 500, SERVER_ERROR, "Error handling request GET /callback-error: secret path*" },
  { "null", 500, SERVER_ERROR, "*the handler returned NULL and set no error" },
  { "bad-header", 500, "500: Internal Server Error", "Cannot send the response: *" },
  { "invalid", 500, SERVER_ERROR, "*line end or another control*" },
  { "sleep", 200, "slept", NULL },
  { "large", 200, NULL, NULL },
  { "later", 200, "later", NULL },
  { "resolved", 200, "later", NULL },
  { "spawn", 200, "spawned", NULL },
  { "error", 404, "no such thing", NULL },
  { "wrongly", 500, SERVER_ERROR, "*future resolved to gchararray, which is not a response*" },
  { "cancellable", 500, SERVER_ERROR, "*future resolved to GCancellable, which is not a response*" },
  { "dropped", 500, SERVER_ERROR, "*future was dropped before it was resolved*" },
  { "dropped-at-once", 500, SERVER_ERROR, "*future was dropped before it was resolved*" },
  { "dropped-elsewhere", 500, SERVER_ERROR, "*future was dropped before it was resolved*" },
};

static void
test_handler (Fixture *fixture, gconstpointer data)
{
  const HandlerCase *row = data;
  g_autofree char *request = g_strdup_printf ("GET /%s HTTP/1.1\r\nHost: h\r\n\r\n", row->path);

  if (row->warning != NULL)
    expect_log (G_LOG_LEVEL_WARNING, row->warning);
  raw_client_send (fixture->client, request);
  raw_client_expect (fixture->client, row->status, row->body);
  expect_log_assert ();
  if (row->warning != NULL)
    {
      raw_client_expect_end (fixture->client);
      return;
    }
  raw_client_send (fixture->client, GET ("/main"));
  raw_client_expect (fixture->client, 200, "main");
}

static void
test_sent_once (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/twice"));
  raw_client_expect (fixture->client, 200, "once");
  expect_log (G_LOG_LEVEL_WARNING, "*was sent already: make a new one for each request*");
  raw_client_send (fixture->client, GET ("/twice"));
  raw_client_expect (fixture->client, 500, SERVER_ERROR);
  expect_log_assert ();
}

static void
test_body (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, "POST /read-twice HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
  server_thread_expect_silence (fixture->server, fixture->client);
  raw_client_send (fixture->client, "cd");
  raw_client_expect (fixture->client, 200, "abcd");
  raw_client_send (fixture->client, "POST /read-async HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
  server_thread_expect_silence (fixture->server, fixture->client);
  raw_client_send (fixture->client, "ef");
  raw_client_expect (fixture->client, 200, "abef");
}

static void
test_two_readers (Fixture *fixture, gconstpointer data)
{
  const guint delays[] = { 0, 10000 };

  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      raw_client_send (fixture->client, "POST /read-both HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
      g_usleep (delays[i]);
      raw_client_send (fixture->client, "cd");
      raw_client_expect (fixture->client, 200, "same");
    }
}

static void
await (int *counter)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (g_atomic_int_get (counter) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
    }
}

static void
test_disconnect (Fixture *fixture, gconstpointer data)
{
  const char *request = data;

  raw_client_send (fixture->client, request);
  server_thread_expect_silence (fixture->server, fixture->client);
  g_assert_cmpint (g_atomic_int_get (&finished), ==, 0);
  raw_client_reset (fixture->client);
  await (&finished);
  g_assert_cmpint (g_atomic_int_get (&cancelled), ==, 1);
  server_thread_await_connections (fixture->server, 0);
}

/* The cancellable cannot tell this from leaving; the answer comes all the same. */
static void
test_half_close (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/wait"));
  server_thread_expect_silence (fixture->server, fixture->client);
  raw_client_half_close (fixture->client);
  raw_client_expect (fixture->client, 200, "too late");
  g_assert_cmpint (g_atomic_int_get (&cancelled), ==, 1);
  raw_client_expect_end (fixture->client);
}

/* Its future may be resolved long after. */
static void
test_disconnect_future (Fixture *fixture, gconstpointer data)
{
  /* Where the client is still there. */
  expect_log_allow ("*future was dropped before it was resolved*");
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (RawClient) client = raw_client_new (fixture->server->port);

      raw_client_send (client, i % 2 ? GET ("/later") : GET ("/dropped"));
      raw_client_reset (client);
    }
  raw_client_send (fixture->client, GET ("/sleep"));
  raw_client_expect (fixture->client, 200, "slept");
  server_thread_await_connections (fixture->server, 1);
  expect_log_allow (NULL);
}

/* Answers of other connections come out whole, and in nobody else's, while a handler keeps one half way. */
static void
test_nested (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) other = raw_client_new (fixture->server->port);

  raw_client_send (fixture->client, GET ("/main") GET ("/nested") GET ("/coroutine"));
  for (guint i = 0; i < 5; i++)
    {
      raw_client_send (other, GET ("/coroutine") GET ("/sleep") GET ("/main"));
      raw_client_expect (other, 200, "coroutine");
      raw_client_expect (other, 200, "slept");
      raw_client_expect (other, 200, "main");
    }
  server_thread_expect_silence (fixture->server, fixture->client);
  g_atomic_int_set (&finished, 1);
  raw_client_expect (fixture->client, 200, "main");
  raw_client_expect (fixture->client, 200, "nested");
  raw_client_expect (fixture->client, 200, "coroutine");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  for (guint i = 0; i < G_N_ELEMENTS (handler_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/web-handlers/", handler_cases[i].path, NULL);

      g_test_add (path, Fixture, &handler_cases[i], set_up, test_handler, tear_down);
    }
  g_test_add ("/web-handlers/sent-once", Fixture, NULL, set_up, test_sent_once, tear_down);
  g_test_add ("/web-handlers/body", Fixture, NULL, set_up, test_body, tear_down);
  g_test_add ("/web-handlers/nested", Fixture, NULL, set_up, test_nested, tear_down);
  g_test_add ("/web-handlers/two-readers", Fixture, NULL, set_up, test_two_readers, tear_down);
  g_test_add ("/web-handlers/disconnect/waiting", Fixture, GET ("/wait"), set_up, test_disconnect, tear_down);
  g_test_add ("/web-handlers/disconnect/reading", Fixture,
              "POST /wait-for-body HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab", set_up, test_disconnect,
              tear_down);
  g_test_add ("/web-handlers/disconnect/half", Fixture, NULL, set_up, test_half_close, tear_down);
  g_test_add ("/web-handlers/disconnect/future", Fixture, NULL, set_up, test_disconnect_future, tear_down);
  return g_test_run ();
}
