/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-call-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-client-attempt-private.h"
#include "aiohttp-client-error-info-private.h"
#include "aiohttp-client-hop-private.h"
#include "aiohttp-client-state-private.h"
#include "aiohttp-client-prepare-private.h"
#include "aiohttp-client-response-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-redirect-private.h"
#include "aiohttp-request-options-private.h"
#include "aiohttp-request-url-private.h"

/* The body of a redirect is read, so that its connection can be used again, unless it is longer than this. */
#define MAX_DRAIN 4096

/* Or takes longer. */
#define MAX_DRAIN_MILLISECONDS 250

struct _AiohttpClientCall
{
  /* one of both is told */
  GTask *task;
  GCancellable *cancellable; /* the task's; NULL: none */
  AiohttpClientDone done;
  gpointer data;
  AiohttpClientCall **place; /* where that one finds it */

  AiohttpConnector *connector;
  AiohttpTransport *transport;
  AiohttpClientExchange *exchange;
  AiohttpClientSettings settings;
  AiohttpClientState state;
  AiohttpClientRequest *request; /* of this hop */
  GPtrArray *history;
  AiohttpClientResponse *redirect; /* being drained */
  GSource *drain_timer;
  char *scratch;
  AiohttpClientResponse *checked; /* by the program's own function */
  AiohttpStatusRun *status_run;
};

static void send_hop (AiohttpClientCall *self);

static void
client_call_free (AiohttpClientCall *self)
{
  g_clear_object (&self->transport);
  g_clear_object (&self->connector);
  g_clear_pointer (&self->exchange, aiohttp_client_exchange_unref);
  aiohttp_client_settings_clear (&self->settings);
  aiohttp_client_state_clear (&self->state);
  g_clear_object (&self->request);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_object (&self->redirect);
  g_free (self->scratch);
  g_clear_object (&self->task);
  g_free (self);
}

/* What an error is about goes with it. */
static void
tell_of (AiohttpClientCall *self, GTask *task, GError *error)
{
  gboolean redirected = self->history != NULL &&
                        (g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS) ||
                         g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_REDIRECT));
  AiohttpClientResponse *last = redirected ? self->history->pdata[self->history->len - 1] : NULL;

  aiohttp_client_error_info_attach (error, task, self->request, last, self->history);
}

/* One of both is taken. The task is returned last: what is called back may close the session, or free the connection that
 * another call waits for. */
static void
finish (AiohttpClientCall *self, AiohttpClientResponse *response, GError *error)
{
  GTask *task = g_steal_pointer (&self->task);
  AiohttpClientDone done = self->done;
  gpointer data = self->data;

  if (error != NULL)
    tell_of (self, task, error);
  if (G_UNLIKELY (self->settings.tracer != NULL))
    {
      if (error != NULL)
        aiohttp_client_tracer_fail (self->settings.tracer, error);
      else
        aiohttp_client_tracer_end (self->settings.tracer, response);
    }
  if (self->exchange != NULL)
    aiohttp_client_exchange_finish (self->exchange);
  if (self->place != NULL)
    *self->place = NULL;
  client_call_free (self);
  if (task == NULL)
    done (response, error, data);
  else if (response != NULL)
    g_task_return_pointer (task, response, g_object_unref);
  else
    g_task_return_error (task, error);
  g_clear_object (&task);
}

static void
on_checked (GError *error, gpointer data)
{
  AiohttpClientCall *self = data;
  AiohttpClientResponse *response = g_steal_pointer (&self->checked);

  self->status_run = NULL;
  aiohttp_client_exchange_end (self->exchange, &error);
  if (error != NULL)
    {
      aiohttp_client_response_release (response);
      g_clear_object (&response);
    }
  finish (self, response, error);
}

static void
on_check_stopped (gpointer data, GError *error)
{
  AiohttpClientCall *self = data;

  aiohttp_status_run_abandon (self->status_run);
  on_checked (error, self);
}

static void
check_status (AiohttpClientCall *self, AiohttpClientResponse *response /* taken */)
{
  self->checked = response;
  aiohttp_client_exchange_begin_call (self->exchange, self->cancellable, on_check_stopped, self);
  aiohttp_status_check_start (self->settings.status_check, response, &self->status_run, on_checked, self);
}

static void
respond (AiohttpClientCall *self, AiohttpClientResponse *response)
{
  GError *error = NULL;

  aiohttp_client_response_set_history (response, self->history);
  if (self->settings.tracer != NULL)
    aiohttp_client_response_set_timings (response, aiohttp_client_tracer_peek_timings (self->settings.tracer));
  /* Made by the main loop, but asked for elsewhere. */
  if (aiohttp_debug_is_on () && self->task != NULL)
    aiohttp_debug_copy_mark (self->task, response);
  if (G_UNLIKELY (self->settings.status_check != NULL))
    {
      check_status (self, response);
      return;
    }
  if (self->settings.raise_for_status && !aiohttp_client_response_raise_for_status (response, &error))
    g_clear_object (&response);
  finish (self, response, error);
}

