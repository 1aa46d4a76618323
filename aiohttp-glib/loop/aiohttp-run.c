/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-run.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-policy.h"
#include "aiohttp-event-loop-private.h"

/* How long a task may clean up after a cancel before the next one. */
#define END_GRACE (5 * G_TIME_SPAN_SECOND)

/* Of this thread's context; a thread without one gets a loop of its own for the call. */
static AiohttpEventLoop *
ref_loop (void)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);

  return loop != NULL ? g_object_ref (loop) : aiohttp_new_event_loop ();
}

/**
 * aiohttp_run: (skip)
 * @func: the coroutine
 * @user_data: passed to @func
 * @error: where to put the error
 *
 * Runs a coroutine, and the event loop of the calling context until it has returned.
 *
 * Then it cancels all tasks of the loop that still run, and runs on until they have ended. One that ignores three
 * cancels is reported, with where it waits, and left behind.
 *
 * |[<!-- language="C" -->
 * static gboolean
 * body (GValue *result, gpointer user_data, GError **error)
 * {
 *   g_print ("one\n");
 *   if (!aiohttp_sleep (0.5, error))
 *     return FALSE;
 *   g_print ("two\n");
 *   return TRUE;
 * }
 *
 * int
 * main (void)
 * {
 *   g_autoptr(GError) error = NULL;
 *
 *   if (!aiohttp_run (body, NULL, &error))
 *     g_printerr ("%s\n", error->message);
 *   return error != NULL;
 * }
 * ]|
 *
 * asyncio: `run()`.
 *
 * Returns: %TRUE if @func returned %TRUE; %FALSE with its error, or with `AIOHTTP_ERROR_LOOP_RUNNING` where the loop
 *   runs already: spawn a task there
 *
 * Since: 0.1
 */
gboolean
aiohttp_run (AiohttpCoroutineFunc func, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpEventLoop) loop = NULL;
  g_autoptr (AiohttpTask) task = NULL;
  gboolean pushed;
  gboolean ok;

  g_return_val_if_fail (func != NULL, FALSE);

  loop = ref_loop ();
  if (aiohttp_in_coroutine () || aiohttp_event_loop_is_running (loop))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_LOOP_RUNNING,
                           "aiohttp_run() was called where an event loop runs already: spawn a task instead");
      return FALSE;
    }
  if (!g_main_context_acquire (aiohttp_event_loop_get_context (loop)))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_LOOP_RUNNING,
                           "The event loop of this context is running in another thread");
      return FALSE;
    }

  pushed = aiohttp_event_loop_push (loop);
  task = aiohttp_spawn (func, user_data, NULL);
  ok = aiohttp_event_loop_run_until_complete (loop, AIOHTTP_FUTURE (task), error);
  aiohttp_event_loop_cancel_all (loop, END_GRACE);
  if (pushed)
    aiohttp_event_loop_pop (loop);
  g_main_context_release (aiohttp_event_loop_get_context (loop));
  return ok;
}
