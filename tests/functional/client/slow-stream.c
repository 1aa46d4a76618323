/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "slow-stream.h"

#define READ_MILLISECONDS 20
#define READ_SIZE         16

#define SLOW_TYPE_STREAM (slow_stream_get_type ())

G_DECLARE_FINAL_TYPE (SlowStream, slow_stream, SLOW, STREAM, GInputStream)

struct _SlowStream
{
  GInputStream parent_instance;

  gsize size;
  gsize position;
  guint8 *buffer;
  gsize count;
  gboolean held;
  GTask *waiting; /* a read, while held */
};

static void slow_stream_seekable_init (GSeekableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SlowStream, slow_stream, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SEEKABLE, slow_stream_seekable_init))

static gboolean
on_read (gpointer data)
{
  GTask *task = data;
  SlowStream *self = g_task_get_source_object (task);
  gsize n = MIN (MIN (self->count, READ_SIZE), self->size - self->position);

  for (gsize i = 0; i < n; i++)
    self->buffer[i] = (guint8) ('a' + (self->position + i) % 26);
  self->position += n;
  g_task_return_int (task, (gssize) n);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static void
slow_stream_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  SlowStream *self = SLOW_STREAM (stream);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GSource) source = g_timeout_source_new (READ_MILLISECONDS);

  self->buffer = buffer;
  self->count = count;
  if (self->held)
    {
      self->waiting = task;
      return;
    }
  g_source_set_callback (source, on_read, task, NULL);
  g_source_attach (source, g_task_get_context (task));
}

static gssize
slow_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static gssize
slow_stream_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  g_assert_not_reached ();
}

static void
slow_stream_class_init (SlowStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  stream_class->read_fn = slow_stream_read_fn;
  stream_class->read_async = slow_stream_read_async;
  stream_class->read_finish = slow_stream_read_finish;
}

static void
slow_stream_init (SlowStream *self)
{
}

static goffset
slow_stream_tell (GSeekable *seekable)
{
  return (goffset) SLOW_STREAM (seekable)->position;
}

static gboolean
slow_stream_can_seek (GSeekable *seekable)
{
  return TRUE;
}

/* As those of GIO do it: not in the middle of a read. */
static gboolean
slow_stream_seek (GSeekable *seekable, goffset offset, GSeekType type, GCancellable *cancellable, GError **error)
{
  if (!g_input_stream_set_pending (G_INPUT_STREAM (seekable), error))
    return FALSE;
  g_assert_cmpint (type, ==, G_SEEK_SET);
  SLOW_STREAM (seekable)->position = (gsize) offset;
  g_input_stream_clear_pending (G_INPUT_STREAM (seekable));
  return TRUE;
}

static gboolean
slow_stream_can_truncate (GSeekable *seekable)
{
  return FALSE;
}

static void
slow_stream_seekable_init (GSeekableIface *iface)
{
  iface->tell = slow_stream_tell;
  iface->can_seek = slow_stream_can_seek;
  iface->seek = slow_stream_seek;
  iface->can_truncate = slow_stream_can_truncate;
}

GInputStream *
slow_stream_new (gsize size)
{
  SlowStream *self = g_object_new (SLOW_TYPE_STREAM, NULL);

  self->size = size;
  return G_INPUT_STREAM (self);
}

void
slow_stream_hold (GInputStream *stream)
{
  SLOW_STREAM (stream)->held = TRUE;
}

void
slow_stream_release (GInputStream *stream)
{
  SlowStream *self = SLOW_STREAM (stream);

  self->held = FALSE;
  if (self->waiting != NULL)
    on_read (g_steal_pointer (&self->waiting));
}
