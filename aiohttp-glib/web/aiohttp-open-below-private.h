/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-static-resource.h"

G_BEGIN_DECLS

/* What the kernel does for us, so that tests can try each. */
typedef enum
{
  AIOHTTP_OPENING_BY_WALK,    /* openat(), a segment at a time */
  AIOHTTP_OPENING_BY_OPENAT2, /* Linux 5.6 */
  AIOHTTP_OPENING_BY_CACHE,   /* the same, which also can tell whether the disk is needed; Linux 5.12 */
} AiohttpOpening;

/* Opens what is below the directory `root`, and by the symbolic links that `symlinks` allows: the kernel or the walk sees
 * to that, whoever may rename things meanwhile. `path` is relative, and as text never leads up; "" is the root itself.
 * `flags` as for open(); nothing that is not opened without waiting (a FIFO) waits.
 *
 * `cached`: only with what the kernel has in memory, so that no disk is waited for; -1 with EAGAIN where that will not do.
 *
 * A descriptor, or -1 with errno. */
int aiohttp_open_below (int root, const char *path, AiohttpSymlinks symlinks, int flags, gboolean cached);

/* The same for a path of the program's own, absolute or relative to the working directory. */
int aiohttp_open_own (const char *path, int flags, gboolean cached);

void aiohttp_open_below_limit (AiohttpOpening most);

G_END_DECLS
