/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-call-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-client-body-private.h"
#include "aiohttp-client-response-private.h"
#include "aiohttp-content-decoder-private.h"
#include "aiohttp-coroutine-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-redirect-private.h"
#include "aiohttp-request-options-private.h"
#include "aiohttp-request-url-private.h"
#include "aiohttp-version.h"

/* The body of a redirect is read, so that its connection can be used again, unless it is longer than this. */
#define MAX_DRAIN 4096

typedef struct
{
  GTask *task;
  AiohttpConnector *connector;
  AiohttpTransport *transport;
  AiohttpClientExchange *exchange;
  AiohttpTransportCall *sending;
  AiohttpTransportRequest request;
  char *method;
  GUri *uri; /* with its fragment */
  SoupMessageHeaders *headers;
  GBytes *body;
  GPtrArray *history;
  guint max_redirects;
  gboolean allow_redirects;
  gboolean raise_for_status;
  gboolean decompress;
  guint64 max_body_size;
  AiohttpTransportReply *redirect; /* being drained */
  char *scratch;
} ClientCall;

static void send_hop (ClientCall *self);

static void
client_call_free (ClientCall *self)
{
  g_clear_pointer (&self->sending, aiohttp_transport_call_cancel);
  g_clear_object (&self->transport);
  g_clear_object (&self->connector);
  g_clear_pointer (&self->exchange, aiohttp_client_exchange_unref);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->redirect, aiohttp_transport_reply_unref);
  g_free (self->method);
  g_free (self->scratch);
  g_clear_object (&self->task);
  g_free (self);
}

/* The task is returned last: what is called back may close the session, or free the slot that another call waits for. */
static void
fail (ClientCall *self, GError *error)
{
  GTask *task = g_steal_pointer (&self->task);

  if (self->exchange != NULL)
    aiohttp_client_exchange_finish (self->exchange);
  client_call_free (self);
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* What says that it is too long need not be read to know it; what is to be decoded says nothing of its length. */
static void
check_declared_length (ClientCall *self, AiohttpTransportReply *reply, AiohttpClientBody *body)
{
  gint64 expected = reply->content_length;

  if (self->max_body_size == 0 || expected < 0 || (guint64) expected <= self->max_body_size)
    return;
  if (self->decompress && aiohttp_transport_reply_has_field (reply, AIOHTTP_FIELD_CONTENT_ENCODING))
    return;
  aiohttp_client_body_abort_with (body, g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE,
                                                     "Body of %" G_GOFFSET_FORMAT
                                                     " bytes is over the limit of %" G_GUINT64_FORMAT " bytes",
                                                     expected, self->max_body_size));
}

static void
respond (ClientCall *self, AiohttpTransportReply *reply)
{
  g_autoptr (AiohttpClientBody) body = aiohttp_client_body_new (reply, self->exchange);
  g_autoptr (AiohttpClientResponse) response =
      aiohttp_client_response_new (self->method, self->uri, reply, body, self->history);
  GError *error = NULL;
  GTask *task;

  /* Made by the main loop, but asked for elsewhere. */
  if (aiohttp_debug_is_on ())
    aiohttp_debug_copy_mark (self->task, response);
  if (!aiohttp_client_response_open_content (response, self->decompress, self->max_body_size, &error) ||
      (self->raise_for_status && !aiohttp_client_response_raise_for_status (response, &error)))
    {
      aiohttp_client_response_close (response);
      fail (self, error);
      return;
    }
  check_declared_length (self, reply, body);
  task = g_steal_pointer (&self->task);
  client_call_free (self);
  g_task_return_pointer (task, g_steal_pointer (&response), g_object_unref);
  g_object_unref (task);
}

static GError *
redirect_error (AiohttpClientError code, const char *why, AiohttpTransportReply *reply, const char *target)
{
  g_autofree char *shown = aiohttp_chars_escape (target, strlen (target), 256);

  return g_error_new (AIOHTTP_CLIENT_ERROR, code, "%s: status %u redirects to “%s”", why, reply->status, shown);
}

/* Goes over to the redirect's target: method, body, URL and header fields of the next hop. */
static gboolean
turn_to (ClientCall *self, AiohttpTransportReply *reply, const char *target, GError **error)
{
  const char *method = aiohttp_redirect_choose_method (reply->status, self->method);
  gboolean body_dropped = strcmp (method, self->method) != 0;
  g_autoptr (GError) failure = NULL;
  g_autofree char *authorization = NULL;
  g_autoptr (GUri) uri = aiohttp_request_url_resolve (self->uri, target, &authorization, &failure);

  if (uri == NULL)
    {
      g_propagate_error (error,
                         redirect_error (AIOHTTP_CLIENT_ERROR_INVALID_REDIRECT, failure->message, reply, target));
      return FALSE;
    }
  aiohttp_redirect_strip_headers (self->headers, body_dropped, !aiohttp_request_url_same_origin (self->uri, uri));
  if (authorization != NULL)
    soup_message_headers_replace (self->headers, "Authorization", authorization);
  if (body_dropped)
    {
      g_clear_pointer (&self->body, g_bytes_unref);
      g_free (self->method);
      self->method = g_strdup (method);
    }
  g_clear_pointer (&self->uri, g_uri_unref);
  self->uri = g_steal_pointer (&uri);
  return TRUE;
}

