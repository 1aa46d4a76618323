/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-future-private.h"

/* Futures that stand for GIO operations. */

#define ORIGIN "aiohttp-origin"

/* Of a GTask that somebody else made, and finishes. */
typedef struct
{
  AiohttpFuture parent_instance;

  GTask *task; /* until it has completed */
} TaskFuture;

typedef AiohttpFutureClass TaskFutureClass;

static GType task_future_get_type (void);

G_DEFINE_TYPE (TaskFuture, task_future, AIOHTTP_TYPE_FUTURE)

static void
on_task_completed (GTask *task, GParamSpec *pspec, gpointer data)
{
  AiohttpFuture *self = data;

  g_signal_handlers_disconnect_by_func (task, on_task_completed, self);
  g_clear_object (&((TaskFuture *) self)->task);
  if (self->state == AIOHTTP_FUTURE_PENDING)
    {
      self->result = G_ASYNC_RESULT (g_object_ref (task));
      aiohttp_future_done (self, AIOHTTP_FUTURE_RESOLVED);
    }
  g_object_unref (self);
}

static void
cancel_cancellable (gpointer data)
{
  g_cancellable_cancel (data);
}

/* As of a coroutine, the operation is asked to end; one that cannot be asked is left alone. */
static gboolean
task_future_cancel (AiohttpFuture *future)
{
  TaskFuture *self = (TaskFuture *) future;
  GCancellable *cancellable = self->task != NULL ? g_task_get_cancellable (self->task) : NULL;

  if (cancellable == NULL)
    return ((AiohttpFutureClass *) task_future_parent_class)->cancel (future);
  g_object_ref (cancellable);
  aiohttp_call_out (cancel_cancellable, cancellable);
  g_object_unref (cancellable);
  return TRUE;
}

static void
task_future_finalize (GObject *object)
{
  g_clear_object (&((TaskFuture *) object)->task);

  G_OBJECT_CLASS (task_future_parent_class)->finalize (object);
}

static void
task_future_class_init (TaskFutureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = task_future_finalize;
  klass->cancel = task_future_cancel;
}

static void
task_future_init (TaskFuture *self)
{
}

/**
 * aiohttp_future_new_for_task:
 * @task: a task under way
 *
 * Creates a future that is done when @task has completed, with @task as its [method@Aiohttp.Future.get_result].
 *
 * The task's own callback still comes, before the future is done. Since a #GTask gives its value once only, either
 * the callback or those who wait for the future call the `_finish` function. Call this in the context of @task.
 *
 * Cancelling the future cancels the task's cancellable, and with it whatever else was given that; the future is then
 * done when the task is. If the task has none, it runs on, and the future is cancelled at once.
 *
 * Returns: (transfer full): the future
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_future_new_for_task (GTask *task)
{
  AiohttpFuture *self;

  g_return_val_if_fail (G_IS_TASK (task), NULL);

  self = g_object_new (task_future_get_type (), NULL);
  if (g_task_get_completed (task))
    {
      self->result = G_ASYNC_RESULT (g_object_ref (task));
      aiohttp_future_done (self, AIOHTTP_FUTURE_RESOLVED);
    }
  else
    {
      ((TaskFuture *) self)->task = g_object_ref (task);
      g_signal_connect (task, "notify::completed", G_CALLBACK (on_task_completed), g_object_ref (self));
    }
  return self;
}

AiohttpFuture *
aiohttp_future_for_result (GAsyncResult *result)
{
  AiohttpFuture *self;

  if (AIOHTTP_IS_FUTURE (result))
    return g_object_ref (AIOHTTP_FUTURE (result));
  if (G_IS_TASK (result))
    return aiohttp_future_new_for_task (G_TASK (result));

  self = aiohttp_future_new ();
  aiohttp_future_take_error (self, g_error_new (AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE,
                                                "A %s is neither a future nor a GTask",
                                                result != NULL ? G_OBJECT_TYPE_NAME (result) : "NULL"));
  return self;
}

gboolean
aiohttp_future_check_outcome (AiohttpFuture *self, GError **error)
{
  if (!aiohttp_future_check (self, error))
    return FALSE;
  if (!G_IS_TASK (self->result) || !g_task_had_error (G_TASK (self->result)))
    return TRUE;

  /* It is up to the task's owner to take the error out. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (self->result))))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The operation was cancelled");
  else
    g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "The operation %s failed; its _finish function tells why",
                 g_task_get_name (G_TASK (self->result)) != NULL ? g_task_get_name (G_TASK (self->result))
                                                                 : "(unnamed)");
  return FALSE;
}

/* A task in the place of one whose error was taken out: `_finish` takes the error again. */
static GAsyncResult *
task_new_for_error (GTask *task, const GError *error)
{
  GTask *copy = g_task_new (g_task_get_source_object (task), NULL, NULL, NULL);

  g_task_set_source_tag (copy, g_task_get_source_tag (task));
  g_task_set_task_data (copy, g_task_get_task_data (task), NULL);
  g_object_set_data_full (G_OBJECT (copy), ORIGIN, g_object_ref (task), g_object_unref);
  g_task_return_error (copy, g_error_copy (error));
  return G_ASYNC_RESULT (copy);
}

