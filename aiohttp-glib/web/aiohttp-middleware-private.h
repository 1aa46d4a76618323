/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-middleware.h"

G_BEGIN_DECLS

/* Whether it takes the rest of the chain in hand: by its class's process, or as a function. */
gboolean aiohttp_middleware_is_full (AiohttpMiddleware *self);
/* A function that was registered from C: runs on a stack of its own. */
gboolean aiohttp_middleware_is_coroutine (AiohttpMiddleware *self);

/* On the stack that it needs. */
AiohttpReply *
aiohttp_middleware_process (AiohttpMiddleware *self, AiohttpRequest *request, AiohttpNext *next, GError **error);

G_END_DECLS
