/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-class-private.h"
#include "aiohttp-handle-private.h"
#include "aiohttp-task-private.h"

gboolean
aiohttp_event_loop_iterate_until (AiohttpEventLoop *self, gboolean (*is_done) (gpointer), gpointer data, GError **error)
{
  GMainContext *context = self->context;
  gboolean pushed;

  if (!aiohttp_event_loop_check_open (self, error))
    return FALSE;
  if (aiohttp_event_loop_is_running (self) || aiohttp_in_coroutine ())
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_LOOP_RUNNING,
                           "The event loop is running already: await instead of blocking");
      return FALSE;
    }
  if (!g_main_context_acquire (context))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_LOOP_RUNNING,
                           "The event loop is running in another thread");
      return FALSE;
    }

  g_object_ref (self);
  pushed = aiohttp_event_loop_push (self);
  self->running++;
  while (!is_done (data))
    {
      gboolean stopping = self->stopping;

      g_main_context_iteration (context, !stopping);
      if (aiohttp_debug_is_on_in_loop (self))
        aiohttp_debug_turn_over (self);
      if (stopping || self->stopping)
        break;
    }
  self->stopping = FALSE;
  self->running--;
  if (pushed)
    aiohttp_event_loop_pop (self);
  g_main_context_release (context);
  g_object_unref (self);
  return TRUE;
}

static gboolean
future_is_done (gpointer data)
{
  return aiohttp_future_is_done (data);
}

/**
 * aiohttp_event_loop_run_until_complete:
 * @self: an event loop
 * @future: a future of this loop
 * @error: where to put the error
 *
 * Runs the loop until @future is done.
 *
 * Returns: %TRUE if @future has a value; %FALSE with its error, with `AIOHTTP_ERROR_LOOP_RUNNING` if the loop runs
 *   already, or with `AIOHTTP_ERROR_INVALID_STATE` if it was stopped before @future was done
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_run_until_complete (AiohttpEventLoop *self, AiohttpFuture *future, GError **error)
{
  GError *future_error;

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (future), FALSE);

  if (!aiohttp_event_loop_iterate_until (self, future_is_done, future, error))
    return FALSE;

  if (!aiohttp_future_is_done (future))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "The event loop was stopped before the future was done");
      return FALSE;
    }
  future_error = aiohttp_future_dup_error (future);
  if (future_error != NULL)
    {
      g_propagate_error (error, future_error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
never_done (gpointer data)
{
  return FALSE;
}

/**
 * aiohttp_event_loop_run_forever:
 * @self: an event loop
 * @error: where to put the error
 *
 * Runs the loop until [method@Aiohttp.EventLoop.stop].
 *
 * Returns: %TRUE when it was stopped; %FALSE with `AIOHTTP_ERROR_LOOP_RUNNING` if it runs already
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_run_forever (AiohttpEventLoop *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);

  return aiohttp_event_loop_iterate_until (self, never_done, NULL, error);
}

/**
 * aiohttp_event_loop_stop:
 * @self: an event loop
 *
 * Makes the call that runs the loop return when it has dispatched what is ready; what that adds waits for the next run.
 * When none runs, the next one dispatches what is ready and returns.
 *
 * It does nothing to a main loop that the program runs itself.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_stop (AiohttpEventLoop *self)
{
  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));

  self->stopping = TRUE;
  if (self->context != NULL)
    g_main_context_wakeup (self->context);
}

void
aiohttp_event_loop_add_task (AiohttpEventLoop *self, AiohttpTask *task)
{
  g_object_ref (task);
  task->listed = TRUE;
  g_queue_push_tail_link (&self->tasks, &task->link);
}

void
aiohttp_event_loop_remove_task (AiohttpEventLoop *self, AiohttpTask *task)
{
  if (task->listed)
    g_queue_unlink (&self->tasks, &task->link);
  task->listed = FALSE;
  g_object_unref (task);
}

/* How often a task is asked to end. */
#define MAX_END_CANCELS 3

typedef struct
{
  AiohttpEventLoop *loop;
  AiohttpLoopTimer timer;
  gboolean timed_out;
} CancelAll;

static void
on_grace_over (gpointer data)
{
  CancelAll *all = data;

  all->timed_out = TRUE;
}

static gboolean
cancel_all_has_news (gpointer data)
{
  CancelAll *all = data;
  GList *last = all->loop->tasks.tail;

  return all->timed_out || last == NULL || ((AiohttpTask *) last->data)->end_cancels == 0;
}

/* Cancels each task that has had fewer than `limit` cancels. */
static guint
cancel_tasks (AiohttpEventLoop *self, guint limit)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *l = self->tasks.head; l != NULL; l = l->next)
    if (((AiohttpTask *) l->data)->end_cancels < limit)
      g_ptr_array_add (tasks, g_object_ref (l->data));
  for (guint i = 0; i < tasks->len; i++)
    {
      AiohttpTask *task = g_ptr_array_index (tasks, i);

      task->end_cancels++;
      aiohttp_task_cancel (task);
    }
  return tasks->len;
}

