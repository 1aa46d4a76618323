/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tcp-connector.h"
#include "aiohttp-connector-private.h"

#include "aiohttp-native-transport-private.h"
#include "aiohttp-soup-transport-private.h"

/**
 * AiohttpTcpConnector:
 *
 * Connections over TCP, with TLS for `https`: aiohttp's `TCPConnector`. A session makes one for itself; make one to
 * choose its limits, or to share it between sessions.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpConnector) connector =
 *     g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "limit", 20u, "force-close", TRUE, NULL);
 * g_autoptr(AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connector);
 * ]|
 *
 * Its own transport speaks HTTP/1.1, keeps idle connections for [property@Aiohttp.Connector:keepalive-timeout] and takes
 * the one that was idle longest. A request that may be repeated is sent once more where a connection that was used before
 * ends before the answer begins.
 *
 * With [property@Aiohttp.Connector:transport] set to %AIOHTTP_TRANSPORT_KIND_SOUP requests go through libsoup 3, which
 * speaks HTTP/2 over TLS, with its known limits: a response that comes before the request's body is sent is not seen; a
 * malformed chunk size, and an end between two chunks, pass for the end of a body; a POST (and whatever is not GET, HEAD
 * or OPTIONS) never goes over a connection that was used before, and where [property@Aiohttp.Connector:limit] is 0 its own
 * is closed behind it; a GET whose reused connection ends is sent once more, silently; interim (1xx) responses and a
 * slowly dripping head are bounded by the total timeout alone; bytes of a header field that are not UTF-8 are lost, and
 * well-known field names are sent in their usual case.
 *
 * Since: 0.1
 */

struct _AiohttpTcpConnector
{
  AiohttpConnector parent_instance;
};

struct _AiohttpTcpConnectorClass
{
  AiohttpConnectorClass parent_class;
};

G_DEFINE_FINAL_TYPE (AiohttpTcpConnector, aiohttp_tcp_connector, AIOHTTP_TYPE_CONNECTOR)

static AiohttpTransport *
aiohttp_tcp_connector_create_transport (AiohttpConnector *connector, const AiohttpTransportOptions *options)
{
  if (aiohttp_connector_get_transport (connector) == AIOHTTP_TRANSPORT_KIND_SOUP)
    return aiohttp_soup_transport_new (options);
  return aiohttp_native_transport_new (options);
}

static void
aiohttp_tcp_connector_class_init (AiohttpTcpConnectorClass *klass)
{
  AIOHTTP_CONNECTOR_CLASS (klass)->create_transport = aiohttp_tcp_connector_create_transport;
}

static void
aiohttp_tcp_connector_init (AiohttpTcpConnector *self)
{
}

/**
 * aiohttp_tcp_connector_new:
 *
 * Makes a connector with its default limits; make it with its properties to choose others.
 *
 * Returns: (transfer full): a new connector
 *
 * Since: 0.1
 */
AiohttpTcpConnector *
aiohttp_tcp_connector_new (void)
{
  return g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, NULL);
}
