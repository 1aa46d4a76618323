/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "sync-line.h"

typedef struct
{
  AiohttpCondition *condition;
  char name[2];
} User;

/* Holds the lock whatever comes of the wait. */
static gboolean
wait_once (GValue *result, gpointer user_data, GError **error)
{
  User *user = user_data;
  gboolean ok;

  if (!aiohttp_condition_acquire (user->condition, error))
    return FALSE;
  ok = aiohttp_condition_wait (user->condition, error);
  g_assert_true (aiohttp_condition_is_locked (user->condition));
  if (ok)
    trace_add (user->name);
  g_assert_true (aiohttp_condition_release (user->condition, NULL));
  return ok;
}

static AiohttpTask *
spawn_user (AiohttpCondition *condition, char name)
{
  User *user = g_new0 (User, 1);

  *user = (User){ condition, { name, '\0' } };
  return aiohttp_spawn (wait_once, user, g_free);
}

static gboolean
test_notify (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  g_autoptr (AiohttpCondition) condition = aiohttp_condition_new (lock);
  AiohttpTask *tasks[5];

  g_assert_true (aiohttp_condition_get_lock (condition) == lock);
  trace_start ();
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    tasks[i] = spawn_user (condition, (char) ('a' + i));
  settle ();

  g_assert_true (aiohttp_condition_acquire (condition, error));
  g_assert_true (aiohttp_condition_notify (condition, 1, error));
  settle ();
  trace_assert (""); /* the lock is held */
  g_assert_true (aiohttp_condition_release (condition, error));
  settle ();
  trace_assert ("a");

  g_assert_true (aiohttp_condition_acquire (condition, error));
  g_assert_true (aiohttp_condition_notify_some (condition, 2, error));
  g_assert_true (aiohttp_condition_release (condition, error));
  settle ();
  trace_assert ("a b c");

  g_assert_true (aiohttp_condition_acquire (condition, error));
  g_assert_true (aiohttp_condition_notify_all (condition, error));
  g_assert_true (aiohttp_condition_release (condition, error));
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    g_assert_true (join (tasks[i]));
  trace_assert ("a b c d e");
  return TRUE;
}

static gboolean
test_unlocked (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpCondition) condition = aiohttp_condition_new (NULL);
  g_autoptr (GAsyncResult) call = NULL;
  g_autoptr (GError) local_error = NULL;

  g_assert_false (aiohttp_condition_wait (condition, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&local_error);
  g_assert_false (aiohttp_condition_notify (condition, 1, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&local_error);
  g_assert_false (aiohttp_condition_notify_all (condition, NULL));
  aiohttp_condition_wait_async (condition, NULL, keep_result, &call);
  settle ();
  g_assert_false (aiohttp_condition_wait_finish (condition, call, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  return TRUE;
}

static gboolean
test_cancel_waiting (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpCondition) condition = aiohttp_condition_new (NULL);
  AiohttpTask *a = spawn_user (condition, 'a');

  trace_start ();
  settle ();
  g_assert_true (aiohttp_condition_acquire (condition, error));
  aiohttp_task_cancel (a);
  settle ();
  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (a))); /* it wants the lock first */
  g_assert_true (aiohttp_condition_release (condition, error));
  join_cancelled (a);
  trace_assert ("");
  return TRUE;
}

/* Cancelled when notified, before or after, or while it waits for the lock: the notification passes on. */
static gboolean
test_cancel_at_wake_up (GValue *result, gpointer user_data, GError **error)
{
  for (guint moment = 0; moment < 3; moment++)
    for (guint as_call = 0; as_call < 2; as_call++)
      {
        g_autoptr (AiohttpCondition) condition = aiohttp_condition_new (NULL);
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (GAsyncResult) call = NULL;
        g_autoptr (GError) local_error = NULL;
        AiohttpTask *a = NULL, *b;

        trace_start ();
        if (as_call)
          {
            g_assert_true (aiohttp_condition_acquire (condition, error));
            aiohttp_condition_wait_async (condition, cancellable, keep_result, &call);
          }
        else
          a = spawn_user (condition, 'a');
        settle ();
        b = spawn_user (condition, 'b');
        settle ();
        g_assert_true (aiohttp_condition_acquire (condition, error));
        for (guint step = 0; step < 3; step++)
          {
            if (step == 1)
              g_assert_true (aiohttp_condition_notify (condition, 1, error));
            if (step == 2 && moment == 2)
              settle ();
            if (step == moment && as_call)
              g_cancellable_cancel (cancellable);
            else if (step == moment)
              aiohttp_task_cancel (a);
          }
        g_assert_true (aiohttp_condition_release (condition, error));
        settle ();
        if (as_call)
          {
            g_assert_false (aiohttp_condition_wait_finish (condition, call, &local_error));
            assert_cancelled (&local_error);
            g_assert_true (aiohttp_condition_release (condition, error)); /* held all the same */
          }
        else
          join_cancelled (a);
        g_assert_true (join (b));
        trace_assert ("b");
        g_assert_false (aiohttp_condition_is_locked (condition));
      }
  return TRUE;
}

