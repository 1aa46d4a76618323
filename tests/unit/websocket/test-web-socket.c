/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aiohttp-error.h"
#include "aiohttp-web-socket-private.h"

/* A websocket at one end of a socket pair, its peer written out by the test, and a clock that the test turns. */

#define SECOND G_USEC_PER_SEC

typedef struct
{
  AiohttpReactor *reactor;
  AiohttpWebSocket *socket;
  int peer;
  gint64 time;
} Fixture;

static gint64
read_clock (gpointer data)
{
  return *(gint64 *) data;
}

static void
iterate (void)
{
  for (guint i = 0; i < 5 || g_main_context_pending (NULL); i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
set_up (Fixture *self, double heartbeat)
{
  const AiohttpWebSocketTerms terms = {
    .as_server = TRUE,
    .max_message_size = 1 << 20,
    .writer_limit = 64 * 1024,
    .close_timeout = 10,
    .heartbeat = heartbeat,
    .autoping = TRUE,
    .autoclose = TRUE,
  };
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
  self->reactor = aiohttp_reactor_ref_for_context (NULL);
  self->time = 1000 * SECOND;
  aiohttp_reactor_set_clock (self->reactor, read_clock, &self->time);
  self->peer = fds[1];
  self->socket = aiohttp_web_socket_new_for_channel (aiohttp_channel_new_plain (self->reactor, fds[0], NULL, NULL),
                                                     &terms, NULL, NULL);
  iterate ();
}

static void
tear_down (Fixture *self)
{
  close (self->peer);
  iterate ();
  g_object_unref (self->socket);
  aiohttp_reactor_set_clock (self->reactor, NULL, NULL);
  aiohttp_reactor_unref (self->reactor);
}

static void
pass (Fixture *self, double seconds)
{
  self->time += (gint64) (seconds * SECOND);
  iterate ();
}

/* Masked by zeros; FALSE where the socket is full. */
static gboolean
send_frame (Fixture *self, guint8 first_octet, const char *payload, gsize length)
{
  guint8 frame[2 + 2 + 4 + 1024] = { first_octet };
  gsize head = length < 126 ? 6 : 8;

  frame[1] = (guint8) (0x80 | (length < 126 ? length : 126));
  if (length >= 126)
    {
      frame[2] = (guint8) (length >> 8);
      frame[3] = (guint8) length;
    }
  memcpy (frame + head, payload, length);
  return write (self->peer, frame, head + length) == (gssize) (head + length);
}

static void
expect (Fixture *self, const char *bytes, gsize length)
{
  char buffer[256];

  iterate ();
  g_assert_cmpint (read (self->peer, buffer, sizeof buffer), ==, (gssize) length);
  g_assert_cmpmem (buffer, length, bytes, length);
}

static void
expect_nothing (Fixture *self)
{
  char octet;

  iterate ();
  g_assert_cmpint (read (self->peer, &octet, 1), ==, -1);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **slot = data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

static void
test_heartbeat (void)
{
  Fixture fixture;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (AiohttpWebSocketMessage) message = NULL;

  set_up (&fixture, 30);
  aiohttp_web_socket_receive_async (fixture.socket, NULL, on_done, &result);
  pass (&fixture, 29);
  expect_nothing (&fixture);
  pass (&fixture, 2);
  expect (&fixture, "\x89\0", 2);
  /* Anything is as good as a pong. */
  g_assert_true (send_frame (&fixture, 0x89, "p", 1));
  expect (&fixture, "\x8a\x01p", 3);
  pass (&fixture, 20);
  expect_nothing (&fixture);
  g_assert_null (result);
  /* The machine sleeps for an hour: a ping goes out, and the peer gets its time for the answer. */
  pass (&fixture, 3600);
  expect (&fixture, "\x89\0", 2);
  g_assert_null (result);
  pass (&fixture, 3600);
  g_assert_nonnull (result);
  message = aiohttp_web_socket_receive_finish (fixture.socket, result, NULL);
  g_assert_cmpint (message->type, ==, AIOHTTP_WEB_SOCKET_MESSAGE_ERROR);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (fixture.socket), ==, 1006);
  g_assert_error (aiohttp_web_socket_get_error (fixture.socket), AIOHTTP_WEBSOCKET_ERROR,
                  AIOHTTP_WEBSOCKET_ERROR_NO_PONG);
  tear_down (&fixture);
}

/* The machine sleeps while a pong is on its way: it is found, late as it is. */
static void
test_heartbeat_late_pong (void)
{
  Fixture fixture;

  set_up (&fixture, 30);
  pass (&fixture, 31);
  expect (&fixture, "\x89\0", 2);
  g_assert_true (send_frame (&fixture, 0x8a, "", 0));
  pass (&fixture, 3600);
  g_assert_false (aiohttp_web_socket_is_closed (fixture.socket));
  /* Nor is one blamed whose close lies there. */
  pass (&fixture, 31);
  expect (&fixture, "\x89\0", 2);
  g_assert_true (send_frame (&fixture, 0x88, "\x03\xe8", 2));
  pass (&fixture, 3600);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (fixture.socket), ==, 1000);
  tear_down (&fixture);
}

/* Our client and our server, which have nothing to say for a day. */
static void
test_heartbeat_alive (void)
{
  const AiohttpWebSocketTerms terms = {
    .writer_limit = 64 * 1024, .close_timeout = 10, .heartbeat = 20, .autoping = TRUE, .autoclose = TRUE
  };
  Fixture fixture;
  AiohttpWebSocket *client;

  set_up (&fixture, 30);
  client = aiohttp_web_socket_new_for_channel (
      aiohttp_channel_new_plain (fixture.reactor, dup (fixture.peer), NULL, NULL), &terms, NULL, NULL);
  for (guint i = 0; i < 24 * 60; i++)
    pass (&fixture, 60);
  g_assert_false (aiohttp_web_socket_is_closed (fixture.socket));
  g_assert_false (aiohttp_web_socket_is_closed (client));
  g_assert_cmpuint (fixture.socket->n_queued + client->n_queued, ==, 0);
  aiohttp_web_socket_abort (client);
  iterate ();
  g_object_unref (client);
  tear_down (&fixture);
}

static void
fill (Fixture *self)
{
  static const guint8 zeros[4096];

  for (guint i = 0; i < 1000 && self->socket->output.length == 0; i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (zeros, sizeof zeros);

      aiohttp_web_socket_send_bytes_async (self->socket, bytes, NULL, NULL, NULL);
      iterate ();
    }
  g_assert_cmpuint (self->socket->output.length, >, 0);
}

/* A peer that takes nothing is given up; one that takes a little now and then is not. */
static void
test_write_timeout (void)
{
  Fixture fixture;
  char buffer[4096];
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 30);
  aiohttp_web_socket_set_write_timeout (fixture.socket, 60);
  aiohttp_web_socket_receive_async (fixture.socket, NULL, on_done, &result);
  fill (&fixture);
  for (guint i = 0; i < 20; i++)
    {
      /* As much as lets the socket go on. */
      for (gsize all = 0; all < 160 * 1024;)
        {
          gssize n = read (fixture.peer, buffer, sizeof buffer);

          if (n <= 0)
            break;
          all += (gsize) n;
        }
      /* It lives. */
      g_assert_true (send_frame (&fixture, 0x8a, "", 0));
      iterate ();
      fill (&fixture);
      pass (&fixture, 50);
      g_assert_true (send_frame (&fixture, 0x8a, "", 0));
      iterate ();
      g_assert_false (aiohttp_web_socket_is_closed (fixture.socket));
    }
  g_assert_null (result);
  pass (&fixture, 5);
  g_assert_null (result);
  g_assert_true (send_frame (&fixture, 0x8a, "", 0));
  pass (&fixture, 8);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (fixture.socket), ==, 1006);
  g_assert_error (aiohttp_web_socket_get_error (fixture.socket), AIOHTTP_WEBSOCKET_ERROR,
                  AIOHTTP_WEBSOCKET_ERROR_DISCONNECTED);
  g_assert_nonnull (strstr (aiohttp_web_socket_get_error (fixture.socket)->message, "60"));
  g_assert_nonnull (result);
  g_assert_cmpuint (fixture.socket->output.length, ==, 0);
  tear_down (&fixture);
}

