/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp.h"

/* What the tests of any(), race() and all() have in common: a program gives its function in three forms, and a table. */

#define COMBINING_N 3

/* What becomes of three futures, in this order, and what of the whole. */
typedef struct
{
  const char *steps; /* pairs of an index and an outcome */
  gssize expected;   /* -1: the error; -2: it goes on waiting */
  int code;
} CombiningRow;

typedef struct
{
  const char *name;
  void (*start) (GAsyncResult **results, gsize n_results, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data);
  gssize (*finish) (GAsyncResult *result, GError **error);                  /* -1: failed */
  gssize (*wait) (GAsyncResult **results, gsize n_results, GError **error); /* -1: failed */
  const CombiningRow *rows;
  guint n_rows;
} Combining;

static const Combining combining;

static void
combining_on_finished (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
combining_end_future (AiohttpFuture *future, char how)
{
  if (how == 'v')
    aiohttp_future_set_boolean (future, TRUE);
  else if (how == 'e' || how == 'f')
    aiohttp_future_take_error (
        future, g_error_new_literal (G_IO_ERROR, how == 'e' ? G_IO_ERROR_BUSY : G_IO_ERROR_NOT_FOUND, "failed"));
  else if (how == 'c')
    aiohttp_future_cancel (future);
}

/* The others are left as they are. */
static void
combining_check_left (AiohttpFuture **futures, const char *steps)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (int i = 0; i < COMBINING_N; i++)
    {
      gboolean ended = FALSE;

      for (const char *step = steps; *step != '\0'; step += 2)
        ended |= step[0] == '0' + i;
      g_assert_true (aiohttp_future_is_done (futures[i]) == ended);
      g_assert_finalize_object (futures[i]);
    }
}

static void
combining_test_row (gconstpointer data)
{
  const CombiningRow *row = data;
  AiohttpFuture *futures[COMBINING_N];
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < COMBINING_N; i++)
    futures[i] = aiohttp_future_new ();
  combining.start ((GAsyncResult **) futures, COMBINING_N, cancellable, combining_on_finished, &result);
  for (const char *step = row->steps; *step != '\0'; step += 2)
    combining_end_future (futures[step[0] - '0'], step[1]);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (row->expected == -2)
    {
      g_assert_null (result);
      g_cancellable_cancel (cancellable);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  g_assert_nonnull (result);
  g_assert_cmpint (combining.finish (result, &error), ==, MAX (row->expected, -1));
  if (row->expected == -1)
    g_assert_error (error, G_IO_ERROR, row->code);
  else if (row->expected == -2)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else
    g_assert_no_error (error);
  g_clear_object (&result);
  combining_check_left (futures, row->steps);
}

static gboolean
combining_nap (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_sleep (GPOINTER_TO_INT (user_data) / 1000.0, error);
}

static gboolean
combining_wait_for_nap (GValue *result, gpointer user_data, GError **error)
{
  GAsyncResult *task = user_data;

  return combining.wait (&task, 1, error) >= 0;
}

/* The wait for a task that sleeps long can be called off, and leaves the task. */
static void
combining_check_cancel (AiohttpTask *slow)
{
  g_autoptr (AiohttpTask) outer = aiohttp_spawn (combining_wait_for_nap, slow, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_sleep (0, &error));
  aiohttp_task_cancel (outer);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (outer), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (slow)));
  aiohttp_task_cancel (slow);
}

static gboolean
combining_return_busy (gpointer data)
{
  g_task_return_new_error (data, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return G_SOURCE_REMOVE;
}

/* A GTask that fails keeps its error. */
static gboolean
combining_test_gtask (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GTask) failing = g_task_new (NULL, NULL, NULL, NULL);
  GAsyncResult *tasks[] = { G_ASYNC_RESULT (failing) };
  g_autoptr (GError) local_error = NULL;

  g_idle_add (combining_return_busy, failing);
  g_assert_cmpint (combining.wait (tasks, 1, &local_error), ==, -1);
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED);
  g_clear_error (&local_error);
  g_assert_false (g_task_propagate_boolean (failing, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  return TRUE;
}

static int
combining_run (int argc, char **argv, AiohttpCoroutineFunc test_await)
{
  g_autofree char *await_path = g_strdup_printf ("/%s/await", combining.name);
  g_autofree char *gtask_path = g_strdup_printf ("/%s/gtask", combining.name);

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < combining.n_rows; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%s/%u-%s", combining.name, i, combining.rows[i].steps);

      g_test_add_data_func (path, &combining.rows[i], combining_test_row);
    }
  aiohttp_test_add_coroutine (await_path, test_await, NULL);
  aiohttp_test_add_coroutine (gtask_path, combining_test_gtask, NULL);
  return g_test_run ();
}
