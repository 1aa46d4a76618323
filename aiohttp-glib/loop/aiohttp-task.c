/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-task-private.h"

#include "aiohttp-future-private.h"

/**
 * AiohttpTask:
 *
 * A future that runs a coroutine.
 *
 * Since: 0.1
 */
struct _AiohttpTask
{
  AiohttpFuture parent_instance;
};

typedef struct
{
  AiohttpFutureClass parent_class;
} AiohttpTaskClass;

G_DEFINE_TYPE (AiohttpTask, aiohttp_task, AIOHTTP_TYPE_FUTURE)

/**
 * aiohttp_spawn: (skip)
 * @func: the coroutine
 *
 * Returns: (transfer full): the task
 */
/**
 * aiohttp_run: (skip)
 * @func: the coroutine
 *
 * Returns: success
 */

static void
aiohttp_task_class_init (AiohttpTaskClass *klass)
{
}

static void
aiohttp_task_init (AiohttpTask *self)
{
}
/**
 * aiohttp_get_event_loop:
 *
 * Returns: (transfer none): the loop
 */
/**
 * aiohttp_future_get_result:
 *
 * Returns: (transfer none) (nullable): the result
 */
/**
 * aiohttp_server_dup_addresses:
 *
 * Returns: (transfer full) (element-type Gio.SocketAddress): the addresses
 */
/**
 * aiohttp_event_loop_create_server_finish:
 *
 * Returns: (transfer full): the server
 */
/**
 * aiohttp_event_loop_create_server: (skip)
 *
 * Returns: (transfer full): the server
 */
/**
 * aiohttp_task_get_cancellable:
 *
 * Returns: (transfer none): the cancellable
 */
/**
 * aiohttp_task_get_current:
 *
 * Returns: (transfer none) (nullable): the task
 */
