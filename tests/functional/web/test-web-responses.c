/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <string.h>

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

#define GET(path)              "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"
#define GET_WITH(path, fields) "GET " path " HTTP/1.1\r\nHost: h\r\n" fields "\r\n"
#define LARGE                  (300 * 1000)

static char *large;

static AiohttpReply *
reply (gpointer response)
{
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
handle_compressed (AiohttpRequest *request, gpointer user_data, GError **error)
{
  gboolean small = g_str_equal (aiohttp_request_get_match_info (request, "size"), "small");
  g_autofree char *text = small ? g_strnfill (1000, 'x') : g_strdup (large);
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, text);
  AiohttpStreamResponse *stream = AIOHTTP_STREAM_RESPONSE (response);
  g_autoptr (AiohttpETag) etag = aiohttp_etag_new ("v1", FALSE, error);

  if (!aiohttp_stream_response_set_etag (stream, etag, error) ||
      !aiohttp_stream_response_enable_compression (stream, aiohttp_request_query_get (request, "coding"), error))
    return NULL;
  return reply (g_steal_pointer (&response));
}

static AiohttpReply *
handle_compressed_stream (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_set_content_length (response, LARGE, error) ||
      !aiohttp_stream_response_enable_compression (response, NULL, error) ||
      !aiohttp_stream_response_prepare (response, request, error))
    return NULL;
  for (gsize at = 0; at < LARGE; at += 1000)
    if (!aiohttp_stream_response_write (response, (guint8 *) large + at, 1000, error))
      return NULL;
  return reply (g_steal_pointer (&response));
}

static AiohttpReply *
handle_encoded (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "as it is");
  AiohttpStreamResponse *stream = AIOHTTP_STREAM_RESPONSE (response);

  if (!aiohttp_stream_response_set_header (stream, "Content-Encoding", "x-own", error) ||
      !aiohttp_stream_response_enable_compression (stream, NULL, error))
    return NULL;
  return reply (g_steal_pointer (&response));
}

static AiohttpReply *
handle_status (AiohttpRequest *request, gpointer user_data, GError **error)
{
  guint status = (guint) g_ascii_strtoull (aiohttp_request_get_match_info (request, "status"), NULL, 10);

  if (aiohttp_request_query_get (request, "raise") != NULL)
    {
      aiohttp_http_error_set (error, status, NULL);
      return NULL;
    }
  return reply (aiohttp_response_new_error (status, NULL));
}

static AiohttpReply *
handle_redirect (AiohttpRequest *request, gpointer user_data, GError **error)
{
  guint status = (guint) g_ascii_strtoull (aiohttp_request_get_match_info (request, "status"), NULL, 10);

  return reply (aiohttp_response_new_redirect (status, aiohttp_request_query_get (request, "to")));
}

static AiohttpReply *
handle_special (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static const char *const allowed[] = { "GET", "HEAD", NULL };
  const char *which = aiohttp_request_get_match_info (request, "which");

  if (g_str_equal (which, "405"))
    return reply (aiohttp_response_new_method_not_allowed ("PUT", allowed));
  if (g_str_equal (which, "413"))
    return reply (aiohttp_response_new_content_too_large (10, 20));
  return reply (aiohttp_response_new_unavailable_for_legal_reasons ("https://court.example/"));
}

static AiohttpReply *
handle_cookies (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new (204);
  AiohttpStreamResponse *stream = AIOHTTP_STREAM_RESPONSE (response);
  g_autoptr (GDateTime) expires = g_date_time_new_utc (2030, 1, 2, 3, 4, 5);
  g_autoptr (AiohttpCookieOptions) options = g_object_new (
      AIOHTTP_TYPE_COOKIE_OPTIONS, "path", "/p", "domain", "example.org", "max-age", (gint64) 60, "expires", expires,
      "secure", TRUE, "http-only", TRUE, "same-site", "Strict", "partitioned", TRUE, NULL);

  if (!aiohttp_stream_response_set_cookie (stream, "plain", "old", NULL, error) ||
      !aiohttp_stream_response_set_cookie (stream, "full", "1", options, error) ||
      !aiohttp_stream_response_set_cookie (stream, "plain", "new", NULL, error) ||
      !aiohttp_stream_response_set_cookie (stream, "odd", "a \"b\"; c\r\n", NULL, error) ||
      !aiohttp_stream_response_del_cookie (stream, "gone", NULL, error))
    return NULL;
  return reply (g_steal_pointer (&response));
}

