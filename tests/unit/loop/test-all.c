/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

#define N 3

static void
on_finished (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
end_future (AiohttpFuture *future, char how)
{
  if (how == 'v')
    aiohttp_future_set_boolean (future, TRUE);
  else if (how == 'e' || how == 'f')
    aiohttp_future_take_error (
        future, g_error_new_literal (G_IO_ERROR, how == 'e' ? G_IO_ERROR_BUSY : G_IO_ERROR_NOT_FOUND, "failed"));
  else if (how == 'c')
    aiohttp_future_cancel (future);
}

/* What becomes of three futures, in this order, and what of the whole. */
static const struct
{
  const char *steps; /* pairs of an index and an outcome */
  gssize expected;   /* -1: the error; -2: it goes on waiting */
  int code;
} rows[] = {
  { "1v0v2v", 0, 0 },
  { "1e", -1, G_IO_ERROR_BUSY },
  { "0v1v", -2, 0 },
  { "2c", -1, G_IO_ERROR_CANCELLED },
  { "0v2f1e", -1, G_IO_ERROR_NOT_FOUND },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  AiohttpFuture *futures[N];
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < N; i++)
    futures[i] = aiohttp_future_new ();
  aiohttp_all_async ((GAsyncResult **) futures, N, cancellable, on_finished, &result);
  for (const char *step = rows[row].steps; *step != '\0'; step += 2)
    end_future (futures[step[0] - '0'], step[1]);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (rows[row].expected == -2)
    {
      g_assert_null (result);
      g_cancellable_cancel (cancellable);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  g_assert_nonnull (result);
  g_assert_cmpint (aiohttp_all_finish (result, &error), ==, rows[row].expected >= 0);
  if (rows[row].expected == -1)
    g_assert_error (error, G_IO_ERROR, rows[row].code);
  else if (rows[row].expected == -2)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else
    g_assert_no_error (error);

  /* The others are left as they are. */
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (int i = 0; i < N; i++)
    {
      gboolean ended = FALSE;

      for (const char *step = rows[row].steps; *step != '\0'; step += 2)
        ended |= step[0] == '0' + i;
      g_assert_true (aiohttp_future_is_done (futures[i]) == ended);
      g_assert_finalize_object (futures[i]);
    }
}

static gboolean
nap (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_sleep (GPOINTER_TO_INT (user_data) / 1000.0, error);
}

static gboolean
wait_for_naps (GValue *result, gpointer user_data, GError **error)
{
  GAsyncResult *task = user_data;

  return aiohttp_all (&task, 1, error);
}

static gboolean
test_await (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) quick = aiohttp_spawn (nap, GINT_TO_POINTER (0), NULL);
  g_autoptr (AiohttpTask) slow = aiohttp_spawn (nap, GINT_TO_POINTER (50000), NULL);
  g_autoptr (AiohttpTask) outer = aiohttp_spawn (wait_for_naps, slow, NULL);
  GAsyncResult *tasks[] = { G_ASYNC_RESULT (slow), G_ASYNC_RESULT (quick) };
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_all (tasks + 1, 1, error));
  aiohttp_task_cancel (outer);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (outer), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (slow)));
  aiohttp_task_cancel (slow);
  g_clear_error (&local_error);
  g_assert_true (aiohttp_all (NULL, 0, error));

  return TRUE;
}

static gboolean
return_busy (gpointer data)
{
  g_task_return_new_error (data, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return G_SOURCE_REMOVE;
}

/* A GTask that fails keeps its error. */
static gboolean
test_gtask (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GTask) failing = g_task_new (NULL, NULL, NULL, NULL);
  GAsyncResult *tasks[] = { G_ASYNC_RESULT (failing) };
  g_autoptr (GError) local_error = NULL;

  g_idle_add (return_busy, failing);
  g_assert_false (aiohttp_all (tasks, 1, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED);
  g_clear_error (&local_error);
  g_assert_false (g_task_propagate_boolean (failing, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/all/%u-%s", i, rows[i].steps);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  aiohttp_test_add_coroutine ("/all/await", test_await, NULL);
  aiohttp_test_add_coroutine ("/all/gtask", test_gtask, NULL);
  return g_test_run ();
}
