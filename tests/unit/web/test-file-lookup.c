/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <errno.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "aiohttp-error.h"
#include "aiohttp-file-lookup-private.h"
#include "aiohttp-open-below-private.h"
#include "aiohttp-run.h"
#include "aiohttp-sleep.h"
#include "aiohttp-task.h"

/* What is found is the same whether the kernel knew it, or a thread had to look. */

static char *root;

static const struct
{
  const char *name;
  const char *path;
  gboolean slash;
  const char *accepts;
  guint status;
  gint64 size;
  gboolean is_directory;
  gboolean is_index;
  gboolean encoded;
} rows[] = {
  { "file", "file", FALSE, NULL, 200, 4, FALSE, FALSE, FALSE },
  { "file-with-slash", "file", TRUE, NULL, 404, 0, FALSE, FALSE, FALSE },
  { "missing", "missing", FALSE, NULL, 404, 0, FALSE, FALSE, FALSE },
  { "fifo", "fifo", FALSE, NULL, 403, 0, FALSE, FALSE, FALSE },
  { "directory", "dir", FALSE, NULL, 200, -1, TRUE, FALSE, FALSE },
  { "directory-with-slash", "empty", TRUE, NULL, 200, -1, TRUE, FALSE, FALSE },
  { "index", "dir", TRUE, NULL, 200, 5, FALSE, TRUE, FALSE },
  { "gzip", "file", FALSE, "gzip", 200, 7, FALSE, FALSE, TRUE },
  { "no-gzip", "file", FALSE, "br", 200, 4, FALSE, FALSE, FALSE },
  { "index-gzip", "dir", TRUE, "gzip", 200, 9, FALSE, TRUE, TRUE },
};

typedef struct
{
  AiohttpOpening opening;
  guint row;
} Case;

static gboolean
run_row (GValue *result, gpointer data, GError **error)
{
  const Case *one = data;
  guint i = one->row;

  /* The first time nobody knows, the second time somebody may. */
  for (guint time = 0; time < 2; time++)
    {
      g_auto (AiohttpFileLookup) lookup = AIOHTTP_FILE_LOOKUP_INIT;

      lookup.root = root;
      lookup.path = rows[i].path;
      lookup.slash = rows[i].slash;
      lookup.index = "index";
      lookup.accepts = rows[i].accepts;
      g_assert_true (aiohttp_file_lookup_run (&lookup, error));
      g_assert_cmpuint (aiohttp_file_lookup_get_status (&lookup), ==, rows[i].status);
      if (rows[i].status != 200)
        {
          g_autoptr (GError) problem = aiohttp_file_lookup_make_error (&lookup);

          g_assert_error (problem, AIOHTTP_HTTP_ERROR, (int) rows[i].status);
          continue;
        }
      g_assert_cmpint (lookup.file, >=, 0);
      g_assert_cmpint (lookup.is_directory, ==, rows[i].is_directory);
      g_assert_cmpint (lookup.is_index, ==, rows[i].is_index);
      g_assert_cmpint (lookup.encoded, ==, rows[i].encoded);
      if (rows[i].size >= 0)
        g_assert_cmpint (lookup.size, ==, rows[i].size);
    }
  return TRUE;
}

static void
test_row (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GError) error = NULL;

  aiohttp_open_below_limit (one->opening);
  g_assert_true (aiohttp_run (run_row, (gpointer) one, &error));
  g_assert_no_error (error);
}

static gboolean
run_lookup (GValue *result, gpointer data, GError **error)
{
  g_auto (AiohttpFileLookup) lookup = AIOHTTP_FILE_LOOKUP_INIT;

  lookup.root = root;
  lookup.path = "file";
  return aiohttp_file_lookup_run (&lookup, error);
}

static gboolean
run_cancelled (GValue *result, gpointer data, GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (run_lookup, NULL, NULL);
  g_autoptr (GError) problem = NULL;

  if (!aiohttp_sleep (0, error))
    return FALSE;
  aiohttp_task_cancel (task);
  while (!aiohttp_future_is_done (AIOHTTP_FUTURE (task)))
    if (!aiohttp_sleep (0, error))
      return FALSE;
  problem = aiohttp_future_dup_error (AIOHTTP_FUTURE (task));
  /* a look-up that a thread has begun is waited for */
  g_assert_true (problem == NULL || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  return TRUE;
}

/* Nothing is left open, or written to, that the coroutine was told to forget. */
static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;

  aiohttp_open_below_limit (AIOHTTP_OPENING_BY_WALK);
  g_assert_true (aiohttp_run (run_cancelled, NULL, &error));
  g_assert_no_error (error);
}

/* What is no fault of the path's is the server's to know of. */
static void
test_other_failure (void)
{
  AiohttpFileLookup lookup = AIOHTTP_FILE_LOOKUP_INIT;
  g_autoptr (GError) error = NULL;

  lookup.path = "file";
  lookup.code = EMFILE;
  error = aiohttp_file_lookup_make_error (&lookup);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES);
}

static void
add_file (const char *name, const char *contents)
{
  g_autofree char *path = g_build_filename (root, name, NULL);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static void
each (void (*func) (const char *path))
{
  static const char *const names[] = { "file", "file.gz", "fifo", "dir/index", "dir/index.gz", "dir", "empty" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (root, names[i], NULL);

      func (path);
    }
}

static void
remove_one (const char *path)
{
  g_remove (path);
}

static void
make_tree (void)
{
  g_autofree char *directory = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *fifo = NULL;

  root = g_dir_make_tmp ("aiohttp-lookup-XXXXXX", NULL);
  directory = g_build_filename (root, "dir", NULL);
  empty = g_build_filename (root, "empty", NULL);
  fifo = g_build_filename (root, "fifo", NULL);
  g_mkdir (directory, 0700);
  g_mkdir (empty, 0700);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  add_file ("file", "file");
  add_file ("file.gz", "gzipped");
  add_file ("dir/index", "index");
  add_file ("dir/index.gz", "index.gz!");
}

int
main (int argc, char **argv)
{
  static const char *const openings[] = { "walk", "openat2", "cache" };
  int result;

  g_test_init (&argc, &argv, NULL);
  make_tree ();
  for (guint opening = 0; opening < G_N_ELEMENTS (openings); opening++)
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
      {
        g_autofree char *path = g_strdup_printf ("/file-lookup/%s/%s", openings[opening], rows[i].name);
        Case *one = g_new (Case, 1);

        *one = (Case){ (AiohttpOpening) opening, i };
        g_test_add_data_func_full (path, one, test_row, g_free);
      }
  g_test_add_func ("/file-lookup/cancelled", test_cancelled);
  g_test_add_func ("/file-lookup/other-failure", test_other_failure);
  result = g_test_run ();
  each (remove_one);
  g_rmdir (root);
  g_free (root);
  return result;
}
