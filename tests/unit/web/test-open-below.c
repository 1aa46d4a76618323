/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiohttp-open-below-private.h"
#include "aiohttp-static-path-private.h"

/* One table of what is found below a directory, for the kernel's way and for ours. */

#define NONE   (1 << AIOHTTP_SYMLINKS_NONE)
#define BELOW  (1 << AIOHTTP_SYMLINKS_BELOW)
#define FOLLOW (1 << AIOHTTP_SYMLINKS_FOLLOW)
#define ALL    (NONE | BELOW | FOLLOW)

static char *top;
static int root;

static const struct
{
  const char *path;
  guint found; /* with which of the policies */
} rows[] = {
  { "file", ALL },
  { "dir/file", ALL },
  { "dir", ALL },
  { "", ALL },
  { "dir/dir/file", ALL },
  { "nothing", 0 },
  { "file/file", 0 },
  { "dir/nothing/file", 0 },
  { "link", BELOW | FOLLOW },
  { "dir/up", BELOW | FOLLOW },
  { "dir/up-and-down", BELOW | FOLLOW },
  { "dir/twice", BELOW | FOLLOW },
  { "dirlink/file", BELOW | FOLLOW },
  { "dirlink/dir/file", BELOW | FOLLOW },
  { "dots", BELOW | FOLLOW },
  { "out", FOLLOW },
  { "outdir/outside", FOLLOW },
  { "dir/out-and-in", FOLLOW },
  { "absolute", FOLLOW },
  { "link/file", 0 },
  { "dangling", 0 },
  { "loop", 0 },
  { "loop-a", 0 },
};

typedef struct
{
  AiohttpOpening opening;
  guint row;
} Case;

