/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-future.h"

#include "aiohttp-context-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-event-loop-class-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-plain-value-private.h"
#include "aiohttp-reply.h"
#include "aiohttp-task-private.h"

/**
 * AiohttpFuture:
 *
 * A result that is not there yet, and that many may wait for.
 *
 * A future is pending until somebody sets a value or an error, or cancels it. Then it is done, for good. It belongs to
 * the event loop of the context in which it was made: it is used in that loop's thread only, and everyone who waits
 * for it is called through that loop, never from within the call that made it done.
 *
 * Its value is typed, and each of those who wait takes a copy or a reference of their own with the `propagate`
 * function of that type. A future can also stand for a running GIO operation: give [func@Aiohttp.Future.ready_callback]
 * as its callback, and hand what [method@Aiohttp.Future.get_result] gives to the operation's own `_finish`, once.
 *
 * Being a [iface@Gio.AsyncResult], a future is accepted by all `_finish` functions of this library in place of the
 * operation's own result.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpFuture) future = aiohttp_future_new ();
 *
 * g_timeout_add_once (100, resolve_later, g_object_ref (future));
 * if (!aiohttp_future_await (future, error))
 *   return FALSE;
 * answer = aiohttp_future_propagate_int64 (future, error);
 * ]|
 *
 * asyncio: `Future`.
 *
 * Since: 0.1
 */

/* Somebody who waits: a function, or a coroutine's waiter, on whose stack this then lies. */
struct _AiohttpFutureWatch
{
  AiohttpFutureWatch *next;
  gulong id;
  AiohttpWaiter *waiter;

  AiohttpFuture *future; /* owned, once queued */
  AiohttpFutureDoneFunc func;
  gpointer user_data;
  GDestroyNotify notify;
  AiohttpVars *vars; /* that the function sees */
};

enum
{
  SIGNAL_DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void aiohttp_future_async_result_iface_init (GAsyncResultIface *iface);

G_DEFINE_TYPE_WITH_CODE (AiohttpFuture, aiohttp_future, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_ASYNC_RESULT, aiohttp_future_async_result_iface_init)
                             G_IMPLEMENT_INTERFACE (AIOHTTP_TYPE_REPLY, NULL))

static void
watch_free (gpointer data)
{
  AiohttpFutureWatch *watch = data;

  if (watch->notify != NULL)
    watch->notify (watch->user_data);
  aiohttp_vars_clear (&watch->vars);
  g_clear_object (&watch->future);
  g_free (watch);
}

/* From the ready queue; func is NULL if the watch was removed meanwhile. */
void
aiohttp_future_call_watch (gpointer data)
{
  AiohttpFutureWatch *watch = data;

  if (watch->func != NULL)
    {
      AiohttpVars **outer = aiohttp_coroutine_swap_vars_slot (&watch->vars);

      watch->func (watch->future, watch->user_data);
      aiohttp_coroutine_swap_vars_slot (outer);
    }
  watch_free (watch);
}

AiohttpFuture *
aiohttp_future_watch_peek (gpointer data, gconstpointer *func)
{
  const AiohttpFutureWatch *watch = data;

  *func = (gconstpointer) watch->func;
  return watch->future;
}

void
aiohttp_future_emit_done (gpointer data)
{
  AiohttpFuture *self = data;

  g_signal_emit (self, signals[SIGNAL_DONE], 0);
  g_object_unref (self);
}

static void
watch_queue (AiohttpFuture *self, AiohttpFutureWatch *watch)
{
  watch->future = g_object_ref (self);
  aiohttp_event_loop_call_soon_internal (self->loop, aiohttp_future_call_watch, watch);
}

void
aiohttp_future_done (AiohttpFuture *self, AiohttpFutureState state)
{
  AiohttpFutureWatch *watch = g_steal_pointer (&self->watches);

  self->state = state;
  if (g_signal_has_handler_pending (self, signals[SIGNAL_DONE], 0, TRUE))
    aiohttp_event_loop_call_soon_internal (self->loop, aiohttp_future_emit_done, g_object_ref (self));
  while (watch != NULL)
    {
      AiohttpFutureWatch *next = watch->next;

      if (watch->waiter != NULL)
        aiohttp_waiter_wake (watch->waiter);
      else
        watch_queue (self, watch);
      watch = next;
    }
}

static void
add_watch (AiohttpFuture *self, AiohttpFutureWatch *watch)
{
  AiohttpFutureWatch **last = &self->watches;

  while (*last != NULL)
    last = &(*last)->next;
  *last = watch;
}

static void
remove_watch (AiohttpFuture *self, AiohttpFutureWatch *watch)
{
  AiohttpFutureWatch **at = &self->watches;

  while (*at != NULL && *at != watch)
    at = &(*at)->next;
  if (*at != NULL)
    *at = watch->next;
}

