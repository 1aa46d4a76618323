/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-task.h"

#include "aiohttp-event-loop-private.h"
#include "aiohttp-task-private.h"

/**
 * AiohttpTask:
 *
 * A future that runs a coroutine: a C function on a stack of its own, which may await.
 *
 * [func@Aiohttp.spawn] starts one. From then on it keeps itself alive until its function has returned; dropping
 * references never ends it, [method@Aiohttp.Task.cancel] asks it to end. A task stays in the thread, and runs in the
 * context, in which it was spawned. At the end of [func@Aiohttp.run] those that still run are cancelled.
 *
 * Each task has a stack of 256 KiB of address space, of which it takes up what it touches. Linux allows a process some
 * 32,000 of them (two mappings each, `vm.max_map_count`); a task beyond that ends with `AIOHTTP_ERROR_TOO_MANY_TASKS`.
 *
 * Tasks are for C. Python, JavaScript and Vala have coroutines of their own, and wait for the `_async` functions.
 *
 * asyncio: `Task`.
 *
 * Since: 0.1
 */

typedef struct
{
  AiohttpFutureClass parent_class;
} AiohttpTaskClass;

G_DEFINE_TYPE (AiohttpTask, aiohttp_task, AIOHTTP_TYPE_FUTURE)

/* Gives a coroutine that was started inline its task; (transfer full), beside the loop's reference. */
static AiohttpTask *
task_new_for_coroutine (AiohttpCoroutine *coroutine)
{
  AiohttpTask *self = g_object_new (AIOHTTP_TYPE_TASK, NULL);

  self->coroutine = coroutine;
  coroutine->task = self;
  aiohttp_event_loop_add_task (AIOHTTP_FUTURE (self)->loop, self);
  return self;
}

AiohttpEventLoop *
aiohttp_coroutine_get_loop (AiohttpCoroutine *self)
{
  if (self->loop == NULL)
    self->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  return self->loop;
}

GCancellable *
aiohttp_coroutine_get_cancellable (AiohttpCoroutine *self)
{
  if (self->cancellable == NULL)
    {
      self->cancellable = g_cancellable_new ();
      if (self->cancel_pending)
        g_cancellable_cancel (self->cancellable);
    }
  return self->cancellable;
}

void
aiohttp_coroutine_cancel_delivered (AiohttpCoroutine *self)
{
  GCancellable *cancellable = g_steal_pointer (&self->cancellable);

  self->cancel_pending = FALSE;
  if (cancellable != NULL)
    aiohttp_call_out (g_object_unref, cancellable);
}

/* The function has returned, and the main stack is back. */
static void
coroutine_returned (AiohttpCoroutine *self)
{
  AiohttpTaskReturned returned = self->returned;
  AiohttpTask *task = g_steal_pointer (&self->task);
  gpointer data = self->data;
  gpointer result = self->result;
  GError *error = g_steal_pointer (&self->error);

  if (self->cancellable != NULL)
    g_clear_object (&self->cancellable);
  if (self->loop != NULL)
    g_clear_object (&self->loop);
  self->cancel_pending = FALSE;
  aiohttp_coroutine_release (self);

  if (G_LIKELY (task == NULL))
    {
      returned (result, error, data);
      return;
    }

  task->coroutine = NULL;
  if (task->func == NULL)
    {
      g_autoptr (GError) copy = error != NULL ? g_error_copy (error) : NULL;
      GValue nothing = G_VALUE_INIT;

      returned (result, error, data);
      if (copy != NULL)
        aiohttp_future_take_error (AIOHTTP_FUTURE (task), g_steal_pointer (&copy));
      else
        aiohttp_future_take_value (AIOHTTP_FUTURE (task), &nothing);
    }
  else
    returned (result, error, data);
  aiohttp_event_loop_remove_task (AIOHTTP_FUTURE (task)->loop, task);
}

static void
coroutine_resume (gpointer data)
{
  AiohttpCoroutine *self = data;
  AiohttpEventLoop *loop = g_object_ref (self->loop);
  gboolean pushed = aiohttp_event_loop_push (loop);

  self->queued = FALSE;
  aiohttp_coroutine_enter (self);
  if (self->state == AIOHTTP_COROUTINE_RETURNED)
    coroutine_returned (self);

  if (pushed)
    aiohttp_event_loop_pop (loop);
  g_object_unref (loop);
}

void
aiohttp_coroutine_ready (AiohttpCoroutine *self)
{
  if (self->queued)
    return;
  self->queued = TRUE;
  aiohttp_event_loop_call_soon_internal (self->loop, coroutine_resume, self);
}

