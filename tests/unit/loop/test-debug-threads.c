/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <sys/socket.h>
#include <unistd.h>

#include "aiohttp.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-stream-transport-private.h"
#include "expect-log.h"

/* Time passes by the tests' own clock only, in microseconds. */
static gint64 now;

static AiohttpEventLoop *the_loop;
static int count_before;

static gint64
get_now (void)
{
  return now;
}

static void
start (void)
{
  now = 1000;
  count_before = aiohttp_debug_count;
  aiohttp_debug_set_clock (get_now);
  the_loop = aiohttp_event_loop_new (NULL);
  g_assert_true (aiohttp_event_loop_get_debug (the_loop) == aiohttp_debug_is_default ());
  aiohttp_event_loop_set_debug (the_loop, TRUE);
  g_main_context_push_thread_default (aiohttp_event_loop_get_context (the_loop));
}

static void
end (void)
{
  g_autoptr (GError) error = NULL;

  g_main_context_pop_thread_default (aiohttp_event_loop_get_context (the_loop));
  aiohttp_event_loop_close (the_loop, &error);
  g_assert_no_error (error);
  aiohttp_event_loop_set_debug (the_loop, FALSE);
  g_clear_object (&the_loop);
  if (!aiohttp_debug_is_default ())
    g_assert_cmpint (aiohttp_debug_count, ==, count_before);
  aiohttp_debug_set_clock (NULL);
}

static void
iterate (void)
{
  g_main_context_iteration (aiohttp_event_loop_get_context (the_loop), FALSE);
}

static void
drain (void)
{
  while (g_main_context_iteration (aiohttp_event_loop_get_context (the_loop), FALSE))
    ;
}

static void
expect_warning (const char *pattern)
{
  expect_log (G_LOG_LEVEL_WARNING, pattern);
}

static void
take_time (gpointer milliseconds)
{
  now += GPOINTER_TO_INT (milliseconds) * G_TIME_SPAN_MILLISECOND;
}

static void
call_soon (AiohttpCallFunc func, int milliseconds)
{
  g_autoptr (AiohttpHandle) handle =
      aiohttp_event_loop_call_soon (the_loop, func, GINT_TO_POINTER (milliseconds), NULL, NULL);

  g_assert_nonnull (handle);
}

static void
test_properties (void)
{
  start ();
  g_assert_cmpfloat (aiohttp_event_loop_get_slow_callback_duration (the_loop), ==, 0.1);
  g_assert_cmpfloat (aiohttp_event_loop_get_slow_poll_duration (the_loop), ==, 1);
  g_object_set (the_loop, "slow-callback-duration", 0.25, "slow-poll-duration", 2.0, NULL);
  g_assert_cmpfloat (aiohttp_event_loop_get_slow_callback_duration (the_loop), ==, 0.25);
  g_assert_cmpfloat (aiohttp_event_loop_get_slow_poll_duration (the_loop), ==, 2);
  g_object_set (the_loop, "debug", FALSE, NULL);
  g_assert_false (aiohttp_event_loop_get_debug (the_loop));
  if (!aiohttp_debug_is_default ())
    g_assert_cmpint (aiohttp_debug_count, ==, count_before);
  end ();
}

static void
test_off (void)
{
  start ();
  aiohttp_event_loop_set_debug (the_loop, FALSE);
  call_soon (take_time, 500);
  drain ();
  end ();
}

static void
test_slow_callback (void)
{
  start ();
  call_soon (take_time, 99);
  drain ();

  call_soon (take_time, 100);
  expect_warning ("Executing the callback * took 0.100 s\nCreated at (innermost call first):\n*test-debug*");
  drain ();
  expect_log_assert ();

  aiohttp_event_loop_set_slow_callback_duration (the_loop, 0.5);
  call_soon (take_time, 499);
  drain ();
  end ();
}

static void
test_slow_timer (void)
{
  g_autoptr (AiohttpTimerHandle) handle = NULL;

  start ();
  handle = aiohttp_event_loop_call_later (the_loop, 0, take_time, GINT_TO_POINTER (200), NULL, NULL);
  expect_warning ("Executing the callback * took 0.200 s\nCreated at*");
  drain ();
  expect_log_assert ();
  g_clear_object (&handle);
  end ();
}

