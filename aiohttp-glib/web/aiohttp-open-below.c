/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-open-below-private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#if HAVE_OPENAT2
#include <linux/openat2.h>
#endif

/* As the kernel has it. */
#define MAX_LINKS 40

/* The walk holds a descriptor for each directory on its way. */
#define MAX_DEPTH 64

/* A rename elsewhere makes the kernel give up a look-up that it cannot vouch for. */
#define MAX_TRIES 16

static AiohttpOpening limit = AIOHTTP_OPENING_BY_CACHE;

void
aiohttp_open_below_limit (AiohttpOpening most)
{
  limit = most;
}

#if HAVE_OPENAT2

#ifndef RESOLVE_CACHED
#define RESOLVE_CACHED 0x20
#endif

static int
call_openat2 (int root, const char *path, guint64 flags, guint64 resolve)
{
  struct open_how how = { .flags = flags, .resolve = resolve };
  int fd;

  do
    fd = (int) syscall (SYS_openat2, root, path, &how, sizeof how);
  while (fd < 0 && errno == EINTR);
  return fd;
}

static gboolean
can_open (guint64 resolve)
{
  int fd = call_openat2 (AT_FDCWD, "/", O_PATH | O_CLOEXEC, resolve);

  if (fd < 0)
    return FALSE;
  close (fd);
  return TRUE;
}

/* By trying: an old kernel has no such call, and a container's filter refuses it with an error of its choice. */
static AiohttpOpening
get_opening (void)
{
  static gsize found = 0;

  if (g_once_init_enter (&found))
    {
      AiohttpOpening opening = can_open (RESOLVE_CACHED) ? AIOHTTP_OPENING_BY_CACHE
                               : can_open (0)            ? AIOHTTP_OPENING_BY_OPENAT2
                                                         : AIOHTTP_OPENING_BY_WALK;

      g_once_init_leave (&found, (gsize) opening + 1);
    }
  return MIN ((AiohttpOpening) (found - 1), limit);
}

static int
open_by_kernel (int root, const char *path, guint64 flags, guint64 resolve, gboolean cached)
{
  guint tries = 0;
  int fd;

  if (cached)
    return call_openat2 (root, path, flags, resolve | RESOLVE_CACHED);
  do
    fd = call_openat2 (root, path, flags, resolve);
  while (fd < 0 && errno == EAGAIN && ++tries < MAX_TRIES);
  return fd;
}

#else

static AiohttpOpening
get_opening (void)
{
  return AIOHTTP_OPENING_BY_WALK;
}

#endif

/* A way down, and up again where a link says so, that never leaves its root. */
typedef struct
{
  int root;
  GArray *below; /* descriptors of the directories on the way */
  char *rest;    /* owned; what `at` is in */
  const char *at;
  guint n_links;
} Walk;

static int
get_current (const Walk *walk)
{
  return walk->below->len > 0 ? g_array_index (walk->below, int, walk->below->len - 1) : walk->root;
}

static void
close_one (gpointer data)
{
  close (*(int *) data);
}

static gboolean
fail (int code)
{
  errno = code;
  return FALSE;
}

static int
refuse (int code)
{
  errno = code;
  return -1;
}

/* Nothing waits for a peer, or becomes our terminal. The kernel takes no more than these with O_PATH. */
static int
add_safe_flags (int flags)
{
  return flags | O_CLOEXEC | ((flags & O_PATH) == 0 ? O_NOCTTY | O_NONBLOCK : 0);
}

/* The next name that leads anywhere; NULL at the end. */
static char *
take_name (Walk *walk, gboolean *is_last)
{
  for (;;)
    {
      gsize length;
      const char *name;

      walk->at += strspn (walk->at, "/");
      length = strcspn (walk->at, "/");
      name = walk->at;
      walk->at += length;
      *is_last = *walk->at == '\0';
      if (length == 0)
        return NULL;
      if (length != 1 || *name != '.')
        return g_strndup (name, length);
    }
}

