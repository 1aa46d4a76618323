/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "sync-line.h"

#include <math.h>

static gboolean
put_text (AiohttpQueue *queue, double priority, const char *text, GError **error)
{
  return aiohttp_priority_queue_put_pointer_with_priority (AIOHTTP_PRIORITY_QUEUE (queue), priority, g_strdup (text),
                                                           g_free, error);
}

static gboolean
test_order (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_priority_queue_new (0);
  const char *in_order[] = { "lowest", "negative", "first zero", "second zero", "half", "one", "one again" };

  g_assert_true (put_text (queue, 1, "one", error));
  g_assert_true (put_text (queue, 0, "first zero", error));
  g_assert_true (put_text (queue, 0.5, "half", error));
  g_assert_true (put_text (queue, 1, "one again", error));
  g_assert_true (put_text (queue, -1, "negative", error));
  g_assert_true (aiohttp_queue_put_pointer (queue, g_strdup ("second zero"), g_free, error));
  g_assert_true (put_text (queue, -INFINITY, "lowest", error));
  for (guint i = 0; i < G_N_ELEMENTS (in_order); i++)
    {
      g_autofree char *text = aiohttp_queue_get_pointer (queue, error);

      g_assert_cmpstr (text, ==, in_order[i]);
    }
  return TRUE;
}

static gboolean
test_numbers (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_priority_queue_new (0);

  for (int i = 0; i < 500; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_value_init (&value, G_TYPE_INT);
      g_value_set_int (&value, (i * 7919) % 500);
      g_assert_true (aiohttp_queue_put_nowait (queue, &value, error));
    }
  for (int i = 0; i < 500; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_assert_true (aiohttp_queue_get (queue, &value, error));
      g_assert_cmpint (g_value_get_int (&value), ==, i);
    }
  return TRUE;
}

static gboolean
test_async (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_priority_queue_new (1);
  AiohttpPriorityQueue *priority_queue = AIOHTTP_PRIORITY_QUEUE (queue);
  g_autoptr (GAsyncResult) first = NULL, second = NULL, bad = NULL;
  g_autoptr (GError) local_error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) item = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_static_string (&value, "a");
  g_assert_true (aiohttp_priority_queue_put_with_priority (priority_queue, 5, &value, error));
  g_assert_false (aiohttp_priority_queue_put_with_priority_nowait (priority_queue, 5, &value, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_FULL);
  g_clear_error (&local_error);
  aiohttp_priority_queue_put_with_priority_async (priority_queue, 1, &value, NULL, keep_result, &first);
  aiohttp_priority_queue_put_with_priority_async (priority_queue, 0, &value, NULL, keep_result, &second);
  aiohttp_priority_queue_put_with_priority_async (priority_queue, NAN, &value, NULL, keep_result, &bad);
  settle ();
  g_assert_false (aiohttp_priority_queue_put_with_priority_finish (priority_queue, bad, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_assert_null (first);
  g_assert_true (aiohttp_queue_get (queue, &item, error));
  settle ();
  /* Those who put are served in the order in which they came. */
  g_assert_true (aiohttp_priority_queue_put_with_priority_finish (priority_queue, first, error));
  g_assert_null (second);
  aiohttp_queue_shutdown (queue, FALSE);
  settle ();
  g_assert_nonnull (second);
  return TRUE;
}

static gboolean
get_one (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_queue_get_pointer (user_data, error) != NULL;
}

static gboolean
test_cancel_at_wake_up (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_priority_queue_new (0);
  AiohttpTask *a = aiohttp_spawn (get_one, queue, NULL);
  AiohttpTask *b = aiohttp_spawn (get_one, queue, NULL);

  settle ();
  g_assert_true (aiohttp_queue_put_pointer (queue, GUINT_TO_POINTER (1), NULL, error));
  aiohttp_task_cancel (a);
  join_cancelled (a);
  g_assert_true (join (b));
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/priority-queue/order", test_order, NULL);
  aiohttp_test_add_coroutine ("/priority-queue/numbers", test_numbers, NULL);
  aiohttp_test_add_coroutine ("/priority-queue/async", test_async, NULL);
  aiohttp_test_add_coroutine ("/priority-queue/cancel-at-wake-up", test_cancel_at_wake_up, NULL);
  return g_test_run ();
}
