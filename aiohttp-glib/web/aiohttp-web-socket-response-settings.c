/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-response-private.h"

/* AiohttpWebSocketResponse: its properties. */

enum
{
  PROP_0,
  PROP_CLOSE_TIMEOUT,
  PROP_WRITE_TIMEOUT,
  PROP_RECEIVE_TIMEOUT,
  PROP_HEARTBEAT,
  PROP_AUTOPING,
  PROP_AUTOCLOSE,
  PROP_COMPRESS,
  PROP_MAX_MSG_SIZE,
  PROP_WRITER_LIMIT,
  PROP_PROTOCOLS,
  PROP_ALLOWED_ORIGINS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpWebSocketResponse *self = AIOHTTP_WEB_SOCKET_RESPONSE (object);

  switch (id)
    {
    case PROP_CLOSE_TIMEOUT:
      g_value_set_double (value, self->close_timeout);
      break;
    case PROP_WRITE_TIMEOUT:
      g_value_set_double (value, self->write_timeout);
      break;
    case PROP_RECEIVE_TIMEOUT:
      g_value_set_double (value, self->receive_timeout);
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
    case PROP_COMPRESS:
      g_value_set_boolean (value, self->compress);
      break;
    case PROP_MAX_MSG_SIZE:
      g_value_set_uint64 (value, self->max_msg_size);
      break;
    case PROP_WRITER_LIMIT:
      g_value_set_uint64 (value, self->writer_limit);
      break;
    case PROP_PROTOCOLS:
      g_value_set_boxed (value, self->protocols);
      break;
    case PROP_ALLOWED_ORIGINS:
      g_value_set_boxed (value, self->allowed_origins);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpWebSocketResponse *self = AIOHTTP_WEB_SOCKET_RESPONSE (object);

  switch (id)
    {
    case PROP_CLOSE_TIMEOUT:
      aiohttp_web_socket_response_set_close_timeout (self, g_value_get_double (value));
      break;
    case PROP_WRITE_TIMEOUT:
      aiohttp_web_socket_response_set_write_timeout (self, g_value_get_double (value));
      break;
    case PROP_RECEIVE_TIMEOUT:
      aiohttp_web_socket_response_set_receive_timeout (self, g_value_get_double (value));
      break;
    case PROP_HEARTBEAT:
      aiohttp_web_socket_response_set_heartbeat (self, g_value_get_double (value));
      break;
    case PROP_AUTOPING:
      aiohttp_web_socket_response_set_autoping (self, g_value_get_boolean (value));
      break;
    case PROP_AUTOCLOSE:
      aiohttp_web_socket_response_set_autoclose (self, g_value_get_boolean (value));
      break;
    case PROP_COMPRESS:
      aiohttp_web_socket_response_set_compress (self, g_value_get_boolean (value));
      break;
    case PROP_MAX_MSG_SIZE:
      aiohttp_web_socket_response_set_max_msg_size (self, g_value_get_uint64 (value));
      break;
    case PROP_WRITER_LIMIT:
      aiohttp_web_socket_response_set_writer_limit (self, g_value_get_uint64 (value));
      break;
    case PROP_PROTOCOLS:
      aiohttp_web_socket_response_set_protocols (self, g_value_get_boxed (value));
      break;
    case PROP_ALLOWED_ORIGINS:
      aiohttp_web_socket_response_set_allowed_origins (self, g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

void
aiohttp_web_socket_response_install_properties (GObjectClass *object_class)
{
  const GParamFlags settable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;

  /**
   * AiohttpWebSocketResponse:close-timeout:
   *
   * The seconds for which a close waits for the client's answer, 10 by default. aiohttp: `timeout`.
   *
   * Since: 0.1
   */
  properties[PROP_CLOSE_TIMEOUT] =
      g_param_spec_double ("close-timeout", NULL, NULL, 0, G_MAXDOUBLE, AIOHTTP_WEB_SOCKET_CLOSE_TIMEOUT, settable);

  /**
   * AiohttpWebSocketResponse:write-timeout:
   *
   * The seconds for which a client that takes nothing of what waits for it is waited for, 60 by default; 0 for ever.
   * [property@Aiohttp.WebSocket:write-timeout] tells more.
   *
   * Since: 0.1
   */
  properties[PROP_WRITE_TIMEOUT] =
      g_param_spec_double ("write-timeout", NULL, NULL, 0, G_MAXDOUBLE, AIOHTTP_WEB_SOCKET_WRITE_TIMEOUT, settable);

  /**
   * AiohttpWebSocketResponse:receive-timeout:
   *
   * The seconds after which a receive fails with %G_IO_ERROR_TIMED_OUT; 0, the default, for never.
   *
   * Since: 0.1
   */
  properties[PROP_RECEIVE_TIMEOUT] = g_param_spec_double ("receive-timeout", NULL, NULL, 0, G_MAXDOUBLE, 0, settable);

  /**
   * AiohttpWebSocketResponse:heartbeat:
   *
   * The seconds of silence after which the client is sent a ping; 0, the default, for never. [property@Aiohttp.WebSocket:heartbeat] tells more.
   *
   * Since: 0.1
   */
  properties[PROP_HEARTBEAT] = g_param_spec_double ("heartbeat", NULL, NULL, 0, G_MAXDOUBLE, 0, settable);

  /**
   * AiohttpWebSocketResponse:autoping:
   *
   * Whether pings are answered, and pings and pongs kept from the program; %TRUE by default.
   *
   * Since: 0.1
   */
  properties[PROP_AUTOPING] = g_param_spec_boolean ("autoping", NULL, NULL, TRUE, settable);

  /**
   * AiohttpWebSocketResponse:autoclose:
   *
   * Whether the client's close is answered when it is received; %TRUE by default. Else the program has to close.
   *
   * Since: 0.1
   */
  properties[PROP_AUTOCLOSE] = g_param_spec_boolean ("autoclose", NULL, NULL, TRUE, settable);

  /**
   * AiohttpWebSocketResponse:compress:
   *
   * Whether permessage-deflate is accepted where the client offers it; %TRUE by default.
   *
   * Since: 0.1
   */
  properties[PROP_COMPRESS] = g_param_spec_boolean ("compress", NULL, NULL, TRUE, settable);

  /**
   * AiohttpWebSocketResponse:max-msg-size:
   *
   * The longest message that is taken, in bytes and inflated, 4 MiB by default; 0 for any. A client that sends a longer one is closed with the code 1009.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_MSG_SIZE] =
      g_param_spec_uint64 ("max-msg-size", NULL, NULL, 0, G_MAXINT64, AIOHTTP_WEB_SOCKET_MAX_MESSAGE_SIZE, settable);

  /**
   * AiohttpWebSocketResponse:writer-limit:
   *
   * How many bytes may wait for a slow client before a send waits for it, 256 KiB by default.
   *
   * Since: 0.1
   */
  properties[PROP_WRITER_LIMIT] =
      g_param_spec_uint64 ("writer-limit", NULL, NULL, 0, G_MAXINT64, AIOHTTP_WEB_SOCKET_WRITER_LIMIT, settable);

  /**
   * AiohttpWebSocketResponse:protocols:
   *
   * The subprotocols that this server speaks; the first one that the client offers and that is among them is chosen.
   *
   * Since: 0.1
   */
  properties[PROP_PROTOCOLS] = g_param_spec_boxed ("protocols", NULL, NULL, G_TYPE_STRV, settable);

  /**
   * AiohttpWebSocketResponse:allowed-origins:
   *
   * The origins, `https://example.org`, whose pages may connect; `*` for any. %NULL, the default, is the origin of the request's own Host. Browsers send the header Origin; what sends none is no browser, and allowed.
   *
   * Since: 0.1
   */
  properties[PROP_ALLOWED_ORIGINS] = g_param_spec_boxed ("allowed-origins", NULL, NULL, G_TYPE_STRV, settable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

void
aiohttp_web_socket_response_init_settings (AiohttpWebSocketResponse *self)
{
  self->close_timeout = AIOHTTP_WEB_SOCKET_CLOSE_TIMEOUT;
  self->write_timeout = AIOHTTP_WEB_SOCKET_WRITE_TIMEOUT;
  self->receive_timeout = 0;
  self->heartbeat = 0;
  self->autoping = TRUE;
  self->autoclose = TRUE;
  self->compress = TRUE;
  self->max_msg_size = AIOHTTP_WEB_SOCKET_MAX_MESSAGE_SIZE;
  self->writer_limit = AIOHTTP_WEB_SOCKET_WRITER_LIMIT;
}

void
aiohttp_web_socket_response_free_settings (AiohttpWebSocketResponse *self)
{
  g_strfreev (self->protocols);
  g_strfreev (self->allowed_origins);
}

void
aiohttp_web_socket_response_changed (AiohttpWebSocketResponse *self, const char *name)
{
  g_object_notify (G_OBJECT (self), name);
}

/**
 * aiohttp_web_socket_response_get_close_timeout:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:close-timeout].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_response_get_close_timeout (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), 0);

  return self->close_timeout;
}

/**
 * aiohttp_web_socket_response_set_close_timeout:
 * @self: a response that is not prepared
 * @close_timeout: the value
 *
 * Sets [property@Aiohttp.WebSocketResponse:close-timeout].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_close_timeout (AiohttpWebSocketResponse *self, double close_timeout)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));
  g_return_if_fail (close_timeout >= 0);

  if (self->close_timeout == close_timeout)
    return;
  self->close_timeout = close_timeout;
  aiohttp_web_socket_response_changed (self, "close-timeout");
}

/**
 * aiohttp_web_socket_response_get_write_timeout:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:write-timeout].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_response_get_write_timeout (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), 0);

  return self->write_timeout;
}

/**
 * aiohttp_web_socket_response_set_write_timeout:
 * @self: a response that is not prepared
 * @write_timeout: the value
 *
 * Sets [property@Aiohttp.WebSocketResponse:write-timeout].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_write_timeout (AiohttpWebSocketResponse *self, double write_timeout)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));
  g_return_if_fail (write_timeout >= 0);

  if (self->write_timeout == write_timeout)
    return;
  self->write_timeout = write_timeout;
  aiohttp_web_socket_response_changed (self, "write-timeout");
}

/**
 * aiohttp_web_socket_response_get_receive_timeout:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:receive-timeout].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_response_get_receive_timeout (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), 0);

  return self->receive_timeout;
}

/**
 * aiohttp_web_socket_response_set_receive_timeout:
 * @self: a response that is not prepared
 * @receive_timeout: the value
 *
 * Sets [property@Aiohttp.WebSocketResponse:receive-timeout].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_receive_timeout (AiohttpWebSocketResponse *self, double receive_timeout)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));
  g_return_if_fail (receive_timeout >= 0);

  if (self->receive_timeout == receive_timeout)
    return;
  self->receive_timeout = receive_timeout;
  aiohttp_web_socket_response_changed (self, "receive-timeout");
}

/**
 * aiohttp_web_socket_response_get_heartbeat:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:heartbeat].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_response_get_heartbeat (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), 0);

  return self->heartbeat;
}

/**
 * aiohttp_web_socket_response_set_heartbeat:
 * @self: a response that is not prepared
 * @heartbeat: the value
 *
 * Sets [property@Aiohttp.WebSocketResponse:heartbeat].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_heartbeat (AiohttpWebSocketResponse *self, double heartbeat)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));
  g_return_if_fail (heartbeat >= 0);

  if (self->heartbeat == heartbeat)
    return;
  self->heartbeat = heartbeat;
  aiohttp_web_socket_response_changed (self, "heartbeat");
}

/**
 * aiohttp_web_socket_response_get_autoping:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:autoping].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_response_get_autoping (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), FALSE);

  return self->autoping;
}

/**
 * aiohttp_web_socket_response_set_autoping:
 * @self: a response that is not prepared
 * @autoping: the value
 *
 * Sets [property@Aiohttp.WebSocketResponse:autoping].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_autoping (AiohttpWebSocketResponse *self, gboolean autoping)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));

  autoping = !!autoping;
  if (self->autoping == autoping)
    return;
  self->autoping = autoping;
  aiohttp_web_socket_response_changed (self, "autoping");
}

/**
 * aiohttp_web_socket_response_get_autoclose:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:autoclose].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_response_get_autoclose (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), FALSE);

  return self->autoclose;
}

/**
 * aiohttp_web_socket_response_set_autoclose:
 * @self: a response that is not prepared
 * @autoclose: the value
 *
 * Sets [property@Aiohttp.WebSocketResponse:autoclose].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_autoclose (AiohttpWebSocketResponse *self, gboolean autoclose)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));

  autoclose = !!autoclose;
  if (self->autoclose == autoclose)
    return;
  self->autoclose = autoclose;
  aiohttp_web_socket_response_changed (self, "autoclose");
}

/**
 * aiohttp_web_socket_response_get_compress:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:compress].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_response_get_compress (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), FALSE);

  return self->compress;
}

/**
 * aiohttp_web_socket_response_set_compress:
 * @self: a response that is not prepared
 * @compress: the value
 *
 * Sets [property@Aiohttp.WebSocketResponse:compress].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_compress (AiohttpWebSocketResponse *self, gboolean compress)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));

  compress = !!compress;
  if (self->compress == compress)
    return;
  self->compress = compress;
  aiohttp_web_socket_response_changed (self, "compress");
}

/**
 * aiohttp_web_socket_response_get_max_msg_size:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:max-msg-size].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint64
aiohttp_web_socket_response_get_max_msg_size (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), 0);

  return self->max_msg_size;
}

/**
 * aiohttp_web_socket_response_set_max_msg_size:
 * @self: a response that is not prepared
 * @max_msg_size: the value
 *
 * Sets [property@Aiohttp.WebSocketResponse:max-msg-size].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_max_msg_size (AiohttpWebSocketResponse *self, guint64 max_msg_size)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));

  if (self->max_msg_size == max_msg_size)
    return;
  self->max_msg_size = max_msg_size;
  aiohttp_web_socket_response_changed (self, "max-msg-size");
}

/**
 * aiohttp_web_socket_response_get_writer_limit:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:writer-limit].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
guint64
aiohttp_web_socket_response_get_writer_limit (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), 0);

  return self->writer_limit;
}

/**
 * aiohttp_web_socket_response_set_writer_limit:
 * @self: a response that is not prepared
 * @writer_limit: the value
 *
 * Sets [property@Aiohttp.WebSocketResponse:writer-limit].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_writer_limit (AiohttpWebSocketResponse *self, guint64 writer_limit)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));

  if (self->writer_limit == writer_limit)
    return;
  self->writer_limit = writer_limit;
  aiohttp_web_socket_response_changed (self, "writer-limit");
}

/**
 * aiohttp_web_socket_response_get_protocols:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:protocols].
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the subprotocols
 *
 * Since: 0.1
 */
const char *const *
aiohttp_web_socket_response_get_protocols (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), NULL);

  return (const char *const *) self->protocols;
}

/**
 * aiohttp_web_socket_response_set_protocols:
 * @self: a response that is not prepared
 * @protocols: (nullable) (array zero-terminated=1): the subprotocols
 *
 * Sets [property@Aiohttp.WebSocketResponse:protocols].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_protocols (AiohttpWebSocketResponse *self, const char *const *protocols)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));

  if ((const char *const *) self->protocols == protocols)
    return;
  g_strfreev (self->protocols);
  self->protocols = g_strdupv ((char **) protocols);
  aiohttp_web_socket_response_changed (self, "protocols");
}

/**
 * aiohttp_web_socket_response_get_allowed_origins:
 * @self: a response
 *
 * Gets [property@Aiohttp.WebSocketResponse:allowed-origins].
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the origins
 *
 * Since: 0.1
 */
const char *const *
aiohttp_web_socket_response_get_allowed_origins (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), NULL);

  return (const char *const *) self->allowed_origins;
}

/**
 * aiohttp_web_socket_response_set_allowed_origins:
 * @self: a response that is not prepared
 * @allowed_origins: (nullable) (array zero-terminated=1): the origins
 *
 * Sets [property@Aiohttp.WebSocketResponse:allowed-origins].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_response_set_allowed_origins (AiohttpWebSocketResponse *self, const char *const *allowed_origins)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self));

  if ((const char *const *) self->allowed_origins == allowed_origins)
    return;
  g_strfreev (self->allowed_origins);
  self->allowed_origins = g_strdupv ((char **) allowed_origins);
  aiohttp_web_socket_response_changed (self, "allowed-origins");
}
