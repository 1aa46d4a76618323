/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_TIMINGS (aiohttp_client_timings_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientTimings, aiohttp_client_timings, AIOHTTP, CLIENT_TIMINGS, GObject)

AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timings_get_queued (AiohttpClientTimings *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timings_get_dns (AiohttpClientTimings *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timings_get_connect (AiohttpClientTimings *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timings_get_tls (AiohttpClientTimings *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timings_get_first_byte (AiohttpClientTimings *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timings_get_done (AiohttpClientTimings *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timings_get_started (AiohttpClientTimings *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_timings_is_reused (AiohttpClientTimings *self);

G_END_DECLS
