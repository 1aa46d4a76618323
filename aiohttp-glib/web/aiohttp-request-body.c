/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include "aiohttp-application.h"
#include "aiohttp-await-private.h"
#include "aiohttp-chars-private.h"
#include "aiohttp-charset-private.h"
#include "aiohttp-error.h"
#include "aiohttp-json-private.h"
#include "aiohttp-stream-response-private.h"

/* Read through the reader at once. */
#define CONTENT_STEP (16 * 1024)

/* A coroutine that waits for the body; lives on its stack. */
struct _AiohttpBodyWaiter
{
  AiohttpWaiter waiter;
  AiohttpBodyWaiter *next;
};

/* What a GTask that waits for the body holds. */
typedef struct
{
  GSource *cancel_source;
} BodyRead;

static void
body_read_free (gpointer data)
{
  BodyRead *body_read = data;

  if (body_read->cancel_source != NULL)
    g_source_destroy (body_read->cancel_source);
  g_clear_pointer (&body_read->cancel_source, g_source_unref);
  g_free (body_read);
}

static gboolean
is_collected (AiohttpRequest *self)
{
  return self->body != NULL || self->body_error != NULL;
}

gboolean
aiohttp_request_wants_body (AiohttpRequest *self)
{
  return self->waiters != NULL || (self->body_tasks != NULL && self->body_tasks->len > 0);
}

static void
set_too_large (AiohttpRequest *self, guint64 limit, guint64 actual)
{
  g_set_error (&self->body_error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE,
               "Maximum request body size %" G_GUINT64_FORMAT " exceeded, actual body size %" G_GUINT64_FORMAT, limit,
               actual);
}

GError *
aiohttp_request_new_detached_error (AiohttpRequest *self)
{
  if (self != NULL && self->gone)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "The client closed the connection");
  return g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The request was answered already");
}

/* Through the reader: it may have read some of it already, and it undoes the content coding. */
static void
collect_from_content (AiohttpRequest *self, guint64 limit)
{
  GInputStream *content = G_INPUT_STREAM (aiohttp_request_get_content (self));
  GError *error = NULL;
  gssize n;

  do
    {
      n = g_input_stream_read (content, aiohttp_byte_buffer_reserve (&self->collected, CONTENT_STEP), CONTENT_STEP,
                               NULL, &error);
      if (n > 0)
        aiohttp_byte_buffer_commit (&self->collected, (gsize) n);
    }
  while (n > 0 && (limit == 0 || aiohttp_byte_buffer_length (&self->collected) <= limit));
  if (n > 0)
    set_too_large (self, limit, aiohttp_byte_buffer_length (&self->collected));
  else if (n == 0)
    self->body = aiohttp_byte_buffer_take (&self->collected);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    g_error_free (error);
  else
    self->body_error = error;
}

static void
collect_from_stream (AiohttpRequest *self, guint64 limit)
{
  AiohttpServerBodyState state;

  if (self->stream == NULL)
    {
      self->body_error = aiohttp_request_new_detached_error (self);
      return;
    }
  if (limit > 0 && self->head->has_content_length && self->head->content_length > limit)
    {
      set_too_large (self, limit, self->head->content_length);
      return;
    }
  state = self->stream->klass->read_body (self->stream, &self->collected, limit > 0 ? limit : G_MAXUINT64,
                                          limit > 0 ? limit + 1 : G_MAXUINT64, &self->body_error);
  if (state != AIOHTTP_SERVER_BODY_FAILED && limit > 0 && aiohttp_byte_buffer_length (&self->collected) > limit)
    {
      g_clear_error (&self->body_error);
      set_too_large (self, limit, aiohttp_byte_buffer_length (&self->collected));
    }
  else if (state == AIOHTTP_SERVER_BODY_END)
    self->body = aiohttp_byte_buffer_take (&self->collected);
}

/* Takes what there is; sets body or body_error when that is all. Main stack. */
static void
collect (AiohttpRequest *self)
{
  guint64 limit = aiohttp_request_get_client_max_size (self);

  if (is_collected (self))
    return;
  if (!aiohttp_request_has_body (self))
    {
      self->body = g_bytes_new (NULL, 0);
      return;
    }
  if (G_UNLIKELY (self->content != NULL || aiohttp_http1_head_has (self->head, AIOHTTP_FIELD_CONTENT_ENCODING)))
    collect_from_content (self, limit);
  else
    collect_from_stream (self, limit);
  if (self->body_error != NULL)
    aiohttp_byte_buffer_clear (&self->collected);
}
static void
return_body (AiohttpRequest *self, GTask *task)
{
  BodyRead *body_read = g_task_get_task_data (task);

  /* The source holds the task. */
  if (body_read != NULL && body_read->cancel_source != NULL)
    g_source_destroy (body_read->cancel_source);
  if (self->body != NULL)
    g_task_return_pointer (task, g_bytes_ref (self->body), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_error_copy (self->body_error));
}

