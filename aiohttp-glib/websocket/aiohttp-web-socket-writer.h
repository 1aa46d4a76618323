/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_WEB_SOCKET_WRITER (aiohttp_web_socket_writer_get_type ())
AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpWebSocketWriter, aiohttp_web_socket_writer, AIOHTTP, WEB_SOCKET_WRITER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketWriter *
aiohttp_web_socket_begin_message (AiohttpWebSocket *self, AiohttpWebSocketMessageType type,
                                  AiohttpWebSocketCompression compression, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_writer_write (AiohttpWebSocketWriter *self, GBytes *bytes, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_writer_write_async (AiohttpWebSocketWriter *self, GBytes *bytes, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_writer_write_finish (AiohttpWebSocketWriter *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_writer_write_eof (AiohttpWebSocketWriter *self, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_writer_write_eof_async (AiohttpWebSocketWriter *self, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_web_socket_writer_write_eof_finish (AiohttpWebSocketWriter *self, GAsyncResult *result, GError **error);

G_END_DECLS
