/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-cookie-jar.h"

G_BEGIN_DECLS

/* Keeps what a response has set. */
void aiohttp_cookie_jar_take_response (AiohttpCookieJar *self, GUri *uri, SoupMessageHeaders *headers);

/* The Cookie field for a request, `own` (name, value, name, value; nullable) in place of the jar's of the same names;
 * *cookie NULL: none. FALSE with AIOHTTP_ERROR_INVALID_ARGUMENT for one of `own` that cannot be sent. */
gboolean
aiohttp_cookie_jar_dup_field (AiohttpCookieJar *self, GUri *uri, GPtrArray *own, char **cookie, GError **error);

/* Takes the cookie. FALSE: it was not kept. */
gboolean aiohttp_cookie_jar_add (AiohttpCookieJar *self, SoupCookie *cookie);

gboolean aiohttp_cookie_is_past (GDateTime *expires);

/* What is for a host; the jar heeds what is deleted there. */
SoupCookieJar *aiohttp_cookie_jar_get_store (AiohttpCookieJar *self);

/* name → value, sent to every host (utf8, utf8). */
GHashTable *aiohttp_cookie_jar_get_shared (AiohttpCookieJar *self);

G_END_DECLS