static gboolean
aiohttp_future_real_cancel (AiohttpFuture *self)
{
  self->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The future was cancelled");
  aiohttp_future_done (self, AIOHTTP_FUTURE_CANCELLED);
  return TRUE;
}

/* What a value holds may belong to a binding, and a callback's data always may. */
static void
clear_value (gpointer data)
{
  AiohttpFuture *self = data;

  if (!aiohttp_value_is_plain (&self->value))
    g_value_unset (&self->value);
  if (self->pointer_destroy != NULL && self->pointer != NULL)
    self->pointer_destroy (self->pointer);
  self->pointer = NULL;
  g_clear_object (&self->origin);
  while (self->watches != NULL)
    {
      AiohttpFutureWatch *watch = self->watches;

      self->watches = watch->next;
      watch_free (watch);
    }
  g_clear_object (&self->result);
}

/* As asyncio, which logs in Future.__del__(). The last g_object_unref() drops handlers, closures and weak references
 * itself right after; doing it twice would cost as much as making a future done. */
static void
aiohttp_future_dispose (GObject *object)
{
  AiohttpFuture *self = AIOHTTP_FUTURE (object);

  if (G_UNLIKELY (self->state == AIOHTTP_FUTURE_FAILED && !self->error_seen))
    {
      g_autofree char *what =
          AIOHTTP_IS_TASK (self) ? aiohttp_task_describe (AIOHTTP_TASK (self)) : aiohttp_debug_describe (object);

      self->error_seen = TRUE;
      aiohttp_event_loop_report_error (self->loop, AIOHTTP_DEBUG_FUTURE_ERROR,
                                       g_strdup_printf ("Nobody asked for the error of %s", what),
                                       aiohttp_debug_dup_origin (self), self->error);
    }
}

static void
aiohttp_future_finalize (GObject *object)
{
  AiohttpFuture *self = AIOHTTP_FUTURE (object);

  if (!aiohttp_value_is_plain (&self->value) || self->pointer != NULL || self->watches != NULL || self->result != NULL)
    aiohttp_call_out (clear_value, self);
  g_clear_error (&self->error);
  g_clear_object (&self->loop);

  G_OBJECT_CLASS (aiohttp_future_parent_class)->finalize (object);
}

static void
aiohttp_future_class_init (AiohttpFutureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_future_dispose;
  object_class->finalize = aiohttp_future_finalize;

  klass->cancel = aiohttp_future_real_cancel;

  /**
   * AiohttpFuture::done:
   * @self: the future
   *
   * Is emitted once, by the event loop, when the future is done.
   *
   * Connect before that; [method@Aiohttp.Future.add_done_callback] also serves who comes late.
   *
   * Since: 0.1
   */
  signals[SIGNAL_DONE] =
      g_signal_new ("done", AIOHTTP_TYPE_FUTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
aiohttp_future_init (AiohttpFuture *self)
{
  self->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (self);
}

/**
 * aiohttp_future_new:
 *
 * Creates a pending future of the calling context's event loop.
 *
 * Returns: (transfer full): the future
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_future_new (void)
{
  return g_object_new (AIOHTTP_TYPE_FUTURE, NULL);
}

/**
 * aiohttp_future_is_done:
 * @self: a future
 *
 * Tells whether the future has a value or an error, or was cancelled.
 *
 * Returns: %TRUE unless it is pending
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_is_done (AiohttpFuture *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  return self->state != AIOHTTP_FUTURE_PENDING;
}

/**
 * aiohttp_future_is_cancelled:
 * @self: a future
 *
 * Tells whether the future was cancelled.
 *
 * Returns: %TRUE if it ended with `G_IO_ERROR_CANCELLED`
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_is_cancelled (AiohttpFuture *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  return self->state == AIOHTTP_FUTURE_CANCELLED;
}

/**
 * aiohttp_future_has_error:
 * @self: a future
 *
 * Tells whether the future ended without a value: with an error, or cancelled.
 *
 * Of a future that stands for a GIO operation which is no #GTask it is %FALSE: only that operation's `_finish` function
 * knows. The same goes for one that was made by [ctor@Aiohttp.Future.new_for_task].
 *
 * Returns: %TRUE if [method@Aiohttp.Future.dup_error] gives an error
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_has_error (AiohttpFuture *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  if (self->error != NULL)
    self->error_seen = TRUE;
  return self->error != NULL;
}

/**
 * aiohttp_future_dup_error:
 * @self: a future
 *
 * Gets a copy of the error with which the future ended.
 *
 * asyncio: `Future.exception()`.
 *
 * Returns: (transfer full) (nullable): the error, or %NULL if the future is pending or has a value
 *
 * Since: 0.1
 */
GError *
aiohttp_future_dup_error (AiohttpFuture *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), NULL);

  if (self->error != NULL)
    self->error_seen = TRUE;
  return self->error != NULL ? g_error_copy (self->error) : NULL;
}

