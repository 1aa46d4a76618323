/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-private.h"

/**
 * AiohttpServer:
 *
 * A set of listening sockets, as [method@Aiohttp.EventLoop.create_server_async] makes it.
 *
 * Since: 0.1
 */
struct _AiohttpServer
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (AiohttpServer, aiohttp_server, G_TYPE_OBJECT)

static void
aiohttp_server_class_init (AiohttpServerClass *klass)
{
}

static void
aiohttp_server_init (AiohttpServer *self)
{
}
