/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-application.h"
#include "aiohttp-application-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-web-server-private.h"

/**
 * AiohttpApplication:
 *
 * A web application: the routes, and what applies to all of them.
 *
 * Routes are added to its router; then it is served by [func@Aiohttp.run_app], by an [class@Aiohttp.AppRunner], or by
 * the handler that [method@Aiohttp.Application.make_handler] makes. When it begins to serve it is frozen: from then on
 * changing it fails with %AIOHTTP_ERROR_FROZEN.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpApplication) app = aiohttp_application_new ();
 * AiohttpRouter *router = aiohttp_application_get_router (app);
 *
 * if (!aiohttp_router_add_get (router, "/", hello, NULL, NULL, &error) ||
 *     !aiohttp_router_add_get (router, "/{name}", hello, NULL, NULL, &error) ||
 *     !aiohttp_run_app (app, "127.0.0.1", 8080, &error))
 *   g_printerr ("%s\n", error->message);
 * ]|
 *
 * Functions are called when it starts and ends: [method@Aiohttp.Application.on_startup] and its like. Other applications
 * may be put below a prefix of its paths or a host, with [method@Aiohttp.Application.add_subapp] and
 * [method@Aiohttp.Application.add_domain]. What its handlers share is kept by [method@Aiohttp.Application.set_item].
 *
 * An application belongs to one thread.
 *
 * aiohttp: `Application`
 *
 * Since: 0.1
 */

#define DEFAULT_CLIENT_MAX_SIZE (1024 * 1024)

enum
{
  PROP_0,
  PROP_ROUTER,
  PROP_CLIENT_MAX_SIZE,
  PROP_FROZEN,
  PROP_THREAD_SAFE,
  N_PROPS,
};

enum
{
  RESPONSE_PREPARE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AiohttpApplication, aiohttp_application, G_TYPE_OBJECT)

const AiohttpChain *
aiohttp_application_get_chain (AiohttpApplication *self)
{
  return self->chain;
}

gboolean
aiohttp_application_check_not_frozen (AiohttpApplication *self, const char *what, GError **error)
{
  if (!self->frozen)
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN,
               "The %s comes too late: the application serves already; add it before it starts", what);
  return FALSE;
}

typedef struct
{
  AiohttpApplication *self;
  AiohttpRequest *request;
  AiohttpStreamResponse *response;
} Prepare;

static void
emit_prepare (AiohttpApplication *self, Prepare *prepare)
{
  if (self->parent != NULL)
    emit_prepare (self->parent, prepare);
  g_signal_emit (self, signals[RESPONSE_PREPARE], 0, prepare->request, prepare->response);
}

static void
emit_prepare_out (gpointer data)
{
  Prepare *prepare = data;

  emit_prepare (prepare->self, prepare);
}

void
aiohttp_application_response_prepare (AiohttpApplication *self, AiohttpRequest *request,
                                      AiohttpStreamResponse *response)
{
  Prepare prepare = { self, request, response };

  if (G_UNLIKELY (self->prepares))
    aiohttp_call_out (emit_prepare_out, &prepare);
}

static void
aiohttp_application_finalize (GObject *object)
{
  AiohttpApplication *self = AIOHTTP_APPLICATION (object);

  for (guint i = 0; i < self->children->len; i++)
    AIOHTTP_APPLICATION (g_ptr_array_index (self->children, i))->parent = NULL;
  aiohttp_application_clear_lifecycle (self);
  g_clear_pointer (&self->items, g_hash_table_unref);
  aiohttp_router_set_application (self->router, NULL);
  g_object_unref (self->router);
  g_ptr_array_unref (self->middlewares);
  g_ptr_array_unref (self->children);
  g_free (self->chain);
  G_OBJECT_CLASS (aiohttp_application_parent_class)->finalize (object);
}

