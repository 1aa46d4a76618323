/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-content-encoder-private.h"
#include "aiohttp-static-resource.h"

G_BEGIN_DECLS

/* Opens a file to be sent, and finds out what it is. */
typedef struct
{
  /* What is asked for; nothing of it is owned. */
  const char *root; /* NULL: the path is the program's own */
  const char *path;
  const char *index;        /* what is sent of a directory whose name ended in a slash; NULL: nothing */
  const char *accepts;      /* Accept-Encoding, for what lies compressed beside the file; NULL: nothing */
  AiohttpSymlinks symlinks; /* below the root */
  gboolean slash;           /* the name ended in one */

  /* What was found. */
  int code; /* errno, or 0 */
  int file; /* -1 where it failed */
  gboolean is_directory;
  gboolean is_index;
  gboolean encoded;
  AiohttpContentCoding coding;
  gint64 size;
  gint64 modified; /* seconds since 1970 */
  guint nanoseconds;
} AiohttpFileLookup;

#define AIOHTTP_FILE_LOOKUP_INIT                                                                                       \
  {                                                                                                                    \
    .symlinks = AIOHTTP_SYMLINKS_BELOW, .file = -1                                                                     \
  }

/* In a coroutine: at once where the kernel knows all names, else in a thread, which may wait for the disk. FALSE with an
 * error where it was not tried, else `code` says how it went. */
gboolean aiohttp_file_lookup_run (AiohttpFileLookup *self, GError **error);

/* The same in this thread, whatever it takes; with `cached` FALSE where it would take the disk. */
gboolean aiohttp_file_lookup_run_here (AiohttpFileLookup *self, gboolean cached);

/* Closes what nobody took. */
void aiohttp_file_lookup_clear (AiohttpFileLookup *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AiohttpFileLookup, aiohttp_file_lookup_clear)

/* The status that tells a client of `code`; 0: it is no fault of the path's, and none of the client's business. */
guint aiohttp_file_lookup_get_status (const AiohttpFileLookup *self);
/* The error for that. */
GError *aiohttp_file_lookup_make_error (const AiohttpFileLookup *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