GAsyncResult *
aiohttp_future_get_origin (AiohttpFuture *self)
{
  GAsyncResult *origin = self->result != NULL ? g_object_get_data (G_OBJECT (self->result), ORIGIN) : NULL;

  return origin != NULL ? origin : self->result;
}

/**
 * aiohttp_future_get_result:
 * @self: a future that stands for a GIO operation
 *
 * Gets the operation's result, for its `_finish` function.
 *
 * It is there once the future is done. As the `_finish` functions of GIO take the value out of the result, one of
 * those who wait calls it, once.
 *
 * Returns: (transfer none) (nullable): the result, or %NULL if the future is pending or has another kind of value
 *
 * Since: 0.1
 */
GAsyncResult *
aiohttp_future_get_result (AiohttpFuture *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), NULL);

  if (self->error != NULL)
    self->error_seen = TRUE;
  return self->result;
}

/**
 * aiohttp_future_ready_callback: (skip)
 * @source: (nullable): the operation's object
 * @result: the operation's result
 * @future: (transfer full): a future, as user data
 *
 * Lets a future stand for a GIO operation, as that operation's #GAsyncReadyCallback.
 *
 * |[<!-- language="C" -->
 * AiohttpFuture *future = aiohttp_future_new ();
 *
 * g_file_read_async (file, 0, NULL, aiohttp_future_ready_callback, g_object_ref (future));
 * ]|
 *
 * The future is then done when the operation is, and [method@Aiohttp.Future.get_result] gives @result. If that is a
 * #GTask that failed, the future has its error, too, and the result is one from which `_finish` takes a copy.
 *
 * Since: 0.1
 */
void
aiohttp_future_ready_callback (GObject *source, GAsyncResult *result, gpointer future)
{
  AiohttpFuture *self = future;

  g_return_if_fail (AIOHTTP_IS_FUTURE (self));
  g_return_if_fail (G_IS_ASYNC_RESULT (result));

  if (self->state != AIOHTTP_FUTURE_PENDING || !aiohttp_future_check_thread (self, "aiohttp_future_ready_callback()"))
    ;
  else if (G_IS_TASK (result) && g_task_had_error (G_TASK (result)))
    {
      GError *error = NULL;

      /* Nobody else takes it: this is the operation's callback. */
      g_task_propagate_boolean (G_TASK (result), &error);
      self->result = task_new_for_error (G_TASK (result), error);
      aiohttp_future_take_error (self, error);
    }
  else
    {
      self->result = g_object_ref (result);
      aiohttp_future_done (self, AIOHTTP_FUTURE_RESOLVED);
    }
  g_object_unref (self);
}
