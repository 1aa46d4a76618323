/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_QUEUE    (aiohttp_queue_get_type ())
#define AIOHTTP_QUEUE(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_QUEUE, AiohttpQueue))
#define AIOHTTP_IS_QUEUE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_QUEUE))

typedef struct _AiohttpQueue AiohttpQueue;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpQueue, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_queue_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpQueue *aiohttp_queue_new (guint maxsize) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_queue_get_maxsize (AiohttpQueue *self);

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_queue_get_size (AiohttpQueue *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_is_empty (AiohttpQueue *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_is_full (AiohttpQueue *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_queue_put_async (AiohttpQueue *self, const GValue *item, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_put_finish (AiohttpQueue *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_put (AiohttpQueue *self, const GValue *item, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_put_nowait (AiohttpQueue *self, const GValue *item, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_put_pointer (AiohttpQueue *self, gpointer item, GDestroyNotify destroy, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_put_pointer_nowait (AiohttpQueue *self, gpointer item, GDestroyNotify destroy, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_queue_get_async (AiohttpQueue *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_get_finish (AiohttpQueue *self, GAsyncResult *result, GValue *item, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
GValue *
aiohttp_queue_get_value_finish (AiohttpQueue *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_get (AiohttpQueue *self, GValue *item, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_get_nowait (AiohttpQueue *self, GValue *item, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
GValue *aiohttp_queue_get_value_nowait (AiohttpQueue *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gpointer aiohttp_queue_get_pointer (AiohttpQueue *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gpointer aiohttp_queue_get_pointer_nowait (AiohttpQueue *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_put_back (AiohttpQueue *self, const GValue *item, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_task_done (AiohttpQueue *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_queue_join_async (AiohttpQueue *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_join_finish (AiohttpQueue *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_queue_join (AiohttpQueue *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_queue_shutdown (AiohttpQueue *self, gboolean immediate);

G_END_DECLS
