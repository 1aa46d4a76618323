/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

static gboolean
nap (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_sleep (GPOINTER_TO_INT (user_data) / 1000.0, error);
}

static gboolean
swallow_cancel (GValue *result, gpointer user_data, GError **error)
{
  g_assert_false (aiohttp_sleep (10, NULL));
  return aiohttp_sleep (0.002, error);
}

static gboolean
test_in_time (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (nap, GINT_TO_POINTER (1), NULL);
  g_autoptr (AiohttpTask) unlimited = aiohttp_spawn (nap, GINT_TO_POINTER (1), NULL);

  g_assert_true (aiohttp_wait_for (G_ASYNC_RESULT (task), 5, error));
  g_assert_true (aiohttp_wait_for (G_ASYNC_RESULT (task), 0, error));
  g_assert_true (aiohttp_wait_for (G_ASYNC_RESULT (unlimited), -1, error));
  return TRUE;
}

static gboolean
test_timeout (GValue *result, gpointer user_data, GError **error)
{
  const double seconds[] = { 0.005, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      g_autoptr (AiohttpTask) task = aiohttp_spawn (nap, GINT_TO_POINTER (9000), NULL);
      g_autoptr (GError) local_error = NULL;

      g_assert_false (aiohttp_wait_for (G_ASYNC_RESULT (task), seconds[i], &local_error));
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
      g_assert_true (aiohttp_future_is_cancelled (AIOHTTP_FUTURE (task)));
    }
  return TRUE;
}

/* What comes after the timeout all the same is not lost. */
static gboolean
test_late (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (swallow_cancel, NULL, NULL);

  g_assert_true (aiohttp_wait_for (G_ASYNC_RESULT (task), 0.002, error));
  return TRUE;
}

static gboolean
wait_long (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_wait_for (user_data, 50, error);
}

static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) inner = aiohttp_spawn (nap, GINT_TO_POINTER (9000), NULL);
  g_autoptr (AiohttpTask) outer = aiohttp_spawn (wait_long, inner, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0.002, error));
  aiohttp_task_cancel (outer);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (outer), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (aiohttp_future_is_cancelled (AIOHTTP_FUTURE (inner)));
  return TRUE;
}

static void
on_waited (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **to = data;

  *to = g_object_ref (result);
}

static void
test_async (void)
{
  static const struct
  {
    double seconds;
    gboolean resolve;
    gboolean cancel;
    int code;
  } rows[] = {
    { 5, TRUE, FALSE, -1 },
    { -1, TRUE, FALSE, -1 },
    { 0.002, FALSE, FALSE, G_IO_ERROR_TIMED_OUT },
    { 0, FALSE, FALSE, G_IO_ERROR_TIMED_OUT },
    { 5, FALSE, TRUE, G_IO_ERROR_CANCELLED },
    { 5, TRUE, TRUE, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AiohttpFuture *future = aiohttp_future_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      aiohttp_wait_for_async (G_ASYNC_RESULT (future), rows[i].seconds, cancellable, on_waited, &result);
      if (rows[i].resolve)
        aiohttp_future_set_boolean (future, TRUE);
      if (rows[i].cancel)
        g_cancellable_cancel (cancellable);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (aiohttp_wait_for_finish (result, &error) == (rows[i].code == -1));
      if (rows[i].code != -1)
        g_assert_error (error, G_IO_ERROR, rows[i].code);
      g_clear_object (&result);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_finalize_object (future);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/wait-for/in-time", test_in_time, NULL);
  aiohttp_test_add_coroutine ("/wait-for/timeout", test_timeout, NULL);
  aiohttp_test_add_coroutine ("/wait-for/late", test_late, NULL);
  aiohttp_test_add_coroutine ("/wait-for/cancel", test_cancel, NULL);
  g_test_add_func ("/wait-for/async", test_async);
  return g_test_run ();
}
