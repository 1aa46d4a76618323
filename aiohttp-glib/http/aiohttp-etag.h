/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

typedef struct _AiohttpETag AiohttpETag;

#define AIOHTTP_TYPE_ETAG (aiohttp_etag_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_etag_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpETag *aiohttp_etag_new (const char *value, gboolean is_weak, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpETag *aiohttp_etag_copy (const AiohttpETag *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_etag_free (AiohttpETag *self);

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_etag_get_value (const AiohttpETag *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_etag_is_weak (const AiohttpETag *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_etag_is_any (const AiohttpETag *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_etag_matches (const AiohttpETag *self, const AiohttpETag *other, gboolean strongly);
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_etag_to_string (const AiohttpETag *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpETag, aiohttp_etag_free)

G_END_DECLS
