/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <aiohttp-glib/aiohttp.h>
#include <glib/gstdio.h>
#include <string.h>

#include "raw-server.h"

/* ws_connect: against our own server, and what servers answer that is no websocket. */

static AiohttpReply *
handle_echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static const char *const protocols[] = { "echo", NULL };
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket;
  AiohttpWebSocketMessage *message;

  g_assert_cmpstr (aiohttp_request_get_header (request, "X-Test"), ==, "yes");
  aiohttp_web_socket_response_set_protocols (response, protocols);
  socket = aiohttp_web_socket_response_accept (response, request, error);
  if (socket == NULL || !aiohttp_web_socket_send_str (socket, "welcome", error))
    return NULL;
  while ((message = aiohttp_web_socket_next (socket, error)) != NULL)
    {
      gboolean sent = aiohttp_web_socket_send_message (socket, message, error);

      aiohttp_web_socket_message_unref (message);
      if (!sent)
        return NULL;
    }
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpApplication *
make_app (void)
{
  AiohttpApplication *app = aiohttp_application_new ();

  g_assert_nonnull (
      aiohttp_router_add_get (aiohttp_application_get_router (app), "/echo", handle_echo, NULL, NULL, NULL));
  return app;
}

static AiohttpTestServer *
start_server (GError **error)
{
  g_autoptr (AiohttpApplication) app = make_app ();
  g_autoptr (AiohttpTestServer) server = aiohttp_test_server_new (app);

  return aiohttp_test_server_start (server, error) ? g_steal_pointer (&server) : NULL;
}

static AiohttpWebSocketOptions *
make_options (guint compress)
{
  static const char *const protocols[] = { "other", "echo", NULL };
  AiohttpWebSocketOptions *options = aiohttp_web_socket_options_new ();
  g_autoptr (AiohttpRequestOptions) request = aiohttp_request_options_new ();

  aiohttp_request_options_set_header (request, "X-Test", "yes", NULL);
  aiohttp_web_socket_options_set_request (options, request);
  aiohttp_web_socket_options_set_protocols (options, protocols);
  aiohttp_web_socket_options_set_compress (options, compress);
  return options;
}

static gboolean
exchange (AiohttpWebSocket *socket, GError **error)
{
  static const gsize sizes[] = { 0, 5, 125, 126, 65535, 65536, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *data = g_malloc (sizes[i] + 1);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) back = NULL;
      g_autofree char *text = NULL;

      memset (data, 'x', sizes[i]);
      data[sizes[i]] = '\0';
      bytes = g_bytes_new (data, sizes[i]);
      /* One at a time: more than both sides' limits, sent and not received, would be waited for by both. */
      if (!aiohttp_web_socket_send_bytes (socket, bytes, error))
        return FALSE;
      back = aiohttp_web_socket_receive_bytes (socket, error);
      if (back == NULL)
        return FALSE;
      g_assert_true (g_bytes_equal (bytes, back));
      if (!aiohttp_web_socket_send_str (socket, data, error))
        return FALSE;
      text = aiohttp_web_socket_receive_str (socket, error);
      g_assert_cmpstr (text, ==, data);
    }
  return TRUE;
}

