/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "expect-log.h"
#include "file-tree.h"
#include "raw-client.h"
#include "server-thread.h"
#include "tls-client.h"
#include "tls-test.h"

/* FileResponse beyond ranges and conditions, and files that change while they are sent. */

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"
#define BIG       (16 * 1024 * 1024 + 17)
#define LONG      (300 * 1000)

static FileTree *tree;
static GBytes *big;

/* "/file/name?status=&type=&compress": what the query says is set before. */
static AiohttpReply *
handle_file (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *path = file_tree_get_path (tree, aiohttp_request_get_match_info (request, "name"));
  AiohttpStreamResponse *response = AIOHTTP_STREAM_RESPONSE (aiohttp_file_response_new (path));
  const char *query = aiohttp_request_get_query_string (request);

  if (strstr (query, "status") != NULL)
    aiohttp_stream_response_set_status (response, 404, "Gone Fishing", NULL);
  if (strstr (query, "type") != NULL)
    {
      aiohttp_stream_response_set_header (response, "Content-Type", "text/x-own", NULL);
      aiohttp_stream_response_set_header (response, "ETag", "\"own\"", NULL);
      aiohttp_stream_response_set_header (response, "Last-Modified", "Wed, 01 Jan 2020 00:00:00 GMT", NULL);
    }
  if (strstr (query, "compress") != NULL)
    aiohttp_stream_response_enable_compression (response, NULL, NULL);
  if (strstr (query, "chunked") != NULL)
    aiohttp_stream_response_enable_chunked_encoding (response, NULL);
  if (strstr (query, "plain") != NULL)
    aiohttp_file_response_set_precompressed (AIOHTTP_FILE_RESPONSE (response), FALSE);
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
handle_prepared (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *path = file_tree_get_path (tree, "a.txt");
  g_autoptr (AiohttpFileResponse) response = aiohttp_file_response_new (path);

  g_assert_cmpstr (aiohttp_file_response_get_path (response), ==, path);
  return aiohttp_stream_response_prepare (AIOHTTP_STREAM_RESPONSE (response), request, error)
             ? AIOHTTP_REPLY (g_steal_pointer (&response))
             : NULL;
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/file/{name}", handle_file, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/prepared", handle_prepared, NULL, NULL, NULL);
  aiohttp_router_add_static (router, "/static", tree->root, NULL);
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

static RawResponse *
ask (RawClient *client, const char *path, const char *fields)
{
  g_autofree char *text = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: h\r\n%s\r\n", path, fields);

  raw_client_send (client, text);
  return raw_client_read (client, FALSE);
}

static void
expect_field (RawResponse *response, const char *name, const char *expected)
{
  g_autofree char *value = raw_response_get (response, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    guint status;
    const char *body;
  } rows[] = {
    { "/file/a.txt", 200, "Hello, file" },   { "/file/nothing", 404, "404: Not Found" },
    { "/file/dir", 403, "403: Forbidden" },  { "/file/fifo", 403, "403: Forbidden" },
    { "/file/loop", 404, "404: Not Found" }, { "/file/link", 200, "Hello, file" },
    { "/file/a.txt", 200, "Hello, file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RawResponse) response = ask (fixture->client, rows[i].path, "");

      g_assert_cmpuint (response->status, ==, rows[i].status);
      g_assert_cmpstr (response->body->str, ==, rows[i].body);
    }
}

/* A page that goes with another status is sent as it is. */
static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response =
      ask (fixture->client, "/file/a.txt?status", "If-None-Match: *\r\nRange: bytes=0-0\r\n");

  g_assert_cmpuint (response->status, ==, 404);
  g_assert_true (g_str_has_prefix (response->head, "HTTP/1.1 404 Gone Fishing\r\n"));
  g_assert_cmpstr (response->body->str, ==, "Hello, file");
  expect_field (response, "Accept-Ranges", NULL);
}

/* What the handler has set counts, also where the client asks for it. */
static void
test_own_fields (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = ask (fixture->client, "/file/a.txt?type", "");
  g_autoptr (RawResponse) known = ask (fixture->client, "/file/a.txt?type", "If-None-Match: \"own\"\r\n");
  g_autoptr (RawResponse) old =
      ask (fixture->client, "/file/a.txt?type", "If-Modified-Since: Wed, 01 Jan 2020 00:00:00 GMT\r\n");

  expect_field (response, "Content-Type", "text/x-own");
  expect_field (response, "ETag", "\"own\"");
  g_assert_cmpuint (known->status, ==, 304);
  g_assert_cmpuint (old->status, ==, 304);
}

static void
test_types (Fixture *fixture, gconstpointer data)
{
  static const char *const types[][2] = {
    { "a.txt", "text/plain" },
    { "a.HTML", "text/html" },
    { "a.svg", "image/svg+xml" },
    { "a.mjs", "text/javascript" },
    { "noextension", "application/octet-stream" },
    { "a.unheardof", "application/octet-stream" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *path = g_strconcat ("/file/", types[i][0], NULL);
      g_autoptr (RawResponse) response = ask (fixture->client, path, "");

      g_assert_cmpuint (response->status, ==, 200);
      expect_field (response, "Content-Type", types[i][1]);
    }
}

static void
test_precompressed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = ask (fixture->client, "/file/app.js", "Accept-Encoding: gzip\r\n");
  g_autoptr (RawResponse) part = ask (fixture->client, "/file/app.js", "Accept-Encoding: gzip\r\nRange: bytes=1-2\r\n");
  g_autoptr (RawResponse) plain = ask (fixture->client, "/file/app.js?plain", "Accept-Encoding: gzip\r\n");

  expect_field (response, "Content-Encoding", "gzip");
  expect_field (response, "Vary", "Accept-Encoding");
  g_assert_cmpstr (response->body->str, ==, "gzipped");
  g_assert_cmpuint (part->status, ==, 206);
  expect_field (part, "Content-Encoding", "gzip");
  expect_field (part, "Content-Range", "bytes 1-2/7");
  g_assert_cmpstr (part->body->str, ==, "zi");
  expect_field (plain, "Content-Encoding", NULL);
  g_assert_cmpstr (plain->body->str, ==, "var a;");
}

/* A part is one of the file, not of what it is compressed to. */
static void
test_compressed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;
  g_autoptr (RawResponse) part =
      ask (fixture->client, "/file/big?compress", "Accept-Encoding: gzip\r\nRange: bytes=0-9\r\n");
  g_autofree char *etag = raw_response_get (part, "ETag");

  g_assert_cmpuint (part->status, ==, 206);
  expect_field (part, "Content-Encoding", NULL);
  g_assert_cmpmem (part->body->str, part->body->len, g_bytes_get_data (big, NULL), 10);
  g_assert_true (g_str_has_prefix (etag, "\""));
  raw_client_send (fixture->client, "GET /file/long.txt?compress HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n");
  response = raw_client_read (fixture->client, TRUE);
  expect_field (response, "Content-Encoding", "gzip");
  expect_field (response, "Content-Length", NULL);
  expect_field (response, "Transfer-Encoding", "chunked");
}

