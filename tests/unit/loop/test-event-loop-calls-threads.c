/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"
#include "sync-line.h"

static AiohttpEventLoop *the_loop;

static void
add (gpointer data)
{
  trace_add (data);
}

static void
stop (gpointer data)
{
  aiohttp_event_loop_stop (the_loop);
}

static void
never (gpointer data)
{
  g_assert_not_reached ();
}

static void
count (gpointer data)
{
  ++*(guint *) data;
}

static void
call_soon (AiohttpCallFunc func, gpointer data)
{
  g_autoptr (AiohttpHandle) handle = aiohttp_event_loop_call_soon (the_loop, func, data, NULL, NULL);

  g_assert_nonnull (handle);
}

static void
call_later (double seconds, AiohttpCallFunc func, gpointer data)
{
  g_autoptr (AiohttpTimerHandle) handle = aiohttp_event_loop_call_later (the_loop, seconds, func, data, NULL, NULL);

  g_assert_nonnull (handle);
}

static void
run (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_event_loop_run_forever (the_loop, &error));
  g_assert_no_error (error);
}

static void
setup (void)
{
  trace_start ();
  the_loop = aiohttp_event_loop_new (NULL);
}

static void
teardown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_event_loop_close (the_loop, &error));
  g_assert_no_error (error);
  g_clear_object (&the_loop); /* handles may still hold it */
}

static void
nest (gpointer data)
{
  trace_add ("nest");
  call_soon (add, (gpointer) "inner");
  call_soon (stop, NULL);
  trace_add ("nested");
}

static void
test_order (void)
{
  setup ();
  call_soon (nest, NULL);
  call_soon (add, (gpointer) "b");
  trace_add ("before");
  run ();
  trace_assert ("before nest nested b inner");
  teardown ();
}

static void
test_cancel (void)
{
  g_autoptr (AiohttpHandle) handle = NULL;
  g_autoptr (AiohttpTimerHandle) timer = NULL;
  guint n_freed = 0;

  setup ();
  handle = aiohttp_event_loop_call_soon (the_loop, never, &n_freed, count, NULL);
  timer = aiohttp_event_loop_call_later (the_loop, 0.001, never, &n_freed, count, NULL);
  g_assert_false (aiohttp_handle_is_cancelled (handle));
  aiohttp_handle_cancel (handle);
  aiohttp_handle_cancel (handle);
  aiohttp_handle_cancel (AIOHTTP_HANDLE (timer));
  g_assert_cmpuint (n_freed, ==, 2);
  g_assert_true (aiohttp_handle_is_cancelled (handle));
  g_assert_true (aiohttp_handle_is_cancelled (AIOHTTP_HANDLE (timer)));
  call_later (0.005, stop, NULL);
  run ();
  g_assert_cmpuint (n_freed, ==, 2);
  teardown ();
}

/* A call that has been made is not one that was called off. */
static void
test_cancel_late (void)
{
  g_autoptr (AiohttpHandle) handle = NULL;
  guint n_freed = 0;

  setup ();
  handle = aiohttp_event_loop_call_soon (the_loop, stop, &n_freed, count, NULL);
  run ();
  g_assert_cmpuint (n_freed, ==, 1);
  aiohttp_handle_cancel (handle);
  g_assert_false (aiohttp_handle_is_cancelled (handle));
  g_assert_cmpuint (n_freed, ==, 1);
  teardown ();
}

static AiohttpHandle *own_handle;

static void
cancel_own (gpointer data)
{
  g_assert_cmpuint (*(guint *) data, ==, 0);
  aiohttp_handle_cancel (own_handle);
  g_assert_cmpuint (*(guint *) data, ==, 0);
  stop (NULL);
}

static void
test_cancel_within (void)
{
  guint n_freed = 0;

  setup ();
  own_handle = aiohttp_event_loop_call_soon (the_loop, cancel_own, &n_freed, count, NULL);
  run ();
  g_assert_cmpuint (n_freed, ==, 1);
  g_clear_object (&own_handle);
  teardown ();
}

