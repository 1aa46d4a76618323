/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-reactor-private.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-reactor-backend-private.h"
#include "aiohttp-task-private.h"

/* One per GMainContext: the sockets and coarse timers of all connections behind a single GSource.
 *
 * A turn is one dispatch of that source: rounds of "ask what is ready, call the ready channels, resume the coroutines
 * that they have woken" until nothing is ready or the budget is used up, then timers, then the turn-end hooks. A context that another source keeps busy, or that
 * is iterated from within a callback, works the same: the queue of ready channels is the reactor's, a nested turn goes
 * on with it.
 *
 * The budget: GMainContext dispatches no source of a lower priority while one of a higher is ready, so a busy server
 * would starve what GTK draws with. After a budget's worth of time in which each iteration of the main loop had a turn,
 * the reactor reports that it is not ready for one iteration. That costs one poll() without blocking, so it is done
 * whether or not there are such sources; GMainContext would not tell anyway.
 *
 * Life: ref_for_context() makes it, channels and listeners hold it, the last reference destroys the source.
 * Thread: that of the context, but for ref and unref; the last reference is dropped there, too, if the context runs.
 */

#define DEFAULT_BUDGET (4 * 1000)

/* Calls between two looks at the clock; one takes as long as a request's handler. */
#define CALLS_PER_LOOK 4

typedef struct
{
  GSource parent;
  AiohttpReactor *reactor;
} ReactorSource;

static GMutex reactors_lock;
static GHashTable *reactors; /* GMainContext to AiohttpReactor, no references */

static const AiohttpReactorBackend *const backends[] = {
#if AIOHTTP_REACTOR_EPOLL
  &aiohttp_epoll_backend,
#endif
  &aiohttp_portable_backend,
};
static const AiohttpReactorBackend *default_backend; /* under reactors_lock */

void
aiohttp_reactor_queue (AiohttpReactor *self, AiohttpChannel *channel)
{
  channel->flags |= AIOHTTP_CHANNEL_QUEUED;
  channel->next_ready = NULL;
  channel->previous_ready = self->ready_tail;
  if (self->ready_tail != NULL)
    self->ready_tail->next_ready = channel;
  else
    self->ready_head = channel;
  self->ready_tail = channel;
  self->n_ready++;
}

void
aiohttp_reactor_unqueue (AiohttpReactor *self, AiohttpChannel *channel)
{
  if (channel->previous_ready != NULL)
    channel->previous_ready->next_ready = channel->next_ready;
  else
    self->ready_head = channel->next_ready;
  if (channel->next_ready != NULL)
    channel->next_ready->previous_ready = channel->previous_ready;
  else
    self->ready_tail = channel->previous_ready;
  channel->flags &= ~AIOHTTP_CHANNEL_QUEUED;
  self->n_ready--;
}

static gboolean
is_over_budget (AiohttpReactor *self)
{
  return aiohttp_timer_wheel_freeze (&self->wheel) - self->busy_since >= self->budget;
}

/* Calls each channel that is ready at the start of the round. FALSE: the budget is used up. */
static gboolean
run_round (AiohttpReactor *self)
{
  guint n = self->n_ready;

  for (guint i = 1; i <= n && self->ready_head != NULL; i++)
    {
      AiohttpChannel *channel = self->ready_head;

      aiohttp_reactor_unqueue (self, channel);
      aiohttp_channel_deliver (channel);
      if (i % CALLS_PER_LOOK == 0 && is_over_budget (self))
        return FALSE;
    }
  return !is_over_budget (self);
}

static void
run_turn_ends (AiohttpReactor *self)
{
  AiohttpTurnEnd *hooks = g_steal_pointer (&self->turn_ends);
  AiohttpTurnEnd *hook;

  /* One that is added again by its own function has its next run in the next turn. */
  if (hooks != NULL)
    hooks->link = &hooks;
  while ((hook = hooks) != NULL)
    {
      aiohttp_reactor_remove_turn_end (self, hook);
      hook->func (hook->data);
    }
}

static gboolean
is_timer_due (AiohttpReactor *self)
{
  gint64 next = aiohttp_timer_wheel_get_next (&self->wheel);

  return next != -1 && next <= aiohttp_timer_wheel_now (&self->wheel);
}

/* Coroutines that a callback has woken go on in the same turn, without a round through the main context. */
static void
drain_loop (AiohttpReactor *self)
{
  if (self->loop == NULL)
    {
      self->loop = aiohttp_event_loop_peek_for_context (self->context);
      if (self->loop == NULL)
        return;
      g_object_ref (self->loop);
    }
  aiohttp_event_loop_drain (self->loop);
}

static gboolean
is_thread_default (GMainContext *context)
{
  GMainContext *current = g_main_context_get_thread_default ();

  return current == context || (current == NULL && context == g_main_context_default ());
}

