/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-function-factory.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-protocol-factory-private.h"
#include "aiohttp-stream-transport-private.h"

/**
 * AiohttpFunctionFactory:
 *
 * Serves each connection by a protocol of its own, which a function makes: for
 * [method@Aiohttp.EventLoop.create_server_async].
 *
 * asyncio: the `protocol_factory` of `loop.create_server()`.
 *
 * Since: 0.1
 */

/* As many as are accepted before other sources get their turn. */
#define ACCEPTS_PER_TURN 16

struct _AiohttpFunctionFactory
{
  GObject parent_instance;

  AiohttpProtocolFunc func;
  gpointer user_data;
  GDestroyNotify notify;
  GHashTable *sources; /* GSocket to GSource */
};

static void aiohttp_function_factory_iface_init (AiohttpProtocolFactoryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AiohttpFunctionFactory, aiohttp_function_factory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (AIOHTTP_TYPE_PROTOCOL_FACTORY,
                                                      aiohttp_function_factory_iface_init))

typedef struct
{
  AiohttpFunctionFactory *self;
  AiohttpEventLoop *loop;
} Listening;

static void
listening_free (gpointer data)
{
  Listening *listening = data;

  g_object_unref (listening->self);
  g_object_unref (listening->loop);
  g_free (listening);
}

static void
source_free (gpointer source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static gboolean
accept_one (AiohttpFunctionFactory *self, AiohttpEventLoop *loop, GSocket *socket)
{
  g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, NULL);
  g_autoptr (AiohttpProtocol) protocol = NULL;

  if (accepted == NULL)
    return FALSE;
  protocol = self->func (self->user_data);
  if (protocol != NULL)
    g_object_unref (aiohttp_stream_transport_start (loop, accepted, protocol, NULL, NULL));
  return TRUE;
}

static gboolean
on_acceptable (GSocket *socket, GIOCondition condition, gpointer data)
{
  Listening *listening = data;
  g_autoptr (AiohttpEventLoop) loop = g_object_ref (listening->loop);
  g_autoptr (AiohttpFunctionFactory) self = g_object_ref (listening->self);
  gboolean pushed = aiohttp_event_loop_push (loop);

  for (int i = 0; i < ACCEPTS_PER_TURN && !g_socket_is_closed (socket) && accept_one (self, loop, socket); i++)
    ;
  if (pushed)
    aiohttp_event_loop_pop (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
aiohttp_function_factory_start_serving (AiohttpProtocolFactory *factory, AiohttpEventLoop *loop, GSocket *socket,
                                        GError **error)
{
  AiohttpFunctionFactory *self = AIOHTTP_FUNCTION_FACTORY (factory);
  GSource *source = g_socket_create_source (socket, G_IO_IN, NULL);
  Listening *listening = g_new (Listening, 1);

  listening->self = g_object_ref (self);
  listening->loop = g_object_ref (loop);
  g_source_set_static_name (source, "aiohttp protocol server");
  g_source_set_callback (source, G_SOURCE_FUNC (on_acceptable), listening, listening_free);
  g_source_attach (source, aiohttp_event_loop_get_context (loop));
  g_hash_table_insert (self->sources, g_object_ref (socket), source);
  return TRUE;
}

static void
aiohttp_function_factory_stop_serving (AiohttpProtocolFactory *factory, GSocket *socket)
{
  g_hash_table_remove (AIOHTTP_FUNCTION_FACTORY (factory)->sources, socket);
}

static void
free_user_data (gpointer data)
{
  AiohttpFunctionFactory *self = data;

  self->notify (self->user_data);
}

static void
aiohttp_function_factory_finalize (GObject *object)
{
  AiohttpFunctionFactory *self = AIOHTTP_FUNCTION_FACTORY (object);

  if (self->notify != NULL)
    aiohttp_call_out (free_user_data, self);
  g_hash_table_unref (self->sources);

  G_OBJECT_CLASS (aiohttp_function_factory_parent_class)->finalize (object);
}

static void
aiohttp_function_factory_class_init (AiohttpFunctionFactoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_function_factory_finalize;
}

static void
aiohttp_function_factory_init (AiohttpFunctionFactory *self)
{
  self->sources = g_hash_table_new_full (NULL, NULL, g_object_unref, source_free);
}

/**
 * aiohttp_function_factory_new:
 * @func: (scope notified) (closure user_data) (destroy notify): makes a protocol for each connection
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data
 *
 * Creates a factory of protocols.
 *
 * Returns: (transfer full): the factory
 *
 * Since: 0.1
 */
AiohttpFunctionFactory *
aiohttp_function_factory_new (AiohttpProtocolFunc func, gpointer user_data, GDestroyNotify notify)
{
  AiohttpFunctionFactory *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (AIOHTTP_TYPE_FUNCTION_FACTORY, NULL);
  self->func = func;
  self->user_data = user_data;
  self->notify = notify;
  return self;
}

static void
aiohttp_function_factory_iface_init (AiohttpProtocolFactoryInterface *iface)
{
  iface->start_serving = aiohttp_function_factory_start_serving;
  iface->stop_serving = aiohttp_function_factory_stop_serving;
}
