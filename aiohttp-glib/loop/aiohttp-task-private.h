/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-coroutine-private.h"
#include "aiohttp-task.h"

G_BEGIN_DECLS

typedef gpointer (*AiohttpTaskEntry) (gpointer data, GError **error);
typedef void (*AiohttpTaskReturned) (gpointer result, GError *error /* transfer full */, gpointer data);

/* Starts a coroutine at once, without a main-loop turn; its loop is the one of the thread-default context. `entry`
 * runs on the coroutine's stack; `returned` on the main stack when it has returned: before this call returns, if it
 * never suspended. When no stack can be had, `returned` gets AIOHTTP_ERROR_TOO_MANY_TASKS.
 * Returns: (transfer full) (nullable): the task if it suspended; NULL if it has returned already, which allocates
 * nothing. */
AiohttpTask *aiohttp_task_run_inline (AiohttpTaskEntry entry, AiohttpTaskReturned returned, gpointer data);

G_END_DECLS
