/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-route.h"
#include "aiohttp-route-private.h"

#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-resource-private.h"

/**
 * AiohttpRoute:
 *
 * One method of a resource, with its handler and what applies to it alone.
 *
 * The add functions of a router make it and return it; what they leave at its default is set on it, until the
 * application serves.
 *
 * |[<!-- language="C" -->
 * AiohttpRoute *route = aiohttp_router_add_post (router, "/upload", upload, NULL, NULL, error);
 *
 * if (route == NULL || !aiohttp_route_set_name (route, "upload", error) ||
 *     !aiohttp_route_set_client_max_size (route, 64 * 1024 * 1024, error))
 *   return FALSE;
 * ]|
 *
 * aiohttp: `ResourceRoute`
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_METHOD,
  PROP_RESOURCE,
  PROP_NAME,
  PROP_CLIENT_MAX_SIZE,
  PROP_HANDLER_TIMEOUT,
  PROP_HANDLER_CANCELLATION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpRoute, aiohttp_route, G_TYPE_OBJECT)

static gboolean
check_not_frozen (AiohttpRoute *self, const char *what, GError **error)
{
  if (!self->frozen)
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN,
               "The %s of route %s “%s” comes too late: the application serves already; set it before it starts", what,
               self->method, self->pattern != NULL ? self->pattern->text : "");
  return FALSE;
}

AiohttpRoute *
aiohttp_route_new (AiohttpHandler *handler, const char *method, AiohttpRoutePattern *pattern, AiohttpResource *resource)
{
  AiohttpRoute *self = g_object_new (AIOHTTP_TYPE_ROUTE, NULL);

  self->handler = aiohttp_handler_ref (handler);
  g_free (self->method);
  self->method = g_ascii_strup (method, -1);
  self->method_length = strlen (method);
  self->pattern = pattern != NULL ? aiohttp_route_pattern_ref (pattern) : NULL;
  self->resource = resource;
  return self;
}

void
aiohttp_route_freeze (AiohttpRoute *self, AiohttpApplication *app, const AiohttpChain *chain)
{
  self->frozen = TRUE;
  if (self->middlewares != NULL)
    chain = self->own_chain = aiohttp_chain_new (chain, app, self->middlewares);
  self->chain = chain;
}

static void
aiohttp_route_finalize (GObject *object)
{
  AiohttpRoute *self = AIOHTTP_ROUTE (object);

  g_clear_pointer (&self->handler, aiohttp_handler_unref);
  g_clear_pointer (&self->expect_handler, aiohttp_handler_unref);
  g_clear_pointer (&self->pattern, aiohttp_route_pattern_unref);
  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  g_free (self->own_chain);
  g_free (self->method);
  G_OBJECT_CLASS (aiohttp_route_parent_class)->finalize (object);
}

static void
aiohttp_route_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpRoute *self = AIOHTTP_ROUTE (object);

  switch (id)
    {
    case PROP_METHOD:
      g_value_set_string (value, self->method);
      break;
    case PROP_RESOURCE:
      g_value_set_object (value, self->resource);
      break;
    case PROP_NAME:
      g_value_set_string (value, aiohttp_route_get_name (self));
      break;
    case PROP_CLIENT_MAX_SIZE:
      g_value_set_int64 (value, self->client_max_size);
      break;
    case PROP_HANDLER_TIMEOUT:
      g_value_set_double (value, self->handler_timeout);
      break;
    case PROP_HANDLER_CANCELLATION:
      g_value_set_boolean (value, aiohttp_route_get_handler_cancellation (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_route_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpRoute *self = AIOHTTP_ROUTE (object);
  g_autoptr (GError) error = NULL;

  switch (id)
    {
    case PROP_CLIENT_MAX_SIZE:
      aiohttp_route_set_client_max_size (self, g_value_get_int64 (value), &error);
      break;
    case PROP_HANDLER_TIMEOUT:
      aiohttp_route_set_handler_timeout (self, g_value_get_double (value), &error);
      break;
    case PROP_HANDLER_CANCELLATION:
      aiohttp_route_set_handler_cancellation (self, g_value_get_boolean (value), &error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  if (error != NULL)
    g_critical ("%s", error->message);
}

static void
aiohttp_route_class_init (AiohttpRouteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_route_finalize;
  object_class->get_property = aiohttp_route_get_property;
  object_class->set_property = aiohttp_route_set_property;

  /**
   * AiohttpRoute:method: (getter get_method)
   *
   * The method, or `*` for any.
   *
   * Since: 0.1
   */
  properties[PROP_METHOD] = g_param_spec_string ("method", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpRoute:resource: (getter get_resource)
   *
   * What the route is a method of.
   *
   * Since: 0.1
   */
  properties[PROP_RESOURCE] =
      g_param_spec_object ("resource", NULL, NULL, AIOHTTP_TYPE_RESOURCE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpRoute:name: (getter get_name)
   *
   * The name of the route's resource; [method@Aiohttp.Route.set_name] sets it.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpRoute:client-max-size: (getter get_client_max_size)
   *
   * The most bytes that the body of a request to this route may have where it is read into memory; 0 for any, -1, the
   * default, for [property@Aiohttp.Application:client-max-size].
   *
   * Since: 0.1
   */
  properties[PROP_CLIENT_MAX_SIZE] = g_param_spec_int64 ("client-max-size", NULL, NULL, -1, G_MAXINT64, -1, flags);

  /**
   * AiohttpRoute:handler-timeout: (getter get_handler_timeout)
   *
   * The seconds that the handler may take; 0 for any number, -1, the default, for what the server says.
   *
   * Since: 0.1
   */
  properties[PROP_HANDLER_TIMEOUT] =
      g_param_spec_double ("handler-timeout", NULL, NULL, -1, G_MAXINT / 1000, -1, flags);

  /**
   * AiohttpRoute:handler-cancellation: (getter get_handler_cancellation)
   *
   * Whether the handler is cancelled when the client goes away. Where it was never set, the server's option counts.
   *
   * Since: 0.1
   */
  properties[PROP_HANDLER_CANCELLATION] = g_param_spec_boolean ("handler-cancellation", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_route_init (AiohttpRoute *self)
{
  self->method = g_strdup ("");
  self->client_max_size = -1;
  self->handler_timeout = -1;
  self->handler_cancellation = -1;
}

/**
 * aiohttp_route_get_method:
 * @self: a route
 *
 * Gets the method.
 *
 * Returns: the method in upper case, or `*` for any
 *
 * Since: 0.1
 */
const char *
aiohttp_route_get_method (AiohttpRoute *self)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), NULL);

  return self->method;
}

