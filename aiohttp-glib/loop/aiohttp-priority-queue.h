/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-queue.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_PRIORITY_QUEUE (aiohttp_priority_queue_get_type ())
#define AIOHTTP_PRIORITY_QUEUE(obj)                                                                                    \
  (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_PRIORITY_QUEUE, AiohttpPriorityQueue))
#define AIOHTTP_IS_PRIORITY_QUEUE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_PRIORITY_QUEUE))

typedef struct _AiohttpPriorityQueue AiohttpPriorityQueue;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpPriorityQueue, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_priority_queue_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpQueue *aiohttp_priority_queue_new (guint maxsize) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_priority_queue_put_with_priority_async (AiohttpPriorityQueue *self, double priority, const GValue *item,
                                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                                     gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_priority_queue_put_with_priority_finish (AiohttpPriorityQueue *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_priority_queue_put_with_priority (AiohttpPriorityQueue *self, double priority, const GValue *item,
                                                   GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_priority_queue_put_with_priority_nowait (AiohttpPriorityQueue *self, double priority,
                                                          const GValue *item, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_priority_queue_put_pointer_with_priority (AiohttpPriorityQueue *self, double priority, gpointer item,
                                                           GDestroyNotify destroy, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_priority_queue_put_pointer_with_priority_nowait (AiohttpPriorityQueue *self, double priority, gpointer item,
                                                         GDestroyNotify destroy, GError **error);

G_END_DECLS
