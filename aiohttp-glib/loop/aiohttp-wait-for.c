/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-wait-for.h"

#include "aiohttp-await-private.h"
#include "aiohttp-combination-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-task-private.h"

static void
set_timed_out (GError **error, double seconds)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Not done within %g s", seconds);
}

static void
wait_for_done (GTask *task, AiohttpCombination *self, gsize index)
{
  GError *error = NULL;

  if (aiohttp_future_check_outcome (self->futures[0], &error))
    {
      aiohttp_combination_return_boolean (task, TRUE);
      return;
    }
  if (self->was_timed_out && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      set_timed_out (&error, self->seconds);
    }
  aiohttp_combination_return_error (task, error);
}

static void
wait_for_cancelled (GTask *task, AiohttpCombination *self)
{
  aiohttp_combination_cancel_futures (self);
}

static void
wait_for_timed_out (GTask *task, AiohttpCombination *self)
{
  self->was_timed_out = aiohttp_combination_cancel_futures (self);
}

/**
 * aiohttp_wait_for_async:
 * @future: the future, task or #GTask to wait for
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
aiohttp_wait_for_async (GAsyncResult *future, double seconds, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  static const AiohttpCombinationKind kind = {
    .tag = aiohttp_wait_for_async,
    .name = "aiohttp_wait_for_async",
    .done = wait_for_done,
    .cancelled = wait_for_cancelled,
    .timed_out = wait_for_timed_out,
  };
  g_autoptr (GTask) task = NULL;
  AiohttpCombination *self;

  g_return_if_fail (G_IS_ASYNC_RESULT (future));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_combination_new (&kind, &future, 1, cancellable, callback, user_data);
  self = aiohttp_combination_get (task);
  aiohttp_combination_start (task, seconds > 0 && !aiohttp_future_is_done (self->futures[0]) ? seconds : -1);
  if (!(seconds < 0) && !(seconds > 0))
    self->was_timed_out = aiohttp_combination_cancel_futures (self);
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
 * @future: the future, task or #GTask to wait for
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
aiohttp_wait_for (GAsyncResult *future, double seconds, GError **error)
{
  g_autoptr (AiohttpFuture) awaited = NULL;
  g_autoptr (GError) local_error = NULL;
  AiohttpEventLoop *loop;
  Timeout timeout;
  gboolean ok;

  g_return_val_if_fail (G_IS_ASYNC_RESULT (future), FALSE);

  if (!aiohttp_await_check ("aiohttp_wait_for()", error))
    return FALSE;

  awaited = aiohttp_future_for_result (future);
  loop = aiohttp_coroutine_get_loop (aiohttp_coroutine_get_current ());
  timeout = (Timeout){ .future = awaited };
  aiohttp_loop_timer_init (&timeout.timer, on_awaited_timeout, &timeout);
  if (seconds > 0)
    aiohttp_event_loop_start_timer (loop, &timeout.timer, aiohttp_event_loop_time_after (seconds));
  else if (!(seconds < 0))
    on_awaited_timeout (&timeout);

  ok = aiohttp_future_await (awaited, &local_error) && aiohttp_future_check_outcome (awaited, &local_error);
  aiohttp_event_loop_stop_timer (loop, &timeout.timer);
  if (ok)
    return TRUE;
  if (timeout.cancelled && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_timed_out (error, seconds);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
