/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-coroutine-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp.h"

static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
append_letter (AiohttpFuture *future, gpointer data)
{
  g_string_append_c (data, aiohttp_future_has_error (future) ? 'e' : 'v');
}

static void
append_signal (AiohttpFuture *future, gpointer data)
{
  g_string_append_c (data, 's');
}

static void
append_freed (gpointer data)
{
  g_string_append_c (data, 'f');
}

static void
test_pending (void)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GError) error = NULL;
  GValue value = G_VALUE_INIT;

  g_assert_false (aiohttp_future_is_done (future));
  g_assert_false (aiohttp_future_is_cancelled (future));
  g_assert_false (aiohttp_future_has_error (future));
  g_assert_null (aiohttp_future_dup_error (future));
  g_assert_null (aiohttp_future_get_result (future));
  g_assert_null (aiohttp_future_propagate_object (future, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&error);
  g_assert_false (aiohttp_future_propagate_value (future, &value, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_assert_true (AIOHTTP_IS_REPLY (future));
  g_assert_true (G_IS_ASYNC_RESULT (future));
}

static void
test_values (void)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) got_bytes = NULL;
  g_autofree char *text = NULL;
  GValue value = G_VALUE_INIT;

  g_assert_true (aiohttp_future_set_boolean (future, TRUE));
  g_assert_false (aiohttp_future_set_boolean (future, FALSE));
  g_assert_true (aiohttp_future_propagate_boolean (future, &error));
  g_assert_true (aiohttp_future_propagate_boolean (future, &error));
  g_assert_no_error (error);

  g_set_object (&future, NULL);
  future = aiohttp_future_new ();
  g_assert_true (aiohttp_future_set_int64 (future, G_MAXINT64));
  g_assert_cmpint (aiohttp_future_propagate_int64 (future, NULL), ==, G_MAXINT64);
  g_assert_null (aiohttp_future_propagate_string (future, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE);
  g_clear_error (&error);

  g_set_object (&future, NULL);
  future = aiohttp_future_new ();
  g_assert_true (aiohttp_future_set_string (future, "text"));
  text = aiohttp_future_propagate_string (future, NULL);
  g_assert_cmpstr (text, ==, "text");

  g_set_object (&future, NULL);
  future = aiohttp_future_new ();
  g_assert_true (aiohttp_future_set_strv (future, (const char *const[]){ "one", "two", NULL }));
  g_assert_true (aiohttp_future_propagate_value (future, &value, NULL));
  g_assert_true (g_strv_equal (g_value_get_boxed (&value), (const char *const[]){ "one", "two", NULL }));
  g_value_unset (&value);

  g_set_object (&future, NULL);
  future = aiohttp_future_new ();
  g_assert_true (aiohttp_future_set_bytes (future, bytes));
  got_bytes = aiohttp_future_propagate_bytes (future, NULL);
  g_assert_true (got_bytes == bytes);

  g_set_object (&future, NULL);
  future = aiohttp_future_new ();
  g_value_init (&value, G_TYPE_UINT);
  g_value_set_uint (&value, 5);
  g_assert_true (aiohttp_future_set_value (future, &value));
  g_value_unset (&value);
  g_assert_cmpint (aiohttp_future_propagate_int64 (future, NULL), ==, 5);
  g_assert_true (aiohttp_future_propagate_value (future, &value, NULL));
  g_assert_cmpuint (g_value_get_uint (&value), ==, 5);
  g_value_unset (&value);
}

static void
test_object (void)
{
  AiohttpFuture *future = aiohttp_future_new ();
  GCancellable *object = g_cancellable_new ();
  g_autoptr (GCancellable) first = NULL;
  g_autoptr (GCancellable) second = NULL;

  g_assert_true (aiohttp_future_set_object (future, G_OBJECT (object)));
  first = aiohttp_future_propagate_object (future, NULL);
  second = aiohttp_future_propagate_object (future, NULL);
  g_assert_true (first == object && second == object);
  g_clear_object (&first);
  g_clear_object (&second);
  g_assert_finalize_object (future);
  g_assert_finalize_object (object);
}

static void
test_pointer (void)
{
  g_autoptr (GString) trace = g_string_new (NULL);
  AiohttpFuture *future = aiohttp_future_new ();

  g_assert_true (aiohttp_future_set_pointer (future, trace, append_freed));
  g_assert_true (aiohttp_future_get_pointer (future, NULL) == trace);
  g_assert_false (aiohttp_future_set_pointer (future, trace, append_freed));
  g_assert_cmpstr (trace->str, ==, "f");
  g_assert_finalize_object (future);
  g_assert_cmpstr (trace->str, ==, "ff");
}

static void
test_error (void)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "gone");
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;

  g_assert_true (aiohttp_future_set_error (future, error));
  g_assert_false (aiohttp_future_take_error (future, g_error_copy (error)));
  g_assert_true (aiohttp_future_has_error (future));
  g_assert_false (aiohttp_future_is_cancelled (future));
  g_assert_false (aiohttp_future_propagate_boolean (future, &first));
  g_assert_error (first, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  second = aiohttp_future_dup_error (future);
  g_assert_error (second, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (aiohttp_future_propagate_boolean (future, NULL));
}

static void
test_cancel (void)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_future_cancel (future));
  g_assert_false (aiohttp_future_cancel (future));
  g_assert_false (aiohttp_future_set_boolean (future, TRUE));
  g_assert_true (aiohttp_future_is_done (future));
  g_assert_true (aiohttp_future_is_cancelled (future));
  g_assert_false (aiohttp_future_propagate_boolean (future, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_callbacks (void)
{
  g_autoptr (GString) trace = g_string_new (NULL);
  AiohttpFuture *future = aiohttp_future_new ();
  gulong id;

  g_signal_connect (future, "done", G_CALLBACK (append_signal), trace);
  aiohttp_future_add_done_callback (future, append_letter, trace, append_freed);
  id = aiohttp_future_add_done_callback (future, append_letter, trace, append_freed);
  g_assert_true (aiohttp_future_remove_done_callback (future, id));
  g_assert_false (aiohttp_future_remove_done_callback (future, id));
  g_assert_cmpstr (trace->str, ==, "f");
  g_string_truncate (trace, 0);

  aiohttp_future_set_boolean (future, TRUE);
  /* Never from within the call that made it done. */
  g_assert_cmpstr (trace->str, ==, "");
  drain ();
  g_assert_cmpstr (trace->str, ==, "svf");

  /* Who comes late is called too, through the loop. */
  aiohttp_future_add_done_callback (future, append_letter, trace, NULL);
  g_assert_cmpstr (trace->str, ==, "svf");
  drain ();
  g_assert_cmpstr (trace->str, ==, "svfv");
  g_assert_finalize_object (future);
}

static void
test_callbacks_dropped (void)
{
  g_autoptr (GString) trace = g_string_new (NULL);
  AiohttpFuture *future = aiohttp_future_new ();

  aiohttp_future_add_done_callback (future, append_letter, trace, append_freed);
  g_assert_finalize_object (future);
  g_assert_cmpstr (trace->str, ==, "f");
}

static void
on_task_called_back (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
test_for_task (void)
{
  gboolean called = FALSE;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_task_called_back, &called);
  g_autoptr (AiohttpFuture) future = aiohttp_future_new_for_task (task);
  g_autoptr (AiohttpFuture) late = NULL;
  GValue value = G_VALUE_INIT;

  g_task_return_int (task, 3);
  while (!aiohttp_future_is_done (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (called);
  g_assert_true (aiohttp_future_get_result (future) == G_ASYNC_RESULT (task));
  g_assert_true (aiohttp_future_propagate_value (future, &value, NULL));
  g_assert_true (g_value_get_object (&value) == (gpointer) task);
  g_value_unset (&value);
  late = aiohttp_future_new_for_task (task);
  g_assert_true (aiohttp_future_is_done (late));
  g_assert_cmpint (g_task_propagate_int (G_TASK (aiohttp_future_get_result (late)), NULL), ==, 3);
}

static gboolean
test_adopt (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GFile) file = g_file_new_for_path (g_get_tmp_dir ());
  g_autoptr (GFileInfo) info = NULL;

  g_file_query_info_async (file, "standard::type", 0, 0, NULL, aiohttp_future_ready_callback, g_object_ref (future));
  g_assert_true (aiohttp_future_await (future, error));
  info = g_file_query_info_finish (file, aiohttp_future_get_result (future), error);
  g_assert_nonnull (info);
  g_assert_cmpint (g_file_info_get_file_type (info), ==, G_FILE_TYPE_DIRECTORY);
  return TRUE;
}

/* The future knows how its operation failed, and the operation's `_finish` still tells. */
static gboolean
test_adopt_error (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/aiohttp-glib");
  g_autoptr (GError) local_error = NULL;

  g_file_query_info_async (file, "standard::type", 0, 0, NULL, aiohttp_future_ready_callback, g_object_ref (future));
  g_assert_false (aiohttp_future_await (future, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (aiohttp_future_has_error (future));
  g_clear_error (&local_error);
  g_assert_null (g_file_query_info_finish (file, aiohttp_future_get_result (future), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  return TRUE;
}

/* The same of one of ours, as often as one asks, and of one that is cancelled. */
static gboolean
test_adopt_cancelled (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AiohttpFuture) future = aiohttp_sleep_future (50, cancellable);

  g_cancellable_cancel (cancellable);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GError) finish_error = NULL;

      g_assert_false (aiohttp_future_await (future, &local_error));
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (aiohttp_future_is_cancelled (future));
      g_assert_false (aiohttp_sleep_finish (G_ASYNC_RESULT (future), &finish_error));
      g_assert_error (finish_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  return TRUE;
}

static gboolean
return_if_cancelled (gpointer data)
{
  return !g_task_return_error_if_cancelled (data);
}

/* To cancel a future is to ask its GTask, if that can be asked. */
static gboolean
test_for_task_cancel (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, NULL, NULL);
  g_autoptr (GTask) deaf = g_task_new (NULL, NULL, NULL, NULL);
  g_autoptr (AiohttpFuture) future = aiohttp_future_new_for_task (task);
  g_autoptr (AiohttpFuture) deaf_future = aiohttp_future_new_for_task (deaf);

  g_timeout_add (1, return_if_cancelled, task);
  g_assert_true (aiohttp_future_cancel (future));
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_false (aiohttp_future_is_done (future));
  g_assert_true (aiohttp_future_await (future, error));
  g_assert_true (g_task_had_error (task));

  g_assert_true (aiohttp_future_cancel (deaf_future));
  g_assert_true (aiohttp_future_is_cancelled (deaf_future));
  g_task_return_boolean (deaf, TRUE);
  return aiohttp_sleep (0, error);
}

static gboolean
resolve_later (gpointer data)
{
  aiohttp_future_set_int64 (data, 42);
  return G_SOURCE_REMOVE;
}

static gboolean
wait_for_42 (GValue *result, gpointer user_data, GError **error)
{
  g_assert_true (aiohttp_future_await (user_data, error));
  g_assert_cmpint (aiohttp_future_propagate_int64 (user_data, error), ==, 42);
  return TRUE;
}

static gboolean
test_await_by_many (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  AiohttpFuture *task[20];
  gboolean ok;

  for (guint i = 0; i < G_N_ELEMENTS (task); i++)
    task[i] = AIOHTTP_FUTURE (aiohttp_spawn (wait_for_42, future, NULL));
  g_timeout_add (1, resolve_later, future);
  ok = aiohttp_gather ((GAsyncResult **) task, G_N_ELEMENTS (task), FALSE, error);
  for (guint i = 0; i < G_N_ELEMENTS (task); i++)
    g_object_unref (task[i]);
  /* Done already: no wait. */
  g_assert_true (aiohttp_future_await (future, error));
  return ok;
}

static gboolean
test_await_error (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GError) local_error = NULL;

  aiohttp_future_take_error (future, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy"));
  g_assert_false (aiohttp_future_await (future, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  return TRUE;
}

static gboolean
wait_for_future (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_future_await (user_data, error);
}

/* As in asyncio: cancelling who waits cancels what is waited for. */
static gboolean
test_await_cancel (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (AiohttpTask) task = aiohttp_spawn (wait_for_future, future, NULL);
  g_autoptr (GError) local_error = NULL;

  g_assert_true (aiohttp_sleep (0, error));
  aiohttp_task_cancel (task);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (aiohttp_future_is_cancelled (future));
  g_assert_true (aiohttp_future_is_cancelled (AIOHTTP_FUTURE (task)));
  return TRUE;
}

static void
on_awaited (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **to = data;

  *to = g_object_ref (result);
}

static void
test_await_async (void)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GAsyncResult) awaited = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_future_await_async (future, cancellable, on_awaited, &cancelled);
  aiohttp_future_await_async (future, NULL, on_awaited, &awaited);
  g_cancellable_cancel (cancellable);
  while (cancelled == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (aiohttp_future_await_finish (future, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (aiohttp_future_is_done (future));

  aiohttp_future_set_boolean (future, FALSE);
  g_assert_null (awaited);
  while (awaited == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (aiohttp_future_await_finish (future, awaited, NULL));
}

/* The value is there; a cancel between that and the callback does not lose it. */
static void
test_await_async_delivered (void)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) awaited = NULL;

  aiohttp_future_await_async (future, cancellable, on_awaited, &awaited);
  aiohttp_future_set_boolean (future, TRUE);
  g_cancellable_cancel (cancellable);
  while (awaited == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (aiohttp_future_await_finish (future, awaited, NULL));
}

static void
check_main_stack (gpointer data)
{
  g_assert_false (aiohttp_in_coroutine ());
  ++*(guint *) data;
}

/* What a future frees may belong to a binding. */
static gboolean
test_freed_on_main_stack (GValue *result, gpointer user_data, GError **error)
{
  AiohttpFuture *future = aiohttp_future_new ();
  guint n = 0;

  g_assert_true (aiohttp_in_coroutine ());
  aiohttp_future_set_pointer (future, &n, check_main_stack);
  aiohttp_future_set_pointer (future, &n, check_main_stack);
  g_assert_finalize_object (future);
  g_assert_cmpuint (n, ==, 2);

  future = aiohttp_future_new ();
  aiohttp_future_remove_done_callback (future,
                                       aiohttp_future_add_done_callback (future, append_letter, &n, check_main_stack));
  g_assert_cmpuint (n, ==, 3);
  aiohttp_future_add_done_callback (future, append_letter, &n, check_main_stack);
  g_assert_finalize_object (future);
  g_assert_cmpuint (n, ==, 4);
  return TRUE;
}

static void
test_as_result (void)
{
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_null (g_async_result_get_user_data (G_ASYNC_RESULT (future)));
  g_assert_null (g_async_result_get_source_object (G_ASYNC_RESULT (future)));
  g_assert_null (aiohttp_result_propagate_pointer (G_ASYNC_RESULT (future), NULL, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  aiohttp_future_set_string (future, "x");
  text = aiohttp_result_propagate_pointer (G_ASYNC_RESULT (future), NULL, NULL, NULL);
  g_assert_cmpstr (text, ==, "x");
  g_assert_true (aiohttp_result_propagate_boolean (G_ASYNC_RESULT (future), NULL, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/future/pending", test_pending);
  g_test_add_func ("/future/values", test_values);
  g_test_add_func ("/future/object", test_object);
  g_test_add_func ("/future/pointer", test_pointer);
  g_test_add_func ("/future/error", test_error);
  g_test_add_func ("/future/cancel", test_cancel);
  g_test_add_func ("/future/callbacks", test_callbacks);
  g_test_add_func ("/future/callbacks/dropped", test_callbacks_dropped);
  g_test_add_func ("/future/for-task", test_for_task);
  aiohttp_test_add_coroutine ("/future/adopt", test_adopt, NULL);
  aiohttp_test_add_coroutine ("/future/adopt/error", test_adopt_error, NULL);
  aiohttp_test_add_coroutine ("/future/adopt/cancelled", test_adopt_cancelled, NULL);
  aiohttp_test_add_coroutine ("/future/for-task/cancel", test_for_task_cancel, NULL);
  aiohttp_test_add_coroutine ("/future/await/by-many", test_await_by_many, NULL);
  aiohttp_test_add_coroutine ("/future/await/error", test_await_error, NULL);
  aiohttp_test_add_coroutine ("/future/await/cancel", test_await_cancel, NULL);
  g_test_add_func ("/future/await-async", test_await_async);
  g_test_add_func ("/future/await-async/delivered", test_await_async_delivered);
  aiohttp_test_add_coroutine ("/future/freed-on-main-stack", test_freed_on_main_stack, NULL);
  g_test_add_func ("/future/as-result", test_as_result);
  return g_test_run ();
}
