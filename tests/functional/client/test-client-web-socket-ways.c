/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* ws_connect goes the session's way: through its proxies, with its headers, cookies and credentials, within its
 * timeouts; and a redirect is no way for it. */

#include <string.h>

#include <aiohttp-glib/aiohttp.h>

#include "proxy-server.h"
#include "raw-server.h"
#include "tls-test.h"

typedef struct
{
  AiohttpApplication *app;
  AiohttpTestServer *server;
  AiohttpClientSession *session;
  ProxySettings settings;
  ProxyServer *proxy;
} Fixture;

static const char *
field (AiohttpRequest *request, const char *name)
{
  const char *value = aiohttp_request_get_header (request, name);

  return value != NULL ? value : "-";
}

/* Tells first what it was told, then echoes. */
static AiohttpReply *
handle (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  g_autofree char *told =
      g_strdup_printf ("%s|%s|%s|%s|%s|%s|%s", field (request, "Host"), aiohttp_request_get_path_qs (request),
                       field (request, "Authorization"), field (request, "Cookie"), field (request, "X-Session"),
                       field (request, "X-Request"), field (request, "Proxy-Authorization"));
  AiohttpWebSocket *socket;
  AiohttpWebSocketMessage *message;

  if (!aiohttp_stream_response_set_cookie (AIOHTTP_STREAM_RESPONSE (response), "given", "by-the-101", NULL, error))
    return NULL;
  socket = aiohttp_web_socket_response_accept (response, request, error);
  if (socket == NULL || !aiohttp_web_socket_send_str (socket, told, error))
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

/* Its connector trusts the authority of the tests; its jar takes the cookies of addresses, too. */
static AiohttpClientSession *
make_session (guint limit, GError **error)
{
  g_autoptr (AiohttpTlsContext) trusting = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpCookieJar) jar = g_object_new (AIOHTTP_TYPE_COOKIE_JAR, "unsafe", TRUE, NULL);
  g_autoptr (AiohttpConnector) connector = NULL;

  if (!aiohttp_tls_context_load_authorities (trusting, tls_test_authority (), error))
    return NULL;
  connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "tls-context", trusting, "limit", limit, NULL);
  return g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, "connector", connector, "cookie-jar", jar, NULL);
}

static gboolean
set_up (Fixture *self, gboolean https, GError **error)
{
  self->app = aiohttp_application_new ();
  self->server = aiohttp_test_server_new (self->app);
  self->session = make_session (100, error);
  if (self->session == NULL)
    return FALSE;
  if (https)
    {
      g_autofree char *file = tls_test_certificate ("host.test");
      g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_server_for_files (file, NULL, error);

      if (tls == NULL)
        return FALSE;
      aiohttp_site_set_tls (aiohttp_test_server_get_site (self->server), tls);
    }
  if (!aiohttp_router_add_get (aiohttp_application_get_router (self->app), "/ws", handle, NULL, NULL, error) ||
      !aiohttp_test_server_start (self->server, error))
    return FALSE;
  self->settings.target = aiohttp_test_server_get_port (self->server);
  self->proxy = proxy_server_new (&self->settings);
  return TRUE;
}

static gboolean
tear_down (Fixture *self, GError **error)
{
  gboolean ok = aiohttp_client_session_close (self->session, error) && aiohttp_test_server_stop (self->server, error);

  g_clear_object (&self->session);
  proxy_server_free (self->proxy);
  g_clear_object (&self->server);
  g_clear_object (&self->app);
  g_clear_object (&self->settings.certificate);
  tls_test_clear ();
  return ok;
}

static AiohttpWebSocketOptions *
wrap (AiohttpRequestOptions *request)
{
  AiohttpWebSocketOptions *options = aiohttp_web_socket_options_new ();

  aiohttp_web_socket_options_set_request (options, request);
  return options;
}

static AiohttpRequestOptions *
make_proxy_options (Fixture *self, const char *userinfo)
{
  AiohttpRequestOptions *options = aiohttp_request_options_new ();
  g_autofree char *proxy = proxy_server_make_url (self->proxy, userinfo);
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);

  soup_message_headers_append (headers, "X-Proxy", "told");
  aiohttp_request_options_set_proxy_headers (options, headers);
  aiohttp_request_options_set_proxy (options, proxy);
  return options;
}

