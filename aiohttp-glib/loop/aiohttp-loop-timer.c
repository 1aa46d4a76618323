/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-loop-timer-private.h"

static inline gboolean
timer_before (const AiohttpLoopTimer *a, const AiohttpLoopTimer *b)
{
  return a->when < b->when || (a->when == b->when && a->serial < b->serial);
}

static inline void
heap_put (AiohttpLoopTimers *self, guint at, AiohttpLoopTimer *timer)
{
  self->heap[at] = timer;
  timer->index = at + 1;
}

static void
heap_rise (AiohttpLoopTimers *self, guint at, AiohttpLoopTimer *timer)
{
  while (at > 0 && timer_before (timer, self->heap[(at - 1) / 2]))
    {
      heap_put (self, at, self->heap[(at - 1) / 2]);
      at = (at - 1) / 2;
    }
  heap_put (self, at, timer);
}

static void
heap_sink (AiohttpLoopTimers *self, guint at, AiohttpLoopTimer *timer)
{
  guint child;

  while ((child = 2 * at + 1) < self->length)
    {
      if (child + 1 < self->length && timer_before (self->heap[child + 1], self->heap[child]))
        child++;
      if (!timer_before (self->heap[child], timer))
        break;
      heap_put (self, at, self->heap[child]);
      at = child;
    }
  heap_put (self, at, timer);
}

void
aiohttp_loop_timers_clear (AiohttpLoopTimers *self)
{
  for (guint i = 0; i < self->length; i++)
    self->heap[i]->index = 0;
  g_free (self->heap);
  *self = (AiohttpLoopTimers){ 0 };
}

void
aiohttp_loop_timers_add (AiohttpLoopTimers *self, AiohttpLoopTimer *timer, gint64 when)
{
  if (timer->index != 0)
    aiohttp_loop_timers_remove (self, timer);

  if (self->length == self->size)
    {
      self->size = MAX (16, self->size * 2);
      self->heap = g_renew (AiohttpLoopTimer *, self->heap, self->size);
    }
  timer->when = when;
  timer->serial = ++self->last_serial;
  heap_rise (self, self->length++, timer);
}

void
aiohttp_loop_timers_remove (AiohttpLoopTimers *self, AiohttpLoopTimer *timer)
{
  AiohttpLoopTimer *last;
  guint at;

  if (timer->index == 0)
    return;

  at = timer->index - 1;
  timer->index = 0;
  last = self->heap[--self->length];
  if (last == timer)
    return;
  if (at > 0 && timer_before (last, self->heap[(at - 1) / 2]))
    heap_rise (self, at, last);
  else
    heap_sink (self, at, last);
}

AiohttpLoopTimer *
aiohttp_loop_timers_pop (AiohttpLoopTimers *self, gint64 now)
{
  AiohttpLoopTimer *timer;

  if (self->length == 0 || self->heap[0]->when > now)
    return NULL;
  timer = self->heap[0];
  aiohttp_loop_timers_remove (self, timer);
  return timer;
}
