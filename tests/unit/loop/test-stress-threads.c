/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Threads that call into a loop and complete its futures, while its tasks take, wait, time out and are cancelled, by
 * fixed seeds: each call is made once, in the order of its thread, all that was sent arrives, and all is freed. */

#include "stress.h"

#define N_THREADS   4
#define N_MESSAGES  1500
#define N_CONSUMERS 5
#define N_FUTURES   60

typedef struct
{
  AiohttpEventLoop *loop;
  AiohttpQueue *queue;
  GRand *rand;
  AiohttpTask *consumers[N_CONSUMERS];
  AiohttpFuture *futures[N_THREADS][N_FUTURES];
  guint last_number[N_THREADS];
  guint n_got;
  guint n_cancelled;
  guint n_timed_out;
  guint n_resolved;
  guint n_alive; /* messages; atomic */
} World;

typedef struct
{
  World *world;
  guint thread;
  guint number;
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_atomic_int_add (&message->world->n_alive, -1);
  g_free (message);
}

/* In the loop's thread. */
static void
receive (gpointer data)
{
  Message *message = data;
  World *world = message->world;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (message->number, ==, world->last_number[message->thread] + 1);
  world->last_number[message->thread] = message->number;
  if (!aiohttp_queue_put_pointer_nowait (world->queue, GUINT_TO_POINTER (message->number), NULL, &error))
    g_error ("%s", error->message);
  if (g_rand_int_range (world->rand, 0, 20) == 0)
    aiohttp_task_cancel (world->consumers[g_rand_int_range (world->rand, 0, N_CONSUMERS)]);
}

typedef struct
{
  World *world;
  guint number;
} Sender;

static void
complete (GRand *rand, AiohttpFuture *future)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (g_rand_int_range (rand, 0, 3) != 0)
    {
      g_value_init (&value, G_TYPE_STRING);
      g_value_set_static_string (&value, "from afar");
      g_assert_true (aiohttp_future_set_value_threadsafe (future, &value));
    }
  else
    {
      error = g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "from afar");
      g_assert_true (aiohttp_future_set_error_threadsafe (future, error));
    }
}

static gpointer
send_all (gpointer data)
{
  Sender *sender = data;
  World *world = sender->world;
  GRand *rand = g_rand_new_with_seed (sender->number);
  guint next_future = 0;

  for (guint i = 1; i <= N_MESSAGES; i++)
    {
      Message *message = g_new (Message, 1);
      g_autoptr (AiohttpHandle) handle = NULL;

      *message = (Message){ world, sender->number, i };
      g_atomic_int_inc (&world->n_alive);
      handle = aiohttp_event_loop_call_soon_threadsafe (world->loop, receive, message, message_free, NULL);
      g_assert_nonnull (handle);
      if (i % 64 == 0)
        g_thread_yield ();
      if (i % (N_MESSAGES / N_FUTURES) == 0 && next_future < N_FUTURES)
        complete (rand, world->futures[sender->number][next_future++]);
    }
  while (next_future < N_FUTURES)
    complete (rand, world->futures[sender->number][next_future++]);
  g_rand_free (rand);
  return NULL;
}

static gboolean
consume (GValue *result, gpointer user_data, GError **error)
{
  World *world = user_data;

  for (;;)
    {
      g_autoptr (GError) local_error = NULL;

      if (aiohttp_queue_get_pointer (world->queue, &local_error) != NULL)
        {
          world->n_got++;
          if (g_rand_int_range (world->rand, 0, 50) != 0 || aiohttp_sleep (0, &local_error))
            continue;
        }
      if (g_error_matches (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN))
        return TRUE;
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      world->n_cancelled++;
    }
}

typedef struct
{
  World *world;
  AiohttpFuture *future;
} Wait;

static gboolean
wait_for_future (GValue *result, gpointer user_data, GError **error)
{
  Wait *wait = user_data;
  World *world = wait->world;
  g_autoptr (GError) local_error = NULL;
  double seconds = g_rand_int_range (world->rand, 0, 4) == 0 ? 0.0005 : -1;
  gboolean ok = aiohttp_wait_for (G_ASYNC_RESULT (wait->future), seconds, &local_error);

  g_assert_true (aiohttp_future_is_done (wait->future));
  if (ok)
    {
      g_autofree char *value = aiohttp_future_propagate_string (wait->future, NULL);

      g_assert_cmpstr (value, ==, "from afar");
      world->n_resolved++;
    }
  else if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    world->n_timed_out++;
  else
    g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED);
  return TRUE;
}

static void
wait_for_futures (World *world)
{
  GAsyncResult *tasks[N_THREADS * N_FUTURES];
  Wait waits[N_THREADS * N_FUTURES];

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      waits[i] = (Wait){ world, world->futures[i / N_FUTURES][i % N_FUTURES] };
      tasks[i] = G_ASYNC_RESULT (aiohttp_spawn (wait_for_future, &waits[i], NULL));
    }
  g_assert_true (aiohttp_gather (tasks, G_N_ELEMENTS (tasks), FALSE, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    g_object_unref (tasks[i]);
}

static gboolean
test_seed (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (0);
  World world = { .queue = queue, .rand = g_rand_new_with_seed (GPOINTER_TO_UINT (user_data)) };
  GThread *threads[N_THREADS];
  Sender senders[N_THREADS];

  world.loop = aiohttp_get_event_loop (NULL);
  for (guint i = 0; i < N_CONSUMERS; i++)
    world.consumers[i] = aiohttp_spawn (consume, &world, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    {
      for (guint j = 0; j < N_FUTURES; j++)
        world.futures[i][j] = aiohttp_future_new ();
      senders[i] = (Sender){ &world, i };
      threads[i] = g_thread_new ("sender", send_all, &senders[i]);
    }

  wait_for_futures (&world);
  while (world.n_got < N_THREADS * N_MESSAGES)
    g_assert_true (aiohttp_sleep (0.001, error));
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (threads[i]);
      for (guint j = 0; j < N_FUTURES; j++)
        g_object_unref (world.futures[i][j]);
    }
  aiohttp_queue_shutdown (queue, FALSE);
  for (guint i = 0; i < N_CONSUMERS; i++)
    {
      g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (world.consumers[i]), error));
      g_object_unref (world.consumers[i]);
    }

  g_test_message ("%u got, %u resolved, %u timed out, %u cancelled", world.n_got, world.n_resolved, world.n_timed_out,
                  world.n_cancelled);
  g_assert_cmpuint (world.n_got, ==, N_THREADS * N_MESSAGES);
  g_assert_true (aiohttp_queue_is_empty (queue));
  g_assert_cmpuint (g_atomic_int_get (&world.n_alive), ==, 0);
  g_rand_free (world.rand);
  return TRUE;
}

int
main (int argc, char **argv)
{
  return run_seeds (argc, argv, "/stress-threads", 4, test_seed);
}