static gboolean
slow_coroutine (GValue *result, gpointer user_data, GError **error)
{
  now += 50 * G_TIME_SPAN_MILLISECOND;
  if (!aiohttp_sleep (0, error))
    return FALSE;
  now += 150 * G_TIME_SPAN_MILLISECOND;
  return aiohttp_sleep (0, error);
}

static void
test_slow_step (void)
{
  g_autoptr (AiohttpTask) task = NULL;

  start ();
  task = aiohttp_spawn (slow_coroutine, NULL, NULL);
  aiohttp_task_set_name (task, "slow one");
  expect_warning ("Executing a step of the task “slow one” (*) took 0.150 s\nCreated at*test-debug*");
  drain ();
  expect_log_assert ();
  g_assert_true (aiohttp_future_is_done (AIOHTTP_FUTURE (task)));
  g_clear_object (&task);
  end ();
}

static void
on_done (AiohttpFuture *future, gpointer data)
{
  take_time (data);
}

static void
test_slow_done_callback (void)
{
  g_autoptr (AiohttpFuture) future = NULL;

  start ();
  future = aiohttp_future_new ();
  aiohttp_future_add_done_callback (future, on_done, GINT_TO_POINTER (120), NULL);
  aiohttp_future_set_boolean (future, TRUE);
  expect_warning ("Executing the done callback * took 0.120 s\nCreated at*test-debug*");
  drain ();
  expect_log_assert ();
  g_clear_object (&future);
  end ();
}

static void
run_main_loop_inside (gpointer milliseconds)
{
  iterate ();
  take_time (milliseconds);
}

static void
test_nested_main_loop (void)
{
  start ();
  call_soon (run_main_loop_inside, 5000);
  drain ();
  end ();
}

static gboolean
on_foreign (gpointer milliseconds)
{
  take_time (milliseconds);
  return G_SOURCE_REMOVE;
}

static void
add_foreign (int milliseconds)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_foreign, GINT_TO_POINTER (milliseconds), NULL);
  g_source_attach (source, aiohttp_event_loop_get_context (the_loop));
  g_source_unref (source);
}

static void
test_slow_turn (void)
{
  start ();
  add_foreign (60);
  call_soon (take_time, 90);
  drain ();

  add_foreign (60);
  add_foreign (70);
  call_soon (take_time, 90);
  expect_warning ("The main loop did not poll for 0.220 s, of which 0.090 s were this library's*");
  drain ();
  expect_log_assert ();
  end ();
}

static int n_polls;
static int poll_milliseconds;

static int
slow_poll (GPollFD *fds, guint n_fds, int timeout)
{
  n_polls++;
  take_time (GINT_TO_POINTER (poll_milliseconds));
  return g_poll (fds, n_fds, 0);
}

static void
drain_without_time (void)
{
  int before = poll_milliseconds;

  poll_milliseconds = 0;
  drain ();
  poll_milliseconds = before;
}

static void
test_slow_poll (void)
{
  GMainContext *context;

  start ();
  aiohttp_event_loop_set_debug (the_loop, FALSE);
  context = aiohttp_event_loop_get_context (the_loop);
  g_main_context_set_poll_func (context, slow_poll);
  aiohttp_event_loop_set_debug (the_loop, TRUE);
  g_assert_true (g_main_context_get_poll_func (context) != slow_poll);

  n_polls = 0;
  poll_milliseconds = 999;
  iterate ();
  g_assert_cmpint (n_polls, ==, 1);

  poll_milliseconds = 1500;
  expect_warning ("Polling for 0 ms took 1.500 s (events: *): the process was held up");
  iterate ();
  expect_log_assert ();

  /* Nothing to do for so long is no fault. */
  drain_without_time ();
  expect_log (G_LOG_LEVEL_INFO, "Polling took 1.500 s (events: *)");
  g_main_context_iteration (context, TRUE);
  expect_log_assert ();

  aiohttp_event_loop_set_debug (the_loop, FALSE);
  g_assert_true (g_main_context_get_poll_func (context) == slow_poll);
  end ();
}

typedef struct
{
  AiohttpFuture *future;
  gboolean freed;
} Wrong;

static void
set_freed (gpointer data)
{
  ((Wrong *) data)->freed = TRUE;
}

static void
never (gpointer data)
{
  g_assert_not_reached ();
}