/* None is set: nobody is given up. */
static void
test_write_timeout_none (void)
{
  Fixture fixture;

  set_up (&fixture, 0);
  fill (&fixture);
  pass (&fixture, 100000);
  g_assert_false (aiohttp_web_socket_is_closed (fixture.socket));
  /* Set late, it counts from then on. */
  aiohttp_web_socket_set_write_timeout (fixture.socket, 60);
  pass (&fixture, 50);
  g_assert_false (aiohttp_web_socket_is_closed (fixture.socket));
  pass (&fixture, 12);
  g_assert_true (aiohttp_web_socket_is_closed (fixture.socket));
  tear_down (&fixture);
}

/* A close for which there is no room in the socket is given up like one that is not answered. */
static void
test_close_unread (void)
{
  Fixture fixture;
  g_autoptr (GAsyncResult) result = NULL;

  set_up (&fixture, 0);
  fill (&fixture);
  aiohttp_web_socket_close_async (fixture.socket, 1000, NULL, NULL, on_done, &result);
  pass (&fixture, 9);
  g_assert_null (result);
  pass (&fixture, 2);
  g_assert_nonnull (result);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (fixture.socket), ==, 1006);
  g_assert_null (fixture.socket->channel);
  tear_down (&fixture);
}

static void
count_message (AiohttpWebSocket *socket, AiohttpWebSocketMessage *message, gpointer data)
{
  ++*(guint *) data;
}

