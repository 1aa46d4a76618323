/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-connect-race-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aiohttp-error.h"

/* Attempts are numbered as their addresses are. The first to connect wins, the others are given up; when the last has
 * failed, its error is the race's. */

/* More addresses of one name than anybody has; each may come to cost a descriptor. */
#define MAX_ATTEMPTS 32

typedef struct
{
  AiohttpConnectRace *race;
  AiohttpChannel *channel; /* NULL: not under way */
  AiohttpTimer timer;
  gint64 began;
} Attempt;

struct _AiohttpConnectRace
{
  AiohttpReactor *reactor;
  GPtrArray *addresses;
  AiohttpRaceOptions options;
  AiohttpConnectRaceFunc func;
  gpointer data;
  AiohttpTimer next_timer;
  GError *failure; /* of the last attempt that failed */
  guint n_started;
  guint n_running;
  Attempt attempts[];
};

static void start_next (AiohttpConnectRace *self);

static char *
describe (GSocketAddress *address)
{
  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

static void
race_free (AiohttpConnectRace *self)
{
  for (guint i = 0; i < self->n_started; i++)
    {
      aiohttp_timer_disarm (&self->attempts[i].timer);
      g_clear_pointer (&self->attempts[i].channel, aiohttp_channel_close);
    }
  aiohttp_timer_disarm (&self->next_timer);
  g_ptr_array_unref (self->addresses);
  g_clear_object (&self->options.local_address);
  g_clear_error (&self->failure);
  aiohttp_reactor_unref (self->reactor);
  g_free (self);
}

static void
fail (AiohttpConnectRace *self)
{
  AiohttpConnectRaceFunc func = self->func;
  gpointer data = self->data;
  GError *error = g_steal_pointer (&self->failure);

  race_free (self);
  func (NULL, NULL, error, data);
}

static void
take_failure (AiohttpConnectRace *self, GError *error)
{
  g_clear_error (&self->failure);
  self->failure = error;
}

static GError *
connect_error (GSocketAddress *address, int error)
{
  g_autofree char *shown = describe (address);

  /* a SYN is refused, not reset: there was a connection, which its server has ended before it was looked at */
  if (error == ECONNRESET)
    return g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_DISCONNECTED, "Server %s disconnected: %s", shown,
                        g_strerror (error));
  return g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECT, "Cannot connect to %s: %s", shown,
                      g_strerror (error));
}

/* The race may be gone behind it. */
static void
attempt_failed (Attempt *attempt, GError *error)
{
  AiohttpConnectRace *self = attempt->race;

  aiohttp_timer_disarm (&attempt->timer);
  g_clear_pointer (&attempt->channel, aiohttp_channel_close);
  self->n_running--;
  take_failure (self, error);
  if (self->n_started < self->addresses->len)
    start_next (self);
  else if (self->n_running == 0)
    fail (self);
}

static void
on_attempt_timeout (gpointer data)
{
  Attempt *attempt = data;
  AiohttpConnectRace *self = attempt->race;
  g_autofree char *shown = describe (self->addresses->pdata[attempt - self->attempts]);

  attempt_failed (attempt, g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT,
                                        "No connection to %s within %g seconds", shown, self->options.timeout));
}

static void
ignore_events (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
}

static void
on_attempt (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  Attempt *attempt = data;
  AiohttpConnectRace *self = attempt->race;
  AiohttpConnectRaceFunc func = self->func;
  gpointer func_data = self->data;
  const AiohttpRaceWinner winner = { (guint) (attempt - self->attempts), attempt->began };
  int error = aiohttp_channel_get_socket_error (channel);

  if (error != 0)
    {
      attempt_failed (attempt, connect_error (self->addresses->pdata[winner.address], error));
      return;
    }
  if ((events & AIOHTTP_CHANNEL_WRITABLE) == 0)
    return;
  attempt->channel = NULL;
  aiohttp_channel_want (channel, 0);
  aiohttp_channel_set_func (channel, ignore_events, NULL);
  race_free (self);
  func (channel, &winner, NULL, func_data);
}

