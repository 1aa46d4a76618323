/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-private.h"

#include <netinet/in.h>

#include "aiohttp-tls-channel-private.h"

/* AiohttpWebSocket: what is known of it, and what can be set. */

/**
 * aiohttp_web_socket_is_closed:
 * @self: a websocket
 *
 * Tells whether it is closed, or is being closed. aiohttp: `closed`.
 *
 * Returns: whether nothing can be sent any more
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_is_closed (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), TRUE);

  return self->state > AIOHTTP_WEB_SOCKET_PEER_CLOSED;
}

/**
 * aiohttp_web_socket_get_close_code:
 * @self: a websocket
 *
 * Gets [property@Aiohttp.WebSocket:close-code].
 *
 * Returns: the code, or 0
 *
 * Since: 0.1
 */
guint
aiohttp_web_socket_get_close_code (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), 0);

  return self->close_code;
}

/**
 * aiohttp_web_socket_get_close_reason:
 * @self: a websocket
 *
 * Gets the reason that the peer gave with the code.
 *
 * Returns: (nullable): the text, or %NULL if it gave none
 *
 * Since: 0.1
 */
const char *
aiohttp_web_socket_get_close_reason (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return self->close_reason;
}

/**
 * aiohttp_web_socket_get_error:
 * @self: a websocket
 *
 * Gets what broke the connection: an error of %AIOHTTP_WEBSOCKET_ERROR. aiohttp: `exception()`.
 *
 * Returns: (nullable): the error, or %NULL if there was none
 *
 * Since: 0.1
 */
const GError *
aiohttp_web_socket_get_error (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return self->error;
}

/**
 * aiohttp_web_socket_get_protocol:
 * @self: a websocket
 *
 * Gets [property@Aiohttp.WebSocket:protocol].
 *
 * Returns: (nullable): the subprotocol
 *
 * Since: 0.1
 */
const char *
aiohttp_web_socket_get_protocol (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return self->protocol;
}

/**
 * aiohttp_web_socket_get_compress:
 * @self: a websocket
 *
 * Gets whether messages may be compressed (RFC 7692).
 *
 * Returns: the window's size for what is sent, 8 to 15 bits; 0 if permessage-deflate was not agreed on
 *
 * Since: 0.1
 */
guint
aiohttp_web_socket_get_compress (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), 0);

  return self->compress;
}

/**
 * aiohttp_web_socket_get_client_notakeover:
 * @self: a websocket
 *
 * Gets whether the client compresses each message by itself, which costs it bytes and the server no memory.
 *
 * Returns: whether `client_no_context_takeover` was agreed on
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_get_client_notakeover (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);

  return self->client_notakeover;
}

/**
 * aiohttp_web_socket_get_remote_address:
 * @self: a websocket
 *
 * Gets the peer's address. aiohttp: `get_extra_info("peername")`.
 *
 * Returns: (transfer none) (nullable): the address; %NULL if it has none, or was not asked for it before the end
 *
 * Since: 0.1
 */
GSocketAddress *
aiohttp_web_socket_get_remote_address (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  if (self->remote == NULL && self->channel != NULL)
    {
      const struct sockaddr *peer = aiohttp_channel_get_peer (self->channel);

      if (peer->sa_family == AF_INET)
        self->remote = g_socket_address_new_from_native ((gpointer) peer, sizeof (struct sockaddr_in));
      else if (peer->sa_family == AF_INET6)
        self->remote = g_socket_address_new_from_native ((gpointer) peer, sizeof (struct sockaddr_in6));
    }
  return self->remote;
}

/**
 * aiohttp_web_socket_get_local_address:
 * @self: a websocket
 *
 * Gets this side's address. aiohttp: `get_extra_info("sockname")`.
 *
 * Returns: (transfer full) (nullable): the address; %NULL if it is closed
 *
 * Since: 0.1
 */
GSocketAddress *
aiohttp_web_socket_get_local_address (AiohttpWebSocket *self)
{
  struct sockaddr_storage address;
  socklen_t length = sizeof address;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  if (self->channel == NULL ||
      getsockname (aiohttp_channel_get_fd (self->channel), (struct sockaddr *) &address, &length) != 0)
    return NULL;
  return g_socket_address_new_from_native (&address, length);
}

/**
 * aiohttp_web_socket_get_tls_info:
 * @self: a websocket
 *
 * Gets what TLS has agreed on. aiohttp: `get_extra_info("ssl_object")`.
 *
 * Returns: (transfer none) (nullable): the information; %NULL without TLS, or when it is closed
 *
 * Since: 0.1
 */
AiohttpTlsInfo *
aiohttp_web_socket_get_tls_info (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return self->channel != NULL ? aiohttp_channel_get_tls_info (self->channel) : NULL;
}

