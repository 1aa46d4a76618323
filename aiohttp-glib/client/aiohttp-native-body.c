/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-native-connection-private.h"

/* The body of a response as a stream: pulled, so that a socket that nobody reads fills up and stops the server. */

#define AIOHTTP_TYPE_NATIVE_BODY (aiohttp_native_body_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpNativeBody, aiohttp_native_body, AIOHTTP, NATIVE_BODY, GInputStream)

struct _AiohttpNativeBody
{
  GInputStream parent_instance;

  AiohttpNativeConnection *connection;
  GTask *task; /* the read that waits */
  GSource *cancel;
  guint8 *buffer;
  gsize size;
};

G_DEFINE_FINAL_TYPE (AiohttpNativeBody, aiohttp_native_body, G_TYPE_INPUT_STREAM)

static gssize
aiohttp_native_body_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  AiohttpNativeBody *self = AIOHTTP_NATIVE_BODY (stream);
  gssize n;

  while ((n = aiohttp_native_connection_read (self->connection, buffer, count, error)) == AIOHTTP_CHANNEL_WOULD_BLOCK)
    if (!aiohttp_native_connection_poll (self->connection, cancellable, error))
      return -1;
  return n >= 0 ? n : -1;
}

static GTask *
stop_waiting (AiohttpNativeBody *self)
{
  aiohttp_native_connection_wait (self->connection, NULL, NULL);
  if (self->cancel != NULL)
    g_source_destroy (self->cancel);
  g_clear_pointer (&self->cancel, g_source_unref);
  return g_steal_pointer (&self->task);
}

static void
return_read (GTask *task, gssize n, GError *error)
{
  if (n >= 0)
    g_task_return_int (task, n);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_ready (gpointer data)
{
  AiohttpNativeBody *self = data;
  GError *error = NULL;
  gssize n = aiohttp_native_connection_read (self->connection, self->buffer, self->size, &error);

  if (n == AIOHTTP_CHANNEL_WOULD_BLOCK)
    aiohttp_native_connection_wait (self->connection, on_ready, self);
  else
    return_read (stop_waiting (self), n, error);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer data)
{
  return_read (stop_waiting (data), -1,
               g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled"));
  return G_SOURCE_REMOVE;
}

static void
aiohttp_native_body_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  AiohttpNativeBody *self = AIOHTTP_NATIVE_BODY (stream);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  gssize n;

  g_task_set_source_tag (task, aiohttp_native_body_read_async);
  g_task_set_check_cancellable (task, FALSE);
  n = aiohttp_native_connection_read (self->connection, buffer, count, &error);
  if (n != AIOHTTP_CHANNEL_WOULD_BLOCK)
    {
      return_read (task, n, error);
      return;
    }
  self->task = task;
  self->buffer = buffer;
  self->size = count;
  aiohttp_native_connection_wait (self->connection, on_ready, self);
  if (cancellable == NULL)
    return;
  self->cancel = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancel, G_SOURCE_FUNC (on_cancelled), self, NULL);
  g_source_set_static_name (self->cancel, "[aiohttp] cancel of a read");
  g_source_attach (self->cancel, g_task_get_context (task));
}

static gssize
aiohttp_native_body_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static void
aiohttp_native_body_finalize (GObject *object)
{
  AiohttpNativeBody *self = AIOHTTP_NATIVE_BODY (object);

  aiohttp_native_connection_unref (self->connection);
  G_OBJECT_CLASS (aiohttp_native_body_parent_class)->finalize (object);
}

static void
aiohttp_native_body_class_init (AiohttpNativeBodyClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aiohttp_native_body_finalize;
  stream_class->read_fn = aiohttp_native_body_read_fn;
  stream_class->read_async = aiohttp_native_body_read_async;
  stream_class->read_finish = aiohttp_native_body_read_finish;
}

static void
aiohttp_native_body_init (AiohttpNativeBody *self)
{
}

GInputStream *
aiohttp_native_body_new (AiohttpNativeConnection *connection)
{
  AiohttpNativeBody *self = g_object_new (AIOHTTP_TYPE_NATIVE_BODY, NULL);

  self->connection = aiohttp_native_connection_ref (connection);
  return G_INPUT_STREAM (self);
}