static void
aiohttp_application_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpApplication *self = AIOHTTP_APPLICATION (object);

  switch (id)
    {
    case PROP_ROUTER:
      g_value_set_object (value, self->router);
      break;
    case PROP_CLIENT_MAX_SIZE:
      g_value_set_uint64 (value, self->client_max_size);
      break;
    case PROP_FROZEN:
      g_value_set_boolean (value, self->frozen);
      break;
    case PROP_THREAD_SAFE:
      g_value_set_boolean (value, self->thread_safe);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_application_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpApplication *self = AIOHTTP_APPLICATION (object);
  g_autoptr (GError) error = NULL;

  switch (id)
    {
    case PROP_CLIENT_MAX_SIZE:
      if (!aiohttp_application_set_client_max_size (self, g_value_get_uint64 (value), &error))
        g_critical ("%s", error->message);
      break;
    case PROP_THREAD_SAFE:
      aiohttp_application_set_thread_safe (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_application_class_init (AiohttpApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = aiohttp_application_finalize;
  object_class->get_property = aiohttp_application_get_property;
  object_class->set_property = aiohttp_application_set_property;

  /**
   * AiohttpApplication:router: (getter get_router)
   *
   * The routes.
   *
   * Since: 0.1
   */
  properties[PROP_ROUTER] =
      g_param_spec_object ("router", NULL, NULL, AIOHTTP_TYPE_ROUTER, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpApplication:client-max-size: (getter get_client_max_size)
   *
   * The most bytes that a request's body may have where it is read into memory, as [method@Aiohttp.Request.read] does;
   * 0 for any. Longer ones are answered with 413. The default is 1 MiB.
   *
   * Since: 0.1
   */
  properties[PROP_CLIENT_MAX_SIZE] =
      g_param_spec_uint64 ("client-max-size", NULL, NULL, 0, G_MAXUINT64, DEFAULT_CLIENT_MAX_SIZE,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * AiohttpApplication:frozen: (getter is_frozen)
   *
   * Whether the application serves, or has served, and can no longer be changed.
   *
   * Since: 0.1
   */
  properties[PROP_FROZEN] = g_param_spec_boolean ("frozen", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * AiohttpApplication:thread-safe: (getter get_thread_safe) (setter set_thread_safe)
   *
   * Whether its handlers, middlewares and hooks of responses may run in several threads at once, which
   * [property@Aiohttp.AppRunner:workers] asks for; the default is no. Each request stays in one thread.
   *
   * Since: 0.1
   */
  properties[PROP_THREAD_SAFE] = g_param_spec_boolean (
      "thread-safe", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * AiohttpApplication::response-prepare:
   * @self: the application
   * @request: what is answered
   * @response: what answers it
   *
   * Emitted when the head of a response is about to be sent: its headers can still be changed. It is emitted on the
   * outermost application first, on the main stack, and cannot wait for anything.
   *
   * Handlers that are connected once the application serves are not called.
   *
   * aiohttp: `on_response_prepare`
   *
   * Since: 0.1
   */
  signals[RESPONSE_PREPARE] =
      g_signal_new ("response-prepare", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    2, AIOHTTP_TYPE_REQUEST, AIOHTTP_TYPE_STREAM_RESPONSE);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_application_init (AiohttpApplication *self)
{
  self->router = aiohttp_router_new ();
  aiohttp_router_set_application (self->router, self);
  self->middlewares = g_ptr_array_new_with_free_func (g_object_unref);
  self->children = g_ptr_array_new_with_free_func (g_object_unref);
  aiohttp_application_init_lifecycle (self);
  self->client_max_size = DEFAULT_CLIENT_MAX_SIZE;
}

/**
 * aiohttp_application_new:
 *
 * Makes an application without routes.
 *
 * Returns: (transfer full): the application
 *
 * Since: 0.1
 */
AiohttpApplication *
aiohttp_application_new (void)
{
  return g_object_new (AIOHTTP_TYPE_APPLICATION, NULL);
}

/**
 * aiohttp_application_get_router:
 * @self: an application
 *
 * Gets the routes.
 *
 * Returns: (transfer none): the router
 *
 * Since: 0.1
 */
AiohttpRouter *
aiohttp_application_get_router (AiohttpApplication *self)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), NULL);

  return self->router;
}

/**
 * aiohttp_application_get_client_max_size:
 * @self: an application
 *
 * Gets the most bytes that a request's body may have where it is read into memory.
 *
 * Returns: the limit in bytes, 0 for none
 *
 * Since: 0.1
 */
guint64
aiohttp_application_get_client_max_size (AiohttpApplication *self)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), 0);

  return self->client_max_size;
}

/**
 * aiohttp_application_set_client_max_size:
 * @self: an application
 * @size: the limit in bytes, 0 for none
 * @error: return location of the error
 *
 * Sets the most bytes that a request's body may have where it is read into memory.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application serves.
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_set_client_max_size (AiohttpApplication *self, guint64 size, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);

  if (self->frozen)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN,
                           "The application serves already: set client-max-size before it starts");
      return FALSE;
    }
  if (size != self->client_max_size)
    {
      self->client_max_size = size;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT_MAX_SIZE]);
    }
  return TRUE;
}

/**
 * aiohttp_application_add_middleware:
 * @self: an application
 * @middleware: a middleware
 * @error: return location of the error
 *
 * Puts a middleware around all handlers of the application, inside of those that were added before.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application serves.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_add_middleware (AiohttpApplication *self, AiohttpMiddleware *middleware, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (AIOHTTP_IS_MIDDLEWARE (middleware), FALSE);

  if (!aiohttp_application_check_not_frozen (self, "middleware", error))
    return FALSE;
  g_ptr_array_add (self->middlewares, g_object_ref (middleware));
  return TRUE;
}

/**
 * aiohttp_application_add_middleware_func: (skip)
 * @self: an application
 * @func: runs in the request's coroutine
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * Adds a function as a middleware, as [method@Aiohttp.Application.add_middleware] does.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_add_middleware_func (AiohttpApplication *self, AiohttpMiddlewareFunc func, gpointer user_data,
                                         GDestroyNotify destroy, GError **error)
{
  g_autoptr (AiohttpMiddleware) middleware = aiohttp_middleware_new_for_func (func, user_data, destroy);

  return aiohttp_application_add_middleware (self, middleware, error);
}

/**
 * aiohttp_application_add_middleware_func_callback: (rename-to aiohttp_application_add_middleware_func)
 * @self: an application
 * @func: (scope notified) (closure user_data) (destroy destroy): runs on the main stack
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Application.add_middleware_func] for language bindings.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_add_middleware_func_callback (AiohttpApplication *self, AiohttpMiddlewareFunc func,
                                                  gpointer user_data, GDestroyNotify destroy, GError **error)
{
  g_autoptr (AiohttpMiddleware) middleware = aiohttp_middleware_new_for_func_callback (func, user_data, destroy);

  return aiohttp_application_add_middleware (self, middleware, error);
}

/**
 * aiohttp_application_list_middlewares:
 * @self: an application
 *
 * Lists the middlewares, outermost first.
 *
 * Returns: (transfer container) (element-type AiohttpMiddleware): the middlewares
 *
 * Since: 0.1
 */
GList *
aiohttp_application_list_middlewares (AiohttpApplication *self)
{
  GList *middlewares = NULL;

  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), NULL);

  for (guint i = self->middlewares->len; i > 0; i--)
    middlewares = g_list_prepend (middlewares, g_ptr_array_index (self->middlewares, i - 1));
  return middlewares;
}

