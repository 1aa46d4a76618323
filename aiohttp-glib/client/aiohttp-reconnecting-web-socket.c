/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-reconnecting-web-socket.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-enum-types.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-reconnecting-web-socket-private.h"
#include "aiohttp-web-socket-gap-private.h"

/**
 * AiohttpReconnectingWebSocket:
 *
 * A websocket of a client that connects again when its connection is lost: the messages of all connections are one stream,
 * and what is missing in it is told of.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpReconnectingWebSocket) feed = aiohttp_reconnecting_web_socket_new (session, "wss://host/feed", NULL);
 * AiohttpWebSocketMessage *message;
 *
 * while ((message = aiohttp_reconnecting_web_socket_next (feed, &error)) != NULL)
 *   {
 *     if (aiohttp_web_socket_message_get_message_type (message) == AIOHTTP_WEB_SOCKET_MESSAGE_GAP)
 *       reload_all ();
 *     else
 *       show (aiohttp_web_socket_message_get_text (message));
 *     aiohttp_web_socket_message_unref (message);
 *   }
 * ]|
 *
 * It starts with the first message that is waited for or sent, or by [method@Aiohttp.ReconnectingWebSocket.start]. Instead of
 * being received messages may go to the handlers of [signal@Aiohttp.ReconnectingWebSocket::message], connected before.
 *
 * A connection that was lost is made again after [property@Aiohttp.ReconnectingWebSocket:initial-delay], which doubles with each
 * attempt that fails, up to [property@Aiohttp.ReconnectingWebSocket:max-delay], less a part of it that is left to chance; a server
 * that refuses with `Retry-After` is left alone for so long. Once a connection has lasted for
 * [property@Aiohttp.ReconnectingWebSocket:stable-time] the delays begin anew. Before the first message of the new connection comes
 * a message of the type %AIOHTTP_WEB_SOCKET_MESSAGE_GAP, whose [class@Aiohttp.WebSocketGap] tells how long it took and why. A peer
 * that vanishes without a word is only found by a [property@Aiohttp.WebSocketOptions:heartbeat].
 *
 * The stream ends when the server closes with %AIOHTTP_WEB_SOCKET_CLOSE_OK. It is given up, with an error, where trying again would
 * not help: after a close with 1002, 1003, 1007, 1008, 1009 or 1010, where the handshake was refused by another status than 408,
 * 425, 429 and those from 500 on, where the answer is no websocket, where the URL or TLS is wrong or the session is closed, and
 * after [property@Aiohttp.ReconnectingWebSocket:max-attempts]. [signal@Aiohttp.ReconnectingWebSocket::decide] may change any of it.
 *
 * Nothing that was sent is sent again: what was on its way when the connection was lost may have arrived, or not. It does not live
 * on by itself: when it is dropped its connection is aborted. It is used in the thread of the loop in which it was started.
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_URL,
  PROP_OPTIONS,
  PROP_INITIAL_DELAY,
  PROP_MAX_DELAY,
  PROP_JITTER,
  PROP_MAX_RETRY_AFTER,
  PROP_STABLE_TIME,
  PROP_MAX_ATTEMPTS,
  PROP_QUEUE_LIMIT,
  PROP_STATE,
  N_PROPS,
};

enum
{
  SIGNAL_MESSAGE,
  SIGNAL_OPENED,
  SIGNAL_DECIDE,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AiohttpReconnectingWebSocket, aiohttp_reconnecting_web_socket, G_TYPE_OBJECT)

gboolean
aiohttp_reconnecting_web_socket_has_listener (AiohttpReconnectingWebSocket *self)
{
  return g_signal_has_handler_pending (self, signals[SIGNAL_MESSAGE], 0, FALSE);
}

void
aiohttp_reconnecting_web_socket_emit_message (AiohttpReconnectingWebSocket *self, AiohttpWebSocketMessage *message)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, message);
}

void
aiohttp_reconnecting_web_socket_emit_opened (AiohttpReconnectingWebSocket *self)
{
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, self->socket);
}

AiohttpReconnectingDecision
aiohttp_reconnecting_web_socket_ask (AiohttpReconnectingWebSocket *self)
{
  int decision = AIOHTTP_RECONNECTING_DECISION_DEFAULT;
  g_autoptr (AiohttpWebSocketGap) gap = g_object_ref (self->gap);

  g_signal_emit (self, signals[SIGNAL_DECIDE], 0, gap, &decision);
  return (AiohttpReconnectingDecision) decision;
}

void
aiohttp_reconnecting_web_socket_set_state (AiohttpReconnectingWebSocket *self, AiohttpReconnectingState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
dispatch_closed (gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_CLOSED], 0);
}

void
aiohttp_reconnecting_web_socket_end (AiohttpReconnectingWebSocket *self, GError *error)
{
  g_object_ref (self);
  self->error = error;
  self->tells_error = error != NULL;
  aiohttp_reconnecting_web_socket_unlink (self);
  aiohttp_reconnecting_web_socket_clear_unsent (self);
  aiohttp_reconnecting_web_socket_set_state (self, AIOHTTP_RECONNECTING_STATE_CLOSED);
  aiohttp_wait_list_pick_all (&self->receivers);
  aiohttp_call_out (dispatch_closed, self);
  g_object_unref (self);
}

void
aiohttp_reconnecting_web_socket_on_later (gpointer data)
{
  AiohttpReconnectingWebSocket *self = data; /* with the reference of who asked for it */

  if (self->begins_later)
    {
      self->begins_later = FALSE;
      aiohttp_reconnecting_web_socket_begin (self);
    }
  if (self->ends_later)
    {
      self->ends_later = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
      aiohttp_call_out (dispatch_closed, self);
    }
  g_object_unref (self);
}

