/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-event-loop.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-class-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-task-private.h"

/**
 * AiohttpEventLoop:
 *
 * A main context with asyncio's verbs.
 *
 * There is one event loop for each [struct@GLib.MainContext], and [func@Aiohttp.get_event_loop] gives the calling
 * context's. A program that runs a main loop already, such as a GTK application, needs nothing more: futures, tasks and
 * servers run in it. One that does not lets the event loop run the context, until a future is done or for ever.
 *
 * All that the loop runs, it runs in the thread that iterates its context. What is ready is run in batches within one
 * turn of the main context, for at most 4 ms; then sources of lower priority, such as a redraw, get their turn.
 *
 * |[<!-- language="C" -->
 * AiohttpEventLoop *loop = aiohttp_get_event_loop (&error);
 * g_autoptr(AiohttpTask) task = aiohttp_spawn (init, NULL, NULL);
 *
 * if (aiohttp_event_loop_run_until_complete (loop, AIOHTTP_FUTURE (task), &error))
 *   aiohttp_event_loop_run_forever (loop, &error);
 * ]|
 *
 * asyncio: `AbstractEventLoop`.
 *
 * Since: 0.1
 */

/* What the ready queue may take of one turn before sources of lower priority get theirs. */
#define TIME_BUDGET (4 * G_TIME_SPAN_MILLISECOND)

#define DEFAULT_SLOW_CALLBACK (100 * G_TIME_SPAN_MILLISECOND)
#define DEFAULT_SLOW_POLL     G_TIME_SPAN_SECOND

/* How many steps may pass between two looks at the clock. */
#define STEPS_PER_CLOCK 16

typedef struct
{
  GSource source;
  AiohttpEventLoop *loop;
} LoopSource;

