/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-middleware.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_RETRY_MIDDLEWARE (aiohttp_client_retry_middleware_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientRetryMiddleware, aiohttp_client_retry_middleware, AIOHTTP, CLIENT_RETRY_MIDDLEWARE,
                      AiohttpClientMiddleware)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientMiddleware *aiohttp_client_retry_middleware_new (guint attempts) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_retry_middleware_set_statuses (AiohttpClientRetryMiddleware *self, const guint *statuses,
                                                   gsize n_statuses);

G_END_DECLS
