/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-middleware.h"
#include "aiohttp-client-response.h"
#include "aiohttp-connector.h"
#include "aiohttp-future.h"
#include "aiohttp-request-options.h"
#include "aiohttp-web-socket-options.h"
#include "aiohttp-trace-config.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_SESSION (aiohttp_client_session_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientSession, aiohttp_client_session, AIOHTTP, CLIENT_SESSION, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientSession *aiohttp_client_session_new (void) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientSession *aiohttp_client_session_new_with_connector (AiohttpConnector *connector) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpConnector *aiohttp_client_session_get_connector (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_get_connector_owner (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_client_session_get_headers (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_client_session_set_header (AiohttpClientSession *self, const char *name, const char *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_client_session_append_header (AiohttpClientSession *self, const char *name, const char *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_session_get_timeout (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_timeout (AiohttpClientSession *self, double timeout);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_get_raise_for_status (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_raise_for_status (AiohttpClientSession *self, gboolean raise_for_status);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_get_auto_decompress (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_auto_decompress (AiohttpClientSession *self, gboolean auto_decompress);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_client_session_get_max_redirects (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_max_redirects (AiohttpClientSession *self, guint max_redirects);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_client_session_get_max_body_size (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_max_body_size (AiohttpClientSession *self, guint64 max_body_size);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_is_closed (AiohttpClientSession *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_add_middleware (AiohttpClientSession *self, AiohttpClientMiddleware *middleware);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_add_middleware_func (AiohttpClientSession *self, AiohttpClientMiddlewareFunc func,
                                                 gpointer user_data, GDestroyNotify destroy);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_add_trace_config (AiohttpClientSession *self, AiohttpTraceConfig *config);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_get_record_timings (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_record_timings (AiohttpClientSession *self, gboolean record_timings);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_client_session_list_middlewares (AiohttpClientSession *self) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_request_async (AiohttpClientSession *self, const char *method, const char *url,
                                           AiohttpRequestOptions *options, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_client_session_request_finish (AiohttpClientSession *self, GAsyncResult *result,
                                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *
aiohttp_client_session_request (AiohttpClientSession *self, const char *method, const char *url,
                                AiohttpRequestOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_client_session_request_future (AiohttpClientSession *self, const char *method, const char *url,
                                                      AiohttpRequestOptions *options,
                                                      GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_get_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_client_session_get_finish (AiohttpClientSession *self, GAsyncResult *result,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *
aiohttp_client_session_get (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_options_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_client_session_options_finish (AiohttpClientSession *self, GAsyncResult *result,
                                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *
aiohttp_client_session_options (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_head_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_client_session_head_finish (AiohttpClientSession *self, GAsyncResult *result,
                                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *
aiohttp_client_session_head (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_post_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_client_session_post_finish (AiohttpClientSession *self, GAsyncResult *result,
                                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *
aiohttp_client_session_post (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_put_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_client_session_put_finish (AiohttpClientSession *self, GAsyncResult *result,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *
aiohttp_client_session_put (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_patch_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_client_session_patch_finish (AiohttpClientSession *self, GAsyncResult *result,
                                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *
aiohttp_client_session_patch (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_delete_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_client_session_delete_finish (AiohttpClientSession *self, GAsyncResult *result,
                                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *
aiohttp_client_session_delete (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_close_async (AiohttpClientSession *self, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_close_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_close (AiohttpClientSession *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_send_request_async (const char *method, const char *url, AiohttpRequestOptions *options,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_send_request_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_request (const char *method, const char *url, AiohttpRequestOptions *options,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void
aiohttp_client_session_ws_connect_async (AiohttpClientSession *self, const char *url, AiohttpWebSocketOptions *options,
                                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocket *aiohttp_client_session_ws_connect_finish (AiohttpClientSession *self, GAsyncResult *result,
                                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocket *
aiohttp_client_session_ws_connect (AiohttpClientSession *self, const char *url, AiohttpWebSocketOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *
aiohttp_client_session_ws_connect_future (AiohttpClientSession *self, const char *url, AiohttpWebSocketOptions *options,
                                          GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
