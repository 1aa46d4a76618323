/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-middleware.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_RATE_LIMIT_MIDDLEWARE (aiohttp_client_rate_limit_middleware_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientRateLimitMiddleware, aiohttp_client_rate_limit_middleware, AIOHTTP,
                      CLIENT_RATE_LIMIT_MIDDLEWARE, AiohttpClientMiddleware)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientMiddleware *aiohttp_client_rate_limit_middleware_new (double rate, guint burst) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