static GError *
redirect_error (AiohttpClientError code, const char *why, AiohttpClientResponse *response, const char *target)
{
  g_autofree char *shown = aiohttp_chars_escape (target, strlen (target), 256);

  return g_error_new (AIOHTTP_CLIENT_ERROR, code, "%s: status %u redirects to “%s”", why,
                      aiohttp_client_response_get_status (response), shown);
}

/* Goes over to the redirect's target: method, body, URL and header fields of the next hop. */
static gboolean
turn_to (AiohttpClientCall *self, AiohttpClientResponse *response, const char *target, GError **error)
{
  AiohttpClientRequest *request = self->request;
  const char *method = aiohttp_redirect_choose_method (aiohttp_client_response_get_status (response), request->method);
  gboolean body_dropped = strcmp (method, request->method) != 0;
  g_autoptr (GError) failure = NULL;
  g_autofree char *authorization = NULL;
  g_autoptr (GUri) uri = aiohttp_request_url_resolve (request->uri, target, &authorization, &failure);
  gboolean cross_origin;

  if (uri != NULL && !self->settings.requote && !aiohttp_request_url_is_quoted (target))
    {
      g_propagate_error (
          error, redirect_error (AIOHTTP_CLIENT_ERROR_INVALID_REDIRECT, "URL is not encoded", response, target));
      return FALSE;
    }
  if (uri == NULL)
    {
      g_propagate_error (error,
                         redirect_error (AIOHTTP_CLIENT_ERROR_INVALID_REDIRECT, failure->message, response, target));
      return FALSE;
    }
  self->request = aiohttp_client_request_turn (request, method, uri, body_dropped);
  cross_origin = !aiohttp_request_url_same_origin (request->uri, uri);
  aiohttp_redirect_strip_headers (aiohttp_client_request_own_headers (self->request), body_dropped, cross_origin);
  if (cross_origin)
    aiohttp_client_state_leave_origin (&self->state);
  if (authorization != NULL)
    soup_message_headers_replace (aiohttp_client_request_own_headers (self->request), "Authorization", authorization);
  if (body_dropped)
    self->settings.body_length = -1;
  g_object_unref (request);
  return TRUE;
}

static void
on_drained (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AiohttpClientCall *self = user_data;
  GError *error = NULL;
  gsize n;

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &n, &error);
  g_source_destroy (self->drain_timer);
  g_clear_pointer (&self->drain_timer, g_source_unref);
  aiohttp_client_response_close (self->redirect);
  g_clear_object (&self->redirect);

  /* a redirect whose body breaks is still a redirect, but a cancel or an abort is not to be lost */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      error = aiohttp_client_exchange_dup_abort_error (self->exchange);
    }
  if (error != NULL)
    finish (self, NULL, error);
  else
    send_hop (self);
}

/* The rest goes with its connection. */
static gboolean
on_drain_timeout (gpointer user_data)
{
  aiohttp_client_response_close (((AiohttpClientCall *) user_data)->redirect);
  return G_SOURCE_REMOVE;
}

/* FALSE: it need not be read, or is too long for it. */
static gboolean
drain (AiohttpClientCall *self, AiohttpClientResponse *response)
{
  gint64 length = response->reply->content_length;

  if (aiohttp_client_response_is_closed (response) || length < 0 || length > MAX_DRAIN)
    return FALSE;
  if (self->scratch == NULL)
    self->scratch = g_malloc (MAX_DRAIN + 1);
  self->redirect = g_object_ref (response);
  self->drain_timer = g_timeout_source_new (MAX_DRAIN_MILLISECONDS);
  g_source_set_callback (self->drain_timer, on_drain_timeout, self, NULL);
  g_source_set_static_name (self->drain_timer, "[aiohttp] body of a redirect");
  g_source_attach (self->drain_timer, g_main_context_get_thread_default ());
  g_input_stream_read_all_async (G_INPUT_STREAM (response->body), self->scratch, MAX_DRAIN + 1, G_PRIORITY_DEFAULT,
                                 self->cancellable, on_drained, self);
  return TRUE;
}

