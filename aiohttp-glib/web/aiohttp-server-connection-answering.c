/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-connection-state-private.h"

#include "aiohttp-application-private.h"
#include "aiohttp-dispatcher-private.h"
#include "aiohttp-error.h"
#include "aiohttp-request-private.h"
#include "aiohttp-response-private.h"
#include "aiohttp-stream-response-private.h"
#include "aiohttp-tls-channel-private.h"

/* The sending side of a connection: from a response to the server's log and to what comes after it. */

static void
log_access (AiohttpServerConnection *self, AiohttpRequest *request, AiohttpStreamResponse *response,
            guint64 body_length)
{
  AiohttpAccessLogEntry entry = { .response = response, .status = response->status, .body_length = body_length };
  g_autofree char *remote = NULL;

  if (!self->server->access_log)
    return;
  if (request != NULL)
    {
      entry.remote = aiohttp_request_get_remote (request);
      entry.head = aiohttp_request_is_readable (request) ? request->head : NULL;
      if (self->server->log_needs_duration && self->started != 0)
        entry.duration = g_get_monotonic_time () - self->started;
    }
  else
    {
      remote = aiohttp_format_address (aiohttp_channel_get_peer (self->channel), FALSE);
      entry.remote = remote;
    }
  aiohttp_web_server_log_answer (self->server, request, &entry);
}

static gboolean
wants_close (AiohttpStreamResponse *response)
{
  return response->force_close ||
         (response->headers != NULL && soup_message_headers_header_contains (response->headers, "Connection", "close"));
}

gboolean
aiohttp_server_connection_may_keep_alive (AiohttpServerConnection *self, AiohttpStreamResponse *response)
{
  return self->client_keeps && !wants_close (response) && !self->server->closing && !self->at_eof;
}

static void
write_response (AiohttpServerConnection *self, AiohttpRequest *request, AiohttpResponse *response, gboolean *keep_alive)
{
  const AiohttpHttp1ResponseFacts facts = {
    .status = response->parent_instance.status,
    .method = request != NULL ? request->head->method_id : AIOHTTP_METHOD_OTHER,
    .minor_version = request != NULL ? request->head->minor_version : 1,
    .keep_alive = *keep_alive,
  };
  g_autoptr (GError) error = NULL;
  guint64 body_length;

  if (aiohttp_server_output_add_response (&self->output, self, response, &facts, keep_alive, &body_length, &error))
    {
      log_access (self, request, AIOHTTP_STREAM_RESPONSE (response), body_length);
      return;
    }
  /* A value that got past the setters, by the headers object itself. */
  g_warning ("Cannot send the response: %s", error->message);
  {
    g_autoptr (AiohttpResponse) failure = aiohttp_response_new_for_status (500, NULL, g_steal_pointer (&error));
    AiohttpHttp1ResponseFacts failure_facts = facts;

    aiohttp_stream_response_begin (AIOHTTP_STREAM_RESPONSE (failure), NULL, NULL);
    failure_facts.status = 500;
    failure_facts.keep_alive = *keep_alive = FALSE;
    aiohttp_server_output_add_response (&self->output, self, failure, &failure_facts, keep_alive, &body_length, NULL);
    log_access (self, request, AIOHTTP_STREAM_RESPONSE (failure), body_length);
  }
}

/* What becomes of the connection is known. */
static void
leave_request (AiohttpServerConnection *self, gboolean keep_alive)
{
  AiohttpRequest *request = g_steal_pointer (&self->stream.request);

  aiohttp_timer_pause (&self->handler_timer);
  self->body_wanted = FALSE;
  self->drained = 0;
  self->state = !keep_alive       ? AIOHTTP_CONNECTION_ENDING
                : self->body_done ? AIOHTTP_CONNECTION_READING
                                  : AIOHTTP_CONNECTION_DRAINING;
  /* A read that is cut off calls back, and its callback may do anything, closing the connection included. */
  aiohttp_request_detach (request);
  g_object_unref (request);
}

