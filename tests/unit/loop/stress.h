/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <stdlib.h>

#include "aiohttp.h"

/* One test a seed: the few of a test run, or `FIRST COUNT` of the command line, which the long mode gives. */
static inline int
run_seeds (int argc, char **argv, const char *path, guint n_seeds, AiohttpCoroutineFunc test)
{
  guint first = 1;

  g_test_init (&argc, &argv, NULL);
  if (argc > 2)
    {
      first = (guint) atoi (argv[1]);
      n_seeds = (guint) atoi (argv[2]);
    }
  for (guint seed = first; seed < first + n_seeds; seed++)
    {
      g_autofree char *name = g_strdup_printf ("%s/seed-%u", path, seed);

      aiohttp_test_add_coroutine (name, test, GUINT_TO_POINTER (seed));
    }
  return g_test_run ();
}
