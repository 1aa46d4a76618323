/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The client and httpbin under gunicorn: what another implementation makes of our requests, and we of its responses. */

#include <string.h>

#include "../client/client-transport.h"
#include "interop-server.h"

static InteropServer *httpbin;

static AiohttpClientResponse *
request (AiohttpClientSession *session, const char *method, const char *path, AiohttpRequestOptions *options,
         GError **error)
{
  g_autofree char *url = interop_server_make_url (httpbin, path);

  return aiohttp_client_session_request (session, method, url, options, error);
}

/* With cookies, which a host that is an address else has none of. */
static AiohttpClientSession *
new_session (void)
{
  g_autoptr (AiohttpCookieJar) jar = g_object_new (AIOHTTP_TYPE_COOKIE_JAR, "unsafe", TRUE, NULL);
  g_autoptr (AiohttpConnector) connector =
      g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", client_transport_get_kind (), NULL);

  return g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, "cookie-jar", jar, "connector", connector, NULL);
}

static char *
fetch_text (AiohttpClientSession *session, const char *path, AiohttpRequestOptions *options, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = request (session, "GET", path, options, error);

  return response != NULL ? aiohttp_client_response_text (response, error) : NULL;
}

/* The text of a member of JSON: "a.b", with true as "true"; NULL where there is none. */
static char *
get_member (JsonNode *node, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return NULL;
      node = json_object_get_member (json_node_get_object (node), names[i]);
    }
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
}

/* The response's JSON has a member of that text. */
static gboolean
check_member (AiohttpClientSession *session, const char *method, const char *path, AiohttpRequestOptions *options,
              const char *member, const char *expected, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = request (session, method, path, options, error);
  g_autoptr (JsonNode) json = response != NULL ? aiohttp_client_response_json (response, error) : NULL;
  g_autofree char *found = NULL;

  if (json == NULL)
    return FALSE;
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 200);
  found = get_member (json, member);
  g_test_message ("%s %s: %s", method, path, member);
  g_assert_cmpstr (found, ==, expected);
  return TRUE;
}

static gboolean
test_methods (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *method;
    const char *path;
    const char *member;
    const char *expected;
  } rows[] = {
    { "GET", "/get?a=1&b=%C3%A9", "args.b", "é" },
    { "POST", "/post?a=1", "args.a", "1" },
    { "PUT", "/put?a=1", "args.a", "1" },
    { "PATCH", "/patch?a=1", "args.a", "1" },
    { "DELETE", "/delete?a=1", "args.a", "1" },
    { "TRACE", "/anything/x", "method", "TRACE" },
    { "GET", "/anything/with space/é", "method", "GET" },
    { "GET", "/get", "headers.User-Agent", "aiohttp-glib/" AIOHTTP_VERSION_STRING },
    { "GET", "/ip", "origin", "127.0.0.1" },
    { "GET", "/user-agent", "user-agent", "aiohttp-glib/" AIOHTTP_VERSION_STRING },
    { "GET", "/gzip", "gzipped", "true" },
    { "GET", "/deflate", "deflated", "true" },
    { "GET", "/brotli", "brotli", "true" },
  };
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (!check_member (session, rows[i].method, rows[i].path, NULL, rows[i].member, rows[i].expected, error))
      return FALSE;
  {
    g_autoptr (AiohttpClientResponse) head = request (session, "HEAD", "/get", NULL, error);
    g_autofree char *text = head != NULL ? aiohttp_client_response_text (head, error) : NULL;

    g_assert_cmpstr (text, ==, "");
  }
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_bodies (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) text = aiohttp_request_options_new ();
  g_autoptr (AiohttpRequestOptions) json = aiohttp_request_options_new ();
  g_autoptr (AiohttpRequestOptions) urlencoded = aiohttp_request_options_new ();
  g_autoptr (AiohttpRequestOptions) multipart = aiohttp_request_options_new ();
  g_autoptr (AiohttpFormData) fields = aiohttp_form_data_new ();
  g_autoptr (AiohttpFormData) parts = aiohttp_form_data_new ();
  g_autofree char *path = g_build_filename (interop_server_get_folder (httpbin), "upload.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  aiohttp_request_options_set_text (text, "plain é");
  aiohttp_request_options_set_json_text (json, "{\"a\": [1, {\"b\": \"é\"}], \"c\": \"d\"}");
  if (!aiohttp_form_data_add_field (fields, "name", "a&b=é +", error) ||
      !aiohttp_form_data_add_field (parts, "name", "value", error) ||
      !g_file_set_contents (path, "of a file", -1, error) ||
      !aiohttp_form_data_add_file (parts, "upload", file, NULL, "text/plain", error))
    return FALSE;
  aiohttp_request_options_set_form (urlencoded, fields);
  aiohttp_request_options_set_form (multipart, parts);
  return check_member (session, "POST", "/post", text, "data", "plain é", error) &&
         check_member (session, "PUT", "/put", json, "json.c", "d", error) &&
         check_member (session, "POST", "/post", urlencoded, "form.name", "a&b=é +", error) &&
         check_member (session, "POST", "/post", multipart, "form.name", "value", error) &&
         check_member (session, "POST", "/post", multipart, "files.upload", "of a file", error) &&
         aiohttp_client_session_close (session, error);
}

