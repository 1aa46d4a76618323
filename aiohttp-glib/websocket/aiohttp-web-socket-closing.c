/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-private.h"

#include <string.h>

#include "aiohttp-error.h"

/* How a websocket ends.
 *
 * One side sends a close frame, CLOSING, the other one answers it; then the connection has no use any more. ENDING: what
 * is left to send goes out. LINGERING: a peer that may still be sending gets the time to read the close frame, since a
 * reset for unread bytes would take it from it. Where the connection is broken it is closed at once.
 *
 * While it closes it holds itself; each of these states is bounded by a timer. */

/* In milliseconds. */
#define LINGERING_TIME 2000

#define MAX_REASON (AIOHTTP_WEB_SOCKET_CONTROL_MAX - 2)

static void
hold (AiohttpWebSocket *self)
{
  if (self->holds_itself)
    return;
  self->holds_itself = TRUE;
  g_object_ref (self);
}

static void
arm (AiohttpWebSocket *self, double seconds)
{
  aiohttp_timer_arm (aiohttp_web_socket_get_wheel (self), &self->wait_timer,
                     (guint) CLAMP (seconds * 1000, 1, G_MAXINT));
}

/* No more of the reason than fits, up to a character's end. */
static gsize
get_reason_length (const char *reason)
{
  gsize length = reason != NULL ? strlen (reason) : 0;

  if (length <= MAX_REASON)
    return length;
  for (length = MAX_REASON; length > 0 && ((guint8) reason[length] & 0xc0) == 0x80; length--)
    ;
  return length;
}

static void
send_close (AiohttpWebSocket *self, guint code, const char *reason)
{
  guint8 payload[AIOHTTP_WEB_SOCKET_CONTROL_MAX];
  gsize length = 0;

  if (code != AIOHTTP_WEB_SOCKET_CLOSE_NO_STATUS)
    {
      payload[0] = (guint8) (code >> 8);
      payload[1] = (guint8) code;
      length = get_reason_length (reason);
      if (length > 0)
        memcpy (payload + 2, reason, length);
      length += 2;
    }
  aiohttp_web_socket_put_frame (self, AIOHTTP_WEB_SOCKET_FIN | AIOHTTP_WEB_SOCKET_OPCODE_CLOSE, payload, length, NULL,
                                NULL);
}

static void
wake_all (AiohttpWebSocket *self)
{
  aiohttp_wait_list_pick_all (&self->receivers);
  aiohttp_wait_list_pick_all (&self->writers);
}

void
aiohttp_web_socket_end (AiohttpWebSocket *self)
{
  if (self->state >= AIOHTTP_WEB_SOCKET_ENDING)
    return;
  hold (self);
  if (self->state != AIOHTTP_WEB_SOCKET_CLOSING)
    self->tells_closing = TRUE;
  self->tells_closed = TRUE;
  self->state = AIOHTTP_WEB_SOCKET_ENDING;
  aiohttp_timer_disarm (&self->heartbeat_timer);
  aiohttp_timer_disarm (&self->idle_timer);
  aiohttp_timer_disarm (&self->write_timer);
  arm (self, MAX (self->close_timeout, LINGERING_TIME / 1000.0));
  wake_all (self);
  aiohttp_web_socket_flush_soon (self);
}

gboolean
aiohttp_web_socket_start_close (AiohttpWebSocket *self, guint code, const char *reason)
{
  if (self->state > AIOHTTP_WEB_SOCKET_PEER_CLOSED)
    return FALSE;
  if (self->streams_out)
    {
      /* A message that was begun and has no end cannot be left behind. */
      self->streams_out = FALSE;
    }
  send_close (self, code, reason);
  aiohttp_web_socket_clear_queue (self);
  if (self->state == AIOHTTP_WEB_SOCKET_PEER_CLOSED)
    {
      aiohttp_web_socket_end (self);
      return TRUE;
    }
  hold (self);
  self->state = AIOHTTP_WEB_SOCKET_CLOSING;
  aiohttp_timer_disarm (&self->heartbeat_timer);
  arm (self, self->close_timeout);
  wake_all (self);
  aiohttp_web_socket_flush_soon (self);
  /* The answer may be in what was read already. */
  if (aiohttp_byte_buffer_length (&self->input) > 0)
    aiohttp_channel_wake (self->channel);
  aiohttp_web_socket_update_interest (self);
  /* Told of from the loop: who closes may have given a callback. */
  self->tells_closing = TRUE;
  return TRUE;
}

void
aiohttp_web_socket_answer_close (AiohttpWebSocket *self)
{
  if (self->state != AIOHTTP_WEB_SOCKET_PEER_CLOSED || !self->autoclose)
    return;
  send_close (self, self->close_code, NULL);
  aiohttp_web_socket_end (self);
}

void
aiohttp_web_socket_take_close (AiohttpWebSocket *self, AiohttpWebSocketMessage *message)
{
  gboolean at_once = self->queue == NULL;

  self->close_code = message->close_code;
  if (message->length > 0)
    self->close_reason = g_strdup ((const char *) message->payload);
  if (self->state == AIOHTTP_WEB_SOCKET_CLOSING)
    {
      aiohttp_web_socket_message_unref (message);
      aiohttp_web_socket_end (self);
      return;
    }
  self->state = AIOHTTP_WEB_SOCKET_PEER_CLOSED;
  aiohttp_timer_disarm (&self->heartbeat_timer);
  aiohttp_web_socket_push (self, message);
  if (at_once)
    aiohttp_web_socket_answer_close (self);
}

