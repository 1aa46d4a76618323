/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-event-loop-class-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-handle-private.h"
#include "aiohttp-task-private.h"

/* Debug mode: how long things take. */

static gint64 (*the_clock) (void);

/* What the thread is in. */
static __thread AiohttpDebugSpan *innermost;

void
aiohttp_debug_set_clock (gint64 (*clock) (void))
{
  the_clock = clock;
}

gint64
aiohttp_debug_now (void)
{
  return G_UNLIKELY (the_clock != NULL) ? the_clock () : g_get_monotonic_time ();
}

void
aiohttp_debug_begin (AiohttpDebugSpan *self, AiohttpEventLoop *loop)
{
  AiohttpLoopDebug *debug = loop != NULL ? loop->debug : NULL;

  self->outer = innermost;
  self->loop = debug != NULL ? g_object_ref (loop) : NULL;
  self->start = aiohttp_debug_now ();
  self->told = 0;
  self->iterated = FALSE;
  innermost = self;
  if (debug != NULL && debug->depth++ == 0)
    debug->entered = self->start;
}

gboolean
aiohttp_debug_end (AiohttpDebugSpan *self, gint64 *took)
{
  gint64 whole = aiohttp_debug_now () - self->start;
  AiohttpLoopDebug *debug = self->loop != NULL ? self->loop->debug : NULL;
  gboolean slow = FALSE;

  innermost = self->outer;
  if (debug != NULL)
    {
      /* It may have been switched on meanwhile. */
      if (debug->depth > 0 && --debug->depth == 0)
        debug->ours += self->start + whole - debug->entered;
      if (took != NULL && !self->iterated)
        {
          *took = whole - self->told;
          slow = *took >= self->loop->slow_callback;
        }
    }
  if (self->outer != NULL)
    self->outer->told += slow ? whole : self->told;
  g_clear_object (&self->loop);
  return slow;
}

void
aiohttp_debug_spans_iterated (void)
{
  for (AiohttpDebugSpan *span = innermost; span != NULL; span = span->outer)
    span->iterated = TRUE;
}

void
aiohttp_debug_tell_slow (gint64 took, const char *origin, const char *what)
{
  aiohttp_debug_log (G_LOG_LEVEL_WARNING, AIOHTTP_DEBUG_SLOW_CALLBACK, origin, "Executing %s took %.3f s", what,
                     (double) took / G_TIME_SPAN_SECOND);
}

typedef struct
{
  GObject *object; /* that was marked; owned (nullable) */
  gconstpointer func;
  const char *kind;
} Step;

/* Before the step, which may free what it is given. */
static Step
step_describe (void (*func) (gpointer), gpointer data)
{
  Step step = { NULL, (gconstpointer) func, "a step of the library," };

  if (func == aiohttp_handle_run)
    {
      AiohttpHandle *handle = data;

      step.object = g_object_ref (data);
      step.func = (gconstpointer) handle->func;
      step.kind = "the callback";
    }
  else if (func == aiohttp_future_call_watch)
    {
      step.object = (GObject *) aiohttp_future_watch_peek (data, &step.func);
      if (step.object != NULL)
        g_object_ref (step.object);
      step.kind = "the done callback";
    }
  else if (func == aiohttp_future_emit_done)
    {
      step.object = g_object_ref (data);
      step.kind = "the done signal of a future,";
    }
  return step;
}

static void
run_timed (AiohttpEventLoop *loop, void (*func) (gpointer), gpointer data, const Step *step)
{
  AiohttpDebugSpan span;
  gint64 took;

  aiohttp_debug_begin (&span, loop);
  func (data);
  if (aiohttp_debug_end (&span, &took))
    {
      g_autofree char *name = aiohttp_debug_describe_function (step->func);
      g_autofree char *what = g_strdup_printf ("%s %s", step->kind, name);
      g_autofree char *origin = step->object != NULL ? aiohttp_debug_dup_origin (step->object) : NULL;

      aiohttp_debug_tell_slow (took, origin, what);
    }
}

void
aiohttp_debug_run_step (AiohttpEventLoop *loop, void (*func) (gpointer), gpointer data)
{
  Step step;

  /* It is timed by itself, from wherever it is called. */
  if (func == aiohttp_coroutine_resume)
    {
      func (data);
      return;
    }
  step = step_describe (func, data);
  run_timed (loop, func, data, &step);
  g_clear_object (&step.object);
}

void
aiohttp_debug_run_callback (AiohttpEventLoop *loop, void (*func) (gpointer), gpointer data, const char *kind)
{
  Step step = { NULL, (gconstpointer) func, kind };

  run_timed (loop, func, data, &step);
}
