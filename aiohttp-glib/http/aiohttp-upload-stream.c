/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-upload-stream-private.h"

#include "aiohttp-error.h"

struct _AiohttpUploadStream
{
  AiohttpPullStream parent_instance;

  GInputStream *base;
  gint64 length;
  gint64 done;
  AiohttpProgress *progress; /* NULL: nobody */
  GError *failure;
};

G_DEFINE_FINAL_TYPE (AiohttpUploadStream, aiohttp_upload_stream, AIOHTTP_TYPE_PULL_STREAM)

static void
fail (AiohttpUploadStream *self, GTask *task, GError *error)
{
  g_clear_pointer (&self->progress, aiohttp_progress_unref);
  if (self->failure == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->failure = g_error_copy (error);
  g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpUploadStream *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    {
      fail (self, task, error);
      return;
    }
  if (n == 0 && self->done < self->length)
    {
      fail (self, task,
            g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD,
                         "The body to be sent ended after %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " bytes",
                         self->done, self->length));
      return;
    }
  self->done += n;
  if (self->progress != NULL && n > 0)
    aiohttp_progress_tell (self->progress, self->done, self->length);
  /* a transport may keep the stream for longer than the request lasts */
  if (n == 0 || self->done == self->length)
    g_clear_pointer (&self->progress, aiohttp_progress_unref);
  g_task_return_int (task, n);
}

static void
aiohttp_upload_stream_pull (AiohttpPullStream *stream, GTask *task, void *buffer, gsize count)
{
  AiohttpUploadStream *self = AIOHTTP_UPLOAD_STREAM (stream);

  if (self->length >= 0)
    count = (gsize) MIN ((guint64) count, (guint64) (self->length - self->done));
  if (count > 0)
    {
      g_input_stream_read_async (self->base, buffer, count, g_task_get_priority (task), g_task_get_cancellable (task),
                                 on_read, task);
      return;
    }
  g_task_return_int (task, 0);
  g_object_unref (task);
}

static void
aiohttp_upload_stream_shut (AiohttpPullStream *stream)
{
  g_input_stream_close_async (AIOHTTP_UPLOAD_STREAM (stream)->base, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

static void
aiohttp_upload_stream_finalize (GObject *object)
{
  AiohttpUploadStream *self = AIOHTTP_UPLOAD_STREAM (object);

  g_clear_object (&self->base);
  g_clear_pointer (&self->progress, aiohttp_progress_unref);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (aiohttp_upload_stream_parent_class)->finalize (object);
}

static void
aiohttp_upload_stream_class_init (AiohttpUploadStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_upload_stream_finalize;
  AIOHTTP_PULL_STREAM_CLASS (klass)->pull = aiohttp_upload_stream_pull;
  AIOHTTP_PULL_STREAM_CLASS (klass)->shut = aiohttp_upload_stream_shut;
}

static void
aiohttp_upload_stream_init (AiohttpUploadStream *self)
{
}

AiohttpUploadStream *
aiohttp_upload_stream_new (GInputStream *base, gint64 length, AiohttpProgress *progress)
{
  AiohttpUploadStream *self = g_object_new (AIOHTTP_TYPE_UPLOAD_STREAM, NULL);

  self->base = g_object_ref (base);
  self->length = length;
  self->progress = progress != NULL ? aiohttp_progress_ref (progress) : NULL;
  return self;
}

void
aiohttp_upload_stream_tell_failure (AiohttpUploadStream *self, GError **error)
{
  if (self->failure == NULL)
    return;
  g_clear_error (error);
  *error = g_error_copy (self->failure);
}
