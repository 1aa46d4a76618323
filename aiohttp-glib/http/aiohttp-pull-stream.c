/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-pull-stream-private.h"

G_DEFINE_ABSTRACT_TYPE (AiohttpPullStream, aiohttp_pull_stream, G_TYPE_INPUT_STREAM)

static gssize
aiohttp_pull_stream_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "The stream is read asynchronously only");
  return -1;
}

static void
aiohttp_pull_stream_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_pull_stream_read_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_priority (task, io_priority);
  AIOHTTP_PULL_STREAM_GET_CLASS (stream)->pull (AIOHTTP_PULL_STREAM (stream), task, buffer, count);
}

static gssize
aiohttp_pull_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static gboolean
aiohttp_pull_stream_close_fn (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  AiohttpPullStreamClass *klass = AIOHTTP_PULL_STREAM_GET_CLASS (stream);

  if (klass->shut != NULL)
    klass->shut (AIOHTTP_PULL_STREAM (stream));
  return TRUE;
}

static void
aiohttp_pull_stream_close_async (GInputStream *stream, int io_priority, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_pull_stream_close_async);
  g_task_set_check_cancellable (task, FALSE);
  aiohttp_pull_stream_close_fn (stream, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

static gboolean
aiohttp_pull_stream_close_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
aiohttp_pull_stream_class_init (AiohttpPullStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  stream_class->read_fn = aiohttp_pull_stream_read_fn;
  stream_class->read_async = aiohttp_pull_stream_read_async;
  stream_class->read_finish = aiohttp_pull_stream_read_finish;
  stream_class->close_fn = aiohttp_pull_stream_close_fn;
  stream_class->close_async = aiohttp_pull_stream_close_async;
  stream_class->close_finish = aiohttp_pull_stream_close_finish;
}

static void
aiohttp_pull_stream_init (AiohttpPullStream *self)
{
}

static void
on_forwarded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
}

void
aiohttp_pull_stream_forward (GTask *task, GInputStream *base, void *buffer, gsize count)
{
  g_input_stream_read_async (base, buffer, count, g_task_get_priority (task), g_task_get_cancellable (task),
                             on_forwarded, task);
}
