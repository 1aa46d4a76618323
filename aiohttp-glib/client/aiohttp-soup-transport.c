/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-soup-transport-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"

/*
 * Requests through a SoupSession from which all policy was taken: no redirects, cookies, auth, decoding, proxies or
 * user agent of its own, and limits that never bind before the connector's.
 *
 * What libsoup 3.2 cannot do, or does without telling, is listed in the class doc of AiohttpTcpConnector.
 */
struct _AiohttpSoupTransport
{
  AiohttpTransport parent_instance;

  SoupSession *session;
  GCancellable *given_up; /* always cancelled: closes a body without reading its rest */
  gboolean force_close;
  gboolean unlimited;
};

G_DEFINE_FINAL_TYPE (AiohttpSoupTransport, aiohttp_soup_transport, AIOHTTP_TYPE_TRANSPORT)

static int
code_for_io_error (int io_error)
{
  switch (io_error)
    {
    case G_IO_ERROR_CONNECTION_CLOSED: /* and BROKEN_PIPE, the same */
    case G_IO_ERROR_PARTIAL_INPUT:
      return AIOHTTP_CLIENT_ERROR_DISCONNECTED;
    case G_IO_ERROR_TIMED_OUT:
      return AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT;
    case G_IO_ERROR_INVALID_DATA:
      return AIOHTTP_CLIENT_ERROR_BAD_RESPONSE;
    default:
      return AIOHTTP_CLIENT_ERROR_CONNECT;
    }
}

static int
code_for_soup_error (int soup_error)
{
  switch (soup_error)
    {
    case SOUP_SESSION_ERROR_PARSING:
    case SOUP_SESSION_ERROR_ENCODING:
      return AIOHTTP_CLIENT_ERROR_BAD_RESPONSE;
    default:
      return AIOHTTP_CLIENT_ERROR_FAILED;
    }
}

/* Whether the request had reached a connection: what a failure then is the server's, not the network's. */
static gboolean
was_connected (SoupMessage *message)
{
  return soup_message_get_remote_address (message) != NULL;
}

static GError *
map_send_error (SoupMessage *message, GError *error)
{
  g_autofree char *where =
      g_uri_to_string_partial (soup_message_get_uri (message), G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);
  int code = AIOHTTP_CLIENT_ERROR_FAILED;
  GError *mapped;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;
  if (error->domain == G_RESOLVER_ERROR)
    code = AIOHTTP_CLIENT_ERROR_DNS;
  else if (error->domain == G_TLS_ERROR)
    code = AIOHTTP_CLIENT_ERROR_TLS;
  else if (error->domain == SOUP_SESSION_ERROR)
    code = code_for_soup_error (error->code);
  else if (error->domain == G_IO_ERROR)
    code = code_for_io_error (error->code);
  if (code == AIOHTTP_CLIENT_ERROR_CONNECT && was_connected (message))
    code = AIOHTTP_CLIENT_ERROR_DISCONNECTED;

  mapped = g_error_new (AIOHTTP_CLIENT_ERROR, code, "%s: %s", where, error->message);
  g_error_free (error);
  return mapped;
}

static GError *
aiohttp_soup_transport_map_body_error (AiohttpTransport *transport, GError *error)
{
  GError *mapped;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;
  mapped = g_error_new (AIOHTTP_CLIENT_ERROR,
                        error->domain == G_TLS_ERROR ? AIOHTTP_CLIENT_ERROR_TLS : AIOHTTP_CLIENT_ERROR_PAYLOAD,
                        "Body cannot be read to its end: %s", error->message);
  g_error_free (error);
  return mapped;
}

static void
copy_field (const char *name, const char *value, gpointer headers)
{
  soup_message_headers_append (headers, name, value);
}

/* libsoup opens a new connection for a method like POST. Where no limit makes it close idle ones, that connection ends
 * with its request, or there would be ever more of them. */
static gboolean
is_to_close (AiohttpSoupTransport *self, const char *method)
{
  if (self->force_close)
    return TRUE;
  return self->unlimited && strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0 &&
         strcmp (method, "OPTIONS") != 0;
}

static SoupMessage *
make_message (AiohttpSoupTransport *self, const AiohttpTransportRequest *request)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, request->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, NULL, request->body);
  soup_message_headers_foreach (request->headers, copy_field, headers);
  if (is_to_close (self, request->method))
    soup_message_headers_replace (headers, "Connection", "close");
  return message;
}

static AiohttpTransportReply *
make_reply (SoupMessage *message, GInputStream *body)
{
  AiohttpTransportReply *reply = g_new0 (AiohttpTransportReply, 1);

  reply->status = soup_message_get_status (message);
  reply->reason = g_strdup (soup_message_get_reason_phrase (message));
  reply->version = soup_message_get_http_version (message);
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  reply->body = body;
  return reply;
}

