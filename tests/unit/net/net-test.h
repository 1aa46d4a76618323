/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <sys/socket.h>

#include "aiohttp-channel-private.h"

/* Adds @func as /backend/path for each backend that this build has; it gets a context of its own, thread-default. */
typedef void (*NetTestFunc) (GMainContext *context);

void net_test_add (const char *path, NetTestFunc func);

/* A reactor whose backend is the one of the running test. */
AiohttpReactor *net_test_reactor (GMainContext *context) G_GNUC_WARN_UNUSED_RESULT;

/* Iterates @context until @condition holds; fails the test after a minute. */
#define net_test_wait(context, condition)                                                                              \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    gint64 net_test_end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;                                               \
    GSource *net_test_tick = net_test_ticker (context);                                                                \
    while (!(condition))                                                                                               \
      {                                                                                                                \
        if (g_get_monotonic_time () > net_test_end)                                                                    \
          g_error ("%s:%d: waited in vain for %s", __FILE__, __LINE__, #condition);                                    \
        g_main_context_iteration (context, TRUE);                                                                      \
      }                                                                                                                \
    g_source_destroy (net_test_tick);                                                                                  \
    g_source_unref (net_test_tick);                                                                                    \
  }                                                                                                                    \
  G_STMT_END

GSource *net_test_ticker (GMainContext *context);

/* Iterates @context until nothing is ready. */
void net_test_settle (GMainContext *context);

/* A connected pair of non-blocking stream sockets. */
void net_test_pair (int fds[2]);

/* The same over TCP on loopback. */
void net_test_tcp_pair (int fds[2]);

/* Records what a channel's function was called with. */
typedef struct
{
  AiohttpChannel *channel;
  guint n_calls;
  AiohttpChannelEvents last;
  AiohttpChannelEvents all;
  void (*action) (gpointer record);
  gpointer data;
} NetTestRecord;

AiohttpChannel *net_test_channel (AiohttpReactor *reactor, int fd, NetTestRecord *record);
