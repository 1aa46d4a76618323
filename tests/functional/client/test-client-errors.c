/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What servers and networks do wrong: the exact error of each, within a bound of time, and a session that works on. */

#include <aiohttp-glib/aiohttp.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include "client-transport.h"
#include "raw-server.h"

static char deep_json[2048];

static void
serve_nothing (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);
}

static void
serve_reset (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  raw_connection_reset (connection);
}

static void
serve_silence (RawConnection *connection, gpointer user_data)
{
  raw_connection_wait_for_end (connection);
}

/* A head that never ends, a line every 10 ms. */
static void
serve_drip (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  raw_connection_puts (connection, "HTTP/1.1 200 OK\r\n");
  while (raw_connection_puts (connection, "X-Drip: 1\r\n") && !raw_connection_is_stopped (connection))
    g_usleep (10000);
}

static gboolean
works (AiohttpClientSession *session, GError **error)
{
  const RawRoute routes[] = { { "/", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  return g_strcmp0 (text, "ok") == 0;
}

/* Before there is a head. */
static gboolean
test_connect (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    RawServerFunc func;
    const char *url;
    AiohttpClientError code;
  } rows[] = {
    { NULL, "http://127.0.0.1:1/", AIOHTTP_CLIENT_ERROR_CONNECT },
    { NULL, "http://does-not-exist.invalid/", AIOHTTP_CLIENT_ERROR_DNS },
    { serve_nothing, NULL, AIOHTTP_CLIENT_ERROR_DISCONNECTED },
    { serve_reset, NULL, AIOHTTP_CLIENT_ERROR_DISCONNECTED },
    { serve_silence, NULL, AIOHTTP_CLIENT_ERROR_TIMEOUT },
    { serve_drip, NULL, AIOHTTP_CLIENT_ERROR_TIMEOUT },
  };
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RawServer) server = rows[i].func != NULL ? raw_server_new (rows[i].func, NULL) : NULL;
      g_autofree char *url = server != NULL ? raw_server_make_url (server, "/") : g_strdup (rows[i].url);
      g_autoptr (AiohttpRequestOptions) options = g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, NULL);
      g_autoptr (GError) failure = NULL;
      gint64 start = g_get_monotonic_time ();

      if (rows[i].code == AIOHTTP_CLIENT_ERROR_TIMEOUT)
        aiohttp_request_options_set_timeout (options, 0.1);
      g_assert_null (aiohttp_client_session_get (session, url, options, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, (int) rows[i].code);
      g_assert_null (strchr (failure->message, '\n'));
      if (rows[i].code == AIOHTTP_CLIENT_ERROR_TIMEOUT)
        {
          g_assert_nonnull (strstr (failure->message, "0.1 seconds"));
          g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_TIME_SPAN_SECOND);
        }
      g_assert_true (works (session, error));
    }
  return aiohttp_client_session_close (session, error);
}

/* For 127.0.0.1, signed by itself. */
static GTlsCertificate *
make_certificate (void)
{
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate;
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t crt;
  gnutls_datum_t key_pem;
  gnutls_datum_t crt_pem;
  g_autofree char *pem = NULL;

  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  gnutls_x509_crt_init (&crt);
  gnutls_x509_crt_set_version (crt, 3);
  gnutls_x509_crt_set_serial (crt, "\1", 1);
  gnutls_x509_crt_set_activation_time (crt, time (NULL) - 3600);
  gnutls_x509_crt_set_expiration_time (crt, time (NULL) + 3600);
  gnutls_x509_crt_set_dn (crt, "CN=127.0.0.1", NULL);
  gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, "\x7f\0\0\1", 4, GNUTLS_FSAN_SET);
  gnutls_x509_crt_set_key (crt, key);
  gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0);
  gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &key_pem);
  gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &crt_pem);
  pem = g_strdup_printf ("%s%s", (char *) crt_pem.data, (char *) key_pem.data);
  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  gnutls_free (key_pem.data);
  gnutls_free (crt_pem.data);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (key);
  return certificate;
}

