/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-connector.h"

G_BEGIN_DECLS

typedef struct _AiohttpTcpConnector AiohttpTcpConnector;
typedef struct _AiohttpTcpConnectorClass AiohttpTcpConnectorClass;

#define AIOHTTP_TYPE_TCP_CONNECTOR (aiohttp_tcp_connector_get_type ())
#define AIOHTTP_TCP_CONNECTOR(object)                                                                                  \
  (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_TCP_CONNECTOR, AiohttpTcpConnector))
#define AIOHTTP_IS_TCP_CONNECTOR(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_TCP_CONNECTOR))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpTcpConnector, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_tcp_connector_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTcpConnector *aiohttp_tcp_connector_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
