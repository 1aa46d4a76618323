/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-form-field.h"

G_BEGIN_DECLS

typedef struct _AiohttpFileField AiohttpFileField;
typedef struct _AiohttpFileFieldClass AiohttpFileFieldClass;

#define AIOHTTP_TYPE_FILE_FIELD       (aiohttp_file_field_get_type ())
#define AIOHTTP_FILE_FIELD(object)    (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_FILE_FIELD, AiohttpFileField))
#define AIOHTTP_IS_FILE_FIELD(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_FILE_FIELD))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpFileField, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_file_field_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_file_field_get_filename (AiohttpFileField *self);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_file_field_get_size (AiohttpFileField *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_file_field_is_spooled (AiohttpFileField *self);
AIOHTTP_AVAILABLE_IN_ALL
GInputStream *aiohttp_file_field_open (AiohttpFileField *self) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_file_field_save_async (AiohttpFileField *self, GFile *file, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_file_field_save_finish (AiohttpFileField *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_file_field_save (AiohttpFileField *self, GFile *file, GError **error);

G_END_DECLS
