/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-response.h"

#include "aiohttp-await-private.h"
#include "aiohttp-json-object-private.h"

/* A body of JSON as an object of the program's own. */

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
  g_autoptr (JsonNode) node = aiohttp_client_response_json_finish (AIOHTTP_CLIENT_RESPONSE (source), result, &error);
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
    g_task_return_error (task, conversion.error);
}

/**
 * aiohttp_client_response_json_object_async:
 * @self: a client response
 * @type: the type of the object to make
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the object is there
 * @user_data: (closure): data for @callback
 *
 * Reads the body as JSON, and makes an object with its members as properties: `_` is as good as `-`, members that are no
 * property are passed over. One that does not fit its property is %JSON_PARSER_ERROR_INVALID_DATA, whose message names it;
 * beside that, it fails as [method@Aiohttp.ClientResponse.json_async] does.
 *
 * Whatever of its properties a server must not set, the type must not let be written.
 *
 * Since: 0.1
 */
void
aiohttp_client_response_json_object_async (AiohttpClientResponse *self, GType type, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self));
  g_return_if_fail (g_type_is_a (type, G_TYPE_OBJECT) && !G_TYPE_IS_ABSTRACT (type));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_client_response_json_object_async);
  g_task_set_name (task, "[aiohttp] client response: json object");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, (gpointer) type, NULL);
  aiohttp_client_response_json_async (self, cancellable, on_json, task);
}

/**
 * aiohttp_client_response_json_object_finish:
 * @self: a client response
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientResponse.json_object_async].
 *
 * Returns: (transfer full): the object; %NULL on error
 *
 * Since: 0.1
 */
GObject *
aiohttp_client_response_json_object_finish (AiohttpClientResponse *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_response_json_object_async, error);
}

/**
 * aiohttp_client_response_json_object: (skip)
 * @self: a client response
 * @type: the type of the object to make
 * @error: return location for an error
 *
 * Reads the body as JSON into an object and suspends the calling coroutine until it is there: the awaiting form of
 * [method@Aiohttp.ClientResponse.json_object_async].
 *
 * Returns: (transfer full): the object; %NULL on error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (GObject *, aiohttp_client_response_json_object, NULL, (AiohttpClientResponse * self, GType type),
                      (self, type))
