/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-soup-transport-private.h"

#include "aiohttp-error.h"
#include "aiohttp-paced-stream-private.h"
#include "aiohttp-soup-head-private.h"
#include "aiohttp-soup-route-private.h"

#define TOO_MANY_INTERIM "More than " G_STRINGIFY (AIOHTTP_SOUP_MAX_INTERIM) " interim responses"

/*
 * Requests through SoupSessions from which all policy was taken: no redirects, cookies, auth, decoding, proxies or
 * user agent of its own, and limits that never bind before the connector's.
 *
 * What libsoup 3.2 cannot do, or does without telling, is listed in the class doc of AiohttpTcpConnector.
 */
struct _AiohttpSoupTransport
{
  AiohttpTransport parent_instance;

  GHashTable *routes; /* by what all requests of one have in common */
  GSocketAddress *local_address;
  GSocketAddress *unix_address;
  AiohttpTlsContext *tls;
  GCancellable *given_up; /* always cancelled: closes a body without reading its rest */
  gboolean unlimited;
};

G_DEFINE_FINAL_TYPE (AiohttpSoupTransport, aiohttp_soup_transport, AIOHTTP_TYPE_TRANSPORT)

/* The longest body that is looked for beside its head. */
#define MAX_WHOLE (16 * 1024)

typedef struct
{
  AiohttpTransportCall parent;

  SoupMessage *message;
  GCancellable *cancellable;
  AiohttpSoupRoute *route;
  struct SoupSend *send;
  gboolean connected; /* for this very request */
  guint n_interim;
  gboolean tls_begun;
  const char *refusal; /* of what the server does: the reason of its being cancelled */
  AiohttpTimer timer;
  enum
  {
    WAIT_CONNECTION,
    WAIT_TLS,
    WAIT_HEAD,
  } wait; /* what the timer bounds */
} SoupCall;

/* What libsoup's callback comes back to; it outlives a call that was stopped. */
typedef struct SoupSend
{
  AiohttpSoupTransport *transport;
  SoupCall *call; /* NULL: stopped */
} SoupSend;

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
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return AIOHTTP_CLIENT_ERROR_PROXY;
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
aiohttp_soup_transport_map_error (AiohttpTransport *transport, GError *error)
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

static AiohttpPace
get_pace (const AiohttpTransportRequest *request)
{
  return (AiohttpPace){ .sock_read = request->sock_read, .min_rate = request->min_rate };
}

/* libsoup opens a new connection for a method like POST. Where no limit makes it close idle ones, that connection ends
 * with its request, or there would be ever more of them. */
static gboolean
is_to_close (AiohttpSoupTransport *self, const char *method)
{
  static const char *const repeatable[] = { "GET", "HEAD", "OPTIONS", "PROPFIND", "PUT", "DELETE", NULL };

  if (AIOHTTP_TRANSPORT (self)->force_close || AIOHTTP_TRANSPORT (self)->keepalive_timeout <= 0)
    return TRUE;
  return self->unlimited && !g_strv_contains (repeatable, method);
}

static void
add_length (const AiohttpTransportRequest *request, SoupMessageHeaders *headers)
{
  if (request->body == NULL && request->body_stream == NULL && strcmp (request->method, "GET") != 0 &&
      strcmp (request->method, "HEAD") != 0 && strcmp (request->method, "OPTIONS") != 0 &&
      strcmp (request->method, "TRACE") != 0)
    soup_message_headers_replace (headers, "Content-Length", "0");
}

static SoupMessage *
make_message (AiohttpSoupTransport *self, const AiohttpTransportRequest *request)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, request->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, NULL, request->body);
  else if (request->body_stream != NULL)
    soup_message_set_request_body (message, NULL, request->body_stream, request->body_length);
  soup_message_headers_foreach (request->headers, copy_field, headers);
  add_length (request, headers);
  if (request->expect_continue)
    soup_message_headers_set_expectations (headers, SOUP_EXPECTATION_CONTINUE);
  if (is_to_close (self, request->method))
    soup_message_headers_replace (headers, "Connection", "close");
  return message;
}

