/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "raw-client.h"
#include "server-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

static int n_handled;

static AiohttpReply *
reply (const char *text)
{
  g_atomic_int_inc (&n_handled);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return reply ("Hello");
}

static AiohttpReply *
handle_name (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return reply (aiohttp_request_get_match_info (request, "name"));
}

static AiohttpReply *
handle_slow (AiohttpRequest *request, gpointer user_data, GError **error)
{
  if (!aiohttp_sleep (0.03, error))
    return NULL;
  return reply ("slow");
}

static AiohttpReply *
handle_echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);

  if (body == NULL)
    return NULL;
  g_atomic_int_inc (&n_handled);
  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, NULL));
}

/* Does not look at the body. */
static AiohttpReply *
handle_ignore (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return reply ("ignored");
}

static AiohttpReply *
handle_empty (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new (204));
}

static AiohttpReply *
handle_close (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpResponse *response = aiohttp_response_new_text (200, "bye");

  aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Connection", "close", NULL);
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
handle_head (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpResponse *response = aiohttp_response_new (200);

  aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Content-Length", "1234", NULL);
  return AIOHTTP_REPLY (response);
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/close", handle_close, NULL, NULL, NULL);
  aiohttp_router_add_head (router, "/head", handle_head, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/name/{name}", handle_name, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/slow", handle_slow, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/empty", handle_empty, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/echo", handle_echo, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/ignore", handle_ignore, NULL, NULL, NULL);
}

typedef struct
{
  ServerThread *server;
  RawClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_atomic_int_set (&n_handled, 0);
  fixture->server = server_thread_start (add_routes, NULL);
  fixture->client = raw_client_new (fixture->server->port);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->client, raw_client_free);
  server_thread_stop (fixture->server);
}

static void
test_head_fields (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *type = NULL;
  g_autofree char *date = NULL;
  g_autofree char *server = NULL;
  g_autofree char *connection = NULL;

  raw_client_send (fixture->client, GET ("/"));
  response = raw_client_read (fixture->client, FALSE);
  g_assert_cmpstr (response->body->str, ==, "Hello");
  type = raw_response_get (response, "Content-Type");
  date = raw_response_get (response, "Date");
  server = raw_response_get (response, "Server");
  connection = raw_response_get (response, "Connection");
  g_assert_cmpstr (type, ==, "text/plain; charset=utf-8");
  g_assert_true (g_str_has_suffix (date, " GMT"));
  g_assert_true (g_str_has_prefix (server, "aiohttp-glib/"));
  g_assert_null (connection);
}

static void
test_keep_alive (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      raw_client_send (fixture->client, GET ("/"));
      raw_client_expect (fixture->client, 200, "Hello");
    }
}

static void
test_split (Fixture *fixture, gconstpointer data)
{
  const char request[] = "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-Trailer: 1\r\n\r\n";
  const gsize sizes[] = { 1, 2, 7, 60, sizeof request };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      raw_client_send_split (fixture->client, request, sizes[i]);
      raw_client_expect (fixture->client, 200, "abcdefg");
    }
}

static void
test_pipelined (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/slow") GET ("/name/a") GET ("/slow") GET ("/name/b"));
  raw_client_expect (fixture->client, 200, "slow");
  raw_client_expect (fixture->client, 200, "a");
  raw_client_expect (fixture->client, 200, "slow");
  raw_client_expect (fixture->client, 200, "b");
}

static void
test_pipelined_split (Fixture *fixture, gconstpointer data)
{
  raw_client_send_split (fixture->client, GET ("/name/a") GET ("/name/b") GET ("/name/c"), 11);
  raw_client_expect (fixture->client, 200, "a");
  raw_client_expect (fixture->client, 200, "b");
  raw_client_expect (fixture->client, 200, "c");
}

