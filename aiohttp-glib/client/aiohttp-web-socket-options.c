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

struct _AiohttpWebSocketOptions
{
  GObject parent_instance;

  guint compress;
  gboolean client_notakeover;
  double heartbeat;
  gboolean autoping;
  gboolean autoclose;
  guint64 max_msg_size;
  double receive_timeout;
  double close_timeout;
  guint64 writer_limit;
  char **protocols;
  char *origin;
  AiohttpRequestOptions *request;
};

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

/**
 * aiohttp_web_socket_options_get_compress:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:compress].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint
aiohttp_web_socket_options_get_compress (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), 0);

  return self->compress;
}

/**
 * aiohttp_web_socket_options_set_compress:
 * @self: options
 * @compress: the value
 *
 * Sets [property@Aiohttp.WebSocketOptions:compress].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_compress (AiohttpWebSocketOptions *self, guint compress)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));

  if (compress != 0)
    compress = CLAMP (compress, 9, 15);
  if (self->compress == compress)
    return;
  self->compress = compress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPRESS]);
}

/**
 * aiohttp_web_socket_options_get_client_notakeover:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:client-notakeover].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_options_get_client_notakeover (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), FALSE);

  return self->client_notakeover;
}

/**
 * aiohttp_web_socket_options_set_client_notakeover:
 * @self: options
 * @client_notakeover: the value
 *
 * Sets [property@Aiohttp.WebSocketOptions:client-notakeover].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_client_notakeover (AiohttpWebSocketOptions *self, gboolean client_notakeover)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));

  client_notakeover = !!client_notakeover;
  if (self->client_notakeover == client_notakeover)
    return;
  self->client_notakeover = client_notakeover;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT_NOTAKEOVER]);
}

/**
 * aiohttp_web_socket_options_get_heartbeat:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:heartbeat].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_options_get_heartbeat (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), 0);

  return self->heartbeat;
}

/**
 * aiohttp_web_socket_options_set_heartbeat:
 * @self: options
 * @heartbeat: the value
 *
 * Sets [property@Aiohttp.WebSocketOptions:heartbeat].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_heartbeat (AiohttpWebSocketOptions *self, double heartbeat)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));
  g_return_if_fail (heartbeat >= 0);

  if (self->heartbeat == heartbeat)
    return;
  self->heartbeat = heartbeat;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEARTBEAT]);
}

/**
 * aiohttp_web_socket_options_get_autoping:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:autoping].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_options_get_autoping (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), FALSE);

  return self->autoping;
}

/**
 * aiohttp_web_socket_options_set_autoping:
 * @self: options
 * @autoping: the value
 *
 * Sets [property@Aiohttp.WebSocketOptions:autoping].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_autoping (AiohttpWebSocketOptions *self, gboolean autoping)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));

  autoping = !!autoping;
  if (self->autoping == autoping)
    return;
  self->autoping = autoping;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTOPING]);
}

/**
 * aiohttp_web_socket_options_get_autoclose:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:autoclose].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_options_get_autoclose (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), FALSE);

  return self->autoclose;
}

/**
 * aiohttp_web_socket_options_set_autoclose:
 * @self: options
 * @autoclose: the value
 *
 * Sets [property@Aiohttp.WebSocketOptions:autoclose].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_autoclose (AiohttpWebSocketOptions *self, gboolean autoclose)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));

  autoclose = !!autoclose;
  if (self->autoclose == autoclose)
    return;
  self->autoclose = autoclose;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTOCLOSE]);
}

/**
 * aiohttp_web_socket_options_get_max_msg_size:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:max-msg-size].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint64
aiohttp_web_socket_options_get_max_msg_size (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), 0);

  return self->max_msg_size;
}

/**
 * aiohttp_web_socket_options_set_max_msg_size:
 * @self: options
 * @max_msg_size: the value
 *
 * Sets [property@Aiohttp.WebSocketOptions:max-msg-size].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_max_msg_size (AiohttpWebSocketOptions *self, guint64 max_msg_size)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));

  if (self->max_msg_size == max_msg_size)
    return;
  self->max_msg_size = max_msg_size;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_MSG_SIZE]);
}

/**
 * aiohttp_web_socket_options_get_receive_timeout:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:receive-timeout].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_options_get_receive_timeout (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), 0);

  return self->receive_timeout;
}

/**
 * aiohttp_web_socket_options_set_receive_timeout:
 * @self: options
 * @receive_timeout: the value
 *
 * Sets [property@Aiohttp.WebSocketOptions:receive-timeout].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_receive_timeout (AiohttpWebSocketOptions *self, double receive_timeout)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));
  g_return_if_fail (receive_timeout >= 0);

  if (self->receive_timeout == receive_timeout)
    return;
  self->receive_timeout = receive_timeout;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECEIVE_TIMEOUT]);
}

/**
 * aiohttp_web_socket_options_get_close_timeout:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:close-timeout].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_options_get_close_timeout (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), 0);

  return self->close_timeout;
}

/**
 * aiohttp_web_socket_options_set_close_timeout:
 * @self: options
 * @close_timeout: the value
 *
 * Sets [property@Aiohttp.WebSocketOptions:close-timeout].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_close_timeout (AiohttpWebSocketOptions *self, double close_timeout)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));
  g_return_if_fail (close_timeout >= 0);

  if (self->close_timeout == close_timeout)
    return;
  self->close_timeout = close_timeout;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOSE_TIMEOUT]);
}

/**
 * aiohttp_web_socket_options_get_writer_limit:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:writer-limit].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint64
aiohttp_web_socket_options_get_writer_limit (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), 0);

  return self->writer_limit;
}

/**
 * aiohttp_web_socket_options_set_writer_limit:
 * @self: options
 * @writer_limit: the value
 *
 * Sets [property@Aiohttp.WebSocketOptions:writer-limit].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_writer_limit (AiohttpWebSocketOptions *self, guint64 writer_limit)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));

  if (self->writer_limit == writer_limit)
    return;
  self->writer_limit = writer_limit;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WRITER_LIMIT]);
}

/**
 * aiohttp_web_socket_options_get_protocols:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:protocols].
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the subprotocols
 *
 * Since: 0.1
 */
