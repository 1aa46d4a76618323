/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tunnel-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-http1-parser-private.h"
#include "aiohttp-http1-writer-private.h"

/* A proxy's answer to CONNECT */
#define MAX_ANSWER (16 * 1024)

struct _AiohttpTunnel
{
  AiohttpChannel *channel;
  AiohttpNativeRoute *route;
  AiohttpTunnelFunc func;
  gpointer data;

  AiohttpByteBuffer out;
  AiohttpByteBuffer in;
  AiohttpHttp1Head *head;
  AiohttpHttp1Parser parser;
  struct SocksCall *socks;
  GError *early; /* to be told from the loop */
};

/* What GIO comes back to; it outlives a tunnel that was given up. */
typedef struct SocksCall
{
  AiohttpTunnel *tunnel; /* NULL: given up */
  GCancellable *cancellable;
  AiohttpReactor *reactor;
} SocksCall;

static void
tunnel_free (AiohttpTunnel *self)
{
  if (self->socks != NULL)
    {
      self->socks->tunnel = NULL;
      g_cancellable_cancel (self->socks->cancellable);
    }
  g_clear_pointer (&self->channel, aiohttp_channel_close);
  aiohttp_byte_buffer_clear (&self->out);
  aiohttp_byte_buffer_clear (&self->in);
  g_clear_error (&self->early);
  g_free (self->head);
  aiohttp_native_route_unref (self->route);
  g_free (self);
}

static void
finish (AiohttpTunnel *self, AiohttpChannel *channel, GError *error)
{
  AiohttpTunnelFunc func = self->func;
  gpointer data = self->data;

  if (channel != NULL)
    {
      aiohttp_channel_want (channel, 0);
      self->channel = NULL;
    }
  tunnel_free (self);
  func (channel, error, data);
}

static GError *
proxy_error (AiohttpTunnel *self, const char *why)
{
  return g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PROXY, "Proxy %s: %s",
                      g_uri_get_host (self->route->proxy), why);
}

char *
aiohttp_tunnel_make_credentials (GUri *proxy)
{
  const char *user = g_uri_get_user (proxy);
  const char *password = g_uri_get_password (proxy);
  g_autofree char *user_text = NULL;
  g_autofree char *password_text = NULL;
  g_autofree char *pair = NULL;
  g_autofree char *encoded = NULL;

  if (user == NULL && g_uri_get_userinfo (proxy) == NULL)
    return NULL;
  if (user == NULL)
    {
      g_auto (GStrv) parts = g_strsplit (g_uri_get_userinfo (proxy), ":", 2);

      user_text = g_uri_unescape_string (parts[0] != NULL ? parts[0] : "", NULL);
      if (parts[0] != NULL && parts[1] != NULL)
        password_text = g_uri_unescape_string (parts[1], NULL);
    }
  else
    {
      gboolean is_encoded = (g_uri_get_flags (proxy) & G_URI_FLAGS_ENCODED) != 0;

      user_text = is_encoded ? g_uri_unescape_string (user, NULL) : g_strdup (user);
      if (password != NULL)
        password_text = is_encoded ? g_uri_unescape_string (password, NULL) : g_strdup (password);
    }
  pair = g_strdup_printf ("%s:%s", user_text != NULL ? user_text : "", password_text != NULL ? password_text : "");
  encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  return g_strdup_printf ("Basic %s", encoded);
}

static gboolean
write_request (AiohttpTunnel *self, GError **error)
{
  const AiohttpRouteKey *key = &self->route->key;
  g_autofree char *target =
      g_strdup_printf (strchr (key->host, ':') != NULL ? "[%s]:%u" : "%s:%u", key->host, key->port);
  g_autofree char *credentials = aiohttp_tunnel_make_credentials (self->route->proxy);
  SoupMessageHeaders *headers = self->route->proxy_headers;

  if (!aiohttp_http1_write_request_line (&self->out, "CONNECT", target, 1, error))
    return FALSE;
  if (headers == NULL || soup_message_headers_get_one (headers, "Host") == NULL)
    aiohttp_http1_write_known_field (&self->out, AIOHTTP_FIELD_HOST, target, -1);
  if (headers != NULL && !aiohttp_http1_write_headers (&self->out, headers, error))
    return FALSE;
  if (credentials != NULL && (headers == NULL || soup_message_headers_get_one (headers, "Proxy-Authorization") == NULL))
    aiohttp_http1_write_known_field (&self->out, AIOHTTP_FIELD_PROXY_AUTHORIZATION, credentials, -1);
  aiohttp_http1_write_head_end (&self->out);
  return TRUE;
}

