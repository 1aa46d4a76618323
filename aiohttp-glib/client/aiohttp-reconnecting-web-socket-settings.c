/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-reconnecting-web-socket-private.h"

/* AiohttpReconnectingWebSocket: what is known of it, and what can be set. */

/**
 * aiohttp_reconnecting_web_socket_get_session:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:session].
 *
 * Returns: (transfer none): the session
 *
 * Since: 0.1
 */
AiohttpClientSession *
aiohttp_reconnecting_web_socket_get_session (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), NULL);

  return self->session;
}

/**
 * aiohttp_reconnecting_web_socket_get_url:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:url].
 *
 * Returns: the URL
 *
 * Since: 0.1
 */
const char *
aiohttp_reconnecting_web_socket_get_url (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), NULL);

  return self->url;
}

/**
 * aiohttp_reconnecting_web_socket_set_url:
 * @self: a reconnecting websocket
 * @url: a URL with the scheme `ws`, `wss`, `http` or `https`
 *
 * Sets [property@Aiohttp.ReconnectingWebSocket:url].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_set_url (AiohttpReconnectingWebSocket *self, const char *url)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));
  g_return_if_fail (url != NULL);

  if (g_strcmp0 (self->url, url) == 0)
    return;
  g_free (self->url);
  self->url = g_strdup (url);
  g_object_notify (G_OBJECT (self), "url");
}

/**
 * aiohttp_reconnecting_web_socket_get_options:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:options].
 *
 * Returns: (transfer none) (nullable): the options
 *
 * Since: 0.1
 */
AiohttpWebSocketOptions *
aiohttp_reconnecting_web_socket_get_options (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), NULL);

  return self->options;
}

/**
 * aiohttp_reconnecting_web_socket_set_options:
 * @self: a reconnecting websocket
 * @options: (nullable): how to ask for a connection
 *
 * Sets [property@Aiohttp.ReconnectingWebSocket:options].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_set_options (AiohttpReconnectingWebSocket *self, AiohttpWebSocketOptions *options)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));
  g_return_if_fail (options == NULL || AIOHTTP_IS_WEB_SOCKET_OPTIONS (options));

  if (!g_set_object (&self->options, options))
    return;
  g_object_notify (G_OBJECT (self), "options");
}

/**
 * aiohttp_reconnecting_web_socket_get_initial_delay:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:initial-delay].
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_reconnecting_web_socket_get_initial_delay (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), 0);

  return self->initial_delay;
}

/**
 * aiohttp_reconnecting_web_socket_set_initial_delay:
 * @self: a reconnecting websocket
 * @initial_delay: seconds
 *
 * Sets [property@Aiohttp.ReconnectingWebSocket:initial-delay].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_set_initial_delay (AiohttpReconnectingWebSocket *self, double initial_delay)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));
  g_return_if_fail (initial_delay >= 0);

  if (self->initial_delay == initial_delay)
    return;
  self->initial_delay = initial_delay;
  g_object_notify (G_OBJECT (self), "initial-delay");
}

/**
 * aiohttp_reconnecting_web_socket_get_max_delay:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:max-delay].
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_reconnecting_web_socket_get_max_delay (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), 0);

  return self->max_delay;
}

/**
 * aiohttp_reconnecting_web_socket_set_max_delay:
 * @self: a reconnecting websocket
 * @max_delay: seconds
 *
 * Sets [property@Aiohttp.ReconnectingWebSocket:max-delay].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_set_max_delay (AiohttpReconnectingWebSocket *self, double max_delay)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));
  g_return_if_fail (max_delay >= 0);

  if (self->max_delay == max_delay)
    return;
  self->max_delay = max_delay;
  g_object_notify (G_OBJECT (self), "max-delay");
}

/**
 * aiohttp_reconnecting_web_socket_get_jitter:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:jitter].
 *
 * Returns: from 0 to 1
 *
 * Since: 0.1
 */
double
aiohttp_reconnecting_web_socket_get_jitter (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), 0);

  return self->jitter;
}

