/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-future.h"

G_BEGIN_DECLS

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_wait_for_async (GAsyncResult *future, double seconds, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_wait_for_finish (GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_wait_for (GAsyncResult *future, double seconds, GError **error);

G_END_DECLS
