/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-await-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-task-private.h"
#include "aiohttp.h"
#include "expect-log.h"

#include <glib/gstdio.h>

/* A GIO operation under the test's control: it completes when told, as often as told. */
typedef struct
{
  GAsyncReadyCallback callback;
  gpointer user_data;
  GCancellable *cancellable;
  gboolean check_cancellable;
} Operation;

static void
operation_start (Operation *op, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  op->callback = callback;
  op->user_data = user_data;
  g_set_object (&op->cancellable, cancellable);
}

static void
operation_call_back (Operation *op)
{
  g_autoptr (GTask) task = g_task_new (NULL, op->cancellable, NULL, NULL);

  g_task_set_check_cancellable (task, op->check_cancellable);
  g_task_return_boolean (task, TRUE);
  op->callback (NULL, G_ASYNC_RESULT (task), op->user_data);
}

static void
operation_clear (Operation *op)
{
  g_clear_object (&op->cancellable);
}

static void
on_timeout_call_back (gpointer data)
{
  operation_call_back (data);
}

static gboolean
test_file (GValue *result, gpointer user_data, GError **error)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "aiohttp-test-await-XXXXXX", NULL);
  int fd = g_mkstemp (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_cmpint (fd, !=, -1);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, "hello", -1, NULL));

  opened = aiohttp_await (g_file_read_async (file, 0, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  stream = g_file_read_finish (file, opened, error);
  g_assert_nonnull (stream);
  read = aiohttp_await (
      g_input_stream_read_bytes_async (G_INPUT_STREAM (stream), 100, 0, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (stream), read, error);
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "hello", 5);
  closed = aiohttp_await (g_input_stream_close_async (G_INPUT_STREAM (stream), 0, NULL, AIOHTTP_RESUME));
  g_assert_true (g_input_stream_close_finish (G_INPUT_STREAM (stream), closed, error));
  g_file_delete (file, NULL, NULL);
  return TRUE;
}

static gboolean
test_error (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/aiohttp");
  g_autoptr (GAsyncResult) opened = aiohttp_await (g_file_read_async (file, 0, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  g_autoptr (GError) local_error = NULL;

  g_assert_null (g_file_read_finish (file, opened, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  return TRUE;
}

/* The callback comes while the call is still running. */
static void
start_and_call_back (Operation *op, GAsyncReadyCallback callback, gpointer user_data)
{
  operation_start (op, NULL, callback, user_data);
  operation_call_back (op);
}

static gboolean
test_before_return (GValue *result, gpointer user_data, GError **error)
{
  Operation op = { 0 };
  g_autoptr (GAsyncResult) r = aiohttp_await (start_and_call_back (&op, AIOHTTP_RESUME));

  return g_task_propagate_boolean (G_TASK (r), error);
}

static void
call_back_twice (gpointer data)
{
  operation_call_back (data);
  operation_call_back (data);
}

static gboolean
test_twice (GValue *result, gpointer user_data, GError **error)
{
  Operation op = { 0 };
  g_autoptr (GAsyncResult) r = NULL;

  g_timeout_add_once (1, call_back_twice, &op);
  r = aiohttp_await (operation_start (&op, NULL, AIOHTTP_RESUME));
  g_assert_true (g_task_propagate_boolean (G_TASK (r), error));

  /* And once more when the await is long over, also while another is under way. */
  operation_call_back (&op);
  g_timeout_add_once (1, on_timeout_call_back, &op);
  g_assert_true (aiohttp_sleep (0.005, error));
  return TRUE;
}

static gpointer
call_back_in_thread (gpointer data)
{
  operation_call_back (data);
  return NULL;
}

static gboolean
test_foreign_thread (GValue *result, gpointer user_data, GError **error)
{
  for (int i = 0; i < 50; i++)
    {
      Operation op = { 0 };
      GThread *thread = NULL;
      g_autoptr (GAsyncResult) r = aiohttp_await (
          (operation_start (&op, NULL, AIOHTTP_RESUME), thread = g_thread_new ("callback", call_back_in_thread, &op)));

      g_thread_join (thread);
      g_assert_true (g_task_propagate_boolean (G_TASK (r), error));
    }
  return TRUE;
}

static int
add_one (int n)
{
  Operation op = { 0 };
  g_autoptr (GAsyncResult) r = NULL;

  g_timeout_add_once (0, on_timeout_call_back, &op);
  r = aiohttp_await (operation_start (&op, NULL, AIOHTTP_RESUME));
  return n + (g_task_propagate_boolean (G_TASK (r), NULL) ? 1 : 0);
}

static void
start_with_number (Operation *op, int number, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_assert_cmpint (number, ==, 2);
  operation_start (op, cancellable, callback, user_data);
}

/* An await among the arguments of another one. */
static gboolean
test_within (GValue *result, gpointer user_data, GError **error)
{
  Operation op = { 0 };
  g_autoptr (GAsyncResult) r = NULL;

  g_timeout_add_once (20, on_timeout_call_back, &op);
  r = aiohttp_await (start_with_number (&op, add_one (add_one (0)), AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  operation_clear (&op);
  return g_task_propagate_boolean (G_TASK (r), error);
}

static void
test_outside (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/");
  g_autoptr (GAsyncResult) r = NULL;
  g_autoptr (GError) error = NULL;
  AiohttpWaiter waiter;

  g_assert_null (AIOHTTP_CANCELLABLE);
  expect_log (G_LOG_LEVEL_CRITICAL, "*aiohttp_await()*outside a coroutine*");
  r = aiohttp_await (g_file_read_async (file, 0, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  expect_log_assert ();
  g_assert_null (g_file_read_finish (file, r, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_NOT_IN_COROUTINE);
  g_clear_error (&error);

  expect_log (G_LOG_LEVEL_CRITICAL, "*aiohttp_sleep()*outside a coroutine*");
  g_assert_false (aiohttp_sleep (0, &error));
  expect_log_assert ();
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_NOT_IN_COROUTINE);
  g_clear_error (&error);

  aiohttp_waiter_init (&waiter);
  expect_log (G_LOG_LEVEL_CRITICAL, "*outside a coroutine*");
  g_assert_false (aiohttp_waiter_wait (&waiter, &error));
  expect_log_assert ();
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_NOT_IN_COROUTINE);
}

static void
start_nothing (Operation *op)
{
}

static gboolean
test_without_resume (GValue *result, gpointer user_data, GError **error)
{
  Operation op = { 0 };
  g_autoptr (GAsyncResult) r = NULL;
  g_autoptr (GError) local_error = NULL;

  expect_log (G_LOG_LEVEL_CRITICAL, "*without AIOHTTP_RESUME*");
  r = aiohttp_await (start_nothing (&op));
  expect_log_assert ();
  g_assert_false (aiohttp_result_propagate_boolean (r, NULL, NULL, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  return TRUE;
}

static void
await_in_call_out (gpointer data)
{
  GError **error = data;

  expect_log (G_LOG_LEVEL_CRITICAL, "*outside a coroutine*");
  g_assert_false (aiohttp_sleep (0, error));
  expect_log_assert ();
}

static gboolean
test_in_call_out (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  aiohttp_call_out (await_in_call_out, &local_error);
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_NOT_IN_COROUTINE);
  return TRUE;
}

typedef struct
{
  GMainLoop *loop;
  GError *sleep_error;
  GError *await_error;
  int n_naps;
} Nested;

/* On the coroutine's stack, below its own main loop: an await could never be resumed. */
static gboolean
await_nested (gpointer data)
{
  Nested *nested = data;
  g_autoptr (GFile) file = g_file_new_for_path ("/");
  g_autoptr (GAsyncResult) r = NULL;

  /* Other coroutines are resumed meanwhile, on the main stack. */
  if (nested->n_naps < 3)
    return G_SOURCE_CONTINUE;
  g_assert_true (aiohttp_in_coroutine ());
  g_assert_false (aiohttp_sleep (0, &nested->sleep_error));
  r = aiohttp_await (g_file_read_async (file, 0, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  g_assert_null (g_file_read_finish (file, r, &nested->await_error));
  g_main_loop_quit (nested->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
count_naps (GValue *result, gpointer user_data, GError **error)
{
  int *n = user_data;

  for (; *n < 3; ++*n)
    if (!aiohttp_sleep (0.001, error))
      return FALSE;
  return TRUE;
}

static gboolean
test_nested_loop (GValue *result, gpointer user_data, GError **error)
{
  Nested nested = { .loop = g_main_loop_new (NULL, FALSE) };
  g_autoptr (AiohttpTask) task = aiohttp_spawn (count_naps, &nested.n_naps, NULL);

  g_timeout_add (5, await_nested, &nested);
  g_main_loop_run (nested.loop);
  g_assert_error (nested.sleep_error, AIOHTTP_ERROR, AIOHTTP_ERROR_NESTED_LOOP);
  g_assert_error (nested.await_error, AIOHTTP_ERROR, AIOHTTP_ERROR_NESTED_LOOP);
  if (!aiohttp_future_await (AIOHTTP_FUTURE (task), error))
    return FALSE;

  g_clear_error (&nested.sleep_error);
  g_clear_error (&nested.await_error);
  g_main_loop_unref (nested.loop);
  return aiohttp_sleep (0, error);
}

static gboolean
wait_for_operation (GValue *result, gpointer user_data, GError **error)
{
  Operation *op = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GAsyncResult) r = aiohttp_await (operation_start (op, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  gboolean delivered = !g_task_propagate_boolean (G_TASK (r), &local_error);

  if (op->check_cancellable)
    {
      /* GTask's default: the result is lost, and the cancel is delivered, once. */
      g_assert_true (delivered);
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (aiohttp_sleep (0.001, error));
    }
  else
    {
      /* The result is there; the cancel comes at the next await, once. */
      g_assert_false (delivered);
      g_assert_false (aiohttp_sleep (0.001, &local_error));
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (aiohttp_sleep (0.001, error));
    }
  g_assert_false (g_cancellable_is_cancelled (AIOHTTP_CANCELLABLE));
  return TRUE;
}

/* A cancel between the operation's return and its callback. */
static gboolean
test_cancel_between (GValue *result, gpointer user_data, GError **error)
{
  for (int check = 0; check <= 1; check++)
    {
      Operation op = { .check_cancellable = check };
      g_autoptr (AiohttpTask) task = aiohttp_spawn (wait_for_operation, &op, NULL);
      g_autoptr (GTask) operation = NULL;

      g_assert_true (aiohttp_sleep (0, error));
      operation = g_task_new (NULL, op.cancellable, op.callback, op.user_data);
      g_task_set_check_cancellable (operation, check);
      g_task_return_boolean (operation, TRUE); /* its callback comes from an idle source */
      g_assert_true (aiohttp_task_cancel (task));
      g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (task), error));
      operation_clear (&op);
    }
  return TRUE;
}

static gboolean
wait_uncancellably (GValue *result, gpointer user_data, GError **error)
{
  Operation *op = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GAsyncResult) r = aiohttp_await (operation_start (op, NULL, AIOHTTP_RESUME));

  g_assert_true (g_task_propagate_boolean (G_TASK (r), error));
  g_assert_false (aiohttp_sleep (10, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return aiohttp_sleep (0, error);
}

static gboolean
test_null_cancellable (GValue *result, gpointer user_data, GError **error)
{
  Operation op = { 0 };
  g_autoptr (AiohttpTask) task = aiohttp_spawn (wait_uncancellably, &op, NULL);

  g_assert_true (aiohttp_sleep (0, error));
  aiohttp_task_cancel (task);
  g_assert_true (aiohttp_sleep (0.005, error));
  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (task)));
  operation_call_back (&op);
  return aiohttp_future_await (AIOHTTP_FUTURE (task), error);
}

static gboolean
wait_for_waiter (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_waiter_wait (user_data, error);
}

/* A wake that has come wins over a cancel, and the other way round a cancel ends the wait. */
static gboolean
test_waiter_cancel (GValue *result, gpointer user_data, GError **error)
{
  for (int wake_first = 0; wake_first <= 1; wake_first++)
    {
      AiohttpWaiter waiter;
      g_autoptr (AiohttpTask) task = NULL;
      g_autoptr (GError) local_error = NULL;

      aiohttp_waiter_init (&waiter);
      task = aiohttp_spawn (wait_for_waiter, &waiter, NULL);
      g_assert_true (aiohttp_sleep (0, error));
      if (wake_first)
        aiohttp_waiter_wake (&waiter);
      aiohttp_task_cancel (task);
      if (wake_first)
        {
          g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (task), error));
          continue;
        }
      g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  return TRUE;
}

/* The macro that makes an awaiting form, on a pair of this file. */
static void
answer_async (gpointer self, int number, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, answer_async);
  g_task_return_int (task, number);
}

static gssize
answer_finish (gpointer self, GAsyncResult *result, GError **error)
{
  return aiohttp_result_propagate_int (result, self, answer_async, error);
}

static AIOHTTP_DEFINE_AWAIT (gssize, answer, -1, (gpointer self, int number), (self, number))

    static gboolean test_define_await (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) self = aiohttp_future_new ();
  g_autoptr (AiohttpFuture) other = aiohttp_future_new ();
  g_autoptr (GError) local_error = NULL;

  g_assert_cmpint (answer (self, 42, error), ==, 42);

  /* The same _finish takes a future. */
  g_assert_cmpint (answer_finish (self, G_ASYNC_RESULT (other), &local_error), ==, -1);
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  aiohttp_future_set_int64 (other, 7);
  g_assert_cmpint (answer_finish (self, G_ASYNC_RESULT (other), error), ==, 7);
  return TRUE;
}

static void
test_define_await_outside (void)
{
  g_autoptr (AiohttpFuture) self = aiohttp_future_new ();
  g_autoptr (GError) error = NULL;

  expect_log (G_LOG_LEVEL_CRITICAL, "*answer*outside a coroutine*");
  g_assert_cmpint (answer (self, 1, &error), ==, -1);
  expect_log_assert ();
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_NOT_IN_COROUTINE);
}

static void
test_foreign_result (void)
{
  g_autoptr (AiohttpFuture) self = aiohttp_future_new ();
  g_autoptr (GTask) other = g_task_new (NULL, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  expect_log (G_LOG_LEVEL_CRITICAL, "*GTask*not its own*");
  g_assert_cmpint (answer_finish (self, G_ASYNC_RESULT (other), &error), ==, -1);
  expect_log_assert ();
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  aiohttp_test_add_coroutine ("/await/file", test_file, NULL);
  aiohttp_test_add_coroutine ("/await/error", test_error, NULL);
  aiohttp_test_add_coroutine ("/await/before-return", test_before_return, NULL);
  aiohttp_test_add_coroutine ("/await/twice", test_twice, NULL);
  aiohttp_test_add_coroutine ("/await/foreign-thread", test_foreign_thread, NULL);
  aiohttp_test_add_coroutine ("/await/within", test_within, NULL);
  g_test_add_func ("/await/outside", test_outside);
  aiohttp_test_add_coroutine ("/await/without-resume", test_without_resume, NULL);
  aiohttp_test_add_coroutine ("/await/in-call-out", test_in_call_out, NULL);
  aiohttp_test_add_coroutine ("/await/nested-loop", test_nested_loop, NULL);
  aiohttp_test_add_coroutine ("/await/cancel/between", test_cancel_between, NULL);
  aiohttp_test_add_coroutine ("/await/cancel/null-cancellable", test_null_cancellable, NULL);
  aiohttp_test_add_coroutine ("/await/waiter/cancel", test_waiter_cancel, NULL);
  aiohttp_test_add_coroutine ("/await/define", test_define_await, NULL);
  g_test_add_func ("/await/define/outside", test_define_await_outside);
  g_test_add_func ("/await/foreign-result", test_foreign_result);
  return g_test_run ();
}
