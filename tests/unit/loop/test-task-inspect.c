/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

static gboolean
sleep_long (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_sleep (60, error);
}

static gboolean
test_message (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) started = aiohttp_spawn (sleep_long, NULL, NULL);
  g_autoptr (AiohttpTask) early = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!aiohttp_sleep (0, error))
    return FALSE;
  early = aiohttp_spawn (sleep_long, NULL, NULL);
  g_assert_true (aiohttp_task_cancel_with_message (started, "tired"));
  g_assert_true (aiohttp_task_cancel_with_message (early, "too early"));
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (started), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (local_error->message, ==, "tired");
  g_clear_error (&local_error);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (early), &local_error));
  g_assert_cmpstr (local_error->message, ==, "too early");
  g_assert_false (aiohttp_task_cancel_with_message (early, "too late"));
  return TRUE;
}

static gboolean
test_uncancel (GValue *result, gpointer user_data, GError **error)
{
  AiohttpTask *self = aiohttp_task_get_current ();
  g_autoptr (GError) local_error = NULL;

  g_assert_cmpuint (aiohttp_task_get_cancelling (self), ==, 0);
  g_assert_cmpuint (aiohttp_task_uncancel (self), ==, 0);

  /* Taken back before it was delivered. */
  aiohttp_task_cancel (self);
  g_assert_cmpuint (aiohttp_task_uncancel (self), ==, 0);
  if (!aiohttp_sleep (0, error))
    return FALSE;

  aiohttp_task_cancel (self);
  aiohttp_task_cancel (self);
  g_assert_cmpuint (aiohttp_task_get_cancelling (self), ==, 2);
  g_assert_cmpuint (aiohttp_task_uncancel (self), ==, 1);
  g_assert_false (aiohttp_sleep (0, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (aiohttp_task_get_cancelling (self), ==, 1);
  g_assert_cmpuint (aiohttp_task_uncancel (self), ==, 0);
  return aiohttp_sleep (0, error);
}

static gboolean
test_uncancel_early (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (test_uncancel, NULL, NULL);

  aiohttp_task_cancel (task);
  g_assert_cmpuint (aiohttp_task_uncancel (task), ==, 0);
  return aiohttp_future_await (AIOHTTP_FUTURE (task), error);
}

static gboolean
test_name (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) first = aiohttp_spawn (sleep_long, NULL, NULL);
  g_autoptr (AiohttpTask) second = aiohttp_spawn (sleep_long, NULL, NULL);

  g_assert_true (g_str_has_prefix (aiohttp_task_get_name (first), "Task-"));
  g_assert_cmpstr (aiohttp_task_get_name (first), !=, aiohttp_task_get_name (second));
  aiohttp_task_set_name (first, "sleeper");
  g_assert_cmpstr (aiohttp_task_get_name (first), ==, "sleeper");
  return TRUE; /* aiohttp_run() ends them */
}

static gboolean
test_all_tasks (GValue *result, gpointer user_data, GError **error)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);
  g_autoptr (AiohttpTask) other = aiohttp_spawn (sleep_long, NULL, NULL);
  GList *tasks = aiohttp_event_loop_get_all_tasks (loop);

  g_assert_cmpuint (g_list_length (tasks), ==, 2);
  g_assert_true (tasks->data == aiohttp_task_get_current ());
  g_assert_true (tasks->next->data == other);
  g_list_free_full (tasks, g_object_unref);

  aiohttp_task_cancel (other);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (other), NULL));
  tasks = aiohttp_event_loop_get_all_tasks (loop);
  g_assert_cmpuint (g_list_length (tasks), ==, 1);
  g_list_free_full (tasks, g_object_unref);
  return TRUE;
}

static gboolean
test_stack (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) other = aiohttp_spawn (sleep_long, NULL, NULL);
  g_auto (GStrv) before = aiohttp_task_get_stack (other);
  g_auto (GStrv) during = NULL;
  g_auto (GStrv) own = aiohttp_task_get_stack (aiohttp_task_get_current ());
  g_auto (GStrv) after = NULL;

  g_assert_cmpuint (g_strv_length (before), ==, 0);
  if (!aiohttp_sleep (0, error))
    return FALSE;
  during = aiohttp_task_get_stack (other);
#ifdef __GLIBC__
  g_assert_cmpuint (g_strv_length (during), >, 1);
  g_assert_cmpuint (g_strv_length (own), >, 1);
#endif
  aiohttp_task_cancel (other);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (other), NULL));
  after = aiohttp_task_get_stack (other);
  g_assert_cmpuint (g_strv_length (after), ==, 0);
  return TRUE;
}

static void
run_body (gconstpointer body)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_run ((AiohttpCoroutineFunc) body, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/task-inspect/message", test_message, run_body);
  g_test_add_data_func ("/task-inspect/uncancel", test_uncancel, run_body);
  g_test_add_data_func ("/task-inspect/uncancel/early", test_uncancel_early, run_body);
  g_test_add_data_func ("/task-inspect/name", test_name, run_body);
  g_test_add_data_func ("/task-inspect/all-tasks", test_all_tasks, run_body);
  g_test_add_data_func ("/task-inspect/stack", test_stack, run_body);
  return g_test_run ();
}