static void
wake_readers (AiohttpRequest *self)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->body_tasks);

  for (AiohttpBodyWaiter *waiter = self->waiters; waiter != NULL; waiter = waiter->next)
    aiohttp_waiter_wake (&waiter->waiter);
  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    return_body (self, g_ptr_array_index (tasks, i));
}

/* Main stack, since the callbacks of GTasks from an earlier turn are called at once. */
static void
collect_and_wake (gpointer data)
{
  AiohttpRequest *self = data;

  if (is_collected (self))
    return;
  collect (self);
  if (is_collected (self))
    wake_readers (self);
}

/* It reads what its origin is given. */
static void
wake_clone (AiohttpRequest *clone)
{
  if (aiohttp_request_wants_body (clone))
    collect_and_wake (clone);
}

void
aiohttp_request_body_arrived (AiohttpRequest *self)
{
  G_GNUC_UNUSED g_autoptr (AiohttpRequest) held = g_object_ref (self);

  if (self->input != NULL)
    aiohttp_request_input_arrived (self->input);
  /* Also where a read was cancelled: what has come must go somewhere. */
  if (self->input == NULL || aiohttp_request_wants_body (self))
    collect_and_wake (self);
  aiohttp_request_foreach_clone (self, wake_clone);
}

void
aiohttp_request_fail_body (AiohttpRequest *self, GError *error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpRequest) held = g_object_ref (self);

  if (self->input != NULL)
    aiohttp_request_input_fail (self->input, g_error_copy (error));
  aiohttp_request_foreach_clone (self, wake_clone);
  if (is_collected (self))
    {
      g_error_free (error);
      return;
    }
  self->body_error = error;
  aiohttp_byte_buffer_clear (&self->collected);
  wake_readers (self);
}

void
aiohttp_request_detach (AiohttpRequest *self)
{
  self->stream = NULL;
  if (self->response != NULL)
    aiohttp_stream_response_detach (self->response);
  if (self->input != NULL || (!is_collected (self) && aiohttp_request_wants_body (self)))
    aiohttp_request_fail_body (self, aiohttp_request_new_detached_error (self));
  aiohttp_request_foreach_clone (self, aiohttp_request_detach);
}

static void
remove_waiter (AiohttpRequest *self, AiohttpBodyWaiter *waiter)
{
  AiohttpBodyWaiter **link = &self->waiters;

  while (*link != waiter)
    link = &(*link)->next;
  *link = waiter->next;
}

static gboolean
wait_for_body (AiohttpRequest *self, GError **error)
{
  AiohttpBodyWaiter waiter = { .next = self->waiters };
  gboolean woken;

  aiohttp_waiter_init (&waiter.waiter);
  self->waiters = &waiter;
  /* Only now, so that the stream sees that somebody waits. */
  aiohttp_call_out (collect_and_wake, self);
  woken = is_collected (self) || aiohttp_waiter_wait (&waiter.waiter, error);
  remove_waiter (self, &waiter);
  return woken;
}

static GBytes *
dup_body (AiohttpRequest *self, GError **error)
{
  if (self->body != NULL)
    return g_bytes_ref (self->body);
  g_propagate_error (error, g_error_copy (self->body_error));
  return NULL;
}

/**
 * aiohttp_request_read: (skip)
 * @self: a request
 * @error: return location of the error
 *
 * Awaits the whole body.
 *
 * A body over [property@Aiohttp.Application:client-max-size] fails with %AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE, a
 * malformed one with %AIOHTTP_HTTP_ERROR_BAD_REQUEST, one that comes too slowly with
 * %AIOHTTP_HTTP_ERROR_REQUEST_TIMEOUT: a handler that returns %NULL then answers with that status. If the client
 * leaves, the error is %G_IO_ERROR_CONNECTION_CLOSED. Reading again gives the same body.
 *
 * Cancelling leaves the request as it was: what has arrived is kept for the next read.
 *
 * Returns: (transfer full): the body, empty where the request has none, or %NULL on an error
 *
 * Since: 0.1
 */
