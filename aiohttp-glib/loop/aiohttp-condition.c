/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-condition.h"

#include "aiohttp-lock-private.h"

/**
 * AiohttpCondition:
 *
 * Lets coroutines and operations that hold a lock wait until something is so, and gives the lock away meanwhile.
 *
 * [method@Aiohttp.Condition.wait_async] releases the lock, waits until it is notified, and takes the lock again before
 * it ends, whatever comes of it: the caller holds it afterwards even if the wait was cancelled. Several conditions may
 * share a lock. A notification goes to the one who has waited longest; if he is cancelled before he can make use of
 * it, it passes on to the next.
 *
 * A condition is used in one thread: the first that uses it.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpLockGuard) guard = aiohttp_lock_guard_new (aiohttp_condition_get_lock (stock->changed), error);
 *
 * if (guard == NULL || !aiohttp_condition_wait_until (stock->changed, has_items, stock, error))
 *   return FALSE;
 * ]|
 *
 * asyncio: `Condition`. In Python `async with condition:`, in JavaScript `await condition.with(async () => { … })`.
 *
 * Since: 0.1
 */

struct _AiohttpCondition
{
  GObject parent_instance;

  AiohttpWaitList waiters;
  AiohttpLock *lock;
};

enum
{
  PROP_0,
  PROP_LOCK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpCondition, aiohttp_condition, G_TYPE_OBJECT)

/* Of wait_async. */
typedef struct
{
  gboolean notified;
  GError *error;
} Wait;

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  g_clear_error (&wait->error);
  g_free (wait);
}

static gboolean
check_locked (AiohttpCondition *self, const char *what, GError **error)
{
  if (aiohttp_lock_is_locked (self->lock))
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "%s was called without the lock", what);
  return FALSE;
}

static void
aiohttp_condition_constructed (GObject *object)
{
  AiohttpCondition *self = AIOHTTP_CONDITION (object);

  G_OBJECT_CLASS (aiohttp_condition_parent_class)->constructed (object);

  if (self->lock == NULL)
    self->lock = aiohttp_lock_new ();
}

static void
aiohttp_condition_finalize (GObject *object)
{
  AiohttpCondition *self = AIOHTTP_CONDITION (object);

  g_object_unref (self->lock);

  G_OBJECT_CLASS (aiohttp_condition_parent_class)->finalize (object);
}

