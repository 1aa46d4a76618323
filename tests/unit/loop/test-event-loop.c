/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-event-loop-private.h"
#include "aiohttp-task-private.h"
#include "aiohttp.h"

#include <time.h>

static void
test_get (void)
{
  g_autoptr (GError) error = NULL;
  AiohttpEventLoop *loop = aiohttp_get_event_loop (&error);
  g_autoptr (GMainContext) context = g_main_context_new ();
  AiohttpEventLoop *pushed;

  g_assert_no_error (error);
  g_assert_true (aiohttp_event_loop_get_context (loop) == g_main_context_default ());
  g_assert_true (aiohttp_get_event_loop (NULL) == loop);
  g_assert_true (aiohttp_event_loop_peek_for_context (NULL) == loop);
  g_assert_null (aiohttp_event_loop_peek_for_context (context));

  g_main_context_push_thread_default (context);
  pushed = aiohttp_get_event_loop (NULL);
  g_assert_true (pushed != loop);
  g_assert_true (aiohttp_event_loop_get_context (pushed) == context);
  g_assert_true (aiohttp_event_loop_peek_for_context (context) == pushed);
  g_main_context_pop_thread_default (context);
  g_assert_true (aiohttp_get_event_loop (NULL) == loop);
}

/* The loop of a context goes with it; who holds on to it finds it closed. */
static void
test_context_gone (void)
{
  GMainContext *context = g_main_context_new ();
  g_autoptr (AiohttpEventLoop) loop = aiohttp_event_loop_new (context);
  g_autoptr (GError) error = NULL;

  g_main_context_unref (context);
  g_assert_null (aiohttp_event_loop_get_context (loop));
  g_assert_false (aiohttp_event_loop_run_forever (loop, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
}

static void
test_new (void)
{
  AiohttpEventLoop *loop = aiohttp_event_loop_new (NULL);
  AiohttpEventLoop *same;
  GMainContext *context = aiohttp_event_loop_get_context (loop);

  g_assert_true (context != g_main_context_default ());
  same = aiohttp_event_loop_new (context);
  g_assert_true (same == loop);
  g_object_unref (same);
  g_assert_finalize_object (loop);
}

static void
count (gpointer data)
{
  ++*(guint *) data;
}

typedef struct
{
  AiohttpEventLoop *loop;
  guint n;
  guint left;
} Chain;

static void
chain (gpointer data)
{
  Chain *c = data;

  c->n++;
  if (--c->left > 0)
    aiohttp_event_loop_call_soon_internal (c->loop, chain, c);
}

/* What becomes ready meanwhile runs in the same turn. */
static void
test_ready_batch (void)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);
  Chain c = { loop, 0, 500 };

  aiohttp_event_loop_call_soon_internal (loop, chain, &c);
  while (g_main_context_iteration (NULL, FALSE) && c.n == 0)
    ;
  g_assert_cmpuint (c.n, ==, 500);
}

static void
spin (gpointer data)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);
  gint64 start = g_get_monotonic_time ();

  if (*(gboolean *) data)
    return;
  while (g_get_monotonic_time () - start < 100)
    ;
  aiohttp_event_loop_call_soon_internal (loop, spin, data);
}

static gboolean
count_idle (gpointer data)
{
  return ++*(guint *) data < 5 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
spin_asleep (GValue *result, gpointer user_data, GError **error)
{
  while (!*(gboolean *) user_data)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  return TRUE;
}

/* In microseconds, and blind to what else the machine does. */
static gint64
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * G_TIME_SPAN_SECOND + now.tv_nsec / 1000;
}

