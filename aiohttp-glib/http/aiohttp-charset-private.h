/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text in a charset, NULL for UTF-8, as UTF-8; it ends at the first NUL. `what` it is opens the message. A charset that is not
 * known is AIOHTTP_HTTP_ERROR_UNSUPPORTED_MEDIA_TYPE, bytes that are no text in it AIOHTTP_HTTP_ERROR_BAD_REQUEST. */
char *aiohttp_charset_to_utf8 (const char *data, gsize length, const char *charset, const char *what, GError **error);

G_END_DECLS
