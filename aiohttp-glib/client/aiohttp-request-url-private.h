/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The URL of a request: absolute, http or https, with a host, a path and no user information, all parts still encoded.
 * What a browser would encode in it (spaces, non-ASCII) is encoded; `params`, which may be NULL, extend its query.
 * User information becomes *authorization, a Basic credential, else NULL. Fails with AIOHTTP_CLIENT_ERROR_INVALID_URL or
 * _NON_HTTP_URL. */
GUri *aiohttp_request_url_parse (const char *url, const char *params, char **authorization, GError **error);

/* The target of a redirect: a reference, resolved against `base`, whose fragment it inherits unless it brings its own. */
GUri *aiohttp_request_url_resolve (GUri *base, const char *reference, char **authorization, GError **error);

/* A URL of a request resolved against the session's, whose query and fragment it does not take over. */
GUri *
aiohttp_request_url_join (GUri *base, const char *reference, const char *params, char **authorization, GError **error);

/* Whether nothing in it would be encoded. */
gboolean aiohttp_request_url_is_quoted (const char *reference);

/* The URL of a proxy: http, https or socks5, with its credentials. */
GUri *aiohttp_request_url_parse_proxy (const char *url, GError **error);

char *aiohttp_request_url_to_string (GUri *uri, gboolean with_fragment);
gboolean aiohttp_request_url_same_origin (GUri *a, GUri *b);

G_END_DECLS
