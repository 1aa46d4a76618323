/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-queue.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_LIFO_QUEUE    (aiohttp_lifo_queue_get_type ())
#define AIOHTTP_LIFO_QUEUE(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_LIFO_QUEUE, AiohttpLifoQueue))
#define AIOHTTP_IS_LIFO_QUEUE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_LIFO_QUEUE))

typedef struct _AiohttpLifoQueue AiohttpLifoQueue;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpLifoQueue, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_lifo_queue_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpQueue *aiohttp_lifo_queue_new (guint maxsize) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