GBytes *
aiohttp_request_read (AiohttpRequest *self, GError **error)
{
  g_autoptr (AiohttpRequest) held = NULL;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (!is_collected (self) && !aiohttp_await_check (G_STRFUNC, error))
    return NULL;
  held = g_object_ref (self);
  if (!is_collected (self) && !wait_for_body (self, error))
    return NULL;
  return dup_body (self, error);
}

static gboolean
on_read_cancelled (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  AiohttpRequest *self = g_task_get_source_object (task);
  G_GNUC_UNUSED g_autoptr (GTask) held = g_object_ref (task);

  if (self->body_tasks != NULL && g_ptr_array_remove (self->body_tasks, task))
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* Hands the body over when it is there. */
static void
start_read (AiohttpRequest *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  BodyRead *body_read;

  /* A body that exists is delivered, whatever comes between. */
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (is_collected (self))
    {
      return_body (self, task);
      return;
    }
  body_read = g_new0 (BodyRead, 1);
  g_task_set_task_data (task, body_read, body_read_free);
  if (cancellable != NULL)
    {
      body_read->cancel_source = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, body_read->cancel_source, G_SOURCE_FUNC (on_read_cancelled));
    }
  if (self->body_tasks == NULL)
    self->body_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->body_tasks, g_object_ref (task));
  aiohttp_call_out (collect_and_wake, self);
}

typedef void (*ReadAsync) (AiohttpRequest *, GCancellable *, GAsyncReadyCallback, gpointer);

static char *decode_text (AiohttpRequest *self, GBytes *bytes, GError **error);

/* No task, and no turn of the main loop, where the body is there. */
static AiohttpFuture *
start_read_future (AiohttpRequest *self, GCancellable *cancellable, ReadAsync read_async)
{
  AiohttpFuture *future = aiohttp_future_new ();
  GError *error = NULL;

  if (!is_collected (self))
    aiohttp_call_out (collect_and_wake, self);
  if (self->body != NULL && read_async == aiohttp_request_text_async)
    {
      g_autofree char *text = decode_text (self, self->body, &error);

      if (text != NULL)
        aiohttp_future_set_string (future, text);
      else
        aiohttp_future_take_error (future, error);
    }
  else if (self->body != NULL)
    aiohttp_future_set_bytes (future, self->body);
  else if (self->body_error != NULL)
    aiohttp_future_set_error (future, self->body_error);
  else
    read_async (self, cancellable, aiohttp_future_ready_callback, g_object_ref (future));
  return future;
}

/**
 * aiohttp_request_read_async:
 * @self: a request
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the body
 * @user_data: for @callback
 *
 * Reads the whole body; [method@Aiohttp.Request.read] tells how it can fail.
 *
 * Since: 0.1
 */
void
aiohttp_request_read_async (AiohttpRequest *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_REQUEST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_request_read_async);
  start_read (self, task);
}

/**
 * aiohttp_request_read_finish:
 * @self: a request
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.Request.read_async].
 *
 * Returns: (transfer full): the body, or %NULL on an error
 *
 * Since: 0.1
 */
GBytes *
aiohttp_request_read_finish (AiohttpRequest *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_request_read_async, error);
}

/* RFC 8259 wants UTF-8, and so does everything here; other charsets are converted. */
static char *
decode_text (AiohttpRequest *self, GBytes *bytes, GError **error)
{
  const char *charset = aiohttp_request_get_charset (self);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return aiohttp_charset_to_utf8 (data, length, charset, "body", error);
}

/**
 * aiohttp_request_read_future:
 * @self: a request
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.Request.read_async] and gives a future of it, done already where the body is there: to be awaited
 * with others by [func@Aiohttp.gather], or with a limit by [func@Aiohttp.wait_for]. The future goes to
 * [method@Aiohttp.Request.read_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_request_read_future (AiohttpRequest *self, GCancellable *cancellable)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return start_read_future (self, cancellable, aiohttp_request_read_async);
}

/**
 * aiohttp_request_text: (skip)
 * @self: a request
 * @error: return location of the error
 *
 * Awaits the body as text, converted from the charset of Content-Type to UTF-8.
 *
 * Besides the errors of [method@Aiohttp.Request.read]: an unknown charset is
 * %AIOHTTP_HTTP_ERROR_UNSUPPORTED_MEDIA_TYPE, bytes that are no text in it %AIOHTTP_HTTP_ERROR_BAD_REQUEST. Text ends
 * at the first NUL.
 *
 * Returns: (transfer full): the text, or %NULL on an error
 *
 * Since: 0.1
 */
