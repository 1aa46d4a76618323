/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-connector.h"
#include "aiohttp-resolver.h"

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
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResolver *aiohttp_tcp_connector_get_resolver (AiohttpTcpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
GSocketFamily aiohttp_tcp_connector_get_family (AiohttpTcpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
GSocketAddress *aiohttp_tcp_connector_get_local_address (AiohttpTcpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_tcp_connector_get_happy_eyeballs_delay (AiohttpTcpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_tcp_connector_get_ttl_dns_cache (AiohttpTcpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_tcp_connector_get_dns_cache_max_size (AiohttpTcpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_tcp_connector_clear_dns_cache (AiohttpTcpConnector *self, const char *host, guint port);

G_END_DECLS
