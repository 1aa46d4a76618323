/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-all.h"

#include "aiohttp-await-private.h"
#include "aiohttp-combination-private.h"
#include "aiohttp-future-private.h"

static void
all_done (GTask *task, AiohttpCombination *self, gsize index)
{
  GError *error = NULL;

  if (!aiohttp_future_check_outcome (self->futures[index], &error))
    aiohttp_combination_return_error (task, error);
  else if (self->n_pending == 0)
    aiohttp_combination_return_boolean (task, TRUE);
}

/**
 * aiohttp_all_async:
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects to wait for
 * @n_futures: how many
 * @cancellable: (nullable): ends the wait, and leaves the futures as they are
 * @callback: (scope async) (closure user_data): called at the end
 * @user_data: passed to @callback
 *
 * Waits until several futures all have a value, or one of them fails.
 *
 * When one fails the others run on, as after a promise's `all`. Unlike [func@Aiohttp.gather_async], which does the same,
 * it leaves the futures alone when it is cancelled.
 *
 * JavaScript: `Promise.all()`.
 *
 * Since: 0.1
 */
void
aiohttp_all_async (GAsyncResult **futures, gsize n_futures, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  static const AiohttpCombinationKind kind = {
    .tag = aiohttp_all_async,
    .name = "aiohttp_all_async",
    .done = all_done,
    .answers_for_errors = TRUE,
  };
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (futures != NULL || n_futures == 0);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_combination_new (&kind, futures, n_futures, cancellable, callback, user_data);
  if (n_futures == 0)
    aiohttp_combination_return_boolean (task, TRUE);
  else
    aiohttp_combination_start (task, -1);
}

/**
 * aiohttp_all_finish:
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [func@Aiohttp.all_async].
 *
 * Returns: %TRUE if all futures have a value; %FALSE with the error of the first that failed, or with
 *   `G_IO_ERROR_CANCELLED`
 *
 * Since: 0.1
 */
gboolean
aiohttp_all_finish (GAsyncResult *result, GError **error)
{
  return aiohttp_result_propagate_boolean (result, NULL, aiohttp_all_async, error);
}

/**
 * aiohttp_all: (skip)
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects to wait for
 * @n_futures: how many
 * @error: where to put the error
 *
 * Suspends the calling coroutine until several futures all have a value, as [func@Aiohttp.all_async] says.
 *
 * When the waiting task is cancelled, the futures are left as they are.
 *
 * Returns: %TRUE if all futures have a value; %FALSE with the error of the first that failed, or with
 *   `G_IO_ERROR_CANCELLED`;
 *   or with `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_all (GAsyncResult **futures, gsize n_futures, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (!aiohttp_await_check ("aiohttp_all()", error))
    return FALSE;
  result = aiohttp_await (aiohttp_all_async (futures, n_futures, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_all_finish (result, error);
}
