/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Four mistakes, and what debug mode says of them. Without the first line of body(), run it with AIOHTTP_DEBUG=1. */

#include <aiohttp-glib/aiohttp.h>

static void
block (gpointer data)
{
  g_usleep (30 * G_TIME_SPAN_MILLISECOND);
}

static gboolean
fail (GValue *result, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "out of paper");
  return FALSE;
}

static gpointer
call_from_thread (gpointer loop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpHandle) handle = aiohttp_event_loop_call_soon (loop, block, NULL, NULL, &error);

  if (handle == NULL)
    g_printerr ("In a thread: %s\n", error->message);
  return NULL;
}

static gboolean
body (GValue *result, gpointer user_data, GError **error)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);
  g_autoptr (AiohttpHandle) handle = NULL;

  aiohttp_event_loop_set_debug (loop, TRUE);
  aiohttp_event_loop_set_slow_callback_duration (loop, 0.02);

  /* A callback that blocks the loop. */
  handle = aiohttp_event_loop_call_soon (loop, block, NULL, NULL, error);

  /* A task that fails, and nobody awaits. */
  g_object_unref (aiohttp_spawn (fail, NULL, NULL));

  /* A session that is not closed. */
  g_object_unref (aiohttp_client_session_new ());

  /* A call from another thread. */
  if (handle == NULL || !aiohttp_sleep (0.01, error))
    return FALSE;
  g_thread_join (g_thread_new ("worker", call_from_thread, loop));
  return TRUE;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (body, NULL, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
