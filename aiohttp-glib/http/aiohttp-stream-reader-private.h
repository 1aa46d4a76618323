/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-stream-reader.h"

G_BEGIN_DECLS

/* More than `limit` bytes fail with AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE; 0: any number. */
void aiohttp_stream_reader_set_limit (AiohttpStreamReader *self, guint64 limit);

/* All of it was read before, in another way. */
void aiohttp_stream_reader_set_ended (AiohttpStreamReader *self, guint64 total_bytes);

/* How many bytes are announced in all: a hint, which saves allocations. 0: that is not known. */
void aiohttp_stream_reader_set_expected (AiohttpStreamReader *self, guint64 expected);

typedef enum
{
  AIOHTTP_READ_SOME,    /* up to `count` bytes, as soon as there is one */
  AIOHTTP_READ_ALL,     /* to the end */
  AIOHTTP_READ_EXACTLY, /* `count` bytes */
  AIOHTTP_READ_UNTIL,   /* up to `separator`, or to the end */
} AiohttpReadKind;

/* A read that is a GTask with the source tag; a pointer to a GBytes. */
void aiohttp_stream_reader_start_read (AiohttpStreamReader *self, AiohttpReadKind kind, gsize count,
                                       const char *separator, gpointer tag, const char *name, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);

/* TRUE if what is buffered suffices, or nothing can be read: with *bytes or *error set. */
gboolean aiohttp_stream_reader_read_at_once (AiohttpStreamReader *self, AiohttpReadKind kind, gsize count,
                                             const char *separator, GBytes **bytes, GError **error);

G_END_DECLS
