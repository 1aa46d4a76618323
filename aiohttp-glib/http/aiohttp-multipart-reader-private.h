/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-multipart-reader.h"

G_BEGIN_DECLS

#define AIOHTTP_MULTIPART_MAX_PARTS  1000
#define AIOHTTP_MULTIPART_MAX_DEPTH  4
#define AIOHTTP_MULTIPART_SPOOL_SIZE (1024 * 1024)

/* For the body of a request: all faults are AIOHTTP_HTTP_ERROR_BAD_REQUEST, or CONTENT_TOO_LARGE. */
AiohttpMultipartReader *
aiohttp_multipart_reader_new_for_request (GInputStream *stream, const char *content_type, GError **error);

/* Of a part of `parent`, whose limits it has; fails where that is too deep. */
AiohttpMultipartReader *aiohttp_multipart_reader_new_nested (AiohttpMultipartReader *parent, GInputStream *stream,
                                                             const char *content_type, GError **error);

/* Reads the bytes of the part with that number, as they are in the body. */
void
aiohttp_multipart_reader_read_part_async (AiohttpMultipartReader *self, guint64 part, void *buffer, gsize count,
                                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gssize aiohttp_multipart_reader_read_part_finish (AiohttpMultipartReader *self, GAsyncResult *result, GError **error);

/* The charset that a field called _charset_ has named for those behind it; NULL for none. */
const char *aiohttp_multipart_reader_get_default_charset (AiohttpMultipartReader *self);
gboolean aiohttp_multipart_reader_is_of_request (AiohttpMultipartReader *self);

/* An error of ours as whoever reads is to see it. Takes it. */
GError *aiohttp_multipart_map_error (GError *error, gboolean of_request);

G_END_DECLS
