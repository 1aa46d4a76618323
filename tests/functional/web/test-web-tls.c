/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "expect-log.h"
#include "server-thread.h"
#include "tls-client.h"
#include "tls-test.h"

#define LARGE_SIZE (8 * 1024 * 1024 + 77)

static GBytes *large;
static int large_file = -1;
static AiohttpTlsContext *context; /* of "localhost" */

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
handle_echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);

  return body != NULL ? AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, "application/octet-stream")) : NULL;
}

static AiohttpReply *
handle_large (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, large, "application/octet-stream"));
}

/* The kernel cannot encrypt what it sends of a file. */
static AiohttpReply *
handle_file (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_set_content_length (response, LARGE_SIZE - 10, error) ||
      !aiohttp_stream_response_prepare (response, request, error) ||
      !aiohttp_stream_response_write_file (response, large_file, 10, LARGE_SIZE - 10, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static char *
get_text (AiohttpRequest *request, const char *name)
{
  g_auto (GValue) value = G_VALUE_INIT;

  return aiohttp_request_get_extra_info (request, name, &value) ? g_value_dup_string (&value) : g_strdup ("-");
}

static AiohttpReply *
handle_info (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpTlsInfo *info = aiohttp_request_get_tls_info (request);
  g_autofree char *version = get_text (request, "version");
  g_autofree char *alpn = get_text (request, "alpn");
  g_autofree char *subject = NULL;
  g_autofree char *text = NULL;
  g_auto (GValue) certificate = G_VALUE_INIT;

  if (info == NULL)
    return AIOHTTP_REPLY (aiohttp_response_new_text (200, aiohttp_request_get_scheme (request)));
  if (aiohttp_request_get_extra_info (request, "peercert", &certificate))
    subject = g_tls_certificate_get_subject_name (g_value_get_object (&certificate));
  text =
      g_strdup_printf ("%s %d %s %s %s %s %d", aiohttp_request_get_scheme (request),
                       aiohttp_request_get_secure (request), version, alpn, subject != NULL ? subject : "nobody",
                       aiohttp_tls_info_get_server_name (info) != NULL ? aiohttp_tls_info_get_server_name (info) : "-",
                       aiohttp_tls_info_is_resumed (info));
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
handle_remote (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, aiohttp_request_get_remote (request)));
}

static AiohttpReply *
handle_partial (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_prepare (response, request, error) ||
      !aiohttp_stream_response_write_text (response, "some", error))
    return NULL;
  if (aiohttp_request_query_get (request, "fail") == NULL)
    return AIOHTTP_REPLY (g_steal_pointer (&response));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no more of it");
  return NULL;
}

static void
add_routes (AiohttpRouter *router)
{
  g_assert_true (aiohttp_router_add_get (router, "/partial", handle_partial, NULL, NULL, NULL));
  g_assert_true (aiohttp_router_add_get (router, "/remote", handle_remote, NULL, NULL, NULL));
  g_assert_true (aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL));
  g_assert_true (aiohttp_router_add_get (router, "/large", handle_large, NULL, NULL, NULL));
  g_assert_true (aiohttp_router_add_get (router, "/file", handle_file, NULL, NULL, NULL));
  g_assert_true (aiohttp_router_add_get (router, "/info", handle_info, NULL, NULL, NULL));
  g_assert_true (aiohttp_router_add_post (router, "/echo", handle_echo, NULL, NULL, NULL));
}

static AiohttpTlsContext *
new_context (char *file)
{
  g_autofree char *owned = file;
  g_autoptr (GError) error = NULL;
  AiohttpTlsContext *new = aiohttp_tls_context_new_server_for_files (owned, NULL, &error);

  g_assert_no_error (error);
  return new;
}

static void
test_requests (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (TlsClient) client = tls_client_new (server->port, NULL);
  const char *url = aiohttp_test_server_get_url (server->server);

  g_assert_true (g_str_has_prefix (url, "https://127.0.0.1:"));
  for (guint i = 0; i < 100; i++)
    tls_client_get (client, "/", "Hello");
}

/* Pipelined requests come in one record, and their answers, too. */
static void
test_pipelined (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (TlsClient) client = tls_client_new (server->port, NULL);
  g_autoptr (GString) requests = g_string_new (NULL);

  for (guint i = 0; i < 40; i++)
    g_string_append (requests, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  tls_client_send (client, requests->str, requests->len);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *body = tls_client_read (client, NULL);

      g_assert_cmpstr (body, ==, "Hello");
    }
}

