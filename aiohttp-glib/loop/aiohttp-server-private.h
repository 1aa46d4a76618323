/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-event-loop.h"
#include "aiohttp-protocol-factory.h"
#include "aiohttp-server.h"

G_BEGIN_DECLS

/* Listens on `port` of all `addresses` (GInetAddress) and has `factory` serve the sockets. */
AiohttpServer *aiohttp_server_listen (AiohttpEventLoop *loop, AiohttpProtocolFactory *factory, GList *addresses,
                                      guint16 port, GError **error);

G_END_DECLS
