/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-event-loop.h"
#include "aiohttp-protocol-factory.h"

G_BEGIN_DECLS

typedef struct _AiohttpProtocolFactoryInterface AiohttpProtocolFactoryInterface;

#define AIOHTTP_PROTOCOL_FACTORY_GET_IFACE(obj)                                                                        \
  (G_TYPE_INSTANCE_GET_INTERFACE ((obj), AIOHTTP_TYPE_PROTOCOL_FACTORY, AiohttpProtocolFactoryInterface))

struct _AiohttpProtocolFactoryInterface
{
  GTypeInterface parent_iface;

  /* `listening` is bound, listening and non-blocking; the factory takes a reference if it keeps it. */
  gboolean (*start_serving) (AiohttpProtocolFactory *self, AiohttpEventLoop *loop, GSocket *listening, GError **error);
  /* Accepts no more on `listening`, which is closed after this returns; open connections live on. */
  void (*stop_serving) (AiohttpProtocolFactory *self, GSocket *listening);
};

gboolean aiohttp_protocol_factory_start_serving (AiohttpProtocolFactory *self, AiohttpEventLoop *loop,
                                                 GSocket *listening, GError **error);
void aiohttp_protocol_factory_stop_serving (AiohttpProtocolFactory *self, GSocket *listening);

G_END_DECLS
