/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static inline gint64
cpu_nanoseconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

static inline int
compare_figures (const void *a, const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

/* All, unless a profile of one is wanted. */
static const char *only;

/* Calls `batch`, which does `n` operations, for so long, and prints the median of what one cost. */
static inline void
measure (const char *name, double seconds, int n, void (*batch) (gpointer), gpointer data)
{
  g_autoptr (GArray) figures = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 now, start;

  if (only != NULL && !g_str_equal (only, name))
    return;
  batch (data);
  start = now = cpu_nanoseconds ();
  do
    {
      gint64 before = now;
      double figure;

      batch (data);
      now = cpu_nanoseconds ();
      figure = (double) (now - before) / n;
      g_array_append_val (figures, figure);
    }
  while (now - start < seconds * 1e9);
  qsort (figures->data, figures->len, sizeof (double), compare_figures);
  g_print ("%s %.1f\n", name, g_array_index (figures, double, figures->len / 2));
}

static inline gsize
resident_bytes (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) pages = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  pages = g_strsplit (text, " ", 3);
  return g_ascii_strtoull (pages[1], NULL, 10) * sysconf (_SC_PAGESIZE);
}
