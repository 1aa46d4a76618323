/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-middleware.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_DIGEST_AUTH_MIDDLEWARE (aiohttp_digest_auth_middleware_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpDigestAuthMiddleware, aiohttp_digest_auth_middleware, AIOHTTP, DIGEST_AUTH_MIDDLEWARE,
                      AiohttpClientMiddleware)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpDigestAuthMiddleware *
aiohttp_digest_auth_middleware_new (const char *login, const char *password) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_digest_auth_middleware_get_preemptive (AiohttpDigestAuthMiddleware *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_digest_auth_middleware_set_preemptive (AiohttpDigestAuthMiddleware *self, gboolean preemptive);

G_END_DECLS
