/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-connector.h"
#include "aiohttp-connector-private.h"

G_DEFINE_ABSTRACT_TYPE (AiohttpConnector, aiohttp_connector, G_TYPE_OBJECT)

static void
aiohttp_connector_class_init (AiohttpConnectorClass *klass)
{
}

static void
aiohttp_connector_init (AiohttpConnector *self)
{
}

/**
 * aiohttp_connector_get_limit:
 * @self: a connector
 *
 * Gets the greatest number of connections at a time.
 *
 * Returns: the number; 0 for no limit
 *
 * Since: 0.1
 */

/**
 * aiohttp_connector_get_limit_per_host:
 * @self: a connector
 *
 * Gets the greatest number of connections to one host at a time.
 *
 * Returns: the number; 0 for no limit
 *
 * Since: 0.1
 */

/**
 * aiohttp_connector_get_keepalive_timeout:
 * @self: a connector
 *
 * Gets how long an idle connection is kept for the next request.
 *
 * Returns: seconds
 *
 * Since: 0.1
 */

/**
 * aiohttp_connector_get_force_close:
 * @self: a connector
 *
 * Tells whether every connection is closed after one request.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */

/**
 * aiohttp_connector_is_closed:
 * @self: a connector
 *
 * Tells whether the connector was closed.
 *
 * Returns: whether it is closed
 *
 * Since: 0.1
 */

/**
 * aiohttp_connector_close:
 * @self: a connector
 *
 * Closes all connections, those in use too: their requests fail with %AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED. Closing
 * twice is harmless.
 *
 * Since: 0.1
 */
