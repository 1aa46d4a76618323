/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-event-loop-private.h"
#include "aiohttp-task-private.h"
#include "aiohttp.h"

#include <fenv.h>
#include <string.h>

/* Where the frames of a suspended coroutine are, and what runs on its stack. */

typedef struct
{
  AiohttpWaiter waiter;
  gpointer stack;
  gpointer out_stack;
  gboolean in_coroutine;
  guint n_returned;
  int rounding;
  guint depth;
} Fixture;

/* A drain ends when its time is over, and then a turn is left to others. */
static void
run_ready (void)
{
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE))
    ;
}

static void
returned (gpointer result, GError *error, gpointer data)
{
  Fixture *f = data;

  g_assert_no_error (error);
  g_assert_false (aiohttp_in_coroutine ());
  f->n_returned++;
}

static gpointer
entry_plain (gpointer data, GError **error)
{
  Fixture *f = data;

  f->stack = __builtin_frame_address (0);
  f->in_coroutine = aiohttp_in_coroutine ();
  return data;
}

static void
test_inline (void)
{
  Fixture f = { 0 };
  AiohttpTask *task = aiohttp_task_run_inline (entry_plain, returned, &f);
  gsize distance;

  g_assert_null (task);
  g_assert_cmpuint (f.n_returned, ==, 1);
  g_assert_true (f.in_coroutine);
  distance = (gsize) ABS ((char *) f.stack - (char *) __builtin_frame_address (0));
  g_assert_cmpuint (distance, >, 4096);
}

static void
note_stack (gpointer data)
{
  Fixture *f = data;

  g_assert_false (aiohttp_in_coroutine ());
  g_assert_null (aiohttp_task_get_current ());
  f->out_stack = __builtin_frame_address (0);
}

static gpointer
entry_call_out (gpointer data, GError **error)
{
  Fixture *f = data;

  entry_plain (data, error);
  aiohttp_call_out (note_stack, f);
  g_assert_true (aiohttp_in_coroutine ());
  return NULL;
}

static void
test_call_out (void)
{
  Fixture f = { 0 };

  g_assert_null (aiohttp_task_run_inline (entry_call_out, returned, &f));
  g_assert_cmpuint ((gsize) ABS ((char *) f.out_stack - (char *) f.stack), >, 4096);
  g_assert_cmpuint ((gsize) ABS ((char *) f.out_stack - (char *) __builtin_frame_address (0)), <, 1 << 20);
  aiohttp_call_out (note_stack, &f);
}

static gpointer
entry_nested (gpointer data, GError **error)
{
  Fixture *f = data;
  AiohttpCoroutine *self = aiohttp_coroutine_get_current ();

  if (++f->depth < 20)
    g_assert_null (aiohttp_task_run_inline (entry_nested, returned, f));
  g_assert_true (aiohttp_coroutine_get_current () == self);
  return NULL;
}

static void
test_inline_in_coroutine (void)
{
  Fixture f = { 0 };

  g_assert_null (aiohttp_task_run_inline (entry_nested, returned, &f));
  g_assert_cmpuint (f.n_returned, ==, 20);
}

static gpointer
entry_wait (gpointer data, GError **error)
{
  Fixture *f = data;

  g_assert_true (aiohttp_waiter_wait (&f->waiter, error));
  return NULL;
}

static void
test_inline_suspends (void)
{
  Fixture f = { 0 };
  g_autoptr (AiohttpTask) task = NULL;

  aiohttp_waiter_init (&f.waiter);
  task = aiohttp_task_run_inline (entry_wait, returned, &f);
  g_assert_nonnull (task);
  g_assert_false (aiohttp_future_is_done (AIOHTTP_FUTURE (task)));
  g_assert_cmpuint (f.n_returned, ==, 0);

  aiohttp_waiter_wake (&f.waiter);
  aiohttp_waiter_wake (&f.waiter);
  g_assert_cmpuint (f.n_returned, ==, 0);
  run_ready ();
  g_assert_cmpuint (f.n_returned, ==, 1);
  g_assert_true (aiohttp_future_is_done (AIOHTTP_FUTURE (task)));
  g_assert_false (aiohttp_future_has_error (AIOHTTP_FUTURE (task)));
  g_assert_finalize_object (g_steal_pointer (&task));
}

static gpointer
entry_woken_early (gpointer data, GError **error)
{
  Fixture *f = data;

  aiohttp_waiter_wake (&f->waiter);
  return entry_wait (data, error);
}

static void
test_woken_early (void)
{
  Fixture f = { 0 };

  aiohttp_waiter_init (&f.waiter);
  g_assert_null (aiohttp_task_run_inline (entry_woken_early, returned, &f));
  g_assert_cmpuint (f.n_returned, ==, 1);
}

static gpointer
entry_round_up (gpointer data, GError **error)
{
  Fixture *f = data;

  fesetround (FE_UPWARD);
  g_assert_true (aiohttp_waiter_wait (&f->waiter, error));
  f->rounding = fegetround ();
  return NULL;
}

