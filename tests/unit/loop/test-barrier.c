/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "sync-line.h"

static gboolean
pass_barrier (GValue *result, gpointer user_data, GError **error)
{
  gssize index = aiohttp_barrier_wait (user_data, error);
  g_autofree char *text = g_strdup_printf ("%" G_GSSIZE_FORMAT, index);

  if (index >= 0)
    trace_add (text);
  return index >= 0;
}

static void
join_broken (AiohttpTask *task)
{
  g_autoptr (AiohttpTask) joined = task;
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (joined), &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_BROKEN_BARRIER);
}

static gboolean
test_rounds (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpBarrier) barrier = aiohttp_barrier_new (3);
  AiohttpTask *tasks[9];

  g_assert_cmpuint (aiohttp_barrier_get_parties (barrier), ==, 3);
  trace_start ();
  for (guint i = 0; i < 2; i++)
    tasks[i] = aiohttp_spawn (pass_barrier, barrier, NULL);
  settle ();
  g_assert_cmpuint (aiohttp_barrier_get_n_waiting (barrier), ==, 2);
  trace_assert ("");
  for (guint i = 2; i < 9; i++)
    tasks[i] = aiohttp_spawn (pass_barrier, barrier, NULL);
  for (guint i = 0; i < 9; i++)
    g_assert_true (join (tasks[i]));
  /* The last to arrive is the first to go on. */
  trace_assert ("2 0 1 2 0 1 2 0 1");
  g_assert_cmpuint (aiohttp_barrier_get_n_waiting (barrier), ==, 0);
  return TRUE;
}

static gboolean
test_alone (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpBarrier) barrier = aiohttp_barrier_new (1);

  g_assert_cmpint (aiohttp_barrier_wait (barrier, error), ==, 0);
  g_assert_cmpint (aiohttp_barrier_wait (barrier, error), ==, 0);
  return TRUE;
}

static gboolean
test_mixed (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpBarrier) barrier = aiohttp_barrier_new (3);
  g_autoptr (GAsyncResult) first = NULL, second = NULL;

  aiohttp_barrier_wait_async (barrier, NULL, keep_result, &first);
  aiohttp_barrier_wait_async (barrier, NULL, keep_result, &second);
  settle ();
  g_assert_null (first);
  g_assert_cmpint (aiohttp_barrier_wait (barrier, error), ==, 2);
  settle ();
  g_assert_cmpint (aiohttp_barrier_wait_finish (barrier, first, error), ==, 0);
  g_assert_cmpint (aiohttp_barrier_wait_finish (barrier, second, error), ==, 1);
  return TRUE;
}

/* Who is cancelled before the barrier is complete has not arrived; at the moment when it is, the others go on. */
static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpBarrier) barrier = aiohttp_barrier_new (2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) call = NULL;
  g_autoptr (GError) local_error = NULL;
  AiohttpTask *a = aiohttp_spawn (pass_barrier, barrier, NULL);

  trace_start ();
  settle ();
  aiohttp_task_cancel (a);
  join_cancelled (a);
  g_assert_cmpuint (aiohttp_barrier_get_n_waiting (barrier), ==, 0);

  aiohttp_barrier_wait_async (barrier, cancellable, keep_result, &call);
  settle ();
  g_assert_cmpuint (aiohttp_barrier_get_n_waiting (barrier), ==, 1);
  g_assert_cmpint (aiohttp_barrier_wait (barrier, error), ==, 1);
  g_cancellable_cancel (cancellable);
  settle ();
  g_assert_cmpint (aiohttp_barrier_wait_finish (barrier, call, &local_error), ==, -1);
  assert_cancelled (&local_error);

  a = aiohttp_spawn (pass_barrier, barrier, NULL);
  settle ();
  g_assert_cmpint (aiohttp_barrier_wait (barrier, error), ==, 1);
  aiohttp_task_cancel (a);
  join_cancelled (a);
  a = aiohttp_spawn (pass_barrier, barrier, NULL);
  settle ();
  g_assert_cmpint (aiohttp_barrier_wait (barrier, error), ==, 1);
  g_assert_true (join (a));
  trace_assert ("0");
  return TRUE;
}

