/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-connector.h"
#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

struct _AiohttpConnector
{
  GObject parent_instance;
};

struct _AiohttpConnectorClass
{
  GObjectClass parent_class;

  AiohttpTransport *(*create_transport) (AiohttpConnector *self, AiohttpTransportOptions *options /* to be filled */,
                                         GError **error);
};

#define AIOHTTP_CONNECTOR_GET_CLASS(object)                                                                            \
  (G_TYPE_INSTANCE_GET_CLASS ((object), AIOHTTP_TYPE_CONNECTOR, AiohttpConnectorClass))
#define AIOHTTP_CONNECTOR_CLASS(klass)                                                                                 \
  (G_TYPE_CHECK_CLASS_CAST ((klass), AIOHTTP_TYPE_CONNECTOR, AiohttpConnectorClass))

/* The transport, made at its first use; NULL with an error once the connector is closed,
 * or where the transport cannot do what the connector is set to. */
AiohttpTransport *aiohttp_connector_open_transport (AiohttpConnector *self, GError **error);
/* The same if there is one already. */
AiohttpTransport *aiohttp_connector_peek_transport (AiohttpConnector *self);

G_END_DECLS
