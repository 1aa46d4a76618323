/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-middleware.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_CACHE_MIDDLEWARE (aiohttp_client_cache_middleware_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientCacheMiddleware, aiohttp_client_cache_middleware, AIOHTTP, CLIENT_CACHE_MIDDLEWARE,
                      AiohttpClientMiddleware)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientMiddleware *aiohttp_client_cache_middleware_new (guint64 max_size) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_client_cache_middleware_get_size (AiohttpClientCacheMiddleware *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_cache_middleware_clear (AiohttpClientCacheMiddleware *self);

G_END_DECLS
