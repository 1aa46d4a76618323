/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-as-completed.h"

#include "aiohttp-event-loop-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-queue.h"

/**
 * AiohttpAsCompleted:
 *
 * Gives several futures one after the other, as they are done.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpAsCompleted) completed = aiohttp_as_completed_new (tasks, n_tasks, -1);
 * g_autoptr(GAsyncResult) next = NULL;
 * GError *error = NULL;
 *
 * while ((next = aiohttp_as_completed_next (completed, &error)) != NULL)
 *   {
 *     use (AIOHTTP_FUTURE (next));
 *     g_clear_object (&next);
 *   }
 * ]|
 *
 * Each is given once, to one who asks, however many do. Whether it has a value or an error is for who gets it to see.
 * When the time is over, those which are done are given, and then asking fails with `G_IO_ERROR_TIMED_OUT`; the others
 * run on, and so they do when this is dropped: cancel them if they are not wanted.
 *
 * It is used in the thread that made it.
 *
 * asyncio: `as_completed()`.
 *
 * Since: 0.1
 */

struct _AiohttpAsCompleted
{
  GObject parent_instance;

  AiohttpEventLoop *loop;
  AiohttpQueue *done; /* of what is done and was not given; shut down when there will be no more */
  GQueue pending;     /* of Pending */
  AiohttpLoopTimer timer;
  double seconds;
  gboolean timed_out;
};

G_DEFINE_FINAL_TYPE (AiohttpAsCompleted, aiohttp_as_completed, G_TYPE_OBJECT)

typedef struct
{
  AiohttpAsCompleted *owner; /* NULL when that has lost interest */
  GAsyncResult *result;
  GList link;
} Pending;

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_object_unref (pending->result);
  g_free (pending);
}

static void
forget_pending (AiohttpAsCompleted *self)
{
  while (self->pending.length > 0)
    ((Pending *) g_queue_pop_head_link (&self->pending)->data)->owner = NULL;
}

static void
on_done (AiohttpFuture *future, gpointer data)
{
  Pending *pending = data;
  g_autoptr (AiohttpAsCompleted) self = pending->owner != NULL ? g_object_ref (pending->owner) : NULL;

  if (self == NULL)
    return;
  pending->owner = NULL;
  g_queue_unlink (&self->pending, &pending->link);
  aiohttp_queue_put_pointer_nowait (self->done, g_object_ref (pending->result), g_object_unref, NULL);
  if (self->pending.length > 0)
    return;
  aiohttp_event_loop_stop_timer (self->loop, &self->timer);
  aiohttp_queue_shutdown (self->done, FALSE);
}

static void
on_timeout (gpointer data)
{
  g_autoptr (AiohttpAsCompleted) self = g_object_ref (data);

  self->timed_out = TRUE;
  forget_pending (self);
  aiohttp_queue_shutdown (self->done, FALSE);
}

static void
aiohttp_as_completed_dispose (GObject *object)
{
  AiohttpAsCompleted *self = AIOHTTP_AS_COMPLETED (object);

  forget_pending (self);
  aiohttp_event_loop_stop_timer (self->loop, &self->timer);

  G_OBJECT_CLASS (aiohttp_as_completed_parent_class)->dispose (object);
}

static void
aiohttp_as_completed_finalize (GObject *object)
{
  AiohttpAsCompleted *self = AIOHTTP_AS_COMPLETED (object);

  g_object_unref (self->done);
  g_object_unref (self->loop);

  G_OBJECT_CLASS (aiohttp_as_completed_parent_class)->finalize (object);
}

static void
aiohttp_as_completed_class_init (AiohttpAsCompletedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_as_completed_dispose;
  object_class->finalize = aiohttp_as_completed_finalize;
}

static void
aiohttp_as_completed_init (AiohttpAsCompleted *self)
{
  self->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  self->done = aiohttp_queue_new (0);
  aiohttp_loop_timer_init (&self->timer, on_timeout, self);
}

/**
 * aiohttp_as_completed_new:
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects
 * @n_futures: how many
 * @seconds: for how long to wait for them in all; less than 0: without limit
 *
 * Begins to watch several futures.
 *
 * Returns: (transfer full): what gives them
 *
 * Since: 0.1
 */