static gboolean
test_echo (GValue *result, gpointer user_data, GError **error)
{
  const guint compress = GPOINTER_TO_UINT (user_data);
  g_autoptr (AiohttpTestServer) server = start_server (error);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autofree char *url = aiohttp_test_server_make_url (server, "/echo");
  g_autofree char *ws_url = g_strconcat ("ws", url + strlen ("http"), NULL);
  g_autoptr (AiohttpWebSocketOptions) options = make_options (compress);
  g_autoptr (AiohttpWebSocket) socket = aiohttp_client_session_ws_connect (session, ws_url, options, error);
  g_autofree char *welcome = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) back = NULL;
  g_autoptr (AiohttpWebSocketMessage) message = NULL;

  if (socket == NULL)
    return FALSE;
  g_assert_cmpstr (aiohttp_web_socket_get_protocol (socket), ==, "echo");
  g_assert_cmpuint (aiohttp_web_socket_get_compress (socket), ==, compress);
  g_assert_nonnull (aiohttp_web_socket_get_remote_address (socket));
  /* It may have come along with the 101. */
  welcome = aiohttp_web_socket_receive_str (socket, error);
  g_assert_cmpstr (welcome, ==, "welcome");
  if (!exchange (socket, error))
    return FALSE;
  node = json_from_string ("{\"a\": [1, 2, null]}", error);
  if (!aiohttp_web_socket_send_json (socket, node, error))
    return FALSE;
  back = aiohttp_web_socket_receive_json (socket, error);
  g_assert_true (json_node_equal (node, back));
  g_assert_true (aiohttp_web_socket_close (socket, 3000, "enough", error));
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (socket), ==, 3000);
  g_assert_false (aiohttp_web_socket_close (socket, 3000, NULL, error));
  message = aiohttp_web_socket_next (socket, error);
  g_assert_null (message);
  g_assert_false (aiohttp_web_socket_send_str (socket, "late", NULL));
  return aiohttp_client_session_close (session, error) && aiohttp_test_server_stop (server, error);
}

static void
on_cancelled_receive (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  AiohttpWebSocketMessage *message = aiohttp_web_socket_receive_finish (AIOHTTP_WEB_SOCKET (source), result, &error);

  g_assert_null (message);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ++*(guint *) user_data;
}

/* The next receive begins before the cancelled one's callback has run, and neither is in the other's way. */
static gboolean
test_cancelled_receives (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTestServer) server = start_server (error);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autofree char *url = aiohttp_test_server_make_url (server, "/echo");
  g_autoptr (AiohttpWebSocketOptions) options = make_options (0);
  g_autoptr (AiohttpWebSocket) socket = aiohttp_client_session_ws_connect (session, url, options, error);
  g_autofree char *welcome = socket != NULL ? aiohttp_web_socket_receive_str (socket, error) : NULL;
  guint n_cancelled = 0;

  g_assert_cmpstr (welcome, ==, "welcome");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();

      aiohttp_web_socket_receive_async (socket, cancellable, on_cancelled_receive, &n_cancelled);
      g_cancellable_cancel (cancellable);
    }
  {
    g_autofree char *text =
        aiohttp_web_socket_send_str (socket, "hi", error) ? aiohttp_web_socket_receive_str (socket, error) : NULL;

    g_assert_cmpstr (text, ==, "hi");
  }
  g_assert_cmpuint (n_cancelled, ==, 3);
  return aiohttp_web_socket_close (socket, 1000, NULL, error) && aiohttp_client_session_close (session, error) &&
         aiohttp_test_server_stop (server, error);
}

/* A short talk over any kind of connection. */
static gboolean
talk (AiohttpClientSession *session, const char *url, GError **error)
{
  g_autoptr (AiohttpWebSocketOptions) options = make_options (0);
  g_autoptr (AiohttpWebSocket) socket = aiohttp_client_session_ws_connect (session, url, options, error);
  g_autofree char *welcome = NULL;

  if (socket == NULL)
    return FALSE;
  g_assert_cmpint (aiohttp_web_socket_get_tls_info (socket) != NULL, ==, g_str_has_prefix (url, "wss:"));
  welcome = aiohttp_web_socket_receive_str (socket, error);
  g_assert_cmpstr (welcome, ==, "welcome");
  return exchange (socket, error) && aiohttp_web_socket_close (socket, 1000, NULL, error) &&
         aiohttp_client_session_close (session, error);
}

