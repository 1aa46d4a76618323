/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-private.h"

#include "aiohttp-error.h"

/* From the socket to the queue of messages, and from there to those who wait.
 *
 * The socket is read ahead, so that pings are answered, pongs are seen and the peer's close is known while nobody
 * receives; but only until as much waits in the queue as is told here. What is read past that stays undecoded. */

#define MAX_QUEUED      64
#define MAX_QUEUED_SIZE (64 * 1024)

/* So often the time between two looks for a handler doubles. */
#define MAX_LOOKS 10

/* Deflate's memory is given back after this long, in milliseconds. */
#define DEFLATE_IDLE 5000

gboolean
aiohttp_web_socket_is_full (AiohttpWebSocket *self)
{
  return self->n_queued >= MAX_QUEUED || self->queued_size >= MAX_QUEUED_SIZE;
}

void
aiohttp_web_socket_push (AiohttpWebSocket *self, AiohttpWebSocketMessage *message)
{
  if (self->queue == NULL)
    self->queue = message;
  else
    self->queue_last->next = message;
  self->queue_last = message;
  self->n_queued++;
  self->queued_size += message->length;
}

AiohttpWebSocketMessage *
aiohttp_web_socket_pop (AiohttpWebSocket *self)
{
  AiohttpWebSocketMessage *message = self->queue;

  if (message == NULL)
    return NULL;
  self->queue = g_steal_pointer (&message->next);
  self->n_queued--;
  self->queued_size -= message->length;
  return message;
}

void
aiohttp_web_socket_clear_queue (AiohttpWebSocket *self)
{
  AiohttpWebSocketMessage *message;

  while ((message = aiohttp_web_socket_pop (self)) != NULL)
    aiohttp_web_socket_message_unref (message);
}

static guint
to_milliseconds (double seconds)
{
  return (guint) CLAMP (seconds * 1000, 1, G_MAXINT);
}

/* Something has come, or was asked for. */
void
aiohttp_web_socket_touch_heartbeat (AiohttpWebSocket *self)
{
  self->waits_for_pong = FALSE;
  if (G_LIKELY (self->heartbeat <= 0))
    aiohttp_timer_pause (&self->heartbeat_timer);
  else if (self->state == AIOHTTP_WEB_SOCKET_OPEN && self->channel != NULL)
    aiohttp_timer_arm (aiohttp_web_socket_get_wheel (self), &self->heartbeat_timer, to_milliseconds (self->heartbeat));
}

void
aiohttp_web_socket_on_heartbeat (gpointer data)
{
  AiohttpWebSocket *self = data;
  AiohttpTimerWheel *wheel = aiohttp_web_socket_get_wheel (self);

  if (self->state != AIOHTTP_WEB_SOCKET_OPEN)
    return;
  /* Who is not read cannot be heard. */
  if ((aiohttp_channel_get_want (self->channel) & AIOHTTP_CHANNEL_READABLE) == 0)
    {
      aiohttp_web_socket_touch_heartbeat (self);
      return;
    }
  if (!self->waits_for_pong)
    {
      self->waits_for_pong = TRUE;
      /* A peer that does not read gets no heap of them. */
      if (self->output.length == 0)
        aiohttp_web_socket_put_frame (self, AIOHTTP_WEB_SOCKET_FIN | AIOHTTP_WEB_SOCKET_OPCODE_PING, NULL, 0, NULL,
                                      NULL);
      aiohttp_timer_arm (wheel, &self->heartbeat_timer, to_milliseconds (self->heartbeat / 2));
      return;
    }
  g_object_ref (self);
  self->broken = TRUE;
  aiohttp_web_socket_fail (self, AIOHTTP_WEB_SOCKET_CLOSE_ABNORMAL_CLOSURE,
                           g_error_new (AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_NO_PONG,
                                        "The peer has not answered a ping for %g seconds", self->heartbeat / 2));
  aiohttp_web_socket_deliver (self);
  aiohttp_web_socket_continue_end (self);
  g_object_unref (self);
}

void
aiohttp_web_socket_on_idle (gpointer data)
{
  AiohttpWebSocket *self = data;

  if (self->deflater != NULL)
    aiohttp_web_socket_deflater_trim (self->deflater);
  if (self->decoder.inflater != NULL && aiohttp_web_socket_decoder_is_idle (&self->decoder))
    aiohttp_web_socket_inflater_trim (self->decoder.inflater);
}

