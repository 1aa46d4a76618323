/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-future-private.h"
#include "aiohttp-plain-value-private.h"

/* AiohttpFuture: the values by type. */

gboolean
aiohttp_future_take_value (AiohttpFuture *self, GValue *value)
{
  if (self->state != AIOHTTP_FUTURE_PENDING || !aiohttp_future_check_thread (self, "aiohttp_future_set_value()"))
    {
      if (!aiohttp_value_is_plain (value))
        g_value_unset (value);
      return FALSE;
    }
  self->value = *value;
  *value = (GValue) G_VALUE_INIT;
  aiohttp_future_done (self, AIOHTTP_FUTURE_RESOLVED);
  return TRUE;
}

/**
 * aiohttp_future_set_value:
 * @self: a future
 * @value: the value, of any type
 *
 * Resolves the future with a copy of @value.
 *
 * asyncio: `Future.set_result()`.
 *
 * Returns: %FALSE if the future was done before, which leaves it as it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_value (AiohttpFuture *self, const GValue *value)
{
  GValue copy = G_VALUE_INIT;

  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);
  g_return_val_if_fail (G_IS_VALUE (value), FALSE);

  if (self->state != AIOHTTP_FUTURE_PENDING)
    return FALSE;
  g_value_init (&copy, G_VALUE_TYPE (value));
  g_value_copy (value, &copy);
  return aiohttp_future_take_value (self, &copy);
}

/**
 * aiohttp_future_set_boolean:
 * @self: a future
 * @value: the value
 *
 * Resolves the future with a boolean.
 *
 * Returns: %FALSE if the future was done before, which leaves it as it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_boolean (AiohttpFuture *self, gboolean value)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  if (self->state != AIOHTTP_FUTURE_PENDING)
    return FALSE;
  aiohttp_value_init_boolean (&self->value, value);
  aiohttp_future_done (self, AIOHTTP_FUTURE_RESOLVED);
  return TRUE;
}

/**
 * aiohttp_future_set_int64:
 * @self: a future
 * @value: the value
 *
 * Resolves the future with an integer.
 *
 * Returns: %FALSE if the future was done before, which leaves it as it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_int64 (AiohttpFuture *self, gint64 value)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  if (self->state != AIOHTTP_FUTURE_PENDING)
    return FALSE;
  aiohttp_value_init_int64 (&self->value, value);
  aiohttp_future_done (self, AIOHTTP_FUTURE_RESOLVED);
  return TRUE;
}

/**
 * aiohttp_future_set_string:
 * @self: a future
 * @value: (nullable): the value
 *
 * Resolves the future with a copy of a string.
 *
 * Returns: %FALSE if the future was done before, which leaves it as it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_string (AiohttpFuture *self, const char *value)
{
  GValue v = G_VALUE_INIT;

  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  g_value_init (&v, G_TYPE_STRING);
  g_value_set_string (&v, value);
  return aiohttp_future_take_value (self, &v);
}

/**
 * aiohttp_future_set_strv:
 * @self: a future
 * @value: (nullable) (array zero-terminated=1): the value
 *
 * Resolves the future with a copy of several strings, a %G_TYPE_STRV: such as the addresses of a host
 * ([vfunc@Aiohttp.Resolver.resolve]).
 *
 * Returns: %FALSE if the future was done before, which leaves it as it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_strv (AiohttpFuture *self, const char *const *value)
{
  GValue v = G_VALUE_INIT;

  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  g_value_init (&v, G_TYPE_STRV);
  g_value_set_boxed (&v, value);
  return aiohttp_future_take_value (self, &v);
}

/**
 * aiohttp_future_set_bytes:
 * @self: a future
 * @value: (nullable): the value
 *
 * Resolves the future with bytes, of which it takes a reference.
 *
 * Returns: %FALSE if the future was done before, which leaves it as it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_bytes (AiohttpFuture *self, GBytes *value)
{
  GValue v = G_VALUE_INIT;

  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  g_value_init (&v, G_TYPE_BYTES);
  g_value_set_boxed (&v, value);
  return aiohttp_future_take_value (self, &v);
}

/**
 * aiohttp_future_set_object:
 * @self: a future
 * @value: (nullable): the value
 *
 * Resolves the future with an object, of which it takes a reference.
 *
 * Returns: %FALSE if the future was done before, which leaves it as it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_object (AiohttpFuture *self, GObject *value)
{
  GValue v = G_VALUE_INIT;

  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);
  g_return_val_if_fail (value == NULL || G_IS_OBJECT (value), FALSE);

  g_value_init (&v, value != NULL ? G_OBJECT_TYPE (value) : G_TYPE_OBJECT);
  g_value_set_object (&v, value);
  return aiohttp_future_take_value (self, &v);
}

/**
 * aiohttp_future_set_pointer: (skip)
 * @self: a future
 * @value: (nullable): the value
 * @destroy: (nullable): frees @value, with the future
 *
 * Resolves the future with a pointer, which all who wait share: [method@Aiohttp.Future.get_pointer].
 *
 * Returns: %FALSE if the future was done before; then @value has been destroyed
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_pointer (AiohttpFuture *self, gpointer value, GDestroyNotify destroy)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  if (self->state != AIOHTTP_FUTURE_PENDING || !aiohttp_future_check_thread (self, "aiohttp_future_set_pointer()"))
    {
      if (destroy != NULL && value != NULL)
        aiohttp_call_out (destroy, value);
      return FALSE;
    }
  self->pointer = value;
  self->pointer_destroy = destroy;
  aiohttp_value_init_pointer (&self->value, value);
  aiohttp_future_done (self, AIOHTTP_FUTURE_RESOLVED);
  return TRUE;
}

static gboolean
check_type (AiohttpFuture *self, gboolean fits, const char *wanted, GError **error)
{
  if (fits)
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE, "The future's value is %s, not %s",
               self->result != NULL        ? "an operation's result"
               : G_IS_VALUE (&self->value) ? G_VALUE_TYPE_NAME (&self->value)
                                           : "nothing",
               wanted);
  return FALSE;
}

static gboolean
check_holds (AiohttpFuture *self, GType type, GError **error)
{
  return aiohttp_future_check (self, error) &&
         check_type (self, G_IS_VALUE (&self->value) && g_type_is_a (G_VALUE_TYPE (&self->value), type),
                     g_type_name (type), error);
}

/**
 * aiohttp_future_propagate_value:
 * @self: a future
 * @value: (out caller-allocates): where to put a copy of the value; it is initialised by the call
 * @error: where to put the error
 *
 * Gets the value, of whatever type, or the error.
 *
 * A future that was resolved with nothing (a coroutine that set no result) gives a %NULL object, since bindings cannot
 * take an unset value.
 *
 * asyncio: `Future.result()`.
 *
 * Returns: %TRUE, or %FALSE with the future's error, or `AIOHTTP_ERROR_INVALID_STATE` if it is pending
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_propagate_value (AiohttpFuture *self, GValue *value, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  *value = (GValue) G_VALUE_INIT;
  if (!aiohttp_future_check (self, error))
    return FALSE;
  if (self->result != NULL)
    {
      g_value_init (value, G_TYPE_ASYNC_RESULT);
      g_value_set_object (value, self->result);
    }
  else if (G_IS_VALUE (&self->value))
    {
      g_value_init (value, G_VALUE_TYPE (&self->value));
      g_value_copy (&self->value, value);
    }
  else
    g_value_init (value, G_TYPE_OBJECT);
  return TRUE;
}

/**
 * aiohttp_future_propagate_boolean:
 * @self: a future
 * @error: where to put the error
 *
 * Gets the value of a future that holds a boolean, or the error.
 *
 * Returns: the value; %FALSE with @error set to the future's error, to `AIOHTTP_ERROR_INVALID_STATE` if it is pending,
 *   or to `AIOHTTP_ERROR_WRONG_TYPE`
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_propagate_boolean (AiohttpFuture *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);

  return check_holds (self, G_TYPE_BOOLEAN, error) && g_value_get_boolean (&self->value);
}

/**
 * aiohttp_future_propagate_int64:
 * @self: a future
 * @error: where to put the error
 *
 * Gets the value of a future that holds a number, or the error.
 *
 * Returns: the value; -1 with @error set to the future's error, to `AIOHTTP_ERROR_INVALID_STATE` if it is pending, or
 *   to `AIOHTTP_ERROR_WRONG_TYPE`
 *
 * Since: 0.1
 */
