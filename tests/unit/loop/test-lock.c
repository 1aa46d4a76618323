/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "sync-line.h"

typedef struct
{
  AiohttpLock *lock;
  char name[2];
} User;

static gboolean
use_lock (GValue *result, gpointer user_data, GError **error)
{
  User *user = user_data;

  if (!aiohttp_lock_acquire (user->lock, error))
    return FALSE;
  trace_add (user->name);
  return aiohttp_lock_release (user->lock, error);
}

static AiohttpTask *
spawn_user (AiohttpLock *lock, char name)
{
  User *user = g_new0 (User, 1);

  user->lock = lock;
  user->name[0] = name;
  return aiohttp_spawn (use_lock, user, g_free);
}

static void
on_acquired (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_lock_acquire_finish (AIOHTTP_LOCK (source), result, &error));
  g_assert_true (aiohttp_lock_is_locked (AIOHTTP_LOCK (source)));
  trace_add (data);
  aiohttp_lock_release (AIOHTTP_LOCK (source), &error);
  g_assert_no_error (error);
}

static gboolean
test_free (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  g_autoptr (GError) local_error = NULL;

  g_assert_false (aiohttp_lock_is_locked (lock));
  g_assert_false (aiohttp_lock_release (lock, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_assert_true (aiohttp_lock_acquire (lock, error));
  g_assert_true (aiohttp_lock_is_locked (lock));
  g_assert_false (aiohttp_lock_try_acquire (lock));
  g_assert_true (aiohttp_lock_release (lock, error));
  g_assert_true (aiohttp_lock_try_acquire (lock));
  g_assert_true (aiohttp_lock_release (lock, error));
  g_assert_false (aiohttp_lock_is_locked (lock));
  return TRUE;
}

/* Coroutines and `_async` calls stand in one line, and nobody overtakes. */
static gboolean
test_fifo (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  AiohttpTask *a;
  AiohttpTask *c;

  trace_start ();
  g_assert_true (aiohttp_lock_acquire (lock, error));
  a = spawn_user (lock, 'a');
  settle ();
  aiohttp_lock_acquire_async (lock, NULL, on_acquired, (gpointer) "b");
  c = spawn_user (lock, 'c');
  settle ();
  aiohttp_lock_acquire_async (lock, NULL, on_acquired, (gpointer) "d");
  trace_assert ("");

  g_assert_true (aiohttp_lock_release (lock, error));
  /* On its way to a, the lock is neither held nor to be had. */
  g_assert_false (aiohttp_lock_is_locked (lock));
  g_assert_false (aiohttp_lock_release (lock, NULL));
  g_assert_false (aiohttp_lock_try_acquire (lock));
  g_assert_true (aiohttp_lock_acquire (lock, error));
  trace_add ("self");
  g_assert_true (aiohttp_lock_release (lock, error));
  trace_assert ("a b c d self");
  g_assert_true (join (a) && join (c));
  return TRUE;
}

static gboolean
test_cancel_waiting (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  AiohttpTask *a, *b;

  trace_start ();
  g_assert_true (aiohttp_lock_acquire (lock, error));
  a = spawn_user (lock, 'a');
  b = spawn_user (lock, 'b');
  settle ();
  aiohttp_task_cancel (a);
  join_cancelled (a);
  g_assert_true (aiohttp_lock_release (lock, error));
  g_assert_true (join (b));
  trace_assert ("b");
  return TRUE;
}

/* Cancelled at the moment when it is woken, before or after: the lock passes on. */
static gboolean
test_cancel_at_wake_up (GValue *result, gpointer user_data, GError **error)
{
  for (guint first = 0; first < 2; first++)
    for (guint next_is_call = 0; next_is_call < 2; next_is_call++)
      {
        g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
        AiohttpTask *a, *b = NULL;

        trace_start ();
        g_assert_true (aiohttp_lock_acquire (lock, error));
        a = spawn_user (lock, 'a');
        settle ();
        if (next_is_call)
          aiohttp_lock_acquire_async (lock, NULL, on_acquired, (gpointer) "b");
        else
          b = spawn_user (lock, 'b');
        settle ();
        if (first == 0)
          aiohttp_task_cancel (a);
        g_assert_true (aiohttp_lock_release (lock, error));
        if (first == 1)
          aiohttp_task_cancel (a);
        join_cancelled (a);
        settle ();
        trace_assert ("b");
        g_assert_false (aiohttp_lock_is_locked (lock));
        if (b != NULL)
          g_assert_true (join (b));
      }
  return TRUE;
}

static gboolean
test_cancel_call_at_wake_up (GValue *result, gpointer user_data, GError **error)
{
  for (guint first = 0; first < 2; first++)
    {
      g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) call = NULL;
      g_autoptr (GError) local_error = NULL;
      AiohttpTask *b;

      trace_start ();
      g_assert_true (aiohttp_lock_acquire (lock, error));
      aiohttp_lock_acquire_async (lock, cancellable, keep_result, &call);
      b = spawn_user (lock, 'b');
      settle ();
      if (first == 0)
        g_cancellable_cancel (cancellable);
      g_assert_true (aiohttp_lock_release (lock, error));
      if (first == 1)
        g_cancellable_cancel (cancellable);
      settle ();
      g_assert_nonnull (call);
      g_assert_false (aiohttp_lock_acquire_finish (lock, call, &local_error));
      assert_cancelled (&local_error);
      trace_assert ("b");
      g_assert_true (join (b));
    }
  return TRUE;
}

/* A lock that was handed over is delivered, even if the cancel comes before the callback. */
static void
test_cancel_before_callback (void)
{
  AiohttpLock *lock = aiohttp_lock_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_lock_acquire_async (lock, cancellable, keep_result, &result);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (aiohttp_lock_acquire_finish (lock, result, &error));
  g_clear_object (&result);

  /* One that is cancelled beforehand takes nothing. */
  aiohttp_lock_release (lock, NULL);
  aiohttp_lock_acquire_async (lock, cancellable, keep_result, &result);
  g_assert_false (aiohttp_lock_is_locked (lock));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (aiohttp_lock_acquire_finish (lock, result, &error));
  assert_cancelled (&error);
  g_clear_object (&result);
  g_assert_finalize_object (lock);
}

/* The line moves on within one turn of the main loop. */
static gboolean
test_many (GValue *result, gpointer user_data, GError **error)
{
  enum
  {
    N = 3000
  };
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  AiohttpTask *tasks[N];

  trace_start ();
  g_assert_true (aiohttp_lock_acquire (lock, error));
  for (guint i = 0; i < N; i++)
    tasks[i] = spawn_user (lock, (char) ('a' + i % 26));
  settle ();
  for (guint i = 0; i < N; i += 2)
    aiohttp_task_cancel (tasks[i]);
  g_assert_true (aiohttp_lock_release (lock, error));
  for (guint i = 0; i < N; i++)
    if (i % 2 == 0)
      join_cancelled (tasks[i]);
    else
      g_assert_true (join (tasks[i]));
  g_assert_cmpuint (trace->len, ==, N - 1);
  for (guint i = 0; i < N / 2; i++)
    g_assert_cmpint (trace->str[2 * i], ==, 'a' + (2 * i + 1) % 26);
  g_assert_false (aiohttp_lock_is_locked (lock));
  return TRUE;
}

static gboolean
hold_in_scope (AiohttpLock *lock, GError **error)
{
  g_autoptr (AiohttpLockGuard) guard = aiohttp_lock_guard_new (lock, error);

  if (guard == NULL)
    return FALSE;
  g_assert_true (aiohttp_lock_is_locked (lock));
  return aiohttp_sleep (0, error);
}

static gboolean
hold_for_long (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpLockGuard) guard = aiohttp_lock_guard_new (user_data, error);

  return guard != NULL && aiohttp_sleep (50, error);
}

