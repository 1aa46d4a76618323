/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <aiohttp.h>

static AiohttpContextVar *request_id;

/* Stands for some operation: takes so many milliseconds, and fails if they are odd. */
static gboolean
work (GValue *result, gpointer user_data, GError **error)
{
  int milliseconds = GPOINTER_TO_INT (user_data);

  if (!aiohttp_sleep (milliseconds / 1000.0, error))
    return FALSE;
  if (milliseconds % 2 == 1)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%d is odd", milliseconds);
      return FALSE;
    }
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, milliseconds);
  return TRUE;
}

static AiohttpTask *
start (int milliseconds)
{
  return aiohttp_spawn (work, GINT_TO_POINTER (milliseconds), NULL);
}

static gboolean
work_together (int first, int second, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  gboolean ok = aiohttp_task_group_spawn (group, work, GINT_TO_POINTER (first), NULL, error) &&
                aiohttp_task_group_spawn (group, work, GINT_TO_POINTER (second), NULL, error);

  return aiohttp_task_group_end (group, ok, error);
}

static gboolean
work_in_time (double seconds, GError **error)
{
  g_autoptr (AiohttpTimeoutScope) scope = aiohttp_timeout_scope_new (seconds);

  return aiohttp_timeout_scope_end (scope, work_together (2, 20000, error), error);
}

static gboolean
use_the_quicker (GError **error)
{
  g_autoptr (AiohttpTask) slow = start (20000);
  g_autoptr (AiohttpTask) quick = start (2);
  GAsyncResult *both[] = { G_ASYNC_RESULT (slow), G_ASYNC_RESULT (quick) };
  gssize winner = aiohttp_race (both, 2, error);

  if (winner < 0)
    return FALSE;
  g_print ("number %d was quicker\n", (int) winner);
  /* The loser runs on, unless it is asked to end. */
  aiohttp_task_cancel (slow);
  return TRUE;
}

static gboolean
use_each_as_it_comes (GError **error)
{
  g_autoptr (AiohttpTask) slow = start (20);
  g_autoptr (AiohttpTask) quick = start (2);
  GAsyncResult *both[] = { G_ASYNC_RESULT (slow), G_ASYNC_RESULT (quick) };
  g_autoptr (AiohttpAsCompleted) completed = aiohttp_as_completed_new (both, 2, -1);

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) next = aiohttp_as_completed_next (completed, error);

      if (next == NULL)
        return FALSE;
      g_print ("%" G_GINT64_FORMAT " ms are over\n", aiohttp_future_propagate_int64 (AIOHTTP_FUTURE (next), NULL));
    }
  return TRUE;
}

static gboolean
save_in_any_case (GError **error)
{
  g_autoptr (AiohttpTask) save = start (20);
  g_autoptr (AiohttpFuture) shielded = aiohttp_shield (G_ASYNC_RESULT (save));

  if (!aiohttp_wait_for (G_ASYNC_RESULT (shielded), 0.001, NULL))
    g_print ("nobody waits for it now, but it is still being saved\n");
  return aiohttp_future_await (AIOHTTP_FUTURE (save), error);
}

static gboolean
log_in_context (GValue *result, gpointer user_data, GError **error)
{
  if (!aiohttp_sleep (0, error))
    return FALSE;
  g_print ("[%s] %s\n", aiohttp_context_var_get_string (request_id), (const char *) user_data);
  return TRUE;
}

static gboolean
handle (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  gboolean ok;

  /* The tasks that this one starts see it, and nobody else. */
  aiohttp_context_var_set_string (request_id, user_data);
  ok = aiohttp_task_group_spawn (group, log_in_context, (gpointer) "looked up", NULL, error) &&
       aiohttp_task_group_spawn (group, log_in_context, (gpointer) "answered", NULL, error);
  return aiohttp_task_group_end (group, ok, error);
}

static gboolean
body (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) first = aiohttp_spawn (handle, (gpointer) "request 1", NULL);
  g_autoptr (AiohttpTask) second = aiohttp_spawn (handle, (gpointer) "request 2", NULL);
  GAsyncResult *both[] = { G_ASYNC_RESULT (first), G_ASYNC_RESULT (second) };
  g_autoptr (GError) failure = NULL;

  if (!aiohttp_all (both, 2, error) || !use_the_quicker (error) || !use_each_as_it_comes (error) ||
      !save_in_any_case (error))
    return FALSE;
  if (!work_together (3, 20000, &failure))
    g_print ("the group failed: %s\n", failure->message);
  g_clear_error (&failure);
  if (!work_in_time (0.01, &failure))
    g_print ("too slow: %s\n", failure->message);
  return TRUE;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;

  request_id = aiohttp_context_var_new ("request-id", NULL);
  if (!aiohttp_run (body, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