/* Who connects to the signal when a message has come already gets it, too. */
static void
test_late_listener (void)
{
  Fixture fixture;
  guint n_messages = 0;

  set_up (&fixture, 0);
  g_assert_true (send_frame (&fixture, 0x81, "early", 5));
  g_assert_true (send_frame (&fixture, 0x81, "bird", 4));
  iterate ();
  pass (&fixture, 1000);
  g_assert_cmpuint (fixture.socket->n_queued, ==, 2);
  g_signal_connect (fixture.socket, "message", G_CALLBACK (count_message), &n_messages);
  for (guint i = 0; i < 11; i++)
    pass (&fixture, 100);
  g_assert_cmpuint (n_messages, ==, 2);
  tear_down (&fixture);
}

/* The looks for a listener do not end a receive that begins meanwhile. */
static void
test_late_receive (void)
{
  Fixture fixture;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 0);
  g_assert_true (send_frame (&fixture, 0x81, "early", 5));
  iterate ();
  aiohttp_web_socket_receive_async (fixture.socket, NULL, on_done, &first);
  iterate ();
  aiohttp_web_socket_message_unref (aiohttp_web_socket_receive_finish (fixture.socket, first, &error));
  g_assert_no_error (error);
  aiohttp_web_socket_receive_async (fixture.socket, NULL, on_done, &second);
  pass (&fixture, 1000);
  g_assert_null (second);
  aiohttp_web_socket_abort (fixture.socket);
  iterate ();
  aiohttp_web_socket_message_unref (aiohttp_web_socket_receive_finish (fixture.socket, second, &error));
  tear_down (&fixture);
}

/* Nobody receives: the peer is stopped, and not blamed for a silence that is ours. */
static void
test_nobody_receives (void)
{
  Fixture fixture;
  char payload[1024] = { 0 };
  guint n_sent = 0, n_received = 0;

  set_up (&fixture, 30);
  for (guint i = 0; i < 100; i++)
    {
      while (send_frame (&fixture, 0x82, payload, sizeof payload))
        n_sent++;
      iterate ();
    }
  g_assert_cmpuint (fixture.socket->n_queued, <=, 64);
  g_assert_cmpuint (fixture.socket->queued_size, <=, 64 * 1024);
  g_assert_cmpuint (aiohttp_byte_buffer_length (&fixture.socket->input), <=, 64 * 1024);
  pass (&fixture, 3600);
  pass (&fixture, 3600);
  g_assert_false (aiohttp_web_socket_is_closed (fixture.socket));
  while (n_received < n_sent)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (AiohttpWebSocketMessage) message = NULL;

      aiohttp_web_socket_receive_async (fixture.socket, NULL, on_done, &result);
      iterate ();
      message = aiohttp_web_socket_receive_finish (fixture.socket, result, NULL);
      g_assert_cmpuint (message->length, ==, sizeof payload);
      n_received++;
    }
  tear_down (&fixture);
}

