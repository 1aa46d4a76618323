/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Trees of tasks that gather, group, wait for and time each other out, fail and are cancelled at random, by fixed
 * seeds: whoever waits for all has all, no error comes that nobody made, everything has ended and is free at last. */

#include "stress.h"

#define N_ROOTS     300
#define N_REAPED    8
#define MAX_DEPTH   4
#define MAX_WIDTH   4
#define STRESS_NAME "stress"

typedef struct
{
  GRand *rand;
  GPtrArray *alive; /* tasks that run, for the reaper */
  guint n_spawned;
  guint n_running;
  guint n_objects; /* task objects that are not freed */
  guint n_nodes;
  guint n_failed;
  guint n_cancelled;
  guint n_timed_out;
} World;

typedef struct
{
  World *world;
  guint depth;
} Node;

static guint
pick (World *world, guint n)
{
  return (guint) g_rand_int_range (world->rand, 0, (gint32) n);
}

static Node *
node_new (World *world, guint depth)
{
  Node *node = g_new (Node, 1);

  *node = (Node){ world, depth };
  world->n_nodes++;
  return node;
}

static void
node_free (gpointer data)
{
  Node *node = data;

  node->world->n_nodes--;
  g_free (node);
}

static void
on_task_freed (gpointer data, GObject *object)
{
  ((World *) data)->n_objects--;
}

static void
watch (World *world, AiohttpTask *task)
{
  world->n_spawned++;
  world->n_objects++;
  g_object_weak_ref (G_OBJECT (task), on_task_freed, world);
}

static gboolean live (GValue *result, gpointer user_data, GError **error);

static AiohttpTask *
spawn_child (Node *node)
{
  AiohttpTask *task = aiohttp_spawn (live, node_new (node->world, node->depth + 1), node_free);

  watch (node->world, task);
  return task;
}

/* Children on their own, at least one. */
typedef struct
{
  guint n;
  GAsyncResult *futures[MAX_WIDTH];
} Family;

static void
family_init (Family *self, Node *node)
{
  self->n = 1 + pick (node->world, MAX_WIDTH);
  for (guint i = 0; i < self->n; i++)
    self->futures[i] = G_ASYNC_RESULT (spawn_child (node));
}

static guint
family_count_done (Family *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    n += aiohttp_future_is_done (AIOHTTP_FUTURE (self->futures[i]));
  return n;
}

/* As Python's garbage collection would: tasks that nobody waits for go on without us. */
static void
family_clear (Family *self)
{
  for (guint i = 0; i < self->n; i++)
    g_object_unref (self->futures[i]);
}

static gboolean
nap (Node *node, GError **error)
{
  return aiohttp_sleep (pick (node->world, 3) == 0 ? 0.0005 : 0, error);
}

static gboolean
fail (Node *node, GError **error)
{
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, STRESS_NAME);
  return FALSE;
}

static gboolean
gather_all (Node *node, GError **error)
{
  Family family;
  gboolean ok;

  family_init (&family, node);
  ok = aiohttp_gather (family.futures, family.n, TRUE, error);
  /* Also when it was cancelled: the cancel went to them, and they were waited for. */
  g_assert_cmpuint (family_count_done (&family), ==, family.n);
  family_clear (&family);
  return ok;
}

static gboolean
gather_some (Node *node, GError **error)
{
  Family family;
  gboolean ok;

  family_init (&family, node);
  ok = aiohttp_gather (family.futures, family.n, FALSE, error);
  if (ok)
    g_assert_cmpuint (family_count_done (&family), ==, family.n);
  family_clear (&family);
  return ok;
}

static gboolean
group (Node *node, GError **error)
{
  g_autoptr (AiohttpTaskGroup) tasks = aiohttp_task_group_new ();
  guint n = 1 + pick (node->world, MAX_WIDTH);
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < n; i++)
    {
      g_autoptr (AiohttpTask) task =
          aiohttp_task_group_create_task (tasks, live, node_new (node->world, node->depth + 1), node_free, error);

      ok = task != NULL;
      if (ok)
        watch (node->world, task);
    }
  if (ok && pick (node->world, 3) == 0)
    ok = nap (node, error);
  ok = aiohttp_task_group_end (tasks, ok, error);
  g_assert_cmpuint (aiohttp_task_group_get_n_pending (tasks), ==, 0);
  if (ok)
    g_assert_cmpuint (aiohttp_task_group_get_n_errors (tasks), ==, 0);
  return ok;
}

static gboolean
wait_for_one (Node *node, GError **error)
{
  g_autoptr (AiohttpTask) task = spawn_child (node);
  gboolean ok = aiohttp_wait_for (G_ASYNC_RESULT (task), pick (node->world, 2) == 0 ? 0.0003 : 5, error);

  g_assert_true (aiohttp_future_is_done (AIOHTTP_FUTURE (task)));
  return ok;
}

