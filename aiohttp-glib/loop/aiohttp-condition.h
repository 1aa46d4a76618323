/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-lock.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CONDITION (aiohttp_condition_get_type ())

/**
 * AiohttpConditionFunc:
 * @user_data: (closure): what was given with the function
 *
 * Tells whether what a coroutine waits for is so. It is called in that coroutine, with the lock held.
 *
 * Returns: whether the wait is over
 *
 * Since: 0.1
 */
typedef gboolean (*AiohttpConditionFunc) (gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpCondition, aiohttp_condition, AIOHTTP, CONDITION, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpCondition *aiohttp_condition_new (AiohttpLock *lock) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpLock *aiohttp_condition_get_lock (AiohttpCondition *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_condition_is_locked (AiohttpCondition *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_condition_acquire_async (AiohttpCondition *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_condition_acquire_finish (AiohttpCondition *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_condition_acquire (AiohttpCondition *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_condition_release (AiohttpCondition *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_condition_wait_async (AiohttpCondition *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_condition_wait_finish (AiohttpCondition *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_condition_wait (AiohttpCondition *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_condition_wait_until (AiohttpCondition *self, AiohttpConditionFunc predicate, gpointer user_data,
                                       GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_condition_notify (AiohttpCondition *self, guint n, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_condition_notify_some (AiohttpCondition *self, guint n, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_condition_notify_all (AiohttpCondition *self, GError **error);

G_END_DECLS