/* A peer that pings and does not read the pongs is not read either. */
static void
test_ping_flood (void)
{
  Fixture fixture;
  char payload[125] = { 0 };

  set_up (&fixture, 0);
  for (guint i = 0; i < 20000; i++)
    if (!send_frame (&fixture, 0x89, payload, sizeof payload))
      iterate ();
  g_assert_cmpuint (fixture.socket->output.length, <=, 64 * 1024 + 64 * 1024);
  tear_down (&fixture);
}

/* A message that came is had by the next receive, if this one is cancelled between. */
static void
test_cancelled_receive (void)
{
  Fixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  set_up (&fixture, 0);
  aiohttp_web_socket_receive_str_async (fixture.socket, cancellable, on_done, &first);
  iterate ();
  g_assert_true (send_frame (&fixture, 0x81, "hello", 5));
  /* It is picked, and cancelled before its turn. */
  aiohttp_web_socket_on_readable (fixture.socket);
  aiohttp_web_socket_deliver (fixture.socket);
  g_cancellable_cancel (cancellable);
  iterate ();
  g_assert_null (aiohttp_web_socket_receive_str_finish (fixture.socket, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  aiohttp_web_socket_receive_str_async (fixture.socket, NULL, on_done, &second);
  iterate ();
  text = aiohttp_web_socket_receive_str_finish (fixture.socket, second, NULL);
  g_assert_cmpstr (text, ==, "hello");
  tear_down (&fixture);
}

/* Cancelled between its return and its callback, it is delivered. */
static void
test_late_cancel (void)
{
  Fixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = NULL;

  set_up (&fixture, 0);
  g_assert_true (send_frame (&fixture, 0x81, "hello", 5));
  iterate ();
  aiohttp_web_socket_receive_str_async (fixture.socket, cancellable, on_done, &result);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  iterate ();
  text = aiohttp_web_socket_receive_str_finish (fixture.socket, result, NULL);
  g_assert_cmpstr (text, ==, "hello");
  tear_down (&fixture);
}

/* A send waits for the peer, and is sent though it is cancelled. */
static void
test_send (void)
{
  Fixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *data = g_malloc0 (1 << 20);
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, 1 << 20);
  g_autofree guint8 *got = g_malloc (2 << 20);
  gsize all = 0;
  gssize n;

  set_up (&fixture, 0);
  aiohttp_web_socket_send_bytes_async (fixture.socket, bytes, cancellable, on_done, &result);
  iterate ();
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  iterate ();
  g_assert_false (aiohttp_web_socket_send_bytes_finish (fixture.socket, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (guint i = 0; i < 1000 && all < (1 << 20) + 10; i++)
    {
      while ((n = read (fixture.peer, got + all, (2 << 20) - all)) > 0)
        all += (gsize) n;
      iterate ();
    }
  g_assert_cmpuint (all, ==, (1 << 20) + 10);
  g_assert_cmpuint (aiohttp_web_socket_get_buffered_size (fixture.socket), ==, 0);
  tear_down (&fixture);
}

/* A send that waits fails with the connection: what was to be sent is lost. */
static void
test_lost_send (void)
{
  Fixture fixture;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *data = g_malloc0 (1 << 20);
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, 1 << 20);

  set_up (&fixture, 0);
  aiohttp_web_socket_send_bytes_async (fixture.socket, bytes, NULL, on_done, &result);
  iterate ();
  g_assert_null (result);
  aiohttp_web_socket_abort (fixture.socket);
  iterate ();
  g_assert_false (aiohttp_web_socket_send_bytes_finish (fixture.socket, result, &error));
  g_assert_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED);
  tear_down (&fixture);
}

/* A close that nobody answers, and one whose peer does not read its end. */
static void
test_close_timeout (void)
{
  Fixture fixture;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, 0);
  aiohttp_web_socket_close_async (fixture.socket, 4000, "reason", NULL, on_done, &result);
  expect (&fixture, "\x88\x08\x0f\xa0reason", 10);
  pass (&fixture, 9);
  g_assert_null (result);
  pass (&fixture, 2);
  g_assert_true (aiohttp_web_socket_close_finish (fixture.socket, result, &error));
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (fixture.socket), ==, 1006);
  g_assert_null (fixture.socket->channel);
  tear_down (&fixture);
}

