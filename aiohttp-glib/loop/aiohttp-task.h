/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-future.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TASK    (aiohttp_task_get_type ())
#define AIOHTTP_TASK(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_TASK, AiohttpTask))
#define AIOHTTP_IS_TASK(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_TASK))

typedef struct _AiohttpTask AiohttpTask;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpTask, g_object_unref)

/**
 * AiohttpCoroutineFunc: (skip)
 * @result: (inout): an unset #GValue, to be initialised and set when the coroutine has a result
 * @user_data: what was given with the function
 * @error: where to put an error
 *
 * The body of a coroutine. It runs on a stack of its own, so it may call everything that awaits.
 *
 * Returns: %TRUE, or %FALSE with @error set
 *
 * Since: 0.1
 */
typedef gboolean (*AiohttpCoroutineFunc) (GValue *result, gpointer user_data, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_task_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTask *
aiohttp_spawn (AiohttpCoroutineFunc func, gpointer user_data, GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTask *aiohttp_task_get_current (void);

AIOHTTP_AVAILABLE_IN_ALL
GCancellable *aiohttp_task_get_cancellable (AiohttpTask *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_task_cancel (AiohttpTask *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_task_cancel_with_message (AiohttpTask *self, const char *message);

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_task_get_cancelling (AiohttpTask *self);

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_task_uncancel (AiohttpTask *self);

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_task_get_name (AiohttpTask *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_task_set_name (AiohttpTask *self, const char *name);

AIOHTTP_AVAILABLE_IN_ALL
char **aiohttp_task_get_stack (AiohttpTask *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
