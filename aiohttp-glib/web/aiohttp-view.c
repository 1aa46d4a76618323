/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-view.h"
#include "aiohttp-view-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-response-private.h"
#include "aiohttp-task.h"

/**
 * AiohttpView:
 *
 * A class for a path: what it overrides are the methods that the path has.
 *
 * [method@Aiohttp.Router.add_view] takes the class. A view is made for each request, so what one method finds out it
 * may keep in the view for another. HEAD is answered by `get` where `head` is not overridden, and a method that the
 * class does not have by 405 with a sorted Allow. A derived class has the methods of its parent.
 *
 * A method is called on the main stack and returns at once, with a future where the answer takes time. In C
 * [method@Aiohttp.View.spawn] runs what has to await:
 *
 * |[<!-- language="C" -->
 * static AiohttpReply *
 * add_book (AiohttpView *view, GError **error)
 * {
 *   g_autofree char *title = aiohttp_request_text (aiohttp_view_get_request (view), error);
 *
 *   return title != NULL ? AIOHTTP_REPLY (aiohttp_response_new_text (201, title)) : NULL;
 * }
 *
 * static AiohttpReply *
 * books_post (AiohttpView *view, GError **error)
 * {
 *   return aiohttp_view_spawn (view, add_book);
 * }
 *
 * static void
 * books_class_init (BooksClass *klass)
 * {
 *   AIOHTTP_VIEW_CLASS (klass)->post = books_post;
 * }
 * ]|
 *
 * It is used in the context of its request only, and lives until that is answered.
 *
 * aiohttp: `View`
 *
 * Since: 0.1
 */

typedef struct
{
  AiohttpRequest *request;
} AiohttpViewPrivate;

enum
{
  PROP_0,
  PROP_REQUEST,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AiohttpView, aiohttp_view, G_TYPE_OBJECT)

static AiohttpViewPrivate *
get_private (AiohttpView *self)
{
  return aiohttp_view_get_instance_private (self);
}

/* In the order of Allow. HEAD stands for itself: that `get` answers it too is not to be seen here. */
static const struct
{
  const char *method;
  gsize offset;
} methods[] = {
  { "DELETE", G_STRUCT_OFFSET (AiohttpViewClass, delete_) }, { "GET", G_STRUCT_OFFSET (AiohttpViewClass, get) },
  { "HEAD", G_STRUCT_OFFSET (AiohttpViewClass, head) },      { "OPTIONS", G_STRUCT_OFFSET (AiohttpViewClass, options) },
  { "PATCH", G_STRUCT_OFFSET (AiohttpViewClass, patch) },    { "POST", G_STRUCT_OFFSET (AiohttpViewClass, post) },
  { "PUT", G_STRUCT_OFFSET (AiohttpViewClass, put) },
};

static AiohttpViewFunc
get_method (AiohttpViewClass *klass, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      AiohttpViewFunc func = G_STRUCT_MEMBER (AiohttpViewFunc, klass, methods[i].offset);

      if (!g_str_equal (name, methods[i].method))
        continue;
      return func == NULL && g_str_equal (name, "HEAD") ? klass->get : func;
    }
  return NULL;
}

static char *
list_methods (AiohttpViewClass *klass)
{
  GString *allow = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (get_method (klass, methods[i].method) != NULL)
      g_string_append_printf (allow, allow->len > 0 ? ",%s" : "%s", methods[i].method);
  return g_string_free (allow, FALSE);
}

/* What a route keeps of a class. */
typedef struct
{
  AiohttpViewClass *klass;
  char *allow;
} ViewHandler;

static void
view_handler_free (gpointer data)
{
  ViewHandler *self = data;

  g_type_class_unref (self->klass);
  g_free (self->allow);
  g_free (self);
}

static AiohttpReply *
refuse (const char *allow)
{
  AiohttpResponse *response = aiohttp_response_new_for_status (405, NULL, NULL);

  aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Allow", allow, NULL);
  return AIOHTTP_REPLY (response);
}

static void
on_answered (AiohttpFuture *future, gpointer view)
{
}

