/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-attempt-private.h"

#include "aiohttp-client-response-private.h"
#include "aiohttp-error.h"
#include "aiohttp-upload-stream-private.h"

typedef struct
{
  AiohttpTransport *transport;
  const AiohttpClientSettings *settings;
  AiohttpClientExchange *exchange;
  AiohttpClientRequest *request; /* as it was when the attempt began */
  GCancellable *cancellable;
  AiohttpClientDone done;
  gpointer data;

  AiohttpTransportRequest outgoing;
  AiohttpTransportCall *sending;
  AiohttpUploadStream *upload;
} Attempt;

static void
attempt_free (Attempt *self)
{
  if (self->upload != NULL)
    g_input_stream_close_async (G_INPUT_STREAM (self->upload), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->upload);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->request);
  g_clear_object (&self->transport);
  aiohttp_client_exchange_unref (self->exchange);
  g_free (self);
}

/* One of both is taken. */
static void
finish (Attempt *self, AiohttpClientResponse *response, GError *error)
{
  AiohttpClientDone done = self->done;
  gpointer data = self->data;

  if (response == NULL)
    aiohttp_client_exchange_finish (self->exchange);
  attempt_free (self);
  done (response, error, data);
}

/* What says that it is too long need not be read to know it; what is to be decoded says nothing of its length. */
static void
check_length (Attempt *self, AiohttpTransportReply *reply, AiohttpClientResponse *response)
{
  guint64 limit = self->settings->max_body_size;
  gint64 length = reply->whole_body != NULL ? (gint64) g_bytes_get_size (reply->whole_body) : reply->content_length;

  if (limit == 0 || length < 0 || (guint64) length <= limit)
    return;
  if (self->settings->decompress && aiohttp_transport_reply_has_field (reply, AIOHTTP_FIELD_CONTENT_ENCODING))
    return;
  aiohttp_client_body_abort_with (aiohttp_client_response_get_body (response),
                                  g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE,
                                               "Body of %" G_GINT64_FORMAT
                                               " bytes is over the limit of %" G_GUINT64_FORMAT " bytes",
                                               length, limit));
}

/* NULL for one that came whole: most are not asked for as a stream. Its connection can go on at once. */
static AiohttpClientBody *
make_body (Attempt *self, AiohttpTransportReply *reply)
{
  if (reply->whole_body == NULL || self->settings->tracer != NULL)
    return aiohttp_client_body_new (reply, self->exchange);
  aiohttp_transport_reply_end (reply, TRUE);
  aiohttp_client_exchange_finish (self->exchange);
  return NULL;
}

static void
respond (Attempt *self, AiohttpTransportReply *reply)
{
  g_autoptr (AiohttpClientBody) body = make_body (self, reply);
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_response_new (self->request, reply, body);
  GError *error = NULL;

  response->max_body_size = self->settings->max_body_size;
  if (G_UNLIKELY (self->settings->charset_resolver != NULL))
    response->charset_resolver = aiohttp_charset_resolver_ref (self->settings->charset_resolver);
  if (self->settings->tracer != NULL)
    aiohttp_client_body_set_tracer (body, self->settings->tracer);
  if (self->settings->decompress && !aiohttp_client_response_decode (response, &error))
    {
      if (body != NULL)
        aiohttp_client_body_abort (body);
      finish (self, NULL, error);
      return;
    }
  check_length (self, reply, response);
  finish (self, g_steal_pointer (&response), NULL);
}

static void
on_reply (AiohttpTransportReply *reply, GError *error, gpointer data)
{
  Attempt *self = data;

  self->sending = NULL;
  /* what made the body fails for a reason of its own, which the transport does not know */
  if (reply == NULL && self->upload != NULL)
    aiohttp_upload_stream_tell_failure (self->upload, &error);
  aiohttp_client_exchange_end (self->exchange, &error);
  /* the head won the race against the clock or a close, but what follows would lose it */
  if (reply != NULL)
    error = aiohttp_client_exchange_dup_abort_error (self->exchange);
  if (error != NULL)
    finish (self, NULL, error);
  else
    respond (self, reply);
  g_clear_pointer (&reply, aiohttp_transport_reply_unref);
}

static void
on_stopped (gpointer data, GError *error)
{
  Attempt *self = data;

  g_clear_pointer (&self->sending, aiohttp_transport_call_cancel);
  aiohttp_client_exchange_end (self->exchange, &error);
  finish (self, NULL, error);
}

