/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-task.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TASK_GROUP (aiohttp_task_group_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpTaskGroup, aiohttp_task_group, AIOHTTP, TASK_GROUP, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTaskGroup *aiohttp_task_group_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
GCancellable *aiohttp_task_group_get_cancellable (AiohttpTaskGroup *self);

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_task_group_get_n_pending (AiohttpTaskGroup *self);

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_task_group_get_n_errors (AiohttpTaskGroup *self);

AIOHTTP_AVAILABLE_IN_ALL
GError *aiohttp_task_group_dup_error (AiohttpTaskGroup *self, guint index) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_task_group_add (AiohttpTaskGroup *self, GAsyncResult *future, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_task_group_spawn (AiohttpTaskGroup *self, AiohttpCoroutineFunc func, gpointer user_data,
                                   GDestroyNotify notify, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTask *aiohttp_task_group_create_task (AiohttpTaskGroup *self, AiohttpCoroutineFunc func, gpointer user_data,
                                             GDestroyNotify notify, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_task_group_abort (AiohttpTaskGroup *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_task_group_end_async (AiohttpTaskGroup *self, gboolean ok, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_task_group_end_finish (AiohttpTaskGroup *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_task_group_end (AiohttpTaskGroup *self, gboolean ok, GError **error);

G_END_DECLS
