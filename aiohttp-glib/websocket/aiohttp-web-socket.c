/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-web-socket-private.h"

/**
 * AiohttpWebSocket:
 *
 * A connection on which both sides send messages, text or bytes, when they like (RFC 6455).
 *
 * A server has it from [class@Aiohttp.WebSocketResponse]. It is open at first. Messages are received one after the
 * other:
 *
 * |[<!-- language="C" -->
 * for (;;)
 *   {
 *     g_autoptr(AiohttpWebSocketMessage) message = aiohttp_web_socket_next (socket, &error);
 *
 *     if (message == NULL)
 *       break;
 *     if (!aiohttp_web_socket_send_message (socket, message, &error))
 *       break;
 *   }
 * ]|
 *
 * or, instead, are given to the handlers of [signal@Aiohttp.WebSocket::message]. It is read ahead of the program, but only
 * so far: while a few messages wait to be received the peer is stopped. A send that would let more than
 * [property@Aiohttp.WebSocket:writer-limit] wait for the peer waits itself.
 *
 * Pings are answered by the websocket; so is the peer's close. [property@Aiohttp.WebSocket:heartbeat] finds peers that
 * have vanished. [method@Aiohttp.WebSocket.close] ends it: the peer answers, and then the connection is closed. A peer
 * that breaks the rules is told so and closed, with the code 1002, 1007 or 1009. One that is gone without a word leaves
 * the close code 1006.
 *
 * An open websocket that is dropped is aborted. It is used in the thread of the loop in which it was made. A receive or
 * send that is cancelled leaves it as it was: no message is lost, but one whose send was cancelled has been sent.
 *
 * aiohttp: `ClientWebSocketResponse`, and `WebSocketResponse`
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_HEARTBEAT,
  PROP_RECEIVE_TIMEOUT,
  PROP_CLOSE_TIMEOUT,
  PROP_WRITE_TIMEOUT,
  PROP_WRITER_LIMIT,
  PROP_PROTOCOL,
  PROP_CLOSE_CODE,
  N_PROPS,
};

enum
{
  SIGNAL_MESSAGE,
  SIGNAL_CLOSING,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AiohttpWebSocket, aiohttp_web_socket, G_TYPE_OBJECT)

AiohttpTimerWheel *
aiohttp_web_socket_get_wheel (AiohttpWebSocket *self)
{
  return aiohttp_reactor_get_wheel (self->reactor);
}

static void
dispatch_closing (gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_CLOSING], 0);
}

void
aiohttp_web_socket_emit_closing (AiohttpWebSocket *self)
{
  if (g_signal_has_handler_pending (self, signals[SIGNAL_CLOSING], 0, FALSE))
    aiohttp_call_out (dispatch_closing, self);
}

static void
dispatch_closed (gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_CLOSED], 0);
}

void
aiohttp_web_socket_emit_closed (AiohttpWebSocket *self)
{
  aiohttp_call_out (dispatch_closed, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOSE_CODE]);
}

void
aiohttp_web_socket_emit_message (AiohttpWebSocket *self, AiohttpWebSocketMessage *message)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, message);
}

gboolean
aiohttp_web_socket_has_listener (AiohttpWebSocket *self)
{
  return g_signal_has_handler_pending (self, signals[SIGNAL_MESSAGE], 0, FALSE);
}

static gboolean
wants_bytes (AiohttpWebSocket *self)
{
  if (self->at_eof || self->broken)
    return FALSE;
  switch ((AiohttpWebSocketState) self->state)
    {
    case AIOHTTP_WEB_SOCKET_OPEN:
      /* What a peer that does not read makes this side send, pongs and answers, stops it. */
      return !aiohttp_web_socket_is_full (self) && self->output.length <= self->writer_limit;
    case AIOHTTP_WEB_SOCKET_CLOSING:
    case AIOHTTP_WEB_SOCKET_LINGERING:
      return TRUE;
    case AIOHTTP_WEB_SOCKET_PEER_CLOSED:
    case AIOHTTP_WEB_SOCKET_ENDING:
    case AIOHTTP_WEB_SOCKET_CLOSED:
    default:
      return FALSE;
    }
}

void
aiohttp_web_socket_update_interest (AiohttpWebSocket *self)
{
  AiohttpChannelEvents events = 0;

  if (self->channel == NULL)
    return;
  if (wants_bytes (self))
    events |= AIOHTTP_CHANNEL_READABLE;
  /* What waits for the hook is not refused yet. */
  if (self->output.length > 0 && self->flush_hook.link == NULL)
    events |= AIOHTTP_CHANNEL_WRITABLE;
  aiohttp_channel_want (self->channel, events);
}