AiohttpAsCompleted *
aiohttp_as_completed_new (GAsyncResult **futures, gsize n_futures, double seconds)
{
  AiohttpAsCompleted *self;

  g_return_val_if_fail (futures != NULL || n_futures == 0, NULL);

  self = g_object_new (AIOHTTP_TYPE_AS_COMPLETED, NULL);
  self->seconds = seconds;
  for (gsize i = 0; i < n_futures; i++)
    {
      g_autoptr (AiohttpFuture) future = aiohttp_future_for_result (futures[i]);
      Pending *pending = g_new0 (Pending, 1);

      pending->owner = self;
      pending->result = g_object_ref (G_IS_TASK (futures[i]) ? futures[i] : G_ASYNC_RESULT (future));
      pending->link.data = pending;
      g_queue_push_tail_link (&self->pending, &pending->link);
      aiohttp_future_add_done_callback (future, on_done, pending, pending_free);
    }
  if (n_futures == 0)
    aiohttp_queue_shutdown (self->done, FALSE);
  else if (seconds >= 0)
    aiohttp_event_loop_start_timer (self->loop, &self->timer, aiohttp_event_loop_time_after (seconds));
  return self;
}

/**
 * aiohttp_as_completed_get_n_left:
 * @self: what gives the futures
 *
 * Gets how many futures are still to be given; those that come after the time is over are not.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_as_completed_get_n_left (AiohttpAsCompleted *self)
{
  g_return_val_if_fail (AIOHTTP_IS_AS_COMPLETED (self), 0);

  return self->pending.length + aiohttp_queue_get_size (self->done);
}

/* The end of the queue is no error here, unless it came too early; TRUE if `error` is one. */
static gboolean
translate_end (AiohttpAsCompleted *self, GError **error)
{
  if (!g_error_matches (*error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN))
    return TRUE;
  g_clear_error (error);
  if (self->timed_out)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Not all done within %g s", self->seconds);
  return self->timed_out;
}

static void
on_got (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GValue item = G_VALUE_INIT;
  GError *error = NULL;

  if (aiohttp_queue_get_finish (AIOHTTP_QUEUE (source), result, &item, &error))
    g_task_return_pointer (task, g_value_get_pointer (&item), g_object_unref);
  else if (translate_end (g_task_get_source_object (task), &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * aiohttp_as_completed_next_async:
 * @self: what gives the futures
 * @cancellable: (nullable): gives the wait up; whichever is done next is for who asks next
 * @callback: (scope async) (closure user_data): called when one is done
 * @user_data: passed to @callback
 *
 * Waits for the next future that is done.
 *
 * Since: 0.1
 */
void
aiohttp_as_completed_next_async (AiohttpAsCompleted *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_AS_COMPLETED (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_as_completed_next_async);
  g_task_set_name (task, "aiohttp_as_completed_next_async");
  /* One that is given is never lost. */
  g_task_set_check_cancellable (task, FALSE);
  aiohttp_queue_get_async (self->done, cancellable, on_got, task);
}

/**
 * aiohttp_as_completed_next_finish:
 * @self: what gives the futures
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.AsCompleted.next_async].
 *
 * Returns: (transfer full) (nullable): the future, task or #GTask; %NULL without an error when all were given, with
 *   `G_IO_ERROR_TIMED_OUT` or `G_IO_ERROR_CANCELLED`
 *
 * Since: 0.1
 */
GAsyncResult *
aiohttp_as_completed_next_finish (AiohttpAsCompleted *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_AS_COMPLETED (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_as_completed_next_async, error);
}

/**
 * aiohttp_as_completed_next: (skip)
 * @self: what gives the futures
 * @error: where to put the error
 *
 * Suspends the calling coroutine until the next future is done; not at all if there is one.
 *
 * When the waiting task is cancelled, the futures are left as they are.
 *
 * Returns: (transfer full) (nullable): the future, task or #GTask; %NULL without an error when all were given, with
 *   `G_IO_ERROR_TIMED_OUT`, `G_IO_ERROR_CANCELLED`, `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
GAsyncResult *
aiohttp_as_completed_next (AiohttpAsCompleted *self, GError **error)
{
  g_autoptr (AiohttpAsCompleted) held = NULL;
  GError *local_error = NULL;
  GAsyncResult *result;

  g_return_val_if_fail (AIOHTTP_IS_AS_COMPLETED (self), NULL);

  held = g_object_ref (self);
  result = aiohttp_queue_get_pointer (self->done, &local_error);
  if (result == NULL && translate_end (self, &local_error))
    g_propagate_error (error, local_error);
  return result;
}
