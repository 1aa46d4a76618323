/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-semaphore.h"

#include "aiohttp-semaphore-private.h"

/**
 * AiohttpSemaphore:
 *
 * Lets a number of coroutines and operations at a time into a stretch of code.
 *
 * Use it to bound what runs at once: downloads, open files, jobs in a thread pool. Each
 * [method@Aiohttp.Semaphore.release] makes room for one more, whoever calls it. Those who wait are served in the order
 * in which they came; nobody overtakes them, and one who is cancelled at the moment when he is woken passes his place
 * on.
 *
 * A semaphore is used in one thread: the first that uses it.
 *
 * |[<!-- language="C" -->
 * if (!aiohttp_semaphore_acquire (crawler->slots, error))
 *   return FALSE;
 * ok = fetch_page (crawler, url, error);
 * aiohttp_semaphore_release (crawler->slots, NULL);
 * ]|
 *
 * asyncio: `Semaphore`. In Python `async with semaphore:`, in JavaScript `await semaphore.with(async () => { … })`.
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_VALUE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (AiohttpSemaphore, aiohttp_semaphore, G_TYPE_OBJECT)

static void
wake (AiohttpSemaphore *self)
{
  while (self->value > 0 && aiohttp_wait_list_pick (&self->waiters))
    self->value--;
}

static gboolean
take_if_free (AiohttpSemaphore *self)
{
  if (aiohttp_semaphore_is_locked (self))
    return FALSE;
  self->value--;
  return TRUE;
}

static void
settle (AiohttpSemaphore *self, gboolean picked, gboolean taken)
{
  if (picked && !taken)
    self->value++;
  wake (self);
}

static void
aiohttp_semaphore_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpSemaphore *self = AIOHTTP_SEMAPHORE (object);

  switch (id)
    {
    case PROP_VALUE:
      g_value_set_uint (value, self->value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_semaphore_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpSemaphore *self = AIOHTTP_SEMAPHORE (object);

  switch (id)
    {
    case PROP_VALUE:
      self->value = self->bound = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_semaphore_class_init (AiohttpSemaphoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aiohttp_semaphore_get_property;
  object_class->set_property = aiohttp_semaphore_set_property;

  /**
   * AiohttpSemaphore:value: (getter get_value)
   *
   * How many more may acquire it now; at first, how many at once.
   *
   * It changes without a notification.
   *
   * Since: 0.1
   */
  properties[PROP_VALUE] = g_param_spec_uint ("value", NULL, NULL, 0, G_MAXUINT, 1,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_semaphore_init (AiohttpSemaphore *self)
{
}

/**
 * aiohttp_semaphore_new:
 * @value: how many may hold it at once
 *
 * Creates a semaphore.
 *
 * Returns: (transfer full): the semaphore
 *
 * Since: 0.1
 */
AiohttpSemaphore *
aiohttp_semaphore_new (guint value)
{
  return g_object_new (AIOHTTP_TYPE_SEMAPHORE, "value", value, NULL);
}

/**
 * aiohttp_semaphore_get_value: (get-property value)
 * @self: a semaphore
 *
 * Gets how many more may acquire the semaphore now.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_semaphore_get_value (AiohttpSemaphore *self)
{
  g_return_val_if_fail (AIOHTTP_IS_SEMAPHORE (self), 0);

  return self->value;
}

/**
 * aiohttp_semaphore_is_locked:
 * @self: a semaphore
 *
 * Tells whether acquiring it would wait: all places are taken, or promised to those who came earlier.
 *
 * asyncio: `Semaphore.locked()`.
 *
 * Returns: whether it would wait
 *
 * Since: 0.1
 */
gboolean
aiohttp_semaphore_is_locked (AiohttpSemaphore *self)
{
  g_return_val_if_fail (AIOHTTP_IS_SEMAPHORE (self), FALSE);

  return self->value == 0 || self->waiters.n_picked > 0;
}

static void
on_turn (GTask *task, gboolean picked, GError *error)
{
  settle (g_task_get_source_object (task), picked, error == NULL);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_semaphore_acquire_async:
 * @self: a semaphore
 * @cancellable: (nullable): gives the wait up; no place is then taken
 * @callback: (scope async) (closure user_data): called when there is a place
 * @user_data: passed to @callback
 *
 * Takes one place, as soon as there is one.
 *
 * Since: 0.1
 */
void
aiohttp_semaphore_acquire_async (AiohttpSemaphore *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_SEMAPHORE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_wait_list_enter_async (&self->waiters, self, "aiohttp_semaphore_acquire_async",
                                        aiohttp_semaphore_acquire_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (take_if_free (self))
    g_task_return_boolean (task, TRUE);
  else
    aiohttp_wait_list_wait_async (&self->waiters, AIOHTTP_WAIT_NORMAL, NULL, task, on_turn);
}

/**
 * aiohttp_semaphore_acquire_finish:
 * @self: a semaphore
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.Semaphore.acquire_async].
 *
 * Returns: %TRUE if the caller has a place; %FALSE with `G_IO_ERROR_CANCELLED` or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_semaphore_acquire_finish (AiohttpSemaphore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_SEMAPHORE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_semaphore_acquire_async, error);
}

/**
 * aiohttp_semaphore_acquire: (skip)
 * @self: a semaphore
 * @error: where to put the error
 *
 * Takes one place; suspends the calling coroutine until there is one, and not at all if there is.
 *
 * asyncio: `Semaphore.acquire()`.
 *
 * Returns: %TRUE if the caller has a place; %FALSE with `G_IO_ERROR_CANCELLED`, `AIOHTTP_ERROR_WRONG_THREAD`,
 *   `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_semaphore_acquire (AiohttpSemaphore *self, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpSemaphore) held = NULL;
  gboolean picked, ok;

  g_return_val_if_fail (AIOHTTP_IS_SEMAPHORE (self), FALSE);

  if (!aiohttp_wait_list_enter (&self->waiters, "aiohttp_semaphore_acquire()", error))
    return FALSE;
  if (take_if_free (self))
    return TRUE;
  held = g_object_ref (self);
  ok = aiohttp_wait_list_wait (&self->waiters, AIOHTTP_WAIT_NORMAL, NULL, &picked, error);
  settle (self, picked, ok);
  return ok;
}

/**
 * aiohttp_semaphore_try_acquire:
 * @self: a semaphore
 *
 * Takes one place if there is one that is promised to nobody; never waits.
 *
 * Returns: whether the caller has a place
 *
 * Since: 0.1
 */
gboolean
aiohttp_semaphore_try_acquire (AiohttpSemaphore *self)
{
  g_return_val_if_fail (AIOHTTP_IS_SEMAPHORE (self), FALSE);

  return aiohttp_wait_list_check_or_complain (&self->waiters, "aiohttp_semaphore_try_acquire()") && take_if_free (self);
}

/**
 * aiohttp_semaphore_release:
 * @self: a semaphore
 * @error: where to put the error
 *
 * Makes room for one more: for the first of those who wait, if any.
 *
 * asyncio: `Semaphore.release()`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_WRONG_THREAD`, or with `AIOHTTP_ERROR_INVALID_STATE` if it is an
 *   [class@Aiohttp.BoundedSemaphore] that was not acquired so often
 *
 * Since: 0.1
 */
gboolean
aiohttp_semaphore_release (AiohttpSemaphore *self, GError **error)
{
  gboolean bounded;

  g_return_val_if_fail (AIOHTTP_IS_SEMAPHORE (self), FALSE);

  if (!aiohttp_wait_list_check (&self->waiters, "aiohttp_semaphore_release()", error))
    return FALSE;
  bounded = G_TYPE_INSTANCE_GET_CLASS (self, AIOHTTP_TYPE_SEMAPHORE, AiohttpSemaphoreClass)->bounded;
  if (self->value == (bounded ? self->bound : G_MAXUINT))
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                   "aiohttp_semaphore_release() was called more often than acquire; the bound is %u", self->value);
      return FALSE;
    }
  self->value++;
  wake (self);
  return TRUE;
}
