/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "sync-line.h"

static gboolean
test_bound (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpSemaphore) semaphore = aiohttp_bounded_semaphore_new (2);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (AIOHTTP_IS_BOUNDED_SEMAPHORE (semaphore));
  g_assert_true (aiohttp_semaphore_acquire (semaphore, error));
  g_assert_true (aiohttp_semaphore_acquire (semaphore, error));
  g_assert_true (aiohttp_semaphore_release (semaphore, error));
  g_assert_true (aiohttp_semaphore_release (semaphore, error));
  g_assert_false (aiohttp_semaphore_release (semaphore, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_assert_cmpuint (aiohttp_semaphore_get_value (semaphore), ==, 2);
  return TRUE;
}

static gboolean
hold (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_semaphore_acquire (user_data, error);
}

/* A place that is on its way to somebody is not free: it can be released after him. */
static gboolean
test_promised (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpSemaphore) semaphore = aiohttp_bounded_semaphore_new (1);
  AiohttpTask *task = aiohttp_spawn (hold, semaphore, NULL);

  g_assert_true (aiohttp_semaphore_acquire (semaphore, error));
  settle ();
  g_assert_true (aiohttp_semaphore_release (semaphore, error));
  aiohttp_task_cancel (task);
  join_cancelled (task);
  g_assert_cmpuint (aiohttp_semaphore_get_value (semaphore), ==, 1);
  g_assert_false (aiohttp_semaphore_release (semaphore, NULL));
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/bounded-semaphore/bound", test_bound, NULL);
  aiohttp_test_add_coroutine ("/bounded-semaphore/cancel-at-wake-up", test_promised, NULL);
  return g_test_run ();
}
