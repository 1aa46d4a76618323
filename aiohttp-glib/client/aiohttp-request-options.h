/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "aiohttp-client-middleware.h"
#include "aiohttp-client-timeout.h"
#include "aiohttp-form-data.h"
#include "aiohttp-macros.h"
#include "aiohttp-payload.h"
#include "aiohttp-tls-context.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_REQUEST_OPTIONS (aiohttp_request_options_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpRequestOptions, aiohttp_request_options, AIOHTTP, REQUEST_OPTIONS, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpRequestOptions *aiohttp_request_options_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_request_options_get_headers (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_request_options_set_header (AiohttpRequestOptions *self, const char *name, const char *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_options_append_header (AiohttpRequestOptions *self, const char *name, const char *value,
                                                GError **error);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_options_get_params (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_params (AiohttpRequestOptions *self, const char *params);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_add_param (AiohttpRequestOptions *self, const char *name, const char *value);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_request_options_get_body (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_body (AiohttpRequestOptions *self, GBytes *body);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_text (AiohttpRequestOptions *self, const char *text);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_options_get_content_type (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_content_type (AiohttpRequestOptions *self, const char *content_type);
AIOHTTP_AVAILABLE_IN_ALL
JsonNode *aiohttp_request_options_get_json (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_json (AiohttpRequestOptions *self, JsonNode *json);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_options_get_json_text (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_json_text (AiohttpRequestOptions *self, const char *json_text);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_request_options_get_payload (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_payload (AiohttpRequestOptions *self, AiohttpPayload *payload);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_form (AiohttpRequestOptions *self, AiohttpFormData *form);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_json_object (AiohttpRequestOptions *self, GObject *object);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_request_options_get_timeout (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_timeout (AiohttpRequestOptions *self, double timeout);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_options_get_allow_redirects (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_allow_redirects (AiohttpRequestOptions *self, gboolean allow_redirects);
AIOHTTP_AVAILABLE_IN_ALL
int aiohttp_request_options_get_max_redirects (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_max_redirects (AiohttpRequestOptions *self, int max_redirects);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_options_get_raise_for_status (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_raise_for_status (AiohttpRequestOptions *self, gboolean raise_for_status);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_options_get_auto_decompress (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_auto_decompress (AiohttpRequestOptions *self, gboolean auto_decompress);
AIOHTTP_AVAILABLE_IN_ALL
gint64 aiohttp_request_options_get_max_body_size (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_max_body_size (AiohttpRequestOptions *self, gint64 max_body_size);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_add_middleware (AiohttpRequestOptions *self, AiohttpClientMiddleware *middleware);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_clear_middlewares (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientTimeout *aiohttp_request_options_get_client_timeout (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_client_timeout (AiohttpRequestOptions *self, AiohttpClientTimeout *client_timeout);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_options_get_proxy (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_proxy (AiohttpRequestOptions *self, const char *proxy);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_request_options_get_proxy_headers (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_proxy_headers (AiohttpRequestOptions *self, SoupMessageHeaders *proxy_headers);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTlsContext *aiohttp_request_options_get_tls_context (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_tls_context (AiohttpRequestOptions *self, AiohttpTlsContext *tls_context);
AIOHTTP_AVAILABLE_IN_ALL
const char *const *aiohttp_request_options_get_skip_auto_headers (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_skip_auto_headers (AiohttpRequestOptions *self, const char *const *skip_auto_headers);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_request_options_get_max_line_size (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_max_line_size (AiohttpRequestOptions *self, guint max_line_size);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_request_options_get_max_field_size (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_max_field_size (AiohttpRequestOptions *self, guint max_field_size);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_request_options_get_max_headers (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_max_headers (AiohttpRequestOptions *self, guint max_headers);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_options_get_server_hostname (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_server_hostname (AiohttpRequestOptions *self, const char *server_hostname);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_options_get_compress (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_compress (AiohttpRequestOptions *self, const char *compress);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_options_get_chunked (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_chunked (AiohttpRequestOptions *self, gboolean chunked);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_options_get_expect100 (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_expect100 (AiohttpRequestOptions *self, gboolean expect100);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_upload_progress (AiohttpRequestOptions *self, GFileProgressCallback func,
                                                  gpointer user_data, GDestroyNotify notify);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_add_cookie (AiohttpRequestOptions *self, const char *name, const char *value);

AIOHTTP_AVAILABLE_IN_ALL
GObject *aiohttp_request_options_get_trace_request_context (AiohttpRequestOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_trace_request_context (AiohttpRequestOptions *self, GObject *context);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_status_check (AiohttpRequestOptions *self, AiohttpStatusCheckFunc func,
                                               gpointer user_data, GDestroyNotify destroy);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_options_set_status_check_callback (AiohttpRequestOptions *self, AiohttpStatusCheckCallback func,
                                                        gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
