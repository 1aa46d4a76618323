/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "raw-client.h"
#include "server-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

/* Their answers fill more than the sockets hold. */
#define N_UNREAD 4000

#define LARGE_SIZE (64 * 1024 * 1024)

static GBytes *large;
static int n_handled;

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_atomic_int_inc (&n_handled);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
handle_large (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, large, NULL));
}

static int large_file = -1;

static AiohttpReply *
handle_large_file (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_set_content_length (response, LARGE_SIZE, error) ||
      !aiohttp_stream_response_prepare (response, request, error) ||
      !aiohttp_stream_response_write_file (response, large_file, 0, LARGE_SIZE, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
handle_medium (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new_from_bytes (large, 0, 8000);

  g_atomic_int_inc (&n_handled);
  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, NULL));
}

static AiohttpReply *
handle_read (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);

  return body != NULL ? AIOHTTP_REPLY (aiohttp_response_new_text (200, "read")) : NULL;
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/large", handle_large, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/large-file", handle_large_file, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/medium", handle_medium, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/read", handle_read, NULL, NULL, NULL);
}

static gsize
get_resident_size (void)
{
  unsigned long total = 0, resident = 0;
  FILE *file = fopen ("/proc/self/statm", "r");

  g_assert_nonnull (file);
  g_assert_cmpint (fscanf (file, "%lu %lu", &total, &resident), ==, 2);
  fclose (file);
  return resident * sysconf (_SC_PAGESIZE);
}

static double
elapsed_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
}

/* Plays a peer that is slow, but not too slow. FALSE: this machine was too slow for it, so that its end says nothing. */
typedef gboolean (*SlowPeer) (ServerThread *server);

/* The server looks at its sockets before its timers: what a peer sends in time is taken in time, whatever holds up the
 * server. What holds up the peer, the peer has to notice. */
static void
try_slow_peer (ServerThread *server, SlowPeer peer)
{
  for (guint i = 0; i < 20; i++)
    if (peer (server))
      return;
  g_test_skip ("this machine is too slow");
}

/* FALSE: @timeout may be over since the last call. */
static gboolean
is_in_time (gint64 *last, double timeout)
{
  gint64 now = g_get_monotonic_time ();
  gboolean in_time = *last == 0 || now - *last < timeout * G_USEC_PER_SEC;

  *last = now;
  return in_time;
}

static gboolean
is_readable (RawClient *client)
{
  GPollFD fd = { client->fd, G_IO_IN, 0 };

  return g_poll (&fd, 1, 0) > 0;
}

/* A head that comes drop by drop does not keep the connection for longer than the timeout. */
static void
test_slow_head (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "header-timeout", 0.2, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  gint64 start = g_get_monotonic_time ();

  raw_client_send (client, "GET / HTTP/1.1\r\nHost: ");
  while (!is_readable (client) && elapsed_since (start) < 10)
    {
      raw_client_send (client, "h");
      g_usleep (20000);
    }
  raw_client_expect (client, 408, NULL);
  raw_client_expect_end (client);
  g_assert_cmpfloat (elapsed_since (start), >=, 0.2);
  g_assert_cmpfloat (elapsed_since (start), <, 10);
}

static gboolean
send_slow_heads (ServerThread *server)
{
  g_autoptr (RawClient) client = raw_client_new (server->port);
  gint64 last = 0;

  is_in_time (&last, 0.4);
  raw_client_send (client, "GET / HTTP/1.1\r\n");
  for (guint i = 0; i < 8; i++)
    {
      g_usleep (100000);
      raw_client_send (client, "Host: h\r\n\r\nGET / HTTP/1.1\r\n");
      if (!is_in_time (&last, 0.4))
        return FALSE;
      raw_client_expect (client, 200, "Hello");
    }
  return TRUE;
}

/* Each head has its own time, also one that begins in the packet in which the last one ends. */
static void
test_slow_heads (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "header-timeout", 0.4, NULL);

  try_slow_peer (server, send_slow_heads);
}

static void
test_silent (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "header-timeout", 0.1, NULL);
  g_autoptr (RawClient) client = NULL;
  gint64 start = g_get_monotonic_time ();

  client = raw_client_new (server->port);
  raw_client_expect_end (client);
  g_assert_cmpfloat (elapsed_since (start), >=, 0.1);
  g_assert_cmpfloat (elapsed_since (start), <, 10);
}

