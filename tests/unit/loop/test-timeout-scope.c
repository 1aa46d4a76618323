/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

static gboolean
test_in_time (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTimeoutScope) timeout = aiohttp_timeout_scope_new (50);

  g_assert_cmpfloat (aiohttp_timeout_scope_get_when (timeout), >, 0);
  g_assert_true (aiohttp_timeout_scope_end (timeout, aiohttp_sleep (0, error), error));
  g_assert_false (aiohttp_timeout_scope_is_expired (timeout));
  g_assert_cmpuint (aiohttp_task_get_cancelling (aiohttp_task_get_current ()), ==, 0);
  return TRUE;
}

static gboolean
test_expires (GValue *result, gpointer user_data, GError **error)
{
  const double seconds[] = { 0.002, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      g_autoptr (AiohttpTimeoutScope) timeout = aiohttp_timeout_scope_new (seconds[i]);
      g_autoptr (GError) local_error = NULL;

      g_assert_false (aiohttp_timeout_scope_end (timeout, aiohttp_sleep (50, &local_error), &local_error));
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
      g_assert_true (aiohttp_timeout_scope_is_expired (timeout));
      g_assert_cmpuint (aiohttp_task_get_cancelling (aiohttp_task_get_current ()), ==, 0);
      g_assert_false (aiohttp_timeout_scope_close (timeout));
    }
  return aiohttp_sleep (0, error);
}

/* Other errors stay what they are, and so does success: the cancel has not
 * arrived, and is taken back. */
static gboolean
test_too_late (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTimeoutScope) failed = aiohttp_timeout_scope_new (0);
  g_autoptr (AiohttpTimeoutScope) succeeded = NULL;
  g_autoptr (GError) local_error = NULL;

  g_assert_false (aiohttp_sleep (50, NULL));
  g_set_error_literal (&local_error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  g_assert_false (aiohttp_timeout_scope_end (failed, FALSE, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);

  succeeded = aiohttp_timeout_scope_new (0);
  g_assert_false (aiohttp_sleep (50, NULL));
  g_assert_true (aiohttp_timeout_scope_end (succeeded, TRUE, error));
  g_assert_true (aiohttp_timeout_scope_is_expired (succeeded));
  g_assert_true (aiohttp_sleep (0, error));
  return TRUE;
}

/* The main stack's part of the next test: the loop runs the timer while the
 * coroutine is suspended by nothing that a cancel can end. */
static gboolean
resolve (gpointer data)
{
  aiohttp_future_set_boolean (data, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
test_undelivered (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTimeoutScope) timeout = aiohttp_timeout_scope_new (0);
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GAsyncResult) awaited = NULL;

  g_timeout_add (5, resolve, future);
  /* Given no cancellable, it waits on. */
  awaited = aiohttp_await (aiohttp_future_await_async (future, NULL, AIOHTTP_RESUME));
  g_assert_true (aiohttp_timeout_scope_is_expired (timeout));
  g_assert_true (aiohttp_timeout_scope_end (timeout, TRUE, error));
  g_assert_cmpuint (aiohttp_task_get_cancelling (aiohttp_task_get_current ()), ==, 0);
  return aiohttp_sleep (0, error);
}

typedef struct
{
  double outer;
  double inner;
  int inner_code;
  int outer_code; /* of the outer scope, in which a second sleep follows the
                     inner scope */
} Nested;

static gboolean
inner_scope (const Nested *nested, GError **error)
{
  g_autoptr (AiohttpTimeoutScope) inner = aiohttp_timeout_scope_new (nested->inner);

  return aiohttp_timeout_scope_end (inner, aiohttp_sleep (50, error), error);
}

static gboolean
outer_scope (AiohttpTimeoutScope *outer, const Nested *nested, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_assert_false (inner_scope (nested, &local_error));
  g_assert_error (local_error, G_IO_ERROR, nested->inner_code);
  if (nested->inner_code == G_IO_ERROR_TIMED_OUT)
    {
      /* Over only now, so that it is not the first, however slow the machine is.
     */
      if (nested->outer_code != -1)
        g_assert_true (aiohttp_timeout_scope_reschedule (outer, 0, error));
      return aiohttp_sleep (nested->outer_code == -1 ? 0 : 50, error);
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
test_nested (GValue *result, gpointer user_data, GError **error)
{
  static const Nested rows[] = {
    { 50, 0.001, G_IO_ERROR_TIMED_OUT, -1 },
    { 0.001, 50, G_IO_ERROR_CANCELLED, G_IO_ERROR_TIMED_OUT },
    { 50, 0.001, G_IO_ERROR_TIMED_OUT, G_IO_ERROR_TIMED_OUT },
    /* Both in one step of the loop: the outer one comes first, and wins. */
    { 0, 0, G_IO_ERROR_CANCELLED, G_IO_ERROR_TIMED_OUT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpTimeoutScope) outer = aiohttp_timeout_scope_new (rows[i].outer);
      g_autoptr (GError) local_error = NULL;
      gboolean ok = aiohttp_timeout_scope_end (outer, outer_scope (outer, &rows[i], &local_error), &local_error);

      g_assert_true (ok == (rows[i].outer_code == -1));
      if (!ok)
        g_assert_error (local_error, G_IO_ERROR, rows[i].outer_code);
      g_assert_cmpuint (aiohttp_task_get_cancelling (aiohttp_task_get_current ()), ==, 0);
    }
  return aiohttp_sleep (0, error);
}

static gboolean
limited (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTimeoutScope) timeout = aiohttp_timeout_scope_new (*(double *) user_data);

  return aiohttp_timeout_scope_end (timeout, aiohttp_sleep (50, error), error);
}

/* Somebody else's cancel stays one, also when the time is over in the same
 * moment. */
static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  double seconds = 50;
  g_autoptr (AiohttpTask) task = aiohttp_spawn (limited, &seconds, NULL);
  g_autoptr (AiohttpTask) both = NULL;
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0.001, error));
  aiohttp_task_cancel (task);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&local_error);

  seconds = 0.03;
  both = aiohttp_spawn (limited, &seconds, NULL);
  g_assert_true (aiohttp_sleep (0, error));
  /* Blocks, so that the timer fires in the next step, before the task could
   * run. */
  g_usleep (40000);
  aiohttp_task_cancel (both);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (both), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return TRUE;
}

