/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-form-private.h"
#include "aiohttp-multipart-reader-private.h"

/* Forms, and multipart bodies of other kinds. */

/**
 * aiohttp_request_multipart:
 * @self: a request
 * @error: return location of the error
 *
 * Gives a reader of a multipart body, part by part, for large uploads, or for parts that are no form. Set its limits before
 * the first part is read: it bounds a part that is read whole by [method@Aiohttp.Request.get_client_max_size], and not the
 * size of the body.
 *
 * A body that is not multipart, or has no boundary, is %AIOHTTP_HTTP_ERROR_BAD_REQUEST; so is one that is malformed when it
 * is read, and one over a limit is %AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE.
 *
 * Returns: (transfer full): a reader, or %NULL on an error
 *
 * Since: 0.1
 */
AiohttpMultipartReader *
aiohttp_request_multipart (AiohttpRequest *self, GError **error)
{
  AiohttpMultipartReader *reader;
  const char *content_type;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  content_type = aiohttp_request_get_header_by_id (self, AIOHTTP_FIELD_CONTENT_TYPE);
  reader = aiohttp_multipart_reader_new_for_request (G_INPUT_STREAM (aiohttp_request_get_content (self)),
                                                     content_type != NULL ? content_type : "", error);
  if (reader != NULL)
    aiohttp_multipart_reader_set_max_part_size (reader, aiohttp_request_get_client_max_size (self));
  return reader;
}

/* Of the methods that aiohttp reads a form of. */
static gboolean
may_have_form (AiohttpRequest *self)
{
  switch ((AiohttpMethodId) self->head->method_id)
    {
    case AIOHTTP_METHOD_POST:
    case AIOHTTP_METHOD_PUT:
    case AIOHTTP_METHOD_PATCH:
    case AIOHTTP_METHOD_DELETE:
    case AIOHTTP_METHOD_TRACE:
      return aiohttp_request_has_body (self);
    case AIOHTTP_METHOD_GET:
    case AIOHTTP_METHOD_HEAD:
    case AIOHTTP_METHOD_OPTIONS:
    case AIOHTTP_METHOD_CONNECT:
    case AIOHTTP_METHOD_OTHER:
    default:
      return FALSE;
    }
}

/* Every further call gives the same. */
static void
return_form (GTask *task, AiohttpForm *form /* taken */, GError *error)
{
  AiohttpRequest *self = g_task_get_source_object (task);

  if (form != NULL)
    {
      g_set_object (&aiohttp_request_get_extra (self)->form, form);
      g_task_return_pointer (task, form, g_object_unref);
    }
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_multipart_form (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  AiohttpForm *form = aiohttp_multipart_reader_form_finish (AIOHTTP_MULTIPART_READER (source), result, &error);

  return_form (user_data, form, error);
}

static void
on_urlencoded_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AiohttpRequest *self = AIOHTTP_REQUEST (source);
  GError *error = NULL;
  g_autoptr (GBytes) body = aiohttp_request_read_finish (self, result, &error);
  AiohttpForm *form = NULL;

  if (body != NULL)
    {
      gsize length;
      const char *data = g_bytes_get_data (body, &length);

      form = aiohttp_form_parse_urlencoded (data, length, aiohttp_request_get_charset (self),
                                            AIOHTTP_MULTIPART_MAX_PARTS, &error);
    }
  return_form (user_data, form, error);
}

static void
read_multipart_form (GTask *task)
{
  AiohttpRequest *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (AiohttpMultipartReader) reader = aiohttp_request_multipart (self, &error);

  if (reader == NULL)
    {
      return_form (task, NULL, error);
      return;
    }
  aiohttp_multipart_reader_set_max_size (reader, aiohttp_request_get_client_max_size (self));
  aiohttp_multipart_reader_form_async (reader, g_task_get_cancellable (task), on_multipart_form, task);
}

/**
 * aiohttp_request_post: (skip)
 * @self: a request
 * @error: return location of the error
 *
 * Awaits the form that the body is: urlencoded or multipart. Any other type, no body, and a method that has none give an empty
 * form.
 *
 * The whole body may have [method@Aiohttp.Request.get_client_max_size] bytes and 1,000 fields. Each file of a multipart form
 * is kept in memory up to 1 MiB, and beyond that in a temporary file, written in a thread while the client has to wait.
 * [method@Aiohttp.Request.multipart] and [method@Aiohttp.MultipartReader.form] are for other limits. It fails as
 * [method@Aiohttp.Request.read] does, a malformed form being %AIOHTTP_HTTP_ERROR_BAD_REQUEST. Calling it again gives the same
 * form.
 *
 * Returns: (transfer full): the form, or %NULL on an error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (AiohttpForm *, aiohttp_request_post, NULL, (AiohttpRequest * self), (self))

/**
 * aiohttp_request_post_async:
 * @self: a request
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the form
 * @user_data: for @callback
 *
 * Reads the form that the body is, urlencoded or multipart. The whole body may have
 * [method@Aiohttp.Request.get_client_max_size] bytes; files beyond 1 MiB go to a temporary file.
 *
 * Since: 0.1
 */
void
aiohttp_request_post_async (AiohttpRequest *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  const char *type;

  g_return_if_fail (AIOHTTP_IS_REQUEST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_request_post_async);
  g_task_set_name (task, "[aiohttp] request: post");
  g_task_set_check_cancellable (task, FALSE);
  type = aiohttp_request_get_content_type (self);
  if (self->extra != NULL && self->extra->form != NULL)
    return_form (task, g_object_ref (self->extra->form), NULL);
  else if (may_have_form (self) && g_str_equal (type, "multipart/form-data"))
    read_multipart_form (task);
  else if (may_have_form (self) && (g_str_equal (type, "application/x-www-form-urlencoded") ||
                                    !aiohttp_http1_head_has (self->head, AIOHTTP_FIELD_CONTENT_TYPE)))
    aiohttp_request_read_async (self, cancellable, on_urlencoded_read, task);
  else
    return_form (task, aiohttp_form_new (), NULL);
}

/**
 * aiohttp_request_post_finish:
 * @self: a request
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.Request.post_async].
 *
 * Returns: (transfer full): the form, or %NULL on an error
 *
 * Since: 0.1
 */
AiohttpForm *
aiohttp_request_post_finish (AiohttpRequest *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_request_post_async, error);
}
