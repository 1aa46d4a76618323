/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

#include "expect-log.h"

static int n_ended;

/* Sleeps; over 100 ms it is meant to be cancelled, and 13 ms fail. */
static gboolean
nap (GValue *result, gpointer user_data, GError **error)
{
  int ms = GPOINTER_TO_INT (user_data);
  gboolean ok = aiohttp_sleep (ms / 1000.0, error);

  n_ended++;
  if (ok && ms % 100 == 13)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy after %d ms", ms);
  return ok && ms % 100 != 13;
}

static gboolean
clean_up (GValue *result, gpointer user_data, GError **error)
{
  gboolean ok = aiohttp_sleep (50, NULL);

  g_assert_false (ok);
  g_assert_true (aiohttp_sleep (0.002, error));
  n_ended++;
  if (user_data != NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "the clean-up failed");
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  return FALSE;
}

static gboolean
spawn (AiohttpTaskGroup *group, int ms)
{
  return aiohttp_task_group_spawn (group, nap, GINT_TO_POINTER (ms), NULL, NULL);
}

static gboolean
test_all (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  g_autoptr (AiohttpTaskGroup) empty = aiohttp_task_group_new ();

  n_ended = 0;
  g_assert_true (spawn (group, 2) && spawn (group, 0) && spawn (group, 1));
  g_assert_cmpuint (aiohttp_task_group_get_n_pending (group), ==, 3);
  g_assert_true (aiohttp_task_group_end (group, TRUE, error));
  g_assert_cmpint (n_ended, ==, 3);
  g_assert_cmpuint (aiohttp_task_group_get_n_pending (group), ==, 0);
  g_assert_cmpuint (aiohttp_task_group_get_n_errors (group), ==, 0);
  return aiohttp_task_group_end (empty, TRUE, error);
}