static void
follow (AiohttpClientCall *self, AiohttpClientResponse *response /* taken */, const char *target)
{
  GError *error = NULL;

  /* The history is the last response's; as in aiohttp, those before it have none of their own. */
  if (self->history == NULL)
    self->history = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->history, response);
  if (self->settings.tracer != NULL)
    aiohttp_client_tracer_redirect (self->settings.tracer, response);
  if (self->settings.max_redirects > 0 && self->history->len >= self->settings.max_redirects)
    error = redirect_error (AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS, "Too many redirects", response, target);
  if (error != NULL || !turn_to (self, response, target, &error))
    {
      aiohttp_client_response_close (response);
      finish (self, NULL, error);
    }
  else if (!drain (self, response))
    {
      aiohttp_client_response_close (response);
      send_hop (self);
    }
}

static void
on_response (AiohttpClientResponse *response, GError *error, gpointer data)
{
  AiohttpClientCall *self = data;
  const char *target = NULL;
  guint status;

  if (response == NULL)
    {
      finish (self, NULL, error);
      return;
    }
  aiohttp_client_state_take_response (&self->state, response);
  status = aiohttp_client_response_get_status (response);
  if (self->settings.allow_redirects && aiohttp_redirect_is_followed (status))
    target = aiohttp_redirect_get_target (status, aiohttp_client_response_get_headers (response));
  if (target != NULL)
    follow (self, response, target);
  else
    respond (self, response);
}

static void
send_hop (AiohttpClientCall *self)
{
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, &error) ||
      !aiohttp_client_state_prepare (&self->state, self->request, &self->settings, &error))
    finish (self, NULL, error);
  else if (G_UNLIKELY (self->settings.middlewares != NULL))
    aiohttp_client_hop_start (self->transport, &self->settings, self->exchange, self->request, self->cancellable,
                              on_response, self);
  else
    aiohttp_client_attempt_start (self->transport, &self->settings, self->exchange, self->request, self->cancellable,
                                  on_response, self);
}

/* All that it needs is read before this returns; it may be gone by then. */
static void
start (AiohttpClientCall *self, gpointer session, AiohttpConnector *connector, AiohttpClientRegistry *registry,
       const AiohttpClientDefaults *defaults, const char *method, const char *url, AiohttpRequestOptions *options)
{
  GError *error = NULL;

  self->connector = g_object_ref (connector);
  self->transport = aiohttp_connector_open_transport (connector, &error);
  if (self->transport != NULL)
    {
      g_object_ref (self->transport);
      self->request = aiohttp_client_prepare (defaults, method, url, options, &self->settings, &error);
    }
  if (self->request == NULL)
    {
      finish (self, NULL, error);
      return;
    }
  aiohttp_client_state_init (&self->state, defaults->cookie_jar, defaults->hsts_enforcer,
                             options != NULL ? options->cookies : NULL, self->request);
  self->exchange = aiohttp_client_exchange_new (registry, aiohttp_reactor_get_wheel (self->transport->reactor),
                                                self->settings.timeout, self->request->method, self->request->uri);
  self->settings.tracer = aiohttp_client_tracer_new (
      session, defaults->trace_configs,
      options != NULL ? aiohttp_request_options_get_trace_request_context (options) : NULL, defaults->record_timings);
  if (self->settings.tracer != NULL)
    aiohttp_client_tracer_start (self->settings.tracer, self->request);
  send_hop (self);
}

void
aiohttp_client_call_start (GTask *task, AiohttpConnector *connector, AiohttpClientRegistry *registry,
                           const AiohttpClientDefaults *defaults, const char *method, const char *url,
                           AiohttpRequestOptions *options)
{
  AiohttpClientCall *self = g_new0 (AiohttpClientCall, 1);

  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (task);
  self->task = task;
  self->cancellable = g_task_get_cancellable (task);
  start (self, g_task_get_source_object (task), connector, registry, defaults, method, url, options);
}

gboolean
aiohttp_client_call_may_be_direct (const AiohttpClientDefaults *defaults, AiohttpRequestOptions *options)
{
  return !aiohttp_debug_is_on () && defaults->middlewares == NULL && defaults->status_check == NULL &&
         (options == NULL || (options->middlewares == NULL && options->status_check == NULL)) &&
         defaults->trace_configs == NULL && !defaults->record_timings;
}

void
aiohttp_client_call_start_direct (AiohttpClientCall **place, AiohttpConnector *connector,
                                  AiohttpClientRegistry *registry, const AiohttpClientDefaults *defaults,
                                  const char *method, const char *url, AiohttpRequestOptions *options,
                                  AiohttpClientDone done, gpointer data)
{
  AiohttpClientCall *self = g_new0 (AiohttpClientCall, 1);

  self->done = done;
  self->data = data;
  self->place = place;
  *place = self;
  start (self, NULL, connector, registry, defaults, method, url, options);
}

void
aiohttp_client_call_cancel (AiohttpClientCall *self)
{
  aiohttp_client_exchange_abort (self->exchange,
                                 g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled"));
}