static void
never_done (AiohttpFuture *future, gpointer data)
{
  g_assert_not_reached ();
}

static gboolean
never_run (GValue *result, gpointer user_data, GError **error)
{
  g_assert_not_reached ();
}

static gpointer
call_from_wrong_thread (gpointer data)
{
  Wrong *wrong = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) task_error = NULL;
  g_autoptr (AiohttpTask) task = NULL;
  g_autoptr (AiohttpHandle) right = NULL;

  g_assert_null (aiohttp_event_loop_call_soon (the_loop, never, wrong, set_freed, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);
  g_assert_true (wrong->freed);
  g_clear_error (&error);
  g_assert_null (aiohttp_event_loop_call_at (the_loop, 0, never, wrong, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);
  g_clear_error (&error);
  g_assert_null (aiohttp_event_loop_call_later (the_loop, 0, never, wrong, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);

  expect_warning ("aiohttp_future_set_value() was called from another thread*use the threadsafe form\nCreated at*");
  g_assert_false (aiohttp_future_set_string (wrong->future, "text"));
  expect_log_assert ();
  expect_warning ("aiohttp_future_set_error() was called from another thread*");
  g_assert_false (aiohttp_future_set_error (wrong->future, error));
  expect_log_assert ();
  expect_warning ("aiohttp_future_cancel() was called from another thread*");
  g_assert_false (aiohttp_future_cancel (wrong->future));
  expect_log_assert ();
  expect_warning ("aiohttp_future_add_done_callback() was called from another thread*");
  g_assert_cmpuint (aiohttp_future_add_done_callback (wrong->future, never_done, NULL, NULL), ==, 0);
  expect_log_assert ();
  expect_warning ("aiohttp_event_loop_create_task() was called from another thread*");
  task = aiohttp_event_loop_create_task (the_loop, never_run, NULL, NULL);
  expect_log_assert ();
  task_error = aiohttp_future_dup_error (AIOHTTP_FUTURE (task));
  g_assert_error (task_error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);

  right = aiohttp_event_loop_call_soon_threadsafe (the_loop, take_time, NULL, NULL, &error);
  g_assert_nonnull (right);
  return NULL;
}

static void
join_wrong_thread (gpointer data)
{
  g_thread_join (g_thread_new ("wrong", call_from_wrong_thread, data));
}

static void
test_wrong_thread (void)
{
  Wrong wrong = { NULL, FALSE };
  g_autoptr (AiohttpHandle) handle = NULL;

  start ();
  wrong.future = aiohttp_future_new ();
  handle = aiohttp_event_loop_call_soon (the_loop, join_wrong_thread, &wrong, NULL, NULL);
  drain ();
  g_assert_false (aiohttp_future_is_done (wrong.future));
  g_assert_true (aiohttp_future_set_boolean (wrong.future, TRUE));
  drain ();
  g_clear_object (&wrong.future);
  g_clear_object (&handle);
  end ();
}

static gpointer
call_while_nobody_runs (gpointer data)
{
  g_assert_true (aiohttp_future_set_boolean (data, TRUE));
  return NULL;
}

/* As in asyncio, a loop that does not run belongs to no thread. */
static void
test_loop_that_rests (void)
{
  g_autoptr (AiohttpFuture) future = NULL;

  start ();
  future = aiohttp_future_new ();
  drain ();
  g_thread_join (g_thread_new ("other", call_while_nobody_runs, future));
  g_assert_true (aiohttp_future_is_done (future));
  drain ();
  g_clear_object (&future);
  end ();
}

static gboolean
wait_for_ever (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_future_await (user_data, error);
}

static void
test_task_pending (void)
{
  GMainContext *context = g_main_context_new ();
  AiohttpEventLoop *loop = aiohttp_event_loop_new (context);
  AiohttpTask *task;

  aiohttp_event_loop_set_debug (loop, TRUE);
  count_before = aiohttp_debug_count - 1;
  task = aiohttp_event_loop_create_task (loop, never_run, NULL, NULL);
  aiohttp_task_set_name (task, "left over");
  g_object_unref (task);
  g_object_unref (loop);

  expect_warning ("Destroyed while pending: the task “left over” (*); it has not started\nCreated at*test-debug*");
  g_main_context_unref (context);
  expect_log_assert ();
  if (!aiohttp_debug_is_default ())
    g_assert_cmpint (aiohttp_debug_count, ==, count_before);
}

static void
test_task_suspended (void)
{
  GMainContext *context = g_main_context_new ();
  AiohttpEventLoop *loop = aiohttp_event_loop_new (context);
  AiohttpFuture *future;
  AiohttpTask *task;

  g_main_context_push_thread_default (context);
  aiohttp_event_loop_set_debug (loop, TRUE);
  future = aiohttp_future_new ();
  task = aiohttp_spawn (wait_for_ever, future, NULL);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_object_unref (task);
  g_object_unref (loop);
  g_main_context_pop_thread_default (context);

  expect_warning ("Destroyed while pending: the task “Task-*” (*); it waits in:\n*aiohttp_future_await*Created at*");
  g_main_context_unref (context);
  expect_log_assert ();
}

static GError *
new_error (void)
{
  return g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "it broke");
}

static void
test_error_not_seen (void)
{
  AiohttpFuture *future;

  start ();
  future = aiohttp_future_new ();
  aiohttp_future_take_error (future, new_error ());
  expect_warning ("Nobody asked for the error of AiohttpFuture (0x*): it broke\nCreated at*test-debug*");
  g_object_unref (future);
  expect_log_assert ();

  /* Told where debug mode is off, too, as by asyncio; but not where it was made. */
  aiohttp_event_loop_set_debug (the_loop, FALSE);
  future = aiohttp_future_new ();
  aiohttp_future_take_error (future, new_error ());
  expect_warning ("Nobody asked for the error of AiohttpFuture (0x*): it broke*");
  g_object_unref (future);
  expect_log_assert ();
  end ();
}

static void
test_error_seen (void)
{
  AiohttpFuture *future;
  g_autoptr (GError) error = NULL;

  start ();
  future = aiohttp_future_new ();
  aiohttp_future_take_error (future, new_error ());
  g_assert_true (aiohttp_future_has_error (future));
  g_object_unref (future);

  future = aiohttp_future_new ();
  aiohttp_future_take_error (future, new_error ());
  g_assert_false (aiohttp_future_propagate_boolean (future, &error));
  g_object_unref (future);

  future = aiohttp_future_new ();
  g_clear_error (&error);
  aiohttp_future_take_error (future, new_error ());
  error = aiohttp_future_dup_error (future);
  g_assert_nonnull (error);
  g_object_unref (future);

  future = aiohttp_future_new ();
  aiohttp_future_cancel (future);
  g_object_unref (future);
  end ();
}

static void
on_exception (AiohttpEventLoop *loop, AiohttpExceptionContext *context, gpointer user_data)
{
  char **message = user_data;

  g_assert_true (loop == the_loop);
  g_assert_error (aiohttp_exception_context_get_error (context), AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED);
  g_assert_null (*message);
  *message = g_strdup (aiohttp_exception_context_get_message (context));
}

static void
test_error_to_handler (void)
{
  AiohttpFuture *future;
  g_autofree char *message = NULL;

  start ();
  aiohttp_event_loop_set_exception_handler (the_loop, on_exception, &message, NULL);
  future = aiohttp_future_new ();
  aiohttp_future_take_error (future, new_error ());
  g_object_unref (future);
  g_assert_null (message);
  drain ();
  g_assert_true (g_str_has_prefix (message, "Nobody asked for the error of AiohttpFuture ("));
  g_assert_nonnull (strstr (message, "created at"));
  end ();
}

static gboolean
fail (GValue *result, gpointer user_data, GError **error)
{
  g_propagate_error (error, new_error ());
  return FALSE;
}

static void
test_task_never_awaited (void)
{
  g_autoptr (AiohttpTask) task = NULL;

  start ();
  task = aiohttp_spawn (fail, NULL, NULL);
  aiohttp_task_set_name (task, "forgotten");
  g_clear_object (&task);
  expect_warning ("Nobody asked for the error of the task “forgotten” (*): it broke\nCreated at*test-debug*");
  drain ();
  expect_log_assert ();

  task = aiohttp_spawn (fail, NULL, NULL);
  g_assert_false (aiohttp_event_loop_run_until_complete (the_loop, AIOHTTP_FUTURE (task), NULL));
  g_clear_object (&task);
  end ();
}

static void
test_unclosed_loop (void)
{
  AiohttpEventLoop *loop;
  g_autoptr (GMainContext) context = g_main_context_new ();

  start ();
  loop = aiohttp_event_loop_new (NULL);
  aiohttp_debug_set_name (G_OBJECT (loop), "worker's");
  expect_warning ("Unclosed event loop: AiohttpEventLoop “worker's” (0x*)\nCreated at*test-debug*");
  g_object_unref (loop);
  expect_log_assert ();

  loop = aiohttp_event_loop_new (NULL);
  g_assert_true (aiohttp_event_loop_close (loop, NULL));
  g_object_unref (loop);

  /* It goes with the context. */
  g_object_unref (aiohttp_event_loop_new (context));
  g_clear_pointer (&context, g_main_context_unref);
  end ();
}

static void
protocol_stop (AiohttpServer *server)
{
  aiohttp_server_close (server);
}

static AiohttpServer *
listen_somewhere (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpProtocolFactory) factory = AIOHTTP_PROTOCOL_FACTORY (aiohttp_application_make_handler (app));
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  g_autoptr (GError) error = NULL;
  AiohttpServer *server;

  aiohttp_event_loop_create_server_async (the_loop, factory, "127.0.0.1", 0, NULL, aiohttp_future_ready_callback,
                                          g_object_ref (future));
  aiohttp_event_loop_run_until_complete (the_loop, future, NULL);
  server = aiohttp_event_loop_create_server_finish (the_loop, aiohttp_future_get_result (future), &error);
  g_assert_no_error (error);
  return server;
}

