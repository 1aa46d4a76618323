/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What GTask alone costs where tasks.c spawns a task or resolves a future: an operation that is ready at once, whose
 * callback comes from the main loop. usage: tasks-gtask SECONDS */

#include <gio/gio.h>

#include "tasks.h"

#define BATCH 1000

static int n_pending;

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    g_error ("A step of the bench failed");
  n_pending--;
}

static void
operate (GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, NULL);

  n_pending++;
  g_task_return_boolean (task, TRUE);
}

static void
wait_for_all (void)
{
  while (n_pending > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
one_by_one (gpointer unused)
{
  for (int i = 0; i < BATCH; i++)
    {
      operate (on_ready);
      wait_for_all ();
    }
}

static void
all_at_once (gpointer unused)
{
  for (int i = 0; i < BATCH; i++)
    operate (on_ready);
  wait_for_all ();
}

/* Each starts the next from its callback, as a program that waits for one thing after the other does. */
static int n_left;

static void
on_link_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  on_ready (source, result, user_data);
  if (--n_left > 0)
    operate (on_link_ready);
}

static void
one_after_the_other (gpointer unused)
{
  n_left = BATCH;
  operate (on_link_ready);
  wait_for_all ();
}

int
main (int argc, char **argv)
{
  double seconds = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 0.1;

  measure ("spawn-await", seconds, BATCH, one_by_one, NULL);
  measure ("spawn-finish", seconds, BATCH, all_at_once, NULL);
  measure ("future", seconds, BATCH, one_after_the_other, NULL);
  return 0;
}