static void
test_timers (void)
{
  double now;
  g_autoptr (AiohttpTimerHandle) at = NULL;
  g_autoptr (AiohttpTimerHandle) past = NULL;

  setup ();
  now = aiohttp_event_loop_time (the_loop);
  g_assert_cmpfloat_with_epsilon (now, (double) g_get_monotonic_time () / 1e6, 60);
  call_later (0.02, stop, NULL);
  call_later (0.01, add, (gpointer) "b");
  at = aiohttp_event_loop_call_at (the_loop, now + 0.005, add, (gpointer) "a", NULL, NULL);
  g_assert_cmpfloat_with_epsilon (aiohttp_timer_handle_get_when (at), now + 0.005, 1e-5);
  past = aiohttp_event_loop_call_at (the_loop, -1, add, (gpointer) "past", NULL, NULL);
  call_soon (add, (gpointer) "soon");
  run ();
  trace_assert ("soon past a b");
  g_assert_cmpfloat (aiohttp_event_loop_time (the_loop) - now, >=, 0.02);
  teardown ();
}

static void
check_context (gpointer data)
{
  g_assert_true (aiohttp_get_event_loop (NULL) == the_loop);
  stop (NULL);
}

static void
test_context (void)
{
  setup ();
  call_soon (check_context, NULL);
  run ();
  teardown ();
}

static gboolean
answer (GValue *result, gpointer user_data, GError **error)
{
  AiohttpFuture *future = user_data;

  g_assert_true (aiohttp_get_event_loop (NULL) == the_loop);
  if (!aiohttp_sleep (0.001, error) || !aiohttp_future_await (future, error))
    return FALSE;
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, aiohttp_future_propagate_int64 (future, error) + 1);
  return TRUE;
}

static void
resolve (gpointer data)
{
  aiohttp_future_set_int64 (data, 41);
}

static void
test_create (void)
{
  g_autoptr (AiohttpFuture) future = NULL;
  g_autoptr (AiohttpTask) task = NULL;
  g_autoptr (GError) error = NULL;

  setup ();
  future = aiohttp_event_loop_create_future (the_loop);
  task = aiohttp_event_loop_create_task (the_loop, answer, g_object_ref (future), g_object_unref);
  call_soon (resolve, future);
  g_assert_true (aiohttp_event_loop_run_until_complete (the_loop, AIOHTTP_FUTURE (task), &error));
  g_assert_cmpint (aiohttp_future_propagate_int64 (AIOHTTP_FUTURE (task), &error), ==, 42);
  g_clear_object (&future);
  g_clear_object (&task);
  teardown ();
}

