/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-protocol-factory-private.h"
#include "aiohttp-server-private.h"

#include <netinet/in.h>

/**
 * AiohttpServer:
 *
 * Listening sockets that are being served, as [method@Aiohttp.EventLoop.create_server_async] makes them.
 *
 * It serves until [method@Aiohttp.Server.close], or until its last reference is gone. Connections that were accepted
 * belong to the protocol factory and live on.
 *
 * asyncio: `Server`.
 *
 * Since: 0.1
 */

/* What a burst of connections may fill before the next accept; the system caps it (net.core.somaxconn). */
#define BACKLOG 4096

/* How often a free port is looked for that is free on all addresses. */
#define MAX_PORT_TRIES 8

struct _AiohttpServer
{
  GObject parent_instance;

  AiohttpProtocolFactory *factory;
  GPtrArray *sockets; /* of GSocket; NULL when closed */
};

G_DEFINE_FINAL_TYPE (AiohttpServer, aiohttp_server, G_TYPE_OBJECT)

static void
server_close (gpointer data)
{
  AiohttpServer *self = data;
  g_autoptr (GPtrArray) sockets = g_steal_pointer (&self->sockets);

  for (guint i = 0; sockets != NULL && i < sockets->len; i++)
    {
      GSocket *socket = g_ptr_array_index (sockets, i);

      aiohttp_protocol_factory_stop_serving (self->factory, socket);
      g_socket_close (socket, NULL);
    }
}

static void
aiohttp_server_dispose (GObject *object)
{
  AiohttpServer *self = AIOHTTP_SERVER (object);

  aiohttp_call_out (server_close, self);
  g_clear_object (&self->factory);

  G_OBJECT_CLASS (aiohttp_server_parent_class)->dispose (object);
}

static void
aiohttp_server_class_init (AiohttpServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_server_dispose;
}

static void
aiohttp_server_init (AiohttpServer *self)
{
}

static GSocket *
listen_on (GInetAddress *address, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new (address, port);
  g_autoptr (GSocket) socket = NULL;

  socket = g_socket_new (g_inet_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
#ifdef IPV6_V6ONLY
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      !g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, 1, error))
    return NULL;
#endif
  if (!g_socket_bind (socket, local, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static guint16
socket_get_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);

  return local != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)) : 0;
}

/* Of several addresses, one that this machine does not have is left out; one that is taken or forbidden is an error. */
static gboolean
error_is_fatal (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

/* On all of `addresses`; they share the port that the first one finds free when `port` is 0. */
static GPtrArray *
listen_on_all (GList *addresses, guint16 port, GError **error)
{
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) first_error = NULL;

  for (GList *l = addresses; l != NULL; l = l->next)
    {
      g_autoptr (GError) local_error = NULL;
      GSocket *socket = listen_on (l->data, port, &local_error);

      if (socket != NULL)
        {
          if (port == 0)
            port = socket_get_port (socket);
          g_ptr_array_add (sockets, socket);
          continue;
        }
      if (error_is_fatal (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (first_error == NULL)
        first_error = g_steal_pointer (&local_error);
    }
  if (sockets->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return NULL;
    }
  return g_steal_pointer (&sockets);
}

AiohttpServer *
aiohttp_server_listen (AiohttpEventLoop *loop, AiohttpProtocolFactory *factory, GList *addresses, guint16 port,
                       GError **error)
{
  g_autoptr (AiohttpServer) self = NULL;
  g_autoptr (GPtrArray) sockets = NULL;

  for (int tries = 1; sockets == NULL; tries++)
    {
      g_autoptr (GError) local_error = NULL;

      sockets = listen_on_all (addresses, port, &local_error);
      if (sockets != NULL)
        break;
      if (port == 0 && tries < MAX_PORT_TRIES && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        continue;
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "Cannot listen on port %u: ", port);
      return NULL;
    }

  self = g_object_new (AIOHTTP_TYPE_SERVER, NULL);
  self->factory = g_object_ref (factory);
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < sockets->len; i++)
    {
      GSocket *socket = g_ptr_array_index (sockets, i);

      /* Closing the server stops those that were started. */
      if (!aiohttp_protocol_factory_start_serving (factory, loop, socket, error))
        return NULL;
      g_ptr_array_add (self->sockets, g_object_ref (socket));
    }
  return g_steal_pointer (&self);
}

/**
 * aiohttp_server_is_serving:
 * @self: a server
 *
 * Tells whether the server accepts connections.
 *
 * Returns: %FALSE after [method@Aiohttp.Server.close]
 *
 * Since: 0.1
 */
gboolean
aiohttp_server_is_serving (AiohttpServer *self)
{
  g_return_val_if_fail (AIOHTTP_IS_SERVER (self), FALSE);

  return self->sockets != NULL;
}

/**
 * aiohttp_server_get_port:
 * @self: a server
 *
 * Gets the port that the server listens on, which is the one that was found when 0 was asked for.
 *
 * Returns: the port, or 0 if the server is closed
 *
 * Since: 0.1
 */
guint16
aiohttp_server_get_port (AiohttpServer *self)
{
  g_return_val_if_fail (AIOHTTP_IS_SERVER (self), 0);

  return self->sockets != NULL ? socket_get_port (g_ptr_array_index (self->sockets, 0)) : 0;
}

/**
 * aiohttp_server_dup_addresses:
 * @self: a server
 *
 * Gets the addresses that the server listens on.
 *
 * Returns: (transfer full) (element-type Gio.SocketAddress): the addresses; empty if the server is closed
 *
 * Since: 0.1
 */
GList *
aiohttp_server_dup_addresses (AiohttpServer *self)
{
  GList *addresses = NULL;

  g_return_val_if_fail (AIOHTTP_IS_SERVER (self), NULL);

  for (guint i = 0; self->sockets != NULL && i < self->sockets->len; i++)
    {
      GSocketAddress *address = g_socket_get_local_address (g_ptr_array_index (self->sockets, i), NULL);

      if (address != NULL)
        addresses = g_list_prepend (addresses, address);
    }
  return g_list_reverse (addresses);
}

/**
 * aiohttp_server_close:
 * @self: a server
 *
 * Closes the listening sockets. Connections that were accepted live on.
 *
 * Since: 0.1
 */
void
aiohttp_server_close (AiohttpServer *self)
{
  g_return_if_fail (AIOHTTP_IS_SERVER (self));

  aiohttp_call_out (server_close, self);
}
