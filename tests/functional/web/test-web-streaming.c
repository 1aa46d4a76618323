/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"
#include "tls-client.h"
#include "tls-test.h"

#define GET(path)     "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"
#define GET_1_0(path) "GET " path " HTTP/1.0\r\n\r\n"
#define HEAD(path)    "HEAD " path " HTTP/1.1\r\nHost: h\r\n\r\n"
#define PIECE         (64 * 1024)
#define N_PIECES      512
#define FILE_SIZE     (3 * 1024 * 1024 + 17)

static int n_ended;  /* handlers */
static int n_failed; /* writes */
static gsize most_buffered;
static int file = -1;

/* Two pieces with a turn of the loop between. */
static gboolean
write_two (AiohttpStreamResponse *response, GError **error)
{
  return aiohttp_stream_response_write_text (response, "Hello, ", error) && aiohttp_sleep (0, error) &&
         aiohttp_stream_response_write_text (response, "World!", error);
}

static AiohttpReply *
handle_two (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_set_header (response, "Content-Type", "text/plain", error) ||
      !aiohttp_stream_response_prepare (response, request, error) || !write_two (response, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* Answers a copy of a copy, which is to answer the request itself. */
static AiohttpReply *
handle_clone (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpRequest) copy = aiohttp_request_clone (request, NULL, NULL, NULL, NULL, NULL, NULL, error);
  g_autoptr (AiohttpRequest) clone = aiohttp_request_clone (copy, "GET", "/else", NULL, NULL, NULL, NULL, error);
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  g_autoptr (AiohttpStreamResponse) second = aiohttp_stream_response_new (200);
  static guint8 piece[PIECE];

  if (!aiohttp_stream_response_prepare (response, clone, error) ||
      !aiohttp_stream_response_prepare (response, request, error))
    return NULL;
  g_assert_false (aiohttp_stream_response_prepare (second, copy, NULL));
  g_assert_false (aiohttp_request_send_informational (clone, 103, NULL, NULL));
  for (guint i = 0; i < 64; i++)
    if (!aiohttp_stream_response_write (response, piece, PIECE, error))
      return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
handle_trailers (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_set_trailer (response, "X-Sum", "?", error) ||
      !aiohttp_stream_response_prepare (response, request, error) || !write_two (response, error) ||
      !aiohttp_stream_response_set_trailer (response, "X-Sum", "13", error) ||
      !aiohttp_stream_response_write_eof (response, error) || !aiohttp_stream_response_write_eof (response, error))
    return NULL;
  g_assert_false (aiohttp_stream_response_set_trailer (response, "X-Sum", "14", NULL));
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* "/length/20": a body of 13 bytes that is said to have 20. */
static AiohttpReply *
handle_length (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  gint64 length = g_ascii_strtoll (aiohttp_request_get_match_info (request, "length"), NULL, 10);

  if (!aiohttp_stream_response_set_content_length (response, length, error) ||
      !aiohttp_stream_response_prepare (response, request, error))
    return NULL;
  if (!write_two (response, error) || !aiohttp_stream_response_write_eof (response, error))
    {
      g_atomic_int_inc (&n_failed);
      return NULL;
    }
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* "/status/204": with a body that may not be sent. */
static AiohttpReply *
handle_status (AiohttpRequest *request, gpointer user_data, GError **error)
{
  guint status = (guint) g_ascii_strtoull (aiohttp_request_get_match_info (request, "status"), NULL, 10);
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (status);

  if (!aiohttp_stream_response_prepare (response, request, error) || !write_two (response, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
handle_huge (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  g_autofree guint8 *piece = g_malloc (PIECE);
  gboolean works = aiohttp_stream_response_prepare (response, request, error);

  memset (piece, 'x', PIECE);
  for (guint i = 0; works && i < N_PIECES; i++)
    {
      works = aiohttp_stream_response_write (response, piece, PIECE, error);
      most_buffered = MAX (most_buffered, aiohttp_stream_response_get_buffered_size (response));
    }
  g_atomic_int_inc (&n_ended);
  if (!works)
    g_atomic_int_inc (&n_failed);
  return works ? AIOHTTP_REPLY (g_steal_pointer (&response)) : NULL;
}

/* Writes until the client leaves. */
static AiohttpReply *
handle_endless (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  g_autofree guint8 *piece = g_malloc0 (PIECE);

  if (aiohttp_stream_response_prepare (response, request, error))
    while (aiohttp_stream_response_write (response, piece, PIECE, error))
      ;
  g_assert_error (*error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_assert_false (aiohttp_stream_response_write (response, piece, 1, NULL));
  g_atomic_int_inc (&n_ended);
  return NULL;
}

static AiohttpReply *
handle_fault (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (aiohttp_stream_response_prepare (response, request, error) && write_two (response, error))
    g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_NOT_FOUND, "too late");
  return NULL;
}

static AiohttpReply *
handle_other (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  g_autoptr (AiohttpStreamResponse) second = aiohttp_stream_response_new (200);
  g_autoptr (GError) refusal = NULL;

  if (!aiohttp_stream_response_prepare (response, request, error) ||
      !aiohttp_stream_response_prepare (response, request, error))
    return NULL;
  g_assert_false (aiohttp_stream_response_prepare (second, request, &refusal));
  g_assert_error (refusal, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "another"));
}

static AiohttpReply *
handle_unprepared (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  g_assert_false (aiohttp_stream_response_write_text (response, "x", error));
  g_assert_error (*error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (error);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
handle_chunked (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "Hello");

  if (!aiohttp_stream_response_enable_chunked_encoding (AIOHTTP_STREAM_RESPONSE (response), error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
handle_prepared_text (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "Hello");

  if (!aiohttp_stream_response_prepare (AIOHTTP_STREAM_RESPONSE (response), request, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* "/file/counted", "/file/chunked" or "/file/gzip" */
static AiohttpReply *
handle_file (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  const char *how = aiohttp_request_get_match_info (request, "how");

  if ((g_str_equal (how, "gzip") && !aiohttp_stream_response_enable_compression (response, "gzip", error)) ||
      (g_str_equal (how, "counted") && !aiohttp_stream_response_set_content_length (response, FILE_SIZE, error)) ||
      !aiohttp_stream_response_prepare (response, request, error) ||
      !aiohttp_stream_response_write_file (response, file, 0, FILE_SIZE - 7, error) ||
      !aiohttp_stream_response_write_file (response, file, FILE_SIZE - 7, 7, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
handle_short_file (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_set_content_length (response, FILE_SIZE + 1, error) ||
      !aiohttp_stream_response_prepare (response, request, error) ||
      !aiohttp_stream_response_write_file (response, file, 0, FILE_SIZE + 1, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/clone", handle_clone, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/two", handle_two, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/trailers", handle_trailers, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/length/{length}", handle_length, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/status/{status}", handle_status, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/huge", handle_huge, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/endless", handle_endless, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/fault", handle_fault, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/other", handle_other, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/unprepared", handle_unprepared, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/chunked", handle_chunked, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/prepared-text", handle_prepared_text, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/file/{how}", handle_file, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/short-file", handle_short_file, NULL, NULL, NULL);
}

typedef struct
{
  ServerThread *server;
  RawClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_atomic_int_set (&n_ended, 0);
  g_atomic_int_set (&n_failed, 0);
  most_buffered = 0;
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

/* Reads a head and, of what follows, no more. */
static RawResponse *
read_head (Fixture *fixture, guint status)
{
  RawResponse *response = raw_client_read (fixture->client, TRUE);

  g_assert_cmpuint (response->status, ==, status);
  return response;
}

static void
expect_alive (Fixture *fixture)
{
  raw_client_send (fixture->client, GET ("/two"));
  raw_response_free (read_head (fixture, 200));
  raw_client_expect_bytes (fixture->client, "7\r\nHello, \r\n6\r\nWorld!\r\n0\r\n\r\n");
}

static void
test_chunked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (fixture->client, GET ("/two"));
  response = read_head (fixture, 200);
  assert_field (response, "Transfer-Encoding", "chunked");
  assert_field (response, "Content-Length", NULL);
  assert_field (response, "Content-Type", "text/plain");
  assert_field (response, "Connection", NULL);
  raw_client_expect_bytes (fixture->client, "7\r\nHello, \r\n6\r\nWorld!\r\n0\r\n\r\n");
  expect_alive (fixture);
}

static void
test_http10 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (fixture->client, "GET /two HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  response = read_head (fixture, 200);
  assert_field (response, "Transfer-Encoding", NULL);
  assert_field (response, "Content-Length", NULL);
  assert_field (response, "Connection", "close");
  raw_client_expect_bytes (fixture->client, "Hello, World!");
  raw_client_expect_end (fixture->client);
}

static void
test_http10_length (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (fixture->client, "GET /length/13 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  response = read_head (fixture, 200);
  assert_field (response, "Connection", "keep-alive");
  assert_field (response, "Content-Length", "13");
  assert_field (response, "Content-Type", "application/octet-stream");
  raw_client_expect_bytes (fixture->client, "Hello, World!");
  expect_alive (fixture);
}

static void
test_http10_chunked (Fixture *fixture, gconstpointer data)
{
  expect_log (G_LOG_LEVEL_WARNING, "Error handling request GET /chunked: Chunked encoding is not for*");
  raw_client_send (fixture->client, GET_1_0 ("/chunked"));
  raw_client_expect (fixture->client, 500, NULL);
  raw_client_expect_end (fixture->client);
  expect_log_assert ();
}

static void
test_head (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) unknown = NULL;
  g_autoptr (RawResponse) counted = NULL;

  raw_client_send (fixture->client, HEAD ("/two") HEAD ("/length/13"));
  unknown = read_head (fixture, 200);
  assert_field (unknown, "Transfer-Encoding", NULL);
  counted = read_head (fixture, 200);
  assert_field (counted, "Content-Length", "13");
  expect_alive (fixture);
}

static void
test_empty_statuses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) no_content = NULL;
  g_autoptr (RawResponse) not_modified = NULL;

  raw_client_send (fixture->client, GET ("/status/204") GET ("/status/304"));
  no_content = read_head (fixture, 204);
  assert_field (no_content, "Transfer-Encoding", NULL);
  assert_field (no_content, "Content-Length", NULL);
  not_modified = read_head (fixture, 304);
  assert_field (not_modified, "Transfer-Encoding", NULL);
  expect_alive (fixture);
}

static void
test_trailers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (fixture->client, GET ("/trailers"));
  response = read_head (fixture, 200);
  assert_field (response, "Trailer", "X-Sum");
  raw_client_expect_bytes (fixture->client, "7\r\nHello, \r\n6\r\nWorld!\r\n0\r\nX-Sum: 13\r\n\r\n");
  expect_alive (fixture);
}

static void
test_length (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/length/13") GET ("/two"));
  raw_client_expect (fixture->client, 200, "Hello, World!");
  raw_response_free (read_head (fixture, 200));
  raw_client_expect_bytes (fixture->client, "7\r\nHello, \r\n");
  g_assert_cmpint (g_atomic_int_get (&n_failed), ==, 0);
}

/* What follows would be taken for the rest. */
static void
test_too_short (Fixture *fixture, gconstpointer data)
{
  expect_log (G_LOG_LEVEL_WARNING, "*shorter than its Content-Length: 7 bytes too few*");
  raw_client_send (fixture->client, GET ("/length/20") GET ("/two"));
  raw_response_free (read_head (fixture, 200));
  raw_client_expect_bytes (fixture->client, "Hello, World!");
  raw_client_expect_end (fixture->client);
  expect_log_assert ();
  g_assert_cmpint (g_atomic_int_get (&n_failed), ==, 1);
}

static void
test_too_long (Fixture *fixture, gconstpointer data)
{
  expect_log (G_LOG_LEVEL_WARNING, "*longer than its Content-Length: 3 bytes too many*");
  raw_client_send (fixture->client, GET ("/length/10") GET ("/two"));
  raw_response_free (read_head (fixture, 200));
  raw_client_expect_bytes (fixture->client, "Hello, ");
  raw_client_expect_end (fixture->client);
  expect_log_assert ();
  g_assert_cmpint (g_atomic_int_get (&n_failed), ==, 1);
}

/* Requests that come behind it wait for its end. */
static void
test_pipelined (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/two") GET ("/length/13") GET ("/two") GET ("/trailers"));
  for (guint i = 0; i < 4; i++)
    {
      raw_response_free (read_head (fixture, 200));
      raw_client_expect_bytes (fixture->client, i == 1   ? "Hello, World!"
                                                : i == 3 ? "7\r\nHello, \r\n6\r\nWorld!\r\n0\r\nX-Sum: 13\r\n\r\n"
                                                         : "7\r\nHello, \r\n6\r\nWorld!\r\n0\r\n\r\n");
    }
}

static void
expect_xs (RawClient *client, gsize length)
{
  g_autofree char *piece = g_strnfill (PIECE, 'x');
  g_autofree char *chunk = g_strdup_printf ("10000\r\n%s\r\n", piece);

  for (gsize i = 0; i < length / PIECE; i++)
    raw_client_expect_bytes (client, chunk);
  raw_client_expect_bytes (client, "0\r\n\r\n");
}

static void
test_clone (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/clone"));
  raw_response_free (read_head (fixture, 200));
  for (guint i = 0; i < 64; i++)
    {
      raw_client_expect_bytes (fixture->client, "10000\r\n");
      g_free (raw_client_read_bytes (fixture->client, PIECE));
      raw_client_expect_bytes (fixture->client, "\r\n");
    }
  raw_client_expect_bytes (fixture->client, "0\r\n\r\n");
  expect_alive (fixture);
}

/* A client that reads slowly holds up its handler, not the memory, nor others. */
static void
test_slow_reader (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) slow = raw_client_new (fixture->server->port);

  raw_client_send (slow, GET ("/huge"));
  for (guint i = 0; i < 10; i++)
    expect_alive (fixture);
  g_assert_cmpint (g_atomic_int_get (&n_ended), ==, 0);
  raw_response_free (raw_client_read (slow, TRUE));
  expect_xs (slow, (gsize) PIECE * N_PIECES);
  g_assert_cmpint (g_atomic_int_get (&n_ended), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&n_failed), ==, 0);
  g_assert_cmpuint (most_buffered, <=, 64 * 1024 + 16);
}

/* A client that takes all at once does not keep the server from others. */
static void
test_fast_reader (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) fast = raw_client_new (fixture->server->port);

  raw_client_send (fast, GET ("/huge"));
  raw_response_free (raw_client_read (fast, TRUE));
  expect_xs (fast, (gsize) PIECE * N_PIECES);
  expect_alive (fixture);
  g_assert_cmpuint (most_buffered, <=, 64 * 1024 + 16);
}

static void
await_ended (int n)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (g_atomic_int_get (&n_ended) < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
    }
}

/* A client that leaves ends the handler by an error, and nothing is logged. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/endless"));
  raw_response_free (read_head (fixture, 200));
  raw_client_reset (fixture->client);
  await_ended (1);
  server_thread_await_connections (fixture->server, 0);
}

static void
test_stalled (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "write-timeout", 0.2, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  g_atomic_int_set (&n_ended, 0);
  raw_client_shrink_receive_buffer (client);
  raw_client_send (client, GET ("/endless"));
  await_ended (1);
  server_thread_await_connections (server, 0);
}

/* The head said 200: all that is left is to end without an end. */
static void
test_fault (Fixture *fixture, gconstpointer data)
{
  expect_log (G_LOG_LEVEL_WARNING, "Error handling request GET /fault: too late*");
  raw_client_send (fixture->client, GET ("/fault") GET ("/two"));
  raw_response_free (read_head (fixture, 200));
  raw_client_expect_bytes (fixture->client, "7\r\nHello, \r\n6\r\nWorld!\r\n");
  raw_client_expect_end (fixture->client);
  expect_log_assert ();
}

static void
test_other (Fixture *fixture, gconstpointer data)
{
  expect_log (G_LOG_LEVEL_WARNING, "*prepared one response and returned another*");
  raw_client_send (fixture->client, GET ("/other"));
  raw_response_free (read_head (fixture, 200));
  raw_client_expect_end (fixture->client);
  expect_log_assert ();
}

static void
test_unprepared (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/unprepared"));
  raw_client_expect (fixture->client, 200, "");
  expect_alive (fixture);
}

static void
test_whole_in_pieces (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, GET ("/chunked") GET ("/prepared-text") HEAD ("/chunked") HEAD ("/prepared-text"));
  raw_response_free (read_head (fixture, 200));
  raw_client_expect_bytes (fixture->client, "5\r\nHello\r\n0\r\n\r\n");
  raw_client_expect (fixture->client, 200, "Hello");
  raw_response_free (read_head (fixture, 200));
  raw_response_free (read_head (fixture, 200));
  expect_alive (fixture);
}

static char *
make_contents (void)
{
  char *contents = g_malloc (FILE_SIZE + 1);

  for (gsize i = 0; i < FILE_SIZE; i++)
    contents[i] = 'a' + (i * 7 + i / 1000) % 26;
  contents[FILE_SIZE] = 0;
  return contents;
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = make_contents ();
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *chunk_head = g_strdup_printf ("%x\r\n", FILE_SIZE - 7);
  g_autofree char *tail = g_strdup_printf ("\r\n7\r\n%s\r\n0\r\n\r\n", contents + FILE_SIZE - 7);

  raw_client_send (fixture->client, GET ("/file/counted") HEAD ("/file/counted") GET ("/file/chunked"));
  raw_client_expect (fixture->client, 200, contents);
  response = read_head (fixture, 200);
  raw_response_free (read_head (fixture, 200));
  raw_client_expect_bytes (fixture->client, chunk_head);
  contents[FILE_SIZE - 7] = '\0';
  raw_client_expect_bytes (fixture->client, contents);
  raw_client_expect_bytes (fixture->client, tail);
  expect_alive (fixture);
}

/* More than the sockets hold, before anything is read. */
static void
test_file_slow (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = make_contents ();
  const guint n = 8;

  for (guint i = 0; i < n; i++)
    raw_client_send (fixture->client, GET ("/file/counted"));
  for (guint i = 0; i < n; i++)
    server_thread_await_connections (fixture->server, 1);
  for (guint i = 0; i < n; i++)
    raw_client_expect (fixture->client, 200, contents);
}

/* A file that is encoded passes through memory. */
static void
test_file_encoded (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = make_contents ();
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autofree char *out = g_malloc (FILE_SIZE + 1);
  g_autoptr (GString) body = g_string_new (NULL);
  gsize n_read, n_written;
  g_autoptr (GError) error = NULL;

  raw_client_send (fixture->client, GET_1_0 ("/file/gzip"));
  raw_response_free (read_head (fixture, 200));
  raw_client_read_to_end (fixture->client, body);
  g_converter_convert (G_CONVERTER (decompressor), body->str, body->len, out, FILE_SIZE + 1, G_CONVERTER_INPUT_AT_END,
                       &n_read, &n_written, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (out, n_written, contents, FILE_SIZE);
}

/* So does one that is encrypted. */
static void
test_file_tls (void)
{
  g_autofree char *certificate = tls_test_certificate ("localhost");
  g_autoptr (AiohttpTlsContext) context = aiohttp_tls_context_new_server_for_files (certificate, NULL, NULL);
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "site:tls", context, NULL);
  g_autoptr (TlsClient) client = tls_client_new (server->port, NULL);
  g_autofree char *contents = make_contents ();

  for (guint i = 0; i < 3; i++)
    tls_client_get (client, "/file/counted", contents);
}

static void
test_short_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = make_contents ();

  raw_client_send (fixture->client, GET ("/short-file"));
  raw_response_free (read_head (fixture, 200));
  raw_client_expect_bytes (fixture->client, contents);
  raw_client_expect_end (fixture->client);
}

static void
make_file (void)
{
  g_autofree char *contents = make_contents ();
  g_autofree char *name = NULL;

  file = g_file_open_tmp ("aiohttp-XXXXXX", &name, NULL);
  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (write (file, contents, FILE_SIZE), ==, FILE_SIZE);
  g_unlink (name);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  make_file ();
#define ADD(path, func) g_test_add ("/web-streaming/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("chunked", test_chunked);
  ADD ("clone", test_clone);
  ADD ("http-1.0/until-close", test_http10);
  ADD ("http-1.0/length", test_http10_length);
  ADD ("http-1.0/chunked", test_http10_chunked);
  ADD ("head", test_head);
  ADD ("empty-statuses", test_empty_statuses);
  ADD ("trailers", test_trailers);
  ADD ("length/right", test_length);
  ADD ("length/too-short", test_too_short);
  ADD ("length/too-long", test_too_long);
  ADD ("pipelined", test_pipelined);
  ADD ("slow-reader", test_slow_reader);
  ADD ("fast-reader", test_fast_reader);
  ADD ("gone", test_gone);
  g_test_add_func ("/web-streaming/stalled", test_stalled);
  ADD ("fault", test_fault);
  ADD ("other", test_other);
  ADD ("unprepared", test_unprepared);
  ADD ("whole-in-pieces", test_whole_in_pieces);
  ADD ("file/fast", test_file);
  ADD ("file/slow", test_file_slow);
  ADD ("file/encoded", test_file_encoded);
  g_test_add_func ("/web-streaming/file/tls", test_file_tls);
  ADD ("file/short", test_short_file);
  status = g_test_run ();
  close (file);
  tls_test_clear ();
  return status;
}
