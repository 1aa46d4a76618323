/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-response-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "aiohttp-application.h"
#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-request-private.h"
#include "aiohttp-sleep.h"

/* A response that goes out in pieces: prepare, write, write_eof. What a peer does not take stops whoever writes. */

#define DEFAULT_CONTENT_TYPE "application/octet-stream"

/* Of a file that is encoded. */
#define FILE_BLOCK (64 * 1024)

void
aiohttp_response_outlet_free (AiohttpResponseOutlet *outlet)
{
  g_clear_object (&outlet->request);
  g_clear_error (&outlet->error);
  g_clear_pointer (&outlet->encoder, aiohttp_content_encoder_free);
  aiohttp_byte_buffer_clear (&outlet->encoded);
  g_free (outlet);
}

static void
set_failed (AiohttpResponseOutlet *outlet, const GError *error)
{
  if (outlet->error == NULL)
    outlet->error = g_error_copy (error);
}

void
aiohttp_stream_response_drained (AiohttpStreamResponse *self)
{
  self->outlet->full = FALSE;
  aiohttp_wait_list_pick_all (&self->outlet->waiters);
}

void
aiohttp_stream_response_detach (AiohttpStreamResponse *self)
{
  AiohttpResponseOutlet *outlet = self->outlet;
  AiohttpRequest *request = g_steal_pointer (&outlet->request);

  if (outlet->error == NULL && !outlet->ended)
    outlet->error = aiohttp_request_new_detached_error (request);
  outlet->full = FALSE;
  if (AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->detached != NULL)
    AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->detached (self);
  aiohttp_wait_list_pick_all (&outlet->waiters);
  g_clear_object (&request->response);
  g_object_unref (request);
}

/* The header field of that name, where a program has set it there; -1 if it has not, -2 if that is no length. */
static gint64
get_length_field (AiohttpStreamResponse *self)
{
  const char *value = self->headers != NULL ? soup_message_headers_get_one (self->headers, "Content-Length") : NULL;
  guint64 length;

  if (value == NULL)
    return -1;
  return g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &length, NULL) ? (gint64) length : -2;
}

static gboolean
find_length (AiohttpStreamResponse *self, AiohttpRequest *request, gint64 *length, GError **error)
{
  *length = get_length_field (self);
  if (*length == -2)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "The header Content-Length is not a number");
      return FALSE;
    }
  if (AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->get_body != NULL)
    {
      GBytes *body = AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->get_body (self);
      const gint64 own = body != NULL ? (gint64) g_bytes_get_size (body) : 0;

      /* A handler for HEAD may tell the length of a body which it did not make. */
      *length = own == 0 && request->head->method_id == AIOHTTP_METHOD_HEAD ? MAX (*length, 0) : own;
    }
  if (self->chunked)
    *length = -1;
  return TRUE;
}

/* Trailers are announced (RFC 9110, 6.6.2). */
static void
announce_trailers (AiohttpStreamResponse *self)
{
  g_autoptr (GString) names = NULL;
  SoupMessageHeadersIter iter;
  const char *name, *value;

  if (self->trailers == NULL)
    return;
  names = g_string_new (NULL);
  soup_message_headers_iter_init (&iter, self->trailers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
  soup_message_headers_replace (aiohttp_stream_response_get_headers (self), "Trailer", names->str);
}

static gboolean
check_request (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error)
{
  if (request->stream == NULL)
    {
      g_propagate_error (error, aiohttp_request_new_detached_error (request));
      return FALSE;
    }
  if (request->response != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "Another response to this request was prepared already");
      return FALSE;
    }
  return TRUE;
}

/* Sends the head. */
static gboolean
start (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error)
{
  AiohttpResponseOutlet *outlet;
  AiohttpContentCoding coding = 0;
  gint64 length;
  gboolean encodes, has_body;

  if (self->outlet != NULL && self->outlet->request == request)
    return TRUE;
  if (!check_request (self, request, error) || !aiohttp_stream_response_begin (self, request, error) ||
      !find_length (self, request, &length, error))
    return FALSE;
  if (length != 0 && aiohttp_stream_response_peek_content_type (self) == NULL)
    aiohttp_stream_response_set_static_content_type (self, DEFAULT_CONTENT_TYPE);
  announce_trailers (self);
  encodes = aiohttp_stream_response_choose_coding (self, request, length, &coding);
  if (encodes)
    length = -1;
  if (!request->stream->klass->prepare (request->stream, self, length, &has_body, error))
    return FALSE;

  outlet = self->outlet = g_new0 (AiohttpResponseOutlet, 1);
  outlet->request = g_object_ref (request);
  outlet->left = length;
  outlet->discards = !has_body && length != 0;
  if (encodes && has_body)
    outlet->encoder = aiohttp_content_encoder_new (coding);
  request->response = g_object_ref (self);
  if (AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->prepared != NULL)
    AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->prepared (self, request);
  return TRUE;
}

