/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-connection-state-private.h"

#include "aiohttp-dispatcher-private.h"
#include "aiohttp-error.h"
#include "aiohttp-request-private.h"
#include "aiohttp-tls-channel-private.h"

/* The receiving side of a connection: from bytes to heads, requests and bodies. */

/* A body that nobody read is taken from the connection up to here; past it, closing is cheaper. */
#define MAX_DRAINED (256 * 1024)

void
aiohttp_partial_head_free (AiohttpPartialHead *partial)
{
  g_free (partial->head);
  g_free (partial);
}

gboolean
aiohttp_server_connection_read_more (AiohttpServerConnection *self)
{
  gsize size;
  guint8 *scratch = aiohttp_reactor_scratch (self->server->reactor, &size);
  gssize n = aiohttp_channel_read (self->channel, scratch, size);

  if (n == AIOHTTP_CHANNEL_WOULD_BLOCK)
    return FALSE;
  if (n == AIOHTTP_CHANNEL_EOF)
    {
      self->hung_up = self->at_eof = TRUE;
      return FALSE;
    }
  if (n < 0)
    {
      aiohttp_server_connection_abort (self);
      return FALSE;
    }
  aiohttp_server_input_add (&self->input, scratch, n);
  return TRUE;
}

static void
start_request (AiohttpServerConnection *self, AiohttpHttp1Head *head)
{
  AiohttpRequest *request;

  self->used = TRUE;
  self->restarts_wait = TRUE;
  if (G_UNLIKELY (self->server->log_needs_duration))
    self->started = g_get_monotonic_time ();
  self->state = AIOHTTP_CONNECTION_HANDLING;
  self->client_keeps = head->keep_alive;
  self->body_done = head->body == AIOHTTP_HTTP1_BODY_NONE;
  self->continue_wanted = head->expect_continue;
  if (!self->body_done)
    {
      aiohttp_http1_body_init (&self->body, head, &self->server->limits, FALSE, 0);
      self->body_done = aiohttp_http1_body_is_done (&self->body);
    }
  /* Somebody else's code comes now. */
  aiohttp_server_input_keep (&self->input);
  request = aiohttp_request_new (&self->stream, self->server->app, head);
  request->secure = aiohttp_channel_is_tls (self->channel);
  self->stream.request = request;
  g_object_ref (request);
  /* The end may have come along with the request, and is reported once. */
  if (G_UNLIKELY (self->hung_up))
    aiohttp_request_cancel (request);
  aiohttp_dispatch (request);
  if (self->stream.request == request && self->state == AIOHTTP_CONNECTION_HANDLING)
    aiohttp_server_connection_watch_handler (self);
  g_object_unref (request);
}

static void
keep_partial_head (AiohttpServerConnection *self)
{
  AiohttpPartialHead *partial = g_new (AiohttpPartialHead, 1);

  partial->head = aiohttp_http1_head_new (self->server->limits.max_fields);
  partial->parser = self->server->parser;
  aiohttp_http1_parser_move (&partial->parser, partial->head);
  self->partial = partial;
}

gboolean
aiohttp_server_connection_parse_head (AiohttpServerConnection *self)
{
  AiohttpHttp1Parser *parser = self->partial != NULL ? &self->partial->parser : &self->server->parser;
  AiohttpHttp1Head *head;
  g_autoptr (GError) error = NULL;

  if (self->partial == NULL)
    aiohttp_http1_parser_reset (parser);
  switch (aiohttp_http1_parser_execute (parser, self->input.window, self->input.length, &error))
    {
    case AIOHTTP_HTTP1_MORE:
      if (self->partial == NULL)
        keep_partial_head (self);
      return FALSE;

    case AIOHTTP_HTTP1_ERROR:
      aiohttp_server_connection_refuse (self, aiohttp_http1_parser_get_status (parser), error);
      return TRUE;

    case AIOHTTP_HTTP1_DONE:
    default:
      head = aiohttp_http1_head_dup (parser->head);
      aiohttp_server_input_consume (&self->input, head->head_length);
      g_clear_pointer (&self->partial, aiohttp_partial_head_free);
      start_request (self, head);
      return TRUE;
    }
}

