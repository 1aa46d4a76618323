/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_SERVER (aiohttp_server_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpServer, aiohttp_server, AIOHTTP, SERVER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_server_is_serving (AiohttpServer *self);

AIOHTTP_AVAILABLE_IN_ALL
guint16 aiohttp_server_get_port (AiohttpServer *self);

AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_server_dup_addresses (AiohttpServer *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_server_close (AiohttpServer *self);

G_END_DECLS