void
aiohttp_coroutine_ready_now (AiohttpCoroutine *self)
{
  /* It saves a turn of the main loop for each operation. */
  if (self->queued || aiohttp_coroutine_any_entered () || aiohttp_event_loop_is_draining (self->loop) ||
      !aiohttp_event_loop_is_dispatching (self->loop))
    aiohttp_coroutine_ready (self);
  else
    coroutine_resume (self);
}

typedef struct
{
  AiohttpTaskEntry entry;
  AiohttpTaskReturned returned;
  gpointer data;
  AiohttpTask *task;
} RunInline;

static void
run_inline_out (gpointer data)
{
  RunInline *run = data;

  run->task = aiohttp_task_run_inline (run->entry, run->returned, run->data);
}

AiohttpTask *
aiohttp_task_run_inline (AiohttpTaskEntry entry, AiohttpTaskReturned returned, gpointer data)
{
  GError *error = NULL;
  AiohttpCoroutine *coroutine;

  if (G_UNLIKELY (aiohttp_in_coroutine ()))
    {
      RunInline run = { entry, returned, data, NULL };

      aiohttp_call_out (run_inline_out, &run);
      return run.task;
    }

  coroutine = aiohttp_coroutine_take (&error);
  if (G_UNLIKELY (coroutine == NULL))
    {
      returned (NULL, error, data);
      return NULL;
    }

  coroutine->entry = entry;
  coroutine->returned = returned;
  coroutine->data = data;
  aiohttp_coroutine_enter (coroutine);
  if (G_LIKELY (coroutine->state == AIOHTTP_COROUTINE_RETURNED))
    {
      coroutine_returned (coroutine);
      return NULL;
    }
  return coroutine->task != NULL ? g_object_ref (coroutine->task) : task_new_for_coroutine (coroutine);
}

static gpointer
task_entry (gpointer data, GError **error)
{
  AiohttpTask *self = data;

  return GINT_TO_POINTER (self->func (&self->result, self->user_data, error));
}

static void
task_free_user_data (gpointer data)
{
  AiohttpTask *self = data;
  GDestroyNotify notify = g_steal_pointer (&self->notify);
  gpointer user_data = g_steal_pointer (&self->user_data);

  if (notify != NULL)
    notify (user_data);
}

static void
task_returned (gpointer result, GError *error, gpointer data)
{
  AiohttpTask *self = data;

  task_free_user_data (self);
  if (GPOINTER_TO_INT (result))
    {
      if (error != NULL)
        g_warning ("A coroutine returned TRUE and set an error: %s", error->message);
      g_clear_error (&error);
      aiohttp_future_take_value (AIOHTTP_FUTURE (self), &self->result);
    }
  else
    {
      if (error == NULL)
        error = g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "The coroutine failed and set no error");
      aiohttp_future_take_error (AIOHTTP_FUTURE (self), error);
    }
}

/* From the ready queue. The loop's reference keeps the task alive. */
static void
task_start (gpointer data)
{
  AiohttpTask *self = data;
  AiohttpEventLoop *loop = AIOHTTP_FUTURE (self)->loop;
  GError *error = NULL;
  AiohttpCoroutine *coroutine = NULL;

  if (self->cancelled_early)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The task was cancelled before it started");
  else
    coroutine = aiohttp_coroutine_take (&error);

  if (coroutine == NULL)
    {
      task_returned (GINT_TO_POINTER (FALSE), error, self);
      aiohttp_event_loop_remove_task (loop, self);
      return;
    }

  self->coroutine = coroutine;
  coroutine->task = self;
  coroutine->loop = g_object_ref (loop);
  coroutine->entry = task_entry;
  coroutine->returned = task_returned;
  coroutine->data = self;
  coroutine_resume (coroutine);
}

static gboolean
aiohttp_task_real_cancel (AiohttpFuture *future)
{
  return aiohttp_task_cancel (AIOHTTP_TASK (future));
}

static void
aiohttp_task_finalize (GObject *object)
{
  AiohttpTask *self = AIOHTTP_TASK (object);

  g_assert (self->coroutine == NULL);
  if (G_IS_VALUE (&self->result))
    g_value_unset (&self->result);

  G_OBJECT_CLASS (aiohttp_task_parent_class)->finalize (object);
}

static void
aiohttp_task_class_init (AiohttpTaskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AiohttpFutureClass *future_class = (AiohttpFutureClass *) klass;

  object_class->finalize = aiohttp_task_finalize;

  future_class->cancel = aiohttp_task_real_cancel;
}

static void
aiohttp_task_init (AiohttpTask *self)
{
  self->link.data = self;
}