/* Work without end leaves turns to sources of lower priority, such as a redraw: at least one each 20 ms. */
static void
test_lower_priority (void)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);

  for (int coroutine = 0; coroutine <= 1; coroutine++)
    {
      gboolean done = FALSE;
      guint n = 0;
      gint64 start;

      if (coroutine)
        g_object_unref (aiohttp_spawn (spin_asleep, &done, NULL));
      else
        aiohttp_event_loop_call_soon_internal (loop, spin, &done);
      g_idle_add_full (G_PRIORITY_HIGH_IDLE + 20, count_idle, &n, NULL);
      start = cpu_time ();
      while (n < 5)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (cpu_time () - start, <, 5 * 20000);
      done = TRUE;
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static void
stop_loop (gpointer data)
{
  aiohttp_event_loop_stop (data);
}

static void
test_run_forever (void)
{
  g_autoptr (AiohttpEventLoop) loop = aiohttp_event_loop_new (NULL);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_false (aiohttp_event_loop_is_running (loop));
  for (int i = 0; i < 2; i++)
    {
      aiohttp_event_loop_call_soon_internal (loop, count, &n);
      aiohttp_event_loop_call_soon_internal (loop, stop_loop, loop);
      g_assert_true (aiohttp_event_loop_run_forever (loop, &error));
    }
  g_assert_cmpuint (n, ==, 2);
}

typedef struct
{
  AiohttpEventLoop *loop;
  AiohttpFuture *future;
  GMainContext *seen;
  gboolean tried;
} Running;

static gboolean
resolve (gpointer data)
{
  Running *running = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_event_loop_is_running (running->loop));
  g_assert_false (aiohttp_event_loop_run_until_complete (running->loop, running->future, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_LOOP_RUNNING);
  running->seen = g_main_context_get_thread_default ();
  running->tried = TRUE;
  aiohttp_future_set_boolean (running->future, TRUE);
  return G_SOURCE_REMOVE;
}

static void
test_run_until_complete (void)
{
  g_autoptr (AiohttpEventLoop) loop = aiohttp_event_loop_new (NULL);
  GMainContext *context = aiohttp_event_loop_get_context (loop);
  g_autoptr (GSource) source = g_idle_source_new ();
  Running running = { .loop = loop };
  g_autoptr (AiohttpFuture) failed = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (context);
  running.future = aiohttp_future_new ();
  failed = aiohttp_future_new ();
  g_main_context_pop_thread_default (context);

  g_source_set_callback (source, resolve, &running, NULL);
  g_source_attach (source, context);
  g_assert_true (aiohttp_event_loop_run_until_complete (loop, running.future, &error));
  g_assert_no_error (error);
  g_assert_true (running.tried);
  g_assert_true (running.seen == context);
  g_object_unref (running.future);

  aiohttp_event_loop_stop (loop);
  g_assert_false (aiohttp_event_loop_run_until_complete (loop, failed, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&error);
  aiohttp_future_cancel (failed);
  g_assert_false (aiohttp_event_loop_run_until_complete (loop, failed, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
note_context (GValue *result, gpointer user_data, GError **error)
{
  GMainContext **seen = user_data;

  seen[0] = g_main_context_get_thread_default ();
  if (!aiohttp_sleep (0.001, error))
    return FALSE;
  seen[1] = g_main_context_get_thread_default ();
  return TRUE;
}

/* A context that somebody iterates without having pushed it: a task sees it as thread-default all the same. */
static void
test_thread_default (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  GMainContext *seen[2] = { NULL, NULL };
  g_autoptr (AiohttpTask) task = NULL;

  g_main_context_push_thread_default (context);
  task = aiohttp_spawn (note_context, seen, NULL);
  g_main_context_pop_thread_default (context);
  while (!aiohttp_future_is_done (AIOHTTP_FUTURE (task)))
    g_main_context_iteration (context, TRUE);
  g_assert_true (seen[0] == context);
  g_assert_true (seen[1] == context);
  g_assert_null (g_main_context_get_thread_default ());
}

static void
note_time (gpointer data)
{
  *(gint64 *) data = g_get_monotonic_time ();
}

static gint64 early_time, late_time;

static void
note_late_time (gpointer data)
{
  g_assert_cmpint (early_time, !=, 0);
  note_time (data);
}

static void
test_timers (void)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);
  AiohttpLoopTimer early, late, never;
  gint64 never_time = 0;
  gint64 start = g_get_monotonic_time ();

  aiohttp_loop_timer_init (&early, note_time, &early_time);
  aiohttp_loop_timer_init (&late, note_late_time, &late_time);
  aiohttp_loop_timer_init (&never, note_time, &never_time);
  aiohttp_event_loop_start_timer (loop, &late, start + 20000);
  aiohttp_event_loop_start_timer (loop, &never, start + 15000);
  aiohttp_event_loop_start_timer (loop, &early, start + 5000);
  aiohttp_event_loop_stop_timer (loop, &never);
  while (late_time == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (early_time, >=, start + 5000);
  g_assert_cmpint (late_time, >=, start + 20000);
  g_assert_cmpint (never_time, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-loop/get", test_get);
  g_test_add_func ("/event-loop/context-gone", test_context_gone);
  g_test_add_func ("/event-loop/new", test_new);
  g_test_add_func ("/event-loop/ready-batch", test_ready_batch);
  g_test_add_func ("/event-loop/lower-priority", test_lower_priority);
  g_test_add_func ("/event-loop/run-forever", test_run_forever);
  g_test_add_func ("/event-loop/run-until-complete", test_run_until_complete);
  g_test_add_func ("/event-loop/thread-default", test_thread_default);
  g_test_add_func ("/event-loop/timers", test_timers);
  return g_test_run ();
}
