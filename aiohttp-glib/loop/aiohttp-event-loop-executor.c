/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-class-private.h"
#include "aiohttp-future-private.h"

/* The thread pool of an event loop. */

typedef enum
{
  JOB_QUEUED,
  JOB_RUNNING,
  JOB_CANCELLED,
} JobState;

/* One reference for the loop's thread, one for the pool. */
typedef struct
{
  AiohttpEventLoop *loop;
  GTask *task; /* of the loop's thread */
  GSource *cancel_source;
  GList link; /* in the loop's list */
  int state;  /* atomic */

  AiohttpExecutorFunc func;
  gpointer user_data;
  GDestroyNotify notify;
  gboolean ok;
  GValue value;
  GError *error;
} Job;

static void
job_clear (gpointer data)
{
  Job *job = data;

  if (G_IS_VALUE (&job->value))
    g_value_unset (&job->value);
  g_clear_error (&job->error);
}

static void
job_unref (Job *job)
{
  g_atomic_rc_box_release_full (job, job_clear);
}

static void
value_free (gpointer data)
{
  GValue *value = data;

  if (G_IS_VALUE (value))
    g_value_unset (value);
  g_free (value);
}

/* In the loop's thread: the job is over, or never begins. */
static void
job_end (Job *job)
{
  AiohttpEventLoop *loop = g_steal_pointer (&job->loop);
  GTask *task = g_steal_pointer (&job->task);

  if (job->cancel_source != NULL)
    {
      g_source_destroy (job->cancel_source);
      g_clear_pointer (&job->cancel_source, g_source_unref);
    }
  g_queue_unlink (&loop->jobs, &job->link);
  if (job->notify != NULL)
    aiohttp_call_out (job->notify, job->user_data);

  if (g_atomic_int_get (&job->state) == JOB_CANCELLED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The call was cancelled before it started");
  else if (job->ok)
    {
      GValue *value = g_new (GValue, 1);

      *value = job->value;
      job->value = (GValue) G_VALUE_INIT;
      g_task_return_pointer (task, value, value_free);
    }
  else
    g_task_return_error (task, g_steal_pointer (&job->error));
  g_object_unref (task);
  job_unref (job);
  g_object_unref (loop);
}

static void
on_job_returned (gpointer data)
{
  job_end (data);
}

/* In a thread of the pool. */
static void
job_run (gpointer data, gpointer unused)
{
  Job *job = data;

  if (g_atomic_int_compare_and_exchange (&job->state, JOB_QUEUED, JOB_RUNNING))
    {
      AiohttpEventLoop *loop = g_object_ref (job->loop); /* the job's reference goes with the job */

      job->ok = job->func (&job->value, job->user_data, &job->error);
      if (!job->ok && job->error == NULL)
        job->error = g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "The call failed and set no error");
      /* Of a closed loop the call ends here, and frees what it holds. */
      if (!aiohttp_event_loop_call_soon_threadsafe_internal (loop, on_job_returned, job))
        job_end (job);
      g_object_unref (loop);
    }
  job_unref (job);
}

static gboolean
on_job_cancelled (GCancellable *cancellable, gpointer data)
{
  Job *job = data;

  if (g_atomic_int_compare_and_exchange (&job->state, JOB_QUEUED, JOB_CANCELLED))
    job_end (job);
  return G_SOURCE_REMOVE;
}

void
aiohttp_event_loop_cancel_jobs (AiohttpEventLoop *self)
{
  GList *next;

  for (GList *l = self->jobs.head; l != NULL; l = next)
    {
      Job *job = l->data;

      next = l->next;
      if (g_atomic_int_compare_and_exchange (&job->state, JOB_QUEUED, JOB_CANCELLED))
        job_end (job);
    }
}

/* The threads end when they have run, or passed over, what is queued. */
void
aiohttp_event_loop_drop_executor (AiohttpEventLoop *self)
{
  GThreadPool *pool = g_steal_pointer (&self->executor);

  if (pool != NULL)
    g_thread_pool_free (pool, FALSE, FALSE);
}

