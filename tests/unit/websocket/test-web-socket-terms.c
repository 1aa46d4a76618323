/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <malloc.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aiohttp-error.h"
#include "aiohttp-web-socket-private.h"

/* A client and a server of ours at the ends of a socket pair, and a clock that the test turns: what the terms of the
 * handshake, and who uses the websocket how, come to. */

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#define SECOND G_USEC_PER_SEC

typedef struct
{
  AiohttpReactor *reactor;
  AiohttpWebSocket *server;
  AiohttpWebSocket *client;
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
  for (guint i = 0; i < 8 || g_main_context_pending (NULL); i++)
    g_main_context_iteration (NULL, FALSE);
}

static AiohttpWebSocketTerms
make_terms (gboolean as_server, guint window_bits, gboolean automatic)
{
  return (AiohttpWebSocketTerms){
    .as_server = as_server,
    .deflate = window_bits != 0,
    .own_window_bits = window_bits,
    .peer_window_bits = window_bits,
    .own_context = TRUE,
    .peer_context = TRUE,
    .writer_limit = 64 * 1024,
    .close_timeout = 10,
    .autoping = automatic,
    .autoclose = automatic,
  };
}

static void
set_up (Fixture *self, guint window_bits, gboolean automatic)
{
  const AiohttpWebSocketTerms server = make_terms (TRUE, window_bits, automatic);
  const AiohttpWebSocketTerms client = make_terms (FALSE, window_bits, automatic);
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
  self->reactor = aiohttp_reactor_ref_for_context (NULL);
  self->time = 1000 * SECOND;
  aiohttp_reactor_set_clock (self->reactor, read_clock, &self->time);
  self->server = aiohttp_web_socket_new_for_channel (aiohttp_channel_new_plain (self->reactor, fds[0], NULL, NULL),
                                                     &server, NULL, NULL);
  self->client = aiohttp_web_socket_new_for_channel (aiohttp_channel_new_plain (self->reactor, fds[1], NULL, NULL),
                                                     &client, NULL, NULL);
  iterate ();
}

static void
tear_down (Fixture *self)
{
  aiohttp_web_socket_abort (self->client);
  iterate ();
  g_assert_finalize_object (self->client);
  g_assert_finalize_object (self->server);
  aiohttp_reactor_set_clock (self->reactor, NULL, NULL);
  aiohttp_reactor_unref (self->reactor);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **slot = data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

static AiohttpWebSocketMessage *
receive (AiohttpWebSocket *socket, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aiohttp_web_socket_receive_async (socket, NULL, on_done, &result);
  iterate ();
  g_assert_nonnull (result);
  return aiohttp_web_socket_receive_finish (socket, result, error);
}

static void
expect (AiohttpWebSocket *socket, AiohttpWebSocketMessageType type, const char *payload)
{
  g_autoptr (AiohttpWebSocketMessage) message = receive (socket, NULL);

  g_assert_cmpint (message->type, ==, type);
  g_assert_cmpmem (message->payload, message->length, payload, strlen (payload));
}

static void
exchange (AiohttpWebSocket *from, AiohttpWebSocket *to, const char *text)
{
  aiohttp_web_socket_send_str_async (from, text, NULL, NULL, NULL);
  expect (to, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT, text);
}

/* Nothing is said for a while: the memory of both sides' compression is given back, but what the next message refers to. */
static void
test_idle_deflate (void)
{
  Fixture fixture;
  g_autofree char *text = g_malloc (4001);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  gsize busy, idle;

  for (guint i = 0; i < 4000; i++)
    text[i] = (char) g_rand_int_range (random, 'A', 'z');
  text[4000] = '\0';
  set_up (&fixture, 15, TRUE);
  exchange (fixture.client, fixture.server, text);
  exchange (fixture.server, fixture.client, text);
  busy = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  fixture.time += 4 * SECOND;
  iterate ();
  exchange (fixture.client, fixture.server, text);
  exchange (fixture.server, fixture.client, text);
  fixture.time += 4 * SECOND;
  iterate ();
  /* Each message counts anew. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !__has_feature(address_sanitizer) &&            \
    !__has_feature(thread_sanitizer)
  g_assert_cmpuint (mallinfo2 ().uordblks + mallinfo2 ().hblkhd + 200 * 1024, >, busy);
#endif
  fixture.time += 3 * SECOND;
  iterate ();
  idle = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  g_test_message ("%" G_GSIZE_FORMAT " bytes given back by two websockets", busy > idle ? busy - idle : 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !__has_feature(address_sanitizer) &&            \
    !__has_feature(thread_sanitizer)
  g_assert_cmpuint (idle + 400 * 1024, <, busy);
#endif
  for (guint i = 0; i < 3; i++)
    {
      exchange (fixture.client, fixture.server, text);
      exchange (fixture.server, fixture.client, text);
      fixture.time += 100 * SECOND;
      iterate ();
    }
  tear_down (&fixture);
}

/* Pings, pongs and the close go to the program. */
static void
test_by_hand (void)
{
  Fixture fixture;
  g_autoptr (GBytes) payload = g_bytes_new_static ("there?", 6);
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (AiohttpWebSocketMessage) message = NULL;

  set_up (&fixture, 0, FALSE);
  aiohttp_web_socket_send_frame_async (fixture.client, AIOHTTP_WEB_SOCKET_MESSAGE_PING, payload,
                                       AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, NULL, NULL, NULL);
  expect (fixture.server, AIOHTTP_WEB_SOCKET_MESSAGE_PING, "there?");
  aiohttp_web_socket_send_frame_async (fixture.server, AIOHTTP_WEB_SOCKET_MESSAGE_PONG, payload,
                                       AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, NULL, NULL, NULL);
  expect (fixture.client, AIOHTTP_WEB_SOCKET_MESSAGE_PONG, "there?");
  aiohttp_web_socket_close_async (fixture.client, 3000, "enough", NULL, on_done, &closed);
  message = receive (fixture.server, NULL);
  g_assert_cmpint (message->type, ==, AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE);
  g_assert_cmpuint (aiohttp_web_socket_message_get_close_code (message), ==, 3000);
  g_assert_cmpstr (aiohttp_web_socket_message_get_reason (message), ==, "enough");
  iterate ();
  /* Nobody has answered, and something can still be said. */
  g_assert_null (closed);
  g_assert_false (aiohttp_web_socket_is_closed (fixture.server));
  aiohttp_web_socket_close_async (fixture.server, 3001, NULL, NULL, NULL, NULL);
  iterate ();
  g_assert_nonnull (closed);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (fixture.client), ==, 3001);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (fixture.server), ==, 3000);
  g_clear_object (&closed);
  tear_down (&fixture);
}

