/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-future.h"

G_BEGIN_DECLS

/**
 * AiohttpReturnWhen:
 * @AIOHTTP_RETURN_WHEN_ALL_COMPLETED: when all futures are done
 * @AIOHTTP_RETURN_WHEN_FIRST_COMPLETED: when one of them is done
 * @AIOHTTP_RETURN_WHEN_FIRST_EXCEPTION: when one of them has failed, or all are done; one that is cancelled has not
 *   failed
 *
 * What [func@Aiohttp.wait_async] waits for.
 *
 * asyncio: `ALL_COMPLETED`, `FIRST_COMPLETED` and `FIRST_EXCEPTION`.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_RETURN_WHEN_ALL_COMPLETED,
  AIOHTTP_RETURN_WHEN_FIRST_COMPLETED,
  AIOHTTP_RETURN_WHEN_FIRST_EXCEPTION,
} AiohttpReturnWhen;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_wait_async (GAsyncResult **futures, gsize n_futures, double seconds, AiohttpReturnWhen return_when,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gssize aiohttp_wait_finish (GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gssize
aiohttp_wait (GAsyncResult **futures, gsize n_futures, double seconds, AiohttpReturnWhen return_when, GError **error);

G_END_DECLS
