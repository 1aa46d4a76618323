/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A Content-Disposition (RFC 2183, RFC 6266, RFC 7578). */
typedef struct
{
  char *type;             /* in lower case */
  GHashTable *parameters; /* by name in lower case, continuations (RFC 2231) joined, charsets (RFC 5987) undone */
} AiohttpContentDisposition;

/* FALSE, with nothing to free, where it is malformed: then none of it can be relied on. */
gboolean aiohttp_content_disposition_parse (const char *field_value, AiohttpContentDisposition *disposition);
void aiohttp_content_disposition_clear (AiohttpContentDisposition *self);

/* `name*` where it is there, else `name`. */
const char *aiohttp_content_disposition_get (const AiohttpContentDisposition *self, const char *name);

/* The same for "filename", without leading slashes and backslashes. It may still hold others. */
const char *aiohttp_content_disposition_get_filename (const AiohttpContentDisposition *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AiohttpContentDisposition, aiohttp_content_disposition_clear)

G_END_DECLS
