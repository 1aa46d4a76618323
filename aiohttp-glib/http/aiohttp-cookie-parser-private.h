/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Adds the cookies of one Cookie field (RFC 6265, 4.2) to a table of strings. What cannot be a cookie is passed over
 * and takes no other with it; of several with one name the first stays, which has the most specific path. A value may
 * hold what the RFC does not allow, as unquoted JSON; one in quotes is taken out of them, `\"`, `\\` and `\ooo` undone. */
void aiohttp_cookies_parse (GHashTable *cookies, const char *field_value, gsize length);

G_END_DECLS