/**
 * aiohttp_route_get_resource:
 * @self: a route
 *
 * Gets what the route is a method of.
 *
 * Returns: (transfer none) (nullable): the resource, or %NULL once its router is gone
 *
 * Since: 0.1
 */
AiohttpResource *
aiohttp_route_get_resource (AiohttpRoute *self)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), NULL);

  return self->resource;
}

/**
 * aiohttp_route_get_name:
 * @self: a route
 *
 * Gets the name of the route's resource.
 *
 * Returns: (nullable): the name
 *
 * Since: 0.1
 */
const char *
aiohttp_route_get_name (AiohttpRoute *self)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), NULL);

  return self->resource != NULL ? aiohttp_resource_get_name (self->resource) : NULL;
}

/**
 * aiohttp_route_set_name:
 * @self: a route
 * @name: a name that no other resource of the router has
 * @error: return location of the error
 *
 * Names the route's resource, as [method@Aiohttp.Resource.set_name] does.
 *
 * Returns: whether it was named
 *
 * Since: 0.1
 */
gboolean
aiohttp_route_set_name (AiohttpRoute *self, const char *name, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), FALSE);

  if (self->resource != NULL)
    return aiohttp_resource_set_name (self->resource, name, error);
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                       "The route has no resource: routes are made by the add functions of a router");
  return FALSE;
}

/**
 * aiohttp_route_get_client_max_size:
 * @self: a route
 *
 * Gets the most bytes that the body of a request may have where it is read into memory.
 *
 * Returns: the limit in bytes, 0 for none, -1 for the application's
 *
 * Since: 0.1
 */
gint64
aiohttp_route_get_client_max_size (AiohttpRoute *self)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), -1);

  return self->client_max_size;
}

