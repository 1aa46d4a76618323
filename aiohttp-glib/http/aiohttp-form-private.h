/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-form.h"

G_BEGIN_DECLS

AiohttpForm *aiohttp_form_new (void);
void aiohttp_form_take_field (AiohttpForm *self, AiohttpFormField *field);

/* Of an urlencoded body. More than `max_fields`, and what is no text in its charset (UTF-8 apart, where it is replaced),
 * are AIOHTTP_HTTP_ERROR_BAD_REQUEST; a charset that is not known is UNSUPPORTED_MEDIA_TYPE. */
AiohttpForm *
aiohttp_form_parse_urlencoded (const char *data, gsize length, const char *charset, guint max_fields, GError **error);

G_END_DECLS
