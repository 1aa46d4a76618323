/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-timeout-scope.h"

#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-task-private.h"

/**
 * AiohttpTimeoutScope:
 *
 * Limits the time of a scope.
 *
 * A coroutine makes one where the scope begins. When the time is over, the coroutine's task is cancelled: what it
 * awaits fails with `G_IO_ERROR_CANCELLED`. Where the scope ends, aiohttp_timeout_scope_end() makes `G_IO_ERROR_TIMED_OUT`
 * of that error, if it was the timeout that cancelled, and nobody else.
 *
 * |[<!-- language="C" -->
 * static gboolean
 * fetch_in_time (GError **error)
 * {
 *   g_autoptr(AiohttpTimeoutScope) timeout = aiohttp_timeout_scope_new (5);
 *
 *   return aiohttp_timeout_scope_end (timeout, fetch (error) && store (error), error);
 * }
 * ]|
 *
 * Timeouts may be nested: the one that is over first ends its own scope, and the outer ones go on. If an outer one is
 * over first, the inner scope is cancelled and the outer one has timed out.
 *
 * Outside a coroutine there is no task to cancel; there [method@Aiohttp.TimeoutScope.get_cancellable] gives what cancels
 * the operations of the scope, and [method@Aiohttp.TimeoutScope.close] ends it.
 *
 * It is used in the thread that made it. One that is freed before the end of its scope is closed.
 *
 * asyncio: `timeout()`.
 *
 * Since: 0.1
 */

typedef enum
{
  TIMEOUT_ENTERED,
  TIMEOUT_EXPIRING,
  TIMEOUT_EXPIRED,
  TIMEOUT_EXITED,
} TimeoutState;

struct _AiohttpTimeoutScope
{
  GObject parent_instance;

  TimeoutState state;
  AiohttpEventLoop *loop;
  AiohttpTask *task; /* NULL outside a coroutine */
  guint n_cancels;   /* of the task at the beginning */
  double seconds;
  gint64 when; /* -1: never */
  AiohttpLoopTimer timer;
  GCancellable *cancellable; /* NULL until it is asked for */
};

G_DEFINE_FINAL_TYPE (AiohttpTimeoutScope, aiohttp_timeout_scope, G_TYPE_OBJECT)

/* On the main stack, as all timers. */
static void
on_timeout (gpointer data)
{
  g_autoptr (AiohttpTimeoutScope) self = g_object_ref (data);

  self->state = TIMEOUT_EXPIRING;
  if (self->task != NULL)
    aiohttp_task_cancel (self->task);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
start (AiohttpTimeoutScope *self, double seconds)
{
  self->seconds = seconds;
  if (seconds < 0)
    {
      self->when = -1;
      aiohttp_event_loop_stop_timer (self->loop, &self->timer);
      return;
    }
  self->when = aiohttp_event_loop_time_after (seconds);
  aiohttp_event_loop_start_timer (self->loop, &self->timer, self->when);
}

static void
aiohttp_timeout_scope_dispose (GObject *object)
{
  AiohttpTimeoutScope *self = AIOHTTP_TIMEOUT_SCOPE (object);

  aiohttp_timeout_scope_close (self);
  g_clear_object (&self->task);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (aiohttp_timeout_scope_parent_class)->dispose (object);
}

static void
aiohttp_timeout_scope_finalize (GObject *object)
{
  g_object_unref (AIOHTTP_TIMEOUT_SCOPE (object)->loop);

  G_OBJECT_CLASS (aiohttp_timeout_scope_parent_class)->finalize (object);
}

static void
aiohttp_timeout_scope_class_init (AiohttpTimeoutScopeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_timeout_scope_dispose;
  object_class->finalize = aiohttp_timeout_scope_finalize;
}

static void
aiohttp_timeout_scope_init (AiohttpTimeoutScope *self)
{
  AiohttpTask *task = aiohttp_task_get_current ();

  self->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  if (task != NULL)
    {
      self->task = g_object_ref (task);
      self->n_cancels = aiohttp_task_get_cancelling (task);
    }
  self->when = -1;
  aiohttp_loop_timer_init (&self->timer, on_timeout, self);
}

/**
 * aiohttp_timeout_scope_new:
 * @seconds: after how long; 0: in the loop's next step; less than 0: never, until it is rescheduled
 *
 * Begins a scope whose time is limited: of the calling coroutine, or of whatever is given its cancellable.
 *
 * Returns: (transfer full): the timeout
 *
 * Since: 0.1
 */
AiohttpTimeoutScope *
aiohttp_timeout_scope_new (double seconds)
{
  AiohttpTimeoutScope *self = g_object_new (AIOHTTP_TYPE_TIMEOUT_SCOPE, NULL);

  start (self, seconds);
  return self;
}

/**
 * aiohttp_timeout_scope_get_cancellable:
 * @self: a timeout
 *
 * Gets what is cancelled when the time is over, for the operations of the scope.
 *
 * A coroutine does not need it, since its task is cancelled.
 *
 * Returns: (transfer none): the cancellable
 *
 * Since: 0.1
 */
GCancellable *
aiohttp_timeout_scope_get_cancellable (AiohttpTimeoutScope *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TIMEOUT_SCOPE (self), NULL);

  if (self->cancellable == NULL)
    {
      self->cancellable = g_cancellable_new ();
      if (aiohttp_timeout_scope_is_expired (self))
        g_cancellable_cancel (self->cancellable);
    }
  return self->cancellable;
}

