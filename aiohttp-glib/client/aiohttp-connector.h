/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

typedef struct _AiohttpConnector AiohttpConnector;
typedef struct _AiohttpConnectorClass AiohttpConnectorClass;

#define AIOHTTP_TYPE_CONNECTOR       (aiohttp_connector_get_type ())
#define AIOHTTP_CONNECTOR(object)    (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_CONNECTOR, AiohttpConnector))
#define AIOHTTP_IS_CONNECTOR(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_CONNECTOR))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpConnector, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_connector_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_connector_get_limit (AiohttpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_connector_get_limit_per_host (AiohttpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_connector_get_keepalive_timeout (AiohttpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_connector_get_force_close (AiohttpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_connector_is_closed (AiohttpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_connector_close (AiohttpConnector *self);

G_END_DECLS