enum
{
  PROP_0,
  PROP_DEBUG,
  PROP_EXECUTOR_SIZE,
  PROP_SLOW_CALLBACK_DURATION,
  PROP_SLOW_POLL_DURATION,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (AiohttpEventLoop, aiohttp_event_loop, G_TYPE_OBJECT)

static void
ready_grow (AiohttpEventLoop *self)
{
  guint size = MAX (64, self->ready_size * 2);
  AiohttpStep *ready = g_new (AiohttpStep, size);

  for (guint i = 0; i < self->n_ready; i++)
    ready[i] = self->ready[(self->ready_first + i) & (self->ready_size - 1)];
  g_free (self->ready);
  self->ready = ready;
  self->ready_size = size;
  self->ready_first = 0;
}

static void
take_remote (AiohttpEventLoop *self)
{
  g_mutex_lock (&self->remote_lock);
  for (guint i = 0; i < self->remote->len; i++)
    {
      AiohttpStep *step = &g_array_index (self->remote, AiohttpStep, i);

      aiohttp_event_loop_call_soon_internal (self, step->func, step->data);
    }
  g_array_set_size (self->remote, 0);
  g_atomic_int_set (&self->has_remote, FALSE);
  g_mutex_unlock (&self->remote_lock);
}

static void
fire_timers (AiohttpEventLoop *self)
{
  gint64 now = g_get_monotonic_time ();
  AiohttpLoopTimer *timer;

  while ((timer = aiohttp_loop_timers_pop (&self->timers, now)) != NULL)
    timer->func (timer->data);
}

void
aiohttp_event_loop_drain (AiohttpEventLoop *self)
{
  gint64 start = 0;
  guint n = 0;
  guint batch;

  self->draining++;
  if (G_UNLIKELY (g_atomic_int_get (&self->has_remote)))
    take_remote (self);
  batch = self->n_ready;
  for (;;)
    {
      const AiohttpStep *step;
      void (*func) (gpointer);
      gpointer data;

      if (G_UNLIKELY (g_atomic_int_get (&self->has_remote)))
        take_remote (self);
      if (self->n_ready == 0)
        break;
      if (batch-- == 0)
        {
          /* What was added meanwhile is for the next run. */
          if (self->stopping && self->running > 0)
            break;
          batch = self->n_ready - 1;
        }

      /* One by one, as they were written, perhaps just before: a copy of both at once would wait for that. */
      step = &self->ready[self->ready_first];
      func = step->func;
      data = step->data;
      self->ready_first = (self->ready_first + 1) & (self->ready_size - 1);
      self->n_ready--;
      if (aiohttp_debug_is_on_in_loop (self))
        aiohttp_debug_run_step (self, func, data);
      else
        func (data);

      if (G_UNLIKELY (++n % STEPS_PER_CLOCK == 0 || start == 0))
        {
          gint64 now = g_get_monotonic_time ();

          if (start == 0)
            start = now;
          else if (now - start > TIME_BUDGET)
            {
              self->yielding = TRUE;
              break;
            }
        }
    }
  self->draining--;
}

static void
dispatch (gpointer data)
{
  AiohttpEventLoop *self = data;
  gint64 turn = g_source_get_time (self->source);
  int outer = self->drain_depth;
  gboolean pushed;

  /* Main loops do not push the context that they run, but what a callback starts belongs to it. */
  self->drain_depth = 0;
  pushed = aiohttp_event_loop_push (self);

  if (self->busy_since == 0)
    self->busy_since = turn;
  else if (turn - self->busy_since > TIME_BUDGET)
    self->yielding = TRUE;

  if (self->timers.length > 0)
    fire_timers (self);
  self->drain_depth = g_main_depth ();
  aiohttp_event_loop_drain (self);
  self->drain_depth = outer;
  if (pushed)
    aiohttp_event_loop_pop (self);
}

/* What it takes is the library's, not another source's. */
static void
dispatch_in_debug_mode (gpointer data)
{
  AiohttpEventLoop *self = data;
  AiohttpDebugSpan span;

  aiohttp_debug_begin (&span, self);
  dispatch (self);
  aiohttp_debug_end (&span, NULL);
}

static gboolean
loop_is_ready (AiohttpEventLoop *self)
{
  return self->n_ready > 0 || g_atomic_int_get (&self->has_remote) ||
         (self->timers.length > 0 && aiohttp_loop_timers_get_next (&self->timers) <= g_source_get_time (self->source));
}

static gboolean
loop_source_prepare (GSource *source, int *timeout)
{
  AiohttpEventLoop *self = ((LoopSource *) source)->loop;

  if (self->yielding || loop_is_ready (self))
    {
      *timeout = 0;
      return !self->yielding;
    }
  *timeout = -1;
  if (self->timers.length > 0)
    {
      gint64 left = aiohttp_loop_timers_get_next (&self->timers) - g_source_get_time (source);

      *timeout = (int) MIN ((left + 999) / 1000, G_MAXINT);
    }
  return FALSE;
}

static gboolean
loop_source_check (GSource *source)
{
  AiohttpEventLoop *self = ((LoopSource *) source)->loop;

  if (self->yielding)
    {
      self->yielding = FALSE;
      self->busy_since = 0;
      return FALSE;
    }
  if (loop_is_ready (self))
    return TRUE;
  self->busy_since = 0;
  return FALSE;
}

static gboolean
loop_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  AiohttpEventLoop *self = ((LoopSource *) source)->loop;

  /* A main loop that a coroutine runs on its own stack dispatches there. */
  g_object_ref (self);
  aiohttp_call_out (aiohttp_debug_is_on_in_loop (self) ? dispatch_in_debug_mode : dispatch, self);
  g_object_unref (self);
  return G_SOURCE_CONTINUE;
}

static void
loop_source_finalize (GSource *source)
{
  AiohttpEventLoop *self = ((LoopSource *) source)->loop;

  if (self == NULL || self->owns_context)
    return;
  aiohttp_event_loop_forget (self);
  aiohttp_event_loop_lose_tasks (self);
  aiohttp_event_loop_stop_debug (self, TRUE);
  self->context = NULL;
  self->source = NULL;
  g_object_unref (self);
}

