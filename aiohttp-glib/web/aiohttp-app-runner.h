/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-application.h"
#include "aiohttp-site.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_APP_RUNNER (aiohttp_app_runner_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpAppRunner, aiohttp_app_runner, AIOHTTP, APP_RUNNER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpAppRunner *aiohttp_app_runner_new (AiohttpApplication *app) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpApplication *aiohttp_app_runner_get_app (AiohttpAppRunner *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebServer *aiohttp_app_runner_get_server (AiohttpAppRunner *self);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_app_runner_dup_sites (AiohttpAppRunner *self);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_app_runner_dup_addresses (AiohttpAppRunner *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_app_runner_setup_async (AiohttpAppRunner *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_app_runner_setup_finish (AiohttpAppRunner *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_app_runner_setup (AiohttpAppRunner *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_app_runner_cleanup_async (AiohttpAppRunner *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_app_runner_cleanup_finish (AiohttpAppRunner *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_app_runner_cleanup (AiohttpAppRunner *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_app_runner_run (AiohttpAppRunner *self, const char *host, guint16 port, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_app_runner_run_async (AiohttpAppRunner *self, const char *host, guint16 port, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_app_runner_run_finish (AiohttpAppRunner *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_app_runner_run_sites (AiohttpAppRunner *self, AiohttpSite **sites, gsize n_sites, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_app_runner_run_sites_async (AiohttpAppRunner *self, AiohttpSite **sites, gsize n_sites,
                                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_app_runner_run_sites_finish (AiohttpAppRunner *self, GAsyncResult *result, GError **error);

G_END_DECLS