static void
note_deflate (AiohttpWebSocket *self)
{
  if (G_UNLIKELY (self->decoder.inflater != NULL && self->channel != NULL))
    aiohttp_timer_arm (aiohttp_web_socket_get_wheel (self), &self->idle_timer, DEFLATE_IDLE);
}

void
aiohttp_web_socket_drop_parts (AiohttpWebSocket *self)
{
  AiohttpWebSocketMessage *part;

  while (self->streams_in && self->queue != NULL && self->queue->is_part)
    {
      part = aiohttp_web_socket_pop (self);
      self->streams_in = !part->is_last;
      aiohttp_web_socket_message_unref (part);
    }
  self->drops_parts = self->streams_in;
  aiohttp_web_socket_update_interest (self);
}

static void
take_data (AiohttpWebSocket *self, AiohttpWebSocketMessage *message)
{
  /* What was on its way when this side closed goes nowhere. */
  if (self->state != AIOHTTP_WEB_SOCKET_OPEN || (self->drops_parts && message->is_part))
    {
      if (message->is_last)
        self->drops_parts = self->streams_in = FALSE;
      aiohttp_web_socket_message_unref (message);
    }
  else
    aiohttp_web_socket_push (self, message);
}

/* A ping is answered, even where nobody receives. */
static void
take_message (AiohttpWebSocket *self, AiohttpWebSocketMessage *message)
{
  switch ((AiohttpWebSocketMessageType) message->type)
    {
    case AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE:
      aiohttp_web_socket_take_close (self, message);
      return;
    case AIOHTTP_WEB_SOCKET_MESSAGE_PING:
      if (self->autoping && self->state == AIOHTTP_WEB_SOCKET_OPEN)
        aiohttp_web_socket_put_frame (self, AIOHTTP_WEB_SOCKET_FIN | AIOHTTP_WEB_SOCKET_OPCODE_PONG, message->payload,
                                      message->length, NULL, NULL);
      break;
    case AIOHTTP_WEB_SOCKET_MESSAGE_PONG:
      break;
    case AIOHTTP_WEB_SOCKET_MESSAGE_TEXT:
    case AIOHTTP_WEB_SOCKET_MESSAGE_BINARY:
    case AIOHTTP_WEB_SOCKET_MESSAGE_CONTINUATION:
    case AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING:
    case AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED:
    case AIOHTTP_WEB_SOCKET_MESSAGE_ERROR:
    case AIOHTTP_WEB_SOCKET_MESSAGE_GAP:
    default:
      take_data (self, message);
      return;
    }
  if (self->autoping || self->state != AIOHTTP_WEB_SOCKET_OPEN)
    aiohttp_web_socket_message_unref (message);
  else
    aiohttp_web_socket_push (self, message);
}

static gboolean
decodes (AiohttpWebSocket *self)
{
  return (self->state == AIOHTTP_WEB_SOCKET_OPEN && !aiohttp_web_socket_is_full (self)) ||
         self->state == AIOHTTP_WEB_SOCKET_CLOSING;
}

/* How much of it is done with. */
static gsize
decode (AiohttpWebSocket *self, const guint8 *window, gsize length)
{
  gsize done = 0;

  while (done < length && decodes (self))
    {
      gsize taken = 0;
      AiohttpWebSocketMessage *message = NULL;
      GError *error = NULL;

      switch (aiohttp_web_socket_decoder_next (&self->decoder, window + done, length - done, &taken, &message, &error))
        {
        case AIOHTTP_WEB_SOCKET_DECODER_LAST_PART:
          message->is_part = message->is_last = TRUE;
          self->decoder.streams = FALSE;
          take_message (self, message);
          break;
        case AIOHTTP_WEB_SOCKET_DECODER_PART:
          message->is_part = TRUE;
          take_message (self, message);
          break;
        case AIOHTTP_WEB_SOCKET_DECODER_MESSAGE:
          take_message (self, message);
          break;
        case AIOHTTP_WEB_SOCKET_DECODER_FAILED:
          aiohttp_web_socket_fail (self, aiohttp_web_socket_decoder_get_close_code (error), error);
          return length;
        case AIOHTTP_WEB_SOCKET_DECODER_MORE:
        default:
          break;
        }
      done += taken;
    }
  return decodes (self) || self->state == AIOHTTP_WEB_SOCKET_OPEN ? done : length;
}

