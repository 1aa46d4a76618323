/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-protocol-factory-private.h"

/**
 * AiohttpProtocolFactory:
 *
 * What an event loop's server serves: an object that speaks a protocol on every connection of a listening socket.
 *
 * Objects of this library implement it, such as the one that `aiohttp_application_make_handler()` makes; it is given
 * to [method@Aiohttp.EventLoop.create_server_async]. Programs cannot implement it.
 *
 * asyncio: the `protocol_factory` of `loop.create_server()`.
 *
 * Since: 0.1
 */
G_DEFINE_INTERFACE (AiohttpProtocolFactory, aiohttp_protocol_factory, G_TYPE_OBJECT)

static void
aiohttp_protocol_factory_default_init (AiohttpProtocolFactoryInterface *iface)
{
}

gboolean
aiohttp_protocol_factory_start_serving (AiohttpProtocolFactory *self, AiohttpEventLoop *loop, GSocket *listening,
                                        GError **error)
{
  return AIOHTTP_PROTOCOL_FACTORY_GET_IFACE (self)->start_serving (self, loop, listening, error);
}

void
aiohttp_protocol_factory_stop_serving (AiohttpProtocolFactory *self, GSocket *listening)
{
  AIOHTTP_PROTOCOL_FACTORY_GET_IFACE (self)->stop_serving (self, listening);
}
