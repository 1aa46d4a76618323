/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-tracer-private.h"

#include "aiohttp-client-timings-private.h"
#include "aiohttp-coroutine-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-trace-config-private.h"
#include "aiohttp-trace-params-private.h"
#include "aiohttp-traceparent-private.h"

typedef struct
{
  AiohttpTrace trace;
  AiohttpTraceParams *params;
} Note;

struct _AiohttpClientTracer
{
  int ref_count;
  GWeakRef session;
  GPtrArray *configs; /* AiohttpTraceConfig */
  GPtrArray *contexts;
  AiohttpClientTimings *timings;
  AiohttpClientRequest *request; /* of this hop or attempt */
  GQueue notes;                  /* Note, not told yet */
  gboolean telling_later;
};

static void
note_free (gpointer data)
{
  Note *note = data;

  g_object_unref (note->params);
  g_free (note);
}

AiohttpClientTracer *
aiohttp_client_tracer_new (AiohttpClientSession *session, GPtrArray *configs, GObject *request_context,
                           gboolean timings)
{
  AiohttpClientTracer *self;

  if ((configs == NULL || configs->len == 0) && !timings)
    return NULL;
  self = g_new0 (AiohttpClientTracer, 1);
  self->ref_count = 1;
  g_weak_ref_init (&self->session, session);
  if (timings)
    self->timings = aiohttp_client_timings_new ();
  if (configs == NULL)
    return self;
  self->configs = g_ptr_array_ref (configs);
  self->contexts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < configs->len; i++)
    g_ptr_array_add (self->contexts, aiohttp_trace_config_make_context (configs->pdata[i], request_context));
  return self;
}