void
aiohttp_web_socket_decode_kept (AiohttpWebSocket *self)
{
  if (aiohttp_byte_buffer_length (&self->input) == 0)
    return;
  aiohttp_byte_buffer_consume (
      &self->input, decode (self, aiohttp_byte_buffer_data (&self->input), aiohttp_byte_buffer_length (&self->input)));
  if (aiohttp_byte_buffer_length (&self->input) == 0)
    aiohttp_byte_buffer_clear (&self->input);
}

static void
on_eof (AiohttpWebSocket *self)
{
  self->at_eof = TRUE;
  if (self->state == AIOHTTP_WEB_SOCKET_LINGERING)
    return;
  self->broken = TRUE;
  aiohttp_web_socket_fail (self, AIOHTTP_WEB_SOCKET_CLOSE_ABNORMAL_CLOSURE, NULL);
}

void
aiohttp_web_socket_on_readable (AiohttpWebSocket *self)
{
  gsize size;
  guint8 *room;
  gssize n;

  aiohttp_web_socket_decode_kept (self);
  if (aiohttp_byte_buffer_length (&self->input) > 0 || self->channel == NULL)
    return;
  room = self->state == AIOHTTP_WEB_SOCKET_OPEN ? aiohttp_web_socket_decoder_get_room (&self->decoder, &size) : NULL;
  if (room == NULL)
    room = aiohttp_reactor_scratch (self->reactor, &size);
  n = aiohttp_channel_read (self->channel, room, size);
  if (n == AIOHTTP_CHANNEL_WOULD_BLOCK)
    return;
  if (n <= 0)
    {
      on_eof (self);
      return;
    }
  if (self->heartbeat > 0)
    aiohttp_web_socket_touch_heartbeat (self);
  note_deflate (self);
  if (self->state == AIOHTTP_WEB_SOCKET_LINGERING)
    return;
  {
    gsize done = decode (self, room, (gsize) n);

    /* The scratch buffer is everybody's as soon as somebody else's code runs. */
    if (done < (gsize) n)
      aiohttp_byte_buffer_append (&self->input, room + done, (gsize) n - done);
  }
}

/* Nobody has asked for the messages yet, neither by a receive nor by a handler of the signal, and of the latter nobody tells:
 * it is looked for, less and less often. */
static void
look_again (AiohttpWebSocket *self)
{
  const guint delay = 100u << self->n_looks;

  if (self->queue == NULL || self->uses_receive || self->state > AIOHTTP_WEB_SOCKET_PEER_CLOSED)
    return;
  self->n_looks = MIN (self->n_looks + 1, MAX_LOOKS);
  aiohttp_timer_arm (aiohttp_web_socket_get_wheel (self), &self->wait_timer, delay);
}

static void
emit_queued (AiohttpWebSocket *self)
{
  AiohttpWebSocketMessage *message;

  self->delivering = TRUE;
  while (aiohttp_web_socket_has_listener (self) && (message = aiohttp_web_socket_pop (self)) != NULL)
    {
      if (message->type == AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE)
        aiohttp_web_socket_answer_close (self);
      else
        aiohttp_web_socket_emit_message (self, message);
      aiohttp_web_socket_message_unref (message);
      if (self->queue == NULL && self->output.length <= self->writer_limit)
        aiohttp_web_socket_decode_kept (self);
    }
  self->delivering = FALSE;
}

void
aiohttp_web_socket_deliver (AiohttpWebSocket *self)
{
  if (self->queue == NULL && aiohttp_byte_buffer_length (&self->input) > 0)
    aiohttp_web_socket_decode_kept (self);
  if (self->receivers.first != NULL)
    {
      if (self->queue != NULL || self->state != AIOHTTP_WEB_SOCKET_OPEN)
        aiohttp_wait_list_pick (&self->receivers);
    }
  else if (self->queue != NULL && !self->receiving && !self->delivering)
    {
      emit_queued (self);
      look_again (self);
    }
}
