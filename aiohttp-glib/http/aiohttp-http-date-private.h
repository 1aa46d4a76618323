/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <time.h>

#include <glib.h>

G_BEGIN_DECLS

#define AIOHTTP_HTTP_DATE_LENGTH 29

/* Writes an IMF-fixdate (RFC 9110, 5.6.7), whatever the locale: AIOHTTP_HTTP_DATE_LENGTH characters and no NUL. */
void aiohttp_http_date_format (char *out, time_t date);

G_END_DECLS
