/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-timer-wheel-private.h"

#define MS G_GINT64_CONSTANT (1000)

typedef struct
{
  AiohttpTimerWheel wheel;
  gint64 time;
} Fixture;

typedef struct
{
  AiohttpTimer timer;
  Fixture *fixture;
  gint64 armed_for;
  gint64 fired_at; /* -1: not */
  guint n_fired;
} Probe;

static gint64
read_clock (gpointer data)
{
  return ((Fixture *) data)->time;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->time = 123456789;
  aiohttp_timer_wheel_init (&fixture->wheel, read_clock, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  aiohttp_timer_wheel_clear (&fixture->wheel);
}

static void
on_probe (gpointer data)
{
  Probe *probe = data;

  probe->fired_at = probe->fixture->time;
  probe->n_fired++;
}

static void
arm (Fixture *fixture, Probe *probe, guint milliseconds)
{
  if (probe->fixture == NULL)
    {
      probe->fixture = fixture;
      aiohttp_timer_init (&probe->timer, on_probe, probe);
    }
  probe->fired_at = -1;
  probe->armed_for = fixture->time + milliseconds * MS;
  aiohttp_timer_arm (&fixture->wheel, &probe->timer, milliseconds);
}

/* As the reactor does: wakes up when the wheel says so, and only then. */
static guint
run_for (Fixture *fixture, gint64 milliseconds)
{
  gint64 end = fixture->time + milliseconds * MS;
  guint n_wakes = 0;

  for (;;)
    {
      gint64 next = aiohttp_timer_wheel_get_next (&fixture->wheel);

      if (next == -1 || next > end)
        break;
      g_assert_cmpint (next, >, fixture->time);
      fixture->time = next;
      aiohttp_timer_wheel_advance (&fixture->wheel);
      n_wakes++;
    }
  fixture->time = end;
  return n_wakes;
}

static void
test_precision (Fixture *fixture, gconstpointer data)
{
  static const guint delays[] = { 0,     1,     99,    100,   101,    1000,   9999,   10000,   10001,
                                  12700, 12800, 12900, 75000, 127000, 128000, 129000, 3600000, 90000000 };
  static Probe probes[G_N_ELEMENTS (delays)];

  memset (probes, 0, sizeof probes);
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      arm (fixture, &probes[i], delays[i]);
      run_for (fixture, 37);
    }
  run_for (fixture, 100000000);
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      gint64 late = probes[i].fired_at - probes[i].armed_for;

      g_test_message ("%u ms: %" G_GINT64_FORMAT " us late", delays[i], late);
      g_assert_cmpuint (probes[i].n_fired, ==, 1);
      g_assert_cmpint (late, >=, 0);
      g_assert_cmpint (late, <=, delays[i] > 10000 ? 1000 * MS : 100 * MS);
    }
  g_assert_cmpint (aiohttp_timer_wheel_get_next (&fixture->wheel), ==, -1);
}

static void
test_empty_sleeps (Fixture *fixture, gconstpointer data)
{
  Probe probe = { 0 };

  g_assert_cmpint (aiohttp_timer_wheel_get_next (&fixture->wheel), ==, -1);
  arm (fixture, &probe, 75000);
  g_assert_true (aiohttp_timer_is_armed (&probe.timer));
  aiohttp_timer_disarm (&probe.timer);
  g_assert_false (aiohttp_timer_is_armed (&probe.timer));
  g_assert_cmpint (aiohttp_timer_wheel_get_next (&fixture->wheel), ==, -1);
  aiohttp_timer_disarm (&probe.timer);

  /* One timer is one wake-up, not one a step. */
  arm (fixture, &probe, 75000);
  g_assert_cmpuint (run_for (fixture, 80000), ==, 1);
  g_assert_cmpuint (probe.n_fired, ==, 1);
  g_assert_cmpuint (run_for (fixture, 1000000), ==, 0);
}

static void
test_rearm (Fixture *fixture, gconstpointer data)
{
  Probe probe = { 0 };
  guint n_wakes = 0;

  arm (fixture, &probe, 75000);
  for (guint i = 0; i < 1000; i++)
    {
      n_wakes += run_for (fixture, 1000);
      arm (fixture, &probe, 75000);
    }
  g_assert_cmpuint (probe.n_fired, ==, 0);
  g_assert_cmpuint (n_wakes, <=, 20);

  /* For an earlier time it moves at once. */
  arm (fixture, &probe, 200);
  run_for (fixture, 400);
  g_assert_cmpuint (probe.n_fired, ==, 1);
}

