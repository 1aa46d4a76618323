/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "net-test.h"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "aiohttp-event-loop-private.h"
#include "aiohttp-reactor-backend-private.h"
#include "aiohttp-task-private.h"

#define GDK_PRIORITY_REDRAW (G_PRIORITY_HIGH_IDLE + 20)

static void
test_one_per_context (GMainContext *context)
{
  g_autoptr (GMainContext) other_context = g_main_context_new ();
  g_autoptr (AiohttpReactor) reactor = aiohttp_reactor_ref_for_context (context);
  g_autoptr (AiohttpReactor) same = aiohttp_reactor_ref_for_context (NULL);
  g_autoptr (AiohttpReactor) other = aiohttp_reactor_ref_for_context (other_context);

  g_assert_true (reactor == same);
  g_assert_true (reactor != other);
  g_assert_true (aiohttp_reactor_get_context (other) == other_context);
}

static gint64
read_clock (gpointer data)
{
  return *(gint64 *) data;
}

static void
count (gpointer data)
{
  ++*(guint *) data;
}

static void
test_timer (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  gint64 time = G_USEC_PER_SEC;
  guint n = 0;
  AiohttpTimer timer;

  aiohttp_timer_init (&timer, count, &n);
  aiohttp_reactor_set_clock (reactor, read_clock, &time);
  aiohttp_timer_arm (aiohttp_reactor_get_wheel (reactor), &timer, 30000);
  net_test_settle (context);
  time += 29 * G_USEC_PER_SEC;
  net_test_settle (context);
  g_assert_cmpuint (n, ==, 0);
  time += 2 * G_USEC_PER_SEC;
  net_test_settle (context);
  g_assert_cmpuint (n, ==, 1);
  aiohttp_reactor_set_clock (reactor, NULL, NULL);
}

static void
test_timer_real (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  AiohttpTimerWheel *wheel = aiohttp_reactor_get_wheel (reactor);
  gint64 start = g_get_monotonic_time ();
  AiohttpTimer timer, later;
  guint n = 0;

  g_assert_cmpint (reactor->timer_set, ==, -1);
  aiohttp_timer_init (&timer, count, &n);
  aiohttp_timer_init (&later, count, &n);
  aiohttp_timer_arm (wheel, &timer, 10);
  aiohttp_timer_arm (wheel, &later, 75000);
  while (n == 0)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 10000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);

  aiohttp_timer_arm (wheel, &timer, 0);
  while (n == 1)
    g_main_context_iteration (context, TRUE);

  /* It is set for the other one now, and for nothing once that one is gone, too. */
  net_test_settle (context);
  g_assert_cmpint (reactor->timer_set, >, aiohttp_reactor_now (reactor) + 70 * G_USEC_PER_SEC);
  aiohttp_timer_disarm (&later);
  net_test_settle (context);
  g_assert_cmpint (reactor->timer_set, ==, -1);
}

static void
read_byte_action (gpointer data)
{
  NetTestRecord *record = data;
  char bytes[2];

  g_assert_cmpint (aiohttp_channel_read (record->channel, bytes, sizeof bytes), ==, 1);
}

static void
disarm_action (gpointer data)
{
  NetTestRecord *record = data;

  aiohttp_timer_disarm (record->data);
  read_byte_action (record);
}

/* A process that was stopped finds the bytes that came meanwhile before it calls them late. */
static void
test_timer_after_sockets (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  gint64 time = G_USEC_PER_SEC;
  guint n = 0;
  AiohttpTimer timer;
  NetTestRecord record = { .action = disarm_action, .data = &timer };
  int fds[2];

  net_test_pair (fds);
  aiohttp_timer_init (&timer, count, &n);
  aiohttp_reactor_set_clock (reactor, read_clock, &time);
  aiohttp_timer_arm (aiohttp_reactor_get_wheel (reactor), &timer, 5000);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_READABLE);
  net_test_settle (context);
  g_assert_cmpint (write (fds[1], "x", 1), ==, 1);
  time += 60 * G_USEC_PER_SEC;
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 1);
  g_assert_cmpuint (n, ==, 0);
  aiohttp_channel_close (record.channel);
  close (fds[1]);
}

