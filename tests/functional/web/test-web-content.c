/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <zlib.h>

#include "raw-client.h"
#include "server-thread.h"

/* The body of a request as a stream. */

#define HEAD(path, more) "POST " path " HTTP/1.1\r\nHost: h\r\n" more "\r\n"
#define MIB              (1024 * 1024)

static guint64 upload_size = 64 * MIB;
static int go_on;
static int n_failed;

/* Answers with what came, a "|" behind each read. */
static AiohttpReply *
handle_pieces (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpStreamReader *content = aiohttp_request_get_content (request);
  g_autoptr (GString) text = g_string_new (NULL);

  while (TRUE)
    {
      g_autoptr (GBytes) piece = aiohttp_stream_reader_readany (content, error);

      if (piece == NULL)
        {
          g_atomic_int_inc (&n_failed);
          return NULL;
        }
      if (g_bytes_get_size (piece) == 0)
        return AIOHTTP_REPLY (aiohttp_response_new_text (200, text->str));
      g_string_append_len (text, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece));
      g_string_append_c (text, '|');
    }
}

static AiohttpReply *
handle_count (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpStreamReader *content = aiohttp_request_get_content (request);
  g_autofree char *text = NULL;
  guint64 count = 0;
  gsize n;

  do
    {
      g_autoptr (GBytes) piece = aiohttp_stream_reader_readany (content, error);

      if (piece == NULL)
        return NULL;
      n = g_bytes_get_size (piece);
      count += n;
    }
  while (n > 0);
  text = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
handle_text (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *text = aiohttp_request_text (request, error);

  return text != NULL ? AIOHTTP_REPLY (aiohttp_response_new_text (200, text)) : NULL;
}

/* The first line by the stream, then the rest as a whole. */
static AiohttpReply *
handle_line_and_rest (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) line = aiohttp_stream_reader_readline (aiohttp_request_get_content (request), error);
  g_autofree char *rest = line != NULL ? aiohttp_request_text (request, error) : NULL;
  g_autofree char *text = NULL;

  if (rest == NULL)
    return NULL;
  text = g_strdup_printf ("%u %s", (guint) g_bytes_get_size (line), rest);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
handle_wait (AiohttpRequest *request, gpointer user_data, GError **error)
{
  aiohttp_request_get_content (request);
  while (!g_atomic_int_get (&go_on))
    if (!aiohttp_sleep (0.002, error))
      return NULL;
  return handle_count (request, user_data, error);
}

static AiohttpReply *
handle_release (AiohttpRequest *request, gpointer user_data, GError **error)
{
  gboolean could = aiohttp_request_get_can_read_body (request);

  if (!aiohttp_request_release (request, error))
    return NULL;
  return AIOHTTP_REPLY (
      aiohttp_response_new_text (200, could && !aiohttp_request_get_can_read_body (request) ? "released" : "no"));
}

/* Reads by GIO's own calls, with a blocking read before. */
static AiohttpReply *
handle_gio (AiohttpRequest *request, gpointer user_data, GError **error)
{
  GInputStream *content = G_INPUT_STREAM (aiohttp_request_get_content (request));
  g_autoptr (GError) would_block = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  char buffer[100] = "";
  gssize n = g_input_stream_read (content, buffer, sizeof buffer - 1, NULL, &would_block);

  g_assert_cmpint (n, ==, -1);
  g_assert_error (would_block, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  result = aiohttp_await (g_input_stream_read_async (content, buffer, sizeof buffer - 1, G_PRIORITY_DEFAULT,
                                                     AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  n = g_input_stream_read_finish (content, result, error);
  return n >= 0 ? AIOHTTP_REPLY (aiohttp_response_new_text (200, buffer)) : NULL;
}

static void
cancel (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = aiohttp_stream_reader_readany_finish (AIOHTTP_STREAM_READER (source), result, &error);

  g_assert_null (bytes);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_atomic_int_inc (&n_failed);
}

/* A read that is cancelled takes nothing with it. */
static AiohttpReply *
handle_cancel (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  aiohttp_stream_reader_readany_async (aiohttp_request_get_content (request), cancellable, cancel, NULL);
  if (!aiohttp_sleep (0.005, error))
    return NULL;
  g_cancellable_cancel (cancellable);
  while (!g_atomic_int_get (&go_on))
    if (!aiohttp_sleep (0.001, error))
      return NULL;
  return handle_pieces (request, user_data, error);
}

/* Keeps the stream beyond the answer. */
static AiohttpStreamReader *kept;

static AiohttpReply *
handle_keep (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_set_object (&kept, aiohttp_request_get_content (request));
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "kept"));
}

static void
on_kept_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GBytes) bytes = aiohttp_stream_reader_readany_finish (AIOHTTP_STREAM_READER (source), result, user_data);

  g_assert_null (bytes);
}

