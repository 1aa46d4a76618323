/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

/* A directory to serve, and beside it what nobody may reach from there. */
typedef struct
{
  char *top;
  char *root; /* in it */
} FileTree;

FileTree *file_tree_new (void);
void file_tree_free (FileTree *self);

/* `path` is below the root; directories are made. */
void file_tree_add (FileTree *self, const char *path, const char *contents);
void file_tree_add_bytes (FileTree *self, const char *path, const void *contents, gsize length);
void file_tree_add_link (FileTree *self, const char *path, const char *target);
void file_tree_add_directory (FileTree *self, const char *path);
void file_tree_add_fifo (FileTree *self, const char *path);
void file_tree_add_socket (FileTree *self, const char *path);
char *file_tree_get_path (FileTree *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FileTree, file_tree_free)
