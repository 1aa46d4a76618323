/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-message.h"

G_BEGIN_DECLS

typedef struct _AiohttpWebSocketHub AiohttpWebSocketHub;

#define AIOHTTP_TYPE_WEB_SOCKET_HUB_TRANSPORT (aiohttp_web_socket_hub_transport_get_type ())
AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_INTERFACE (AiohttpWebSocketHubTransport, aiohttp_web_socket_hub_transport, AIOHTTP, WEB_SOCKET_HUB_TRANSPORT,
                     GObject)

/**
 * AiohttpWebSocketHubTransportInterface:
 * @attach: a hub begins to use it: what others publish is given to the hub by [method@Aiohttp.WebSocketHub.deliver]
 * @detach: the hub goes
 * @publish: gives a message to all attached hubs but the one it comes from, whose members have it already
 * @add_presence: somebody of that name is in the group
 * @remove_presence: takes one such call back
 * @dup_presence: (transfer full) (nullable): the names of all in the group, each once, sorted; %NULL is none
 *
 * The interface of [iface@Aiohttp.WebSocketHubTransport]. All are called in the hub's thread, on the main stack, and must
 * not block. They may be missing.
 *
 * Since: 0.1
 */
struct _AiohttpWebSocketHubTransportInterface
{
  /*< private >*/
  GTypeInterface parent_iface;

  /*< public >*/
  void (*attach) (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub);
  void (*detach) (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub);
  void (*publish) (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub, const char *group,
                   AiohttpWebSocketMessageType type, GBytes *payload);
  void (*add_presence) (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub, const char *group,
                        const char *name);
  void (*remove_presence) (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub, const char *group,
                           const char *name);
  char **(*dup_presence) (AiohttpWebSocketHubTransport *self, const char *group);

  /*< private >*/
  gpointer padding[6];
};

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_hub_transport_attach (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_hub_transport_detach (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_hub_transport_publish (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub,
                                               const char *group, AiohttpWebSocketMessageType type, GBytes *payload);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_hub_transport_add_presence (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub,
                                                    const char *group, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_hub_transport_remove_presence (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub,
                                                       const char *group, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
char **aiohttp_web_socket_hub_transport_dup_presence (AiohttpWebSocketHubTransport *self,
                                                      const char *group) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
