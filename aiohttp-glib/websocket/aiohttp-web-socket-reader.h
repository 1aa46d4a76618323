/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_WEB_SOCKET_READER (aiohttp_web_socket_reader_get_type ())
AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpWebSocketReader, aiohttp_web_socket_reader, AIOHTTP, WEB_SOCKET_READER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketReader *
aiohttp_web_socket_receive_reader (AiohttpWebSocket *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_receive_reader_async (AiohttpWebSocket *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketReader *aiohttp_web_socket_receive_reader_finish (AiohttpWebSocket *self, GAsyncResult *result,
                                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketMessageType aiohttp_web_socket_reader_get_message_type (AiohttpWebSocketReader *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_reader_is_at_end (AiohttpWebSocketReader *self);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_web_socket_reader_read (AiohttpWebSocketReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_reader_read_async (AiohttpWebSocketReader *self, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_web_socket_reader_read_finish (AiohttpWebSocketReader *self, GAsyncResult *result,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