static void
test_unclosed_server (void)
{
  AiohttpServer *server;

  start ();
  server = listen_somewhere ();
  protocol_stop (server);
  g_object_unref (server);

  server = listen_somewhere ();
  expect_warning ("Unclosed server: AiohttpServer (0x*)\nCreated at*");
  g_object_unref (server);
  expect_log_assert ();
  end ();
}

static void
test_unclosed_session (void)
{
  AiohttpClientSession *session;
  AiohttpConnector *connector;

  start ();
  session = aiohttp_client_session_new ();
  expect_warning ("Unclosed client session: AiohttpClientSession (0x*)\nCreated at*test-debug*");
  g_object_unref (session);
  expect_log_assert ();

  connector = AIOHTTP_CONNECTOR (aiohttp_tcp_connector_new ());
  aiohttp_connector_close (connector);
  g_object_unref (connector);
  end ();
}

/* A protocol that is content with whatever comes. */
#define QUIET_TYPE_PROTOCOL (quiet_protocol_get_type ())
G_DECLARE_FINAL_TYPE (QuietProtocol, quiet_protocol, QUIET, PROTOCOL, AiohttpProtocol)

struct _QuietProtocol
{
  AiohttpProtocol parent_instance;
};

G_DEFINE_FINAL_TYPE (QuietProtocol, quiet_protocol, AIOHTTP_TYPE_PROTOCOL)