static guint
abandon_tasks (AiohttpEventLoop *self)
{
  guint n = 0;
  GList *l;

  while ((l = g_queue_pop_head_link (&self->tasks)) != NULL)
    {
      AiohttpTask *task = l->data;
      g_autofree char *backtrace = NULL;
      g_autofree char *message = NULL;
      g_autoptr (AiohttpExceptionContext) context = NULL;

      if (task->coroutine != NULL && task->coroutine->state == AIOHTTP_COROUTINE_SUSPENDED)
        backtrace = aiohttp_coroutine_get_backtrace (task->coroutine);
      message = g_strdup_printf ("A task ignored %u cancels and is left behind, its stack with it; it waits in:\n%s",
                                 MAX_END_CANCELS, backtrace != NULL ? backtrace : "  (unknown)");
      context = aiohttp_exception_context_new (message, NULL, AIOHTTP_FUTURE (task));
      aiohttp_event_loop_call_exception_handler (self, context);
      task->listed = FALSE;
      n++;
    }
  return n;
}

guint
aiohttp_event_loop_cancel_all (AiohttpEventLoop *self, gint64 grace)
{
  CancelAll all = { .loop = self, .timed_out = TRUE };
  gint64 end = g_get_monotonic_time () + MAX_END_CANCELS * grace;

  aiohttp_loop_timer_init (&all.timer, on_grace_over, &all);
  self->stopping = FALSE;
  while (self->tasks.length > 0)
    {
      if (all.timed_out)
        {
          if (cancel_tasks (self, MAX_END_CANCELS) == 0)
            break;
          all.timed_out = FALSE;
          aiohttp_event_loop_start_timer (self, &all.timer, g_get_monotonic_time () + grace);
        }
      else if (g_get_monotonic_time () > end)
        break; /* tasks that beget tasks */
      else
        cancel_tasks (self, 1); /* those that were spawned meanwhile */

      if (!aiohttp_event_loop_iterate_until (self, cancel_all_has_news, &all, NULL))
        break;
    }
  aiohttp_event_loop_stop_timer (self, &all.timer);
  return abandon_tasks (self);
}

/* How long a task may clean up after a cancel before the next one. */
#define CLOSE_GRACE (5 * G_TIME_SPAN_SECOND)

static void
drop_timer_handles (AiohttpEventLoop *self)
{
  g_autoptr (GPtrArray) handles = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->timers.length; i++)
    {
      AiohttpTimerHandle *handle = aiohttp_timer_handle_from_timer (self->timers.heap[i]);

      if (handle != NULL)
        g_ptr_array_add (handles, g_object_ref (handle));
    }
  for (guint i = 0; i < handles->len; i++)
    aiohttp_handle_cancel (g_ptr_array_index (handles, i));
}

/**
 * aiohttp_event_loop_close:
 * @self: an event loop
 * @error: where to put the error
 *
 * Ends the loop, which must not be running.
 *
 * It first cancels the loop's tasks, and runs until they have ended. Then it drops the calls that were to be made, the
 * readers, writers and signal handlers, and the calls that the thread pool has not started; those that run there go
 * on, and nobody gets their result. From then on the loop takes no calls and does not run.
 *
 * The main context of a program that has one stays, and the next [func@Aiohttp.get_event_loop] there gives a new loop.
 * A loop that is closed already is closed once more without harm.
 *
 * asyncio: `loop.close()`.
 *
 * Returns: %TRUE, or %FALSE with `AIOHTTP_ERROR_LOOP_RUNNING`
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_close (AiohttpEventLoop *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);

  if (aiohttp_event_loop_is_closed (self))
    return TRUE;
  if (aiohttp_event_loop_is_running (self) || aiohttp_in_coroutine ())
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_LOOP_RUNNING,
                           "The event loop is running: stop it first");
      return FALSE;
    }
  if (!g_main_context_acquire (self->context))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_LOOP_RUNNING,
                           "The event loop is running in another thread");
      return FALSE;
    }

  g_object_ref (self);
  aiohttp_event_loop_cancel_all (self, CLOSE_GRACE);
  g_mutex_lock (&self->remote_lock);
  g_atomic_int_set (&self->closed, TRUE);
  g_mutex_unlock (&self->remote_lock);
  aiohttp_event_loop_forget (self);

  aiohttp_event_loop_drop_watches (self);
  drop_timer_handles (self);
  aiohttp_event_loop_cancel_jobs (self);
  aiohttp_event_loop_drop_executor (self);
  /* Handles that find the loop closed only free what they hold; the library's own steps are still taken. */
  aiohttp_event_loop_drain (self);
  aiohttp_event_loop_drop_exception_handler (self);
  g_main_context_release (self->context);
  g_object_unref (self);
  return TRUE;
}