/**
 * aiohttp_future_set_error:
 * @self: a future
 * @error: the error
 *
 * Ends the future with a copy of @error. `G_IO_ERROR_CANCELLED` makes it a cancelled one.
 *
 * asyncio: `Future.set_exception()`.
 *
 * Returns: %FALSE if the future was done before, which leaves it as it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_error (AiohttpFuture *self, const GError *error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);
  g_return_val_if_fail (error != NULL, FALSE);

  return aiohttp_future_take_error (self, g_error_copy (error));
}

/**
 * aiohttp_future_take_error: (skip)
 * @self: a future
 * @error: (transfer full): the error
 *
 * Ends the future with @error, as [method@Aiohttp.Future.set_error] does, and takes it over.
 *
 * Returns: %FALSE if the future was done before; then @error has been freed
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_take_error (AiohttpFuture *self, GError *error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);
  g_return_val_if_fail (error != NULL, FALSE);

  if (self->state != AIOHTTP_FUTURE_PENDING || !aiohttp_future_check_thread (self, "aiohttp_future_set_error()"))
    {
      g_error_free (error);
      return FALSE;
    }
  self->error = error;
  aiohttp_future_done (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? AIOHTTP_FUTURE_CANCELLED
                                                                                       : AIOHTTP_FUTURE_FAILED);
  return TRUE;
}

/**
 * aiohttp_future_cancel:
 * @self: a future
 *
 * Cancels the future: all who wait for it get `G_IO_ERROR_CANCELLED`.
 *
 * Of an [class@Aiohttp.Task] it only asks the coroutine to end, which is done when it has: see
 * [method@Aiohttp.Task.cancel].
 *
 * Returns: %FALSE if the future was done before
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_cancel (AiohttpFuture *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  if (self->state != AIOHTTP_FUTURE_PENDING || !aiohttp_future_check_thread (self, "aiohttp_future_cancel()"))
    return FALSE;
  return ((AiohttpFutureClass *) G_OBJECT_GET_CLASS (self))->cancel (self);
}

gboolean
aiohttp_future_check (AiohttpFuture *self, GError **error)
{
  if (self->state == AIOHTTP_FUTURE_PENDING)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The future is not done yet");
      return FALSE;
    }
  if (self->error != NULL)
    {
      self->error_seen = TRUE;
      if (error != NULL)
        *error = g_error_copy (self->error);
      return FALSE;
    }
  return TRUE;
}

/**
 * aiohttp_future_add_done_callback:
 * @self: a future
 * @func: (scope notified) (closure user_data) (destroy notify): called when the future is done
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data after the call, or when the callback is removed
 *
 * Adds a function to be called when the future is done.
 *
 * It is called once, by the event loop, on the main stack, in the order in which the callbacks were added; also when
 * the future is done already.
 *
 * Returns: an id for [method@Aiohttp.Future.remove_done_callback]
 *
 * Since: 0.1
 */
gulong
aiohttp_future_add_done_callback (AiohttpFuture *self, AiohttpFutureDoneFunc func, gpointer user_data,
                                  GDestroyNotify notify)
{
  AiohttpFutureWatch *watch;

  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  if (!aiohttp_future_check_thread (self, "aiohttp_future_add_done_callback()"))
    {
      if (notify != NULL)
        aiohttp_call_out (notify, user_data);
      return 0;
    }
  watch = g_new0 (AiohttpFutureWatch, 1);
  watch->id = ++self->last_watch_id;
  watch->func = func;
  watch->user_data = user_data;
  watch->notify = notify;
  watch->vars = aiohttp_vars_capture ();
  if (self->state == AIOHTTP_FUTURE_PENDING)
    add_watch (self, watch);
  else
    watch_queue (self, watch);
  return watch->id;
}

