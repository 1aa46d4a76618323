/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-sleep.h"

#include "aiohttp-await-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-task-private.h"

typedef struct
{
  AiohttpEventLoop *loop;
  AiohttpLoopTimer timer;
  GSource *cancel_source;
} Sleep;

static void
sleep_free (gpointer data)
{
  Sleep *nap = data;

  aiohttp_event_loop_stop_timer (nap->loop, &nap->timer);
  g_object_unref (nap->loop);
  if (nap->cancel_source != NULL)
    {
      g_source_destroy (nap->cancel_source);
      g_source_unref (nap->cancel_source);
    }
  g_free (nap);
}

static void
on_sleep_over (gpointer data)
{
  g_autoptr (GTask) task = data;
  Sleep *nap = g_task_get_task_data (task);

  if (nap->cancel_source != NULL)
    g_source_destroy (nap->cancel_source);
  g_task_return_boolean (task, TRUE);
}

static gboolean
on_sleep_cancelled (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GTask) task = data;
  Sleep *nap = g_task_get_task_data (task);

  aiohttp_event_loop_stop_timer (nap->loop, &nap->timer);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The sleep was cancelled");
  return G_SOURCE_REMOVE;
}

/**
 * aiohttp_sleep_async:
 * @seconds: for how long; 0 or less: for one turn of the event loop
 * @cancellable: (nullable): ends the sleep with `G_IO_ERROR_CANCELLED`
 * @callback: (scope async) (closure user_data): called when the time is over
 * @user_data: passed to @callback
 *
 * Waits.
 *
 * Since: 0.1
 */
void
aiohttp_sleep_async (double seconds, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;
  Sleep *nap;

  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_sleep_async);
  g_task_set_name (task, "aiohttp_sleep_async");
  nap = g_new0 (Sleep, 1);
  nap->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  aiohttp_loop_timer_init (&nap->timer, on_sleep_over, task);
  g_task_set_task_data (task, nap, sleep_free);
  aiohttp_event_loop_start_timer (nap->loop, &nap->timer, aiohttp_event_loop_time_after (seconds));
  if (cancellable != NULL)
    {
      nap->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_static_name (nap->cancel_source, "aiohttp_sleep_async");
      g_source_set_callback (nap->cancel_source, G_SOURCE_FUNC (on_sleep_cancelled), task, NULL);
      g_source_attach (nap->cancel_source, g_task_get_context (task));
    }
}

/**
 * aiohttp_sleep_finish:
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [func@Aiohttp.sleep_async].
 *
 * Returns: %TRUE, or %FALSE with `G_IO_ERROR_CANCELLED`
 *
 * Since: 0.1
 */
gboolean
aiohttp_sleep_finish (GAsyncResult *result, GError **error)
{
  return aiohttp_result_propagate_boolean (result, NULL, aiohttp_sleep_async, error);
}

static void
wake (gpointer data)
{
  aiohttp_waiter_wake (data);
}

/**
 * aiohttp_sleep: (skip)
 * @seconds: for how long; 0 or less: for one turn of the event loop, in which everything else that is ready runs
 * @error: where to put the error
 *
 * Suspends the calling coroutine for a time.
 *
 * asyncio: `sleep()`.
 *
 * Returns: %TRUE; %FALSE with `G_IO_ERROR_CANCELLED` if the task was cancelled, `AIOHTTP_ERROR_NOT_IN_COROUTINE` or
 *   `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_sleep (double seconds, GError **error)
{
  AiohttpWaiter waiter;
  AiohttpLoopTimer timer;
  AiohttpEventLoop *loop;
  gboolean ok;

  if (!aiohttp_await_check ("aiohttp_sleep()", error))
    return FALSE;

  loop = aiohttp_coroutine_get_loop (aiohttp_coroutine_get_current ());
  aiohttp_waiter_init (&waiter);
  aiohttp_loop_timer_init (&timer, wake, &waiter);
  aiohttp_event_loop_start_timer (loop, &timer, aiohttp_event_loop_time_after (seconds));
  ok = aiohttp_waiter_wait_checked (&waiter, error);
  aiohttp_event_loop_stop_timer (loop, &timer);
  return ok;
}

/**
 * aiohttp_sleep_future:
 * @seconds: how long
 * @cancellable: (nullable): a cancellable
 *
 * Starts [func@Aiohttp.sleep_async] and gives a future of it: to be awaited with others by [func@Aiohttp.gather], or with a
 * limit by [func@Aiohttp.wait_for]. The future goes to [func@Aiohttp.sleep_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_sleep, (double seconds), (seconds))