static void
turn (gpointer data)
{
  AiohttpReactor *self = data;
  gboolean pushed = !is_thread_default (self->context);
  guint8 *outer_scratch = self->scratch;
  gboolean more;
  gint64 now;

  /* Main loops do not push the context that they run, but what a callback starts belongs to it. */
  if (pushed)
    g_main_context_push_thread_default (self->context);
  aiohttp_reactor_ref (self);
  if (self->depth++ > 0)
    self->scratch = NULL;
  self->n_turns++;
  now = aiohttp_timer_wheel_freeze (&self->wheel);
  if (self->busy_since == 0)
    self->busy_since = now;

  do
    {
      self->backend->collect (self);
      if (self->ready_head == NULL)
        break;
      more = run_round (self);
      drain_loop (self);
    }
  while (more);

  /* After the sockets: a process that was stopped for a while finds its peers' bytes, not their timeouts. */
  if (is_timer_due (self))
    {
      aiohttp_timer_wheel_advance (&self->wheel);
      drain_loop (self);
    }
  run_turn_ends (self);

  if (self->wheel.now - self->busy_since >= self->budget)
    self->yield = AIOHTTP_REACTOR_WILL_YIELD;
  aiohttp_timer_wheel_thaw (&self->wheel);
  if (--self->depth > 0)
    {
      g_free (self->scratch);
      self->scratch = outer_scratch;
    }
  if (pushed)
    g_main_context_pop_thread_default (self->context);
  aiohttp_reactor_unref (self);
}

/* What it takes is the library's, not another source's. */
static void
turn_in_debug_mode (gpointer data)
{
  AiohttpReactor *self = data;
  AiohttpDebugSpan span;

  aiohttp_reactor_ref (self);
  aiohttp_debug_begin (&span, aiohttp_event_loop_peek_for_context (self->context));
  turn (self);
  aiohttp_debug_end (&span, NULL);
  aiohttp_reactor_unref (self);
}

void
aiohttp_reactor_turn (AiohttpReactor *self)
{
  /* A main loop that a coroutine runs on its own stack dispatches there. */
  aiohttp_call_out (aiohttp_debug_is_on () ? turn_in_debug_mode : turn, self);
}

static gboolean
reactor_prepare (GSource *source, int *timeout)
{
  AiohttpReactor *self = ((ReactorSource *) source)->reactor;
  gint64 next;

  /* In a main loop inside a callback, the turn's time is of the past. */
  aiohttp_timer_wheel_thaw (&self->wheel);

  if (self->yield == AIOHTTP_REACTOR_WILL_YIELD)
    {
      self->yield = AIOHTTP_REACTOR_YIELDING;
      self->busy_since = 0;
      *timeout = 0;
      return FALSE;
    }
  self->yield = AIOHTTP_REACTOR_WORKING;

  if (self->n_turns == self->n_turns_prepared)
    self->busy_since = 0;
  self->n_turns_prepared = self->n_turns;

  *timeout = -1;
  if (self->ready_head != NULL || self->turn_ends != NULL)
    return TRUE;

  next = aiohttp_timer_wheel_get_next (&self->wheel);
  if (next != self->timer_set && !self->test_clock)
    {
      self->backend->set_timer (self, next);
      self->timer_set = next;
    }
  return self->test_clock && is_timer_due (self);
}

static gboolean
reactor_check (GSource *source)
{
  AiohttpReactor *self = ((ReactorSource *) source)->reactor;

  if (self->yield == AIOHTTP_REACTOR_YIELDING)
    return FALSE;
  return self->ready_head != NULL || self->turn_ends != NULL ||
         (self->backend->check != NULL && self->backend->check (self)) || (self->test_clock && is_timer_due (self));
}

