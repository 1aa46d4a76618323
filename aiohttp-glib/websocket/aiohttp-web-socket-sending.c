/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-private.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-web-socket-mask-private.h"

/* From a message to the socket.
 *
 * Frames gather until whoever sends them is done, and then go out in one write: at the end of the reactor's turn, after
 * the coroutines that it has woken. Past the writer limit they are written at once, and who sends waits. */

/* A payload up to this long is copied behind its head; a longer one that somebody owns stays where it is. */
#define MAX_COPIED 4096

/* A frame for many is shared where holding it takes less than a copy would. */
#define MAX_COPIED_SHARED 256

/* A sender with a fast peer lets others run after this much. */
#define MAX_BURST (1024 * 1024)

/* Less than this is not worth the work. */
#define MIN_COMPRESSED 64

gboolean
aiohttp_web_socket_check_open (AiohttpWebSocket *self, GError **error)
{
  if (G_LIKELY (self->state <= AIOHTTP_WEB_SOCKET_PEER_CLOSED && !self->broken))
    return TRUE;
  aiohttp_web_socket_set_closed_error (self, error);
  return FALSE;
}

void
aiohttp_web_socket_set_closed_error (AiohttpWebSocket *self, GError **error)
{
  if (self->error != NULL)
    g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED, "The websocket is closed: %s",
                 self->error->message);
  else if (self->close_code != 0)
    g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED,
                 "The websocket is closed, with the code %u", self->close_code);
  else
    g_set_error_literal (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED,
                         "The websocket is being closed");
}

/* Time runs while something waits, from the last octet on that was taken. */
void
aiohttp_web_socket_watch_output (AiohttpWebSocket *self, gsize before)
{
  const gboolean is_armed = aiohttp_timer_is_armed (&self->write_timer);

  if (G_LIKELY (self->output.length == 0 || self->write_timeout <= 0 || self->channel == NULL))
    {
      if (is_armed)
        aiohttp_timer_pause (&self->write_timer);
    }
  else if (!is_armed || self->output.length < before)
    aiohttp_timer_arm (aiohttp_web_socket_get_wheel (self), &self->write_timer,
                       (guint) CLAMP (self->write_timeout * 1000, 1, G_MAXINT));
}

void
aiohttp_web_socket_on_write_timeout (gpointer data)
{
  AiohttpWebSocket *self = g_object_ref (data);

  /* A close, and the end, have a time of their own. */
  if (self->state <= AIOHTTP_WEB_SOCKET_PEER_CLOSED && self->output.length > 0)
    {
      self->broken = TRUE;
      aiohttp_web_socket_fail (self, AIOHTTP_WEB_SOCKET_CLOSE_ABNORMAL_CLOSURE,
                               g_error_new (AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_DISCONNECTED,
                                            "The peer has taken nothing for %g seconds", self->write_timeout));
      aiohttp_web_socket_deliver (self);
      aiohttp_web_socket_continue_end (self);
    }
  g_object_unref (self);
}

gboolean
aiohttp_web_socket_flush (AiohttpWebSocket *self)
{
  const gsize before = self->output.length;

  if (G_LIKELY (!self->broken && aiohttp_web_socket_output_flush (&self->output, self->channel)))
    {
      aiohttp_web_socket_watch_output (self, before);
      return TRUE;
    }
  /* The channel will say that it is broken; here nothing may end. */
  self->broken = TRUE;
  aiohttp_channel_wake (self->channel);
  return FALSE;
}

void
aiohttp_web_socket_flush_soon (AiohttpWebSocket *self)
{
  aiohttp_reactor_add_turn_end (self->reactor, &self->flush_hook);
}

gboolean
aiohttp_web_socket_is_drained (AiohttpWebSocket *self)
{
  return self->output.length <= self->writer_limit && self->burst < MAX_BURST;
}

void
aiohttp_web_socket_notify_writers (AiohttpWebSocket *self)
{
  self->burst = 0;
  if (G_UNLIKELY (self->writers.first != NULL) && (aiohttp_web_socket_is_drained (self) || self->broken))
    aiohttp_wait_list_pick_all (&self->writers);
}

static void
after_put (AiohttpWebSocket *self, gsize length)
{
  self->sent += length;
  self->burst += length;
  if (G_UNLIKELY (self->output.length > self->writer_limit) && self->channel != NULL)
    aiohttp_web_socket_flush (self);
  aiohttp_web_socket_flush_soon (self);
}

void
aiohttp_web_socket_put_encoded (AiohttpWebSocket *self, GBytes *frame)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (frame, &length);

  if (length <= MAX_COPIED_SHARED)
    memcpy (aiohttp_web_socket_output_add (&self->output, length), data, length);
  else
    aiohttp_web_socket_output_add_bytes (&self->output, frame);
  after_put (self, length);
}

