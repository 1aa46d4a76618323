/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-dial-private.h"

#include <errno.h>
#include <string.h>

#include "aiohttp-connect-race-private.h"
#include "aiohttp-error.h"
#include "aiohttp-tunnel-private.h"

/*
 * The way to a server: its address or the proxy's is resolved, the addresses are raced, and on the channel that wins come
 * TLS with an https proxy, the proxy's tunnel, and TLS with the server. What fails behind the race is tried again with
 * the addresses that are left, but for what the server or the proxy has said.
 */

struct _AiohttpDial
{
  const AiohttpDialSettings *settings;
  AiohttpNativeRoute *route;
  const AiohttpTransportRequest *request;
  AiohttpDialFunc func;
  gpointer data;

  AiohttpDnsLookup *lookup;
  AiohttpConnectRace *race;
  AiohttpChannel *channel;
  AiohttpTunnel *tunnel;
  AiohttpTimer timer;
  GPtrArray *addresses; /* those not tried yet */
  gint64 began;         /* the attempt under way */
};

static void start_race (AiohttpDial *self);

static void
dial_free (AiohttpDial *self)
{
  g_clear_pointer (&self->lookup, aiohttp_dns_lookup_cancel);
  g_clear_pointer (&self->race, aiohttp_connect_race_cancel);
  g_clear_pointer (&self->tunnel, aiohttp_tunnel_cancel);
  g_clear_pointer (&self->channel, aiohttp_channel_close);
  aiohttp_timer_disarm (&self->timer);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  aiohttp_native_route_unref (self->route);
  g_free (self);
}

static void
finish (AiohttpDial *self, AiohttpChannel *channel, GError *error)
{
  AiohttpDialFunc func = self->func;
  gpointer data = self->data;

  if (channel != NULL)
    {
      aiohttp_channel_want (channel, 0);
      self->channel = NULL;
      aiohttp_transport_emit (self->request, connect_end);
    }
  dial_free (self);
  func (channel, error, data);
}

static const char *
get_host (AiohttpDial *self)
{
  return self->route->proxy != NULL ? g_uri_get_host (self->route->proxy) : self->route->key.host;
}

static guint16
get_port (AiohttpDial *self)
{
  GUri *proxy = self->route->proxy;
  const char *scheme;

  if (proxy == NULL)
    return self->route->key.port;
  if (g_uri_get_port (proxy) > 0)
    return (guint16) g_uri_get_port (proxy);
  scheme = g_uri_get_scheme (proxy);
  return strcmp (scheme, "http") == 0 ? 80 : strcmp (scheme, "https") == 0 ? 443 : 1080;
}

static void
disarm (AiohttpDial *self)
{
  aiohttp_timer_disarm (&self->timer);
}

/* What went wrong with this address may go well with the next. */
static void
fail_address (AiohttpDial *self, GError *error)
{
  disarm (self);
  g_clear_pointer (&self->tunnel, aiohttp_tunnel_cancel);
  g_clear_pointer (&self->channel, aiohttp_channel_close);
  if (self->addresses == NULL || self->addresses->len == 0)
    {
      finish (self, NULL, error);
      return;
    }
  g_error_free (error);
  start_race (self);
}

static void
on_timeout (gpointer data)
{
  AiohttpDial *self = data;
  const char *what = self->tunnel != NULL ? "No tunnel of the proxy" : "No TLS connection to";

  fail_address (self, g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT,
                                   "%s %s:%u within %g seconds", what, get_host (self), get_port (self),
                                   self->request->sock_connect));
}

/* For what is left of the attempt's time. */
static void
arm (AiohttpDial *self)
{
  AiohttpTimerWheel *wheel = aiohttp_reactor_get_wheel (self->settings->reactor);
  double gone = (double) (aiohttp_timer_wheel_now (wheel) - self->began) / G_TIME_SPAN_SECOND;

  if (self->request->sock_connect > 0)
    aiohttp_timer_arm (wheel, &self->timer, (guint) CLAMP ((self->request->sock_connect - gone) * 1000, 1, G_MAXINT));
}

static GError *
tls_error (AiohttpChannel *channel, const char *host, guint port)
{
  const GError *cause = aiohttp_channel_get_tls_error (channel);

  if (cause != NULL && (cause->domain == AIOHTTP_ERROR || cause->domain == AIOHTTP_CLIENT_ERROR))
    return g_error_copy (cause);
  return g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TLS, "TLS with %s:%u failed: %s", host, port,
                      cause != NULL ? cause->message : "the connection ended");
}

static void
on_tls (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  AiohttpDial *self = data;

  if ((events & AIOHTTP_CHANNEL_ERROR) != 0)
    {
      fail_address (self, tls_error (channel, self->route->key.host, self->route->key.port));
      return;
    }
  if (!aiohttp_channel_is_open (channel))
    return;
  aiohttp_transport_emit (self->request, tls_end);
  disarm (self);
  finish (self, channel, NULL);
}

static void
start_tls (AiohttpDial *self)
{
  const AiohttpRouteKey *key = &self->route->key;

  arm (self);
  aiohttp_transport_emit (self->request, tls_start);
  self->channel = aiohttp_channel_wrap_tls_client (self->channel, key->tls_context,
                                                   key->server_name != NULL ? key->server_name : key->host,
                                                   self->route->session_key, on_tls, self);
  aiohttp_channel_want (self->channel, AIOHTTP_CHANNEL_WRITABLE);
}

