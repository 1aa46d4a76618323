/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-native-transport-private.h"

#include <poll.h>
#include <string.h>

#include "aiohttp-debug-private.h"
#include "aiohttp-dial-private.h"
#include "aiohttp-error.h"
#include "aiohttp-native-connection-private.h"

/*
 * Requests over HTTP/1.1 on connections of our own.
 *
 * The life of one: the base class has counted it against the limits; an idle connection of its route is taken, the one
 * that was idle longest first, or a new one is dialled; its connection sends it and gives its reply. A reused connection
 * that ends before any byte of a response may have been closed by a server that never saw the request: one that may be
 * repeated (RFC 9110, 9.2.2) is sent once more, on a new connection.
 *
 * Connections in use and idle ones together stay within the limits: a new one takes the place of the one that was idle
 * longest. Idle ones are watched: what the server sends, an end of file above all, closes them.
 */

/* Idle connections where no limit bounds them. */
#define MAX_IDLE 1000

/* How long after an exchange a connection is taken to be alive without a look, in microseconds. */
#define FRESH 2000

struct _AiohttpNativeTransport
{
  AiohttpTransport parent_instance;

  AiohttpDialSettings dial;
  AiohttpTlsContext *tls;
  GHashTable *routes;
  GQueue connections; /* all of them */
  GQueue idle;        /* the longest idle first */
  AiohttpHttp1Head *head;
};

typedef struct
{
  AiohttpTransportCall parent;

  AiohttpNativeRoute *route;
  AiohttpDial *dial;
  AiohttpNativeConnection *connection;
  gboolean retried;
} NativeCall;

G_DEFINE_FINAL_TYPE (AiohttpNativeTransport, aiohttp_native_transport, AIOHTTP_TYPE_TRANSPORT)

static void
take_out_of_idle (AiohttpNativeTransport *self, AiohttpNativeConnection *connection)
{
  g_queue_unlink (&self->idle, &connection->order_link);
  g_queue_unlink (&connection->route->idle, &connection->idle_link);
}

void
aiohttp_native_transport_forget (AiohttpTransport *transport, AiohttpNativeConnection *connection)
{
  AiohttpNativeTransport *self = AIOHTTP_NATIVE_TRANSPORT (transport);

  if (connection->listed_idle)
    take_out_of_idle (self, connection);
  connection->listed_idle = FALSE;
  g_queue_unlink (&self->connections, &connection->link);
  aiohttp_native_connection_unref (connection);
}

static guint
max_idle (AiohttpNativeTransport *self)
{
  guint limit = self->parent_instance.slots.limit;

  return limit > 0 ? limit : MAX_IDLE;
}

void
aiohttp_native_transport_release (AiohttpTransport *transport, AiohttpNativeConnection *connection)
{
  AiohttpNativeTransport *self = AIOHTTP_NATIVE_TRANSPORT (transport);
  AiohttpTimerWheel *wheel = aiohttp_reactor_get_wheel (transport->reactor);

  if (transport->keepalive_timeout <= 0)
    {
      aiohttp_native_connection_close (connection);
      return;
    }
  connection->idle_since = aiohttp_timer_wheel_now (wheel);
  connection->listed_idle = TRUE;
  g_queue_push_tail_link (&self->idle, &connection->order_link);
  g_queue_push_tail_link (&connection->route->idle, &connection->idle_link);
  aiohttp_timer_arm (wheel, &connection->timer, (guint) CLAMP (transport->keepalive_timeout * 1000, 1, G_MAXINT));
  if (self->idle.length > max_idle (self))
    aiohttp_native_connection_close (self->idle.head->data);
}

AiohttpHttp1Head *
aiohttp_native_transport_get_head (AiohttpTransport *transport)
{
  return AIOHTTP_NATIVE_TRANSPORT (transport)->head;
}

static gboolean
is_idempotent (const char *method)
{
  static const char *const methods[] = { "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", NULL };

  return g_strv_contains (methods, method);
}

/* Whether the server has closed it, or said what nobody asked for, and the loop has not heard of it yet. What may be sent
 * again is not asked for behind a connection that was busy just now. */
static gboolean
is_stale (AiohttpNativeTransport *self, AiohttpNativeConnection *connection, gboolean may_repeat)
{
  gboolean is_tls = aiohttp_channel_is_tls (connection->channel);
  struct pollfd fd = { .fd = aiohttp_channel_get_fd (connection->channel), .events = POLLRDHUP };
  gint64 now = aiohttp_timer_wheel_now (aiohttp_reactor_get_wheel (self->parent_instance.reactor));

  if (may_repeat && now - connection->idle_since < FRESH)
    return FALSE;
  if (!is_tls) /* else it may be a session ticket */
    fd.events |= POLLIN;
  return poll (&fd, 1, 0) > 0;
}

