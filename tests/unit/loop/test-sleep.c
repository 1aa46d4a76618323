/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-event-loop-private.h"
#include "aiohttp.h"

#include <math.h>

static gboolean
test_time (GValue *result, gpointer user_data, GError **error)
{
  gint64 start = g_get_monotonic_time ();

  g_assert_true (aiohttp_sleep (0.02, error));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 20000);
  g_assert_true (aiohttp_sleep (0, error));
  g_assert_true (aiohttp_sleep (-1, error));
  g_assert_true (aiohttp_sleep (NAN, error));
  return TRUE;
}

static gboolean
append (GValue *result, gpointer user_data, GError **error)
{
  GString *trace = user_data;

  for (int i = 0; i < 3; i++)
    {
      g_string_append_c (trace, (char) ('a' + i));
      if (!aiohttp_sleep (0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
test_zero (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GString) trace = g_string_new (NULL);
  AiohttpFuture *tasks[2];

  tasks[0] = AIOHTTP_FUTURE (aiohttp_spawn (append, trace, NULL));
  tasks[1] = AIOHTTP_FUTURE (aiohttp_spawn (append, trace, NULL));
  g_assert_true (aiohttp_gather ((GAsyncResult **) tasks, 2, FALSE, error));
  g_assert_cmpstr (trace->str, ==, "aabbcc");
  g_object_unref (tasks[0]);
  g_object_unref (tasks[1]);
  return TRUE;
}

static gboolean
sleep_long (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_sleep (G_MAXDOUBLE, error);
}

static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (sleep_long, NULL, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0.001, error));
  aiohttp_task_cancel (task);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return TRUE;
}

static void
on_slept (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **to = data;

  g_assert_null (*to);
  *to = g_object_ref (result);
}

static void
test_async (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_sleep_async (0.001, NULL, on_slept, &result);
  g_assert_null (result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (aiohttp_sleep_finish (result, &error));
}

static void
test_async_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  /* While it sleeps, and before. */
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      aiohttp_sleep_async (100, cancellable, on_slept, &result);
      g_cancellable_cancel (cancellable);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_false (aiohttp_sleep_finish (result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/sleep/time", test_time, NULL);
  aiohttp_test_add_coroutine ("/sleep/zero", test_zero, NULL);
  aiohttp_test_add_coroutine ("/sleep/cancel", test_cancel, NULL);
  g_test_add_func ("/sleep/async", test_async);
  g_test_add_func ("/sleep/async/cancel", test_async_cancel);
  return g_test_run ();
}