void
aiohttp_server_connection_log_pieces (AiohttpServerConnection *self)
{
  AiohttpStreamResponse *response = self->head_out ? self->stream.request->response : NULL;

  if (response != NULL)
    log_access (self, self->stream.request, response,
                self->peer != NULL ? AIOHTTP_STREAM_RESPONSE_GET_CLASS (response)->get_sent (response)
                                   : self->body_sent);
  self->head_out = FALSE;
}

/* A response in pieces; without its end what follows on the connection could be taken for it. */
static void
finish_pieces (AiohttpServerConnection *self)
{
  gboolean keep_alive =
      self->end_out && self->announced_keep && !self->server->closing && aiohttp_server_connection_can_drain (self);

  self->writer_waits = FALSE;
  if (!self->end_out)
    {
      self->broken = TRUE;
      aiohttp_channel_set_cut (self->channel);
    }
  aiohttp_server_connection_log_pieces (self);
  leave_request (self, keep_alive);
}

static void
finish_request (AiohttpServerConnection *self, AiohttpStreamResponse *response)
{
  gboolean keep_alive;

  if (self->head_out)
    {
      finish_pieces (self);
      return;
    }
  keep_alive = aiohttp_server_connection_may_keep_alive (self, response) && aiohttp_server_connection_can_drain (self);
  write_response (self, self->stream.request, AIOHTTP_RESPONSE (response), &keep_alive);
  leave_request (self, keep_alive);
}

void
aiohttp_server_connection_respond (AiohttpServerStream *stream, AiohttpStreamResponse *response)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;
  AiohttpWebServer *server;

  if (self->state == AIOHTTP_CONNECTION_UPGRADED)
    {
      aiohttp_server_connection_end_upgraded (self, response);
      return;
    }
  if (response == NULL && !self->head_out)
    {
      aiohttp_server_connection_abort (self);
      return;
    }
  if (self->processing)
    {
      finish_request (self, response);
      return;
    }
  server = g_object_ref (self->server);
  aiohttp_server_connection_hold (self);
  finish_request (self, response);
  aiohttp_server_connection_process (self);
  aiohttp_server_connection_release (self);
  g_object_unref (server);
}

/* The middlewares see a request of which nothing is known but what is wrong with it. */
static void
refuse_by_chain (AiohttpServerConnection *self, guint status, GError *error /* taken */)
{
  AiohttpRequest *request = aiohttp_request_new (&self->stream, self->server->app, NULL);

  self->state = AIOHTTP_CONNECTION_HANDLING;
  self->client_keeps = self->continue_wanted = FALSE;
  self->body_done = TRUE;
  self->stream.request = request;
  g_object_ref (request);
  if (G_UNLIKELY (self->hung_up))
    aiohttp_request_cancel (request);
  aiohttp_dispatch_refused (request, status, error);
  g_object_unref (request);
}

void
aiohttp_server_connection_refuse (AiohttpServerConnection *self, guint status, const GError *error)
{
  const AiohttpChain *chain = aiohttp_application_get_chain (self->server->app);
  g_autoptr (AiohttpResponse) response = NULL;
  gboolean keep_alive = FALSE;

  self->broken = TRUE;
  aiohttp_server_input_consume_all (&self->input);
  g_clear_pointer (&self->partial, aiohttp_partial_head_free);
  if (error != NULL && chain != NULL && chain->n_links > 0)
    {
      refuse_by_chain (self, status, g_error_copy (error));
      return;
    }
  response = aiohttp_response_new_for_status (status, error != NULL ? error->message : NULL, NULL);
  aiohttp_stream_response_begin (AIOHTTP_STREAM_RESPONSE (response), NULL, NULL);
  write_response (self, NULL, response, &keep_alive);
  self->state = AIOHTTP_CONNECTION_ENDING;
}
