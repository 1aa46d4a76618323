/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-priority-queue.h"

#include "aiohttp-queue-private.h"

#include <math.h>

/**
 * AiohttpPriorityQueue:
 *
 * A queue that gives the item with the lowest priority number first.
 *
 * Items of the same priority come in the order in which they were put. An item that is put without a priority, by the
 * functions of [class@Aiohttp.Queue], is its own if it is a number, and has the priority 0 if it is something else.
 *
 * asyncio: `PriorityQueue`, whose items are pairs of a priority and something. In Python such pairs may be put here
 * too.
 *
 * Since: 0.1
 */

struct _AiohttpPriorityQueue
{
  AiohttpQueue parent_instance;

  guint64 last_serial;
};

typedef struct
{
  AiohttpQueueClass parent_class;
} AiohttpPriorityQueueClass;

G_DEFINE_TYPE (AiohttpPriorityQueue, aiohttp_priority_queue, AIOHTTP_TYPE_QUEUE)

static double
number_or_zero (const GValue *value)
{
  switch (G_VALUE_TYPE (value))
    {
    case G_TYPE_INT:
      return g_value_get_int (value);
    case G_TYPE_UINT:
      return g_value_get_uint (value);
    case G_TYPE_LONG:
      return (double) g_value_get_long (value);
    case G_TYPE_ULONG:
      return (double) g_value_get_ulong (value);
    case G_TYPE_INT64:
      return (double) g_value_get_int64 (value);
    case G_TYPE_UINT64:
      return (double) g_value_get_uint64 (value);
    case G_TYPE_FLOAT:
      return (double) g_value_get_float (value);
    case G_TYPE_DOUBLE:
      return g_value_get_double (value);
    default:
      return 0;
    }
}

static gboolean
is_before (const AiohttpQueueItem *a, const AiohttpQueueItem *b)
{
  if (a->priority < b->priority)
    return TRUE;
  return !(b->priority < a->priority) && a->serial < b->serial;
}

static void
swap (AiohttpQueue *queue, guint a, guint b)
{
  AiohttpQueueItem item = *aiohttp_queue_at (queue, a);

  *aiohttp_queue_at (queue, a) = *aiohttp_queue_at (queue, b);
  *aiohttp_queue_at (queue, b) = item;
}

static void
aiohttp_priority_queue_push (AiohttpQueue *queue, const AiohttpQueueItem *item)
{
  AiohttpPriorityQueue *self = (AiohttpPriorityQueue *) queue;
  AiohttpQueueItem added = *item;
  guint at;

  if (!added.has_priority)
    added.priority = number_or_zero (&added.value);
  added.serial = ++self->last_serial;
  aiohttp_queue_append (queue, &added);
  for (at = queue->length - 1; at > 0; at = (at - 1) / 2)
    {
      if (!is_before (aiohttp_queue_at (queue, at), aiohttp_queue_at (queue, (at - 1) / 2)))
        break;
      swap (queue, at, (at - 1) / 2);
    }
}

static void
aiohttp_priority_queue_push_back (AiohttpQueue *queue, const AiohttpQueueItem *item)
{
  AiohttpQueueItem first = *item;

  first.has_priority = TRUE;
  first.priority = -INFINITY;
  aiohttp_priority_queue_push (queue, &first);
}

static void
aiohttp_priority_queue_pop (AiohttpQueue *queue, AiohttpQueueItem *item)
{
  guint at = 0;

  *item = *aiohttp_queue_at (queue, 0);
  queue->length--;
  *aiohttp_queue_at (queue, 0) = *aiohttp_queue_at (queue, queue->length);
  for (;;)
    {
      guint child = 2 * at + 1;

      if (child >= queue->length)
        break;
      if (child + 1 < queue->length && is_before (aiohttp_queue_at (queue, child + 1), aiohttp_queue_at (queue, child)))
        child++;
      if (!is_before (aiohttp_queue_at (queue, child), aiohttp_queue_at (queue, at)))
        break;
      swap (queue, at, child);
      at = child;
    }
}

static void
aiohttp_priority_queue_class_init (AiohttpPriorityQueueClass *klass)
{
  AiohttpQueueClass *queue_class = (AiohttpQueueClass *) klass;

  queue_class->push = aiohttp_priority_queue_push;
  queue_class->push_back = aiohttp_priority_queue_push_back;
  queue_class->pop = aiohttp_priority_queue_pop;
}

static void
aiohttp_priority_queue_init (AiohttpPriorityQueue *self)
{
}

/**
 * aiohttp_priority_queue_new:
 * @maxsize: how many items it holds before putting waits; 0: no limit
 *
 * Creates a queue that is ordered by priority.
 *
 * Returns: (transfer full) (type AiohttpPriorityQueue): the queue
 *
 * Since: 0.1
 */
AiohttpQueue *
aiohttp_priority_queue_new (guint maxsize)
{
  return g_object_new (AIOHTTP_TYPE_PRIORITY_QUEUE, "maxsize", maxsize, NULL);
}

/**
 * aiohttp_priority_queue_put_with_priority_async:
 * @self: a queue
 * @priority: its priority: the lowest comes first
 * @item: the item, which is copied
 * @cancellable: (nullable): gives the wait up; the item is then not put
 * @callback: (scope async) (closure user_data): called when the item is in the queue
 * @user_data: passed to @callback
 *
 * Puts an item, as soon as there is room for it. Those who wait for room are served in the order in which they came.
 *
 * Since: 0.1
 */
