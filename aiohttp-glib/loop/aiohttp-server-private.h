/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-protocol-factory.h"
#include "aiohttp-server.h"

G_BEGIN_DECLS

/* `sockets` are bound, listening and served by `factory`. */
AiohttpServer *aiohttp_server_new (AiohttpProtocolFactory *factory, GPtrArray *sockets);

G_END_DECLS
