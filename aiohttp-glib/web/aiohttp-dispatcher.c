/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-dispatcher-private.h"

#include "aiohttp-application-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-response-private.h"
#include "aiohttp-response-sender-private.h"
#include "aiohttp-stream-response-private.h"
#include "aiohttp-task-private.h"

/* What nobody receives: the client has closed the request (nginx's number for it). */
#define STATUS_LEFT 499

static AiohttpStreamResponse *
new_for_status (guint status, const char *text, GError *error)
{
  return AIOHTTP_STREAM_RESPONSE (aiohttp_response_new_for_status (status, text, error));
}

AiohttpStreamResponse *
aiohttp_dispatcher_make_error (AiohttpRequest *request, GError *error)
{
  g_autoptr (GError) copy = error != NULL ? g_error_copy (error) : NULL;
  AiohttpResponse *response;

  if (request->response != NULL)
    {
      g_clear_error (&request->failure);
      request->failure = error;
      request->failed = TRUE;
      return g_object_ref (request->response);
    }
  if (request->stream == NULL)
    return new_for_status (STATUS_LEFT, NULL, error);
  response = aiohttp_response_sender_make_error (request, error);
  if (response != NULL)
    return AIOHTTP_STREAM_RESPONSE (response);
  request->left = TRUE;
  return new_for_status (STATUS_LEFT, NULL, g_steal_pointer (&copy));
}

static void
on_answered (AiohttpChainRun *run, AiohttpStreamResponse *response)
{
  AiohttpRequest *request = run->request;

  if (G_UNLIKELY (request->stream == NULL))
    g_clear_error (&request->failure);
  else if (G_UNLIKELY (request->failed && request->response == response))
    aiohttp_response_sender_fail (request, g_steal_pointer (&request->failure));
  else if (G_UNLIKELY (request->left && response->status == STATUS_LEFT))
    request->stream->klass->respond (request->stream, NULL);
  else
    aiohttp_response_sender_send (request, response);
  g_object_unref (response);
}

gboolean
aiohttp_dispatcher_is_coroutine (AiohttpRequest *request)
{
  return request->route != NULL && request->route->handler->coroutine;
}

static gpointer
refuse (AiohttpRequest *request)
{
  const GError *cause = request->extra != NULL ? request->extra->pre_handler_error : NULL;
  AiohttpStreamResponse *response;

  if (request->refusal != 405)
    return new_for_status (request->refusal, request->refusal_text, cause != NULL ? g_error_copy (cause) : NULL);
  response = new_for_status (405, NULL, NULL);
  aiohttp_stream_response_set_header (response, "Allow", request->refusal_text, NULL);
  return response;
}

typedef struct
{
  AiohttpRequest *request;
  const AiohttpHandler *handler;
  GError **error;
  gpointer reply;
} Call;

static void
call_handler (gpointer data)
{
  Call *call = data;

  call->reply = call->handler->func (call->request, call->handler->user_data, call->error);
}

/* NULL without an error: go on. */
static gpointer
handle_expectation (AiohttpRequest *request, GError **error)
{
  Call call = { request, request->route->expect_handler, error, NULL };

  if (call.handler != NULL)
    aiohttp_call_out (call_handler, &call);
  else if (request->head->expect_unknown)
    call.reply = new_for_status (417, NULL, NULL);
  return call.reply;
}

gpointer
aiohttp_dispatcher_handle (AiohttpRequest *request, GError **error)
{
  Call call = { request, NULL, error, NULL };
  const AiohttpHttp1Head *head = request->head;

  if (G_UNLIKELY (request->route == NULL))
    return refuse (request);
  if (request->match_app != NULL)
    request->app = request->match_app;
  if (G_UNLIKELY (head->expect_unknown || head->expect_continue))
    {
      GError *failure = NULL;
      gpointer reply = handle_expectation (request, &failure);

      if (failure != NULL)
        g_propagate_error (error, failure);
      if (reply != NULL || failure != NULL)
        return reply;
    }
  call.handler = request->route->handler;
  if (call.handler->coroutine)
    call_handler (&call);
  else
    aiohttp_call_out (call_handler, &call);
  return call.reply;
}

