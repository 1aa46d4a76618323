/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-resolver.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"

/**
 * AiohttpResolver:
 *
 * What finds the addresses of hosts: a class to derive from, in every language, for a
 * [property@Aiohttp.TcpConnector:resolver]. Without one a connector asks GLib's [class@Gio.Resolver], as the system is
 * set up.
 *
 * |[<!-- language="C" -->
 * static AiohttpFuture *
 * local_resolver_resolve (AiohttpResolver *self, const char *host, guint port, GSocketFamily family, GError **error)
 * {
 *   AiohttpFuture *future = aiohttp_future_new ();
 *
 *   aiohttp_future_set_string (future, "127.0.0.1");
 *   return future;
 * }
 * ]|
 *
 * aiohttp: `AbstractResolver`.
 *
 * Since: 0.1
 */

/**
 * AiohttpResolverClass::resolve:
 * @self: a resolver
 * @host: a host name, in ASCII
 * @port: the port to connect to
 * @family: %G_SOCKET_FAMILY_IPV4, %G_SOCKET_FAMILY_IPV6, or %G_SOCKET_FAMILY_INVALID for both
 * @error: return location for an error
 *
 * Begins to find the addresses of @host. It is called on the main stack, in the thread of the connector, and returns at
 * once; who no longer waits for it does not end it. The future comes to have an IP address as a string, or several, best
 * first, as a %G_TYPE_STRV; one may bring a port of its own: `10.0.0.1`, `10.0.0.1:8080`, `::1`, `[::1]:8080`.
 *
 * Returns: (transfer full): a future of addresses, or %NULL with @error set
 *
 * Since: 0.1
 */

G_DEFINE_ABSTRACT_TYPE (AiohttpResolver, aiohttp_resolver, G_TYPE_OBJECT)

static AiohttpFuture *
aiohttp_resolver_real_resolve (AiohttpResolver *self, const char *host, guint port, GSocketFamily family,
                               GError **error)
{
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "%s has no resolve", G_OBJECT_TYPE_NAME (self));
  return NULL;
}

static void
aiohttp_resolver_class_init (AiohttpResolverClass *klass)
{
  klass->resolve = aiohttp_resolver_real_resolve;
}

static void
aiohttp_resolver_init (AiohttpResolver *self)
{
}

typedef struct
{
  AiohttpResolver *self;
  const char *host;
  guint port;
  GSocketFamily family;
  AiohttpFuture *future;
  GError **error;
} Resolve;

static void
resolve_on_main_stack (gpointer data)
{
  Resolve *call = data;

  call->future =
      AIOHTTP_RESOLVER_GET_CLASS (call->self)->resolve (call->self, call->host, call->port, call->family, call->error);
}

/**
 * aiohttp_resolver_resolve:
 * @self: a resolver
 * @host: a host name, in ASCII
 * @port: the port to connect to
 * @family: %G_SOCKET_FAMILY_IPV4, %G_SOCKET_FAMILY_IPV6, or %G_SOCKET_FAMILY_INVALID for both
 * @error: return location for an error
 *
 * Begins to find the addresses of a host: see [vfunc@Aiohttp.Resolver.resolve].
 *
 * Returns: (transfer full): a future of addresses; %NULL on error
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_resolver_resolve (AiohttpResolver *self, const char *host, guint port, GSocketFamily family, GError **error)
{
  Resolve call = { self, host, port, family, NULL, error };

  g_return_val_if_fail (AIOHTTP_IS_RESOLVER (self), NULL);
  g_return_val_if_fail (host != NULL, NULL);

  aiohttp_call_out (resolve_on_main_stack, &call);
  return call.future;
}
