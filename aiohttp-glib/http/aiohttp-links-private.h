/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads a Link field (RFC 8288): its links (AiohttpLink, transfer full), resolved against `base`. What is malformed ends
 * the reading. */
GList *aiohttp_links_parse (const char *field_value, GUri *base);

/* URLs by relation types; of several with one type the first stays. A link without `rel` is listed by its URL, as aiohttp
 * does. */
GHashTable *aiohttp_links_by_rel (GList *links);

G_END_DECLS