static AiohttpReply *
handle_read_kept (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GError) reason = NULL;

  aiohttp_stream_reader_readany_async (kept, NULL, on_kept_read, &reason);
  while (reason == NULL)
    if (!aiohttp_sleep (0.001, error))
      return NULL;
  g_clear_object (&kept);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, reason->message));
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_post (router, "/pieces", handle_pieces, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/count", handle_count, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/text", handle_text, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/line-and-rest", handle_line_and_rest, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/wait", handle_wait, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/release", handle_release, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/gio", handle_gio, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/cancel", handle_cancel, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/keep", handle_keep, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/read-kept", handle_read_kept, NULL, NULL, NULL);
}

typedef struct
{
  ServerThread *server;
  RawClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_atomic_int_set (&go_on, 0);
  g_atomic_int_set (&n_failed, 0);
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
test_pieces (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, HEAD ("/pieces", "Content-Length: 6\r\n") "ab");
  server_thread_expect_silence (fixture->server, fixture->client);
  raw_client_send (fixture->client, "cd");
  server_thread_expect_silence (fixture->server, fixture->client);
  raw_client_send (fixture->client, "ef");
  raw_client_expect (fixture->client, 200, "ab|cd|ef|");
  /* chunks that are there come together */
  raw_client_send (fixture->client,
                   HEAD ("/pieces", "Transfer-Encoding: chunked\r\n") "1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n");
  raw_client_expect (fixture->client, 200, "abc|");
  raw_client_send (fixture->client, HEAD ("/pieces", "Content-Length: 0\r\n"));
  raw_client_expect (fixture->client, 200, "");
  raw_client_send (fixture->client, HEAD ("/pieces", ""));
  raw_client_expect (fixture->client, 200, "");
}

static void
test_expect (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, HEAD ("/pieces", "Content-Length: 2\r\nExpect: 100-continue\r\n"));
  raw_client_expect_bytes (fixture->client, "HTTP/1.1 100 Continue\r\n\r\n");
  raw_client_send (fixture->client, "ab");
  raw_client_expect (fixture->client, 200, "ab|");
}

static void
test_mixed (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, HEAD ("/line-and-rest", "Content-Length: 11\r\n") "line\nre");
  server_thread_expect_silence (fixture->server, fixture->client);
  raw_client_send (fixture->client, "st..");
  raw_client_expect (fixture->client, 200, "5 rest..");
  raw_client_send (fixture->client, HEAD ("/gio", "Content-Length: 2\r\n"));
  server_thread_expect_silence (fixture->server, fixture->client);
  raw_client_send (fixture->client, "ab");
  raw_client_expect (fixture->client, 200, "ab");
}

static void
test_release (Fixture *fixture, gconstpointer data)
{
  g_autofree char *much = g_strnfill (700000, 'x');

  raw_client_send (fixture->client, HEAD ("/release", "Content-Length: 700000\r\n"));
  raw_client_send (fixture->client, much);
  raw_client_expect (fixture->client, 200, "released");
  raw_client_send (fixture->client, HEAD ("/release", ""));
  raw_client_expect (fixture->client, 200, "no");
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, HEAD ("/pieces", "Transfer-Encoding: chunked\r\n") "1\r\na\r\nx\r\n");
  raw_client_expect (fixture->client, 400, NULL);
  raw_client_expect_end (fixture->client);
  g_assert_cmpint (g_atomic_int_get (&n_failed), ==, 1);
}

