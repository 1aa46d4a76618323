/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tap-stream-private.h"

struct _AiohttpTapStream
{
  GInputStream parent_instance;

  GInputStream *base;
  GByteArray *kept; /* NULL: no longer */
  gsize limit;
  void *buffer; /* of the read under way */
  AiohttpTapFunc func;
  gpointer data;
  GDestroyNotify destroy;
};

G_DEFINE_FINAL_TYPE (AiohttpTapStream, aiohttp_tap_stream, G_TYPE_INPUT_STREAM)

static void
keep (AiohttpTapStream *self, const void *buffer, gssize n)
{
  if (self->kept == NULL)
    return;
  if (n < 0 || self->kept->len + (gsize) n > self->limit)
    g_clear_pointer (&self->kept, g_byte_array_unref);
  else if (n > 0)
    g_byte_array_append (self->kept, buffer, (guint) n);
  else
    {
      g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->kept));

      self->func (bytes, self->data);
    }
}

static gssize
aiohttp_tap_stream_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  AiohttpTapStream *self = AIOHTTP_TAP_STREAM (stream);
  gssize n = g_input_stream_read (self->base, buffer, count, cancellable, error);

  keep (self, buffer, n);
  return n;
}

static void
on_base_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpTapStream *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  /* a read that was cancelled may be made again */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    keep (self, self->buffer, n);
  if (n < 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
}

static void
aiohttp_tap_stream_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  AiohttpTapStream *self = AIOHTTP_TAP_STREAM (stream);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_tap_stream_read_async);
  g_task_set_check_cancellable (task, FALSE);
  self->buffer = buffer;
  g_input_stream_read_async (self->base, buffer, count, io_priority, cancellable, on_base_read, task);
}

static gssize
aiohttp_tap_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static gboolean
aiohttp_tap_stream_close_fn (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  return g_input_stream_close (AIOHTTP_TAP_STREAM (stream)->base, cancellable, error);
}

static void
aiohttp_tap_stream_finalize (GObject *object)
{
  AiohttpTapStream *self = AIOHTTP_TAP_STREAM (object);

  g_clear_pointer (&self->kept, g_byte_array_unref);
  g_clear_object (&self->base);
  if (self->destroy != NULL)
    self->destroy (self->data);
  G_OBJECT_CLASS (aiohttp_tap_stream_parent_class)->finalize (object);
}

static void
aiohttp_tap_stream_class_init (AiohttpTapStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aiohttp_tap_stream_finalize;
  stream_class->read_fn = aiohttp_tap_stream_read_fn;
  stream_class->read_async = aiohttp_tap_stream_read_async;
  stream_class->read_finish = aiohttp_tap_stream_read_finish;
  stream_class->close_fn = aiohttp_tap_stream_close_fn;
}

static void
aiohttp_tap_stream_init (AiohttpTapStream *self)
{
  self->kept = g_byte_array_new ();
}

GInputStream *
aiohttp_tap_stream_new (GInputStream *base, gsize limit, AiohttpTapFunc func, gpointer data, GDestroyNotify destroy)
{
  AiohttpTapStream *self = g_object_new (AIOHTTP_TYPE_TAP_STREAM, NULL);

  self->base = g_object_ref (base);
  self->limit = limit;
  self->func = func;
  self->data = data;
  self->destroy = destroy;
  return G_INPUT_STREAM (self);
}
