/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

#define N 3

typedef struct
{
  AiohttpFuture *futures[N];
} Three;

static Three *
three_new (void)
{
  Three *three = g_new (Three, 1);

  for (int i = 0; i < N; i++)
    three->futures[i] = aiohttp_future_new ();
  return three;
}

/* Nothing but the test has them, then. */
static void
three_free (Three *three)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (int i = 0; i < N; i++)
    {
      aiohttp_future_has_error (three->futures[i]); /* an error that nobody asks for is logged */
      g_assert_finalize_object (three->futures[i]);
    }
  g_free (three);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Three, three_free)

/* What the futures come to, one by one: a value, an error, or cancelled. */
static void
end_future (AiohttpFuture *future, char how)
{
  switch (how)
    {
    case 'v':
      aiohttp_future_set_boolean (future, TRUE);
      break;
    case 'e':
      aiohttp_future_take_error (future, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy"));
      break;
    case 'c':
      aiohttp_future_cancel (future);
      break;
    default:
      break;
    }
}

static void
on_waited (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static const struct
{
  AiohttpReturnWhen when;
  const char *outcomes; /* '.' is none */
  gssize n_done;        /* 0: it goes on waiting */
} rows[] = {
  { AIOHTTP_RETURN_WHEN_ALL_COMPLETED, "v..", 0 },   { AIOHTTP_RETURN_WHEN_ALL_COMPLETED, "vee", 3 },
  { AIOHTTP_RETURN_WHEN_ALL_COMPLETED, "ec.", 0 },   { AIOHTTP_RETURN_WHEN_ALL_COMPLETED, "ccc", 3 },
  { AIOHTTP_RETURN_WHEN_FIRST_COMPLETED, "...", 0 }, { AIOHTTP_RETURN_WHEN_FIRST_COMPLETED, ".v.", 1 },
  { AIOHTTP_RETURN_WHEN_FIRST_COMPLETED, "..e", 1 }, { AIOHTTP_RETURN_WHEN_FIRST_COMPLETED, "c..", 1 },
  { AIOHTTP_RETURN_WHEN_FIRST_COMPLETED, "vv.", 2 }, { AIOHTTP_RETURN_WHEN_FIRST_EXCEPTION, "v..", 0 },
  { AIOHTTP_RETURN_WHEN_FIRST_EXCEPTION, ".e.", 1 }, { AIOHTTP_RETURN_WHEN_FIRST_EXCEPTION, "cv.", 0 },
  { AIOHTTP_RETURN_WHEN_FIRST_EXCEPTION, "cve", 3 }, { AIOHTTP_RETURN_WHEN_FIRST_EXCEPTION, "vvv", 3 },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (Three) three = three_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_wait_async ((GAsyncResult **) three->futures, N, -1, rows[row].when, cancellable, on_waited, &result);
  for (int i = 0; i < N; i++)
    end_future (three->futures[i], rows[row].outcomes[i]);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (rows[row].n_done > 0)
    {
      g_assert_nonnull (result);
      g_assert_cmpint (aiohttp_wait_finish (result, &error), ==, rows[row].n_done);
      g_assert_no_error (error);
      return;
    }

  /* Those who are pending stay so when the wait is given up. */
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (aiohttp_wait_finish (result, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (int i = 0; i < N; i++)
    g_assert_true (aiohttp_future_is_done (three->futures[i]) == (rows[row].outcomes[i] != '.'));
}

/* Done before the wait begins: that counts too, but not within the call. */
static void
test_done_before (void)
{
  g_autoptr (Three) three = three_new ();
  g_autoptr (GAsyncResult) result = NULL;

  end_future (three->futures[1], 'v');
  aiohttp_wait_async ((GAsyncResult **) three->futures, N, -1, AIOHTTP_RETURN_WHEN_FIRST_COMPLETED, NULL, on_waited,
                      &result);
  g_assert_null (result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (aiohttp_wait_finish (result, NULL), ==, 1);
}

static void
test_nothing (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_wait_async (NULL, 0, -1, AIOHTTP_RETURN_WHEN_ALL_COMPLETED, NULL, on_waited, &result);
  g_assert_null (result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (aiohttp_wait_finish (result, &error), ==, -1);
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
}

static gboolean
nap (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_sleep (GPOINTER_TO_INT (user_data) / 1000.0, error);
}

/* The time being over is no error, and the tasks run on. */
static gboolean
test_timeout (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) quick = aiohttp_spawn (nap, GINT_TO_POINTER (0), NULL);
  g_autoptr (AiohttpTask) slow = aiohttp_spawn (nap, GINT_TO_POINTER (9000), NULL);
  GAsyncResult *tasks[] = { G_ASYNC_RESULT (quick), G_ASYNC_RESULT (slow) };

  g_assert_cmpint (aiohttp_wait (tasks, 2, 0.01, AIOHTTP_RETURN_WHEN_ALL_COMPLETED, error), ==, 1);
  g_assert_true (aiohttp_future_is_done (AIOHTTP_FUTURE (quick)));
  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (slow)));
  g_assert_cmpint (aiohttp_wait (tasks + 1, 1, 0, AIOHTTP_RETURN_WHEN_ALL_COMPLETED, error), ==, 0);
  aiohttp_task_cancel (slow);
  g_assert_cmpint (aiohttp_wait (tasks, 2, 5, AIOHTTP_RETURN_WHEN_ALL_COMPLETED, error), ==, 2);
  return TRUE;
}

static gboolean
wait_long (GValue *result, gpointer user_data, GError **error)
{
  GAsyncResult *task = user_data;

  return aiohttp_wait (&task, 1, -1, AIOHTTP_RETURN_WHEN_ALL_COMPLETED, error) >= 0;
}

/* Unlike gather, it leaves what it waits for. */
static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) inner = aiohttp_spawn (nap, GINT_TO_POINTER (9000), NULL);
  g_autoptr (AiohttpTask) outer = aiohttp_spawn (wait_long, inner, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0.001, error));
  aiohttp_task_cancel (outer);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (outer), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (inner)));
  aiohttp_task_cancel (inner);
  return TRUE;
}