static AiohttpReply *
handle_hints (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static const char *const links[] = { "</a.css>; rel=preload", "</b.js>; rel=preload", NULL };

  g_assert_false (aiohttp_request_send_informational (request, 101, NULL, NULL));
  if (!aiohttp_request_send_early_hints (request, links, error) || !aiohttp_sleep (0, error) ||
      !aiohttp_request_send_informational (request, 102, NULL, error))
    return NULL;
  return reply (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
handle_failure (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       aiohttp_request_query_get (request, "markup") != NULL ? "<secret>" : "secret");
  return NULL;
}

static AiohttpReply *
handle_timeout (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "secret");
  return NULL;
}

static AiohttpReply *
handle_reused (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return reply (g_object_ref (user_data));
}

/* Of a body that was not made for HEAD; prepared or not. */
static AiohttpReply *
handle_head (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new (200);
  AiohttpStreamResponse *stream = AIOHTTP_STREAM_RESPONSE (response);

  if (!aiohttp_stream_response_set_content_length (stream, 1234, error) ||
      (aiohttp_request_query_get (request, "prepared") != NULL &&
       !aiohttp_stream_response_prepare (stream, request, error)))
    return NULL;
  return reply (g_steal_pointer (&response));
}

static AiohttpReply *
handle_object (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpCookieOptions) object = g_object_new (AIOHTTP_TYPE_COOKIE_OPTIONS, "max-age", (gint64) 7, NULL);

  return reply (aiohttp_response_new_json_object (200, G_OBJECT (object)));
}

static AiohttpReply *
handle_json (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return reply (aiohttp_response_new_json_text (200, "{\"a\":1}"));
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/compressed/{size}", handle_compressed, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/compressed-stream", handle_compressed_stream, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/encoded", handle_encoded, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/status/{status}", handle_status, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/redirect/{status}", handle_redirect, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/special/{which}", handle_special, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/cookies", handle_cookies, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/hints", handle_hints, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/failure", handle_failure, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/timeout", handle_timeout, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/reused", handle_reused, aiohttp_response_new_text (200, "once"), g_object_unref,
                          NULL);
  aiohttp_router_add_get (router, "/object", handle_object, NULL, NULL, NULL);
  aiohttp_router_add_route (router, "*", "/head", handle_head, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/json", handle_json, NULL, NULL, NULL);
}

typedef struct
{
  ServerThread *server;
  RawClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = server_thread_start (add_routes, NULL);
  fixture->client = raw_client_new (fixture->server->port);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  raw_client_free (fixture->client);
  server_thread_stop (fixture->server);
}