/* The history is the last response's; as in aiohttp, those before it have none of their own. */
static void
remember (ClientCall *self, AiohttpTransportReply *reply)
{
  g_autoptr (AiohttpClientBody) body = aiohttp_client_body_new_closed ();
  AiohttpClientResponse *response = aiohttp_client_response_new (self->method, self->uri, reply, body, NULL);

  aiohttp_client_response_open_content (response, FALSE, 0, NULL);
  if (self->history == NULL)
    self->history = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->history, response);
}

static void
on_drained (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClientCall *self = user_data;
  GError *error = NULL;
  gsize n;

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &n, &error);
  aiohttp_client_exchange_end (self->exchange, &error);
  aiohttp_transport_reply_end (self->redirect, error == NULL && n <= MAX_DRAIN);
  g_clear_pointer (&self->redirect, aiohttp_transport_reply_unref);

  /* a redirect whose body breaks is still a redirect, but a cancel or an abort is not to be lost */
  if (error != NULL &&
      (error->domain == AIOHTTP_CLIENT_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      fail (self, error);
      return;
    }
  g_clear_error (&error);
  send_hop (self);
}

static void
follow (ClientCall *self, AiohttpTransportReply *reply /* taken */, const char *target)
{
  gint64 length = reply->content_length;
  gboolean bodyless = strcmp (self->method, "HEAD") == 0;
  GError *error = NULL;

  self->redirect = reply;
  remember (self, reply);
  if (self->max_redirects > 0 && self->history->len >= self->max_redirects)
    error = redirect_error (AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS, "Too many redirects", reply, target);
  if (error != NULL || !turn_to (self, reply, target, &error))
    {
      aiohttp_transport_reply_end (reply, FALSE);
      fail (self, error);
      return;
    }
  if (!bodyless && (length < 0 || length > MAX_DRAIN))
    {
      aiohttp_transport_reply_end (reply, FALSE);
      g_clear_pointer (&self->redirect, aiohttp_transport_reply_unref);
      send_hop (self);
      return;
    }
  if (self->scratch == NULL)
    self->scratch = g_malloc (MAX_DRAIN + 1);
  g_input_stream_read_all_async (
      aiohttp_transport_reply_get_body (reply), self->scratch, MAX_DRAIN + 1, G_PRIORITY_DEFAULT,
      aiohttp_client_exchange_begin (self->exchange, g_task_get_cancellable (self->task)), on_drained, self);
}

static void
on_reply (AiohttpTransportReply *reply, GError *error, gpointer data)
{
  ClientCall *self = data;
  const char *target = NULL;

  self->sending = NULL;
  aiohttp_client_exchange_end (self->exchange, &error);
  if (reply == NULL)
    {
      fail (self, error);
      return;
    }
  /* the head won the race against the clock or a close, but what follows would lose it */
  error = aiohttp_client_exchange_dup_abort_error (self->exchange);
  if (error != NULL)
    {
      aiohttp_transport_reply_end (reply, FALSE);
      aiohttp_transport_reply_unref (reply);
      fail (self, error);
      return;
    }

  if (self->allow_redirects)
    target = aiohttp_redirect_get_target (reply->status, aiohttp_transport_reply_get_headers (reply));
  if (target != NULL)
    {
      follow (self, reply, target);
      return;
    }
  respond (self, reply);
  aiohttp_transport_reply_unref (reply);
}

static void
on_stopped (gpointer data, GError *error)
{
  ClientCall *self = data;

  g_clear_pointer (&self->sending, aiohttp_transport_call_cancel);
  aiohttp_client_exchange_end (self->exchange, &error);
  fail (self, error);
}

static void
send_hop (ClientCall *self)
{
  self->request = (AiohttpTransportRequest){
    .method = self->method,
    .uri = self->uri,
    .headers = self->headers,
    .body = self->body,
  };
  aiohttp_client_exchange_begin_call (self->exchange, g_task_get_cancellable (self->task), on_stopped, self);
  self->sending = aiohttp_transport_send (self->transport, &self->request, on_reply, self);
}

static gboolean
copy_fields (SoupMessageHeaders *from, SoupMessageHeaders *to, gboolean replace, GError **error)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  /* what takes the place of other fields first makes room for all of its own */
  if (replace)
    {
      soup_message_headers_iter_init (&iter, from);
      while (soup_message_headers_iter_next (&iter, &name, &value))
        soup_message_headers_remove (to, name);
    }
  soup_message_headers_iter_init (&iter, from);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      if (!aiohttp_check_field (name, value, error))
        return FALSE;
      soup_message_headers_append (to, name, value);
    }
  return TRUE;
}

static void
add_default (SoupMessageHeaders *headers, const char *name, const char *value)
{
  if (soup_message_headers_get_one (headers, name) == NULL)
    soup_message_headers_append (headers, name, value);
}

