/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-timeout.h"

#include "aiohttp-notify-private.h"

/**
 * AiohttpClientTimeout:
 *
 * How long the parts of a request may take: aiohttp's `ClientTimeout`.
 *
 * Which limit was passed is told by the error: the total one by %AIOHTTP_CLIENT_ERROR_TIMEOUT, those of connecting by
 * %AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT, those of reading by %AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT. A connection on
 * which one was passed is closed.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpClientTimeout) timeout = aiohttp_client_timeout_new ();
 *
 * aiohttp_client_timeout_set_sock_read (timeout, 10);
 * aiohttp_client_session_set_client_timeout (session, timeout);
 * ]|
 *
 * It is read while a request's function is called.
 *
 * Since: 0.1
 */

struct _AiohttpClientTimeout
{
  GObject parent_instance;

  double total;
  double connect;
  double sock_connect;
  double sock_read;
  guint min_rate;
};

enum
{
  PROP_0,
  PROP_TOTAL,
  PROP_CONNECT,
  PROP_SOCK_CONNECT,
  PROP_SOCK_READ,
  PROP_MIN_RATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpClientTimeout, aiohttp_client_timeout, G_TYPE_OBJECT)

static void
notify (AiohttpClientTimeout *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
aiohttp_client_timeout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpClientTimeout *self = AIOHTTP_CLIENT_TIMEOUT (object);

  switch (id)
    {
    case PROP_TOTAL:
      g_value_set_double (value, aiohttp_client_timeout_get_total (self));
      break;
    case PROP_CONNECT:
      g_value_set_double (value, aiohttp_client_timeout_get_connect (self));
      break;
    case PROP_SOCK_CONNECT:
      g_value_set_double (value, aiohttp_client_timeout_get_sock_connect (self));
      break;
    case PROP_SOCK_READ:
      g_value_set_double (value, aiohttp_client_timeout_get_sock_read (self));
      break;
    case PROP_MIN_RATE:
      g_value_set_uint (value, aiohttp_client_timeout_get_min_rate (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_client_timeout_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpClientTimeout *self = AIOHTTP_CLIENT_TIMEOUT (object);

  switch (id)
    {
    case PROP_TOTAL:
      aiohttp_client_timeout_set_total (self, g_value_get_double (value));
      break;
    case PROP_CONNECT:
      aiohttp_client_timeout_set_connect (self, g_value_get_double (value));
      break;
    case PROP_SOCK_CONNECT:
      aiohttp_client_timeout_set_sock_connect (self, g_value_get_double (value));
      break;
    case PROP_SOCK_READ:
      aiohttp_client_timeout_set_sock_read (self, g_value_get_double (value));
      break;
    case PROP_MIN_RATE:
      aiohttp_client_timeout_set_min_rate (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_client_timeout_class_init (AiohttpClientTimeoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = aiohttp_client_timeout_get_property;
  object_class->set_property = aiohttp_client_timeout_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpClientTimeout:total:
   *
   * Seconds that all of a request may take, from its call to the end of its body; 0 for no limit.
   *
   * Since: 0.1
   */
  properties[PROP_TOTAL] = g_param_spec_double ("total", NULL, NULL, 0, G_MAXDOUBLE, 300, flags);

  /**
   * AiohttpClientTimeout:connect:
   *
   * Seconds until there is a connection, the wait for a free one of the pool included; 0 for no limit.
   *
   * Since: 0.1
   */
  properties[PROP_CONNECT] = g_param_spec_double ("connect", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);

  /**
   * AiohttpClientTimeout:sock-connect:
   *
   * Seconds for one attempt to connect to one address, TLS included; 0 for no limit.
   *
   * Since: 0.1
   */
  properties[PROP_SOCK_CONNECT] = g_param_spec_double ("sock-connect", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);

  /**
   * AiohttpClientTimeout:sock-read:
   *
   * Seconds between two reads from the peer, while somebody waits for it; 0 for no limit.
   *
   * Since: 0.1
   */
  properties[PROP_SOCK_READ] = g_param_spec_double ("sock-read", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);

  /**
   * AiohttpClientTimeout:min-rate:
   *
   * Bytes a second that the response has to come with on the average of a few seconds; 0 for any rate. It ends a
   * response that drips.
   *
   * Since: 0.1
   */
  properties[PROP_MIN_RATE] = g_param_spec_uint ("min-rate", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_client_timeout_init (AiohttpClientTimeout *self)
{
  self->total = 300;
}

/**
 * aiohttp_client_timeout_new:
 *
 * Makes timeouts of aiohttp's defaults: 300 seconds in total, and no other limit.
 *
 * Returns: (transfer full): new timeouts
 *
 * Since: 0.1
 */
AiohttpClientTimeout *
aiohttp_client_timeout_new (void)
{
  return g_object_new (AIOHTTP_TYPE_CLIENT_TIMEOUT, NULL);
}

/**
 * aiohttp_client_timeout_get_total:
 * @self: timeouts
 *
 * Gets the limit of all of a request.
 *
 * Returns: seconds; 0 for no limit
 *
 * Since: 0.1
 */
double
aiohttp_client_timeout_get_total (AiohttpClientTimeout *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMEOUT (self), 0);

  return self->total;
}

/**
 * aiohttp_client_timeout_set_total:
 * @self: timeouts
 * @total: seconds; 0 for no limit
 *
 * Sets the limit of all of a request.
 *
 * Since: 0.1
 */
void
aiohttp_client_timeout_set_total (AiohttpClientTimeout *self, double total)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_TIMEOUT (self));

  g_return_if_fail (total >= 0);

  if (self->total == total)
    return;
  self->total = total;
  notify (self, PROP_TOTAL);
}

/**
 * aiohttp_client_timeout_get_connect:
 * @self: timeouts
 *
 * Gets the limit until there is a connection.
 *
 * Returns: seconds; 0 for no limit
 *
 * Since: 0.1
 */
double
aiohttp_client_timeout_get_connect (AiohttpClientTimeout *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMEOUT (self), 0);

  return self->connect;
}

/**
 * aiohttp_client_timeout_set_connect:
 * @self: timeouts
 * @connect: seconds; 0 for no limit
 *
 * Sets the limit until there is a connection.
 *
 * Since: 0.1
 */
void
aiohttp_client_timeout_set_connect (AiohttpClientTimeout *self, double connect)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_TIMEOUT (self));

  g_return_if_fail (connect >= 0);

  if (self->connect == connect)
    return;
  self->connect = connect;
  notify (self, PROP_CONNECT);
}

/**
 * aiohttp_client_timeout_get_sock_connect:
 * @self: timeouts
 *
 * Gets the limit of one attempt to connect.
 *
 * Returns: seconds; 0 for no limit
 *
 * Since: 0.1
 */
double
aiohttp_client_timeout_get_sock_connect (AiohttpClientTimeout *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMEOUT (self), 0);

  return self->sock_connect;
}

/**
 * aiohttp_client_timeout_set_sock_connect:
 * @self: timeouts
 * @sock_connect: seconds; 0 for no limit
 *
 * Sets the limit of one attempt to connect.
 *
 * Since: 0.1
 */
void
aiohttp_client_timeout_set_sock_connect (AiohttpClientTimeout *self, double sock_connect)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_TIMEOUT (self));

  g_return_if_fail (sock_connect >= 0);

  if (self->sock_connect == sock_connect)
    return;
  self->sock_connect = sock_connect;
  notify (self, PROP_SOCK_CONNECT);
}