static void
serve_tls (RawConnection *connection, gpointer certificate)
{
  g_autoptr (GSocketConnection) plain =
      g_socket_connection_factory_create_connection (raw_connection_get_socket (connection));
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (plain), certificate, NULL);

  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL);
}

static void
serve_no_tls (RawConnection *connection, gpointer user_data)
{
  raw_connection_puts (connection, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  raw_connection_wait_for_end (connection);
}

static gboolean
test_tls (GValue *result, gpointer user_data, GError **error)
{
  const RawServerFunc funcs[] = { serve_tls, serve_no_tls };
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("GIO has no TLS here");
      return TRUE;
    }
  certificate = make_certificate ();
  for (guint i = 0; i < G_N_ELEMENTS (funcs); i++)
    {
      g_autoptr (RawServer) server = raw_server_new (funcs[i], certificate);
      g_autoptr (GError) failure = NULL;
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/", raw_server_get_port (server));

      g_assert_null (aiohttp_client_session_get (session, url, NULL, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TLS);
      g_assert_true (works (session, error));
    }
  return aiohttp_client_session_close (session, error);
}

#define HEAD "HTTP/1.1 200 OK\r\n"

/* With a head; what reading the body comes to. OK where libsoup cannot tell. */
static const struct
{
  RawRoute route;
  const char *body; /* NULL: an error */
  AiohttpClientError code;
  gboolean soup_is_lax; /* libsoup takes it for the end: the body is what it is then */
} bad_bodies[] = {
  { { "/short", HEAD "Content-Length: 10\r\n\r\nabc", RAW_CLOSE }, NULL, AIOHTTP_CLIENT_ERROR_PAYLOAD },
  { { "/nothing", HEAD "Content-Length: 10\r\n\r\n", RAW_CLOSE }, NULL, AIOHTTP_CLIENT_ERROR_PAYLOAD },
  { { "/cut-chunk", HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nabc", RAW_CLOSE },
    NULL,
    AIOHTTP_CLIENT_ERROR_PAYLOAD },
  { { "/no-last-chunk", HEAD "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", RAW_CLOSE },
    "abc",
    AIOHTTP_CLIENT_ERROR_PAYLOAD,
    TRUE },
  { { "/bad-chunk-end", HEAD "Transfer-Encoding: chunked\r\n\r\n3\r\nabcXX\r\n0\r\n\r\n", RAW_CLOSE },
    "abc",
    AIOHTTP_CLIENT_ERROR_PAYLOAD,
    TRUE },
  { { "/bad-chunk-size", HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", RAW_CLOSE },
    "",
    AIOHTTP_CLIENT_ERROR_PAYLOAD,
    TRUE },
  { { "/stalled", HEAD "Content-Length: 10\r\n\r\nabc", RAW_HANG }, NULL, AIOHTTP_CLIENT_ERROR_TIMEOUT },
  { { "/not-gzip", HEAD "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", RAW_KEEP },
    NULL,
    AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING },
  { { "/cut-gzip", HEAD "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08", RAW_KEEP },
    NULL,
    AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING },
  { { "/empty-gzip", HEAD "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", RAW_KEEP }, "", 0 },
  { { "/unknown-coding", HEAD "Content-Encoding: rot13\r\nContent-Length: 5\r\n\r\nuryyb", RAW_KEEP }, "uryyb", 0 },
  { { "/big", HEAD "Content-Length: 2000\r\n\r\n", RAW_HANG }, NULL, AIOHTTP_CLIENT_ERROR_TIMEOUT },
};

static gboolean
test_bodies (GValue *result, gpointer user_data, GError **error)
{
  RawRoute routes[G_N_ELEMENTS (bad_bodies) + 1] = { 0 };
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (RawServer) server = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad_bodies); i++)
    routes[i] = bad_bodies[i].route;
  server = raw_server_new_routes (routes);

  for (guint i = 0; i < G_N_ELEMENTS (bad_bodies); i++)
    {
      g_autofree char *url = raw_server_make_url (server, bad_bodies[i].route.path);
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (AiohttpClientResponse) response = NULL;
      g_autoptr (GError) failure = NULL;
      g_autofree char *text = NULL;
      const char *expected;

      g_test_message ("%s", bad_bodies[i].route.path);
      if (bad_bodies[i].code == AIOHTTP_CLIENT_ERROR_TIMEOUT)
        aiohttp_request_options_set_timeout (options, 1.5); /* enough for the head on the slowest machine */
      response = aiohttp_client_session_get (session, url, options, error);
      if (response == NULL)
        return FALSE;
      text = aiohttp_client_response_text (response, &failure);
      expected = bad_bodies[i].soup_is_lax && !client_transport_is_soup () ? NULL : bad_bodies[i].body;
      g_assert_cmpstr (text, ==, expected);
      if (expected != NULL)
        {
          g_assert_no_error (failure);
          continue;
        }
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, (int) bad_bodies[i].code);
      g_assert_true (aiohttp_client_response_is_closed (response));

      /* the error is sticky */
      g_clear_error (&failure);
      g_assert_null (aiohttp_client_response_read (response, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, (int) bad_bodies[i].code);
      g_assert_true (works (session, error));
    }
  return aiohttp_client_session_close (session, error);
}

static const char *const bad_heads[] = {
  "",
  "garbage\r\n\r\n",
  "HTTP/1.1 OK\r\n\r\n",
  "HTTP/1.1 99999 What\r\n\r\n",
  "SSH-2.0-OpenSSH_9.2\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nno colon here",
  "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
  "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabcd",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
};

static void
serve_bad_head (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  if (request != NULL)
    raw_connection_puts (connection, user_data);
}

static gboolean
test_heads (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint i = 0; i < G_N_ELEMENTS (bad_heads); i++)
    {
      g_autoptr (RawServer) server = raw_server_new (serve_bad_head, (gpointer) bad_heads[i]);
      g_autofree char *url = raw_server_make_url (server, "/");
      g_autoptr (GError) failure = NULL;

      g_assert_null (aiohttp_client_session_get (session, url, NULL, &failure));
      g_assert_true (g_error_matches (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE) ||
                     g_error_matches (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_DISCONNECTED));
      g_assert_true (works (session, error));
    }
  return TRUE;
}