void
aiohttp_web_socket_fail (AiohttpWebSocket *self, guint code, GError *error)
{
  if (self->state >= AIOHTTP_WEB_SOCKET_ENDING)
    {
      g_clear_error (&error);
      return;
    }
  self->tells_error = error != NULL;
  if (error == NULL)
    error = g_error_new_literal (AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_DISCONNECTED,
                                 "The connection ended without a close");
  self->error = error;
  if (self->state == AIOHTTP_WEB_SOCKET_OPEN && !self->broken)
    send_close (self, code, error->message);
  if (self->state != AIOHTTP_WEB_SOCKET_PEER_CLOSED)
    self->close_code = (guint16) code;
  aiohttp_web_socket_end (self);
}

static void
finish (AiohttpWebSocket *self)
{
  self->state = AIOHTTP_WEB_SOCKET_CLOSED;
  aiohttp_timer_disarm (&self->wait_timer);
  aiohttp_reactor_remove_turn_end (self->reactor, &self->flush_hook);
  g_clear_pointer (&self->channel, aiohttp_channel_close);
  self->lost_output = self->output.length > 0;
  aiohttp_web_socket_output_clear (&self->output);
  aiohttp_byte_buffer_clear (&self->input);
  if (self->holds_itself)
    {
      self->holds_itself = FALSE;
      g_object_unref (self);
    }
}

static void
tell_closed (AiohttpWebSocket *self)
{
  const AiohttpWebSocketOwnerFuncs *funcs = self->owner_funcs;

  self->tells_closed = FALSE;
  aiohttp_wait_list_pick_all (&self->closers);
  aiohttp_web_socket_emit_closed (self);
  if (funcs != NULL && self->owner_funcs != NULL)
    {
      self->owner_funcs = NULL;
      funcs->closed (self, self->owner);
    }
}

/* Main stack; whoever calls holds a reference. */
void
aiohttp_web_socket_continue_end (AiohttpWebSocket *self)
{
  if (G_UNLIKELY (self->tells_closing))
    {
      self->tells_closing = FALSE;
      aiohttp_web_socket_emit_closing (self);
    }
  if (G_LIKELY (self->state < AIOHTTP_WEB_SOCKET_ENDING))
    return;
  if (self->state == AIOHTTP_WEB_SOCKET_ENDING)
    {
      if (self->output.length > 0 && !self->broken)
        return;
      if (self->tells_closed)
        tell_closed (self);
      if (self->state != AIOHTTP_WEB_SOCKET_ENDING)
        return;
      /* A server whose client has closed has nothing to wait for. */
      if (self->broken || self->at_eof || (self->as_server && self->error == NULL))
        {
          finish (self);
          return;
        }
      self->state = AIOHTTP_WEB_SOCKET_LINGERING;
      aiohttp_channel_shutdown_write (self->channel);
      arm (self, LINGERING_TIME / 1000.0);
      aiohttp_web_socket_update_interest (self);
    }
  if (self->state == AIOHTTP_WEB_SOCKET_LINGERING && (self->at_eof || self->broken))
    finish (self);
}

void
aiohttp_web_socket_on_wait_timeout (gpointer data)
{
  AiohttpWebSocket *self = g_object_ref (data);

  switch ((AiohttpWebSocketState) self->state)
    {
    case AIOHTTP_WEB_SOCKET_OPEN:
    case AIOHTTP_WEB_SOCKET_PEER_CLOSED:
      if (!self->uses_receive)
        {
          aiohttp_web_socket_deliver (self);
          aiohttp_web_socket_update_interest (self);
          break;
        }
      self->timed_out = self->receivers.first != NULL;
      aiohttp_wait_list_pick (&self->receivers);
      break;
    case AIOHTTP_WEB_SOCKET_CLOSING:
      self->broken = TRUE;
      aiohttp_web_socket_fail (self, AIOHTTP_WEB_SOCKET_CLOSE_ABNORMAL_CLOSURE,
                               g_error_new (AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_DISCONNECTED,
                                            "The peer has not answered the close for %g seconds", self->close_timeout));
      break;
    case AIOHTTP_WEB_SOCKET_ENDING:
    case AIOHTTP_WEB_SOCKET_LINGERING:
      self->broken = TRUE;
      break;
    case AIOHTTP_WEB_SOCKET_CLOSED:
    default:
      break;
    }
  aiohttp_web_socket_continue_end (self);
  g_object_unref (self);
}

/**
 * aiohttp_web_socket_abort:
 * @self: a websocket
 *
 * Closes the connection at once, without a word to the peer. What waits for it fails.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_abort (AiohttpWebSocket *self)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));

  if (self->channel == NULL)
    return;
  self->broken = TRUE;
  aiohttp_web_socket_fail (self, AIOHTTP_WEB_SOCKET_CLOSE_ABNORMAL_CLOSURE, NULL);
  /* The end is told of from the loop. */
  aiohttp_web_socket_flush_soon (self);
}
