/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-hop-private.h"

#include "aiohttp-coroutine-private.h"

typedef struct
{
  int ref_count; /* its run's, and one for each attempt, which may outlast that */
  AiohttpTransport *transport;
  AiohttpClientSettings settings;
  AiohttpClientExchange *exchange;
  AiohttpClientRequest *request;
  AiohttpClientChain *chain;
  AiohttpClientRun *run; /* NULL until it has started */
  AiohttpClientDone done;
  gpointer data;

  /* what has come of it */
  gboolean over;
  AiohttpClientResponse *response;
  GError *error;
  GError *stopped; /* from outside */
} Hop;

/* One attempt for a link of the chain. */
typedef struct
{
  Hop *hop;
  AiohttpClientDone done;
  gpointer data;
} Attempt;

static void
hop_unref (Hop *self)
{
  if (--self->ref_count > 0)
    return;
  aiohttp_client_chain_unref (self->chain);
  aiohttp_client_settings_clear (&self->settings);
  aiohttp_client_exchange_unref (self->exchange);
  g_object_unref (self->request);
  g_object_unref (self->transport);
  g_free (self);
}

static void
on_attempt_done (AiohttpClientResponse *response, GError *error, gpointer data)
{
  Attempt *attempt = data;
  Hop *hop = attempt->hop;

  attempt->done (response, error, attempt->data);
  g_free (attempt);
  hop_unref (hop);
}

static void
send_attempt (AiohttpClientRequest *request, GCancellable *cancellable, AiohttpClientDone done, gpointer done_data,
              gpointer data)
{
  Hop *self = data;
  Attempt *attempt = g_new (Attempt, 1);

  self->ref_count++;
  *attempt = (Attempt){ self, done, done_data };
  aiohttp_client_attempt_start (self->transport, &self->settings, self->exchange, request, cancellable, on_attempt_done,
                                attempt);
}

static void
deliver (Hop *self)
{
  if (self->stopped != NULL)
    {
      g_clear_object (&self->response);
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&self->stopped);
    }
  else
    aiohttp_client_exchange_end (self->exchange, &self->error);
  aiohttp_client_run_unref (self->run);
  aiohttp_client_chain_close (self->chain);
  self->done (g_steal_pointer (&self->response), g_steal_pointer (&self->error), self->data);
  hop_unref (self);
}

static void
on_run_done (AiohttpClientResponse *response, GError *error, gpointer data)
{
  Hop *self = data;

  self->over = TRUE;
  self->response = response;
  self->error = error;
  if (self->run != NULL)
    deliver (self);
}

/* Cancelled by the caller, or aborted: the middlewares are told, and may take a moment. */
static void
on_stopped (gpointer data, GError *error)
{
  Hop *self = data;

  aiohttp_client_exchange_end (self->exchange, &error);
  self->stopped = error;
  if (!self->over)
    aiohttp_client_run_cancel (self->run);
}

/* Middlewares may be a binding's. */
static void
start_run (gpointer data)
{
  Hop *self = data;
  AiohttpClientRun *run = aiohttp_client_run_start (self->chain, 0, self->request, on_run_done, self);

  self->run = run;
  if (self->over)
    deliver (self);
}

void
aiohttp_client_hop_start (AiohttpTransport *transport, const AiohttpClientSettings *settings,
                          AiohttpClientExchange *exchange, AiohttpClientRequest *request, GCancellable *cancellable,
                          AiohttpClientDone done, gpointer data)
{
  Hop *self = g_new0 (Hop, 1);

  self->ref_count = 1;
  self->transport = g_object_ref (transport);
  aiohttp_client_settings_copy (&self->settings, settings);
  self->exchange = aiohttp_client_exchange_ref (exchange);
  /* what the middlewares change of it ends with the hop */
  self->request = aiohttp_client_request_turn (request, request->method, request->uri, FALSE);
  self->chain = aiohttp_client_chain_new (settings->middlewares, send_attempt, self);
  self->done = done;
  self->data = data;
  aiohttp_client_exchange_begin_call (exchange, cancellable, on_stopped, self);
  aiohttp_call_out (start_run, self);
}
