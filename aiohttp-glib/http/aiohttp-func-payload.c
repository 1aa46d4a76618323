/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-payload-kinds-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-future-private.h"
#include "aiohttp-pull-stream-private.h"
#include "aiohttp-task-private.h"

/* The body that a coroutine makes piece by piece, or a binding's generator by futures. */
typedef struct
{
  AiohttpPayload parent_instance;

  AiohttpChunkFunc func;
  AiohttpChunkFutureFunc future_func;
  gpointer user_data;
  GDestroyNotify notify;
} AiohttpFuncPayload;

typedef AiohttpPayloadClass AiohttpFuncPayloadClass;

GType aiohttp_func_payload_get_type (void);

G_DEFINE_TYPE (AiohttpFuncPayload, aiohttp_func_payload, AIOHTTP_TYPE_PAYLOAD)

#define AIOHTTP_TYPE_CHUNK_STREAM (aiohttp_chunk_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpChunkStream, aiohttp_chunk_stream, AIOHTTP, CHUNK_STREAM, AiohttpPullStream)

struct _AiohttpChunkStream
{
  AiohttpPullStream parent_instance;

  AiohttpFuncPayload *payload;
  GBytes *chunk; /* from `offset` on, it is still to be read */
  gsize offset;
  gboolean ended;

  /* the read under way */
  GTask *task;
  guint8 *buffer;
  gsize count;
  AiohttpFuture *making;
  GSource *cancel;
};

G_DEFINE_FINAL_TYPE (AiohttpChunkStream, aiohttp_chunk_stream, AIOHTTP_TYPE_PULL_STREAM)

static void make_chunk (AiohttpChunkStream *self);

static gsize
take (AiohttpChunkStream *self, guint8 *buffer, gsize count)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (self->chunk, &length);
  gsize n = MIN (count, length - self->offset);

  memcpy (buffer, data + self->offset, n);
  self->offset += n;
  if (self->offset == length)
    g_clear_pointer (&self->chunk, g_bytes_unref);
  return n;
}

static void
stop_listening (AiohttpChunkStream *self)
{
  if (self->cancel != NULL)
    g_source_destroy (self->cancel);
  g_clear_pointer (&self->cancel, g_source_unref);
  g_clear_object (&self->making);
}

/* A chunk, the end (NULL), or an error. */
static void
deliver (AiohttpChunkStream *self, GBytes *chunk, GError *error)
{
  g_autoptr (GTask) task = NULL;

  stop_listening (self);
  if (chunk != NULL && g_bytes_get_size (chunk) == 0)
    {
      g_bytes_unref (chunk);
      make_chunk (self);
      return;
    }
  task = g_steal_pointer (&self->task);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->ended = chunk == NULL;
  self->chunk = chunk;
  self->offset = 0;
  g_task_return_int (task, chunk != NULL ? (gssize) take (self, self->buffer, self->count) : 0);
}

static gpointer
call_func (gpointer data, GError **error)
{
  AiohttpChunkStream *self = data;

  return self->payload->func (self->payload->user_data, error);
}

static void
on_func_returned (gpointer result, GError *error, gpointer data)
{
  g_autoptr (AiohttpChunkStream) self = data;

  deliver (self, result, error);
}

static void
on_future_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AiohttpChunkStream) self = user_data;
  g_autoptr (AiohttpFuture) future = g_object_ref (AIOHTTP_FUTURE (source));
  GError *error = NULL;
  GBytes *chunk = NULL;

  if (aiohttp_future_await_finish (future, result, &error) && G_VALUE_HOLDS (&future->value, G_TYPE_BYTES))
    chunk = g_value_dup_boxed (&future->value);
  deliver (self, chunk, error);
}

/* By a source of the task's context: the cancel may come from a coroutine, from the middle of whatever cancels, or from
 * another thread, where the future is not to be touched. */
static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  AiohttpChunkStream *self = user_data;

  if (self->making != NULL)
    aiohttp_future_cancel (self->making);
  return G_SOURCE_REMOVE;
}