/* A member that fails while the scope waits for the rest. */
static gboolean
test_first_failure (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AiohttpTask) slow = NULL;

  n_ended = 0;
  slow = aiohttp_task_group_create_task (group, nap, GINT_TO_POINTER (50000), NULL, error);
  g_assert_nonnull (slow);
  g_assert_true (spawn (group, 13) && aiohttp_task_group_spawn (group, clean_up, NULL, NULL, error));
  g_assert_false (aiohttp_task_group_end (group, TRUE, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpint (n_ended, ==, 3);
  g_assert_true (aiohttp_future_is_cancelled (AIOHTTP_FUTURE (slow)));
  g_assert_cmpuint (aiohttp_task_group_get_n_errors (group), ==, 1);
  g_assert_cmpuint (aiohttp_task_get_cancelling (aiohttp_task_get_current ()), ==, 0);
  return aiohttp_sleep (0, error);
}

/* A member that fails ends the scope, too. */
static gboolean
test_scope_cancelled (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GError) closed = NULL;
  gboolean ok;

  g_assert_true (spawn (group, 13));
  ok = aiohttp_sleep (50, &local_error);
  g_assert_false (ok);
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (aiohttp_task_get_cancelling (aiohttp_task_get_current ()), ==, 1);
  g_assert_false (aiohttp_task_group_spawn (group, nap, NULL, NULL, &closed));
  g_assert_error (closed, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_assert_false (aiohttp_task_group_end (group, ok, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpuint (aiohttp_task_get_cancelling (aiohttp_task_get_current ()), ==, 0);
  return aiohttp_sleep (0, error);
}

/* The scope takes no notice of the cancel, which is taken back. */
static gboolean
test_scope_unaware (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  g_autoptr (GError) local_error = NULL;

  g_assert_true (spawn (group, 13) && spawn (group, 50000));
  g_assert_false (aiohttp_sleep (50, NULL));
  g_assert_false (aiohttp_task_group_end (group, TRUE, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  return aiohttp_sleep (0, error);
}

static gboolean
test_scope_fails (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GError) second = NULL;

  n_ended = 0;
  g_assert_true (aiohttp_task_group_spawn (group, clean_up, group, NULL, error) && spawn (group, 50000));
  g_assert_true (aiohttp_sleep (0.001, error));
  g_set_error_literal (&local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "not found");
  g_assert_false (aiohttp_task_group_end (group, FALSE, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (local_error->message, ==, "not found (and 1 more of the group failed)");
  g_assert_cmpint (n_ended, ==, 2);
  g_assert_cmpuint (aiohttp_task_group_get_n_errors (group), ==, 2);
  second = aiohttp_task_group_dup_error (group, 1);
  g_assert_error (second, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
  g_assert_null (aiohttp_task_group_dup_error (group, 2));

  /* Without an error, too. */
  g_clear_object (&group);
  group = aiohttp_task_group_new ();
  g_assert_true (spawn (group, 50000));
  g_assert_false (aiohttp_task_group_end (group, FALSE, NULL));
  g_assert_cmpuint (aiohttp_task_group_get_n_errors (group), ==, 0);
  return TRUE;
}

static gboolean
test_abort (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();

  g_assert_true (spawn (group, 50000));
  aiohttp_task_group_abort (group);
  aiohttp_task_group_abort (group);
  g_assert_true (aiohttp_task_group_end (group, TRUE, error));
  return TRUE;
}

/* One that is cancelled just leaves. */
static gboolean
test_member_cancelled (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  g_autoptr (AiohttpTask) task = aiohttp_task_group_create_task (group, nap, GINT_TO_POINTER (50000), NULL, error);

  n_ended = 0;
  g_assert_true (spawn (group, 2));
  aiohttp_task_cancel (task);
  g_assert_true (aiohttp_task_group_end (group, TRUE, error));
  g_assert_cmpint (n_ended, ==, 1);
  return TRUE;
}

typedef struct
{
  int member; /* milliseconds */
  gboolean wait_in_scope;
  gboolean clean_up;
} Scope;

static gboolean
run_scope (GValue *result, gpointer user_data, GError **error)
{
  const Scope *scope = user_data;
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  gboolean ok = spawn (group, scope->member);

  if (scope->clean_up)
    ok = ok && aiohttp_task_group_spawn (group, clean_up, group, NULL, error);
  ok = ok && (!scope->wait_in_scope || aiohttp_sleep (50, error));
  return aiohttp_task_group_end (group, ok, error);
}

/* A cancel from outside, in the scope and at its end. */
static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  static const Scope scopes[] = { { 50000, TRUE, FALSE }, { 50000, FALSE, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autoptr (AiohttpTask) task = aiohttp_spawn (run_scope, (gpointer) &scopes[i], NULL);
      g_autoptr (GError) local_error = NULL;

      n_ended = 0;
      g_assert_true (aiohttp_sleep (0.001, error));
      aiohttp_task_cancel (task);
      g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (n_ended, ==, 1);
    }
  return TRUE;
}

/* The failure of a clean-up wins over the cancel, which comes again at the next await. */
static gboolean
cancelled_and_failed (GValue *result, gpointer user_data, GError **error)
{
  static const Scope scope = { 50000, TRUE, TRUE };
  g_autoptr (GError) local_error = NULL;

  g_assert_false (run_scope (NULL, (gpointer) &scope, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
  return aiohttp_sleep (50, error);
}

static gboolean
test_cancel_again (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (cancelled_and_failed, NULL, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0.001, error));
  aiohttp_task_cancel (task);
  g_assert_true (aiohttp_sleep (0.001, error));
  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (task)));
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return TRUE;
}

static gboolean
cancel_and_fail (GValue *result, gpointer user_data, GError **error)
{
  aiohttp_task_cancel (user_data);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return FALSE;
}

/* Somebody cancels the scope, and in the same step a member's failure does. */
static gboolean
test_cancel_and_failure (GValue *result, gpointer user_data, GError **error)
{
  AiohttpTask *self = aiohttp_task_get_current ();
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  g_autoptr (GError) local_error = NULL;
  gboolean ok;

  g_assert_true (aiohttp_task_group_spawn (group, cancel_and_fail, self, NULL, error));
  ok = aiohttp_sleep (50, &local_error);
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (aiohttp_task_get_cancelling (self), >=, 1);
  g_assert_false (aiohttp_task_group_end (group, ok, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpuint (aiohttp_task_get_cancelling (self), ==, 1);
  g_assert_cmpuint (aiohttp_task_uncancel (self), ==, 0);
  return aiohttp_sleep (0, error);
}

static gboolean
inner_fails (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) inner = aiohttp_task_group_new ();
  gboolean ok = spawn (inner, 13) && spawn (inner, 50000);

  return aiohttp_task_group_end (inner, ok, error);
}

static gboolean
test_nested (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) outer = aiohttp_task_group_new ();
  g_autoptr (GError) local_error = NULL;

  n_ended = 0;
  g_assert_true (spawn (outer, 50000) && aiohttp_task_group_spawn (outer, inner_fails, NULL, NULL, error));
  g_assert_false (aiohttp_task_group_end (outer, TRUE, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpint (n_ended, ==, 3);
  return TRUE;
}

/* A group within a timeout, and a timeout within a group. */
static gboolean
test_timeouts (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTimeoutScope) timeout = aiohttp_timeout_scope_new (0.002);
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  g_autoptr (GError) local_error = NULL;
  gboolean ok;

  g_assert_true (spawn (group, 50000));
  ok = aiohttp_task_group_end (group, TRUE, &local_error);
  g_assert_false (aiohttp_timeout_scope_end (timeout, ok, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_clear_error (&local_error);

  g_clear_object (&timeout);
  g_clear_object (&group);
  group = aiohttp_task_group_new ();
  timeout = aiohttp_timeout_scope_new (50);
  g_assert_true (spawn (group, 13));
  ok = aiohttp_timeout_scope_end (timeout, aiohttp_sleep (60, &local_error), &local_error);
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (aiohttp_task_group_end (group, ok, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  return aiohttp_sleep (0, error);
}

/* Members may add members. */
static gboolean
spawn_more (GValue *result, gpointer user_data, GError **error)
{
  g_assert_true (aiohttp_sleep (0.001, error));
  return spawn (user_data, 1);
}

static gboolean
test_spawn_at_end (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  g_autoptr (GError) local_error = NULL;

  n_ended = 0;
  g_assert_true (aiohttp_task_group_spawn (group, spawn_more, group, NULL, error));
  g_assert_true (aiohttp_task_group_end (group, TRUE, error));
  g_assert_cmpint (n_ended, ==, 1);
  g_assert_false (aiohttp_task_group_spawn (group, nap, g_strdup ("freed"), g_free, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&local_error);
  g_assert_false (aiohttp_task_group_end (group, TRUE, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  return TRUE;
}

static gboolean
return_true (gpointer data)
{
  g_task_return_boolean (data, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
return_busy (gpointer data)
{
  g_task_return_new_error (data, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return G_SOURCE_REMOVE;
}

static gboolean
return_if_cancelled (gpointer data)
{
  return !g_task_return_error_if_cancelled (data);
}

static gboolean
test_gtask (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) good = g_task_new (NULL, NULL, NULL, NULL);
  g_autoptr (GTask) bad = g_task_new (NULL, NULL, NULL, NULL);
  g_autoptr (GTask) cancelled = g_task_new (NULL, cancellable, NULL, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_task_group_add (group, G_ASYNC_RESULT (good), error));
  g_assert_true (aiohttp_task_group_add (group, G_ASYNC_RESULT (bad), error));
  g_assert_true (aiohttp_task_group_add (group, G_ASYNC_RESULT (cancelled), error));
  g_idle_add (return_true, good);
  g_idle_add (return_busy, bad);
  g_timeout_add (1, return_if_cancelled, cancelled);
  g_assert_false (aiohttp_task_group_end (group, TRUE, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED);
  g_assert_cmpuint (aiohttp_task_group_get_n_errors (group), ==, 1);
  g_assert_true (g_task_get_completed (cancelled));
  g_clear_error (&local_error);
  g_assert_false (g_task_propagate_boolean (bad, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&local_error);
  g_assert_false (g_task_propagate_boolean (cancelled, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return g_task_propagate_boolean (good, error);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
run_async (AiohttpTaskGroup *group, gboolean ok, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aiohttp_task_group_end_async (group, ok, cancellable, on_ended, &result);
  g_assert_null (result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return aiohttp_task_group_end_finish (group, result, error);
}

static gboolean
cancel_later (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_async (void)
{
  AiohttpTaskGroup *group = aiohttp_task_group_new ();
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GCancellable) operation = g_object_ref (aiohttp_task_group_get_cancellable (group));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (run_async (group, TRUE, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (run_async (group, TRUE, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&error);
  g_assert_finalize_object (group);
  g_assert_false (g_cancellable_is_cancelled (operation));

  /* A member fails. */
  group = aiohttp_task_group_new ();
  g_set_object (&operation, aiohttp_task_group_get_cancellable (group));
  g_assert_true (aiohttp_task_group_add (group, G_ASYNC_RESULT (future), NULL));
  g_assert_true (spawn (group, 13) && spawn (group, 50000));
  g_assert_false (run_async (group, TRUE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_true (g_cancellable_is_cancelled (operation));
  g_assert_true (aiohttp_future_is_cancelled (future));
  g_assert_finalize_object (group);

  /* It is cancelled. */
  group = aiohttp_task_group_new ();
  g_assert_true (spawn (group, 50000));
  g_idle_add (cancel_later, cancellable);
  g_assert_false (run_async (group, TRUE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_finalize_object (group);

  /* The scope fails. */
  group = aiohttp_task_group_new ();
  n_ended = 0;
  g_assert_true (spawn (group, 50000));
  g_main_context_iteration (NULL, FALSE);
  g_assert_true (run_async (group, FALSE, NULL, &error));
  g_assert_cmpint (n_ended, ==, 1);
  g_assert_finalize_object (group);
}

/* Dropped before its end: the members are cancelled. */
static gboolean
test_dropped (GValue *result, gpointer user_data, GError **error)
{
  AiohttpTaskGroup *group = aiohttp_task_group_new ();
  g_autoptr (AiohttpTask) task = aiohttp_task_group_create_task (group, nap, GINT_TO_POINTER (50000), NULL, error);
  g_autoptr (GError) local_error = NULL;

  g_assert_finalize_object (group);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return TRUE;
}

static void
test_not_in_coroutine (void)
{
  AiohttpTaskGroup *group = aiohttp_task_group_new ();
  g_autoptr (GError) error = NULL;

  expect_log (G_LOG_LEVEL_CRITICAL, "*aiohttp_task_group_end()*outside a coroutine*");
  g_assert_false (aiohttp_task_group_end (group, TRUE, &error));
  expect_log_assert ();
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_NOT_IN_COROUTINE);
  g_assert_finalize_object (group);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  aiohttp_test_add_coroutine ("/task-group/all", test_all, NULL);
  aiohttp_test_add_coroutine ("/task-group/first-failure", test_first_failure, NULL);
  aiohttp_test_add_coroutine ("/task-group/scope-cancelled", test_scope_cancelled, NULL);
  aiohttp_test_add_coroutine ("/task-group/scope-unaware", test_scope_unaware, NULL);
  aiohttp_test_add_coroutine ("/task-group/scope-fails", test_scope_fails, NULL);
  aiohttp_test_add_coroutine ("/task-group/abort", test_abort, NULL);
  aiohttp_test_add_coroutine ("/task-group/member-cancelled", test_member_cancelled, NULL);
  aiohttp_test_add_coroutine ("/task-group/cancel", test_cancel, NULL);
  aiohttp_test_add_coroutine ("/task-group/cancel-again", test_cancel_again, NULL);
  aiohttp_test_add_coroutine ("/task-group/cancel-and-failure", test_cancel_and_failure, NULL);
  aiohttp_test_add_coroutine ("/task-group/nested", test_nested, NULL);
  aiohttp_test_add_coroutine ("/task-group/timeouts", test_timeouts, NULL);
  aiohttp_test_add_coroutine ("/task-group/spawn-at-end", test_spawn_at_end, NULL);
  aiohttp_test_add_coroutine ("/task-group/gtask", test_gtask, NULL);
  aiohttp_test_add_coroutine ("/task-group/dropped", test_dropped, NULL);
  g_test_add_func ("/task-group/async", test_async);
  g_test_add_func ("/task-group/not-in-coroutine", test_not_in_coroutine);
  return g_test_run ();
}
