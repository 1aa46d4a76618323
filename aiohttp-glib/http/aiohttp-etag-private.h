/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-etag.h"

G_BEGIN_DECLS

/* The entity tags of If-Match or If-None-Match, up to the first that is malformed; "*" is a list of one. NULL for none. */
GList *aiohttp_etag_parse_list (const char *field_value);

/* One entity tag, as ETag and If-Range have it; NULL where it is anything else. */
AiohttpETag *aiohttp_etag_parse (const char *field_value);

G_END_DECLS
