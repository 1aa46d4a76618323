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
 * malformed chunk size or extension, and an end between two chunks, pass for the end of a body, and what lies behind for
 * the next response; malformed header lines are passed over, trailers are not looked at; a POST (and whatever else may not
 * be repeated) never goes over a connection that was used before, and where [property@Aiohttp.Connector:limit] is 0 its own
 * is closed behind it; what may be repeated is sent once more, silently, where a reused connection ends; a head that does
 * not end, or drips slowly, is bounded by 64 KiB and timeouts alone; bytes of a header field that are not UTF-8 are lost,
 * and well-known field names are sent in their usual case.
 *
 * What it cannot do is refused with %AIOHTTP_ERROR_INVALID_ARGUMENT by the first request that asks for it:
 * [property@Aiohttp.TcpConnector:resolver], [property@Aiohttp.TcpConnector:family], a
 * [property@Aiohttp.TcpConnector:local-address] other than an IP one, upgrades (and so WebSockets), and of a
 * [class@Aiohttp.TlsContext] its priorities, its ALPN protocols and a private key locked by a password. Limits of a
 * response's head are looked at once it has come, which libsoup bounds by 64 KiB; the timeout between two reads and the
 * minimum rate hold for asynchronous reads. GLib resolves names, 250 ms apart tries their addresses and remembers
 * nothing, so that [property@Aiohttp.TcpConnector:happy-eyeballs-delay], [property@Aiohttp.TcpConnector:ttl-dns-cache]
 * and [property@Aiohttp.TcpConnector:dns-cache-max-size] say nothing; neither do the handshake timeout and the session
 * tickets of a TLS context. An `https` proxy is taken by the system's authorities alone.
 *
 * Since: 0.1
 */

struct _AiohttpTcpConnector
{
  AiohttpConnector parent_instance;

  AiohttpResolver *resolver;
  GSocketFamily family;
  GSocketAddress *local_address;
  double happy_eyeballs_delay;
  double ttl_dns_cache;
  guint dns_cache_max_size;
};

struct _AiohttpTcpConnectorClass
{
  AiohttpConnectorClass parent_class;
};

enum
{
  PROP_0,
  PROP_RESOLVER,
  PROP_FAMILY,
  PROP_LOCAL_ADDRESS,
  PROP_HAPPY_EYEBALLS_DELAY,
  PROP_TTL_DNS_CACHE,
  PROP_DNS_CACHE_MAX_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpTcpConnector, aiohttp_tcp_connector, AIOHTTP_TYPE_CONNECTOR)

static AiohttpTransport *
aiohttp_tcp_connector_create_transport (AiohttpConnector *connector, AiohttpTransportOptions *options, GError **error)
{
  AiohttpTcpConnector *self = AIOHTTP_TCP_CONNECTOR (connector);

  options->resolver = self->resolver;
  options->family = self->family;
  options->local_address = self->local_address;
  options->happy_eyeballs_delay = self->happy_eyeballs_delay;
  options->dns_cache_ttl = self->ttl_dns_cache;
  options->dns_cache_max_size = self->dns_cache_max_size;
  if (aiohttp_connector_get_transport (connector) == AIOHTTP_TRANSPORT_KIND_SOUP)
    return aiohttp_soup_transport_new (options, error);
  return aiohttp_native_transport_new (options);
}

static void
aiohttp_tcp_connector_finalize (GObject *object)
{
  AiohttpTcpConnector *self = AIOHTTP_TCP_CONNECTOR (object);

  g_clear_object (&self->resolver);
  g_clear_object (&self->local_address);
  G_OBJECT_CLASS (aiohttp_tcp_connector_parent_class)->finalize (object);
}

