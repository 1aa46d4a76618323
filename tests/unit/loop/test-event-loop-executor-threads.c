/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

static void
count (gpointer data)
{
  ++*(guint *) data;
}

static gboolean
get_thread (GValue *result, gpointer user_data, GError **error)
{
  g_value_init (result, G_TYPE_POINTER);
  g_value_set_pointer (result, g_thread_self ());
  return TRUE;
}

static gboolean
fail (GValue *result, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return FALSE;
}

static gboolean
await_calls (GValue *result, gpointer user_data, GError **error)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) local_error = NULL;
  guint n_freed = 0;

  g_assert_true (aiohttp_event_loop_run_in_executor (loop, get_thread, &n_freed, count, &value, error));
  g_assert_true (g_value_get_pointer (&value) != g_thread_self ());
  g_assert_cmpuint (n_freed, ==, 1);
  g_assert_true (aiohttp_event_loop_run_in_executor (loop, get_thread, NULL, NULL, NULL, error));
  g_assert_false (aiohttp_event_loop_run_in_executor (loop, fail, NULL, NULL, NULL, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  return TRUE;
}

static void
test_await (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_run (await_calls, NULL, &error));
  g_assert_no_error (error);
}

/* A thread that is busy until it is let go. */
typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean open;
  guint n_called; /* atomic */
} Gate;

static gboolean
pass (GValue *result, gpointer user_data, GError **error)
{
  Gate *gate = user_data;

  g_atomic_int_inc (&gate->n_called);
  g_mutex_lock (&gate->lock);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return TRUE;
}

static void
gate_open (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->open = TRUE;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->lock);
}

static void
keep (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
wait_for (GMainContext *context, GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (context, TRUE);
}

/* The pool has one thread: the second call is cancelled while it waits, the first cannot be any more. */
static void
test_cancel (void)
{
  g_autoptr (AiohttpEventLoop) loop = aiohttp_event_loop_new (NULL);
  GMainContext *context = aiohttp_event_loop_get_context (loop);
  g_autoptr (GCancellable) first_cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) second_cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autoptr (GError) error = NULL;
  Gate gate = { 0 };
  guint n_freed = 0;

  g_main_context_push_thread_default (context);
  aiohttp_event_loop_set_executor_size (loop, 1);
  g_assert_cmpuint (aiohttp_event_loop_get_executor_size (loop), ==, 1);
  aiohttp_event_loop_run_in_executor_async (loop, pass, &gate, NULL, first_cancellable, keep, &first);
  aiohttp_event_loop_run_in_executor_async (loop, pass, &n_freed, count, second_cancellable, keep, &second);
  while (g_atomic_int_get (&gate.n_called) == 0)
    g_usleep (100);
  g_cancellable_cancel (first_cancellable);
  g_cancellable_cancel (second_cancellable);
  wait_for (context, &second);
  g_assert_null (first);
  g_assert_cmpuint (n_freed, ==, 1);
  g_assert_false (aiohttp_event_loop_run_in_executor_finish (loop, second, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  gate_open (&gate);
  wait_for (context, &first);
  g_assert_true (aiohttp_event_loop_run_in_executor_finish (loop, first, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (gate.n_called, ==, 1);

  aiohttp_event_loop_run_in_executor_async (loop, pass, &gate, NULL, first_cancellable, keep, &third);
  g_assert_null (third);
  wait_for (context, &third);
  g_assert_false (aiohttp_event_loop_run_in_executor_finish (loop, third, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_main_context_pop_thread_default (context);
  g_assert_true (aiohttp_event_loop_close (loop, NULL));
}

static void
on_freed_in_thread (gpointer data)
{
  g_atomic_int_inc (&((Gate *) data)->n_called);
}

/* A call that is queued ends with the loop; one that runs goes on, and frees what it holds. */
static void
test_close (void)
{
  AiohttpEventLoop *loop = aiohttp_event_loop_new (NULL);
  Gate gate = { 0 };
  guint n_freed = 0;

  aiohttp_event_loop_set_executor_size (loop, 1);
  aiohttp_event_loop_run_in_executor_async (loop, pass, &gate, on_freed_in_thread, NULL, NULL, NULL);
  aiohttp_event_loop_run_in_executor_async (loop, pass, &n_freed, count, NULL, NULL, NULL);
  while (g_atomic_int_get (&gate.n_called) == 0)
    g_usleep (100);
  g_assert_true (aiohttp_event_loop_close (loop, NULL));
  g_assert_cmpuint (n_freed, ==, 1);
  g_object_unref (loop);
  gate_open (&gate);
  while (g_atomic_int_get (&gate.n_called) == 1)
    g_usleep (100);
}

static void
test_size (void)
{
  g_autoptr (AiohttpEventLoop) loop = aiohttp_event_loop_new (NULL);
  guint size;

  g_object_get (loop, "executor-size", &size, NULL);
  g_assert_cmpuint (size, ==, MIN (32, g_get_num_processors () + 4));
  g_object_set (loop, "executor-size", 3, NULL);
  g_assert_cmpuint (aiohttp_event_loop_get_executor_size (loop), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-loop-executor/await", test_await);
  g_test_add_func ("/event-loop-executor/cancel", test_cancel);
  g_test_add_func ("/event-loop-executor/close", test_close);
  g_test_add_func ("/event-loop-executor/size", test_size);
  return g_test_run ();
}
