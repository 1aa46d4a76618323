/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Reads one Set-Cookie field (RFC 6265, 5.2) from `origin`, leniently: an attribute that makes no sense is passed over,
 * Max-Age goes before Expires, a quoted value is taken out of its quotes. NULL for what is no cookie (no name, a control
 * character, over 4 KiB) or must not be set by this host: for another domain, or for a whole public suffix. One without a
 * Domain is for its host alone. */
SoupCookie *aiohttp_set_cookie_parse (const char *field_value, GUri *origin);

#define AIOHTTP_MAX_COOKIE_SIZE 4096

/* Appends `name=value` to a Cookie field, in quotes where `quotes` and the value needs it. FALSE for what cannot be sent. */
gboolean aiohttp_cookie_append (GString *field_value, const char *name, const char *value, gboolean quotes);

G_END_DECLS