static const AiohttpChain *
set_match (AiohttpRequest *request, const AiohttpRouteMatch *match)
{
  AiohttpApplication *app = aiohttp_router_get_application (match->router);

  request->match_app = app;
  if (G_LIKELY (match->route != NULL))
    {
      aiohttp_request_set_match (request, match);
      return match->route->chain;
    }
  request->refusal = match->allow != NULL ? 405 : 404;
  request->refusal_text = match->allow;
  return aiohttp_application_get_chain (app);
}

char *
aiohttp_dispatcher_describe (AiohttpRequest *request)
{
  return g_strdup_printf ("the handler of %s %s", aiohttp_request_get_method (request),
                          aiohttp_request_get_path (request));
}

static void
run_chain (AiohttpRequest *request, const AiohttpChain *chain)
{
  aiohttp_chain_run_start (&request->run, chain, 0, request, request, request, on_answered);
}

/* The first step of middlewares and handler, timed; what a coroutine does after an await is timed as a task's step. */
static void
run_chain_in_debug_mode (AiohttpRequest *request, const AiohttpChain *chain)
{
  G_GNUC_UNUSED g_autoptr (AiohttpRequest) held = g_object_ref (request);
  g_autofree char *what = aiohttp_dispatcher_describe (request);
  AiohttpDebugSpan span;
  gint64 took;

  aiohttp_debug_begin (&span, aiohttp_event_loop_get_or_default ());
  run_chain (request, chain);
  if (aiohttp_debug_end (&span, &took))
    {
      gconstpointer handler = request->route != NULL ? (gconstpointer) request->route->handler->func : NULL;
      g_autofree char *func = handler != NULL ? aiohttp_debug_describe_function (handler) : g_strdup ("no route");
      g_autofree char *described = g_strdup_printf ("%s (%s)", what, func);

      aiohttp_debug_tell_slow (took, NULL, described);
    }
}

void
aiohttp_dispatch (AiohttpRequest *request)
{
  const AiohttpHttp1Head *head = request->head;
  AiohttpRouteQuery query = {
    head->base + head->method.offset, head->method.length, head->base + head->path.offset, head->path.length, request,
  };
  AiohttpRouteMatch match;
  g_autoptr (GError) error = NULL;
  const AiohttpChain *chain;

  if (G_UNLIKELY (!aiohttp_request_check_path (request, &error)))
    {
      aiohttp_dispatch_refused (request, 400, g_steal_pointer (&error));
      return;
    }
  /* "http://host" asks for the root (RFC 9112, 3.2.1). */
  if (G_UNLIKELY (head->path.length == 0 && head->target_form == AIOHTTP_TARGET_ABSOLUTE))
    query.path = "/", query.path_length = 1;
  aiohttp_router_resolve (aiohttp_application_get_router (request->app), &query, &match);
  chain = set_match (request, &match);
  if (aiohttp_debug_is_on ())
    run_chain_in_debug_mode (request, chain);
  else
    run_chain (request, chain);
}

void
aiohttp_dispatch_refused (AiohttpRequest *request, guint status, GError *error)
{
  request->refusal = (guint16) status;
  request->refusal_text = g_strdup (error->message);
  aiohttp_request_take_pre_handler_error (request, error);
  run_chain (request, aiohttp_application_get_chain (request->app));
}

static void
cancel_handler (AiohttpRequest *request)
{
  aiohttp_chain_cancel (request);
  if (request->task != NULL)
    aiohttp_task_cancel (request->task);
}

void
aiohttp_dispatch_cancel (AiohttpRequest *request)
{
  G_GNUC_UNUSED g_autoptr (AiohttpRequest) held = g_object_ref (request);

  aiohttp_request_cancel (request);
  cancel_handler (request);
}

void
aiohttp_dispatch_time_out (AiohttpRequest *request)
{
  G_GNUC_UNUSED g_autoptr (AiohttpRequest) held = g_object_ref (request);

  request->timed_out = TRUE;
  if (request->cancellable != NULL)
    g_cancellable_cancel (request->cancellable);
  cancel_handler (request);
}
