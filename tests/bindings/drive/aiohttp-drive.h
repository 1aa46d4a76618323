/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <aiohttp.h>

/* Coroutines for scripts to start: each does on its own stack what would call the script back. */

gboolean aiohttp_drive_on_main_stack (void);
AiohttpFuture *aiohttp_drive_resolve (AiohttpFuture *future) G_GNUC_WARN_UNUSED_RESULT;
AiohttpFuture *
aiohttp_drive_set_property (GObject *object, const char *name, const GValue *value) G_GNUC_WARN_UNUSED_RESULT;
AiohttpFuture *aiohttp_drive_ask_policy (AiohttpEventLoopPolicy *policy) G_GNUC_WARN_UNUSED_RESULT;
AiohttpFuture *aiohttp_drive_ask_resolver (AiohttpResolver *resolver, const char *host) G_GNUC_WARN_UNUSED_RESULT;
AiohttpFuture *aiohttp_drive_connect (AiohttpProtocol *protocol) G_GNUC_WARN_UNUSED_RESULT;
AiohttpFuture *aiohttp_drive_fetch (const char *url) G_GNUC_WARN_UNUSED_RESULT;
AiohttpFuture *aiohttp_drive_serve (AiohttpApplication *app, const char *path) G_GNUC_WARN_UNUSED_RESULT;
AiohttpFuture *aiohttp_drive_fetch_by (AiohttpClientSession *session, const char *url) G_GNUC_WARN_UNUSED_RESULT;
AiohttpFuture *aiohttp_drive_talk (AiohttpWebSocket *socket, const char *text) G_GNUC_WARN_UNUSED_RESULT;
AiohttpFuture *aiohttp_drive_follow (AiohttpReconnectingWebSocket *socket) G_GNUC_WARN_UNUSED_RESULT;
AiohttpFuture *aiohttp_drive_await (AiohttpFuture *future) G_GNUC_WARN_UNUSED_RESULT;