static gboolean
send_now_and_then (ServerThread *server)
{
  g_autoptr (RawClient) client = raw_client_new (server->port);
  gint64 start = 0, last = 0;

  for (guint i = 0; i < 3; i++)
    {
      if (i > 0)
        g_usleep (50000);
      start = g_get_monotonic_time ();
      raw_client_send (client, GET ("/"));
      if (!is_in_time (&last, 0.2))
        return FALSE;
      raw_client_expect (client, 200, "Hello");
    }
  raw_client_expect_end (client);
  g_assert_cmpfloat (elapsed_since (start), >=, 0.2);
  g_assert_cmpfloat (elapsed_since (start), <, 10);
  return TRUE;
}

static void
test_idle (void)
{
  g_autoptr (ServerThread) server =
      server_thread_start (add_routes, "keepalive-timeout", 0.2, "header-timeout", 60.0, NULL);

  try_slow_peer (server, send_now_and_then);
}

static gboolean
send_good_and_slow_body (ServerThread *server)
{
  g_autoptr (RawClient) good = raw_client_new (server->port);
  g_autoptr (RawClient) slow = raw_client_new (server->port);
  gint64 last = 0;

  is_in_time (&last, 0.2);
  raw_client_send (good, "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 400\r\n\r\n");
  raw_client_send (slow, "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 400\r\n\r\n");
  for (guint i = 0; i < 20; i++)
    {
      raw_client_send (good, "0123456789abcdefghij");
      if (!is_in_time (&last, 0.2))
        return FALSE;
      if (i < 14 && !is_readable (slow))
        raw_client_send (slow, "x");
      g_usleep (25000);
    }
  raw_client_expect (good, 200, "read");
  raw_client_expect (slow, 408, NULL);
  raw_client_expect_end (slow);
  return TRUE;
}

static void
test_slow_body (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "body-timeout", 0.2, "body-min-rate", 100, NULL);

  try_slow_peer (server, send_good_and_slow_body);
}

static gboolean
send_slow_and_no_body (ServerThread *server)
{
  g_autoptr (RawClient) slow = raw_client_new (server->port);
  g_autoptr (RawClient) silent = raw_client_new (server->port);
  gint64 last = 0;

  is_in_time (&last, 0.5);
  raw_client_send (slow, "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 30\r\n\r\n");
  raw_client_send (silent, "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 30\r\n\r\n");
  for (guint i = 0; i < 30; i++)
    {
      raw_client_send (slow, "x");
      if (!is_in_time (&last, 0.5))
        return FALSE;
      g_usleep (40000);
    }
  raw_client_expect (slow, 200, "read");
  raw_client_expect (silent, 408, NULL);
  raw_client_expect_end (silent);
  return TRUE;
}

/* Without a rate any byte will do, and none will not. */
static void
test_slow_body_any_rate (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "body-timeout", 0.5, "body-min-rate", 0, NULL);

  try_slow_peer (server, send_slow_and_no_body);
}

/* A peer that takes nothing is let go, and holds no copy of what it was to get. */
static void
test_stalled_reader (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "write-timeout", 0.3, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawClient) other = raw_client_new (server->port);
  gsize before;
  gint64 start = g_get_monotonic_time ();

  raw_client_shrink_receive_buffer (client);
  raw_client_send (other, GET ("/"));
  raw_client_expect (other, 200, "Hello");
  before = get_resident_size ();
  raw_client_send (client, GET ("/large") GET ("/large") GET ("/large"));
  g_usleep (50000);
  raw_client_send (other, GET ("/"));
  raw_client_expect (other, 200, "Hello");
  g_assert_cmpuint (get_resident_size (), <, before + 8 * 1024 * 1024);
  server_thread_await_connections (server, 1);
  g_assert_cmpfloat (elapsed_since (start), >=, 0.3);
  g_assert_cmpfloat (elapsed_since (start), <, 15);
}

/* One that is only slow gets all of it. */
static void
test_slow_reader (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "write-timeout", 5.0, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (client, GET ("/large") GET ("/"));
  g_usleep (50000);
  response = raw_client_read (client, FALSE);
  g_assert_cmpuint (response->body->len, ==, LARGE_SIZE);
  g_assert_cmpmem (response->body->str, LARGE_SIZE, g_bytes_get_data (large, NULL), LARGE_SIZE);
  raw_client_expect (client, 200, "Hello");
}