/**
 * aiohttp_web_socket_get_buffered_size:
 * @self: a websocket
 *
 * Gets how much waits in memory for the peer to take it.
 *
 * Returns: bytes
 *
 * Since: 0.1
 */
gsize
aiohttp_web_socket_get_buffered_size (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), 0);

  return self->output.length;
}

/**
 * aiohttp_web_socket_get_heartbeat:
 * @self: a websocket
 *
 * Gets [property@Aiohttp.WebSocket:heartbeat].
 *
 * Returns: the seconds, or 0
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_get_heartbeat (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), 0);

  return self->heartbeat;
}

/**
 * aiohttp_web_socket_set_heartbeat:
 * @self: a websocket
 * @heartbeat: the seconds, or 0
 *
 * Sets [property@Aiohttp.WebSocket:heartbeat].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_set_heartbeat (AiohttpWebSocket *self, double heartbeat)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));
  g_return_if_fail (heartbeat >= 0);

  if (self->heartbeat == heartbeat)
    return;
  self->heartbeat = heartbeat;
  self->waits_for_pong = FALSE;
  aiohttp_web_socket_touch_heartbeat (self);
  g_object_notify (G_OBJECT (self), "heartbeat");
}

/**
 * aiohttp_web_socket_get_receive_timeout:
 * @self: a websocket
 *
 * Gets [property@Aiohttp.WebSocket:receive-timeout].
 *
 * Returns: the seconds, or 0
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_get_receive_timeout (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), 0);

  return self->receive_timeout;
}

/**
 * aiohttp_web_socket_set_receive_timeout:
 * @self: a websocket
 * @receive_timeout: the seconds, or 0
 *
 * Sets [property@Aiohttp.WebSocket:receive-timeout], for the receives that begin from now on.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_set_receive_timeout (AiohttpWebSocket *self, double receive_timeout)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));
  g_return_if_fail (receive_timeout >= 0);

  if (self->receive_timeout == receive_timeout)
    return;
  self->receive_timeout = receive_timeout;
  g_object_notify (G_OBJECT (self), "receive-timeout");
}

/**
 * aiohttp_web_socket_get_close_timeout:
 * @self: a websocket
 *
 * Gets [property@Aiohttp.WebSocket:close-timeout].
 *
 * Returns: the seconds
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_get_close_timeout (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), 0);

  return self->close_timeout;
}

/**
 * aiohttp_web_socket_set_close_timeout:
 * @self: a websocket
 * @close_timeout: the seconds
 *
 * Sets [property@Aiohttp.WebSocket:close-timeout].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_set_close_timeout (AiohttpWebSocket *self, double close_timeout)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));
  g_return_if_fail (close_timeout >= 0);

  if (self->close_timeout == close_timeout)
    return;
  self->close_timeout = close_timeout;
  g_object_notify (G_OBJECT (self), "close-timeout");
}

/**
 * aiohttp_web_socket_get_write_timeout:
 * @self: a websocket
 *
 * Gets [property@Aiohttp.WebSocket:write-timeout].
 *
 * Returns: the seconds
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_get_write_timeout (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), 0);

  return self->write_timeout;
}

/**
 * aiohttp_web_socket_set_write_timeout:
 * @self: a websocket
 * @write_timeout: the seconds
 *
 * Sets [property@Aiohttp.WebSocket:write-timeout].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_set_write_timeout (AiohttpWebSocket *self, double write_timeout)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));
  g_return_if_fail (write_timeout >= 0);

  if (self->write_timeout == write_timeout)
    return;
  self->write_timeout = write_timeout;
  /* What waits already is given the new time. */
  aiohttp_timer_pause (&self->write_timer);
  aiohttp_web_socket_watch_output (self, self->output.length);
  g_object_notify (G_OBJECT (self), "write-timeout");
}

/**
 * aiohttp_web_socket_get_writer_limit:
 * @self: a websocket
 *
 * Gets [property@Aiohttp.WebSocket:writer-limit].
 *
 * Returns: bytes
 *
 * Since: 0.1
 */
gsize
aiohttp_web_socket_get_writer_limit (AiohttpWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), 0);

  return self->writer_limit;
}

/**
 * aiohttp_web_socket_set_writer_limit:
 * @self: a websocket
 * @writer_limit: bytes
 *
 * Sets [property@Aiohttp.WebSocket:writer-limit].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_set_writer_limit (AiohttpWebSocket *self, gsize writer_limit)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));

  if (self->writer_limit == writer_limit)
    return;
  self->writer_limit = writer_limit;
  g_object_notify (G_OBJECT (self), "writer-limit");
}
