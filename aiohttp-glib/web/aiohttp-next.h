/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-reply.h"
#include "aiohttp-request.h"
#include "aiohttp-stream-response.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_NEXT (aiohttp_next_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpNext, aiohttp_next, AIOHTTP, NEXT, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpReply *aiohttp_next_call (AiohttpNext *self, AiohttpRequest *request) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamResponse *
aiohttp_next_await (AiohttpNext *self, AiohttpRequest *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_next_await_async (AiohttpNext *self, AiohttpRequest *request, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamResponse *
aiohttp_next_await_finish (AiohttpNext *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