static gboolean
fail_task (gpointer data)
{
  g_task_return_new_error (data, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return G_SOURCE_REMOVE;
}

/* A GTask that fails counts as one, and keeps its error. */
static gboolean
test_gtask (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GTask) failing = g_task_new (NULL, NULL, NULL, NULL);
  g_autoptr (GTask) pending = g_task_new (NULL, NULL, NULL, NULL);
  GAsyncResult *tasks[] = { G_ASYNC_RESULT (pending), G_ASYNC_RESULT (failing) };
  g_autoptr (GError) local_error = NULL;

  g_idle_add (fail_task, failing);
  g_assert_cmpint (aiohttp_wait (tasks, 2, -1, AIOHTTP_RETURN_WHEN_FIRST_EXCEPTION, error), ==, 1);
  g_assert_true (g_task_get_completed (failing));
  g_assert_false (g_task_propagate_boolean (failing, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_false (g_task_get_completed (pending));
  g_task_return_boolean (pending, TRUE);
  return aiohttp_sleep (0, error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      static const char *const names[] = { "all-completed", "first-completed", "first-exception" };
      g_autofree char *path = g_strdup_printf ("/wait/%s/%u-%s", names[rows[i].when], i, rows[i].outcomes);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/wait/done-before", test_done_before);
  g_test_add_func ("/wait/nothing", test_nothing);
  aiohttp_test_add_coroutine ("/wait/timeout", test_timeout, NULL);
  aiohttp_test_add_coroutine ("/wait/cancel", test_cancel, NULL);
  aiohttp_test_add_coroutine ("/wait/gtask", test_gtask, NULL);
  return g_test_run ();
}
