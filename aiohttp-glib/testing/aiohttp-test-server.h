/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-app-runner.h"
#include "aiohttp-site.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TEST_SERVER (aiohttp_test_server_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpTestServer, aiohttp_test_server, AIOHTTP, TEST_SERVER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTestServer *aiohttp_test_server_new (AiohttpApplication *app) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpAppRunner *aiohttp_test_server_get_runner (AiohttpTestServer *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpSite *aiohttp_test_server_get_site (AiohttpTestServer *self);
AIOHTTP_AVAILABLE_IN_ALL
guint16 aiohttp_test_server_get_port (AiohttpTestServer *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_test_server_get_url (AiohttpTestServer *self);
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_test_server_make_url (AiohttpTestServer *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_test_server_start_async (AiohttpTestServer *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_test_server_start_finish (AiohttpTestServer *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_test_server_start (AiohttpTestServer *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_test_server_stop_async (AiohttpTestServer *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_test_server_stop_finish (AiohttpTestServer *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_test_server_stop (AiohttpTestServer *self, GError **error);

G_END_DECLS
