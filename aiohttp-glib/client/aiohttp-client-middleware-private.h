/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-middleware.h"

G_BEGIN_DECLS

/* For the ready-made ones, in init: processes by a coroutine, whose user data is the middleware itself. */
void aiohttp_client_middleware_set_coroutine (AiohttpClientMiddleware *self, AiohttpClientMiddlewareFunc func);

/* Whether it takes the rest of the chain in hand: by its class's process, or as a function. */
gboolean aiohttp_client_middleware_is_full (AiohttpClientMiddleware *self);
/* A function that was registered from C: runs on a stack of its own. */
gboolean aiohttp_client_middleware_is_coroutine (AiohttpClientMiddleware *self);

/* On the stack that it needs. */
AiohttpReply *aiohttp_client_middleware_process (AiohttpClientMiddleware *self, AiohttpClientRequest *request,
                                                 AiohttpClientNext *next, GError **error);

G_END_DECLS
