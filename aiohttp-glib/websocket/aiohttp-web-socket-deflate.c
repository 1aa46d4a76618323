/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-deflate-private.h"

#include <zlib.h>

#include "aiohttp-error.h"

#define WINDOW_MAX 32768

/* Each one costs a copy of the window. */
#define MAX_STREAM_ENDS 8

/* aiohttp's. The next ones gain a few per cent of size for half as much time again. */
#define LEVEL        1
#define MEMORY_LEVEL 8

const guint8 aiohttp_web_socket_deflate_tail[4] = { 0x00, 0x00, 0xff, 0xff };

struct _AiohttpWebSocketInflater
{
  z_stream stream;
  gboolean ready;
  gboolean keeps_context;
  guint window_bits;
  guint n_ends;  /* of the deflate stream, in this message */
  GBytes *saved; /* the window, while there is no stream */
};

static void
end_inflating (AiohttpWebSocketInflater *self)
{
  if (self->ready)
    inflateEnd (&self->stream);
  self->ready = FALSE;
}

static gboolean
restore_window (AiohttpWebSocketInflater *self)
{
  gsize size;
  gconstpointer data;

  if (self->saved == NULL)
    return TRUE;
  data = g_bytes_get_data (self->saved, &size);
  if (inflateSetDictionary (&self->stream, data, (uInt) size) != Z_OK)
    return FALSE;
  g_clear_pointer (&self->saved, g_bytes_unref);
  return TRUE;
}

static gboolean
begin_inflating (AiohttpWebSocketInflater *self, GError **error)
{
  if (G_LIKELY (self->ready))
    return TRUE;
  {
    const Bytef *input = self->stream.next_in;
    uInt length = self->stream.avail_in;

    self->stream = (z_stream){ .next_in = (Bytef *) input, .avail_in = length };
  }
  /* zlib calls the smallest window an invalid one of raw data; a larger one reads it as well. */
  if (inflateInit2 (&self->stream, -(int) MAX (self->window_bits, 9)) != Z_OK)
    {
      g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_FAILED, "No memory to inflate with");
      return FALSE;
    }
  self->ready = TRUE;
  return restore_window (self);
}

static void
save_window (AiohttpWebSocketInflater *self)
{
  guint8 window[WINDOW_MAX];
  uInt size = 0;

  if (inflateGetDictionary (&self->stream, window, &size) == Z_OK && size > 0)
    self->saved = g_bytes_new (window, size);
}

AiohttpWebSocketInflater *
aiohttp_web_socket_inflater_new (guint window_bits, gboolean keeps_context)
{
  AiohttpWebSocketInflater *self = g_new0 (AiohttpWebSocketInflater, 1);

  self->window_bits = window_bits;
  self->keeps_context = keeps_context;
  return self;
}

void
aiohttp_web_socket_inflater_free (AiohttpWebSocketInflater *self)
{
  if (self == NULL)
    return;
  end_inflating (self);
  g_clear_pointer (&self->saved, g_bytes_unref);
  g_free (self);
}

void
aiohttp_web_socket_inflater_set_input (AiohttpWebSocketInflater *self, const guint8 *data, gsize length)
{
  self->stream.next_in = (Bytef *) data;
  self->stream.avail_in = (uInt) length;
}

/* A block may be marked as the last one; the next begins a stream that refers to what was before (RFC 7692, 7.2.3.5). */
static gboolean
pass_stream_end (AiohttpWebSocketInflater *self, GError **error)
{
  if (++self->n_ends > MAX_STREAM_ENDS)
    {
      g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA,
                   "Compressed message has more than %d final blocks", MAX_STREAM_ENDS);
      return FALSE;
    }
  save_window (self);
  if (inflateReset (&self->stream) == Z_OK && restore_window (self))
    return TRUE;
  g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_FAILED, "No memory to inflate with");
  return FALSE;
}

gssize
aiohttp_web_socket_inflater_read (AiohttpWebSocketInflater *self, guint8 *room, gsize size, GError **error)
{
  if (!begin_inflating (self, error))
    return -1;
  self->stream.next_out = room;
  self->stream.avail_out = (uInt) MIN (size, G_MAXINT32);
  for (;;)
    {
      uInt before = self->stream.avail_out;
      int result = inflate (&self->stream, Z_NO_FLUSH);
      gssize n = (gssize) (before - self->stream.avail_out);

      if (result == Z_STREAM_END)
        {
          if (!pass_stream_end (self, error))
            return -1;
          if (n > 0 || self->stream.avail_in == 0)
            return n;
          continue;
        }
      /* BUF_ERROR: no input, or no room, which is for the caller to know. */
      if (result == Z_OK || result == Z_BUF_ERROR)
        return n;
      g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA,
                   "Compressed message is not deflated data: %s",
                   self->stream.msg != NULL ? self->stream.msg : "broken");
      return -1;
    }
}

