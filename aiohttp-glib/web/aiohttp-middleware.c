/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-middleware.h"
#include "aiohttp-middleware-private.h"

#include "aiohttp-coroutine-private.h"

/**
 * AiohttpMiddleware:
 *
 * What stands around the handlers of an application: it sees each request before its handler does and each response
 * after, and may answer by itself.
 *
 * There are two easy functions to override, `before` and `after`, which cost next to nothing; and a full one, `process`,
 * which is given the rest of the chain as an [class@Aiohttp.Next]. In C, a function that runs in the request's coroutine
 * and awaits is the most comfortable form:
 *
 * |[<!-- language="C" -->
 * static AiohttpReply *
 * time_it (AiohttpRequest *request, AiohttpNext *next, gpointer user_data, GError **error)
 * {
 *   gint64 begun = g_get_monotonic_time ();
 *   AiohttpStreamResponse *response = aiohttp_next_await (next, request, error);
 *
 *   if (response == NULL)
 *     return NULL;
 *   g_print ("%s: %" G_GINT64_FORMAT " us\n", aiohttp_request_get_path (request), g_get_monotonic_time () - begun);
 *   return AIOHTTP_REPLY (response);
 * }
 *
 * aiohttp_application_add_middleware_func (app, time_it, NULL, NULL, NULL);
 * ]|
 *
 * The first that was added is the outermost. Those of an application come before those of its sub-applications, and
 * those before a route's own. The chain is built once, when the application begins to serve. It also runs for requests
 * without a route, which a 404 or 405 answers, and for those that cannot be read.
 *
 * Every middleware sees exactly one response for each request: what goes wrong has become a response, a 404 or 500
 * for instance, right where it happened. The error is then [method@Aiohttp.Response.get_error] of it.
 *
 * aiohttp: `middleware`
 *
 * Since: 0.1
 */

typedef struct
{
  AiohttpMiddlewareFunc func; /* of one that is a function */
  gpointer user_data;
  GDestroyNotify destroy;
  gboolean coroutine;
} AiohttpMiddlewarePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (AiohttpMiddleware, aiohttp_middleware, G_TYPE_OBJECT)

static AiohttpMiddlewarePrivate *
get_private (AiohttpMiddleware *self)
{
  return aiohttp_middleware_get_instance_private (self);
}

gboolean
aiohttp_middleware_is_full (AiohttpMiddleware *self)
{
  return get_private (self)->func != NULL || AIOHTTP_MIDDLEWARE_GET_CLASS (self)->process != NULL;
}

gboolean
aiohttp_middleware_is_coroutine (AiohttpMiddleware *self)
{
  return get_private (self)->coroutine;
}

typedef struct
{
  AiohttpMiddleware *self;
  AiohttpRequest *request;
  AiohttpNext *next;
  GError **error;
  AiohttpReply *reply;
} Call;

static void
call_process (gpointer data)
{
  Call *call = data;
  AiohttpMiddlewarePrivate *priv = get_private (call->self);

  if (priv->func != NULL)
    call->reply = priv->func (call->request, call->next, priv->user_data, call->error);
  else
    call->reply =
        AIOHTTP_MIDDLEWARE_GET_CLASS (call->self)->process (call->self, call->request, call->next, call->error);
}

AiohttpReply *
aiohttp_middleware_process (AiohttpMiddleware *self, AiohttpRequest *request, AiohttpNext *next, GError **error)
{
  Call call = { self, request, next, error, NULL };

  if (get_private (self)->coroutine)
    call_process (&call);
  else
    aiohttp_call_out (call_process, &call);
  return call.reply;
}

static void
aiohttp_middleware_finalize (GObject *object)
{
  AiohttpMiddlewarePrivate *priv = get_private (AIOHTTP_MIDDLEWARE (object));

  if (priv->destroy != NULL)
    aiohttp_call_out (priv->destroy, priv->user_data);
  G_OBJECT_CLASS (aiohttp_middleware_parent_class)->finalize (object);
}

static void
aiohttp_middleware_class_init (AiohttpMiddlewareClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_middleware_finalize;
}

static void
aiohttp_middleware_init (AiohttpMiddleware *self)
{
}

static AiohttpMiddleware *
new_for_func (AiohttpMiddlewareFunc func, gpointer user_data, GDestroyNotify destroy, gboolean coroutine)
{
  AiohttpMiddleware *self = g_object_new (AIOHTTP_TYPE_MIDDLEWARE, NULL);
  AiohttpMiddlewarePrivate *priv = get_private (self);

  priv->func = func;
  priv->user_data = user_data;
  priv->destroy = destroy;
  priv->coroutine = coroutine;
  return self;
}

/**
 * aiohttp_middleware_new_for_func: (skip)
 * @func: runs in the request's coroutine
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Makes a middleware of a function.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpMiddleware *
aiohttp_middleware_new_for_func (AiohttpMiddlewareFunc func, gpointer user_data, GDestroyNotify destroy)
{
  g_return_val_if_fail (func != NULL, NULL);

  return new_for_func (func, user_data, destroy, TRUE);
}

/**
 * aiohttp_middleware_new_for_func_callback: (rename-to aiohttp_middleware_new_for_func) (constructor)
 * @func: (scope notified) (closure user_data) (destroy destroy): runs on the main stack
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * The form of [ctor@Aiohttp.Middleware.new_for_func] for language bindings.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpMiddleware *
aiohttp_middleware_new_for_func_callback (AiohttpMiddlewareFunc func, gpointer user_data, GDestroyNotify destroy)
{
  g_return_val_if_fail (func != NULL, NULL);

  return new_for_func (func, user_data, destroy, FALSE);
}