static gboolean
check_open (AiohttpStreamResponse *self, GError **error)
{
  AiohttpResponseOutlet *outlet = self->outlet;

  if (outlet == NULL)
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                         "The response was not prepared: call aiohttp_stream_response_prepare() first");
  else if (outlet->error != NULL)
    g_propagate_error (error, g_error_copy (outlet->error));
  else if (outlet->ended)
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The response was ended: nothing can follow");
  else
    return TRUE;
  return FALSE;
}

/* A response that holds another number of bytes than it said cannot be mended: the connection will close. */
static gboolean
count (AiohttpResponseOutlet *outlet, guint64 length, GError **error)
{
  GError *failure;

  if (outlet->discards || outlet->left < 0)
    return TRUE;
  if (length <= (guint64) outlet->left)
    {
      outlet->left -= length;
      return TRUE;
    }
  failure = g_error_new (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                         "The body is longer than its Content-Length: %" G_GUINT64_FORMAT " bytes too many",
                         length - outlet->left);
  set_failed (outlet, failure);
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
note_state (AiohttpResponseOutlet *outlet, AiohttpServerWriteState state)
{
  outlet->full = state == AIOHTTP_SERVER_WRITE_FULL;
  return state != AIOHTTP_SERVER_WRITE_FAILED;
}

static gboolean
put_encoded (AiohttpResponseOutlet *outlet, const void *data, gsize length, AiohttpEncodeMode mode, GError **error)
{
  AiohttpServerStream *stream = outlet->request->stream;
  AiohttpByteBuffer *encoded = &outlet->encoded;
  gboolean works = TRUE;

  aiohttp_content_encoder_add (outlet->encoder, data, length, mode, encoded);
  if (aiohttp_byte_buffer_length (encoded) > 0)
    works = note_state (outlet, stream->klass->write (stream, aiohttp_byte_buffer_data (encoded),
                                                      aiohttp_byte_buffer_length (encoded), NULL, error));
  aiohttp_byte_buffer_clear (encoded);
  return works;
}

gboolean
aiohttp_stream_response_put (AiohttpStreamResponse *self, const void *data, gsize length, GBytes *bytes, GError **error)
{
  AiohttpResponseOutlet *outlet = self->outlet;
  AiohttpServerStream *stream;

  if (!check_open (self, error))
    return FALSE;
  if (length == 0)
    return TRUE;
  if (!count (outlet, length, error))
    return FALSE;
  if (outlet->discards)
    return TRUE;
  if (outlet->encoder != NULL)
    return put_encoded (outlet, data, length, self->flushes ? AIOHTTP_ENCODE_FLUSH : AIOHTTP_ENCODE_MORE, error);
  stream = outlet->request->stream;
  return note_state (outlet, stream->klass->write (stream, data, length, bytes, error));
}

static gboolean
put_own_body (AiohttpStreamResponse *self, GError **error)
{
  AiohttpStreamResponseClass *klass = AIOHTTP_STREAM_RESPONSE_GET_CLASS (self);
  GBytes *body = klass->get_body != NULL && !self->produced ? klass->get_body (self) : NULL;
  gsize length;
  const void *data;

  self->produced = TRUE;
  if (body == NULL)
    return TRUE;
  data = g_bytes_get_data (body, &length);
  return aiohttp_stream_response_put (self, data, length, body, error);
}

gboolean
aiohttp_stream_response_end (AiohttpStreamResponse *self, GError **error)
{
  AiohttpResponseOutlet *outlet = self->outlet;
  AiohttpServerStream *stream;

  if (outlet != NULL && outlet->ended && outlet->error == NULL)
    return TRUE;
  if (!check_open (self, error) || !put_own_body (self, error))
    return FALSE;
  if (outlet->left > 0 && !outlet->discards)
    {
      GError *failure =
          g_error_new (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                       "The body is shorter than its Content-Length: %" G_GINT64_FORMAT " bytes too few", outlet->left);

      set_failed (outlet, failure);
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (outlet->encoder != NULL && !put_encoded (outlet, NULL, 0, AIOHTTP_ENCODE_END, error))
    return FALSE;
  stream = outlet->request->stream;
  if (!note_state (outlet, stream->klass->write_eof (stream, self->trailers, error)))
    return FALSE;
  outlet->ended = TRUE;
  return TRUE;
}

static gboolean
check_result (AiohttpStreamResponse *self, GError **error)
{
  if (self->outlet->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->outlet->error));
  return FALSE;
}

/* In a coroutine: until the peer has taken enough of it. */
static gboolean
wait_for_room (AiohttpStreamResponse *self, GError **error)
{
  gboolean picked;

  while (self->outlet->full)
    if (!aiohttp_wait_list_wait (&self->outlet->waiters, AIOHTTP_WAIT_NORMAL, NULL, &picked, error))
      return FALSE;
  return check_result (self, error);
}

static gboolean
may_await (AiohttpStreamResponse *self, const char *what, GError **error)
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
static void
finish_write (AiohttpStreamResponse *self, GTask *task, GError *error)
{
  Return result = { task, error };

  if (error == NULL && self->outlet->full && aiohttp_wait_list_check (&self->outlet->waiters, G_STRFUNC, &result.error))
    aiohttp_wait_list_wait_async (&self->outlet->waiters, AIOHTTP_WAIT_NORMAL, NULL, task, on_turn);
  else
    aiohttp_call_out (return_task, &result);
}

static GTask *
new_task (AiohttpStreamResponse *self, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
          gpointer user_data)
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
      g_autoptr (GTask) task = new_task (self, tag, cancellable, aiohttp_future_ready_callback, g_object_ref (future));

      finish_write (self, task, NULL);
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

  return start (self, request, error);
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

  result.task = task = new_task (self, aiohttp_stream_response_prepare_async, cancellable, callback, user_data);
  if (!is_refused (cancellable, &result.error))
    start (self, request, &result.error);
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
    start (self, request, &error);
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
  return may_await (self, G_STRFUNC, error) && aiohttp_stream_response_put (self, data, length, NULL, error) &&
         wait_for_room (self, error);
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

  task = new_task (self, aiohttp_stream_response_write_async, cancellable, callback, user_data);
  if (!is_refused (cancellable, &error))
    aiohttp_stream_response_put (self, data, length, NULL, &error);
  finish_write (self, task, error);
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
  return may_await (self, G_STRFUNC, error) && aiohttp_stream_response_put (self, data, length, bytes, error) &&
         wait_for_room (self, error);
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

  task = new_task (self, aiohttp_stream_response_write_bytes_async, cancellable, callback, user_data);
  data = g_bytes_get_data (bytes, &length);
  if (!is_refused (cancellable, &error))
    aiohttp_stream_response_put (self, data, length, bytes, &error);
  finish_write (self, task, error);
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
  return may_await (self, G_STRFUNC, error) && aiohttp_stream_response_end (self, error) && wait_for_room (self, error);
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

  task = new_task (self, aiohttp_stream_response_write_eof_async, cancellable, callback, user_data);
  if (!is_refused (cancellable, &error))
    aiohttp_stream_response_end (self, &error);
  finish_write (self, task, error);
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

/* A file that is encoded is read a block at a time. In a coroutine. */
static gboolean
encode_file (AiohttpStreamResponse *self, int fd, gint64 offset, gint64 length, GError **error)
{
  g_autofree char *block = g_malloc (FILE_BLOCK);

  while (length > 0)
    {
      gssize n = pread (fd, block, MIN (length, FILE_BLOCK), offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          int code = errno;

          g_set_error (error, G_IO_ERROR, n == 0 ? G_IO_ERROR_PARTIAL_INPUT : g_io_error_from_errno (code),
                       "Cannot read the file: %s", n == 0 ? "it has become shorter" : g_strerror (code));
          return FALSE;
        }
      if (!aiohttp_stream_response_put (self, block, n, NULL, error) || !wait_for_room (self, error) ||
          !aiohttp_sleep (0, error))
        return FALSE;
      offset += n;
      length -= n;
    }
  return TRUE;
}

static gboolean
is_encoded (AiohttpStreamResponse *self)
{
  return self->outlet != NULL && self->outlet->encoder != NULL;
}

/* The descriptor stays the caller's. */
static gboolean
put_file (AiohttpStreamResponse *self, int fd, gint64 offset, gint64 length, GError **error)
{
  AiohttpResponseOutlet *outlet = self->outlet;
  AiohttpServerStream *stream;
  int file;

  if (!check_open (self, error))
    return FALSE;
  if (length == 0)
    return TRUE;
  if (!count (outlet, length, error))
    return FALSE;
  if (outlet->discards)
    return TRUE;
  file = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  if (file < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "Cannot send the file: %s", g_strerror (code));
      set_failed (outlet, *error);
      return FALSE;
    }
  stream = outlet->request->stream;
  return note_state (outlet, stream->klass->write_file (stream, file, offset, length, error));
}

