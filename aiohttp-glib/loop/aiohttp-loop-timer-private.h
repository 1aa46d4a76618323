/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An exact timer of an event loop, embedded in its owner: sleep, wait_for, call_later. */
typedef struct
{
  gint64 when; /* g_get_monotonic_time() */
  guint64 serial;
  guint index; /* in the heap, from 1; 0 = not started */
  void (*func) (gpointer);
  gpointer data;
} AiohttpLoopTimer;

/* A binary heap of timers; equal times fire in the order of their start. */
typedef struct
{
  AiohttpLoopTimer **heap;
  guint length;
  guint size;
  guint64 last_serial;
} AiohttpLoopTimers;

static inline void
aiohttp_loop_timer_init (AiohttpLoopTimer *self, void (*func) (gpointer), gpointer data)
{
  *self = (AiohttpLoopTimer){ .func = func, .data = data };
}

void aiohttp_loop_timers_clear (AiohttpLoopTimers *self);
void aiohttp_loop_timers_add (AiohttpLoopTimers *self, AiohttpLoopTimer *timer, gint64 when);
void aiohttp_loop_timers_remove (AiohttpLoopTimers *self, AiohttpLoopTimer *timer);
/* The earliest timer if it is due at `now`, taken out; else NULL. */
AiohttpLoopTimer *aiohttp_loop_timers_pop (AiohttpLoopTimers *self, gint64 now);

/* When the earliest timer fires, or -1. */
static inline gint64
aiohttp_loop_timers_get_next (const AiohttpLoopTimers *self)
{
  return self->length > 0 ? self->heap[0]->when : -1;
}

G_END_DECLS