/* One that takes little at a time, but takes it, is not stalled: for longer than the timeout the system has more room than
 * it tells of. */
static void
test_steady_reader (gconstpointer request)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "write-timeout", 2.5, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  gint64 start = g_get_monotonic_time ();
  RawResponse *head;

  raw_client_shrink_receive_buffer (client);
  raw_client_send (client, request);
  head = raw_client_read (client, TRUE);
  raw_response_free (head);
  while (elapsed_since (start) < 5.5)
    {
      g_free (raw_client_read_bytes (client, 2000));
      g_usleep (20000);
    }
  g_assert_cmpuint (server_thread_get_n_connections (server), ==, 1);
}

/* Pipelined requests whose answers nobody reads are not begun. */
static void
test_pipelined_unread (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "write-timeout", 30.0, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  gsize before;
  int handled, then;

  g_atomic_int_set (&n_handled, 0);
  before = get_resident_size ();
  for (guint i = 0; i < N_UNREAD; i++)
    raw_client_send (client, GET ("/medium"));
  do
    {
      handled = g_atomic_int_get (&n_handled);
      g_usleep (20000);
      then = g_atomic_int_get (&n_handled);
    }
  while (handled != then);
  g_assert_cmpint (handled, <, N_UNREAD);
  g_assert_cmpuint (get_resident_size (), <, before + 8 * 1024 * 1024);
  for (guint i = 0; i < N_UNREAD; i++)
    raw_client_expect (client, 200, NULL);
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, N_UNREAD);
}

typedef struct
{
  const char *name;
  const char *property;
  guint limit;
  const char *prefix; /* of a request, up to what is repeated */
  const char *repeated;
  const char *suffix;
  guint n_good; /* repetitions that still are within the limit */
  guint status; /* with one more */
} SizeCase;

static const SizeCase size_cases[] = {
  { "line", "max-line-size", 100, "GET /?", "x", " HTTP/1.1\r\nHost: h\r\n\r\n", 85, 414 },
  { "line-default", NULL, 0, "GET /?", "x", " HTTP/1.1\r\nHost: h\r\n\r\n", 8175, 414 },
  { "field", "max-field-size", 100, "GET / HTTP/1.1\r\nHost: h\r\nX: ", "x", "\r\n\r\n", 97, 431 },
  { "field-default", NULL, 0, "GET / HTTP/1.1\r\nHost: h\r\nX: ", "x", "\r\n\r\n", 8180, 431 },
  { "headers", "max-headers", 10, "GET / HTTP/1.1\r\nHost: h\r\n", "X: y\r\n", "\r\n", 9, 431 },
  { "headers-default", NULL, 0, "GET / HTTP/1.1\r\nHost: h\r\n", "X: y\r\n", "\r\n", 127, 431 },
};

static char *
make_request (const SizeCase *row, guint n)
{
  GString *text = g_string_new (row->prefix);

  for (guint i = 0; i < n; i++)
    g_string_append (text, row->repeated);
  g_string_append (text, row->suffix);
  return g_string_free (text, FALSE);
}

static void
test_size (gconstpointer data)
{
  const SizeCase *row = data;
  g_autoptr (ServerThread) server = server_thread_start (add_routes, row->property, row->limit, NULL);
  g_autofree char *good = make_request (row, row->n_good);
  /* Counting the colon and spaces or not is not what this tests. */
  g_autofree char *bad = make_request (row, row->n_good + (row->status == 431 && *row->repeated == 'x' ? 12 : 1));
  const gsize splits[] = { 16384, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      g_autoptr (RawClient) client = raw_client_new (server->port);

      g_atomic_int_set (&n_handled, 0);
      raw_client_send_split (client, good, splits[i]);
      raw_client_expect (client, 200, "Hello");
      raw_client_send_split (client, bad, splits[i]);
      raw_client_send (client, GET ("/"));
      raw_client_expect (client, row->status, NULL);
      raw_client_expect_end (client);
      g_assert_cmpint (g_atomic_int_get (&n_handled), ==, 1);
    }
}

