/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_SEMAPHORE    (aiohttp_semaphore_get_type ())
#define AIOHTTP_SEMAPHORE(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_SEMAPHORE, AiohttpSemaphore))
#define AIOHTTP_IS_SEMAPHORE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_SEMAPHORE))

typedef struct _AiohttpSemaphore AiohttpSemaphore;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpSemaphore, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_semaphore_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpSemaphore *aiohttp_semaphore_new (guint value) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_semaphore_get_value (AiohttpSemaphore *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_semaphore_is_locked (AiohttpSemaphore *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_semaphore_acquire_async (AiohttpSemaphore *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_semaphore_acquire_finish (AiohttpSemaphore *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_semaphore_acquire (AiohttpSemaphore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_semaphore_try_acquire (AiohttpSemaphore *self) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_semaphore_release (AiohttpSemaphore *self, GError **error);

G_END_DECLS
