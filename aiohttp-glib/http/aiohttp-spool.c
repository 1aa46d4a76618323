/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-spool-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "aiohttp-byte-buffer-private.h"

struct _AiohttpSpool
{
  GObject parent_instance;

  guint64 memory_limit;
  guint64 size;
  AiohttpByteBuffer memory;
  GBytes *bytes; /* of memory, once it is read */
  int fd;        /* -1: all is in memory */
};

G_DEFINE_FINAL_TYPE (AiohttpSpool, aiohttp_spool, G_TYPE_OBJECT)

/* --- reading the file --- */

#define AIOHTTP_TYPE_SPOOL_STREAM (aiohttp_spool_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpSpoolStream, aiohttp_spool_stream, AIOHTTP, SPOOL_STREAM, GInputStream)

struct _AiohttpSpoolStream
{
  GInputStream parent_instance;

  AiohttpSpool *spool;
  guint64 position;
};

G_DEFINE_FINAL_TYPE (AiohttpSpoolStream, aiohttp_spool_stream, G_TYPE_INPUT_STREAM)

static gboolean
fail (const char *what, GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "Cannot %s a temporary file: %s", what,
               g_strerror (code));
  return FALSE;
}

/* GInputStream runs it in a thread where it is to be asynchronous. */
static gssize
aiohttp_spool_stream_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
                              GError **error)
{
  AiohttpSpoolStream *self = AIOHTTP_SPOOL_STREAM (stream);
  gssize n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  do
    n = pread (self->spool->fd, buffer, count, (off_t) self->position);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    fail ("read", error);
  else
    self->position += (guint64) n;
  return n;
}

static void
aiohttp_spool_stream_finalize (GObject *object)
{
  g_clear_object (&AIOHTTP_SPOOL_STREAM (object)->spool);
  G_OBJECT_CLASS (aiohttp_spool_stream_parent_class)->finalize (object);
}

static void
aiohttp_spool_stream_class_init (AiohttpSpoolStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_spool_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = aiohttp_spool_stream_read_fn;
}

static void
aiohttp_spool_stream_init (AiohttpSpoolStream *self)
{
}

/* --- the spool --- */

static void
aiohttp_spool_finalize (GObject *object)
{
  AiohttpSpool *self = AIOHTTP_SPOOL (object);

  aiohttp_byte_buffer_clear (&self->memory);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  if (self->fd >= 0)
    close (self->fd);
  G_OBJECT_CLASS (aiohttp_spool_parent_class)->finalize (object);
}

static void
aiohttp_spool_class_init (AiohttpSpoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_spool_finalize;
}

static void
aiohttp_spool_init (AiohttpSpool *self)
{
  self->fd = -1;
}

AiohttpSpool *
aiohttp_spool_new (guint64 memory_limit)
{
  AiohttpSpool *self = g_object_new (AIOHTTP_TYPE_SPOOL, NULL);

  self->memory_limit = memory_limit;
  return self;
}

/* A file that has no name, or loses it at once where the file system cannot make one without. */
static int
open_nameless (GError **error)
{
  g_autofree char *path = NULL;
  int fd = open (g_get_tmp_dir (), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    return fd;
  path = g_build_filename (g_get_tmp_dir (), "aiohttp-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    fail ("make", error);
  else
    unlink (path);
  return fd;
}

static gboolean
write_all (int fd, const guint8 *data, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail ("write", error);
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* In a thread, to which the spool belongs until the write is finished. */
static void
write_to_file (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  AiohttpSpool *self = source;
  GBytes *bytes = task_data;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  GError *error = NULL;

  if (self->fd < 0)
    {
      self->fd = open_nameless (&error);
      if (self->fd >= 0 && write_all (self->fd, aiohttp_byte_buffer_data (&self->memory),
                                      aiohttp_byte_buffer_length (&self->memory), &error))
        aiohttp_byte_buffer_clear (&self->memory);
    }
  if (error == NULL && write_all (self->fd, data, length, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
aiohttp_spool_write_async (AiohttpSpool *self, GBytes *bytes, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  g_task_set_source_tag (task, aiohttp_spool_write_async);
  g_task_set_name (task, "[aiohttp] spool: write");
  g_assert (self->bytes == NULL);
  self->size += length;
  if (self->fd < 0 && self->size <= self->memory_limit)
    {
      aiohttp_byte_buffer_append (&self->memory, data, length);
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, write_to_file);
}

gboolean
aiohttp_spool_write_finish (AiohttpSpool *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

guint64
aiohttp_spool_get_size (AiohttpSpool *self)
{
  return self->size;
}

gboolean
aiohttp_spool_is_in_file (AiohttpSpool *self)
{
  return self->fd >= 0;
}

GInputStream *
aiohttp_spool_open (AiohttpSpool *self)
{
  AiohttpSpoolStream *stream;

  if (self->fd < 0)
    {
      if (self->bytes == NULL)
        self->bytes = aiohttp_byte_buffer_take (&self->memory);
      return g_memory_input_stream_new_from_bytes (self->bytes);
    }
  stream = g_object_new (AIOHTTP_TYPE_SPOOL_STREAM, NULL);
  stream->spool = g_object_ref (self);
  return G_INPUT_STREAM (stream);
}