static void
test_close (void)
{
  g_autoptr (AiohttpHandle) soon = NULL;
  g_autoptr (AiohttpHandle) late = NULL;
  g_autoptr (AiohttpTimerHandle) timer = NULL;
  g_autoptr (AiohttpTask) task = NULL;
  g_autoptr (AiohttpTask) too_late = NULL;
  g_autoptr (AiohttpFuture) pending = NULL;
  g_autoptr (GError) error = NULL;
  guint n_freed = 0;

  setup ();
  pending = aiohttp_event_loop_create_future (the_loop);
  task = aiohttp_event_loop_create_task (the_loop, answer, g_object_ref (pending), g_object_unref);
  timer = aiohttp_event_loop_call_later (the_loop, 60, never, &n_freed, count, NULL);
  g_assert_false (aiohttp_event_loop_is_closed (the_loop));
  g_assert_true (aiohttp_event_loop_close (the_loop, &error));
  g_assert_no_error (error);
  g_assert_true (aiohttp_event_loop_is_closed (the_loop));
  g_assert_true (aiohttp_future_is_cancelled (AIOHTTP_FUTURE (task)));
  g_assert_cmpuint (n_freed, ==, 1);

  soon = aiohttp_event_loop_call_soon (the_loop, count, &n_freed, count, &error);
  g_assert_null (soon);
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  g_assert_cmpuint (n_freed, ==, 2);
  g_clear_error (&error);
  late = aiohttp_event_loop_call_soon_threadsafe (the_loop, count, &n_freed, NULL, &error);
  g_assert_null (late);
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (aiohttp_event_loop_run_forever (the_loop, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  g_clear_error (&error);
  too_late = aiohttp_event_loop_create_task (the_loop, answer, g_object_ref (pending), g_object_unref);
  g_assert_true (aiohttp_future_has_error (AIOHTTP_FUTURE (too_late)));

  g_clear_object (&task);
  g_clear_object (&too_late);
  g_clear_object (&timer);
  g_clear_object (&pending);
  teardown ();
}

/* What was called before the loop ever ran is dropped, not called. */
static void
test_close_queued (void)
{
  g_autoptr (AiohttpHandle) soon = NULL;
  g_autoptr (AiohttpHandle) remote = NULL;
  guint n_freed = 0;

  setup ();
  soon = aiohttp_event_loop_call_soon (the_loop, never, &n_freed, count, NULL);
  remote = aiohttp_event_loop_call_soon_threadsafe (the_loop, never, &n_freed, count, NULL);
  g_assert_true (aiohttp_event_loop_close (the_loop, NULL));
  g_assert_cmpuint (n_freed, ==, 2);
  g_clear_object (&soon);
  g_clear_object (&remote);
  teardown ();
}

static void
try_close (gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_event_loop_close (the_loop, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_LOOP_RUNNING);
  stop (NULL);
}

static void
test_close_running (void)
{
  setup ();
  call_soon (try_close, NULL);
  run ();
  teardown ();
}

/* The context that a program has stays, and gets a new loop. */
static void
test_close_wrapped (void)
{
  AiohttpEventLoop *first = aiohttp_get_event_loop (NULL);
  AiohttpEventLoop *second;

  g_assert_true (aiohttp_event_loop_close (first, NULL));
  g_assert_true (aiohttp_event_loop_is_closed (first));
  second = aiohttp_get_event_loop (NULL);
  g_assert_true (second != first);
  g_assert_true (aiohttp_event_loop_get_context (second) == g_main_context_default ());
  g_assert_false (aiohttp_event_loop_is_closed (second));
}

static void
get_context_message (AiohttpEventLoop *loop, AiohttpExceptionContext *context, gpointer data)
{
  const GError *error = aiohttp_exception_context_get_error (context);

  g_assert_true (loop == the_loop);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_null (aiohttp_exception_context_get_future (context));
  trace_add (aiohttp_exception_context_get_message (context));
  /* It may replace itself. */
  aiohttp_event_loop_set_exception_handler (loop, NULL, NULL, NULL);
  trace_add (*(guint *) data == 0 ? "held" : "freed");
}

static void
test_exception_handler (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no");
  g_autoptr (AiohttpExceptionContext) context = aiohttp_exception_context_new ("oops", error, NULL);
  guint n_freed = 0;

  setup ();
  aiohttp_event_loop_set_exception_handler (the_loop, get_context_message, &n_freed, count);
  aiohttp_event_loop_call_exception_handler (the_loop, context);
  trace_assert ("oops held");
  g_assert_cmpuint (n_freed, ==, 1);
  teardown ();
}

static gpointer
call_from_thread (gpointer data)
{
  for (int i = 0; i < 100; i++)
    {
      g_autoptr (AiohttpHandle) handle = aiohttp_event_loop_call_soon_threadsafe (the_loop, count, data, NULL, NULL);

      g_assert_nonnull (handle);
    }
  return NULL;
}

static void
stop_at_400 (gpointer data)
{
  if (*(guint *) data == 400)
    stop (NULL);
  else
    call_later (0.001, stop_at_400, data);
}

static void
test_threadsafe (void)
{
  GThread *threads[4];
  guint n = 0;

  setup ();
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("call", call_from_thread, &n);
  call_soon (stop_at_400, &n);
  run ();
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (n, ==, 400);
  teardown ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-loop-calls/order", test_order);
  g_test_add_func ("/event-loop-calls/cancel", test_cancel);
  g_test_add_func ("/event-loop-calls/cancel/late", test_cancel_late);
  g_test_add_func ("/event-loop-calls/cancel/within", test_cancel_within);
  g_test_add_func ("/event-loop-calls/timers", test_timers);
  g_test_add_func ("/event-loop-calls/context", test_context);
  g_test_add_func ("/event-loop-calls/create", test_create);
  g_test_add_func ("/event-loop-calls/close", test_close);
  g_test_add_func ("/event-loop-calls/close/queued", test_close_queued);
  g_test_add_func ("/event-loop-calls/close/running", test_close_running);
  g_test_add_func ("/event-loop-calls/close/wrapped", test_close_wrapped);
  g_test_add_func ("/event-loop-calls/exception-handler", test_exception_handler);
  g_test_add_func ("/event-loop-calls/threadsafe", test_threadsafe);
  return g_test_run ();
}