static gboolean
is_three (gpointer user_data)
{
  return *(guint *) user_data == 3;
}

static gboolean
count_up (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpCondition) condition = g_object_ref (g_object_get_data (user_data, "condition"));
  guint *count = g_object_get_data (user_data, "count");

  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (aiohttp_condition_acquire (condition, error));
      ++*count;
      g_assert_true (aiohttp_condition_notify_all (condition, error));
      g_assert_true (aiohttp_condition_release (condition, error));
      settle ();
    }
  return TRUE;
}

static gboolean
test_wait_until (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpCondition) condition = aiohttp_condition_new (NULL);
  g_autoptr (GObject) both = g_object_new (G_TYPE_OBJECT, NULL);
  guint count = 0;
  AiohttpTask *task;

  g_object_set_data (both, "condition", condition);
  g_object_set_data (both, "count", &count);
  g_assert_true (aiohttp_condition_acquire (condition, error));
  task = aiohttp_spawn (count_up, both, NULL);
  g_assert_true (aiohttp_condition_wait_until (condition, is_three, &count, error));
  g_assert_cmpuint (count, ==, 3);
  g_assert_true (aiohttp_condition_wait_until (condition, is_three, &count, error));
  g_assert_true (aiohttp_condition_release (condition, error));
  g_assert_true (join (task));
  return TRUE;
}

static void
test_async (void)
{
  AiohttpCondition *condition = aiohttp_condition_new (NULL);
  g_autoptr (GAsyncResult) first = NULL, second = NULL, third = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_condition_acquire_async (condition, NULL, keep_result, &first);
  aiohttp_condition_acquire_async (condition, NULL, keep_result, &second);
  while (first == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (aiohttp_condition_acquire_finish (condition, first, &error));
  g_assert_null (second);
  aiohttp_condition_wait_async (condition, NULL, keep_result, &third); /* gives the lock to the second */
  while (second == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (aiohttp_condition_acquire_finish (condition, second, &error));
  g_assert_true (aiohttp_condition_notify (condition, 1, &error));
  g_assert_true (aiohttp_condition_release (condition, &error));
  while (third == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (aiohttp_condition_wait_finish (condition, third, &error));
  g_assert_true (aiohttp_condition_is_locked (condition));
  g_assert_no_error (error);
  g_clear_object (&first);
  g_clear_object (&second);
  g_clear_object (&third);
  g_assert_finalize_object (condition);
}

static gboolean
test_many (GValue *result, gpointer user_data, GError **error)
{
  enum
  {
    N = 2000
  };
  g_autoptr (AiohttpCondition) condition = aiohttp_condition_new (NULL);
  AiohttpTask *tasks[N];

  trace_start ();
  for (guint i = 0; i < N; i++)
    tasks[i] = spawn_user (condition, (char) ('a' + i % 26));
  settle ();
  g_assert_true (aiohttp_condition_acquire (condition, error));
  g_assert_true (aiohttp_condition_notify_all (condition, error));
  g_assert_true (aiohttp_condition_release (condition, error));
  for (guint i = 0; i < N; i++)
    g_assert_true (join (tasks[i]));
  for (guint i = 0; i < N; i++)
    g_assert_cmpint (trace->str[2 * i], ==, 'a' + i % 26);
  return TRUE;
}

static gpointer
use_in_thread (gpointer condition)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_condition_notify (condition, 1, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);
  return NULL;
}

static gboolean
test_wrong_thread (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpCondition) condition = aiohttp_condition_new (NULL);

  g_assert_true (aiohttp_condition_acquire (condition, error));
  g_assert_true (aiohttp_condition_notify (condition, 1, error));
  in_thread (use_in_thread, condition);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/condition/notify", test_notify, NULL);
  aiohttp_test_add_coroutine ("/condition/unlocked", test_unlocked, NULL);
  aiohttp_test_add_coroutine ("/condition/cancel/waiting", test_cancel_waiting, NULL);
  aiohttp_test_add_coroutine ("/condition/cancel/at-wake-up", test_cancel_at_wake_up, NULL);
  aiohttp_test_add_coroutine ("/condition/wait-until", test_wait_until, NULL);
  g_test_add_func ("/condition/async", test_async);
  aiohttp_test_add_coroutine ("/condition/many", test_many, NULL);
  aiohttp_test_add_coroutine ("/condition/wrong-thread", test_wrong_thread, NULL);
  return g_test_run ();
}
