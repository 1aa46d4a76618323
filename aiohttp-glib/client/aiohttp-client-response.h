/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "aiohttp-client-request.h"
#include "aiohttp-client-timings.h"
#include "aiohttp-future.h"
#include "aiohttp-macros.h"
#include "aiohttp-stream-reader.h"
#include "aiohttp-tls-info.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_RESPONSE (aiohttp_client_response_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientResponse, aiohttp_client_response, AIOHTTP, CLIENT_RESPONSE, GObject)

/**
 * AiohttpStatusCheckFunc:
 * @response: a response whose body was not read
 * @user_data: data of the function
 * @error: return location for an error
 *
 * Decides whether a response is to be taken for an error. It runs as a coroutine.
 *
 * Returns: %TRUE if it is none; %FALSE with @error set, which the request fails with
 *
 * Since: 0.1
 */
typedef gboolean (*AiohttpStatusCheckFunc) (AiohttpClientResponse *response, gpointer user_data, GError **error);

/**
 * AiohttpStatusCheckCallback:
 * @response: a response whose body was not read
 * @user_data: data of the function
 * @error: return location for an error
 *
 * Decides whether a response is to be taken for an error: the form of [callback@Aiohttp.StatusCheckFunc] for language
 * bindings.
 *
 * Returns: (transfer full) (nullable): %NULL if it is none, or with @error set, which the request fails with; or a future
 *   that is waited for, and whose error the request fails with
 *
 * Since: 0.1
 */
typedef AiohttpFuture *(*AiohttpStatusCheckCallback) (AiohttpClientResponse *response, gpointer user_data,
                                                      GError **error);

/**
 * AiohttpCharsetFunc:
 * @response: a response that declares no charset, or none that is known
 * @body: its body
 * @user_data: data of the function
 *
 * Chooses the charset of a body.
 *
 * Returns: (transfer full) (nullable): a charset, or %NULL for UTF-8
 *
 * Since: 0.1
 */
typedef char *(*AiohttpCharsetFunc) (AiohttpClientResponse *response, GBytes *body, gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *
aiohttp_client_response_new_for_request (AiohttpClientRequest *request, guint status, SoupMessageHeaders *headers,
                                         GBytes *body) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_response_get_method (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_response_get_url (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_response_get_real_url (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_response_get_host (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_client_response_get_request_headers (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_client_response_get_status (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_response_get_reason (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupHTTPVersion aiohttp_client_response_get_version (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_response_is_ok (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_client_response_get_headers (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_response_get_header (AiohttpClientResponse *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse **aiohttp_client_response_get_history (AiohttpClientResponse *self, gsize *n_responses);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_response_get_content_type (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_response_get_charset (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_response_get_encoding (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_response_set_encoding (AiohttpClientResponse *self, const char *encoding);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_response_get_check_content_type (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_response_set_check_content_type (AiohttpClientResponse *self, gboolean check_content_type);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamReader *aiohttp_client_response_get_content (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientTimings *aiohttp_client_response_get_timings (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_response_is_closed (AiohttpClientResponse *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_response_raise_for_status (AiohttpClientResponse *self, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_response_require_json (AiohttpClientResponse *self, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_response_release (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_response_close (AiohttpClientResponse *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_response_read_async (AiohttpClientResponse *self, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_client_response_read_finish (AiohttpClientResponse *self, GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_client_response_read (AiohttpClientResponse *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *
aiohttp_client_response_read_future (AiohttpClientResponse *self, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_response_text_async (AiohttpClientResponse *self, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_client_response_text_finish (AiohttpClientResponse *self, GAsyncResult *result,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_client_response_text (AiohttpClientResponse *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *
aiohttp_client_response_text_future (AiohttpClientResponse *self, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_response_json_async (AiohttpClientResponse *self, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
JsonNode *aiohttp_client_response_json_finish (AiohttpClientResponse *self, GAsyncResult *result,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
JsonNode *aiohttp_client_response_json (AiohttpClientResponse *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
GHashTable *aiohttp_client_response_get_cookies (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
GHashTable *aiohttp_client_response_get_links (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_client_response_list_links (AiohttpClientResponse *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GVariant *aiohttp_client_response_get_raw_headers (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gint64 aiohttp_client_response_get_content_length (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_client_response_get_content_disposition (AiohttpClientResponse *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
char *
aiohttp_client_response_get_disposition_param (AiohttpClientResponse *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_client_response_get_filename (AiohttpClientResponse *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_client_response_get_received_bytes (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
GSocketAddress *aiohttp_client_response_get_remote_address (AiohttpClientResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTlsInfo *aiohttp_client_response_get_tls_info (AiohttpClientResponse *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_response_json_object_async (AiohttpClientResponse *self, GType type, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GObject *aiohttp_client_response_json_object_finish (AiohttpClientResponse *self, GAsyncResult *result,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GObject *
aiohttp_client_response_json_object (AiohttpClientResponse *self, GType type, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
