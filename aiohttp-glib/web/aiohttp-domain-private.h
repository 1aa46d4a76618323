/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "example.org", "example.org:8080" or, a "*" for any characters of one label, "*.example.org". A copy in lower case;
 * NULL with AIOHTTP_ERROR_INVALID_PATTERN. */
char *aiohttp_domain_normalize (const char *pattern, GError **error);

/* Whether a Host field names the domain, port included. */
gboolean aiohttp_domain_matches (const char *domain, const char *host);

G_END_DECLS