typedef struct
{
  AiohttpReactor *reactor;
  AiohttpTurnEnd hook;
  guint n;
  guint again;
} Hook;

static void
on_turn_end (gpointer data)
{
  Hook *hook = data;

  hook->n++;
  if (hook->again > 0)
    {
      hook->again--;
      aiohttp_reactor_add_turn_end (hook->reactor, &hook->hook);
    }
}

static void
add_hook_action (gpointer data)
{
  NetTestRecord *record = data;
  Hook *hook = record->data;

  g_assert_cmpuint (hook->n, ==, 0);
  aiohttp_reactor_add_turn_end (hook->reactor, &hook->hook);
  if (record->n_calls < 3)
    aiohttp_channel_wake (record->channel);
}

static void
test_turn_end (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Hook hook = { .reactor = reactor, .hook = { on_turn_end, &hook } };
  Hook other = { .reactor = reactor, .hook = { on_turn_end, &other } };
  NetTestRecord record = { .action = add_hook_action, .data = &hook };
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_channel_wake (record.channel);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 3);
  g_assert_cmpuint (hook.n, ==, 1);

  /* Outside of a turn it makes one; its own function may ask for another. */
  hook.again = 2;
  aiohttp_reactor_add_turn_end (reactor, &hook.hook);
  aiohttp_reactor_add_turn_end (reactor, &other.hook);
  aiohttp_reactor_add_turn_end (reactor, &hook.hook);
  aiohttp_reactor_remove_turn_end (reactor, &other.hook);
  aiohttp_reactor_remove_turn_end (reactor, &other.hook);
  net_test_settle (context);
  g_assert_cmpuint (hook.n, ==, 4);
  g_assert_cmpuint (other.n, ==, 0);

  aiohttp_channel_close (record.channel);
  close (fds[1]);
}

static void
compare_scratch_action (gpointer data)
{
  NetTestRecord *record = data;
  AiohttpReactor *reactor = aiohttp_channel_get_reactor (record->channel);
  NetTestRecord *inner = record->data;
  gsize size;
  guint8 *scratch = aiohttp_reactor_scratch (reactor, &size);

  g_assert_cmpuint (size, ==, AIOHTTP_REACTOR_SCRATCH_SIZE);
  scratch[0] = 'o';
  if (inner != NULL)
    {
      aiohttp_channel_wake (inner->channel);
      net_test_wait (aiohttp_reactor_get_context (reactor), inner->n_calls > 0);
      g_assert_true (aiohttp_reactor_scratch (reactor, &size) == scratch);
      g_assert_cmpint (scratch[0], ==, 'o');
    }
  else
    {
      scratch[0] = 'i';
    }
}

static void
test_scratch (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  NetTestRecord inner = { .action = compare_scratch_action };
  NetTestRecord outer = { .action = compare_scratch_action, .data = &inner };
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &outer);
  net_test_channel (reactor, fds[1], &inner);
  aiohttp_channel_wake (outer.channel);
  net_test_settle (context);
  g_assert_cmpuint (outer.n_calls, ==, 1);
  aiohttp_channel_close (outer.channel);
  aiohttp_channel_close (inner.channel);
}

static void
keep_now_action (gpointer data)
{
  NetTestRecord *record = data;
  AiohttpReactor *reactor = aiohttp_channel_get_reactor (record->channel);
  gint64 now = aiohttp_reactor_now (reactor);

  g_usleep (2000);
  g_assert_cmpint (aiohttp_reactor_now (reactor), ==, now);

  /* In a main loop of its own the callback has left the turn. */
  g_main_context_iteration (aiohttp_reactor_get_context (reactor), FALSE);
  g_assert_cmpint (aiohttp_reactor_now (reactor), >=, now + 2000);
}