/**
 * aiohttp_timeout_scope_get_when:
 * @self: a timeout
 *
 * Gets when the time is over, by the clock of [method@Aiohttp.EventLoop.time].
 *
 * asyncio: `Timeout.when()`.
 *
 * Returns: the time in seconds, or -1 for never
 *
 * Since: 0.1
 */
double
aiohttp_timeout_scope_get_when (AiohttpTimeoutScope *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TIMEOUT_SCOPE (self), -1);

  return self->when < 0 ? -1 : (double) self->when / G_TIME_SPAN_SECOND;
}

/**
 * aiohttp_timeout_scope_is_expired:
 * @self: a timeout
 *
 * Tells whether the time was over before the scope ended.
 *
 * asyncio: `Timeout.expired()`.
 *
 * Returns: %TRUE from the moment on when it cancels
 *
 * Since: 0.1
 */
gboolean
aiohttp_timeout_scope_is_expired (AiohttpTimeoutScope *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TIMEOUT_SCOPE (self), FALSE);

  return self->state == TIMEOUT_EXPIRING || self->state == TIMEOUT_EXPIRED;
}

/**
 * aiohttp_timeout_scope_reschedule:
 * @self: a timeout
 * @seconds: after how long from now; 0: in the loop's next step; less than 0: never
 * @error: where to put the error
 *
 * Gives the scope another time.
 *
 * asyncio: `Timeout.reschedule()`, which takes a point in time.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_STATE` if the time is over, or the scope has ended
 *
 * Since: 0.1
 */
gboolean
aiohttp_timeout_scope_reschedule (AiohttpTimeoutScope *self, double seconds, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_TIMEOUT_SCOPE (self), FALSE);

  if (self->state != TIMEOUT_ENTERED)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           self->state == TIMEOUT_EXITED ? "The scope of the timeout has ended"
                                                         : "The time of the timeout is over");
      return FALSE;
    }
  start (self, seconds);
  return TRUE;
}

/**
 * aiohttp_timeout_scope_close:
 * @self: a timeout
 *
 * Ends the scope, and takes the timeout's cancel of the task back.
 *
 * In a coroutine aiohttp_timeout_scope_end() is more useful. Closing a second time does nothing.
 *
 * Returns: whether the time was over, so that a `G_IO_ERROR_CANCELLED` of the scope means that it has timed out:
 *   nobody else has cancelled the task
 *
 * Since: 0.1
 */
gboolean
aiohttp_timeout_scope_close (AiohttpTimeoutScope *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TIMEOUT_SCOPE (self), FALSE);

  switch (self->state)
    {
    case TIMEOUT_ENTERED:
      self->state = TIMEOUT_EXITED;
      aiohttp_event_loop_stop_timer (self->loop, &self->timer);
      return FALSE;
    case TIMEOUT_EXPIRING:
      self->state = TIMEOUT_EXPIRED;
      return self->task == NULL || aiohttp_task_uncancel (self->task) <= self->n_cancels;
    case TIMEOUT_EXPIRED:
    case TIMEOUT_EXITED:
    default:
      return FALSE;
    }
}

/**
 * aiohttp_timeout_scope_end: (skip)
 * @self: a timeout
 * @ok: whether what was done in the scope has succeeded
 * @error: the error of that, if it has not; where to put the error
 *
 * Ends the scope of a coroutine: if it failed because the time was over, the error becomes `G_IO_ERROR_TIMED_OUT`.
 *
 * A scope that has succeeded all the same stays so, and the cancel is taken back.
 *
 * Returns: @ok
 *
 * Since: 0.1
 */
gboolean
aiohttp_timeout_scope_end (AiohttpTimeoutScope *self, gboolean ok, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_TIMEOUT_SCOPE (self), FALSE);

  if (aiohttp_timeout_scope_close (self) && !ok && error != NULL &&
      g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (error);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Not done within %g s", self->seconds);
    }
  return ok;
}
