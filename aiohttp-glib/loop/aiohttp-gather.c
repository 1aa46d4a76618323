/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-gather.h"

#include "aiohttp-await-private.h"
#include "aiohttp-combination-private.h"
#include "aiohttp-future-private.h"

static void
gather_done (GTask *task, AiohttpCombination *self, gsize index)
{
  gboolean return_exceptions = self->mode;
  GError *error = NULL;

  if (!return_exceptions && !self->was_cancelled && !aiohttp_future_check_outcome (self->futures[index], &error))
    aiohttp_combination_return_error (task, error);
  else if (self->n_pending == 0 && self->was_cancelled)
    aiohttp_combination_return_error (
        task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The gathering was cancelled"));
  else if (self->n_pending == 0)
    aiohttp_combination_return_boolean (task, TRUE);
}

static void
gather_cancelled (GTask *task, AiohttpCombination *self)
{
  self->was_cancelled = aiohttp_combination_cancel_futures (self);
}

/**
 * aiohttp_gather_async:
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects to wait for
 * @n_futures: how many
 * @return_exceptions: whether to wait for all of them even if some fail
 * @cancellable: (nullable): cancels all the futures; the gathering ends when they have ended
 * @callback: (scope async) (closure user_data): called at the end
 * @user_data: passed to @callback
 *
 * Waits for several futures at once.
 *
 * Without @return_exceptions it fails as soon as one of them does, with its error, and the others run on. The values
 * and errors stay with the futures. So does the error of a #GTask, for its `_finish` function: gathering then fails
 * with `AIOHTTP_ERROR_FAILED`.
 *
 * asyncio: `gather()`; `Promise.all()` in JavaScript.
 *
 * Since: 0.1
 */
void
aiohttp_gather_async (GAsyncResult **futures, gsize n_futures, gboolean return_exceptions, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  static const AiohttpCombinationKind kind = {
    .tag = aiohttp_gather_async,
    .name = "aiohttp_gather_async",
    .done = gather_done,
    .cancelled = gather_cancelled,
    .answers_for_errors = TRUE,
  };
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (futures != NULL || n_futures == 0);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_combination_new (&kind, futures, n_futures, cancellable, callback, user_data);
  aiohttp_combination_get (task)->mode = return_exceptions;
  if (n_futures == 0)
    aiohttp_combination_return_boolean (task, TRUE);
  else
    aiohttp_combination_start (task, -1);
}

/**
 * aiohttp_gather_finish:
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [func@Aiohttp.gather_async].
 *
 * Returns: %TRUE if all futures have a value, or, with `return_exceptions`, are done; %FALSE with the first error, or
 *   with `G_IO_ERROR_CANCELLED`
 *
 * Since: 0.1
 */
gboolean
aiohttp_gather_finish (GAsyncResult *result, GError **error)
{
  return aiohttp_result_propagate_boolean (result, NULL, aiohttp_gather_async, error);
}

/**
 * aiohttp_gather: (skip)
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects to wait for
 * @n_futures: how many
 * @return_exceptions: whether to wait for all of them even if some fail
 * @error: where to put the error
 *
 * Suspends the calling coroutine until several futures are done, as [func@Aiohttp.gather_async] says.
 *
 * When the waiting task is cancelled, the futures are cancelled too, and waited for.
 *
 * Returns: %TRUE if all futures have a value, or, with @return_exceptions, are done; %FALSE with the first error, with
 *   `G_IO_ERROR_CANCELLED`, `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_gather (GAsyncResult **futures, gsize n_futures, gboolean return_exceptions, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (!aiohttp_await_check ("aiohttp_gather()", error))
    return FALSE;
  result =
      aiohttp_await (aiohttp_gather_async (futures, n_futures, return_exceptions, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_gather_finish (result, error);
}
