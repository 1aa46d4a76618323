/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-middleware.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_COMPRESSION_MIDDLEWARE (aiohttp_compression_middleware_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpCompressionMiddleware, aiohttp_compression_middleware, AIOHTTP, COMPRESSION_MIDDLEWARE,
                      AiohttpMiddleware)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpMiddleware *aiohttp_compression_middleware_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
