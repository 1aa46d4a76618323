/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-test.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-run.h"
#include "aiohttp-task-private.h"

/* A test that takes longer has failed; AIOHTTP_TEST_TIMEOUT in the environment, in seconds, for a debugger. */
#define DEFAULT_TIMEOUT 10

typedef struct
{
  AiohttpCoroutineFunc func;
  gpointer user_data;
} Body;

typedef struct
{
  Body *body;
  AiohttpLoopTimer timer;
  AiohttpTask *task;
  guint seconds;
} Run;

static guint
get_timeout (void)
{
  const char *text = g_getenv ("AIOHTTP_TEST_TIMEOUT");
  guint64 seconds;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, 24 * 3600, &seconds, NULL))
    return (guint) seconds;
  return DEFAULT_TIMEOUT;
}

static void
on_timeout (gpointer data)
{
  Run *run = data;
  AiohttpCoroutine *coroutine = run->task->coroutine;
  g_autofree char *backtrace = NULL;

  if (coroutine != NULL && coroutine->state == AIOHTTP_COROUTINE_SUSPENDED)
    backtrace = aiohttp_coroutine_get_backtrace (coroutine);
  g_test_message ("the coroutine waits in:\n%s", backtrace != NULL ? backtrace : "  (unknown)");
  g_test_fail_printf ("not done within %u s", run->seconds);
  aiohttp_task_cancel (run->task);
}

/* The timeout is armed from within, where there is a loop and a task. */
static gboolean
run_body (GValue *result, gpointer user_data, GError **error)
{
  Run *run = user_data;
  AiohttpEventLoop *loop = aiohttp_coroutine_get_loop (aiohttp_coroutine_get_current ());
  gboolean ok;

  run->task = aiohttp_task_get_current ();
  run->seconds = get_timeout ();
  aiohttp_loop_timer_init (&run->timer, on_timeout, run);
  aiohttp_event_loop_start_timer (loop, &run->timer,
                                  g_get_monotonic_time () + (gint64) run->seconds * G_TIME_SPAN_SECOND);
  ok = run->body->func (result, run->body->user_data, error);
  aiohttp_event_loop_stop_timer (loop, &run->timer);
  return ok;
}

static void
run_test (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Run run = { .body = (Body *) data };

  if (!aiohttp_run (run_body, &run, &error))
    g_test_fail_printf ("%s (%s, %d)", error->message, g_quark_to_string (error->domain), error->code);
}

/**
 * aiohttp_test_add_coroutine: (skip)
 * @path: the path of the test, as for `g_test_add_func()`
 * @func: the body, a coroutine
 * @user_data: passed to @func
 *
 * Adds a test whose body is a coroutine, so that it can await like the code that it tests.
 *
 * The test fails when @func returns %FALSE, with the error as the reason, and when it has not returned within ten
 * seconds: then it is told where it waits, and the task is cancelled. The environment variable
 * `AIOHTTP_TEST_TIMEOUT` sets another time, in seconds, for a debugger. Tasks that the test has left behind are
 * cancelled at its end, as [func@Aiohttp.run] does.
 *
 * |[<!-- language="C" -->
 * static gboolean
 * test_sleep (GValue *result, gpointer user_data, GError **error)
 * {
 *   return aiohttp_sleep (0.01, error);
 * }
 *
 * int
 * main (int argc, char **argv)
 * {
 *   g_test_init (&argc, &argv, NULL);
 *   aiohttp_test_add_coroutine ("/sleep", test_sleep, NULL);
 *   return g_test_run ();
 * }
 * ]|
 *
 * Since: 0.1
 */
void
aiohttp_test_add_coroutine (const char *path, AiohttpCoroutineFunc func, gpointer user_data)
{
  Body *body;

  g_return_if_fail (path != NULL);
  g_return_if_fail (func != NULL);

  body = g_new (Body, 1);
  *body = (Body){ func, user_data };
  g_test_add_data_func_full (path, body, run_test, g_free);
}
