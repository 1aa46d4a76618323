/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-groups-private.h"
#include "aiohttp-web-socket-hub.h"

G_BEGIN_DECLS

/* The class and its signals are in aiohttp-web-socket-hub.c, who is in which group in -hub-members.c, what is sent in
 * -hub-messages.c. */

/* Where a hub is reached from any thread; it does not keep the hub. */
typedef struct _AiohttpWebSocketMailbox AiohttpWebSocketMailbox;

AiohttpWebSocketMailbox *aiohttp_web_socket_mailbox_new (AiohttpWebSocketHub *hub) G_GNUC_WARN_UNUSED_RESULT;
AiohttpWebSocketMailbox *aiohttp_web_socket_hub_ref_mailbox (AiohttpWebSocketHub *self) G_GNUC_WARN_UNUSED_RESULT;
AiohttpWebSocketMailbox *aiohttp_web_socket_mailbox_ref (AiohttpWebSocketMailbox *self) G_GNUC_WARN_UNUSED_RESULT;
void aiohttp_web_socket_mailbox_unref (AiohttpWebSocketMailbox *self);
void aiohttp_web_socket_mailbox_post (AiohttpWebSocketMailbox *self, const char *group,
                                      AiohttpWebSocketMessageType type, GBytes *payload);

struct _AiohttpWebSocketHub
{
  GObject parent_instance;

  AiohttpWebSocketHubTransport *transport;
  AiohttpWebSocketMailbox *mailbox;
  AiohttpWebSocketGroups *groups;
  AiohttpWebSocketHubSlow slow_policy;
  gsize member_limit;
  guint64 n_dropped;
  guint64 n_skipped;
};

void aiohttp_web_socket_hub_on_closing (AiohttpWebSocket *socket, gpointer data);
/* Of all of its groups; everybody of all. */
void aiohttp_web_socket_hub_take_out (AiohttpWebSocketHub *self, AiohttpWebSocket *socket);
void aiohttp_web_socket_hub_take_out_all (AiohttpWebSocketHub *self);
void aiohttp_web_socket_hub_emit_joined (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocket *socket,
                                         const char *name);
void aiohttp_web_socket_hub_emit_left (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocket *socket,
                                       const char *name);

G_END_DECLS