const char *const *
aiohttp_web_socket_options_get_protocols (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), NULL);

  return (const char *const *) self->protocols;
}

/**
 * aiohttp_web_socket_options_set_protocols:
 * @self: options
 * @protocols: (nullable) (array zero-terminated=1): the subprotocols
 *
 * Sets [property@Aiohttp.WebSocketOptions:protocols].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_protocols (AiohttpWebSocketOptions *self, const char *const *protocols)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));

  if ((const char *const *) self->protocols == protocols)
    return;
  g_strfreev (self->protocols);
  self->protocols = g_strdupv ((char **) protocols);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROTOCOLS]);
}

/**
 * aiohttp_web_socket_options_get_origin:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:origin].
 *
 * Returns: (transfer none) (nullable): the origin
 *
 * Since: 0.1
 */
const char *
aiohttp_web_socket_options_get_origin (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), NULL);

  return self->origin;
}

/**
 * aiohttp_web_socket_options_set_origin:
 * @self: options
 * @origin: (nullable): the origin
 *
 * Sets [property@Aiohttp.WebSocketOptions:origin].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_origin (AiohttpWebSocketOptions *self, const char *origin)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));

  if (g_strcmp0 (self->origin, origin) == 0)
    return;
  g_free (self->origin);
  self->origin = g_strdup (origin);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORIGIN]);
}

/**
 * aiohttp_web_socket_options_get_request:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:request].
 *
 * Returns: (transfer none) (nullable): the options
 *
 * Since: 0.1
 */
AiohttpRequestOptions *
aiohttp_web_socket_options_get_request (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), NULL);

  return self->request;
}

/**
 * aiohttp_web_socket_options_set_request:
 * @self: options
 * @request: (nullable): the options
 *
 * Sets [property@Aiohttp.WebSocketOptions:request].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_request (AiohttpWebSocketOptions *self, AiohttpRequestOptions *request)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));
  g_return_if_fail (request == NULL || AIOHTTP_IS_REQUEST_OPTIONS (request));

  if (!g_set_object (&self->request, request))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REQUEST]);
}
