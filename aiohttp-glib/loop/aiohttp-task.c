/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-task.h"

#include "aiohttp-context-private.h"
#include "aiohttp-debug-private.h"
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
 * Each task has a stack of 256 KiB of address space, of which it takes up what it touches. By Linux's limit of memory
 * mappings (two each, `vm.max_map_count`) a process can have some 30,000 of them; a task beyond that ends with
 * `AIOHTTP_ERROR_TOO_MANY_TASKS`.
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

static int last_number; /* atomic */

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
  if (self->task != NULL)
    g_clear_pointer (&self->task->cancel_message, g_free);
  if (cancellable != NULL)
    aiohttp_call_out (g_object_unref, cancellable);
}

void
aiohttp_coroutine_set_cancelled (AiohttpCoroutine *self, GError **error)
{
  const char *message = self->task != NULL ? self->task->cancel_message : NULL;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, message != NULL ? message : "The task was cancelled");
  aiohttp_coroutine_cancel_delivered (self);
}

/* The function has returned, and the main stack is back. */
void
aiohttp_coroutine_returned (AiohttpCoroutine *self)
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
  aiohttp_vars_clear (&self->vars);
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

      /* Who started it inline has been told. */
      AIOHTTP_FUTURE (task)->error_seen = TRUE;
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

char *
aiohttp_task_describe (AiohttpTask *self)
{
  g_autofree char *func = self->func != NULL ? aiohttp_debug_describe_function ((gconstpointer) self->func) : NULL;

  return g_strdup_printf ("the task “%s”%s%s%s", aiohttp_task_get_name (self), func != NULL ? " (" : "",
                          func != NULL ? func : "", func != NULL ? ")" : "");
}

/* One step, timed. */
void
aiohttp_coroutine_enter_in_debug_mode (AiohttpCoroutine *self, AiohttpEventLoop *loop)
{
  g_autoptr (AiohttpTask) task = self->task != NULL ? g_object_ref (self->task) : NULL;
  AiohttpTaskEntry entry = self->entry;
  AiohttpDebugSpan span;
  gint64 took;

  aiohttp_debug_begin (&span, loop);
  aiohttp_coroutine_enter (self);
  if (aiohttp_debug_end (&span, &took))
    {
      g_autofree char *what =
          task != NULL ? aiohttp_task_describe (task) : aiohttp_debug_describe_function ((gconstpointer) entry);
      g_autofree char *step = g_strconcat ("a step of ", what, NULL);
      g_autofree char *origin = task != NULL ? aiohttp_debug_dup_origin (task) : NULL;

      aiohttp_debug_tell_slow (took, origin, step);
    }
}

void
aiohttp_coroutine_ready (AiohttpCoroutine *self)
{
  if (self->queued)
    return;
  self->queued = TRUE;
  aiohttp_event_loop_call_soon_internal (self->loop, aiohttp_coroutine_resume, self);
}

void
aiohttp_coroutine_ready_now (AiohttpCoroutine *self)
{
  /* It saves a turn of the main loop for each operation. */
  if (self->queued || aiohttp_coroutine_any_entered () || aiohttp_event_loop_is_draining (self->loop) ||
      !aiohttp_event_loop_is_dispatching (self->loop))
    aiohttp_coroutine_ready (self);
  else
    aiohttp_coroutine_resume (self);
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
  coroutine->vars = aiohttp_vars_capture ();
  aiohttp_coroutine_enter (coroutine);
  if (G_LIKELY (coroutine->state == AIOHTTP_COROUTINE_RETURNED))
    {
      aiohttp_coroutine_returned (coroutine);
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
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                 self->cancel_message != NULL ? self->cancel_message
                                                              : "The task was cancelled before it started");
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
  coroutine->vars = g_steal_pointer (&self->vars);
  aiohttp_coroutine_resume (coroutine);
}

void
aiohttp_task_lose (AiohttpTask *self)
{
  AIOHTTP_FUTURE (self)->error_seen = TRUE;
  task_returned (GINT_TO_POINTER (FALSE),
                 g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The event loop's main context is gone"),
                 self);
  aiohttp_event_loop_remove_task (AIOHTTP_FUTURE (self)->loop, self);
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
  aiohttp_vars_clear (&self->vars);
  if (G_IS_VALUE (&self->result))
    g_value_unset (&self->result);
  g_free (self->name);
  g_free (self->cancel_message);

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
  self->number = (guint) g_atomic_int_add (&last_number, 1) + 1;
}

AiohttpTask *
aiohttp_task_spawn_in (AiohttpEventLoop *loop, AiohttpCoroutineFunc func, gpointer user_data, GDestroyNotify notify)
{
  AiohttpTask *self = g_object_new (AIOHTTP_TYPE_TASK, NULL);

  g_set_object (&AIOHTTP_FUTURE (self)->loop, loop);
  self->func = func;
  self->user_data = user_data;
  self->notify = notify;
  self->vars = aiohttp_vars_capture ();
  if (G_UNLIKELY (aiohttp_event_loop_is_closed (loop)))
    {
      GError *error = g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The event loop is closed");

      aiohttp_call_out (task_free_user_data, self);
      aiohttp_future_take_error (AIOHTTP_FUTURE (self), error);
      return self;
    }
  if (aiohttp_debug_is_on () && !aiohttp_debug_check_thread (loop, self, "aiohttp_event_loop_create_task()"))
    {
      GError *error = g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD,
                                           "The task was made in another thread than its event loop's");

      aiohttp_call_out (task_free_user_data, self);
      AIOHTTP_FUTURE (self)->error = error;
      AIOHTTP_FUTURE (self)->state = AIOHTTP_FUTURE_FAILED;
      AIOHTTP_FUTURE (self)->error_seen = TRUE;
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
  return aiohttp_task_cancel_with_message (self, NULL);
}

