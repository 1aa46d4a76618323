/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-middleware.h"
#include "aiohttp-client-middleware-private.h"

#include "aiohttp-coroutine-private.h"

/**
 * AiohttpClientMiddleware:
 *
 * What stands around the requests of a session: it sees each one before it is sent and each response after, may change
 * the request, send it again, or answer without sending anything.
 *
 * There are two easy functions to override, `before` and `after`; and a full one, `process`, which is given the rest of
 * the chain as an [class@Aiohttp.ClientNext]. In C, a function that runs as a coroutine and awaits is the most
 * comfortable form:
 *
 * |[<!-- language="C" -->
 * static AiohttpReply *
 * time_it (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
 * {
 *   gint64 begun = g_get_monotonic_time ();
 *   AiohttpClientResponse *response = aiohttp_client_next_await (next, request, error);
 *
 *   if (response == NULL)
 *     return NULL;
 *   g_print ("%s: %" G_GINT64_FORMAT " us\n", aiohttp_client_request_get_url (request), g_get_monotonic_time () - begun);
 *   return AIOHTTP_REPLY (response);
 * }
 * ]|
 *
 * The first of a session's is the outermost. They run once for each hop: a redirect that is followed passes them again.
 * A request with middlewares of its own has those in place of the session's. The total timeout of the request goes on
 * while they run.
 *
 * A request that a middleware makes through the same session passes the same middlewares, for ever maybe: such a
 * request is made with none.
 *
 * aiohttp: client middlewares
 *
 * Since: 0.1
 */

typedef struct
{
  AiohttpClientMiddlewareFunc func; /* of one that is a function */
  gpointer user_data;
  GDestroyNotify destroy;
  gboolean coroutine;
} AiohttpClientMiddlewarePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (AiohttpClientMiddleware, aiohttp_client_middleware, G_TYPE_OBJECT)

static AiohttpClientMiddlewarePrivate *
get_private (AiohttpClientMiddleware *self)
{
  return aiohttp_client_middleware_get_instance_private (self);
}

void
aiohttp_client_middleware_set_coroutine (AiohttpClientMiddleware *self, AiohttpClientMiddlewareFunc func)
{
  AiohttpClientMiddlewarePrivate *priv = get_private (self);

  priv->func = func;
  priv->user_data = self;
  priv->coroutine = TRUE;
}

gboolean
aiohttp_client_middleware_is_full (AiohttpClientMiddleware *self)
{
  return get_private (self)->func != NULL || AIOHTTP_CLIENT_MIDDLEWARE_GET_CLASS (self)->process != NULL;
}

gboolean
aiohttp_client_middleware_is_coroutine (AiohttpClientMiddleware *self)
{
  return get_private (self)->coroutine;
}

typedef struct
{
  AiohttpClientMiddleware *self;
  AiohttpClientRequest *request;
  AiohttpClientNext *next;
  GError **error;
  AiohttpReply *reply;
} Call;

static void
call_process (gpointer data)
{
  Call *call = data;
  AiohttpClientMiddlewarePrivate *priv = get_private (call->self);

  if (priv->func != NULL)
    call->reply = priv->func (call->request, call->next, priv->user_data, call->error);
  else
    call->reply =
        AIOHTTP_CLIENT_MIDDLEWARE_GET_CLASS (call->self)->process (call->self, call->request, call->next, call->error);
}

AiohttpReply *
aiohttp_client_middleware_process (AiohttpClientMiddleware *self, AiohttpClientRequest *request,
                                   AiohttpClientNext *next, GError **error)
{
  Call call = { self, request, next, error, NULL };

  if (get_private (self)->coroutine)
    call_process (&call);
  else
    aiohttp_call_out (call_process, &call);
  return call.reply;
}

static void
aiohttp_client_middleware_finalize (GObject *object)
{
  AiohttpClientMiddlewarePrivate *priv = get_private (AIOHTTP_CLIENT_MIDDLEWARE (object));

  if (priv->destroy != NULL)
    aiohttp_call_out (priv->destroy, priv->user_data);
  G_OBJECT_CLASS (aiohttp_client_middleware_parent_class)->finalize (object);
}

static void
aiohttp_client_middleware_class_init (AiohttpClientMiddlewareClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_client_middleware_finalize;
}

static void
aiohttp_client_middleware_init (AiohttpClientMiddleware *self)
{
}

static AiohttpClientMiddleware *
new_for_func (AiohttpClientMiddlewareFunc func, gpointer user_data, GDestroyNotify destroy, gboolean coroutine)
{
  AiohttpClientMiddleware *self = g_object_new (AIOHTTP_TYPE_CLIENT_MIDDLEWARE, NULL);
  AiohttpClientMiddlewarePrivate *priv = get_private (self);

  priv->func = func;
  priv->user_data = user_data;
  priv->destroy = destroy;
  priv->coroutine = coroutine;
  return self;
}

/**
 * aiohttp_client_middleware_new_for_func: (skip)
 * @func: runs as a coroutine
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Makes a client middleware of a function.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpClientMiddleware *
aiohttp_client_middleware_new_for_func (AiohttpClientMiddlewareFunc func, gpointer user_data, GDestroyNotify destroy)
{
  g_return_val_if_fail (func != NULL, NULL);

  return new_for_func (func, user_data, destroy, TRUE);
}

/**
 * aiohttp_client_middleware_new_for_func_callback: (rename-to aiohttp_client_middleware_new_for_func) (constructor)
 * @func: (scope notified) (closure user_data) (destroy destroy): runs on the main stack
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * The form of [ctor@Aiohttp.ClientMiddleware.new_for_func] for language bindings.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpClientMiddleware *
aiohttp_client_middleware_new_for_func_callback (AiohttpClientMiddlewareFunc func, gpointer user_data,
                                                 GDestroyNotify destroy)
{
  g_return_val_if_fail (func != NULL, NULL);

  return new_for_func (func, user_data, destroy, FALSE);
}
