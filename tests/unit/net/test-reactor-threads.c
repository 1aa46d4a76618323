/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "net-test.h"

/* Reactors of several threads know nothing of each other; references may be dropped anywhere. */

#define ROUNDS 500

typedef struct
{
  GMainContext *context;
  AiohttpReactor *reactor;
  int fd;
  gboolean starts;
  guint n_rounds;
  guint n_timers;
} Worker;

static void
on_timer (gpointer data)
{
  ((Worker *) data)->n_timers++;
}

static void
bounce_action (gpointer data)
{
  NetTestRecord *record = data;
  Worker *worker = record->data;
  char byte;

  while (aiohttp_channel_read (record->channel, &byte, 1) == 1)
    {
      worker->n_rounds++;
      aiohttp_channel_write (record->channel, &byte, 1);
    }
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  NetTestRecord record = { .action = bounce_action, .data = worker };
  AiohttpTimer timer;

  g_main_context_push_thread_default (worker->context);
  for (guint i = 0; i < 100; i++)
    aiohttp_reactor_unref (aiohttp_reactor_ref_for_context (NULL));
  worker->reactor = net_test_reactor (worker->context);
  aiohttp_timer_init (&timer, on_timer, worker);
  aiohttp_timer_arm (aiohttp_reactor_get_wheel (worker->reactor), &timer, 0);
  net_test_channel (worker->reactor, worker->fd, &record);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_READABLE);
  if (worker->starts)
    aiohttp_channel_write (record.channel, "x", 1);
  net_test_wait (worker->context, worker->n_rounds >= ROUNDS && worker->n_timers == 1);
  aiohttp_channel_close (record.channel);
  g_main_context_pop_thread_default (worker->context);
  return NULL;
}

static void
test_threads (GMainContext *context)
{
  Worker workers[4] = { 0 };
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (workers); i += 2)
    {
      int fds[2];

      net_test_pair (fds);
      for (guint j = 0; j < 2; j++)
        {
          workers[i + j].context = g_main_context_new ();
          workers[i + j].fd = fds[j];
          workers[i + j].starts = j == 0;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (workers); i++)
    threads[i] = g_thread_new ("worker", work, &workers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (workers); i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (workers[i].n_rounds, >=, ROUNDS);
      aiohttp_reactor_unref (workers[i].reactor);
      g_main_context_unref (workers[i].context);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  net_test_add ("/reactor/threads", test_threads);

  return g_test_run ();
}
