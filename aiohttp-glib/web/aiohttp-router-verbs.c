/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-router.h"
#include "aiohttp-router-private.h"

#include "aiohttp-view-private.h"

/**
 * aiohttp_router_add_route: (skip)
 * @self: a router
 * @method: a method, or `*` for any
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a route whose handler runs as a coroutine.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_PATTERN, %AIOHTTP_ERROR_ROUTE_CONFLICT, %AIOHTTP_ERROR_INVALID_ARGUMENT for a
 * method that is none, and %AIOHTTP_ERROR_FROZEN once the application serves. The message says what to write instead.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_route (AiohttpRouter *self, const char *method, const char *path, AiohttpHandlerFunc handler,
                          gpointer user_data, GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, method, path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_route_callback: (rename-to aiohttp_router_add_route)
 * @self: a router
 * @method: a method, or `*` for any
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_route] for language bindings, and for handlers that return a future.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_route_callback (AiohttpRouter *self, const char *method, const char *path,
                                   AiohttpHandlerFunc handler, gpointer user_data, GDestroyNotify destroy,
                                   GError **error)
{
  return aiohttp_router_add_handler (self, method, path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_get: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a GET route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * It also answers HEAD, unless the path has a HEAD route of its own.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_get (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                        GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "GET", path, handler, user_data, destroy, TRUE, TRUE, error);
}

/**
 * aiohttp_router_add_get_callback: (rename-to aiohttp_router_add_get)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_get] for language bindings, and for handlers that return a future.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_get_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                 GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "GET", path, handler, user_data, destroy, FALSE, TRUE, error);
}

/**
 * aiohttp_router_add_head: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a HEAD route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_head (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                         GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "HEAD", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_head_callback: (rename-to aiohttp_router_add_head)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_head] for language bindings, and for handlers that return a future.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_head_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                  GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "HEAD", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_post: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a POST route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_post (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                         GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "POST", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_post_callback: (rename-to aiohttp_router_add_post)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_post] for language bindings, and for handlers that return a future.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_post_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                  GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "POST", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_put: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a PUT route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_put (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                        GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "PUT", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_put_callback: (rename-to aiohttp_router_add_put)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_put] for language bindings, and for handlers that return a future.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_put_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                 GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "PUT", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_patch: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a PATCH route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_patch (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                          GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "PATCH", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_patch_callback: (rename-to aiohttp_router_add_patch)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_patch] for language bindings, and for handlers that return a future.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_patch_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                   gpointer user_data, GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "PATCH", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_delete: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a DELETE route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_delete (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                           GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "DELETE", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_delete_callback: (rename-to aiohttp_router_add_delete)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_delete] for language bindings, and for handlers that return a future.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_delete_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                    gpointer user_data, GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "DELETE", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_options: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds an OPTIONS route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_options (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                            GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "OPTIONS", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_options_callback: (rename-to aiohttp_router_add_options)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_options] for language bindings, and for handlers that return a future.
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_options_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                     gpointer user_data, GDestroyNotify destroy, GError **error)
{
  return aiohttp_router_add_handler (self, "OPTIONS", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_view:
 * @self: a router
 * @path: a pattern
 * @view: the type of a class that is derived from [class@Aiohttp.View]
 * @error: return location of the error
 *
 * Adds a class that answers all methods of a path.
 *
 * There is one route, for any method, and so no other route of the path; options that are set on it hold for all methods
 * of the view. What the class does not override is answered with 405.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT for a type that is no view, is abstract or overrides no method, and as
 * [method@Aiohttp.Router.add_route] does.
 *
 * aiohttp: `add_view()`
 *
 * Returns: (transfer none): the route, for its options; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_router_add_view (AiohttpRouter *self, const char *path, GType view, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTER (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return aiohttp_router_take_handler (self, "*", path, aiohttp_view_handler_new (view, error), FALSE, error);
}