/**
 * aiohttp_route_set_client_max_size:
 * @self: a route
 * @size: the limit in bytes, 0 for none, -1 for the application's
 * @error: return location of the error
 *
 * Sets the most bytes that the body of a request may have where it is read into memory.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application serves.
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_route_set_client_max_size (AiohttpRoute *self, gint64 size, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), FALSE);

  if (!check_not_frozen (self, "client-max-size", error))
    return FALSE;
  if (self->client_max_size != MAX (size, -1))
    {
      self->client_max_size = MAX (size, -1);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT_MAX_SIZE]);
    }
  return TRUE;
}

/**
 * aiohttp_route_get_handler_timeout:
 * @self: a route
 *
 * Gets the time that the handler may take.
 *
 * Returns: the time in seconds, 0 for any, -1 for what the server says
 *
 * Since: 0.1
 */
double
aiohttp_route_get_handler_timeout (AiohttpRoute *self)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), -1);

  return self->handler_timeout;
}

/**
 * aiohttp_route_set_handler_timeout:
 * @self: a route
 * @seconds: the time in seconds, 0 for any, -1 for what the server says
 * @error: return location of the error
 *
 * Sets the time that the handler may take.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application serves.
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_route_set_handler_timeout (AiohttpRoute *self, double seconds, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), FALSE);

  if (!check_not_frozen (self, "handler-timeout", error))
    return FALSE;
  seconds = seconds >= 0 ? MIN (seconds, G_MAXINT / 1000) : -1;
  if (self->handler_timeout != seconds)
    {
      self->handler_timeout = seconds;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HANDLER_TIMEOUT]);
    }
  return TRUE;
}

/**
 * aiohttp_route_get_handler_cancellation:
 * @self: a route
 *
 * Tells whether the handler is cancelled when the client goes away.
 *
 * Returns: whether it is; %FALSE too where it was never set
 *
 * Since: 0.1
 */
gboolean
aiohttp_route_get_handler_cancellation (AiohttpRoute *self)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), FALSE);

  return self->handler_cancellation == TRUE;
}

/**
 * aiohttp_route_set_handler_cancellation:
 * @self: a route
 * @cancel: whether the handler is cancelled when the client goes away
 * @error: return location of the error
 *
 * Sets whether the handler is cancelled when the client goes away, whatever the server's option says.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application serves.
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_route_set_handler_cancellation (AiohttpRoute *self, gboolean cancel, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), FALSE);

  if (!check_not_frozen (self, "handler-cancellation", error))
    return FALSE;
  if (self->handler_cancellation != !!cancel)
    {
      self->handler_cancellation = !!cancel;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HANDLER_CANCELLATION]);
    }
  return TRUE;
}

/**
 * aiohttp_route_add_middleware:
 * @self: a route
 * @middleware: a middleware
 * @error: return location of the error
 *
 * Puts a middleware around the handler of this route, inside of the application's and of those that were added before.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application serves.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_route_add_middleware (AiohttpRoute *self, AiohttpMiddleware *middleware, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), FALSE);
  g_return_val_if_fail (AIOHTTP_IS_MIDDLEWARE (middleware), FALSE);

  if (!check_not_frozen (self, "middleware", error))
    return FALSE;
  if (self->middlewares == NULL)
    self->middlewares = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->middlewares, g_object_ref (middleware));
  return TRUE;
}

/**
 * aiohttp_route_set_expect_handler:
 * @self: a route
 * @func: (scope notified) (closure user_data) (destroy destroy): decides about requests with an Expect header
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * Sets what decides about requests that expect something, in the place of the usual rules.
 *
 * Where it lets the request go on, `100 Continue` is sent as soon as the handler reads the body.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application serves; then @user_data is freed.
 *
 * aiohttp: `expect_handler`
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_route_set_expect_handler (AiohttpRoute *self, AiohttpExpectFunc func, gpointer user_data,
                                  GDestroyNotify destroy, GError **error)
{
  AiohttpHandler *handler;
  gboolean set;

  g_return_val_if_fail (AIOHTTP_IS_ROUTE (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  handler = aiohttp_handler_new (func, user_data, destroy, FALSE);
  set = check_not_frozen (self, "expect handler", error);
  if (set)
    {
      g_clear_pointer (&self->expect_handler, aiohttp_handler_unref);
      self->expect_handler = aiohttp_handler_ref (handler);
    }
  aiohttp_handler_unref (handler);
  return set;
}