static void
quiet_protocol_class_init (QuietProtocolClass *klass)
{
}

static void
quiet_protocol_init (QuietProtocol *self)
{
}

static void
stop_reading (AiohttpStreamTransport *transport, gpointer data)
{
  aiohttp_stream_transport_pause_reading (transport);
}

/* One that does not read keeps itself alive no longer. */
static AiohttpStreamTransport *
open_transport (int *peer)
{
  int fds[2];
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (AiohttpProtocol) protocol = g_object_new (QUIET_TYPE_PROTOCOL, NULL);
  AiohttpStreamTransport *transport;

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds));
  socket = g_socket_new_from_fd (fds[0], &error);
  g_assert_no_error (error);
  *peer = fds[1];
  transport = aiohttp_stream_transport_start (the_loop, socket, protocol, stop_reading, NULL);
  drain ();
  return transport;
}

static void
test_unclosed_transport (void)
{
  AiohttpStreamTransport *transport;
  int peer;

  start ();
  transport = open_transport (&peer);
  aiohttp_stream_transport_close (transport);
  drain ();
  g_object_unref (transport);
  g_assert_no_errno (close (peer));

  transport = open_transport (&peer);
  expect_warning ("Unclosed transport: AiohttpStreamTransport (0x*)\nCreated at*test-debug*");
  g_object_unref (transport);
  expect_log_assert ();
  g_assert_no_errno (close (peer));
  end ();
}