static void
test_early_end (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, HEAD ("/pieces", "Content-Length: 4\r\n") "ab");
  raw_client_half_close (fixture->client);
  raw_client_expect (fixture->client, 400, NULL);
  raw_client_expect_end (fixture->client);
}

static void
test_reset (Fixture *fixture, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  raw_client_send (fixture->client, HEAD ("/pieces", "Content-Length: 4\r\n") "ab");
  server_thread_expect_silence (fixture->server, fixture->client);
  raw_client_reset (fixture->client);
  while (g_atomic_int_get (&n_failed) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
    }
}

static void
test_beyond_answer (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, HEAD ("/keep", "Content-Length: 4\r\n") "ab");
  raw_client_expect (fixture->client, 200, "kept");
  raw_client_send (fixture->client, "cd" HEAD ("/read-kept", ""));
  raw_client_expect (fixture->client, 200, "The request was answered already");
}

static GBytes *
gzip (const char *text, gsize length)
{
  gsize room = length + 1024;
  guint8 *out = g_malloc (room);
  z_stream zlib = { .next_in = (Bytef *) text, .avail_in = length, .next_out = out, .avail_out = room };

  g_assert_cmpint (deflateInit2 (&zlib, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
  g_assert_cmpint (deflate (&zlib, Z_FINISH), ==, Z_STREAM_END);
  deflateEnd (&zlib);
  return g_bytes_new_take (out, zlib.total_out);
}

static void
send_gzip (RawClient *client, const char *path, GBytes *body, gsize step)
{
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  g_autofree char *head = g_strdup_printf (
      "POST %s HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: %u\r\n\r\n", path, (guint) size);

  raw_client_send (client, head);
  for (gsize at = 0; at < size; at += step)
    {
      raw_client_send_bytes (client, data + at, MIN (step, size - at));
      if (step < size)
        g_usleep (500);
    }
}

static void
test_encoded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = gzip ("Hello, hello, hello", strlen ("Hello, hello, hello"));

  send_gzip (fixture->client, "/text", body, 1000);
  raw_client_expect (fixture->client, 200, "Hello, hello, hello");
  send_gzip (fixture->client, "/text", body, 3);
  raw_client_expect (fixture->client, 200, "Hello, hello, hello");
  send_gzip (fixture->client, "/count", body, 3);
  raw_client_expect (fixture->client, 200, "19");
  raw_client_send (fixture->client, HEAD ("/text", "Content-Encoding: x-unknown\r\nContent-Length: 2\r\n") "ab");
  raw_client_expect (fixture->client, 200, "ab");
}

/* client-max-size counts what comes out, and no more than that comes out. */
static void
test_bomb (Fixture *fixture, gconstpointer data)
{
  g_autofree char *zeros = g_malloc0 (32 * MIB);
  g_autoptr (GBytes) body = gzip (zeros, 32 * MIB);

  g_assert_cmpuint (g_bytes_get_size (body), <, 64 * 1024);
  send_gzip (fixture->client, "/text", body, 100000);
  raw_client_expect (fixture->client, 413, NULL);
}

static void
test_not_encoded (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, HEAD ("/text", "Content-Encoding: gzip\r\nContent-Length: 2\r\n") "ab");
  raw_client_expect (fixture->client, 400, NULL);
  raw_client_send (fixture->client, HEAD ("/pieces", "Content-Encoding: gzip\r\nContent-Length: 2\r\n") "ab");
  raw_client_expect (fixture->client, 400, NULL);
  raw_client_send (fixture->client,
                   HEAD ("/pieces", "Content-Encoding: br,br,br,br,br,br\r\nContent-Length: 2\r\n") "ab");
  raw_client_expect (fixture->client, 400, NULL);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, HEAD ("/cancel", "Content-Length: 4\r\n"));
  while (g_atomic_int_get (&n_failed) == 0)
    g_usleep (500);
  raw_client_send (fixture->client, "ab");
  server_thread_expect_silence (fixture->server, fixture->client);
  g_atomic_int_set (&go_on, 1);
  raw_client_send (fixture->client, "cd");
  raw_client_expect (fixture->client, 200, NULL);
  g_assert_cmpint (g_atomic_int_get (&n_failed), ==, 1);
}