/* What the link says comes before what is left. */
static gboolean
follow (Walk *walk, int link, AiohttpSymlinks symlinks)
{
  char target[PATH_MAX];
  ssize_t length;
  char *rest;

  if (symlinks == AIOHTTP_SYMLINKS_NONE || ++walk->n_links > MAX_LINKS)
    return fail (ELOOP);
  length = readlinkat (link, "", target, sizeof target - 1);
  if (length < 0)
    return FALSE;
  target[length] = '\0';
  if (target[0] == '/')
    return fail (EXDEV);
  rest = g_strconcat (target, walk->at, NULL);
  g_free (walk->rest);
  walk->rest = rest;
  walk->at = rest;
  return TRUE;
}

static gboolean
go_up (Walk *walk)
{
  if (walk->below->len == 0)
    return fail (EXDEV);
  g_array_set_size (walk->below, walk->below->len - 1);
  return TRUE;
}

/* One name further. *file: it was the last one, and opened. */
static gboolean
step (Walk *walk, const char *name, gboolean is_last, AiohttpSymlinks symlinks, int flags, int *file)
{
  int fd = openat (get_current (walk), name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  struct stat status;
  gboolean works = FALSE;

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &status) < 0)
    works = FALSE;
  else if (S_ISDIR (status.st_mode) && walk->below->len < MAX_DEPTH)
    {
      g_array_append_val (walk->below, fd);
      return TRUE;
    }
  else if (S_ISDIR (status.st_mode))
    works = fail (ENAMETOOLONG);
  else if (S_ISLNK (status.st_mode))
    works = follow (walk, fd, symlinks);
  else if (!is_last)
    works = fail (ENOTDIR);
  else if (!S_ISREG (status.st_mode))
    works = fail (EPERM);
  else
    {
      *file = openat (get_current (walk), name, flags | O_NOFOLLOW);
      works = *file >= 0;
    }
  {
    int code = errno;

    close (fd);
    errno = code;
  }
  return works;
}

static int
run_walk (Walk *walk, AiohttpSymlinks symlinks, int flags)
{
  int file = -1;

  while (file < 0)
    {
      gboolean is_last;
      g_autofree char *name = take_name (walk, &is_last);

      if (name == NULL)
        return openat (get_current (walk), ".", flags);
      if (g_str_equal (name, "..") ? !go_up (walk) : !step (walk, name, is_last, symlinks, flags, &file))
        return -1;
    }
  return file;
}

static int
open_by_walk (int root, const char *path, AiohttpSymlinks symlinks, int flags)
{
  Walk walk = { .root = root };
  int fd, code;

  walk.below = g_array_new (FALSE, FALSE, sizeof (int));
  g_array_set_clear_func (walk.below, close_one);
  walk.at = walk.rest = g_strdup (path);
  fd = run_walk (&walk, symlinks, flags);
  code = errno;
  g_array_unref (walk.below);
  g_free (walk.rest);
  errno = code;
  return fd;
}

int
aiohttp_open_below (int root, const char *path, AiohttpSymlinks symlinks, int flags, gboolean cached)
{
  AiohttpOpening opening = get_opening ();

  flags = add_safe_flags (flags);
  if (cached && opening < AIOHTTP_OPENING_BY_CACHE)
    return refuse (EAGAIN);
#if HAVE_OPENAT2
  if (opening >= AIOHTTP_OPENING_BY_OPENAT2)
    {
      guint64 resolve = RESOLVE_NO_MAGICLINKS;

      if (symlinks != AIOHTTP_SYMLINKS_FOLLOW)
        resolve |= RESOLVE_BENEATH;
      if (symlinks == AIOHTTP_SYMLINKS_NONE)
        resolve |= RESOLVE_NO_SYMLINKS;
      return open_by_kernel (root, *path != '\0' ? path : ".", (guint64) flags, resolve, cached);
    }
#endif
  if (symlinks == AIOHTTP_SYMLINKS_FOLLOW)
    return openat (root, *path != '\0' ? path : ".", flags);
  return open_by_walk (root, path, symlinks, flags);
}

int
aiohttp_open_own (const char *path, int flags, gboolean cached)
{
  flags = add_safe_flags (flags);
#if HAVE_OPENAT2
  if (get_opening () == AIOHTTP_OPENING_BY_CACHE)
    return open_by_kernel (AT_FDCWD, path, (guint64) flags, 0, cached);
#endif
  return cached ? refuse (EAGAIN) : open (path, flags);
}
