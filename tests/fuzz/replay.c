/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fuzz.h"

/* Feeds a target the files of its corpus, each a test of its own; FUZZ_CORPUS names the folder. */

static void
run_file (gconstpointer path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;
  g_autofree guint8 *input = NULL;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  input = g_memdup2 (contents, length); /* exactly as long: a read too far is one that ASan sees */
  LLVMFuzzerTestOneInput (input, length);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);

  folder = g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", FUZZ_CORPUS, NULL);
  dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/fuzz/%s/%s", FUZZ_CORPUS, name);

      g_test_add_data_func_full (path, g_build_filename (folder, name, NULL), run_file, g_free);
    }
  return g_test_run ();
}