static AiohttpReply *
handle_view (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const ViewHandler *self = user_data;
  AiohttpViewFunc method = get_method (self->klass, aiohttp_request_get_method (request));
  g_autoptr (AiohttpView) view = NULL;
  AiohttpReply *reply;

  if (method == NULL)
    return refuse (self->allow);
  view = g_object_new (G_TYPE_FROM_CLASS (self->klass), "request", request, NULL);
  reply = method (view, error);
  if (AIOHTTP_IS_FUTURE (reply) && !aiohttp_future_is_done (AIOHTTP_FUTURE (reply)))
    aiohttp_future_add_done_callback (AIOHTTP_FUTURE (reply), on_answered, g_steal_pointer (&view), g_object_unref);
  return reply;
}

static gboolean
check_type (GType type, GError **error)
{
  const char *name = g_type_name (type);

  if (!g_type_is_a (type, AIOHTTP_TYPE_VIEW))
    g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "%s is not a view: derive it from AiohttpView",
                 name != NULL ? name : "That");
  else if (G_TYPE_IS_ABSTRACT (type))
    g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                 "%s is abstract, and no view can be made of it: derive a class from it", name);
  else
    return TRUE;
  return FALSE;
}

static void
ref_class (gpointer data)
{
  ViewHandler *self = data;

  self->klass = g_type_class_ref (GPOINTER_TO_SIZE (self->klass));
}

AiohttpHandler *
aiohttp_view_handler_new (GType type, GError **error)
{
  ViewHandler *self;

  if (!check_type (type, error))
    return NULL;
  self = g_new0 (ViewHandler, 1);
  self->klass = GSIZE_TO_POINTER (type);
  aiohttp_call_out (ref_class, self); /* a script's class may be made only now */
  self->allow = list_methods (self->klass);
  if (*self->allow != '\0')
    return aiohttp_handler_new (handle_view, self, view_handler_free, FALSE);
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
               "%s answers nothing: override “get”, “post” or another of the methods of a view", g_type_name (type));
  view_handler_free (self);
  return NULL;
}

static void
aiohttp_view_dispose (GObject *object)
{
  g_clear_object (&get_private (AIOHTTP_VIEW (object))->request);
  G_OBJECT_CLASS (aiohttp_view_parent_class)->dispose (object);
}

static void
aiohttp_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REQUEST:
      g_value_set_object (value, get_private (AIOHTTP_VIEW (object))->request);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REQUEST:
      get_private (AIOHTTP_VIEW (object))->request = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_view_class_init (AiohttpViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_view_dispose;
  object_class->get_property = aiohttp_view_get_property;
  object_class->set_property = aiohttp_view_set_property;

  /**
   * AiohttpView:request: (getter get_request)
   *
   * The request that the view answers.
   *
   * Since: 0.1
   */
  properties[PROP_REQUEST] = g_param_spec_object ("request", NULL, NULL, AIOHTTP_TYPE_REQUEST,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_view_init (AiohttpView *self)
{
}

/**
 * aiohttp_view_get_request:
 * @self: a view
 *
 * Gets the request that the view answers.
 *
 * Returns: (transfer none): the request
 *
 * Since: 0.1
 */
AiohttpRequest *
aiohttp_view_get_request (AiohttpView *self)
{
  g_return_val_if_fail (AIOHTTP_IS_VIEW (self), NULL);

  return get_private (self)->request;
}

typedef struct
{
  AiohttpView *view;
  AiohttpViewFunc func;
} Spawned;

static void
spawned_free (gpointer data)
{
  Spawned *self = data;

  g_object_unref (self->view);
  g_free (self);
}

static gboolean
run_spawned (GValue *result, gpointer user_data, GError **error)
{
  Spawned *self = user_data;
  AiohttpReply *reply = self->func (self->view, error);

  if (reply == NULL)
    return FALSE;
  g_value_init (result, G_OBJECT_TYPE (reply));
  g_value_take_object (result, reply);
  return TRUE;
}

/**
 * aiohttp_view_spawn: (skip)
 * @self: a view
 * @func: gives the response; runs as a coroutine, so it may await
 *
 * Has a function of a view's own answer in a coroutine: what a method of the view returns that has to wait.
 *
 * Returns: (transfer full): a future of what @func returns
 *
 * Since: 0.1
 */
AiohttpReply *
aiohttp_view_spawn (AiohttpView *self, AiohttpViewFunc func)
{
  Spawned *spawned;

  g_return_val_if_fail (AIOHTTP_IS_VIEW (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  spawned = g_new (Spawned, 1);
  spawned->view = g_object_ref (self);
  spawned->func = func;
  return AIOHTTP_REPLY (aiohttp_spawn (run_spawned, spawned, spawned_free));
}
