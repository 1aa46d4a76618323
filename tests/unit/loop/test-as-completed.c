/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

static gboolean
nap (GValue *result, gpointer user_data, GError **error)
{
  int ms = GPOINTER_TO_INT (user_data);

  if (!aiohttp_sleep (ms / 1000.0, error))
    return FALSE;
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, ms);
  return TRUE;
}

static GAsyncResult *
spawn (int ms)
{
  return G_ASYNC_RESULT (aiohttp_spawn (nap, GINT_TO_POINTER (ms), NULL));
}

/* Those done in one step come in the order in which they were done. */
static gboolean
test_order (GValue *result, gpointer user_data, GError **error)
{
  AiohttpFuture *futures[] = { aiohttp_future_new (), aiohttp_future_new (), aiohttp_future_new () };
  g_autoptr (AiohttpAsCompleted) completed = aiohttp_as_completed_new ((GAsyncResult **) futures, 3, -1);
  const int order[] = { 2, 0, 1 };
  GError *local_error = NULL;

  g_assert_cmpuint (aiohttp_as_completed_get_n_left (completed), ==, 3);
  aiohttp_future_set_boolean (futures[2], TRUE);
  aiohttp_future_cancel (futures[0]);
  aiohttp_future_take_error (futures[1], g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy"));
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GAsyncResult) next = aiohttp_as_completed_next (completed, error);

      g_assert_true (next == G_ASYNC_RESULT (futures[order[i]]));
    }
  g_assert_null (aiohttp_as_completed_next (completed, &local_error));
  g_assert_no_error (local_error);
  g_assert_cmpuint (aiohttp_as_completed_get_n_left (completed), ==, 0);
  g_assert_true (aiohttp_future_has_error (futures[1])); /* an error that nobody asks for is logged */
  for (int i = 0; i < 3; i++)
    g_assert_finalize_object (futures[i]);
  return TRUE;
}

static gboolean
test_wait (GValue *result, gpointer user_data, GError **error)
{
  GAsyncResult *tasks[] = { spawn (20), spawn (0), spawn (5) };
  g_autoptr (AiohttpAsCompleted) completed = aiohttp_as_completed_new (tasks, 3, 50);
  g_autoptr (AiohttpAsCompleted) empty = aiohttp_as_completed_new (NULL, 0, 0);
  int n = 0;

  for (;;)
    {
      g_autoptr (GAsyncResult) next = aiohttp_as_completed_next (completed, error);

      if (next == NULL)
        break;
      g_assert_true (aiohttp_future_is_done (AIOHTTP_FUTURE (next)));
      n++;
    }
  g_assert_cmpint (n, ==, 3);
  for (int i = 0; i < 3; i++)
    g_object_unref (tasks[i]);
  g_assert_null (aiohttp_as_completed_next (empty, error));
  return error == NULL || *error == NULL;
}

/* What is done in time is given, and the rest runs on. */
static gboolean
test_timeout (GValue *result, gpointer user_data, GError **error)
{
  GAsyncResult *tasks[] = { spawn (50000), spawn (0) };
  g_autoptr (AiohttpAsCompleted) completed = aiohttp_as_completed_new (tasks, 2, 0.3);
  g_autoptr (GAsyncResult) first = NULL;

  g_assert_true (aiohttp_sleep (0.32, error));
  first = aiohttp_as_completed_next (completed, error);
  g_assert_true (first == tasks[1]);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError) local_error = NULL;

      g_assert_null (aiohttp_as_completed_next (completed, &local_error));
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
    }
  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (tasks[0])));
  aiohttp_future_cancel (AIOHTTP_FUTURE (tasks[0]));
  for (int i = 0; i < 2; i++)
    g_object_unref (tasks[i]);
  return TRUE;
}

static gboolean
take_next (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GAsyncResult) next = aiohttp_as_completed_next (user_data, error);

  return next != NULL;
}

/* Whoever is cancelled at the moment when something is done does not take it along. */
static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  AiohttpFuture *future = aiohttp_future_new ();
  g_autoptr (AiohttpAsCompleted) completed = aiohttp_as_completed_new ((GAsyncResult **) &future, 1, -1);
  g_autoptr (AiohttpTask) first = aiohttp_spawn (take_next, completed, NULL);
  g_autoptr (AiohttpTask) second = aiohttp_spawn (take_next, completed, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0, error));
  aiohttp_future_set_boolean (future, TRUE);
  aiohttp_task_cancel (first);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (first), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (second), error));
  g_object_unref (future);
  return TRUE;
}

/* Dropped half-way: the futures are left as they are. */
static gboolean
test_dropped (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  AiohttpAsCompleted *completed = aiohttp_as_completed_new ((GAsyncResult **) &future, 1, 0.001);

  g_assert_finalize_object (completed);
  g_assert_false (aiohttp_future_is_done (future));
  aiohttp_future_set_boolean (future, TRUE);
  return aiohttp_sleep (0.002, error);
}

static void
on_next (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
return_int (gpointer data)
{
  g_task_return_int (data, 7);
  return G_SOURCE_REMOVE;
}

static void
test_async (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  AiohttpAsCompleted *completed = aiohttp_as_completed_new ((GAsyncResult **) &task, 1, -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_idle_add (return_int, task);
  g_cancellable_cancel (cancellable);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GAsyncResult) next = NULL;
      g_autoptr (GError) error = NULL;

      aiohttp_as_completed_next_async (completed, i == 0 ? cancellable : NULL, on_next, &result);
      g_assert_null (result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      next = aiohttp_as_completed_next_finish (completed, result, &error);
      if (i == 0)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_no_error (error);
      g_assert_true (next == (i == 1 ? G_ASYNC_RESULT (task) : NULL));
    }
  g_assert_cmpint (g_task_propagate_int (task, NULL), ==, 7);
  g_assert_finalize_object (completed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/as-completed/order", test_order, NULL);
  aiohttp_test_add_coroutine ("/as-completed/wait", test_wait, NULL);
  aiohttp_test_add_coroutine ("/as-completed/timeout", test_timeout, NULL);
  aiohttp_test_add_coroutine ("/as-completed/cancel", test_cancel, NULL);
  aiohttp_test_add_coroutine ("/as-completed/dropped", test_dropped, NULL);
  g_test_add_func ("/as-completed/async", test_async);
  return g_test_run ();
}