static void
test_large (void)
{
  g_autoptr (ServerThread) server =
      server_thread_start (add_routes, "site:tls", context, "app:client-max-size", (guint64) LARGE_SIZE, NULL);
  g_autoptr (TlsClient) client = tls_client_new (server->port, NULL);
  g_autofree char *head =
      g_strdup_printf ("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: %u\r\n\r\n", (guint) LARGE_SIZE);
  g_autofree char *echoed = NULL;
  g_autofree char *sent = NULL;
  gsize length;

  tls_client_send (client, head, strlen (head));
  tls_client_send (client, g_bytes_get_data (large, NULL), LARGE_SIZE);
  echoed = tls_client_read (client, &length);
  g_assert_cmpmem (echoed, length, g_bytes_get_data (large, NULL), LARGE_SIZE);
  tls_client_send (client, "GET /large HTTP/1.1\r\nHost: h\r\n\r\n", 32);
  sent = tls_client_read (client, &length);
  g_assert_cmpmem (sent, length, g_bytes_get_data (large, NULL), LARGE_SIZE);
  tls_client_get (client, "/", "Hello");
}

static void
test_file (void)
{
  g_autofree char *name = g_build_filename (g_get_tmp_dir (), "aiohttp-web-tls-XXXXXX", NULL);
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (TlsClient) client = tls_client_new (server->port, NULL);
  g_autofree char *sent = NULL;
  gsize length;

  large_file = g_mkstemp (name);
  g_assert_cmpint (write (large_file, g_bytes_get_data (large, NULL), LARGE_SIZE), ==, LARGE_SIZE);
  g_unlink (name);
  tls_client_send (client, "GET /file HTTP/1.1\r\nHost: h\r\n\r\n", 31);
  sent = tls_client_read (client, &length);
  g_assert_cmpmem (sent, length, (const char *) g_bytes_get_data (large, NULL) + 10, LARGE_SIZE - 10);
  tls_client_get (client, "/", "Hello");
  close (large_file);
}

static void
test_info (void)
{
  g_autoptr (AiohttpTlsContext) own = new_context (tls_test_certificate ("localhost"));
  g_autofree char *certificate = tls_test_client ("somebody");
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (TlsClient) known = NULL;
  g_autoptr (TlsClient) unknown = NULL;

  g_assert_true (aiohttp_tls_context_load_authorities (own, tls_test_authority (), NULL));
  aiohttp_tls_context_set_authentication_mode (own, G_TLS_AUTHENTICATION_REQUESTED);
  server = server_thread_start (add_routes, "site:tls", own, NULL);
  known = tls_client_new (server->port, &(TlsClientOptions){ .server_name = "LocalHost", .certificate = certificate });
  tls_client_get (known, "/info", "https 1 TLSv1.3 - CN=somebody localhost 0");
  unknown = tls_client_new (server->port, &(TlsClientOptions){ .priorities = "NORMAL:-VERS-ALL:+VERS-TLS1.2" });
  tls_client_get (unknown, "/info", "https 1 TLSv1.2 - nobody - 0");
}

static void
test_plain_has_none (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  raw_client_send (client, "GET /info HTTP/1.1\r\nHost: h\r\n\r\n");
  raw_client_expect (client, 200, "http");
}

static void
test_resumed (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (TlsClient) first = tls_client_new (server->port, NULL);
  g_autoptr (TlsClient) second = NULL;
  TlsClientOptions options = { 0 };

  tls_client_get (first, "/info", "https 1 TLSv1.3 - nobody - 0");
  g_assert_cmpint (gnutls_session_get_data2 (first->session, &options.session), ==, 0);
  second = tls_client_new (server->port, &options);
  tls_client_get (second, "/info", "https 1 TLSv1.3 - nobody - 1");
  gnutls_free (options.session.data);
}

/* A proxy's line stands before TLS begins, in the same packet if it likes. */
static void
test_proxy_protocol (void)
{
  g_autoptr (ServerThread) server =
      server_thread_start (add_routes, "site:tls", context, "site:proxy-protocol", TRUE, NULL);
  g_autoptr (TlsClient) client =
      tls_client_new (server->port, &(TlsClientOptions){ .before = "PROXY TCP4 192.0.2.7 192.0.2.8 1234 443\r\n" });

  tls_client_get (client, "/remote", "192.0.2.7");
}