static gboolean
test_reschedule (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTimeoutScope) timeout = aiohttp_timeout_scope_new (-1);
  g_autoptr (GError) local_error = NULL;
  double when;

  g_assert_cmpfloat (aiohttp_timeout_scope_get_when (timeout), <, 0);
  g_assert_true (aiohttp_timeout_scope_reschedule (timeout, 50, error));
  when = aiohttp_timeout_scope_get_when (timeout);
  g_assert_true (aiohttp_timeout_scope_reschedule (timeout, 60, error));
  g_assert_cmpfloat (aiohttp_timeout_scope_get_when (timeout), >, when);
  g_assert_true (aiohttp_timeout_scope_reschedule (timeout, 0, error));
  g_assert_false (aiohttp_sleep (50, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&local_error);

  g_assert_false (aiohttp_timeout_scope_reschedule (timeout, 1, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_assert_true (aiohttp_timeout_scope_close (timeout));
  g_clear_error (&local_error);
  g_assert_false (aiohttp_timeout_scope_reschedule (timeout, 1, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);

  g_clear_object (&timeout);
  timeout = aiohttp_timeout_scope_new (0);
  g_assert_true (aiohttp_timeout_scope_reschedule (timeout, -1, error));
  g_assert_true (aiohttp_timeout_scope_end (timeout, aiohttp_sleep (0.002, error), error));
  g_clear_error (&local_error);
  g_assert_false (aiohttp_timeout_scope_reschedule (timeout, 1, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  return TRUE;
}

static gboolean
forget_it (GError **error)
{
  g_autoptr (AiohttpTimeoutScope) timeout = aiohttp_timeout_scope_new (0);

  g_assert_nonnull (timeout);
  return aiohttp_sleep (50, error);
}

/* Freed before its end, it takes its cancel back all the same. */
static gboolean
test_freed (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_assert_false (forget_it (&local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (aiohttp_task_get_cancelling (aiohttp_task_get_current ()), ==, 0);
  return TRUE;
}

/* Outside a coroutine there is the cancellable. */
static void
test_cancellable (void)
{
  AiohttpTimeoutScope *timeout = aiohttp_timeout_scope_new (0.001);
  g_autoptr (GCancellable) cancellable = g_object_ref (aiohttp_timeout_scope_get_cancellable (timeout));

  g_assert_false (g_cancellable_is_cancelled (cancellable));
  while (!aiohttp_timeout_scope_is_expired (timeout))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_true (aiohttp_timeout_scope_close (timeout));
  g_assert_false (aiohttp_timeout_scope_close (timeout));
  g_assert_finalize_object (timeout);

  timeout = aiohttp_timeout_scope_new (0.001);
  while (!aiohttp_timeout_scope_is_expired (timeout))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_cancellable_is_cancelled (aiohttp_timeout_scope_get_cancellable (timeout)));
  g_assert_finalize_object (timeout);

  timeout = aiohttp_timeout_scope_new (0);
  g_assert_false (aiohttp_timeout_scope_close (timeout));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (aiohttp_timeout_scope_is_expired (timeout));
  g_assert_finalize_object (timeout);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/timeout-scope/in-time", test_in_time, NULL);
  aiohttp_test_add_coroutine ("/timeout-scope/expires", test_expires, NULL);
  aiohttp_test_add_coroutine ("/timeout-scope/too-late", test_too_late, NULL);
  aiohttp_test_add_coroutine ("/timeout-scope/undelivered", test_undelivered, NULL);
  aiohttp_test_add_coroutine ("/timeout-scope/nested", test_nested, NULL);
  aiohttp_test_add_coroutine ("/timeout-scope/cancel", test_cancel, NULL);
  aiohttp_test_add_coroutine ("/timeout-scope/reschedule", test_reschedule, NULL);
  aiohttp_test_add_coroutine ("/timeout-scope/freed", test_freed, NULL);
  g_test_add_func ("/timeout-scope/cancellable", test_cancellable);
  return g_test_run ();
}
