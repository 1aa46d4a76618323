/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The reason phrase of a registered status, else "" (never NULL). */
const char *aiohttp_status_get_reason (guint status);

/* Whether a response with this status never has a body: 1xx, 204, 304 (RFC 9112, 6.3). */
static inline gboolean
aiohttp_status_is_bodyless (guint status)
{
  return status / 100 == 1 || status == 204 || status == 304;
}

G_END_DECLS