static void
test_client_certificate (void)
{
  g_autoptr (AiohttpTlsContext) own = new_context (tls_test_certificate ("localhost"));
  g_autofree char *good = tls_test_client ("somebody");
  g_autofree char *stranger = tls_test_self_signed ("somebody");
  const char *refused[] = { NULL, stranger };
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (TlsClient) client = NULL;

  g_assert_true (aiohttp_tls_context_load_authorities (own, tls_test_authority (), NULL));
  aiohttp_tls_context_set_authentication_mode (own, G_TLS_AUTHENTICATION_REQUIRED);
  server = server_thread_start (add_routes, "site:tls", own, NULL);
  client = tls_client_new (server->port, &(TlsClientOptions){ .certificate = good });
  tls_client_get (client, "/", "Hello");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (TlsClient) other = NULL;
      int code;

      /* With TLS 1.3 a client learns it when it reads first. GnuTLS sends none that the authorities have not signed. */
      other = tls_client_try (server->port, &(TlsClientOptions){ .certificate = refused[i] }, &code);
      if (code == 0)
        code = tls_client_read_end (other);
      g_assert_cmpint (code, ==, GNUTLS_E_FATAL_ALERT_RECEIVED);
      g_assert_cmpint (gnutls_alert_get (other->session), ==, GNUTLS_A_CERTIFICATE_REQUIRED);
    }
}

static AiohttpTlsContext *
choose (AiohttpTlsContext *own, const char *server_name, gpointer user_data, GError **error)
{
  if (g_strcmp0 (server_name, "other.test") == 0)
    return g_object_ref (user_data);
  return NULL;
}

static char *
get_common_name (guint16 port, const char *server_name)
{
  g_autoptr (TlsClient) client = tls_client_new (port, &(TlsClientOptions){ .server_name = server_name });
  const gnutls_datum_t *chain;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GByteArray) der = g_byte_array_new ();
  unsigned n;

  tls_client_get (client, "/", "Hello");
  chain = gnutls_certificate_get_peers (client->session, &n);
  g_byte_array_append (der, chain[0].data, chain[0].size);
  certificate = g_initable_new (g_tls_backend_get_certificate_type (g_tls_backend_get_default ()), NULL, NULL,
                                "certificate", der, NULL);
  return g_tls_certificate_get_subject_name (certificate);
}

static void
test_server_name (void)
{
  g_autoptr (AiohttpTlsContext) own = new_context (tls_test_certificate ("localhost"));
  g_autoptr (AiohttpTlsContext) other = new_context (tls_test_certificate ("other.test"));
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", own, NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  aiohttp_tls_context_set_server_name_func (own, choose, other, NULL);
  first = get_common_name (server->port, "localhost");
  second = get_common_name (server->port, "other.test");
  g_assert_cmpstr (first, ==, "CN=localhost");
  g_assert_cmpstr (second, ==, "CN=other.test");
}

/* A certificate is renewed beneath a server that serves, and its clients do not notice. */
static void
test_reload (void)
{
  g_autofree char *file = tls_test_certificate ("first.test");
  g_autofree char *next = tls_test_certificate ("second.test");
  g_autoptr (AiohttpTlsContext) own = new_context (g_strdup (file));
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", own, NULL);
  g_autoptr (TlsClient) open = tls_client_new (server->port, NULL);
  g_autofree char *before = get_common_name (server->port, NULL);
  g_autofree char *after = NULL;
  g_autofree char *contents = NULL;

  g_assert_cmpstr (before, ==, "CN=first.test");
  g_assert_true (g_file_get_contents (next, &contents, NULL, NULL));
  g_assert_true (g_file_set_contents (file, contents, -1, NULL));
  g_assert_true (aiohttp_tls_context_reload (own, NULL)); /* from any thread */
  after = get_common_name (server->port, NULL);
  g_assert_cmpstr (after, ==, "CN=second.test");
  tls_client_get (open, "/", "Hello");
}