static void
assert_field (RawResponse *response, const char *name, const char *expected)
{
  g_autofree char *value = raw_response_get (response, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
assert_unzips (RawResponse *response, GZlibCompressorFormat format, const char *expected)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (format);
  gsize size = strlen (expected) + 1;
  g_autofree char *out = g_malloc (size);
  gsize n_read, n_written;
  g_autoptr (GError) error = NULL;

  g_converter_convert (G_CONVERTER (decompressor), response->body->str, response->body->len, out, size,
                       G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (out, n_written, expected, strlen (expected));
}

/* The body of a chunked response. */
static void
read_chunks (RawClient *client, RawResponse *response)
{
  for (;;)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      gsize size;

      while (!g_str_has_suffix (line->str, "\r\n"))
        {
          g_autofree char *byte = raw_client_read_bytes (client, 1);

          g_string_append (line, byte);
        }
      size = g_ascii_strtoull (line->str, NULL, 16);
      if (size > 0)
        {
          g_autofree char *bytes = raw_client_read_bytes (client, size);

          g_string_append_len (response->body, bytes, size);
        }
      raw_client_expect_bytes (client, "\r\n");
      if (size == 0)
        return;
    }
}

static void
test_compressed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (1000, 'x');
  g_autoptr (RawResponse) plain = NULL;
  g_autoptr (RawResponse) gzip = NULL;
  g_autoptr (RawResponse) deflate = NULL;
  g_autoptr (RawResponse) br = NULL;
  g_autoptr (RawResponse) forced = NULL;
  g_autoptr (RawResponse) refused = NULL;

  raw_client_send (fixture->client, GET ("/compressed/small"));
  plain = raw_client_read (fixture->client, FALSE);
  assert_field (plain, "Content-Encoding", NULL);
  assert_field (plain, "Vary", "Accept-Encoding");
  assert_field (plain, "ETag", "\"v1\"");
  g_assert_cmpstr (plain->body->str, ==, text);

  raw_client_send (fixture->client, GET_WITH ("/compressed/small", "Accept-Encoding: deflate;q=0.5, gzip\r\n"));
  gzip = raw_client_read (fixture->client, FALSE);
  assert_field (gzip, "Content-Encoding", "gzip");
  assert_field (gzip, "Vary", "Accept-Encoding");
  assert_field (gzip, "ETag", "W/\"v1\"");
  assert_unzips (gzip, G_ZLIB_COMPRESSOR_FORMAT_GZIP, text);

  raw_client_send (fixture->client, GET_WITH ("/compressed/small", "Accept-Encoding: deflate, gzip;q=0.5\r\n"));
  deflate = raw_client_read (fixture->client, FALSE);
  assert_field (deflate, "Content-Encoding", "deflate");
  assert_unzips (deflate, G_ZLIB_COMPRESSOR_FORMAT_ZLIB, text);

  raw_client_send (fixture->client, GET_WITH ("/compressed/small", "Accept-Encoding: gzip, br, deflate\r\n"));
  br = raw_client_read (fixture->client, FALSE);
  assert_field (br, "Content-Encoding", "br");

  raw_client_send (fixture->client, GET ("/compressed/small?coding=zstd"));
  forced = raw_client_read (fixture->client, FALSE);
  assert_field (forced, "Content-Encoding", "zstd");
  assert_field (forced, "Vary", NULL);

  raw_client_send (fixture->client, GET_WITH ("/encoded", "Accept-Encoding: gzip\r\n"));
  refused = raw_client_read (fixture->client, FALSE);
  assert_field (refused, "Content-Encoding", "x-own");
  g_assert_cmpstr (refused->body->str, ==, "as it is");
}

static void
test_compressed_large (Fixture *fixture, gconstpointer data)
{
  static const char *const requests[] = {
    GET_WITH ("/compressed/large", "Accept-Encoding: gzip\r\n"),
    GET_WITH ("/compressed-stream", "Accept-Encoding: gzip\r\n"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (RawResponse) response = NULL;

      raw_client_send (fixture->client, requests[i]);
      response = raw_client_read (fixture->client, TRUE);
      assert_field (response, "Content-Encoding", "gzip");
      assert_field (response, "Transfer-Encoding", "chunked");
      assert_field (response, "Content-Length", NULL);
      read_chunks (fixture->client, response);
      assert_unzips (response, G_ZLIB_COMPRESSOR_FORMAT_GZIP, large);
    }
}

static void
test_compressed_head (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (fixture->client,
                   "HEAD /compressed-stream HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n" GET ("/json"));
  response = raw_client_read (fixture->client, TRUE);
  assert_field (response, "Content-Encoding", "gzip");
  assert_field (response, "Content-Length", NULL);
  raw_client_expect (fixture->client, 200, "{\"a\":1}");
}

static void
test_statuses (Fixture *fixture, gconstpointer data)
{
  static const guint statuses[] = { 200, 201, 202, 203, 205, 206, 400, 401, 402, 403, 404, 405, 406, 407,
                                    408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 424, 426,
                                    428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 506, 507, 510, 511 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *returned = g_strdup_printf (GET ("/status/%u"), statuses[i]);
      g_autofree char *raised = g_strdup_printf (GET ("/status/%u?raise=1"), statuses[i]);
      g_autofree char *prefix = g_strdup_printf ("%u: ", statuses[i]);

      for (guint j = 0; j < (statuses[i] < 400 ? 1 : 2); j++)
        {
          g_autoptr (RawResponse) response = NULL;

          raw_client_send (fixture->client, j == 0 ? returned : raised);
          response = raw_client_read (fixture->client, FALSE);
          g_assert_cmpuint (response->status, ==, statuses[i]);
          g_assert_true (g_str_has_prefix (response->body->str, prefix));
          g_assert_cmpuint (response->body->len, >, strlen (prefix));
        }
    }
  raw_client_send (fixture->client, GET ("/status/204") GET ("/status/304") GET ("/json"));
  raw_client_expect (fixture->client, 204, "");
  raw_client_expect (fixture->client, 304, "");
  raw_client_expect (fixture->client, 200, NULL);
}

static void
test_redirects (Fixture *fixture, gconstpointer data)
{
  static const guint statuses[] = { 300, 301, 302, 303, 305, 307, 308 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *request = g_strdup_printf (GET ("/redirect/%u?to=/there%%3Fa"), statuses[i]);
      g_autoptr (RawResponse) response = NULL;

      raw_client_send (fixture->client, request);
      response = raw_client_read (fixture->client, FALSE);
      g_assert_cmpuint (response->status, ==, statuses[i]);
      assert_field (response, "Location", "/there?a");
    }
}

static void
test_bad_redirects (gconstpointer data)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  expect_log (G_LOG_LEVEL_WARNING, "Error handling request*");
  raw_client_send (client, data);
  raw_client_expect (client, 500, NULL);
  raw_client_expect_end (client);
  expect_log_assert ();
}

