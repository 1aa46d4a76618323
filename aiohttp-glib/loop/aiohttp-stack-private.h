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

gboolean aiohttp_stack_map (AiohttpStack *self, GError **error);
void aiohttp_stack_unmap (AiohttpStack *self);

/* After each use: gives the memory below the hot top back to the system, if it was touched. */
void aiohttp_stack_trim (AiohttpStack *self);

G_END_DECLS
