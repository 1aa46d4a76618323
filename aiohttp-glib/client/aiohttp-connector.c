/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-connector.h"
#include "aiohttp-connector-private.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-enum-types.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"

/**
 * AiohttpConnector:
 *
 * Where a session's connections come from, and where they are kept between requests: aiohttp's `BaseConnector`. Use
 * [class@Aiohttp.TcpConnector] or [class@Aiohttp.UnixConnector]; the library alone derives from this class.
 *
 * A connector belongs to the context in which it was made. Several sessions may share one: see
 * [property@Aiohttp.ClientSession:connector-owner].
 *
 * Since: 0.1
 */

typedef struct
{
  AiohttpTransport *transport;
  guint limit;
  guint limit_per_host;
  double keepalive_timeout;
  gboolean force_close;
  AiohttpTransportKind kind;
  AiohttpTlsContext *tls_context;
  gboolean closed;
} AiohttpConnectorPrivate;

enum
{
  PROP_0,
  PROP_LIMIT,
  PROP_LIMIT_PER_HOST,
  PROP_KEEPALIVE_TIMEOUT,
  PROP_FORCE_CLOSE,
  PROP_TRANSPORT,
  PROP_TLS_CONTEXT,
  PROP_CLOSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AiohttpConnector, aiohttp_connector, G_TYPE_OBJECT)

static AiohttpConnectorPrivate *
get_private (AiohttpConnector *self)
{
  return aiohttp_connector_get_instance_private (self);
}

/* A body still being read keeps the transport alive on its own. */
static void
aiohttp_connector_dispose (GObject *object)
{
  AiohttpConnectorPrivate *priv = get_private (AIOHTTP_CONNECTOR (object));

  if (aiohttp_debug_is_on () && priv->transport != NULL && !priv->closed)
    aiohttp_debug_unclosed (object, "connector");
  g_clear_object (&priv->transport);
  g_clear_object (&priv->tls_context);
  G_OBJECT_CLASS (aiohttp_connector_parent_class)->dispose (object);
}