static GSourceFuncs loop_source_funcs = {
  .prepare = loop_source_prepare,
  .check = loop_source_check,
  .dispatch = loop_source_dispatch,
  .finalize = loop_source_finalize,
};

static void
aiohttp_event_loop_dispose (GObject *object)
{
  AiohttpEventLoop *self = AIOHTTP_EVENT_LOOP (object);

  /* The loop of a program's own context ends with it. */
  if (aiohttp_debug_is_on () && self->owns_context && !aiohttp_event_loop_is_closed (self))
    aiohttp_debug_unclosed (self, "event loop");

  G_OBJECT_CLASS (aiohttp_event_loop_parent_class)->dispose (object);
}

static void
aiohttp_event_loop_finalize (GObject *object)
{
  AiohttpEventLoop *self = AIOHTTP_EVENT_LOOP (object);

  aiohttp_event_loop_drop_watches (self);
  aiohttp_event_loop_drop_executor (self);
  aiohttp_event_loop_drop_exception_handler (self);
  if (self->source != NULL)
    {
      aiohttp_event_loop_stop_debug (self, FALSE);
      aiohttp_event_loop_forget (self);
      g_source_destroy (self->source);
      g_source_unref (self->source);
      g_main_context_unref (self->context);
    }
  aiohttp_loop_timers_clear (&self->timers);
  g_array_unref (self->remote);
  g_mutex_clear (&self->remote_lock);
  g_free (self->ready);

  G_OBJECT_CLASS (aiohttp_event_loop_parent_class)->finalize (object);
}