static void
aiohttp_reconnecting_web_socket_dispose (GObject *object)
{
  AiohttpReconnectingWebSocket *self = AIOHTTP_RECONNECTING_WEB_SOCKET (object);

  self->state = AIOHTTP_RECONNECTING_STATE_CLOSED;
  if (self->socket != NULL)
    {
      g_autoptr (AiohttpWebSocket) socket = g_object_ref (self->socket);

      aiohttp_reconnecting_web_socket_unlink (self);
      aiohttp_web_socket_abort (socket);
    }
  aiohttp_reconnecting_web_socket_unlink (self);
  aiohttp_reconnecting_web_socket_clear_sources (self);
  aiohttp_reconnecting_web_socket_clear_unsent (self);
  g_clear_object (&self->session);
  g_clear_object (&self->options);
  g_clear_object (&self->gap);
  G_OBJECT_CLASS (aiohttp_reconnecting_web_socket_parent_class)->dispose (object);
}

static void
aiohttp_reconnecting_web_socket_finalize (GObject *object)
{
  AiohttpReconnectingWebSocket *self = AIOHTTP_RECONNECTING_WEB_SOCKET (object);

  g_clear_pointer (&self->reactor, aiohttp_reactor_unref);
  g_clear_error (&self->error);
  g_free (self->url);
  G_OBJECT_CLASS (aiohttp_reconnecting_web_socket_parent_class)->finalize (object);
}

