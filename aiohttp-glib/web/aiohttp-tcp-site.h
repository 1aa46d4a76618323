/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-app-runner.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TCP_SITE (aiohttp_tcp_site_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpTcpSite, aiohttp_tcp_site, AIOHTTP, TCP_SITE, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTcpSite *
aiohttp_tcp_site_new (AiohttpAppRunner *runner, const char *host, guint16 port) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpAppRunner *aiohttp_tcp_site_get_runner (AiohttpTcpSite *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_tcp_site_get_host (AiohttpTcpSite *self);
AIOHTTP_AVAILABLE_IN_ALL
guint16 aiohttp_tcp_site_get_port (AiohttpTcpSite *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_tcp_site_get_name (AiohttpTcpSite *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_tcp_site_start_async (AiohttpTcpSite *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tcp_site_start_finish (AiohttpTcpSite *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tcp_site_start (AiohttpTcpSite *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_tcp_site_stop_async (AiohttpTcpSite *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tcp_site_stop_finish (AiohttpTcpSite *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tcp_site_stop (AiohttpTcpSite *self, GError **error);

G_END_DECLS
