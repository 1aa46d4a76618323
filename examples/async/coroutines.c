/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The third model, coroutines that call coroutines: what waits is called like any other function, however deep.
 * asyncio's first ones were generators, one joined to the next by `yield from`. */

#include <aiohttp-glib/aiohttp.h>

static gboolean
one (GError **error)
{
  g_print ("one\n");
  return aiohttp_sleep (0.01, error);
}

static gboolean
two (GError **error)
{
  if (!one (error))
    return FALSE;
  g_print ("two\n");
  return aiohttp_sleep (0.01, error);
}

/* The outermost is what aiohttp_run() and aiohttp_spawn() take. */
static gboolean
three (GValue *result, gpointer user_data, GError **error)
{
  if (!two (error))
    return FALSE;
  g_print ("three\n");
  return TRUE;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (three, NULL, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
