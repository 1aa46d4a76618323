/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

typedef struct _AiohttpApplication AiohttpApplication;

#define AIOHTTP_TYPE_WEB_SERVER (aiohttp_web_server_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpWebServer, aiohttp_web_server, AIOHTTP, WEB_SERVER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpApplication *aiohttp_web_server_get_app (AiohttpWebServer *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_web_server_get_n_connections (AiohttpWebServer *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_server_shutdown_async (AiohttpWebServer *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_server_shutdown_finish (AiohttpWebServer *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_web_server_shutdown (AiohttpWebServer *self, GError **error);

G_END_DECLS