static void
test_now (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  NetTestRecord record = { .action = keep_now_action };
  gint64 before;
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  before = aiohttp_reactor_now (reactor);
  g_usleep (1000);
  g_assert_cmpint (aiohttp_reactor_now (reactor), >=, before + 1000);
  aiohttp_channel_wake (record.channel);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 1);
  aiohttp_channel_close (record.channel);
  close (fds[1]);
}

/* More than one epoll batch, each called once for its byte. */
static void
test_many (GMainContext *context)
{
  enum
  {
    N = 300
  };
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  g_autofree NetTestRecord *records = g_new0 (NetTestRecord, N);
  int peers[N];

  for (guint i = 0; i < N; i++)
    {
      int fds[2];

      net_test_pair (fds);
      records[i].action = read_byte_action;
      net_test_channel (reactor, fds[0], &records[i]);
      peers[i] = fds[1];
      g_assert_cmpint (write (peers[i], "x", 1), ==, 1);
    }
  for (guint i = 0; i < N; i++)
    aiohttp_channel_want (records[i].channel, AIOHTTP_CHANNEL_READABLE);
  net_test_settle (context);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpuint (records[i].n_calls, ==, 1);
      aiohttp_channel_close (records[i].channel);
      close (peers[i]);
    }
}

static gint64
get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
burn (gint64 microseconds)
{
  gint64 end = get_cpu_time () + microseconds;

  while (get_cpu_time () < end)
    ;
}

static void
burn_and_wake_action (gpointer data)
{
  NetTestRecord *record = data;

  burn (GPOINTER_TO_INT (record->data));
  aiohttp_channel_wake (record->channel);
}

typedef struct
{
  gint64 last;
  gint64 longest;
  guint n;
} Redraw;

static gboolean
on_redraw (gpointer data)
{
  Redraw *redraw = data;
  gint64 now = get_cpu_time ();

  if (redraw->n++ > 0)
    redraw->longest = MAX (redraw->longest, now - redraw->last);
  redraw->last = now;
  return G_SOURCE_CONTINUE;
}

/* Gaps are counted in the thread's own CPU time: a machine busy with other things must not fail this. */
static void
run_under_load (GMainContext *context, gint64 cost, guint share)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  g_autoptr (GSource) source = g_idle_source_new ();
  NetTestRecord records[16] = { 0 };
  gint64 end = get_cpu_time () + 150 * 1000;
  Redraw redraw = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (records); i += 2)
    {
      int fds[2];

      net_test_pair (fds);
      for (guint j = 0; j < 2; j++)
        {
          records[i + j].action = burn_and_wake_action;
          records[i + j].data = GINT_TO_POINTER (cost);
          net_test_channel (reactor, fds[j], &records[i + j]);
          aiohttp_channel_wake (records[i + j].channel);
        }
    }
  g_source_set_priority (source, GDK_PRIORITY_REDRAW);
  g_source_set_callback (source, on_redraw, &redraw, NULL);
  g_source_attach (source, context);
  while (get_cpu_time () < end)
    g_main_context_iteration (context, TRUE);

  g_test_message ("%u redraws, longest gap %" G_GINT64_FORMAT " us", redraw.n, redraw.longest);
  g_assert_cmpuint (redraw.n, >=, 5);
  g_assert_cmpint (redraw.longest, <=, 20 * 1000);

  /* And the reactor had its percentage of the time, each channel its part of it. */
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_assert_cmpuint (records[i].n_calls, >=, 1500 * share / cost / G_N_ELEMENTS (records));
      g_assert_cmpint ((int) (records[i].n_calls - records[0].n_calls), >=, -2);
      g_assert_cmpint ((int) (records[i].n_calls - records[0].n_calls), <=, 2);
      aiohttp_channel_close (records[i].channel);
    }
  g_source_destroy (source);
}

static void
test_budget (GMainContext *context)
{
  run_under_load (context, 20, 80);
}

static void
test_budget_slow (GMainContext *context)
{
  run_under_load (context, 1000, 80);
}