/* The control words belong to the stack: neither side sees the other's. */
static void
test_float_control (void)
{
  Fixture f = { 0 };
  g_autoptr (AiohttpTask) task = NULL;

  g_assert_cmpint (fegetround (), ==, FE_TONEAREST);
  aiohttp_waiter_init (&f.waiter);
  task = aiohttp_task_run_inline (entry_round_up, returned, &f);
  g_assert_cmpint (fegetround (), ==, FE_TONEAREST);
  fesetround (FE_DOWNWARD);
  aiohttp_waiter_wake (&f.waiter);
  run_ready ();
  g_assert_cmpint (f.rounding, ==, FE_UPWARD);
  g_assert_cmpint (fegetround (), ==, FE_DOWNWARD);
  fesetround (FE_TONEAREST);
}

static gpointer
entry_reset_rounding (gpointer data, GError **error)
{
  Fixture *f = data;

  f->rounding = fegetround ();
  return NULL;
}

/* A stack from the pool starts with the caller's control words, not with what its last user left. */
static void
test_float_control_fresh (void)
{
  Fixture f = { 0 };
  g_autoptr (AiohttpTask) task = NULL;

  if (!AIOHTTP_SWITCH_INHERITS)
    {
      g_test_skip ("ucontext does not");
      return;
    }
  aiohttp_waiter_init (&f.waiter);
  task = aiohttp_task_run_inline (entry_round_up, returned, &f);
  aiohttp_waiter_wake (&f.waiter);
  run_ready ();
  g_assert_null (aiohttp_task_run_inline (entry_reset_rounding, returned, &f));
  g_assert_cmpint (f.rounding, ==, FE_TONEAREST);
}

G_GNUC_NO_INLINE static guint
recurse (guint n)
{
  volatile char frame[1024];

  memset ((char *) frame, (int) n, sizeof frame);
  return n == 0 ? (guint) frame[0] : recurse (n - 1) + (guint) (frame[5] != 0);
}

static gpointer
entry_deep (gpointer data, GError **error)
{
  recurse (120);
  return NULL;
}

static void
test_deep (void)
{
  Fixture f = { 0 };

  for (int i = 0; i < 10; i++)
    g_assert_null (aiohttp_task_run_inline (entry_deep, returned, &f));
}

static gpointer
entry_regex (gpointer data, GError **error)
{
  g_autofree char *text = g_strnfill (20000, 'a');

  g_assert_true (g_regex_match_simple ("^(a|b)*c?$", text, 0, 0) || TRUE);
  g_assert_true (g_regex_match_simple ("a+", text, 0, 0));
  return NULL;
}

static void
test_regex (void)
{
  Fixture f = { 0 };

  g_assert_null (aiohttp_task_run_inline (entry_regex, returned, &f));
}

G_GNUC_NO_INLINE static gpointer
entry_wait_below (gpointer data, GError **error)
{
  gpointer result = entry_wait (data, error);

  G_STMT_START
  {
  }
  G_STMT_END;
  return result;
}

static void
test_backtrace (void)
{
  Fixture f = { 0 };
  g_autoptr (AiohttpTask) task = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  aiohttp_waiter_init (&f.waiter);
  task = aiohttp_task_run_inline (entry_wait_below, returned, &f);
  text = aiohttp_coroutine_get_backtrace (task->coroutine);
  lines = g_strsplit (text, "\n", -1);
  /* It ends, and not at the first frame. */
  g_assert_cmpuint (g_strv_length (lines), >=, 4);
  g_assert_cmpuint (g_strv_length (lines), <=, 20);
  aiohttp_waiter_wake (&f.waiter);
  run_ready ();
  g_assert_cmpuint (f.n_returned, ==, 1);
}

static void
test_pool (void)
{
  Fixture f[200] = { 0 };
  AiohttpTask *task[200];

  /* More than the pool keeps, twice. */
  for (int round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (f); i++)
        {
          aiohttp_waiter_init (&f[i].waiter);
          task[i] = aiohttp_task_run_inline (entry_wait, returned, &f[i]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (f); i++)
        aiohttp_waiter_wake (&f[i].waiter);
      run_ready ();
      for (guint i = 0; i < G_N_ELEMENTS (f); i++)
        g_assert_finalize_object (task[i]);
    }
}

static gpointer
run_in_thread (gpointer data)
{
  Fixture f = { 0 };

  for (int i = 0; i < 100; i++)
    g_assert_null (aiohttp_task_run_inline (entry_call_out, returned, &f));
  return GUINT_TO_POINTER (f.n_returned);
}

/* Each thread has stacks of its own, and gives them back at its end. */
static void
test_threads (void)
{
  GThread *thread[4];

  for (guint i = 0; i < G_N_ELEMENTS (thread); i++)
    thread[i] = g_thread_new ("coroutines", run_in_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (thread); i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (thread[i])), ==, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coroutine/inline", test_inline);
  g_test_add_func ("/coroutine/inline/in-coroutine", test_inline_in_coroutine);
  g_test_add_func ("/coroutine/inline/suspends", test_inline_suspends);
  g_test_add_func ("/coroutine/woken-early", test_woken_early);
  g_test_add_func ("/coroutine/call-out", test_call_out);
  g_test_add_func ("/coroutine/float-control", test_float_control);
  g_test_add_func ("/coroutine/float-control/fresh", test_float_control_fresh);
  g_test_add_func ("/coroutine/deep", test_deep);
  g_test_add_func ("/coroutine/regex", test_regex);
  g_test_add_func ("/coroutine/backtrace", test_backtrace);
  g_test_add_func ("/coroutine/pool", test_pool);
  g_test_add_func ("/coroutine/threads", test_threads);
  return g_test_run ();
}
