/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-event.h"

#include "aiohttp-wait-list-private.h"

/**
 * AiohttpEvent:
 *
 * A flag that any number of coroutines and operations wait for.
 *
 * Setting it wakes all of those who wait, in the order in which they came; who waits later goes on at once, until it
 * is cleared. Those who were woken go on even if it is cleared before their turn comes.
 *
 * An event is used in one thread: the first that uses it.
 *
 * |[<!-- language="C" -->
 * if (!aiohttp_event_wait (app->ready, error))
 *   return FALSE;
 * ]|
 *
 * asyncio: `Event`.
 *
 * Since: 0.1
 */

struct _AiohttpEvent
{
  GObject parent_instance;

  AiohttpWaitList waiters;
  gboolean is_set;
};

G_DEFINE_FINAL_TYPE (AiohttpEvent, aiohttp_event, G_TYPE_OBJECT)

static void
aiohttp_event_class_init (AiohttpEventClass *klass)
{
}

static void
aiohttp_event_init (AiohttpEvent *self)
{
}

/**
 * aiohttp_event_new:
 *
 * Creates an event that is not set.
 *
 * Returns: (transfer full): the event
 *
 * Since: 0.1
 */
AiohttpEvent *
aiohttp_event_new (void)
{
  return g_object_new (AIOHTTP_TYPE_EVENT, NULL);
}

/**
 * aiohttp_event_is_set:
 * @self: an event
 *
 * Tells whether the event is set.
 *
 * asyncio: `Event.is_set()`.
 *
 * Returns: whether it is set
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_is_set (AiohttpEvent *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT (self), FALSE);

  return self->is_set;
}

/**
 * aiohttp_event_set: (skip)
 * @self: an event
 *
 * Sets the event, and wakes all of those who wait for it.
 *
 * asyncio: `Event.set()`.
 *
 * Since: 0.1
 */
void
aiohttp_event_set (AiohttpEvent *self)
{
  g_return_if_fail (AIOHTTP_IS_EVENT (self));

  if (!aiohttp_wait_list_check_or_complain (&self->waiters, "aiohttp_event_set()"))
    return;
  self->is_set = TRUE;
  aiohttp_wait_list_pick_all (&self->waiters);
}

/**
 * aiohttp_event_set_flag:
 * @self: an event
 *
 * The form of aiohttp_event_set() for bindings, where a method `set` would hide a method of every object. The
 * overrides for Python and JavaScript have `set()` all the same.
 *
 * Since: 0.1
 */
void
aiohttp_event_set_flag (AiohttpEvent *self)
{
  aiohttp_event_set (self);
}

/**
 * aiohttp_event_clear:
 * @self: an event
 *
 * Makes the event not set: who waits from now on waits for the next time.
 *
 * asyncio: `Event.clear()`.
 *
 * Since: 0.1
 */
void
aiohttp_event_clear (AiohttpEvent *self)
{
  g_return_if_fail (AIOHTTP_IS_EVENT (self));

  if (aiohttp_wait_list_check_or_complain (&self->waiters, "aiohttp_event_clear()"))
    self->is_set = FALSE;
}

static void
on_turn (GTask *task, gboolean picked, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_event_wait_async:
 * @self: an event
 * @cancellable: (nullable): gives the wait up
 * @callback: (scope async) (closure user_data): called when the event is set
 * @user_data: passed to @callback
 *
 * Waits until the event is set.
 *
 * Since: 0.1
 */
void
aiohttp_event_wait_async (AiohttpEvent *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_EVENT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_wait_list_enter_async (&self->waiters, self, "aiohttp_event_wait_async", aiohttp_event_wait_async,
                                        cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (self->is_set)
    g_task_return_boolean (task, TRUE);
  else
    aiohttp_wait_list_wait_async (&self->waiters, AIOHTTP_WAIT_NORMAL, NULL, task, on_turn);
}

/**
 * aiohttp_event_wait_finish:
 * @self: an event
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.Event.wait_async].
 *
 * Returns: %TRUE if the event was set; %FALSE with `G_IO_ERROR_CANCELLED` or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_wait_finish (AiohttpEvent *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_event_wait_async, error);
}

/**
 * aiohttp_event_wait: (skip)
 * @self: an event
 * @error: where to put the error
 *
 * Suspends the calling coroutine until the event is set; not at all if it is.
 *
 * asyncio: `Event.wait()`.
 *
 * Returns: %TRUE if the event was set; %FALSE with `G_IO_ERROR_CANCELLED`, `AIOHTTP_ERROR_WRONG_THREAD`,
 *   `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_wait (AiohttpEvent *self, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpEvent) held = NULL;
  gboolean picked;

  g_return_val_if_fail (AIOHTTP_IS_EVENT (self), FALSE);

  if (!aiohttp_wait_list_enter (&self->waiters, "aiohttp_event_wait()", error))
    return FALSE;
  if (self->is_set)
    return TRUE;
  held = g_object_ref (self);
  return aiohttp_wait_list_wait (&self->waiters, AIOHTTP_WAIT_NORMAL, NULL, &picked, error);
}
