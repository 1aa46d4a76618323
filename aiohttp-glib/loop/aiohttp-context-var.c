/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-context-var.h"

#include "aiohttp-context-private.h"
#include "aiohttp-error.h"

/**
 * AiohttpContextVar:
 *
 * A variable of which every task has a value of its own.
 *
 * A task begins with the values of whoever spawned it, and what it sets nobody else sees. So a request's id, say, need
 * not be passed through every function. The same goes for what an event loop calls: a callback of `call_soon`,
 * `call_later`, `call_at` and `call_soon_threadsafe`, and a done callback of a future, sees the variables as they were
 * when the callback was given, and what it sets is gone when it returns. What runs outside all of these shares the
 * values of its thread.
 *
 * |[<!-- language="C" -->
 * static AiohttpContextVar *request_id;
 *
 * aiohttp_context_var_set_string (request_id, "42");
 * task = aiohttp_spawn (work, NULL, NULL);      // in which aiohttp_context_var_get_string (request_id) is "42"
 * aiohttp_context_var_set_string (request_id, "43");
 * ]|
 *
 * Setting copies the table of those that are set, so they are meant to be few. As long as none is ever set in a
 * process, they cost nothing.
 *
 * Coroutines of Python have Python's own `contextvars`.
 *
 * asyncio: `contextvars.ContextVar`.
 *
 * Since: 0.1
 */

struct _AiohttpContextVar
{
  GObject parent_instance;

  char *name;
  GValue default_value; /* unset if there is none */
};

G_DEFINE_FINAL_TYPE (AiohttpContextVar, aiohttp_context_var, G_TYPE_OBJECT)

static void
unset_default (gpointer data)
{
  g_value_unset (data);
}

static void
aiohttp_context_var_finalize (GObject *object)
{
  AiohttpContextVar *self = AIOHTTP_CONTEXT_VAR (object);

  if (G_IS_VALUE (&self->default_value))
    aiohttp_call_out (unset_default, &self->default_value);
  g_free (self->name);

  G_OBJECT_CLASS (aiohttp_context_var_parent_class)->finalize (object);
}

static void
aiohttp_context_var_class_init (AiohttpContextVarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_context_var_finalize;
}

static void
aiohttp_context_var_init (AiohttpContextVar *self)
{
}

/**
 * aiohttp_context_var_new:
 * @name: what to call it, for who debugs
 * @default_value: (nullable): its value where it is not set, which is copied
 *
 * Creates a variable. It is meant to live as long as the program does.
 *
 * Returns: (transfer full): the variable
 *
 * Since: 0.1
 */
AiohttpContextVar *
aiohttp_context_var_new (const char *name, const GValue *default_value)
{
  AiohttpContextVar *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (AIOHTTP_TYPE_CONTEXT_VAR, NULL);
  self->name = g_strdup (name);
  if (default_value != NULL)
    {
      g_value_init (&self->default_value, G_VALUE_TYPE (default_value));
      g_value_copy (default_value, &self->default_value);
    }
  return self;
}

/**
 * aiohttp_context_var_get_name:
 * @self: a variable
 *
 * Gets the name of the variable.
 *
 * Returns: (transfer none): the name
 *
 * Since: 0.1
 */
const char *
aiohttp_context_var_get_name (AiohttpContextVar *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CONTEXT_VAR (self), NULL);

  return self->name;
}

/**
 * aiohttp_context_var_get:
 * @self: a variable
 *
 * Gets the value that the caller's task, or callback, sees.
 *
 * Returns: (transfer none) (nullable): the value, valid until it is set anew; the default, or %NULL if there is none
 *
 * Since: 0.1
 */
const GValue *
aiohttp_context_var_get (AiohttpContextVar *self)
{
  const GValue *value = NULL;

  g_return_val_if_fail (AIOHTTP_IS_CONTEXT_VAR (self), NULL);

  if (g_atomic_int_get (&aiohttp_vars_used))
    value = aiohttp_vars_lookup (*aiohttp_vars_get_slot (), self);
  if (value == NULL && G_IS_VALUE (&self->default_value))
    value = &self->default_value;
  return value;
}

typedef struct
{
  AiohttpContextToken *token;
  const GValue *old;
} Remember;

static void
remember_old (gpointer data)
{
  Remember *remember = data;

  g_value_init (&remember->token->old, G_VALUE_TYPE (remember->old));
  g_value_copy (remember->old, &remember->token->old);
}

/**
 * aiohttp_context_var_set:
 * @self: a variable
 * @value: the value, which is copied
 *
 * Sets the value for the caller's task, or callback, and for those that it starts from now on.
 *
 * Returns: (transfer full): a token for [method@Aiohttp.ContextVar.reset]; it may be dropped
 *
 * Since: 0.1
 */
