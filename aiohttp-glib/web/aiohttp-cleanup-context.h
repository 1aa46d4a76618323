/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLEANUP_CONTEXT (aiohttp_cleanup_context_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpCleanupContext, aiohttp_cleanup_context, AIOHTTP, CLEANUP_CONTEXT, GObject)

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cleanup_context_wait (AiohttpCleanupContext *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cleanup_context_wait_async (AiohttpCleanupContext *self, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cleanup_context_wait_finish (AiohttpCleanupContext *self, GAsyncResult *result, GError **error);

G_END_DECLS
