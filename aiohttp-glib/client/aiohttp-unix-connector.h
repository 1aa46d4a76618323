/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-connector.h"

G_BEGIN_DECLS

typedef struct _AiohttpUnixConnector AiohttpUnixConnector;
typedef struct _AiohttpUnixConnectorClass AiohttpUnixConnectorClass;

#define AIOHTTP_TYPE_UNIX_CONNECTOR (aiohttp_unix_connector_get_type ())
#define AIOHTTP_UNIX_CONNECTOR(object)                                                                                 \
  (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_UNIX_CONNECTOR, AiohttpUnixConnector))
#define AIOHTTP_IS_UNIX_CONNECTOR(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_UNIX_CONNECTOR))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpUnixConnector, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_unix_connector_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpUnixConnector *aiohttp_unix_connector_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_unix_connector_get_path (AiohttpUnixConnector *self);

G_END_DECLS