/* More than a turn's, and more than a buffer's. */
static void
test_pipelined_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) requests = g_string_new (NULL);

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (requests, "GET /name/%u HTTP/1.1\r\nHost: h\r\n\r\n", i);
  raw_client_send (fixture->client, requests->str);
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      raw_client_expect (fixture->client, 200, name);
    }
}

static void
test_pipelined_bodies (Fixture *fixture, gconstpointer data)
{
  raw_client_send (
      fixture->client,
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
      "POST /ignore HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
      "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n0\r\n\r\n" GET ("/"));
  raw_client_expect (fixture->client, 200, "abc");
  raw_client_expect (fixture->client, 200, "ignored");
  raw_client_expect (fixture->client, 200, "de");
  raw_client_expect (fixture->client, 200, "Hello");
}

static void
test_head_method (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *length = NULL;

  raw_client_send (fixture->client, "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" GET ("/empty") GET ("/"));
  response = raw_client_read (fixture->client, TRUE);
  length = raw_response_get (response, "Content-Length");
  g_assert_cmpstr (length, ==, "5");
  {
    g_autoptr (RawResponse) empty = raw_client_read (fixture->client, FALSE);
    g_autofree char *none = raw_response_get (empty, "Content-Length");

    g_assert_cmpuint (empty->status, ==, 204);
    g_assert_null (none);
  }
  raw_client_expect (fixture->client, 200, "Hello");
}

static void
test_http10 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) kept = NULL;
  g_autofree char *connection = NULL;

  raw_client_send (fixture->client, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  kept = raw_client_read (fixture->client, FALSE);
  connection = raw_response_get (kept, "Connection");
  g_assert_cmpstr (connection, ==, "keep-alive");
  raw_client_send (fixture->client, "GET / HTTP/1.0\r\n\r\n");
  raw_client_expect (fixture->client, 200, "Hello");
  raw_client_expect_end (fixture->client);
}

static void
test_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *connection = NULL;

  raw_client_send (fixture->client, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  response = raw_client_read (fixture->client, FALSE);
  connection = raw_response_get (response, "Connection");
  g_assert_cmpstr (connection, ==, "close");
  raw_client_expect_end (fixture->client);
  server_thread_await_connections (fixture->server, 0);
}

static void
test_close_by_handler (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *connection = NULL;

  raw_client_send (fixture->client, GET ("/close") GET ("/"));
  response = raw_client_read (fixture->client, FALSE);
  connection = raw_response_get (response, "Connection");
  g_assert_cmpstr (connection, ==, "close");
  raw_client_expect_end (fixture->client);
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, 0);
}

static void
test_head_length (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *length = NULL;

  raw_client_send (fixture->client, "HEAD /head HTTP/1.1\r\nHost: h\r\n\r\n" GET ("/"));
  response = raw_client_read (fixture->client, TRUE);
  length = raw_response_get (response, "Content-Length");
  g_assert_cmpstr (length, ==, "1234");
  raw_client_expect (fixture->client, 200, "Hello");
}

/* A client that ends its side gets what it has asked for. */
static void
test_half_close (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/slow") GET ("/name/last"));
  raw_client_half_close (fixture->client);
  raw_client_expect (fixture->client, 200, "slow");
  raw_client_expect (fixture->client, 200, "last");
  raw_client_expect_end (fixture->client);
  server_thread_await_connections (fixture->server, 0);
}

static void
test_expect (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client,
                   "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  raw_client_expect_bytes (fixture->client, "HTTP/1.1 100 Continue\r\n\r\n");
  raw_client_send (fixture->client, "abc");
  raw_client_expect (fixture->client, 200, "abc");
  /* One that does not wait is not told. */
  raw_client_send (fixture->client,
                   "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc");
  raw_client_expect (fixture->client, 200, "abc");
}

/* A body that nobody asks for is not asked for, and may come or not: the connection cannot go on. */
static void
test_expect_unread (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client,
                   "POST /ignore HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  raw_client_expect (fixture->client, 200, "ignored");
  raw_client_expect_end (fixture->client);
}

