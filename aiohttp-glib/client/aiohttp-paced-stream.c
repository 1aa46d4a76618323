/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-paced-stream-private.h"

#include "aiohttp-error.h"

struct _AiohttpPacedStream
{
  GInputStream parent_instance;

  GInputStream *base;
  AiohttpPace pace;
  AiohttpReactor *reactor;
  AiohttpTimer timer;
  gint64 waited; /* of this window */
  guint64 window_bytes;
  GError *verdict; /* on what came too late, sticky */

  /* the read under way */
  GCancellable *reading;
  GCancellable *callers;
  gulong callers_id;
  gint64 began;
};

G_DEFINE_FINAL_TYPE (AiohttpPacedStream, aiohttp_paced_stream, G_TYPE_INPUT_STREAM)

static AiohttpTimerWheel *
get_wheel (AiohttpPacedStream *self)
{
  return aiohttp_reactor_get_wheel (self->reactor);
}

guint
aiohttp_pace_get_wait (const AiohttpPace *pace, gint64 waited)
{
  gint64 milliseconds = G_MAXINT;

  if (pace->sock_read > 0)
    milliseconds = (gint64) MIN (pace->sock_read * 1000, G_MAXINT);
  if (pace->min_rate > 0)
    milliseconds = MIN (milliseconds, (AIOHTTP_PACE_WINDOW - waited) / 1000);
  return (guint) MAX (milliseconds, 1);
}

GError *
aiohttp_pace_error_new (const AiohttpPace *pace, gboolean too_slow)
{
  if (too_slow)
    return g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT, "Less than %u bytes a second came",
                        pace->min_rate);
  return g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT, "Nothing came for %g seconds",
                      pace->sock_read);
}

/* Whether enough has come once a window is over, and a new one begins. */
static gboolean
is_fast_enough (AiohttpPacedStream *self, gint64 waited)
{
  gboolean enough;

  if (self->pace.min_rate == 0 || waited < AIOHTTP_PACE_WINDOW)
    return TRUE;
  enough = self->window_bytes >= (guint64) self->pace.min_rate * (guint64) waited / G_TIME_SPAN_SECOND;
  self->waited = 0;
  self->window_bytes = 0;
  return enough;
}

static void
on_timer (gpointer data)
{
  AiohttpPacedStream *self = data;
  gint64 now = aiohttp_timer_wheel_now (get_wheel (self));
  gint64 gap = now - self->began;

  if (self->pace.sock_read > 0 && gap >= (gint64) (self->pace.sock_read * G_TIME_SPAN_SECOND))
    self->verdict = aiohttp_pace_error_new (&self->pace, FALSE);
  else if (!is_fast_enough (self, self->waited + gap))
    self->verdict = aiohttp_pace_error_new (&self->pace, TRUE);
  if (self->verdict == NULL)
    aiohttp_timer_arm (get_wheel (self), &self->timer, aiohttp_pace_get_wait (&self->pace, self->waited + gap));
  else
    g_cancellable_cancel (self->reading);
}

static gssize
aiohttp_paced_stream_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
                              GError **error)
{
  return g_input_stream_read (AIOHTTP_PACED_STREAM (stream)->base, buffer, count, cancellable, error);
}

/* Not g_cancellable_disconnect(), which waits for a handler that may be on this very stack. */
static void
end_read (AiohttpPacedStream *self)
{
  aiohttp_timer_pause (&self->timer);
  if (self->callers_id != 0)
    g_signal_handler_disconnect (self->callers, self->callers_id);
  self->callers_id = 0;
  g_clear_object (&self->callers);
  g_clear_object (&self->reading);
  self->waited += aiohttp_timer_wheel_now (get_wheel (self)) - self->began;
}

static void
on_base_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpPacedStream *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  end_read (self);
  if (n > 0)
    self->window_bytes += (guint64) n;
  if (self->verdict == NULL && !is_fast_enough (self, self->waited))
    self->verdict = aiohttp_pace_error_new (&self->pace, TRUE);
  if (n >= 0)
    g_task_return_int (task, n);
  else if (self->verdict != NULL)
    {
      g_error_free (error);
      g_task_return_error (task, g_error_copy (self->verdict));
    }
  else
    g_task_return_error (task, error);
}

static void
on_callers_cancelled (GCancellable *callers, gpointer reading)
{
  g_cancellable_cancel (reading);
}

static void
aiohttp_paced_stream_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  AiohttpPacedStream *self = AIOHTTP_PACED_STREAM (stream);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_paced_stream_read_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->verdict != NULL)
    {
      g_task_return_error (task, g_error_copy (self->verdict));
      g_object_unref (task);
      return;
    }
  self->reading = g_cancellable_new ();
  self->began = aiohttp_timer_wheel_now (get_wheel (self));
  if (cancellable != NULL)
    {
      self->callers = g_object_ref (cancellable);
      self->callers_id = g_cancellable_connect (cancellable, G_CALLBACK (on_callers_cancelled),
                                                g_object_ref (self->reading), g_object_unref);
    }
  aiohttp_timer_arm (get_wheel (self), &self->timer, aiohttp_pace_get_wait (&self->pace, self->waited));
  g_input_stream_read_async (self->base, buffer, count, io_priority, self->reading, on_base_read, task);
}

static gssize
aiohttp_paced_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
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
aiohttp_paced_stream_close_async (GInputStream *stream, int io_priority, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_paced_stream_close_async);
  g_input_stream_close_async (AIOHTTP_PACED_STREAM (stream)->base, io_priority, cancellable, on_base_closed, task);
}

static gboolean
aiohttp_paced_stream_close_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
aiohttp_paced_stream_close_fn (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  return g_input_stream_close (AIOHTTP_PACED_STREAM (stream)->base, cancellable, error);
}

static void
aiohttp_paced_stream_finalize (GObject *object)
{
  AiohttpPacedStream *self = AIOHTTP_PACED_STREAM (object);

  aiohttp_timer_disarm (&self->timer);
  g_clear_error (&self->verdict);
  g_clear_object (&self->base);
  aiohttp_reactor_unref (self->reactor);
  G_OBJECT_CLASS (aiohttp_paced_stream_parent_class)->finalize (object);
}

static void
aiohttp_paced_stream_class_init (AiohttpPacedStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aiohttp_paced_stream_finalize;
  stream_class->read_fn = aiohttp_paced_stream_read_fn;
  stream_class->read_async = aiohttp_paced_stream_read_async;
  stream_class->read_finish = aiohttp_paced_stream_read_finish;
  stream_class->close_fn = aiohttp_paced_stream_close_fn;
  stream_class->close_async = aiohttp_paced_stream_close_async;
  stream_class->close_finish = aiohttp_paced_stream_close_finish;
}

static void
aiohttp_paced_stream_init (AiohttpPacedStream *self)
{
  aiohttp_timer_init (&self->timer, on_timer, self);
}

GInputStream *
aiohttp_paced_stream_new (GInputStream *base, const AiohttpPace *pace, AiohttpReactor *reactor)
{
  AiohttpPacedStream *self = g_object_new (AIOHTTP_TYPE_PACED_STREAM, NULL);

  self->base = g_object_ref (base);
  self->pace = *pace;
  self->reactor = aiohttp_reactor_ref (reactor);
  return G_INPUT_STREAM (self);
}
