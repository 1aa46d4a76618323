/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-etag.h"
#include "aiohttp-request.h"

G_BEGIN_DECLS

/* What a 200 to GET or HEAD would send. */
typedef struct
{
  AiohttpETag *etag; /* nullable */
  gint64 modified;   /* seconds since 1970 */
  gint64 size;
} AiohttpRepresentation;

/* Whether the request says anything that aiohttp_conditions_decide() looks at. */
gboolean aiohttp_conditions_has_any (AiohttpRequest *request);

/* What to answer (RFC 9110, 13.2.2 and 14): 200, 206, 304, 412 or 416. *start and *length: the part that is sent, of a 200
 * all of it, else of a 206 what was asked for. */
guint aiohttp_conditions_decide (AiohttpRequest *request, const AiohttpRepresentation *representation, gint64 *start,
                                 gint64 *length);

G_END_DECLS
