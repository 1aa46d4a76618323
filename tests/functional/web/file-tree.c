/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "file-tree.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

FileTree *
file_tree_new (void)
{
  FileTree *self = g_new (FileTree, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *outside = NULL;

  self->top = g_dir_make_tmp ("aiohttp-files-XXXXXX", &error);
  g_assert_no_error (error);
  self->root = g_build_filename (self->top, "root", NULL);
  outside = g_build_filename (self->top, "outside.txt", NULL);
  g_assert_true (g_file_set_contents (outside, "secret", -1, NULL));
  g_assert_cmpint (mkdir (self->root, 0700), ==, 0);
  return self;
}

static int
remove_one (const char *path, const struct stat *status, int kind, struct FTW *where)
{
  return remove (path);
}

void
file_tree_free (FileTree *self)
{
  g_assert_cmpint (nftw (self->top, remove_one, 16, FTW_DEPTH | FTW_PHYS), ==, 0);
  g_free (self->top);
  g_free (self->root);
  g_free (self);
}

char *
file_tree_get_path (FileTree *self, const char *path)
{
  return g_build_filename (self->root, path, NULL);
}

static char *
make_parent (FileTree *self, const char *path)
{
  char *full = file_tree_get_path (self, path);
  g_autofree char *parent = g_path_get_dirname (full);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  return full;
}

void
file_tree_add_bytes (FileTree *self, const char *path, const void *contents, gsize length)
{
  g_autofree char *full = make_parent (self, path);

  g_assert_true (g_file_set_contents (full, contents, (gssize) length, NULL));
}

void
file_tree_add (FileTree *self, const char *path, const char *contents)
{
  file_tree_add_bytes (self, path, contents, strlen (contents));
}

void
file_tree_add_link (FileTree *self, const char *path, const char *target)
{
  g_autofree char *full = make_parent (self, path);

  g_assert_cmpint (symlink (target, full), ==, 0);
}

void
file_tree_add_directory (FileTree *self, const char *path)
{
  g_autofree char *full = make_parent (self, path);

  g_assert_cmpint (mkdir (full, 0700), ==, 0);
}

void
file_tree_add_fifo (FileTree *self, const char *path)
{
  g_autofree char *full = make_parent (self, path);

  g_assert_cmpint (mkfifo (full, 0600), ==, 0);
}

void
file_tree_add_socket (FileTree *self, const char *path)
{
  g_autofree char *full = make_parent (self, path);
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpuint (g_strlcpy (address.sun_path, full, sizeof address.sun_path), <, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (gpointer) &address, sizeof address), ==, 0);
  close (fd);
}
