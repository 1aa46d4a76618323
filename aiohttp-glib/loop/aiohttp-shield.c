/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-shield.h"

#include "aiohttp-future-private.h"

static void
on_inner_done (AiohttpFuture *inner, gpointer outer)
{
  aiohttp_future_take_outcome (outer, inner);
}

/**
 * aiohttp_shield:
 * @future: the future, task or #GTask to shield
 *
 * Gives a future that comes to the same as @future, and that may be cancelled without cancelling that.
 *
 * A coroutine that waits for the new future leaves @future alone when it is cancelled: the wait fails with
 * `G_IO_ERROR_CANCELLED` at once, and what @future stands for goes on. That is of use for what must not be torn in
 * two, such as a write to a file. Somebody who cancels @future itself still does.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpTask) task = aiohttp_spawn (save, data, NULL);
 * g_autoptr(AiohttpFuture) shielded = aiohttp_shield (G_ASYNC_RESULT (task));
 *
 * return aiohttp_future_await (shielded, error);
 * ]|
 *
 * asyncio: `shield()`.
 *
 * Returns: (transfer full): the future; @future itself if it is done
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_shield (GAsyncResult *future)
{
  g_autoptr (AiohttpFuture) inner = NULL;
  AiohttpFuture *outer;

  g_return_val_if_fail (G_IS_ASYNC_RESULT (future), NULL);

  inner = aiohttp_future_for_result (future);
  if (aiohttp_future_is_done (inner))
    return g_steal_pointer (&inner);
  outer = aiohttp_event_loop_create_future (inner->loop);
  aiohttp_future_add_done_callback (inner, on_inner_done, g_object_ref (outer), g_object_unref);
  return outer;
}