AiohttpClientTracer *
aiohttp_client_tracer_ref (AiohttpClientTracer *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_client_tracer_unref (AiohttpClientTracer *self)
{
  if (--self->ref_count > 0)
    return;
  g_weak_ref_clear (&self->session);
  g_queue_clear_full (&self->notes, note_free);
  g_clear_pointer (&self->configs, g_ptr_array_unref);
  g_clear_pointer (&self->contexts, g_ptr_array_unref);
  g_clear_object (&self->timings);
  g_clear_object (&self->request);
  g_free (self);
}

AiohttpClientTimings *
aiohttp_client_tracer_peek_timings (AiohttpClientTracer *self)
{
  return self->timings;
}

static gboolean
is_wanted (AiohttpClientTracer *self, AiohttpTrace trace)
{
  for (guint i = 0; self->configs != NULL && i < self->configs->len; i++)
    if (aiohttp_trace_config_wants (self->configs->pdata[i], trace))
      return TRUE;
  return FALSE;
}

static AiohttpTraceParams *
make_params (AiohttpClientTracer *self)
{
  AiohttpTraceParams *params = g_object_new (AIOHTTP_TYPE_TRACE_PARAMS, NULL);

  params->time = g_get_monotonic_time ();
  if (self->request == NULL)
    return params;
  params->method = g_strdup (aiohttp_client_request_get_method (self->request));
  params->url = g_strdup (aiohttp_client_request_get_url (self->request));
  params->headers = soup_message_headers_ref (aiohttp_client_request_get_headers (self->request));
  return params;
}

static void
tell (gpointer data)
{
  AiohttpClientTracer *self = data;
  g_autoptr (AiohttpClientSession) session = g_weak_ref_get (&self->session);
  Note *note;

  aiohttp_client_tracer_ref (self);
  while ((note = g_queue_pop_head (&self->notes)) != NULL)
    {
      for (guint i = 0; i < self->configs->len; i++)
        aiohttp_trace_config_emit (self->configs->pdata[i], note->trace, session, self->contexts->pdata[i],
                                   note->params);
      note_free (note);
    }
  aiohttp_client_tracer_unref (self);
}

static void
tell_later (gpointer data)
{
  AiohttpClientTracer *self = data;

  self->telling_later = FALSE;
  tell (self);
  aiohttp_client_tracer_unref (self);
}

static void
add_note (AiohttpClientTracer *self, AiohttpTrace trace, AiohttpTraceParams *params /* taken */)
{
  Note *note = g_new (Note, 1);

  *note = (Note){ trace, params };
  g_queue_push_tail (&self->notes, note);
}

/* From the middle of the transport: in order, but not now. */
static void
note_event (AiohttpClientTracer *self, AiohttpTrace trace, AiohttpTraceParams *params /* taken */)
{
  add_note (self, trace, params);
  if (self->telling_later)
    return;
  self->telling_later = TRUE;
  aiohttp_event_loop_call_soon_internal (aiohttp_event_loop_get_or_default (), tell_later,
                                         aiohttp_client_tracer_ref (self));
}

static void
note_plain (AiohttpClientTracer *self, AiohttpTrace trace)
{
  if (is_wanted (self, trace))
    note_event (self, trace, make_params (self));
}

static void
note_host (AiohttpClientTracer *self, AiohttpTrace trace, const char *host)
{
  AiohttpTraceParams *params;

  if (!is_wanted (self, trace))
    return;
  params = make_params (self);
  params->host = g_strdup (host);
  note_event (self, trace, params);
}

static void
note_chunk (AiohttpClientTracer *self, AiohttpTrace trace, const void *chunk, gsize length)
{
  AiohttpTraceParams *params;

  if (!is_wanted (self, trace))
    return;
  params = make_params (self);
  params->chunk = g_bytes_new (chunk, chunk != NULL ? length : 0);
  note_event (self, trace, params);
}

static void
begin_span (AiohttpClientTracer *self, gsize offset)
{
  AiohttpClientSpan *span;

  if (self->timings == NULL)
    return;
  span = (AiohttpClientSpan *) (gpointer) ((char *) self->timings + offset);
  span->start = g_get_monotonic_time ();
}

static void
end_span (AiohttpClientTracer *self, gsize offset)
{
  AiohttpClientSpan *span;

  if (self->timings == NULL)
    return;
  span = (AiohttpClientSpan *) (gpointer) ((char *) self->timings + offset);
  if (span->start != 0)
    span->end = g_get_monotonic_time ();
}

#define SPAN(name) G_STRUCT_OFFSET (AiohttpClientTimings, name)

static void
on_queued_start (gpointer self)
{
  begin_span (self, SPAN (queued));
  note_plain (self, AIOHTTP_TRACE_CONNECTION_QUEUED_START);
}

static void
on_queued_end (gpointer self)
{
  end_span (self, SPAN (queued));
  note_plain (self, AIOHTTP_TRACE_CONNECTION_QUEUED_END);
}

static void
on_dns_start (const char *host, gpointer self)
{
  begin_span (self, SPAN (dns));
  note_host (self, AIOHTTP_TRACE_DNS_RESOLVEHOST_START, host);
}

static void
on_dns_end (const char *host, gpointer self)
{
  end_span (self, SPAN (dns));
  note_host (self, AIOHTTP_TRACE_DNS_RESOLVEHOST_END, host);
}

static void
on_dns_cache_hit (const char *host, gpointer self)
{
  note_host (self, AIOHTTP_TRACE_DNS_CACHE_HIT, host);
}

static void
on_dns_cache_miss (const char *host, gpointer self)
{
  note_host (self, AIOHTTP_TRACE_DNS_CACHE_MISS, host);
}

static void
on_connect_start (gpointer self)
{
  begin_span (self, SPAN (connect));
  note_plain (self, AIOHTTP_TRACE_CONNECTION_CREATE_START);
}

static void
on_connect_end (gpointer self)
{
  end_span (self, SPAN (connect));
  note_plain (self, AIOHTTP_TRACE_CONNECTION_CREATE_END);
}

static void
on_tls_start (gpointer self)
{
  begin_span (self, SPAN (tls));
}

static void
on_tls_end (gpointer self)
{
  end_span (self, SPAN (tls));
}

static void
on_reused (gpointer data)
{
  AiohttpClientTracer *self = data;

  if (self->timings != NULL)
    self->timings->reused = TRUE;
  note_plain (self, AIOHTTP_TRACE_CONNECTION_REUSECONN);
}

static void
on_headers_sent (gpointer self)
{
  note_plain (self, AIOHTTP_TRACE_REQUEST_HEADERS_SENT);
}

static void
on_chunk_sent (const void *chunk, gsize length, gpointer self)
{
  note_chunk (self, AIOHTTP_TRACE_REQUEST_CHUNK_SENT, chunk, length);
}

static void
on_first_byte (gpointer data)
{
  AiohttpClientTracer *self = data;

  if (self->timings != NULL && self->timings->first_byte == 0)
    self->timings->first_byte = g_get_monotonic_time ();
}

const AiohttpTransportEvents *
aiohttp_client_tracer_get_events (void)
{
  static const AiohttpTransportEvents events = {
    .queued_start = on_queued_start,
    .queued_end = on_queued_end,
    .dns_start = on_dns_start,
    .dns_end = on_dns_end,
    .dns_cache_hit = on_dns_cache_hit,
    .dns_cache_miss = on_dns_cache_miss,
    .connect_start = on_connect_start,
    .connect_end = on_connect_end,
    .tls_start = on_tls_start,
    .tls_end = on_tls_end,
    .reused = on_reused,
    .headers_sent = on_headers_sent,
    .chunk_sent = on_chunk_sent,
    .first_byte = on_first_byte,
  };

  return &events;
}

/* What was noted before goes first. */
static void
tell_now (AiohttpClientTracer *self, AiohttpTrace trace, AiohttpTraceParams *params /* taken */)
{
  add_note (self, trace, params);
  aiohttp_call_out (tell, self);
}

static void
add_traceparent (AiohttpClientTracer *self, AiohttpClientRequest *request)
{
  SoupMessageHeaders *headers = aiohttp_client_request_get_headers (request);

  for (guint i = 0; self->configs != NULL && i < self->configs->len; i++)
    if (aiohttp_trace_config_get_traceparent (self->configs->pdata[i]))
      {
        g_autofree char *value = aiohttp_traceparent_new (soup_message_headers_get_one (headers, "traceparent"));

        soup_message_headers_replace (headers, "traceparent", value);
        return;
      }
}

void
aiohttp_client_tracer_start (AiohttpClientTracer *self, AiohttpClientRequest *request)
{
  g_set_object (&self->request, request);
  add_traceparent (self, request);
  if (is_wanted (self, AIOHTTP_TRACE_REQUEST_START))
    tell_now (self, AIOHTTP_TRACE_REQUEST_START, make_params (self));
}

void
aiohttp_client_tracer_attempt (AiohttpClientTracer *self, AiohttpClientRequest *request)
{
  g_set_object (&self->request, request);
  if (self->timings != NULL)
    aiohttp_client_timings_restart (self->timings);
}

void
aiohttp_client_tracer_redirect (AiohttpClientTracer *self, AiohttpClientResponse *response)
{
  AiohttpTraceParams *params;

  if (!is_wanted (self, AIOHTTP_TRACE_REQUEST_REDIRECT))
    return;
  params = make_params (self);
  params->response = g_object_ref (response);
  tell_now (self, AIOHTTP_TRACE_REQUEST_REDIRECT, params);
}

void
aiohttp_client_tracer_end (AiohttpClientTracer *self, AiohttpClientResponse *response)
{
  AiohttpTraceParams *params;

  if (!is_wanted (self, AIOHTTP_TRACE_REQUEST_END))
    return;
  params = make_params (self);
  params->response = g_object_ref (response);
  tell_now (self, AIOHTTP_TRACE_REQUEST_END, params);
}

void
aiohttp_client_tracer_fail (AiohttpClientTracer *self, const GError *error)
{
  AiohttpTraceParams *params;

  if (!is_wanted (self, AIOHTTP_TRACE_REQUEST_EXCEPTION))
    return;
  params = make_params (self);
  params->exception = g_error_copy (error);
  tell_now (self, AIOHTTP_TRACE_REQUEST_EXCEPTION, params);
}

void
aiohttp_client_tracer_received (AiohttpClientTracer *self, const void *chunk, gsize length)
{
  note_chunk (self, AIOHTTP_TRACE_RESPONSE_CHUNK_RECEIVED, chunk, length);
}

void
aiohttp_client_tracer_done (AiohttpClientTracer *self)
{
  if (self->timings != NULL && self->timings->done == 0)
    self->timings->done = g_get_monotonic_time ();
}
