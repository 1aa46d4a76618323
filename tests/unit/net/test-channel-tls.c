/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* TLS as a channel: a connection cannot tell it from a plain one. */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tls-peer.h"
#include "tls-test.h"

#define ANSWER "HTTP/1.1 400 Bad Request\r\n\r\nThis port speaks TLS.\n"

static gint64
read_clock (gpointer data)
{
  return *(gint64 *) data;
}

static void
run_echo (GMainContext *context, gsize size, gsize read_size, int send_buffer)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server, client;
  int fds[2];

  net_test_pair (fds);
  for (guint i = 0; i < 2 && send_buffer > 0; i++)
    g_assert_no_errno (setsockopt (fds[i], SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer));
  peer_start (&server, &client, reactor, fds);
  server.read_size = read_size;
  peer_fill (&client, size);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&client.in) >= size);
  peer_assert_echoed (&client, size);

  aiohttp_channel_shutdown_write (client.channel);
  net_test_wait (context, server.eof);
  g_assert_false (server.failed);
  peer_clear (&server);
  peer_clear (&client);
}

static void
test_echo (GMainContext *context)
{
  run_echo (context, 5, 4096, 0);
}

/* One record, many reads: all but the first find the socket drained. */
static void
test_pending_plaintext (GMainContext *context)
{
  run_echo (context, 10000, 100, 0);
}

/* Writes that the socket takes in part only, in both directions at once. */
static void
test_small_buffers (GMainContext *context)
{
  run_echo (context, 300 * 1000, 4096, 2048);
}

/* As through the tunnel of a proxy that is itself spoken to in TLS: many records at a time, in records. */
static void
test_in_tls (GMainContext *context)
{
  const gsize size = 300 * 1000;
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server = { .read_size = 4096, .echo = TRUE };
  Peer client = { .read_size = 4096 };
  AiohttpChannel *outer[2];
  int fds[2];

  net_test_pair (fds);
  outer[0] = aiohttp_channel_new_tls_server (reactor, fds[0], server_context, peer_on_event, &server);
  outer[1] =
      aiohttp_channel_new_tls_client (reactor, fds[1], client_context, "localhost", NULL, peer_on_event, &client);
  server.channel = aiohttp_channel_wrap_tls_server (outer[0], server_context, peer_on_event, &server);
  client.channel =
      aiohttp_channel_wrap_tls_client (outer[1], client_context, "localhost", NULL, peer_on_event, &client);
  aiohttp_channel_want (server.channel, AIOHTTP_CHANNEL_READABLE);
  peer_fill (&client, size);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&client.in) == size || server.failed || client.failed);
  peer_assert_echoed (&client, size);
  peer_clear (&server);
  peer_clear (&client);
}

/* Byte by byte through a relay, so that the handshake stops everywhere. */
static void
test_dribble (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  gint64 time = G_USEC_PER_SEC; /* it stands still: the handshake may take as long as it does */
  Peer server, client;
  int left[2], right[2];

  aiohttp_reactor_set_clock (reactor, read_clock, &time);
  net_test_pair (left);
  net_test_pair (right);
  peer_start (&server, &client, reactor, (int[]){ left[0], right[0] });
  peer_fill (&client, 100);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  while (aiohttp_byte_buffer_length (&client.in) < 100)
    {
      char byte;

      net_test_settle (context);
      g_assert_false (server.failed || client.failed);
      if (read (left[1], &byte, 1) == 1)
        g_assert_cmpint (write (right[1], &byte, 1), ==, 1);
      if (read (right[1], &byte, 1) == 1)
        g_assert_cmpint (write (left[1], &byte, 1), ==, 1);
    }
  peer_assert_echoed (&client, 100);
  peer_clear (&server);
  peer_clear (&client);
  close (left[1]);
  close (right[1]);
}

/* What was written is sent, though the channel is closed before the socket could take it. */
static void
test_close_sends (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server, client;
  int size = 2048;
  int fds[2];

  net_test_pair (fds);
  g_assert_no_errno (setsockopt (fds[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof size));
  peer_start (&server, &client, reactor, fds);
  server.echo = FALSE;
  peer_fill (&client, 5);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&server.in) == 5);
  aiohttp_byte_buffer_reset (&server.in);

  peer_fill (&client, 16 * 1024);
  g_assert_cmpint (aiohttp_channel_write (client.channel, aiohttp_byte_buffer_data (&client.out), 16 * 1024), ==,
                   16 * 1024);
  peer_clear (&client);
  net_test_wait (context, server.eof || server.failed);
  g_assert_true (server.eof);
  peer_assert_echoed (&server, 16 * 1024);
  peer_clear (&server);
}

/* And for a peer that never reads, not for ever. */
static void
test_close_gives_up (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  gint64 time = G_USEC_PER_SEC;
  Peer server, client;
  int size = 2048;
  int fds[2];

  aiohttp_reactor_set_clock (reactor, read_clock, &time);
  net_test_pair (fds);
  g_assert_no_errno (setsockopt (fds[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof size));
  peer_start (&server, &client, reactor, fds);
  peer_fill (&client, 5);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&client.in) == 5);

  aiohttp_channel_want (server.channel, 0);
  peer_fill (&client, 16 * 1024);
  aiohttp_channel_write (client.channel, aiohttp_byte_buffer_data (&client.out), 16 * 1024);
  peer_clear (&client);
  net_test_settle (context);
  time += 11 * G_USEC_PER_SEC;
  net_test_wait (context, server.seen & AIOHTTP_CHANNEL_HANGUP);
  peer_clear (&server);
}