/**
 * aiohttp_task_cancel_with_message:
 * @self: a task
 * @message: (nullable): the message of the error, or %NULL for the usual one
 *
 * Asks a task to end, as [method@Aiohttp.Task.cancel] does, and says why.
 *
 * The awaits of this library fail with @message; a GIO operation that was given the task's cancellable fails with its
 * own. Of two cancels that come before one is delivered, the last message counts.
 *
 * asyncio: `Task.cancel (msg)`.
 *
 * Returns: %FALSE if the task has ended
 *
 * Since: 0.1
 */
gboolean
aiohttp_task_cancel_with_message (AiohttpTask *self, const char *message)
{
  AiohttpCoroutine *coroutine;
  AiohttpWaiter *waiter;

  g_return_val_if_fail (AIOHTTP_IS_TASK (self), FALSE);

  if (AIOHTTP_FUTURE (self)->state != AIOHTTP_FUTURE_PENDING ||
      !aiohttp_future_check_thread (AIOHTTP_FUTURE (self), "aiohttp_task_cancel()"))
    return FALSE;
  self->n_cancels++;
  g_free (self->cancel_message);
  self->cancel_message = g_strdup (message);
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

/**
 * aiohttp_task_get_cancelling:
 * @self: a task
 *
 * Gets how often the task was asked to end, less how often that was taken back by [method@Aiohttp.Task.uncancel].
 *
 * asyncio: `Task.cancelling()`.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_task_get_cancelling (AiohttpTask *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TASK (self), 0);

  return self->n_cancels;
}

/**
 * aiohttp_task_uncancel:
 * @self: a task
 *
 * Takes one cancel back, once it has been dealt with.
 *
 * What a timeout or a group of tasks is made of: whoever cancelled the task for a reason of his own takes the cancel
 * back, and sees by the number whether somebody else wants it to end, too. When it reaches 0 and the task is running,
 * or has not started, a cancel that has not been delivered is dropped.
 *
 * asyncio: `Task.uncancel()`.
 *
 * Returns: the number of cancels that remain
 *
 * Since: 0.1
 */
guint
aiohttp_task_uncancel (AiohttpTask *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TASK (self), 0);

  if (self->n_cancels == 0 || --self->n_cancels > 0)
    return self->n_cancels;

  self->cancelled_early = FALSE;
  if (self->coroutine != NULL && self->coroutine->cancel_pending &&
      self->coroutine->state != AIOHTTP_COROUTINE_SUSPENDED)
    aiohttp_coroutine_cancel_delivered (self->coroutine);
  return 0;
}

/**
 * aiohttp_task_get_name:
 * @self: a task
 *
 * Gets the task's name: the one it was given, or `Task-` and a number.
 *
 * asyncio: `Task.get_name()`.
 *
 * Returns: (transfer none): the name
 *
 * Since: 0.1
 */
const char *
aiohttp_task_get_name (AiohttpTask *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TASK (self), NULL);

  if (self->name == NULL)
    self->name = g_strdup_printf ("Task-%u", self->number);
  return self->name;
}

/**
 * aiohttp_task_set_name:
 * @self: a task
 * @name: the name
 *
 * Names the task, for who debugs it.
 *
 * asyncio: `Task.set_name()`.
 *
 * Since: 0.1
 */
void
aiohttp_task_set_name (AiohttpTask *self, const char *name)
{
  g_return_if_fail (AIOHTTP_IS_TASK (self));
  g_return_if_fail (name != NULL);

  if (self->name != name)
    {
      g_free (self->name);
      self->name = g_strdup (name);
    }
}

/**
 * aiohttp_task_get_stack:
 * @self: a task
 *
 * Gets a backtrace of the task: where it waits, or the caller's if it is the running one.
 *
 * It shows as much as the C library knows without debugging symbols: the names of exported functions, addresses of
 * others. Call it in the task's thread.
 *
 * asyncio: `Task.get_stack()`.
 *
 * Returns: (transfer full) (array zero-terminated=1): the frames, the innermost first; none if the task has not
 *   started or has ended
 *
 * Since: 0.1
 */
char **
aiohttp_task_get_stack (AiohttpTask *self)
{
  g_autofree char *text = NULL;
  char **frames;

  g_return_val_if_fail (AIOHTTP_IS_TASK (self), NULL);

  if (self->coroutine != NULL)
    text = aiohttp_coroutine_get_backtrace (self->coroutine);
  frames = g_strsplit (text != NULL ? g_strstrip (text) : "", "\n", -1);
  for (guint i = 0; frames[i] != NULL; i++)
    g_strstrip (frames[i]);
  return frames;
}
