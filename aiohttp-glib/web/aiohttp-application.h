/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-cleanup-context.h"
#include "aiohttp-middleware.h"
#include "aiohttp-router.h"
#include "aiohttp-web-server.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_APPLICATION (aiohttp_application_get_type ())

/**
 * AiohttpApplicationFunc: (skip)
 * @app: the application
 * @user_data: what it was registered with
 * @error: return location of the failure
 *
 * What is called in a coroutine when an application starts or ends.
 *
 * Returns: %TRUE, or %FALSE with @error set
 *
 * Since: 0.1
 */
typedef gboolean (*AiohttpApplicationFunc) (AiohttpApplication *app, gpointer user_data, GError **error);

/**
 * AiohttpApplicationCallback:
 * @app: the application
 * @user_data: what it was registered with
 * @error: return location of the failure
 *
 * What is called on the main stack when an application starts or ends.
 *
 * Returns: (transfer full) (nullable): a future to wait for, or %NULL where all is done or, with @error set, failed
 *
 * Since: 0.1
 */
typedef AiohttpFuture *(*AiohttpApplicationCallback) (AiohttpApplication *app, gpointer user_data, GError **error);

/**
 * AiohttpCleanupContextFunc: (skip)
 * @app: the application
 * @context: where to wait while the application serves
 * @user_data: what it was registered with
 * @error: return location of the failure
 *
 * Sets something up, waits by [method@Aiohttp.CleanupContext.wait], and takes it down; in a coroutine.
 *
 * Returns: %TRUE, or %FALSE with @error set
 *
 * Since: 0.1
 */
typedef gboolean (*AiohttpCleanupContextFunc) (AiohttpApplication *app, AiohttpCleanupContext *context,
                                               gpointer user_data, GError **error);

/**
 * AiohttpCleanupContextCallback:
 * @app: the application
 * @context: where to wait while the application serves
 * @user_data: what it was registered with
 * @error: return location of the failure
 *
 * Starts what sets something up, waits by [method@Aiohttp.CleanupContext.wait_async], and takes it down.
 *
 * Returns: (transfer full) (nullable): a future of all this, or %NULL where there is nothing to wait for or, with
 *   @error set, it failed
 *
 * Since: 0.1
 */
typedef AiohttpFuture *(*AiohttpCleanupContextCallback) (AiohttpApplication *app, AiohttpCleanupContext *context,
                                                         gpointer user_data, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpApplication, aiohttp_application, AIOHTTP, APPLICATION, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpApplication *aiohttp_application_new (void) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRouter *aiohttp_application_get_router (AiohttpApplication *self);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_application_get_client_max_size (AiohttpApplication *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_set_client_max_size (AiohttpApplication *self, guint64 size, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_add_middleware (AiohttpApplication *self, AiohttpMiddleware *middleware, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_add_middleware_func (AiohttpApplication *self, AiohttpMiddlewareFunc func,
                                                  gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_add_middleware_func_callback (AiohttpApplication *self, AiohttpMiddlewareFunc func,
                                                           gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_application_list_middlewares (AiohttpApplication *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_on_startup (AiohttpApplication *self, AiohttpApplicationFunc func, gpointer user_data,
                                         GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_on_startup_callback (AiohttpApplication *self, AiohttpApplicationCallback func,
                                                  gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_on_shutdown (AiohttpApplication *self, AiohttpApplicationFunc func, gpointer user_data,
                                          GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_on_shutdown_callback (AiohttpApplication *self, AiohttpApplicationCallback func,
                                                   gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_on_cleanup (AiohttpApplication *self, AiohttpApplicationFunc func, gpointer user_data,
                                         GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_on_cleanup_callback (AiohttpApplication *self, AiohttpApplicationCallback func,
                                                  gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_add_cleanup_context (AiohttpApplication *self, AiohttpCleanupContextFunc func,
                                                  gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_add_cleanup_context_callback (AiohttpApplication *self, AiohttpCleanupContextCallback func,
                                                           gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_startup (AiohttpApplication *self, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_application_startup_async (AiohttpApplication *self, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_startup_finish (AiohttpApplication *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_shutdown (AiohttpApplication *self, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_application_shutdown_async (AiohttpApplication *self, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_shutdown_finish (AiohttpApplication *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_cleanup (AiohttpApplication *self, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_application_cleanup_async (AiohttpApplication *self, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_cleanup_finish (AiohttpApplication *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_add_subapp (AiohttpApplication *self, const char *prefix, AiohttpApplication *subapp,
                                         GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_add_domain (AiohttpApplication *self, const char *domain, AiohttpApplication *subapp,
                                         GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpApplication *aiohttp_application_get_parent (AiohttpApplication *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_set_item (AiohttpApplication *self, const char *key, const GValue *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_remove_item (AiohttpApplication *self, const char *key, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
const GValue *aiohttp_application_get_item (AiohttpApplication *self, const char *key);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_has_item (AiohttpApplication *self, const char *key);
AIOHTTP_AVAILABLE_IN_ALL
const GValue *aiohttp_application_lookup_item (AiohttpApplication *self, const char *key);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_is_frozen (AiohttpApplication *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_application_freeze (AiohttpApplication *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebServer *aiohttp_application_make_handler (AiohttpApplication *self) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_get_thread_safe (AiohttpApplication *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_application_set_thread_safe (AiohttpApplication *self, gboolean thread_safe);

G_END_DECLS
