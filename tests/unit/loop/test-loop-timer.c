/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-loop-timer-private.h"

static void
test_order (void)
{
  AiohttpLoopTimers timers = { 0 };
  AiohttpLoopTimer timer[200];
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gint64 last = -1;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (timer); i++)
    {
      aiohttp_loop_timer_init (&timer[i], NULL, NULL);
      aiohttp_loop_timers_add (&timers, &timer[i], g_rand_int_range (rand, 0, 50));
    }
  for (guint i = 0; i < G_N_ELEMENTS (timer); i += 3)
    aiohttp_loop_timers_remove (&timers, &timer[i]);
  for (AiohttpLoopTimer *due; (due = aiohttp_loop_timers_pop (&timers, 100)) != NULL; n++)
    {
      g_assert_cmpint (due->when, >=, last);
      last = due->when;
      g_assert_cmpuint (due->index, ==, 0);
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (timer) - (G_N_ELEMENTS (timer) + 2) / 3);
  aiohttp_loop_timers_clear (&timers);
}

static void
test_fifo (void)
{
  AiohttpLoopTimers timers = { 0 };
  AiohttpLoopTimer timer[20];

  for (guint i = 0; i < G_N_ELEMENTS (timer); i++)
    {
      aiohttp_loop_timer_init (&timer[i], NULL, NULL);
      aiohttp_loop_timers_add (&timers, &timer[i], 7);
    }
  g_assert_null (aiohttp_loop_timers_pop (&timers, 6));
  for (guint i = 0; i < G_N_ELEMENTS (timer); i++)
    g_assert_true (aiohttp_loop_timers_pop (&timers, 7) == &timer[i]);
  g_assert_null (aiohttp_loop_timers_pop (&timers, 7));
  aiohttp_loop_timers_clear (&timers);
}

static void
test_again (void)
{
  AiohttpLoopTimers timers = { 0 };
  AiohttpLoopTimer a, b;

  aiohttp_loop_timer_init (&a, NULL, NULL);
  aiohttp_loop_timer_init (&b, NULL, NULL);
  g_assert_cmpint (aiohttp_loop_timers_get_next (&timers), ==, -1);
  aiohttp_loop_timers_add (&timers, &a, 1);
  aiohttp_loop_timers_add (&timers, &b, 2);
  aiohttp_loop_timers_add (&timers, &a, 3);
  g_assert_cmpint (aiohttp_loop_timers_get_next (&timers), ==, 2);
  aiohttp_loop_timers_remove (&timers, &b);
  aiohttp_loop_timers_remove (&timers, &b);
  g_assert_true (aiohttp_loop_timers_pop (&timers, 3) == &a);
  aiohttp_loop_timers_clear (&timers);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loop-timer/order", test_order);
  g_test_add_func ("/loop-timer/fifo", test_fifo);
  g_test_add_func ("/loop-timer/again", test_again);
  return g_test_run ();
}