static gboolean
test_guard (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  AiohttpTask *holder;
  AiohttpTask *waiter;

  g_assert_true (hold_in_scope (lock, error));
  g_assert_false (aiohttp_lock_is_locked (lock));

  holder = aiohttp_spawn (hold_for_long, lock, NULL);
  waiter = aiohttp_spawn (hold_for_long, lock, NULL);
  settle ();
  aiohttp_task_cancel (waiter);
  join_cancelled (waiter);
  g_assert_true (aiohttp_lock_is_locked (lock));
  aiohttp_task_cancel (holder);
  join_cancelled (holder);
  g_assert_false (aiohttp_lock_is_locked (lock));
  return TRUE;
}

/* The last reference may go while somebody waits. */
static gboolean
test_dropped (GValue *result, gpointer user_data, GError **error)
{
  AiohttpLock *lock = aiohttp_lock_new ();
  AiohttpTask *task;

  g_assert_true (aiohttp_lock_acquire (lock, error));
  task = spawn_user (lock, 'a');
  settle ();
  g_object_unref (lock);
  aiohttp_task_cancel (task);
  join_cancelled (task);
  return TRUE;
}

static gpointer
use_in_thread (gpointer lock)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  g_assert_false (aiohttp_lock_release (lock, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);
  g_clear_error (&error);

  g_main_context_push_thread_default (context);
  aiohttp_lock_acquire_async (lock, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_assert_false (aiohttp_lock_acquire_finish (lock, result, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);
  g_clear_error (&error);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static gboolean
test_wrong_thread (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();

  g_assert_true (aiohttp_lock_acquire (lock, error));
  in_thread (use_in_thread, lock);
  g_assert_true (aiohttp_lock_is_locked (lock));
  return aiohttp_lock_release (lock, error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/lock/free", test_free, NULL);
  aiohttp_test_add_coroutine ("/lock/fifo", test_fifo, NULL);
  aiohttp_test_add_coroutine ("/lock/cancel/waiting", test_cancel_waiting, NULL);
  aiohttp_test_add_coroutine ("/lock/cancel/at-wake-up", test_cancel_at_wake_up, NULL);
  aiohttp_test_add_coroutine ("/lock/cancel/call-at-wake-up", test_cancel_call_at_wake_up, NULL);
  g_test_add_func ("/lock/cancel/before-callback", test_cancel_before_callback);
  aiohttp_test_add_coroutine ("/lock/many", test_many, NULL);
  aiohttp_test_add_coroutine ("/lock/guard", test_guard, NULL);
  aiohttp_test_add_coroutine ("/lock/dropped", test_dropped, NULL);
  aiohttp_test_add_coroutine ("/lock/wrong-thread", test_wrong_thread, NULL);
  return g_test_run ();
}