void
aiohttp_priority_queue_put_with_priority_async (AiohttpPriorityQueue *self, double priority, const GValue *item,
                                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                                gpointer user_data)
{
  const AiohttpQueueOffer offer = { .value = item, .has_priority = TRUE, .priority = priority };

  g_return_if_fail (AIOHTTP_IS_PRIORITY_QUEUE (self));
  g_return_if_fail (G_IS_VALUE (item));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  aiohttp_queue_put_offer_async (AIOHTTP_QUEUE (self), &offer, "aiohttp_priority_queue_put_with_priority_async",
                                 aiohttp_priority_queue_put_with_priority_async, cancellable, callback, user_data);
}

/**
 * aiohttp_priority_queue_put_with_priority_finish:
 * @self: a queue
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.PriorityQueue.put_with_priority_async].
 *
 * Returns: %TRUE if the item was put; %FALSE with `AIOHTTP_ERROR_QUEUE_SHUT_DOWN`, `AIOHTTP_ERROR_INVALID_ARGUMENT`
 *   for a priority that is not a number, `G_IO_ERROR_CANCELLED` or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_priority_queue_put_with_priority_finish (AiohttpPriorityQueue *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_PRIORITY_QUEUE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_priority_queue_put_with_priority_async, error);
}

/**
 * aiohttp_priority_queue_put_with_priority: (skip)
 * @self: a queue
 * @priority: its priority: the lowest comes first
 * @item: the item, which is copied
 * @error: where to put the error
 *
 * Puts an item; suspends the calling coroutine until there is room for it.
 *
 * Returns: %TRUE if the item was put; %FALSE with `AIOHTTP_ERROR_INVALID_ARGUMENT` for a priority that is not a
 *   number, or with the errors of aiohttp_queue_put()
 *
 * Since: 0.1
 */
gboolean
aiohttp_priority_queue_put_with_priority (AiohttpPriorityQueue *self, double priority, const GValue *item,
                                          GError **error)
{
  const AiohttpQueueOffer offer = { .value = item, .has_priority = TRUE, .priority = priority };

  g_return_val_if_fail (AIOHTTP_IS_PRIORITY_QUEUE (self), FALSE);
  g_return_val_if_fail (G_IS_VALUE (item), FALSE);

  return aiohttp_queue_put_offer (AIOHTTP_QUEUE (self), &offer, "aiohttp_priority_queue_put_with_priority()", error);
}

/**
 * aiohttp_priority_queue_put_with_priority_nowait:
 * @self: a queue
 * @priority: its priority: the lowest comes first
 * @item: the item, which is copied
 * @error: where to put the error
 *
 * Puts an item if there is room for it.
 *
 * Returns: %TRUE if the item was put; %FALSE with `AIOHTTP_ERROR_INVALID_ARGUMENT` for a priority that is not a
 *   number, or with the errors of [method@Aiohttp.Queue.put_nowait]
 *
 * Since: 0.1
 */
gboolean
aiohttp_priority_queue_put_with_priority_nowait (AiohttpPriorityQueue *self, double priority, const GValue *item,
                                                 GError **error)
{
  const AiohttpQueueOffer offer = { .value = item, .has_priority = TRUE, .priority = priority };

  g_return_val_if_fail (AIOHTTP_IS_PRIORITY_QUEUE (self), FALSE);
  g_return_val_if_fail (G_IS_VALUE (item), FALSE);

  return aiohttp_queue_put_offer_nowait (AIOHTTP_QUEUE (self), &offer,
                                         "aiohttp_priority_queue_put_with_priority_nowait()", error);
}

/**
 * aiohttp_priority_queue_put_pointer_with_priority: (skip)
 * @self: a queue
 * @priority: its priority: the lowest comes first
 * @item: the item
 * @destroy: (nullable): frees @item if it is still in the queue when that is freed or shut down
 * @error: where to put the error
 *
 * Puts a pointer, as aiohttp_queue_put_pointer() does.
 *
 * Returns: %TRUE if the item was put; %FALSE with the errors of aiohttp_priority_queue_put_with_priority()
 *
 * Since: 0.1
 */
gboolean
aiohttp_priority_queue_put_pointer_with_priority (AiohttpPriorityQueue *self, double priority, gpointer item,
                                                  GDestroyNotify destroy, GError **error)
{
  const AiohttpQueueOffer offer = { .pointer = item, .destroy = destroy, .has_priority = TRUE, .priority = priority };

  g_return_val_if_fail (AIOHTTP_IS_PRIORITY_QUEUE (self), FALSE);
  g_return_val_if_fail (item != NULL, FALSE);

  return aiohttp_queue_put_offer (AIOHTTP_QUEUE (self), &offer, "aiohttp_priority_queue_put_pointer_with_priority()",
                                  error);
}

/**
 * aiohttp_priority_queue_put_pointer_with_priority_nowait: (skip)
 * @self: a queue
 * @priority: its priority: the lowest comes first
 * @item: the item
 * @destroy: (nullable): frees @item if it is still in the queue when that is freed or shut down
 * @error: where to put the error
 *
 * Puts a pointer if there is room for it, as aiohttp_queue_put_pointer_nowait() does.
 *
 * Returns: %TRUE if the item was put; %FALSE with the errors of
 *   [method@Aiohttp.PriorityQueue.put_with_priority_nowait]
 *
 * Since: 0.1
 */
gboolean
aiohttp_priority_queue_put_pointer_with_priority_nowait (AiohttpPriorityQueue *self, double priority, gpointer item,
                                                         GDestroyNotify destroy, GError **error)
{
  const AiohttpQueueOffer offer = { .pointer = item, .destroy = destroy, .has_priority = TRUE, .priority = priority };

  g_return_val_if_fail (AIOHTTP_IS_PRIORITY_QUEUE (self), FALSE);
  g_return_val_if_fail (item != NULL, FALSE);

  return aiohttp_queue_put_offer_nowait (AIOHTTP_QUEUE (self), &offer,
                                         "aiohttp_priority_queue_put_pointer_with_priority_nowait()", error);
}