gboolean
aiohttp_web_socket_inflater_end_message (AiohttpWebSocketInflater *self, GError **error)
{
  self->n_ends = 0;
  /* What zlib tells of its place: 128 between two blocks, and how many bits of the last octet are left. */
  if (self->ready && (self->stream.data_type & (128 | 63)) != 128)
    {
      g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA,
                   "Compressed message ends inside a block");
      return FALSE;
    }
  if (self->keeps_context || !self->ready || inflateReset (&self->stream) == Z_OK)
    return TRUE;
  g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_FAILED, "No memory to inflate with");
  return FALSE;
}

void
aiohttp_web_socket_inflater_trim (AiohttpWebSocketInflater *self)
{
  if (!self->ready)
    return;
  if (self->keeps_context)
    save_window (self);
  end_inflating (self);
}

struct _AiohttpWebSocketDeflater
{
  z_stream stream;
  gboolean ready;
  gboolean in_message;
  gboolean keeps_context;
  guint window_bits;
};

AiohttpWebSocketDeflater *
aiohttp_web_socket_deflater_new (guint window_bits, gboolean keeps_context)
{
  AiohttpWebSocketDeflater *self = g_new0 (AiohttpWebSocketDeflater, 1);

  self->window_bits = window_bits;
  self->keeps_context = keeps_context;
  return self;
}

void
aiohttp_web_socket_deflater_free (AiohttpWebSocketDeflater *self)
{
  if (self == NULL)
    return;
  self->in_message = FALSE;
  aiohttp_web_socket_deflater_trim (self);
  g_free (self);
}

static gboolean
begin_deflating (AiohttpWebSocketDeflater *self)
{
  if (!self->ready)
    {
      self->stream = (z_stream){ 0 };
      if (deflateInit2 (&self->stream, LEVEL, Z_DEFLATED, -(int) self->window_bits, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
          Z_OK)
        return FALSE;
      self->ready = TRUE;
    }
  else if (!self->keeps_context && !self->in_message && deflateReset (&self->stream) != Z_OK)
    return FALSE;
  self->in_message = TRUE;
  return TRUE;
}

gboolean
aiohttp_web_socket_deflater_add (AiohttpWebSocketDeflater *self, AiohttpByteBuffer *buffer, const guint8 *data,
                                 gsize length, gboolean last)
{
  gsize before = aiohttp_byte_buffer_length (buffer);
  gsize added;

  if (!begin_deflating (self))
    return FALSE;
  self->stream.next_in = (Bytef *) data;
  do
    {
      uInt step = (uInt) MIN (length, G_MAXINT32);
      int flush = step == length ? Z_SYNC_FLUSH : Z_NO_FLUSH;

      self->stream.avail_in = step;
      length -= step;
      do
        {
          gsize room = 64 + self->stream.avail_in / 2;

          self->stream.next_out = aiohttp_byte_buffer_reserve (buffer, room);
          self->stream.avail_out = (uInt) room;
          if (deflate (&self->stream, flush) == Z_STREAM_ERROR)
            return FALSE;
          aiohttp_byte_buffer_commit (buffer, room - self->stream.avail_out);
        }
      while (self->stream.avail_out == 0);
    }
  while (length > 0);
  if (!last)
    return TRUE;
  self->in_message = FALSE;
  added = aiohttp_byte_buffer_length (buffer) - before;
  if (added >= sizeof aiohttp_web_socket_deflate_tail)
    aiohttp_byte_buffer_truncate (buffer, before + added - sizeof aiohttp_web_socket_deflate_tail);
  else
    aiohttp_byte_buffer_append_byte (buffer, 0); /* nothing since the last flush: an empty block (RFC 7692, 7.2.3.6) */
  return TRUE;
}

void
aiohttp_web_socket_deflater_trim (AiohttpWebSocketDeflater *self)
{
  if (!self->ready || self->in_message)
    return;
  deflateEnd (&self->stream);
  self->ready = FALSE;
}
