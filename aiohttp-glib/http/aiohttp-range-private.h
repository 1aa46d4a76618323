/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a Range of one `bytes` range (RFC 9110, 14.1.2). *start: the first byte, or negative: so many at the end. *end:
 * the first byte not wanted, or -1 for none. FALSE for anything else. */
gboolean aiohttp_range_parse (const char *field_value, gint64 *start, gint64 *end);

G_END_DECLS
