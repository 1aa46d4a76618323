/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-lock.h"

#include "aiohttp-lock-private.h"

/**
 * AiohttpLock:
 *
 * Lets one coroutine or operation at a time into a stretch of code, across all that it awaits there.
 *
 * Code that awaits nothing needs no lock: nothing else of its thread runs meanwhile. A lock is for what must stay whole
 * while somebody waits in its midst: fill a cache once, keep two messages together.
 *
 * Whoever comes first gets it first; coroutines and `_async` calls wait in the same line. The lock has no owner: any
 * code may release it. It is handed to the first in line when it is released, and he goes on in the same turn of the
 * main loop. If he is cancelled at that moment, the next one gets it.
 *
 * A lock is used in one thread: the first that uses it. In another, acquire and release fail with
 * `AIOHTTP_ERROR_WRONG_THREAD`.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpLockGuard) guard = aiohttp_lock_guard_new (cache->lock, error);
 *
 * if (guard == NULL)
 *   return FALSE;
 * if (cache->page == NULL)
 *   cache->page = fetch_page (cache, error);
 * return cache->page != NULL;
 * ]|
 *
 * asyncio: `Lock`. In Python `async with lock:`, in JavaScript `await lock.with(async () => { … })`.
 *
 * Since: 0.1
 */

struct _AiohttpLock
{
  GObject parent_instance;

  AiohttpWaitList waiters;
  gboolean locked;
};

G_DEFINE_FINAL_TYPE (AiohttpLock, aiohttp_lock, G_TYPE_OBJECT)

/* Also FALSE while it is on its way to somebody who was picked. */
static inline gboolean
is_free (AiohttpLock *self)
{
  return !self->locked && self->waiters.n_picked == 0;
}

AiohttpWaitList *
aiohttp_lock_get_wait_list (AiohttpLock *self)
{
  return &self->waiters;
}

static inline gboolean
take_if_free (AiohttpLock *self)
{
  if (!is_free (self))
    return FALSE;
  self->locked = TRUE;
  return TRUE;
}

void
aiohttp_lock_settle (AiohttpLock *self, gboolean picked, gboolean taken)
{
  if (taken)
    self->locked = TRUE;
  else if (picked)
    aiohttp_wait_list_pick (&self->waiters);
}

static gboolean
wait_for_lock (AiohttpLock *self, AiohttpWaitFlags flags, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpLock) held = g_object_ref (self);
  gboolean picked;
  gboolean ok = aiohttp_wait_list_wait (&self->waiters, flags, NULL, &picked, error);

  aiohttp_lock_settle (self, picked, ok);
  return ok;
}

void
aiohttp_lock_reacquire (AiohttpLock *self)
{
  if (!take_if_free (self))
    wait_for_lock (self, AIOHTTP_WAIT_UNCANCELLABLE, NULL);
}

static void
aiohttp_lock_class_init (AiohttpLockClass *klass)
{
}

static void
aiohttp_lock_init (AiohttpLock *self)
{
}

/**
 * aiohttp_lock_new:
 *
 * Creates a lock that nobody holds.
 *
 * Returns: (transfer full): the lock
 *
 * Since: 0.1
 */
AiohttpLock *
aiohttp_lock_new (void)
{
  return g_object_new (AIOHTTP_TYPE_LOCK, NULL);
}

/**
 * aiohttp_lock_is_locked:
 * @self: a lock
 *
 * Tells whether somebody holds the lock.
 *
 * asyncio: `Lock.locked()`.
 *
 * Returns: whether it is held
 *
 * Since: 0.1
 */
gboolean
aiohttp_lock_is_locked (AiohttpLock *self)
{
  g_return_val_if_fail (AIOHTTP_IS_LOCK (self), FALSE);

  return self->locked;
}

