/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-hub.h"

G_BEGIN_DECLS

/* Where a hub is reached from any thread; it does not keep the hub. */
typedef struct _AiohttpWebSocketMailbox AiohttpWebSocketMailbox;

AiohttpWebSocketMailbox *aiohttp_web_socket_hub_ref_mailbox (AiohttpWebSocketHub *self) G_GNUC_WARN_UNUSED_RESULT;
AiohttpWebSocketMailbox *aiohttp_web_socket_mailbox_ref (AiohttpWebSocketMailbox *self) G_GNUC_WARN_UNUSED_RESULT;
void aiohttp_web_socket_mailbox_unref (AiohttpWebSocketMailbox *self);
void aiohttp_web_socket_mailbox_post (AiohttpWebSocketMailbox *self, const char *group,
                                      AiohttpWebSocketMessageType type, GBytes *payload);

G_END_DECLS