AiohttpTask *
aiohttp_task_spawn_in (AiohttpEventLoop *loop, AiohttpCoroutineFunc func, gpointer user_data, GDestroyNotify notify)
{
  AiohttpTask *self = g_object_new (AIOHTTP_TYPE_TASK, NULL);

  g_set_object (&AIOHTTP_FUTURE (self)->loop, loop);
  self->func = func;
  self->user_data = user_data;
  self->notify = notify;
  if (G_UNLIKELY (aiohttp_event_loop_is_closed (loop)))
    {
      GError *error = g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The event loop is closed");

      aiohttp_call_out (task_free_user_data, self);
      aiohttp_future_take_error (AIOHTTP_FUTURE (self), error);
      return self;
    }
  aiohttp_event_loop_add_task (loop, self);
  aiohttp_event_loop_call_soon_internal (loop, task_start, self);
  return self;
}

/**
 * aiohttp_spawn: (skip)
 * @func: the coroutine
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when @func has returned, or will never run
 *
 * Starts a coroutine, in the next step of the calling context's event loop.
 *
 * The task lives until @func has returned, whether the reference is kept or not. A task that finds no stack ends
 * with `AIOHTTP_ERROR_TOO_MANY_TASKS`, one that is cancelled before it starts with `G_IO_ERROR_CANCELLED`.
 *
 * asyncio: `create_task()`.
 *
 * Returns: (transfer full): the task
 *
 * Since: 0.1
 */
AiohttpTask *
aiohttp_spawn (AiohttpCoroutineFunc func, gpointer user_data, GDestroyNotify notify)
{
  g_return_val_if_fail (func != NULL, NULL);

  return aiohttp_task_spawn_in (aiohttp_event_loop_get_or_default (), func, user_data, notify);
}

/**
 * aiohttp_task_get_current:
 *
 * Gets the task that the caller runs in.
 *
 * asyncio: `current_task()`.
 *
 * Returns: (transfer none) (nullable): the task, or %NULL outside a coroutine
 *
 * Since: 0.1
 */
AiohttpTask *
aiohttp_task_get_current (void)
{
  AiohttpCoroutine *coroutine = aiohttp_coroutine_get_current ();

  if (coroutine == NULL)
    return NULL;
  if (coroutine->task == NULL)
    g_object_unref (task_new_for_coroutine (coroutine));
  return coroutine->task;
}

/**
 * aiohttp_task_get_cancellable:
 * @self: a task
 *
 * Gets the task's present cancellable, which [method@Aiohttp.Task.cancel] cancels.
 *
 * It is replaced by a fresh one when a cancel has been delivered, so it is good for one operation; within the task,
 * `AIOHTTP_CANCELLABLE` is the short form.
 *
 * Returns: (transfer none) (nullable): the cancellable, or %NULL if the task has not started or has ended
 *
 * Since: 0.1
 */
GCancellable *
aiohttp_task_get_cancellable (AiohttpTask *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TASK (self), NULL);

  return self->coroutine != NULL ? aiohttp_coroutine_get_cancellable (self->coroutine) : NULL;
}

static void
cancel_cancellable (gpointer data)
{
  g_cancellable_cancel (data);
}

/**
 * aiohttp_task_cancel:
 * @self: a task
 *
 * Asks a task to end: what it awaits fails with `G_IO_ERROR_CANCELLED`.
 *
 * Each cancel is delivered once, so the coroutine may await while it cleans up. It is free to go on; then the task is
 * not cancelled. When it awaits an operation to which it gave no cancellable, or whose result is there already, the
 * cancel is delivered at the next await. A task that has not started yet never does.
 *
 * asyncio: `Task.cancel()`.
 *
 * Returns: %FALSE if the task has ended
 *
 * Since: 0.1
 */
gboolean
aiohttp_task_cancel (AiohttpTask *self)
{
  AiohttpCoroutine *coroutine;
  AiohttpWaiter *waiter;

  g_return_val_if_fail (AIOHTTP_IS_TASK (self), FALSE);

  if (AIOHTTP_FUTURE (self)->state != AIOHTTP_FUTURE_PENDING)
    return FALSE;
  coroutine = self->coroutine;
  if (coroutine == NULL)
    {
      /* One that was made by g_object_new() has nothing to run. */
      if (!self->listed)
        return ((AiohttpFutureClass *) aiohttp_task_parent_class)->cancel (AIOHTTP_FUTURE (self));
      self->cancelled_early = TRUE;
      return TRUE;
    }

  coroutine->cancel_pending = TRUE;
  if (coroutine->cancellable != NULL && !g_cancellable_is_cancelled (coroutine->cancellable))
    {
      g_autoptr (GCancellable) cancellable = g_object_ref (coroutine->cancellable);

      g_object_ref (self);
      aiohttp_call_out (cancel_cancellable, cancellable);
      coroutine = self->coroutine;
      g_object_unref (self);
      if (coroutine == NULL)
        return TRUE;
    }
  waiter = coroutine->waiter;
  if (waiter != NULL && !waiter->uncancellable && !waiter->woken)
    aiohttp_coroutine_ready (coroutine);
  return TRUE;
}
