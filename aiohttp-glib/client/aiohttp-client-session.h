/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-middleware.h"
#include "aiohttp-client-response.h"
#include "aiohttp-client-timeout.h"
#include "aiohttp-connector.h"
#include "aiohttp-cookie-jar.h"
#include "aiohttp-future.h"
#include "aiohttp-request-options.h"
#include "aiohttp-tls-context.h"
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
AiohttpCookieJar *aiohttp_client_session_get_cookie_jar (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupHSTSEnforcer *aiohttp_client_session_get_hsts_enforcer (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_hsts_enforcer (AiohttpClientSession *self, SoupHSTSEnforcer *hsts_enforcer);
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
const char *aiohttp_client_session_get_base_url (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_session_get_params (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_params (AiohttpClientSession *self, const char *params);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_session_get_authorization (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_authorization (AiohttpClientSession *self, const char *authorization);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_get_trust_env (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_trust_env (AiohttpClientSession *self, gboolean trust_env);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_get_requote_redirect_url (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_requote_redirect_url (AiohttpClientSession *self, gboolean requote_redirect_url);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientTimeout *aiohttp_client_session_get_client_timeout (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_client_timeout (AiohttpClientSession *self, AiohttpClientTimeout *client_timeout);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_session_get_proxy (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_proxy (AiohttpClientSession *self, const char *proxy);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_client_session_get_proxy_headers (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_proxy_headers (AiohttpClientSession *self, SoupMessageHeaders *proxy_headers);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTlsContext *aiohttp_client_session_get_tls_context (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_tls_context (AiohttpClientSession *self, AiohttpTlsContext *tls_context);
AIOHTTP_AVAILABLE_IN_ALL
const char *const *aiohttp_client_session_get_skip_auto_headers (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_skip_auto_headers (AiohttpClientSession *self, const char *const *skip_auto_headers);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_client_session_get_max_line_size (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_max_line_size (AiohttpClientSession *self, guint max_line_size);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_client_session_get_max_field_size (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_max_field_size (AiohttpClientSession *self, guint max_field_size);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_client_session_get_max_headers (AiohttpClientSession *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_max_headers (AiohttpClientSession *self, guint max_headers);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_set_base_url (AiohttpClientSession *self, const char *base_url, GError **error);
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
void aiohttp_client_session_download_async (AiohttpClientSession *self, const char *url, GFile *file, gboolean resume,
                                            GFileProgressCallback progress, gpointer progress_data,
                                            GDestroyNotify progress_notify, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_download_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_session_download (AiohttpClientSession *self, const char *url, GFile *file, gboolean resume,
                                          GFileProgressCallback progress, gpointer progress_data, GError **error);

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

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_status_check (AiohttpClientSession *self, AiohttpStatusCheckFunc func,
                                              gpointer user_data, GDestroyNotify destroy);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_status_check_callback (AiohttpClientSession *self, AiohttpStatusCheckCallback func,
                                                       gpointer user_data, GDestroyNotify destroy);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_set_fallback_charset_func (AiohttpClientSession *self, AiohttpCharsetFunc func,
                                                       gpointer user_data, GDestroyNotify destroy);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_session_detach (AiohttpClientSession *self);

G_END_DECLS
