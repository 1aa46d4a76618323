/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-hub-transport.h"
#include "aiohttp-web-socket.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_WEB_SOCKET_HUB (aiohttp_web_socket_hub_get_type ())
AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpWebSocketHub, aiohttp_web_socket_hub, AIOHTTP, WEB_SOCKET_HUB, GObject)

/**
 * AiohttpWebSocketHubSlow:
 * @AIOHTTP_WEB_SOCKET_HUB_SLOW_DROP: its connection is closed at once; it may come again and begin anew
 * @AIOHTTP_WEB_SOCKET_HUB_SLOW_SKIP: it does not get the message: for what the next message makes worthless
 *
 * What becomes of a member that does not take what it is sent.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_WEB_SOCKET_HUB_SLOW_DROP,
  AIOHTTP_WEB_SOCKET_HUB_SLOW_SKIP,
} AiohttpWebSocketHubSlow;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketHub *aiohttp_web_socket_hub_new (AiohttpWebSocketHubTransport *transport) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketHubTransport *aiohttp_web_socket_hub_get_transport (AiohttpWebSocketHub *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketHubSlow aiohttp_web_socket_hub_get_slow_policy (AiohttpWebSocketHub *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_hub_set_slow_policy (AiohttpWebSocketHub *self, AiohttpWebSocketHubSlow slow_policy);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_web_socket_hub_get_member_limit (AiohttpWebSocketHub *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_hub_set_member_limit (AiohttpWebSocketHub *self, guint64 member_limit);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_web_socket_hub_get_n_dropped (AiohttpWebSocketHub *self);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_web_socket_hub_get_n_skipped (AiohttpWebSocketHub *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_hub_join (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocket *socket,
                                      const char *name, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_socket_hub_leave (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocket *socket);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_hub_leave_all (AiohttpWebSocketHub *self, AiohttpWebSocket *socket);

AIOHTTP_AVAILABLE_IN_ALL
int aiohttp_web_socket_hub_broadcast_str (AiohttpWebSocketHub *self, const char *group, const char *text,
                                          AiohttpWebSocket *except, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
int aiohttp_web_socket_hub_broadcast_bytes (AiohttpWebSocketHub *self, const char *group, GBytes *bytes,
                                            AiohttpWebSocket *except, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
int aiohttp_web_socket_hub_broadcast_json (AiohttpWebSocketHub *self, const char *group, JsonNode *node,
                                           AiohttpWebSocket *except, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_hub_deliver (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocketMessageType type,
                                     GBytes *payload);

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_web_socket_hub_count (AiohttpWebSocketHub *self, const char *group);
AIOHTTP_AVAILABLE_IN_ALL
GPtrArray *aiohttp_web_socket_hub_dup_members (AiohttpWebSocketHub *self, const char *group) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
char **aiohttp_web_socket_hub_dup_groups (AiohttpWebSocketHub *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
char **aiohttp_web_socket_hub_dup_presence (AiohttpWebSocketHub *self, const char *group) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
