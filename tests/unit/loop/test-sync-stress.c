/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Many tasks over one lock, semaphore and queue, cancelled and timed out at random, by fixed seeds: no double owner,
 * first come, first served, no lost item, everything free at the end. */

#include "stress.h"
#include "sync-line.h"

#define N_TASKS  1200
#define N_ROUNDS 6
#define N_PLACES 3

typedef struct
{
  AiohttpLock *lock;
  AiohttpSemaphore *semaphore;
  AiohttpCondition *condition;
  AiohttpQueue *queue;
  GRand *rand;
  guint inside_lock;
  guint inside_semaphore;
  guint64 last_number; /* of those who line up */
  guint64 lock_served;
  guint64 semaphore_served;
  GQueue order; /* of the items in the queue */
  guint n_put;
  guint n_got;
  guint n_items; /* that are not freed */
  guint n_cancelled;
  guint n_timed_out;
} World;

typedef struct
{
  World *world;
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  item->world->n_items--;
  g_free (item);
}

static gboolean
nap (World *world, GError **error)
{
  return g_rand_boolean (world->rand) || aiohttp_sleep (g_rand_boolean (world->rand) ? 0 : 0.0005, error);
}

static gboolean
use_lock (World *world, GError **error)
{
  guint64 number = ++world->last_number;
  g_autoptr (AiohttpLockGuard) guard = aiohttp_lock_guard_new (world->lock, error);
  gboolean ok;

  if (guard == NULL)
    return FALSE;
  g_assert_cmpuint (++world->inside_lock, ==, 1);
  g_assert_cmpuint (number, >, world->lock_served);
  world->lock_served = number;
  ok = nap (world, error);
  /* A wait gives the lock away, and has it back at its end, whatever comes of it. */
  if (ok && g_rand_int_range (world->rand, 0, 4) == 0)
    {
      world->inside_lock--;
      ok = aiohttp_condition_wait (world->condition, error);
      world->inside_lock++;
    }
  else
    aiohttp_condition_notify (world->condition, 1, NULL);
  g_assert_cmpuint (world->inside_lock--, ==, 1);
  return ok;
}

static gboolean
use_semaphore (World *world, GError **error)
{
  guint64 number = ++world->last_number;
  gboolean ok;

  if (!aiohttp_semaphore_acquire (world->semaphore, error))
    return FALSE;
  g_assert_cmpuint (++world->inside_semaphore, <=, N_PLACES);
  g_assert_cmpuint (number, >, world->semaphore_served);
  world->semaphore_served = number;
  ok = nap (world, error);
  world->inside_semaphore--;
  g_assert_true (aiohttp_semaphore_release (world->semaphore, NULL));
  return ok;
}

static gboolean
put_one (World *world, GError **error)
{
  Item *item = g_new (Item, 1);

  item->world = world;
  world->n_items++;
  if (!aiohttp_queue_put_pointer (world->queue, item, item_free, error))
    {
      item_free (item);
      return FALSE;
    }
  world->n_put++;
  g_queue_push_tail (&world->order, item);
  return nap (world, error);
}

static gboolean
get_one (World *world, GError **error)
{
  Item *item = aiohttp_queue_get_pointer (world->queue, error);

  if (item == NULL)
    return FALSE;
  world->n_got++;
  g_assert_true (g_queue_pop_head (&world->order) == item);
  item_free (item);
  g_assert_true (aiohttp_queue_task_done (world->queue, NULL));
  return nap (world, error);
}

static gboolean
in_time (gboolean (*step) (World *, GError **), World *world, GError **error)
{
  g_autoptr (AiohttpTimeoutScope) scope = NULL;

  if (g_rand_int_range (world->rand, 0, 3) != 0)
    return step (world, error);
  scope = aiohttp_timeout_scope_new (g_rand_double_range (world->rand, 0, 0.02));
  return aiohttp_timeout_scope_end (scope, step (world, error), error);
}

static gboolean
live (GValue *result, gpointer user_data, GError **error)
{
  World *world = user_data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (GError) local_error = NULL;
      gboolean (*const steps[]) (World *, GError **) = { use_lock, use_semaphore, put_one, get_one };

      if (in_time (steps[g_rand_int_range (world->rand, 0, G_N_ELEMENTS (steps))], world, &local_error))
        continue;
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
        world->n_timed_out++;
      else
        {
          g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          world->n_cancelled++;
        }
    }
  return TRUE;
}

/* An `_async` call among the coroutines, cancelled sometimes. */
static void
on_acquired (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AiohttpFuture) future = user_data;

  if (aiohttp_lock_acquire_finish (AIOHTTP_LOCK (source), result, NULL))
    g_assert_true (aiohttp_lock_release (AIOHTTP_LOCK (source), NULL));
  aiohttp_future_set_boolean (future, TRUE);
}

static void
run_world (World *world, AiohttpTask **tasks)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean busy = TRUE;

  for (guint i = 0; i < N_TASKS; i++)
    tasks[i] = aiohttp_spawn (live, world, NULL);
  settle ();
  while (busy)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      AiohttpFuture *future = aiohttp_future_new ();

      g_ptr_array_add (calls, future);
      aiohttp_lock_acquire_async (world->lock, cancellable, on_acquired, g_object_ref (future));
      for (guint i = 0; i < 20; i++)
        aiohttp_task_cancel (tasks[g_rand_int_range (world->rand, 0, N_TASKS)]);
      if (g_rand_boolean (world->rand))
        g_cancellable_cancel (cancellable);
      g_assert_true (aiohttp_sleep (0, NULL));

      busy = FALSE;
      for (guint i = 0; i < N_TASKS; i++)
        busy |= !aiohttp_future_is_done (AIOHTTP_FUTURE (tasks[i]));
    }
  for (guint i = 0; i < calls->len; i++)
    g_assert_true (aiohttp_future_await (calls->pdata[i], NULL));
}

static gboolean
test_seed (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  g_autoptr (AiohttpCondition) condition = aiohttp_condition_new (lock);
  g_autoptr (AiohttpSemaphore) semaphore = aiohttp_bounded_semaphore_new (N_PLACES);
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (5);
  World world = {
    .lock = lock,
    .semaphore = semaphore,
    .condition = condition,
    .queue = queue,
    .order = G_QUEUE_INIT,
  };
  AiohttpTask *tasks[N_TASKS];

  world.rand = g_rand_new_with_seed (GPOINTER_TO_UINT (user_data));
  run_world (&world, tasks);
  for (guint i = 0; i < N_TASKS; i++)
    g_object_unref (tasks[i]);

  g_assert_cmpuint (world.n_put, ==, world.n_got + aiohttp_queue_get_size (queue));
  g_assert_true (aiohttp_lock_try_acquire (lock));
  g_assert_cmpuint (aiohttp_semaphore_get_value (semaphore), ==, N_PLACES);
  g_assert_false (aiohttp_semaphore_is_locked (semaphore));
  g_assert_cmpuint (world.n_items, ==, aiohttp_queue_get_size (queue));
  aiohttp_queue_shutdown (queue, TRUE);
  g_assert_cmpuint (world.n_items, ==, 0);
  g_queue_clear (&world.order);
  g_test_message ("%u put, %u got, %u cancelled, %u timed out", world.n_put, world.n_got, world.n_cancelled,
                  world.n_timed_out);
  g_assert_cmpuint (world.n_cancelled, >, 0);
  g_rand_free (world.rand);
  return TRUE;
}

int
main (int argc, char **argv)
{
  return run_seeds (argc, argv, "/sync-stress", 6, test_seed);
}
