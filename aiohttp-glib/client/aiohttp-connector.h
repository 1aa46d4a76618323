/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"
#include "aiohttp-tls-context.h"

G_BEGIN_DECLS

typedef struct _AiohttpConnector AiohttpConnector;
typedef struct _AiohttpConnectorClass AiohttpConnectorClass;

/**
 * AiohttpTransportKind:
 * @AIOHTTP_TRANSPORT_KIND_NATIVE: HTTP/1.1 by this library: the fastest, the strictest, and the one with every feature
 * @AIOHTTP_TRANSPORT_KIND_SOUP: by libsoup 3: HTTP/2, and what [class@Aiohttp.TcpConnector] says of its limits
 *
 * What carries a connector's requests.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_TRANSPORT_KIND_NATIVE,
  AIOHTTP_TRANSPORT_KIND_SOUP,
} AiohttpTransportKind;

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
AiohttpTlsContext *aiohttp_connector_get_tls_context (AiohttpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTransportKind aiohttp_connector_get_transport (AiohttpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_connector_is_closed (AiohttpConnector *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_connector_close (AiohttpConnector *self);

G_END_DECLS