static void
on_channel (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  AiohttpWebSocket *self = g_object_ref (data);

  if (G_UNLIKELY ((events & AIOHTTP_CHANNEL_ERROR) != 0 || self->broken))
    {
      self->broken = TRUE;
      aiohttp_web_socket_fail (self, AIOHTTP_WEB_SOCKET_CLOSE_ABNORMAL_CLOSURE, NULL);
    }
  if (G_UNLIKELY (self->abandoned) && self->channel != NULL)
    aiohttp_web_socket_fail (self, AIOHTTP_WEB_SOCKET_CLOSE_INTERNAL_ERROR,
                             g_error_new_literal (AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_FAILED,
                                                  "A message was given up before its end"));
  if ((events & AIOHTTP_CHANNEL_WRITABLE) != 0 && self->channel != NULL && aiohttp_web_socket_flush (self))
    aiohttp_web_socket_notify_writers (self);
  if ((events & AIOHTTP_CHANNEL_READABLE) != 0 && self->channel != NULL && wants_bytes (self))
    aiohttp_web_socket_on_readable (self);
  aiohttp_web_socket_deliver (self);
  aiohttp_web_socket_continue_end (self);
  aiohttp_web_socket_update_interest (self);
  g_object_unref (self);
}

/* Coroutines have run: what they have sent goes out in one write. */
static void
on_turn_end (gpointer data)
{
  AiohttpWebSocket *self = g_object_ref (data);

  if (self->channel != NULL && self->output.length > 0)
    aiohttp_web_socket_flush (self);
  aiohttp_web_socket_notify_writers (self);
  aiohttp_web_socket_continue_end (self);
  aiohttp_web_socket_update_interest (self);
  g_object_unref (self);
}

static void
set_terms (AiohttpWebSocket *self, const AiohttpWebSocketTerms *terms)
{
  AiohttpWebSocketInflater *inflater = NULL;

  self->protocol = g_strdup (terms->protocol);
  self->heartbeat = terms->heartbeat;
  self->receive_timeout = terms->receive_timeout;
  self->close_timeout = terms->close_timeout;
  self->write_timeout = terms->write_timeout;
  self->writer_limit = terms->writer_limit;
  self->as_server = terms->as_server;
  self->autoping = terms->autoping;
  self->autoclose = terms->autoclose;
  if (terms->deflate)
    {
      inflater = aiohttp_web_socket_inflater_new (terms->peer_window_bits, terms->peer_context);
      if (terms->own_window_bits >= 9)
        self->deflater = aiohttp_web_socket_deflater_new (terms->own_window_bits, terms->own_context);
      self->compress = (guint8) terms->own_window_bits;
      self->client_notakeover = terms->as_server ? !terms->peer_context : !terms->own_context;
    }
  aiohttp_web_socket_decoder_init (&self->decoder, terms->as_server, terms->max_message_size, inflater);
}

AiohttpWebSocket *
aiohttp_web_socket_new_for_channel (AiohttpChannel *channel, const AiohttpWebSocketTerms *terms, GBytes *rest,
                                    GBytes *unsent)
{
  AiohttpWebSocket *self = g_object_new (AIOHTTP_TYPE_WEB_SOCKET, NULL);

  self->channel = channel;
  self->reactor = aiohttp_reactor_ref (aiohttp_channel_get_reactor (channel));
  set_terms (self, terms);
  if (rest != NULL)
    aiohttp_byte_buffer_append (&self->input, g_bytes_get_data (rest, NULL), g_bytes_get_size (rest));
  if (unsent != NULL)
    aiohttp_web_socket_output_add_bytes (&self->output, unsent);
  aiohttp_channel_set_func (channel, on_channel, self);
  /* Whoever asked for it is to have it before the first message. */
  aiohttp_channel_wake (channel);
  if (self->output.length > 0)
    aiohttp_web_socket_flush_soon (self);
  aiohttp_web_socket_touch_heartbeat (self);
  aiohttp_web_socket_update_interest (self);
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (self);
  return self;
}

void
aiohttp_web_socket_set_owner (AiohttpWebSocket *self, const AiohttpWebSocketOwnerFuncs *funcs, gpointer owner)
{
  self->owner_funcs = funcs;
  self->owner = owner;
}