static char *
tell_stack (gpointer data)
{
  return g_strdup ("  script.py, line 3");
}

static void
set_flag (gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
test_stack_func (void)
{
  gboolean freed = FALSE;

  start ();
  aiohttp_debug_set_stack_func (tell_stack, &freed, set_flag);
  call_soon (take_time, 100);
  aiohttp_debug_set_stack_func (NULL, NULL, NULL);
  g_assert_true (freed);
  expect_warning ("Executing the callback * took 0.100 s\nCreated at (innermost call first):\n  script.py, line 3");
  drain ();
  expect_log_assert ();
  end ();
}

static void
test_names (void)
{
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  g_autofree char *plain = aiohttp_debug_describe (G_OBJECT (lock));
  g_autofree char *named = NULL;

  g_assert_true (g_str_has_prefix (plain, "AiohttpLock (0x"));
  g_assert_null (aiohttp_debug_get_name (G_OBJECT (lock)));
  aiohttp_debug_set_name (G_OBJECT (lock), "database");
  g_assert_cmpstr (aiohttp_debug_get_name (G_OBJECT (lock)), ==, "database");
  named = aiohttp_debug_describe (G_OBJECT (lock));
  g_assert_true (g_str_has_prefix (named, "AiohttpLock “database” (0x"));
}

static void
check_environment (const char *value, gboolean debug)
{
  g_autofree char *before = g_strdup (g_getenv ("AIOHTTP_DEBUG"));

  g_setenv ("AIOHTTP_DEBUG", value, TRUE);
  g_test_trap_subprocess ("/debug/environment/child", 0, 0);
  if (before != NULL)
    g_setenv ("AIOHTTP_DEBUG", before, TRUE);
  else
    g_unsetenv ("AIOHTTP_DEBUG");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout (debug ? "*debug is on*" : "*debug is off*");
}

static void
test_environment (void)
{
  check_environment ("1", TRUE);
  check_environment ("0", FALSE);
  check_environment ("", FALSE);
}

static void
test_environment_child (void)
{
  g_autoptr (GMainContext) context = NULL;
  g_autoptr (AiohttpEventLoop) loop = NULL;

  if (!g_test_subprocess ())
    {
      g_test_skip ("only as a child");
      return;
    }
  context = g_main_context_new ();
  loop = aiohttp_event_loop_new (context);
  g_print ("debug is %s\n", aiohttp_event_loop_get_debug (loop) ? "on" : "off");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();

  g_test_add_func ("/debug/properties", test_properties);
  g_test_add_func ("/debug/off", test_off);
  g_test_add_func ("/debug/slow/callback", test_slow_callback);
  g_test_add_func ("/debug/slow/timer", test_slow_timer);
  g_test_add_func ("/debug/slow/step", test_slow_step);
  g_test_add_func ("/debug/slow/done-callback", test_slow_done_callback);
  g_test_add_func ("/debug/slow/nested-main-loop", test_nested_main_loop);
  g_test_add_func ("/debug/slow/turn", test_slow_turn);
  g_test_add_func ("/debug/slow/poll", test_slow_poll);
  g_test_add_func ("/debug/thread/wrong", test_wrong_thread);
  g_test_add_func ("/debug/thread/loop-that-rests", test_loop_that_rests);
  g_test_add_func ("/debug/task/pending", test_task_pending);
  g_test_add_func ("/debug/task/suspended", test_task_suspended);
  g_test_add_func ("/debug/task/never-awaited", test_task_never_awaited);
  g_test_add_func ("/debug/error/not-seen", test_error_not_seen);
  g_test_add_func ("/debug/error/seen", test_error_seen);
  g_test_add_func ("/debug/error/to-handler", test_error_to_handler);
  g_test_add_func ("/debug/unclosed/loop", test_unclosed_loop);
  g_test_add_func ("/debug/unclosed/server", test_unclosed_server);
  g_test_add_func ("/debug/unclosed/session", test_unclosed_session);
  g_test_add_func ("/debug/unclosed/transport", test_unclosed_transport);
  g_test_add_func ("/debug/stack-func", test_stack_func);
  g_test_add_func ("/debug/names", test_names);
  g_test_add_func ("/debug/environment", test_environment);
  g_test_add_func ("/debug/environment/child", test_environment_child);
  return g_test_run ();
}