static gboolean
reactor_dispatch (GSource *source, GSourceFunc func, gpointer data)
{
  AiohttpReactor *self = ((ReactorSource *) source)->reactor;

  aiohttp_reactor_turn (self);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = {
  .prepare = reactor_prepare,
  .check = reactor_check,
  .dispatch = reactor_dispatch,
};

static AiohttpReactor *
reactor_new (GMainContext *context, const AiohttpReactorBackend *backend)
{
  AiohttpReactor *self = g_new0 (AiohttpReactor, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->context = g_main_context_ref (context);
  self->budget = DEFAULT_BUDGET;
  self->timer_set = -1;
  aiohttp_timer_wheel_init (&self->wheel, NULL, NULL);

  self->source = g_source_new (&source_funcs, sizeof (ReactorSource));
  ((ReactorSource *) self->source)->reactor = self;
  g_source_set_static_name (self->source, "aiohttp-glib reactor");
  g_source_set_can_recurse (self->source, TRUE);

  self->backend = backend;
  if (!backend->open (self))
    {
      /* Out of descriptors: the portable one needs none of its own. */
      self->backend = &aiohttp_portable_backend;
      self->backend->open (self);
    }
  g_source_attach (self->source, context);
  return self;
}

static void
reactor_free (AiohttpReactor *self)
{
  aiohttp_timer_wheel_clear (&self->wheel);
  while (self->turn_ends != NULL)
    aiohttp_reactor_remove_turn_end (self, self->turn_ends);
  self->backend->close (self);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_clear_object (&self->loop);
  g_main_context_unref (self->context);
  g_free (self->scratch);
  g_free (self->cipher_scratch);
  g_free (self);
}

AiohttpReactor *
aiohttp_reactor_ref_for_context (GMainContext *context)
{
  g_autoptr (GMainContext) owned = NULL;
  AiohttpReactor *self;

  if (context == NULL)
    context = owned = g_main_context_ref_thread_default ();

  g_mutex_lock (&reactors_lock);
  if (reactors == NULL)
    reactors = g_hash_table_new (NULL, NULL);
  self = g_hash_table_lookup (reactors, context);
  if (self != NULL)
    {
      aiohttp_reactor_ref (self);
    }
  else
    {
      self = reactor_new (context, default_backend != NULL ? default_backend : backends[0]);
      g_hash_table_insert (reactors, context, self);
    }
  g_mutex_unlock (&reactors_lock);
  return self;
}

AiohttpReactor *
aiohttp_reactor_ref (AiohttpReactor *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
aiohttp_reactor_unref (AiohttpReactor *self)
{
  int count = g_atomic_int_get (&self->ref_count);
  gboolean last;

  /* Only who may be the last takes the lock, so that nobody finds a reactor that is going away. */
  while (count > 1)
    if (g_atomic_int_compare_and_exchange_full (&self->ref_count, count, count - 1, &count))
      return;

  g_mutex_lock (&reactors_lock);
  last = g_atomic_ref_count_dec (&self->ref_count);
  if (last)
    {
      g_hash_table_remove (reactors, self->context);
      if (g_hash_table_size (reactors) == 0)
        g_clear_pointer (&reactors, g_hash_table_unref);
    }
  g_mutex_unlock (&reactors_lock);
  if (last)
    reactor_free (self);
}

GMainContext *
aiohttp_reactor_get_context (AiohttpReactor *self)
{
  return self->context;
}

AiohttpTimerWheel *
aiohttp_reactor_get_wheel (AiohttpReactor *self)
{
  return &self->wheel;
}

gint64
aiohttp_reactor_now (AiohttpReactor *self)
{
  return aiohttp_timer_wheel_now (&self->wheel);
}

guint8 *
aiohttp_reactor_scratch (AiohttpReactor *self, gsize *size)
{
  if (G_UNLIKELY (self->scratch == NULL))
    self->scratch = g_malloc (AIOHTTP_REACTOR_SCRATCH_SIZE);
  *size = AIOHTTP_REACTOR_SCRATCH_SIZE;
  return self->scratch;
}

guint8 *
aiohttp_reactor_cipher_scratch (AiohttpReactor *self, gsize *size)
{
  if (G_UNLIKELY (self->cipher_scratch == NULL))
    self->cipher_scratch = g_malloc (AIOHTTP_REACTOR_SCRATCH_SIZE);
  if (size != NULL)
    *size = AIOHTTP_REACTOR_SCRATCH_SIZE;
  return self->cipher_scratch;
}

void
aiohttp_reactor_add_turn_end (AiohttpReactor *self, AiohttpTurnEnd *hook)
{
  if (hook->link != NULL)
    return;
  hook->next = self->turn_ends;
  hook->link = &self->turn_ends;
  if (hook->next != NULL)
    hook->next->link = &hook->next;
  self->turn_ends = hook;
}

void
aiohttp_reactor_remove_turn_end (AiohttpReactor *self, AiohttpTurnEnd *hook)
{
  if (hook->link == NULL)
    return;
  *hook->link = hook->next;
  if (hook->next != NULL)
    hook->next->link = hook->link;
  hook->next = NULL;
  hook->link = NULL;
}

void
aiohttp_reactor_set_priority (AiohttpReactor *self, int priority)
{
  g_source_set_priority (self->source, priority);
  if (self->backend->set_priority != NULL)
    self->backend->set_priority (self, priority);
}

void
aiohttp_reactor_set_budget (AiohttpReactor *self, gint64 microseconds)
{
  self->budget = microseconds;
}

void
aiohttp_reactor_set_clock (AiohttpReactor *self, AiohttpClockFunc clock, gpointer data)
{
  aiohttp_timer_wheel_clear (&self->wheel);
  aiohttp_timer_wheel_init (&self->wheel, clock, data);
  self->test_clock = clock != NULL;
}

gboolean
aiohttp_reactor_set_default_backend (const char *name)
{
  const AiohttpReactorBackend *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    if (g_str_equal (backends[i]->name, name))
      found = backends[i];
  if (found == NULL)
    return FALSE;

  g_mutex_lock (&reactors_lock);
  default_backend = found;
  g_mutex_unlock (&reactors_lock);
  return TRUE;
}

const char *
aiohttp_reactor_get_backend_name (AiohttpReactor *self)
{
  return self->backend->name;
}