static char *
make_bomb (gsize size, gsize *length)
{
  gsize room = size / 500 + 1000;
  char *packed = g_malloc (room);
  char *zeros = g_malloc0 (65536);
  z_stream z = { 0 };

  deflateInit2 (&z, 9, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY);
  z.next_out = (Bytef *) packed;
  z.avail_out = (uInt) room;
  for (gsize done = 0; done < size; done += 65536)
    {
      z.next_in = (Bytef *) zeros;
      z.avail_in = 65536;
      deflate (&z, done + 65536 >= size ? Z_FINISH : Z_NO_FLUSH);
    }
  *length = z.total_out;
  deflateEnd (&z);
  g_free (zeros);
  return packed;
}

static void
serve_bomb (RawConnection *connection, gpointer user_data)
{
  gsize length;
  g_autofree char *bomb = make_bomb (64 * 1024 * 1024, &length);

  for (;;)
    {
      g_autofree char *request = raw_connection_read_request (connection);
      g_autofree char *head =
          g_strdup_printf (HEAD "Content-Encoding: gzip\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);

      if (request == NULL || !raw_connection_puts (connection, head) ||
          !raw_connection_write (connection, bomb, length))
        return;
    }
}

static gboolean
test_bomb (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new (serve_bomb, NULL);
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (AiohttpClientResponse) raw = NULL;
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GError) failure = NULL;

  aiohttp_client_session_set_max_body_size (session, 1024 * 1024);
  response = aiohttp_client_session_get (session, url, NULL, error);
  if (response == NULL)
    return FALSE;
  g_assert_null (aiohttp_client_response_read (response, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE);
  g_assert_nonnull (strstr (failure->message, "1048576"));
  g_assert_cmpuint (aiohttp_stream_reader_get_total_bytes (aiohttp_client_response_get_content (response)), <,
                    2 * 1024 * 1024);
  g_assert_true (aiohttp_client_response_is_closed (response));

  /* as it came, it is small */
  aiohttp_request_options_set_auto_decompress (options, FALSE);
  raw = aiohttp_client_session_get (session, url, options, error);
  packed = raw != NULL ? aiohttp_client_response_read (raw, error) : NULL;
  g_assert_cmpuint (g_bytes_get_size (packed), <, 1024 * 1024);
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_limit (GValue *result, gpointer user_data, GError **error)
{
  const RawRoute routes[] = { { "/", HEAD "Content-Length: 10\r\n\r\n0123456789", RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (gint64 limit = 9; limit <= 10; limit++)
    {
      g_autoptr (AiohttpRequestOptions) options =
          g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "max-body-size", limit, NULL);
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, options, error);
      g_autoptr (GError) failure = NULL;
      g_autoptr (GBytes) body = response != NULL ? aiohttp_client_response_read (response, &failure) : NULL;

      if (limit == 10)
        g_assert_nonnull (body);
      else
        g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE);
    }
  return TRUE;
}

static gboolean
test_status (GValue *result, gpointer user_data, GError **error)
{
  const RawRoute routes[] = { { "/gone", "HTTP/1.1 410 Gone\r\nContent-Length: 3\r\n\r\nbye", RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autofree char *url = raw_server_make_url (server, "/gone");
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) lenient = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) plain = aiohttp_client_session_get (session, url, NULL, error);
  g_autoptr (AiohttpClientResponse) data = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (plain);
  g_assert_false (aiohttp_client_response_is_ok (plain));
  g_assert_false (aiohttp_client_response_raise_for_status (plain, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_STATUS);
  g_assert_true (g_str_has_prefix (failure->message, "410 Gone: GET http://"));
  g_assert_true (aiohttp_client_response_is_closed (plain));
  g_clear_error (&failure);

  aiohttp_client_session_set_raise_for_status (session, TRUE);
  g_assert_null (aiohttp_client_session_get (session, url, NULL, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_STATUS);

  aiohttp_request_options_set_raise_for_status (lenient, FALSE);
  data = aiohttp_client_session_get (session, url, lenient, error);
  text = data != NULL ? aiohttp_client_response_text (data, error) : NULL;
  g_assert_cmpstr (text, ==, "bye");
  return TRUE;
}

static gboolean
test_deep_json (GValue *result, gpointer user_data, GError **error)
{
  const RawRoute routes[] = { { "/", deep_json, RAW_KEEP }, { 0 } };

  for (guint depth = 64; depth <= 65; depth++)
    {
      g_autofree char *open = g_strnfill (depth, '[');
      g_autofree char *close = g_strnfill (depth, ']');
      g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
      g_autoptr (AiohttpClientResponse) response = NULL;
      g_autoptr (JsonNode) root = NULL;
      g_autoptr (GError) failure = NULL;
      g_autoptr (RawServer) server = NULL;
      g_autofree char *url = NULL;

      g_snprintf (deep_json, sizeof deep_json, HEAD "Content-Type: application/json\r\nContent-Length: %u\r\n\r\n%s%s",
                  2 * depth, open, close);
      server = raw_server_new_routes (routes);
      url = raw_server_make_url (server, "/");
      response = aiohttp_client_session_get (session, url, NULL, error);
      if (response == NULL)
        return FALSE;
      root = aiohttp_client_response_json (response, &failure);
      if (depth == 64)
        g_assert_no_error (failure);
      else
        g_assert_error (failure, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE);
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client/error/connect", test_connect, NULL);
  aiohttp_test_add_coroutine ("/client/error/tls", test_tls, NULL);
  aiohttp_test_add_coroutine ("/client/error/heads", test_heads, NULL);
  aiohttp_test_add_coroutine ("/client/error/bodies", test_bodies, NULL);
  aiohttp_test_add_coroutine ("/client/error/bomb", test_bomb, NULL);
  aiohttp_test_add_coroutine ("/client/error/limit", test_limit, NULL);
  aiohttp_test_add_coroutine ("/client/error/status", test_status, NULL);
  aiohttp_test_add_coroutine ("/client/error/deep-json", test_deep_json, NULL);
  return g_test_run ();
}
