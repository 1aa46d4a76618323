/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-error.h"
#include "aiohttp-future-private.h"
#include "aiohttp-queue-private.h"

/* AiohttpQueue: getting. */

/* On the heap; its content moves. */
static GValue *
value_new (const GValue *value)
{
  GValue *copy = g_new (GValue, 1);

  *copy = *value;
  return copy;
}

static void
pop (AiohttpQueue *self, AiohttpQueueItem *item)
{
  AIOHTTP_QUEUE_GET_CLASS (self)->pop (self, item);
  aiohttp_queue_wake_putters (self);
}

/* TRUE when there is something to get for somebody new; FALSE with or without an error if he cannot, or must wait. */
static gboolean
can_get (AiohttpQueue *self, GError **error)
{
  if (self->length > (self->is_shut_down ? 0 : self->getters.n_picked))
    return TRUE;
  if (self->is_shut_down)
    aiohttp_queue_set_shut_down (error);
  return FALSE;
}

static gboolean
wait_for_item (AiohttpQueue *self, const char *what, GError **error)
{
  if (!aiohttp_wait_list_enter (&self->getters, what, error))
    return FALSE;
  return can_get (self, error) ||
         aiohttp_queue_wait (self, &self->getters, aiohttp_queue_can_get_now, aiohttp_queue_wake_getters, error);
}

static void
on_getter_turn (GTask *task, gboolean picked, GError *error)
{
  AiohttpQueue *self = g_task_get_source_object (task);
  AiohttpQueueExchange *exchange = g_task_get_task_data (task);

  if (error != NULL && picked)
    aiohttp_queue_wake_getters (self);
  if (error == NULL && aiohttp_queue_can_get_now (self, &error))
    {
      AiohttpQueueItem *item = g_new (AiohttpQueueItem, 1);

      pop (self, item);
      g_task_return_pointer (task, item, aiohttp_queue_item_free);
    }
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    aiohttp_wait_list_wait_async (&self->getters, AIOHTTP_WAIT_NORMAL, &exchange->ticket, task, on_getter_turn);
}

/**
 * aiohttp_queue_get_async:
 * @self: a queue
 * @cancellable: (nullable): gives the wait up; no item is then taken
 * @callback: (scope async) (closure user_data): called when there is an item
 * @user_data: passed to @callback
 *
 * Takes an item out of the queue, as soon as there is one.
 *
 * Since: 0.1
 */
