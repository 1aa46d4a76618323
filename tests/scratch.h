/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib/gstdio.h>

/* A home and temporary folder of the program's own, gone at its end. G_TEST_OPTION_ISOLATE_DIRS gives one to each test,
 * but GLib never frees the names of the folders of the test before, which LeakSanitizer reports. Call scratch_init()
 * first in main(), before g_get_tmp_dir() and g_get_home_dir() have been asked, and scratch_run() for g_test_run(). */

static char *scratch_folder;

static inline void
scratch_init (void)
{
  const char *top = g_getenv ("TMPDIR");

  scratch_folder = g_build_filename (top != NULL && *top != '\0' ? top : "/tmp", "aiohttp-test-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (scratch_folder));
  g_assert_true (g_setenv ("TMPDIR", scratch_folder, TRUE));
  g_assert_true (g_setenv ("HOME", scratch_folder, TRUE));
}

static inline int
scratch_run (void)
{
  int status = g_test_run ();
  GDir *folder = g_dir_open (scratch_folder, 0, NULL);
  const char *name;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (scratch_folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_dir_close (folder);
  g_assert_cmpint (g_rmdir (scratch_folder), ==, 0);
  g_clear_pointer (&scratch_folder, g_free);
  return status;
}