static gboolean
test_tls (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpApplication) app = make_app ();
  g_autoptr (AiohttpTestServer) server = aiohttp_test_server_new (app);
  g_autoptr (GTlsCertificate) certificate = aiohttp_test_certificate_new ("127.0.0.1", error);
  g_autoptr (AiohttpTlsContext) server_tls = aiohttp_tls_context_new_server (certificate, error);
  g_autoptr (AiohttpTlsContext) client_tls = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpConnector) connector = NULL;
  g_autoptr (AiohttpClientSession) session = NULL;
  g_autofree char *url = NULL;

  g_object_set (aiohttp_test_server_get_site (server), "tls", server_tls, NULL);
  if (!aiohttp_test_server_start (server, error))
    return FALSE;
  aiohttp_tls_context_set_verify (client_tls, FALSE);
  connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "tls-context", client_tls, NULL);
  session = aiohttp_client_session_new_with_connector (connector);
  url = g_strdup_printf ("wss://127.0.0.1:%u/echo", aiohttp_test_server_get_port (server));
  return talk (session, url, error) && aiohttp_test_server_stop (server, error);
}

static gboolean
test_unix (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpApplication) app = make_app ();
  g_autoptr (AiohttpAppRunner) runner = g_object_new (AIOHTTP_TYPE_APP_RUNNER, "app", app, "access-log", FALSE, NULL);
  g_autofree char *folder = g_dir_make_tmp ("aiohttp-glib-XXXXXX", error);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  g_autoptr (AiohttpUnixSite) site = NULL;
  g_autoptr (AiohttpConnector) connector = AIOHTTP_CONNECTOR (aiohttp_unix_connector_new (path));
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connector);
  gboolean works;

  if (!aiohttp_app_runner_setup (runner, error))
    return FALSE;
  site = aiohttp_unix_site_new (runner, path);
  works = aiohttp_site_start (AIOHTTP_SITE (site), error) && talk (session, "ws://host/echo", error) &&
          aiohttp_app_runner_cleanup (runner, error);
  g_rmdir (folder);
  return works;
}

#define KEY_LINE "Sec-WebSocket-Key: "

/* What stands for "%s" is the right Sec-WebSocket-Accept. */
static const struct
{
  const char *name;
  const char *answer;
  const char *message; /* NULL: it is a websocket */
  guint compress;
} answers[] = {
  { "good", "101 S\r\nUpgrade: WebSocket\r\nConnection: keep-alive, upgrade\r\nSec-WebSocket-Accept: %s\r\n", NULL, 0 },
  { "protocol",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Protocol: echo\r\n",
    NULL, 0 },
  { "deflate",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10\r\n",
    NULL, 15 },
  { "status-200", "200 OK\r\nContent-Length: 0\r\n", "*status 200", 0 },
  { "status-302", "302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n", "*status 302", 0 },
  { "status-401", "401 No\r\nContent-Length: 0\r\n", "*status 401", 0 },
  { "no-upgrade", "101 S\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\n", "*did not upgrade to*", 0 },
  { "other-upgrade", "101 S\r\nUpgrade: h2c\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\n",
    "*did not upgrade to*", 0 },
  { "no-connection", "101 S\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: %s\r\n", "*upgrade the connection", 0 },
  { "no-accept", "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\n", "*does not fit*", 0 },
  { "wrong-accept", "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: bm9wZQ==\r\n",
    "*does not fit*", 0 },
  { "other-protocol",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Protocol: chat\r\n",
    "*not offered: chat", 0 },
  { "extension-not-offered",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate\r\n",
    "*not offered: permessage-deflate", 0 },
  { "bad-extension",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; nonsense\r\n",
    "*nonsense", 15 },
  { "interim",
    "103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\n",
    NULL, 0 },
  { "with-length",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\nContent-Length: 4\r\n", NULL,
    0 },
  { "connection-close", "101 S\r\nUpgrade: websocket\r\nConnection: close\r\nSec-WebSocket-Accept: %s\r\n",
    "*upgrade the connection", 0 },
  { "two-accepts",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Accept: bm9wZQ==\r\n",
    "*does not fit*", 0 },
  { "two-protocols",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Protocol: echo\r\nSec-WebSocket-Protocol: other\r\n",
    "*not offered: echo, other", 0 },
  { "unknown-extension",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Extensions: x-unknown\r\n",
    "*x-unknown*", 15 },
  { "two-extensions",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Extensions: permessage-deflate, permessage-deflate\r\n",
    "*", 15 },
  { "window-too-large",
    "101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=16\r\n",
    "*window*", 15 },
};

