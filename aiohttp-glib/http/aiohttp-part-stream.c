/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-part-stream-private.h"

#include "aiohttp-multipart-reader-private.h"

struct _AiohttpPartStream
{
  GInputStream parent_instance;

  AiohttpMultipartReader *reader;
  guint64 part;
};

G_DEFINE_FINAL_TYPE (AiohttpPartStream, aiohttp_part_stream, G_TYPE_INPUT_STREAM)

static gssize
aiohttp_part_stream_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "A part is read asynchronously only");
  return -1;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gssize n = aiohttp_multipart_reader_read_part_finish (AIOHTTP_MULTIPART_READER (source), result, &error);

  if (n < 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
}

static void
aiohttp_part_stream_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  AiohttpPartStream *self = AIOHTTP_PART_STREAM (stream);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_part_stream_read_async);
  g_task_set_check_cancellable (task, FALSE);
  aiohttp_multipart_reader_read_part_async (self->reader, self->part, buffer, count, cancellable, on_read, task);
}

static gssize
aiohttp_part_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static gboolean
aiohttp_part_stream_close_fn (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
aiohttp_part_stream_close_async (GInputStream *stream, int io_priority, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_part_stream_close_async);
  g_task_return_boolean (task, TRUE);
}

static gboolean
aiohttp_part_stream_close_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
aiohttp_part_stream_finalize (GObject *object)
{
  g_clear_object (&AIOHTTP_PART_STREAM (object)->reader);
  G_OBJECT_CLASS (aiohttp_part_stream_parent_class)->finalize (object);
}

static void
aiohttp_part_stream_class_init (AiohttpPartStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aiohttp_part_stream_finalize;
  stream_class->read_fn = aiohttp_part_stream_read_fn;
  stream_class->read_async = aiohttp_part_stream_read_async;
  stream_class->read_finish = aiohttp_part_stream_read_finish;
  stream_class->close_fn = aiohttp_part_stream_close_fn;
  stream_class->close_async = aiohttp_part_stream_close_async;
  stream_class->close_finish = aiohttp_part_stream_close_finish;
}

static void
aiohttp_part_stream_init (AiohttpPartStream *self)
{
}

AiohttpPartStream *
aiohttp_part_stream_new (AiohttpMultipartReader *reader, guint64 part)
{
  AiohttpPartStream *self = g_object_new (AIOHTTP_TYPE_PART_STREAM, NULL);

  self->reader = g_object_ref (reader);
  self->part = part;
  return self;
}