static gint64
get_content_length (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  guint status = soup_message_get_status (message);

  if (strcmp (soup_message_get_method (message), "HEAD") == 0 || status == 204 || status == 304 ||
      soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return -1;
  return soup_message_headers_get_content_length (headers);
}

/* Most bodies have come with their head, and cost neither a read nor a turn of the main loop then. */
static void
take_what_came (AiohttpTransportReply *reply, GInputStream *body)
{
  GPollableInputStream *stream = (GPollableInputStream *) body;
  gsize size = (gsize) reply->content_length;
  gsize length = 0;
  gssize n;
  guint8 *data;
  g_autoptr (GError) error = NULL;

  if (reply->content_length < 0 || reply->content_length > MAX_WHOLE || !G_IS_POLLABLE_INPUT_STREAM (body) ||
      !g_pollable_input_stream_can_poll (stream))
    return;
  /* one byte more, to see the end, which is what gives libsoup its connection back */
  data = g_malloc (size + 1);
  do
    {
      n = g_pollable_input_stream_read_nonblocking (stream, data + length, size + 1 - length, NULL, &error);
      length += n > 0 ? (gsize) n : 0;
    }
  while (n > 0 && length <= size);
  if (n == 0 && length == size)
    reply->whole_body = g_bytes_new_take (data, length);
  else if (length > 0)
    reply->first_bytes = g_bytes_new_take (data, length);
  else
    g_free (data);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    reply->first_failure = g_steal_pointer (&error);
}

/* Of a message whose body is not out yet; quark, since it outlives the call. */
static GQuark
unsent_quark (void)
{
  return g_quark_from_static_string ("aiohttp-unsent");
}

static void
on_sent_whole (SoupMessage *message, gpointer user_data)
{
  g_object_set_qdata (G_OBJECT (message), unsent_quark (), NULL);
}

static gboolean
is_unsent (SoupMessage *message)
{
  return g_object_get_qdata (G_OBJECT (message), unsent_quark ()) != NULL;
}

static AiohttpTransportReply *
make_reply (AiohttpSoupTransport *self, SoupCall *call, GInputStream *body)
{
  SoupMessage *message = call->message;
  const AiohttpPace pace = get_pace (call->parent.request);
  AiohttpTransportReply *reply = aiohttp_transport_reply_new (AIOHTTP_TRANSPORT (self));
  GSocketAddress *address = soup_message_get_remote_address (message);

  reply->status = soup_message_get_status (message);
  reply->reason = g_strdup (soup_message_get_reason_phrase (message));
  reply->version = soup_message_get_http_version (message);
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  reply->content_length = get_content_length (message);
  reply->remote_address = address != NULL ? g_object_ref (address) : NULL;
  reply->body = body;
  take_what_came (reply, body);
  if (aiohttp_pace_is_set (&pace))
    {
      reply->body = aiohttp_paced_stream_new (body, &pace, AIOHTTP_TRANSPORT (self)->reactor);
      g_object_unref (body);
    }
  if (is_unsent (message))
    reply->carrier = g_object_ref (message);
  reply->reused = !call->connected;
  return reply;
}

/* libsoup reads the rest of a body before it closes its stream, unless the close is cancelled. */
static void
close_body (AiohttpSoupTransport *self, GInputStream *body, gboolean at_end)
{
  g_input_stream_close_async (body, G_PRIORITY_DEFAULT, at_end ? NULL : self->given_up, NULL, NULL);
}

static void
soup_call_clear (SoupCall *call)
{
  aiohttp_timer_disarm (&call->timer);
  g_signal_handlers_disconnect_by_data (call->message, call);
  call->send->call = NULL;
  g_clear_object (&call->message);
  g_clear_object (&call->cancellable);
  g_clear_pointer (&call->route, aiohttp_soup_route_unref);
}

/* Behind it libsoup goes on with what it has to end. */
static void
give_up (SoupCall *call)
{
  g_autoptr (GCancellable) cancellable = g_object_ref (call->cancellable);

  soup_call_clear (call);
  g_cancellable_cancel (cancellable);
}

static void
on_timer (gpointer data)
{
  SoupCall *call = data;
  const AiohttpTransportRequest *request = call->parent.request;
  const char *host = g_uri_get_host (request->uri);
  const AiohttpPace pace = get_pace (request);
  GError *error;

  if (call->wait == WAIT_HEAD)
    {
      gboolean too_slow = request->sock_read <= 0 || (request->min_rate > 0 && request->sock_read > 5);

      error = aiohttp_pace_error_new (&pace, too_slow);
      g_prefix_error (&error, "%s: ", host);
    }
  else
    error = g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT,
                         call->wait == WAIT_TLS ? "No TLS connection to %s within %g seconds"
                                                : "No connection to %s within %g seconds",
                         host, request->sock_connect);
  give_up (call);
  aiohttp_transport_call_return (&call->parent, NULL, error);
}