static gboolean
test_abort (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpBarrier) barrier = aiohttp_barrier_new (3);
  g_autoptr (GError) local_error = NULL;
  AiohttpTask *a = aiohttp_spawn (pass_barrier, barrier, NULL);
  AiohttpTask *b = aiohttp_spawn (pass_barrier, barrier, NULL);

  trace_start ();
  settle ();
  aiohttp_barrier_abort (barrier);
  g_assert_true (aiohttp_barrier_is_broken (barrier));
  join_broken (a);
  join_broken (b);
  g_assert_cmpint (aiohttp_barrier_wait (barrier, &local_error), ==, -1);
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_BROKEN_BARRIER);

  aiohttp_barrier_reset (barrier);
  g_assert_false (aiohttp_barrier_is_broken (barrier));
  a = aiohttp_spawn (pass_barrier, barrier, NULL);
  b = aiohttp_spawn (pass_barrier, barrier, NULL);
  g_assert_true (join (aiohttp_spawn (pass_barrier, barrier, NULL)));
  g_assert_true (join (a) && join (b));
  trace_assert ("2 0 1");
  return TRUE;
}

static gboolean
test_reset (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpBarrier) barrier = aiohttp_barrier_new (2);
  AiohttpTask *a = aiohttp_spawn (pass_barrier, barrier, NULL);
  AiohttpTask *b;

  trace_start ();
  settle ();
  aiohttp_barrier_reset (barrier);
  /* Who arrives while the others are on their way out is of the next round. */
  b = aiohttp_spawn (pass_barrier, barrier, NULL);
  join_broken (a);
  settle ();
  g_assert_cmpuint (aiohttp_barrier_get_n_waiting (barrier), ==, 1);
  g_assert_cmpint (aiohttp_barrier_wait (barrier, error), ==, 1);
  g_assert_true (join (b));
  return TRUE;
}

static gboolean
test_many (GValue *result, gpointer user_data, GError **error)
{
  enum
  {
    N = 3000,
    PARTIES = 7
  };
  g_autoptr (AiohttpBarrier) barrier = aiohttp_barrier_new (PARTIES);
  AiohttpTask *tasks[N];

  trace_start ();
  for (guint i = 0; i < N; i++)
    tasks[i] = aiohttp_spawn (pass_barrier, barrier, NULL);
  for (guint i = 0; i < N / PARTIES * PARTIES; i++)
    g_assert_true (join (tasks[i]));
  settle ();
  g_assert_cmpuint (aiohttp_barrier_get_n_waiting (barrier), ==, N % PARTIES);
  aiohttp_barrier_abort (barrier);
  for (guint i = N / PARTIES * PARTIES; i < N; i++)
    join_broken (tasks[i]);
  return TRUE;
}

static gpointer
use_in_thread (gpointer barrier)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (context);
  aiohttp_barrier_wait_async (barrier, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpint (aiohttp_barrier_wait_finish (barrier, result, &error), ==, -1);
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static gboolean
test_wrong_thread (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpBarrier) barrier = aiohttp_barrier_new (1);

  g_assert_cmpint (aiohttp_barrier_wait (barrier, error), ==, 0);
  in_thread (use_in_thread, barrier);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/barrier/rounds", test_rounds, NULL);
  aiohttp_test_add_coroutine ("/barrier/alone", test_alone, NULL);
  aiohttp_test_add_coroutine ("/barrier/mixed", test_mixed, NULL);
  aiohttp_test_add_coroutine ("/barrier/cancel", test_cancel, NULL);
  aiohttp_test_add_coroutine ("/barrier/abort", test_abort, NULL);
  aiohttp_test_add_coroutine ("/barrier/reset", test_reset, NULL);
  aiohttp_test_add_coroutine ("/barrier/many", test_many, NULL);
  aiohttp_test_add_coroutine ("/barrier/wrong-thread", test_wrong_thread, NULL);
  return g_test_run ();
}