/**
 * aiohttp_event_loop_run_in_executor_async: (skip)
 * @self: an event loop
 * @func: what to call, in a thread of the pool
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data, in the loop's thread, when @func has returned or never will be called
 * @cancellable: (nullable): calls the call off, as long as it has not started
 * @callback: (closure callback_data): called when @func has returned
 * @callback_data: passed to @callback
 *
 * Calls a function that blocks in a thread of the loop's pool.
 *
 * A call that has started cannot be cancelled: the operation then ends when it does. The pool has
 * [property@Aiohttp.EventLoop:executor-size] threads at most, and further calls wait for their turn.
 *
 * It is for C; other languages have [method@Aiohttp.EventLoop.run_in_executor_future].
 *
 * asyncio: `loop.run_in_executor()`.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_run_in_executor_async (AiohttpEventLoop *self, AiohttpExecutorFunc func, gpointer user_data,
                                          GDestroyNotify notify, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer callback_data)
{
  GTask *task;
  GError *error = NULL;
  Job *job;

  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));
  g_return_if_fail (func != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, callback_data);
  g_task_set_source_tag (task, aiohttp_event_loop_run_in_executor_async);
  g_task_set_name (task, "aiohttp_event_loop_run_in_executor_async");
  g_task_set_check_cancellable (task, FALSE);
  if (!aiohttp_event_loop_check_open (self, &error) || g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      if (notify != NULL)
        aiohttp_call_out (notify, user_data);
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  job = g_atomic_rc_box_new0 (Job);
  job->loop = g_object_ref (self);
  job->task = task;
  job->link.data = job;
  job->func = func;
  job->user_data = user_data;
  job->notify = notify;
  g_queue_push_tail_link (&self->jobs, &job->link);
  if (cancellable != NULL)
    {
      job->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_static_name (job->cancel_source, "aiohttp_event_loop_run_in_executor_async");
      g_source_set_callback (job->cancel_source, G_SOURCE_FUNC (on_job_cancelled), job, NULL);
      g_source_attach (job->cancel_source, self->context);
    }
  if (self->executor == NULL)
    self->executor = g_thread_pool_new (job_run, NULL, (int) self->executor_size, FALSE, NULL);
  /* It fails for want of a thread only; the call then waits for one that another call gets. */
  g_thread_pool_push (self->executor, g_atomic_rc_box_acquire (job), NULL);
}

/**
 * aiohttp_event_loop_run_in_executor_finish: (skip)
 * @self: an event loop
 * @result: what the callback was given
 * @value: (nullable) (out caller-allocates): an unset #GValue for what the function returned, or %NULL; it stays
 *   unset if that was nothing
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.EventLoop.run_in_executor_async].
 *
 * Returns: %TRUE; %FALSE with the function's error, or with `G_IO_ERROR_CANCELLED` if it was not called
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_run_in_executor_finish (AiohttpEventLoop *self, GAsyncResult *result, GValue *value, GError **error)
{
  GValue *returned;

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);

  if (AIOHTTP_IS_FUTURE (result))
    {
      GValue unused = G_VALUE_INIT;
      gboolean ok = aiohttp_future_propagate_value (AIOHTTP_FUTURE (result), value != NULL ? value : &unused, error);

      if (G_IS_VALUE (&unused))
        g_value_unset (&unused);
      return ok;
    }
  returned = aiohttp_result_propagate_pointer (result, self, aiohttp_event_loop_run_in_executor_async, error);
  if (returned == NULL)
    return FALSE;
  if (value != NULL)
    {
      *value = *returned;
      g_free (returned);
    }
  else
    value_free (returned);
  return TRUE;
}

/**
 * aiohttp_event_loop_run_in_executor: (skip)
 * @self: an event loop
 * @func: what to call, in a thread of the pool
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data
 * @value: (nullable) (out caller-allocates): an unset #GValue for what the function returned, or %NULL
 * @error: where to put the error
 *
 * Suspends the calling coroutine while a thread of the pool calls a function that blocks: see
 * [method@Aiohttp.EventLoop.run_in_executor_async].
 *
 * Returns: %TRUE, or %FALSE with the function's error or that of the wait
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_run_in_executor (AiohttpEventLoop *self, AiohttpExecutorFunc func, gpointer user_data,
                                    GDestroyNotify notify, GValue *value, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (!aiohttp_await_check ("aiohttp_event_loop_run_in_executor()", error))
    {
      if (notify != NULL)
        aiohttp_call_out (notify, user_data);
      return FALSE;
    }
  result = aiohttp_await (
      aiohttp_event_loop_run_in_executor_async (self, func, user_data, notify, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_event_loop_run_in_executor_finish (self, result, value, error);
}

/* What another language calls. */
typedef struct
{
  AiohttpExecutorCallFunc func;
  gpointer user_data;
  GDestroyNotify notify;
} Call;

