/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-connection-slots-private.h"
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

  AiohttpTransport *(*create_transport) (AiohttpConnector *self);
};

#define AIOHTTP_CONNECTOR_GET_CLASS(object)                                                                            \
  (G_TYPE_INSTANCE_GET_CLASS ((object), AIOHTTP_TYPE_CONNECTOR, AiohttpConnectorClass))
#define AIOHTTP_CONNECTOR_CLASS(klass)                                                                                 \
  (G_TYPE_CHECK_CLASS_CAST ((klass), AIOHTTP_TYPE_CONNECTOR, AiohttpConnectorClass))

/* The transport, made at its first use; NULL with an error once the connector is closed. */
AiohttpTransport *aiohttp_connector_get_transport (AiohttpConnector *self, GError **error);

/* A connection of the limits for the origin of `uri`, to be held from before a request is sent until its body has ended:
 * see aiohttp_connection_slot_new(). `granted` is also called, without a grant, when the connector is closed. */
AiohttpConnectionSlot *
aiohttp_connector_take_slot (AiohttpConnector *self, GUri *uri, void (*granted) (gpointer data), gpointer data);

G_END_DECLS
