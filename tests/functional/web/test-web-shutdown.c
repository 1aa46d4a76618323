/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "raw-client.h"
#include "server-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

static int n_cancelled;
static int may_end;

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
handle_slow (AiohttpRequest *request, gpointer user_data, GError **error)
{
  if (!aiohttp_sleep (0.15, error))
    return NULL;
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "slow"));
}

static AiohttpReply *
handle_held (AiohttpRequest *request, gpointer user_data, GError **error)
{
  while (!g_atomic_int_get (&may_end))
    if (!aiohttp_sleep (0.005, error))
      return NULL;
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "held"));
}

static AiohttpReply *
handle_endless (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (aiohttp_sleep (1000, &reason))
    g_assert_not_reached ();
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      g_cancellable_is_cancelled (aiohttp_request_get_cancellable (request)))
    g_atomic_int_inc (&n_cancelled);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

/* Takes no notice of being cancelled, a few times. */
static AiohttpReply *
handle_stubborn (AiohttpRequest *request, gpointer user_data, GError **error)
{
  for (guint i = 0; i < 200; i++)
    aiohttp_sleep (0.05, NULL);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "at last"));
}

static AiohttpReply *
handle_future (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static AiohttpFuture *never;

  g_clear_object (&never);
  never = aiohttp_future_new ();
  return AIOHTTP_REPLY (g_object_ref (never));
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/slow", handle_slow, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/held", handle_held, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/endless", handle_endless, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/stubborn", handle_stubborn, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/future", handle_future, NULL, NULL, NULL);
}

static double
elapsed_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
}

static gpointer
stop_in_thread (gpointer server)
{
  server_thread_stop (server);
  return NULL;
}

static void
test_idle (void)
{
  ServerThread *server = server_thread_start (add_routes, "shutdown-timeout", 10.0, NULL);
  g_autoptr (RawClient) used = raw_client_new (server->port);
  g_autoptr (RawClient) fresh = raw_client_new (server->port);
  g_autoptr (RawClient) begun = raw_client_new (server->port);
  gint64 start;

  raw_client_send (used, GET ("/"));
  raw_client_expect (used, 200, "Hello");
  raw_client_send (begun, "GET / HT");
  server_thread_expect_silence (server, begun);
  server_thread_await_connections (server, 3);
  start = g_get_monotonic_time ();
  server_thread_stop (server);
  g_assert_cmpfloat (elapsed_since (start), <, 5.0);
  raw_client_expect_end (used);
  raw_client_expect_end (fresh);
  raw_client_expect_end (begun);
}

/* A running handler gives its answer, with a close; nothing else is begun. */
static void
test_busy (void)
{
  ServerThread *server = server_thread_start (add_routes, "shutdown-timeout", 10.0, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawClient) idle = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *connection = NULL;
  gint64 start;
  GThread *thread;

  g_atomic_int_set (&may_end, 0);
  raw_client_send (idle, GET ("/"));
  raw_client_expect (idle, 200, "Hello");
  raw_client_send (client, GET ("/held") GET ("/"));
  server_thread_expect_silence (server, client);
  start = g_get_monotonic_time ();
  thread = g_thread_new ("stop", stop_in_thread, server);
  /* The shutdown has begun. */
  raw_client_expect_end (idle);
  g_atomic_int_set (&may_end, 1);
  response = raw_client_read (client, FALSE);
  connection = raw_response_get (response, "Connection");
  g_assert_cmpstr (response->body->str, ==, "held");
  g_assert_cmpstr (connection, ==, "close");
  raw_client_expect_end (client);
  g_clear_pointer (&client, raw_client_free);
  g_thread_join (thread);
  g_assert_cmpfloat (elapsed_since (start), <, 5.0);
}

static void
test_cancelled (gconstpointer data)
{
  ServerThread *server = server_thread_start (add_routes, "shutdown-timeout", 0.2, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  gint64 start;

  g_atomic_int_set (&n_cancelled, 0);
  raw_client_send (client, data);
  server_thread_expect_silence (server, client);
  start = g_get_monotonic_time ();
  server_thread_stop (server);
  g_assert_cmpfloat (elapsed_since (start), >=, 0.2);
  g_assert_cmpfloat (elapsed_since (start), <, 5.0);
  raw_client_expect_end (client);
  if (g_str_has_prefix (data, "GET /endless"))
    g_assert_cmpint (g_atomic_int_get (&n_cancelled), ==, 1);
}

typedef struct
{
  AiohttpApplication *app;
  gboolean done;
  gboolean ok;
  GError *error;
} Operation;

static void
wait_for (Operation *operation)
{
  while (!operation->done)
    g_main_context_iteration (NULL, TRUE);
  operation->done = FALSE;
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Operation *operation = user_data;

  operation->ok = aiohttp_site_start_finish (AIOHTTP_SITE (source), result, &operation->error);
  operation->done = TRUE;
}

static void
on_set_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Operation *operation = user_data;

  operation->ok = aiohttp_app_runner_setup_finish (AIOHTTP_APP_RUNNER (source), result, &operation->error);
  operation->done = TRUE;
}