static void
test_expect_unknown (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, "GET / HTTP/1.1\r\nHost: h\r\nExpect: tea\r\n\r\n");
  raw_client_expect (fixture->client, 417, NULL);
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, 0);
}

static void
test_unread_body (Fixture *fixture, gconstpointer data)
{
  g_autofree char *body = g_strnfill (100 * 1000, 'x');

  raw_client_send (fixture->client, "POST /ignore HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
  raw_client_expect (fixture->client, 200, "ignored");
  raw_client_send (fixture->client, body);
  raw_client_send (fixture->client, GET ("/"));
  raw_client_expect (fixture->client, 200, "Hello");
}

/* A large one is cheaper to close on; the answer is not lost for that. */
static void
test_unread_large_body (Fixture *fixture, gconstpointer data)
{
  g_autofree char *body = g_strnfill (3000 * 1000, 'x');
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *connection = NULL;

  raw_client_send (fixture->client, "POST /ignore HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000\r\n\r\n");
  raw_client_send (fixture->client, body);
  response = raw_client_read (fixture->client, FALSE);
  connection = raw_response_get (response, "Connection");
  g_assert_cmpstr (connection, ==, "close");
  g_assert_cmpstr (response->body->str, ==, "ignored");
  raw_client_expect_end (fixture->client);
}

static void
test_unread_endless_body (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chunk = g_strnfill (0xfff0, 'x');

  raw_client_send (fixture->client, "POST /ignore HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  raw_client_expect (fixture->client, 200, "ignored");
  for (guint i = 0; i < 8; i++)
    {
      raw_client_send (fixture->client, "fff0\r\n");
      raw_client_send (fixture->client, chunk);
      raw_client_send (fixture->client, "\r\n");
    }
  raw_client_expect_end (fixture->client);
}

static void
test_large_body (Fixture *fixture, gconstpointer data)
{
  g_autofree char *body = g_strnfill (1024 * 1024, 'x');
  g_autoptr (RawResponse) response = NULL;

  for (gsize i = 0; i < 1024 * 1024; i++)
    body[i] = 'a' + (i * 7 + i / 1000) % 26;
  raw_client_send (fixture->client, "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\n");
  raw_client_send (fixture->client, body);
  response = raw_client_read (fixture->client, FALSE);
  g_assert_cmpuint (response->status, ==, 200);
  g_assert_true (g_str_equal (response->body->str, body));
}

static void
test_paths (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/name/a%2Fb%20c") GET ("http://h/name/abs") GET ("/none") GET ("/echo")
                                        GET ("/name/%00") "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n" GET ("/?q"));
  raw_client_expect (fixture->client, 200, "a/b c");
  raw_client_expect (fixture->client, 200, "abs");
  raw_client_expect (fixture->client, 404, "404: Not Found");
  {
    g_autoptr (RawResponse) response = raw_client_read (fixture->client, FALSE);
    g_autofree char *allow = raw_response_get (response, "Allow");

    g_assert_cmpuint (response->status, ==, 405);
    g_assert_cmpstr (allow, ==, "POST");
  }
  raw_client_expect (fixture->client, 400, NULL);
  raw_client_expect (fixture->client, 404, NULL);
  raw_client_expect (fixture->client, 200, "Hello");
}

static void
test_no_request (Fixture *fixture, gconstpointer data)
{
  raw_client_half_close (fixture->client);
  raw_client_expect_end (fixture->client);
  server_thread_await_connections (fixture->server, 0);
}

static void
test_cut_head (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, "GET / HT");
  raw_client_half_close (fixture->client);
  raw_client_expect_end (fixture->client);
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, 0);
}

static void
test_cut_body (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
  raw_client_half_close (fixture->client);
  raw_client_expect (fixture->client, 400, NULL);
  raw_client_expect_end (fixture->client);
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, 0);
}

typedef struct
{
  const char *name;
  const char *request;
  guint status;
} Rejected;

#define HOST "Host: h\r\n"