static void
test_pause (Fixture *fixture, gconstpointer data)
{
  Probe probe = { 0 };

  arm (fixture, &probe, 1000);
  aiohttp_timer_pause (&probe.timer);
  g_assert_false (aiohttp_timer_is_armed (&probe.timer));
  arm (fixture, &probe, 2000);
  aiohttp_timer_pause (&probe.timer);
  g_assert_cmpuint (run_for (fixture, 5000), ==, 1);
  g_assert_cmpuint (probe.n_fired, ==, 0);
  g_assert_cmpint (aiohttp_timer_wheel_get_next (&fixture->wheel), ==, -1);

  arm (fixture, &probe, 1000);
  run_for (fixture, 2000);
  g_assert_cmpuint (probe.n_fired, ==, 1);
  aiohttp_timer_pause (&probe.timer);
}

/* After a suspend all that was due fires in one go, and nothing else. */
static void
test_suspend (Fixture *fixture, gconstpointer data)
{
  Probe probes[4] = { 0 };

  arm (fixture, &probes[0], 300);
  arm (fixture, &probes[1], 30000);
  arm (fixture, &probes[2], 300000);
  arm (fixture, &probes[3], 30000000);
  fixture->time += 3600 * 1000 * MS;
  aiohttp_timer_wheel_advance (&fixture->wheel);
  g_assert_cmpuint (probes[0].n_fired, ==, 1);
  g_assert_cmpuint (probes[1].n_fired, ==, 1);
  g_assert_cmpuint (probes[2].n_fired, ==, 1);
  g_assert_cmpuint (probes[3].n_fired, ==, 0);
  run_for (fixture, 30000000);
  g_assert_cmpuint (probes[3].n_fired, ==, 1);
}

/* What is armed long after the last look at the wheel counts from then. */
static void
test_arm_late (Fixture *fixture, gconstpointer data)
{
  Probe far = { 0 }, near = { 0 };

  arm (fixture, &far, 75000);
  fixture->time += 60123 * MS;
  arm (fixture, &near, 500);
  run_for (fixture, 1000);
  g_assert_cmpuint (near.n_fired, ==, 1);
  g_assert_cmpint (near.fired_at - near.armed_for, >=, 0);
  g_assert_cmpint (near.fired_at - near.armed_for, <, 100 * MS);
  run_for (fixture, 20000);
  g_assert_cmpuint (far.n_fired, ==, 1);
}

typedef struct
{
  AiohttpTimer timer;
  Fixture *fixture;
  AiohttpTimer *victims[2];
  guint n_fired;
} Killer;

static void
on_killer (gpointer data)
{
  Killer *killer = data;

  killer->n_fired++;
  for (guint i = 0; i < G_N_ELEMENTS (killer->victims); i++)
    if (killer->victims[i] != NULL)
      {
        aiohttp_timer_disarm (killer->victims[i]);
        g_clear_pointer (&killer->victims[i], g_free);
      }
  if (killer->n_fired == 1)
    aiohttp_timer_arm (&killer->fixture->wheel, &killer->timer, 0);
}

static void
unexpected (gpointer data)
{
  g_assert_not_reached ();
}

static void
test_free_in_callback (Fixture *fixture, gconstpointer data)
{
  Killer killer = { .fixture = fixture };

  for (guint i = 0; i < 2; i++)
    {
      killer.victims[i] = g_new (AiohttpTimer, 1);
      aiohttp_timer_init (killer.victims[i], unexpected, NULL);
    }
  /* Whatever the order in which one slot fires, the victims come after the killer: by one step, or by their place. */
  aiohttp_timer_init (&killer.timer, on_killer, &killer);
  aiohttp_timer_arm (&fixture->wheel, &killer.timer, 500);
  aiohttp_timer_arm (&fixture->wheel, killer.victims[0], 600);
  aiohttp_timer_arm (&fixture->wheel, killer.victims[1], 20000);
  fixture->time += 30000 * MS;
  aiohttp_timer_wheel_advance (&fixture->wheel);
  g_assert_cmpuint (killer.n_fired, >=, 1);
  run_for (fixture, 1000);
  g_assert_cmpuint (killer.n_fired, ==, 2);
}

