/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-gather.h"

#include "aiohttp-await-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-future-private.h"

typedef struct
{
  AiohttpFuture **futures;
  gsize n_futures;
  gsize n_pending;
  gboolean return_exceptions;
  gboolean cancelled;
  gboolean returned;
  AiohttpEventLoop *loop;
  gulong cancelled_id;
} Gather;

static void
gather_drop_futures (Gather *gather)
{
  for (gsize i = 0; i < gather->n_futures; i++)
    g_object_unref (gather->futures[i]);
  gather->n_futures = 0;
  g_clear_pointer (&gather->futures, g_free);
}

static void
gather_free (gpointer data)
{
  Gather *gather = data;

  gather_drop_futures (gather);
  g_object_unref (gather->loop);
  g_free (gather);
}

/* Drops what still watches, so that nothing but the caller's callback is left to come. */
static void
gather_end (GTask *task)
{
  Gather *gather = g_task_get_task_data (task);

  gather->returned = TRUE;
  gather_drop_futures (gather);
  if (gather->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), gather->cancelled_id);
}

static void
gather_check (GTask *task)
{
  Gather *gather = g_task_get_task_data (task);

  if (gather->n_pending > 0)
    return;

  gather_end (task);
  if (gather->cancelled)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The gathering was cancelled");
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_future_done (AiohttpFuture *future, gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  Gather *gather = g_task_get_task_data (task);

  gather->n_pending--;
  if (gather->returned)
    return;
  if (aiohttp_future_has_error (future) && !gather->return_exceptions && !gather->cancelled)
    {
      gather_end (task);
      g_task_return_error (task, aiohttp_future_dup_error (future));
      return;
    }
  gather_check (task);
}

static void
gather_cancel (gpointer data)
{
  g_autoptr (GTask) task = data;
  Gather *gather = g_task_get_task_data (task);
  gboolean any = FALSE;

  if (gather->returned)
    return;
  for (gsize i = 0; i < gather->n_futures; i++)
    any |= aiohttp_future_cancel (gather->futures[i]);
  gather->cancelled = any;
}

/* In whatever thread the cancel comes from. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  Gather *gather = g_task_get_task_data (data);

  aiohttp_event_loop_call_soon_threadsafe_internal (gather->loop, gather_cancel, g_object_ref (data));
}

/**
 * aiohttp_gather_async:
 * @futures: (array length=n_futures): the futures to wait for
 * @n_futures: how many
 * @return_exceptions: whether to wait for all of them even if some fail
 * @cancellable: (nullable): cancels all the futures; the gathering ends when they have ended
 * @callback: (scope async) (closure user_data): called at the end
 * @user_data: passed to @callback
 *
 * Waits for several futures at once.
 *
 * Without @return_exceptions it fails as soon as one of them does, with its error, and the others run on. The values
 * and errors stay with the futures.
 *
 * asyncio: `gather()`; `Promise.all()` in JavaScript.
 *
 * Since: 0.1
 */
void
aiohttp_gather_async (AiohttpFuture **futures, gsize n_futures, gboolean return_exceptions, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Gather *gather;

  g_return_if_fail (futures != NULL || n_futures == 0);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_gather_async);
  g_task_set_name (task, "aiohttp_gather_async");
  /* What the futures came to is told, not what comes after. */
  g_task_set_check_cancellable (task, FALSE);

  gather = g_new0 (Gather, 1);
  gather->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  gather->return_exceptions = return_exceptions;
  gather->futures = g_new (AiohttpFuture *, n_futures);
  for (gsize i = 0; i < n_futures; i++)
    gather->futures[i] = g_object_ref (futures[i]);
  gather->n_futures = n_futures;
  gather->n_pending = n_futures;
  g_task_set_task_data (task, gather, gather_free);

  for (gsize i = 0; i < n_futures; i++)
    aiohttp_future_add_done_callback (futures[i], on_future_done, g_object_ref (task), g_object_unref);
  if (n_futures == 0)
    gather_check (task);
  else if (cancellable != NULL)
    gather->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), task, NULL);
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
 * @futures: (array length=n_futures): the futures to wait for
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
aiohttp_gather (AiohttpFuture **futures, gsize n_futures, gboolean return_exceptions, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (!aiohttp_await_check ("aiohttp_gather()", error))
    return FALSE;
  result =
      aiohttp_await (aiohttp_gather_async (futures, n_futures, return_exceptions, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_gather_finish (result, error);
}
