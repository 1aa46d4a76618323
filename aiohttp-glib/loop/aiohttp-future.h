/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_FUTURE    (aiohttp_future_get_type ())
#define AIOHTTP_FUTURE(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_FUTURE, AiohttpFuture))
#define AIOHTTP_IS_FUTURE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_FUTURE))

typedef struct _AiohttpFuture AiohttpFuture;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpFuture, g_object_unref)

/**
 * AiohttpFutureDoneFunc:
 * @future: the future, which is done
 * @user_data: (closure): what was given with the function
 *
 * Tells that @future is done. It is called by the future's event loop, on the main stack, so it cannot await.
 *
 * Since: 0.1
 */
typedef void (*AiohttpFutureDoneFunc) (AiohttpFuture *future, gpointer user_data);

/**
 * AiohttpFutureChainFunc:
 * @future: the future, which is done
 * @user_data: (closure): what was given with the function
 * @error: where to put an error
 *
 * Goes on from a future that is done: see [method@Aiohttp.Future.and_then]. It runs on the main stack, so it cannot
 * await.
 *
 * Returns: (transfer full) (nullable): a future whose outcome counts, or %NULL: for nothing, or with @error set
 *
 * Since: 0.1
 */
typedef AiohttpFuture *(*AiohttpFutureChainFunc) (AiohttpFuture *future, gpointer user_data, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_future_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_future_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_future_new_for_task (GTask *task) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_future_new_for_value (const GValue *value) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_future_new_for_error (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_is_done (AiohttpFuture *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_is_cancelled (AiohttpFuture *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_has_error (AiohttpFuture *self);

AIOHTTP_AVAILABLE_IN_ALL
GError *aiohttp_future_dup_error (AiohttpFuture *self);

AIOHTTP_AVAILABLE_IN_ALL
GAsyncResult *aiohttp_future_get_result (AiohttpFuture *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_value (AiohttpFuture *self, const GValue *value);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_boolean (AiohttpFuture *self, gboolean value);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_int64 (AiohttpFuture *self, gint64 value);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_string (AiohttpFuture *self, const char *value);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_strv (AiohttpFuture *self, const char *const *value);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_bytes (AiohttpFuture *self, GBytes *value);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_object (AiohttpFuture *self, GObject *value);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_pointer (AiohttpFuture *self, gpointer value, GDestroyNotify destroy);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_error (AiohttpFuture *self, const GError *error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_take_error (AiohttpFuture *self, GError *error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_cancel (AiohttpFuture *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_future_ready_callback (GObject *source, GAsyncResult *result, gpointer future);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_propagate_value (AiohttpFuture *self, GValue *value, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_propagate_boolean (AiohttpFuture *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gint64 aiohttp_future_propagate_int64 (AiohttpFuture *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_future_propagate_string (AiohttpFuture *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_future_propagate_bytes (AiohttpFuture *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gpointer aiohttp_future_propagate_object (AiohttpFuture *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gpointer aiohttp_future_get_pointer (AiohttpFuture *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gulong aiohttp_future_add_done_callback (AiohttpFuture *self, AiohttpFutureDoneFunc func, gpointer user_data,
                                         GDestroyNotify notify);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_remove_done_callback (AiohttpFuture *self, gulong id);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_future_and_then (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data,
                                        GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_future_or_else (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data,
                                       GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_future_and_finally (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data,
                                           GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_future_then (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data,
                                    GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_future_catch (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data,
                                     GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_future_finally (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data,
                                       GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_value_threadsafe (AiohttpFuture *self, const GValue *value);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_set_error_threadsafe (AiohttpFuture *self, const GError *error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_future_await_async (AiohttpFuture *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_await_finish (AiohttpFuture *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_future_await (AiohttpFuture *self, GError **error);

G_END_DECLS
