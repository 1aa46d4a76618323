/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-event-loop-private.h"
#include "aiohttp-task-private.h"
#include "aiohttp.h"

#include <sys/resource.h>

static gboolean
answer (GValue *result, gpointer user_data, GError **error)
{
  g_value_init (result, G_TYPE_STRING);
  g_value_set_string (result, "42");
  return TRUE;
}

static gboolean
test_value (GValue *result, gpointer user_data, GError **error)
{
  AiohttpTask *task = aiohttp_spawn (answer, NULL, NULL);
  g_autofree char *text = NULL;

  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (task)));
  g_assert_null (aiohttp_task_get_cancellable (task));
  g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (task), error));
  text = aiohttp_future_propagate_string (AIOHTTP_FUTURE (task), error);
  g_assert_cmpstr (text, ==, "42");
  g_assert_false (aiohttp_task_cancel (task));
  g_assert_null (aiohttp_task_get_cancellable (task));
  g_assert_finalize_object (task);
  return TRUE;
}

static gboolean
fail (GValue *result, gpointer user_data, GError **error)
{
  if (user_data == NULL)
    return FALSE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return FALSE;
}

static gboolean
test_error (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (fail, &task, NULL);
  g_autoptr (AiohttpTask) silent = aiohttp_spawn (fail, NULL, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&local_error);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (silent), &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED);
  return TRUE;
}

typedef struct
{
  guint n_run;
  guint n_freed;
} Counts;

static gboolean
count_run (GValue *result, gpointer user_data, GError **error)
{
  Counts *counts = user_data;

  counts->n_run++;
  return aiohttp_sleep (0.001, error);
}

static void
count_freed (gpointer data)
{
  Counts *counts = data;

  g_assert_false (aiohttp_in_coroutine ());
  counts->n_freed++;
}

/* A task lives on without its references, and frees its data on the main stack. */
static gboolean
test_dropped (GValue *result, gpointer user_data, GError **error)
{
  Counts counts = { 0 };

  g_object_unref (aiohttp_spawn (count_run, &counts, count_freed));
  g_assert_cmpuint (counts.n_run, ==, 0);
  g_assert_true (aiohttp_sleep (0, error));
  g_assert_cmpuint (counts.n_run, ==, 1);
  g_assert_cmpuint (counts.n_freed, ==, 0);
  g_assert_true (aiohttp_sleep (0.01, error));
  g_assert_cmpuint (counts.n_freed, ==, 1);
  return TRUE;
}

static gboolean
test_cancel_before_start (GValue *result, gpointer user_data, GError **error)
{
  Counts counts = { 0 };
  g_autoptr (AiohttpTask) task = aiohttp_spawn (count_run, &counts, count_freed);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_task_cancel (task));
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (counts.n_run, ==, 0);
  g_assert_cmpuint (counts.n_freed, ==, 1);
  return TRUE;
}

typedef struct
{
  GCancellable *first;
  GCancellable *second;
  gboolean cleaned_up;
} Cleanup;

static gboolean
sleep_and_clean_up (GValue *result, gpointer user_data, GError **error)
{
  Cleanup *cleanup = user_data;

  cleanup->first = g_object_ref (AIOHTTP_CANCELLABLE);
  if (aiohttp_sleep (10, error))
    return TRUE;
  cleanup->second = g_object_ref (AIOHTTP_CANCELLABLE);
  g_assert_false (g_cancellable_is_cancelled (cleanup->second));
  cleanup->cleaned_up = aiohttp_sleep (0.001, NULL);
  return FALSE;
}

/* A cancel is delivered once: cleaning up may await. */
static gboolean
test_cancel_edge (GValue *result, gpointer user_data, GError **error)
{
  Cleanup cleanup = { 0 };
  g_autoptr (AiohttpTask) task = aiohttp_spawn (sleep_and_clean_up, &cleanup, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0, error));
  g_assert_true (aiohttp_task_get_cancellable (task) == cleanup.first);
  g_assert_true (aiohttp_future_cancel (AIOHTTP_FUTURE (task)));
  g_assert_true (aiohttp_future_cancel (AIOHTTP_FUTURE (task)));
  g_assert_true (g_cancellable_is_cancelled (cleanup.first));
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (cleanup.cleaned_up);
  g_assert_true (cleanup.first != cleanup.second);
  g_object_unref (cleanup.first);
  g_object_unref (cleanup.second);
  return TRUE;
}

