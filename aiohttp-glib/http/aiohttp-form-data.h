/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"
#include "aiohttp-payload.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_FORM_DATA (aiohttp_form_data_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpFormData, aiohttp_form_data, AIOHTTP, FORM_DATA, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFormData *aiohttp_form_data_new (void) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_form_data_get_multipart (AiohttpFormData *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_form_data_set_multipart (AiohttpFormData *self, gboolean multipart);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_form_data_add_field (AiohttpFormData *self, const char *name, const char *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_form_data_add_file (AiohttpFormData *self, const char *name, GFile *file, const char *filename,
                                     const char *content_type, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_form_data_add_payload (AiohttpFormData *self, const char *name, AiohttpPayload *payload,
                                        const char *filename, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_form_data_to_payload (AiohttpFormData *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
