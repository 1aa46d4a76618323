/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-file-lookup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-event-loop.h"
#include "aiohttp-open-below-private.h"
#include "aiohttp-status-private.h"

/* Opening a file takes a microsecond or two where the kernel has its name in memory, and as long as it likes where it has
 * to ask a disk, or a server that may be gone. The kernel tells which (RESOLVE_CACHED): so most files are opened right
 * here, which is an order of magnitude cheaper than a thread's turn, and the loop never waits for the others. Where it
 * cannot tell, all go by a thread. */

/* What lies beside a file with the same contents; of those that a client likes equally, the first. */
static const struct
{
  AiohttpContentCoding coding;
  const char *suffix;
} variants[] = {
  { AIOHTTP_CONTENT_CODING_BR, ".br" },
  { AIOHTTP_CONTENT_CODING_ZSTD, ".zst" },
  { AIOHTTP_CONTENT_CODING_GZIP, ".gz" },
};

/* What one go has at hand. */
typedef struct
{
  AiohttpFileLookup *lookup;
  int root;
  gboolean cached;
} Go;

static int
open_name (const Go *go, const char *name, int flags)
{
  return go->lookup->root != NULL ? aiohttp_open_below (go->root, name, go->lookup->symlinks, flags, go->cached)
                                  : aiohttp_open_own (name, flags, go->cached);
}

/* -1 with errno where it is neither a regular file nor a directory. */
static int
open_checked (const Go *go, const char *name, int flags, struct stat *status)
{
  int fd = open_name (go, name, O_RDONLY | flags);

  if (fd < 0)
    return -1;
  if (fstat (fd, status) == 0)
    {
      if (S_ISREG (status->st_mode) || S_ISDIR (status->st_mode))
        return fd;
      errno = EPERM;
    }
  {
    int code = errno;

    close (fd);
    errno = code;
  }
  return -1;
}

static void
take (AiohttpFileLookup *self, int file, const struct stat *status)
{
  if (self->file >= 0)
    close (self->file);
  self->file = file;
  self->is_directory = S_ISDIR (status->st_mode);
  self->size = status->st_size;
  self->modified = status->st_mtim.tv_sec;
  self->nanoseconds = (guint) status->st_mtim.tv_nsec;
}

/* FALSE: the disk is needed. */
static gboolean
note_failure (const Go *go)
{
  if (errno == EAGAIN && go->cached)
    return FALSE;
  go->lookup->code = errno;
  return TRUE;
}

/* FALSE: the disk is needed. */
static gboolean
try_index (const Go *go, char **name)
{
  AiohttpFileLookup *self = go->lookup;
  struct stat status;
  int file;

  *name = *self->path != '\0' ? g_build_filename (self->path, self->index, NULL) : g_strdup (self->index);
  file = open_checked (go, *name, 0, &status);
  if (file < 0 && errno == EAGAIN && go->cached)
    return FALSE;
  if (file >= 0 && S_ISDIR (status.st_mode))
    close (file);
  else if (file >= 0)
    {
      take (self, file, &status);
      self->is_index = TRUE;
    }
  else if (errno != ENOENT)
    self->code = errno;
  return TRUE;
}

/* FALSE: the disk is needed. */
static gboolean
try_variant (const Go *go, const char *name, guint which, gboolean *found)
{
  g_autofree char *full = g_strconcat (name, variants[which].suffix, NULL);
  struct stat status;
  int file = open_checked (go, full, O_NOFOLLOW, &status);

  if (file < 0)
    return errno != EAGAIN || !go->cached;
  if (S_ISDIR (status.st_mode))
    {
      close (file);
      return TRUE;
    }
  take (go->lookup, file, &status);
  go->lookup->coding = variants[which].coding;
  go->lookup->encoded = *found = TRUE;
  return TRUE;
}

/* The one that the client likes best. FALSE: the disk is needed. */
static gboolean
try_variants (const Go *go, const char *name)
{
  guint qualities[AIOHTTP_N_CONTENT_CODINGS];
  gboolean found = FALSE;

  aiohttp_content_coding_read_qualities (go->lookup->accepts, qualities);
  while (!found)
    {
      guint best = 0;

      for (guint i = 1; i < G_N_ELEMENTS (variants); i++)
        if (qualities[variants[i].coding] > qualities[variants[best].coding])
          best = i;
      if (qualities[variants[best].coding] == 0)
        break;
      qualities[variants[best].coding] = 0;
      if (!try_variant (go, name, best, &found))
        return FALSE;
    }
  return TRUE;
}

/* FALSE: the disk is needed. */
static gboolean
look (const Go *go)
{
  AiohttpFileLookup *self = go->lookup;
  const char *name = self->path;
  g_autofree char *index = NULL;
  struct stat status;
  int file = open_checked (go, name, 0, &status);

  if (file < 0)
    return note_failure (go);
  take (self, file, &status);
  if (self->slash && !self->is_directory)
    {
      self->code = ENOTDIR;
      return TRUE;
    }
  if (self->is_directory && self->slash && self->index != NULL)
    {
      if (!try_index (go, &index))
        return FALSE;
      name = index;
    }
  return self->code != 0 || self->is_directory || self->accepts == NULL || try_variants (go, name);
}

static void
forget (AiohttpFileLookup *self)
{
  aiohttp_file_lookup_clear (self);
  self->code = 0;
  self->is_directory = self->is_index = self->encoded = FALSE;
}

gboolean
aiohttp_file_lookup_run_here (AiohttpFileLookup *self, gboolean cached)
{
  Go go = { self, -1, cached };
  gboolean done;

  if (self->root != NULL)
    {
      /* By its name each time: it may have been replaced by a new version of itself. */
      go.root = aiohttp_open_own (self->root, O_PATH | O_DIRECTORY, cached);
      if (go.root < 0)
        return note_failure (&go);
    }
  done = look (&go);
  if (go.root >= 0)
    close (go.root);
  if (!done)
    forget (self);
  return done;
}

static gboolean
run_in_thread (GValue *result, gpointer data, GError **error)
{
  return aiohttp_file_lookup_run_here (data, FALSE);
}

gboolean
aiohttp_file_lookup_run (AiohttpFileLookup *self, GError **error)
{
  AiohttpEventLoop *loop;

  if (G_LIKELY (aiohttp_file_lookup_run_here (self, TRUE)))
    return TRUE;
  loop = aiohttp_event_loop_get_or_default ();
  return aiohttp_event_loop_run_in_executor (loop, run_in_thread, self, NULL, NULL, error);
}

void
aiohttp_file_lookup_clear (AiohttpFileLookup *self)
{
  if (self->file >= 0)
    close (self->file);
  self->file = -1;
}

guint
aiohttp_file_lookup_get_status (const AiohttpFileLookup *self)
{
  switch (self->code)
    {
    case 0:
      return 200;
    case ENOENT:
    case ENOTDIR:
    case ELOOP:
    case EXDEV:
    case ENAMETOOLONG:
    case EINVAL:
      return 404;
    case EACCES:
    case EPERM:
    case ENXIO: /* a socket */
    case ENODEV:
      return 403;
    default:
      return 0;
    }
}

GError *
aiohttp_file_lookup_make_error (const AiohttpFileLookup *self)
{
  guint status = aiohttp_file_lookup_get_status (self);

  if (status != 0)
    return g_error_new (AIOHTTP_HTTP_ERROR, (int) status, "%u: %s", status, aiohttp_status_get_reason (status));
  return g_error_new (G_IO_ERROR, (int) g_io_error_from_errno (self->code), "Cannot open “%s”: %s", self->path,
                      g_strerror (self->code));
}
