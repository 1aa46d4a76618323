/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-event-loop.h"

#include "aiohttp-await-private.h"
#include "aiohttp-listen-private.h"
#include "aiohttp-server-private.h"

/* AiohttpEventLoop: create_server. */

typedef struct
{
  AiohttpProtocolFactory *factory;
  guint16 port;
} CreateServer;

static void
create_server_free (gpointer data)
{
  CreateServer *create = data;

  g_object_unref (create->factory);
  g_free (create);
}

typedef struct
{
  GTask *task;
  GList *addresses;
} Listen;

/* On the main stack, since the factory is called. */
static void
create_server_on_addresses (gpointer data)
{
  Listen *listen = data;
  GTask *task = listen->task;
  CreateServer *create = g_task_get_task_data (task);
  GError *error = NULL;
  AiohttpServer *server =
      aiohttp_server_listen (g_task_get_source_object (task), create->factory, listen->addresses, create->port, &error);

  if (server != NULL)
    g_task_return_pointer (task, server, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  Listen listen = { task, aiohttp_listen_resolve_finish (result, &error) };

  if (listen.addresses == NULL)
    g_task_return_error (task, error);
  else
    aiohttp_call_out (create_server_on_addresses, &listen);
  g_resolver_free_addresses (listen.addresses);
}

/**
 * aiohttp_event_loop_create_server_async:
 * @self: an event loop
 * @factory: what to serve
 * @host: (nullable): an address or a host name; %NULL for all interfaces
 * @port: a port, or 0 for a free one
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data): called when the server listens
 * @user_data: passed to @callback
 *
 * Listens on @port of all the addresses that @host names, and serves each connection by @factory.
 *
 * Call it in the context of the loop. The sockets have `SO_REUSEADDR`, IPv6 ones are for IPv6 only, and up to 4096
 * connections wait to be accepted, or what the system allows. Of several addresses, those that this machine does
 * not have are left out, as long as one is left.
 *
 * asyncio: `loop.create_server()`.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_create_server_async (AiohttpEventLoop *self, AiohttpProtocolFactory *factory, const char *host,
                                        guint16 port, GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  CreateServer *create;

  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));
  g_return_if_fail (AIOHTTP_IS_PROTOCOL_FACTORY (factory));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_event_loop_create_server_async);
  g_task_set_name (task, "aiohttp_event_loop_create_server_async");
  /* A server that listens is handed over in any case. */
  g_task_set_check_cancellable (task, FALSE);
  create = g_new0 (CreateServer, 1);
  create->factory = g_object_ref (factory);
  create->port = port;
  g_task_set_task_data (task, create, create_server_free);

  if (!g_task_return_error_if_cancelled (task))
    aiohttp_listen_resolve_async (host, cancellable, on_resolved, g_steal_pointer (&task));
}

/**
 * aiohttp_event_loop_create_server_finish:
 * @self: an event loop
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.EventLoop.create_server_async].
 *
 * Returns: (transfer full): the server, which listens; %NULL with an error of #GIOErrorEnum or #GResolverError
 *
 * Since: 0.1
 */
AiohttpServer *
aiohttp_event_loop_create_server_finish (AiohttpEventLoop *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_event_loop_create_server_async, error);
}

/**
 * aiohttp_event_loop_create_server: (skip)
 * @self: an event loop
 * @factory: what to serve
 * @host: (nullable): an address or a host name; %NULL for all interfaces
 * @port: a port, or 0 for a free one
 * @error: where to put the error
 *
 * Listens and serves, as [method@Aiohttp.EventLoop.create_server_async] does, suspending the calling coroutine.
 *
 * Returns: (transfer full): the server, which listens; %NULL with an error of #GIOErrorEnum or #GResolverError
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (AiohttpServer *, aiohttp_event_loop_create_server, NULL,
                      (AiohttpEventLoop * self, AiohttpProtocolFactory *factory, const char *host, guint16 port),
                      (self, factory, host, port))
