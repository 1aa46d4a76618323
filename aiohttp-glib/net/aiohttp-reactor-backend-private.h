/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-channel-class-private.h"
#include "aiohttp-event-loop.h"

G_BEGIN_DECLS

/* How the reactor learns what is ready. The core keeps the queue of ready channels, the budget and the timers; a
 * backend reports readiness with aiohttp_channel_add_ready() and may do so for what is known already. */
typedef struct
{
  const char *name;
  gboolean (*open) (AiohttpReactor *reactor);
  void (*close) (AiohttpReactor *reactor);

  /* Reports what is ready without blocking. */
  void (*collect) (AiohttpReactor *reactor);

  /* In GSourceFuncs.check: whether collect has something to report. NULL: channels come by sources of their own. */
  gboolean (*check) (AiohttpReactor *reactor);

  /* Wakes the context at @time of the wheel's clock; -1: not at all. */
  void (*set_timer) (AiohttpReactor *reactor, gint64 time);

  gboolean (*add) (AiohttpReactor *reactor, AiohttpChannel *channel);
  void (*remove) (AiohttpReactor *reactor, AiohttpChannel *channel);

  /* The channel's want or what it knows to be ready has changed. NULL where the kernel reports edges anyway. */
  void (*update) (AiohttpReactor *reactor, AiohttpChannel *channel);

  void (*set_priority) (AiohttpReactor *reactor, int priority);
} AiohttpReactorBackend;

/* Whether lower priorities have their iteration. */
typedef enum
{
  AIOHTTP_REACTOR_WORKING,
  AIOHTTP_REACTOR_WILL_YIELD,
  AIOHTTP_REACTOR_YIELDING,
} AiohttpReactorYield;

struct _AiohttpReactor
{
  gatomicrefcount ref_count;
  GMainContext *context;
  AiohttpEventLoop *loop; /* the context's, once there is one */
  GSource *source;
  const AiohttpReactorBackend *backend;

  AiohttpChannel *ready_head;
  AiohttpChannel *ready_tail;
  guint n_ready;

  AiohttpReactorYield yield;
  gint64 budget;
  gint64 busy_since; /* 0: the last iteration of the main loop had no turn */
  guint n_turns;
  guint n_turns_prepared;
  guint depth; /* of turns, more than 1 when a callback iterates the context */

  gint64 timer_set; /* what the backend was told last; -1: it has none */
  gboolean test_clock;
  AiohttpTurnEnd *turn_ends;
  guint8 *scratch;
  guint8 *cipher_scratch;

  gpointer events; /* the backend's, as is what follows */
  GPollFD poll;
  int epoll_fd;
  int timer_fd;
  gboolean any_polled; /* events of the last poll() wait to be taken */

  AiohttpTimerWheel wheel;
};

extern const AiohttpReactorBackend aiohttp_epoll_backend; /* where this build has it */
extern const AiohttpReactorBackend aiohttp_portable_backend;

void aiohttp_reactor_queue (AiohttpReactor *self, AiohttpChannel *channel);
void aiohttp_reactor_unqueue (AiohttpReactor *self, AiohttpChannel *channel);

/* Handles what is ready, within the budget. */
void aiohttp_reactor_turn (AiohttpReactor *self);

G_END_DECLS
