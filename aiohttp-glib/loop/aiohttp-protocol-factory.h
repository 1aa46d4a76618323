/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_PROTOCOL_FACTORY (aiohttp_protocol_factory_get_type ())
#define AIOHTTP_PROTOCOL_FACTORY(obj)                                                                                  \
  (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_PROTOCOL_FACTORY, AiohttpProtocolFactory))
#define AIOHTTP_IS_PROTOCOL_FACTORY(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_PROTOCOL_FACTORY))

typedef struct _AiohttpProtocolFactory AiohttpProtocolFactory;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpProtocolFactory, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_protocol_factory_get_type (void) G_GNUC_CONST;

G_END_DECLS
