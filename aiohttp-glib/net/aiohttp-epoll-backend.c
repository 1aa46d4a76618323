/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-reactor-backend-private.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* Linux: GMainContext polls one epoll descriptor, whatever the number of sockets. A socket is registered once, for both
 * directions and edge-triggered, so that no want is ever told to the kernel. */

#define BATCH 256

static gboolean
epoll_open (AiohttpReactor *reactor)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLET, .data.ptr = NULL };

  reactor->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  reactor->timer_fd = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (reactor->epoll_fd < 0 || reactor->timer_fd < 0 ||
      epoll_ctl (reactor->epoll_fd, EPOLL_CTL_ADD, reactor->timer_fd, &event) != 0)
    {
      if (reactor->epoll_fd >= 0)
        close (reactor->epoll_fd);
      if (reactor->timer_fd >= 0)
        close (reactor->timer_fd);
      return FALSE;
    }
  reactor->events = g_new (struct epoll_event, BATCH);
  /* Not g_source_add_unix_fd(): that makes a source ready whatever its check() says, and we have to be able to yield. */
  reactor->poll = (GPollFD){ .fd = reactor->epoll_fd, .events = G_IO_IN };
  g_source_add_poll (reactor->source, &reactor->poll);
  return TRUE;
}

static void
epoll_close (AiohttpReactor *reactor)
{
  g_source_remove_poll (reactor->source, &reactor->poll);
  close (reactor->timer_fd);
  close (reactor->epoll_fd);
  g_free (reactor->events);
}

static inline AiohttpChannelEvents
translate (guint32 events)
{
  AiohttpChannelEvents ready = 0;

  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
    ready |= AIOHTTP_CHANNEL_READABLE;
  if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0)
    ready |= AIOHTTP_CHANNEL_WRITABLE;
  if ((events & (EPOLLRDHUP | EPOLLHUP)) != 0)
    ready |= AIOHTTP_CHANNEL_HANGUP;
  if ((events & EPOLLERR) != 0)
    ready |= AIOHTTP_CHANNEL_ERROR;
  return ready;
}

static void
epoll_collect (AiohttpReactor *reactor)
{
  struct epoll_event *events = reactor->events;
  int n;

  do
    n = epoll_wait (reactor->epoll_fd, events, BATCH, 0);
  while (G_UNLIKELY (n < 0 && errno == EINTR));

  /* All of them become flags of their channels before the first callback, which may close any channel. */
  for (int i = 0; i < n; i++)
    {
      if (G_LIKELY (events[i].data.ptr != NULL))
        aiohttp_channel_add_ready (events[i].data.ptr, translate (events[i].events));
      else
        reactor->timer_set = -1; /* it has fired; never read, since setting it anew clears it */
    }
}

static gboolean
epoll_check (AiohttpReactor *reactor)
{
  return reactor->poll.revents != 0;
}

static void
epoll_set_timer (AiohttpReactor *reactor, gint64 time)
{
  struct itimerspec when = { 0 };

  if (time != -1)
    {
      time = MAX (time, 1);
      when.it_value.tv_sec = time / G_USEC_PER_SEC;
      when.it_value.tv_nsec = time % G_USEC_PER_SEC * 1000;
    }
  timerfd_settime (reactor->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
}

static gboolean
epoll_add (AiohttpReactor *reactor, AiohttpChannel *channel)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = channel };

  return epoll_ctl (reactor->epoll_fd, EPOLL_CTL_ADD, channel->fd, &event) == 0;
}

static void
epoll_remove (AiohttpReactor *reactor, AiohttpChannel *channel)
{
  /* Closing is not enough: a child between fork and exec shares the socket, and its events would go on. */
  epoll_ctl (reactor->epoll_fd, EPOLL_CTL_DEL, channel->fd, &(struct epoll_event){ 0 });
}

const AiohttpReactorBackend aiohttp_epoll_backend = {
  .name = "epoll",
  .open = epoll_open,
  .close = epoll_close,
  .collect = epoll_collect,
  .check = epoll_check,
  .set_timer = epoll_set_timer,
  .add = epoll_add,
  .remove = epoll_remove,
};
