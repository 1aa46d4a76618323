/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-options-private.h"

/* AiohttpWebSocketOptions: each of them. */

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
  g_object_notify (G_OBJECT (self), "compress");
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
  g_object_notify (G_OBJECT (self), "client-notakeover");
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
  g_object_notify (G_OBJECT (self), "heartbeat");
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
  g_object_notify (G_OBJECT (self), "autoping");
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
  g_object_notify (G_OBJECT (self), "autoclose");
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
  g_object_notify (G_OBJECT (self), "max-msg-size");
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
  g_object_notify (G_OBJECT (self), "receive-timeout");
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
  g_object_notify (G_OBJECT (self), "close-timeout");
}

/**
 * aiohttp_web_socket_options_get_write_timeout:
 * @self: options
 *
 * Gets [property@Aiohttp.WebSocketOptions:write-timeout].
 *
 * Returns: the value
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_options_get_write_timeout (AiohttpWebSocketOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self), 0);

  return self->write_timeout;
}

/**
 * aiohttp_web_socket_options_set_write_timeout:
 * @self: options
 * @write_timeout: the value
 *
 * Sets [property@Aiohttp.WebSocketOptions:write-timeout].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_options_set_write_timeout (AiohttpWebSocketOptions *self, double write_timeout)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_OPTIONS (self));
  g_return_if_fail (write_timeout >= 0);

  if (self->write_timeout == write_timeout)
    return;
  self->write_timeout = write_timeout;
  g_object_notify (G_OBJECT (self), "write-timeout");
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
  g_object_notify (G_OBJECT (self), "writer-limit");
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
  g_object_notify (G_OBJECT (self), "protocols");
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
  g_object_notify (G_OBJECT (self), "origin");
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
  g_object_notify (G_OBJECT (self), "request");
}
