/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-wait.h"

#include "aiohttp-await-private.h"
#include "aiohttp-combination-private.h"
#include "aiohttp-future-private.h"

static void
wait_return (GTask *task, AiohttpCombination *self)
{
  gssize n_done = 0;

  for (gsize i = 0; i < self->n_futures; i++)
    n_done += aiohttp_future_is_done (self->futures[i]);
  aiohttp_combination_return_int (task, n_done);
}

static gboolean
has_failed (AiohttpFuture *future)
{
  g_autoptr (GError) error = NULL;

  return !aiohttp_future_check_outcome (future, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
wait_done (GTask *task, AiohttpCombination *self, gsize index)
{
  if (self->n_pending == 0 || self->mode == AIOHTTP_RETURN_WHEN_FIRST_COMPLETED ||
      (self->mode == AIOHTTP_RETURN_WHEN_FIRST_EXCEPTION && has_failed (self->futures[index])))
    wait_return (task, self);
}

/**
 * aiohttp_wait_async:
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects to wait for
 * @n_futures: how many
 * @seconds: for how long; less than 0: without limit
 * @return_when: what to wait for
 * @cancellable: (nullable): ends the wait, and leaves the futures as they are
 * @callback: (scope async) (closure user_data): called at the end
 * @user_data: passed to @callback
 *
 * Waits until some of several futures are done, or for a limited time.
 *
 * It tells how many are done, and never fails because a future did; [method@Aiohttp.Future.is_done] tells which. When
 * the time is over, that is no error either. The futures that are pending run on in any case, also when the wait is
 * cancelled: cancel them if they are not wanted.
 *
 * asyncio: `wait()`.
 *
 * Since: 0.1
 */
void
aiohttp_wait_async (GAsyncResult **futures, gsize n_futures, double seconds, AiohttpReturnWhen return_when,
                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  static const AiohttpCombinationKind kind = {
    .tag = aiohttp_wait_async,
    .name = "aiohttp_wait_async",
    .done = wait_done,
    .timed_out = wait_return,
  };
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (futures != NULL || n_futures == 0);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_combination_new (&kind, futures, n_futures, cancellable, callback, user_data);
  if (!aiohttp_combination_check_any (task))
    return;
  aiohttp_combination_get (task)->mode = return_when;
  aiohttp_combination_start (task, seconds);
}

/**
 * aiohttp_wait_finish:
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [func@Aiohttp.wait_async].
 *
 * Returns: how many futures are done; -1 with `G_IO_ERROR_CANCELLED`, or with `AIOHTTP_ERROR_INVALID_ARGUMENT` if
 *   there was none to wait for
 *
 * Since: 0.1
 */
gssize
aiohttp_wait_finish (GAsyncResult *result, GError **error)
{
  return aiohttp_result_propagate_int (result, NULL, aiohttp_wait_async, error);
}

/**
 * aiohttp_wait: (skip)
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects to wait for
 * @n_futures: how many
 * @seconds: for how long; less than 0: without limit
 * @return_when: what to wait for
 * @error: where to put the error
 *
 * Suspends the calling coroutine until some of several futures are done, as [func@Aiohttp.wait_async] says.
 *
 * When the waiting task is cancelled, the futures are left as they are.
 *
 * Returns: how many futures are done; -1 with `G_IO_ERROR_CANCELLED`, `AIOHTTP_ERROR_INVALID_ARGUMENT`,
 *   `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gssize
aiohttp_wait (GAsyncResult **futures, gsize n_futures, double seconds, AiohttpReturnWhen return_when, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (!aiohttp_await_check ("aiohttp_wait()", error))
    return -1;
  result = aiohttp_await (
      aiohttp_wait_async (futures, n_futures, seconds, return_when, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_wait_finish (result, error);
}