/**
 * aiohttp_application_is_frozen:
 * @self: an application
 *
 * Tells whether the application can no longer be changed.
 *
 * Returns: whether it is frozen
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_is_frozen (AiohttpApplication *self)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);

  return self->frozen;
}

static void
freeze (AiohttpApplication *self, const AiohttpApplication *outer)
{
  if (self->frozen)
    return;
  self->frozen = TRUE;
  self->prepares =
      (outer != NULL && outer->prepares) || g_signal_has_handler_pending (self, signals[RESPONSE_PREPARE], 0, TRUE);
  self->chain = aiohttp_chain_new (outer != NULL ? outer->chain : NULL, self, self->middlewares);
  aiohttp_router_freeze (self->router, self->chain);
  for (guint i = 0; i < self->children->len; i++)
    freeze (g_ptr_array_index (self->children, i), self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FROZEN]);
}

/**
 * aiohttp_application_freeze:
 * @self: an application
 *
 * Ends the time in which the application can be changed. Serving it does this by itself.
 *
 * Since: 0.1
 */
void
aiohttp_application_freeze (AiohttpApplication *self)
{
  g_return_if_fail (AIOHTTP_IS_APPLICATION (self));

  while (self->parent != NULL)
    self = self->parent;
  freeze (self, NULL);
}

/**
 * aiohttp_application_make_handler:
 * @self: an application
 *
 * Makes what serves the application on an event loop: give it to [method@Aiohttp.EventLoop.create_server_async]. An
 * [class@Aiohttp.AppRunner] does more of the work.
 *
 * Returns: (transfer full): the protocol factory
 *
 * Since: 0.1
 */
AiohttpWebServer *
aiohttp_application_make_handler (AiohttpApplication *self)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), NULL);

  return aiohttp_web_server_new (self);
}

/**
 * aiohttp_application_get_thread_safe:
 * @self: an application
 *
 * Tells whether it may be served by several threads.
 *
 * Returns: whether it may
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_get_thread_safe (AiohttpApplication *self)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);

  return self->thread_safe;
}

/**
 * aiohttp_application_set_thread_safe:
 * @self: an application
 * @thread_safe: whether several threads may run its handlers
 *
 * Says whether it may be served by several threads.
 *
 * Since: 0.1
 */
void
aiohttp_application_set_thread_safe (AiohttpApplication *self, gboolean thread_safe)
{
  g_return_if_fail (AIOHTTP_IS_APPLICATION (self));

  if (self->thread_safe == thread_safe)
    return;
  self->thread_safe = thread_safe;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THREAD_SAFE]);
}