/**
 * aiohttp_future_remove_done_callback:
 * @self: a future
 * @id: what [method@Aiohttp.Future.add_done_callback] returned
 *
 * Removes a callback before the future is done.
 *
 * Returns: %FALSE if there is none of that @id: it has been called, or is about to be since the future is done
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_remove_done_callback (AiohttpFuture *self, gulong id)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  if (!aiohttp_future_check_thread (self, "aiohttp_future_remove_done_callback()"))
    return FALSE;
  for (AiohttpFutureWatch *watch = self->watches; watch != NULL; watch = watch->next)
    if (watch->id == id && watch->waiter == NULL)
      {
        remove_watch (self, watch);
        aiohttp_call_out (watch_free, watch);
        return TRUE;
      }
  return FALSE;
}

typedef struct
{
  AiohttpFuture *future;
  gulong watch_id;
  GSource *cancel_source;
} AwaitData;

static void
await_data_free (gpointer data)
{
  AwaitData *await = data;

  if (await->cancel_source != NULL)
    {
      g_source_destroy (await->cancel_source);
      g_source_unref (await->cancel_source);
    }
  g_free (await);
}

static void
await_return (GTask *task, AiohttpFuture *future)
{
  AwaitData *await = g_task_get_task_data (task);

  if (await->cancel_source != NULL)
    g_source_destroy (await->cancel_source);
  if (future->error != NULL)
    {
      future->error_seen = TRUE;
      g_task_return_error (task, g_error_copy (future->error));
    }
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_await_done (AiohttpFuture *future, gpointer user_data)
{
  await_return (user_data, future);
}

static gboolean
on_await_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  AwaitData *await = g_task_get_task_data (task);

  /* Gone if the future is done: its callback is queued, and brings the result. */
  if (aiohttp_future_remove_done_callback (g_task_get_source_object (task), await->watch_id))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The wait for a future was cancelled");
  return G_SOURCE_REMOVE;
}

/**
 * aiohttp_future_await_async:
 * @self: a future
 * @cancellable: (nullable): ends the wait with `G_IO_ERROR_CANCELLED`, and leaves the future as it is
 * @callback: (scope async) (closure user_data): called when the future is done
 * @user_data: passed to @callback
 *
 * Waits for the future to be done.
 *
 * Since: 0.1
 */
void
aiohttp_future_await_async (AiohttpFuture *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  AwaitData *await;

  g_return_if_fail (AIOHTTP_IS_FUTURE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_future_await_async);
  g_task_set_name (task, "aiohttp_future_await_async");
  /* The value stays with the future, but who waits must learn that it is there. */
  g_task_set_check_cancellable (task, FALSE);
  await = g_new0 (AwaitData, 1);
  g_task_set_task_data (task, await, await_data_free);
  await->watch_id = aiohttp_future_add_done_callback (self, on_await_done, task, g_object_unref);
  if (cancellable != NULL && self->state == AIOHTTP_FUTURE_PENDING)
    {
      await->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_static_name (await->cancel_source, "aiohttp_future_await_async");
      g_source_set_callback (await->cancel_source, G_SOURCE_FUNC (on_await_cancelled), task, NULL);
      g_source_attach (await->cancel_source, g_task_get_context (task));
    }
}

/**
 * aiohttp_future_await_finish:
 * @self: a future
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.Future.await_async].
 *
 * Returns: %TRUE if the future has a value, %FALSE with its error or `G_IO_ERROR_CANCELLED`
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_await_finish (AiohttpFuture *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_future_await_async, error);
}

static inline gboolean
wait_until_done (AiohttpFuture *self, GError **error)
{
  AiohttpWaiter waiter;
  AiohttpFutureWatch watch; /* of which a waiter needs but this */
  gboolean ok;

  watch.next = NULL;
  watch.id = 0;
  watch.waiter = &waiter;
  if (!aiohttp_await_check ("aiohttp_future_await()", error))
    return FALSE;
  if (self->state != AIOHTTP_FUTURE_PENDING)
    return TRUE;

  aiohttp_waiter_init (&waiter);
  add_watch (self, &watch);
  ok = aiohttp_waiter_wait_checked (&waiter, error);
  if (self->state == AIOHTTP_FUTURE_PENDING)
    remove_watch (self, &watch);
  return ok;
}

gboolean
aiohttp_future_wait (AiohttpFuture *self, GError **error)
{
  return wait_until_done (self, error);
}

/**
 * aiohttp_future_await: (skip)
 * @self: a future
 * @error: where to put the error
 *
 * Suspends the calling coroutine until the future is done.
 *
 * When the waiting task is cancelled, the future is cancelled too, as in asyncio: a task that is waited for is asked
 * to end, and the wait goes on until it has.
 *
 * Returns: %TRUE if the future has a value, which the `propagate` functions give; %FALSE with its error, or with
 *   `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_await (AiohttpFuture *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  for (;;)
    {
      g_autoptr (GError) local_error = NULL;

      if (wait_until_done (self, &local_error))
        return aiohttp_future_check (self, error);
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!aiohttp_future_cancel (self))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
}

static gpointer
aiohttp_future_get_user_data (GAsyncResult *result)
{
  return NULL;
}

static GObject *
aiohttp_future_get_source_object (GAsyncResult *result)
{
  return NULL;
}

static gboolean
aiohttp_future_is_tagged (GAsyncResult *result, gpointer tag)
{
  return FALSE;
}

static void
aiohttp_future_async_result_iface_init (GAsyncResultIface *iface)
{
  iface->get_user_data = aiohttp_future_get_user_data;
  iface->get_source_object = aiohttp_future_get_source_object;
  iface->is_tagged = aiohttp_future_is_tagged;
}