static void
on_cleaned_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Operation *operation = user_data;

  operation->ok = aiohttp_app_runner_cleanup_finish (AIOHTTP_APP_RUNNER (source), result, &operation->error);
  operation->done = TRUE;
}

static void
expect_failure (Operation *operation, int code)
{
  wait_for (operation);
  g_assert_false (operation->ok);
  g_assert_error (operation->error, AIOHTTP_ERROR, code);
  g_clear_error (&operation->error);
}

static void
test_site (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
  g_autoptr (AiohttpTcpSite) site = aiohttp_tcp_site_new (runner, "127.0.0.1", 0);
  g_autoptr (AiohttpTcpSite) second = aiohttp_tcp_site_new (runner, "localhost", 0);
  g_autoptr (AiohttpTcpSite) taken = NULL;
  g_autoptr (AiohttpTcpSite) lost = g_object_new (AIOHTTP_TYPE_TCP_SITE, NULL);
  g_autofree char *name = NULL;
  Operation operation = { 0 };

  aiohttp_site_start_async (AIOHTTP_SITE (lost), NULL, on_started, &operation);
  expect_failure (&operation, AIOHTTP_ERROR_INVALID_STATE);
  aiohttp_site_start_async (AIOHTTP_SITE (site), NULL, on_started, &operation);
  expect_failure (&operation, AIOHTTP_ERROR_INVALID_STATE);
  aiohttp_app_runner_setup_async (runner, NULL, on_set_up, &operation);
  wait_for (&operation);
  g_assert_no_error (operation.error);
  g_assert_true (aiohttp_application_is_frozen (app));
  aiohttp_app_runner_setup_async (runner, NULL, on_set_up, &operation);
  expect_failure (&operation, AIOHTTP_ERROR_INVALID_STATE);

  aiohttp_site_start_async (AIOHTTP_SITE (site), NULL, on_started, &operation);
  wait_for (&operation);
  g_assert_no_error (operation.error);
  g_assert_cmpuint (aiohttp_tcp_site_get_port (site), !=, 0);
  name = g_strdup_printf ("http://127.0.0.1:%u", aiohttp_tcp_site_get_port (site));
  g_assert_cmpstr (aiohttp_site_get_name (AIOHTTP_SITE (site)), ==, name);
  aiohttp_site_start_async (AIOHTTP_SITE (site), NULL, on_started, &operation);
  expect_failure (&operation, AIOHTTP_ERROR_INVALID_STATE);
  aiohttp_site_start_async (AIOHTTP_SITE (second), NULL, on_started, &operation);
  wait_for (&operation);
  g_assert_no_error (operation.error);
  taken = aiohttp_tcp_site_new (runner, "127.0.0.1", aiohttp_tcp_site_get_port (site));
  aiohttp_site_start_async (AIOHTTP_SITE (taken), NULL, on_started, &operation);
  wait_for (&operation);
  g_assert_error (operation.error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_clear_error (&operation.error);

  aiohttp_app_runner_cleanup_async (runner, NULL, on_cleaned_up, &operation);
  wait_for (&operation);
  g_assert_no_error (operation.error);
  g_assert_cmpuint (aiohttp_tcp_site_get_port (site), ==, 0);
  aiohttp_site_start_async (AIOHTTP_SITE (site), NULL, on_started, &operation);
  expect_failure (&operation, AIOHTTP_ERROR_INVALID_STATE);
  aiohttp_app_runner_cleanup_async (runner, NULL, on_cleaned_up, &operation);
  wait_for (&operation);
  g_assert_no_error (operation.error);
}

/* Several applications, each in a thread and context of its own, in one process. */
static void
test_several (void)
{
  g_autoptr (ServerThread) first = server_thread_start (add_routes, NULL);
  g_autoptr (ServerThread) second = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) to_first = raw_client_new (first->port);
  g_autoptr (RawClient) to_second = raw_client_new (second->port);

  g_assert_cmpuint (first->port, !=, second->port);
  for (guint i = 0; i < 2; i++)
    {
      raw_client_send (to_first, i % 2 ? GET ("/slow") : GET ("/"));
      raw_client_send (to_second, i % 2 ? GET ("/") : GET ("/slow"));
      raw_client_expect (to_first, 200, i % 2 ? "slow" : "Hello");
      raw_client_expect (to_second, 200, i % 2 ? "Hello" : "slow");
    }
}

static GString *printed;
static GPrintFunc print;
static GSourceFunc when_running;
static gpointer when_running_data;

static void
print_to_string (const char *text)
{
  g_string_append (printed, text);
  if (when_running != NULL)
    g_idle_add (g_steal_pointer (&when_running), when_running_data);
}

/* @func is called once the banner is printed: then it serves, and listens for signals. */
static void
begin_printing (GSourceFunc func, gpointer data)
{
  printed = g_string_new (NULL);
  when_running = func;
  when_running_data = data;
  print = g_set_print_handler (print_to_string);
}

