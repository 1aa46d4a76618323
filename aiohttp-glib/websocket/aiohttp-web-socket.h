/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "aiohttp-future.h"
#include "aiohttp-macros.h"
#include "aiohttp-tls-info.h"
#include "aiohttp-web-socket-message.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_WEB_SOCKET (aiohttp_web_socket_get_type ())
AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpWebSocket, aiohttp_web_socket, AIOHTTP, WEB_SOCKET, GObject)

/**
 * AiohttpWebSocketCompression:
 * @AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT: where permessage-deflate was agreed on and the message is not tiny
 * @AIOHTTP_WEB_SOCKET_COMPRESSION_NEVER: as it is: for what is compressed already, or secret
 * @AIOHTTP_WEB_SOCKET_COMPRESSION_ALWAYS: wherever permessage-deflate was agreed on
 *
 * Whether a message is compressed.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT,
  AIOHTTP_WEB_SOCKET_COMPRESSION_NEVER,
  AIOHTTP_WEB_SOCKET_COMPRESSION_ALWAYS,
} AiohttpWebSocketCompression;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_is_closed (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_web_socket_get_close_code (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_web_socket_get_close_reason (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
const GError *aiohttp_web_socket_get_error (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_web_socket_get_protocol (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_web_socket_get_compress (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_get_client_notakeover (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
GSocketAddress *aiohttp_web_socket_get_remote_address (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
GSocketAddress *aiohttp_web_socket_get_local_address (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTlsInfo *aiohttp_web_socket_get_tls_info (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
gsize aiohttp_web_socket_get_buffered_size (AiohttpWebSocket *self);

AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_get_heartbeat (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_set_heartbeat (AiohttpWebSocket *self, double heartbeat);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_get_receive_timeout (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_set_receive_timeout (AiohttpWebSocket *self, double receive_timeout);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_get_close_timeout (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_set_close_timeout (AiohttpWebSocket *self, double close_timeout);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_get_write_timeout (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_set_write_timeout (AiohttpWebSocket *self, double write_timeout);
AIOHTTP_AVAILABLE_IN_ALL
gsize aiohttp_web_socket_get_writer_limit (AiohttpWebSocket *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_set_writer_limit (AiohttpWebSocket *self, gsize writer_limit);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketMessage *aiohttp_web_socket_receive (AiohttpWebSocket *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_receive_async (AiohttpWebSocket *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketMessage *aiohttp_web_socket_receive_finish (AiohttpWebSocket *self, GAsyncResult *result,
                                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *
aiohttp_web_socket_receive_future (AiohttpWebSocket *self, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketMessage *aiohttp_web_socket_next (AiohttpWebSocket *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_next_async (AiohttpWebSocket *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketMessage *
aiohttp_web_socket_next_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_web_socket_receive_str (AiohttpWebSocket *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_receive_str_async (AiohttpWebSocket *self, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_web_socket_receive_str_finish (AiohttpWebSocket *self, GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_web_socket_receive_bytes (AiohttpWebSocket *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_receive_bytes_async (AiohttpWebSocket *self, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_web_socket_receive_bytes_finish (AiohttpWebSocket *self, GAsyncResult *result,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
JsonNode *aiohttp_web_socket_receive_json (AiohttpWebSocket *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_receive_json_async (AiohttpWebSocket *self, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
JsonNode *aiohttp_web_socket_receive_json_finish (AiohttpWebSocket *self, GAsyncResult *result,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_send_str (AiohttpWebSocket *self, const char *text, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_send_str_async (AiohttpWebSocket *self, const char *text, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_send_str_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_web_socket_send_str_future (AiohttpWebSocket *self, const char *text,
                                                   GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_send_bytes (AiohttpWebSocket *self, GBytes *bytes, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_send_bytes_async (AiohttpWebSocket *self, GBytes *bytes, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_send_bytes_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_web_socket_send_bytes_future (AiohttpWebSocket *self, GBytes *bytes,
                                                     GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_send_json (AiohttpWebSocket *self, JsonNode *node, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_send_json_async (AiohttpWebSocket *self, JsonNode *node, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_send_json_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_send_message (AiohttpWebSocket *self, AiohttpWebSocketMessage *message, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void
aiohttp_web_socket_send_message_async (AiohttpWebSocket *self, AiohttpWebSocketMessage *message,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_send_message_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_send_frame (AiohttpWebSocket *self, AiohttpWebSocketMessageType type, GBytes *payload,
                                        AiohttpWebSocketCompression compression, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_send_frame_async (AiohttpWebSocket *self, AiohttpWebSocketMessageType type, GBytes *payload,
                                          AiohttpWebSocketCompression compression, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_send_frame_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_close (AiohttpWebSocket *self, guint code, const char *reason, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_close_async (AiohttpWebSocket *self, guint code, const char *reason, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_close_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_abort (AiohttpWebSocket *self);

G_END_DECLS
