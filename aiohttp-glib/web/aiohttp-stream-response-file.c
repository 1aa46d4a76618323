/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-response-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "aiohttp-await-private.h"
#include "aiohttp-sleep.h"

/* AiohttpStreamResponse: parts of files. */

/* Of a file that is encoded. */
#define FILE_BLOCK (64 * 1024)

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
      if (!aiohttp_stream_response_put (self, block, n, NULL, error) ||
          !aiohttp_stream_response_wait_for_room (self, error) || !aiohttp_sleep (0, error))
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
    return aiohttp_stream_response_may_await (self, G_STRFUNC, error) && encode_file (self, fd, offset, length, error);
  return aiohttp_stream_response_may_await (self, G_STRFUNC, error) &&
         aiohttp_stream_response_put_file (self, fd, offset, length, error) &&
         aiohttp_stream_response_wait_for_room (self, error);
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

  task = aiohttp_stream_response_new_task (self, aiohttp_stream_response_write_file_async, cancellable, callback,
                                           user_data);
  if (!g_cancellable_set_error_if_cancelled (cancellable, &error) && is_encoded (self))
    {
      encode_file_async (self, task, fd, offset, length);
      return;
    }
  if (error == NULL)
    aiohttp_stream_response_put_file (self, fd, offset, length, &error);
  aiohttp_stream_response_finish_write (self, task, error);
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