static gboolean
cancel_self (GValue *result, gpointer user_data, GError **error)
{
  aiohttp_task_cancel (aiohttp_task_get_current ());
  /* What comes to life after the cancel is cancelled too. */
  g_assert_true (g_cancellable_is_cancelled (AIOHTTP_CANCELLABLE));
  return aiohttp_sleep (10, error);
}

static gboolean
test_cancel_self (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (cancel_self, NULL, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return TRUE;
}

static gboolean
swallow_cancel (GValue *result, gpointer user_data, GError **error)
{
  g_assert_false (aiohttp_sleep (10, NULL));
  g_value_init (result, G_TYPE_INT);
  g_value_set_int (result, 1);
  return TRUE;
}

static gboolean
await_task (GValue *result, gpointer user_data, GError **error)
{
  if (!aiohttp_future_await (user_data, error))
    return FALSE;
  /* The cancel went to the awaited task, which is the end of it. */
  return aiohttp_sleep (0.001, error);
}

static gboolean
test_cancel_swallowed (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) inner = aiohttp_spawn (swallow_cancel, NULL, NULL);
  g_autoptr (AiohttpTask) outer = aiohttp_spawn (await_task, inner, NULL);

  g_assert_true (aiohttp_sleep (0.001, error));
  g_assert_true (aiohttp_task_cancel (outer));
  g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (outer), error));
  g_assert_cmpint (aiohttp_future_propagate_int64 (AIOHTTP_FUTURE (inner), error), ==, 1);
  return TRUE;
}

static gboolean
note_current (GValue *result, gpointer user_data, GError **error)
{
  AiohttpTask **current = user_data;

  *current = aiohttp_task_get_current ();
  if (!aiohttp_sleep (0, error))
    return FALSE;
  g_assert_true (*current == aiohttp_task_get_current ());
  return TRUE;
}

static gboolean
test_current (GValue *result, gpointer user_data, GError **error)
{
  AiohttpTask *current = NULL;
  g_autoptr (AiohttpTask) task = aiohttp_spawn (note_current, &current, NULL);

  g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (task), error));
  g_assert_true (current == task);
  g_assert_nonnull (aiohttp_task_get_current ());
  g_assert_true (aiohttp_task_get_current () != task);
  return TRUE;
}

static gpointer
note_inline (gpointer data, GError **error)
{
  AiohttpTask **task = data;

  *task = g_object_ref (aiohttp_task_get_current ());
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return NULL;
}

static void
inline_returned (gpointer result, GError *error, gpointer data)
{
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_error_free (error);
}

static void
test_current_inline (void)
{
  AiohttpTask *task = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (aiohttp_task_get_current ());
  g_assert_null (aiohttp_task_run_inline (note_inline, inline_returned, &task));
  g_assert_nonnull (task);
  error = aiohttp_future_dup_error (AIOHTTP_FUTURE (task));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_finalize_object (task);
}

static gboolean
nap (GValue *result, gpointer user_data, GError **error)
{
  for (int i = 0; i < 3; i++)
    if (!aiohttp_sleep (0.001 * (i % 2), error))
      return FALSE;
  ++*(guint *) user_data;
  return TRUE;
}

static gboolean
test_thousands (GValue *result, gpointer user_data, GError **error)
{
#ifdef __SANITIZE_THREAD__
  enum
  {
    N = 100
  };
#else
  enum
  {
    N = 3000
  };
#endif
  g_autofree AiohttpFuture **tasks = g_new (AiohttpFuture *, N);
  guint n = 0;

  for (guint i = 0; i < N; i++)
    tasks[i] = AIOHTTP_FUTURE (aiohttp_spawn (nap, &n, NULL));
  g_assert_true (aiohttp_gather ((GAsyncResult **) tasks, N, FALSE, error));
  g_assert_cmpuint (n, ==, N);
  for (guint i = 0; i < N; i++)
    g_assert_finalize_object (tasks[i]);
  return TRUE;
}