static void
test_special (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) not_allowed = NULL;
  g_autoptr (RawResponse) too_large = NULL;
  g_autoptr (RawResponse) legal = NULL;

  raw_client_send (fixture->client, GET ("/special/405") GET ("/special/413") GET ("/special/451"));
  not_allowed = raw_client_read (fixture->client, FALSE);
  g_assert_cmpuint (not_allowed->status, ==, 405);
  assert_field (not_allowed, "Allow", "GET, HEAD");
  too_large = raw_client_read (fixture->client, FALSE);
  g_assert_cmpuint (too_large->status, ==, 413);
  g_assert_cmpstr (too_large->body->str, ==, "Maximum request body size 10 exceeded, actual body size 20");
  legal = raw_client_read (fixture->client, FALSE);
  g_assert_cmpuint (legal->status, ==, 451);
  assert_field (legal, "Link", "<https://court.example/>; rel=\"blocked-by\"");
}

static void
test_cookies (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (fixture->client, GET ("/cookies"));
  response = raw_client_read (fixture->client, FALSE);
  g_assert_nonnull (strstr (response->head, "\r\nSet-Cookie: plain=new; Path=/\r\n"));
  g_assert_null (strstr (response->head, "plain=old"));
  g_assert_nonnull (strstr (response->head, "\r\nSet-Cookie: full=1; Domain=example.org; Expires=Wed, 02 Jan 2030 "
                                            "03:04:05 GMT; HttpOnly; Max-Age=60; Partitioned; Path=/p; "
                                            "SameSite=Strict; Secure\r\n"));
  g_assert_nonnull (strstr (response->head, "\r\nSet-Cookie: odd=\"a \\\"b\\\"\\073 c\\015\\012\"; Path=/\r\n"));
  g_assert_nonnull (strstr (response->head, "\r\nSet-Cookie: gone=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; "
                                            "Max-Age=0; Path=/\r\n"));
}

static void
test_hints (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/hints"));
  raw_client_expect_bytes (fixture->client, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n"
                                            "Link: </b.js>; rel=preload\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n");
  raw_client_expect (fixture->client, 200, "Hello");
  raw_client_send (fixture->client, "GET /hints HTTP/1.0\r\n\r\n");
  raw_client_expect (fixture->client, 200, "Hello");
}

static void
test_failure (gconstpointer data)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  expect_log (G_LOG_LEVEL_WARNING, "Error handling request GET /failure: secret*");
  raw_client_send (client, data != NULL ? GET_WITH ("/failure", "Accept: text/html, */*\r\n") : GET ("/failure"));
  response = raw_client_read (client, FALSE);
  g_assert_cmpuint (response->status, ==, 500);
  assert_field (response, "Content-Type", data != NULL ? "text/html; charset=utf-8" : "text/plain; charset=utf-8");
  g_assert_true (g_str_has_prefix (response->body->str, data != NULL ? "<html>" : "500 Internal Server Error\n"));
  g_assert_null (strstr (response->body->str, "secret"));
  expect_log_assert ();
}

static void
set_debug (gpointer debug)
{
  aiohttp_event_loop_set_debug (aiohttp_get_event_loop (NULL), GPOINTER_TO_INT (debug));
}