static void
aiohttp_web_socket_dispose (GObject *object)
{
  AiohttpWebSocket *self = AIOHTTP_WEB_SOCKET (object);

  if (self->state == AIOHTTP_WEB_SOCKET_OPEN && self->channel != NULL && aiohttp_debug_is_on ())
    aiohttp_debug_unclosed (self, "websocket");
  self->owner_funcs = NULL;
  if (self->reactor != NULL)
    aiohttp_reactor_remove_turn_end (self->reactor, &self->flush_hook);
  aiohttp_timer_disarm (&self->heartbeat_timer);
  aiohttp_timer_disarm (&self->wait_timer);
  aiohttp_timer_disarm (&self->idle_timer);
  aiohttp_timer_disarm (&self->write_timer);
  g_clear_pointer (&self->channel, aiohttp_channel_close);
  self->state = AIOHTTP_WEB_SOCKET_CLOSED;
  G_OBJECT_CLASS (aiohttp_web_socket_parent_class)->dispose (object);
}

static void
aiohttp_web_socket_finalize (GObject *object)
{
  AiohttpWebSocket *self = AIOHTTP_WEB_SOCKET (object);

  aiohttp_web_socket_clear_queue (self);
  aiohttp_web_socket_output_clear (&self->output);
  aiohttp_byte_buffer_clear (&self->input);
  aiohttp_web_socket_decoder_clear (&self->decoder);
  g_clear_pointer (&self->deflater, aiohttp_web_socket_deflater_free);
  g_clear_pointer (&self->reactor, aiohttp_reactor_unref);
  g_clear_object (&self->remote);
  g_clear_error (&self->error);
  g_free (self->close_reason);
  g_free (self->protocol);
  G_OBJECT_CLASS (aiohttp_web_socket_parent_class)->finalize (object);
}