/* What the server was told; a large message and the closing go the same way. NULL on error. */
static char *
talk (AiohttpClientSession *session, const char *url, AiohttpRequestOptions *request, GError **error)
{
  g_autoptr (AiohttpWebSocketOptions) options = request != NULL ? wrap (request) : NULL;
  g_autoptr (AiohttpWebSocket) socket = aiohttp_client_session_ws_connect (session, url, options, error);
  g_autofree char *told = socket != NULL ? aiohttp_web_socket_receive_str (socket, error) : NULL;
  g_autofree char *large = g_strnfill (300000, 'x');
  g_autofree char *back = NULL;

  if (told == NULL || !aiohttp_web_socket_send_str (socket, large, error))
    return NULL;
  back = aiohttp_web_socket_receive_str (socket, error);
  if (back == NULL || !aiohttp_web_socket_close (socket, 1000, NULL, error))
    return NULL;
  g_assert_cmpstr (back, ==, large);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (socket), ==, 1000);
  return g_steal_pointer (&told);
}

typedef struct
{
  const char *name;
  gboolean secure; /* the websocket */
  gboolean secure_proxy;
  gboolean socks;
  const char *asked; /* what the proxy's first request begins with */
  const char *told;
} Way;

static const Way ways[] = {
  /* as a request for http is: in absolute form */
  { "forwarded", FALSE, FALSE, FALSE, "GET http://host.test:81/ws?a=b HTTP/1.1\r\n",
    "host.test:81|/ws?a=b|-|-|-|-|Basic bWU6cyB4" },
  { "forwarded/tls", FALSE, TRUE, FALSE, "GET http://host.test:81/ws?a=b HTTP/1.1\r\n",
    "host.test:81|/ws?a=b|-|-|-|-|Basic bWU6cyB4" },
  { "tunnel", TRUE, FALSE, FALSE, "CONNECT host.test:81 HTTP/1.", "host.test:81|/ws?a=b|-|-|-|-|-" },
  { "tunnel/tls", TRUE, TRUE, FALSE, "CONNECT host.test:81 HTTP/1.", "host.test:81|/ws?a=b|-|-|-|-|-" },
  { "socks", FALSE, FALSE, TRUE, "host.test:81", "host.test:81|/ws?a=b|-|-|-|-|-" },
  { "socks/secure", TRUE, FALSE, TRUE, "host.test:81", "host.test:81|/ws?a=b|-|-|-|-|-" },
};

static gboolean
test_way (GValue *result, gpointer user_data, GError **error)
{
  const Way *way = user_data;
  Fixture self = { .settings = { .socks = way->socks, .user = "me", .password = "s x" } };
  g_autofree char *url = g_strdup_printf ("%s://host.test:81/ws?a=b", way->secure ? "wss" : "ws");
  g_autofree char *file = way->secure_proxy ? tls_test_certificate ("127.0.0.1") : NULL;
  g_autoptr (AiohttpRequestOptions) options = NULL;
  g_autofree char *told = NULL;
  g_autofree char *asked = NULL;

  if (file != NULL && (self.settings.certificate = g_tls_certificate_new_from_file (file, error)) == NULL)
    return FALSE;
  if (!set_up (&self, way->secure, error))
    return FALSE;
  options = make_proxy_options (&self, "me:s%20x@");
  told = talk (self.session, url, options, error);
  if (told == NULL)
    return FALSE;
  g_assert_cmpstr (told, ==, way->told);
  asked = proxy_server_dup_request (self.proxy, 0);
  g_assert_true (g_str_has_prefix (asked, way->asked));
  if (!way->socks)
    g_assert_nonnull (strstr (asked, "\r\nX-Proxy: told\r\n"));
  /* The handshake is the server's alone. */
  if (g_str_has_prefix (asked, "CONNECT"))
    g_assert_null (strstr (asked, "Sec-WebSocket"));
  return tear_down (&self, error);
}