/* -1 with errno */
static int
open_socket (GSocketAddress *address, GSocketAddress *local)
{
  struct sockaddr_storage native;
  gssize size = g_socket_address_get_native_size (address);
  int family = g_socket_address_get_family (address);
  int fd;

  if (size < 0 || (gsize) size > sizeof native || !g_socket_address_to_native (address, &native, sizeof native, NULL))
    {
      errno = EAFNOSUPPORT;
      return -1;
    }
  fd = socket (family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return -1;
  if (family != AF_UNIX)
    {
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof (int));
      setsockopt (fd, SOL_SOCKET, SO_KEEPALIVE, &(int){ 1 }, sizeof (int));
    }
  if (local != NULL)
    {
      struct sockaddr_storage from;

      if (!g_socket_address_to_native (local, &from, sizeof from, NULL) ||
          bind (fd, (struct sockaddr *) &from, (socklen_t) g_socket_address_get_native_size (local)) != 0)
        goto failed;
    }
  if (connect (fd, (struct sockaddr *) &native, (socklen_t) size) == 0 || errno == EINPROGRESS || errno == EINTR)
    return fd;

failed:
  {
    int error = errno;

    close (fd);
    errno = error;
  }
  return -1;
}

static void
on_next (gpointer data)
{
  AiohttpConnectRace *self = data;

  if (self->n_started < self->addresses->len)
    start_next (self);
  else if (self->n_running == 0)
    fail (self);
}

static guint
to_milliseconds (double seconds)
{
  return (guint) CLAMP (seconds * 1000, 1, G_MAXINT);
}

/* Never calls back: what fails at once is told by the timer. */
static void
start_next (AiohttpConnectRace *self)
{
  AiohttpTimerWheel *wheel = aiohttp_reactor_get_wheel (self->reactor);

  while (self->n_started < self->addresses->len)
    {
      Attempt *attempt = &self->attempts[self->n_started++];
      GSocketAddress *address = self->addresses->pdata[attempt - self->attempts];
      int fd = open_socket (address, self->options.local_address);

      attempt->race = self;
      aiohttp_timer_init (&attempt->timer, on_attempt_timeout, attempt);
      if (fd < 0)
        {
          take_failure (self, connect_error (address, errno));
          continue;
        }
      self->n_running++;
      attempt->began = aiohttp_timer_wheel_now (wheel);
      attempt->channel = aiohttp_channel_new_connecting (self->reactor, fd, on_attempt, attempt);
      aiohttp_channel_want (attempt->channel, AIOHTTP_CHANNEL_WRITABLE);
      if (self->options.timeout > 0)
        aiohttp_timer_arm (wheel, &attempt->timer, to_milliseconds (self->options.timeout));
      if (self->n_started < self->addresses->len && self->options.delay >= 0)
        aiohttp_timer_arm (wheel, &self->next_timer, to_milliseconds (self->options.delay));
      return;
    }
  if (self->n_running == 0)
    aiohttp_timer_arm (wheel, &self->next_timer, 1);
}

AiohttpConnectRace *
aiohttp_connect_race_start (AiohttpReactor *reactor, GPtrArray *addresses, const AiohttpRaceOptions *options,
                            AiohttpConnectRaceFunc func, gpointer data)
{
  guint n = MIN (addresses->len, MAX_ATTEMPTS);
  AiohttpConnectRace *self = g_malloc0 (sizeof *self + n * sizeof self->attempts[0]);

  g_assert (n > 0);
  self->reactor = aiohttp_reactor_ref (reactor);
  self->addresses = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->addresses, g_object_ref (addresses->pdata[i]));
  self->options = *options;
  if (options->local_address != NULL)
    g_object_ref (options->local_address);
  self->func = func;
  self->data = data;
  aiohttp_timer_init (&self->next_timer, on_next, self);
  start_next (self);
  return self;
}

void
aiohttp_connect_race_cancel (AiohttpConnectRace *self)
{
  race_free (self);
}

GPtrArray *
aiohttp_connect_race_interleave (GPtrArray *addresses)
{
  GPtrArray *result = g_ptr_array_new_full (addresses->len, g_object_unref);
  GSocketFamily first = addresses->len > 0 ? g_socket_address_get_family (addresses->pdata[0]) : 0;
  guint same = 0;
  guint other = 0;

  while (result->len < addresses->len)
    {
      while (same < addresses->len && g_socket_address_get_family (addresses->pdata[same]) != first)
        same++;
      if (same < addresses->len)
        g_ptr_array_add (result, g_object_ref (addresses->pdata[same++]));
      while (other < addresses->len && g_socket_address_get_family (addresses->pdata[other]) == first)
        other++;
      if (other < addresses->len)
        g_ptr_array_add (result, g_object_ref (addresses->pdata[other++]));
    }
  return result;
}