static void
on_tunnel (AiohttpChannel *channel, GError *error, gpointer data)
{
  AiohttpDial *self = data;

  self->tunnel = NULL;
  disarm (self);
  if (channel == NULL)
    {
      finish (self, NULL, error);
      return;
    }
  self->channel = channel;
  if (self->route->key.tls)
    start_tls (self);
  else
    finish (self, channel, NULL);
}

static void
start_tunnel (AiohttpDial *self)
{
  arm (self);
  self->tunnel = aiohttp_tunnel_start (g_steal_pointer (&self->channel), self->route, on_tunnel, self);
}

static gboolean
has_scheme (AiohttpDial *self, const char *prefix)
{
  return self->route->proxy != NULL && g_str_has_prefix (g_uri_get_scheme (self->route->proxy), prefix);
}

/* The channel leads to the proxy, or to the server. */
static void
go_on_connected (AiohttpDial *self)
{
  if (self->route->proxy != NULL && !aiohttp_native_route_is_forwarded (self->route))
    start_tunnel (self);
  else if (self->route->key.tls)
    start_tls (self);
  else
    finish (self, self->channel, NULL);
}

static void
on_proxy_tls (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  AiohttpDial *self = data;

  if ((events & AIOHTTP_CHANNEL_ERROR) != 0)
    {
      fail_address (self, tls_error (channel, get_host (self), get_port (self)));
      return;
    }
  if (!aiohttp_channel_is_open (channel))
    return;
  disarm (self);
  aiohttp_channel_want (channel, 0);
  go_on_connected (self);
}

static void
start_proxy_tls (AiohttpDial *self)
{
  arm (self);
  self->channel = aiohttp_channel_wrap_tls_client (self->channel, self->route->key.tls_context, get_host (self), NULL,
                                                   on_proxy_tls, self);
  aiohttp_channel_want (self->channel, AIOHTTP_CHANNEL_WRITABLE);
}

static void
on_raced (AiohttpChannel *channel, const AiohttpRaceWinner *winner, GError *error, gpointer data)
{
  AiohttpDial *self = data;

  self->race = NULL;
  if (channel == NULL)
    {
      if (self->route->proxy != NULL)
        g_prefix_error (&error, "Proxy %s: ", get_host (self));
      finish (self, NULL, error);
      return;
    }
  g_ptr_array_remove_range (self->addresses, 0, winner->address + 1);
  self->began = winner->began;
  self->channel = channel;
  if (has_scheme (self, "https"))
    start_proxy_tls (self);
  else
    go_on_connected (self);
}

static void
start_race (AiohttpDial *self)
{
  const AiohttpRaceOptions options = {
    .local_address = self->settings->local_address,
    .delay = self->settings->happy_eyeballs_delay,
    .timeout = self->request->sock_connect,
  };

  self->race = aiohttp_connect_race_start (self->settings->reactor, self->addresses, &options, on_raced, self);
}

static void
take_addresses (AiohttpDial *self, GPtrArray *addresses)
{
  self->addresses = self->settings->happy_eyeballs_delay >= 0 ? aiohttp_connect_race_interleave (addresses)
                                                              : g_ptr_array_ref (addresses);
  g_ptr_array_unref (addresses);
  start_race (self);
}

static void
on_resolved (GPtrArray *addresses, GError *error, gpointer data)
{
  AiohttpDial *self = data;

  self->lookup = NULL;
  aiohttp_transport_emit_with (self->request, dns_end, get_host (self));
  if (addresses == NULL)
    finish (self, NULL, error);
  else
    take_addresses (self, addresses);
}

static GPtrArray *
make_addresses (GSocketAddress *address)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (addresses, address);
  return addresses;
}

static void
resolve (AiohttpDial *self)
{
  const AiohttpDialSettings *settings = self->settings;
  const char *host = get_host (self);
  GPtrArray *addresses;
  GSocketAddress *literal;

  if (settings->unix_address != NULL)
    {
      take_addresses (self, make_addresses (g_object_ref (settings->unix_address)));
      return;
    }
  literal = g_inet_socket_address_new_from_string (host, get_port (self));
  if (literal != NULL)
    {
      take_addresses (self, make_addresses (literal));
      return;
    }
  addresses = aiohttp_dns_cache_peek (settings->dns, host, get_port (self), settings->family);
  if (addresses != NULL)
    {
      aiohttp_transport_emit_with (self->request, dns_cache_hit, host);
      take_addresses (self, addresses);
      return;
    }
  aiohttp_transport_emit_with (self->request, dns_cache_miss, host);
  aiohttp_transport_emit_with (self->request, dns_start, host);
  self->lookup = aiohttp_dns_cache_lookup (settings->dns, host, get_port (self), settings->family, on_resolved, self);
}

AiohttpDial *
aiohttp_dial_start (const AiohttpDialSettings *settings, AiohttpNativeRoute *route,
                    const AiohttpTransportRequest *request, AiohttpDialFunc func, gpointer data)
{
  AiohttpDial *self = g_new0 (AiohttpDial, 1);

  self->settings = settings;
  self->route = aiohttp_native_route_ref (route);
  self->request = request;
  self->func = func;
  self->data = data;
  aiohttp_timer_init (&self->timer, on_timeout, self);
  aiohttp_transport_emit (request, connect_start);
  resolve (self);
  return self;
}

void
aiohttp_dial_cancel (AiohttpDial *self)
{
  dial_free (self);
}