static void
echo_back_action (gpointer data)
{
  NetTestRecord *record = data;
  char byte[16];

  while (aiohttp_channel_read (record->channel, byte, sizeof byte) > 0)
    {
      burn (50);
      aiohttp_channel_write (record->channel, byte, 1);
    }
}

/* The same with the kernel in between: each turn is short, but there is one in each iteration. */
static void
test_budget_sockets (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  g_autoptr (GSource) source = g_idle_source_new ();
  NetTestRecord records[8] = { 0 };
  gint64 end = get_cpu_time () + 100 * 1000;
  Redraw redraw = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (records); i += 2)
    {
      int fds[2];

      net_test_pair (fds);
      for (guint j = 0; j < 2; j++)
        {
          records[i + j].action = echo_back_action;
          net_test_channel (reactor, fds[j], &records[i + j]);
          aiohttp_channel_want (records[i + j].channel, AIOHTTP_CHANNEL_READABLE);
        }
      aiohttp_channel_write (records[i].channel, "x", 1);
    }
  g_source_set_priority (source, GDK_PRIORITY_REDRAW);
  g_source_set_callback (source, on_redraw, &redraw, NULL);
  g_source_attach (source, context);
  while (get_cpu_time () < end)
    g_main_context_iteration (context, TRUE);
  g_test_message ("%u redraws, longest gap %" G_GINT64_FORMAT " us", redraw.n, redraw.longest);
  g_assert_cmpuint (redraw.n, >=, 3);
  g_assert_cmpint (redraw.longest, <=, 20 * 1000);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    aiohttp_channel_close (records[i].channel);
  g_source_destroy (source);
}

typedef struct
{
  AiohttpEventLoop *loop;
  gint64 end;
} Spinner;

static void
spin (gpointer data)
{
  Spinner *spinner = data;

  burn (10);
  if (get_cpu_time () < spinner->end)
    aiohttp_event_loop_call_soon_internal (spinner->loop, spin, spinner);
}

/* Both the sockets and the coroutines without end: they have to yield in the same iteration. */
static void
test_budget_coroutines (GMainContext *context)
{
  Spinner spinner = { .loop = aiohttp_event_loop_get_or_default (), .end = get_cpu_time () + 200 * 1000 };

  spin (&spinner);
  run_under_load (context, 20, 3);
  net_test_wait (context, get_cpu_time () > spinner.end);
}

static gboolean
on_idle (gpointer data)
{
  ++*(guint *) data;
  return G_SOURCE_CONTINUE;
}

static void
test_priority (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  g_autoptr (GSource) source = g_idle_source_new ();
  NetTestRecord record = { 0 };
  guint n = 0;
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_reactor_set_priority (reactor, G_PRIORITY_LOW);
  g_source_set_callback (source, on_idle, &n, NULL);
  g_source_attach (source, context);
  g_assert_cmpint (write (fds[1], "x", 1), ==, 1);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_READABLE);
  for (guint i = 0; i < 5; i++)
    g_main_context_iteration (context, FALSE);
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpuint (record.n_calls, ==, 0);
  g_source_destroy (source);
  net_test_wait (context, record.n_calls > 0);
  aiohttp_channel_close (record.channel);
  close (fds[1]);
}

static void
on_ready_queue (gpointer data)
{
  Hook *hook = data;

  /* The turn goes on: its end has not come. */
  g_assert_cmpuint (hook->n, ==, 0);
  hook->again++;
}

static void
call_soon_action (gpointer data)
{
  NetTestRecord *record = data;
  Hook *hook = record->data;

  /* Whoever runs the context, what a callback starts belongs to it. */
  g_assert_true (g_main_context_get_thread_default () == aiohttp_reactor_get_context (hook->reactor));
  aiohttp_reactor_add_turn_end (hook->reactor, &hook->hook);
  aiohttp_event_loop_call_soon_internal (aiohttp_event_loop_get_or_default (), on_ready_queue, hook);
  if (record->n_calls < 2)
    aiohttp_channel_wake (record->channel);
}

