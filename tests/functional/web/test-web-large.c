/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Bodies of any size through a server of 32 MiB: one that is made for a slow reader, and one that a slow client uploads.
 * The server is this program in a process of its own, so that its memory can be told from the client's; large-gib.sh runs
 * it with a whole GiB, every day's test with a part of one. */

#include <stdio.h>
#include <string.h>

#include <aiohttp-glib/aiohttp.h>

#include "raw-client.h"

#define MIB          (1024 * 1024)
#define PIECE        (64 * 1024)
#define MAX_RESIDENT (32 * MIB)
#define GET(path)    "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"
#define N_STEPS      64

static guint64 size = 64 * MIB;
static char *program;

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static void
fill_piece (guint8 *piece, guint64 offset)
{
  for (gsize i = 0; i < PIECE; i++)
    piece[i] = (guint8) ((offset + i) * 31 >> 4);
}

static AiohttpReply *
handle_make (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  const guint64 length = g_ascii_strtoull (aiohttp_request_query_get (request, "size"), NULL, 10);
  g_autofree guint8 *piece = g_malloc (PIECE);

  if (!aiohttp_stream_response_set_content_length (response, (gint64) length, error) ||
      !aiohttp_stream_response_prepare (response, request, error))
    return NULL;
  for (guint64 offset = 0; offset < length; offset += PIECE)
    {
      fill_piece (piece, offset);
      if (!aiohttp_stream_response_write (response, piece, PIECE, error))
        return NULL;
    }
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
handle_take (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpStreamReader *content = aiohttp_request_get_content (request);
  g_autofree char *answer = NULL;
  guint64 count = 0;
  gsize length;

  do
    {
      g_autoptr (GBytes) piece = aiohttp_stream_reader_readany (content, error);

      if (piece == NULL)
        return NULL;
      length = g_bytes_get_size (piece);
      count += length;
    }
  while (length > 0);
  answer = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, answer));
}

static int
serve (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/make", handle_make, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_post (router, "/take", handle_take, NULL, NULL, NULL));
  aiohttp_run_app (app, "127.0.0.1", 0, &error);
  g_assert_no_error (error);
  return 0;
}

typedef struct
{
  GSubprocess *process;
  guint16 port;
  RawClient *other; /* who is not to notice */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  const char *port;

  fixture->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                       program, "--serve", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  port = strstr (line, "127.0.0.1:");
  g_assert_nonnull (port);
  fixture->port = (guint16) g_ascii_strtoull (port + strlen ("127.0.0.1:"), NULL, 10);
  fixture->other = raw_client_new (fixture->port);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_client_free (fixture->other);
  g_subprocess_send_signal (fixture->process, 15);
  g_subprocess_wait_check (fixture->process, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (fixture->process);
}

static void
ask_other (Fixture *fixture)
{
  raw_client_send (fixture->other, GET ("/"));
  raw_client_expect (fixture->other, 200, "Hello");
}

/* At its highest. */
static void
assert_small (Fixture *fixture)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (fixture->process));
  g_autofree char *status = NULL;
  const char *line;
  guint64 resident;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  resident = g_ascii_strtoull (line + strlen ("VmHWM:") + strspn (line + strlen ("VmHWM:"), " \t"), NULL, 10) * 1024;
  g_test_message ("%.1f MiB resident at most", (double) resident / MIB);
  g_assert_cmpuint (resident, <, MAX_RESIDENT);
#endif
}

static void
test_reader (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) client = raw_client_new (fixture->port);
  g_autofree char *request = g_strdup_printf ("GET /make?size=%" G_GUINT64_FORMAT " HTTP/1.1\r\nHost: h\r\n\r\n", size);
  g_autofree guint8 *expected = g_malloc (PIECE);
  g_autofree char *length = NULL;
  RawResponse *head;
  guint64 offset = 0;

  raw_client_send (client, request);
  ask_other (fixture);
  head = raw_client_read (client, TRUE);
  length = raw_response_get (head, "Content-Length");
  g_assert_cmpuint (g_ascii_strtoull (length, NULL, 10), ==, size);
  raw_response_free (head);
  for (guint step = 0; step < N_STEPS; step++)
    {
      for (guint64 end = offset + size / N_STEPS; offset < end; offset += PIECE)
        {
          g_autofree char *piece = raw_client_read_bytes (client, PIECE);

          fill_piece (expected, offset);
          g_assert_cmpmem (piece, PIECE, expected, PIECE);
        }
      ask_other (fixture);
    }
  raw_client_send (client, GET ("/"));
  raw_client_expect (client, 200, "Hello");
  assert_small (fixture);
}

static void
test_uploader (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) client = raw_client_new (fixture->port);
  g_autofree char *head =
      g_strdup_printf ("POST /take HTTP/1.1\r\nHost: h\r\nContent-Length: %" G_GUINT64_FORMAT "\r\n\r\n", size);
  g_autofree char *answer = g_strdup_printf ("%" G_GUINT64_FORMAT, size);
  g_autofree guint8 *piece = g_malloc0 (PIECE);

  raw_client_send (client, head);
  for (guint step = 0; step < N_STEPS; step++)
    {
      for (guint64 sent = 0; sent < size / N_STEPS; sent += PIECE)
        raw_client_send_bytes (client, piece, PIECE);
      ask_other (fixture);
    }
  raw_client_expect (client, 200, answer);
  assert_small (fixture);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc > 1 && g_str_equal (argv[1], "--serve"))
    return serve ();
  g_test_init (&argc, &argv, NULL);
  /* large-gib.sh */
  if (argc > 1 && g_str_equal (argv[argc - 1], "--gib"))
    size = G_GUINT64_CONSTANT (1024) * MIB;
  g_test_add ("/web-large/slow-reader", Fixture, NULL, set_up, test_reader, tear_down);
  g_test_add ("/web-large/slow-uploader", Fixture, NULL, set_up, test_uploader, tear_down);
  return g_test_run ();
}
