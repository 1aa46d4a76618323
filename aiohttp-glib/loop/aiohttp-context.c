/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-context.h"

#include "aiohttp-context-private.h"

/**
 * AiohttpContext:
 *
 * The values of all context variables, as somebody sees them at some time.
 *
 * [func@Aiohttp.Context.copy] takes those of the caller. aiohttp_context_enter() calls a function that sees them, and
 * [method@Aiohttp.EventLoop.call_soon_with_context] lets the loop do so; what that sets stays in the context.
 *
 * asyncio: `contextvars.Context`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (AiohttpContext, aiohttp_context, G_TYPE_OBJECT)

int aiohttp_vars_used;

static void
own_slot_free (gpointer data)
{
  AiohttpVars **slot = data;

  aiohttp_vars_clear (slot);
  g_free (slot);
}

/* Of a thread, outside all coroutines and callbacks. */
static GPrivate own_slot = G_PRIVATE_INIT (own_slot_free);

AiohttpVars **
aiohttp_vars_get_slot (void)
{
  AiohttpVars **slot = aiohttp_coroutine_get_vars_slot ();

  if (slot != NULL)
    return slot;
  slot = g_private_get (&own_slot);
  if (slot == NULL)
    {
      slot = g_new0 (AiohttpVars *, 1);
      g_private_set (&own_slot, slot);
    }
  return slot;
}

AiohttpVars *
aiohttp_vars_capture_used (void)
{
  AiohttpVars *vars = *aiohttp_vars_get_slot ();

  if (vars != NULL)
    g_atomic_ref_count_inc (&vars->ref_count);
  return vars;
}

/* What a value holds may belong to a binding. */
static void
vars_free (gpointer data)
{
  AiohttpVars *self = data;

  for (guint i = 0; i < self->n_entries; i++)
    {
      g_object_unref (self->entries[i].var);
      g_value_unset (&self->entries[i].value);
    }
  g_free (self);
}

void
aiohttp_vars_unref (AiohttpVars *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    aiohttp_call_out (vars_free, self);
}

const GValue *
aiohttp_vars_lookup (const AiohttpVars *self, AiohttpContextVar *var)
{
  for (guint i = 0; self != NULL && i < self->n_entries; i++)
    if (self->entries[i].var == var)
      return &self->entries[i].value;
  return NULL;
}

static void
vars_add (AiohttpVars *self, AiohttpContextVar *var, const GValue *value)
{
  guint i = self->n_entries++;

  self->entries[i].var = g_object_ref (var);
  g_value_init (&self->entries[i].value, G_VALUE_TYPE (value));
  g_value_copy (value, &self->entries[i].value);
}

typedef struct
{
  AiohttpVars **slot;
  AiohttpContextVar *var;
  const GValue *value;
} Replacement;

static void
vars_replace (gpointer data)
{
  Replacement *replacement = data;
  AiohttpVars *old = *replacement->slot;
  guint n = old != NULL ? old->n_entries : 0;
  AiohttpVars *vars = g_malloc0 (sizeof (AiohttpVars) + (n + 1) * sizeof (vars->entries[0]));

  g_atomic_ref_count_init (&vars->ref_count);
  for (guint i = 0; i < n; i++)
    if (old->entries[i].var != replacement->var)
      vars_add (vars, old->entries[i].var, &old->entries[i].value);
  if (replacement->value != NULL)
    vars_add (vars, replacement->var, replacement->value);
  *replacement->slot = vars;
  if (old != NULL)
    aiohttp_vars_unref (old);
}

void
aiohttp_vars_replace (AiohttpVars **slot, AiohttpContextVar *var, const GValue *value)
{
  Replacement replacement = { slot, var, value };

  g_atomic_int_set (&aiohttp_vars_used, TRUE);
  /* Copies may call a binding. */
  aiohttp_call_out (vars_replace, &replacement);
}

static void
aiohttp_context_finalize (GObject *object)
{
  aiohttp_vars_clear (&AIOHTTP_CONTEXT (object)->vars);

  G_OBJECT_CLASS (aiohttp_context_parent_class)->finalize (object);
}

static void
aiohttp_context_class_init (AiohttpContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_context_finalize;
}

static void
aiohttp_context_init (AiohttpContext *self)
{
}

/**
 * aiohttp_context_new:
 *
 * Creates a context in which no variable is set.
 *
 * Returns: (transfer full): the context
 *
 * Since: 0.1
 */
AiohttpContext *
aiohttp_context_new (void)
{
  return g_object_new (AIOHTTP_TYPE_CONTEXT, NULL);
}

/**
 * aiohttp_context_copy:
 *
 * Takes the values of all context variables as the caller sees them. That costs the same however many there are.
 *
 * asyncio: `contextvars.copy_context()`.
 *
 * Returns: (transfer full): the context
 *
 * Since: 0.1
 */
AiohttpContext *
aiohttp_context_copy (void)
{
  AiohttpContext *self = aiohttp_context_new ();

  self->vars = aiohttp_vars_capture ();
  return self;
}

/**
 * aiohttp_context_lookup:
 * @self: a context
 * @var: a variable
 *
 * Gets the value of a variable in the context; its default does not count.
 *
 * Returns: (transfer none) (nullable): the value, valid until the variable is set in the context; %NULL if it is not
 *   set
 *
 * Since: 0.1
 */
const GValue *
aiohttp_context_lookup (AiohttpContext *self, AiohttpContextVar *var)
{
  g_return_val_if_fail (AIOHTTP_IS_CONTEXT (self), NULL);
  g_return_val_if_fail (AIOHTTP_IS_CONTEXT_VAR (var), NULL);

  return aiohttp_vars_lookup (self->vars, var);
}

/**
 * aiohttp_context_enter: (skip)
 * @self: a context
 * @func: what to call
 * @user_data: passed to @func
 *
 * Calls a function that sees the variables as the context has them, and that changes them there. In a coroutine it may
 * await.
 *
 * asyncio: `Context.run()`.
 *
 * Since: 0.1
 */
void
aiohttp_context_enter (AiohttpContext *self, void (*func) (gpointer), gpointer user_data)
{
  g_autoptr (AiohttpContext) held = NULL;
  AiohttpVars **outer;

  g_return_if_fail (AIOHTTP_IS_CONTEXT (self));
  g_return_if_fail (func != NULL);

  held = g_object_ref (self);
  outer = aiohttp_coroutine_swap_vars_slot (&self->vars);
  func (user_data);
  aiohttp_coroutine_swap_vars_slot (outer);
}
