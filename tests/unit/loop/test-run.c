/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-event-loop-private.h"
#include "aiohttp.h"
#include "expect-log.h"

static gboolean
succeed (GValue *result, gpointer user_data, GError **error)
{
  *(gboolean *) user_data = TRUE;
  return aiohttp_sleep (0.001, error);
}

static gboolean
fail (GValue *result, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return FALSE;
}

static void
test_result (void)
{
  g_autoptr (GError) error = NULL;
  gboolean run = FALSE;

  g_assert_true (aiohttp_run (succeed, &run, &error));
  g_assert_no_error (error);
  g_assert_true (run);
  g_assert_false (aiohttp_run (fail, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

static gboolean
run_within (GValue *result, gpointer user_data, GError **error)
{
  gboolean run = FALSE;
  g_autoptr (GError) local_error = NULL;

  g_assert_false (aiohttp_run (succeed, &run, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_LOOP_RUNNING);
  return TRUE;
}

static gboolean
run_in_source (gpointer data)
{
  run_within (NULL, NULL, NULL);
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
run_in_destroyed_source (gpointer data)
{
  g_source_destroy (g_main_current_source ());
  return run_in_source (data);
}

static void
test_running (void)
{
  const GSourceFunc funcs[] = { run_in_source, run_in_destroyed_source };

  g_assert_true (aiohttp_run (run_within, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (funcs); i++)
    {
      gboolean done = FALSE;

      g_idle_add (funcs[i], &done);
      while (!done)
        g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
sleep_long (GValue *result, gpointer user_data, GError **error)
{
  gboolean ok = aiohttp_sleep (100, error);

  g_assert_false (ok);
  /* Cleaning up may await, and start what is cancelled in its turn. */
  if (++*(guint *) user_data <= 2)
    g_object_unref (aiohttp_spawn (sleep_long, user_data, NULL));
  aiohttp_sleep (0.001, NULL);
  return FALSE;
}

static gboolean
leave_behind (GValue *result, gpointer user_data, GError **error)
{
  g_object_unref (aiohttp_spawn (sleep_long, user_data, NULL));
  g_object_unref (aiohttp_spawn (sleep_long, user_data, NULL));
  return aiohttp_sleep (0.001, error);
}

static void
test_tasks_cancelled (void)
{
  guint n = 0;

  g_assert_true (aiohttp_run (leave_behind, &n, NULL));
  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpuint (n, <=, 4);
}

typedef struct
{
  guint n_cancels;
  gboolean give_in;
} Stubborn;

static gboolean
ignore_cancels (GValue *result, gpointer user_data, GError **error)
{
  Stubborn *stubborn = user_data;

  while (!stubborn->give_in)
    if (!aiohttp_sleep (100, NULL))
      stubborn->n_cancels++;
  return TRUE;
}

/* After three cancels it is reported and left behind; it may still end later, if its context goes on. */
static void
test_stubborn (void)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);
  Stubborn stubborn = { 0 };
  AiohttpTask *task = aiohttp_spawn (ignore_cancels, &stubborn, NULL);

  aiohttp_event_loop_drain (loop);
  expect_log (G_LOG_LEVEL_WARNING, "*ignored 3 cancels*test-run*");
  g_assert_cmpuint (aiohttp_event_loop_cancel_all (loop, 2000), ==, 1);
  expect_log_assert ();
  g_assert_cmpuint (stubborn.n_cancels, ==, 3);
  g_assert_cmpuint (aiohttp_event_loop_cancel_all (loop, 2000), ==, 0);

  stubborn.give_in = TRUE;
  aiohttp_task_cancel (task);
  aiohttp_event_loop_drain (loop);
  g_assert_finalize_object (task);
}

static gboolean
stop_loop (GValue *result, gpointer user_data, GError **error)
{
  aiohttp_event_loop_stop (aiohttp_get_event_loop (error));
  return aiohttp_sleep (100, error);
}

static void
test_stopped (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_run (stop_loop, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  g_test_add_func ("/run/result", test_result);
  g_test_add_func ("/run/running", test_running);
  g_test_add_func ("/run/tasks-cancelled", test_tasks_cancelled);
  g_test_add_func ("/run/stubborn", test_stubborn);
  g_test_add_func ("/run/stopped", test_stopped);
  return g_test_run ();
}
