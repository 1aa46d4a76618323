/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-forwarded.h"

G_BEGIN_DECLS

/* Puts the elements of one Forwarded line before `elements`, the last first. A pair that is malformed ends its element,
 * with what came before it kept, and nothing more: what a client has begun cannot swallow what a proxy has added behind
 * it. Linear in the length. */
GList *aiohttp_forwarded_parse (GList *elements, const char *field_value, gsize length);

G_END_DECLS
