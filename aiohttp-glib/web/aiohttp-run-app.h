/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-application.h"

G_BEGIN_DECLS

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_run_app (AiohttpApplication *app, const char *host, guint16 port, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_run_app_async (AiohttpApplication *app, const char *host, guint16 port, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_run_app_finish (GAsyncResult *result, GError **error);

G_END_DECLS
