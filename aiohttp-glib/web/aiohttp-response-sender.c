/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-response-sender-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-request-private.h"
#include "aiohttp-response-private.h"
#include "aiohttp-task-private.h"

/* From what a handler came to, a response or an error, to what its client gets: all at once where the body is in memory,
 * the rest of it where the handler has begun to send. */

static void
log_failure (AiohttpRequest *request, const GError *error)
{
  AiohttpSpan target = request->head->target;
  g_autofree char *shown = aiohttp_chars_escape (request->head->base + target.offset, target.length, 256);

  if (error != NULL)
    g_warning ("Error handling request %s %s: %s (%s, %d)", aiohttp_request_get_method (request), shown, error->message,
               g_quark_to_string (error->domain), error->code);
  else
    g_warning ("Error handling request %s %s: the handler returned NULL and set no error",
               aiohttp_request_get_method (request), shown);
}

#define TROUBLE_TEXT "500 Internal Server Error\n\nServer got itself in trouble"
#define TROUBLE_HTML                                                                                                   \
  "<html><head><title>500 Internal Server Error</title></head><body>\n"                                                \
  "<h1>500 Internal Server Error</h1>\nServer got itself in trouble\n</body></html>\n"

/* In debug mode, what it is about; with a binding's exception its traceback is part of the message. */
static char *
describe_trouble (const GError *error, gboolean html)
{
  const char *domain = g_quark_to_string (error->domain);

  if (html)
    return g_markup_printf_escaped ("<html><head><title>500 Internal Server Error</title></head><body>\n"
                                    "<h1>500 Internal Server Error</h1>\n<h2>Error:</h2>\n<pre>%s\n(%s, %d)</pre>\n"
                                    "</body></html>\n",
                                    error->message, domain, error->code);
  return g_strdup_printf ("500 Internal Server Error\n\nError:\n%s\n(%s, %d)", error->message, domain, error->code);
}

static gboolean
shows_errors (void)
{
  return aiohttp_debug_is_on () && aiohttp_event_loop_get_debug (aiohttp_event_loop_get_or_default ());
}

/* A browser that asks for a page gets one. */
static AiohttpResponse *
make_trouble (AiohttpRequest *request, GError *error)
{
  const char *accept = aiohttp_request_get_header (request, "Accept");
  gboolean html = accept != NULL && strstr (accept, "text/html") != NULL;
  g_autofree char *described = error != NULL && shows_errors () ? describe_trouble (error, html) : NULL;
  const char *text = described != NULL ? described : html ? TROUBLE_HTML : TROUBLE_TEXT;
  AiohttpResponse *response = aiohttp_response_new_for_status (500, text, error);

  if (html)
    aiohttp_stream_response_set_static_content_type (AIOHTTP_STREAM_RESPONSE (response), "text/html; charset=utf-8");
  return response;
}

static AiohttpResponse *
make_server_error (AiohttpRequest *request, guint status, GError *error)
{
  AiohttpResponse *response;

  log_failure (request, error);
  response = status == 500 ? make_trouble (request, error) : aiohttp_response_new_for_status (status, NULL, error);
  aiohttp_stream_response_force_close (AIOHTTP_STREAM_RESPONSE (response));
  return response;
}

/* The client has left, and that is what the handler failed of: nobody's fault. */
static gboolean
is_departure (AiohttpRequest *request, const GError *error)
{
  return request->gone && error != NULL &&
         (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED));
}

