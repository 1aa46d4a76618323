/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-trace-context.h"
#include "aiohttp-trace-params.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TRACE_CONFIG (aiohttp_trace_config_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpTraceConfig, aiohttp_trace_config, AIOHTTP, TRACE_CONFIG, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTraceConfig *aiohttp_trace_config_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_trace_config_get_traceparent (AiohttpTraceConfig *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_trace_config_set_traceparent (AiohttpTraceConfig *self, gboolean traceparent);

G_END_DECLS
