/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-future-private.h"
#include "aiohttp-queue-private.h"

#include <math.h>

/* AiohttpQueue: putting. */

static void
push (AiohttpQueue *self, const AiohttpQueueItem *item)
{
  AIOHTTP_QUEUE_GET_CLASS (self)->push (self, item);
  self->n_unfinished++;
  aiohttp_queue_wake_getters (self);
}

static gboolean
can_put (AiohttpQueue *self, GError **error)
{
  if (!self->is_shut_down)
    return aiohttp_queue_get_room (self) > self->putters.n_picked;
  aiohttp_queue_set_shut_down (error);
  return FALSE;
}

static gboolean
wait_for_room (AiohttpQueue *self, const char *what, GError **error)
{
  if (!aiohttp_wait_list_enter (&self->getters, what, error))
    return FALSE;
  return can_put (self, error) ||
         aiohttp_queue_wait (self, &self->putters, aiohttp_queue_can_put_now, aiohttp_queue_wake_putters, error);
}

static gboolean
offer_check (const AiohttpQueueOffer *offer, GError **error)
{
  if (!offer->has_priority || !isnan (offer->priority))
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "The priority of an item is not a number");
  return FALSE;
}

static void
push_offer (AiohttpQueue *self, const AiohttpQueueOffer *offer)
{
  AiohttpQueueItem item;

  aiohttp_queue_item_init (&item, offer);
  push (self, &item);
}

gboolean
aiohttp_queue_put_offer (AiohttpQueue *self, const AiohttpQueueOffer *offer, const char *what, GError **error)
{
  if (!offer_check (offer, error) || !wait_for_room (self, what, error))
    return FALSE;
  push_offer (self, offer);
  return TRUE;
}

gboolean
aiohttp_queue_put_offer_nowait (AiohttpQueue *self, const AiohttpQueueOffer *offer, const char *what, GError **error)
{
  if (!aiohttp_wait_list_check (&self->getters, what, error) || !offer_check (offer, error))
    return FALSE;
  if (!self->is_shut_down && aiohttp_queue_get_room (self) == 0)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_FULL, "The queue is full: it has %u items", self->length);
      return FALSE;
    }
  if (!aiohttp_queue_can_put_now (self, error))
    return FALSE;
  push_offer (self, offer);
  return TRUE;
}

static void
on_putter_turn (GTask *task, gboolean picked, GError *error)
{
  AiohttpQueue *self = g_task_get_source_object (task);
  AiohttpQueueExchange *exchange = g_task_get_task_data (task);

  if (error != NULL && picked)
    aiohttp_queue_wake_putters (self);
  if (error == NULL && aiohttp_queue_can_put_now (self, &error))
    {
      push (self, &exchange->item);
      exchange->item = (AiohttpQueueItem){ 0 };
      g_task_return_boolean (task, TRUE);
    }
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    aiohttp_wait_list_wait_async (&self->putters, AIOHTTP_WAIT_NORMAL, &exchange->ticket, task, on_putter_turn);
}

