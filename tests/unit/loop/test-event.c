/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "sync-line.h"

#include "expect-log.h"

static gboolean
wait_for_event (GValue *result, gpointer user_data, GError **error)
{
  if (!aiohttp_event_wait (user_data, error))
    return FALSE;
  trace_add (aiohttp_event_is_set (user_data) ? "set" : "clear");
  return TRUE;
}

static gboolean
test_set (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpEvent) event = aiohttp_event_new ();
  g_autoptr (GAsyncResult) call = NULL;
  AiohttpTask *a = aiohttp_spawn (wait_for_event, event, NULL);
  AiohttpTask *b;

  trace_start ();
  g_assert_false (aiohttp_event_is_set (event));
  settle ();
  aiohttp_event_wait_async (event, NULL, keep_result, &call);
  b = aiohttp_spawn (wait_for_event, event, NULL);
  settle ();
  trace_assert ("");

  aiohttp_event_set (event);
  aiohttp_event_set_flag (event);
  g_assert_null (call);
  g_assert_true (aiohttp_event_wait (event, error));
  g_assert_true (join (a) && join (b));
  g_assert_true (aiohttp_event_wait_finish (event, call, error));
  trace_assert ("set set");
  return TRUE;
}

/* Who was woken goes on, though the event is cleared before his turn; who comes after it waits. */
static gboolean
test_clear (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpEvent) event = aiohttp_event_new ();
  AiohttpTask *a = aiohttp_spawn (wait_for_event, event, NULL);
  AiohttpTask *b;

  trace_start ();
  settle ();
  aiohttp_event_set (event);
  aiohttp_event_clear (event);
  b = aiohttp_spawn (wait_for_event, event, NULL);
  g_assert_true (join (a));
  settle ();
  trace_assert ("clear");
  aiohttp_event_set (event);
  g_assert_true (join (b));
  trace_assert ("clear set");
  return TRUE;
}

static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  for (guint moment = 0; moment < 3; moment++)
    {
      g_autoptr (AiohttpEvent) event = aiohttp_event_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) call = NULL;
      g_autoptr (GError) local_error = NULL;
      AiohttpTask *a = aiohttp_spawn (wait_for_event, event, NULL);
      AiohttpTask *b = aiohttp_spawn (wait_for_event, event, NULL);

      trace_start ();
      aiohttp_event_wait_async (event, cancellable, keep_result, &call);
      settle ();
      if (moment == 2)
        aiohttp_event_set (event);
      aiohttp_task_cancel (a);
      g_cancellable_cancel (cancellable);
      if (moment == 1)
        aiohttp_event_set (event);
      join_cancelled (a);
      settle ();
      g_assert_false (aiohttp_event_wait_finish (event, call, &local_error));
      assert_cancelled (&local_error);
      aiohttp_event_set (event);
      g_assert_true (join (b));
      trace_assert ("set");
    }
  return TRUE;
}

static void
test_async (void)
{
  AiohttpEvent *event = aiohttp_event_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_event_set (event);
  aiohttp_event_wait_async (event, cancellable, keep_result, &result);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (aiohttp_event_wait_finish (event, result, &error));
  g_clear_object (&result);
  g_assert_finalize_object (event);
}

static gboolean
test_many (GValue *result, gpointer user_data, GError **error)
{
  enum
  {
    N = 3000
  };
  g_autoptr (AiohttpEvent) event = aiohttp_event_new ();
  AiohttpTask *tasks[N];

  trace_start ();
  for (guint i = 0; i < N; i++)
    tasks[i] = aiohttp_spawn (wait_for_event, event, NULL);
  settle ();
  aiohttp_event_set (event);
  for (guint i = 0; i < N; i++)
    g_assert_true (join (tasks[i]));
  g_assert_cmpuint (trace->len, ==, N * 4 - 1);
  return TRUE;
}

static gpointer
use_in_thread (gpointer event)
{
  expect_log (G_LOG_LEVEL_CRITICAL, "aiohttp_event_set() was called in another thread*");
  aiohttp_event_set (event);
  expect_log_assert ();
  expect_log (G_LOG_LEVEL_CRITICAL, "aiohttp_event_clear() was called in another thread*");
  aiohttp_event_clear (event);
  expect_log_assert ();
  return NULL;
}

static void
test_wrong_thread (void)
{
  g_autoptr (AiohttpEvent) event = aiohttp_event_new ();

  aiohttp_event_clear (event);
  in_thread (use_in_thread, event);
  g_assert_false (aiohttp_event_is_set (event));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  aiohttp_test_add_coroutine ("/event/set", test_set, NULL);
  aiohttp_test_add_coroutine ("/event/clear", test_clear, NULL);
  aiohttp_test_add_coroutine ("/event/cancel", test_cancel, NULL);
  g_test_add_func ("/event/async", test_async);
  aiohttp_test_add_coroutine ("/event/many", test_many, NULL);
  g_test_add_func ("/event/wrong-thread", test_wrong_thread);
  return g_test_run ();
}
