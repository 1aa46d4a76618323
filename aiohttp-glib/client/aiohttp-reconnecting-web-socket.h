/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-session.h"
#include "aiohttp-web-socket-gap.h"
#include "aiohttp-web-socket-options.h"

G_BEGIN_DECLS

/**
 * AiohttpReconnectingState:
 * @AIOHTTP_RECONNECTING_STATE_IDLE: not started yet
 * @AIOHTTP_RECONNECTING_STATE_CONNECTING: a connection is being made
 * @AIOHTTP_RECONNECTING_STATE_OPEN: there is a connection
 * @AIOHTTP_RECONNECTING_STATE_AWAY: there is none; the next attempt is waited for
 * @AIOHTTP_RECONNECTING_STATE_CLOSED: closed by the program, ended by the server, or given up
 *
 * How an [class@Aiohttp.ReconnectingWebSocket] is doing.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_RECONNECTING_STATE_IDLE,
  AIOHTTP_RECONNECTING_STATE_CONNECTING,
  AIOHTTP_RECONNECTING_STATE_OPEN,
  AIOHTTP_RECONNECTING_STATE_AWAY,
  AIOHTTP_RECONNECTING_STATE_CLOSED,
} AiohttpReconnectingState;

/**
 * AiohttpReconnectingDecision:
 * @AIOHTTP_RECONNECTING_DECISION_DEFAULT: what the class does by itself
 * @AIOHTTP_RECONNECTING_DECISION_RETRY: connect again
 * @AIOHTTP_RECONNECTING_DECISION_GIVE_UP: end
 *
 * What comes after a loss or a failed attempt: the answer to [signal@Aiohttp.ReconnectingWebSocket::decide].
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_RECONNECTING_DECISION_DEFAULT,
  AIOHTTP_RECONNECTING_DECISION_RETRY,
  AIOHTTP_RECONNECTING_DECISION_GIVE_UP,
} AiohttpReconnectingDecision;

#define AIOHTTP_TYPE_RECONNECTING_WEB_SOCKET (aiohttp_reconnecting_web_socket_get_type ())
AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpReconnectingWebSocket, aiohttp_reconnecting_web_socket, AIOHTTP, RECONNECTING_WEB_SOCKET,
                      GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpReconnectingWebSocket *
aiohttp_reconnecting_web_socket_new (AiohttpClientSession *session, const char *url,
                                     AiohttpWebSocketOptions *options) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientSession *aiohttp_reconnecting_web_socket_get_session (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_reconnecting_web_socket_get_url (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_set_url (AiohttpReconnectingWebSocket *self, const char *url);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketOptions *aiohttp_reconnecting_web_socket_get_options (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_set_options (AiohttpReconnectingWebSocket *self, AiohttpWebSocketOptions *options);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_reconnecting_web_socket_get_initial_delay (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_set_initial_delay (AiohttpReconnectingWebSocket *self, double initial_delay);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_reconnecting_web_socket_get_max_delay (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_set_max_delay (AiohttpReconnectingWebSocket *self, double max_delay);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_reconnecting_web_socket_get_jitter (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_set_jitter (AiohttpReconnectingWebSocket *self, double jitter);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_reconnecting_web_socket_get_max_retry_after (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_set_max_retry_after (AiohttpReconnectingWebSocket *self, double max_retry_after);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_reconnecting_web_socket_get_stable_time (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_set_stable_time (AiohttpReconnectingWebSocket *self, double stable_time);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_reconnecting_web_socket_get_max_attempts (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_set_max_attempts (AiohttpReconnectingWebSocket *self, guint max_attempts);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_reconnecting_web_socket_get_queue_limit (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_set_queue_limit (AiohttpReconnectingWebSocket *self, guint64 queue_limit);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpReconnectingState aiohttp_reconnecting_web_socket_get_state (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocket *aiohttp_reconnecting_web_socket_get_web_socket (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
const GError *aiohttp_reconnecting_web_socket_get_error (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_reconnecting_web_socket_get_delay (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
gsize aiohttp_reconnecting_web_socket_get_queued_size (AiohttpReconnectingWebSocket *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_start (AiohttpReconnectingWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_retry_now (AiohttpReconnectingWebSocket *self);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketMessage *
aiohttp_reconnecting_web_socket_next (AiohttpReconnectingWebSocket *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_next_async (AiohttpReconnectingWebSocket *self, GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketMessage *
aiohttp_reconnecting_web_socket_next_finish (AiohttpReconnectingWebSocket *self, GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_reconnecting_web_socket_next_future (AiohttpReconnectingWebSocket *self,
                                                            GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_reconnecting_web_socket_send_str (AiohttpReconnectingWebSocket *self, const char *text, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_send_str_async (AiohttpReconnectingWebSocket *self, const char *text,
                                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                                     gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_reconnecting_web_socket_send_str_finish (AiohttpReconnectingWebSocket *self, GAsyncResult *result,
                                                          GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_reconnecting_web_socket_send_bytes (AiohttpReconnectingWebSocket *self, GBytes *bytes, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_send_bytes_async (AiohttpReconnectingWebSocket *self, GBytes *bytes,
                                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                                       gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_reconnecting_web_socket_send_bytes_finish (AiohttpReconnectingWebSocket *self, GAsyncResult *result,
                                                            GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_reconnecting_web_socket_send_json (AiohttpReconnectingWebSocket *self, JsonNode *node, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_send_json_async (AiohttpReconnectingWebSocket *self, JsonNode *node,
                                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                                      gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_reconnecting_web_socket_send_json_finish (AiohttpReconnectingWebSocket *self, GAsyncResult *result,
                                                           GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_reconnecting_web_socket_close (AiohttpReconnectingWebSocket *self, guint code, const char *reason,
                                                GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_reconnecting_web_socket_close_async (AiohttpReconnectingWebSocket *self, guint code, const char *reason,
                                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                                  gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_reconnecting_web_socket_close_finish (AiohttpReconnectingWebSocket *self, GAsyncResult *result, GError **error);

G_END_DECLS