static gboolean
wait_for_some (Node *node, GError **error)
{
  Family family;
  gssize n;
  gboolean ok;

  family_init (&family, node);
  n = aiohttp_wait (
      family.futures, family.n, pick (node->world, 2) == 0 ? 0.0003 : -1,
      pick (node->world, 2) == 0 ? AIOHTTP_RETURN_WHEN_FIRST_COMPLETED : AIOHTTP_RETURN_WHEN_FIRST_EXCEPTION, error);
  ok = n >= 0;
  g_assert_cmpint ((int) family_count_done (&family), >=, (int) n);
  for (guint i = 0; i < family.n; i++)
    aiohttp_future_cancel (AIOHTTP_FUTURE (family.futures[i]));
  /* A wait that is cancelled leaves them as they are, so clean up: whatever comes meanwhile, all of them end. */
  if (!aiohttp_gather (family.futures, family.n, TRUE, ok ? error : NULL))
    ok = FALSE;
  g_assert_cmpuint (family_count_done (&family), ==, family.n);
  family_clear (&family);
  return ok;
}

static gboolean
in_time (Node *node, GError **error)
{
  g_autoptr (AiohttpTimeoutScope) outer = aiohttp_timeout_scope_new (pick (node->world, 2) == 0 ? 0.0004 : 5);
  g_autoptr (AiohttpTimeoutScope) inner = aiohttp_timeout_scope_new (pick (node->world, 2) == 0 ? 0.0002 : 5);
  gboolean ok = aiohttp_timeout_scope_end (inner, nap (node, error) && gather_all (node, error), error);

  return aiohttp_timeout_scope_end (outer, ok, error);
}

/* Cleans up after a cancel, which takes an await or two. */
static gboolean
clean_up (Node *node, GError **error)
{
  gboolean ok = nap (node, error) && nap (node, error);

  if (!ok)
    {
      g_autoptr (GError) again = NULL;

      if (!aiohttp_sleep (0, &again))
        g_assert_error (again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  return ok;
}

static void
count_error (World *world, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    world->n_cancelled++;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    world->n_timed_out++;
  else if (g_error_matches (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED))
    {
      /* A group tells how many more have failed. */
      g_assert_true (g_str_has_prefix (error->message, STRESS_NAME));
      world->n_failed++;
    }
  else
    /* A group that is ending takes no more. */
    g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
}

static gboolean
live (GValue *result, gpointer user_data, GError **error)
{
  Node *node = user_data;
  World *world = node->world;
  gboolean (*const leaves[]) (Node *, GError **) = { nap, nap, clean_up, fail };
  gboolean (*const forks[]) (Node *, GError **) = {
    gather_all, gather_some, group, wait_for_one, wait_for_some, in_time,
  };
  GError *local_error = NULL;
  gboolean ok = TRUE;

  world->n_running++;
  g_ptr_array_add (world->alive, aiohttp_task_get_current ());
  for (guint i = 0; ok && i < 3; i++)
    if (node->depth < MAX_DEPTH && pick (world, 3) == 0)
      ok = forks[pick (world, G_N_ELEMENTS (forks))](node, &local_error);
    else
      ok = leaves[pick (world, pick (world, 4) == 0 ? G_N_ELEMENTS (leaves) : 3)](node, &local_error);
  g_ptr_array_remove_fast (world->alive, aiohttp_task_get_current ());
  world->n_running--;

  g_assert_true (ok == (local_error == NULL));
  if (ok)
    return TRUE;
  count_error (world, local_error);
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
test_seed (GValue *result, gpointer user_data, GError **error)
{
  World world = { .rand = g_rand_new_with_seed (GPOINTER_TO_UINT (user_data)), .alive = g_ptr_array_new () };
  GAsyncResult *roots[N_ROOTS];

  for (guint i = 0; i < N_ROOTS; i++)
    {
      AiohttpTask *task = aiohttp_spawn (live, node_new (&world, 0), node_free);

      watch (&world, task);
      roots[i] = G_ASYNC_RESULT (task);
    }
  /* Those that a gather with an error has left behind go on for a while. */
  g_assert_true (aiohttp_sleep (0, error));
  while (world.n_running > 0)
    {
      for (guint i = 0; i < N_REAPED && pick (&world, 4) == 0; i++)
        if (world.alive->len > 0)
          aiohttp_task_cancel (world.alive->pdata[pick (&world, world.alive->len)]);
      g_assert_true (aiohttp_sleep (0, error));
    }
  g_assert_true (aiohttp_gather (roots, N_ROOTS, TRUE, error));
  for (guint i = 0; i < N_ROOTS; i++)
    g_object_unref (roots[i]);
  for (guint i = 0; i < 3; i++)
    g_assert_true (aiohttp_sleep (0.001, error));

  g_test_message ("%u spawned, %u failed, %u cancelled, %u timed out", world.n_spawned, world.n_failed,
                  world.n_cancelled, world.n_timed_out);
  g_assert_cmpuint (world.alive->len, ==, 0);
  g_assert_cmpuint (world.n_nodes, ==, 0);
  g_assert_cmpuint (world.n_objects, ==, 0);
  g_assert_cmpuint (world.n_spawned, >, N_ROOTS);
  g_ptr_array_unref (world.alive);
  g_rand_free (world.rand);
  return TRUE;
}

int
main (int argc, char **argv)
{
  return run_seeds (argc, argv, "/task-stress", 6, test_seed);
}
