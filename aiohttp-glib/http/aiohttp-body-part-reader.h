/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "aiohttp-form.h"
#include "aiohttp-macros.h"
#include "aiohttp-stream-reader.h"

G_BEGIN_DECLS

typedef struct _AiohttpMultipartReader AiohttpMultipartReader;

#define AIOHTTP_TYPE_BODY_PART_READER (aiohttp_body_part_reader_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpBodyPartReader, aiohttp_body_part_reader, AIOHTTP, BODY_PART_READER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_body_part_reader_get_headers (AiohttpBodyPartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_body_part_reader_get_header (AiohttpBodyPartReader *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_body_part_reader_get_name (AiohttpBodyPartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_body_part_reader_get_filename (AiohttpBodyPartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_body_part_reader_get_content_type (AiohttpBodyPartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_body_part_reader_get_charset (AiohttpBodyPartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_body_part_reader_is_multipart (AiohttpBodyPartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamReader *aiohttp_body_part_reader_get_content (AiohttpBodyPartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpStreamReader *aiohttp_body_part_reader_get_raw_content (AiohttpBodyPartReader *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpMultipartReader *
aiohttp_body_part_reader_open_multipart (AiohttpBodyPartReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_body_part_reader_read_async (AiohttpBodyPartReader *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_body_part_reader_read_finish (AiohttpBodyPartReader *self, GAsyncResult *result,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_body_part_reader_read (AiohttpBodyPartReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_body_part_reader_text_async (AiohttpBodyPartReader *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_body_part_reader_text_finish (AiohttpBodyPartReader *self, GAsyncResult *result,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_body_part_reader_text (AiohttpBodyPartReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_body_part_reader_json_async (AiohttpBodyPartReader *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
JsonNode *aiohttp_body_part_reader_json_finish (AiohttpBodyPartReader *self, GAsyncResult *result,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
JsonNode *aiohttp_body_part_reader_json (AiohttpBodyPartReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_body_part_reader_form_async (AiohttpBodyPartReader *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpForm *aiohttp_body_part_reader_form_finish (AiohttpBodyPartReader *self, GAsyncResult *result,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpForm *aiohttp_body_part_reader_form (AiohttpBodyPartReader *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_body_part_reader_release_async (AiohttpBodyPartReader *self, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_body_part_reader_release_finish (AiohttpBodyPartReader *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_body_part_reader_release (AiohttpBodyPartReader *self, GError **error);

G_END_DECLS