/* Takes payload from the window; it goes to `buffer`, or nowhere. FALSE where the framing is broken. */
static gboolean
feed_body (AiohttpServerConnection *self, AiohttpByteBuffer *buffer, guint64 limit, GError **error)
{
  while (self->input.length > 0 && !self->body_done)
    {
      gsize consumed = 0;
      AiohttpSpan payload = { 0, 0 };
      gboolean done = FALSE;

      if (!aiohttp_http1_body_feed (&self->body, self->input.window, self->input.length, &consumed, &payload, &done,
                                    error))
        {
          self->broken = TRUE;
          return FALSE;
        }
      if (buffer != NULL)
        aiohttp_byte_buffer_append (buffer, self->input.window + payload.offset, payload.length);
      else
        self->drained += payload.length;
      aiohttp_server_input_consume (&self->input, consumed);
      self->body_done = done;
      if (buffer != NULL && aiohttp_byte_buffer_length (buffer) > limit)
        break;
    }
  return TRUE;
}

AiohttpServerBodyState
aiohttp_server_connection_read_body (AiohttpServerStream *stream, AiohttpByteBuffer *buffer, guint64 limit,
                                     guint64 enough, GError **error)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;
  g_autoptr (GError) reason = NULL;

  if (!feed_body (self, buffer, limit, &reason))
    {
      self->body_wanted = FALSE;
      /* 400, 413 or 431; the codes of the domain are the statuses. */
      g_set_error_literal (error, AIOHTTP_HTTP_ERROR, (int) aiohttp_http1_body_get_status (&self->body),
                           reason->message);
      return AIOHTTP_SERVER_BODY_FAILED;
    }
  self->body_wanted = !self->body_done && aiohttp_byte_buffer_length (buffer) < enough;
  if (self->body_done)
    {
      self->continue_wanted = FALSE;
      return AIOHTTP_SERVER_BODY_END;
    }
  if (self->at_eof && self->input.length == 0)
    {
      self->broken = TRUE;
      self->body_wanted = FALSE;
      g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST,
                           "The connection ended inside the body");
      return AIOHTTP_SERVER_BODY_FAILED;
    }
  if (self->body.received > 0)
    self->continue_wanted = FALSE; /* the client did not wait for it */
  if (self->body_wanted && self->continue_wanted)
    {
      self->continue_wanted = FALSE;
      aiohttp_server_output_add_continue (&self->output, self);
      if (!aiohttp_server_output_flush (&self->output, self, self->channel))
        {
          /* The channel will say that it is broken; here the request must stay. */
          self->broken = TRUE;
          aiohttp_channel_wake (self->channel);
        }
    }
  if (!self->processing)
    aiohttp_server_connection_update_interest (self);
  return AIOHTTP_SERVER_BODY_PENDING;
}

gboolean
aiohttp_server_connection_can_drain (AiohttpServerConnection *self)
{
  guint64 rest;

  if (self->body_done)
    return TRUE;
  if (self->broken || self->continue_wanted)
    return FALSE;
  rest = self->body.kind == AIOHTTP_HTTP1_BODY_LENGTH ? self->body.remaining : 0;
  return rest <= MAX_DRAINED;
}

gboolean
aiohttp_server_connection_drain_body (AiohttpServerConnection *self)
{
  if (!feed_body (self, NULL, 0, NULL) || self->drained > MAX_DRAINED)
    {
      self->broken = TRUE;
      self->state = AIOHTTP_CONNECTION_ENDING;
      return TRUE;
    }
  if (self->body_done)
    self->state = AIOHTTP_CONNECTION_READING;
  return self->body_done;
}
