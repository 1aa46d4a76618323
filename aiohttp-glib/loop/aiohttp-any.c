/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-any.h"

#include "aiohttp-await-private.h"
#include "aiohttp-combination-private.h"
#include "aiohttp-future-private.h"

/* Why none has a value: of the first in the array that did not just get cancelled. */
static GError *
dup_failure (AiohttpCombination *self)
{
  GError *failure = NULL;
  guint n_failed = 0;

  for (gsize i = 0; i < self->n_futures; i++)
    {
      GError *error = NULL;

      aiohttp_future_check_outcome (self->futures[i], &error);
      n_failed += !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      if (failure == NULL || (n_failed == 1 && g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
        {
          g_clear_error (&failure);
          failure = error;
        }
      else
        g_error_free (error);
    }
  if (n_failed > 1)
    {
      char *message = g_strdup_printf ("%s (and %u more failed)", failure->message, n_failed - 1);

      g_free (failure->message);
      failure->message = message;
    }
  return failure;
}

static void
any_done (GTask *task, AiohttpCombination *self, gsize index)
{
  if (aiohttp_future_check_outcome (self->futures[index], NULL))
    aiohttp_combination_return_int (task, (gssize) index);
  else if (self->n_pending == 0)
    aiohttp_combination_return_error (task, dup_failure (self));
}

/**
 * aiohttp_any_async:
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects to wait for
 * @n_futures: how many
 * @cancellable: (nullable): ends the wait, and leaves the futures as they are
 * @callback: (scope async) (closure user_data): called at the end
 * @user_data: passed to @callback
 *
 * Waits for the first of several futures that has a value.
 *
 * Those which fail do not count, unless all do. Those which are pending when one has a value run on, as after a
 * promise's `any`: cancel them if they are not wanted.
 *
 * JavaScript: `Promise.any()`.
 *
 * Since: 0.1
 */
void
aiohttp_any_async (GAsyncResult **futures, gsize n_futures, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  static const AiohttpCombinationKind kind = {
    .tag = aiohttp_any_async,
    .name = "aiohttp_any_async",
    .done = any_done,
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
 * aiohttp_any_finish:
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [func@Aiohttp.any_async].
 *
 * Returns: the index of the future that had a value first; -1, if all have failed, with the error of the first of
 *   them, with `G_IO_ERROR_CANCELLED`, or with `AIOHTTP_ERROR_INVALID_ARGUMENT` if there was none to wait for
 *
 * Since: 0.1
 */
gssize
aiohttp_any_finish (GAsyncResult *result, GError **error)
{
  return aiohttp_result_propagate_int (result, NULL, aiohttp_any_async, error);
}

/**
 * aiohttp_any: (skip)
 * @futures: (array length=n_futures): the futures, tasks or #GTask objects to wait for
 * @n_futures: how many
 * @error: where to put the error
 *
 * Suspends the calling coroutine until the first of several futures has a value, as [func@Aiohttp.any_async] says.
 *
 * When the waiting task is cancelled, the futures are left as they are.
 *
 * Returns: the index of the future that had a value first; -1, if all have failed, with the error of the first of
 *   them, with `G_IO_ERROR_CANCELLED`, or with `AIOHTTP_ERROR_INVALID_ARGUMENT` if there was none to wait for;
 *   or with `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gssize
aiohttp_any (GAsyncResult **futures, gsize n_futures, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (!aiohttp_await_check ("aiohttp_any()", error))
    return -1;
  result = aiohttp_await (aiohttp_any_async (futures, n_futures, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_any_finish (result, error);
}
