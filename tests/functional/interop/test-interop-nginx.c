/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The client and nginx: connections, framing, TLS, ranges, an upload that is refused; HTTP/2 by libsoup's transport. */

#include <string.h>

#include "../client/client-transport.h"
#include "interop-server.h"
#include "tls-test.h"

static InteropServer *nginx;

static AiohttpClientSession *
new_session (void)
{
  g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpConnector) connector = NULL;

  g_assert_true (aiohttp_tls_context_load_authorities (tls, tls_test_authority (), NULL));
  connector =
      g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", client_transport_get_kind (), "tls-context", tls, NULL);
  return aiohttp_client_session_new_with_connector (connector);
}

static AiohttpClientResponse *
request (AiohttpClientSession *session, const char *method, const char *path, AiohttpRequestOptions *options,
         GError **error)
{
  g_autofree char *url = g_str_has_prefix (path, "https:")
                             ? g_strdup_printf ("https://localhost:%u%s", interop_server_get_tls_port (nginx), path + 6)
                             : interop_server_make_url (nginx, path);

  return aiohttp_client_session_request (session, method, url, options, error);
}

/* "STATUS TEXT" */
static char *
fetch (AiohttpClientSession *session, const char *method, const char *path, AiohttpRequestOptions *options,
       GError **error)
{
  g_autoptr (AiohttpClientResponse) response = request (session, method, path, options, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  return text != NULL ? g_strdup_printf ("%u %s", aiohttp_client_response_get_status (response), text) : NULL;
}

static gboolean
test_keep_alive (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = new_session ();

  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *expected = g_strdup_printf ("200 HTTP/1.1 %u  ", i);
      g_autofree char *text = fetch (session, "GET", "/about", NULL, error);

      g_assert_cmpstr (text, ==, expected);
    }
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_methods (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = new_session ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *get = NULL;
  g_autofree char *post = NULL;
  g_autofree char *head = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *missing = NULL;

  if (!aiohttp_request_options_set_header (options, "X-Test", "a b", error))
    return FALSE;
  get = fetch (session, "GET", "/method?x=%20y", options, error);
  g_assert_cmpstr (get, ==, "200 GET a b x=%20y");
  aiohttp_request_options_set_text (options, "body");
  post = fetch (session, "POST", "/method", options, error);
  g_assert_cmpstr (post, ==, "200 POST a b ");
  head = fetch (session, "HEAD", "/hello.txt", NULL, error);
  g_assert_cmpstr (head, ==, "200 ");
  moved = fetch (session, "GET", "/moved", NULL, error);
  g_assert_true (g_str_has_prefix (moved, "200 HTTP/1.1"));
  missing = fetch (session, "GET", "/nothing", NULL, error);
  g_assert_true (g_str_has_prefix (missing, "404 <html>"));
  return aiohttp_client_session_close (session, error);
}

/* A body compressed on the way has no length: it comes in chunks. */
static gboolean
test_zipped (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = new_session ();
  g_autoptr (AiohttpClientResponse) response = request (session, "GET", "/zipped/hello.txt", NULL, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  g_assert_cmpstr (text, ==, "Hello from a file");
  g_assert_cmpstr (aiohttp_client_response_get_header (response, "Content-Encoding"), ==, "gzip");
  g_assert_cmpstr (aiohttp_client_response_get_header (response, "Transfer-Encoding"), ==, "chunked");
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_range (GValue *result, gpointer user_data, GError **error)
{
  const char *const rows[][2] = {
    { "bytes=6-9", "206 from" },
    { "bytes=-4", "206 file" },
    { "bytes=100-", "416 " },
    { "nonsense", "200 Hello" },
  };
  g_autoptr (AiohttpClientSession) session = new_session ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autofree char *text = NULL;

      if (!aiohttp_request_options_set_header (options, "Range", rows[i][0], error))
        return FALSE;
      text = fetch (session, "GET", "/hello.txt", options, error);
      g_assert_true (text != NULL && g_str_has_prefix (text, rows[i][1]));
    }
  return aiohttp_client_session_close (session, error);
}

/* What a broken-off download left is the beginning of the whole. */
static gboolean
test_resume (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = new_session ();
  g_autofree char *path = g_build_filename (interop_server_get_folder (nginx), "download", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *url = interop_server_make_url (nginx, "/hello.txt");
  g_autofree char *text = NULL;

  if (!aiohttp_client_session_download (session, url, file, TRUE, NULL, NULL, error) ||
      !g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  g_assert_cmpstr (text, ==, "Hello from a file");
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_upload (GValue *result, gpointer user_data, GError **error)
{
  const gsize size = 1024 * 1024 + 7;
  g_autoptr (AiohttpClientSession) session = new_session ();
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 31 + i / 256);
  {
    g_autoptr (GBytes) body = g_bytes_new_take (data, size);

    for (guint i = 0; i < 3; i++)
      {
        g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
        g_autofree char *path = g_strdup_printf ("/put/%u", i);
        g_autofree char *text = NULL;
        g_autofree char *deleted = NULL;
        g_autoptr (AiohttpClientResponse) response = NULL;
        g_autoptr (GBytes) back = NULL;

        aiohttp_request_options_set_body (options, body);
        aiohttp_request_options_set_chunked (options, i == 1);
        aiohttp_request_options_set_expect100 (options, i == 2);
        text = fetch (session, "PUT", path, options, error);
        if (text == NULL)
          return FALSE;
        g_assert_true (g_str_has_prefix (text, "201 "));
        response = request (session, "GET", path, NULL, error);
        back = response != NULL ? aiohttp_client_response_read (response, error) : NULL;
        g_assert_true (back != NULL && g_bytes_equal (back, body));
        deleted = fetch (session, "DELETE", path, NULL, error);
        g_assert_cmpstr (deleted, ==, "204 ");
      }
  }
  return aiohttp_client_session_close (session, error);
}

/* Refused by its announced length while it is still on its way. */
static gboolean
test_too_large (GValue *result, gpointer user_data, GError **error)
{
  const gsize size = 16 * 1024 * 1024;
  g_autoptr (AiohttpClientSession) session = new_session ();
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (size), size);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (GError) failure = NULL;
      g_autofree char *text = NULL;
      g_autofree char *after = NULL;

      aiohttp_request_options_set_body (options, body);
      aiohttp_request_options_set_chunked (options, i == 1);
      aiohttp_request_options_set_expect100 (options, i == 2);
      text = fetch (session, "PUT", "/small", options, &failure);
      /* libsoup reads no answer before the request is out */
      if (text != NULL || !client_transport_is_soup ())
        {
          g_assert_no_error (failure);
          g_assert_true (g_str_has_prefix (text, "413 "));
        }
      else
        {
          g_assert_cmpuint (failure->domain, ==, AIOHTTP_CLIENT_ERROR);
        }
      after = fetch (session, "GET", "/hello.txt", NULL, error);
      g_assert_cmpstr (after, ==, "200 Hello from a file");
    }
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_auth (GValue *result, gpointer user_data, GError **error)
{
  g_autofree char *right = aiohttp_encode_basic_auth ("me", "s x", error);
  g_autofree char *wrong = aiohttp_encode_basic_auth ("me", "other", error);
  const char *const rows[][2] = { { NULL, "401 " }, { wrong, "401 " }, { right, "200 Hello" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpClientSession) session = new_session ();
      g_autofree char *text = NULL;

      if (rows[i][0] != NULL)
        aiohttp_client_session_set_authorization (session, rows[i][0]);
      text = fetch (session, "GET", "/secret/hello.txt", NULL, error);
      g_assert_true (text != NULL && g_str_has_prefix (text, rows[i][1]));
      if (!aiohttp_client_session_close (session, error))
        return FALSE;
    }
  return TRUE;
}

/* nginx offers both: HTTP/1.1 is what our own transport speaks, HTTP/2 what libsoup's does. */
static gboolean
test_tls (GValue *result, gpointer user_data, GError **error)
{
  gboolean is_soup = client_transport_is_soup ();
  g_autoptr (AiohttpClientSession) session = new_session ();

  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *expected = g_strdup_printf ("200 HTTP/%s %u TLSv1.3 localhost", is_soup ? "2.0" : "1.1", i);
      g_autoptr (AiohttpClientResponse) response = request (session, "GET", "https:/about", NULL, error);
      g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
      g_autofree char *found = NULL;

      if (text == NULL)
        return FALSE;
      found = g_strdup_printf ("%u %s", aiohttp_client_response_get_status (response), text);
      g_assert_cmpstr (found, ==, expected);
      g_assert_cmpint (aiohttp_client_response_get_version (response), ==, is_soup ? SOUP_HTTP_2_0 : SOUP_HTTP_1_1);
    }
  {
    g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
    g_autofree char *zipped = fetch (session, "GET", "https:/zipped/hello.txt", NULL, error);
    g_autofree char *put = NULL;
    g_autofree char *back = NULL;

    g_assert_cmpstr (zipped, ==, "200 Hello from a file");
    aiohttp_request_options_set_text (options, "by TLS");
    put = fetch (session, "PUT", "https:/put/tls", options, error);
    g_assert_true (put != NULL && g_str_has_prefix (put, "201 "));
    back = fetch (session, "GET", "https:/put/tls", NULL, error);
    g_assert_cmpstr (back, ==, "200 by TLS");
  }
  return aiohttp_client_session_close (session, error);
}

static gboolean
fetch_one (GValue *result, gpointer session, GError **error)
{
  g_autofree char *text = fetch (session, "GET", "https:/hello.txt", NULL, error);

  g_assert_cmpstr (text, ==, "200 Hello from a file");
  return text != NULL;
}

/* Many at a time. */
static gboolean
test_many (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = new_session ();
  AiohttpTask *tasks[30];

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    tasks[i] = aiohttp_spawn (fetch_one, session, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      if (!aiohttp_future_await (AIOHTTP_FUTURE (tasks[i]), error))
        return FALSE;
      g_object_unref (tasks[i]);
    }
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char *argv[])
{
  g_autofree char *certificate = NULL;
  int status;

  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  certificate = tls_test_certificate ("localhost");
  nginx = interop_nginx_new (certificate);
  if (nginx == NULL || !g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_print ("1..0 # skip nginx is not installed, or GIO has no TLS\n");
      g_clear_pointer (&nginx, interop_server_free);
      tls_test_clear ();
      return 0;
    }
  aiohttp_test_add_coroutine ("/interop-nginx/keep-alive", test_keep_alive, NULL);
  aiohttp_test_add_coroutine ("/interop-nginx/methods", test_methods, NULL);
  aiohttp_test_add_coroutine ("/interop-nginx/zipped", test_zipped, NULL);
  aiohttp_test_add_coroutine ("/interop-nginx/range", test_range, NULL);
  aiohttp_test_add_coroutine ("/interop-nginx/resume", test_resume, NULL);
  aiohttp_test_add_coroutine ("/interop-nginx/upload", test_upload, NULL);
  aiohttp_test_add_coroutine ("/interop-nginx/too-large", test_too_large, NULL);
  aiohttp_test_add_coroutine ("/interop-nginx/auth", test_auth, NULL);
  aiohttp_test_add_coroutine ("/interop-nginx/tls", test_tls, NULL);
  aiohttp_test_add_coroutine ("/interop-nginx/many", test_many, NULL);
  status = g_test_run ();
  interop_server_free (nginx);
  tls_test_clear ();
  return status;
}
