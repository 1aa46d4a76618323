/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-context-var.h"
#include "aiohttp-context.h"
#include "aiohttp-coroutine-private.h"

G_BEGIN_DECLS

/* The values of context variables: a table that never changes, shared by all who inherit it. NULL is the empty one.
 * Each coroutine, and each callback of a loop, has a slot for the table it sees; to set a variable is to put another
 * table there. */
struct _AiohttpVars
{
  gatomicrefcount ref_count;
  guint n_entries;
  struct
  {
    AiohttpContextVar *var;
    GValue value;
  } entries[];
};

/* Whether any variable was ever set in this process; what else costs anything costs it only then. */
extern int aiohttp_vars_used; /* atomic */

AiohttpVars *aiohttp_vars_capture_used (void);
void aiohttp_vars_unref (AiohttpVars *self);

/* What a new task or callback inherits; (transfer full) (nullable). */
static inline AiohttpVars *
aiohttp_vars_capture (void)
{
  return G_LIKELY (!g_atomic_int_get (&aiohttp_vars_used)) ? NULL : aiohttp_vars_capture_used ();
}

static inline void
aiohttp_vars_clear (AiohttpVars **slot)
{
  if (G_UNLIKELY (*slot != NULL))
    aiohttp_vars_unref (g_steal_pointer (slot));
}

/* The caller's own slot. */
AiohttpVars **aiohttp_vars_get_slot (void);

const GValue *aiohttp_vars_lookup (const AiohttpVars *self, AiohttpContextVar *var);

/* `value` NULL takes the variable out. */
void aiohttp_vars_replace (AiohttpVars **slot, AiohttpContextVar *var, const GValue *value);

struct _AiohttpContext
{
  GObject parent_instance;

  AiohttpVars *vars;
};

struct _AiohttpContextToken
{
  GObject parent_instance;

  AiohttpContextVar *var;
  AiohttpVars **slot; /* to be compared only */
  GValue old;         /* unset if the variable was */
  gboolean used;
};

G_END_DECLS