static void
send_now (Attempt *self)
{
  aiohttp_client_exchange_begin_call (self->exchange, self->cancellable, on_stopped, self);
  self->sending = aiohttp_transport_send (self->transport, &self->outgoing, on_reply, self);
}

/* The length that the body is announced with, or -1. */
static gboolean
choose_length (Attempt *self, gint64 size, GError **error)
{
  gint64 declared = self->settings->body_length;

  if (declared >= 0 && size >= 0 && declared != size)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "Content-Length is given as %" G_GINT64_FORMAT ", but the body has %" G_GINT64_FORMAT " bytes",
                   declared, size);
      return FALSE;
    }
  self->outgoing.body_length = declared >= 0 ? declared : self->settings->chunked ? -1 : size;
  return TRUE;
}

static gboolean
open_payload (Attempt *self, GError **error)
{
  AiohttpPayload *payload = self->request->payload;
  GBytes *bytes;
  g_autoptr (GInputStream) stream = NULL;

  if (payload == NULL)
    return TRUE;
  if (!choose_length (self, aiohttp_payload_get_size (payload), error))
    return FALSE;
  bytes = aiohttp_payload_peek_bytes (payload);
  if (bytes != NULL && self->settings->upload_progress == NULL && !self->settings->chunked)
    {
      self->outgoing.body = bytes;
      return TRUE;
    }
  stream = aiohttp_payload_open (payload, error);
  if (stream == NULL)
    return FALSE;
  self->upload = aiohttp_upload_stream_new (stream, self->outgoing.body_length, self->settings->upload_progress);
  self->outgoing.body_stream = G_INPUT_STREAM (self->upload);
  return TRUE;
}

static void
go (Attempt *self)
{
  const AiohttpClientSettings *settings = self->settings;
  GError *error = aiohttp_client_exchange_dup_abort_error (self->exchange);

  /* what was cancelled before it began sends nothing */
  if (error != NULL || g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    {
      finish (self, NULL, error);
      return;
    }
  self->outgoing = (AiohttpTransportRequest){
    .method = self->request->method,
    .uri = self->request->uri,
    .headers = self->request->headers,
    .lines = self->request->lines,
    .expect_continue = settings->expect_continue && self->request->payload != NULL,
    .upgrade = settings->upgrade,
    .proxy = settings->proxy,
    .proxy_headers = settings->proxy_headers,
    .tls = settings->tls_context,
    .server_hostname = settings->server_hostname,
    .connect = settings->connect,
    .sock_connect = settings->sock_connect,
    .sock_read = settings->sock_read,
    .min_rate = settings->min_rate,
    .max_line_size = settings->max_line_size,
    .max_field_size = settings->max_field_size,
    .max_fields = settings->max_fields,
  };
  if (settings->tracer != NULL)
    {
      aiohttp_client_tracer_attempt (settings->tracer, self->request);
      self->outgoing.events = aiohttp_client_tracer_get_events ();
      self->outgoing.events_data = settings->tracer;
    }
  if (open_payload (self, &error))
    send_now (self);
  else
    finish (self, NULL, error);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Attempt *self = user_data;
  GError *error = NULL;

  aiohttp_payload_prepare_finish (AIOHTTP_PAYLOAD (source), result, &error);
  aiohttp_client_exchange_end (self->exchange, &error);
  if (error == NULL)
    error = aiohttp_client_exchange_dup_abort_error (self->exchange);
  if (error == NULL)
    go (self);
  else
    finish (self, NULL, error);
}

void
aiohttp_client_attempt_start (AiohttpTransport *transport, const AiohttpClientSettings *settings,
                              AiohttpClientExchange *exchange, AiohttpClientRequest *request, GCancellable *cancellable,
                              AiohttpClientDone done, gpointer data)
{
  Attempt *self = g_new0 (Attempt, 1);

  self->transport = g_object_ref (transport);
  self->settings = settings;
  self->exchange = aiohttp_client_exchange_new_child (exchange);
  self->request = g_object_ref (request);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->done = done;
  self->data = data;
  if (request->payload != NULL && !aiohttp_payload_is_ready (request->payload))
    aiohttp_payload_prepare_async (request->payload, aiohttp_client_exchange_begin (self->exchange, cancellable),
                                   on_prepared, self);
  else
    go (self);
}