static void
test_chunked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (fixture->client, GET ("/file/a.txt?chunked"));
  response = raw_client_read (fixture->client, TRUE);
  expect_field (response, "Transfer-Encoding", "chunked");
  raw_client_expect_bytes (fixture->client, "b\r\nHello, file\r\n0\r\n\r\n");
}

static void
test_prepared (Fixture *fixture, gconstpointer data)
{
  expect_log (G_LOG_LEVEL_WARNING, "*A file response is not prepared by its handler*");
  raw_client_send (fixture->client, GET ("/prepared"));
  raw_client_expect (fixture->client, 500, NULL);
  expect_log_assert ();
}

static void
expect_big (RawClient *client)
{
  g_autoptr (RawResponse) response = raw_client_read (client, FALSE);

  g_assert_cmpuint (response->status, ==, 200);
  g_assert_cmpmem (response->body->str, response->body->len, g_bytes_get_data (big, NULL), BIG);
}

/* None waits for the one before it in its handler, and each comes whole and in its turn. */
static void
test_pipelined (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client,
                   GET ("/static/big") GET ("/static/a.txt") GET ("/file/big") GET ("/nothing") GET ("/static/big"));
  expect_big (fixture->client);
  raw_client_expect (fixture->client, 200, "Hello, file");
  expect_big (fixture->client);
  raw_client_expect (fixture->client, 404, NULL);
  expect_big (fixture->client);
}

/* The connection ends: what follows could be taken for the rest. */
static void
test_shrinks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = file_tree_get_path (tree, "changing");
  g_autoptr (GString) rest = g_string_new (NULL);
  g_autoptr (RawResponse) response = NULL;

  file_tree_add_bytes (tree, "changing", g_bytes_get_data (big, NULL), BIG);
  raw_client_send (fixture->client, GET ("/static/changing") GET ("/static/a.txt"));
  response = raw_client_read (fixture->client, TRUE);
  g_assert_cmpuint (response->status, ==, 200);
  g_assert_cmpint (truncate (path, 1000), ==, 0);
  raw_client_read_to_end (fixture->client, rest);
  g_assert_cmpuint (rest->len, <, BIG);
  g_assert_null (g_strstr_len (rest->str, (gssize) rest->len, "Hello, file"));
  server_thread_await_connections (fixture->server, 0);
}

static void
test_grows (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = file_tree_get_path (tree, "changing");
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *body = NULL;
  FILE *more;

  file_tree_add_bytes (tree, "changing", g_bytes_get_data (big, NULL), BIG);
  raw_client_send (fixture->client, GET ("/static/changing") GET ("/static/a.txt"));
  response = raw_client_read (fixture->client, TRUE);
  more = fopen (path, "a");
  fputs ("and more", more);
  fclose (more);
  body = raw_client_read_bytes (fixture->client, BIG);
  g_assert_cmpmem (body, BIG, g_bytes_get_data (big, NULL), BIG);
  raw_client_expect (fixture->client, 200, "Hello, file");
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (directory != NULL && g_dir_read_name (directory) != NULL)
    n++;
  return n;
}

