/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-middleware.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_LOG_MIDDLEWARE (aiohttp_client_log_middleware_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientLogMiddleware, aiohttp_client_log_middleware, AIOHTTP, CLIENT_LOG_MIDDLEWARE,
                      AiohttpClientMiddleware)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientMiddleware *aiohttp_client_log_middleware_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
