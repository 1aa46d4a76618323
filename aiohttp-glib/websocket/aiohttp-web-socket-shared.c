/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-shared-private.h"

#include <string.h>

/* As for a single one. */
#define MIN_COMPRESSED 64

static GBytes *
encode (AiohttpWebSocketShared *self, guint window_bits)
{
  g_auto (AiohttpByteBuffer) frame = AIOHTTP_BYTE_BUFFER_INIT;
  g_auto (AiohttpByteBuffer) deflated = AIOHTTP_BYTE_BUFFER_INIT;
  guint first_octet = AIOHTTP_WEB_SOCKET_FIN | self->opcode;
  gsize length;
  const guint8 *data = g_bytes_get_data (self->payload, &length);
  guint8 head[AIOHTTP_WEB_SOCKET_HEAD_MAX];

  if (window_bits != 0)
    {
      AiohttpWebSocketDeflater *deflater = aiohttp_web_socket_deflater_new (window_bits, FALSE);
      gboolean works = aiohttp_web_socket_deflater_add (deflater, &deflated, data, length, TRUE);

      aiohttp_web_socket_deflater_free (deflater);
      if (!works)
        return NULL;
      first_octet |= AIOHTTP_WEB_SOCKET_RSV1;
      data = aiohttp_byte_buffer_data (&deflated);
      length = aiohttp_byte_buffer_length (&deflated);
    }
  aiohttp_byte_buffer_append (&frame, head, aiohttp_web_socket_write_head (head, first_octet, length, NULL));
  if (length > 0)
    aiohttp_byte_buffer_append (&frame, data, length);
  return aiohttp_byte_buffer_take (&frame);
}

static GBytes *
get_frame (AiohttpWebSocketShared *self, guint window_bits)
{
  if (self->frames[window_bits] == NULL)
    self->frames[window_bits] = encode (self, window_bits);
  return self->frames[window_bits];
}

static gboolean
has_room (AiohttpWebSocket *socket, gsize size, gsize limit)
{
  /* A message that is over the limit by itself passes where nothing waits before it. */
  if (socket->output.length == 0 || socket->output.length + size <= limit)
    return TRUE;
  if (!aiohttp_web_socket_flush (socket))
    return FALSE;
  return socket->output.length == 0 || socket->output.length + size <= limit;
}

AiohttpWebSocketSharedResult
aiohttp_web_socket_shared_put (AiohttpWebSocketShared *self, AiohttpWebSocket *socket, gsize limit)
{
  gsize length = g_bytes_get_size (self->payload);
  guint window_bits = 0;
  GBytes *frame;

  if (!aiohttp_web_socket_check_open (socket, NULL))
    return AIOHTTP_WEB_SOCKET_SHARED_CLOSED;
  if (G_UNLIKELY (socket->streams_out))
    return AIOHTTP_WEB_SOCKET_SHARED_FULL;
  /* A client masks each frame by a key of its own: nothing to share. */
  if (!socket->as_server)
    {
      if (!has_room (socket, length + AIOHTTP_WEB_SOCKET_HEAD_MAX, limit))
        return socket->broken ? AIOHTTP_WEB_SOCKET_SHARED_CLOSED : AIOHTTP_WEB_SOCKET_SHARED_FULL;
      return aiohttp_web_socket_put_message (socket, self->opcode, g_bytes_get_data (self->payload, NULL), length, NULL,
                                             AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, NULL)
                 ? AIOHTTP_WEB_SOCKET_SHARED_PUT
                 : AIOHTTP_WEB_SOCKET_SHARED_CLOSED;
    }
  if (socket->deflater != NULL && length >= MIN_COMPRESSED)
    window_bits = socket->compress;
  frame = get_frame (self, window_bits);
  if (frame == NULL)
    return AIOHTTP_WEB_SOCKET_SHARED_CLOSED;
  if (!has_room (socket, g_bytes_get_size (frame), limit))
    return socket->broken ? AIOHTTP_WEB_SOCKET_SHARED_CLOSED : AIOHTTP_WEB_SOCKET_SHARED_FULL;
  /* The peer's window moves on by a message that this one's deflater has not seen: what comes next begins anew, and then
   * refers to nothing before it. */
  if (window_bits != 0)
    aiohttp_web_socket_deflater_trim (socket->deflater);
  aiohttp_web_socket_put_encoded (socket, frame);
  return AIOHTTP_WEB_SOCKET_SHARED_PUT;
}

void
aiohttp_web_socket_shared_clear (AiohttpWebSocketShared *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->frames); i++)
    g_clear_pointer (&self->frames[i], g_bytes_unref);
}