char *
aiohttp_request_text (AiohttpRequest *self, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (self, error);

  return body != NULL ? decode_text (self, body, error) : NULL;
}

/**
 * aiohttp_request_text_async:
 * @self: a request
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the text
 * @user_data: for @callback
 *
 * Reads the body as text, converted from the charset of Content-Type to UTF-8.
 *
 * Since: 0.1
 */
void
aiohttp_request_text_async (AiohttpRequest *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_REQUEST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_request_text_async);
  start_read (self, task);
}

/* What came from a GTask of ours is the body; a future that a binding made has the value itself. */
#define IS_OWN_TASK(result) G_IS_TASK (aiohttp_result_unwrap (result))

/**
 * aiohttp_request_text_finish:
 * @self: a request
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.Request.text_async].
 *
 * Returns: (transfer full): the text, or %NULL on an error
 *
 * Since: 0.1
 */
char *
aiohttp_request_text_finish (AiohttpRequest *self, GAsyncResult *result, GError **error)
{
  gpointer value;
  char *text;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  value = aiohttp_result_propagate_pointer (result, self, aiohttp_request_text_async, error);
  if (value == NULL || !IS_OWN_TASK (result))
    return value;
  text = decode_text (self, value, error);
  g_bytes_unref (value);
  return text;
}

static JsonNode *
decode_json (AiohttpRequest *self, GBytes *bytes, GError **error)
{
  const char *type = aiohttp_request_get_content_type (self);
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;
  JsonNode *node;

  if (!aiohttp_json_is_media_type (type))
    {
      g_autofree char *shown = aiohttp_chars_escape (type, strlen (type), 64);

      g_set_error (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST,
                   "Attempt to decode JSON with unexpected mimetype: %s", shown);
      return NULL;
    }
  text = decode_text (self, bytes, error);
  if (text == NULL)
    return NULL;
  node = aiohttp_json_parse (text, strlen (text), AIOHTTP_JSON_MAX_DEPTH, &reason);
  if (node == NULL)
    g_set_error (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST, "The body is not JSON: %s",
                 reason->message);
  return node;
}

/**
 * aiohttp_request_text_future:
 * @self: a request
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.Request.text_async] and gives a future of it, done already where the body is there: to be awaited
 * with others by [func@Aiohttp.gather], or with a limit by [func@Aiohttp.wait_for]. The future goes to
 * [method@Aiohttp.Request.text_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_request_text_future (AiohttpRequest *self, GCancellable *cancellable)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return start_read_future (self, cancellable, aiohttp_request_text_async);
}

/**
 * aiohttp_request_json: (skip)
 * @self: a request
 * @error: return location of the error
 *
 * Awaits the body as JSON.
 *
 * Besides the errors of [method@Aiohttp.Request.text]: a Content-Type other than application/json or one that ends in
 * `+json`, malformed JSON, and nesting deeper than 64 levels are %AIOHTTP_HTTP_ERROR_BAD_REQUEST.
 *
 * Returns: (transfer full): the root node, which is immutable, or %NULL on an error
 *
 * Since: 0.1
 */
JsonNode *
aiohttp_request_json (AiohttpRequest *self, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (self, error);

  return body != NULL ? decode_json (self, body, error) : NULL;
}

/**
 * aiohttp_request_json_async:
 * @self: a request
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the node
 * @user_data: for @callback
 *
 * Reads the body as JSON.
 *
 * Since: 0.1
 */
void
aiohttp_request_json_async (AiohttpRequest *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_REQUEST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_request_json_async);
  start_read (self, task);
}

/**
 * aiohttp_request_json_finish:
 * @self: a request
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.Request.json_async].
 *
 * Returns: (transfer full): the root node, which is immutable, or %NULL on an error
 *
 * Since: 0.1
 */
JsonNode *
aiohttp_request_json_finish (AiohttpRequest *self, GAsyncResult *result, GError **error)
{
  gpointer value;
  JsonNode *node;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  value = aiohttp_result_propagate_pointer (result, self, aiohttp_request_json_async, error);
  if (value == NULL || !IS_OWN_TASK (result))
    return value;
  node = decode_json (self, value, error);
  g_bytes_unref (value);
  return node;
}