static void
test_lingering (void)
{
  Fixture fixture;

  set_up (&fixture, 0);
  g_assert_true (send_frame (&fixture, 0x83, "x", 1));
  iterate ();
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (fixture.socket), ==, 1002);
  g_assert_nonnull (fixture.socket->channel);
  /* What it still sends is taken and dropped. */
  for (guint i = 0; i < 100; i++)
    {
      send_frame (&fixture, 0x81, "more", 4);
      iterate ();
    }
  g_assert_cmpuint (fixture.socket->n_queued, ==, 0);
  pass (&fixture, 3);
  g_assert_null (fixture.socket->channel);
  tear_down (&fixture);
}

static void
count_signal (AiohttpWebSocket *socket, gpointer data)
{
  ++*(guint *) data;
}

/* The signals of the end come once each, whoever began. */
static void
test_signals_of_the_end (void)
{
  for (guint i = 0; i < 3; i++)
    {
      Fixture fixture;
      guint n_closing = 0, n_closed = 0;

      set_up (&fixture, 0);
      g_signal_connect (fixture.socket, "closing", G_CALLBACK (count_signal), &n_closing);
      g_signal_connect (fixture.socket, "closed", G_CALLBACK (count_signal), &n_closed);
      if (i == 0)
        g_assert_true (aiohttp_web_socket_start_close (fixture.socket, 1000, NULL));
      else if (i == 1)
        g_assert_true (send_frame (&fixture, 0x88, "\x03\xe8", 2));
      else
        aiohttp_web_socket_abort (fixture.socket);
      iterate ();
      g_assert_cmpuint (n_closing, ==, 1);
      if (i == 0)
        {
          g_assert_cmpuint (n_closed, ==, 0);
          g_assert_true (send_frame (&fixture, 0x88, "\x03\xe8", 2));
          iterate ();
        }
      g_assert_cmpuint (n_closed, ==, 1);
      tear_down (&fixture);
      g_assert_cmpuint (n_closing, ==, 1);
      g_assert_cmpuint (n_closed, ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-socket/heartbeat", test_heartbeat);
  g_test_add_func ("/web-socket/heartbeat/late-pong", test_heartbeat_late_pong);
  g_test_add_func ("/web-socket/heartbeat/alive", test_heartbeat_alive);
  g_test_add_func ("/web-socket/write-timeout", test_write_timeout);
  g_test_add_func ("/web-socket/write-timeout/none", test_write_timeout_none);
  g_test_add_func ("/web-socket/close-timeout/unread", test_close_unread);
  g_test_add_func ("/web-socket/late-listener", test_late_listener);
  g_test_add_func ("/web-socket/late-receive", test_late_receive);
  g_test_add_func ("/web-socket/nobody-receives", test_nobody_receives);
  g_test_add_func ("/web-socket/ping-flood", test_ping_flood);
  g_test_add_func ("/web-socket/cancelled-receive", test_cancelled_receive);
  g_test_add_func ("/web-socket/late-cancel", test_late_cancel);
  g_test_add_func ("/web-socket/send", test_send);
  g_test_add_func ("/web-socket/lost-send", test_lost_send);
  g_test_add_func ("/web-socket/close-timeout", test_close_timeout);
  g_test_add_func ("/web-socket/lingering", test_lingering);
  g_test_add_func ("/web-socket/signals-of-the-end", test_signals_of_the_end);

  return g_test_run ();
}