static const Rejected rejected[] = {
  { "bare-lf", "GET / HTTP/1.1\nHost: h\n\n", 400 },
  { "bare-cr", "GET / HTTP/1.1\r" HOST "\r\n", 400 },
  { "obs-fold", "GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n", 400 },
  { "space-before-colon", "GET / HTTP/1.1\r\n" HOST "X : a\r\n\r\n", 400 },
  { "bad-token", "GET / HTTP/1.1\r\n" HOST "X@: a\r\n\r\n", 400 },
  { "control", "GET / HTTP/1.1\r\n" HOST "X: a\x01\r\n\r\n", 400 },
  { "no-host", "GET / HTTP/1.1\r\n\r\n", 400 },
  { "two-hosts", "GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400 },
  { "bad-host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400 },
  { "length-and-coding",
    "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
  { "two-lengths", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400 },
  { "signed-length", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc", 400 },
  { "huge-length", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\nabc", 400 },
  { "bad-coding", "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked, gzip\r\n\r\n", 0 },
  { "bad-chunk-size", "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n", 400 },
  { "bad-chunk-end", "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", 400 },
  { "bad-extension", "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3;\nabc\r\n0\r\n\r\n", 400 },
  { "version-2", "GET / HTTP/2.0\r\n" HOST "\r\n", 505 },
  { "version-9", "GET /\r\n\r\n", 400 },
  { "garbage", "\x16\x03\x01\x02\x01\r\n\r\n", 400 },
};

/* Answered with its status; then the connection ends, and what stood behind is not taken for a request. */
static void
test_rejected (Fixture *fixture, gconstpointer data)
{
  const Rejected *row = data;
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *connection = NULL;
  g_autofree char *text = g_strconcat (row->request, GET ("/"), NULL);
  const gsize sizes[] = { strlen (text), 1 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (RawClient) client = raw_client_new (fixture->server->port);

      raw_client_send_split (client, text, sizes[i]);
      response = raw_client_read (client, FALSE);
      if (row->status != 0)
        g_assert_cmpuint (response->status, ==, row->status);
      g_assert_cmpuint (response->status, >=, 400);
      connection = raw_response_get (response, "Connection");
      g_assert_cmpstr (connection, ==, "close");
      raw_client_expect_end (client);
      g_clear_pointer (&connection, g_free);
      g_clear_pointer (&response, raw_response_free);
    }
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, 0);
}

#define ADD(path, func) g_test_add ("/web-wire/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("head-fields", test_head_fields);
  ADD ("keep-alive", test_keep_alive);
  ADD ("split", test_split);
  ADD ("pipelined", test_pipelined);
  ADD ("pipelined/split", test_pipelined_split);
  ADD ("pipelined/many", test_pipelined_many);
  ADD ("pipelined/bodies", test_pipelined_bodies);
  ADD ("head-method", test_head_method);
  ADD ("http-1.0", test_http10);
  ADD ("close", test_close);
  ADD ("close/handler", test_close_by_handler);
  ADD ("head-method/length", test_head_length);
  ADD ("half-close", test_half_close);
  ADD ("expect", test_expect);
  ADD ("expect/unread", test_expect_unread);
  ADD ("expect/unknown", test_expect_unknown);
  ADD ("unread-body", test_unread_body);
  ADD ("unread-body/large", test_unread_large_body);
  ADD ("unread-body/endless", test_unread_endless_body);
  ADD ("large-body", test_large_body);
  ADD ("paths", test_paths);
  ADD ("no-request", test_no_request);
  ADD ("cut-head", test_cut_head);
  ADD ("cut-body", test_cut_body);
  for (guint i = 0; i < G_N_ELEMENTS (rejected); i++)
    {
      g_autofree char *path = g_strconcat ("/web-wire/rejected/", rejected[i].name, NULL);

      g_test_add (path, Fixture, &rejected[i], set_up, test_rejected, tear_down);
    }
  return g_test_run ();
}
