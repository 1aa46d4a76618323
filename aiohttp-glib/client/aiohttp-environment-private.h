/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The proxy that the environment names for a URL: `http_proxy` (in small letters alone: a CGI program's peer sets the other)
 * or `https_proxy`, `all_proxy`, unless `no_proxy` has its host. NULL: none. */
char *aiohttp_environment_find_proxy (GUri *uri);

/* The Basic credential that $NETRC, or ~/.netrc, has for a host; NULL: none. A file over 64 KiB is not read. */
char *aiohttp_environment_find_credential (const char *host);

/* Parts of these that look at a text alone. */
gboolean aiohttp_environment_no_proxy_matches (const char *no_proxy, const char *host, int port);
char *aiohttp_netrc_find (const char *text, const char *host);

G_END_DECLS
