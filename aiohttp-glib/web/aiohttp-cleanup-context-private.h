/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-cleanup-context.h"
#include "aiohttp-future.h"

G_BEGIN_DECLS

AiohttpCleanupContext *aiohttp_cleanup_context_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* In a coroutine: waits until what runs in it, which `future` (borrowed) stands for, waits or ends. */
gboolean aiohttp_cleanup_context_enter (AiohttpCleanupContext *self, AiohttpFuture *future, GError **error);
/* In a coroutine: lets it go on, and waits for its end. */
gboolean aiohttp_cleanup_context_leave (AiohttpCleanupContext *self, GError **error);

G_END_DECLS
