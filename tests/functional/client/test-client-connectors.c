/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A connector's pool, and where its connections come from and go to, by a session. */

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

#include "client-transport.h"
#include "raw-server.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

/* A server whose handler answers only once the test lets it, the first one first. */
typedef struct
{
  AiohttpApplication *app;
  AiohttpTestServer *server;
  AiohttpClientSession *session;
  AiohttpQueue *arrivals; /* paths */
  AiohttpSemaphore *gate;
  guint n_running;
  guint max_running;
} Gated;

static AiohttpReply *
handle_gated (AiohttpRequest *request, gpointer user_data, GError **error)
{
  Gated *self = user_data;
  char *path = g_strdup (aiohttp_request_get_path (request));
  gboolean ok;

  self->n_running++;
  self->max_running = MAX (self->max_running, self->n_running);
  ok = aiohttp_queue_put_pointer_nowait (self->arrivals, path, g_free, error) &&
       aiohttp_semaphore_acquire (self->gate, error);
  self->n_running--;
  return ok ? AIOHTTP_REPLY (aiohttp_response_new_text (200, "ok")) : NULL;
}

static gboolean
gated_set_up (Gated *self, guint limit, guint limit_per_host, GError **error)
{
  g_autoptr (AiohttpConnector) connector =
      g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", client_transport_get_kind (), "limit", limit,
                    "limit-per-host", limit_per_host, NULL);

  self->app = aiohttp_application_new ();
  self->server = aiohttp_test_server_new (self->app);
  self->session = aiohttp_client_session_new_with_connector (connector);
  self->arrivals = aiohttp_queue_new (0);
  self->gate = aiohttp_semaphore_new (0);
  return aiohttp_router_add_get (aiohttp_application_get_router (self->app), "/{rest:*}", handle_gated, self, NULL,
                                 error) &&
         aiohttp_test_server_start (self->server, error);
}

static gboolean
gated_tear_down (Gated *self, GError **error)
{
  gboolean ok = aiohttp_client_session_close (self->session, error) && aiohttp_test_server_stop (self->server, error);

  g_clear_object (&self->session);
  g_clear_object (&self->server);
  g_clear_object (&self->app);
  g_clear_object (&self->arrivals);
  g_clear_object (&self->gate);
  return ok;
}

typedef struct
{
  AiohttpClientSession *session;
  char *url;
  double connect;
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  g_free (fetch->url);
  g_free (fetch);
}

static gboolean
run_fetch (GValue *result, gpointer user_data, GError **error)
{
  Fetch *fetch = user_data;
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientTimeout) timeout = aiohttp_client_timeout_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  aiohttp_client_timeout_set_connect (timeout, fetch->connect);
  aiohttp_request_options_set_client_timeout (options, timeout);
  response = aiohttp_client_session_get (fetch->session, fetch->url, options, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  g_assert_true (text == NULL || strcmp (text, "ok") == 0);
  return text != NULL;
}

static AiohttpTask *
spawn (Gated *self, const char *host, const char *path, double connect)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->session = self->session;
  fetch->url = g_strdup_printf ("http://%s:%u%s", host, aiohttp_test_server_get_port (self->server), path);
  fetch->connect = connect;
  return aiohttp_spawn (run_fetch, fetch, fetch_free);
}

static gboolean
expect_arrival (Gated *self, const char *path, GError **error)
{
  g_autofree char *arrived = aiohttp_queue_get_pointer (self->arrivals, error);

  g_assert_cmpstr (arrived, ==, path);
  return arrived != NULL;
}

/* What was asked for first goes first, as many at a time as the limit says. */
static gboolean
test_limit (GValue *result, gpointer user_data, GError **error)
{
  Gated self = { 0 };
  AiohttpTask *tasks[6];

  if (!gated_set_up (&self, 2, 0, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);

      tasks[i] = spawn (&self, "127.0.0.1", path, 0);
      if (i < 2 && !expect_arrival (&self, path, error))
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i + 2);

      if (!aiohttp_semaphore_release (self.gate, error) || !aiohttp_future_await (AIOHTTP_FUTURE (tasks[i]), error) ||
          (i + 2 < G_N_ELEMENTS (tasks) && !expect_arrival (&self, path, error)))
        return FALSE;
      g_object_unref (tasks[i]);
    }
  g_assert_cmpuint (self.max_running, ==, 2);
  return gated_tear_down (&self, error);
}