static char *
get_accept (const char *request)
{
  const char *key = strstr (request, KEY_LINE);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  g_assert_nonnull (key);
  g_checksum_update (checksum, (const guchar *) key + strlen (KEY_LINE), 24);
  g_checksum_update (checksum, (const guchar *) "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", -1);
  g_checksum_get_digest (checksum, digest, &length);
  return g_base64_encode (digest, length);
}

static void
serve_answer (RawConnection *connection, gpointer user_data)
{
  const char *answer = answers[GPOINTER_TO_UINT (user_data)].answer;
  g_autofree char *request = raw_connection_read_request (connection);
  g_autofree char *accept = NULL;
  g_auto (GStrv) parts = g_strsplit (answer, "%s", 2);
  g_autofree char *all = NULL;

  if (request == NULL)
    return;
  accept = get_accept (request);
  g_assert_nonnull (strstr (request, "Upgrade: websocket\r\n"));
  g_assert_nonnull (strstr (request, "Sec-WebSocket-Version: 13\r\n"));
  g_assert_nonnull (strstr (request, "Origin: http://origin\r\n"));
  all = parts[1] != NULL ? g_strconcat ("HTTP/1.1 ", parts[0], accept, parts[1], "\r\n", NULL)
                         : g_strconcat ("HTTP/1.1 ", answer, "\r\n", NULL);
  raw_connection_puts (connection, all);
  if (strstr (answer, "101") != NULL)
    raw_connection_write (connection, "\x81\x02hi", 4);
  raw_connection_wait_for_end (connection);
}

static gboolean
test_answer (GValue *result, gpointer user_data, GError **error)
{
  const guint row = GPOINTER_TO_UINT (user_data);
  g_autoptr (RawServer) server = raw_server_new (serve_answer, user_data);
  g_autofree char *url = raw_server_make_url (server, "/ws");
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpWebSocketOptions) options = make_options (answers[row].compress);
  g_autoptr (AiohttpWebSocket) socket = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;

  aiohttp_web_socket_options_set_origin (options, "http://origin");
  socket = aiohttp_client_session_ws_connect (session, url, options, &failure);
  if (answers[row].message != NULL)
    {
      g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE);
      g_assert_true (g_pattern_match_simple (answers[row].message, failure->message));
      g_assert_null (socket);
      g_assert_cmpuint (raw_server_count_requests (server), ==, 1);
      return aiohttp_client_session_close (session, error);
    }
  g_assert_no_error (failure);
  text = aiohttp_web_socket_receive_str (socket, error);
  g_assert_cmpstr (text, ==, "hi");
  aiohttp_web_socket_abort (socket);
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  aiohttp_test_add_coroutine ("/client-web-sockets/echo", test_echo, GUINT_TO_POINTER (0));
  aiohttp_test_add_coroutine ("/client-web-sockets/echo-deflate", test_echo, GUINT_TO_POINTER (15));
  aiohttp_test_add_coroutine ("/client-web-sockets/echo-small-window", test_echo, GUINT_TO_POINTER (9));
  aiohttp_test_add_coroutine ("/client-web-sockets/cancelled-receives", test_cancelled_receives, NULL);
  aiohttp_test_add_coroutine ("/client-web-sockets/tls", test_tls, NULL);
  aiohttp_test_add_coroutine ("/client-web-sockets/unix", test_unix, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *path = g_strconcat ("/client-web-sockets/answer/", answers[i].name, NULL);

      aiohttp_test_add_coroutine (path, test_answer, GUINT_TO_POINTER (i));
    }

  return g_test_run ();
}
