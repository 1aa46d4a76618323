/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-output-private.h"

#include <string.h>

/* Small enough for malloc's fastest lists, large enough for what one turn sends in most programs. */
#define CHUNK_SIZE   (1000 - sizeof (AiohttpWebSocketChunk))
#define LARGER_CHUNK (16 * 1024 - sizeof (AiohttpWebSocketChunk))

#define MAX_VECTORS 16

static AiohttpWebSocketChunk *
append_chunk (AiohttpWebSocketOutput *self, gsize room)
{
  AiohttpWebSocketChunk *chunk = g_malloc (sizeof *chunk + room);

  chunk->next = NULL;
  chunk->owner = NULL;
  chunk->data = chunk->memory;
  chunk->length = 0;
  chunk->room = room;
  if (self->last != NULL)
    self->last->next = chunk;
  else
    self->first = chunk;
  self->last = chunk;
  return chunk;
}

guint8 *
aiohttp_web_socket_output_add (AiohttpWebSocketOutput *self, gsize size)
{
  AiohttpWebSocketChunk *chunk = self->last;
  guint8 *place;

  if (chunk == NULL || chunk->room < size)
    chunk = append_chunk (self, MAX (size, self->first == NULL ? CHUNK_SIZE : LARGER_CHUNK));
  place = (guint8 *) chunk->data + chunk->length;
  chunk->length += size;
  chunk->room -= size;
  self->length += size;
  return place;
}

void
aiohttp_web_socket_output_add_bytes (AiohttpWebSocketOutput *self, GBytes *bytes)
{
  AiohttpWebSocketChunk *chunk;

  if (g_bytes_get_size (bytes) == 0)
    return;
  chunk = append_chunk (self, 0);
  chunk->owner = g_bytes_ref (bytes);
  chunk->data = g_bytes_get_data (bytes, &chunk->length);
  self->length += chunk->length;
}

static void
drop_first (AiohttpWebSocketOutput *self)
{
  AiohttpWebSocketChunk *chunk = self->first;

  self->first = chunk->next;
  if (self->first == NULL)
    self->last = NULL;
  self->length -= chunk->length;
  g_clear_pointer (&chunk->owner, g_bytes_unref);
  g_free (chunk);
}

static void
consume (AiohttpWebSocketOutput *self, gsize size)
{
  while (self->first != NULL && size >= self->first->length)
    {
      size -= self->first->length;
      drop_first (self);
    }
  if (size == 0)
    return;
  self->first->data += size;
  self->first->length -= size;
  self->length -= size;
}

gboolean
aiohttp_web_socket_output_flush (AiohttpWebSocketOutput *self, AiohttpChannel *channel)
{
  while (self->first != NULL)
    {
      struct iovec vectors[MAX_VECTORS];
      int n_vectors = 0;
      gsize all = 0;
      gssize n;

      for (AiohttpWebSocketChunk *chunk = self->first; chunk != NULL && n_vectors < MAX_VECTORS; chunk = chunk->next)
        {
          vectors[n_vectors++] = (struct iovec){ (void *) chunk->data, chunk->length };
          all += chunk->length;
        }
      n = aiohttp_channel_writev (channel, vectors, n_vectors);
      if (n == AIOHTTP_CHANNEL_FAILED)
        return FALSE;
      if (n < 0)
        return TRUE;
      consume (self, (gsize) n);
      /* The socket's refusal would be another call; TLS takes less than it is given. */
      if ((gsize) n < all && n == 0)
        return TRUE;
    }
  return TRUE;
}

void
aiohttp_web_socket_output_clear (AiohttpWebSocketOutput *self)
{
  while (self->first != NULL)
    drop_first (self);
}