/* One host's limit does not hold up another. */
static gboolean
test_limit_per_host (GValue *result, gpointer user_data, GError **error)
{
  Gated self = { 0 };
  AiohttpTask *tasks[3];

  if (!gated_set_up (&self, 0, 1, error))
    return FALSE;
  tasks[0] = spawn (&self, "127.0.0.1", "/a1", 0);
  if (!expect_arrival (&self, "/a1", error))
    return FALSE;
  tasks[1] = spawn (&self, "127.0.0.1", "/a2", 0);
  tasks[2] = spawn (&self, "localhost", "/b1", 0);
  if (!expect_arrival (&self, "/b1", error))
    return FALSE;
  g_assert_true (aiohttp_queue_is_empty (self.arrivals));
  if (!aiohttp_semaphore_release (self.gate, error) || !expect_arrival (&self, "/a2", error))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (!aiohttp_semaphore_release (self.gate, error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      if (!aiohttp_future_await (AIOHTTP_FUTURE (tasks[i]), error))
        return FALSE;
      g_object_unref (tasks[i]);
    }
  return gated_tear_down (&self, error);
}

/* The wait for a connection counts towards `connect`; who gives up leaves the queue. */
static gboolean
test_waiting (GValue *result, gpointer user_data, GError **error)
{
  Gated self = { 0 };
  g_autoptr (AiohttpTask) first = NULL;
  g_autoptr (AiohttpTask) late = NULL;
  g_autoptr (AiohttpTask) cancelled = NULL;
  g_autoptr (AiohttpTask) last = NULL;
  g_autoptr (GError) failure = NULL;

  if (!gated_set_up (&self, 1, 0, error))
    return FALSE;
  first = spawn (&self, "127.0.0.1", "/1", 0);
  if (!expect_arrival (&self, "/1", error))
    return FALSE;
  late = spawn (&self, "127.0.0.1", "/late", 0.05);
  cancelled = spawn (&self, "127.0.0.1", "/cancelled", 0);
  last = spawn (&self, "127.0.0.1", "/last", 0);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (late), &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT);
  g_assert_nonnull (strstr (failure->message, "0.05 seconds"));
  g_clear_error (&failure);
  aiohttp_task_cancel (cancelled);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (cancelled), &failure));
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (!aiohttp_semaphore_release (self.gate, error) || !aiohttp_future_await (AIOHTTP_FUTURE (first), error) ||
      !expect_arrival (&self, "/last", error) || !aiohttp_semaphore_release (self.gate, error) ||
      !aiohttp_future_await (AIOHTTP_FUTURE (last), error))
    return FALSE;
  g_assert_true (aiohttp_queue_is_empty (self.arrivals));
  return gated_tear_down (&self, error);
}

static void
on_signal (AiohttpTraceConfig *config, AiohttpClientSession *session, AiohttpTraceContext *context,
           AiohttpTraceParams *params, gpointer user_data)
{
  GString *trace = user_data;
  const char *path = strrchr (aiohttp_trace_params_get_url (params), '/');

  g_string_append_printf (trace, "%s %s\n", path, g_signal_name (g_signal_get_invocation_hint (config)->signal_id));
}

