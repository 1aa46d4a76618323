/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-request.h"
#include "aiohttp-client-response.h"
#include "aiohttp-future.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_NEXT (aiohttp_client_next_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientNext, aiohttp_client_next, AIOHTTP, CLIENT_NEXT, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *
aiohttp_client_next_call (AiohttpClientNext *self, AiohttpClientRequest *request) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_client_next_await (AiohttpClientNext *self, AiohttpClientRequest *request,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_next_await_async (AiohttpClientNext *self, AiohttpClientRequest *request, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_client_next_await_finish (AiohttpClientNext *self, GAsyncResult *result,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
