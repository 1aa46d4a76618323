/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "tls-peer.h"

#include "tls-test.h"

AiohttpTlsContext *server_context;
AiohttpTlsContext *client_context;

AiohttpTlsContext *
peer_new_server (const char *host)
{
  g_autofree char *file = tls_test_certificate (host);
  g_autoptr (GError) error = NULL;
  AiohttpTlsContext *context = aiohttp_tls_context_new_server_for_files (file, NULL, &error);

  g_assert_no_error (error);
  return context;
}

AiohttpTlsContext *
peer_new_client (void)
{
  AiohttpTlsContext *context = aiohttp_tls_context_new_client ();
  g_autoptr (GError) error = NULL;

  aiohttp_tls_context_load_authorities (context, tls_test_authority (), &error);
  g_assert_no_error (error);
  return context;
}

void
peer_init (void)
{
  server_context = peer_new_server ("localhost");
  client_context = peer_new_client ();
}

void
peer_uninit (void)
{
  g_clear_object (&server_context);
  g_clear_object (&client_context);
  tls_test_clear ();
}

static void
peer_write (Peer *peer)
{
  gssize n = 0;

  while (aiohttp_byte_buffer_length (&peer->out) > 0)
    {
      struct iovec vectors[2];
      gsize length = aiohttp_byte_buffer_length (&peer->out);
      guint8 *data = (guint8 *) aiohttp_byte_buffer_data (&peer->out);

      vectors[0] = (struct iovec){ data, length / 3 };
      vectors[1] = (struct iovec){ data + length / 3, length - length / 3 };
      n = aiohttp_channel_writev (peer->channel, vectors, 2);
      if (n <= 0)
        break;
      aiohttp_byte_buffer_consume (&peer->out, n);
    }
  aiohttp_channel_want (peer->channel, (peer->eof ? 0 : AIOHTTP_CHANNEL_READABLE) |
                                           (n == AIOHTTP_CHANNEL_WOULD_BLOCK ? AIOHTTP_CHANNEL_WRITABLE : 0));
}

void
peer_on_event (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  Peer *peer = data;

  peer->seen |= events;
  if ((events & (AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_ERROR)) != 0)
    {
      guint8 buffer[4096];
      gssize n = aiohttp_channel_read (channel, buffer, peer->read_size);

      if (n > 0)
        aiohttp_byte_buffer_append (peer->echo ? &peer->out : &peer->in, buffer, n);
      peer->eof = n == AIOHTTP_CHANNEL_EOF;
      peer->failed = n == AIOHTTP_CHANNEL_FAILED;
    }
  if (peer->failed)
    aiohttp_channel_want (channel, 0);
  else
    peer_write (peer);
}

void
peer_clear (Peer *peer)
{
  g_clear_pointer (&peer->channel, aiohttp_channel_close);
  aiohttp_byte_buffer_clear (&peer->in);
  aiohttp_byte_buffer_clear (&peer->out);
}

void
peer_start_with (Peer *server, Peer *client, AiohttpReactor *reactor, int fds[2], AiohttpTlsContext *for_server,
                 AiohttpTlsContext *for_client, const char *host, const char *key)
{
  *server = (Peer){ .read_size = 4096, .echo = TRUE };
  *client = (Peer){ .read_size = 4096 };
  server->channel = aiohttp_channel_new_tls_server (reactor, fds[0], for_server, peer_on_event, server);
  client->channel = aiohttp_channel_new_tls_client (reactor, fds[1], for_client, host, key, peer_on_event, client);
  aiohttp_channel_want (server->channel, AIOHTTP_CHANNEL_READABLE);
}

void
peer_start (Peer *server, Peer *client, AiohttpReactor *reactor, int fds[2])
{
  peer_start_with (server, client, reactor, fds, server_context, client_context, "localhost", NULL);
}

void
peer_fill (Peer *peer, gsize size)
{
  for (gsize i = 0; i < size; i++)
    aiohttp_byte_buffer_append_byte (&peer->out, i * 7 + i / 251);
}

void
peer_assert_echoed (Peer *peer, gsize size)
{
  const guint8 *data = aiohttp_byte_buffer_data (&peer->in);

  g_assert_cmpuint (aiohttp_byte_buffer_length (&peer->in), ==, size);
  for (gsize i = 0; i < size; i++)
    g_assert_cmpuint (data[i], ==, (guint8) (i * 7 + i / 251));
}
