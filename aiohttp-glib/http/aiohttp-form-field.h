/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

typedef struct _AiohttpFormField AiohttpFormField;
typedef struct _AiohttpFormFieldClass AiohttpFormFieldClass;

#define AIOHTTP_TYPE_FORM_FIELD       (aiohttp_form_field_get_type ())
#define AIOHTTP_FORM_FIELD(object)    (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_FORM_FIELD, AiohttpFormField))
#define AIOHTTP_IS_FORM_FIELD(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_FORM_FIELD))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpFormField, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_form_field_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_form_field_get_name (AiohttpFormField *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_form_field_get_text (AiohttpFormField *self);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_form_field_get_bytes (AiohttpFormField *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_form_field_get_content_type (AiohttpFormField *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_form_field_get_headers (AiohttpFormField *self);

G_END_DECLS
