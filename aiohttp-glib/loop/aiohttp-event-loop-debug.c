/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-class-private.h"

/* An event loop's debug mode: a source before all others and a poll function of the context, so that each turn of the
 * main loop is seen, whoever runs it. */

typedef struct
{
  GSource source;
  AiohttpLoopDebug *debug;
} DebugSource;

/* The context that polls next in this thread; a GPollFunc is not told. */
static __thread AiohttpLoopDebug *polling;

/* What a turn took beside the library's own work is that of foreign sources. */
static void
end_turn (AiohttpLoopDebug *self)
{
  gint64 now = aiohttp_debug_now ();
  gint64 foreign;
  gint64 ours;

  if (self->turn_start == 0)
    return;
  if (self->depth > 0)
    {
      self->ours += now - self->entered;
      self->entered = now;
    }
  ours = self->ours;
  foreign = now - self->turn_start - ours;
  self->turn_start = 0;
  self->ours = 0;
  if (foreign > 0 && foreign >= self->loop->slow_callback)
    aiohttp_debug_log (G_LOG_LEVEL_WARNING, AIOHTTP_DEBUG_SLOW_TURN, NULL,
                       "The main loop did not poll for %.3f s, of which %.3f s were this library's: another source "
                       "took the rest, or what the program did between two runs",
                       (double) (foreign + ours) / G_TIME_SPAN_SECOND, (double) ours / G_TIME_SPAN_SECOND);
}

void
aiohttp_debug_turn_over (AiohttpEventLoop *loop)
{
  end_turn (loop->debug);
}

/* It comes first in each turn, and is never ready. */
static gboolean
debug_source_prepare (GSource *source, int *timeout)
{
  AiohttpLoopDebug *self = ((DebugSource *) source)->debug;

  *timeout = -1;
  if (self == NULL)
    return FALSE;
  g_atomic_pointer_set (&self->loop->debug_thread, g_thread_self ());
  aiohttp_debug_spans_iterated ();
  end_turn (self);
  polling = self;
  return FALSE;
}

static gboolean
debug_source_check (GSource *source)
{
  AiohttpLoopDebug *self = ((DebugSource *) source)->debug;

  if (self != NULL)
    {
      self->turn_start = aiohttp_debug_now ();
      self->ours = 0;
      self->entered = self->turn_start;
    }
  return FALSE;
}

static GSourceFuncs debug_source_funcs = {
  .prepare = debug_source_prepare,
  .check = debug_source_check,
};

static void
tell_poll (AiohttpEventLoop *loop, gint64 took, int timeout, int n_events)
{
  double seconds = (double) took / G_TIME_SPAN_SECOND;

  if (took < loop->slow_poll)
    return;
  if (timeout >= 0 && took - timeout * G_TIME_SPAN_MILLISECOND >= loop->slow_poll)
    aiohttp_debug_log (G_LOG_LEVEL_WARNING, AIOHTTP_DEBUG_SLOW_POLL, NULL,
                       "Polling for %d ms took %.3f s (events: %d): the process was held up", timeout, seconds,
                       n_events);
  else
    aiohttp_debug_log (G_LOG_LEVEL_INFO, AIOHTTP_DEBUG_SLOW_POLL, NULL, "Polling took %.3f s (events: %d)", seconds,
                       n_events);
}

static int
debug_poll (GPollFD *fds, guint n_fds, int timeout)
{
  AiohttpLoopDebug *self = g_steal_pointer (&polling);
  g_autoptr (AiohttpEventLoop) loop = NULL;
  gint64 start;
  int n_events;

  /* Another's function still chains to this one. */
  if (self == NULL)
    return g_poll (fds, n_fds, timeout);

  loop = g_object_ref (self->loop);
  start = aiohttp_debug_now ();
  n_events = self->chained (fds, n_fds, timeout);
  tell_poll (loop, aiohttp_debug_now () - start, timeout, n_events);
  return n_events;
}

static void
debug_start (AiohttpEventLoop *loop)
{
  AiohttpLoopDebug *self = g_new0 (AiohttpLoopDebug, 1);

  self->loop = loop;
  self->source = g_source_new (&debug_source_funcs, sizeof (DebugSource));
  ((DebugSource *) self->source)->debug = self;
  g_source_set_static_name (self->source, "aiohttp-glib debug");
  g_source_set_priority (self->source, G_MININT);
  g_source_set_can_recurse (self->source, TRUE);
  g_source_attach (self->source, loop->context);
  self->chained = g_main_context_get_poll_func (loop->context);
  if (self->chained == debug_poll)
    self->chained = g_poll;
  g_main_context_set_poll_func (loop->context, debug_poll);
  loop->debug = self;
  g_atomic_int_inc (&aiohttp_debug_count);
}

