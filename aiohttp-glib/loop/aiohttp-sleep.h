/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-future.h"
#include "aiohttp-macros.h"

G_BEGIN_DECLS

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_sleep_async (double seconds, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_sleep_finish (GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_sleep (double seconds, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_sleep_future (double seconds, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