static AiohttpNativeConnection *
take_idle (AiohttpNativeTransport *self, AiohttpNativeRoute *route, gboolean may_repeat)
{
  while (route->idle.head != NULL)
    {
      AiohttpNativeConnection *connection = route->idle.head->data;

      if (is_stale (self, connection, may_repeat))
        {
          aiohttp_native_connection_close (connection);
          continue;
        }
      take_out_of_idle (self, connection);
      connection->listed_idle = FALSE;
      return connection;
    }
  return NULL;
}

/* For one more connection, within the limit. */
static void
make_room (AiohttpNativeTransport *self)
{
  const AiohttpConnectionSlots *slots = &self->parent_instance.slots;

  if (slots->limit > 0 && self->idle.length > 0 && slots->n_used + self->idle.length > slots->limit)
    aiohttp_native_connection_close (self->idle.head->data);
}

static void
native_call_clear (NativeCall *call)
{
  g_clear_pointer (&call->dial, aiohttp_dial_cancel);
  g_clear_pointer (&call->route, aiohttp_native_route_unref);
  call->connection = NULL;
}

static void
return_call (NativeCall *call, AiohttpTransportReply *reply, GError *error)
{
  if (error != NULL && error->domain == AIOHTTP_CLIENT_ERROR)
    {
      g_autofree char *where =
          g_uri_to_string_partial (call->parent.request->uri, G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);

      g_prefix_error (&error, "%s: ", where);
    }
  native_call_clear (call);
  aiohttp_transport_call_return (&call->parent, reply, error);
}

static gboolean
may_retry (NativeCall *call, AiohttpNativeConnection *connection)
{
  return !call->retried && connection->n_requests > 1 && is_idempotent (call->parent.request->method) &&
         aiohttp_native_upload_is_untouched (&connection->upload);
}

static void dial (NativeCall *call);

static void
on_outcome (AiohttpNativeOutcome outcome, AiohttpTransportReply *reply, GError *error, gpointer data)
{
  NativeCall *call = data;
  AiohttpNativeConnection *connection = call->connection;

  call->connection = NULL;
  if (outcome == AIOHTTP_NATIVE_DIED && may_retry (call, connection))
    {
      g_error_free (error);
      call->retried = TRUE;
      dial (call);
      return;
    }
  return_call (call, reply, error);
}

static void
send_request (NativeCall *call, AiohttpNativeConnection *connection)
{
  call->connection = connection;
  aiohttp_transport_call_connected (&call->parent);
  aiohttp_native_connection_send (connection, call->parent.request, on_outcome, call);
}

static GSocketAddress *
get_remote_address (AiohttpChannel *channel)
{
  struct sockaddr_storage address;
  socklen_t length = sizeof address;

  if (getpeername (aiohttp_channel_get_fd (channel), (struct sockaddr *) &address, &length) != 0)
    return NULL;
  return g_socket_address_new_from_native (&address, length);
}

static void
on_dialled (AiohttpChannel *channel, GError *error, gpointer data)
{
  NativeCall *call = data;
  AiohttpNativeTransport *self = AIOHTTP_NATIVE_TRANSPORT (call->parent.transport);
  AiohttpNativeConnection *connection;

  call->dial = NULL;
  if (channel == NULL)
    {
      return_call (call, NULL, error);
      return;
    }
  connection = aiohttp_native_connection_new (AIOHTTP_TRANSPORT (self), call->route, channel);
  connection->remote_address = get_remote_address (channel);
  g_queue_push_tail_link (&self->connections, &connection->link);
  send_request (call, connection);
}

static void
dial (NativeCall *call)
{
  AiohttpNativeTransport *self = AIOHTTP_NATIVE_TRANSPORT (call->parent.transport);

  make_room (self);
  call->dial = aiohttp_dial_start (&self->dial, call->route, call->parent.request, on_dialled, call);
}

static void
aiohttp_native_transport_start (AiohttpTransport *transport, AiohttpTransportCall *parent)
{
  AiohttpNativeTransport *self = AIOHTTP_NATIVE_TRANSPORT (transport);
  NativeCall *call = (NativeCall *) parent;
  AiohttpNativeConnection *connection;

  call->route = aiohttp_native_routes_ref (self->routes, parent->request, self->tls);
  connection =
      take_idle (self, call->route, parent->request->body_stream == NULL && is_idempotent (parent->request->method));
  if (connection == NULL)
    {
      dial (call);
      return;
    }
  aiohttp_transport_emit (parent->request, reused);
  send_request (call, connection);
}

static void
aiohttp_native_transport_stop (AiohttpTransport *transport, AiohttpTransportCall *parent)
{
  NativeCall *call = (NativeCall *) parent;

  if (call->connection != NULL)
    aiohttp_native_connection_abandon (call->connection);
  native_call_clear (call);
}

static GInputStream *
aiohttp_native_transport_open_body (AiohttpTransport *transport, AiohttpTransportReply *reply)
{
  return aiohttp_native_body_new (reply->carrier);
}

