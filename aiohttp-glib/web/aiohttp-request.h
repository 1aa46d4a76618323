/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "aiohttp-etag.h"
#include "aiohttp-future.h"
#include "aiohttp-macros.h"
#include "aiohttp-multipart-reader.h"
#include "aiohttp-stream-reader.h"
#include "aiohttp-task.h"
#include "aiohttp-tls-info.h"

G_BEGIN_DECLS

typedef struct _AiohttpApplication AiohttpApplication;
typedef struct _AiohttpRoute AiohttpRoute;

#define AIOHTTP_TYPE_REQUEST (aiohttp_request_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpRequest, aiohttp_request, AIOHTTP, REQUEST, GObject)

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_method (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_path (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_raw_path (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_path_qs (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_query_string (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
GHashTable *aiohttp_request_get_query (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_query_get (AiohttpRequest *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
SoupHTTPVersion aiohttp_request_get_version (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_request_get_headers (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_header (AiohttpRequest *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_match_info (AiohttpRequest *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
GHashTable *aiohttp_request_dup_match_info (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_request_get_route (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_remote (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_host (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_scheme (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_content_type (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_charset (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
gint64 aiohttp_request_get_content_length (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_get_keep_alive (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpApplication *aiohttp_request_get_app (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
GCancellable *aiohttp_request_get_cancellable (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_has_body (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_url (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_rel_url (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_get_secure (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTlsInfo *aiohttp_request_get_tls_info (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
GVariant *aiohttp_request_get_raw_headers (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
GHashTable *aiohttp_request_get_cookies (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_request_get_cookie (AiohttpRequest *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_request_get_forwarded (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_request_get_if_match (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_request_get_if_none_match (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
GDateTime *aiohttp_request_get_if_modified_since (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
GDateTime *aiohttp_request_get_if_unmodified_since (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
GDateTime *aiohttp_request_get_if_range (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpETag *aiohttp_request_get_if_range_etag (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_get_http_range (AiohttpRequest *self, gint64 *start, gint64 *end, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTask *aiohttp_request_get_task (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_get_extra_info (AiohttpRequest *self, const char *name, GValue *value);
AIOHTTP_AVAILABLE_IN_ALL
GError *aiohttp_request_get_pre_handler_error (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_request_get_client_max_size (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_set_client_max_size (AiohttpRequest *self, guint64 client_max_size);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_set_item (AiohttpRequest *self, const char *key, const GValue *value);
AIOHTTP_AVAILABLE_IN_ALL
const GValue *aiohttp_request_get_item (AiohttpRequest *self, const char *key);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_has_item (AiohttpRequest *self, const char *key);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_remove_item (AiohttpRequest *self, const char *key);
AIOHTTP_AVAILABLE_IN_ALL
char **aiohttp_request_dup_item_keys (AiohttpRequest *self) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamReader *aiohttp_request_get_content (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_get_can_read_body (AiohttpRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpMultipartReader *aiohttp_request_multipart (AiohttpRequest *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_post_async (AiohttpRequest *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpForm *
aiohttp_request_post_finish (AiohttpRequest *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpForm *aiohttp_request_post (AiohttpRequest *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_release_async (AiohttpRequest *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_release_finish (AiohttpRequest *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_release (AiohttpRequest *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_read_async (AiohttpRequest *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *
aiohttp_request_read_finish (AiohttpRequest *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_request_read (AiohttpRequest *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_request_read_future (AiohttpRequest *self, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_text_async (AiohttpRequest *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
char *
aiohttp_request_text_finish (AiohttpRequest *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_request_text (AiohttpRequest *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_request_text_future (AiohttpRequest *self, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_json_async (AiohttpRequest *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
JsonNode *
aiohttp_request_json_finish (AiohttpRequest *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
JsonNode *aiohttp_request_json (AiohttpRequest *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_request_send_informational (AiohttpRequest *self, guint status, SoupMessageHeaders *headers, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_request_send_early_hints (AiohttpRequest *self, const char *const *links, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_request_json_object_async (AiohttpRequest *self, GType type, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GObject *aiohttp_request_json_object_finish (AiohttpRequest *self, GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GObject *aiohttp_request_json_object (AiohttpRequest *self, GType type, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpRequest *aiohttp_request_clone (AiohttpRequest *self, const char *method, const char *rel_url,
                                       SoupMessageHeaders *headers, const char *scheme, const char *host,
                                       const char *remote, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
