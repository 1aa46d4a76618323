/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-proxy-stage-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "aiohttp-channel-private.h"
#include "aiohttp-proxy-header-private.h"

/* A connection before its first byte: the header of the PROXY protocol is looked at without being taken from the socket,
 * so that nothing of what follows it, which may be TLS, is taken along. */

struct _AiohttpProxyStage
{
  AiohttpWebServer *server;
  AiohttpSiteSettings *settings;
  AiohttpChannel *channel;
  AiohttpTimer timer;
  AiohttpProxyStage *next;
  AiohttpProxyStage **link;
  struct sockaddr_storage peer; /* who has connected */
  AiohttpByteBuffer taken;      /* of the header */
};

static void
proxy_stage_free (AiohttpProxyStage *self)
{
  *self->link = self->next;
  if (self->next != NULL)
    self->next->link = self->link;
  self->server->n_stages--;
  aiohttp_channel_close (self->channel);
  aiohttp_timer_disarm (&self->timer);
  aiohttp_byte_buffer_clear (&self->taken);
  aiohttp_site_settings_unref (self->settings);
  g_free (self);
}

static void
refuse (AiohttpProxyStage *self, const char *why)
{
  AiohttpWebServer *server = self->server;

  g_debug ("Closed a connection that begins without a header of the PROXY protocol: %s", why);
  proxy_stage_free (self);
  aiohttp_web_server_has_room (server);
}

static void
finish (AiohttpProxyStage *self, const struct sockaddr_storage *told)
{
  AiohttpWebServer *server = self->server;
  AiohttpSiteSettings *settings = aiohttp_site_settings_ref (self->settings);
  const struct sockaddr_storage peer = told->ss_family != AF_UNSPEC ? *told : self->peer;
  /* The connection's channel is another one, maybe TLS, and each has its descriptor. */
  int fd = fcntl (aiohttp_channel_get_fd (self->channel), F_DUPFD_CLOEXEC, 0);

  proxy_stage_free (self);
  if (fd >= 0)
    aiohttp_web_server_begin_connection (server, fd, &peer, settings);
  /* It may be none, where its address has enough of them. */
  aiohttp_web_server_has_room (server);
  aiohttp_site_settings_unref (settings);
}

/* Takes from the socket what was looked at. */
static gboolean
take (AiohttpProxyStage *self, gsize length)
{
  guint8 bytes[AIOHTTP_PROXY_HEADER_MAX];
  gssize n = aiohttp_channel_read (self->channel, bytes, length);

  if (n != (gssize) length)
    return FALSE;
  aiohttp_byte_buffer_append (&self->taken, bytes, length);
  return TRUE;
}

/* Only a read that finds nothing tells the channel that nothing is there. */
static void
read_one (AiohttpProxyStage *self)
{
  guint8 byte;
  gssize n = aiohttp_channel_read (self->channel, &byte, 1);

  if (n == 1)
    aiohttp_byte_buffer_append (&self->taken, &byte, 1);
  else if (n != AIOHTTP_CHANNEL_WOULD_BLOCK)
    refuse (self, "it ended");
}

static void
look (AiohttpProxyStage *self)
{
  const gsize taken = aiohttp_byte_buffer_length (&self->taken);
  guint8 bytes[AIOHTTP_PROXY_HEADER_MAX];
  struct sockaddr_storage peer;
  gsize header_length = 0;
  gssize n;

  if (taken > 0)
    memcpy (bytes, aiohttp_byte_buffer_data (&self->taken), taken);
  do
    n = recv (aiohttp_channel_get_fd (self->channel), bytes + taken, sizeof bytes - taken, MSG_PEEK | MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    {
      read_one (self);
      return;
    }
  if (n <= 0)
    {
      refuse (self, n == 0 ? "it ended" : g_strerror (errno));
      return;
    }
  switch (aiohttp_proxy_header_parse (bytes, taken + (gsize) n, &header_length, &peer))
    {
    case AIOHTTP_PROXY_HEADER_MORE:
      if (taken + (gsize) n >= sizeof bytes || !take (self, (gsize) n))
        refuse (self, "it is too long");
      break;
    case AIOHTTP_PROXY_HEADER_DONE:
      if (take (self, header_length - taken))
        finish (self, &peer);
      else
        refuse (self, "it cannot be read");
      break;
    case AIOHTTP_PROXY_HEADER_ERROR:
    default:
      refuse (self, "it is malformed");
      break;
    }
}

static void
on_channel (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  if ((events & AIOHTTP_CHANNEL_ERROR) != 0)
    refuse (data, "it broke");
  else if ((events & (AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_HANGUP)) != 0)
    look (data);
}

static void
on_timeout (gpointer data)
{
  refuse (data, "it took too long");
}

void
aiohttp_proxy_stage_start (AiohttpWebServer *server, int fd, const struct sockaddr_storage *peer,
                           AiohttpSiteSettings *settings)
{
  AiohttpProxyStage *self = g_new0 (AiohttpProxyStage, 1);

  self->server = server;
  self->settings = aiohttp_site_settings_ref (settings);
  self->peer = *peer;
  self->channel = aiohttp_channel_new_plain (server->reactor, fd, on_channel, self);
  aiohttp_timer_init (&self->timer, on_timeout, self);
  if (settings->proxy_timeout > 0)
    aiohttp_timer_arm (server->wheel, &self->timer, (guint) CLAMP (settings->proxy_timeout * 1000, 1, G_MAXINT));
  self->link = &server->stages;
  self->next = server->stages;
  if (self->next != NULL)
    self->next->link = &self->next;
  server->stages = self;
  server->n_stages++;
  aiohttp_channel_want (self->channel, AIOHTTP_CHANNEL_READABLE);
}

void
aiohttp_proxy_stage_close_all (AiohttpWebServer *server)
{
  while (server->stages != NULL)
    proxy_stage_free (server->stages);
}
