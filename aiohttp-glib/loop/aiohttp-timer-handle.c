/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-timer-handle.h"

#include "aiohttp-handle-private.h"

/**
 * AiohttpTimerHandle:
 *
 * A call that an event loop is going to make at a certain time.
 *
 * [method@Aiohttp.EventLoop.call_later] and [method@Aiohttp.EventLoop.call_at] give one, and
 * [method@Aiohttp.Handle.cancel] stops its timer.
 *
 * asyncio: `TimerHandle`.
 *
 * Since: 0.1
 */
struct _AiohttpTimerHandle
{
  AiohttpHandle parent_instance;

  AiohttpLoopTimer timer;
};

typedef struct
{
  AiohttpHandleClass parent_class;
} AiohttpTimerHandleClass;

G_DEFINE_TYPE (AiohttpTimerHandle, aiohttp_timer_handle, AIOHTTP_TYPE_HANDLE)

/* Behind what is ready already, as in asyncio. The timer's reference goes to the ready queue. */
static void
on_time (gpointer data)
{
  AiohttpHandle *self = data;

  aiohttp_event_loop_call_soon_internal (self->loop, aiohttp_handle_run, self);
}

static void
aiohttp_timer_handle_cancel (AiohttpHandle *handle)
{
  AiohttpTimerHandle *self = AIOHTTP_TIMER_HANDLE (handle);
  gboolean started = self->timer.index != 0;

  aiohttp_event_loop_stop_timer (handle->loop, &self->timer);
  ((AiohttpHandleClass *) aiohttp_timer_handle_parent_class)->cancel (handle);
  if (started)
    g_object_unref (self);
}

static void
aiohttp_timer_handle_class_init (AiohttpTimerHandleClass *klass)
{
  ((AiohttpHandleClass *) klass)->cancel = aiohttp_timer_handle_cancel;
}

static void
aiohttp_timer_handle_init (AiohttpTimerHandle *self)
{
  aiohttp_loop_timer_init (&self->timer, on_time, self);
}

void
aiohttp_timer_handle_start (AiohttpTimerHandle *self, gint64 when)
{
  g_object_ref (self);
  aiohttp_event_loop_start_timer (AIOHTTP_HANDLE (self)->loop, &self->timer, when);
}

AiohttpTimerHandle *
aiohttp_timer_handle_from_timer (AiohttpLoopTimer *timer)
{
  return timer->func == on_time ? timer->data : NULL;
}

/**
 * aiohttp_timer_handle_get_when:
 * @self: a timer handle
 *
 * Gets the time of the call, by the clock of [method@Aiohttp.EventLoop.time].
 *
 * asyncio: `TimerHandle.when()`.
 *
 * Returns: the time in seconds
 *
 * Since: 0.1
 */
double
aiohttp_timer_handle_get_when (AiohttpTimerHandle *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TIMER_HANDLE (self), 0);

  return (double) self->timer.when / G_TIME_SPAN_SECOND;
}
