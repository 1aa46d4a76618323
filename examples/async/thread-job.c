/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A job for a thread: what computes for long, or blocks, leaves the main loop free. */

#include <aiohttp-glib/aiohttp.h>

/* In a thread of the event loop's pool: no futures, no tasks, nothing of the main loop's here. */
static gboolean
add_up (GValue *result, gpointer user_data, GError **error)
{
  gint64 sum = 0;

  for (gint64 i = 1; i <= GPOINTER_TO_INT (user_data); i++)
    sum += i;
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, sum);
  return TRUE;
}

static gboolean
tell_time (GValue *result, gpointer user_data, GError **error)
{
  g_print ("the loop goes on\n");
  return TRUE;
}

static gboolean
body (GValue *result, gpointer user_data, GError **error)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (error);
  g_autoptr (AiohttpTask) other = aiohttp_spawn (tell_time, NULL, NULL);
  g_auto (GValue) sum = G_VALUE_INIT;

  if (!aiohttp_event_loop_run_in_executor (loop, add_up, GINT_TO_POINTER (1000000), NULL, &sum, error))
    return FALSE;
  g_print ("the sum is %" G_GINT64_FORMAT "\n", g_value_get_int64 (&sum));
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