static void
test_body_size (void)
{
  g_autoptr (ServerThread) server =
      server_thread_start (add_routes, "app:client-max-size", G_GUINT64_CONSTANT (10), NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  raw_client_send (client, "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123456789");
  raw_client_expect (client, 200, "read");
  /* Announced: refused before it comes, and what comes is taken, so that the connection goes on. */
  raw_client_send (client, "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n");
  raw_client_expect (client, 413, "Maximum request body size 10 exceeded, actual body size 11");
  raw_client_send (client, "0123456789a" GET ("/"));
  raw_client_expect (client, 200, "Hello");
  raw_client_send (client, "POST /read HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "8\r\n01234567\r\n3\r\n89a\r\n0\r\n\r\n");
  raw_client_expect (client, 413, NULL);
}

/* A body that is drained after the answer has its time, too. */
static void
test_lingering (void)
{
  g_autoptr (ServerThread) server =
      server_thread_start (add_routes, "lingering-timeout", 0.2, "app:client-max-size", G_GUINT64_CONSTANT (10), NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawClient) refused = raw_client_new (server->port);
  gint64 start = g_get_monotonic_time ();

  raw_client_send (client, "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n");
  raw_client_expect (client, 413, NULL);
  raw_client_expect_end (client);
  g_assert_cmpfloat (elapsed_since (start), >=, 0.2);
  g_assert_cmpfloat (elapsed_since (start), <, 10);
  /* The peer sees the end at once, the connection is gone when the time is up. */
  raw_client_send (refused, "x\r\n\r\n");
  raw_client_expect (refused, 400, NULL);
  raw_client_expect_end (refused);
  server_thread_await_connections (server, 0);
}

/* User memory that an idle connection keeps: the channel, the connection, and nothing else. */
static void
test_idle_memory (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_client_free);
  const guint n = 400;
  gsize before = 0, grown;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  g_test_skip ("sanitizers have a memory of their own");
  return;
#endif
  for (guint i = 0; i < n + 50; i++)
    {
      RawClient *client = raw_client_new (server->port);

      if (i == 50)
        before = get_resident_size ();
      raw_client_send (client, GET ("/"));
      raw_client_expect (client, 200, "Hello");
      g_ptr_array_add (clients, client);
    }
  grown = get_resident_size () - before;
  /* The clients' own is in it, too. */
  g_test_message ("%zu bytes for a connection and its client", grown / n);
  g_assert_cmpuint (grown / n, <, 4096);
}

int
main (int argc, char *argv[])
{
  int result;
  guint8 *bytes = g_malloc (LARGE_SIZE);

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < LARGE_SIZE; i++)
    bytes[i] = (guint8) (i * 31 + (i >> 12));
  large_file = memfd_create ("large", MFD_CLOEXEC);
  g_assert_cmpint (write (large_file, bytes, LARGE_SIZE), ==, LARGE_SIZE);
  large = g_bytes_new_take (bytes, LARGE_SIZE);
  g_test_add_func ("/web-limits/slow-head", test_slow_head);
  g_test_add_func ("/web-limits/slow-head/pipelined", test_slow_heads);
  g_test_add_func ("/web-limits/silent", test_silent);
  g_test_add_func ("/web-limits/idle", test_idle);
  g_test_add_func ("/web-limits/slow-body", test_slow_body);
  g_test_add_func ("/web-limits/slow-body/any-rate", test_slow_body_any_rate);
  g_test_add_func ("/web-limits/stalled-reader", test_stalled_reader);
  g_test_add_func ("/web-limits/slow-reader", test_slow_reader);
  g_test_add_data_func ("/web-limits/steady-reader/memory", GET ("/large"), test_steady_reader);
  g_test_add_data_func ("/web-limits/steady-reader/file", GET ("/large-file"), test_steady_reader);
  g_test_add_func ("/web-limits/pipelined-unread", test_pipelined_unread);
  g_test_add_func ("/web-limits/body-size", test_body_size);
  g_test_add_func ("/web-limits/lingering", test_lingering);
  g_test_add_func ("/web-limits/idle-memory", test_idle_memory);
  for (guint i = 0; i < G_N_ELEMENTS (size_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/web-limits/size/", size_cases[i].name, NULL);

      g_test_add_data_func (path, &size_cases[i], test_size);
    }
  result = g_test_run ();
  g_bytes_unref (large);
  close (large_file);
  return result;
}
