/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What tasks, futures, locks and queues cost, one "NAME VALUE" a line: nanoseconds of CPU time an operation.
 *
 *   tasks SECONDS [NAME]   each operation, or that one, for so long
 *   tasks sleepers COUNT   bytes of resident memory that each of COUNT sleeping tasks takes
 */

#include <aiohttp-glib/aiohttp.h>

#include "tasks.h"

#define BATCH 1000

static double seconds;

static gboolean
do_nothing (GValue *result, gpointer user_data, GError **error)
{
  return TRUE;
}

static void
check (gboolean ok, GError *error)
{
  if (!ok)
    g_error ("A step of the bench failed: %s", error != NULL ? error->message : "no error is set");
}

static void
await_task (AiohttpTask *task)
{
  g_autoptr (GError) error = NULL;

  check (aiohttp_future_await (AIOHTTP_FUTURE (task), &error), error);
  g_object_unref (task);
}

static void
spawn_and_await (gpointer unused)
{
  for (int i = 0; i < BATCH; i++)
    await_task (aiohttp_spawn (do_nothing, NULL, NULL));
}

/* They end in the order in which they were started. */
static void
spawn_and_finish (gpointer unused)
{
  for (int i = 1; i < BATCH; i++)
    g_object_unref (aiohttp_spawn (do_nothing, NULL, NULL));
  await_task (aiohttp_spawn (do_nothing, NULL, NULL));
}

static void
yield_to_loop (gpointer unused)
{
  for (int i = 0; i < BATCH; i++)
    check (aiohttp_sleep (0, NULL), NULL);
}

/* Two tasks side by side, each for half of the batch. */
static void
run_two (AiohttpCoroutineFunc one, AiohttpCoroutineFunc other, gpointer data)
{
  AiohttpTask *first = aiohttp_spawn (one, data, NULL);
  AiohttpTask *second = aiohttp_spawn (other, data, NULL);

  await_task (first);
  await_task (second);
}

/* What each of the two waits for; it resolves the other's. */
static AiohttpFuture *ping_pong[2];

static gboolean
play (int side, GError **error)
{
  for (int i = 0; i < BATCH / 2; i++)
    {
      g_autoptr (AiohttpFuture) mine = aiohttp_future_new ();

      ping_pong[side] = mine;
      if (ping_pong[!side] != NULL)
        aiohttp_future_set_boolean (ping_pong[!side], TRUE);
      if (!aiohttp_future_await (mine, error))
        return FALSE;
      ping_pong[side] = NULL;
    }
  if (ping_pong[!side] != NULL)
    aiohttp_future_set_boolean (ping_pong[!side], TRUE);
  return TRUE;
}

static gboolean
ping (GValue *result, gpointer user_data, GError **error)
{
  return play (0, error);
}

static gboolean
pong (GValue *result, gpointer user_data, GError **error)
{
  return play (1, error);
}

static void
resolve_futures (gpointer unused)
{
  run_two (ping, pong, NULL);
}

/* Who has released the lock lines up again, behind the other. */
static gboolean
take_turns (GValue *result, gpointer user_data, GError **error)
{
  for (int i = 0; i < BATCH / 2; i++)
    if (!aiohttp_lock_acquire (user_data, error) || (i == 0 && !aiohttp_sleep (0, error)) ||
        !aiohttp_lock_release (user_data, error))
      return FALSE;
  return TRUE;
}

static void
hand_over_lock (gpointer lock)
{
  run_two (take_turns, take_turns, lock);
}

static void
take_free_lock (gpointer lock)
{
  for (int i = 0; i < BATCH; i++)
    check (aiohttp_lock_acquire (lock, NULL) && aiohttp_lock_release (lock, NULL), NULL);
}

static gboolean
put_all (GValue *result, gpointer user_data, GError **error)
{
  for (int i = 1; i <= BATCH; i++)
    if (!aiohttp_queue_put_pointer (user_data, GINT_TO_POINTER (i), NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
get_all (GValue *result, gpointer user_data, GError **error)
{
  for (int i = 1; i <= BATCH; i++)
    if (aiohttp_queue_get_pointer (user_data, error) != GINT_TO_POINTER (i))
      return FALSE;
  return TRUE;
}

/* A queue of one place: each item makes the producer wait, and the consumer. */
static void
wait_at_queue (gpointer queue)
{
  run_two (put_all, get_all, queue);
}

static void
pass_through_queue (gpointer queue)
{
  for (int i = 1; i <= BATCH; i++)
    check (aiohttp_queue_put_pointer (queue, GINT_TO_POINTER (i), NULL, NULL) &&
               aiohttp_queue_get_pointer (queue, NULL) == GINT_TO_POINTER (i),
           NULL);
}

static gboolean
measure_all (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  g_autoptr (AiohttpQueue) narrow = aiohttp_queue_new (1);
  g_autoptr (AiohttpQueue) wide = aiohttp_queue_new (0);

  measure ("spawn-await", seconds, BATCH, spawn_and_await, NULL);
  measure ("spawn-finish", seconds, BATCH, spawn_and_finish, NULL);
  measure ("yield", seconds, BATCH, yield_to_loop, NULL);
  measure ("future", seconds, BATCH, resolve_futures, NULL);
  measure ("lock-hand-over", seconds, BATCH, hand_over_lock, lock);
  measure ("lock-free", seconds, BATCH, take_free_lock, lock);
  measure ("queue-blocked", seconds, BATCH, wait_at_queue, narrow);
  measure ("queue-unblocked", seconds, BATCH, pass_through_queue, wide);
  return TRUE;
}

static gboolean
sleep_long (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_sleep (3600, error);
}

/* The end of the run cancels those that sleep. */
static gboolean
measure_sleepers (GValue *result, gpointer user_data, GError **error)
{
  int count = GPOINTER_TO_INT (user_data);
  gsize before = resident_bytes ();

  for (int i = 0; i < count; i++)
    g_object_unref (aiohttp_spawn (sleep_long, NULL, NULL));
  if (!aiohttp_sleep (0.05, error))
    return FALSE;
  g_print ("sleepers %.0f\n", (double) (resident_bytes () - before) / count);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc == 3 && g_str_equal (argv[1], "sleepers"))
    check (aiohttp_run (measure_sleepers, GINT_TO_POINTER (atoi (argv[2])), &error), error);
  else
    {
      seconds = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 0.1;
      only = argc > 2 ? argv[2] : NULL;
      check (aiohttp_run (measure_all, NULL, &error), error);
    }
  return 0;
}