AiohttpContextToken *
aiohttp_context_var_set (AiohttpContextVar *self, const GValue *value)
{
  AiohttpContextToken *token;
  Remember remember;

  g_return_val_if_fail (AIOHTTP_IS_CONTEXT_VAR (self), NULL);
  g_return_val_if_fail (G_IS_VALUE (value), NULL);

  token = g_object_new (AIOHTTP_TYPE_CONTEXT_TOKEN, NULL);
  token->var = g_object_ref (self);
  token->slot = aiohttp_vars_get_slot ();
  remember = (Remember){ token, aiohttp_vars_lookup (*token->slot, self) };
  if (remember.old != NULL)
    aiohttp_call_out (remember_old, &remember);
  aiohttp_vars_replace (token->slot, self, value);
  return token;
}

/**
 * aiohttp_context_var_reset:
 * @self: a variable
 * @token: what [method@Aiohttp.ContextVar.set] gave
 * @error: where to put the error
 *
 * Gives the variable back the value that it had before that call, or none if it had none.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_STATE` if the token was used before, or with
 *   `AIOHTTP_ERROR_INVALID_ARGUMENT` if it is of another variable, or of another task
 *
 * Since: 0.1
 */
gboolean
aiohttp_context_var_reset (AiohttpContextVar *self, AiohttpContextToken *token, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CONTEXT_VAR (self), FALSE);
  g_return_val_if_fail (AIOHTTP_IS_CONTEXT_TOKEN (token), FALSE);

  if (token->used)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The token of “%s” was used before",
                   token->var->name);
      return FALSE;
    }
  if (token->var != self)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "The token is of “%s”, not of “%s”",
                   token->var->name, self->name);
      return FALSE;
    }
  if (token->slot != aiohttp_vars_get_slot ())
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "“%s” was set in another context", self->name);
      return FALSE;
    }
  token->used = TRUE;
  aiohttp_vars_replace (token->slot, self, G_IS_VALUE (&token->old) ? &token->old : NULL);
  return TRUE;
}

/**
 * aiohttp_context_var_get_string:
 * @self: a variable
 *
 * Gets a value that is a string.
 *
 * Returns: (transfer none) (nullable): the string, valid until it is set anew; %NULL if there is none, or it is no
 *   string
 *
 * Since: 0.1
 */
const char *
aiohttp_context_var_get_string (AiohttpContextVar *self)
{
  const GValue *value = aiohttp_context_var_get (self);

  return value != NULL && G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;
}

/**
 * aiohttp_context_var_set_string:
 * @self: a variable
 * @value: (nullable): the value, which is copied
 *
 * Sets the value to a string, for good: see [method@Aiohttp.ContextVar.set].
 *
 * Since: 0.1
 */
void
aiohttp_context_var_set_string (AiohttpContextVar *self, const char *value)
{
  g_auto (GValue) v = G_VALUE_INIT;

  g_return_if_fail (AIOHTTP_IS_CONTEXT_VAR (self));

  g_value_init (&v, G_TYPE_STRING);
  g_value_set_string (&v, value);
  aiohttp_vars_replace (aiohttp_vars_get_slot (), self, &v);
}

/**
 * aiohttp_context_var_get_object:
 * @self: a variable
 *
 * Gets a value that is an object.
 *
 * Returns: (transfer none) (nullable) (type GObject): the object, valid until it is set anew; %NULL if there is none,
 *   or it is no object
 *
 * Since: 0.1
 */
gpointer
aiohttp_context_var_get_object (AiohttpContextVar *self)
{
  const GValue *value = aiohttp_context_var_get (self);

  return value != NULL && G_VALUE_HOLDS_OBJECT (value) ? g_value_get_object (value) : NULL;
}

/**
 * aiohttp_context_var_set_object:
 * @self: a variable
 * @value: (nullable): the value
 *
 * Sets the value to a reference to an object, for good: see [method@Aiohttp.ContextVar.set].
 *
 * Since: 0.1
 */
void
aiohttp_context_var_set_object (AiohttpContextVar *self, GObject *value)
{
  GValue v = G_VALUE_INIT;

  g_return_if_fail (AIOHTTP_IS_CONTEXT_VAR (self));
  g_return_if_fail (value == NULL || G_IS_OBJECT (value));

  g_value_init (&v, G_TYPE_OBJECT);
  g_value_set_object (&v, value);
  aiohttp_vars_replace (aiohttp_vars_get_slot (), self, &v);
  g_value_unset (&v);
}