/* A client that leaves half-way leaves no file open. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;
  guint before, after;

  raw_client_expect_silence (fixture->client);
  before = count_descriptors ();
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (RawClient) client = raw_client_new (fixture->server->port);

      raw_client_shrink_receive_buffer (client);
      raw_client_send (client, GET ("/static/big"));
      raw_response_free (raw_client_read (client, TRUE));
      raw_client_reset (client);
    }
  server_thread_await_connections (fixture->server, 1);
  after = count_descriptors ();
  g_assert_cmpuint (after, <=, before);
}

/* A client that takes something now and then is not taken for one that takes nothing, as slow as it may be. */
static void
test_slow_reader (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "write-timeout", 4.0, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;
  gsize left = BIG;

  raw_client_send (client, GET ("/static/big"));
  response = raw_client_read (client, TRUE);
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *some = raw_client_read_bytes (client, 256 * 1024);

      left -= 256 * 1024;
      g_usleep (150000);
    }
  {
    g_autofree char *rest = raw_client_read_bytes (client, left);

    g_assert_cmpmem (rest, left, (const char *) g_bytes_get_data (big, NULL) + BIG - left, left);
  }
}

static void
test_tls (void)
{
  g_autofree char *certificate = tls_test_certificate ("localhost");
  g_autoptr (AiohttpTlsContext) context = aiohttp_tls_context_new_server_for_files (certificate, NULL, NULL);
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (TlsClient) client = tls_client_new (server->port, NULL);
  g_autofree char *text = g_strnfill (LONG, 'x');

  for (guint i = 0; i < 3; i++)
    {
      tls_client_get (client, "/static/long.txt", text);
      tls_client_get (client, "/file/a.txt", "Hello, file");
    }
}

/* A static resource knows its status before the middlewares see it. */
static void
test_error_pages (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpMiddleware) pages = AIOHTTP_MIDDLEWARE (aiohttp_error_pages_middleware_new ());

  add_routes (aiohttp_application_get_router (app));
  g_assert_true (aiohttp_application_add_middleware (app, pages, NULL));
  {
    g_autoptr (ServerThread) server = server_thread_start_app (app);
    g_autoptr (RawClient) client = raw_client_new (server->port);
    g_autoptr (RawResponse) response = ask (client, "/static/nothing", "Accept: text/html\r\n");

    g_assert_cmpuint (response->status, ==, 404);
    g_assert_nonnull (strstr (response->body->str, "<html"));
    raw_client_send (client, GET ("/static/a.txt"));
    raw_client_expect (client, 200, "Hello, file");
  }
}

static void
fill (void)
{
  guint8 *bytes = g_malloc (BIG);
  g_autofree char *text = g_strnfill (LONG, 'x');
  GRand *random = g_rand_new_with_seed (1);

  for (gsize i = 0; i < BIG; i++)
    bytes[i] = (guint8) g_rand_int (random);
  g_rand_free (random);
  big = g_bytes_new_take (bytes, BIG);
  file_tree_add_bytes (tree, "big", bytes, BIG);
  file_tree_add (tree, "a.txt", "Hello, file");
  file_tree_add (tree, "long.txt", text);
  file_tree_add (tree, "app.js", "var a;");
  file_tree_add (tree, "app.js.gz", "gzipped");
  file_tree_add (tree, "a.HTML", "");
  file_tree_add (tree, "a.svg", "");
  file_tree_add (tree, "a.mjs", "");
  file_tree_add (tree, "a.unheardof", "");
  file_tree_add (tree, "noextension", "");
  file_tree_add_directory (tree, "dir");
  file_tree_add_fifo (tree, "fifo");
  file_tree_add_link (tree, "loop", "loop");
  file_tree_add_link (tree, "link", "a.txt");
}

#define ADD(path, func) g_test_add ("/web-files/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  tree = file_tree_new ();
  fill ();
  ADD ("faults", test_faults);
  ADD ("status", test_status);
  ADD ("own-fields", test_own_fields);
  ADD ("types", test_types);
  ADD ("precompressed", test_precompressed);
  ADD ("compressed", test_compressed);
  ADD ("chunked", test_chunked);
  ADD ("prepared", test_prepared);
  ADD ("pipelined", test_pipelined);
  ADD ("shrinks", test_shrinks);
  ADD ("grows", test_grows);
  ADD ("gone", test_gone);
  g_test_add_func ("/web-files/slow-reader", test_slow_reader);
  g_test_add_func ("/web-files/tls", test_tls);
  g_test_add_func ("/web-files/error-pages", test_error_pages);
  result = g_test_run ();
  g_bytes_unref (big);
  file_tree_free (tree);
  tls_test_clear ();
  return result;
}