static void
make_file (const char *name)
{
  g_autofree char *path = g_build_filename (top, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_mkdir_with_parents (parent, 0700);
  g_assert_true (g_file_set_contents (path, name, -1, NULL));
}

static void
make_link (const char *name, const char *target)
{
  g_autofree char *path = g_build_filename (top, name, NULL);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

static int
remove_one (const char *path, const struct stat *status, int kind, struct FTW *where)
{
  return remove (path);
}

static void
make_tree (void)
{
  g_autofree char *path = NULL;
  g_autofree char *outside = NULL;

  top = g_dir_make_tmp ("aiohttp-below-XXXXXX", NULL);
  make_file ("outside");
  make_file ("base/file");
  make_file ("base/dir/file");
  make_file ("base/dir/dir/file");
  make_link ("base/link", "file");
  make_link ("base/dir/up", "../file");
  make_link ("base/dir/up-and-down", "../dir/dir/../file");
  make_link ("base/dir/twice", "up");
  make_link ("base/dirlink", "dir");
  make_link ("base/dots", "./dir/.//file");
  make_link ("base/out", "../outside");
  make_link ("base/outdir", "..");
  make_link ("base/dir/out-and-in", "../../base/file");
  make_link ("base/dangling", "nowhere");
  make_link ("base/loop", "loop");
  make_link ("base/loop-a", "loop-b");
  make_link ("base/loop-b", "loop-a");
  outside = g_build_filename (top, "outside", NULL);
  make_link ("base/absolute", outside);
  path = g_build_filename (top, "base", NULL);
  root = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  g_assert_cmpint (root, >=, 0);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (directory != NULL && g_dir_read_name (directory) != NULL)
    n++;
  return n;
}

static void
test_row (gconstpointer data)
{
  const Case *one = data;
  guint before = count_descriptors ();

  aiohttp_open_below_limit (one->opening);
  for (AiohttpSymlinks symlinks = AIOHTTP_SYMLINKS_NONE; symlinks <= AIOHTTP_SYMLINKS_FOLLOW; symlinks++)
    {
      int fd = aiohttp_open_below (root, rows[one->row].path, symlinks, O_RDONLY, FALSE);

      g_test_message ("policy %d: %d (%s)", symlinks, fd, fd < 0 ? g_strerror (errno) : "open");
      g_assert_cmpint (fd >= 0, ==, (rows[one->row].found >> symlinks) & 1);
      if (fd >= 0)
        close (fd);
    }
  g_assert_cmpuint (count_descriptors (), ==, before);
}

/* What is in the kernel's memory is found without the disk; a kernel that cannot tell finds nothing so. */
static void
test_cached (void)
{
  int fd = aiohttp_open_below (root, "dir/file", AIOHTTP_SYMLINKS_BELOW, O_RDONLY, FALSE);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  aiohttp_open_below_limit (AIOHTTP_OPENING_BY_WALK);
  g_assert_cmpint (aiohttp_open_below (root, "dir/file", AIOHTTP_SYMLINKS_BELOW, O_RDONLY, TRUE), ==, -1);
  g_assert_cmpint (errno, ==, EAGAIN);
  g_assert_cmpint (aiohttp_open_own ("/", O_PATH, TRUE), ==, -1);
  g_assert_cmpint (errno, ==, EAGAIN);
  aiohttp_open_below_limit (AIOHTTP_OPENING_BY_CACHE);
  fd = aiohttp_open_below (root, "dir/file", AIOHTTP_SYMLINKS_BELOW, O_RDONLY, TRUE);
  if (fd < 0)
    g_assert_cmpint (errno, ==, EAGAIN);
  else
    close (fd);
}

/* A FIFO without a writer makes nobody wait. */
static void
test_fifo (gconstpointer data)
{
  g_autofree char *path = g_build_filename (top, "base", "fifo", NULL);
  int fd;

  aiohttp_open_below_limit ((AiohttpOpening) GPOINTER_TO_INT (data));
  mkfifo (path, 0600);
  fd = aiohttp_open_below (root, "fifo", AIOHTTP_SYMLINKS_BELOW, O_RDONLY, FALSE);
  if (fd >= 0)
    close (fd);
}

/* As deep as a path may be. */
static void
test_deep (gconstpointer data)
{
  g_autoptr (GString) path = g_string_new ("deep");
  g_autofree char *full = NULL;
  int fd;

  for (guint i = 0; i < 80; i++)
    g_string_append (path, "/d");
  full = g_build_filename (top, "base", path->str, NULL);
  g_mkdir_with_parents (full, 0700);
  aiohttp_open_below_limit ((AiohttpOpening) GPOINTER_TO_INT (data));
  fd = aiohttp_open_below (root, path->str, AIOHTTP_SYMLINKS_BELOW, O_RDONLY | O_DIRECTORY, FALSE);
  if (GPOINTER_TO_INT (data) != AIOHTTP_OPENING_BY_WALK)
    g_assert_cmpint (fd, >=, -1);
  else
    {
      g_assert_cmpint (fd, ==, -1);
      g_assert_cmpint (errno, ==, ENAMETOOLONG);
    }
  if (fd >= 0)
    close (fd);
}

static const struct
{
  const char *sent;
  gboolean hidden;
  const char *path; /* NULL: refused */
  gboolean slash;
} paths[] = {
  { "", FALSE, "", TRUE },
  { "a", FALSE, "a", FALSE },
  { "a/", FALSE, "a", TRUE },
  { "a/b", FALSE, "a/b", FALSE },
  { "%61/%62", FALSE, "a/b", FALSE },
  { "a%20b", FALSE, "a b", FALSE },
  { "a+b", FALSE, "a+b", FALSE },
  { "%2561", FALSE, "%61", FALSE },
  { "%", FALSE, "%", FALSE },
  { "%C3%BC", FALSE, "\303\274", FALSE },
  { "%C3", FALSE, NULL, FALSE },
  { "/", FALSE, NULL, FALSE },
  { "//a", FALSE, NULL, FALSE },
  { "a//b", FALSE, NULL, FALSE },
  { "a//", FALSE, NULL, FALSE },
  { ".", FALSE, NULL, FALSE },
  { ".", TRUE, NULL, FALSE },
  { "..", TRUE, NULL, FALSE },
  { "../a", TRUE, NULL, FALSE },
  { "a/..", TRUE, NULL, FALSE },
  { "%2e%2E", TRUE, NULL, FALSE },
  { "..%2fa", TRUE, NULL, FALSE },
  { "a%2fb", TRUE, NULL, FALSE },
  { "a%00", TRUE, NULL, FALSE },
  { ".a", FALSE, NULL, FALSE },
  { ".a", TRUE, ".a", FALSE },
  { "...", TRUE, "...", FALSE },
  { "..a/b", TRUE, "..a/b", FALSE },
  { "a/.b", FALSE, NULL, FALSE },
};

static void
test_path (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GString) path = g_string_new ("what was there");
  gboolean slash = FALSE;
  gboolean works = aiohttp_static_path_parse (paths[i].sent, strlen (paths[i].sent), paths[i].hidden, path, &slash);

  g_assert_cmpint (works, ==, paths[i].path != NULL);
  if (!works)
    return;
  g_assert_cmpstr (path->str, ==, paths[i].path);
  g_assert_cmpint (slash, ==, paths[i].slash);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "walk", "openat2", "cache" };
  int result;

  g_test_init (&argc, &argv, NULL);
  make_tree ();
  for (guint opening = 0; opening < G_N_ELEMENTS (names); opening++)
    {
      g_autofree char *fifo = g_strdup_printf ("/open-below/%s/fifo", names[opening]);
      g_autofree char *deep = g_strdup_printf ("/open-below/%s/deep", names[opening]);

      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        {
          g_autofree char *name = g_strdelimit (g_strdup (*rows[i].path != '\0' ? rows[i].path : "root"), "/", '-');
          g_autofree char *path = g_strdup_printf ("/open-below/%s/%s", names[opening], name);
          Case *one = g_new (Case, 1);

          *one = (Case){ (AiohttpOpening) opening, i };
          g_test_add_data_func_full (path, one, test_row, g_free);
        }
      g_test_add_data_func (fifo, GINT_TO_POINTER (opening), test_fifo);
      g_test_add_data_func (deep, GINT_TO_POINTER (opening), test_deep);
    }
  g_test_add_func ("/open-below/cached", test_cached);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *path = g_strdup_printf ("/static-path/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_path);
    }
  result = g_test_run ();
  close (root);
  nftw (top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  g_free (top);
  return result;
}
