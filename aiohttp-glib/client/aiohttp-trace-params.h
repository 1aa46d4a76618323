/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-response.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TRACE_PARAMS (aiohttp_trace_params_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpTraceParams, aiohttp_trace_params, AIOHTTP, TRACE_PARAMS, GObject)

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_trace_params_get_method (AiohttpTraceParams *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_trace_params_get_url (AiohttpTraceParams *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_trace_params_get_headers (AiohttpTraceParams *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse *aiohttp_trace_params_get_response (AiohttpTraceParams *self);
AIOHTTP_AVAILABLE_IN_ALL
GError *aiohttp_trace_params_get_exception (AiohttpTraceParams *self);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_trace_params_get_chunk (AiohttpTraceParams *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_trace_params_get_host (AiohttpTraceParams *self);
AIOHTTP_AVAILABLE_IN_ALL
gint64 aiohttp_trace_params_get_time (AiohttpTraceParams *self);

G_END_DECLS
