/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

static gboolean
nap (GValue *result, gpointer user_data, GError **error)
{
  if (!aiohttp_sleep (GPOINTER_TO_INT (user_data) / 1000.0, error))
    return FALSE;
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, 42);
  return TRUE;
}

static gboolean
wait_shielded (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) shielded = aiohttp_shield (user_data);

  return aiohttp_future_await (shielded, error);
}

static gboolean
test_outcome (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (nap, GINT_TO_POINTER (1), NULL);
  g_autoptr (AiohttpFuture) shielded = aiohttp_shield (G_ASYNC_RESULT (task));
  g_autoptr (AiohttpFuture) late = NULL;
  g_autoptr (AiohttpFuture) failing = aiohttp_future_new ();
  g_autoptr (AiohttpFuture) failed = aiohttp_shield (G_ASYNC_RESULT (failing));
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_future_await (shielded, error));
  g_assert_cmpint (aiohttp_future_propagate_int64 (shielded, error), ==, 42);
  late = aiohttp_shield (G_ASYNC_RESULT (task));
  g_assert_true (late == AIOHTTP_FUTURE (task));
  aiohttp_future_take_error (failing, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy"));
  g_assert_false (aiohttp_future_await (failed, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  return TRUE;
}

/* The wait ends, the task does not. */
static gboolean
test_cancel_outer (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) inner = aiohttp_spawn (nap, GINT_TO_POINTER (50000), NULL);
  g_autoptr (AiohttpTask) outer = aiohttp_spawn (wait_shielded, inner, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0, error));
  aiohttp_task_cancel (outer);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (outer), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (inner)));
  g_assert_cmpuint (aiohttp_task_get_cancelling (inner), ==, 0);
  return aiohttp_task_cancel (inner);
}

static gboolean
test_cancel_inner (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) inner = aiohttp_spawn (nap, GINT_TO_POINTER (50000), NULL);
  g_autoptr (AiohttpTask) outer = aiohttp_spawn (wait_shielded, inner, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0, error));
  aiohttp_task_cancel (inner);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (outer), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return TRUE;
}

/* A timeout over it leaves the task alone, too. */
static gboolean
test_wait_for (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) inner = aiohttp_spawn (nap, GINT_TO_POINTER (20), NULL);
  g_autoptr (AiohttpFuture) shielded = aiohttp_shield (G_ASYNC_RESULT (inner));
  g_autoptr (GError) local_error = NULL;

  g_assert_false (aiohttp_wait_for (G_ASYNC_RESULT (shielded), 0.001, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  return aiohttp_future_await (AIOHTTP_FUTURE (inner), error);
}

static gboolean
return_int (gpointer data)
{
  g_task_return_int (data, 7);
  return G_SOURCE_REMOVE;
}

static gboolean
test_gtask (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, NULL, NULL);
  g_autoptr (AiohttpFuture) shielded = aiohttp_shield (G_ASYNC_RESULT (task));
  g_autoptr (AiohttpFuture) dropped = aiohttp_shield (G_ASYNC_RESULT (task));

  aiohttp_future_cancel (dropped);
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  g_idle_add (return_int, task);
  g_assert_true (aiohttp_future_await (shielded, error));
  g_assert_cmpint (g_task_propagate_int (G_TASK (aiohttp_future_get_result (shielded)), error), ==, 7);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/shield/outcome", test_outcome, NULL);
  aiohttp_test_add_coroutine ("/shield/cancel-outer", test_cancel_outer, NULL);
  aiohttp_test_add_coroutine ("/shield/cancel-inner", test_cancel_inner, NULL);
  aiohttp_test_add_coroutine ("/shield/wait-for", test_wait_for, NULL);
  aiohttp_test_add_coroutine ("/shield/gtask", test_gtask, NULL);
  return g_test_run ();
}