gint64
aiohttp_future_propagate_int64 (AiohttpFuture *self, GError **error)
{
  g_auto (GValue) number = G_VALUE_INIT;

  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), -1);

  g_value_init (&number, G_TYPE_INT64);
  if (!aiohttp_future_check (self, error) ||
      !check_type (self, G_IS_VALUE (&self->value) && g_value_transform (&self->value, &number), "gint64", error))
    return -1;
  return g_value_get_int64 (&number);
}

/**
 * aiohttp_future_propagate_string:
 * @self: a future
 * @error: where to put the error
 *
 * Gets a copy of the value of a future that holds a string, or the error.
 *
 * Returns: (transfer full) (nullable): the value; %NULL with @error set to the future's error, to
 *   `AIOHTTP_ERROR_INVALID_STATE` if it is pending, or to `AIOHTTP_ERROR_WRONG_TYPE`
 *
 * Since: 0.1
 */
char *
aiohttp_future_propagate_string (AiohttpFuture *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), NULL);

  return check_holds (self, G_TYPE_STRING, error) ? g_value_dup_string (&self->value) : NULL;
}

/**
 * aiohttp_future_propagate_bytes:
 * @self: a future
 * @error: where to put the error
 *
 * Gets the value of a future that holds bytes, or the error.
 *
 * Returns: (transfer full) (nullable): the value; %NULL with @error set to the future's error, to
 *   `AIOHTTP_ERROR_INVALID_STATE` if it is pending, or to `AIOHTTP_ERROR_WRONG_TYPE`
 *
 * Since: 0.1
 */