static void
on_message (AiohttpWebSocket *socket, AiohttpWebSocketMessage *message, gpointer data)
{
  ++*(guint *) data;
}

/* The signal or receiving: whichever was first. */
static void
test_one_or_the_other (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  guint n_messages = 0;

  set_up (&fixture, 0, TRUE);
  g_signal_connect (fixture.server, "message", G_CALLBACK (on_message), &n_messages);
  g_assert_null (receive (fixture.server, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  aiohttp_web_socket_send_str_async (fixture.client, "to the signal", NULL, NULL, NULL);
  iterate ();
  g_assert_cmpuint (n_messages, ==, 1);

  /* Who has received once goes on to. */
  exchange (fixture.server, fixture.client, "to whom receives");
  g_signal_connect (fixture.client, "message", G_CALLBACK (on_message), &n_messages);
  exchange (fixture.server, fixture.client, "again");
  tear_down (&fixture);
}

/* What is told of the other side, and of this one. */
static void
test_extra_info (void)
{
  Fixture fixture;
  g_autoptr (GSocketAddress) local = NULL;

  set_up (&fixture, 9, TRUE);
  local = aiohttp_web_socket_get_local_address (fixture.server);
  g_assert_cmpint (g_socket_address_get_family (local), ==, G_SOCKET_FAMILY_UNIX);
  /* A pair has no names. */
  g_assert_null (aiohttp_web_socket_get_remote_address (fixture.server));
  g_assert_null (aiohttp_web_socket_get_tls_info (fixture.server));
  g_assert_cmpuint (aiohttp_web_socket_get_compress (fixture.server), ==, 9);
  g_assert_false (aiohttp_web_socket_get_client_notakeover (fixture.server));
  g_assert_null (aiohttp_web_socket_get_protocol (fixture.server));
  g_assert_null (aiohttp_web_socket_get_error (fixture.server));
  g_assert_null (aiohttp_web_socket_get_close_reason (fixture.server));
  aiohttp_web_socket_close_async (fixture.client, 4000, "why", NULL, NULL, NULL);
  iterate ();
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (fixture.server), ==, 4000);
  g_assert_cmpstr (aiohttp_web_socket_get_close_reason (fixture.server), ==, "why");
  g_assert_null (aiohttp_web_socket_get_local_address (fixture.server));
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-socket-terms/idle-deflate", test_idle_deflate);
  g_test_add_func ("/web-socket-terms/by-hand", test_by_hand);
  g_test_add_func ("/web-socket-terms/one-or-the-other", test_one_or_the_other);
  g_test_add_func ("/web-socket-terms/extra-info", test_extra_info);

  return g_test_run ();
}