static void
test_plain_request (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (client, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  response = raw_client_read (client, FALSE);
  g_assert_cmpuint (response->status, ==, 400);
  g_assert_nonnull (strstr (response->body->str, "https://"));
  raw_client_expect_end (client);
}

static void
test_hello_to_plain (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  raw_client_send_bytes (client, "\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", 10);
  response = raw_client_read (client, FALSE);
  g_assert_cmpuint (response->status, ==, 400);
  g_assert_nonnull (strstr (response->body->str, "TLS"));
  raw_client_expect_end (client);
}

/* A server's end is told from a cut. */
static void
test_end (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (TlsClient) client = tls_client_new (server->port, NULL);
  g_autofree char *body = NULL;

  tls_client_send (client, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", 46);
  body = tls_client_read (client, NULL);
  g_assert_cmpstr (body, ==, "Hello");
  g_assert_cmpint (tls_client_read_end (client), ==, 0);
  server_thread_await_connections (server, 0);
}

/* A body that is not whole, and that nothing but the connection's end bounds, does not look whole. */
static void
test_end_cut (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (TlsClient) whole = tls_client_new (server->port, NULL);
  g_autoptr (TlsClient) cut = tls_client_new (server->port, NULL);
  static const char request[] = "GET /partial HTTP/1.0\r\n\r\n";
  static const char failing[] = "GET /partial?fail=1 HTTP/1.0\r\n\r\n";

  tls_client_send (whole, request, sizeof request - 1);
  g_assert_cmpint (tls_client_skip_to_end (whole), ==, 0);
  expect_log (G_LOG_LEVEL_WARNING, "*/partial*");
  tls_client_send (cut, failing, sizeof failing - 1);
  g_assert_cmpint (tls_client_skip_to_end (cut), ==, GNUTLS_E_PREMATURE_TERMINATION);
  expect_log_assert ();
}

static void
test_handshake_timeout (void)
{
  g_autoptr (AiohttpTlsContext) own = new_context (tls_test_certificate ("localhost"));
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (RawClient) silent = NULL;
  g_autoptr (RawClient) begun = NULL;

  g_object_set (own, "handshake-timeout", 0.2, NULL);
  server = server_thread_start (add_routes, "site:tls", own, NULL);
  silent = raw_client_new (server->port);
  begun = raw_client_new (server->port);
  raw_client_send_bytes (begun, "\x16\x03\x01\x00\xff\x01", 6);
  raw_client_expect_end (silent);
  raw_client_expect_end (begun);
  server_thread_await_connections (server, 0);
}

/* Handshakes that are under way do not hold up a server's end. */
static void
test_shutdown (void)
{
  ServerThread *server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (RawClient) silent = raw_client_new (server->port);
  g_autoptr (TlsClient) idle = tls_client_new (server->port, NULL);

  tls_client_get (idle, "/", "Hello");
  server_thread_await_connections (server, 2);
  server_thread_stop (server);
  raw_client_expect_end (silent);
  g_assert_cmpint (tls_client_read_end (idle), ==, 0);
}

static gboolean
start_unusable (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpTestServer) server = aiohttp_test_server_new (app);
  g_autoptr (AiohttpTlsContext) tls = g_object_new (AIOHTTP_TYPE_TLS_CONTEXT, "server-side", TRUE, NULL);
  g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();
  AiohttpSite *site = aiohttp_test_server_get_site (server);
  g_autoptr (GError) reason = NULL;

  aiohttp_site_set_tls (site, tls);
  g_assert_false (aiohttp_test_server_start (server, &reason));
  g_assert_error (reason, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&reason);
  aiohttp_site_set_tls (site, client);
  g_assert_false (aiohttp_site_start (site, &reason));
  g_assert_error (reason, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (&reason);
  return aiohttp_test_server_stop (server, error);
}

/* The test certificate, and GIO's own TLS for a client. */
static void
test_gio (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = aiohttp_test_certificate_new (NULL, &error);
  g_autoptr (AiohttpTlsContext) own = NULL;
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GTlsDatabase) database = NULL;
  g_autofree char *file = g_build_filename (g_get_tmp_dir (), "aiohttp-web-tls-XXXXXX", NULL);
  g_autofree char *pem = NULL;
  char answer[1000];
  gsize length = 0;
  int fd;

  g_assert_no_error (error);
  own = aiohttp_tls_context_new_server (certificate, &error);
  g_assert_no_error (error);
  server = server_thread_start (add_routes, "site:tls", own, NULL);

  g_object_get (certificate, "certificate-pem", &pem, NULL);
  fd = g_mkstemp (file);
  g_assert_cmpint (write (fd, pem, strlen (pem)), ==, strlen (pem));
  close (fd);
  database = g_tls_file_database_new (file, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", server->port);
    g_autoptr (GIOStream) stream = NULL;
    g_autoptr (GIOStream) secure = NULL;
    g_autoptr (GSocketConnectable) identity = g_network_address_new ("localhost", server->port);

    g_socket_client_set_enable_proxy (client, FALSE);
    stream = G_IO_STREAM (g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error));
    g_assert_no_error (error);
    secure = g_tls_client_connection_new (stream, identity, &error);
    g_assert_no_error (error);
    g_tls_connection_set_database (G_TLS_CONNECTION (secure), database);
    g_output_stream_write_all (g_io_stream_get_output_stream (secure),
                               "GET /info HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", 50, NULL, NULL, &error);
    g_assert_no_error (error);
    g_input_stream_read_all (g_io_stream_get_input_stream (secure), answer, sizeof answer - 1, &length, NULL, &error);
    g_assert_no_error (error);
    answer[length] = '\0';
    g_assert_nonnull (strstr (answer, "https 1 TLSv1.3"));
    g_assert_nonnull (strstr (answer, "localhost"));
    g_io_stream_close (secure, NULL, NULL);
  }
  g_unlink (file);
}