/* A proxy that wants to be told who asks. */
static gboolean
test_proxy_refuses (GValue *result, gpointer user_data, GError **error)
{
  const gboolean secure = GPOINTER_TO_INT (user_data);
  Fixture self = { .settings = { .user = "me", .password = "right" } };
  g_autoptr (AiohttpRequestOptions) request = NULL;
  g_autoptr (AiohttpWebSocketOptions) options = NULL;
  g_autoptr (GError) failure = NULL;

  if (!set_up (&self, secure, error))
    return FALSE;
  request = make_proxy_options (&self, "me:wrong@");
  options = wrap (request);
  g_assert_null (aiohttp_client_session_ws_connect (self.session, secure ? "wss://host.test/ws" : "ws://host.test/ws",
                                                    options, &failure));
  if (secure)
    g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PROXY);
  else
    g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE);
  g_assert_nonnull (strstr (failure->message, "407"));
  return tear_down (&self, error);
}

/* A server whose certificate is another's gets no handshake. */
static gboolean
test_wrong_name (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { 0 };
  g_autoptr (AiohttpRequestOptions) request = NULL;
  g_autoptr (AiohttpWebSocketOptions) options = NULL;
  g_autoptr (GError) failure = NULL;

  if (!set_up (&self, TRUE, error))
    return FALSE;
  request = make_proxy_options (&self, "");
  options = wrap (request);
  g_assert_null (aiohttp_client_session_ws_connect (self.session, "wss://other.test/ws", options, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TLS);
  return tear_down (&self, error);
}

/* Headers, credentials and cookies of the session and of the request; what the 101 sets is kept. */
static gboolean
test_session (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { 0 };
  g_autoptr (AiohttpRequestOptions) request = aiohttp_request_options_new ();
  g_autofree char *base = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *expected = NULL;

  if (!set_up (&self, FALSE, error))
    return FALSE;
  base = g_strdup_printf ("http://127.0.0.1:%u", self.settings.target);
  if (!aiohttp_client_session_set_header (self.session, "X-Session", "session", error) ||
      !aiohttp_client_session_set_header (self.session, "X-Request", "session", error) ||
      !aiohttp_request_options_set_header (request, "X-Request", "request", error) ||
      !aiohttp_cookie_jar_update (aiohttp_client_session_get_cookie_jar (self.session), "kept", "in-the-jar", base,
                                  error) ||
      !aiohttp_client_session_set_base_url (self.session, base, error))
    return FALSE;
  aiohttp_client_session_set_authorization (self.session, "Bearer token");

  first = talk (self.session, "/ws?q=1", request, error);
  if (first == NULL)
    return FALSE;
  expected =
      g_strdup_printf ("127.0.0.1:%u|/ws?q=1|Bearer token|kept=in-the-jar|session|request|-", self.settings.target);
  g_assert_cmpstr (first, ==, expected);
  second = talk (self.session, "/ws", NULL, error);
  if (second == NULL)
    return FALSE;
  g_assert_nonnull (strstr (second, "given=by-the-101"));
  g_assert_nonnull (strstr (second, "kept=in-the-jar"));
  g_assert_nonnull (strstr (second, "|session|session|"));
  return tear_down (&self, error);
}

/* Credentials in the URL go as Basic ones. */
static gboolean
test_url_credentials (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { 0 };
  g_autofree char *url = NULL;
  g_autofree char *told = NULL;

  if (!set_up (&self, FALSE, error))
    return FALSE;
  url = g_strdup_printf ("ws://me:s%%20x@127.0.0.1:%u/ws", self.settings.target);
  told = talk (self.session, url, NULL, error);
  if (told == NULL)
    return FALSE;
  g_assert_nonnull (strstr (told, "|Basic bWU6cyB4|"));
  return tear_down (&self, error);
}

/* A challenge first: the middleware answers it, and the websocket is what comes then. */
static void
serve_challenge (RawConnection *connection, gpointer user_data)
{
  g_autofree char *first = raw_connection_read_request (connection);
  g_autofree char *second = NULL;
  const char *key;
  g_autofree char *joined = NULL;
  g_autofree char *accept = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  raw_connection_puts (connection, "HTTP/1.1 401 Who\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", "
                                   "qop=\"auth\", algorithm=SHA-256\r\nContent-Length: 0\r\n\r\n");
  second = raw_connection_read_request (connection);
  if (second == NULL)
    return;
  g_assert_nonnull (strstr (second, "\r\nAuthorization: Digest username=\"me\""));
  key = strstr (second, "\r\nSec-WebSocket-Key: ");
  g_assert_nonnull (key);
  joined = g_strdup_printf ("%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key + strlen ("\r\nSec-WebSocket-Key: "));
  g_checksum_update (checksum, (const guchar *) joined, -1);
  g_checksum_get_digest (checksum, digest, &length);
  accept = g_base64_encode (digest, length);
  answer =
      g_strdup_printf ("HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n"
                       "\r\n\x81\x02hi",
                       accept);
  raw_connection_puts (connection, answer);
  raw_connection_wait_for_end (connection);
}

static gboolean
test_digest (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new (serve_challenge, NULL);
  g_autofree char *url = raw_server_make_url (server, "/ws");
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpClientMiddleware) digest =
      AIOHTTP_CLIENT_MIDDLEWARE (aiohttp_digest_auth_middleware_new ("me", "secret"));
  g_autoptr (AiohttpWebSocket) socket = NULL;
  g_autofree char *text = NULL;

  aiohttp_client_session_add_middleware (session, digest);
  socket = aiohttp_client_session_ws_connect (session, url, NULL, error);
  if (socket == NULL)
    return FALSE;
  text = aiohttp_web_socket_receive_str (socket, error);
  g_assert_cmpstr (text, ==, "hi");
  g_assert_cmpuint (raw_server_count_requests (server), ==, 2);
  aiohttp_web_socket_abort (socket);
  return aiohttp_client_session_close (session, error);
}

/* To wherever, by whatever status: it is not followed, whatever the request's options say. */
static gboolean
test_redirects (GValue *result, gpointer user_data, GError **error)
{
  static const guint statuses[] = { 300, 301, 302, 303, 307, 308 };
  const RawRoute elsewhere[] = { { "/ws", "HTTP/1.1 204 No Content\r\n\r\n", RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) other = raw_server_new_routes (elsewhere);
  g_autofree char *target = raw_server_make_url (other, "/ws");
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *answer =
          g_strdup_printf ("HTTP/1.1 %u Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", statuses[i], target);
      const RawRoute routes[] = { { "/ws", answer, RAW_KEEP }, { 0 } };
      g_autoptr (RawServer) server = raw_server_new_routes (routes);
      g_autofree char *url = raw_server_make_url (server, "/ws");
      g_autofree char *expected = g_strdup_printf ("status %u", statuses[i]);
      g_autoptr (AiohttpRequestOptions) request = aiohttp_request_options_new ();
      g_autoptr (AiohttpWebSocketOptions) options = wrap (request);
      g_autoptr (GError) failure = NULL;

      aiohttp_request_options_set_allow_redirects (request, TRUE);
      g_assert_null (aiohttp_client_session_ws_connect (session, url, options, &failure));
      g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE);
      g_assert_nonnull (strstr (failure->message, expected));
      g_assert_cmpuint (raw_server_count_requests (server), ==, 1);
    }
  g_assert_cmpuint (raw_server_count_connections (other), ==, 0);
  return aiohttp_client_session_close (session, error);
}