/* FALSE: the tunnel is gone. */
static gboolean
send_request (AiohttpTunnel *self)
{
  gsize left = aiohttp_byte_buffer_length (&self->out);
  gssize n;

  if (left == 0)
    return TRUE;
  n = aiohttp_channel_write (self->channel, aiohttp_byte_buffer_data (&self->out), left);
  if (n == AIOHTTP_CHANNEL_FAILED)
    {
      finish (self, NULL, proxy_error (self, g_strerror (errno)));
      return FALSE;
    }
  if (n > 0)
    aiohttp_byte_buffer_consume (&self->out, (gsize) n);
  aiohttp_channel_want (self->channel,
                        AIOHTTP_CHANNEL_READABLE |
                            (aiohttp_byte_buffer_length (&self->out) > 0 ? AIOHTTP_CHANNEL_WRITABLE : 0));
  return TRUE;
}

static GError *
refusal (AiohttpTunnel *self)
{
  g_autofree char *reason = aiohttp_chars_escape (self->head->base + self->head->reason.offset,
                                                  self->head->reason.length, AIOHTTP_HTTP1_MAX_EMPTY_LINES * 8);

  return g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PROXY, "Proxy %s refused to connect to %s:%u: %u %s",
                      g_uri_get_host (self->route->proxy), self->route->key.host, self->route->key.port,
                      self->head->status, reason);
}

static void
on_answer (AiohttpTunnel *self)
{
  g_autoptr (GError) failure = NULL;
  AiohttpHttp1Result result =
      aiohttp_http1_parser_execute (&self->parser, (const char *) aiohttp_byte_buffer_data (&self->in),
                                    aiohttp_byte_buffer_length (&self->in), &failure);

  if (result == AIOHTTP_HTTP1_ERROR)
    finish (self, NULL, proxy_error (self, failure->message));
  else if (result == AIOHTTP_HTTP1_MORE && aiohttp_byte_buffer_length (&self->in) >= MAX_ANSWER)
    finish (self, NULL, proxy_error (self, "its answer is too long"));
  else if (result == AIOHTTP_HTTP1_MORE)
    return;
  else if (self->head->status / 100 == 1)
    {
      /* One that is neither final nor an upgrade; MAX_ANSWER bounds all of them. */
      finish (self, NULL, proxy_error (self, "an interim response to CONNECT"));
    }
  else if (self->head->status / 100 != 2)
    finish (self, NULL, refusal (self));
  else if (self->head->head_length < aiohttp_byte_buffer_length (&self->in))
    finish (self, NULL, proxy_error (self, "bytes behind its answer that nobody has asked for"));
  else
    finish (self, self->channel, NULL);
}

static void
on_channel (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  AiohttpTunnel *self = data;
  guint8 *at;
  gssize n;

  if (self->early != NULL)
    {
      finish (self, NULL, g_steal_pointer (&self->early));
      return;
    }
  if ((events & AIOHTTP_CHANNEL_WRITABLE) != 0 && !send_request (self))
    return;
  if ((events & (AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_HANGUP | AIOHTTP_CHANNEL_ERROR)) == 0)
    return;
  at = aiohttp_byte_buffer_reserve (&self->in, 2048);
  n = aiohttp_channel_read (channel, at, 2048);
  if (n == AIOHTTP_CHANNEL_WOULD_BLOCK)
    return;
  if (n <= 0)
    {
      finish (self, NULL, proxy_error (self, n == 0 ? "it closed the connection" : g_strerror (errno)));
      return;
    }
  aiohttp_byte_buffer_commit (&self->in, (gsize) n);
  on_answer (self);
}

