/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "sync-line.h"

typedef struct
{
  AiohttpSemaphore *semaphore;
  char name[2];
  guint *inside;
  guint most;
} User;

static gboolean
use_semaphore (GValue *result, gpointer user_data, GError **error)
{
  User *user = user_data;

  if (!aiohttp_semaphore_acquire (user->semaphore, error))
    return FALSE;
  trace_add (user->name);
  if (user->inside != NULL)
    {
      g_assert_cmpuint (++*user->inside, <=, user->most);
      g_assert_true (aiohttp_sleep (0, error));
      --*user->inside;
    }
  return aiohttp_semaphore_release (user->semaphore, error);
}

static AiohttpTask *
spawn_user (AiohttpSemaphore *semaphore, char name, guint *inside, guint most)
{
  User *user = g_new0 (User, 1);

  *user = (User){ semaphore, { name, '\0' }, inside, most };
  return aiohttp_spawn (use_semaphore, user, g_free);
}

static gboolean
test_count (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpSemaphore) semaphore = aiohttp_semaphore_new (2);
  AiohttpTask *task;

  g_assert_true (aiohttp_semaphore_acquire (semaphore, error));
  g_assert_false (aiohttp_semaphore_is_locked (semaphore));
  g_assert_true (aiohttp_semaphore_acquire (semaphore, error));
  g_assert_true (aiohttp_semaphore_is_locked (semaphore));
  g_assert_cmpuint (aiohttp_semaphore_get_value (semaphore), ==, 0);

  trace_start ();
  task = spawn_user (semaphore, 'a', NULL, 0);
  settle ();
  trace_assert ("");
  g_assert_true (aiohttp_semaphore_release (semaphore, error));
  g_assert_true (aiohttp_semaphore_is_locked (semaphore));
  g_assert_false (aiohttp_semaphore_try_acquire (semaphore));
  g_assert_true (join (task));
  g_assert_true (aiohttp_semaphore_release (semaphore, error));
  g_assert_true (aiohttp_semaphore_release (semaphore, error));
  g_assert_cmpuint (aiohttp_semaphore_get_value (semaphore), ==, 3);
  return TRUE;
}

static gboolean
test_fifo (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpSemaphore) semaphore = aiohttp_semaphore_new (0);
  g_autoptr (GAsyncResult) call = NULL;
  AiohttpTask *a = spawn_user (semaphore, 'a', NULL, 0);
  AiohttpTask *b;

  trace_start ();
  settle ();
  aiohttp_semaphore_acquire_async (semaphore, NULL, keep_result, &call);
  b = spawn_user (semaphore, 'b', NULL, 0);
  settle ();
  g_assert_true (aiohttp_semaphore_release (semaphore, error));
  /* The place is promised: nobody overtakes. */
  g_assert_true (aiohttp_semaphore_is_locked (semaphore));
  settle ();
  trace_assert ("a");
  g_assert_true (aiohttp_semaphore_acquire_finish (semaphore, call, error));
  g_assert_true (aiohttp_semaphore_release (semaphore, error));
  g_assert_true (aiohttp_semaphore_acquire (semaphore, error));
  trace_assert ("a b");
  g_assert_true (join (a) && join (b));
  return TRUE;
}

static gboolean
test_cancel_at_wake_up (GValue *result, gpointer user_data, GError **error)
{
  for (guint first = 0; first < 2; first++)
    for (guint as_call = 0; as_call < 2; as_call++)
      {
        g_autoptr (AiohttpSemaphore) semaphore = aiohttp_semaphore_new (0);
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (GAsyncResult) call = NULL;
        g_autoptr (GError) local_error = NULL;
        AiohttpTask *a = NULL, *b;

        trace_start ();
        if (as_call)
          aiohttp_semaphore_acquire_async (semaphore, cancellable, keep_result, &call);
        else
          a = spawn_user (semaphore, 'a', NULL, 0);
        b = spawn_user (semaphore, 'b', NULL, 0);
        settle ();
        for (guint step = 0; step < 2; step++)
          if (step == first)
            g_assert_true (aiohttp_semaphore_release (semaphore, error));
          else if (as_call)
            g_cancellable_cancel (cancellable);
          else
            aiohttp_task_cancel (a);
        settle ();
        if (as_call)
          {
            g_assert_false (aiohttp_semaphore_acquire_finish (semaphore, call, &local_error));
            assert_cancelled (&local_error);
          }
        else
          join_cancelled (a);
        g_assert_true (join (b));
        trace_assert ("b");
        g_assert_cmpuint (aiohttp_semaphore_get_value (semaphore), ==, 1);
        g_assert_false (aiohttp_semaphore_is_locked (semaphore));
      }
  return TRUE;
}

static gboolean
test_many (GValue *result, gpointer user_data, GError **error)
{
  enum
  {
    N = 2000,
    PLACES = 7
  };
  g_autoptr (AiohttpSemaphore) semaphore = aiohttp_semaphore_new (PLACES);
  AiohttpTask *tasks[N];
  guint inside = 0;

  trace_start ();
  for (guint i = 0; i < N; i++)
    tasks[i] = spawn_user (semaphore, (char) ('a' + i % 26), &inside, PLACES);
  settle ();
  for (guint i = 100; i < N; i += 3)
    aiohttp_task_cancel (tasks[i]);
  for (guint i = 0; i < N; i++)
    if (i >= 100 && i % 3 == 100 % 3)
      join_cancelled (tasks[i]);
    else
      g_assert_true (join (tasks[i]));
  for (guint i = 0, seen = 0; i < N; i++)
    if (i < 100 || i % 3 != 100 % 3)
      g_assert_cmpint (trace->str[2 * seen++], ==, 'a' + i % 26);
  g_assert_cmpuint (inside, ==, 0);
  g_assert_cmpuint (aiohttp_semaphore_get_value (semaphore), ==, PLACES);
  return TRUE;
}

static gpointer
use_in_thread (gpointer semaphore)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_semaphore_release (semaphore, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);
  return NULL;
}

static gboolean
test_wrong_thread (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpSemaphore) semaphore = aiohttp_semaphore_new (1);

  g_assert_true (aiohttp_semaphore_acquire (semaphore, error));
  in_thread (use_in_thread, semaphore);
  g_assert_cmpuint (aiohttp_semaphore_get_value (semaphore), ==, 0);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/semaphore/count", test_count, NULL);
  aiohttp_test_add_coroutine ("/semaphore/fifo", test_fifo, NULL);
  aiohttp_test_add_coroutine ("/semaphore/cancel-at-wake-up", test_cancel_at_wake_up, NULL);
  aiohttp_test_add_coroutine ("/semaphore/many", test_many, NULL);
  aiohttp_test_add_coroutine ("/semaphore/wrong-thread", test_wrong_thread, NULL);
  return g_test_run ();
}
