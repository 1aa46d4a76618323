/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-future.h"
#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_STREAM_READER (aiohttp_stream_reader_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpStreamReader, aiohttp_stream_reader, AIOHTTP, STREAM_READER, GInputStream)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamReader *aiohttp_stream_reader_new (GInputStream *base_stream) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GInputStream *aiohttp_stream_reader_get_base_stream (AiohttpStreamReader *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_stream_reader_get_line_limit (AiohttpStreamReader *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_reader_set_line_limit (AiohttpStreamReader *self, guint line_limit);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_stream_reader_get_total_bytes (AiohttpStreamReader *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_reader_is_at_eof (AiohttpStreamReader *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_reader_read_async (AiohttpStreamReader *self, gssize count, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_stream_reader_read_finish (AiohttpStreamReader *self, GAsyncResult *result,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_stream_reader_read (AiohttpStreamReader *self, gssize count, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_stream_reader_read_future (AiohttpStreamReader *self, gssize count,
                                                  GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_reader_readany_async (AiohttpStreamReader *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_stream_reader_readany_finish (AiohttpStreamReader *self, GAsyncResult *result,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_stream_reader_readany (AiohttpStreamReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *
aiohttp_stream_reader_readany_future (AiohttpStreamReader *self, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_reader_readexactly_async (AiohttpStreamReader *self, gsize count, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_stream_reader_readexactly_finish (AiohttpStreamReader *self, GAsyncResult *result,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GBytes *
aiohttp_stream_reader_readexactly (AiohttpStreamReader *self, gsize count, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_stream_reader_readexactly_future (AiohttpStreamReader *self, gsize count,
                                                         GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_reader_readline_async (AiohttpStreamReader *self, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_stream_reader_readline_finish (AiohttpStreamReader *self, GAsyncResult *result,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_stream_reader_readline (AiohttpStreamReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *
aiohttp_stream_reader_readline_future (AiohttpStreamReader *self, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_reader_readuntil_async (AiohttpStreamReader *self, const char *separator, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_stream_reader_readuntil_finish (AiohttpStreamReader *self, GAsyncResult *result,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_stream_reader_readuntil (AiohttpStreamReader *self, const char *separator,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_stream_reader_readuntil_future (AiohttpStreamReader *self, const char *separator,
                                                       GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