static GError *
aiohttp_native_transport_map_error (AiohttpTransport *transport, GError *error)
{
  return error;
}

static void
aiohttp_native_transport_end_body (AiohttpTransport *transport, AiohttpTransportReply *reply, gboolean at_end)
{
  AiohttpNativeConnection *connection = g_steal_pointer (&reply->carrier);

  if (connection == NULL)
    return;
  aiohttp_native_connection_end_body (connection, at_end);
  aiohttp_native_connection_unref (connection);
}

static void
aiohttp_native_transport_clear_dns_cache (AiohttpTransport *transport, const char *host, guint port)
{
  aiohttp_dns_cache_clear (AIOHTTP_NATIVE_TRANSPORT (transport)->dial.dns, host, (guint16) port);
}

static void
aiohttp_native_transport_close (AiohttpTransport *transport)
{
  AiohttpNativeTransport *self = AIOHTTP_NATIVE_TRANSPORT (transport);

  while (self->connections.head != NULL)
    aiohttp_native_connection_close (self->connections.head->data);
}

/* Of debug mode: whoever dropped the connector left them open. */
static void
tell_unclosed (AiohttpNativeTransport *self)
{
  g_autofree char *origin = aiohttp_debug_dup_origin (self);

  for (GList *l = origin != NULL ? self->connections.head : NULL; l != NULL; l = l->next)
    {
      const AiohttpRouteKey *key = &((AiohttpNativeConnection *) l->data)->route->key;

      aiohttp_debug_log (G_LOG_LEVEL_WARNING, AIOHTTP_DEBUG_UNCLOSED, origin, "Unclosed connection: %s://%s:%u",
                         key->tls ? "https" : "http", key->host, key->port);
    }
}

/* Calls and replies have references: by now all connections are idle. */
static void
aiohttp_native_transport_dispose (GObject *object)
{
  if (aiohttp_debug_is_on () && !AIOHTTP_TRANSPORT (object)->closed)
    tell_unclosed (AIOHTTP_NATIVE_TRANSPORT (object));
  aiohttp_native_transport_close (AIOHTTP_TRANSPORT (object));
  G_OBJECT_CLASS (aiohttp_native_transport_parent_class)->dispose (object);
}

static void
aiohttp_native_transport_finalize (GObject *object)
{
  AiohttpNativeTransport *self = AIOHTTP_NATIVE_TRANSPORT (object);

  g_hash_table_unref (self->routes);
  g_clear_object (&self->tls);
  g_clear_object (&self->dial.local_address);
  g_clear_object (&self->dial.unix_address);
  aiohttp_dns_cache_unref (self->dial.dns);
  g_free (self->head);
  G_OBJECT_CLASS (aiohttp_native_transport_parent_class)->finalize (object);
}

static void
aiohttp_native_transport_class_init (AiohttpNativeTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AiohttpTransportClass *transport_class = AIOHTTP_TRANSPORT_CLASS (klass);

  object_class->dispose = aiohttp_native_transport_dispose;
  object_class->finalize = aiohttp_native_transport_finalize;
  transport_class->call_size = sizeof (NativeCall);
  transport_class->start = aiohttp_native_transport_start;
  transport_class->stop = aiohttp_native_transport_stop;
  transport_class->open_body = aiohttp_native_transport_open_body;
  transport_class->map_error = aiohttp_native_transport_map_error;
  transport_class->end_body = aiohttp_native_transport_end_body;
  transport_class->close = aiohttp_native_transport_close;
  transport_class->clear_dns_cache = aiohttp_native_transport_clear_dns_cache;
}

static void
aiohttp_native_transport_init (AiohttpNativeTransport *self)
{
  self->routes = aiohttp_native_routes_new ();
  self->head = aiohttp_http1_head_new (AIOHTTP_HTTP1_MAX_FIELDS);
  self->dial.reactor = self->parent_instance.reactor;
}

AiohttpTransport *
aiohttp_native_transport_new (const AiohttpTransportOptions *options)
{
  AiohttpNativeTransport *self = g_object_new (AIOHTTP_TYPE_NATIVE_TRANSPORT, NULL);

  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (self);
  aiohttp_transport_configure (AIOHTTP_TRANSPORT (self), options);
  self->tls = options->tls != NULL ? g_object_ref (options->tls) : aiohttp_tls_context_new_client ();
  g_set_object (&self->dial.local_address, options->local_address);
  g_set_object (&self->dial.unix_address, options->unix_address);
  self->dial.family = options->family;
  self->dial.happy_eyeballs_delay = options->happy_eyeballs_delay;
  self->dial.dns = aiohttp_dns_cache_new (options->resolver, options->dns_cache_ttl, options->dns_cache_max_size);
  return AIOHTTP_TRANSPORT (self);
}