static void
aiohttp_event_loop_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  AiohttpEventLoop *self = AIOHTTP_EVENT_LOOP (object);

  switch (prop_id)
    {
    case PROP_DEBUG:
      g_value_set_boolean (value, self->debug != NULL);
      break;
    case PROP_SLOW_CALLBACK_DURATION:
      g_value_set_double (value, aiohttp_event_loop_get_slow_callback_duration (self));
      break;
    case PROP_SLOW_POLL_DURATION:
      g_value_set_double (value, aiohttp_event_loop_get_slow_poll_duration (self));
      break;
    case PROP_EXECUTOR_SIZE:
      g_value_set_uint (value, self->executor_size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
aiohttp_event_loop_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  AiohttpEventLoop *self = AIOHTTP_EVENT_LOOP (object);

  switch (prop_id)
    {
    case PROP_DEBUG:
      aiohttp_event_loop_set_debug (self, g_value_get_boolean (value));
      break;
    case PROP_SLOW_CALLBACK_DURATION:
      aiohttp_event_loop_set_slow_callback_duration (self, g_value_get_double (value));
      break;
    case PROP_SLOW_POLL_DURATION:
      aiohttp_event_loop_set_slow_poll_duration (self, g_value_get_double (value));
      break;
    case PROP_EXECUTOR_SIZE:
      aiohttp_event_loop_set_executor_size (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
aiohttp_event_loop_class_init (AiohttpEventLoopClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = aiohttp_event_loop_dispose;
  object_class->finalize = aiohttp_event_loop_finalize;
  object_class->get_property = aiohttp_event_loop_get_property;
  object_class->set_property = aiohttp_event_loop_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpEventLoop:debug: (getter get_debug) (setter set_debug)
   *
   * Whether the loop is in debug mode, in which the library tells of what programs usually do wrong: slow callbacks,
   * calls from another thread, tasks that never end, objects that are dropped unclosed. Each warning says where the
   * object was made; the page "Debug mode" shows them all.
   *
   * At first it is %TRUE if the environment variable `AIOHTTP_DEBUG` is set and is not `0`. It costs a few
   * microseconds for each object; where it is off, nothing.
   *
   * asyncio: `loop.get_debug()`, `PYTHONASYNCIODEBUG`.
   *
   * Since: 0.1
   */
  properties[PROP_DEBUG] = g_param_spec_boolean ("debug", NULL, NULL, FALSE, flags);

  /**
   * AiohttpEventLoop:slow-callback-duration: (getter get_slow_callback_duration) (setter set_slow_callback_duration)
   *
   * From how many seconds on debug mode reports a callback, a step of a coroutine, a handler, or what other sources
   * take in one turn of the main loop.
   *
   * asyncio: `loop.slow_callback_duration`.
   *
   * Since: 0.1
   */
  properties[PROP_SLOW_CALLBACK_DURATION] =
      g_param_spec_double ("slow-callback-duration", NULL, NULL, 0, G_MAXDOUBLE, 0.1, flags);

  /**
   * AiohttpEventLoop:slow-poll-duration: (getter get_slow_poll_duration) (setter set_slow_poll_duration)
   *
   * From how many seconds on debug mode reports a poll: as information if there was nothing to do for so long, as a
   * warning if the poll took so much longer than it was asked to.
   *
   * Since: 0.1
   */
  properties[PROP_SLOW_POLL_DURATION] =
      g_param_spec_double ("slow-poll-duration", NULL, NULL, 0, G_MAXDOUBLE, 1, flags);

  /**
   * AiohttpEventLoop:executor-size:
   *
   * The largest number of threads of the pool of [method@Aiohttp.EventLoop.run_in_executor_async]. At first it is the
   * number of processors and 4 more, 32 at most.
   *
   * Since: 0.1
   */
  properties[PROP_EXECUTOR_SIZE] =
      g_param_spec_uint ("executor-size", NULL, NULL, 1, AIOHTTP_MAX_EXECUTOR_SIZE, 32, flags);

  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
aiohttp_event_loop_init (AiohttpEventLoop *self)
{
  g_mutex_init (&self->remote_lock);
  self->remote = g_array_new (FALSE, FALSE, sizeof (AiohttpStep));
  g_queue_init (&self->tasks);
  g_queue_init (&self->jobs);
  self->executor_size = AIOHTTP_DEFAULT_EXECUTOR_SIZE;
  self->slow_callback = DEFAULT_SLOW_CALLBACK;
  self->slow_poll = DEFAULT_SLOW_POLL;
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (self);
}

void
aiohttp_event_loop_notify_debug (AiohttpEventLoop *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEBUG]);
}

void
aiohttp_event_loop_notify_slow_callback_duration (AiohttpEventLoop *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SLOW_CALLBACK_DURATION]);
}

void
aiohttp_event_loop_notify_slow_poll_duration (AiohttpEventLoop *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SLOW_POLL_DURATION]);
}

/* With the lock held. The reference is the caller's if the loop owns the context, the source's otherwise. */
AiohttpEventLoop *
aiohttp_event_loop_create (GMainContext *context, gboolean owns_context)
{
  AiohttpEventLoop *self = g_object_new (AIOHTTP_TYPE_EVENT_LOOP, NULL);

  self->context = context;
  self->owns_context = owns_context;
  self->is_default = context == g_main_context_default ();
  self->source = g_source_new (&loop_source_funcs, sizeof (LoopSource));
  ((LoopSource *) self->source)->loop = self;
  g_source_set_static_name (self->source, "AiohttpEventLoop");
  /* A nested main loop goes on with what is ready. */
  g_source_set_can_recurse (self->source, TRUE);
  g_source_attach (self->source, context);
  if (!owns_context)
    g_source_unref (self->source);

  if (G_UNLIKELY (aiohttp_debug_is_default ()))
    aiohttp_event_loop_set_debug (self, TRUE);
  return self;
}

/**
 * aiohttp_event_loop_get_context:
 * @self: an event loop
 *
 * Gets the main context that the loop runs.
 *
 * Returns: (transfer none) (nullable): the context, or %NULL if it is gone
 *
 * Since: 0.1
 */