static gboolean
call_run (GValue *result, gpointer data, GError **error)
{
  Call *call = data;
  GError *local_error = NULL;
  GVariant *variant = call->func (call->user_data, &local_error);

  if (local_error != NULL)
    {
      g_clear_pointer (&variant, g_variant_unref);
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (variant != NULL)
    {
      g_value_init (result, G_TYPE_VARIANT);
      g_value_take_variant (result, g_variant_take_ref (variant));
    }
  return TRUE;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->notify != NULL)
    call->notify (call->user_data);
  g_free (call);
}

static void
on_call_returned (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AiohttpFuture) future = data;
  GValue value = G_VALUE_INIT;
  GError *error = NULL;

  if (aiohttp_event_loop_run_in_executor_finish (AIOHTTP_EVENT_LOOP (source), result, &value, &error))
    aiohttp_future_take_value (future, &value);
  else
    aiohttp_future_take_error (future, error);
}

static void
on_call_future_done (AiohttpFuture *future, gpointer cancellable)
{
  if (aiohttp_future_is_cancelled (future))
    g_cancellable_cancel (cancellable);
}

/**
 * aiohttp_event_loop_run_in_executor_future:
 * @self: an event loop
 * @func: (scope notified) (closure user_data) (destroy notify): what to call, in a thread of the pool
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data, in the loop's thread, when @func has returned or never will be called
 *
 * Calls a function that blocks in a thread of the loop's pool, and gives a future of what it returns.
 *
 * For languages other than C; what is said of [method@Aiohttp.EventLoop.run_in_executor_async] goes for it, too.
 * Cancelling the future calls the call off, as long as that has not started. In Python `await loop.run_in_executor (func, *args)` is the short form. A function of JavaScript cannot run in another
 * thread.
 *
 * asyncio: `loop.run_in_executor()`.
 *
 * Returns: (transfer full): a future of the call; its value is a #GVariant, or nothing
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_event_loop_run_in_executor_future (AiohttpEventLoop *self, AiohttpExecutorCallFunc func, gpointer user_data,
                                           GDestroyNotify notify)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  AiohttpFuture *future;
  Call *call;

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  future = aiohttp_event_loop_create_future (self);
  aiohttp_future_add_done_callback (future, on_call_future_done, g_object_ref (cancellable), g_object_unref);
  call = g_new (Call, 1);
  *call = (Call){ func, user_data, notify };
  aiohttp_event_loop_run_in_executor_async (self, call_run, call, call_free, cancellable, on_call_returned,
                                            g_object_ref (future));
  return future;
}

/**
 * aiohttp_event_loop_get_executor_size:
 * @self: an event loop
 *
 * Gets the largest number of threads of the loop's pool.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_event_loop_get_executor_size (AiohttpEventLoop *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), 0);

  return self->executor_size;
}

/**
 * aiohttp_event_loop_set_executor_size:
 * @self: an event loop
 * @size: the number, from 1 on
 *
 * Sets the largest number of threads of the loop's pool. Calls that run keep theirs.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_set_executor_size (AiohttpEventLoop *self, guint size)
{
  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));
  g_return_if_fail (size > 0 && size <= AIOHTTP_MAX_EXECUTOR_SIZE);

  if (size == self->executor_size)
    return;
  self->executor_size = size;
  if (self->executor != NULL)
    g_thread_pool_set_max_threads (self->executor, (int) size, NULL);
  g_object_notify (G_OBJECT (self), "executor-size");
}
