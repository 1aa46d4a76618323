/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-listener-private.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include "aiohttp-channel-class-private.h"
#include "aiohttp-reactor-backend-private.h"

/* Accepts connections in batches. A channel on the listening socket, whose read and write are never called.
 *
 * Socket options are set on the listening socket where the accepted ones inherit them (Linux), so that a connection
 * costs one system call here. */

#define ACCEPTS_PER_CALL 64
#define PAUSE            500 /* milliseconds */

/* So long without a failure, and the next one is told again: where every descriptor that is closed goes to a connection
 * at once, and the one behind it fails, it is still the same shortage. */
#define EPISODE (30 * G_USEC_PER_SEC)

struct _AiohttpListener
{
  AiohttpChannel *channel;
  GSocket *socket;
  AiohttpListenerFunc func;
  gpointer data;
  AiohttpTimer pause;
  guint keepalive;
  gboolean stopped;
  gboolean paused;
  gint64 told;     /* that nothing can be accepted: when that was so the last time; 0: never */
  gboolean *freed; /* of the batch that is running */
};

static void
set_options (int fd, guint keepalive)
{
  int on = 1;

  /* Fails on sockets that are not TCP's, which is just as well. */
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  on = keepalive > 0;
  setsockopt (fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
#ifdef TCP_KEEPIDLE
  if (keepalive > 0)
    setsockopt (fd, IPPROTO_TCP, TCP_KEEPIDLE, &(int){ keepalive }, sizeof (int));
#endif
}

static int
accept_one (int listening, struct sockaddr_storage *peer)
{
  socklen_t length = sizeof *peer;
  int fd;

  peer->ss_family = AF_UNSPEC;
#ifdef __linux__
  fd = accept4 (listening, (struct sockaddr *) peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
#else
  fd = accept (listening, (struct sockaddr *) peer, &length);
  if (fd >= 0 && (fcntl (fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl (fd, F_SETFL, O_NONBLOCK) != 0))
    {
      close (fd);
      fd = -1;
    }
#endif
  return fd;
}

static void
update_want (AiohttpListener *self)
{
  aiohttp_channel_want (self->channel, self->stopped || self->paused ? 0 : AIOHTTP_CHANNEL_READABLE);
}

static void
on_pause_over (gpointer data)
{
  AiohttpListener *self = data;

  self->paused = FALSE;
  update_want (self);
}

static void
pause_accepting (AiohttpListener *self, int error)
{
  gint64 now = aiohttp_timer_wheel_now (&self->channel->reactor->wheel);

  if (self->told == 0 || now - self->told >= EPISODE)
    g_warning ("Cannot accept connections for the moment: %s", g_strerror (error));
  self->told = now;
  self->paused = TRUE;
  update_want (self);
  aiohttp_timer_arm (&self->channel->reactor->wheel, &self->pause, PAUSE);
}

/* FALSE: no more for now. */
static gboolean
handle_error (AiohttpListener *self, int error)
{
  switch (error)
    {
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case EPERM:
    /* Errors of the new connection's, which Linux passes on here: accept(2). */
    case ENETDOWN:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EOPNOTSUPP:
    case ETIMEDOUT:
#ifdef ENONET
    case ENONET:
#endif
      return TRUE;

    case EAGAIN:
#if EWOULDBLOCK != EAGAIN
    case EWOULDBLOCK:
#endif
      aiohttp_channel_clear_ready (self->channel, AIOHTTP_CHANNEL_READABLE);
      return FALSE;

    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
      pause_accepting (self, error);
      return FALSE;

    default:
      g_warning ("Stopped accepting connections: %s", g_strerror (error));
      aiohttp_listener_stop (self);
      return FALSE;
    }
}

static void
on_ready (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  AiohttpListener *self = data;
  struct sockaddr_storage peer;
  gboolean freed = FALSE;

  self->freed = &freed;
  for (guint i = 0; i < ACCEPTS_PER_CALL && !self->stopped && !self->paused; i++)
    {
      int fd = accept_one (channel->fd, &peer);

      if (fd >= 0)
        {
#ifndef __linux__
          set_options (fd, self->keepalive);
#endif
          self->func (fd, &peer, self->data);
          if (freed)
            return;
        }
      else if (!handle_error (self, errno))
        {
          break;
        }
    }
  self->freed = NULL;
}

static gboolean
listener_close (AiohttpChannel *channel)
{
  if (channel->error == 0)
    channel->reactor->backend->remove (channel->reactor, channel);
  return TRUE;
}

static const AiohttpChannelClass listener_class = {
  .size = sizeof (AiohttpChannel),
  .close = listener_close,
};

AiohttpListener *
aiohttp_listener_new (AiohttpReactor *reactor, GSocket *listening, AiohttpListenerFunc func, gpointer data)
{
  AiohttpListener *self = g_new0 (AiohttpListener, 1);
  int fd = g_socket_get_fd (listening);

  self->socket = g_object_ref (listening);
  self->func = func;
  self->data = data;
  aiohttp_timer_init (&self->pause, on_pause_over, self);
  set_options (fd, 0);
  self->channel = aiohttp_channel_alloc (&listener_class, reactor, fd, on_ready, self);
  if (!reactor->backend->add (reactor, self->channel))
    {
      g_warning ("Cannot watch for connections: %s", g_strerror (errno));
      aiohttp_channel_fail (self->channel, errno);
    }
  aiohttp_channel_want (self->channel, AIOHTTP_CHANNEL_READABLE);
  return self;
}

void
aiohttp_listener_set_keepalive (AiohttpListener *self, guint idle_seconds)
{
  self->keepalive = idle_seconds;
  set_options (self->channel->fd, idle_seconds);
}

void
aiohttp_listener_stop (AiohttpListener *self)
{
  self->stopped = TRUE;
  update_want (self);
}

void
aiohttp_listener_resume (AiohttpListener *self)
{
  self->stopped = FALSE;
  update_want (self);
}

void
aiohttp_listener_free (AiohttpListener *self)
{
  if (self->freed != NULL)
    *self->freed = TRUE;
  aiohttp_timer_disarm (&self->pause);
  aiohttp_channel_close (self->channel);
  g_object_unref (self->socket);
  g_free (self);
}