void
aiohttp_event_loop_stop_debug (AiohttpEventLoop *loop, gboolean context_is_gone)
{
  AiohttpLoopDebug *self = g_steal_pointer (&loop->debug);

  if (self == NULL)
    return;
  if (!context_is_gone)
    {
      if (g_main_context_get_poll_func (loop->context) == debug_poll)
        g_main_context_set_poll_func (loop->context, self->chained);
      g_source_destroy (self->source);
    }
  if (polling == self)
    polling = NULL;
  ((DebugSource *) self->source)->debug = NULL;
  g_source_unref (self->source);
  g_free (self);
  g_atomic_pointer_set (&loop->debug_thread, NULL);
  g_atomic_int_add (&aiohttp_debug_count, -1);
}

/* A context that nobody runs belongs to whoever uses its loop, as in asyncio. */
static gboolean
runs_elsewhere (AiohttpEventLoop *loop)
{
  GThread *thread = g_atomic_pointer_get (&loop->debug_thread);

  if (thread == NULL || thread == g_thread_self () || loop->context == NULL || g_main_context_is_owner (loop->context))
    return FALSE;
  if (!g_main_context_acquire (loop->context))
    return TRUE;
  g_main_context_release (loop->context);
  return FALSE;
}

gboolean
aiohttp_debug_check_thread (AiohttpEventLoop *loop, gpointer object, const char *what)
{
  g_autofree char *origin = NULL;

  if (G_LIKELY (!runs_elsewhere (loop)))
    return TRUE;
  origin = object != NULL ? aiohttp_debug_dup_origin (object) : NULL;
  aiohttp_debug_log (
      G_LOG_LEVEL_WARNING, AIOHTTP_DEBUG_WRONG_THREAD, origin,
      "%s was called from another thread than its event loop's, and did nothing: use the threadsafe form", what);
  return FALSE;
}

gboolean
aiohttp_debug_check_thread_error (AiohttpEventLoop *loop, const char *what, GError **error)
{
  if (G_LIKELY (!runs_elsewhere (loop)))
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD,
               "%s was called from another thread than the event loop's: use aiohttp_event_loop_call_soon_threadsafe()",
               what);
  return FALSE;
}

/**
 * aiohttp_event_loop_get_debug: (get-property debug)
 * @self: an event loop
 *
 * Tells whether the loop is in debug mode.
 *
 * Returns: %TRUE if it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_get_debug (AiohttpEventLoop *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);

  return self->debug != NULL;
}

/**
 * aiohttp_event_loop_set_debug: (set-property debug)
 * @self: an event loop
 * @debug: whether to watch what the program does
 *
 * Switches debug mode on or off, which see [property@Aiohttp.EventLoop:debug]. Call it in the loop's thread.
 *
 * asyncio: `loop.set_debug()`.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_set_debug (AiohttpEventLoop *self, gboolean debug)
{
  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));

  if (debug == (self->debug != NULL) || self->context == NULL)
    return;
  if (debug)
    debug_start (self);
  else
    aiohttp_event_loop_stop_debug (self, FALSE);
  aiohttp_event_loop_notify_debug (self);
}

/**
 * aiohttp_event_loop_get_slow_callback_duration: (get-property slow-callback-duration)
 * @self: an event loop
 *
 * Gets from what time on debug mode reports a callback.
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_event_loop_get_slow_callback_duration (AiohttpEventLoop *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), 0);

  return (double) self->slow_callback / G_TIME_SPAN_SECOND;
}

/* More than a loop lives. */
#define MAX_SECONDS 1e9

static gint64
to_microseconds (double seconds)
{
  return (gint64) (CLAMP (seconds, 0, MAX_SECONDS) * G_TIME_SPAN_SECOND);
}

/**
 * aiohttp_event_loop_set_slow_callback_duration: (set-property slow-callback-duration)
 * @self: an event loop
 * @seconds: the time
 *
 * Sets from what time on debug mode reports a callback; with 0 it reports each.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_set_slow_callback_duration (AiohttpEventLoop *self, double seconds)
{
  gint64 slow = to_microseconds (seconds);

  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));

  if (slow == self->slow_callback)
    return;
  self->slow_callback = slow;
  aiohttp_event_loop_notify_slow_callback_duration (self);
}

/**
 * aiohttp_event_loop_get_slow_poll_duration: (get-property slow-poll-duration)
 * @self: an event loop
 *
 * Gets from what time on debug mode reports a poll.
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_event_loop_get_slow_poll_duration (AiohttpEventLoop *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), 0);

  return (double) self->slow_poll / G_TIME_SPAN_SECOND;
}

/**
 * aiohttp_event_loop_set_slow_poll_duration: (set-property slow-poll-duration)
 * @self: an event loop
 * @seconds: the time
 *
 * Sets from what time on debug mode reports a poll; with 0 it reports each.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_set_slow_poll_duration (AiohttpEventLoop *self, double seconds)
{
  gint64 slow = to_microseconds (seconds);

  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));

  if (slow == self->slow_poll)
    return;
  self->slow_poll = slow;
  aiohttp_event_loop_notify_slow_poll_duration (self);
}
