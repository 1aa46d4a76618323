/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"
#include "aiohttp-client-session-private.h"

/* The middlewares of a session. */

/**
 * aiohttp_client_session_add_middleware:
 * @self: a client session
 * @middleware: a middleware
 *
 * Lets the requests to come pass @middleware, inside of those that were added before. Requests with middlewares of their
 * own have those instead.
 *
 * aiohttp: `ClientSession(middlewares=…)`
 *
 * Since: 0.1
 */
void
aiohttp_client_session_add_middleware (AiohttpClientSession *self, AiohttpClientMiddleware *middleware)
{
  AiohttpClientDefaults *defaults;
  GPtrArray *middlewares;

  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));
  g_return_if_fail (AIOHTTP_IS_CLIENT_MIDDLEWARE (middleware));

  /* requests under way share the one before */
  defaults = aiohttp_client_session_get_defaults (self);
  middlewares = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; defaults->middlewares != NULL && i < defaults->middlewares->len; i++)
    g_ptr_array_add (middlewares, g_object_ref (defaults->middlewares->pdata[i]));
  g_ptr_array_add (middlewares, g_object_ref (middleware));
  g_clear_pointer (&defaults->middlewares, g_ptr_array_unref);
  defaults->middlewares = middlewares;
}

/**
 * aiohttp_client_session_add_middleware_func: (skip)
 * @self: a client session
 * @func: runs as a coroutine
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Adds a middleware that is a function. See [method@Aiohttp.ClientSession.add_middleware].
 *
 * Since: 0.1
 */
void
aiohttp_client_session_add_middleware_func (AiohttpClientSession *self, AiohttpClientMiddlewareFunc func,
                                            gpointer user_data, GDestroyNotify destroy)
{
  g_autoptr (AiohttpClientMiddleware) middleware = NULL;

  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));
  g_return_if_fail (func != NULL);

  middleware = aiohttp_client_middleware_new_for_func (func, user_data, destroy);
  aiohttp_client_session_add_middleware (self, middleware);
}

/**
 * aiohttp_client_session_list_middlewares:
 * @self: a client session
 *
 * Lists the middlewares of the session, the outermost first.
 *
 * Returns: (transfer container) (element-type AiohttpClientMiddleware): the middlewares
 *
 * Since: 0.1
 */
GList *
aiohttp_client_session_list_middlewares (AiohttpClientSession *self)
{
  AiohttpClientDefaults *defaults;
  GList *list = NULL;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  defaults = aiohttp_client_session_get_defaults (self);
  for (guint i = defaults->middlewares != NULL ? defaults->middlewares->len : 0; i > 0; i--)
    list = g_list_prepend (list, defaults->middlewares->pdata[i - 1]);
  return list;
}