static void
arm (SoupCall *call, int wait, guint milliseconds)
{
  call->wait = wait;
  aiohttp_timer_arm (aiohttp_reactor_get_wheel (call->parent.transport->reactor), &call->timer, milliseconds);
}

static void
arm_connecting (SoupCall *call, int wait)
{
  double seconds = call->parent.request->sock_connect;

  if (seconds > 0)
    arm (call, wait, (guint) CLAMP (seconds * 1000, 1, G_MAXINT));
}

/* What answers then is the proxy. */
static gboolean
is_before_tunnel (SoupCall *call)
{
  const AiohttpTransportRequest *request = call->parent.request;

  return request->proxy != NULL && !call->tls_begun && strcmp (g_uri_get_scheme (request->uri), "https") == 0;
}

static GError *
call_error (SoupCall *call, GError *error)
{
  if (aiohttp_soup_route_is_flooded (call->route))
    call->refusal = TOO_MANY_INTERIM;
  if (call->refusal != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, call->refusal);
    }
  error = map_send_error (call->message, error);
  if (is_before_tunnel (call) &&
      (error->code == AIOHTTP_CLIENT_ERROR_DISCONNECTED || error->code == AIOHTTP_CLIENT_ERROR_BAD_RESPONSE))
    error->code = AIOHTTP_CLIENT_ERROR_PROXY;
  return error;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SoupSend *send = user_data;
  AiohttpSoupTransport *self = send->transport;
  SoupCall *call = send->call;
  AiohttpTransportReply *reply = NULL;
  GError *error = NULL;
  GInputStream *body;

  /* a head that has come is not lost to a cancel; and a body dropped on the way would be read to its end, blocking */
  if (G_IS_TASK (result))
    g_task_set_check_cancellable (G_TASK (result), FALSE);
  body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (call == NULL)
    {
      if (body != NULL)
        close_body (self, body, FALSE);
      g_clear_object (&body);
      g_clear_error (&error);
    }
  else if (body == NULL)
    error = call_error (call, error);
  else if (!aiohttp_soup_head_check (call->message, call->parent.request, &error))
    {
      close_body (self, body, FALSE);
      g_object_unref (body);
    }
  else
    reply = make_reply (self, call, body);

  if (call != NULL)
    {
      soup_call_clear (call);
      aiohttp_transport_call_return (&call->parent, reply, error);
    }
  g_free (send);
  g_object_unref (self);
}

/* FALSE: the call is gone. */
static gboolean
check_pin (SoupCall *call, GIOStream *connection)
{
  GError *failure = NULL;
  GError *error;

  if (aiohttp_soup_route_check_tls (call->route, connection, &failure))
    return TRUE;
  error = g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TLS, "TLS with %s failed: %s",
                       g_uri_get_host (call->parent.request->uri), failure->message);
  g_error_free (failure);
  give_up (call);
  aiohttp_transport_call_fail_later (&call->parent, error); /* libsoup is in the middle of it */
  return FALSE;
}

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, SoupCall *call)
{
  const AiohttpTransportRequest *request = call->parent.request;

  call->connected = TRUE;
  switch ((int) event)
    {
    case G_SOCKET_CLIENT_RESOLVING:
      aiohttp_transport_emit (request, connect_start);
      aiohttp_transport_emit_with (request, dns_start, g_uri_get_host (request->uri));
      break;
    case G_SOCKET_CLIENT_RESOLVED:
      aiohttp_transport_emit_with (request, dns_end, g_uri_get_host (request->uri));
      break;
    case G_SOCKET_CLIENT_CONNECTING:
      arm_connecting (call, WAIT_CONNECTION);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKING:
      call->tls_begun = TRUE;
      arm_connecting (call, WAIT_TLS);
      aiohttp_soup_route_begin_tls (call->route, connection, g_uri_get_host (request->uri));
      aiohttp_transport_emit (request, tls_start);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKED:
      if (!check_pin (call, connection))
        return;
      aiohttp_transport_emit (request, tls_end);
      break;
    case G_SOCKET_CLIENT_COMPLETE:
      aiohttp_timer_pause (&call->timer);
      aiohttp_transport_emit (request, connect_end);
      break;
    default:
      break;
    }
}

/* The request's head is about to be written. */
static void
on_starting (SoupMessage *message, SoupCall *call)
{
  if (!call->connected)
    aiohttp_transport_emit (call->parent.request, reused);
  aiohttp_transport_call_connected (&call->parent);
}

static void
on_wrote_headers (SoupMessage *message, SoupCall *call)
{
  aiohttp_transport_emit (call->parent.request, headers_sent);
}