static void
aiohttp_reconnecting_web_socket_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpReconnectingWebSocket *self = AIOHTTP_RECONNECTING_WEB_SOCKET (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_URL:
      g_value_set_string (value, self->url);
      break;
    case PROP_OPTIONS:
      g_value_set_object (value, self->options);
      break;
    case PROP_INITIAL_DELAY:
      g_value_set_double (value, self->initial_delay);
      break;
    case PROP_MAX_DELAY:
      g_value_set_double (value, self->max_delay);
      break;
    case PROP_JITTER:
      g_value_set_double (value, self->jitter);
      break;
    case PROP_MAX_RETRY_AFTER:
      g_value_set_double (value, self->max_retry_after);
      break;
    case PROP_STABLE_TIME:
      g_value_set_double (value, self->stable_time);
      break;
    case PROP_MAX_ATTEMPTS:
      g_value_set_uint (value, self->max_attempts);
      break;
    case PROP_QUEUE_LIMIT:
      g_value_set_uint64 (value, self->queue_limit);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_reconnecting_web_socket_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpReconnectingWebSocket *self = AIOHTTP_RECONNECTING_WEB_SOCKET (object);

  switch (id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_URL:
      aiohttp_reconnecting_web_socket_set_url (self, g_value_get_string (value));
      break;
    case PROP_OPTIONS:
      aiohttp_reconnecting_web_socket_set_options (self, g_value_get_object (value));
      break;
    case PROP_INITIAL_DELAY:
      aiohttp_reconnecting_web_socket_set_initial_delay (self, g_value_get_double (value));
      break;
    case PROP_MAX_DELAY:
      aiohttp_reconnecting_web_socket_set_max_delay (self, g_value_get_double (value));
      break;
    case PROP_JITTER:
      aiohttp_reconnecting_web_socket_set_jitter (self, g_value_get_double (value));
      break;
    case PROP_MAX_RETRY_AFTER:
      aiohttp_reconnecting_web_socket_set_max_retry_after (self, g_value_get_double (value));
      break;
    case PROP_STABLE_TIME:
      aiohttp_reconnecting_web_socket_set_stable_time (self, g_value_get_double (value));
      break;
    case PROP_MAX_ATTEMPTS:
      aiohttp_reconnecting_web_socket_set_max_attempts (self, g_value_get_uint (value));
      break;
    case PROP_QUEUE_LIMIT:
      aiohttp_reconnecting_web_socket_set_queue_limit (self, g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
make_link_properties (GParamFlags settable)
{
  /**
   * AiohttpReconnectingWebSocket:session:
   *
   * The session that the connections are asked of; it must not be closed before.
   *
   * Since: 0.1
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, AIOHTTP_TYPE_CLIENT_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpReconnectingWebSocket:url:
   *
   * The URL for the next attempt, with the scheme `ws`, `wss`, `http` or `https`.
   *
   * Since: 0.1
   */
  properties[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, settable);

  /**
   * AiohttpReconnectingWebSocket:options:
   *
   * How the next connection is asked for, and what it is like; %NULL for the defaults.
   *
   * Since: 0.1
   */
  properties[PROP_OPTIONS] = g_param_spec_object ("options", NULL, NULL, AIOHTTP_TYPE_WEB_SOCKET_OPTIONS, settable);

  /**
   * AiohttpReconnectingWebSocket:max-attempts:
   *
   * How many attempts are made in a row, after a loss or a first attempt that has failed, before it gives up; 0, the default, for
   * any number. A connection that is lost before it is a good one counts as one that has failed.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_ATTEMPTS] = g_param_spec_uint ("max-attempts", NULL, NULL, 0, G_MAXUINT, 0, settable);

  /**
   * AiohttpReconnectingWebSocket:queue-limit:
   *
   * How many bytes of messages that are sent while there is no connection are kept for the next one; 0, the default, for none: then
   * a send fails with %AIOHTTP_WEBSOCKET_ERROR_AWAY, as it does when more would be kept.
   *
   * Since: 0.1
   */
  properties[PROP_QUEUE_LIMIT] = g_param_spec_uint64 ("queue-limit", NULL, NULL, 0, G_MAXUINT64, 0, settable);

  /**
   * AiohttpReconnectingWebSocket:state:
   *
   * How it is doing.
   *
   * Since: 0.1
   */
  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, AIOHTTP_TYPE_RECONNECTING_STATE, AIOHTTP_RECONNECTING_STATE_IDLE,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
make_delay_properties (GParamFlags settable)
{
  /**
   * AiohttpReconnectingWebSocket:initial-delay:
   *
   * The seconds before the first attempt after a loss, half a second by default. Each one that fails doubles it.
   *
   * Since: 0.1
   */
  properties[PROP_INITIAL_DELAY] = g_param_spec_double ("initial-delay", NULL, NULL, 0, G_MAXDOUBLE, 0.5, settable);

  /**
   * AiohttpReconnectingWebSocket:max-delay:
   *
   * The most seconds between two attempts, 30 by default.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_DELAY] = g_param_spec_double ("max-delay", NULL, NULL, 0, G_MAXDOUBLE, 30, settable);

  /**
   * AiohttpReconnectingWebSocket:jitter:
   *
   * Which part of each delay is left to chance, half of it by default: so the clients of a server that comes back do not come all at
   * once. 0 is none, 1 anything from no delay to all of it.
   *
   * Since: 0.1
   */
  properties[PROP_JITTER] = g_param_spec_double ("jitter", NULL, NULL, 0, 1, 0.5, settable);

  /**
   * AiohttpReconnectingWebSocket:max-retry-after:
   *
   * The most seconds for which a server is left alone since it has refused with a `Retry-After`, 300 by default.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_RETRY_AFTER] = g_param_spec_double ("max-retry-after", NULL, NULL, 0, G_MAXDOUBLE, 300, settable);

  /**
   * AiohttpReconnectingWebSocket:stable-time:
   *
   * The seconds after which a connection counts as a good one, 10 by default: when it is lost the delays begin anew.
   *
   * Since: 0.1
   */
  properties[PROP_STABLE_TIME] = g_param_spec_double ("stable-time", NULL, NULL, 0, G_MAXDOUBLE, 10, settable);
}

/* The first handler that knows decides. */
static gboolean
accumulate_decision (GSignalInvocationHint *hint, GValue *sum, const GValue *value, gpointer data)
{
  g_value_copy (value, sum);
  return g_value_get_enum (value) == AIOHTTP_RECONNECTING_DECISION_DEFAULT;
}

static void
make_signals (void)
{
  /**
   * AiohttpReconnectingWebSocket::message:
   * @self: the reconnecting websocket
   * @message: a text or binary message, or one of the type %AIOHTTP_WEB_SOCKET_MESSAGE_GAP
   *
   * A message has come. Instead of receiving: connect it before the start.
   *
   * Since: 0.1
   */
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", AIOHTTP_TYPE_RECONNECTING_WEB_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, AIOHTTP_TYPE_WEB_SOCKET_MESSAGE);

  /**
   * AiohttpReconnectingWebSocket::opened:
   * @self: the reconnecting websocket
   * @socket: the connection
   *
   * There is a connection, the first one or another. What is sent now goes before what was kept for it.
   *
   * Since: 0.1
   */
  signals[SIGNAL_OPENED] = g_signal_new ("opened", AIOHTTP_TYPE_RECONNECTING_WEB_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, AIOHTTP_TYPE_WEB_SOCKET);

  /**
   * AiohttpReconnectingWebSocket::decide:
   * @self: the reconnecting websocket
   * @gap: what has happened until now
   *
   * The connection is lost, or an attempt has failed. The first handler that does not answer by
   * %AIOHTTP_RECONNECTING_DECISION_DEFAULT decides what comes next. It may change the URL and the options before, such as a
   * token that has expired.
   *
   * Returns: whether to connect again
   *
   * Since: 0.1
   */
  signals[SIGNAL_DECIDE] =
      g_signal_new ("decide", AIOHTTP_TYPE_RECONNECTING_WEB_SOCKET, G_SIGNAL_RUN_LAST, 0, accumulate_decision, NULL,
                    NULL, AIOHTTP_TYPE_RECONNECTING_DECISION, 1, AIOHTTP_TYPE_WEB_SOCKET_GAP);

  /**
   * AiohttpReconnectingWebSocket::closed:
   * @self: the reconnecting websocket
   *
   * It was closed, ended by the server or given up: [method@Aiohttp.ReconnectingWebSocket.get_error]. Emitted once.
   *
   * Since: 0.1
   */
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", AIOHTTP_TYPE_RECONNECTING_WEB_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
}

static void
aiohttp_reconnecting_web_socket_class_init (AiohttpReconnectingWebSocketClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags settable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = aiohttp_reconnecting_web_socket_dispose;
  object_class->finalize = aiohttp_reconnecting_web_socket_finalize;
  object_class->get_property = aiohttp_reconnecting_web_socket_get_property;
  object_class->set_property = aiohttp_reconnecting_web_socket_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);
  make_link_properties (settable);
  make_delay_properties (settable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  make_signals ();
}

static void
aiohttp_reconnecting_web_socket_init (AiohttpReconnectingWebSocket *self)
{
  self->initial_delay = 0.5;
  self->max_delay = 30;
  self->jitter = 0.5;
  self->max_retry_after = 300;
  self->stable_time = 10;
  self->later = (AiohttpTurnEnd){ .func = aiohttp_reconnecting_web_socket_on_later, .data = self };
  aiohttp_timer_init (&self->timer, aiohttp_reconnecting_web_socket_on_timer, self);
  g_queue_init (&self->sources);
  g_queue_init (&self->unsent);
}

/**
 * aiohttp_reconnecting_web_socket_new:
 * @session: a session
 * @url: a URL with the scheme `ws`, `wss`, `http` or `https`
 * @options: (nullable): how to ask for a connection
 *
 * Makes a websocket that connects again. Nothing is connected yet.
 *
 * Returns: (transfer full): a reconnecting websocket
 *
 * Since: 0.1
 */
AiohttpReconnectingWebSocket *
aiohttp_reconnecting_web_socket_new (AiohttpClientSession *session, const char *url, AiohttpWebSocketOptions *options)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (session), NULL);
  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (options == NULL || AIOHTTP_IS_WEB_SOCKET_OPTIONS (options), NULL);

  return g_object_new (AIOHTTP_TYPE_RECONNECTING_WEB_SOCKET, "session", session, "url", url, "options", options, NULL);
}

/**
 * aiohttp_reconnecting_web_socket_start:
 * @self: a reconnecting websocket
 *
 * Begins to connect, where that has not begun. It needs a session and a URL.
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_start (AiohttpReconnectingWebSocket *self)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));

  aiohttp_reconnecting_web_socket_begin (self);
}

/**
 * aiohttp_reconnecting_web_socket_retry_now:
 * @self: a reconnecting websocket
 *
 * Makes the next attempt now instead of waiting for it, since the network is back, say, or somebody pressed a button. Does
 * nothing where no attempt is waited for.
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_retry_now (AiohttpReconnectingWebSocket *self)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));

  if (self->state != AIOHTTP_RECONNECTING_STATE_AWAY)
    return;
  aiohttp_timer_disarm (&self->timer);
  aiohttp_reconnecting_web_socket_on_timer (self);
}