/* libsoup takes the first of several lengths, and a negative one for none (RFC 9110, 8.6). */
static gboolean
check_length (SoupMessageHeaders *headers, GError **error)
{
  const char *list = soup_message_headers_get_list (headers, "Content-Length");
  g_auto (GStrv) lengths = g_strsplit (list != NULL ? list : "", ",", -1);

  for (guint i = 0; lengths[i] != NULL; i++)
    {
      const char *length = g_strstrip (lengths[i]);

      if (*length == '\0' || length[strspn (length, "0123456789")] != '\0' || strcmp (length, lengths[0]) != 0)
        {
          g_autofree char *shown = aiohttp_chars_escape (list, strlen (list), 64);

          g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE,
                       "Content-Length is not one number: “%s”", shown);
          return FALSE;
        }
    }
  return TRUE;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SoupMessage *message = g_task_get_task_data (task);
  GError *error = NULL;
  GInputStream *body;

  /* a head that has come is not lost to a cancel; and a body dropped on the way would be read to its end, blocking */
  if (G_IS_TASK (result))
    g_task_set_check_cancellable (G_TASK (result), FALSE);
  body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (body == NULL)
    g_task_return_error (task, map_send_error (message, error));
  else if (!check_length (soup_message_get_response_headers (message), &error))
    {
      aiohttp_transport_close_body (g_task_get_source_object (task), body, FALSE);
      g_object_unref (body);
      g_task_return_error (task, error);
    }
  else
    g_task_return_pointer (task, make_reply (message, body), (GDestroyNotify) aiohttp_transport_reply_free);
}

static void
aiohttp_soup_transport_send_async (AiohttpTransport *transport, const AiohttpTransportRequest *request,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  AiohttpSoupTransport *self = AIOHTTP_SOUP_TRANSPORT (transport);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SoupMessage *message = make_message (self, request);

  g_task_set_source_tag (task, aiohttp_soup_transport_send_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, message, g_object_unref);
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, cancellable, on_sent, task);
}

static AiohttpTransportReply *
aiohttp_soup_transport_send_finish (AiohttpTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* libsoup reads the rest of a body before it closes its stream, unless the close is cancelled. */
static void
aiohttp_soup_transport_close_body (AiohttpTransport *transport, GInputStream *body, gboolean at_end)
{
  AiohttpSoupTransport *self = AIOHTTP_SOUP_TRANSPORT (transport);

  g_input_stream_close_async (body, G_PRIORITY_DEFAULT, at_end ? NULL : self->given_up, NULL, NULL);
}

static void
aiohttp_soup_transport_close (AiohttpTransport *transport)
{
  soup_session_abort (AIOHTTP_SOUP_TRANSPORT (transport)->session);
}

static void
aiohttp_soup_transport_dispose (GObject *object)
{
  AiohttpSoupTransport *self = AIOHTTP_SOUP_TRANSPORT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->given_up);
  G_OBJECT_CLASS (aiohttp_soup_transport_parent_class)->dispose (object);
}

static void
aiohttp_soup_transport_class_init (AiohttpSoupTransportClass *klass)
{
  AiohttpTransportClass *transport_class = AIOHTTP_TRANSPORT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aiohttp_soup_transport_dispose;
  transport_class->send_async = aiohttp_soup_transport_send_async;
  transport_class->send_finish = aiohttp_soup_transport_send_finish;
  transport_class->map_body_error = aiohttp_soup_transport_map_body_error;
  transport_class->close_body = aiohttp_soup_transport_close_body;
  transport_class->close = aiohttp_soup_transport_close;
}

static void
aiohttp_soup_transport_init (AiohttpSoupTransport *self)
{
  self->given_up = g_cancellable_new ();
  g_cancellable_cancel (self->given_up);
}

/* In whole seconds, rounded up; libsoup's 0 would be for ever. */
static guint
to_seconds (double timeout)
{
  guint seconds = timeout < G_MAXINT ? (guint) timeout : G_MAXINT;

  return MAX (1, seconds < timeout && seconds < G_MAXINT ? seconds + 1 : seconds);
}

/* The connector counts the connections in use: a request in libsoup's own queue cannot be cancelled. Its limit is a
 * little above ours, so that nothing comes to wait there, and makes it close idle connections, which it leaves behind
 * after each POST. */
static int
leave_room (guint limit)
{
  return limit == 0 || limit > G_MAXINT / 2 ? G_MAXINT : (int) (limit + MAX (limit / 4, 4));
}

AiohttpTransport *
aiohttp_soup_transport_new (const AiohttpSoupTransportOptions *options)
{
  AiohttpSoupTransport *self = g_object_new (AIOHTTP_TYPE_SOUP_TRANSPORT, NULL);
  const GType policies[] = { SOUP_TYPE_AUTH_MANAGER, SOUP_TYPE_CONTENT_DECODER };
  int limit = leave_room (options->limit);

  self->force_close = options->force_close;
  self->unlimited = limit == G_MAXINT;
  self->session = soup_session_new_with_options (
      "max-conns", limit, "max-conns-per-host", MIN (limit, leave_room (options->limit_per_host)), "timeout", 0u,
      "idle-timeout", to_seconds (options->keepalive_timeout), "proxy-resolver", NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    soup_session_remove_feature_by_type (self->session, policies[i]);
  return AIOHTTP_TRANSPORT (self);
}