/* Sends zeros as long as somebody takes them. */
static guint64
push (RawClient *client, guint64 size, gboolean until_stuck)
{
  static const char zeros[64 * 1024];
  guint64 sent = 0;
  guint stuck = 0;

  while (sent < size && stuck < 50)
    {
      gssize n =
          send (client->fd, zeros, MIN (sizeof zeros, size - sent), MSG_NOSIGNAL | (until_stuck ? MSG_DONTWAIT : 0));

      if (n < 0 && errno == EAGAIN && until_stuck)
        {
          stuck++;
          g_usleep (2000);
          continue;
        }
      g_assert_cmpint (n, >, 0);
      sent += (guint64) n;
      stuck = 0;
    }
  return sent;
}

/* Of this process. 0 with a sanitizer: it keeps what was freed, so that its size says nothing. */
static gsize
get_resident_size (void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return 0;
#else
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10) * 1024 : 0;
#endif
}

/* Nobody reads: the client is stopped by its socket, and nothing grows here. */
static void
test_back_pressure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *head = g_strdup_printf (HEAD ("/wait", "Content-Length: %u\r\n"), 64 * MIB);
  g_autofree char *answer = g_strdup_printf ("%u", 64 * MIB);
  gsize before = get_resident_size ();
  guint64 sent;

  raw_client_send (fixture->client, head);
  sent = push (fixture->client, 64 * MIB, TRUE);
  g_test_message ("%" G_GUINT64_FORMAT " bytes are in the sockets", sent);
  g_assert_cmpuint (sent, <, 32 * MIB);
  g_assert_cmpuint (get_resident_size (), <, before + 8 * MIB);
  g_atomic_int_set (&go_on, 1);
  push (fixture->client, 64 * MIB - sent, FALSE);
  raw_client_expect (fixture->client, 200, answer);
}

/* A large body goes through without ever being here as a whole, and another client is answered meanwhile. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) other = raw_client_new (fixture->server->port);
  g_autofree char *head = g_strdup_printf (HEAD ("/count", "Content-Length: %" G_GUINT64_FORMAT "\r\n"), upload_size);
  g_autofree char *answer = g_strdup_printf ("%" G_GUINT64_FORMAT, upload_size);
  gsize before = get_resident_size ();
  guint64 step = upload_size / 16;

  raw_client_send (fixture->client, head);
  for (guint i = 0; i < 16; i++)
    {
      push (fixture->client, step, FALSE);
      raw_client_send (other, HEAD ("/text", "Content-Length: 2\r\n") "ab");
      raw_client_expect (other, 200, "ab");
      g_assert_cmpuint (get_resident_size (), <, before + 16 * MIB);
    }
  raw_client_expect (fixture->client, 200, answer);
}

int
main (int argc, char *argv[])
{
  /* large-gib.sh */
  if (argc > 1 && g_str_equal (argv[argc - 1], "--gib"))
    {
      upload_size = 1024 * (guint64) MIB;
      argc--;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/web-content/pieces", Fixture, NULL, set_up, test_pieces, tear_down);
  g_test_add ("/web-content/expect", Fixture, NULL, set_up, test_expect, tear_down);
  g_test_add ("/web-content/mixed", Fixture, NULL, set_up, test_mixed, tear_down);
  g_test_add ("/web-content/release", Fixture, NULL, set_up, test_release, tear_down);
  g_test_add ("/web-content/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/web-content/early-end", Fixture, NULL, set_up, test_early_end, tear_down);
  g_test_add ("/web-content/reset", Fixture, NULL, set_up, test_reset, tear_down);
  g_test_add ("/web-content/beyond-answer", Fixture, NULL, set_up, test_beyond_answer, tear_down);
  g_test_add ("/web-content/encoded", Fixture, NULL, set_up, test_encoded, tear_down);
  g_test_add ("/web-content/bomb", Fixture, NULL, set_up, test_bomb, tear_down);
  g_test_add ("/web-content/not-encoded", Fixture, NULL, set_up, test_not_encoded, tear_down);
  g_test_add ("/web-content/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/web-content/back-pressure", Fixture, NULL, set_up, test_back_pressure, tear_down);
  g_test_add ("/web-content/large", Fixture, NULL, set_up, test_large, tear_down);
  return g_test_run ();
}