static void
serve_silence (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  if (request != NULL)
    g_atomic_int_set ((int *) user_data, 1);
  raw_connection_wait_for_end (connection);
}

static void
serve_nothing (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);
}

static void
serve_garbage (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  raw_connection_puts (connection, "\x81\x02hi and no head\r\n\r\n");
  raw_connection_wait_for_end (connection);
}

/* A failure on the way is the transport's, not the handshake's. */
static gboolean
test_failures (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    RawServerFunc func;
    int code;
  } rows[] = {
    { serve_nothing, AIOHTTP_CLIENT_ERROR_DISCONNECTED },
    { serve_garbage, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE },
    { serve_silence, AIOHTTP_CLIENT_ERROR_TIMEOUT },
  };
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  int asked = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RawServer) server = raw_server_new (rows[i].func, &asked);
      g_autofree char *url = raw_server_make_url (server, "/ws");
      g_autoptr (AiohttpRequestOptions) request = aiohttp_request_options_new ();
      g_autoptr (AiohttpWebSocketOptions) options = wrap (request);
      g_autoptr (GError) failure = NULL;

      if (rows[i].code == AIOHTTP_CLIENT_ERROR_TIMEOUT)
        aiohttp_request_options_set_timeout (request, 0.1);
      g_assert_null (aiohttp_client_session_ws_connect (session, url, options, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, rows[i].code);
    }
  {
    g_autoptr (GError) failure = NULL;

    g_assert_null (aiohttp_client_session_ws_connect (session, "ws://127.0.0.1:1/", NULL, &failure));
    g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECT);
    g_clear_error (&failure);
    g_assert_null (aiohttp_client_session_ws_connect (session, "ftp://127.0.0.1/", NULL, &failure));
    g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL);
  }
  return aiohttp_client_session_close (session, error);
}