gboolean
aiohttp_web_socket_put_frame (AiohttpWebSocket *self, guint first_octet, const guint8 *data, gsize length,
                              GBytes *bytes, GError **error)
{
  guint8 head[AIOHTTP_WEB_SOCKET_HEAD_MAX];
  gsize head_size;
  guint8 *place;

  if (!self->as_server)
    {
      guint32 key;

      if (!aiohttp_web_socket_mask_new_key (&key))
        {
          g_set_error_literal (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_FAILED,
                               "The system has no random numbers");
          return FALSE;
        }
      head_size = aiohttp_web_socket_write_head (head, first_octet, length, &key);
      place = aiohttp_web_socket_output_add (&self->output, head_size + length);
      memcpy (place, head, head_size);
      aiohttp_web_socket_mask (place + head_size, data, length, key);
    }
  else
    {
      gboolean copies = bytes == NULL || length <= MAX_COPIED;

      head_size = aiohttp_web_socket_write_head (head, first_octet, length, NULL);
      place = aiohttp_web_socket_output_add (&self->output, copies ? head_size + length : head_size);
      memcpy (place, head, head_size);
      if (!copies)
        aiohttp_web_socket_output_add_bytes (&self->output, bytes);
      else if (length > 0)
        memcpy (place + head_size, data, length);
    }
  after_put (self, head_size + length);
  return TRUE;
}

static gboolean
compresses (AiohttpWebSocket *self, gsize length, AiohttpWebSocketCompression compression)
{
  if (G_LIKELY (self->deflater == NULL))
    return FALSE;
  switch (compression)
    {
    case AIOHTTP_WEB_SOCKET_COMPRESSION_NEVER:
      return FALSE;
    case AIOHTTP_WEB_SOCKET_COMPRESSION_ALWAYS:
      return TRUE;
    case AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT:
    default:
      return length >= MIN_COMPRESSED;
    }
}

static gboolean
put_compressed (AiohttpWebSocket *self, guint first_octet, gboolean last, const guint8 *data, gsize length,
                GError **error)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  g_autoptr (GBytes) deflated = NULL;

  if (!aiohttp_web_socket_deflater_add (self->deflater, &buffer, data, length, last))
    {
      g_set_error_literal (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_FAILED, "No memory to deflate with");
      return FALSE;
    }
  aiohttp_timer_arm (aiohttp_web_socket_get_wheel (self), &self->idle_timer, 5000);
  if (aiohttp_byte_buffer_length (&buffer) > MAX_COPIED)
    deflated = aiohttp_byte_buffer_take (&buffer);
  if (deflated != NULL)
    return aiohttp_web_socket_put_frame (self, first_octet, g_bytes_get_data (deflated, NULL),
                                         g_bytes_get_size (deflated), deflated, error);
  return aiohttp_web_socket_put_frame (self, first_octet, aiohttp_byte_buffer_data (&buffer),
                                       aiohttp_byte_buffer_length (&buffer), NULL, error);
}

gboolean
aiohttp_web_socket_put_message (AiohttpWebSocket *self, AiohttpWebSocketOpcode opcode, const guint8 *data, gsize length,
                                GBytes *bytes, AiohttpWebSocketCompression compression, GError **error)
{
  if (!aiohttp_web_socket_check_open (self, error))
    return FALSE;
  if (G_UNLIKELY (self->streams_out))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "A message is being sent by a writer: end it first");
      return FALSE;
    }
  if (compresses (self, length, compression))
    return put_compressed (self, AIOHTTP_WEB_SOCKET_FIN | AIOHTTP_WEB_SOCKET_RSV1 | opcode, TRUE, data, length, error);
  return aiohttp_web_socket_put_frame (self, AIOHTTP_WEB_SOCKET_FIN | opcode, data, length, bytes, error);
}

gboolean
aiohttp_web_socket_put_part (AiohttpWebSocket *self, AiohttpWebSocketOpcode opcode, gboolean compress, gboolean first,
                             gboolean last, const guint8 *data, gsize length, GBytes *bytes, GError **error)
{
  guint first_octet = (first ? opcode : AIOHTTP_WEB_SOCKET_OPCODE_CONTINUATION) | (last ? AIOHTTP_WEB_SOCKET_FIN : 0);

  if (!aiohttp_web_socket_check_open (self, error))
    return FALSE;
  if (!compress)
    return aiohttp_web_socket_put_frame (self, first_octet, data, length, bytes, error);
  return put_compressed (self, first_octet | (first ? AIOHTTP_WEB_SOCKET_RSV1 : 0), last, data, length, error);
}

static gboolean
check_sent (AiohttpWebSocket *self, GError **error)
{
  /* It was sent: that the websocket has been closed since is told of the next one. */
  if (!self->lost_output && (!self->broken || self->output.length == 0))
    return TRUE;
  aiohttp_web_socket_set_closed_error (self, error);
  return FALSE;
}

gboolean
aiohttp_web_socket_wait_for_room (AiohttpWebSocket *self, GError **error)
{
  gboolean picked;

  while (!aiohttp_web_socket_is_drained (self) && !self->broken && self->channel != NULL)
    if (!aiohttp_wait_list_wait (&self->writers, AIOHTTP_WAIT_NORMAL, NULL, &picked, error))
      return FALSE;
  return check_sent (self, error);
}

static void
on_writer_turn (GTask *task, gboolean picked, GError *error)
{
  AiohttpWebSocket *self = g_task_get_source_object (task);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    aiohttp_web_socket_return_when_drained (self, task);
}

void
aiohttp_web_socket_return_when_drained (AiohttpWebSocket *self, GTask *task)
{
  GError *error = NULL;

  if (!aiohttp_web_socket_is_drained (self) && !self->broken && self->channel != NULL)
    aiohttp_wait_list_wait_async (&self->writers, AIOHTTP_WAIT_NORMAL, NULL, task, on_writer_turn);
  else if (check_sent (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}
