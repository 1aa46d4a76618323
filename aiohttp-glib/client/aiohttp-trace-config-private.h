/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-session.h"
#include "aiohttp-trace-config.h"

G_BEGIN_DECLS

/* In the order of the signals. */
typedef enum
{
  AIOHTTP_TRACE_REQUEST_START,
  AIOHTTP_TRACE_REQUEST_CHUNK_SENT,
  AIOHTTP_TRACE_REQUEST_HEADERS_SENT,
  AIOHTTP_TRACE_RESPONSE_CHUNK_RECEIVED,
  AIOHTTP_TRACE_REQUEST_END,
  AIOHTTP_TRACE_REQUEST_EXCEPTION,
  AIOHTTP_TRACE_REQUEST_REDIRECT,
  AIOHTTP_TRACE_CONNECTION_QUEUED_START,
  AIOHTTP_TRACE_CONNECTION_QUEUED_END,
  AIOHTTP_TRACE_CONNECTION_CREATE_START,
  AIOHTTP_TRACE_CONNECTION_CREATE_END,
  AIOHTTP_TRACE_CONNECTION_REUSECONN,
  AIOHTTP_TRACE_DNS_RESOLVEHOST_START,
  AIOHTTP_TRACE_DNS_RESOLVEHOST_END,
  AIOHTTP_TRACE_DNS_CACHE_HIT,
  AIOHTTP_TRACE_DNS_CACHE_MISS,
  AIOHTTP_N_TRACES
} AiohttpTrace;

AiohttpTraceContext *aiohttp_trace_config_make_context (AiohttpTraceConfig *self, GObject *request_context);
gboolean aiohttp_trace_config_wants (AiohttpTraceConfig *self, AiohttpTrace trace);

/* Main stack. */
void aiohttp_trace_config_emit (AiohttpTraceConfig *self, AiohttpTrace trace, AiohttpClientSession *session,
                                AiohttpTraceContext *context, AiohttpTraceParams *params);

G_END_DECLS