/**
 * aiohttp_reconnecting_web_socket_set_jitter:
 * @self: a reconnecting websocket
 * @jitter: from 0 to 1
 *
 * Sets [property@Aiohttp.ReconnectingWebSocket:jitter].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_set_jitter (AiohttpReconnectingWebSocket *self, double jitter)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));
  g_return_if_fail (jitter >= 0 && jitter <= 1);

  if (self->jitter == jitter)
    return;
  self->jitter = jitter;
  g_object_notify (G_OBJECT (self), "jitter");
}

/**
 * aiohttp_reconnecting_web_socket_get_max_retry_after:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:max-retry-after].
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_reconnecting_web_socket_get_max_retry_after (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), 0);

  return self->max_retry_after;
}

/**
 * aiohttp_reconnecting_web_socket_set_max_retry_after:
 * @self: a reconnecting websocket
 * @max_retry_after: seconds
 *
 * Sets [property@Aiohttp.ReconnectingWebSocket:max-retry-after].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_set_max_retry_after (AiohttpReconnectingWebSocket *self, double max_retry_after)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));
  g_return_if_fail (max_retry_after >= 0);

  if (self->max_retry_after == max_retry_after)
    return;
  self->max_retry_after = max_retry_after;
  g_object_notify (G_OBJECT (self), "max-retry-after");
}

/**
 * aiohttp_reconnecting_web_socket_get_stable_time:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:stable-time].
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_reconnecting_web_socket_get_stable_time (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), 0);

  return self->stable_time;
}

/**
 * aiohttp_reconnecting_web_socket_set_stable_time:
 * @self: a reconnecting websocket
 * @stable_time: seconds
 *
 * Sets [property@Aiohttp.ReconnectingWebSocket:stable-time].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_set_stable_time (AiohttpReconnectingWebSocket *self, double stable_time)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));
  g_return_if_fail (stable_time >= 0);

  if (self->stable_time == stable_time)
    return;
  self->stable_time = stable_time;
  g_object_notify (G_OBJECT (self), "stable-time");
}

/**
 * aiohttp_reconnecting_web_socket_get_max_attempts:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:max-attempts].
 *
 * Returns: the number, or 0
 *
 * Since: 0.1
 */
guint
aiohttp_reconnecting_web_socket_get_max_attempts (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), 0);

  return self->max_attempts;
}

/**
 * aiohttp_reconnecting_web_socket_set_max_attempts:
 * @self: a reconnecting websocket
 * @max_attempts: the number, or 0
 *
 * Sets [property@Aiohttp.ReconnectingWebSocket:max-attempts].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_set_max_attempts (AiohttpReconnectingWebSocket *self, guint max_attempts)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));

  if (self->max_attempts == max_attempts)
    return;
  self->max_attempts = max_attempts;
  g_object_notify (G_OBJECT (self), "max-attempts");
}

/**
 * aiohttp_reconnecting_web_socket_get_queue_limit:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:queue-limit].
 *
 * Returns: bytes
 *
 * Since: 0.1
 */
guint64
aiohttp_reconnecting_web_socket_get_queue_limit (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), 0);

  return self->queue_limit;
}

/**
 * aiohttp_reconnecting_web_socket_set_queue_limit:
 * @self: a reconnecting websocket
 * @queue_limit: bytes
 *
 * Sets [property@Aiohttp.ReconnectingWebSocket:queue-limit].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_set_queue_limit (AiohttpReconnectingWebSocket *self, guint64 queue_limit)
{
  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));

  if (self->queue_limit == queue_limit)
    return;
  self->queue_limit = queue_limit;
  g_object_notify (G_OBJECT (self), "queue-limit");
}

/**
 * aiohttp_reconnecting_web_socket_get_state:
 * @self: a reconnecting websocket
 *
 * Gets [property@Aiohttp.ReconnectingWebSocket:state].
 *
 * Returns: the state
 *
 * Since: 0.1
 */
AiohttpReconnectingState
aiohttp_reconnecting_web_socket_get_state (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), AIOHTTP_RECONNECTING_STATE_CLOSED);

  return self->state;
}

/**
 * aiohttp_reconnecting_web_socket_get_web_socket:
 * @self: a reconnecting websocket
 *
 * Gets the connection of now, whose settings and addresses may be asked for. It is not to be received from.
 *
 * Returns: (transfer none) (nullable): the websocket; %NULL if there is no connection
 *
 * Since: 0.1
 */
AiohttpWebSocket *
aiohttp_reconnecting_web_socket_get_web_socket (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), NULL);

  return self->socket;
}

/**
 * aiohttp_reconnecting_web_socket_get_error:
 * @self: a reconnecting websocket
 *
 * Gets by what it was given up.
 *
 * Returns: (nullable): the error; %NULL if it is not closed, or was closed in good order
 *
 * Since: 0.1
 */
const GError *
aiohttp_reconnecting_web_socket_get_error (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), NULL);

  return self->error;
}

/**
 * aiohttp_reconnecting_web_socket_get_delay:
 * @self: a reconnecting websocket
 *
 * Gets for how long the next attempt waits, from the loss or failure before it on.
 *
 * Returns: seconds; 0 if none is waited for
 *
 * Since: 0.1
 */
double
aiohttp_reconnecting_web_socket_get_delay (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), 0);

  return self->delay;
}

/**
 * aiohttp_reconnecting_web_socket_get_queued_size:
 * @self: a reconnecting websocket
 *
 * Gets how much is kept for the next connection: [property@Aiohttp.ReconnectingWebSocket:queue-limit].
 *
 * Returns: bytes, a few of each message's own among them
 *
 * Since: 0.1
 */
gsize
aiohttp_reconnecting_web_socket_get_queued_size (AiohttpReconnectingWebSocket *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), 0);

  return self->unsent_size;
}