GMainContext *
aiohttp_event_loop_get_context (AiohttpEventLoop *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);

  return self->context;
}

/**
 * aiohttp_event_loop_is_closed:
 * @self: an event loop
 *
 * Tells whether the loop was closed, or its main context is gone.
 *
 * Returns: %TRUE if it takes no more calls
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_is_closed (AiohttpEventLoop *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);

  return g_atomic_int_get (&self->closed) || self->context == NULL;
}

/**
 * aiohttp_event_loop_is_running:
 * @self: an event loop
 *
 * Tells whether the loop runs: whether it was started by one of its own functions, or its context is dispatching in
 * the calling thread.
 *
 * Returns: %TRUE if it runs
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_is_running (AiohttpEventLoop *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);

  return self->running > 0 || aiohttp_event_loop_is_dispatching (self);
}

gboolean
aiohttp_event_loop_is_dispatching (AiohttpEventLoop *self)
{
  GSource *source = g_main_current_source ();

  if (source == NULL || self->context == NULL)
    return FALSE;
  /* A source that its own callback has destroyed no longer knows its context. */
  if (g_source_is_destroyed (source))
    return g_main_context_is_owner (self->context);
  return g_source_get_context (source) == self->context;
}

gboolean
aiohttp_event_loop_is_draining (AiohttpEventLoop *self)
{
  return self->n_ready > 0 || self->draining > 0;
}

void
aiohttp_event_loop_call_soon_internal (AiohttpEventLoop *self, void (*func) (gpointer), gpointer data)
{
  AiohttpStep *step;

  if (G_UNLIKELY (self->n_ready == self->ready_size))
    ready_grow (self);
  step = &self->ready[(self->ready_first + self->n_ready++) & (self->ready_size - 1)];
  step->func = func;
  step->data = data;
}

gboolean
aiohttp_event_loop_call_soon_threadsafe_internal (AiohttpEventLoop *self, void (*func) (gpointer), gpointer data)
{
  AiohttpStep step = { func, data };
  gboolean open;

  g_mutex_lock (&self->remote_lock);
  open = !g_atomic_int_get (&self->closed);
  if (open)
    {
      g_array_append_val (self->remote, step);
      g_atomic_int_set (&self->has_remote, TRUE);
      if (self->context != NULL)
        g_main_context_wakeup (self->context);
    }
  g_mutex_unlock (&self->remote_lock);
  return open;
}

gint64
aiohttp_event_loop_time_after (double seconds)
{
  gint64 now = g_get_monotonic_time ();

  if (!(seconds > 0))
    return now;
  if (seconds > (double) (G_MAXINT64 / 2 / G_TIME_SPAN_SECOND))
    return G_MAXINT64 / 2;
  return now + (gint64) (seconds * G_TIME_SPAN_SECOND);
}

void
aiohttp_event_loop_start_timer (AiohttpEventLoop *self, AiohttpLoopTimer *timer, gint64 when)
{
  aiohttp_loop_timers_add (&self->timers, timer, when);
}

void
aiohttp_event_loop_stop_timer (AiohttpEventLoop *self, AiohttpLoopTimer *timer)
{
  aiohttp_loop_timers_remove (&self->timers, timer);
}

int
aiohttp_event_loop_get_depth (AiohttpEventLoop *self)
{
  return G_LIKELY (self->drain_depth > 0) ? self->drain_depth : g_main_depth ();
}

gboolean
aiohttp_event_loop_push (AiohttpEventLoop *self)
{
  GMainContext *present;

  if (G_LIKELY (self->drain_depth > 0))
    return FALSE;
  present = g_main_context_get_thread_default ();
  if (G_LIKELY (present == NULL ? self->is_default : present == self->context) || self->context == NULL)
    return FALSE;
  g_main_context_push_thread_default (self->context);
  return TRUE;
}

void
aiohttp_event_loop_pop (AiohttpEventLoop *self)
{
  g_main_context_pop_thread_default (self->context);
}
