/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-race.h"

#include "aiohttp-await-private.h"
#include "aiohttp-combination-private.h"
#include "aiohttp-future-private.h"

static void
race_done (GTask *task, AiohttpCombination *self, gsize index)
{
  GError *error = NULL;

  if (aiohttp_future_check_outcome (self->futures[index], &error))
    aiohttp_combination_return_int (task, (gssize) index);
  else
    aiohttp_combination_return_error (task, error);
}

/**
 * aiohttp_race_async:
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects to wait for
 * @n_futures: how many
 * @cancellable: (nullable): ends the wait, and leaves the futures as they are
 * @callback: (scope async) (closure user_data): called at the end
 * @user_data: passed to @callback
 *
 * Waits for the first of several futures that is done, whatever it comes to.
 *
 * The winner has its value; if it has failed or was cancelled, so does the race. The losers run on, as after a
 * promise's race and after asyncio's `wait()`: cancel them if they are not wanted. Of a #GTask that wins by failing,
 * the error stays with it, for its `_finish` function; the race fails with `AIOHTTP_ERROR_FAILED`.
 *
 * JavaScript: `Promise.race()`; asyncio: `wait (return_when=FIRST_COMPLETED)`.
 *
 * Since: 0.1
 */
void
aiohttp_race_async (GAsyncResult **futures, gsize n_futures, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer user_data)
{
  static const AiohttpCombinationKind kind = {
    .tag = aiohttp_race_async,
    .name = "aiohttp_race_async",
    .done = race_done,
    .answers_for_errors = TRUE,
  };
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (futures != NULL || n_futures == 0);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_combination_new (&kind, futures, n_futures, cancellable, callback, user_data);
  if (aiohttp_combination_check_any (task))
    aiohttp_combination_start (task, -1);
}

/**
 * aiohttp_race_finish:
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [func@Aiohttp.race_async].
 *
 * Returns: the index of the future that was done first; -1 with its error, with `G_IO_ERROR_CANCELLED`, or with
 *   `AIOHTTP_ERROR_INVALID_ARGUMENT` if there was none to wait for
 *
 * Since: 0.1
 */
gssize
aiohttp_race_finish (GAsyncResult *result, GError **error)
{
  return aiohttp_result_propagate_int (result, NULL, aiohttp_race_async, error);
}

/**
 * aiohttp_race: (skip)
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects to wait for
 * @n_futures: how many
 * @error: where to put the error
 *
 * Suspends the calling coroutine until the first of several futures is done, as [func@Aiohttp.race_async] says.
 *
 * When the waiting task is cancelled, the futures are left as they are.
 *
 * Returns: the index of the future that was done first; -1 with its error, with `G_IO_ERROR_CANCELLED`, or with
 *   `AIOHTTP_ERROR_INVALID_ARGUMENT` if there was none to wait for;
 *   or with `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gssize
aiohttp_race (GAsyncResult **futures, gsize n_futures, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (!aiohttp_await_check ("aiohttp_race()", error))
    return -1;
  result = aiohttp_await (aiohttp_race_async (futures, n_futures, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_race_finish (result, error);
}