static gboolean
test_headers (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;

  if (!aiohttp_request_options_set_header (options, "X-Test", "a value", error) ||
      !check_member (session, "GET", "/headers", options, "headers.X-Test", "a value", error))
    return FALSE;
  response = request (session, "GET", "/response-headers?X-One=1&X-Two=%22q%22", NULL, error);
  if (response == NULL)
    return FALSE;
  g_assert_cmpstr (aiohttp_client_response_get_header (response, "X-One"), ==, "1");
  g_assert_cmpstr (aiohttp_client_response_get_header (response, "X-Two"), ==, "\"q\"");
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_cookies (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = new_session ();

  return check_member (session, "GET", "/cookies/set?a=1&b=2", NULL, "cookies.a", "1", error) &&
         check_member (session, "GET", "/cookies/set/c/3", NULL, "cookies.b", "2", error) &&
         check_member (session, "GET", "/cookies", NULL, "cookies.c", "3", error) &&
         check_member (session, "GET", "/cookies/delete?a", NULL, "cookies.a", NULL, error) &&
         check_member (session, "GET", "/cookies", NULL, "cookies.b", "2", error) &&
         aiohttp_client_session_close (session, error);
}

static gboolean
test_redirects (GValue *result, gpointer user_data, GError **error)
{
  const char *const paths[] = { "/redirect/3", "/relative-redirect/3", "/absolute-redirect/3" };
  const struct
  {
    guint status;
    const char *method;
  } rows[] = { { 301, "GET" }, { 302, "GET" }, { 303, "GET" }, { 307, "POST" }, { 308, "POST" } };
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (AiohttpClientResponse) response = request (session, "GET", paths[i], NULL, error);

      if (response == NULL)
        return FALSE;
      g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 200);
      g_assert_true (g_str_has_suffix (aiohttp_client_response_get_url (response), "/get"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/redirect-to?url=/anything&status_code=%u", rows[i].status);
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();

      aiohttp_request_options_set_text (options, "body");
      if (!check_member (session, "POST", path, options, "method", rows[i].method, error))
        return FALSE;
      if (i >= 3 && !check_member (session, "POST", path, options, "data", "body", error))
        return FALSE;
    }
  g_assert_null (request (session, "GET", "/redirect/15", NULL, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS);
  return aiohttp_client_session_close (session, error);
}

/* Without, with wrong and with right credentials. */
static gboolean
check_status (const char *path, const char *authorization, guint expected, GError **error)
{
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientResponse) response = NULL;

  if (authorization != NULL)
    aiohttp_client_session_set_authorization (session, authorization);
  response = request (session, "GET", path, NULL, error);
  if (response == NULL)
    return FALSE;
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, expected);
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_auth (GValue *result, gpointer user_data, GError **error)
{
  g_autofree char *right = aiohttp_encode_basic_auth ("me", "s x", error);
  g_autofree char *wrong = aiohttp_encode_basic_auth ("me", "other", error);
  g_autofree char *bearer = aiohttp_encode_bearer_auth ("t0ken", error);

  return check_status ("/basic-auth/me/s x", NULL, 401, error) &&
         check_status ("/basic-auth/me/s x", wrong, 401, error) &&
         check_status ("/basic-auth/me/s x", right, 200, error) &&
         check_status ("/hidden-basic-auth/me/s x", NULL, 404, error) &&
         check_status ("/hidden-basic-auth/me/s x", right, 200, error) && check_status ("/bearer", NULL, 401, error) &&
         check_status ("/bearer", bearer, 200, error);
}

static gboolean
test_digest (GValue *result, gpointer user_data, GError **error)
{
  const char *const paths[] = {
    "/digest-auth/auth/me/secret",     "/digest-auth/auth/me/secret/MD5",         "/digest-auth/auth/me/secret/SHA-256",
    "/digest-auth/auth-int/me/secret", "/digest-auth/auth-int/me/secret/SHA-256",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    for (guint wrong = 0; wrong < 2; wrong++)
      {
        g_autoptr (AiohttpClientSession) session = new_session (); /* it wants its cookies back */
        g_autoptr (AiohttpDigestAuthMiddleware) digest =
            aiohttp_digest_auth_middleware_new ("me", wrong ? "other" : "secret");
        g_autoptr (AiohttpClientResponse) response = NULL;

        aiohttp_client_session_add_middleware (session, AIOHTTP_CLIENT_MIDDLEWARE (digest));
        g_test_message ("%s", paths[i]);
        response = request (session, "GET", paths[i], NULL, error);
        if (response == NULL)
          return FALSE;
        g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, wrong ? 401 : 200);
        if (!aiohttp_client_session_close (session, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
test_streams (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientResponse) lines = request (session, "GET", "/stream/20", NULL, error);
  g_autoptr (AiohttpClientResponse) chunks = NULL;
  g_autoptr (AiohttpClientResponse) drip = NULL;
  g_autoptr (GBytes) pieces = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) dripped = NULL;
  g_autoptr (AiohttpClientResponse) whole = NULL;
  guint n = 0;

  if (lines == NULL)
    return FALSE;
  for (;;)
    {
      g_autoptr (GBytes) line = aiohttp_stream_reader_readline (aiohttp_client_response_get_content (lines), error);

      if (line == NULL)
        return FALSE;
      if (g_bytes_get_size (line) == 0)
        break;
      g_assert_cmpint (((const char *) g_bytes_get_data (line, NULL))[0], ==, '{');
      n++;
    }
  g_assert_cmpuint (n, ==, 20);
  chunks = request (session, "GET", "/stream-bytes/100000?seed=1&chunk_size=777", NULL, error);
  pieces = chunks != NULL ? aiohttp_client_response_read (chunks, error) : NULL;
  whole = pieces != NULL ? request (session, "GET", "/bytes/100000?seed=1", NULL, error) : NULL;
  bytes = whole != NULL ? aiohttp_client_response_read (whole, error) : NULL;
  drip =
      bytes != NULL ? request (session, "GET", "/drip?numbytes=10&duration=0.3&delay=0&code=202", NULL, error) : NULL;
  dripped = drip != NULL ? aiohttp_client_response_read (drip, error) : NULL;
  if (dripped == NULL)
    return FALSE;
  g_assert_cmpuint (g_bytes_get_size (pieces), ==, 100000);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 100000);
  g_assert_cmpuint (aiohttp_client_response_get_status (drip), ==, 202);
  g_assert_true (g_bytes_get_size (dripped) == 10 && strncmp (g_bytes_get_data (dripped, NULL), "**********", 10) == 0);
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_range (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *path = g_build_filename (interop_server_get_folder (httpbin), "download", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *url = interop_server_make_url (httpbin, "/range/1000");
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *part = NULL;
  g_autofree char *all = NULL;
  gsize length;

  if (!aiohttp_request_options_set_header (options, "Range", "bytes=10-14", error))
    return FALSE;
  response = request (session, "GET", "/range/1000", options, error);
  part = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  if (part == NULL)
    return FALSE;
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 206);
  g_assert_cmpstr (aiohttp_client_response_get_header (response, "Content-Range"), ==, "bytes 10-14/1000");
  g_assert_cmpstr (part, ==, "klmno");
  if (!aiohttp_client_session_download (session, url, file, TRUE, NULL, NULL, error) ||
      !g_file_get_contents (path, &all, &length, error))
    return FALSE;
  g_assert_cmpuint (length, ==, 1000);
  g_assert_true (strncmp (all, "abcdefghijklmnopqrstuvwxyzabc", 29) == 0);
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_delay (GValue *result, gpointer user_data, GError **error)
{
  const AiohttpClientError codes[] = { AIOHTTP_CLIENT_ERROR_TIMEOUT, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT };
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (AiohttpClientTimeout) timeout = aiohttp_client_timeout_new ();
      g_autoptr (GError) failure = NULL;

      if (i == 0)
        aiohttp_client_timeout_set_total (timeout, 0.2);
      else
        aiohttp_client_timeout_set_sock_read (timeout, 0.2);
      aiohttp_request_options_set_client_timeout (options, timeout);
      g_assert_null (request (session, "GET", "/delay/10", options, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, (int) codes[i]);
    }
  text = fetch_text (session, "/delay/0.2", NULL, error);
  g_assert_nonnull (text);
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_statuses (GValue *result, gpointer user_data, GError **error)
{
  const guint statuses[] = { 200, 201, 204, 304, 400, 404, 410, 418, 429, 500, 503 };
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *path = g_strdup_printf ("/status/%u", statuses[i]);
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (AiohttpClientResponse) response = request (session, "GET", path, NULL, error);
      g_autoptr (AiohttpClientResponse) raised = NULL;
      g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
      g_autoptr (GError) failure = NULL;

      if (text == NULL)
        return FALSE;
      g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, statuses[i]);
      aiohttp_request_options_set_raise_for_status (options, TRUE);
      raised = request (session, "GET", path, options, &failure);
      g_assert_cmpint (raised == NULL, ==, statuses[i] >= 400);
      if (raised == NULL)
        g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_STATUS);
    }
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_conditions (GValue *result, gpointer user_data, GError **error)
{
  const char *const rows[][3] = {
    { "If-None-Match", "\"abc\"", "304" },
    { "If-None-Match", "\"other\"", "200" },
    { "If-Match", "\"abc\"", "200" },
    { "If-Match", "\"other\"", "412" },
  };
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (AiohttpClientResponse) response = NULL;

      if (!aiohttp_request_options_set_header (options, rows[i][0], rows[i][1], error))
        return FALSE;
      response = request (session, "GET", "/etag/abc", options, error);
      if (response == NULL)
        return FALSE;
      g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, (guint) atoi (rows[i][2]));
    }
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_contents (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *path;
    const char *type;
    const char *part;
  } rows[] = {
    { "/html", "text/html", "Herman Melville" },        { "/xml", "application/xml", "Sample Slide Show" },
    { "/robots.txt", "text/plain", "Disallow: /deny" }, { "/encoding/utf8", "text/html", "README.source" },
    { "/image/svg", "image/svg+xml", "<svg" },          { "/base64/w6kh", "text/html", "é!" },
  };
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientResponse) image = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpClientResponse) response = request (session, "GET", rows[i].path, NULL, error);
      g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

      if (text == NULL)
        return FALSE;
      g_test_message ("%s", rows[i].path);
      g_assert_cmpstr (aiohttp_client_response_get_content_type (response), ==, rows[i].type);
      g_assert_nonnull (strstr (text, rows[i].part));
    }
  image = request (session, "GET", "/image/png", NULL, error);
  bytes = image != NULL ? aiohttp_client_response_read (image, error) : NULL;
  if (bytes == NULL)
    return FALSE;
  g_assert_true (g_bytes_get_size (bytes) > 8 && memcmp (g_bytes_get_data (bytes, NULL), "\x89PNG\r\n\x1a\n", 8) == 0);
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char *argv[])
{
  int status;

  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  httpbin = interop_httpbin_new ();
  if (httpbin == NULL)
    {
      g_print ("1..0 # skip gunicorn and httpbin are not installed\n");
      return 0;
    }
  aiohttp_test_add_coroutine ("/interop-httpbin/methods", test_methods, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/bodies", test_bodies, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/headers", test_headers, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/cookies", test_cookies, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/redirects", test_redirects, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/auth", test_auth, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/digest", test_digest, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/streams", test_streams, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/range", test_range, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/delay", test_delay, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/statuses", test_statuses, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/conditions", test_conditions, NULL);
  aiohttp_test_add_coroutine ("/interop-httpbin/contents", test_contents, NULL);
  status = g_test_run ();
  interop_server_free (httpbin);
  return status;
}
