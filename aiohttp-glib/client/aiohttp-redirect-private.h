/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

gboolean aiohttp_redirect_is_followed (guint status);

/* Where a response redirects to: its Location or URI field; NULL unless its status is one that is followed. */
const char *aiohttp_redirect_get_target (guint status, SoupMessageHeaders *headers);

/* The method of the request that follows: `method` itself, or "GET" without its body. */
const char *aiohttp_redirect_choose_method (guint status, const char *method);

/* Drops the fields that must not go along: what described a dropped body, and to another origin every credential. */
void aiohttp_redirect_strip_headers (SoupMessageHeaders *headers, gboolean body_dropped, gboolean cross_origin);

G_END_DECLS
