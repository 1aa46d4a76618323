/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "net-test.h"

#include <netinet/in.h>
#include <unistd.h>

#include <glib-unix.h>

typedef struct
{
  NetTestFunc func;
  const char *backend;
} Case;

static void
run_case (gconstpointer data)
{
  const Case *test = data;
  GMainContext *context = g_main_context_new ();

  g_assert_true (aiohttp_reactor_set_default_backend (test->backend));
  g_main_context_push_thread_default (context);
  test->func (context);
  net_test_settle (context);
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);
}

void
net_test_add (const char *path, NetTestFunc func)
{
  static const char *const backends[] = { "epoll", "portable" };

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    {
      g_autofree char *full = g_strdup_printf ("/%s%s", backends[i], path);
      Case *test;

      if (!aiohttp_reactor_set_default_backend (backends[i]))
        continue;
      test = g_new (Case, 1);
      *test = (Case){ func, backends[i] };
      g_test_add_data_func_full (full, test, run_case, g_free);
    }
}

AiohttpReactor *
net_test_reactor (GMainContext *context)
{
  return aiohttp_reactor_ref_for_context (context);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

GSource *
net_test_ticker (GMainContext *context)
{
  GSource *source = g_timeout_source_new (20);

  g_source_set_priority (source, G_PRIORITY_LOW);
  g_source_set_callback (source, on_tick, NULL, NULL);
  g_source_attach (source, context);
  return source;
}

void
net_test_settle (GMainContext *context)
{
  /* An iteration that leaves room for lower priorities dispatches nothing, and is followed by one that may. */
  for (guint idle = 0; idle < 3;)
    idle = g_main_context_iteration (context, FALSE) ? 0 : idle + 1;
}

void
net_test_pair (int fds[2])
{
  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds));
}

void
net_test_tcp_pair (int fds[2])
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int listening = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_no_errno (bind (listening, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (listen (listening, 1));
  g_assert_no_errno (getsockname (listening, (struct sockaddr *) &address, &length));
  fds[0] = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_no_errno (connect (fds[0], (struct sockaddr *) &address, sizeof address));
  fds[1] = accept4 (listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  g_assert_no_errno (fds[1]);
  g_assert_true (g_unix_set_fd_nonblocking (fds[0], TRUE, NULL));
  close (listening);
}

static void
on_channel (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  NetTestRecord *record = data;

  g_assert_true (channel == record->channel);
  record->n_calls++;
  record->last = events;
  record->all |= events;
  if (record->action != NULL)
    record->action (record);
}

AiohttpChannel *
net_test_channel (AiohttpReactor *reactor, int fd, NetTestRecord *record)
{
  record->channel = aiohttp_channel_new_plain (reactor, fd, on_channel, record);
  return record->channel;
}
