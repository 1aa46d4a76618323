/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* W3C Trace Context, version 00: "00-" 32 hexadecimal digits "-" 16 of them "-" flags. */
gboolean aiohttp_traceparent_is_valid (const char *value);

/* What a request goes with: a new span of the trace of `parent`, or of a new trace where that is NULL or malformed. */
char *aiohttp_traceparent_new (const char *parent);

G_END_DECLS
