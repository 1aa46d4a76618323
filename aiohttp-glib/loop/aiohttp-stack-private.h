/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reserved for each coroutine; memory is committed as it is touched. A GRegex match takes 33 KiB, json-glib 55 KiB for
 * 500 nested arrays. */
#define AIOHTTP_STACK_SIZE ((gsize) 256 * 1024)

typedef struct
{
  void *low; /* lowest usable byte, above the guard page */
  gsize size;
  gsize guard;
  guint valgrind_id;
  gboolean on_valgrind;
  guint uses;
} AiohttpStack;

/* FALSE with AIOHTTP_ERROR_TOO_MANY_TASKS when there are as many as there may be, or the system gives no more. */
gboolean aiohttp_stack_map (AiohttpStack *self, GError **error);
void aiohttp_stack_unmap (AiohttpStack *self);

/* After each use: gives the memory below the hot top back to the system, if it was touched. */
void aiohttp_stack_trim (AiohttpStack *self);

/* How many there may be in the process: what the kernel's limit of mappings allows, less some for all else. */
guint aiohttp_stack_get_limit (void);

G_END_DECLS
