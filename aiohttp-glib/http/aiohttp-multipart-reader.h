/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-body-part-reader.h"
#include "aiohttp-form.h"
#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_MULTIPART_READER (aiohttp_multipart_reader_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpMultipartReader, aiohttp_multipart_reader, AIOHTTP, MULTIPART_READER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpMultipartReader *
aiohttp_multipart_reader_new (GInputStream *stream, const char *content_type, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_multipart_reader_get_boundary (AiohttpMultipartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_multipart_reader_get_subtype (AiohttpMultipartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_multipart_reader_get_max_parts (AiohttpMultipartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_multipart_reader_set_max_parts (AiohttpMultipartReader *self, guint max_parts);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_multipart_reader_get_max_headers (AiohttpMultipartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_multipart_reader_set_max_headers (AiohttpMultipartReader *self, guint max_headers);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_multipart_reader_get_max_field_size (AiohttpMultipartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_multipart_reader_set_max_field_size (AiohttpMultipartReader *self, guint max_field_size);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_multipart_reader_get_max_depth (AiohttpMultipartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_multipart_reader_set_max_depth (AiohttpMultipartReader *self, guint max_depth);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_multipart_reader_get_max_size (AiohttpMultipartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_multipart_reader_set_max_size (AiohttpMultipartReader *self, guint64 max_size);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_multipart_reader_get_max_part_size (AiohttpMultipartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_multipart_reader_set_max_part_size (AiohttpMultipartReader *self, guint64 max_part_size);

AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_multipart_reader_get_spool_size (AiohttpMultipartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_multipart_reader_set_spool_size (AiohttpMultipartReader *self, guint64 spool_size);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_multipart_reader_form_async (AiohttpMultipartReader *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpForm *aiohttp_multipart_reader_form_finish (AiohttpMultipartReader *self, GAsyncResult *result,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpForm *aiohttp_multipart_reader_form (AiohttpMultipartReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_multipart_reader_next_async (AiohttpMultipartReader *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpBodyPartReader *aiohttp_multipart_reader_next_finish (AiohttpMultipartReader *self, GAsyncResult *result,
                                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpBodyPartReader *
aiohttp_multipart_reader_next (AiohttpMultipartReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