static void
test_truncated (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server, client;
  int fds[2];

  net_test_pair (fds);
  peer_start (&server, &client, reactor, fds);
  peer_fill (&client, 5);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&client.in) == 5);
  g_assert_no_errno (shutdown (fds[1], SHUT_RDWR));
  net_test_wait (context, server.failed);
  g_assert_false (server.eof);
  g_assert_true (server.seen & AIOHTTP_CHANNEL_HANGUP);
  g_assert_error (aiohttp_channel_get_tls_error (server.channel), G_TLS_ERROR, G_TLS_ERROR_EOF);
  peer_clear (&server);
  peer_clear (&client);
}

static void
test_not_tls (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server = { .read_size = 4096 };
  char byte;
  int fds[2];

  net_test_pair (fds);
  server.channel = aiohttp_channel_new_tls_server (reactor, fds[0], server_context, peer_on_event, &server);
  g_assert_cmpint (write (fds[1], "GET / HTTP/1.1\r\n\r\n", 18), ==, 18);
  net_test_wait (context, server.failed);
  g_assert_true (server.seen & AIOHTTP_CHANNEL_ERROR);
  g_assert_error (aiohttp_channel_get_tls_error (server.channel), G_TLS_ERROR, G_TLS_ERROR_NOT_TLS);
  peer_clear (&server);
  g_assert_cmpint (read (fds[1], &byte, 1), ==, 0);
  close (fds[1]);
}

/* A browser that was given http:// and the port of https:// is told so, with the rest of its request unread. */
static void
test_plain_answer (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  g_autofree char *request = g_strnfill (200 * 1000, 'x');
  char answer[200] = "";
  Peer server = { .read_size = 4096 };
  int fds[2];

  net_test_tcp_pair (fds);
  memcpy (request, "POST / HTTP/1.1\r\n", 17);
  server.channel = aiohttp_channel_new_tls_server (reactor, fds[1], server_context, peer_on_event, &server);
  aiohttp_channel_set_plain_answer (server.channel, ANSWER);
  g_assert_cmpint (write (fds[0], request, 200 * 1000), >, 0);
  net_test_wait (context, server.failed);
  peer_clear (&server);
  net_test_settle (context);
  g_assert_cmpint (read (fds[0], answer, sizeof answer - 1), ==, strlen (ANSWER));
  g_assert_cmpstr (answer, ==, ANSWER);
  g_assert_cmpint (read (fds[0], answer, 1), ==, 0);
  close (fds[0]);
  net_test_settle (context);
}

/* A handshake that does not come takes a timer on the wheel, and no thread. */
static void
test_silent (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  gint64 time = G_USEC_PER_SEC;
  Peer server = { .read_size = 4096 };
  int fds[2];

  aiohttp_reactor_set_clock (reactor, read_clock, &time);
  net_test_pair (fds);
  server.channel = aiohttp_channel_new_tls_server (reactor, fds[0], server_context, peer_on_event, &server);
  aiohttp_channel_want (server.channel, AIOHTTP_CHANNEL_READABLE);
  time += 9 * G_USEC_PER_SEC;
  net_test_settle (context);
  g_assert_false (server.failed);
  time += 2 * G_USEC_PER_SEC;
  net_test_settle (context);
  g_assert_true (server.failed);
  peer_clear (&server);
  close (fds[1]);
}

/* Closed above while the layer below is calling. */
static void
on_close_now (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  Peer *peer = data;

  peer->seen |= events;
  g_clear_pointer (&peer->channel, aiohttp_channel_close);
}

static void
test_close_in_callback (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server, client;
  int fds[2];

  net_test_pair (fds);
  peer_start (&server, &client, reactor, fds);
  aiohttp_channel_set_func (server.channel, on_close_now, &server);
  peer_fill (&client, 5);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, server.channel == NULL && client.eof);
  peer_clear (&server);
  peer_clear (&client);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  peer_init ();

  net_test_add ("/channel-tls/echo", test_echo);
  net_test_add ("/channel-tls/pending-plaintext", test_pending_plaintext);
  net_test_add ("/channel-tls/small-buffers", test_small_buffers);
  net_test_add ("/channel-tls/in-tls", test_in_tls);
  net_test_add ("/channel-tls/dribble", test_dribble);
  net_test_add ("/channel-tls/close/sends", test_close_sends);
  net_test_add ("/channel-tls/close/gives-up", test_close_gives_up);
  net_test_add ("/channel-tls/truncated", test_truncated);
  net_test_add ("/channel-tls/not-tls", test_not_tls);
  net_test_add ("/channel-tls/not-tls/plain-answer", test_plain_answer);
  net_test_add ("/channel-tls/silent", test_silent);
  net_test_add ("/channel-tls/close/in-callback", test_close_in_callback);

  status = g_test_run ();
  peer_uninit ();
  return status;
}