void
aiohttp_queue_put_offer_async (AiohttpQueue *self, const AiohttpQueueOffer *offer, const char *what, gpointer tag,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task =
      aiohttp_wait_list_enter_async (&self->getters, self, what, tag, cancellable, callback, user_data);
  GError *error = NULL;
  AiohttpQueueExchange *exchange;

  if (task == NULL)
    return;
  if (offer_check (offer, &error) && can_put (self, &error))
    {
      push_offer (self, offer);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  exchange = g_new0 (AiohttpQueueExchange, 1);
  aiohttp_queue_item_init (&exchange->item, offer);
  g_task_set_task_data (task, exchange, aiohttp_queue_exchange_free);
  aiohttp_wait_list_wait_async (&self->putters, AIOHTTP_WAIT_NORMAL, &exchange->ticket, task, on_putter_turn);
}

/**
 * aiohttp_queue_put_async:
 * @self: a queue
 * @item: the item, which is copied
 * @cancellable: (nullable): gives the wait up; the item is then not put
 * @callback: (scope async) (closure user_data): called when the item is in the queue
 * @user_data: passed to @callback
 *
 * Puts an item, as soon as there is room for it.
 *
 * Since: 0.1
 */
void
aiohttp_queue_put_async (AiohttpQueue *self, const GValue *item, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  const AiohttpQueueOffer offer = { .value = item };

  g_return_if_fail (AIOHTTP_IS_QUEUE (self));
  g_return_if_fail (G_IS_VALUE (item));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  aiohttp_queue_put_offer_async (self, &offer, "aiohttp_queue_put_async", aiohttp_queue_put_async, cancellable,
                                 callback, user_data);
}

/**
 * aiohttp_queue_put_finish:
 * @self: a queue
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.Queue.put_async].
 *
 * Returns: %TRUE if the item was put; %FALSE with `AIOHTTP_ERROR_QUEUE_SHUT_DOWN`, `G_IO_ERROR_CANCELLED` or
 *   `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_put_finish (AiohttpQueue *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_queue_put_async, error);
}

/**
 * aiohttp_queue_put: (skip)
 * @self: a queue
 * @item: the item, which is copied
 * @error: where to put the error
 *
 * Puts an item; suspends the calling coroutine until there is room for it, and not at all if there is.
 *
 * asyncio: `Queue.put()`.
 *
 * Returns: %TRUE if the item was put; %FALSE with `AIOHTTP_ERROR_QUEUE_SHUT_DOWN`, `G_IO_ERROR_CANCELLED`,
 *   `AIOHTTP_ERROR_WRONG_THREAD`, `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_put (AiohttpQueue *self, const GValue *item, GError **error)
{
  const AiohttpQueueOffer offer = { .value = item };

  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);
  g_return_val_if_fail (G_IS_VALUE (item), FALSE);

  return aiohttp_queue_put_offer (self, &offer, "aiohttp_queue_put()", error);
}

/**
 * aiohttp_queue_put_nowait:
 * @self: a queue
 * @item: the item, which is copied
 * @error: where to put the error
 *
 * Puts an item if there is room for it.
 *
 * asyncio: `Queue.put_nowait()`.
 *
 * Returns: %TRUE if the item was put; %FALSE with `AIOHTTP_ERROR_QUEUE_FULL`, `AIOHTTP_ERROR_QUEUE_SHUT_DOWN` or
 *   `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_put_nowait (AiohttpQueue *self, const GValue *item, GError **error)
{
  const AiohttpQueueOffer offer = { .value = item };

  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);
  g_return_val_if_fail (G_IS_VALUE (item), FALSE);

  return aiohttp_queue_put_offer_nowait (self, &offer, "aiohttp_queue_put_nowait()", error);
}

/**
 * aiohttp_queue_put_pointer: (skip)
 * @self: a queue
 * @item: the item
 * @destroy: (nullable): frees @item if it is still in the queue when that is freed or shut down
 * @error: where to put the error
 *
 * Puts a pointer; suspends the calling coroutine until there is room for it.
 *
 * The queue owns it from then on, until somebody gets it. When this fails it remains the caller's.
 *
 * asyncio: `Queue.put()`.
 *
 * Returns: %TRUE if the item was put; %FALSE with the errors of aiohttp_queue_put()
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_put_pointer (AiohttpQueue *self, gpointer item, GDestroyNotify destroy, GError **error)
{
  const AiohttpQueueOffer offer = { .pointer = item, .destroy = destroy };

  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);
  g_return_val_if_fail (item != NULL, FALSE);

  return aiohttp_queue_put_offer (self, &offer, "aiohttp_queue_put_pointer()", error);
}

/**
 * aiohttp_queue_put_pointer_nowait: (skip)
 * @self: a queue
 * @item: the item
 * @destroy: (nullable): frees @item if it is still in the queue when that is freed or shut down
 * @error: where to put the error
 *
 * Puts a pointer if there is room for it, as aiohttp_queue_put_pointer() does.
 *
 * asyncio: `Queue.put_nowait()`.
 *
 * Returns: %TRUE if the item was put; %FALSE with the errors of [method@Aiohttp.Queue.put_nowait]
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_put_pointer_nowait (AiohttpQueue *self, gpointer item, GDestroyNotify destroy, GError **error)
{
  const AiohttpQueueOffer offer = { .pointer = item, .destroy = destroy };

  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);
  g_return_val_if_fail (item != NULL, FALSE);

  return aiohttp_queue_put_offer_nowait (self, &offer, "aiohttp_queue_put_pointer_nowait()", error);
}