/**
 * aiohttp_stream_response_write_file: (skip)
 * @self: a response that was prepared
 * @fd: a descriptor of a file, which stays the caller's
 * @offset: the first byte to send
 * @length: how many
 * @error: return location of the error
 *
 * Writes a part of a file, and waits until it was sent: without reading it where the system can (`sendfile`), else
 * 64 KiB at a time. The file's own offset is neither used nor changed.
 *
 * Fails as [method@Aiohttp.StreamResponse.write] does, and with %G_IO_ERROR_PENDING while another part of a file is
 * being sent. Where the file turns out to be shorter the connection is closed.
 *
 * Returns: whether it was written
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_write_file (AiohttpStreamResponse *self, int fd, gint64 offset, gint64 length, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpStreamResponse) held = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);
  g_return_val_if_fail (offset >= 0 && length >= 0, FALSE);

  held = g_object_ref (self);
  if (is_encoded (self))
    return may_await (self, G_STRFUNC, error) && encode_file (self, fd, offset, length, error);
  return may_await (self, G_STRFUNC, error) && put_file (self, fd, offset, length, error) &&
         wait_for_room (self, error);
}

typedef struct
{
  AiohttpStreamResponse *response;
  int file;
  gint64 offset;
  gint64 length;
} EncodedFile;

static void
encoded_file_free (gpointer data)
{
  EncodedFile *encoded = data;

  close (encoded->file);
  g_object_unref (encoded->response);
  g_free (encoded);
}

static gboolean
run_encoded_file (GValue *result, gpointer data, GError **error)
{
  EncodedFile *encoded = data;

  return aiohttp_stream_response_write_file (encoded->response, encoded->file, encoded->offset, encoded->length, error);
}

static void
on_file_encoded (AiohttpFuture *future, gpointer data)
{
  GTask *task = data;
  GError *error = aiohttp_future_dup_error (future);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
encode_file_async (AiohttpStreamResponse *self, GTask *task, int fd, gint64 offset, gint64 length)
{
  EncodedFile *encoded = g_new (EncodedFile, 1);
  g_autoptr (AiohttpTask) writer = NULL;

  *encoded = (EncodedFile){ g_object_ref (self), fcntl (fd, F_DUPFD_CLOEXEC, 3), offset, length };
  writer = aiohttp_spawn (run_encoded_file, encoded, encoded_file_free);
  aiohttp_future_add_done_callback (AIOHTTP_FUTURE (writer), on_file_encoded, g_object_ref (task), g_object_unref);
}

/**
 * aiohttp_stream_response_write_file_async:
 * @self: a response that was prepared
 * @fd: a descriptor of a file, which stays the caller's
 * @offset: the first byte to send
 * @length: how many
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it was sent
 * @user_data: for @callback
 *
 * Writes a part of a file; [method@Aiohttp.StreamResponse.write_file] tells more. @fd may be closed at once.
 *
 * Since: 0.1
 */
void
aiohttp_stream_response_write_file_async (AiohttpStreamResponse *self, int fd, gint64 offset, gint64 length,
                                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self));
  g_return_if_fail (offset >= 0 && length >= 0);

  task = new_task (self, aiohttp_stream_response_write_file_async, cancellable, callback, user_data);
  if (!is_refused (cancellable, &error) && is_encoded (self))
    {
      encode_file_async (self, task, fd, offset, length);
      return;
    }
  if (error == NULL)
    put_file (self, fd, offset, length, &error);
  finish_write (self, task, error);
}

/**
 * aiohttp_stream_response_write_file_finish:
 * @self: a response
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.StreamResponse.write_file_async].
 *
 * Returns: whether it was written
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_write_file_finish (AiohttpStreamResponse *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_stream_response_write_file_async, error);
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
