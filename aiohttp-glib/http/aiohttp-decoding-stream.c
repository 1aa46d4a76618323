/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-decoding-stream-private.h"

#define INPUT_SIZE (16 * 1024)

struct _AiohttpDecodingStream
{
  GInputStream parent_instance;

  GInputStream *base;
  GConverter *converter;
  guint8 *input; /* the bytes in [start, end) are still to be converted */
  gsize start;
  gsize end;
  gboolean base_ended;
  gboolean finished;
  GError *failure; /* there is nothing but this */
};

typedef struct
{
  guint8 *buffer;
  gsize count;
} ReadInto;

typedef enum
{
  STEP_DONE,
  STEP_NEEDS_INPUT,
  STEP_FAILED,
} Step;

G_DEFINE_FINAL_TYPE (AiohttpDecodingStream, aiohttp_decoding_stream, G_TYPE_INPUT_STREAM)

/* Converts until there is output (*n > 0), the end (*n == 0), or nothing left to convert. */
static Step
step (AiohttpDecodingStream *self, guint8 *buffer, gsize count, gsize *n, GError **error)
{
  *n = 0;
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return STEP_FAILED;
    }
  while (!self->finished && *n == 0)
    {
      GError *failure = NULL;
      GConverterResult result;
      gsize used = 0;

      /* also without input: the converter may hold output that had no room before */
      result =
          g_converter_convert (self->converter, self->input + self->start, self->end - self->start, buffer, count,
                               self->base_ended ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &used, n, &failure);
      if (result == G_CONVERTER_ERROR)
        {
          if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) && !self->base_ended)
            {
              g_error_free (failure);
              return STEP_NEEDS_INPUT;
            }
          g_propagate_error (error, failure);
          return STEP_FAILED;
        }
      self->start += used;
      self->finished = result == G_CONVERTER_FINISHED;
    }
  return STEP_DONE;
}

/* Room behind what a converter left for later. */
static gsize
reserve (AiohttpDecodingStream *self)
{
  if (self->start > 0)
    {
      memmove (self->input, self->input + self->start, self->end - self->start);
      self->end -= self->start;
      self->start = 0;
    }
  return INPUT_SIZE - self->end;
}

static void
filled (AiohttpDecodingStream *self, gssize n)
{
  if (n == 0)
    self->base_ended = TRUE;
  else
    self->end += (gsize) n;
}

static gssize
aiohttp_decoding_stream_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
                                 GError **error)
{
  AiohttpDecodingStream *self = AIOHTTP_DECODING_STREAM (stream);
  gsize produced;

  for (;;)
    {
      Step result = step (self, buffer, count, &produced, error);
      gsize room;
      gssize n;

      if (result != STEP_NEEDS_INPUT)
        return result == STEP_DONE ? (gssize) produced : -1;
      room = reserve (self);
      n = g_input_stream_read (self->base, self->input + self->end, room, cancellable, error);
      if (n < 0)
        return -1;
      filled (self, n);
    }
}

static void on_base_read (GObject *source, GAsyncResult *result, gpointer user_data);

static void
proceed (GTask *task)
{
  AiohttpDecodingStream *self = g_task_get_source_object (task);
  ReadInto *into = g_task_get_task_data (task);
  GError *error = NULL;
  gsize produced;
  gsize room;

  switch (step (self, into->buffer, into->count, &produced, &error))
    {
    case STEP_DONE:
      g_task_return_int (task, (gssize) produced);
      g_object_unref (task);
      break;

    case STEP_FAILED:
      g_task_return_error (task, error);
      g_object_unref (task);
      break;

    case STEP_NEEDS_INPUT:
    default:
      room = reserve (self);
      g_input_stream_read_async (self->base, self->input + self->end, room, g_task_get_priority (task),
                                 g_task_get_cancellable (task), on_base_read, task);
      break;
    }
}

static void
on_base_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  filled (g_task_get_source_object (task), n);
  proceed (task);
}

static void
aiohttp_decoding_stream_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (stream, cancellable, callback, user_data);
  ReadInto *into = g_new (ReadInto, 1);

  g_task_set_source_tag (task, aiohttp_decoding_stream_read_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_priority (task, io_priority);
  into->buffer = buffer;
  into->count = count;
  g_task_set_task_data (task, into, g_free);
  proceed (task);
}

static gssize
aiohttp_decoding_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static gboolean
aiohttp_decoding_stream_close_fn (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  return g_input_stream_close (AIOHTTP_DECODING_STREAM (stream)->base, cancellable, error);
}

static void
on_base_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_input_stream_close_finish (G_INPUT_STREAM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
aiohttp_decoding_stream_close_async (GInputStream *stream, int io_priority, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  AiohttpDecodingStream *self = AIOHTTP_DECODING_STREAM (stream);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_decoding_stream_close_async);
  g_input_stream_close_async (self->base, io_priority, cancellable, on_base_closed, task);
}

static gboolean
aiohttp_decoding_stream_close_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
aiohttp_decoding_stream_finalize (GObject *object)
{
  AiohttpDecodingStream *self = AIOHTTP_DECODING_STREAM (object);

  g_clear_object (&self->base);
  g_clear_object (&self->converter);
  g_free (self->input);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (aiohttp_decoding_stream_parent_class)->finalize (object);
}

static void
aiohttp_decoding_stream_class_init (AiohttpDecodingStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aiohttp_decoding_stream_finalize;
  stream_class->read_fn = aiohttp_decoding_stream_read_fn;
  stream_class->read_async = aiohttp_decoding_stream_read_async;
  stream_class->read_finish = aiohttp_decoding_stream_read_finish;
  stream_class->close_fn = aiohttp_decoding_stream_close_fn;
  stream_class->close_async = aiohttp_decoding_stream_close_async;
  stream_class->close_finish = aiohttp_decoding_stream_close_finish;
}

static void
aiohttp_decoding_stream_init (AiohttpDecodingStream *self)
{
  self->input = g_malloc (INPUT_SIZE);
}

AiohttpDecodingStream *
aiohttp_decoding_stream_new (GInputStream *base, GConverter *converter)
{
  AiohttpDecodingStream *self = g_object_new (AIOHTTP_TYPE_DECODING_STREAM, NULL);

  self->base = g_object_ref (base);
  self->converter = g_object_ref (converter);
  return self;
}

AiohttpDecodingStream *
aiohttp_decoding_stream_new_failing (GInputStream *base, GError *error)
{
  AiohttpDecodingStream *self = g_object_new (AIOHTTP_TYPE_DECODING_STREAM, NULL);

  self->base = g_object_ref (base);
  self->failure = error;
  return self;
}
