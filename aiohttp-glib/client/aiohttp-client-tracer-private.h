/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-request.h"
#include "aiohttp-client-session.h"
#include "aiohttp-client-timings.h"
#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

/* What is told of one request of a session, and taken down of it. Calls that wait for nobody to listen have none. */
typedef struct _AiohttpClientTracer AiohttpClientTracer;

/* NULL where nobody wants to know. `configs` (AiohttpTraceConfig) may be NULL. */
AiohttpClientTracer *aiohttp_client_tracer_new (AiohttpClientSession *session, GPtrArray *configs,
                                                GObject *request_context, gboolean timings);
AiohttpClientTracer *aiohttp_client_tracer_ref (AiohttpClientTracer *self);
void aiohttp_client_tracer_unref (AiohttpClientTracer *self);

AiohttpClientTimings *aiohttp_client_tracer_peek_timings (AiohttpClientTracer *self); /* NULL: not taken down */

/* For the transport, with the tracer as their data: the handlers hear of it by the loop, so that they may do anything. */
const AiohttpTransportEvents *aiohttp_client_tracer_get_events (void);

/* The life of a call, in order. They call handlers; `start` gives the request its traceparent. */
void aiohttp_client_tracer_start (AiohttpClientTracer *self, AiohttpClientRequest *request);
void aiohttp_client_tracer_attempt (AiohttpClientTracer *self, AiohttpClientRequest *request);
void aiohttp_client_tracer_redirect (AiohttpClientTracer *self, AiohttpClientResponse *response);
void aiohttp_client_tracer_end (AiohttpClientTracer *self, AiohttpClientResponse *response);
void aiohttp_client_tracer_fail (AiohttpClientTracer *self, const GError *error);
/* A piece of the response's body. */
void aiohttp_client_tracer_received (AiohttpClientTracer *self, const void *chunk, gsize length);
/* The body of the response is over. Calls nobody. */
void aiohttp_client_tracer_done (AiohttpClientTracer *self);

G_END_DECLS
