/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-wait-for.h"

#include "aiohttp-await-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-task-private.h"

typedef struct
{
  AiohttpFuture *future;
  double seconds;
  AiohttpEventLoop *loop;
  AiohttpLoopTimer timer;
  gulong cancelled_id;
  gboolean timed_out;
  gboolean returned;
} WaitFor;

static void
wait_for_free (gpointer data)
{
  WaitFor *wait = data;

  aiohttp_event_loop_stop_timer (wait->loop, &wait->timer);
  g_object_unref (wait->loop);
  g_object_unref (wait->future);
  g_free (wait);
}

static void
set_timed_out (GError **error, double seconds)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Not done within %g s", seconds);
}

static void
on_future_done (AiohttpFuture *future, gpointer data)
{
  GTask *task = data;
  WaitFor *wait = g_task_get_task_data (task);

  wait->returned = TRUE;
  aiohttp_event_loop_stop_timer (wait->loop, &wait->timer);
  if (wait->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), wait->cancelled_id);

  if (!aiohttp_future_has_error (future))
    g_task_return_boolean (task, TRUE);
  else if (wait->timed_out && aiohttp_future_is_cancelled (future))
    {
      GError *error = NULL;

      set_timed_out (&error, wait->seconds);
      g_task_return_error (task, error);
    }
  else
    g_task_return_error (task, aiohttp_future_dup_error (future));
}

static void
on_timeout (gpointer data)
{
  WaitFor *wait = g_task_get_task_data (data);

  wait->timed_out = aiohttp_future_cancel (wait->future);
}

static void
wait_for_cancel (gpointer data)
{
  g_autoptr (GTask) task = data;
  WaitFor *wait = g_task_get_task_data (task);

  if (!wait->returned)
    aiohttp_future_cancel (wait->future);
}

/* In whatever thread the cancel comes from. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  WaitFor *wait = g_task_get_task_data (data);

  aiohttp_event_loop_call_soon_threadsafe_internal (wait->loop, wait_for_cancel, g_object_ref (data));
}

/**
 * aiohttp_wait_for_async:
 * @future: the future to wait for
 * @seconds: for how long; 0: only if it is done already; less than 0: without limit
 * @cancellable: (nullable): cancels @future; the wait ends when that has ended
 * @callback: (scope async) (closure user_data): called at the end
 * @user_data: passed to @callback
 *
 * Waits for a future for a limited time, and cancels it when that is over.
 *
 * The wait ends when @future has ended, which may be later than the timeout if it is a task that cleans up. A value
 * that it comes to after all is not lost: the wait then succeeds.
 *
 * asyncio: `wait_for()`.
 *
 * Since: 0.1
 */
void
aiohttp_wait_for_async (AiohttpFuture *future, double seconds, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  WaitFor *wait;

  g_return_if_fail (AIOHTTP_IS_FUTURE (future));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_wait_for_async);
  g_task_set_name (task, "aiohttp_wait_for_async");
  /* What the future came to is told, not what comes after. */
  g_task_set_check_cancellable (task, FALSE);

  wait = g_new0 (WaitFor, 1);
  wait->future = g_object_ref (future);
  wait->seconds = seconds;
  wait->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  aiohttp_loop_timer_init (&wait->timer, on_timeout, task);
  g_task_set_task_data (task, wait, wait_for_free);

  aiohttp_future_add_done_callback (future, on_future_done, g_object_ref (task), g_object_unref);
  if (aiohttp_future_is_done (future))
    return;
  if (seconds > 0)
    aiohttp_event_loop_start_timer (wait->loop, &wait->timer, aiohttp_event_loop_time_after (seconds));
  else if (seconds == 0)
    on_timeout (task);
  if (cancellable != NULL)
    wait->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), task, NULL);
}

/**
 * aiohttp_wait_for_finish:
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [func@Aiohttp.wait_for_async].
 *
 * Returns: %TRUE if the future has a value; %FALSE with its error, with `G_IO_ERROR_TIMED_OUT` or with
 *   `G_IO_ERROR_CANCELLED`
 *
 * Since: 0.1
 */
gboolean
aiohttp_wait_for_finish (GAsyncResult *result, GError **error)
{
  return aiohttp_result_propagate_boolean (result, NULL, aiohttp_wait_for_async, error);
}

/* Of the awaiting form, on its stack. */
typedef struct
{
  AiohttpFuture *future;
  AiohttpLoopTimer timer;
  gboolean cancelled;
} Timeout;

static void
on_awaited_timeout (gpointer data)
{
  Timeout *timeout = data;

  timeout->cancelled = aiohttp_future_cancel (timeout->future);
}

/**
 * aiohttp_wait_for: (skip)
 * @future: the future to wait for
 * @seconds: for how long; 0: only if it is done already; less than 0: without limit
 * @error: where to put the error
 *
 * Suspends the calling coroutine until a future is done, for a limited time, as [func@Aiohttp.wait_for_async] says.
 *
 * When the waiting task is cancelled, @future is cancelled too, and waited for.
 *
 * Returns: %TRUE if @future has a value; %FALSE with its error, with `G_IO_ERROR_TIMED_OUT`, `G_IO_ERROR_CANCELLED`,
 *   `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_wait_for (AiohttpFuture *future, double seconds, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  AiohttpEventLoop *loop;
  Timeout timeout;

  g_return_val_if_fail (AIOHTTP_IS_FUTURE (future), FALSE);

  if (!aiohttp_await_check ("aiohttp_wait_for()", error))
    return FALSE;

  loop = aiohttp_coroutine_get_loop (aiohttp_coroutine_get_current ());
  timeout = (Timeout){ .future = future };
  aiohttp_loop_timer_init (&timeout.timer, on_awaited_timeout, &timeout);
  if (seconds > 0)
    aiohttp_event_loop_start_timer (loop, &timeout.timer, aiohttp_event_loop_time_after (seconds));
  else if (seconds == 0)
    on_awaited_timeout (&timeout);

  if (aiohttp_future_await (future, &local_error))
    {
      aiohttp_event_loop_stop_timer (loop, &timeout.timer);
      return TRUE;
    }
  aiohttp_event_loop_stop_timer (loop, &timeout.timer);
  if (timeout.cancelled && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_timed_out (error, seconds);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