/* libsoup does not say which bytes they were. */
static void
on_wrote_body_data (SoupMessage *message, guint length, SoupCall *call)
{
  aiohttp_transport_emit_with (call->parent.request, chunk_sent, NULL, length);
}

/* libsoup reads what a server floods it with in one go, in which no timeout fires; and waits behind a 101 for more. */
static void
on_got_informational (SoupMessage *message, SoupCall *call)
{
  if (soup_message_get_status (message) == SOUP_STATUS_SWITCHING_PROTOCOLS)
    call->refusal = "Server switches protocols, which nobody has asked for";
  else if (++call->n_interim > AIOHTTP_SOUP_MAX_INTERIM)
    call->refusal = TOO_MANY_INTERIM;
  if (call->refusal != NULL)
    g_cancellable_cancel (call->cancellable);
}

static void
on_wrote_body (SoupMessage *message, SoupCall *call)
{
  const AiohttpPace pace = get_pace (call->parent.request);

  arm (call, WAIT_HEAD, aiohttp_pace_get_wait (&pace, 0));
}

static void
on_got_headers (SoupMessage *message, SoupCall *call)
{
  aiohttp_timer_pause (&call->timer);
  aiohttp_transport_emit (call->parent.request, first_byte);
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

static SoupSession *
make_session (gpointer data, GUri *proxy)
{
  AiohttpSoupTransport *self = data;
  const AiohttpTransport *transport = &self->parent_instance;
  const GType policies[] = { SOUP_TYPE_AUTH_MANAGER, SOUP_TYPE_CONTENT_DECODER };
  int limit = leave_room (transport->slots.limit);
  g_autofree char *url = proxy != NULL ? g_uri_to_string (proxy) : NULL;
  g_autoptr (GProxyResolver) resolver = url != NULL ? g_simple_proxy_resolver_new (url, NULL) : NULL;
  SoupSession *session = soup_session_new_with_options (
      "max-conns", limit, "max-conns-per-host", MIN (limit, leave_room (transport->slots.limit_per_host)), "timeout",
      0u, "idle-timeout", to_seconds (transport->keepalive_timeout), "proxy-resolver", resolver, "local-address",
      self->local_address, "remote-connectable", self->unix_address, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    soup_session_remove_feature_by_type (session, policies[i]);
  return session;
}

static void
watch_message (SoupCall *call)
{
  const AiohttpTransportRequest *request = call->parent.request;
  const AiohttpPace pace = get_pace (request);

  g_signal_connect (call->message, "starting", G_CALLBACK (on_starting), call);
  g_signal_connect (call->message, "network-event", G_CALLBACK (on_network_event), call);
  g_signal_connect (call->message, "got-informational", G_CALLBACK (on_got_informational), call);
  if (request->body != NULL || request->body_stream != NULL)
    {
      g_object_set_qdata (G_OBJECT (call->message), unsent_quark (), call->message);
      g_signal_connect (call->message, "wrote-body", G_CALLBACK (on_sent_whole), NULL);
    }
  if (aiohttp_pace_is_set (&pace))
    {
      g_signal_connect (call->message, "wrote-body", G_CALLBACK (on_wrote_body), call);
      g_signal_connect (call->message, "got-informational", G_CALLBACK (on_wrote_body), call);
    }
  if (request->events != NULL)
    {
      g_signal_connect (call->message, "wrote-headers", G_CALLBACK (on_wrote_headers), call);
      g_signal_connect (call->message, "wrote-body-data", G_CALLBACK (on_wrote_body_data), call);
    }
  if (request->events != NULL || aiohttp_pace_is_set (&pace))
    g_signal_connect (call->message, "got-headers", G_CALLBACK (on_got_headers), call);
}

static void
aiohttp_soup_transport_start (AiohttpTransport *transport, AiohttpTransportCall *parent)
{
  AiohttpSoupTransport *self = AIOHTTP_SOUP_TRANSPORT (transport);
  SoupCall *call = (SoupCall *) parent;
  GError *error = NULL;

  if (parent->request->upgrade)
    g_set_error_literal (&error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                         "The soup transport has no upgrades, and so no WebSocket: use the native transport");
  else
    call->route = aiohttp_soup_routes_ref (self->routes, parent->request,
                                           parent->request->tls != NULL ? parent->request->tls : self->tls,
                                           make_session, self, &error);
  if (call->route == NULL)
    {
      aiohttp_transport_call_fail_later (parent, error);
      return;
    }
  call->message = make_message (self, parent->request);
  call->cancellable = g_cancellable_new ();
  aiohttp_timer_init (&call->timer, on_timer, call);
  call->send = g_new (SoupSend, 1);
  *call->send = (SoupSend){ g_object_ref (self), call };
  watch_message (call);
  aiohttp_soup_route_prepare (call->route, call->message);
  soup_session_send_async (aiohttp_soup_route_get_session (call->route), call->message, G_PRIORITY_DEFAULT,
                           call->cancellable, on_sent, call->send);
}

static void
aiohttp_soup_transport_stop (AiohttpTransport *transport, AiohttpTransportCall *parent)
{
  give_up ((SoupCall *) parent);
}

/* Made with the reply. */
static GInputStream *
aiohttp_soup_transport_open_body (AiohttpTransport *transport, AiohttpTransportReply *reply)
{
  g_return_val_if_reached (NULL);
}

/* libsoup 3.2 crashes where a body whose request is still on its way is closed without being cancelled. */
static void
aiohttp_soup_transport_end_body (AiohttpTransport *transport, AiohttpTransportReply *reply, gboolean at_end)
{
  SoupMessage *message = reply->carrier;

  close_body (AIOHTTP_SOUP_TRANSPORT (transport), reply->body, at_end && (message == NULL || !is_unsent (message)));
  g_clear_object (&message);
  reply->carrier = NULL;
}

static void
abort_sessions (AiohttpSoupTransport *self)
{
  GHashTableIter iter;
  gpointer route;

  g_hash_table_iter_init (&iter, self->routes);
  while (g_hash_table_iter_next (&iter, NULL, &route))
    soup_session_abort (aiohttp_soup_route_get_session (route));
}

/* soup_session_abort() leaves idle connections to their timeout; they go with their session. */
static void
aiohttp_soup_transport_close (AiohttpTransport *transport)
{
  AiohttpSoupTransport *self = AIOHTTP_SOUP_TRANSPORT (transport);

  abort_sessions (self);
  g_hash_table_remove_all (self->routes);
}

static void
aiohttp_soup_transport_dispose (GObject *object)
{
  AiohttpSoupTransport *self = AIOHTTP_SOUP_TRANSPORT (object);

  if (self->routes != NULL)
    abort_sessions (self);
  g_clear_pointer (&self->routes, g_hash_table_unref);
  g_clear_object (&self->local_address);
  g_clear_object (&self->unix_address);
  g_clear_object (&self->given_up);
  g_clear_object (&self->tls);
  G_OBJECT_CLASS (aiohttp_soup_transport_parent_class)->dispose (object);
}

static void
aiohttp_soup_transport_class_init (AiohttpSoupTransportClass *klass)
{
  AiohttpTransportClass *transport_class = AIOHTTP_TRANSPORT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aiohttp_soup_transport_dispose;
  transport_class->call_size = sizeof (SoupCall);
  transport_class->start = aiohttp_soup_transport_start;
  transport_class->stop = aiohttp_soup_transport_stop;
  transport_class->open_body = aiohttp_soup_transport_open_body;
  transport_class->map_error = aiohttp_soup_transport_map_error;
  transport_class->end_body = aiohttp_soup_transport_end_body;
  transport_class->close = aiohttp_soup_transport_close;
}

static void
aiohttp_soup_transport_init (AiohttpSoupTransport *self)
{
  self->routes = aiohttp_soup_routes_new ();
  self->given_up = g_cancellable_new ();
  g_cancellable_cancel (self->given_up);
}

AiohttpTransport *
aiohttp_soup_transport_new (const AiohttpTransportOptions *options, GError **error)
{
  const char *missing = options->resolver != NULL                    ? "resolver of its own"
                        : options->family != G_SOCKET_FAMILY_INVALID ? "choice of the family"
                        : options->local_address != NULL && !G_IS_INET_SOCKET_ADDRESS (options->local_address)
                            ? "local address but an IP one"
                            : NULL;
  AiohttpSoupTransport *self;

  if (missing != NULL)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "The soup transport has no %s: use the native transport", missing);
      return NULL;
    }
  self = g_object_new (AIOHTTP_TYPE_SOUP_TRANSPORT, NULL);

  self->unlimited = leave_room (options->limit) == G_MAXINT;
  aiohttp_transport_configure (AIOHTTP_TRANSPORT (self), options);
  g_set_object (&self->tls, options->tls);
  g_set_object (&self->unix_address, options->unix_address);
  g_set_object (&self->local_address, options->local_address);
  return AIOHTTP_TRANSPORT (self);
}