/* aiohttp's, word for word. */
static void
assert_banner (void)
{
  g_auto (GStrv) lines = g_strsplit (printed->str, "\n", -1);

  g_set_print_handler (print);
  g_string_free (printed, TRUE);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_true (g_pattern_match_simple ("======== Running on http://127.0.0.1:* ========", lines[0]));
  g_assert_cmpstr (lines[1], ==, "(Press CTRL+C to quit)");
}

static gboolean
send_signal (gpointer data)
{
  kill (getpid (), GPOINTER_TO_INT (data));
  return G_SOURCE_REMOVE;
}

/* Blocking, until a signal. */
static void
test_run_app (gconstpointer data)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  add_routes (aiohttp_application_get_router (app));
  begin_printing (send_signal, (gpointer) data);
  g_assert_true (aiohttp_run_app (app, "127.0.0.1", 0, &error));
  g_assert_no_error (error);
  assert_banner ();
  g_assert_cmpfloat (elapsed_since (start), <, 5.0);
}

static void
test_run_app_failure (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_run_app (app, "192.0.2.1", 0, &error));
  g_assert_nonnull (error);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Operation *operation = user_data;

  operation->ok = aiohttp_run_app_finish (result, &operation->error);
  operation->done = TRUE;
}

static gboolean
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_run_app_async (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Operation operation = { 0 };

  begin_printing (cancel, cancellable);
  aiohttp_run_app_async (app, "127.0.0.1", 0, cancellable, on_run, &operation);
  wait_for (&operation);
  g_assert_false (operation.ok);
  g_assert_error (operation.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&operation.error);
  assert_banner ();
}

static void
on_runner_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Operation *operation = user_data;

  operation->ok = aiohttp_app_runner_run_finish (AIOHTTP_APP_RUNNER (source), result, &operation->error);
  operation->done = TRUE;
}

/* A cancellable that is never cancelled holds nothing when the run is over. */
static void
test_run_async_released (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpAppRunner *runner = aiohttp_app_runner_new (app);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Operation operation = { 0 };

  g_object_add_weak_pointer (G_OBJECT (runner), (gpointer *) &runner);
  begin_printing (send_signal, GINT_TO_POINTER (SIGTERM));
  aiohttp_app_runner_run_async (runner, "127.0.0.1", 0, cancellable, on_runner_run, &operation);
  wait_for (&operation);
  g_assert_no_error (operation.error);
  assert_banner ();
  g_object_unref (runner);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (runner);
}

typedef struct
{
  GCancellable *cancellable;
  guint n_signals;
} Own;

static gboolean
on_own_signal (gpointer data)
{
  Own *own = data;

  own->n_signals++;
  g_cancellable_cancel (own->cancellable);
  return G_SOURCE_REMOVE;
}

/* A program that has the signals for itself, and says nothing. */
static void
test_run_quiet (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpAppRunner) runner =
      g_object_new (AIOHTTP_TYPE_APP_RUNNER, "app", app, "banner", FALSE, "handle-signals", FALSE, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Operation operation = { 0 };
  Own own = { cancellable, 0 };
  gboolean banner, handle_signals;

  g_object_get (runner, "banner", &banner, "handle-signals", &handle_signals, NULL);
  g_assert_false (banner || handle_signals);
  begin_printing (NULL, NULL);
  g_unix_signal_add (SIGTERM, on_own_signal, &own);
  aiohttp_app_runner_run_async (runner, "127.0.0.1", 0, cancellable, on_runner_run, &operation);
  g_timeout_add (50, send_signal, GINT_TO_POINTER (SIGTERM));
  wait_for (&operation);
  g_assert_error (operation.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&operation.error);
  g_assert_cmpuint (own.n_signals, ==, 1);
  g_set_print_handler (print);
  g_assert_cmpstr (printed->str, ==, "");
  g_string_free (printed, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web-shutdown/idle", test_idle);
  g_test_add_func ("/web-shutdown/busy", test_busy);
  g_test_add_data_func ("/web-shutdown/cancelled", GET ("/endless"), test_cancelled);
  g_test_add_data_func ("/web-shutdown/stubborn", GET ("/stubborn"), test_cancelled);
  g_test_add_data_func ("/web-shutdown/future", GET ("/future"), test_cancelled);
  g_test_add_func ("/web-shutdown/site", test_site);
  g_test_add_func ("/web-shutdown/several", test_several);
  g_test_add_data_func ("/web-shutdown/run-app/terminate", GINT_TO_POINTER (SIGTERM), test_run_app);
  g_test_add_data_func ("/web-shutdown/run-app/interrupt", GINT_TO_POINTER (SIGINT), test_run_app);
  g_test_add_func ("/web-shutdown/run-app/failure", test_run_app_failure);
  g_test_add_func ("/web-shutdown/run-app/async", test_run_app_async);
  g_test_add_func ("/web-shutdown/run-async/released", test_run_async_released);
  g_test_add_func ("/web-shutdown/run-async/quiet", test_run_quiet);
  return g_test_run ();
}
