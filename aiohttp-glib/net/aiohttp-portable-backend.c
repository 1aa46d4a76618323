/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-reactor-backend-private.h"

#include <poll.h>

/* For systems without epoll: a GSource per channel, which GMainContext polls. What is known to be ready is not polled
 * for, so that a level-triggered poll() behaves as the edges that the core expects. */

#ifdef POLLRDHUP
#define PEER_ENDED POLLRDHUP
#else
#define PEER_ENDED 0
#endif

#define ALWAYS_POLLED (POLLERR | POLLHUP | POLLNVAL)

typedef struct
{
  GSource parent;
  AiohttpReactor *reactor;
  AiohttpChannel *channel;
  GPollFD poll;
  gboolean over; /* all has happened that can happen */
} ChannelSource;

static gushort
get_condition (AiohttpChannel *channel)
{
  gushort condition = 0;

  if ((channel->ready & AIOHTTP_CHANNEL_READABLE) == 0 && (channel->flags & AIOHTTP_CHANNEL_AT_EOF) == 0)
    condition |= POLLIN;
  if ((channel->flags & AIOHTTP_CHANNEL_HUNG_UP) == 0)
    condition |= PEER_ENDED;
  if ((channel->want & ~channel->ready & AIOHTTP_CHANNEL_WRITABLE) != 0)
    condition |= POLLOUT;
  return condition;
}

static void
portable_update (AiohttpReactor *reactor, AiohttpChannel *channel)
{
  ((ChannelSource *) channel->watch)->poll.events = get_condition (channel);
}

static gboolean
channel_source_check (GSource *source)
{
  ChannelSource *self = (ChannelSource *) source;

  if (self->over || self->reactor->yield == AIOHTTP_REACTOR_YIELDING || self->poll.revents == 0)
    return FALSE;
  self->reactor->any_polled = TRUE;
  return TRUE;
}

static void
take_events (ChannelSource *self)
{
  gushort condition = self->poll.revents;
  AiohttpChannelEvents ready = 0;

  self->poll.revents = 0;

  if ((condition & (POLLIN | PEER_ENDED | ALWAYS_POLLED)) != 0)
    ready |= AIOHTTP_CHANNEL_READABLE;
  if ((condition & (POLLOUT | ALWAYS_POLLED)) != 0)
    ready |= AIOHTTP_CHANNEL_WRITABLE;
  /* An error may be seen before the end that comes with it, of which nothing tells afterwards: who reads must go on until
   * there is nothing left. */
  if ((condition & (PEER_ENDED | ALWAYS_POLLED)) != 0)
    ready |= AIOHTTP_CHANNEL_HANGUP;
  if ((condition & (POLLERR | POLLNVAL)) != 0)
    ready |= AIOHTTP_CHANNEL_ERROR;

  /* These come whether they are polled for or not, again and again. */
  if ((condition & ALWAYS_POLLED) != 0)
    {
      g_source_remove_poll (&self->parent, &self->poll);
      self->over = TRUE;
    }
  aiohttp_channel_add_ready (self->channel, ready);
  portable_update (self->reactor, self->channel);
}

static gboolean
channel_source_dispatch (GSource *source, GSourceFunc func, gpointer data)
{
  ChannelSource *self = (ChannelSource *) source;

  /* Those of one poll() come together, in the turn of the first that is dispatched. */
  if (self->poll.revents == 0)
    return G_SOURCE_CONTINUE;
  take_events (self);
  aiohttp_reactor_turn (self->reactor);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs channel_source_funcs = {
  .check = channel_source_check,
  .dispatch = channel_source_dispatch,
};

static gboolean
portable_open (AiohttpReactor *reactor)
{
  reactor->events = g_hash_table_new (NULL, NULL);
  return TRUE;
}

static void
portable_close (AiohttpReactor *reactor)
{
  g_hash_table_unref (reactor->events);
}

static void
portable_collect (AiohttpReactor *reactor)
{
  gint64 time = g_source_get_ready_time (reactor->source);
  GHashTableIter iter;
  gpointer source;

  /* All of them before the first callback: were they left to their own dispatch, the first would have a turn, round after
   * round, to itself, and timers would come before the bytes of the others. */
  if (reactor->any_polled)
    {
      reactor->any_polled = FALSE;
      g_hash_table_iter_init (&iter, reactor->events);
      while (g_hash_table_iter_next (&iter, &source, NULL))
        if (((ChannelSource *) source)->poll.revents != 0)
          take_events (source);
    }

  if (time != -1 && time <= g_get_monotonic_time ())
    {
      g_source_set_ready_time (reactor->source, -1);
      reactor->timer_set = -1;
    }
}

static void
portable_set_timer (AiohttpReactor *reactor, gint64 time)
{
  if (time != -1)
    time = g_get_monotonic_time () + MAX (time - aiohttp_reactor_now (reactor), 0);
  g_source_set_ready_time (reactor->source, time);
}

static gboolean
portable_add (AiohttpReactor *reactor, AiohttpChannel *channel)
{
  GSource *source = g_source_new (&channel_source_funcs, sizeof (ChannelSource));
  ChannelSource *self = (ChannelSource *) source;

  channel->watch = source;
  self->reactor = reactor;
  self->channel = channel;
  self->poll = (GPollFD){ .fd = channel->fd, .events = get_condition (channel) };
  /* g_source_add_unix_fd() would make it ready whatever check() says. */
  g_source_add_poll (source, &self->poll);
  g_source_set_static_name (source, "aiohttp-glib channel");
  g_source_set_can_recurse (source, TRUE);
  g_source_set_priority (source, g_source_get_priority (reactor->source));
  g_source_attach (source, reactor->context);
  g_hash_table_add (reactor->events, source);
  return TRUE;
}

static void
portable_remove (AiohttpReactor *reactor, AiohttpChannel *channel)
{
  GSource *source = g_steal_pointer (&channel->watch);

  g_hash_table_remove (reactor->events, source);
  g_source_destroy (source);
  g_source_unref (source);
}

static void
portable_set_priority (AiohttpReactor *reactor, int priority)
{
  GHashTableIter iter;
  gpointer source;

  g_hash_table_iter_init (&iter, reactor->events);
  while (g_hash_table_iter_next (&iter, &source, NULL))
    g_source_set_priority (source, priority);
}

const AiohttpReactorBackend aiohttp_portable_backend = {
  .name = "portable",
  .open = portable_open,
  .close = portable_close,
  .collect = portable_collect,
  .set_timer = portable_set_timer,
  .add = portable_add,
  .remove = portable_remove,
  .update = portable_update,
  .set_priority = portable_set_priority,
};