static gboolean
test_queued_traces (GValue *result, gpointer user_data, GError **error)
{
  const char *const names[] = { "request-start",           "connection-queued-start", "connection-queued-end",
                                "connection-create-start", "connection-reuseconn",    "request-end" };
  g_autoptr (AiohttpTraceConfig) config = aiohttp_trace_config_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  g_autoptr (AiohttpTask) first = NULL;
  g_autoptr (AiohttpTask) second = NULL;
  Gated self = { 0 };

  if (!gated_set_up (&self, 1, 0, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect (config, names[i], G_CALLBACK (on_signal), trace);
  aiohttp_client_session_add_trace_config (self.session, config);
  first = spawn (&self, "127.0.0.1", "/1", 0);
  if (!expect_arrival (&self, "/1", error))
    return FALSE;
  second = spawn (&self, "127.0.0.1", "/2", 0);
  while (strstr (trace->str, "queued-start") == NULL)
    if (!aiohttp_sleep (0.001, error))
      return FALSE;
  if (!aiohttp_semaphore_release (self.gate, error) || !aiohttp_future_await (AIOHTTP_FUTURE (first), error) ||
      !expect_arrival (&self, "/2", error) || !aiohttp_semaphore_release (self.gate, error) ||
      !aiohttp_future_await (AIOHTTP_FUTURE (second), error) || !aiohttp_sleep (0.001, error))
    return FALSE;
  g_assert_cmpstr (trace->str, ==,
                   "/1 request-start\n/1 connection-create-start\n"
                   "/2 request-start\n/2 connection-queued-start\n"
                   "/1 request-end\n/2 connection-queued-end\n/2 connection-reuseconn\n/2 request-end\n");
  return gated_tear_down (&self, error);
}

/* A session that is closed ends what runs, and has then waited for it. */
static gboolean
test_close_waits (GValue *result, gpointer user_data, GError **error)
{
  Gated self = { 0 };
  g_autoptr (AiohttpTask) first = NULL;
  g_autoptr (AiohttpTask) waiting = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) failure = NULL;

  if (!gated_set_up (&self, 1, 0, error))
    return FALSE;
  first = spawn (&self, "127.0.0.1", "/1", 0);
  if (!expect_arrival (&self, "/1", error))
    return FALSE;
  waiting = spawn (&self, "127.0.0.1", "/2", 0);
  if (!aiohttp_sleep (0, error))
    return FALSE;
  closed = aiohttp_await (aiohttp_client_session_close_async (self.session, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  g_assert_true (aiohttp_client_session_close_finish (self.session, closed, error));
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (first), &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
  g_clear_error (&failure);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (waiting), &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
  g_assert_true (aiohttp_queue_is_empty (self.arrivals));
  aiohttp_semaphore_release (self.gate, NULL);
  return gated_tear_down (&self, error);
}

static char *
fetch_raw (AiohttpClientSession *session, const char *method, RawServer *server, GError **error)
{
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_request (session, method, url, NULL, error);

  return response != NULL ? aiohttp_client_response_text (response, error) : NULL;
}

/* How many connections three requests, one after the other, take. */
static gboolean
test_reuse (GValue *result, gpointer user_data, GError **error)
{
  const RawRoute routes[] = { { "/", OK, RAW_KEEP }, { 0 } };
  const struct
  {
    gboolean force_close;
    double keepalive_timeout;
    guint n_connections;
  } rows[] = { { FALSE, 15, 1 }, { TRUE, 15, 3 }, { FALSE, 0, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RawServer) server = raw_server_new_routes (routes);
      g_autoptr (AiohttpConnector) connector =
          g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", client_transport_get_kind (), "force-close",
                        rows[i].force_close, "keepalive-timeout", rows[i].keepalive_timeout, NULL);
      g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connector);

      for (guint n = 0; n < 3; n++)
        {
          g_autofree char *text = fetch_raw (session, "GET", server, error);

          g_assert_cmpstr (text, ==, "ok");
        }
      g_assert_cmpuint (raw_server_count_connections (server), ==, rows[i].n_connections);
      if (rows[i].force_close)
        {
          g_autofree char *request = raw_server_dup_request (server, 0);

          g_assert_nonnull (strstr (request, "\r\nConnection: close\r\n"));
        }
      if (!aiohttp_client_session_close (session, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
wait_until_none_is_open (RawServer *server, GError **error)
{
  while (raw_server_count_open (server) > 0)
    if (!aiohttp_sleep (0.01, error))
      return FALSE;
  return TRUE;
}

static gboolean
test_keepalive_timeout (GValue *result, gpointer user_data, GError **error)
{
  const RawRoute routes[] = { { "/", OK, RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpConnector) connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport",
                                                         client_transport_get_kind (), "keepalive-timeout", 0.1, NULL);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connector);

  for (guint n = 0; n < 2; n++)
    {
      g_autofree char *text = fetch_raw (session, "GET", server, error);

      g_assert_cmpstr (text, ==, "ok");
      if (!wait_until_none_is_open (server, error))
        return FALSE;
    }
  g_assert_cmpuint (raw_server_count_connections (server), ==, 2);
  return aiohttp_client_session_close (session, error);
}

/* A connection that the server closed while it was idle is not used, not even for what must not be sent twice. */
static gboolean
test_closed_peer (GValue *result, gpointer user_data, GError **error)
{
  const RawRoute routes[] = { { "/", OK, RAW_CLOSE }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint n = 0; n < 4; n++)
    {
      g_autofree char *text = fetch_raw (session, n % 2 == 0 ? "GET" : "POST", server, error);

      if (text == NULL)
        return FALSE;
      g_assert_cmpstr (text, ==, "ok");
      if (!wait_until_none_is_open (server, error))
        return FALSE;
    }
  g_assert_cmpuint (raw_server_count_requests (server), ==, 4);
  g_assert_cmpuint (raw_server_count_connections (server), ==, 4);
  return aiohttp_client_session_close (session, error);
}

/* Answers the first request there is, and dies of every other. */
static void
serve_once (RawConnection *connection, gpointer user_data)
{
  int *n_served = user_data;

  for (;;)
    {
      g_autofree char *request = raw_connection_read_request (connection);

      if (request == NULL || g_atomic_int_add (n_served, 1) > 0)
        return;
      raw_connection_puts (connection, OK);
    }
}

/* What dies on a connection that was used before is sent once more if it may be, and not again. */
static gboolean
test_retry (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *method;
    guint n_requests; /* the first one counted in */
  } rows[] = { { "GET", 3 },    { "HEAD", 3 }, { "OPTIONS", 3 }, { "PUT", 3 },
               { "DELETE", 3 }, { "POST", 2 }, { "PATCH", 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int n_served = 0;
      g_autoptr (RawServer) server = raw_server_new (serve_once, &n_served);
      g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
      g_autofree char *text = fetch_raw (session, "GET", server, error);
      g_autofree char *again = NULL;
      g_autoptr (GError) failure = NULL;

      g_assert_cmpstr (text, ==, "ok");
      g_test_message ("%s", rows[i].method);
      again = fetch_raw (session, rows[i].method, server, &failure);
      g_assert_null (again);
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_DISCONNECTED);
      g_assert_cmpuint (raw_server_count_requests (server), ==, rows[i].n_requests);
      if (!aiohttp_client_session_close (session, error))
        return FALSE;
    }
  return TRUE;
}

/* Answers before the request has come, and reads no more of it. */
static void
serve_early (RawConnection *connection, gpointer user_data)
{
  char byte;

  if (g_socket_receive (raw_connection_get_socket (connection), &byte, 1, NULL, NULL) == 1)
    raw_connection_puts (connection, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
  while (!raw_connection_is_stopped (connection))
    if (!g_socket_condition_timed_wait (raw_connection_get_socket (connection), G_IO_HUP, 10000, NULL, NULL))
      continue;
    else
      return;
}

static gboolean
test_early_response (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new (serve_early, NULL);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (32 * 1024 * 1024), 32 * 1024 * 1024);
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  aiohttp_request_options_set_body (options, body);
  response = aiohttp_client_session_post (session, url, options, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  if (text == NULL)
    return FALSE;
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 413);
  g_assert_cmpstr (text, ==, "big");
  return aiohttp_client_session_close (session, error);
}

static AiohttpReply *
handle_who (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *remote = aiohttp_request_get_remote (request);
  g_autofree char *text = g_strdup_printf ("%s %s", aiohttp_request_get_host (request), remote != NULL ? remote : "-");

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static gboolean
test_local_address (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string ("127.0.0.5", 0);
  g_autoptr (AiohttpConnector) connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport",
                                                         client_transport_get_kind (), "local-address", local, NULL);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connector);
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpTestServer) server = aiohttp_test_server_new (app);
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  if (!aiohttp_router_add_get (aiohttp_application_get_router (app), "/", handle_who, NULL, NULL, error) ||
      !aiohttp_test_server_start (server, error))
    return FALSE;
  response = aiohttp_client_session_get (session, aiohttp_test_server_get_url (server), NULL, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  if (text == NULL)
    return FALSE;
  g_assert_true (g_str_has_suffix (text, " 127.0.0.5"));
  return aiohttp_client_session_close (session, error) && aiohttp_test_server_stop (server, error);
}

/* Nobody is asked for the host of the URL, which the server is told, and which a certificate has to be of. */
static gboolean
fetch_unix (const char *path, AiohttpTlsContext *tls, const char *url, char **text, GError **error)
{
  g_autoptr (AiohttpConnector) connector = g_object_new (
      AIOHTTP_TYPE_UNIX_CONNECTOR, "transport", client_transport_get_kind (), "path", path, "tls-context", tls, NULL);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connector);
  g_autoptr (GError) failure = NULL;
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, &failure);

  *text = response != NULL ? aiohttp_client_response_text (response, &failure) : NULL;
  if (failure != NULL)
    *text = g_strdup_printf ("%s %d", g_quark_to_string (failure->domain), failure->code);
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_unix (GValue *result, gpointer user_data, GError **error)
{
  gboolean https = GPOINTER_TO_INT (user_data);
  const char *url = https ? "https://some.invalid/" : "http://some.invalid/";
  g_autofree char *folder = g_dir_make_tmp ("aiohttp-unix-XXXXXX", error);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
  g_autoptr (AiohttpUnixSite) site = NULL;
  g_autoptr (GTlsCertificate) certificate = aiohttp_test_certificate_new ("some.invalid", error);
  g_autoptr (AiohttpTlsContext) tls = https ? aiohttp_tls_context_new_server (certificate, error) : NULL;
  g_autoptr (AiohttpTlsContext) trusting = aiohttp_tls_context_new_client ();
  g_autofree char *text = NULL;
  g_autofree char *nowhere = NULL;
  g_autofree char *untrusted = NULL;
  g_autofree char *refused =
      g_strdup_printf ("%s %d", g_quark_to_string (AIOHTTP_CLIENT_ERROR), AIOHTTP_CLIENT_ERROR_CONNECT);

  if (certificate == NULL || !aiohttp_tls_context_add_authority (trusting, certificate, error) ||
      !aiohttp_router_add_get (aiohttp_application_get_router (app), "/", handle_who, NULL, NULL, error) ||
      !aiohttp_app_runner_setup (runner, error))
    return FALSE;
  site = aiohttp_unix_site_new (runner, path);
  aiohttp_site_set_tls (AIOHTTP_SITE (site), tls);
  if (!aiohttp_site_start (AIOHTTP_SITE (site), error) || !fetch_unix (path, trusting, url, &text, error) ||
      !fetch_unix ("/nowhere/at/all", trusting, url, &nowhere, error) ||
      !fetch_unix (path, NULL, url, &untrusted, error))
    return FALSE;
  g_assert_true (g_str_has_prefix (text, "some.invalid "));
  g_assert_cmpstr (nowhere, ==, refused);
  g_assert_cmpint (strcmp (untrusted, text) == 0, ==, !https);
  if (!aiohttp_app_runner_cleanup (runner, error))
    return FALSE;
  g_unlink (path);
  g_rmdir (folder);
  return TRUE;
}

/* The transport that was chosen is the one that sends: libsoup's has no second POST on a connection. */
static gboolean
test_transport (GValue *result, gpointer user_data, GError **error)
{
  const RawRoute routes[] = { { "/", OK, RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  AiohttpConnector *connector = aiohttp_client_session_get_connector (session);

  g_assert_cmpint (aiohttp_connector_get_transport (connector), ==, client_transport_get_kind ());
  for (guint n = 0; n < 2; n++)
    {
      g_autofree char *text = fetch_raw (session, "POST", server, error);

      g_assert_cmpstr (text, ==, "ok");
    }
  g_assert_cmpuint (raw_server_count_connections (server), ==, client_transport_is_soup () ? 2 : 1);
  return aiohttp_client_session_close (session, error);
}

/* Other spellings of an IPv4 address are refused, before anybody is asked or connected to. */
static gboolean
test_odd_addresses (GValue *result, gpointer user_data, GError **error)
{
  const char *const hosts[] = {
    "127.1",       "127.0.1", "2130706433", "0x7f000001", "0x7f.1",      "0X7F.0.0.1",  "0177.0.0.1", "127.0.0.01",
    "127.0.0.0x1", "127.1.",  "1.2.3.4.5",  "256.0.0.1",  "127.0.0.256", "%31%32%37.1", "0",          "0x",
  };
  const RawRoute routes[] = { { "/", OK, RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *url = g_strdup_printf ("http://%s:%u/", hosts[i], raw_server_get_port (server));
      g_autofree char *proxy = g_strdup_printf ("http://%s:%u", hosts[i], raw_server_get_port (server));
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (GError) failure = NULL;

      g_test_message ("%s", url);
      g_assert_null (aiohttp_client_session_get (session, url, NULL, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL);
      g_clear_error (&failure);
      aiohttp_request_options_set_proxy (options, proxy);
      g_assert_null (aiohttp_client_session_get (session, "http://host.test/", options, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL);
    }
  g_assert_cmpuint (raw_server_count_connections (server), ==, 0);
  return aiohttp_client_session_close (session, error);
}

#define TEST_TYPE_NO_RESOLVER (test_no_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestNoResolver, test_no_resolver, TEST, NO_RESOLVER, AiohttpResolver)

struct _TestNoResolver
{
  AiohttpResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestNoResolver, test_no_resolver, AIOHTTP_TYPE_RESOLVER)

static void
test_no_resolver_class_init (TestNoResolverClass *klass)
{
}

static void
test_no_resolver_init (TestNoResolver *self)
{
}

/* What libsoup's transport cannot do is an error that says so. */
static gboolean
test_refused (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpResolver) resolver = g_object_new (TEST_TYPE_NO_RESOLVER, NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new ("/nowhere");
  const struct
  {
    const char *property;
    gpointer value;
    const char *word;
  } rows[] = {
    { "resolver", resolver, "resolver" },
    { "family", GINT_TO_POINTER (G_SOCKET_FAMILY_IPV4), "family" },
    { "local-address", address, "local address" },
  };
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpConnector) connector = g_object_new (
          AIOHTTP_TYPE_TCP_CONNECTOR, "transport", AIOHTTP_TRANSPORT_KIND_SOUP, rows[i].property, rows[i].value, NULL);
      g_autoptr (AiohttpClientSession) refused = aiohttp_client_session_new_with_connector (connector);
      g_autoptr (GError) why = NULL;

      g_assert_null (aiohttp_client_session_get (refused, "http://127.0.0.1:1/", NULL, &why));
      g_assert_error (why, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (why->message, rows[i].word));
      if (!aiohttp_client_session_close (refused, error))
        return FALSE;
    }
  g_assert_null (aiohttp_client_session_ws_connect (session, "http://127.0.0.1:1/", NULL, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (failure->message, "WebSocket"));
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/limit", test_limit, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/limit-per-host", test_limit_per_host, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/waiting", test_waiting, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/close-waits", test_close_waits, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/queued-traces", test_queued_traces, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/reuse", test_reuse, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/keepalive-timeout", test_keepalive_timeout, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/closed-peer", test_closed_peer, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/retry", test_retry, NULL);
  if (!client_transport_is_soup ())
    aiohttp_test_add_coroutine ("/client-connectors/early-response", test_early_response, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/local-address", test_local_address, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/unix", test_unix, GINT_TO_POINTER (FALSE));
  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    aiohttp_test_add_coroutine ("/client-connectors/unix/https", test_unix, GINT_TO_POINTER (TRUE));
  aiohttp_test_add_coroutine ("/client-connectors/transport", test_transport, NULL);
  aiohttp_test_add_coroutine ("/client-connectors/odd-addresses", test_odd_addresses, NULL);
  if (client_transport_is_soup ())
    aiohttp_test_add_coroutine ("/client-connectors/refused", test_refused, NULL);
  return g_test_run ();
}