/**
 * aiohttp_client_timeout_get_sock_read:
 * @self: timeouts
 *
 * Gets the limit between two reads.
 *
 * Returns: seconds; 0 for no limit
 *
 * Since: 0.1
 */
double
aiohttp_client_timeout_get_sock_read (AiohttpClientTimeout *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMEOUT (self), 0);

  return self->sock_read;
}

/**
 * aiohttp_client_timeout_set_sock_read:
 * @self: timeouts
 * @sock_read: seconds; 0 for no limit
 *
 * Sets the limit between two reads.
 *
 * Since: 0.1
 */
void
aiohttp_client_timeout_set_sock_read (AiohttpClientTimeout *self, double sock_read)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_TIMEOUT (self));

  g_return_if_fail (sock_read >= 0);

  if (self->sock_read == sock_read)
    return;
  self->sock_read = sock_read;
  notify (self, PROP_SOCK_READ);
}

/**
 * aiohttp_client_timeout_get_min_rate:
 * @self: timeouts
 *
 * Gets the rate that a response has to come with.
 *
 * Returns: bytes a second; 0 for any
 *
 * Since: 0.1
 */
guint
aiohttp_client_timeout_get_min_rate (AiohttpClientTimeout *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMEOUT (self), 0);

  return self->min_rate;
}

/**
 * aiohttp_client_timeout_set_min_rate:
 * @self: timeouts
 * @min_rate: bytes a second; 0 for any
 *
 * Sets the rate that a response has to come with. aiohttp has no such limit.
 *
 * Since: 0.1
 */
void
aiohttp_client_timeout_set_min_rate (AiohttpClientTimeout *self, guint min_rate)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_TIMEOUT (self));

  if (self->min_rate == min_rate)
    return;
  self->min_rate = min_rate;
  notify (self, PROP_MIN_RATE);
}