static void
test_ready_queue (GMainContext *context)
{
  g_autoptr (GMainContext) other = g_main_context_new ();
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (other);
  Hook hook = { .reactor = reactor, .hook = { on_turn_end, &hook } };
  NetTestRecord record = { .action = call_soon_action, .data = &hook };
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_channel_wake (record.channel);
  g_main_context_iteration (other, FALSE);
  g_assert_cmpuint (record.n_calls, ==, 2);
  g_assert_cmpuint (hook.n, ==, 1);
  g_assert_true (g_main_context_get_thread_default () == context);
  aiohttp_channel_close (record.channel);
  close (fds[1]);
}

static gpointer
iterate_on_a_stack (gpointer data, GError **error)
{
  NetTestRecord *inner = data;

  g_assert_true (aiohttp_in_coroutine ());
  aiohttp_channel_wake (inner->channel);
  net_test_wait (aiohttp_reactor_get_context (aiohttp_channel_get_reactor (inner->channel)), inner->n_calls > 0);
  g_assert_true (aiohttp_in_coroutine ());
  return NULL;
}

static void
on_returned (gpointer result, GError *error, gpointer data)
{
  g_assert_no_error (error);
}

static void
coroutine_action (gpointer data)
{
  NetTestRecord *record = data;

  g_assert_false (aiohttp_in_coroutine ());
  if (record->data != NULL)
    g_assert_null (aiohttp_task_run_inline (iterate_on_a_stack, on_returned, record->data));
}

/* A handler that runs a main loop does so on its coroutine's stack; what that loop dispatches is not to be there. */
static void
test_main_stack (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  NetTestRecord inner = { .action = coroutine_action };
  NetTestRecord outer = { .action = coroutine_action, .data = &inner };
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &outer);
  net_test_channel (reactor, fds[1], &inner);
  aiohttp_channel_wake (outer.channel);
  net_test_settle (context);
  g_assert_cmpuint (inner.n_calls, ==, 1);
  aiohttp_channel_close (outer.channel);
  aiohttp_channel_close (inner.channel);
}

/* Without a descriptor for epoll there is still a reactor. */
static void
test_out_of_descriptors (GMainContext *context)
{
  struct rlimit limit, none;
  g_autoptr (AiohttpReactor) reactor = NULL;
  guint n = 0;
  AiohttpTimer timer;
  int highest;

  g_assert_no_errno (getrlimit (RLIMIT_NOFILE, &limit));
  highest = dup (0);
  close (highest);
  none = limit;
  none.rlim_cur = highest;
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &none));
  reactor = net_test_reactor (context);
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &limit));

  g_assert_cmpstr (aiohttp_reactor_get_backend_name (reactor), ==, "portable");
  aiohttp_timer_init (&timer, count, &n);
  aiohttp_timer_arm (aiohttp_reactor_get_wheel (reactor), &timer, 0);
  net_test_wait (context, n == 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  net_test_add ("/reactor/one-per-context", test_one_per_context);
  net_test_add ("/reactor/timer/clock-hook", test_timer);
  net_test_add ("/reactor/timer/real", test_timer_real);
  net_test_add ("/reactor/timer/after-sockets", test_timer_after_sockets);
  net_test_add ("/reactor/turn-end", test_turn_end);
  net_test_add ("/reactor/scratch", test_scratch);
  net_test_add ("/reactor/now", test_now);
  net_test_add ("/reactor/many", test_many);
  net_test_add ("/reactor/budget/quick", test_budget);
  net_test_add ("/reactor/budget/slow", test_budget_slow);
  net_test_add ("/reactor/budget/sockets", test_budget_sockets);
  net_test_add ("/reactor/budget/coroutines", test_budget_coroutines);
  net_test_add ("/reactor/priority", test_priority);
  net_test_add ("/reactor/ready-queue", test_ready_queue);
  net_test_add ("/reactor/main-stack", test_main_stack);
  net_test_add ("/reactor/out-of-descriptors", test_out_of_descriptors);

  return g_test_run ();
}
