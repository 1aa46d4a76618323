/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What the reactor's time budget costs where nothing of a lower priority waits: pairs of channels send each other
 * messages without end, with the budget and without one, and what counts is messages per CPU second.
 *
 *   budget [ROUNDS [SECONDS]]
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "aiohttp-channel-private.h"

#define N_PAIRS        64
#define MESSAGE_LENGTH 128

static guint64 n_messages;

static void
on_ready (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  gsize size;
  guint8 *buffer = aiohttp_reactor_scratch (data, &size);
  gssize n = aiohttp_channel_read (channel, buffer, size);

  if (n <= 0)
    return;
  n_messages++;
  if (aiohttp_channel_write (channel, buffer, n) != n)
    g_error ("A message was not taken whole");
}

static gint64
get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static double
measure (AiohttpReactor *reactor, gint64 budget, double seconds)
{
  gint64 start = get_cpu_time ();
  gint64 end = start + seconds * G_USEC_PER_SEC;
  guint64 before = n_messages;
  gint64 now;

  aiohttp_reactor_set_budget (reactor, budget);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      now = get_cpu_time ();
    }
  while (now < end);
  return (n_messages - before) * (double) G_USEC_PER_SEC / (now - start);
}

static int
compare (const void *a, const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

static double
median (double *values, int n)
{
  qsort (values, n, sizeof *values, compare);
  return n % 2 != 0 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

int
main (int argc, char **argv)
{
  int n_rounds = argc > 1 ? atoi (argv[1]) : 9;
  double seconds = argc > 2 ? atof (argv[2]) : 1;
  g_autofree double *with = g_new (double, n_rounds);
  g_autofree double *without = g_new (double, n_rounds);
  g_autofree double *cost = g_new (double, n_rounds);
  g_autoptr (AiohttpReactor) reactor = aiohttp_reactor_ref_for_context (NULL);
  guint8 message[MESSAGE_LENGTH] = { 0 };

  for (int i = 0; i < N_PAIRS; i++)
    {
      int fds[2];

      if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) != 0)
        g_error ("socketpair: %s", g_strerror (errno));
      for (int j = 0; j < 2; j++)
        {
          AiohttpChannel *channel = aiohttp_channel_new_plain (reactor, fds[j], on_ready, reactor);

          aiohttp_channel_want (channel, AIOHTTP_CHANNEL_READABLE);
          if (j == 0)
            aiohttp_channel_write (channel, message, sizeof message);
        }
    }

  measure (reactor, 4000, seconds / 4);
  for (int i = 0; i < n_rounds; i++)
    {
      /* "Without" still comes back now and then, so that the measurement can end. */
      with[i] = measure (reactor, 4000, seconds);
      without[i] = measure (reactor, 100 * 1000, seconds);
      cost[i] = (1 - with[i] / without[i]) * 100;
      printf ("round %d: %.0f messages per CPU second with the budget, %.0f without\n", i + 1, with[i], without[i]);
    }
  printf ("RESULT {\"with\": %.0f, \"without\": %.0f, \"cost_percent\": %.2f}\n", median (with, n_rounds),
          median (without, n_rounds), median (cost, n_rounds));
  return EXIT_SUCCESS;
}
