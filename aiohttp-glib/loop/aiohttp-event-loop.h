/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-context.h"
#include "aiohttp-exception-context.h"
#include "aiohttp-future.h"
#include "aiohttp-handle.h"
#include "aiohttp-protocol-factory.h"
#include "aiohttp-protocol.h"
#include "aiohttp-server.h"
#include "aiohttp-task.h"
#include "aiohttp-timer-handle.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_EVENT_LOOP (aiohttp_event_loop_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpEventLoop, aiohttp_event_loop, AIOHTTP, EVENT_LOOP, GObject)

/**
 * AiohttpExecutorFunc: (skip)
 * @result: (inout): an unset #GValue, to be initialised and set when the function has a result
 * @user_data: what was given with the function
 * @error: where to put an error
 *
 * A function that blocks, and is called in a thread of an event loop's pool.
 *
 * Returns: %TRUE, or %FALSE with @error set
 *
 * Since: 0.1
 */
typedef gboolean (*AiohttpExecutorFunc) (GValue *result, gpointer user_data, GError **error);

/**
 * AiohttpExecutorCallFunc:
 * @user_data: (closure): what was given with the function
 * @error: where to put an error
 *
 * A function that blocks, and is called in a thread of an event loop's pool: for languages other than C.
 *
 * Returns: (transfer full) (nullable): its result, or %NULL for nothing, or with @error set
 *
 * Since: 0.1
 */
typedef GVariant *(*AiohttpExecutorCallFunc) (gpointer user_data, GError **error);

/**
 * AiohttpExceptionHandlerFunc:
 * @loop: the event loop
 * @context: what happened
 * @user_data: (closure): what was given with the function
 *
 * Gets the failures of an event loop that nobody else gets. It runs on the main stack, so it cannot await.
 *
 * Since: 0.1
 */
typedef void (*AiohttpExceptionHandlerFunc) (AiohttpEventLoop *loop, AiohttpExceptionContext *context,
                                             gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEventLoop *aiohttp_get_event_loop (GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEventLoop *aiohttp_event_loop_new (GMainContext *context) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
GMainContext *aiohttp_event_loop_get_context (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_get_debug (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_set_debug (AiohttpEventLoop *self, gboolean debug);

AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_event_loop_get_slow_callback_duration (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_set_slow_callback_duration (AiohttpEventLoop *self, double seconds);

AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_event_loop_get_slow_poll_duration (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_set_slow_poll_duration (AiohttpEventLoop *self, double seconds);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_is_running (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_run_until_complete (AiohttpEventLoop *self, AiohttpFuture *future, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_run_forever (AiohttpEventLoop *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_stop (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_close (AiohttpEventLoop *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_is_closed (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpHandle *aiohttp_event_loop_call_soon (AiohttpEventLoop *self, AiohttpCallFunc func, gpointer user_data,
                                             GDestroyNotify notify, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpHandle *
aiohttp_event_loop_call_soon_with_context (AiohttpEventLoop *self, AiohttpContext *context, AiohttpCallFunc func,
                                           gpointer user_data, GDestroyNotify notify,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpHandle *
aiohttp_event_loop_call_soon_threadsafe (AiohttpEventLoop *self, AiohttpCallFunc func, gpointer user_data,
                                         GDestroyNotify notify, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTimerHandle *
aiohttp_event_loop_call_later (AiohttpEventLoop *self, double seconds, AiohttpCallFunc func, gpointer user_data,
                               GDestroyNotify notify, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTimerHandle *
aiohttp_event_loop_call_at (AiohttpEventLoop *self, double when, AiohttpCallFunc func, gpointer user_data,
                            GDestroyNotify notify, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_event_loop_time (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_event_loop_create_future (AiohttpEventLoop *self) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTask *aiohttp_event_loop_create_task (AiohttpEventLoop *self, AiohttpCoroutineFunc func, gpointer user_data,
                                             GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_event_loop_get_all_tasks (AiohttpEventLoop *self) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_add_reader (AiohttpEventLoop *self, int fd, AiohttpCallFunc func, gpointer user_data,
                                        GDestroyNotify notify, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_remove_reader (AiohttpEventLoop *self, int fd);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_add_writer (AiohttpEventLoop *self, int fd, AiohttpCallFunc func, gpointer user_data,
                                        GDestroyNotify notify, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_remove_writer (AiohttpEventLoop *self, int fd);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_add_signal_handler (AiohttpEventLoop *self, int signum, AiohttpCallFunc func,
                                                gpointer user_data, GDestroyNotify notify, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_remove_signal_handler (AiohttpEventLoop *self, int signum);

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_event_loop_get_executor_size (AiohttpEventLoop *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_set_executor_size (AiohttpEventLoop *self, guint size);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_run_in_executor_async (AiohttpEventLoop *self, AiohttpExecutorFunc func, gpointer user_data,
                                               GDestroyNotify notify, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer callback_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_event_loop_run_in_executor_finish (AiohttpEventLoop *self, GAsyncResult *result, GValue *value, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_loop_run_in_executor (AiohttpEventLoop *self, AiohttpExecutorFunc func, gpointer user_data,
                                             GDestroyNotify notify, GValue *value, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *
aiohttp_event_loop_run_in_executor_future (AiohttpEventLoop *self, AiohttpExecutorCallFunc func, gpointer user_data,
                                           GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_set_exception_handler (AiohttpEventLoop *self, AiohttpExceptionHandlerFunc func,
                                               gpointer user_data, GDestroyNotify notify);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_default_exception_handler (AiohttpEventLoop *self, AiohttpExceptionContext *context);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_call_exception_handler (AiohttpEventLoop *self, AiohttpExceptionContext *context);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_create_server_async (AiohttpEventLoop *self, AiohttpProtocolFactory *factory, const char *host,
                                             guint16 port, GCancellable *cancellable, GAsyncReadyCallback callback,
                                             gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpServer *aiohttp_event_loop_create_server_finish (AiohttpEventLoop *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpServer *aiohttp_event_loop_create_server (AiohttpEventLoop *self, AiohttpProtocolFactory *factory,
                                                 const char *host, guint16 port, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_create_connection_async (AiohttpEventLoop *self, AiohttpProtocol *protocol, const char *host,
                                                 guint16 port, GCancellable *cancellable, GAsyncReadyCallback callback,
                                                 gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamTransport *aiohttp_event_loop_create_connection_finish (AiohttpEventLoop *self, GAsyncResult *result,
                                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamTransport *
aiohttp_event_loop_create_connection (AiohttpEventLoop *self, AiohttpProtocol *protocol, const char *host, guint16 port,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
