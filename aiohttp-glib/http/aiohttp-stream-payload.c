/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-payload-kinds-private.h"

#include "aiohttp-pull-stream-private.h"

/*
 * The stream is the program's: ours reads it on, and goes back to where it stood when it is opened again.
 *
 * It may be opened again while a read of the time before is still under way, which a request that ended early has given
 * up: GIO lets nobody seek or read then. So one that is opened seeks by its first read, and a read waits for its turn.
 */
typedef struct
{
  AiohttpPayload parent_instance;

  GInputStream *stream;
  goffset start; /* -1: it cannot seek */
  gboolean reading;
  GQueue waiting; /* Pull */
} AiohttpStreamPayload;

typedef AiohttpPayloadClass AiohttpStreamPayloadClass;

GType aiohttp_stream_payload_get_type (void);

G_DEFINE_TYPE (AiohttpStreamPayload, aiohttp_stream_payload, AIOHTTP_TYPE_PAYLOAD)

#define AIOHTTP_TYPE_SHARED_STREAM (aiohttp_shared_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpSharedStream, aiohttp_shared_stream, AIOHTTP, SHARED_STREAM, AiohttpPullStream)

struct _AiohttpSharedStream
{
  AiohttpPullStream parent_instance;

  AiohttpStreamPayload *payload;
  gboolean positioned;
};

G_DEFINE_FINAL_TYPE (AiohttpSharedStream, aiohttp_shared_stream, AIOHTTP_TYPE_PULL_STREAM)

/* A read; its task holds the stream, and that the payload. */
typedef struct
{
  GTask *task;
  void *buffer;
  gsize count;
  GSource *cancel; /* while it waits */
} Pull;

static void start_next (AiohttpStreamPayload *payload);

static void
pull_free (Pull *pull)
{
  if (pull->cancel != NULL)
    g_source_destroy (pull->cancel);
  g_clear_pointer (&pull->cancel, g_source_unref);
  g_object_unref (pull->task);
  g_free (pull);
}

static AiohttpStreamPayload *
pull_get_payload (Pull *pull)
{
  return AIOHTTP_SHARED_STREAM (g_task_get_source_object (pull->task))->payload;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pull *pull = user_data;
  AiohttpStreamPayload *payload = g_object_ref (pull_get_payload (pull));
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  payload->reading = FALSE;
  start_next (payload);
  if (n < 0)
    g_task_return_error (pull->task, error);
  else
    g_task_return_int (pull->task, n);
  pull_free (pull);
  g_object_unref (payload);
}

static gboolean
position (AiohttpSharedStream *self, GError **error)
{
  AiohttpStreamPayload *payload = self->payload;

  if (self->positioned)
    return TRUE;
  self->positioned = TRUE;
  return payload->start < 0 || g_seekable_tell (G_SEEKABLE (payload->stream)) == payload->start ||
         g_seekable_seek (G_SEEKABLE (payload->stream), payload->start, G_SEEK_SET, NULL, error);
}

static void
start_next (AiohttpStreamPayload *payload)
{
  while (!payload->reading && payload->waiting.length > 0)
    {
      Pull *pull = g_queue_pop_head (&payload->waiting);
      GError *error = NULL;

      if (pull->cancel != NULL)
        g_source_destroy (pull->cancel);
      g_clear_pointer (&pull->cancel, g_source_unref);
      if (!position (g_task_get_source_object (pull->task), &error))
        {
          g_task_return_error (pull->task, error);
          pull_free (pull);
          continue;
        }
      payload->reading = TRUE;
      g_input_stream_read_async (payload->stream, pull->buffer, pull->count, g_task_get_priority (pull->task),
                                 g_task_get_cancellable (pull->task), on_read, pull);
    }
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Pull *pull = user_data;

  g_queue_remove (&pull_get_payload (pull)->waiting, pull);
  g_task_return_new_error (pull->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled");
  pull_free (pull);
  return G_SOURCE_REMOVE;
}

static void
aiohttp_shared_stream_pull (AiohttpPullStream *stream, GTask *task, void *buffer, gsize count)
{
  AiohttpStreamPayload *payload = AIOHTTP_SHARED_STREAM (stream)->payload;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Pull *pull = g_new (Pull, 1);

  *pull = (Pull){ task, buffer, count, NULL };
  if (payload->reading && cancellable != NULL)
    {
      pull->cancel = g_cancellable_source_new (cancellable);
      g_source_set_callback (pull->cancel, G_SOURCE_FUNC (on_cancelled), pull, NULL);
      g_source_set_static_name (pull->cancel, "[aiohttp] cancel of a read that waits");
      g_source_attach (pull->cancel, g_task_get_context (task));
    }
  g_queue_push_tail (&payload->waiting, pull);
  start_next (payload);
}

static void
aiohttp_shared_stream_finalize (GObject *object)
{
  g_clear_object (&AIOHTTP_SHARED_STREAM (object)->payload);
  G_OBJECT_CLASS (aiohttp_shared_stream_parent_class)->finalize (object);
}

static void
aiohttp_shared_stream_class_init (AiohttpSharedStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_shared_stream_finalize;
  AIOHTTP_PULL_STREAM_CLASS (klass)->pull = aiohttp_shared_stream_pull;
}

static void
aiohttp_shared_stream_init (AiohttpSharedStream *self)
{
}

static GInputStream *
aiohttp_stream_payload_open (AiohttpPayload *payload, GError **error)
{
  AiohttpSharedStream *opened = g_object_new (AIOHTTP_TYPE_SHARED_STREAM, NULL);

  opened->payload = g_object_ref ((AiohttpStreamPayload *) payload);
  return G_INPUT_STREAM (opened);
}

static gboolean
aiohttp_stream_payload_is_replayable (AiohttpPayload *payload)
{
  return ((AiohttpStreamPayload *) payload)->start >= 0;
}

static void
aiohttp_stream_payload_finalize (GObject *object)
{
  g_clear_object (&((AiohttpStreamPayload *) object)->stream);
  G_OBJECT_CLASS (aiohttp_stream_payload_parent_class)->finalize (object);
}

static void
aiohttp_stream_payload_class_init (AiohttpStreamPayloadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_stream_payload_finalize;
  klass->open = aiohttp_stream_payload_open;
  klass->is_replayable = aiohttp_stream_payload_is_replayable;
}

static void
aiohttp_stream_payload_init (AiohttpStreamPayload *self)
{
}

AiohttpPayload *
aiohttp_stream_payload_new (GInputStream *stream, gint64 size, const char *content_type)
{
  AiohttpStreamPayload *self = g_object_new (aiohttp_stream_payload_get_type (), NULL);
  AiohttpPayload *payload = AIOHTTP_PAYLOAD (self);

  self->stream = g_object_ref (stream);
  self->start = -1;
  if (G_IS_SEEKABLE (stream) && g_seekable_can_seek (G_SEEKABLE (stream)))
    self->start = g_seekable_tell (G_SEEKABLE (stream));
  payload->size = size;
  payload->content_type = g_strdup (content_type != NULL ? content_type : "application/octet-stream");
  return payload;
}
