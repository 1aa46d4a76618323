/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The round trip of a switch alone: from the main stack into a coroutine that suspends at once, and back.
 * usage: tasks-switch SECONDS */

#include "aiohttp-coroutine-private.h"

#include "tasks.h"

#define BATCH 10000

static gboolean ending;

static gpointer
suspend (gpointer data, GError **error)
{
  while (!ending)
    aiohttp_coroutine_suspend (aiohttp_coroutine_get_current ());
  return NULL;
}

static void
round_trip (gpointer coroutine)
{
  for (int i = 0; i < BATCH; i++)
    aiohttp_coroutine_enter (coroutine);
}

int
main (int argc, char **argv)
{
  AiohttpCoroutine *coroutine = aiohttp_coroutine_take (NULL);

  if (coroutine == NULL)
    g_error ("There is no stack");
  coroutine->entry = suspend;
  measure ("switch", argc > 1 ? g_ascii_strtod (argv[1], NULL) : 0.1, BATCH, round_trip, coroutine);

  ending = TRUE;
  aiohttp_coroutine_enter (coroutine);
  aiohttp_coroutine_release (coroutine);
  return 0;
}
