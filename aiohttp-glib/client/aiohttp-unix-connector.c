/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-unix-connector.h"
#include "aiohttp-connector-private.h"

#include <gio/gunixsocketaddress.h>

#include "aiohttp-native-transport-private.h"
#include "aiohttp-soup-transport-private.h"

/**
 * AiohttpUnixConnector:
 *
 * Connections to one Unix socket, whatever the host of a URL: aiohttp's `UnixConnector`. With `https` there is TLS on it.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpUnixConnector) connector = aiohttp_unix_connector_new ("/run/service.sock");
 * g_autoptr(AiohttpClientSession) session =
 *     aiohttp_client_session_new_with_connector (AIOHTTP_CONNECTOR (connector));
 * ]|
 *
 * Since: 0.1
 */

struct _AiohttpUnixConnector
{
  AiohttpConnector parent_instance;

  char *path;
};

struct _AiohttpUnixConnectorClass
{
  AiohttpConnectorClass parent_class;
};

enum
{
  PROP_0,
  PROP_PATH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpUnixConnector, aiohttp_unix_connector, AIOHTTP_TYPE_CONNECTOR)

static AiohttpTransport *
aiohttp_unix_connector_create_transport (AiohttpConnector *connector, AiohttpTransportOptions *options, GError **error)
{
  AiohttpUnixConnector *self = AIOHTTP_UNIX_CONNECTOR (connector);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->path);

  options->unix_address = address;
  if (aiohttp_connector_get_transport (connector) == AIOHTTP_TRANSPORT_KIND_SOUP)
    return aiohttp_soup_transport_new (options, error);
  return aiohttp_native_transport_new (options);
}

static void
aiohttp_unix_connector_finalize (GObject *object)
{
  g_free (AIOHTTP_UNIX_CONNECTOR (object)->path);
  G_OBJECT_CLASS (aiohttp_unix_connector_parent_class)->finalize (object);
}

static void
aiohttp_unix_connector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PATH:
      g_value_set_string (value, AIOHTTP_UNIX_CONNECTOR (object)->path);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_unix_connector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpUnixConnector *self = AIOHTTP_UNIX_CONNECTOR (object);

  switch (id)
    {
    case PROP_PATH:
      self->path = g_value_get_string (value) != NULL ? g_value_dup_string (value) : g_strdup ("");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_unix_connector_class_init (AiohttpUnixConnectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = aiohttp_unix_connector_finalize;
  object_class->get_property = aiohttp_unix_connector_get_property;
  object_class->set_property = aiohttp_unix_connector_set_property;
  AIOHTTP_CONNECTOR_CLASS (klass)->create_transport = aiohttp_unix_connector_create_transport;

  /**
   * AiohttpUnixConnector:path:
   *
   * The path of the socket.
   *
   * Since: 0.1
   */
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL,
                                               G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_READWRITE |
                                                   G_PARAM_CONSTRUCT_ONLY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_unix_connector_init (AiohttpUnixConnector *self)
{
}

/**
 * aiohttp_unix_connector_new:
 * @path: (type filename): the path of the socket
 *
 * Makes a connector to a Unix socket; make it with its properties to choose its limits.
 *
 * Returns: (transfer full): a new connector
 *
 * Since: 0.1
 */
AiohttpUnixConnector *
aiohttp_unix_connector_new (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return g_object_new (AIOHTTP_TYPE_UNIX_CONNECTOR, "path", path, NULL);
}

/**
 * aiohttp_unix_connector_get_path:
 * @self: a Unix connector
 *
 * Gets the path of the socket.
 *
 * Returns: (type filename) (transfer none): the path
 *
 * Since: 0.1
 */
const char *
aiohttp_unix_connector_get_path (AiohttpUnixConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_UNIX_CONNECTOR (self), NULL);

  return self->path;
}
