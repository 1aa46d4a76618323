/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-future.h"
#include "aiohttp-protocol-factory.h"
#include "aiohttp-server.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_EVENT_LOOP (aiohttp_event_loop_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpEventLoop, aiohttp_event_loop, AIOHTTP, EVENT_LOOP, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEventLoop *aiohttp_get_event_loop (GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEventLoop *aiohttp_event_loop_new (GMainContext *context) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
GMainContext *aiohttp_event_loop_get_context (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_is_running (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_run_until_complete (AiohttpEventLoop *self, AiohttpFuture *future, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_run_forever (AiohttpEventLoop *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_stop (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_create_server_async (AiohttpEventLoop *self, AiohttpProtocolFactory *factory, const char *host,
                                             guint16 port, GCancellable *cancellable, GAsyncReadyCallback callback,
                                             gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpServer *aiohttp_event_loop_create_server_finish (AiohttpEventLoop *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpServer *aiohttp_event_loop_create_server (AiohttpEventLoop *self, AiohttpProtocolFactory *factory,
                                                 const char *host, guint16 port, GError **error);

G_END_DECLS