static void
start_connect (AiohttpTunnel *self)
{
  self->head = aiohttp_http1_head_new (AIOHTTP_HTTP1_MAX_FIELDS);
  aiohttp_http1_parser_init_response (&self->parser, self->head, NULL, AIOHTTP_METHOD_CONNECT);
  write_request (self, &self->early);
  aiohttp_channel_want (self->channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  if (self->early != NULL)
    aiohttp_channel_wake (self->channel);
}

static void
ignore_events (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
}

static void
on_socks (GObject *source, GAsyncResult *result, gpointer data)
{
  SocksCall *call = data;
  AiohttpTunnel *self = call->tunnel;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GIOStream) stream = g_proxy_connect_finish (G_PROXY (source), result, &failure);

  if (self != NULL)
    {
      self->socks = NULL;
      if (stream == NULL)
        finish (self, NULL, proxy_error (self, failure->message));
      else
        {
          GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream));
          int fd = fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 3);

          if (fd < 0)
            finish (self, NULL, proxy_error (self, g_strerror (errno)));
          else
            {
              self->channel = aiohttp_channel_new_plain (call->reactor, fd, ignore_events, NULL);
              finish (self, self->channel, NULL);
            }
        }
    }
  g_object_unref (call->cancellable);
  aiohttp_reactor_unref (call->reactor);
  g_free (call);
}

/* GIO negotiates on a socket of its own, which is the same. */
static gboolean
start_socks (AiohttpTunnel *self, GError **error)
{
  const AiohttpRouteKey *key = &self->route->key;
  GUri *uri = self->route->proxy;
  g_autoptr (GProxy) proxy = g_proxy_get_default_for_protocol (g_uri_get_scheme (uri));
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GSocketAddress) remote = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autofree char *user = g_uri_get_user (uri) != NULL ? g_uri_unescape_string (g_uri_get_user (uri), NULL) : NULL;
  g_autofree char *password =
      g_uri_get_password (uri) != NULL ? g_uri_unescape_string (g_uri_get_password (uri), NULL) : NULL;
  int fd;

  if (proxy == NULL)
    {
      g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PROXY, "No proxy protocol: %s",
                   g_uri_get_scheme (uri));
      return FALSE;
    }
  fd = fcntl (aiohttp_channel_get_fd (self->channel), F_DUPFD_CLOEXEC, 3);
  socket = fd >= 0 ? g_socket_new_from_fd (fd, error) : NULL;
  if (socket == NULL)
    {
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  remote = g_socket_get_remote_address (socket, error);
  if (remote == NULL)
    return FALSE;
  g_clear_pointer (&self->channel, aiohttp_channel_close);
  connection = g_socket_connection_factory_create_connection (socket);
  address = g_proxy_address_new (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)),
                                 g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (remote)),
                                 g_uri_get_scheme (uri), key->host, key->port, user, password);
  g_proxy_connect_async (proxy, G_IO_STREAM (connection), G_PROXY_ADDRESS (address), self->socks->cancellable, on_socks,
                         self->socks);
  return TRUE;
}

AiohttpTunnel *
aiohttp_tunnel_start (AiohttpChannel *channel, AiohttpNativeRoute *route, AiohttpTunnelFunc func, gpointer data)
{
  AiohttpTunnel *self = g_new0 (AiohttpTunnel, 1);

  self->channel = channel;
  self->route = aiohttp_native_route_ref (route);
  self->func = func;
  self->data = data;
  aiohttp_channel_set_func (channel, on_channel, self);
  if (!g_str_has_prefix (g_uri_get_scheme (route->proxy), "socks"))
    {
      start_connect (self);
      return self;
    }
  self->socks = g_new (SocksCall, 1);
  *self->socks = (SocksCall){ self, g_cancellable_new (), aiohttp_reactor_ref (aiohttp_channel_get_reactor (channel)) };
  if (!start_socks (self, &self->early))
    {
      SocksCall *call = g_steal_pointer (&self->socks);

      if (self->early == NULL)
        self->early = proxy_error (self, "no descriptor is left");
      g_object_unref (call->cancellable);
      aiohttp_reactor_unref (call->reactor);
      g_free (call);
      aiohttp_channel_wake (self->channel);
    }
  return self;
}

void
aiohttp_tunnel_cancel (AiohttpTunnel *self)
{
  tunnel_free (self);
}
