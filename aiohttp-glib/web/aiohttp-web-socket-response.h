/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-stream-response.h"
#include "aiohttp-web-socket.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_WEB_SOCKET_RESPONSE (aiohttp_web_socket_response_get_type ())
#define AIOHTTP_WEB_SOCKET_RESPONSE(obj)                                                                               \
  (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_WEB_SOCKET_RESPONSE, AiohttpWebSocketResponse))
#define AIOHTTP_IS_WEB_SOCKET_RESPONSE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_WEB_SOCKET_RESPONSE))

typedef struct _AiohttpWebSocketResponse AiohttpWebSocketResponse;
typedef struct _AiohttpWebSocketResponseClass AiohttpWebSocketResponseClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpWebSocketResponse, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_web_socket_response_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketResponse *aiohttp_web_socket_response_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_response_can_prepare (AiohttpWebSocketResponse *self, AiohttpRequest *request,
                                                  const char **protocol);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocket *
aiohttp_web_socket_response_accept (AiohttpWebSocketResponse *self, AiohttpRequest *request, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocket *aiohttp_web_socket_response_get_web_socket (AiohttpWebSocketResponse *self);

AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_response_get_close_timeout (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_response_set_close_timeout (AiohttpWebSocketResponse *self, double close_timeout);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_response_get_write_timeout (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_response_set_write_timeout (AiohttpWebSocketResponse *self, double write_timeout);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_response_get_receive_timeout (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_response_set_receive_timeout (AiohttpWebSocketResponse *self, double receive_timeout);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_response_get_heartbeat (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_response_set_heartbeat (AiohttpWebSocketResponse *self, double heartbeat);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_response_get_autoping (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_response_set_autoping (AiohttpWebSocketResponse *self, gboolean autoping);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_response_get_autoclose (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_response_set_autoclose (AiohttpWebSocketResponse *self, gboolean autoclose);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_response_get_compress (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_response_set_compress (AiohttpWebSocketResponse *self, gboolean compress);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_web_socket_response_get_max_msg_size (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_response_set_max_msg_size (AiohttpWebSocketResponse *self, guint64 max_msg_size);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_web_socket_response_get_writer_limit (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_response_set_writer_limit (AiohttpWebSocketResponse *self, guint64 writer_limit);
AIOHTTP_AVAILABLE_IN_ALL
const char *const *aiohttp_web_socket_response_get_protocols (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_response_set_protocols (AiohttpWebSocketResponse *self, const char *const *protocols);
AIOHTTP_AVAILABLE_IN_ALL
const char *const *aiohttp_web_socket_response_get_allowed_origins (AiohttpWebSocketResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void
aiohttp_web_socket_response_set_allowed_origins (AiohttpWebSocketResponse *self, const char *const *allowed_origins);

G_END_DECLS
