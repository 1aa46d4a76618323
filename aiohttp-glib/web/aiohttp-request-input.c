/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-input-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-request-private.h"

/* Taken from the connection at once, as far as it is there: tiny chunks come together. */
#define FILL (64 * 1024)

struct _AiohttpRequestInput
{
  GInputStream parent_instance;

  AiohttpRequest *request; /* owns us; NULL when it is gone */
  AiohttpByteBuffer buffer;
  GError *failure; /* behind what is in the buffer */
  gboolean ended;

  GTask *reading; /* waits for bytes */
};

/* What a read that waits holds. */
typedef struct
{
  void *into;
  gsize count;
  GSource *cancel_source;
} ReadInto;

G_DEFINE_FINAL_TYPE (AiohttpRequestInput, aiohttp_request_input, G_TYPE_INPUT_STREAM)

static void
read_into_free (gpointer data)
{
  ReadInto *into = data;

  if (into->cancel_source != NULL)
    g_source_destroy (into->cancel_source);
  g_clear_pointer (&into->cancel_source, g_source_unref);
  g_free (into);
}

/* Main stack. */
static void
pull (gpointer data)
{
  AiohttpRequestInput *self = data;
  AiohttpServerStream *stream;

  if (aiohttp_byte_buffer_length (&self->buffer) > 0 || self->ended || self->failure != NULL)
    return;
  if (self->request == NULL || self->request->stream == NULL)
    {
      self->failure = aiohttp_request_new_detached_error (self->request);
      return;
    }
  stream = self->request->stream;
  switch (stream->klass->read_body (stream, &self->buffer, FILL, 1, &self->failure))
    {
    case AIOHTTP_SERVER_BODY_END:
      self->ended = TRUE;
      break;
    case AIOHTTP_SERVER_BODY_PENDING:
    case AIOHTTP_SERVER_BODY_FAILED:
    default:
      break;
    }
}

/* TRUE: the read is done, with *n, which is -1 where *error is set. */
static gboolean
try_read (AiohttpRequestInput *self, void *into, gsize count, gssize *n, GError **error)
{
  gsize length;

  aiohttp_call_out (pull, self);
  length = MIN (count, aiohttp_byte_buffer_length (&self->buffer));
  *n = (gssize) length;
  if (length > 0)
    {
      memcpy (into, aiohttp_byte_buffer_data (&self->buffer), length);
      aiohttp_byte_buffer_consume (&self->buffer, length);
      if (aiohttp_byte_buffer_length (&self->buffer) == 0)
        aiohttp_byte_buffer_clear (&self->buffer);
      return TRUE;
    }
  if (self->failure != NULL)
    {
      *n = -1;
      g_propagate_error (error, g_error_copy (self->failure));
      return TRUE;
    }
  return self->ended;
}

static gssize
aiohttp_request_input_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
                               GError **error)
{
  gssize n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (try_read (AIOHTTP_REQUEST_INPUT (stream), buffer, count, &n, error))
    return n;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "No more of the body has come yet");
  return -1;
}

static void
return_read (GTask *task, gssize n, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
}

/* Completes the read that waits, if there is what it waits for. */
static void
serve_reading (AiohttpRequestInput *self)
{
  ReadInto *into;
  GError *error = NULL;
  gssize n;

  if (self->reading == NULL)
    return;
  into = g_task_get_task_data (self->reading);
  if (try_read (self, into->into, into->count, &n, &error))
    {
      g_autoptr (GTask) task = g_steal_pointer (&self->reading);

      /* The source holds the task. */
      if (into->cancel_source != NULL)
        g_source_destroy (into->cancel_source);
      return_read (task, n, error);
    }
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  AiohttpRequestInput *self = g_task_get_source_object (task);

  if (self->reading == task)
    {
      self->reading = NULL;
      g_task_return_error_if_cancelled (task);
      g_object_unref (task);
    }
  return G_SOURCE_REMOVE;
}

static void
aiohttp_request_input_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  AiohttpRequestInput *self = AIOHTTP_REQUEST_INPUT (stream);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  ReadInto *into;
  gssize n;

  g_task_set_source_tag (task, aiohttp_request_input_read_async);
  g_task_set_name (task, "[aiohttp] request body: read");
  g_task_set_priority (task, io_priority);
  /* bytes that were taken are always delivered */
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (try_read (self, buffer, count, &n, &error))
    {
      return_read (task, n, error);
      return;
    }
  into = g_new0 (ReadInto, 1);
  into->into = buffer;
  into->count = count;
  g_task_set_task_data (task, into, read_into_free);
  if (cancellable != NULL)
    {
      into->cancel_source = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, into->cancel_source, G_SOURCE_FUNC (on_cancelled));
    }
  self->reading = g_steal_pointer (&task);
}

static gssize
aiohttp_request_input_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

/* Nothing has to be waited for: what of the body is not read goes with its connection, or is drained behind the answer. */
static gboolean
aiohttp_request_input_close_fn (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
aiohttp_request_input_close_async (GInputStream *stream, int io_priority, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_request_input_close_async);
  g_task_return_boolean (task, TRUE);
}

static gboolean
aiohttp_request_input_close_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
aiohttp_request_input_finalize (GObject *object)
{
  AiohttpRequestInput *self = AIOHTTP_REQUEST_INPUT (object);

  aiohttp_byte_buffer_clear (&self->buffer);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (aiohttp_request_input_parent_class)->finalize (object);
}

static void
aiohttp_request_input_class_init (AiohttpRequestInputClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aiohttp_request_input_finalize;
  stream_class->read_fn = aiohttp_request_input_read_fn;
  stream_class->read_async = aiohttp_request_input_read_async;
  stream_class->read_finish = aiohttp_request_input_read_finish;
  stream_class->close_fn = aiohttp_request_input_close_fn;
  stream_class->close_async = aiohttp_request_input_close_async;
  stream_class->close_finish = aiohttp_request_input_close_finish;
}

static void
aiohttp_request_input_init (AiohttpRequestInput *self)
{
}

AiohttpRequestInput *
aiohttp_request_input_new (AiohttpRequest *request, AiohttpByteBuffer *before)
{
  AiohttpRequestInput *self = g_object_new (AIOHTTP_TYPE_REQUEST_INPUT, NULL);

  self->request = request;
  self->buffer = *before;
  *before = (AiohttpByteBuffer) AIOHTTP_BYTE_BUFFER_INIT;
  self->ended = !aiohttp_request_has_body (request) || request->body != NULL;
  if (request->body_error != NULL)
    self->failure = g_error_copy (request->body_error);
  return self;
}

void
aiohttp_request_input_arrived (AiohttpRequestInput *self)
{
  G_GNUC_UNUSED g_autoptr (AiohttpRequestInput) held = g_object_ref (self);

  pull (self);
  serve_reading (self);
}

void
aiohttp_request_input_fail (AiohttpRequestInput *self, GError *error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpRequestInput) held = g_object_ref (self);

  if (self->failure == NULL && !self->ended)
    self->failure = error;
  else
    g_error_free (error);
  serve_reading (self);
}

void
aiohttp_request_input_forget_request (AiohttpRequestInput *self)
{
  self->request = NULL;
}
