/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-listen-private.h"
#include "aiohttp-protocol-factory-private.h"
#include "aiohttp-server-private.h"

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

  if (aiohttp_debug_is_on () && self->sockets != NULL)
    aiohttp_debug_unclosed (self, "server");
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
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (self);
}

AiohttpServer *
aiohttp_server_listen (AiohttpEventLoop *loop, AiohttpProtocolFactory *factory, GList *addresses, guint16 port,
                       GError **error)
{
  g_autoptr (AiohttpServer) self = NULL;
  const AiohttpListenOptions options = { .port = port, .backlog = AIOHTTP_LISTEN_BACKLOG };
  g_autoptr (GPtrArray) sockets = aiohttp_listen_on_addresses (addresses, &options, error);

  if (sockets == NULL)
    return NULL;
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

  return self->sockets != NULL ? aiohttp_listen_get_port (g_ptr_array_index (self->sockets, 0)) : 0;
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
