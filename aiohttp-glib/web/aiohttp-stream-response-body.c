/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-response-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-request-private.h"

/* A response that goes out in pieces: prepare, write, write_eof. What a peer does not take stops whoever writes. */

static gboolean
check_result (AiohttpStreamResponse *self, GError **error)
{
  if (self->outlet->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->outlet->error));
  return FALSE;
}

/* In a coroutine: until the peer has taken enough of it. */
gboolean
aiohttp_stream_response_wait_for_room (AiohttpStreamResponse *self, GError **error)
{
  gboolean picked;

  while (self->outlet->full)
    if (!aiohttp_wait_list_wait (&self->outlet->waiters, AIOHTTP_WAIT_NORMAL, NULL, &picked, error))
      return FALSE;
  return check_result (self, error);
}

gboolean
aiohttp_stream_response_may_await (AiohttpStreamResponse *self, const char *what, GError **error)
{
  return self->outlet == NULL || aiohttp_wait_list_enter (&self->outlet->waiters, what, error);
}

static void
on_turn (GTask *task, gboolean picked, GError *error)
{
  AiohttpStreamResponse *self = g_task_get_source_object (task);

  if (error == NULL && self->outlet->full)
    aiohttp_wait_list_wait_async (&self->outlet->waiters, AIOHTTP_WAIT_NORMAL, NULL, task, on_turn);
  else if (error != NULL || !check_result (self, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

typedef struct
{
  GTask *task;
  GError *error;
} Return;

static void
return_task (gpointer data)
{
  Return *result = data;

  if (result->error != NULL)
    g_task_return_error (result->task, result->error);
  else
    g_task_return_boolean (result->task, TRUE);
}

/* Ends the task of something that was written, now or when the peer has taken enough of it. Takes the error. */
void
aiohttp_stream_response_finish_write (AiohttpStreamResponse *self, GTask *task, GError *error)
{
  Return result = { task, error };

  if (error == NULL && self->outlet->full && aiohttp_wait_list_check (&self->outlet->waiters, G_STRFUNC, &result.error))
    aiohttp_wait_list_wait_async (&self->outlet->waiters, AIOHTTP_WAIT_NORMAL, NULL, task, on_turn);
  else
    aiohttp_call_out (return_task, &result);
}

GTask *
aiohttp_stream_response_new_task (AiohttpStreamResponse *self, gpointer tag, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* What was written stays written. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Cancelled before it began. */
static gboolean
is_refused (GCancellable *cancellable, GError **error)
{
  return g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* A future of something that was written: done where there is nothing to wait for. Takes the error. */
static AiohttpFuture *
make_future (AiohttpStreamResponse *self, gpointer tag, GCancellable *cancellable, GError *error)
{
  AiohttpFuture *future = aiohttp_future_new ();

  if (error != NULL)
    aiohttp_future_take_error (future, error);
  else if (self->outlet == NULL || !self->outlet->full)
    aiohttp_future_set_boolean (future, TRUE);
  else
    {
      g_autoptr (GTask) task = aiohttp_stream_response_new_task (self, tag, cancellable, aiohttp_future_ready_callback,
                                                                 g_object_ref (future));

      aiohttp_stream_response_finish_write (self, task, NULL);
    }
  return future;
}

/**
 * aiohttp_stream_response_prepare: (skip)
 * @self: a response
 * @request: what it answers
 * @error: return location of the error
 *
 * Sends the head, after the application's last chance to change it. What is written then is the body; a handler ends by
 * returning the response, which ends the body, too.
 *
 * The body's length is that of [method@Aiohttp.StreamResponse.set_content_length]; without it an HTTP/1.1 client gets a
 * chunked body, an HTTP/1.0 client one that ends with the connection. A response to HEAD, and one of status 204 or 304,
 * has no body: what is written is dropped.
 *
 * Preparing it again for the same request does nothing. Fails with %AIOHTTP_ERROR_ALREADY_SENT for another one, with
 * %AIOHTTP_ERROR_INVALID_STATE where another response was prepared for @request, with %AIOHTTP_ERROR_INVALID_ARGUMENT
 * where a header cannot be sent, and with %G_IO_ERROR_CONNECTION_CLOSED where the client has left.
 *
 * aiohttp: `StreamResponse.prepare()`
 *
 * Returns: whether it is on its way
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_prepare (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (request), FALSE);

  return aiohttp_stream_response_start (self, request, error);
}

/**
 * aiohttp_stream_response_prepare_async:
 * @self: a response
 * @request: what it answers
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when the head is on its way
 * @user_data: for @callback
 *
 * Sends the head; [method@Aiohttp.StreamResponse.prepare] tells more.
 *
 * Since: 0.1
 */
void
aiohttp_stream_response_prepare_async (AiohttpStreamResponse *self, AiohttpRequest *request, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Return result = { NULL, NULL };

  g_return_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self));
  g_return_if_fail (AIOHTTP_IS_REQUEST (request));

  result.task = task =
      aiohttp_stream_response_new_task (self, aiohttp_stream_response_prepare_async, cancellable, callback, user_data);
  if (!is_refused (cancellable, &result.error))
    aiohttp_stream_response_start (self, request, &result.error);
  aiohttp_call_out (return_task, &result);
}

/**
 * aiohttp_stream_response_prepare_finish:
 * @self: a response
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.StreamResponse.prepare_async].
 *
 * Returns: whether the head is on its way
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_prepare_finish (AiohttpStreamResponse *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_stream_response_prepare_async, error);
}

/**
 * aiohttp_stream_response_prepare_future:
 * @self: a response
 * @request: what it answers
 * @cancellable: (nullable): a cancellable
 *
 * Sends the head, as [method@Aiohttp.StreamResponse.prepare_async] does, and gives a future of it. The future goes to
 * [method@Aiohttp.StreamResponse.prepare_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_stream_response_prepare_future (AiohttpStreamResponse *self, AiohttpRequest *request, GCancellable *cancellable)
{
  GError *error = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), NULL);
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (request), NULL);

  if (!is_refused (cancellable, &error))
    aiohttp_stream_response_start (self, request, &error);
  return make_future (self, aiohttp_stream_response_prepare_async, NULL, error);
}

/**
 * aiohttp_stream_response_write: (skip)
 * @self: a response that was prepared
 * @data: (array length=length): bytes of the body
 * @length: how many
 * @error: return location of the error
 *
 * Writes a piece of the body, and waits while more than 64 KiB wait for a slow client: so a handler that writes without
 * end needs no more memory than that and its own piece. @data may be used again when it returns.
 *
 * Small pieces gather until the coroutine waits for something; a large one goes out at once.
 *
 * Fails with %G_IO_ERROR_CONNECTION_CLOSED when the client has left, or reads too slowly for
 * [property@Aiohttp.WebServer:write-timeout]; a handler that returns that error is not logged. Fails with
 * %AIOHTTP_ERROR_INVALID_STATE before the response was prepared, and where the body grows over its Content-Length: the
 * connection is closed then. A cancel ends the wait only: the piece was written.
 *
 * aiohttp: `StreamResponse.write()`
 *
 * Returns: whether it was written
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_write (AiohttpStreamResponse *self, const guint8 *data, gsize length, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpStreamResponse) held = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  held = g_object_ref (self);
  return aiohttp_stream_response_may_await (self, G_STRFUNC, error) &&
         aiohttp_stream_response_put (self, data, length, NULL, error) &&
         aiohttp_stream_response_wait_for_room (self, error);
}

/**
 * aiohttp_stream_response_write_async:
 * @self: a response that was prepared
 * @data: (array length=length): bytes of the body
 * @length: how many
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when the client has taken enough of it
 * @user_data: for @callback
 *
 * Writes a piece of the body; [method@Aiohttp.StreamResponse.write] tells more. @data may be used again at once.
 *
 * The piece is written in any case: waiting for the callback keeps the memory bounded.
 *
 * Since: 0.1
 */
void
aiohttp_stream_response_write_async (AiohttpStreamResponse *self, const guint8 *data, gsize length,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self));
  g_return_if_fail (data != NULL || length == 0);

  task = aiohttp_stream_response_new_task (self, aiohttp_stream_response_write_async, cancellable, callback, user_data);
  if (!is_refused (cancellable, &error))
    aiohttp_stream_response_put (self, data, length, NULL, &error);
  aiohttp_stream_response_finish_write (self, task, error);
}

/**
 * aiohttp_stream_response_write_finish:
 * @self: a response
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.StreamResponse.write_async].
 *
 * Returns: whether it was written
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_write_finish (AiohttpStreamResponse *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_stream_response_write_async, error);
}

/**
 * aiohttp_stream_response_write_future:
 * @self: a response that was prepared
 * @data: (array length=length): bytes of the body
 * @length: how many
 * @cancellable: (nullable): a cancellable
 *
 * Writes a piece of the body, as [method@Aiohttp.StreamResponse.write_async] does, and gives a future of it, which is
 * done already where the client keeps up. The future goes to [method@Aiohttp.StreamResponse.write_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_stream_response_write_future (AiohttpStreamResponse *self, const guint8 *data, gsize length,
                                      GCancellable *cancellable)
{
  GError *error = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), NULL);
  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (!is_refused (cancellable, &error))
    aiohttp_stream_response_put (self, data, length, NULL, &error);
  return make_future (self, aiohttp_stream_response_write_async, cancellable, error);
}

/**
 * aiohttp_stream_response_write_text: (skip)
 * @self: a response that was prepared
 * @text: text of the body
 * @error: return location of the error
 *
 * Writes text, as [method@Aiohttp.StreamResponse.write] does.
 *
 * Returns: whether it was written
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_write_text (AiohttpStreamResponse *self, const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return aiohttp_stream_response_write (self, (const guint8 *) text, strlen (text), error);
}

/**
 * aiohttp_stream_response_write_bytes: (skip)
 * @self: a response that was prepared
 * @bytes: bytes of the body
 * @error: return location of the error
 *
 * Writes a piece of the body, as [method@Aiohttp.StreamResponse.write] does, without copying what the client does not
 * take at once.
 *
 * Returns: whether it was written
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_write_bytes (AiohttpStreamResponse *self, GBytes *bytes, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpStreamResponse) held = NULL;
  const void *data;
  gsize length;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  held = g_object_ref (self);
  data = g_bytes_get_data (bytes, &length);
  return aiohttp_stream_response_may_await (self, G_STRFUNC, error) &&
         aiohttp_stream_response_put (self, data, length, bytes, error) &&
         aiohttp_stream_response_wait_for_room (self, error);
}

/**
 * aiohttp_stream_response_write_bytes_async:
 * @self: a response that was prepared
 * @bytes: bytes of the body
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when the client has taken enough of it
 * @user_data: for @callback
 *
 * Writes a piece of the body, as [method@Aiohttp.StreamResponse.write_async] does, without copying what the client does
 * not take at once.
 *
 * Since: 0.1
 */
void
aiohttp_stream_response_write_bytes_async (AiohttpStreamResponse *self, GBytes *bytes, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  const void *data;
  gsize length;

  g_return_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self));
  g_return_if_fail (bytes != NULL);

  task = aiohttp_stream_response_new_task (self, aiohttp_stream_response_write_bytes_async, cancellable, callback,
                                           user_data);
  data = g_bytes_get_data (bytes, &length);
  if (!is_refused (cancellable, &error))
    aiohttp_stream_response_put (self, data, length, bytes, &error);
  aiohttp_stream_response_finish_write (self, task, error);
}

