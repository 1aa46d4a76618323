/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A lock held across awaits, a semaphore that bounds what runs at once, producer and consumers with a queue. */

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  AiohttpLock *lock;
  AiohttpSemaphore *slots;
  AiohttpQueue *queue;
  char *greeting;
} Shop;

/* Several tasks ask at once; the first fetches, and the others find it there. */
static const char *
get_greeting (Shop *shop, GError **error)
{
  g_autoptr (AiohttpLockGuard) guard = aiohttp_lock_guard_new (shop->lock, error);

  if (guard == NULL)
    return NULL;
  if (shop->greeting == NULL)
    {
      g_print ("fetching\n");
      if (!aiohttp_sleep (0.02, error))
        return NULL;
      shop->greeting = g_strdup ("Hello");
    }
  return shop->greeting;
}

static gboolean
greet (GValue *result, gpointer user_data, GError **error)
{
  const char *greeting = get_greeting (user_data, error);

  if (greeting != NULL)
    g_print ("%s\n", greeting);
  return greeting != NULL;
}

/* No more than two at a time. */
static gboolean
download (GValue *result, gpointer user_data, GError **error)
{
  Shop *shop = user_data;
  gboolean ok;

  if (!aiohttp_semaphore_acquire (shop->slots, error))
    return FALSE;
  ok = aiohttp_sleep (0.01, error);
  g_print ("downloaded\n");
  aiohttp_semaphore_release (shop->slots, NULL);
  return ok;
}

/* Runs until the queue is shut down, which is its end and no failure. */
static gboolean
consume (GValue *result, gpointer user_data, GError **error)
{
  Shop *shop = user_data;
  g_autoptr (GError) local_error = NULL;
  char *job;

  while ((job = aiohttp_queue_get_pointer (shop->queue, &local_error)) != NULL)
    {
      g_print ("doing %s\n", job);
      g_free (job);
      aiohttp_queue_task_done (shop->queue, NULL);
    }
  if (g_error_matches (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Waits where the queue is full, so that jobs never pile up. */
static gboolean
produce (Shop *shop, GError **error)
{
  for (int i = 1; i <= 6; i++)
    {
      char *job = g_strdup_printf ("job %d", i);

      if (!aiohttp_queue_put_pointer (shop->queue, job, g_free, error))
        {
          g_free (job);
          return FALSE;
        }
    }
  if (!aiohttp_queue_join (shop->queue, error))
    return FALSE;
  aiohttp_queue_shutdown (shop->queue, FALSE);
  return TRUE;
}

static gboolean
run_twice (AiohttpCoroutineFunc func, Shop *shop, GError **error)
{
  g_autoptr (AiohttpTask) one = aiohttp_spawn (func, shop, NULL);
  g_autoptr (AiohttpTask) two = aiohttp_spawn (func, shop, NULL);
  GAsyncResult *both[] = { G_ASYNC_RESULT (one), G_ASYNC_RESULT (two) };

  return aiohttp_gather (both, G_N_ELEMENTS (both), FALSE, error);
}

static gboolean
body (GValue *result, gpointer user_data, GError **error)
{
  Shop *shop = user_data;
  g_autoptr (AiohttpTask) first = NULL, second = NULL;

  if (!run_twice (greet, shop, error) || !run_twice (download, shop, error))
    return FALSE;

  first = aiohttp_spawn (consume, shop, NULL);
  second = aiohttp_spawn (consume, shop, NULL);
  return produce (shop, error) && aiohttp_future_await (AIOHTTP_FUTURE (first), error) &&
         aiohttp_future_await (AIOHTTP_FUTURE (second), error);
}

int
main (void)
{
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  g_autoptr (AiohttpSemaphore) slots = aiohttp_semaphore_new (2);
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (2);
  g_autoptr (GError) error = NULL;
  Shop shop = { lock, slots, queue, NULL };

  if (!aiohttp_run (body, &shop, &error))
    g_printerr ("%s\n", error->message);
  g_free (shop.greeting);
  return error != NULL;
}