static void
aiohttp_condition_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpCondition *self = AIOHTTP_CONDITION (object);

  switch (id)
    {
    case PROP_LOCK:
      g_value_set_object (value, self->lock);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_condition_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpCondition *self = AIOHTTP_CONDITION (object);

  switch (id)
    {
    case PROP_LOCK:
      self->lock = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_condition_class_init (AiohttpConditionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = aiohttp_condition_constructed;
  object_class->finalize = aiohttp_condition_finalize;
  object_class->get_property = aiohttp_condition_get_property;
  object_class->set_property = aiohttp_condition_set_property;

  /**
   * AiohttpCondition:lock: (getter get_lock)
   *
   * The lock; one of its own if none is given.
   *
   * Since: 0.1
   */
  properties[PROP_LOCK] = g_param_spec_object ("lock", NULL, NULL, AIOHTTP_TYPE_LOCK,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_condition_init (AiohttpCondition *self)
{
}

/**
 * aiohttp_condition_new:
 * @lock: (nullable): the lock, or %NULL for a new one
 *
 * Creates a condition.
 *
 * Returns: (transfer full): the condition
 *
 * Since: 0.1
 */
AiohttpCondition *
aiohttp_condition_new (AiohttpLock *lock)
{
  g_return_val_if_fail (lock == NULL || AIOHTTP_IS_LOCK (lock), NULL);

  return g_object_new (AIOHTTP_TYPE_CONDITION, "lock", lock, NULL);
}

/**
 * aiohttp_condition_get_lock: (get-property lock)
 * @self: a condition
 *
 * Gets the condition's lock.
 *
 * Returns: (transfer none): the lock
 *
 * Since: 0.1
 */
AiohttpLock *
aiohttp_condition_get_lock (AiohttpCondition *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CONDITION (self), NULL);

  return self->lock;
}

/**
 * aiohttp_condition_is_locked:
 * @self: a condition
 *
 * Tells whether somebody holds the condition's lock.
 *
 * asyncio: `Condition.locked()`.
 *
 * Returns: whether it is held
 *
 * Since: 0.1
 */
gboolean
aiohttp_condition_is_locked (AiohttpCondition *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CONDITION (self), FALSE);

  return aiohttp_lock_is_locked (self->lock);
}

static void
on_acquired (GTask *task, gboolean picked, GError *error)
{
  AiohttpCondition *self = g_task_get_source_object (task);

  aiohttp_lock_settle (self->lock, picked, error == NULL);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_condition_acquire_async:
 * @self: a condition
 * @cancellable: (nullable): gives the wait up; the lock is then not held
 * @callback: (scope async) (closure user_data): called when the lock is held
 * @user_data: passed to @callback
 *
 * Takes the condition's lock, as [method@Aiohttp.Lock.acquire_async] does.
 *
 * Since: 0.1
 */
void
aiohttp_condition_acquire_async (AiohttpCondition *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  AiohttpWaitList *line;

  g_return_if_fail (AIOHTTP_IS_CONDITION (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  line = aiohttp_lock_get_wait_list (self->lock);
  task = aiohttp_wait_list_enter_async (line, self, "aiohttp_condition_acquire_async", aiohttp_condition_acquire_async,
                                        cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (aiohttp_lock_try_acquire (self->lock))
    g_task_return_boolean (task, TRUE);
  else
    aiohttp_wait_list_wait_async (line, AIOHTTP_WAIT_NORMAL, NULL, task, on_acquired);
}

/**
 * aiohttp_condition_acquire_finish:
 * @self: a condition
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.Condition.acquire_async].
 *
 * Returns: %TRUE if the caller now holds the lock; %FALSE with `G_IO_ERROR_CANCELLED` or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_condition_acquire_finish (AiohttpCondition *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CONDITION (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_condition_acquire_async, error);
}

/**
 * aiohttp_condition_acquire: (skip)
 * @self: a condition
 * @error: where to put the error
 *
 * Takes the condition's lock, as aiohttp_lock_acquire() does.
 *
 * asyncio: `Condition.acquire()`.
 *
 * Returns: %TRUE if the caller now holds the lock; %FALSE with the errors of aiohttp_lock_acquire()
 *
 * Since: 0.1
 */
gboolean
aiohttp_condition_acquire (AiohttpCondition *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CONDITION (self), FALSE);

  return aiohttp_lock_acquire (self->lock, error);
}

/**
 * aiohttp_condition_release:
 * @self: a condition
 * @error: where to put the error
 *
 * Releases the condition's lock.
 *
 * asyncio: `Condition.release()`.
 *
 * Returns: %TRUE; %FALSE with the errors of [method@Aiohttp.Lock.release]
 *
 * Since: 0.1
 */
gboolean
aiohttp_condition_release (AiohttpCondition *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CONDITION (self), FALSE);

  return aiohttp_lock_release (self->lock, error);
}

static void
wait_end (GTask *task)
{
  AiohttpCondition *self = g_task_get_source_object (task);
  Wait *wait = g_task_get_task_data (task);

  if (wait->error == NULL && g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &wait->error))
    g_assert (wait->notified);
  if (wait->error == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (wait->notified)
    aiohttp_wait_list_pick (&self->waiters);
  g_task_return_error (task, g_steal_pointer (&wait->error));
}

static void
on_reacquired (GTask *task, gboolean picked, GError *error)
{
  AiohttpCondition *self = g_task_get_source_object (task);

  g_assert (error == NULL);
  aiohttp_lock_settle (self->lock, picked, TRUE);
  wait_end (task);
}

static void
on_notified (GTask *task, gboolean picked, GError *error)
{
  AiohttpCondition *self = g_task_get_source_object (task);
  Wait *wait = g_task_get_task_data (task);

  wait->notified = picked;
  wait->error = error;
  if (aiohttp_lock_try_acquire (self->lock))
    wait_end (task);
  else
    aiohttp_wait_list_wait_async (aiohttp_lock_get_wait_list (self->lock), AIOHTTP_WAIT_UNCANCELLABLE, NULL, task,
                                  on_reacquired);
}

/**
 * aiohttp_condition_wait_async:
 * @self: a condition whose lock is held
 * @cancellable: (nullable): gives the wait up, as soon as the lock is held again
 * @callback: (scope async) (closure user_data): called when the wait is over, and the lock is held again
 * @user_data: passed to @callback
 *
 * Releases the lock, waits to be notified, and takes the lock again.
 *
 * That it was notified does not say that what it waits for is so: look, and wait again if it is not.
 *
 * Since: 0.1
 */
void
aiohttp_condition_wait_async (AiohttpCondition *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_CONDITION (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_wait_list_enter_async (&self->waiters, self, "aiohttp_condition_wait_async",
                                        aiohttp_condition_wait_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (!check_locked (self, "aiohttp_condition_wait_async()", &error) || !aiohttp_lock_release (self->lock, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, g_new0 (Wait, 1), wait_free);
  aiohttp_wait_list_wait_async (&self->waiters, AIOHTTP_WAIT_NORMAL, NULL, task, on_notified);
}

/**
 * aiohttp_condition_wait_finish:
 * @self: a condition
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.Condition.wait_async].
 *
 * Returns: %TRUE if it was notified; %FALSE with `G_IO_ERROR_CANCELLED`, the lock being held in either case; %FALSE
 *   with `AIOHTTP_ERROR_INVALID_STATE` if nobody held the lock, or with `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_condition_wait_finish (AiohttpCondition *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CONDITION (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_condition_wait_async, error);
}

/**
 * aiohttp_condition_wait: (skip)
 * @self: a condition whose lock the caller holds
 * @error: where to put the error
 *
 * Releases the lock, suspends the calling coroutine until it is notified, and takes the lock again.
 *
 * That it was notified does not say that what it waits for is so: look, and wait again if it is not, or use
 * aiohttp_condition_wait_until().
 *
 * asyncio: `Condition.wait()`.
 *
 * Returns: %TRUE if it was notified; %FALSE with `G_IO_ERROR_CANCELLED`, the lock being held in either case; %FALSE
 *   with `AIOHTTP_ERROR_INVALID_STATE` if nobody held the lock, `AIOHTTP_ERROR_WRONG_THREAD`,
 *   `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_condition_wait (AiohttpCondition *self, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpCondition) held = NULL;
  gboolean notified, ok;

  g_return_val_if_fail (AIOHTTP_IS_CONDITION (self), FALSE);

  if (!aiohttp_wait_list_enter (&self->waiters, "aiohttp_condition_wait()", error) ||
      !check_locked (self, "aiohttp_condition_wait()", error) || !aiohttp_lock_release (self->lock, error))
    return FALSE;

  held = g_object_ref (self);
  ok = aiohttp_wait_list_wait (&self->waiters, AIOHTTP_WAIT_NORMAL, NULL, &notified, error);
  aiohttp_lock_reacquire (self->lock);
  if (ok && aiohttp_wait_list_take_cancel (error))
    ok = FALSE;
  if (!ok && notified)
    aiohttp_wait_list_pick (&self->waiters);
  return ok;
}

/**
 * aiohttp_condition_wait_until: (skip)
 * @self: a condition whose lock the caller holds
 * @predicate: tells whether the wait is over
 * @user_data: passed to @predicate
 * @error: where to put the error
 *
 * Waits, as aiohttp_condition_wait() does, until @predicate gives %TRUE; not at all if it does so at once.
 *
 * asyncio: `Condition.wait_for()`.
 *
 * Returns: %TRUE if @predicate gave %TRUE; %FALSE with the errors of aiohttp_condition_wait()
 *
 * Since: 0.1
 */
gboolean
aiohttp_condition_wait_until (AiohttpCondition *self, AiohttpConditionFunc predicate, gpointer user_data,
                              GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CONDITION (self), FALSE);
  g_return_val_if_fail (predicate != NULL, FALSE);

  while (!predicate (user_data))
    if (!aiohttp_condition_wait (self, error))
      return FALSE;
  return TRUE;
}

/**
 * aiohttp_condition_notify: (skip)
 * @self: a condition whose lock is held
 * @n: how many to wake, at most
 * @error: where to put the error
 *
 * Wakes those who have waited longest. Each goes on when he has the lock, which the caller still has to release.
 *
 * asyncio: `Condition.notify()`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_STATE` if nobody holds the lock, or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_condition_notify (AiohttpCondition *self, guint n, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CONDITION (self), FALSE);

  if (!aiohttp_wait_list_check (&self->waiters, "aiohttp_condition_notify()", error) ||
      !check_locked (self, "aiohttp_condition_notify()", error))
    return FALSE;
  while (n-- > 0 && aiohttp_wait_list_pick (&self->waiters))
    ;
  return TRUE;
}

/**
 * aiohttp_condition_notify_some:
 * @self: a condition whose lock is held
 * @n: how many to wake, at most
 * @error: where to put the error
 *
 * The form of aiohttp_condition_notify() for bindings, where a method `notify` would hide the one of every object.
 * The overrides for Python and JavaScript have `notify()` all the same.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_STATE` if nobody holds the lock, or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_condition_notify_some (AiohttpCondition *self, guint n, GError **error)
{
  return aiohttp_condition_notify (self, n, error);
}

/**
 * aiohttp_condition_notify_all:
 * @self: a condition whose lock is held
 * @error: where to put the error
 *
 * Wakes all of those who wait.
 *
 * asyncio: `Condition.notify_all()`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_STATE` if nobody holds the lock, or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_condition_notify_all (AiohttpCondition *self, GError **error)
{
  return aiohttp_condition_notify (self, G_MAXUINT, error);
}
