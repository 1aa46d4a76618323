/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-server-private.h"

#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include "aiohttp-listener-private.h"
#include "aiohttp-proxy-stage-private.h"
#include "aiohttp-server-connection-private.h"

/* AiohttpWebServer: from a listening socket to a connection. */

#define TCP_KEEPALIVE_IDLE 600

typedef struct
{
  AiohttpWebServer *server;
  GSocket *socket;
  AiohttpListener *listener;
  AiohttpSiteSettings *settings; /* NULL: HTTP from the first byte */
} Listening;

void
aiohttp_web_server_listening_free (gpointer data)
{
  Listening *listening = data;

  aiohttp_listener_free (listening->listener);
  g_object_unref (listening->socket);
  g_clear_pointer (&listening->settings, aiohttp_site_settings_unref);
  g_free (listening);
}

static gboolean
is_full (AiohttpWebServer *self)
{
  return self->max_connections > 0 && self->n_connections + self->n_stages >= self->max_connections;
}

static void
update_accepting (AiohttpWebServer *self)
{
  if (self->full == is_full (self))
    return;
  self->full = !self->full;
  for (guint i = 0; i < self->listenings->len; i++)
    {
      Listening *listening = g_ptr_array_index (self->listenings, i);

      if (self->full)
        aiohttp_listener_stop (listening->listener);
      else
        aiohttp_listener_resume (listening->listener);
    }
}

void
aiohttp_web_server_has_room (AiohttpWebServer *self)
{
  if (G_UNLIKELY (self->full))
    update_accepting (self);
}

/* What an address counts as; FALSE: not at all. */
static gboolean
get_address_key (const struct sockaddr *peer, gint64 *key)
{
  if (peer->sa_family == AF_INET)
    {
      *key = ntohl (((const struct sockaddr_in *) (gconstpointer) peer)->sin_addr.s_addr);
      return TRUE;
    }
  if (peer->sa_family == AF_INET6)
    {
      memcpy (key, ((const struct sockaddr_in6 *) (gconstpointer) peer)->sin6_addr.s6_addr, sizeof *key);
      return TRUE;
    }
  return FALSE;
}

/* FALSE: it has enough of them. */
static gboolean
count_address (AiohttpWebServer *self, const struct sockaddr *peer)
{
  gint64 key;
  guint n;

  if (G_LIKELY (self->addresses == NULL) || !get_address_key (peer, &key))
    return TRUE;
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->addresses, &key));
  if (self->max_connections_per_address > 0 && n >= self->max_connections_per_address)
    return FALSE;
  g_hash_table_insert (self->addresses, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (n + 1));
  return TRUE;
}

void
aiohttp_web_server_forget_address (AiohttpWebServer *self, const struct sockaddr *peer)
{
  gint64 key;
  guint n;

  if (G_LIKELY (self->addresses == NULL) || !get_address_key (peer, &key))
    return;
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->addresses, &key));
  if (n > 1)
    g_hash_table_insert (self->addresses, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (self->addresses, &key);
}

void
aiohttp_web_server_begin_connection (AiohttpWebServer *self, int fd, const struct sockaddr_storage *peer,
                                     AiohttpSiteSettings *settings)
{
  if (count_address (self, (const struct sockaddr *) peer))
    aiohttp_server_connection_start (self, fd, peer, settings != NULL ? settings->tls : NULL);
  else
    close (fd);
}

static void
on_accepted (int fd, const struct sockaddr_storage *peer, gpointer data)
{
  Listening *listening = data;
  AiohttpWebServer *self = listening->server;

  if (self->closing)
    close (fd);
  else if (G_UNLIKELY (listening->settings != NULL && listening->settings->proxy_protocol))
    aiohttp_proxy_stage_start (self, fd, peer, listening->settings);
  else
    aiohttp_web_server_begin_connection (self, fd, peer, listening->settings);
  if (G_UNLIKELY (self->max_connections > 0))
    update_accepting (self);
}

gboolean
aiohttp_web_server_listen (AiohttpWebServer *self, GMainContext *context, GSocket *socket,
                           AiohttpSiteSettings *settings, GError **error)
{
  Listening *listening;

  if (!aiohttp_web_server_start_in_context (self, context, error))
    return FALSE;
  listening = g_new (Listening, 1);
  listening->server = self;
  listening->socket = g_object_ref (socket);
  listening->settings = settings != NULL ? aiohttp_site_settings_ref (settings) : NULL;
  listening->listener = aiohttp_listener_new (self->reactor, socket, on_accepted, listening);
  aiohttp_listener_set_keepalive (listening->listener, TCP_KEEPALIVE_IDLE);
  if (self->full)
    aiohttp_listener_stop (listening->listener);
  g_ptr_array_add (self->listenings, listening);
  return TRUE;
}

void
aiohttp_web_server_unlisten (AiohttpWebServer *self, GSocket *socket)
{
  for (guint i = 0; i < self->listenings->len; i++)
    {
      Listening *listening = g_ptr_array_index (self->listenings, i);

      if (listening->socket == socket)
        {
          g_ptr_array_remove_index_fast (self->listenings, i);
          return;
        }
    }
}
