/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-options.h"

#include "aiohttp-notify-private.h"
#include "aiohttp-web-socket-options-private.h"

/**
 * AiohttpWebSocketOptions:
 *
 * How a client asks for a websocket, and what that is like: for [method@Aiohttp.ClientSession.ws_connect_async].
 *
 * They may be used for several websockets, and are read when one is asked for. aiohttp: the keyword arguments of
 * `ws_connect()`.
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_COMPRESS,
  PROP_CLIENT_NOTAKEOVER,
  PROP_HEARTBEAT,
  PROP_AUTOPING,
  PROP_AUTOCLOSE,
  PROP_MAX_MSG_SIZE,
  PROP_RECEIVE_TIMEOUT,
  PROP_CLOSE_TIMEOUT,
  PROP_WRITE_TIMEOUT,
  PROP_WRITER_LIMIT,
  PROP_PROTOCOLS,
  PROP_ORIGIN,
  PROP_REQUEST,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpWebSocketOptions, aiohttp_web_socket_options, G_TYPE_OBJECT)

void
aiohttp_web_socket_options_get_terms (AiohttpWebSocketOptions *options, AiohttpWebSocketTerms *terms)
{
  *terms = (AiohttpWebSocketTerms){
    .max_message_size = options != NULL ? options->max_msg_size : AIOHTTP_WEB_SOCKET_MAX_MESSAGE_SIZE,
    .writer_limit = options != NULL ? options->writer_limit : AIOHTTP_WEB_SOCKET_WRITER_LIMIT,
    .heartbeat = options != NULL ? options->heartbeat : 0,
    .receive_timeout = options != NULL ? options->receive_timeout : 0,
    .close_timeout = options != NULL ? options->close_timeout : AIOHTTP_WEB_SOCKET_CLOSE_TIMEOUT,
    .write_timeout = options != NULL ? options->write_timeout : 0,
    .autoping = options == NULL || options->autoping,
    .autoclose = options == NULL || options->autoclose,
  };
}

static void
aiohttp_web_socket_options_finalize (GObject *object)
{
  AiohttpWebSocketOptions *self = AIOHTTP_WEB_SOCKET_OPTIONS (object);

  g_strfreev (self->protocols);
  g_free (self->origin);
  g_clear_object (&self->request);
  G_OBJECT_CLASS (aiohttp_web_socket_options_parent_class)->finalize (object);
}

static void
aiohttp_web_socket_options_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpWebSocketOptions *self = AIOHTTP_WEB_SOCKET_OPTIONS (object);

  switch (id)
    {
    case PROP_COMPRESS:
      g_value_set_uint (value, self->compress);
      break;
    case PROP_CLIENT_NOTAKEOVER:
      g_value_set_boolean (value, self->client_notakeover);
      break;
    case PROP_HEARTBEAT:
      g_value_set_double (value, self->heartbeat);
      break;
    case PROP_AUTOPING:
      g_value_set_boolean (value, self->autoping);
      break;
    case PROP_AUTOCLOSE:
      g_value_set_boolean (value, self->autoclose);
      break;
    case PROP_MAX_MSG_SIZE:
      g_value_set_uint64 (value, self->max_msg_size);
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
    case PROP_PROTOCOLS:
      g_value_set_boxed (value, self->protocols);
      break;
    case PROP_ORIGIN:
      g_value_set_string (value, self->origin);
      break;
    case PROP_REQUEST:
      g_value_set_object (value, self->request);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_web_socket_options_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpWebSocketOptions *self = AIOHTTP_WEB_SOCKET_OPTIONS (object);

  switch (id)
    {
    case PROP_COMPRESS:
      aiohttp_web_socket_options_set_compress (self, g_value_get_uint (value));
      break;
    case PROP_CLIENT_NOTAKEOVER:
      aiohttp_web_socket_options_set_client_notakeover (self, g_value_get_boolean (value));
      break;
    case PROP_HEARTBEAT:
      aiohttp_web_socket_options_set_heartbeat (self, g_value_get_double (value));
      break;
    case PROP_AUTOPING:
      aiohttp_web_socket_options_set_autoping (self, g_value_get_boolean (value));
      break;
    case PROP_AUTOCLOSE:
      aiohttp_web_socket_options_set_autoclose (self, g_value_get_boolean (value));
      break;
    case PROP_MAX_MSG_SIZE:
      aiohttp_web_socket_options_set_max_msg_size (self, g_value_get_uint64 (value));
      break;
    case PROP_RECEIVE_TIMEOUT:
      aiohttp_web_socket_options_set_receive_timeout (self, g_value_get_double (value));
      break;
    case PROP_CLOSE_TIMEOUT:
      aiohttp_web_socket_options_set_close_timeout (self, g_value_get_double (value));
      break;
    case PROP_WRITE_TIMEOUT:
      aiohttp_web_socket_options_set_write_timeout (self, g_value_get_double (value));
      break;
    case PROP_WRITER_LIMIT:
      aiohttp_web_socket_options_set_writer_limit (self, g_value_get_uint64 (value));
      break;
    case PROP_PROTOCOLS:
      aiohttp_web_socket_options_set_protocols (self, g_value_get_boxed (value));
      break;
    case PROP_ORIGIN:
      aiohttp_web_socket_options_set_origin (self, g_value_get_string (value));
      break;
    case PROP_REQUEST:
      aiohttp_web_socket_options_set_request (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
make_request_properties (GParamFlags settable)
{
  /**
   * AiohttpWebSocketOptions:protocols:
   *
   * The subprotocols that are offered, the most wanted first.
   *
   * Since: 0.1
   */
  properties[PROP_PROTOCOLS] = g_param_spec_boxed ("protocols", NULL, NULL, G_TYPE_STRV, settable);

  /**
   * AiohttpWebSocketOptions:origin:
   *
   * The header Origin, which servers look at; %NULL, the default, for none.
   *
   * Since: 0.1
   */
  properties[PROP_ORIGIN] = g_param_spec_string ("origin", NULL, NULL, NULL, settable);

  /**
   * AiohttpWebSocketOptions:request:
   *
   * Headers, parameters, credentials, proxy, TLS and timeouts of the request that asks for the websocket; %NULL for none.
   *
   * Since: 0.1
   */
  properties[PROP_REQUEST] = g_param_spec_object ("request", NULL, NULL, AIOHTTP_TYPE_REQUEST_OPTIONS, settable);
}