static void
on_advance_again (gpointer data)
{
  Killer *killer = data;

  killer->n_fired++;
  aiohttp_timer_wheel_get_next (&killer->fixture->wheel);
  aiohttp_timer_wheel_advance (&killer->fixture->wheel);
}

static void
test_nested (Fixture *fixture, gconstpointer data)
{
  Killer killers[5] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (killers); i++)
    {
      killers[i].fixture = fixture;
      aiohttp_timer_init (&killers[i].timer, on_advance_again, &killers[i]);
      aiohttp_timer_arm (&fixture->wheel, &killers[i].timer, i < 3 ? 500 : 2000);
    }
  fixture->time += 10000 * MS;
  aiohttp_timer_wheel_advance (&fixture->wheel);
  for (guint i = 0; i < G_N_ELEMENTS (killers); i++)
    g_assert_cmpuint (killers[i].n_fired, ==, 1);
  g_assert_cmpint (aiohttp_timer_wheel_get_next (&fixture->wheel), ==, -1);
}

/* Random arming, pausing, disarming and sleeping against the plain rule: fires once, at its time or a step later. */
static void
test_random (Fixture *fixture, gconstpointer data)
{
  g_autofree Probe *probes = g_new0 (Probe, 200);
  g_autoptr (GRand) rand = g_rand_new_with_seed (2024);

  for (guint i = 0; i < 20000; i++)
    {
      Probe *probe = &probes[g_rand_int_range (rand, 0, 200)];
      guint delay = 1u << g_rand_int_range (rand, 0, 18);

      switch (g_rand_int_range (rand, 0, 5))
        {
        case 0:
        case 1:
        case 2:
          arm (fixture, probe, g_rand_int_range (rand, 0, delay));
          break;
        case 3:
          if (probe->fixture != NULL)
            aiohttp_timer_pause (&probe->timer);
          break;
        default:
          if (probe->fixture != NULL)
            aiohttp_timer_disarm (&probe->timer);
          break;
        }
      run_for (fixture, g_rand_int_range (rand, 0, 400));
      for (guint j = 0; j < 200; j++)
        {
          if (probes[j].fixture != NULL && aiohttp_timer_is_armed (&probes[j].timer))
            g_assert_cmpint (fixture->time, <=, probes[j].armed_for + 1100 * MS);
          if (probes[j].fixture != NULL && probes[j].fired_at != -1)
            g_assert_cmpint (probes[j].fired_at, >=, probes[j].armed_for);
        }
    }
  for (guint j = 0; j < 200; j++)
    if (probes[j].fixture != NULL)
      aiohttp_timer_disarm (&probes[j].timer);
  g_assert_cmpint (aiohttp_timer_wheel_get_next (&fixture->wheel), ==, -1);
}

static void
test_boottime (void)
{
  AiohttpTimerWheel *wheel = g_new (AiohttpTimerWheel, 1);
  gint64 now;

  aiohttp_timer_wheel_init (wheel, NULL, NULL);
  now = aiohttp_timer_wheel_freeze (wheel);
  g_assert_cmpint (now, >, 0);
  g_usleep (2000);
  g_assert_cmpint (aiohttp_timer_wheel_now (wheel), ==, now);
  aiohttp_timer_wheel_thaw (wheel);
  g_assert_cmpint (aiohttp_timer_wheel_now (wheel), >=, now + 2000);
  aiohttp_timer_wheel_clear (wheel);
  g_free (wheel);
}

#define ADD(path, func) g_test_add ("/timer-wheel/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("precision", test_precision);
  ADD ("empty-sleeps", test_empty_sleeps);
  ADD ("rearm", test_rearm);
  ADD ("pause", test_pause);
  ADD ("suspend", test_suspend);
  ADD ("arm-late", test_arm_late);
  ADD ("free-in-callback", test_free_in_callback);
  ADD ("nested", test_nested);
  ADD ("random", test_random);
  g_test_add_func ("/timer-wheel/boottime", test_boottime);

  return g_test_run ();
}
