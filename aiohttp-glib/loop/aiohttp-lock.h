/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_LOCK (aiohttp_lock_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpLock, aiohttp_lock, AIOHTTP, LOCK, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpLock *aiohttp_lock_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_lock_is_locked (AiohttpLock *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_lock_acquire_async (AiohttpLock *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_lock_acquire_finish (AiohttpLock *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_lock_acquire (AiohttpLock *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_lock_try_acquire (AiohttpLock *self) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_lock_release (AiohttpLock *self, GError **error);

#ifndef __GI_SCANNER__
/* A lock that is held until the end of a scope: see aiohttp_lock_guard_new(). */
typedef struct _AiohttpLockGuard AiohttpLockGuard;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpLockGuard *aiohttp_lock_guard_new (AiohttpLock *lock, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_lock_guard_free (AiohttpLockGuard *guard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpLockGuard, aiohttp_lock_guard_free)
#endif

G_END_DECLS