void
aiohttp_queue_get_async (AiohttpQueue *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_QUEUE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_wait_list_enter_async (&self->getters, self, "aiohttp_queue_get_async", aiohttp_queue_get_async,
                                        cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (can_get (self, &error))
    {
      AiohttpQueueItem *item = g_new (AiohttpQueueItem, 1);

      pop (self, item);
      g_task_return_pointer (task, item, aiohttp_queue_item_free);
    }
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    {
      AiohttpQueueExchange *exchange = g_new0 (AiohttpQueueExchange, 1);

      g_task_set_task_data (task, exchange, aiohttp_queue_exchange_free);
      aiohttp_wait_list_wait_async (&self->getters, AIOHTTP_WAIT_NORMAL, &exchange->ticket, task, on_getter_turn);
    }
}

/**
 * aiohttp_queue_get_finish:
 * @self: a queue
 * @result: what the callback was given
 * @item: (out caller-allocates): where to put the item; an unset value
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.Queue.get_async].
 *
 * Returns: %TRUE if @item was set; %FALSE with `AIOHTTP_ERROR_QUEUE_SHUT_DOWN`, `G_IO_ERROR_CANCELLED` or
 *   `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_get_finish (AiohttpQueue *self, GAsyncResult *result, GValue *item, GError **error)
{
  g_autofree AiohttpQueueItem *taken = NULL;

  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);
  g_return_val_if_fail (item != NULL && G_VALUE_TYPE (item) == 0, FALSE);

  if (AIOHTTP_IS_FUTURE (result))
    return aiohttp_future_propagate_value (AIOHTTP_FUTURE (result), item, error);
  taken = aiohttp_result_propagate_pointer (result, self, aiohttp_queue_get_async, error);
  if (taken == NULL)
    return FALSE;
  *item = taken->value;
  return TRUE;
}

/**
 * aiohttp_queue_get_value_finish:
 * @self: a queue
 * @result: what the callback was given
 * @error: where to put the error
 *
 * The form of [method@Aiohttp.Queue.get_finish] for JavaScript, which reads an out argument even after an error.
 *
 * Returns: (transfer full): the item, or %NULL with an error
 *
 * Since: 0.1
 */
GValue *
aiohttp_queue_get_value_finish (AiohttpQueue *self, GAsyncResult *result, GError **error)
{
  GValue value = G_VALUE_INIT;

  return aiohttp_queue_get_finish (self, result, &value, error) ? value_new (&value) : NULL;
}

/**
 * aiohttp_queue_get: (skip)
 * @self: a queue
 * @item: (out caller-allocates): where to put the item; an unset value
 * @error: where to put the error
 *
 * Takes an item out of the queue; suspends the calling coroutine until there is one, and not at all if there is.
 *
 * An item that was put as a pointer is then the caller's to free.
 *
 * asyncio: `Queue.get()`.
 *
 * Returns: %TRUE if @item was set; %FALSE with `AIOHTTP_ERROR_QUEUE_SHUT_DOWN`, `G_IO_ERROR_CANCELLED`,
 *   `AIOHTTP_ERROR_WRONG_THREAD`, `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_get (AiohttpQueue *self, GValue *item, GError **error)
{
  AiohttpQueueItem taken;

  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);
  g_return_val_if_fail (item != NULL && G_VALUE_TYPE (item) == 0, FALSE);

  if (!wait_for_item (self, "aiohttp_queue_get()", error))
    return FALSE;
  pop (self, &taken);
  *item = taken.value;
  return TRUE;
}

static gboolean
check_item_now (AiohttpQueue *self, const char *what, GError **error)
{
  if (!aiohttp_wait_list_check (&self->getters, what, error))
    return FALSE;
  if (!self->is_shut_down && self->length == 0)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_EMPTY, "The queue is empty");
      return FALSE;
    }
  return aiohttp_queue_can_get_now (self, error);
}

/**
 * aiohttp_queue_get_nowait:
 * @self: a queue
 * @item: (out caller-allocates): where to put the item; an unset value
 * @error: where to put the error
 *
 * Takes an item out of the queue if there is one, even if it is on its way to somebody who waits.
 *
 * asyncio: `Queue.get_nowait()`.
 *
 * Returns: %TRUE if @item was set; %FALSE with `AIOHTTP_ERROR_QUEUE_EMPTY`, `AIOHTTP_ERROR_QUEUE_SHUT_DOWN` or
 *   `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_get_nowait (AiohttpQueue *self, GValue *item, GError **error)
{
  AiohttpQueueItem taken;

  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);
  g_return_val_if_fail (item != NULL && G_VALUE_TYPE (item) == 0, FALSE);

  if (!check_item_now (self, "aiohttp_queue_get_nowait()", error))
    return FALSE;
  pop (self, &taken);
  *item = taken.value;
  return TRUE;
}

/**
 * aiohttp_queue_get_value_nowait:
 * @self: a queue
 * @error: where to put the error
 *
 * The form of [method@Aiohttp.Queue.get_nowait] for JavaScript, which reads an out argument even after an error.
 *
 * Returns: (transfer full): the item, or %NULL with an error
 *
 * Since: 0.1
 */
GValue *
aiohttp_queue_get_value_nowait (AiohttpQueue *self, GError **error)
{
  GValue value = G_VALUE_INIT;

  return aiohttp_queue_get_nowait (self, &value, error) ? value_new (&value) : NULL;
}

/* Takes the next item as a pointer, or leaves it where it is. */
static gpointer
pop_pointer (AiohttpQueue *self, GError **error)
{
  const AiohttpQueueItem *next = AIOHTTP_QUEUE_GET_CLASS (self)->peek (self);
  AiohttpQueueItem taken;
  gpointer pointer;

  if (G_LIKELY (G_VALUE_TYPE (&next->value) == G_TYPE_POINTER && next->value.data[0].v_pointer != NULL))
    {
      pop (self, &taken);
      return taken.value.data[0].v_pointer;
    }

  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (&next->value)))
    {
    case G_TYPE_POINTER:
    case G_TYPE_BOXED:
    case G_TYPE_OBJECT:
    case G_TYPE_INTERFACE:
    case G_TYPE_STRING:
    case G_TYPE_VARIANT:
      pointer = g_value_peek_pointer (&next->value);
      break;
    default:
      pointer = NULL;
    }
  if (pointer == NULL)
    {
      /* Somebody else may take it. */
      aiohttp_queue_wake_getters (self);
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE, "The next item is a %s, not a pointer",
                   G_VALUE_TYPE_NAME (&next->value));
      return NULL;
    }

  pop (self, &taken);
  if (!G_VALUE_HOLDS_STRING (&taken.value))
    return pointer;
  pointer = g_value_dup_string (&taken.value);
  g_value_unset (&taken.value);
  return pointer;
}

/**
 * aiohttp_queue_get_pointer: (skip)
 * @self: a queue
 * @error: where to put the error
 *
 * Takes a pointer out of the queue; suspends the calling coroutine until there is an item.
 *
 * It gives what aiohttp_queue_put_pointer() was given. Of an object, boxed value, string or variant that was put as a
 * value, the caller gets a reference or copy. Any other item stays in the queue.
 *
 * asyncio: `Queue.get()`.
 *
 * Returns: (transfer full): the item; %NULL with `AIOHTTP_ERROR_WRONG_TYPE` if it is not a pointer, or with the errors
 *   of aiohttp_queue_get()
 *
 * Since: 0.1
 */
gpointer
aiohttp_queue_get_pointer (AiohttpQueue *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), NULL);

  return wait_for_item (self, "aiohttp_queue_get_pointer()", error) ? pop_pointer (self, error) : NULL;
}

/**
 * aiohttp_queue_get_pointer_nowait: (skip)
 * @self: a queue
 * @error: where to put the error
 *
 * Takes a pointer out of the queue if there is one, as aiohttp_queue_get_pointer() does.
 *
 * asyncio: `Queue.get_nowait()`.
 *
 * Returns: (transfer full): the item; %NULL with `AIOHTTP_ERROR_WRONG_TYPE` if it is not a pointer, or with the errors
 *   of [method@Aiohttp.Queue.get_nowait]
 *
 * Since: 0.1
 */
gpointer
aiohttp_queue_get_pointer_nowait (AiohttpQueue *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), NULL);

  return check_item_now (self, "aiohttp_queue_get_pointer_nowait()", error) ? pop_pointer (self, error) : NULL;
}
