/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-middleware.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_TOKEN_MIDDLEWARE (aiohttp_client_token_middleware_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientTokenMiddleware, aiohttp_client_token_middleware, AIOHTTP, CLIENT_TOKEN_MIDDLEWARE,
                      AiohttpClientMiddleware)

/**
 * AiohttpClientTokenFunc:
 * @middleware: who asks
 * @user_data: what it was given with
 *
 * Starts to get a new token. It runs on the main stack; what it sends by the same session goes without this middleware.
 *
 * Returns: (transfer full): a future of a string: the token alone, without a scheme
 *
 * Since: 0.1
 */
typedef AiohttpFuture *(*AiohttpClientTokenFunc) (AiohttpClientTokenMiddleware *middleware, gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientMiddleware *
aiohttp_client_token_middleware_new (const char *origin, AiohttpClientTokenFunc func, gpointer user_data,
                                     GDestroyNotify destroy, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_token_middleware_get_token (AiohttpClientTokenMiddleware *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_token_middleware_set_token (AiohttpClientTokenMiddleware *self, const char *token);

G_END_DECLS