static void
listen (AiohttpChunkStream *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  if (cancellable == NULL)
    return;
  self->cancel = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancel, G_SOURCE_FUNC (on_cancelled), self, NULL);
  g_source_set_static_name (self->cancel, "[aiohttp] cancel of a chunk");
  g_source_attach (self->cancel, g_task_get_context (self->task));
}

static void
ask_for_future (gpointer data)
{
  AiohttpChunkStream *self = data;

  self->making = self->payload->future_func (self->payload->user_data);
}

static void
make_chunk (AiohttpChunkStream *self)
{
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (self->task), &error))
    {
      deliver (self, NULL, error);
      return;
    }
  if (self->payload->func != NULL)
    {
      AiohttpTask *task = aiohttp_task_run_inline (call_func, on_func_returned, g_object_ref (self));

      if (task == NULL)
        return;
      self->making = AIOHTTP_FUTURE (task);
      listen (self);
      return;
    }
  aiohttp_call_out (ask_for_future, self);
  if (self->making == NULL)
    {
      deliver (self, NULL,
               g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE, "The function gave no future of a chunk"));
      return;
    }
  listen (self);
  aiohttp_future_await_async (self->making, NULL, on_future_done, g_object_ref (self));
}

static void
aiohttp_chunk_stream_pull (AiohttpPullStream *stream, GTask *task, void *buffer, gsize count)
{
  AiohttpChunkStream *self = AIOHTTP_CHUNK_STREAM (stream);

  if (self->chunk != NULL || self->ended)
    {
      g_task_return_int (task, self->chunk != NULL ? (gssize) take (self, buffer, count) : 0);
      g_object_unref (task);
      return;
    }
  self->task = task;
  self->buffer = buffer;
  self->count = count;
  make_chunk (self);
}

static void
aiohttp_chunk_stream_finalize (GObject *object)
{
  AiohttpChunkStream *self = AIOHTTP_CHUNK_STREAM (object);

  g_clear_pointer (&self->chunk, g_bytes_unref);
  g_clear_object (&self->payload);
  G_OBJECT_CLASS (aiohttp_chunk_stream_parent_class)->finalize (object);
}

static void
aiohttp_chunk_stream_class_init (AiohttpChunkStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_chunk_stream_finalize;
  AIOHTTP_PULL_STREAM_CLASS (klass)->pull = aiohttp_chunk_stream_pull;
}

static void
aiohttp_chunk_stream_init (AiohttpChunkStream *self)
{
}

static GInputStream *
aiohttp_func_payload_open (AiohttpPayload *payload, GError **error)
{
  AiohttpChunkStream *stream = g_object_new (AIOHTTP_TYPE_CHUNK_STREAM, NULL);

  stream->payload = g_object_ref ((AiohttpFuncPayload *) payload);
  return G_INPUT_STREAM (stream);
}

static gboolean
aiohttp_func_payload_is_replayable (AiohttpPayload *payload)
{
  return FALSE;
}

static void
aiohttp_func_payload_finalize (GObject *object)
{
  AiohttpFuncPayload *self = (AiohttpFuncPayload *) object;

  if (self->notify != NULL)
    aiohttp_call_out (self->notify, self->user_data);
  G_OBJECT_CLASS (aiohttp_func_payload_parent_class)->finalize (object);
}

static void
aiohttp_func_payload_class_init (AiohttpFuncPayloadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_func_payload_finalize;
  klass->open = aiohttp_func_payload_open;
  klass->is_replayable = aiohttp_func_payload_is_replayable;
}

static void
aiohttp_func_payload_init (AiohttpFuncPayload *self)
{
}

AiohttpPayload *
aiohttp_func_payload_new (AiohttpChunkFunc func, AiohttpChunkFutureFunc future_func, gpointer user_data,
                          GDestroyNotify notify, gint64 size, const char *content_type)
{
  AiohttpFuncPayload *self = g_object_new (aiohttp_func_payload_get_type (), NULL);
  AiohttpPayload *payload = AIOHTTP_PAYLOAD (self);

  self->func = func;
  self->future_func = future_func;
  self->user_data = user_data;
  self->notify = notify;
  payload->size = size;
  payload->content_type = g_strdup (content_type != NULL ? content_type : "application/octet-stream");
  return payload;
}