static void
aiohttp_tcp_connector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpTcpConnector *self = AIOHTTP_TCP_CONNECTOR (object);

  switch (id)
    {
    case PROP_RESOLVER:
      g_value_set_object (value, self->resolver);
      break;
    case PROP_FAMILY:
      g_value_set_enum (value, self->family);
      break;
    case PROP_LOCAL_ADDRESS:
      g_value_set_object (value, self->local_address);
      break;
    case PROP_HAPPY_EYEBALLS_DELAY:
      g_value_set_double (value, self->happy_eyeballs_delay);
      break;
    case PROP_TTL_DNS_CACHE:
      g_value_set_double (value, self->ttl_dns_cache);
      break;
    case PROP_DNS_CACHE_MAX_SIZE:
      g_value_set_uint (value, self->dns_cache_max_size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_tcp_connector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpTcpConnector *self = AIOHTTP_TCP_CONNECTOR (object);

  switch (id)
    {
    case PROP_RESOLVER:
      self->resolver = g_value_dup_object (value);
      break;
    case PROP_FAMILY:
      self->family = g_value_get_enum (value);
      break;
    case PROP_LOCAL_ADDRESS:
      self->local_address = g_value_dup_object (value);
      break;
    case PROP_HAPPY_EYEBALLS_DELAY:
      self->happy_eyeballs_delay = g_value_get_double (value);
      break;
    case PROP_TTL_DNS_CACHE:
      self->ttl_dns_cache = g_value_get_double (value);
      break;
    case PROP_DNS_CACHE_MAX_SIZE:
      self->dns_cache_max_size = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_tcp_connector_class_init (AiohttpTcpConnectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY;

  object_class->finalize = aiohttp_tcp_connector_finalize;
  object_class->get_property = aiohttp_tcp_connector_get_property;
  object_class->set_property = aiohttp_tcp_connector_set_property;
  AIOHTTP_CONNECTOR_CLASS (klass)->create_transport = aiohttp_tcp_connector_create_transport;

  /**
   * AiohttpTcpConnector:resolver:
   *
   * What finds the addresses of hosts; %NULL for GLib's [class@Gio.Resolver].
   *
   * Since: 0.1
   */
  properties[PROP_RESOLVER] = g_param_spec_object ("resolver", NULL, NULL, AIOHTTP_TYPE_RESOLVER, flags);

  /**
   * AiohttpTcpConnector:family:
   *
   * Which addresses are connected to: %G_SOCKET_FAMILY_IPV4, %G_SOCKET_FAMILY_IPV6, or %G_SOCKET_FAMILY_INVALID for both.
   *
   * Since: 0.1
   */
  properties[PROP_FAMILY] =
      g_param_spec_enum ("family", NULL, NULL, G_TYPE_SOCKET_FAMILY, G_SOCKET_FAMILY_INVALID, flags);

  /**
   * AiohttpTcpConnector:local-address:
   *
   * The address that connections come from; %NULL for the system's choice.
   *
   * Since: 0.1
   */
  properties[PROP_LOCAL_ADDRESS] = g_param_spec_object ("local-address", NULL, NULL, G_TYPE_SOCKET_ADDRESS, flags);

  /**
   * AiohttpTcpConnector:happy-eyeballs-delay:
   *
   * How long a connection attempt has before the next address is tried beside it, in seconds (RFC 8305); the families
   * take turns. Negative: one address is tried after the other has failed, in the resolver's order.
   *
   * Since: 0.1
   */
  properties[PROP_HAPPY_EYEBALLS_DELAY] =
      g_param_spec_double ("happy-eyeballs-delay", NULL, NULL, -1, G_MAXDOUBLE, 0.25, flags);

  /**
   * AiohttpTcpConnector:ttl-dns-cache:
   *
   * How long addresses of a host are remembered, in seconds; 0: not at all; negative: until they are cleared.
   *
   * Since: 0.1
   */
  properties[PROP_TTL_DNS_CACHE] = g_param_spec_double ("ttl-dns-cache", NULL, NULL, -1, G_MAXDOUBLE, 10, flags);

  /**
   * AiohttpTcpConnector:dns-cache-max-size:
   *
   * The greatest number of hosts whose addresses are remembered; the one not used for longest goes first.
   *
   * Since: 0.1
   */
  properties[PROP_DNS_CACHE_MAX_SIZE] = g_param_spec_uint ("dns-cache-max-size", NULL, NULL, 1, G_MAXUINT, 1000, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
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

/**
 * aiohttp_tcp_connector_get_resolver:
 * @self: a TCP connector
 *
 * Gets what finds the addresses of hosts.
 *
 * Returns: (transfer none) (nullable): a resolver; %NULL for GLib's
 *
 * Since: 0.1
 */
AiohttpResolver *
aiohttp_tcp_connector_get_resolver (AiohttpTcpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_CONNECTOR (self), NULL);

  return self->resolver;
}

/**
 * aiohttp_tcp_connector_get_family:
 * @self: a TCP connector
 *
 * Gets which addresses are connected to.
 *
 * Returns: the family; %G_SOCKET_FAMILY_INVALID for both
 *
 * Since: 0.1
 */
GSocketFamily
aiohttp_tcp_connector_get_family (AiohttpTcpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_CONNECTOR (self), G_SOCKET_FAMILY_INVALID);

  return self->family;
}

/**
 * aiohttp_tcp_connector_get_local_address:
 * @self: a TCP connector
 *
 * Gets the address that connections come from.
 *
 * Returns: (transfer none) (nullable): an address; %NULL for the system's choice
 *
 * Since: 0.1
 */
GSocketAddress *
aiohttp_tcp_connector_get_local_address (AiohttpTcpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_CONNECTOR (self), NULL);

  return self->local_address;
}

/**
 * aiohttp_tcp_connector_get_happy_eyeballs_delay:
 * @self: a TCP connector
 *
 * Gets how long an attempt has before the next address is tried beside it.
 *
 * Returns: seconds; negative where addresses are tried one after the other
 *
 * Since: 0.1
 */
double
aiohttp_tcp_connector_get_happy_eyeballs_delay (AiohttpTcpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_CONNECTOR (self), 0);

  return self->happy_eyeballs_delay;
}

/**
 * aiohttp_tcp_connector_get_ttl_dns_cache:
 * @self: a TCP connector
 *
 * Gets how long addresses of a host are remembered.
 *
 * Returns: seconds; 0 for not at all, negative for ever
 *
 * Since: 0.1
 */
double
aiohttp_tcp_connector_get_ttl_dns_cache (AiohttpTcpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_CONNECTOR (self), 0);

  return self->ttl_dns_cache;
}

/**
 * aiohttp_tcp_connector_get_dns_cache_max_size:
 * @self: a TCP connector
 *
 * Gets how many hosts' addresses are remembered.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_tcp_connector_get_dns_cache_max_size (AiohttpTcpConnector *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_CONNECTOR (self), 0);

  return self->dns_cache_max_size;
}

/**
 * aiohttp_tcp_connector_clear_dns_cache:
 * @self: a TCP connector
 * @host: (nullable): the host to forget, or %NULL for all
 * @port: the port that it was asked for with, or 0 for any
 *
 * Forgets addresses of hosts, so that they are resolved anew. Connections that there are stay. libsoup's transport has
 * nothing to forget.
 *
 * Since: 0.1
 */
void
aiohttp_tcp_connector_clear_dns_cache (AiohttpTcpConnector *self, const char *host, guint port)
{
  AiohttpTransport *transport;

  g_return_if_fail (AIOHTTP_IS_TCP_CONNECTOR (self));

  transport = aiohttp_connector_peek_transport (AIOHTTP_CONNECTOR (self));
  if (transport != NULL)
    aiohttp_transport_clear_dns_cache (transport, host, port);
}