static void
on_turn (GTask *task, gboolean picked, GError *error)
{
  aiohttp_lock_settle (g_task_get_source_object (task), picked, error == NULL);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_lock_acquire_async:
 * @self: a lock
 * @cancellable: (nullable): gives the wait up; the lock is then not held
 * @callback: (scope async) (closure user_data): called when the lock is held
 * @user_data: passed to @callback
 *
 * Takes the lock, as soon as those who came earlier have released it.
 *
 * Since: 0.1
 */
void
aiohttp_lock_acquire_async (AiohttpLock *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_LOCK (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_wait_list_enter_async (&self->waiters, self, "aiohttp_lock_acquire_async", aiohttp_lock_acquire_async,
                                        cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (take_if_free (self))
    g_task_return_boolean (task, TRUE);
  else
    aiohttp_wait_list_wait_async (&self->waiters, AIOHTTP_WAIT_NORMAL, NULL, task, on_turn);
}

/**
 * aiohttp_lock_acquire_finish:
 * @self: a lock
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.Lock.acquire_async].
 *
 * Returns: %TRUE if the caller now holds the lock; %FALSE with `G_IO_ERROR_CANCELLED` or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_lock_acquire_finish (AiohttpLock *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_LOCK (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_lock_acquire_async, error);
}

/**
 * aiohttp_lock_acquire: (skip)
 * @self: a lock
 * @error: where to put the error
 *
 * Takes the lock; suspends the calling coroutine until those who came earlier have released it.
 *
 * A free lock is taken at once, without suspending. Where the lock is held to the end of a scope,
 * aiohttp_lock_guard_new() is shorter.
 *
 * asyncio: `Lock.acquire()`.
 *
 * Returns: %TRUE if the caller now holds the lock; %FALSE with `G_IO_ERROR_CANCELLED`, `AIOHTTP_ERROR_WRONG_THREAD`,
 *   `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_lock_acquire (AiohttpLock *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_LOCK (self), FALSE);

  if (!aiohttp_wait_list_enter (&self->waiters, "aiohttp_lock_acquire()", error))
    return FALSE;
  return take_if_free (self) || wait_for_lock (self, AIOHTTP_WAIT_NORMAL, error);
}

/**
 * aiohttp_lock_try_acquire:
 * @self: a lock
 *
 * Takes the lock if it is free, and nobody is about to get it; never waits.
 *
 * Returns: whether the caller now holds the lock
 *
 * Since: 0.1
 */
gboolean
aiohttp_lock_try_acquire (AiohttpLock *self)
{
  g_return_val_if_fail (AIOHTTP_IS_LOCK (self), FALSE);

  return aiohttp_wait_list_check_or_complain (&self->waiters, "aiohttp_lock_try_acquire()") && take_if_free (self);
}

/**
 * aiohttp_lock_release:
 * @self: a lock
 * @error: where to put the error
 *
 * Gives the lock to the first of those who wait for it, or leaves it free.
 *
 * asyncio: `Lock.release()`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_STATE` if nobody holds the lock, or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_lock_release (AiohttpLock *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_LOCK (self), FALSE);

  if (!aiohttp_wait_list_check (&self->waiters, "aiohttp_lock_release()", error))
    return FALSE;
  if (!self->locked)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "aiohttp_lock_release() was called on a lock that nobody holds");
      return FALSE;
    }
  self->locked = FALSE;
  aiohttp_wait_list_pick (&self->waiters);
  return TRUE;
}

/**
 * aiohttp_lock_guard_new: (skip)
 * @lock: a lock
 * @error: where to put the error
 *
 * Takes a lock until the end of a scope: keep the result in a `g_autoptr(AiohttpLockGuard)`.
 *
 * It costs no more than aiohttp_lock_acquire() and aiohttp_lock_release(). Call g_clear_pointer() with
 * aiohttp_lock_guard_free() to release the lock earlier.
 *
 * Returns: (transfer full): the guard, or %NULL with the errors of aiohttp_lock_acquire()
 *
 * Since: 0.1
 */
AiohttpLockGuard *
aiohttp_lock_guard_new (AiohttpLock *lock, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_LOCK (lock), NULL);

  return aiohttp_lock_acquire (lock, error) ? (AiohttpLockGuard *) g_object_ref (lock) : NULL;
}

/**
 * aiohttp_lock_guard_free: (skip)
 * @guard: (transfer full): a guard
 *
 * Releases the lock of a guard.
 *
 * Since: 0.1
 */
void
aiohttp_lock_guard_free (AiohttpLockGuard *guard)
{
  g_autoptr (AiohttpLock) lock = (AiohttpLock *) guard;
  g_autoptr (GError) error = NULL;

  if (!aiohttp_lock_release (lock, &error))
    g_critical ("A lock was released before the end of its guard: %s", error->message);
}
