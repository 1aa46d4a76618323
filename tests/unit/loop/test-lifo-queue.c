/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "sync-line.h"

static gboolean
test_order (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_lifo_queue_new (0);

  g_assert_true (AIOHTTP_IS_LIFO_QUEUE (queue));
  for (guint round = 0; round < 3; round++)
    {
      for (guint i = 1; i <= 100; i++)
        g_assert_true (aiohttp_queue_put_pointer (queue, GUINT_TO_POINTER (i), NULL, error));
      for (guint i = 100; i > 50 * (round % 2); i--)
        g_assert_cmpuint (GPOINTER_TO_UINT (aiohttp_queue_get_pointer (queue, error)), ==, i);
    }
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
  g_autoptr (AiohttpQueue) queue = aiohttp_lifo_queue_new (0);
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
  aiohttp_test_add_coroutine ("/lifo-queue/order", test_order, NULL);
  aiohttp_test_add_coroutine ("/lifo-queue/cancel-at-wake-up", test_cancel_at_wake_up, NULL);
  return g_test_run ();
}
