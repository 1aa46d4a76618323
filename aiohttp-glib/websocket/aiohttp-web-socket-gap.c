/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-gap.h"

#include "aiohttp-web-socket-gap-private.h"

/**
 * AiohttpWebSocketGap:
 *
 * The time in which an [class@Aiohttp.ReconnectingWebSocket] was without a connection: what was sent by the server meanwhile
 * has not been received.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (AiohttpWebSocketGap, aiohttp_web_socket_gap, G_TYPE_OBJECT)

static void
aiohttp_web_socket_gap_finalize (GObject *object)
{
  AiohttpWebSocketGap *self = AIOHTTP_WEB_SOCKET_GAP (object);

  g_date_time_unref (self->lost_at);
  g_free (self->close_reason);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (aiohttp_web_socket_gap_parent_class)->finalize (object);
}

static void
aiohttp_web_socket_gap_class_init (AiohttpWebSocketGapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_web_socket_gap_finalize;
}

static void
aiohttp_web_socket_gap_init (AiohttpWebSocketGap *self)
{
  self->lost_at = g_date_time_new_now_local ();
}

AiohttpWebSocketGap *
aiohttp_web_socket_gap_new (gint64 now)
{
  AiohttpWebSocketGap *self = g_object_new (AIOHTTP_TYPE_WEB_SOCKET_GAP, NULL);

  self->begun = now;
  return self;
}

void
aiohttp_web_socket_gap_add_attempt (AiohttpWebSocketGap *self, gint64 now, const GError *error, guint status)
{
  self->n_attempts++;
  self->duration = (double) (now - self->begun) / G_USEC_PER_SEC;
  if (error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  self->status = status;
}

/**
 * aiohttp_web_socket_gap_get_lost_at:
 * @self: a gap
 *
 * Gets when the connection was lost; before the first connection, when it was first asked for.
 *
 * Returns: (transfer none): the time
 *
 * Since: 0.1
 */
GDateTime *
aiohttp_web_socket_gap_get_lost_at (AiohttpWebSocketGap *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_GAP (self), NULL);

  return self->lost_at;
}

/**
 * aiohttp_web_socket_gap_get_duration:
 * @self: a gap
 *
 * Gets for how long there was no connection: to the new one, or, while there is none, to the last attempt. The time that
 * the machine slept counts.
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_web_socket_gap_get_duration (AiohttpWebSocketGap *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_GAP (self), 0);

  return self->duration;
}

/**
 * aiohttp_web_socket_gap_get_n_attempts:
 * @self: a gap
 *
 * Gets how often it was tried to connect, with the attempt that succeeded.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_web_socket_gap_get_n_attempts (AiohttpWebSocketGap *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_GAP (self), 0);

  return self->n_attempts;
}

/**
 * aiohttp_web_socket_gap_get_close_code:
 * @self: a gap
 *
 * Gets the code by which the lost connection was closed: [enum@Aiohttp.WebSocketCloseCode], 1006 if it broke, 0 if there was
 * none before.
 *
 * Returns: the code
 *
 * Since: 0.1
 */
guint
aiohttp_web_socket_gap_get_close_code (AiohttpWebSocketGap *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_GAP (self), 0);

  return self->close_code;
}

/**
 * aiohttp_web_socket_gap_get_close_reason:
 * @self: a gap
 *
 * Gets the reason that the server gave with the code.
 *
 * Returns: (nullable): the text, or %NULL if it gave none
 *
 * Since: 0.1
 */
const char *
aiohttp_web_socket_gap_get_close_reason (AiohttpWebSocketGap *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_GAP (self), NULL);

  return self->close_reason;
}

/**
 * aiohttp_web_socket_gap_get_error:
 * @self: a gap
 *
 * Gets by what the last attempt has failed, or, before one has, what broke the connection.
 *
 * Returns: (nullable): the error, or %NULL if the server closed in good order and no attempt has failed
 *
 * Since: 0.1
 */
const GError *
aiohttp_web_socket_gap_get_error (AiohttpWebSocketGap *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_GAP (self), NULL);

  return self->error;
}

/**
 * aiohttp_web_socket_gap_get_status:
 * @self: a gap
 *
 * Gets the HTTP status by which the last failed attempt was refused.
 *
 * Returns: the status, or 0 if it was not refused by one
 *
 * Since: 0.1
 */
guint
aiohttp_web_socket_gap_get_status (AiohttpWebSocketGap *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_GAP (self), 0);

  return self->status;
}