/* The body's length is the library's to say: a field that says otherwise would split the message. */
static gboolean
check_framing (ClientCall *self, GError **error)
{
  const char *declared = soup_message_headers_get_list (self->headers, "Content-Length");
  g_autofree char *actual =
      g_strdup_printf ("%" G_GSIZE_FORMAT, self->body != NULL ? g_bytes_get_size (self->body) : 0);

  if (soup_message_headers_get_one (self->headers, "Transfer-Encoding") != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "Transfer-Encoding is not for a request's options to set");
      return FALSE;
    }
  if (declared != NULL && strcmp (declared, actual) != 0)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "Content-Length is given as %s, but the body has %s bytes", declared, actual);
      return FALSE;
    }
  soup_message_headers_remove (self->headers, "Content-Length");
  return TRUE;
}

static gboolean
prepare_headers (ClientCall *self, SoupMessageHeaders *defaults, AiohttpRequestOptions *options,
                 const char *authorization, GError **error)
{
  SoupMessageHeaders *own = options != NULL ? aiohttp_request_options_peek_headers (options) : NULL;
  g_autofree char *content_type = NULL;

  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  if (!copy_fields (defaults, self->headers, FALSE, error) ||
      (own != NULL && !copy_fields (own, self->headers, TRUE, error)))
    return FALSE;
  if (authorization != NULL && soup_message_headers_get_one (self->headers, "Authorization") != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "Credentials in the URL and an Authorization header do not go together");
      return FALSE;
    }
  if (options != NULL && !aiohttp_request_options_dup_body (options, &self->body, &content_type, error))
    return FALSE;
  if (content_type != NULL && !aiohttp_check_field ("Content-Type", content_type, error))
    return FALSE;
  if (!check_framing (self, error))
    return FALSE;

  if (authorization != NULL)
    soup_message_headers_append (self->headers, "Authorization", authorization);
  if (content_type != NULL)
    add_default (self->headers, "Content-Type", content_type);
  add_default (self->headers, "Accept", "*/*");
  add_default (self->headers, "Accept-Encoding", AIOHTTP_ACCEPT_ENCODING);
  add_default (self->headers, "User-Agent", "aiohttp-glib/" AIOHTTP_VERSION_STRING);
  return TRUE;
}

static gboolean
prepare (ClientCall *self, const AiohttpClientDefaults *defaults, const char *method, const char *url,
         AiohttpRequestOptions *options, GError **error)
{
  g_autofree char *upper = g_ascii_strup (method, -1);
  g_autofree char *authorization = NULL;
  const char *params = options != NULL ? aiohttp_request_options_get_params (options) : NULL;

  if (!aiohttp_chars_is_token (upper, strlen (upper)) || strcmp (upper, "CONNECT") == 0)
    {
      g_autofree char *shown = aiohttp_chars_escape (method, strlen (method), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Not a method for a request: “%s”", shown);
      return FALSE;
    }
  self->uri = aiohttp_request_url_parse (url, params, &authorization, error);
  if (self->uri == NULL || !prepare_headers (self, defaults->headers, options, authorization, error))
    return FALSE;

  self->method = g_steal_pointer (&upper);
  self->allow_redirects = strcmp (self->method, "HEAD") != 0;
  self->raise_for_status = defaults->raise_for_status;
  self->decompress = defaults->auto_decompress;
  self->max_redirects = defaults->max_redirects;
  self->max_body_size = defaults->max_body_size;
  if (options != NULL)
    {
      int max_redirects = aiohttp_request_options_get_max_redirects (options);
      gint64 max_body_size = aiohttp_request_options_get_max_body_size (options);

      self->allow_redirects = aiohttp_request_options_choose_redirects (options, self->allow_redirects);
      self->raise_for_status = aiohttp_request_options_choose_raise (options, self->raise_for_status);
      self->decompress = aiohttp_request_options_choose_decompress (options, self->decompress);
      if (max_redirects >= 0)
        self->max_redirects = (guint) max_redirects;
      if (max_body_size >= 0)
        self->max_body_size = (guint64) max_body_size;
    }
  return TRUE;
}

void
aiohttp_client_call_start (GTask *task, AiohttpConnector *connector, AiohttpClientRegistry *registry,
                           const AiohttpClientDefaults *defaults, const char *method, const char *url,
                           AiohttpRequestOptions *options)
{
  ClientCall *self = g_new0 (ClientCall, 1);
  double timeout = options != NULL ? aiohttp_request_options_get_timeout (options) : -1;
  GError *error = NULL;
  g_autofree char *shown_url = NULL;
  g_autofree char *what = NULL;

  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (task);
  self->task = task;
  self->connector = g_object_ref (connector);
  self->transport = aiohttp_connector_get_transport (connector, &error);
  if (self->transport != NULL)
    g_object_ref (self->transport);
  if (self->transport == NULL || !prepare (self, defaults, method, url, options, &error))
    {
      fail (self, error);
      return;
    }
  shown_url = aiohttp_request_url_to_string (self->uri, FALSE);
  what = g_strconcat (self->method, " ", shown_url, NULL);
  self->exchange = aiohttp_client_exchange_new (registry, timeout >= 0 ? timeout : defaults->timeout, what);
  send_hop (self);
}