#define N_IDLE 100

static void
test_idle_memory (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_client_free);
  TlsClient *shared[10];
  gsize before, grown;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  g_test_skip ("sanitizers have a memory of their own");
  return;
#endif
  for (guint i = 0; i < G_N_ELEMENTS (shared); i++)
    {
      shared[i] = tls_client_new (server->port, NULL);
      tls_client_get (shared[i], "/", "Hello");
    }
  before = mallinfo2 ().uordblks;
  for (guint i = 0; i < N_IDLE; i++)
    {
      TlsClient *client = tls_client_new (server->port, NULL);

      tls_client_get (client, "/", "Hello");
      /* What is left is the server's. */
      gnutls_deinit (client->session);
      gnutls_certificate_free_credentials (client->credentials);
      g_ptr_array_add (clients, client->raw);
      g_free (client);
    }
  server_thread_await_connections (server, N_IDLE + G_N_ELEMENTS (shared));
  grown = mallinfo2 ().uordblks - before;
  g_test_message ("%zu bytes for a connection", grown / N_IDLE);
  g_assert_cmpuint (grown / N_IDLE, <, 48 * 1024);
  for (guint i = 0; i < G_N_ELEMENTS (shared); i++)
    tls_client_free (shared[i]);
}

int
main (int argc, char *argv[])
{
  guint8 *bytes = g_malloc (LARGE_SIZE);
  int status;

  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  for (gsize i = 0; i < LARGE_SIZE; i++)
    bytes[i] = (guint8) (i * 31 + (i >> 12));
  large = g_bytes_new_take (bytes, LARGE_SIZE);
  context = new_context (tls_test_certificate ("localhost"));
  g_test_add_func ("/web-tls/requests", test_requests);
  g_test_add_func ("/web-tls/pipelined", test_pipelined);
  g_test_add_func ("/web-tls/large", test_large);
  g_test_add_func ("/web-tls/file", test_file);
  g_test_add_func ("/web-tls/info", test_info);
  g_test_add_func ("/web-tls/info/plain", test_plain_has_none);
  g_test_add_func ("/web-tls/resumed", test_resumed);
  g_test_add_func ("/web-tls/proxy-protocol", test_proxy_protocol);
  g_test_add_func ("/web-tls/client-certificate", test_client_certificate);
  g_test_add_func ("/web-tls/server-name", test_server_name);
  g_test_add_func ("/web-tls/reload", test_reload);
  g_test_add_func ("/web-tls/plain-request", test_plain_request);
  g_test_add_func ("/web-tls/hello-to-plain", test_hello_to_plain);
  g_test_add_func ("/web-tls/end", test_end);
  g_test_add_func ("/web-tls/end/cut", test_end_cut);
  g_test_add_func ("/web-tls/handshake-timeout", test_handshake_timeout);
  g_test_add_func ("/web-tls/shutdown", test_shutdown);
  g_test_add_func ("/web-tls/gio", test_gio);
  aiohttp_test_add_coroutine ("/web-tls/unusable", start_unusable, NULL);
  g_test_add_func ("/web-tls/idle-memory", test_idle_memory);
  status = g_test_run ();
  g_bytes_unref (large);
  g_object_unref (context);
  tls_test_clear ();
  return status;
}
