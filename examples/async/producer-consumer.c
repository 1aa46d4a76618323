/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A producer and a consumer: the queue has two places, so the producer waits where the consumer is slow. */

#include <aiohttp-glib/aiohttp.h>

static gboolean
consume (GValue *result, gpointer user_data, GError **error)
{
  AiohttpQueue *queue = user_data;
  g_autoptr (GError) local_error = NULL;
  char *job;

  while ((job = aiohttp_queue_get_pointer (queue, &local_error)) != NULL)
    {
      g_print ("did %s\n", job);
      g_free (job);
      if (!aiohttp_sleep (0.001, error))
        return FALSE;
    }
  /* The end of the queue is no failure. */
  if (g_error_matches (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
produce (GValue *result, gpointer user_data, GError **error)
{
  AiohttpQueue *queue = user_data;
  g_autoptr (AiohttpTask) consumer = aiohttp_spawn (consume, queue, NULL);

  for (int i = 1; i <= 5; i++)
    {
      char *job = g_strdup_printf ("job %d", i);

      if (!aiohttp_queue_put_pointer (queue, job, g_free, error))
        {
          g_free (job);
          return FALSE;
        }
    }
  aiohttp_queue_shutdown (queue, FALSE);
  if (!aiohttp_future_await (AIOHTTP_FUTURE (consumer), error))
    return FALSE;
  g_print ("all done\n");
  return TRUE;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (2);

  if (!aiohttp_run (produce, queue, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