static void
aiohttp_web_socket_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpWebSocket *self = AIOHTTP_WEB_SOCKET (object);

  switch (id)
    {
    case PROP_HEARTBEAT:
      g_value_set_double (value, self->heartbeat);
      break;
    case PROP_RECEIVE_TIMEOUT:
      g_value_set_double (value, self->receive_timeout);
      break;
    case PROP_CLOSE_TIMEOUT:
      g_value_set_double (value, self->close_timeout);
      break;
    case PROP_WRITE_TIMEOUT:
      g_value_set_double (value, self->write_timeout);
      break;
    case PROP_WRITER_LIMIT:
      g_value_set_uint64 (value, self->writer_limit);
      break;
    case PROP_PROTOCOL:
      g_value_set_string (value, self->protocol);
      break;
    case PROP_CLOSE_CODE:
      g_value_set_uint (value, self->close_code);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_web_socket_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpWebSocket *self = AIOHTTP_WEB_SOCKET (object);

  switch (id)
    {
    case PROP_HEARTBEAT:
      aiohttp_web_socket_set_heartbeat (self, g_value_get_double (value));
      break;
    case PROP_RECEIVE_TIMEOUT:
      aiohttp_web_socket_set_receive_timeout (self, g_value_get_double (value));
      break;
    case PROP_CLOSE_TIMEOUT:
      aiohttp_web_socket_set_close_timeout (self, g_value_get_double (value));
      break;
    case PROP_WRITE_TIMEOUT:
      aiohttp_web_socket_set_write_timeout (self, g_value_get_double (value));
      break;
    case PROP_WRITER_LIMIT:
      aiohttp_web_socket_set_writer_limit (self, (gsize) g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags settable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  /**
   * AiohttpWebSocket:heartbeat:
   *
   * The seconds of silence after which the peer is sent a ping; 0, the default, for never.
   *
   * Where half as long nothing comes after that, the websocket ends with the close code 1006 and
   * %AIOHTTP_WEBSOCKET_ERROR_NO_PONG. Anything that comes is as good as a pong. Not counted is the time in which this
   * side does not read. The time that the machine sleeps is. Coarse: up to a tenth of a second late, a second over 10 s.
   *
   * Since: 0.1
   */
  properties[PROP_HEARTBEAT] = g_param_spec_double ("heartbeat", NULL, NULL, 0, G_MAXDOUBLE, 0, settable);

  /**
   * AiohttpWebSocket:receive-timeout:
   *
   * The seconds after which a receive fails with %G_IO_ERROR_TIMED_OUT; 0, the default, for never. The websocket stays
   * open. As coarse as the heartbeat.
   *
   * Since: 0.1
   */
  properties[PROP_RECEIVE_TIMEOUT] = g_param_spec_double ("receive-timeout", NULL, NULL, 0, G_MAXDOUBLE, 0, settable);

  /**
   * AiohttpWebSocket:close-timeout:
   *
   * The seconds for which a close waits for the peer's answer, 10 by default.
   *
   * Since: 0.1
   */
  properties[PROP_CLOSE_TIMEOUT] =
      g_param_spec_double ("close-timeout", NULL, NULL, 0, G_MAXDOUBLE, AIOHTTP_WEB_SOCKET_CLOSE_TIMEOUT, settable);

  /**
   * AiohttpWebSocket:write-timeout:
   *
   * The seconds for which a peer that takes nothing of what waits for it is waited for; then the websocket ends with the close code
   * 1006. 60 by default, of a client 0, which is for ever. As coarse as the heartbeat.
   *
   * Since: 0.1
   */
  properties[PROP_WRITE_TIMEOUT] =
      g_param_spec_double ("write-timeout", NULL, NULL, 0, G_MAXDOUBLE, AIOHTTP_WEB_SOCKET_WRITE_TIMEOUT, settable);

  /**
   * AiohttpWebSocket:writer-limit:
   *
   * How many bytes may wait for a slow peer before a send waits for it, 256 KiB by default.
   *
   * Since: 0.1
   */
  properties[PROP_WRITER_LIMIT] =
      g_param_spec_uint64 ("writer-limit", NULL, NULL, 0, G_MAXSIZE, AIOHTTP_WEB_SOCKET_WRITER_LIMIT, settable);

  /**
   * AiohttpWebSocket:protocol:
   *
   * The subprotocol that was agreed on; %NULL for none.
   *
   * Since: 0.1
   */
  properties[PROP_PROTOCOL] =
      g_param_spec_string ("protocol", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpWebSocket:close-code:
   *
   * Why it ended: one of [enum@Aiohttp.WebSocketCloseCode] or of the program's own; 0 as long as it has not.
   *
   * Since: 0.1
   */
  properties[PROP_CLOSE_CODE] =
      g_param_spec_uint ("close-code", NULL, NULL, 0, 4999, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_web_socket_class_init (AiohttpWebSocketClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_web_socket_dispose;
  object_class->finalize = aiohttp_web_socket_finalize;
  object_class->get_property = aiohttp_web_socket_get_property;
  object_class->set_property = aiohttp_web_socket_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);
  install_properties (object_class);

  /**
   * AiohttpWebSocket::message:
   * @self: the websocket
   * @message: a text or binary message; a ping or pong too, where the websocket does not take those itself
   *
   * A message has come. Instead of receiving: while this has a handler nothing can be received, and no message waits for
   * anybody. What a handler sends has to be bounded by itself; a peer that does not take it is read no more.
   *
   * Since: 0.1
   */
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", AIOHTTP_TYPE_WEB_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, AIOHTTP_TYPE_WEB_SOCKET_MESSAGE);

  /**
   * AiohttpWebSocket::closing:
   * @self: the websocket
   *
   * One side has begun to close, or the connection has broken: nothing can be sent any more.
   *
   * Since: 0.1
   */
  signals[SIGNAL_CLOSING] =
      g_signal_new ("closing", AIOHTTP_TYPE_WEB_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * AiohttpWebSocket::closed:
   * @self: the websocket
   *
   * It has ended; [method@Aiohttp.WebSocket.get_close_code] tells why. Emitted once.
   *
   * Since: 0.1
   */
  signals[SIGNAL_CLOSED] =
      g_signal_new ("closed", AIOHTTP_TYPE_WEB_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
aiohttp_web_socket_init (AiohttpWebSocket *self)
{
  self->close_timeout = AIOHTTP_WEB_SOCKET_CLOSE_TIMEOUT;
  self->write_timeout = AIOHTTP_WEB_SOCKET_WRITE_TIMEOUT;
  self->writer_limit = AIOHTTP_WEB_SOCKET_WRITER_LIMIT;
  self->flush_hook = (AiohttpTurnEnd){ .func = on_turn_end, .data = self };
  aiohttp_timer_init (&self->heartbeat_timer, aiohttp_web_socket_on_heartbeat, self);
  aiohttp_timer_init (&self->wait_timer, aiohttp_web_socket_on_wait_timeout, self);
  aiohttp_timer_init (&self->idle_timer, aiohttp_web_socket_on_idle, self);
  aiohttp_timer_init (&self->write_timer, aiohttp_web_socket_on_write_timeout, self);
}
