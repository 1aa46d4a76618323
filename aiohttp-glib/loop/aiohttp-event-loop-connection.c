/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-event-loop.h"

#include "aiohttp-await-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-stream-transport-private.h"

/* AiohttpEventLoop: create_connection. */

static void
on_started (AiohttpStreamTransport *transport, gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_pointer (task, g_object_ref (transport), g_object_unref);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  g_autoptr (AiohttpStreamTransport) transport = NULL;
  AiohttpEventLoop *loop = g_task_get_source_object (task);
  GSocket *socket;

  if (connection == NULL || !aiohttp_event_loop_check_open (loop, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  socket = g_socket_connection_get_socket (connection);
  transport =
      aiohttp_stream_transport_start (loop, socket, g_task_get_task_data (task), on_started, g_object_ref (task));
  /* The connection would close the socket with it; the transport has it now. */
  g_object_set_data_full (G_OBJECT (transport), "aiohttp-connection", g_steal_pointer (&connection), g_object_unref);
}

/**
 * aiohttp_event_loop_create_connection_async:
 * @self: an event loop
 * @protocol: what to do with the connection
 * @host: an address or a host name
 * @port: a port
 * @cancellable: (nullable): gives the attempt up
 * @callback: (scope async) (closure user_data): called when the protocol's `connection_made` has returned
 * @user_data: passed to @callback
 *
 * Connects to a host, whose addresses it tries as RFC 8305 says, and hands the connection to @protocol.
 *
 * Call it in the context of the loop. There is neither TLS nor a proxy; for HTTP there is
 * [class@Aiohttp.ClientSession].
 *
 * asyncio: `loop.create_connection()`, which takes a function that makes the protocol.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_create_connection_async (AiohttpEventLoop *self, AiohttpProtocol *protocol, const char *host,
                                            guint16 port, GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_autoptr (GSocketConnectable) address = NULL;
  g_autoptr (GSocketClient) client = NULL;
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));
  g_return_if_fail (AIOHTTP_IS_PROTOCOL (protocol));
  g_return_if_fail (host != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_event_loop_create_connection_async);
  g_task_set_name (task, "aiohttp_event_loop_create_connection_async");
  /* A connection that was made is handed over in any case. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (protocol), g_object_unref);

  client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  address = g_network_address_new (host, port);
  g_socket_client_connect_async (client, address, cancellable, on_connected, task);
}

/**
 * aiohttp_event_loop_create_connection_finish:
 * @self: an event loop
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.EventLoop.create_connection_async].
 *
 * Returns: (transfer full): the transport; %NULL with an error of #GIOErrorEnum or #GResolverError
 *
 * Since: 0.1
 */
AiohttpStreamTransport *
aiohttp_event_loop_create_connection_finish (AiohttpEventLoop *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_event_loop_create_connection_async, error);
}

/**
 * aiohttp_event_loop_create_connection: (skip)
 * @self: an event loop
 * @protocol: what to do with the connection
 * @host: an address or a host name
 * @port: a port
 * @error: where to put the error
 *
 * Connects as [method@Aiohttp.EventLoop.create_connection_async] does, suspending the calling coroutine.
 *
 * Returns: (transfer full): the transport; %NULL with an error of #GIOErrorEnum or #GResolverError, or with one of the
 *   wait
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (AiohttpStreamTransport *, aiohttp_event_loop_create_connection, NULL,
                      (AiohttpEventLoop * self, AiohttpProtocol *protocol, const char *host, guint16 port),
                      (self, protocol, host, port))
