/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-future-private.h"

#include "aiohttp-reply.h"

/**
 * AiohttpFuture:
 *
 * A result that is not there yet.
 *
 * Since: 0.1
 */

static void aiohttp_future_async_result_iface_init (GAsyncResultIface *iface);

G_DEFINE_TYPE_WITH_CODE (AiohttpFuture, aiohttp_future, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_ASYNC_RESULT, aiohttp_future_async_result_iface_init)
                             G_IMPLEMENT_INTERFACE (AIOHTTP_TYPE_REPLY, NULL))

static void
aiohttp_future_class_init (AiohttpFutureClass *klass)
{
}

static void
aiohttp_future_init (AiohttpFuture *self)
{
}

static void
aiohttp_future_async_result_iface_init (GAsyncResultIface *iface)
{
}