/**
 * aiohttp_stream_response_write_bytes_finish:
 * @self: a response
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.StreamResponse.write_bytes_async].
 *
 * Returns: whether it was written
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_write_bytes_finish (AiohttpStreamResponse *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_stream_response_write_bytes_async, error);
}

/* The end of a body needs no loop in the middle of its tail: what waits goes out by itself. */

/**
 * aiohttp_stream_response_write_eof: (skip)
 * @self: a response that was prepared
 * @error: return location of the error
 *
 * Ends the body, and waits as [method@Aiohttp.StreamResponse.write] does. Returning the response from its handler does
 * this too; a second call does nothing.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_STATE where the body is shorter than its Content-Length: the connection is closed
 * then.
 *
 * aiohttp: `StreamResponse.write_eof()`
 *
 * Returns: whether it was ended
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_write_eof (AiohttpStreamResponse *self, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpStreamResponse) held = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  held = g_object_ref (self);
  return aiohttp_stream_response_may_await (self, G_STRFUNC, error) && aiohttp_stream_response_end (self, error) &&
         aiohttp_stream_response_wait_for_room (self, error);
}

/**
 * aiohttp_stream_response_write_eof_async:
 * @self: a response that was prepared
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when the client has taken enough of it
 * @user_data: for @callback
 *
 * Ends the body; [method@Aiohttp.StreamResponse.write_eof] tells more.
 *
 * Since: 0.1
 */