GBytes *
aiohttp_future_propagate_bytes (AiohttpFuture *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), NULL);

  return check_holds (self, G_TYPE_BYTES, error) ? g_value_dup_boxed (&self->value) : NULL;
}

/**
 * aiohttp_future_propagate_object:
 * @self: a future
 * @error: where to put the error
 *
 * Gets a reference to the value of a future that holds an object, or the error.
 *
 * Returns: (transfer full) (nullable) (type GObject.Object): the value; %NULL with @error set to the future's error,
 *   to `AIOHTTP_ERROR_INVALID_STATE` if it is pending, or to `AIOHTTP_ERROR_WRONG_TYPE`
 *
 * Since: 0.1
 */
gpointer
aiohttp_future_propagate_object (AiohttpFuture *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), NULL);

  return aiohttp_future_check (self, error) &&
                 check_type (self, G_IS_VALUE (&self->value) && G_VALUE_HOLDS_OBJECT (&self->value), "GObject", error)
             ? g_value_dup_object (&self->value)
             : NULL;
}

/**
 * aiohttp_future_get_pointer: (skip)
 * @self: a future
 * @error: where to put the error
 *
 * Gets the value of a future that was resolved by [method@Aiohttp.Future.set_pointer], or the error.
 *
 * Returns: (transfer none) (nullable): the value, which lives as long as the future; %NULL with @error set to the
 *   future's error, to `AIOHTTP_ERROR_INVALID_STATE` if it is pending, or to `AIOHTTP_ERROR_WRONG_TYPE`
 *
 * Since: 0.1
 */
gpointer
aiohttp_future_get_pointer (AiohttpFuture *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), NULL);

  return check_holds (self, G_TYPE_POINTER, error) ? g_value_get_pointer (&self->value) : NULL;
}

gpointer
aiohttp_future_propagate_pointer (AiohttpFuture *self, GError **error)
{
  const GValue *value = &self->value;

  if (!aiohttp_future_check (self, error))
    return NULL;
  if (G_IS_VALUE (value) && G_VALUE_HOLDS_STRING (value))
    return g_value_dup_string (value);
  if (G_IS_VALUE (value) && G_VALUE_HOLDS_BOXED (value))
    return g_value_dup_boxed (value);
  return check_type (self, G_IS_VALUE (value) && G_VALUE_HOLDS_OBJECT (value), "an object, boxed value or string",
                     error)
             ? g_value_dup_object (value)
             : NULL;
}

gboolean
aiohttp_future_propagate_success (AiohttpFuture *self, GError **error)
{
  return aiohttp_future_check (self, error) &&
         (!G_IS_VALUE (&self->value) || !G_VALUE_HOLDS_BOOLEAN (&self->value) || g_value_get_boolean (&self->value));
}