/* Cancelled while the server thinks about it, and by the session's end; the server sees the connection end. */
static gboolean
test_cancelled (GValue *result, gpointer user_data, GError **error)
{
  for (guint close = 0; close < 2; close++)
    {
      int asked = 0;
      g_autoptr (RawServer) server = raw_server_new (serve_silence, &asked);
      g_autofree char *url = raw_server_make_url (server, "/ws");
      g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (AiohttpFuture) future = aiohttp_client_session_ws_connect_future (session, url, NULL, cancellable);
      g_autoptr (GError) failure = NULL;

      while (!g_atomic_int_get (&asked))
        if (!aiohttp_sleep (0.001, error))
          return FALSE;
      if (!close)
        g_cancellable_cancel (cancellable);
      else if (!aiohttp_client_session_close (session, error))
        return FALSE;
      g_assert_false (aiohttp_future_await (future, &failure));
      if (close)
        g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
      else
        g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      while (raw_server_count_open (server) > 0)
        if (!aiohttp_sleep (0.001, error))
          return FALSE;
      if (!aiohttp_client_session_close (session, error))
        return FALSE;
    }
  return TRUE;
}

/* A websocket goes on without the session that opened it, which may be closed and gone, and beyond its timeout. */
static gboolean
test_outlives (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { 0 };
  g_autofree char *url = NULL;
  g_autoptr (AiohttpWebSocket) socket = NULL;
  g_autofree char *told = NULL;
  g_autofree char *back = NULL;

  if (!set_up (&self, FALSE, error))
    return FALSE;
  g_clear_object (&self.session);
  self.session = make_session (1, error);
  url = g_strdup_printf ("ws://127.0.0.1:%u/ws", self.settings.target);
  aiohttp_client_session_set_timeout (self.session, 2);
  socket = aiohttp_client_session_ws_connect (self.session, url, NULL, error);
  if (socket == NULL || !aiohttp_client_session_close (self.session, error))
    return FALSE;
  if (!aiohttp_sleep (2.1, error))
    return FALSE;
  g_clear_object (&self.session);
  self.session = make_session (1, error);
  told = aiohttp_web_socket_receive_str (socket, error);
  if (told == NULL || !aiohttp_web_socket_send_str (socket, "still here", error))
    return FALSE;
  back = aiohttp_web_socket_receive_str (socket, error);
  g_assert_cmpstr (back, ==, "still here");
  return aiohttp_web_socket_close (socket, 1000, NULL, error) && tear_down (&self, error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strconcat ("/client-web-socket-ways/proxy/", ways[i].name, NULL);

      aiohttp_test_add_coroutine (path, test_way, (gpointer) &ways[i]);
    }
  aiohttp_test_add_coroutine ("/client-web-socket-ways/proxy/refuses", test_proxy_refuses, GINT_TO_POINTER (FALSE));
  aiohttp_test_add_coroutine ("/client-web-socket-ways/proxy/refuses-tunnel", test_proxy_refuses,
                              GINT_TO_POINTER (TRUE));
  aiohttp_test_add_coroutine ("/client-web-socket-ways/tls/wrong-name", test_wrong_name, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-ways/session", test_session, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-ways/url-credentials", test_url_credentials, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-ways/digest", test_digest, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-ways/redirects", test_redirects, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-ways/failures", test_failures, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-ways/cancelled", test_cancelled, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-ways/outlives", test_outlives, NULL);
  return g_test_run ();
}