void
aiohttp_stream_response_write_eof_async (AiohttpStreamResponse *self, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self));

  task = aiohttp_stream_response_new_task (self, aiohttp_stream_response_write_eof_async, cancellable, callback,
                                           user_data);
  if (!is_refused (cancellable, &error))
    aiohttp_stream_response_end (self, &error);
  aiohttp_stream_response_finish_write (self, task, error);
}

/**
 * aiohttp_stream_response_write_eof_finish:
 * @self: a response
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.StreamResponse.write_eof_async].
 *
 * Returns: whether it was ended
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_write_eof_finish (AiohttpStreamResponse *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_stream_response_write_eof_async, error);
}

/**
 * aiohttp_stream_response_write_eof_future:
 * @self: a response that was prepared
 * @cancellable: (nullable): a cancellable
 *
 * Ends the body, as [method@Aiohttp.StreamResponse.write_eof_async] does, and gives a future of it. The future goes to
 * [method@Aiohttp.StreamResponse.write_eof_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_stream_response_write_eof_future (AiohttpStreamResponse *self, GCancellable *cancellable)
{
  GError *error = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), NULL);

  if (!is_refused (cancellable, &error))
    aiohttp_stream_response_end (self, &error);
  return make_future (self, aiohttp_stream_response_write_eof_async, cancellable, error);
}

/**
 * aiohttp_stream_response_get_buffered_size:
 * @self: a response
 *
 * Gets how many bytes wait in memory for the client to take them.
 *
 * Returns: the number of bytes; 0 before the response was prepared and after it was answered
 *
 * Since: 0.1
 */
gsize
aiohttp_stream_response_get_buffered_size (AiohttpStreamResponse *self)
{
  AiohttpServerStream *stream;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), 0);

  if (self->outlet == NULL || self->outlet->request == NULL)
    return 0;
  stream = self->outlet->request->stream;
  return stream->klass->get_buffered (stream);
}
