/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-request-options.h"
#include "aiohttp-web-socket.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_WEB_SOCKET_OPTIONS (aiohttp_web_socket_options_get_type ())
AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpWebSocketOptions, aiohttp_web_socket_options, AIOHTTP, WEB_SOCKET_OPTIONS, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketOptions *aiohttp_web_socket_options_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_web_socket_options_get_compress (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_compress (AiohttpWebSocketOptions *self, guint compress);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_options_get_client_notakeover (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_client_notakeover (AiohttpWebSocketOptions *self, gboolean client_notakeover);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_options_get_heartbeat (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_heartbeat (AiohttpWebSocketOptions *self, double heartbeat);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_options_get_autoping (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_autoping (AiohttpWebSocketOptions *self, gboolean autoping);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_options_get_autoclose (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_autoclose (AiohttpWebSocketOptions *self, gboolean autoclose);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_web_socket_options_get_max_msg_size (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_max_msg_size (AiohttpWebSocketOptions *self, guint64 max_msg_size);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_options_get_receive_timeout (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_receive_timeout (AiohttpWebSocketOptions *self, double receive_timeout);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_options_get_close_timeout (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_close_timeout (AiohttpWebSocketOptions *self, double close_timeout);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_options_get_write_timeout (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_write_timeout (AiohttpWebSocketOptions *self, double write_timeout);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_web_socket_options_get_writer_limit (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_writer_limit (AiohttpWebSocketOptions *self, guint64 writer_limit);
AIOHTTP_AVAILABLE_IN_ALL
const char *const *aiohttp_web_socket_options_get_protocols (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_protocols (AiohttpWebSocketOptions *self, const char *const *protocols);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_web_socket_options_get_origin (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_origin (AiohttpWebSocketOptions *self, const char *origin);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRequestOptions *aiohttp_web_socket_options_get_request (AiohttpWebSocketOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_options_set_request (AiohttpWebSocketOptions *self, AiohttpRequestOptions *request);

G_END_DECLS