static void
aiohttp_web_socket_options_class_init (AiohttpWebSocketOptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags settable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_web_socket_options_finalize;
  object_class->get_property = aiohttp_web_socket_options_get_property;
  object_class->set_property = aiohttp_web_socket_options_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpWebSocketOptions:compress:
   *
   * The window, of 9 to 15 bits, by which permessage-deflate is offered; 0, the default, for no compression; less than 9 is taken for 9.
   *
   * Since: 0.1
   */
  properties[PROP_COMPRESS] = g_param_spec_uint ("compress", NULL, NULL, 0, 15, 0, settable);

  /**
   * AiohttpWebSocketOptions:client-notakeover:
   *
   * Whether each message that is sent is compressed by itself, which costs bytes and saves memory; %FALSE by default.
   *
   * Since: 0.1
   */
  properties[PROP_CLIENT_NOTAKEOVER] = g_param_spec_boolean ("client-notakeover", NULL, NULL, FALSE, settable);

  /**
   * AiohttpWebSocketOptions:heartbeat:
   *
   * The seconds of silence after which the server is sent a ping; 0, the default, for never. [property@Aiohttp.WebSocket:heartbeat] tells more.
   *
   * Since: 0.1
   */
  properties[PROP_HEARTBEAT] = g_param_spec_double ("heartbeat", NULL, NULL, 0, G_MAXDOUBLE, 0, settable);

  /**
   * AiohttpWebSocketOptions:autoping:
   *
   * Whether pings are answered, and pings and pongs kept from the program; %TRUE by default.
   *
   * Since: 0.1
   */
  properties[PROP_AUTOPING] = g_param_spec_boolean ("autoping", NULL, NULL, TRUE, settable);

  /**
   * AiohttpWebSocketOptions:autoclose:
   *
   * Whether the server's close is answered when it is received; %TRUE by default.
   *
   * Since: 0.1
   */
  properties[PROP_AUTOCLOSE] = g_param_spec_boolean ("autoclose", NULL, NULL, TRUE, settable);

  /**
   * AiohttpWebSocketOptions:max-msg-size:
   *
   * The longest message that is taken, in bytes and inflated, 4 MiB by default; 0 for any.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_MSG_SIZE] =
      g_param_spec_uint64 ("max-msg-size", NULL, NULL, 0, G_MAXINT64, AIOHTTP_WEB_SOCKET_MAX_MESSAGE_SIZE, settable);

  /**
   * AiohttpWebSocketOptions:receive-timeout:
   *
   * The seconds after which a receive fails with %G_IO_ERROR_TIMED_OUT; 0, the default, for never. aiohttp: `ClientWSTimeout.ws_receive`.
   *
   * Since: 0.1
   */
  properties[PROP_RECEIVE_TIMEOUT] = g_param_spec_double ("receive-timeout", NULL, NULL, 0, G_MAXDOUBLE, 0, settable);

  /**
   * AiohttpWebSocketOptions:close-timeout:
   *
   * The seconds for which a close waits for the server's answer, 10 by default. aiohttp: `ClientWSTimeout.ws_close`.
   *
   * Since: 0.1
   */
  properties[PROP_CLOSE_TIMEOUT] =
      g_param_spec_double ("close-timeout", NULL, NULL, 0, G_MAXDOUBLE, AIOHTTP_WEB_SOCKET_CLOSE_TIMEOUT, settable);

  /**
   * AiohttpWebSocketOptions:write-timeout:
   *
   * The seconds for which a server that takes nothing of what waits for it is waited for; 0, the default, for ever.
   * [property@Aiohttp.WebSocket:write-timeout] tells more.
   *
   * Since: 0.1
   */
  properties[PROP_WRITE_TIMEOUT] = g_param_spec_double ("write-timeout", NULL, NULL, 0, G_MAXDOUBLE, 0, settable);

  /**
   * AiohttpWebSocketOptions:writer-limit:
   *
   * How many bytes may wait for a slow server before a send waits for it, 256 KiB by default.
   *
   * Since: 0.1
   */
  properties[PROP_WRITER_LIMIT] =
      g_param_spec_uint64 ("writer-limit", NULL, NULL, 0, G_MAXINT64, AIOHTTP_WEB_SOCKET_WRITER_LIMIT, settable);

  make_request_properties (settable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_web_socket_options_init (AiohttpWebSocketOptions *self)
{
  self->autoping = TRUE;
  self->autoclose = TRUE;
  self->max_msg_size = AIOHTTP_WEB_SOCKET_MAX_MESSAGE_SIZE;
  self->close_timeout = AIOHTTP_WEB_SOCKET_CLOSE_TIMEOUT;
  self->writer_limit = AIOHTTP_WEB_SOCKET_WRITER_LIMIT;
}

/**
 * aiohttp_web_socket_options_new:
 *
 * Makes options that say nothing yet.
 *
 * Returns: (transfer full): the options
 *
 * Since: 0.1
 */
AiohttpWebSocketOptions *
aiohttp_web_socket_options_new (void)
{
  return g_object_new (AIOHTTP_TYPE_WEB_SOCKET_OPTIONS, NULL);
}
