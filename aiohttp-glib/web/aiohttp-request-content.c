/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-content-decoder-private.h"
#include "aiohttp-error.h"

/* The body as a stream. */

/**
 * aiohttp_request_get_content:
 * @self: a request
 *
 * Gets the body as a stream, the codings of Content-Encoding (gzip, deflate, br, zstd) undone; one that is not known is
 * left as it is. A request without a body has an empty one.
 *
 * Bytes are taken from the client only as they are read: while nobody reads, the client has to wait, and at most 64 KiB
 * lie here. [property@Aiohttp.Application:client-max-size] does not bound a stream; it can be as long as the client likes.
 *
 * Besides the errors of [method@Aiohttp.Request.read], a body that is not what Content-Encoding says is
 * %AIOHTTP_HTTP_ERROR_BAD_REQUEST. After the answer the stream cannot be read on. A read that blocks (without `_async`)
 * fails with %G_IO_ERROR_WOULD_BLOCK where nothing is there.
 *
 * Returns: (transfer none): the stream
 *
 * Since: 0.1
 */
AiohttpStreamReader *
aiohttp_request_get_content (AiohttpRequest *self)
{
  g_autoptr (GInputStream) decoded = NULL;
  GError *error = NULL;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->content != NULL)
    return self->content;
  self->input = aiohttp_request_input_new (self, &self->collected);
  decoded = aiohttp_content_decoder_wrap_request (
      G_INPUT_STREAM (self->input), aiohttp_request_get_header_by_id (self, AIOHTTP_FIELD_CONTENT_ENCODING), &error);
  if (decoded == NULL)
    {
      /* The decoders that were made have closed what is below them. */
      g_object_unref (self->input);
      self->input = aiohttp_request_input_new (self, &self->collected);
      aiohttp_request_input_fail (self->input, error);
      decoded = g_object_ref (G_INPUT_STREAM (self->input));
    }
  self->content = aiohttp_stream_reader_new (decoded);
  return self->content;
}

/**
 * aiohttp_request_get_can_read_body:
 * @self: a request
 *
 * Tells whether there is a body of which something is still to be read.
 *
 * Returns: whether there is
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_get_can_read_body (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), FALSE);

  if (!aiohttp_request_has_body (self) || self->body != NULL)
    return FALSE;
  return self->content == NULL || !aiohttp_stream_reader_is_at_eof (self->content);
}

static void read_and_drop (GTask *task);

static void
on_piece (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpRequest *self = g_task_get_source_object (task);
  guint64 *dropped = g_task_get_task_data (task);
  guint64 limit = aiohttp_request_get_client_max_size (self);
  GError *error = NULL;
  g_autoptr (GBytes) piece = aiohttp_stream_reader_readany_finish (AIOHTTP_STREAM_READER (source), result, &error);

  if (piece == NULL)
    g_task_return_error (task, error);
  else if (g_bytes_get_size (piece) == 0)
    g_task_return_boolean (task, TRUE);
  else
    {
      *dropped += g_bytes_get_size (piece);
      if (limit == 0 || *dropped <= limit)
        read_and_drop (g_steal_pointer (&task));
      else
        g_task_return_new_error (task, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE,
                                 "More than %" G_GUINT64_FORMAT " bytes of the body were left to be dropped", limit);
    }
}

static void
read_and_drop (GTask *task)
{
  AiohttpRequest *self = g_task_get_source_object (task);

  aiohttp_stream_reader_readany_async (self->content, g_task_get_cancellable (task), on_piece, task);
}

/**
 * aiohttp_request_release: (skip)
 * @self: a request
 * @error: return location of the error
 *
 * Awaits the end of the body and drops what of it was not read.
 *
 * It is not needed: a connection drains up to 256 KiB behind the answer by itself, and closes where more is left. More than
 * [method@Aiohttp.Request.get_client_max_size] is %AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE.
 *
 * Returns: whether the end was reached
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_request_release, FALSE, (AiohttpRequest * self), (self))

/**
 * aiohttp_request_release_async:
 * @self: a request
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when all is dropped
 * @user_data: for @callback
 *
 * Reads the rest of the body and drops it; [method@Aiohttp.Request.release] tells how it can fail.
 *
 * Since: 0.1
 */
void
aiohttp_request_release_async (AiohttpRequest *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_REQUEST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_request_release_async);
  g_task_set_name (task, "[aiohttp] request: release");
  if (!aiohttp_request_get_can_read_body (self))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  aiohttp_request_get_content (self);
  g_task_set_task_data (task, g_new0 (guint64, 1), g_free);
  read_and_drop (task);
}

/**
 * aiohttp_request_release_finish:
 * @self: a request
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.Request.release_async].
 *
 * Returns: whether the end was reached
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_release_finish (AiohttpRequest *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_request_release_async, error);
}