static void
aiohttp_connector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpConnectorPrivate *priv = get_private (AIOHTTP_CONNECTOR (object));

  switch (id)
    {
    case PROP_LIMIT:
      g_value_set_uint (value, priv->limit);
      break;
    case PROP_LIMIT_PER_HOST:
      g_value_set_uint (value, priv->limit_per_host);
      break;
    case PROP_KEEPALIVE_TIMEOUT:
      g_value_set_double (value, priv->keepalive_timeout);
      break;
    case PROP_FORCE_CLOSE:
      g_value_set_boolean (value, priv->force_close);
      break;
    case PROP_TRANSPORT:
      g_value_set_enum (value, priv->kind);
      break;
    case PROP_TLS_CONTEXT:
      g_value_set_object (value, priv->tls_context);
      break;
    case PROP_CLOSED:
      g_value_set_boolean (value, priv->closed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_connector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpConnectorPrivate *priv = get_private (AIOHTTP_CONNECTOR (object));

  switch (id)
    {
    case PROP_LIMIT:
      priv->limit = g_value_get_uint (value);
      break;
    case PROP_LIMIT_PER_HOST:
      priv->limit_per_host = g_value_get_uint (value);
      break;
    case PROP_KEEPALIVE_TIMEOUT:
      priv->keepalive_timeout = g_value_get_double (value);
      break;
    case PROP_FORCE_CLOSE:
      priv->force_close = g_value_get_boolean (value);
      break;
    case PROP_TRANSPORT:
      priv->kind = g_value_get_enum (value);
      break;
    case PROP_TLS_CONTEXT:
      priv->tls_context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_connector_class_init (AiohttpConnectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags construct = flags | G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY;

  object_class->dispose = aiohttp_connector_dispose;
  object_class->get_property = aiohttp_connector_get_property;
  object_class->set_property = aiohttp_connector_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpConnector:limit:
   *
   * The greatest number of connections in use at a time; 0 for no limit. A request over it waits until the body of
   * another has ended, first come, first served; the wait counts towards its timeout.
   *
   * Since: 0.1
   */
  properties[PROP_LIMIT] = g_param_spec_uint ("limit", NULL, NULL, 0, G_MAXUINT, 100, construct);

  /**
   * AiohttpConnector:limit-per-host:
   *
   * The greatest number of connections in use to one origin (scheme, host and port) at a time; 0 for no limit but the
   * one for all.
   *
   * Since: 0.1
   */
  properties[PROP_LIMIT_PER_HOST] = g_param_spec_uint ("limit-per-host", NULL, NULL, 0, G_MAXUINT, 0, construct);

  /**
   * AiohttpConnector:keepalive-timeout:
   *
   * How long an idle connection is kept for the next request, in seconds; 0: not at all. The soup transport rounds it up
   * to whole seconds.
   *
   * Since: 0.1
   */
  properties[PROP_KEEPALIVE_TIMEOUT] =
      g_param_spec_double ("keepalive-timeout", NULL, NULL, 0, G_MAXDOUBLE, 15, construct);

  /**
   * AiohttpConnector:force-close:
   *
   * Whether every connection is closed after one request.
   *
   * Since: 0.1
   */
  properties[PROP_FORCE_CLOSE] = g_param_spec_boolean ("force-close", NULL, NULL, FALSE, construct);

  /**
   * AiohttpConnector:transport:
   *
   * What carries the requests.
   *
   * Since: 0.1
   */
  properties[PROP_TRANSPORT] = g_param_spec_enum ("transport", NULL, NULL, AIOHTTP_TYPE_TRANSPORT_KIND,
                                                  AIOHTTP_TRANSPORT_KIND_NATIVE, construct);

  /**
   * AiohttpConnector:tls-context:
   *
   * How servers and proxies of `https` are spoken to: whom to trust, what to show them; %NULL to trust whom the system
   * trusts.
   *
   * Since: 0.1
   */
  properties[PROP_TLS_CONTEXT] = g_param_spec_object ("tls-context", NULL, NULL, AIOHTTP_TYPE_TLS_CONTEXT, construct);

  /**
   * AiohttpConnector:closed: (getter is_closed)
   *
   * Whether the connector was closed.
   *
   * Since: 0.1
   */
  properties[PROP_CLOSED] = g_param_spec_boolean ("closed", NULL, NULL, FALSE, flags | G_PARAM_READABLE);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_connector_init (AiohttpConnector *self)
{
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (self);
}

AiohttpTransport *
aiohttp_connector_peek_transport (AiohttpConnector *self)
{
  return get_private (self)->transport;
}

AiohttpTransport *
aiohttp_connector_open_transport (AiohttpConnector *self, GError **error)
{
  AiohttpConnectorPrivate *priv = get_private (self);

  if (priv->closed)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "Connector is closed");
      return NULL;
    }
  if (priv->transport == NULL)
    {
      AiohttpTransportOptions options = {
        .limit = priv->limit,
        .limit_per_host = priv->limit_per_host,
        .keepalive_timeout = priv->keepalive_timeout,
        .force_close = priv->force_close,
        .tls = priv->tls_context,
        .happy_eyeballs_delay = -1,
      };

      priv->transport = AIOHTTP_CONNECTOR_GET_CLASS (self)->create_transport (self, &options, error);
    }
  return priv->transport;
}

/**
 * aiohttp_connector_get_limit:
 * @self: a connector
 *
 * Gets the greatest number of connections in use at a time.
 *
 * Returns: the number; 0 for no limit
 *
 * Since: 0.1
 */
guint
aiohttp_connector_get_limit (AiohttpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CONNECTOR (self), 0);

  return get_private (self)->limit;
}

/**
 * aiohttp_connector_get_limit_per_host:
 * @self: a connector
 *
 * Gets the greatest number of connections in use to one origin at a time.
 *
 * Returns: the number; 0 for no limit
 *
 * Since: 0.1
 */
guint
aiohttp_connector_get_limit_per_host (AiohttpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CONNECTOR (self), 0);

  return get_private (self)->limit_per_host;
}

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
double
aiohttp_connector_get_keepalive_timeout (AiohttpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CONNECTOR (self), 0);

  return get_private (self)->keepalive_timeout;
}

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
gboolean
aiohttp_connector_get_force_close (AiohttpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CONNECTOR (self), FALSE);

  return get_private (self)->force_close;
}

/**
 * aiohttp_connector_get_tls_context:
 * @self: a connector
 *
 * Gets how servers of `https` are spoken to.
 *
 * Returns: (transfer none) (nullable): a context for clients; %NULL for the usual one
 *
 * Since: 0.1
 */
AiohttpTlsContext *
aiohttp_connector_get_tls_context (AiohttpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CONNECTOR (self), NULL);

  return get_private (self)->tls_context;
}

/**
 * aiohttp_connector_get_transport:
 * @self: a connector
 *
 * Gets what carries the requests.
 *
 * Returns: the kind of transport
 *
 * Since: 0.1
 */
AiohttpTransportKind
aiohttp_connector_get_transport (AiohttpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CONNECTOR (self), AIOHTTP_TRANSPORT_KIND_NATIVE);

  return get_private (self)->kind;
}

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
gboolean
aiohttp_connector_is_closed (AiohttpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CONNECTOR (self), TRUE);

  return get_private (self)->closed;
}

/**
 * aiohttp_connector_close:
 * @self: a connector
 *
 * Closes all connections, those in use too: their requests fail with %AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED. Closing
 * twice is harmless.
 *
 * Since: 0.1
 */
void
aiohttp_connector_close (AiohttpConnector *self)
{
  AiohttpConnectorPrivate *priv;

  g_return_if_fail (AIOHTTP_IS_CONNECTOR (self));

  priv = get_private (self);
  if (priv->closed)
    return;
  priv->closed = TRUE;
  if (priv->transport != NULL)
    aiohttp_transport_close (priv->transport);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOSED]);
}