static gboolean
sleep_long (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_sleep (100, error);
}

/* With no more address space a task fails, and the next one runs again when there is some. */
static gboolean
test_too_many (GValue *result, gpointer user_data, GError **error)
{
  enum
  {
    N = 400
  };
  AiohttpFuture *tasks[N];
  struct rlimit limit, saved;
  g_autofree char *statm = NULL;
  guint n_failed = 0;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  g_test_skip ("a sanitizer needs its address space");
  return TRUE;
#endif
  if (!g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL))
    {
      g_test_skip ("no /proc");
      return TRUE;
    }
  g_assert_cmpint (getrlimit (RLIMIT_AS, &saved), ==, 0);
  limit = saved;
  limit.rlim_cur = g_ascii_strtoull (statm, NULL, 10) * 4096 + 40 * 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);

  for (guint i = 0; i < N; i++)
    tasks[i] = AIOHTTP_FUTURE (aiohttp_spawn (sleep_long, NULL, NULL));
  g_assert_true (aiohttp_sleep (0, error));
  setrlimit (RLIMIT_AS, &saved);
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (aiohttp_future_is_done (tasks[i]))
        {
          local_error = aiohttp_future_dup_error (tasks[i]);
          g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_TOO_MANY_TASKS);
          n_failed++;
        }
      else
        aiohttp_future_cancel (tasks[i]);
    }
  g_assert_cmpuint (n_failed, >, N / 4);
  g_assert_cmpuint (n_failed, <, N);
  g_assert_true (aiohttp_gather ((GAsyncResult **) tasks, N, TRUE, error));
  for (guint i = 0; i < N; i++)
    g_object_unref (tasks[i]);
  return aiohttp_sleep (0, error);
}

/* As many as there may be, all asleep, and some more. */
static gboolean
test_bound (GValue *result, gpointer user_data, GError **error)
{
  enum
  {
    N_MORE = 10
  };
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);
  guint limit = aiohttp_stack_get_limit ();
  guint n_failed = 0;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  g_test_skip ("a sanitizer needs mappings of its own");
  return TRUE;
#endif
  if (limit > 40000)
    {
      g_test_skip ("it would take too much");
      return TRUE;
    }
  for (guint i = 0; i < limit + N_MORE; i++)
    g_ptr_array_add (tasks, aiohttp_spawn (sleep_long, NULL, NULL));
  g_assert_true (aiohttp_sleep (0, error));
  for (guint i = 0; i < tasks->len; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (!aiohttp_future_is_done (tasks->pdata[i]))
        {
          aiohttp_future_cancel (tasks->pdata[i]);
          continue;
        }
      local_error = aiohttp_future_dup_error (tasks->pdata[i]);
      g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_TOO_MANY_TASKS);
      g_assert_nonnull (strstr (local_error->message, "vm.max_map_count"));
      n_failed++;
    }
  /* This task has a stack, too. */
  g_assert_cmpuint (n_failed, ==, N_MORE + 1);
  g_assert_true (aiohttp_gather ((GAsyncResult **) tasks->pdata, tasks->len, TRUE, error));
  return aiohttp_sleep (0, error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/task/value", test_value, NULL);
  aiohttp_test_add_coroutine ("/task/error", test_error, NULL);
  aiohttp_test_add_coroutine ("/task/dropped", test_dropped, NULL);
  aiohttp_test_add_coroutine ("/task/cancel/before-start", test_cancel_before_start, NULL);
  aiohttp_test_add_coroutine ("/task/cancel/edge", test_cancel_edge, NULL);
  aiohttp_test_add_coroutine ("/task/cancel/self", test_cancel_self, NULL);
  aiohttp_test_add_coroutine ("/task/cancel/swallowed", test_cancel_swallowed, NULL);
  aiohttp_test_add_coroutine ("/task/current", test_current, NULL);
  g_test_add_func ("/task/current/inline", test_current_inline);
  aiohttp_test_add_coroutine ("/task/thousands", test_thousands, NULL);
  aiohttp_test_add_coroutine ("/task/too-many", test_too_many, NULL);
  aiohttp_test_add_coroutine ("/task/bound", test_bound, NULL);
  return g_test_run ();
}
