/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

static gboolean
nap (GValue *result, gpointer user_data, GError **error)
{
  int n = GPOINTER_TO_INT (user_data);

  if (!aiohttp_sleep (n * 0.002, error))
    return FALSE;
  if (n == 13)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
      return FALSE;
    }
  g_value_init (result, G_TYPE_INT);
  g_value_set_int (result, n);
  return TRUE;
}

static AiohttpFuture *
spawn (int n)
{
  return AIOHTTP_FUTURE (aiohttp_spawn (nap, GINT_TO_POINTER (n), NULL));
}

static gboolean
test_all (GValue *result, gpointer user_data, GError **error)
{
  AiohttpFuture *futures[] = { spawn (3), spawn (0), spawn (1) };

  g_assert_true (aiohttp_gather ((GAsyncResult **) futures, 3, FALSE, error));
  g_assert_cmpint (aiohttp_future_propagate_int64 (futures[0], error), ==, 3);
  g_assert_cmpint (aiohttp_future_propagate_int64 (futures[1], error), ==, 0);
  g_assert_cmpint (aiohttp_future_propagate_int64 (futures[2], error), ==, 1);
  /* Done already, and the same one twice. */
  g_assert_true (aiohttp_gather ((GAsyncResult **) (AiohttpFuture *[]){ futures[0], futures[0] }, 2, FALSE, error));
  for (int i = 0; i < 3; i++)
    g_object_unref (futures[i]);
  g_assert_true (aiohttp_gather (NULL, 0, FALSE, error));
  return TRUE;
}

static gboolean
test_error (GValue *result, gpointer user_data, GError **error)
{
  AiohttpFuture *futures[] = { spawn (13), spawn (500), spawn (0) };
  g_autoptr (GError) local_error = NULL;

  g_assert_false (aiohttp_gather ((GAsyncResult **) futures, 3, FALSE, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_false (aiohttp_future_is_done (futures[1]));
  for (int i = 0; i < 3; i++)
    g_object_unref (futures[i]);
  return TRUE;
}

static gboolean
test_return_exceptions (GValue *result, gpointer user_data, GError **error)
{
  AiohttpFuture *futures[] = { spawn (13), spawn (20), spawn (0) };

  g_assert_true (aiohttp_gather ((GAsyncResult **) futures, 3, TRUE, error));
  g_assert_true (aiohttp_future_has_error (futures[0]));
  g_assert_cmpint (aiohttp_future_propagate_int64 (futures[1], error), ==, 20);
  for (int i = 0; i < 3; i++)
    g_object_unref (futures[i]);
  return TRUE;
}

static gboolean
gather_two (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_gather ((GAsyncResult **) user_data, 2, FALSE, error);
}

static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  AiohttpFuture *futures[] = { spawn (5000), spawn (5000) };
  g_autoptr (AiohttpTask) task = aiohttp_spawn (gather_two, futures, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0.002, error));
  aiohttp_task_cancel (task);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (aiohttp_future_is_cancelled (futures[i]));
      g_object_unref (futures[i]);
    }
  return aiohttp_sleep (0, error);
}

static void
on_gathered (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **to = data;

  *to = g_object_ref (result);
}

static void
test_async (void)
{
  AiohttpFuture *futures[] = { aiohttp_future_new (), aiohttp_future_new () };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_gather_async ((GAsyncResult **) futures, 1, FALSE, NULL, on_gathered, &result);
  aiohttp_gather_async ((GAsyncResult **) futures, 2, FALSE, cancellable, on_gathered, &cancelled);
  aiohttp_future_set_boolean (futures[0], TRUE);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (aiohttp_gather_finish (result, &error));
  g_assert_null (cancelled);
  g_cancellable_cancel (cancellable);
  while (cancelled == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (aiohttp_gather_finish (cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (aiohttp_future_is_cancelled (futures[1]));
  g_clear_object (&result);
  g_clear_object (&cancelled);
  g_assert_finalize_object (futures[0]);
  g_assert_finalize_object (futures[1]);
}

static gboolean
fail_task (gpointer data)
{
  g_task_return_new_error (data, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return G_SOURCE_REMOVE;
}

static gboolean
return_if_cancelled (gpointer data)
{
  return !g_task_return_error_if_cancelled (data);
}

/* Beside futures, GTask objects: they count, are cancelled, and keep their values and errors. */
static gboolean
test_gtask (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) failing = g_task_new (NULL, NULL, NULL, NULL);
  g_autoptr (GTask) pending = g_task_new (NULL, cancellable, NULL, NULL);
  g_autoptr (AiohttpTask) outer = NULL;
  GAsyncResult *both[] = { G_ASYNC_RESULT (pending), G_ASYNC_RESULT (failing) };
  GAsyncResult *pendings[] = { G_ASYNC_RESULT (pending), G_ASYNC_RESULT (pending) };
  g_autoptr (GError) local_error = NULL;

  g_idle_add (fail_task, failing);
  g_assert_false (aiohttp_gather (both, 2, FALSE, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED);
  g_clear_error (&local_error);
  g_assert_false (g_task_propagate_boolean (failing, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&local_error);

  outer = aiohttp_spawn (gather_two, pendings, NULL);
  g_timeout_add (1, return_if_cancelled, pending);
  g_assert_true (aiohttp_sleep (0, error));
  aiohttp_task_cancel (outer);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (outer), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_task_get_completed (pending));
  return TRUE;
}

/* What is no future at all. */
static gboolean
test_wrong_type (GValue *result, gpointer user_data, GError **error)
{
  GAsyncResult *nothing = NULL;
  g_autoptr (GError) local_error = NULL;

  g_assert_false (aiohttp_gather (&nothing, 1, FALSE, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/gather/all", test_all, NULL);
  aiohttp_test_add_coroutine ("/gather/error", test_error, NULL);
  aiohttp_test_add_coroutine ("/gather/return-exceptions", test_return_exceptions, NULL);
  aiohttp_test_add_coroutine ("/gather/cancel", test_cancel, NULL);
  aiohttp_test_add_coroutine ("/gather/gtask", test_gtask, NULL);
  aiohttp_test_add_coroutine ("/gather/wrong-type", test_wrong_type, NULL);
  g_test_add_func ("/gather/async", test_async);
  return g_test_run ();
}
