/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tcp-connector.h"
#include "aiohttp-connector-private.h"

struct _AiohttpTcpConnector
{
  AiohttpConnector parent_instance;
};

struct _AiohttpTcpConnectorClass
{
  AiohttpConnectorClass parent_class;
};

G_DEFINE_FINAL_TYPE (AiohttpTcpConnector, aiohttp_tcp_connector, AIOHTTP_TYPE_CONNECTOR)

static void
aiohttp_tcp_connector_class_init (AiohttpTcpConnectorClass *klass)
{
}

static void
aiohttp_tcp_connector_init (AiohttpTcpConnector *self)
{
}

/**
 * aiohttp_tcp_connector_new:
 *
 * Makes a connector with its default limits; make it with [ctor@GObject.Object.new] to choose others.
 *
 * Returns: (transfer full): a new connector
 *
 * Since: 0.1
 */