/* In debug mode the error is shown, and what is markup in it is not markup there. */
static void
test_failure_in_debug (gconstpointer data)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  server_thread_call (server, set_debug, GINT_TO_POINTER (TRUE));
  expect_log (G_LOG_LEVEL_WARNING, "Error handling request GET /failure?markup=1: <secret>*");
  raw_client_send (client, data != NULL ? GET_WITH ("/failure?markup=1", "Accept: text/html, */*\r\n")
                                        : GET ("/failure?markup=1"));
  response = raw_client_read (client, FALSE);
  g_assert_cmpuint (response->status, ==, 500);
  g_assert_nonnull (strstr (response->body->str, data != NULL ? "&lt;secret&gt;" : "<secret>"));
  g_assert_nonnull (strstr (response->body->str, "g-io-error-quark"));
  if (data != NULL)
    g_assert_null (strstr (response->body->str, "<secret>"));
  expect_log_assert ();
  server_thread_call (server, set_debug, GINT_TO_POINTER (FALSE));
}

static void
test_timeout (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/timeout"));
  raw_client_expect (fixture->client, 504, "504: Gateway Timeout");
}

static void
test_reused (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/reused"));
  raw_client_expect (fixture->client, 200, "once");
  expect_log (G_LOG_LEVEL_WARNING, "*The response was sent already: make a new one for each request*");
  raw_client_send (fixture->client, GET ("/reused"));
  raw_client_expect (fixture->client, 500, NULL);
  expect_log_assert ();
}

static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) object = NULL;
  g_autoptr (RawResponse) text = NULL;

  raw_client_send (fixture->client, GET ("/object") GET ("/json"));
  object = raw_client_read (fixture->client, FALSE);
  assert_field (object, "Content-Type", "application/json; charset=utf-8");
  g_assert_nonnull (strstr (object->body->str, "\"max-age\":7"));
  text = raw_client_read (fixture->client, FALSE);
  assert_field (text, "Content-Type", "application/json; charset=utf-8");
  g_assert_cmpstr (text->body->str, ==, "{\"a\":1}");
}

static void
make_large (void)
{
  large = g_malloc (LARGE + 1);
  for (gsize i = 0; i < LARGE; i++)
    large[i] = "the quick brown fox "[(i * i / 7 + i) % 20];
  large[LARGE] = '\0';
}

/* HEAD announces what the handler says; for GET the body decides, that there is none included. */
static void
test_head_length (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *request;
    const char *length;
  } rows[] = {
    { "HEAD /head HTTP/1.1\r\nHost: h\r\n\r\n", "1234" },
    { "HEAD /head?prepared=1 HTTP/1.1\r\nHost: h\r\n\r\n", "1234" },
    { GET ("/head"), "0" },
    { GET ("/head?prepared=1"), "0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RawResponse) response = NULL;

      raw_client_send (fixture->client, rows[i].request);
      response = raw_client_read (fixture->client, TRUE);
      assert_field (response, "Content-Length", rows[i].length);
    }
  raw_client_send (fixture->client, GET ("/json"));
  raw_client_expect (fixture->client, 200, "{\"a\":1}");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  make_large ();
#define ADD(path, func) g_test_add ("/web-responses/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("compressed/small", test_compressed);
  ADD ("compressed/large", test_compressed_large);
  ADD ("compressed/head", test_compressed_head);
  ADD ("statuses", test_statuses);
  ADD ("redirects/good", test_redirects);
  g_test_add_data_func ("/web-responses/redirects/status", GET ("/redirect/304?to=/"), test_bad_redirects);
  g_test_add_data_func ("/web-responses/redirects/empty", GET ("/redirect/302?to="), test_bad_redirects);
  g_test_add_data_func ("/web-responses/redirects/control", GET ("/redirect/302?to=/%0d%0aX:y"), test_bad_redirects);
  ADD ("special", test_special);
  ADD ("cookies", test_cookies);
  ADD ("head-length", test_head_length);
  ADD ("hints", test_hints);
  g_test_add_data_func ("/web-responses/failure/text", NULL, test_failure);
  g_test_add_data_func ("/web-responses/failure/html", "html", test_failure);
  g_test_add_data_func ("/web-responses/failure/debug/text", NULL, test_failure_in_debug);
  g_test_add_data_func ("/web-responses/failure/debug/html", "html", test_failure_in_debug);
  ADD ("timeout", test_timeout);
  ADD ("reused", test_reused);
  ADD ("json", test_json);
  status = g_test_run ();
  g_free (large);
  return status;
}
