/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-json-object-private.h"

/* A body of JSON as an object of the application's own. */

typedef struct
{
  JsonNode *node;
  GType type;
  GObject *object;
  GError *error;
} Conversion;

static void
convert (gpointer data)
{
  Conversion *conversion = data;

  conversion->object = aiohttp_json_to_object (conversion->node, conversion->type, &conversion->error);
}

static void
on_json (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (JsonNode) node = aiohttp_request_json_finish (AIOHTTP_REQUEST (source), result, &error);
  Conversion conversion = { .node = node, .type = (GType) g_task_get_task_data (task) };

  if (node == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* constructors and setters may be those of a binding */
  aiohttp_call_out (convert, &conversion);
  if (conversion.object != NULL)
    g_task_return_pointer (task, conversion.object, g_object_unref);
  else
    {
      g_task_return_new_error (task, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST, "The body does not fit: %s",
                               conversion.error->message);
      g_error_free (conversion.error);
    }
}

/**
 * aiohttp_request_json_object: (skip)
 * @self: a request
 * @type: the type of the object to make
 * @error: return location of the error
 *
 * Awaits the body as JSON, and makes an object with its members as properties.
 *
 * The body is an object. Each member sets the property of its name, `_` being as good as `-`: strings, booleans, numbers,
 * enumerations by their nicks, dates of ISO 8601 for [struct@GLib.DateTime], arrays of strings for `GStrv`, objects for
 * objects, and any [struct@Json.Node]. Members that are no property are passed over; those that are not there leave the
 * property as it is in a new object. A member of another type, or outside of what its property takes, is
 * %AIOHTTP_HTTP_ERROR_BAD_REQUEST with a message that names it: `“address.city” must be a string`. So is what
 * [method@Aiohttp.Request.json] refuses.
 *
 * Whatever of its properties a client must not set, the type must not let be written.
 *
 * Returns: (transfer full): the object, or %NULL on an error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (GObject *, aiohttp_request_json_object, NULL, (AiohttpRequest * self, GType type), (self, type))

/**
 * aiohttp_request_json_object_async:
 * @self: a request
 * @type: the type of the object to make
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the object
 * @user_data: for @callback
 *
 * Reads the body as JSON, and makes an object with its members as properties. A member that does not fit its property is
 * %AIOHTTP_HTTP_ERROR_BAD_REQUEST with a message that names it; members that are no property are passed over.
 *
 * Since: 0.1
 */
void
aiohttp_request_json_object_async (AiohttpRequest *self, GType type, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_REQUEST (self));
  g_return_if_fail (g_type_is_a (type, G_TYPE_OBJECT) && !G_TYPE_IS_ABSTRACT (type));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_request_json_object_async);
  g_task_set_name (task, "[aiohttp] request: json object");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, (gpointer) type, NULL);
  aiohttp_request_json_async (self, cancellable, on_json, task);
}

/**
 * aiohttp_request_json_object_finish:
 * @self: a request
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.Request.json_object_async].
 *
 * Returns: (transfer full): the object, or %NULL on an error
 *
 * Since: 0.1
 */
GObject *
aiohttp_request_json_object_finish (AiohttpRequest *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_request_json_object_async, error);
}