/* A handler that was cancelled for its time says only that it was cancelled. */
static GError *
name_timeout (AiohttpRequest *request, GError *error)
{
  if (!request->timed_out || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;
  g_error_free (error);
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The handler took longer than it may");
}

AiohttpResponse *
aiohttp_response_sender_make_error (AiohttpRequest *request, GError *error)
{
  if (error == NULL)
    return make_server_error (request, 500, NULL);
  if (error->domain == AIOHTTP_HTTP_ERROR && error->code >= 400 && error->code <= 599)
    return aiohttp_response_new_for_status (error->code, error->message, error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return aiohttp_response_new_for_status (504, NULL, error);
  if (g_error_matches (error, AIOHTTP_ERROR, AIOHTTP_ERROR_TOO_MANY_TASKS))
    return make_server_error (request, 503, error);
  if (is_departure (request, error))
    {
      g_error_free (error);
      return NULL;
    }
  if (request->timed_out && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return make_server_error (request, 503, name_timeout (request, error));
  return make_server_error (request, 500, error);
}

static void
respond (AiohttpRequest *request, AiohttpStreamResponse *response)
{
  if (request->stream != NULL)
    request->stream->klass->respond (request->stream, response);
}

/* The head is out: what follows can only be cut off. */
static void
cut_off (AiohttpRequest *request, GError *error)
{
  AiohttpStreamResponse *response = request->response;
  /* A websocket that was closed ends its handler by an error. */
  gboolean upgraded = AIOHTTP_STREAM_RESPONSE_GET_CLASS (response)->handled != NULL;
  gboolean quiet =
      is_departure (request, error) || (upgraded && error != NULL && error->domain == AIOHTTP_WEBSOCKET_ERROR);

  if (!quiet)
    {
      error = error != NULL ? name_timeout (request, error) : NULL;
      log_failure (request, error);
    }
  g_clear_error (&error);
  if (upgraded)
    AIOHTTP_STREAM_RESPONSE_GET_CLASS (response)->handled (response, !quiet);
  else
    respond (request, NULL);
}

void
aiohttp_response_sender_fail (AiohttpRequest *request, GError *error)
{
  g_autoptr (AiohttpResponse) response = NULL;

  if (request->stream == NULL)
    {
      g_clear_error (&error);
      return;
    }
  if (request->response != NULL)
    {
      cut_off (request, error);
      return;
    }
  response = aiohttp_response_sender_make_error (request, error);
  if (response != NULL)
    aiohttp_stream_response_begin (AIOHTTP_STREAM_RESPONSE (response), request, NULL);
  respond (request, (AiohttpStreamResponse *) response);
}

static void
finish (AiohttpRequest *request, AiohttpStreamResponse *response)
{
  GError *error = NULL;

  if (aiohttp_stream_response_end (response, &error))
    respond (request, response);
  else
    aiohttp_response_sender_fail (request, error);
}

/* What the coroutine that writes a body has. */
typedef struct
{
  AiohttpRequest *request;
  AiohttpStreamResponse *response;
} Production;

static gpointer
produce (gpointer data, GError **error)
{
  Production *production = data;
  AiohttpStreamResponse *response = production->response;

  return AIOHTTP_STREAM_RESPONSE_GET_CLASS (response)->produce (response, production->request, error) ? response : NULL;
}

static void
on_produced (gpointer result, GError *error, gpointer data)
{
  Production *production = data;
  AiohttpRequest *request = production->request;

  g_clear_object (&request->task);
  if (request->stream == NULL)
    g_clear_error (&error);
  else if (result != NULL)
    finish (request, production->response);
  else
    aiohttp_response_sender_fail (request, error);
  g_object_unref (production->response);
  g_object_unref (request);
  g_free (production);
}

static void
start_production (AiohttpRequest *request, AiohttpStreamResponse *response)
{
  Production *production = g_new (Production, 1);
  AiohttpTask *task;

  response->produced = TRUE;
  production->request = g_object_ref (request);
  production->response = g_object_ref (response);
  task = aiohttp_task_run_inline (produce, on_produced, production);
  if (task != NULL)
    request->task = task;
}

static gboolean
is_whole (AiohttpStreamResponse *response)
{
  gsize length;

  if (!AIOHTTP_IS_RESPONSE (response) || response->chunked || response->outlet != NULL)
    return FALSE;
  if (G_LIKELY (response->compression == AIOHTTP_COMPRESSION_NONE))
    return TRUE;
  aiohttp_response_peek_body (AIOHTTP_RESPONSE (response), &length);
  return length <= AIOHTTP_RESPONSE_MAX_ENCODED;
}

/* Not all of it in memory, or not all at once. */
static void
send_pieces (AiohttpRequest *request, AiohttpStreamResponse *response)
{
  GError *error = NULL;

  if (response->outlet != NULL && response->outlet->request != request)
    aiohttp_stream_response_check_not_sent (response, &error);
  else if (request->response != NULL && request->response != response)
    g_set_error_literal (&error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                         "The handler prepared one response and returned another");
  if (error != NULL)
    aiohttp_response_sender_fail (request, error);
  else if (response->outlet != NULL && AIOHTTP_STREAM_RESPONSE_GET_CLASS (response)->handled != NULL)
    AIOHTTP_STREAM_RESPONSE_GET_CLASS (response)->handled (response, FALSE);
  else if (AIOHTTP_STREAM_RESPONSE_GET_CLASS (response)->produce != NULL && !response->produced)
    start_production (request, response);
  else
    {
      /* Nobody wrote to it, and nobody will. */
      if (!response->sent && !response->chunked && aiohttp_stream_response_get_content_length (response) < 0)
        aiohttp_stream_response_set_content_length (response, 0, NULL);
      if (!aiohttp_stream_response_prepare (response, request, &error))
        aiohttp_response_sender_fail (request, error);
      else if (AIOHTTP_STREAM_RESPONSE_GET_CLASS (response)->handled != NULL)
        AIOHTTP_STREAM_RESPONSE_GET_CLASS (response)->handled (response, FALSE);
      else
        finish (request, response);
    }
}

void
aiohttp_response_sender_send (AiohttpRequest *request, AiohttpStreamResponse *response)
{
  GError *error = NULL;

  if (request->stream == NULL)
    return;
  if (G_UNLIKELY (!is_whole (response) || request->response != NULL))
    send_pieces (request, response);
  else if (G_LIKELY (aiohttp_stream_response_begin (response, request, &error)))
    {
      if (G_UNLIKELY (response->compression != AIOHTTP_COMPRESSION_NONE))
        aiohttp_response_encode (AIOHTTP_RESPONSE (response), request);
      respond (request, response);
    }
  else
    aiohttp_response_sender_fail (request, error);
}
