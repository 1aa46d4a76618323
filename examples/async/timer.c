/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Timers without a coroutine, in the event loop of a program that has no other main loop. */

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  AiohttpEventLoop *loop;
  AiohttpTimerHandle *handle;
  int n_ticks;
} Clock;

static void
tick (gpointer user_data)
{
  Clock *clock = user_data;

  g_print ("tick %d\n", ++clock->n_ticks);
  g_clear_object (&clock->handle);
  if (clock->n_ticks < 3)
    clock->handle = aiohttp_event_loop_call_later (clock->loop, 0.01, tick, clock, NULL, NULL);
  else
    aiohttp_event_loop_stop (clock->loop);
}

static void
never (gpointer user_data)
{
  g_print ("this was called off\n");
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  Clock clock = { aiohttp_get_event_loop (&error), NULL, 0 };
  g_autoptr (AiohttpTimerHandle) other = aiohttp_event_loop_call_later (clock.loop, 0.005, never, NULL, NULL, &error);

  clock.handle = aiohttp_event_loop_call_later (clock.loop, 0.01, tick, &clock, NULL, &error);
  aiohttp_handle_cancel (AIOHTTP_HANDLE (other));
  if (!aiohttp_event_loop_run_forever (clock.loop, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
