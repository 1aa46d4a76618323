/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>
#include <libsoup/soup.h>

#include "aiohttp-cookie-options.h"
#include "aiohttp-etag.h"
#include "aiohttp-future.h"
#include "aiohttp-macros.h"
#include "aiohttp-request.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_STREAM_RESPONSE (aiohttp_stream_response_get_type ())
#define AIOHTTP_STREAM_RESPONSE(obj)                                                                                   \
  (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_STREAM_RESPONSE, AiohttpStreamResponse))
#define AIOHTTP_IS_STREAM_RESPONSE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_STREAM_RESPONSE))

typedef struct _AiohttpStreamResponse AiohttpStreamResponse;
typedef struct _AiohttpStreamResponseClass AiohttpStreamResponseClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpStreamResponse, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_stream_response_get_type (void) G_GNUC_CONST;

/**
 * AiohttpBodyFunc: (skip)
 * @response: the response, which was prepared
 * @user_data: what was given with the function
 * @error: where to put an error
 *
 * Writes the body of a response by [method@Aiohttp.StreamResponse.write] and its like; its end comes by itself. It runs as
 * a coroutine.
 *
 * Returns: %TRUE, or %FALSE with @error set
 *
 * Since: 0.1
 */
typedef gboolean (*AiohttpBodyFunc) (AiohttpStreamResponse *response, gpointer user_data, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamResponse *aiohttp_stream_response_new (guint status) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamResponse *aiohttp_stream_response_new_from_stream (guint status, GInputStream *stream, gint64 length,
                                                                const char *content_type) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamResponse *
aiohttp_stream_response_new_from_func (guint status, const char *content_type, AiohttpBodyFunc func, gpointer user_data,
                                       GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_stream_response_get_status (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_stream_response_set_status (AiohttpStreamResponse *self, guint status, const char *reason, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_stream_response_get_reason (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_stream_response_get_headers (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_stream_response_get_header (AiohttpStreamResponse *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_stream_response_set_header (AiohttpStreamResponse *self, const char *name, const char *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_stream_response_add_header (AiohttpStreamResponse *self, const char *name, const char *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_response_force_close (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_is_sent (AiohttpStreamResponse *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_get_keep_alive (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
GDateTime *aiohttp_stream_response_get_last_modified (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_set_last_modified (AiohttpStreamResponse *self, GDateTime *date, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpETag *aiohttp_stream_response_get_etag (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_set_etag (AiohttpStreamResponse *self, AiohttpETag *etag, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_set_cookie (AiohttpStreamResponse *self, const char *name, const char *value,
                                             AiohttpCookieOptions *options, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_del_cookie (AiohttpStreamResponse *self, const char *name,
                                             AiohttpCookieOptions *options, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_enable_compression (AiohttpStreamResponse *self, const char *coding, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gint64 aiohttp_stream_response_get_content_length (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_set_content_length (AiohttpStreamResponse *self, gint64 length, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_enable_chunked_encoding (AiohttpStreamResponse *self, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_stream_response_set_trailer (AiohttpStreamResponse *self, const char *name, const char *value, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_prepare (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void
aiohttp_stream_response_prepare_async (AiohttpStreamResponse *self, AiohttpRequest *request, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_prepare_finish (AiohttpStreamResponse *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_stream_response_prepare_future (AiohttpStreamResponse *self, AiohttpRequest *request,
                                                       GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_write (AiohttpStreamResponse *self, const guint8 *data, gsize length, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_response_write_async (AiohttpStreamResponse *self, const guint8 *data, gsize length,
                                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_write_finish (AiohttpStreamResponse *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_stream_response_write_future (AiohttpStreamResponse *self, const guint8 *data, gsize length,
                                                     GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_write_text (AiohttpStreamResponse *self, const char *text, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_write_bytes (AiohttpStreamResponse *self, GBytes *bytes, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_response_write_bytes_async (AiohttpStreamResponse *self, GBytes *bytes, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_write_bytes_finish (AiohttpStreamResponse *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_stream_response_write_file (AiohttpStreamResponse *self, int fd, gint64 offset, gint64 length, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void
aiohttp_stream_response_write_file_async (AiohttpStreamResponse *self, int fd, gint64 offset, gint64 length,
                                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_write_file_finish (AiohttpStreamResponse *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_write_eof (AiohttpStreamResponse *self, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_response_write_eof_async (AiohttpStreamResponse *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_write_eof_finish (AiohttpStreamResponse *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_stream_response_write_eof_future (AiohttpStreamResponse *self,
                                                         GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gsize aiohttp_stream_response_get_buffered_size (AiohttpStreamResponse *self);

G_END_DECLS
