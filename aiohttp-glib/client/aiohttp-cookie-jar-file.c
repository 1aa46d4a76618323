/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "aiohttp-cookie-jar.h"
#include "aiohttp-cookie-jar-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-json-private.h"

/* The file of a jar: a JSON array of an object a cookie. */

#define MAX_FILE (16 * 1024 * 1024)

static void
add_member (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_cookie (JsonBuilder *builder, SoupCookie *cookie)
{
  GDateTime *expires = soup_cookie_get_expires (cookie);

  json_builder_begin_object (builder);
  add_member (builder, "name", soup_cookie_get_name (cookie));
  add_member (builder, "value", soup_cookie_get_value (cookie));
  add_member (builder, "domain", soup_cookie_get_domain (cookie));
  add_member (builder, "path", soup_cookie_get_path (cookie));
  json_builder_set_member_name (builder, "secure");
  json_builder_add_boolean_value (builder, soup_cookie_get_secure (cookie));
  json_builder_set_member_name (builder, "http-only");
  json_builder_add_boolean_value (builder, soup_cookie_get_http_only (cookie));
  if (expires != NULL)
    {
      json_builder_set_member_name (builder, "expires");
      json_builder_add_int_value (builder, g_date_time_to_unix (expires));
    }
  json_builder_end_object (builder);
}

static GBytes *
serialize (AiohttpCookieJar *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  GList *cookies = aiohttp_cookie_jar_list (self);
  g_autoptr (JsonNode) root = NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer value;
  char *text;

  json_builder_begin_array (builder);
  for (GList *l = cookies; l != NULL; l = l->next)
    add_cookie (builder, l->data);
  g_list_free_full (cookies, (GDestroyNotify) soup_cookie_free);
  g_hash_table_iter_init (&iter, aiohttp_cookie_jar_get_shared (self));
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      json_builder_begin_object (builder);
      add_member (builder, "name", name);
      add_member (builder, "value", value);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

typedef struct
{
  GFile *file;
  GBytes *bytes;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->file);
  g_bytes_unref (saving->bytes);
  g_free (saving);
}

/* PRIVATE: no one else can read it from the moment that it is there; its bytes are whole, or the old ones. */
static void
save_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Saving *saving = task_data;
  GError *error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (saving->bytes, &length);

  if (g_file_replace_contents (saving->file, data, length, NULL, FALSE,
                               G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * aiohttp_cookie_jar_save_async:
 * @self: a jar
 * @file: where to
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the cookies are saved
 * @user_data: (closure): data for @callback
 *
 * Saves the cookies that are there now, in a thread, to a file that only its owner can read (mode 0600). Cookies of the
 * session, which have no lifetime, are saved too, as aiohttp does.
 *
 * Since: 0.1
 */
void
aiohttp_cookie_jar_save_async (AiohttpCookieJar *self, GFile *file, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  g_return_if_fail (AIOHTTP_IS_COOKIE_JAR (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_cookie_jar_save_async);
  g_task_set_name (task, "[aiohttp] cookie jar: save");
  saving = g_new (Saving, 1);
  saving->file = g_object_ref (file);
  saving->bytes = serialize (self);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

/**
 * aiohttp_cookie_jar_save_finish:
 * @self: a jar
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.CookieJar.save_async].
 *
 * Returns: %TRUE; %FALSE with an error of [error@Gio.IOErrorEnum]
 *
 * Since: 0.1
 */
gboolean
aiohttp_cookie_jar_save_finish (AiohttpCookieJar *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_cookie_jar_save_async, error);
}

/**
 * aiohttp_cookie_jar_save: (skip)
 * @self: a jar
 * @file: where to
 * @error: return location for an error
 *
 * Saves the cookies and suspends the calling coroutine until they are: the awaiting form of
 * [method@Aiohttp.CookieJar.save_async].
 *
 * Returns: %TRUE; %FALSE with an error of [error@Gio.IOErrorEnum]
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_cookie_jar_save, FALSE, (AiohttpCookieJar * self, GFile *file), (self, file))

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
get_flag (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
         json_node_get_boolean (node);
}

static void
load_cookie (AiohttpCookieJar *self, JsonObject *object)
{
  const char *name = get_string (object, "name");
  const char *value = get_string (object, "value");
  const char *domain = get_string (object, "domain");
  const char *path = get_string (object, "path");
  JsonNode *expires = json_object_get_member (object, "expires");
  g_autoptr (GDateTime) date = NULL;
  SoupCookie *cookie;

  if (name == NULL || value == NULL)
    return;
  if (domain == NULL)
    {
      aiohttp_cookie_jar_update (self, name, value, NULL, NULL);
      return;
    }
  if (expires != NULL && JSON_NODE_HOLDS_VALUE (expires) && json_node_get_value_type (expires) == G_TYPE_INT64)
    {
      date = g_date_time_new_from_unix_utc (json_node_get_int (expires));
      if (date == NULL || aiohttp_cookie_is_past (date))
        return;
    }
  cookie = soup_cookie_new (name, value, domain, path != NULL ? path : "/", -1);
  soup_cookie_set_secure (cookie, get_flag (object, "secure"));
  soup_cookie_set_http_only (cookie, get_flag (object, "http-only"));
  if (date != NULL)
    soup_cookie_set_expires (cookie, date);
  aiohttp_cookie_jar_add (self, cookie);
}

static gboolean
deserialize (AiohttpCookieJar *self, GBytes *bytes, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) root = NULL;
  JsonArray *array;

  if (length > MAX_FILE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "File of cookies is over the limit of %d bytes",
                   MAX_FILE);
      return FALSE;
    }
  root = aiohttp_json_parse (text, length, AIOHTTP_JSON_MAX_DEPTH, error);
  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (root))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "File of cookies is no JSON array");
      return FALSE;
    }
  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        load_cookie (self, json_node_get_object (node));
    }
  return TRUE;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (bytes != NULL && deserialize (g_task_get_source_object (task), bytes, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * aiohttp_cookie_jar_load_async:
 * @self: a jar
 * @file: a file that a jar was saved to
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the cookies are in the jar
 * @user_data: (closure): data for @callback
 *
 * Adds the cookies of a file to those that are there; what has expired is left out.
 *
 * Since: 0.1
 */
void
aiohttp_cookie_jar_load_async (AiohttpCookieJar *self, GFile *file, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_COOKIE_JAR (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_cookie_jar_load_async);
  g_task_set_name (task, "[aiohttp] cookie jar: load");
  g_task_set_check_cancellable (task, FALSE);
  g_file_load_bytes_async (file, cancellable, on_loaded, task);
}

/**
 * aiohttp_cookie_jar_load_finish:
 * @self: a jar
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.CookieJar.load_async].
 *
 * Returns: %TRUE; %FALSE with an error of [error@Gio.IOErrorEnum] or [error@Json.ParserError]
 *
 * Since: 0.1
 */
gboolean
aiohttp_cookie_jar_load_finish (AiohttpCookieJar *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_cookie_jar_load_async, error);
}

/**
 * aiohttp_cookie_jar_load: (skip)
 * @self: a jar
 * @file: a file that a jar was saved to
 * @error: return location for an error
 *
 * Loads cookies and suspends the calling coroutine until they are in the jar: the awaiting form of
 * [method@Aiohttp.CookieJar.load_async].
 *
 * Returns: %TRUE; %FALSE with an error of [error@Gio.IOErrorEnum] or [error@Json.ParserError]
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_cookie_jar_load, FALSE, (AiohttpCookieJar * self, GFile *file), (self, file))
