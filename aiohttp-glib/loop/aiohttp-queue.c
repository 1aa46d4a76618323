/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-queue.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-queue-private.h"

#include <math.h>

/**
 * AiohttpQueue:
 *
 * Hands items from those who make them to those who use them, first in, first out.
 *
 * Getting waits while there is no item, and putting while there are `maxsize` items: so a producer that is too fast is
 * held back. Those who wait are served in the order in which they came, coroutines and `_async` calls alike; none of
 * them is overtaken by another that waits, and an item whose taker is cancelled goes to the next. The `_nowait` forms
 * take what is there, and fail otherwise.
 *
 * Items are typed values, which every language can put and get. For C there is a shorter form for pointers, such as
 * objects and structs.
 *
 * Who uses items may tell when each is dealt with, by [method@Aiohttp.Queue.task_done];
 * [method@Aiohttp.Queue.join_async] waits until all are. [method@Aiohttp.Queue.shutdown] ends the exchange: no more is
 * put, and getters fail with `AIOHTTP_ERROR_QUEUE_SHUT_DOWN` when the queue is empty.
 *
 * A queue is used in one thread: the first that uses it. To bring an item from another thread, call
 * [method@GLib.MainContext.invoke] there.
 *
 * |[<!-- language="C" -->
 * while ((url = aiohttp_queue_get_pointer (queue, error)) != NULL)
 *   {
 *     fetch_page (url);
 *     g_free (url);
 *     aiohttp_queue_task_done (queue, NULL);
 *   }
 * ]|
 *
 * asyncio: `Queue`.
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_MAXSIZE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (AiohttpQueue, aiohttp_queue, G_TYPE_OBJECT)

#define QUEUE_GET_CLASS(obj) (G_TYPE_INSTANCE_GET_CLASS ((obj), AIOHTTP_TYPE_QUEUE, AiohttpQueueClass))

/* Of put_async and get_async. */
typedef struct
{
  guint64 ticket;
  AiohttpQueueItem item;
} Exchange;

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  aiohttp_queue_item_clear (&exchange->item);
  g_free (exchange);
}

/* On the heap; its content moves. */
static GValue *
value_new (const GValue *value)
{
  GValue *copy = g_new (GValue, 1);

  *copy = *value;
  return copy;
}

static guint
get_room (AiohttpQueue *self)
{
  if (self->maxsize == 0)
    return G_MAXUINT;
  return self->maxsize > self->length ? self->maxsize - self->length : 0;
}

static void
wake_getters (AiohttpQueue *self)
{
  while (self->length > self->getters.n_picked && aiohttp_wait_list_pick (&self->getters))
    ;
}

static void
wake_putters (AiohttpQueue *self)
{
  while (get_room (self) > self->putters.n_picked && aiohttp_wait_list_pick (&self->putters))
    ;
}

static void
push (AiohttpQueue *self, const AiohttpQueueItem *item)
{
  QUEUE_GET_CLASS (self)->push (self, item);
  self->n_unfinished++;
  wake_getters (self);
}

static void
pop (AiohttpQueue *self, AiohttpQueueItem *item)
{
  QUEUE_GET_CLASS (self)->pop (self, item);
  wake_putters (self);
}

static void
set_shut_down (GError **error)
{
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN, "The queue was shut down");
}

/* TRUE when there is something to get for somebody new; FALSE with or without an error if he cannot, or must wait. */
static gboolean
can_get (AiohttpQueue *self, GError **error)
{
  if (self->length > (self->is_shut_down ? 0 : self->getters.n_picked))
    return TRUE;
  if (self->is_shut_down)
    set_shut_down (error);
  return FALSE;
}

/* The same for somebody whose turn it is. */
static gboolean
can_get_now (AiohttpQueue *self, GError **error)
{
  if (self->length > 0)
    return TRUE;
  if (self->is_shut_down)
    set_shut_down (error);
  return FALSE;
}

static gboolean
can_put (AiohttpQueue *self, GError **error)
{
  if (!self->is_shut_down)
    return get_room (self) > self->putters.n_picked;
  set_shut_down (error);
  return FALSE;
}

static gboolean
can_put_now (AiohttpQueue *self, GError **error)
{
  if (!self->is_shut_down)
    return get_room (self) > 0;
  set_shut_down (error);
  return FALSE;
}

static gboolean
wait_for_item (AiohttpQueue *self, const char *what, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpQueue) held = NULL;
  guint64 ticket = 0;
  gboolean picked;

  if (!aiohttp_wait_list_enter (&self->getters, what, error))
    return FALSE;
  if (can_get (self, error))
    return TRUE;
  held = g_object_ref (self);
  while (!self->is_shut_down)
    {
      if (!aiohttp_wait_list_wait (&self->getters, AIOHTTP_WAIT_NORMAL, &ticket, &picked, error))
        {
          if (picked)
            wake_getters (self);
          return FALSE;
        }
      if (can_get_now (self, error))
        return TRUE;
    }
  return FALSE;
}

static gboolean
wait_for_room (AiohttpQueue *self, const char *what, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpQueue) held = NULL;
  guint64 ticket = 0;
  gboolean picked;

  if (!aiohttp_wait_list_enter (&self->getters, what, error))
    return FALSE;
  if (can_put (self, error))
    return TRUE;
  held = g_object_ref (self);
  while (!self->is_shut_down)
    {
      if (!aiohttp_wait_list_wait (&self->putters, AIOHTTP_WAIT_NORMAL, &ticket, &picked, error))
        {
          if (picked)
            wake_putters (self);
          return FALSE;
        }
      if (can_put_now (self, error))
        return TRUE;
    }
  return FALSE;
}

static void
aiohttp_queue_real_pop (AiohttpQueue *self, AiohttpQueueItem *item)
{
  *item = *aiohttp_queue_at (self, 0);
  self->first = (self->first + 1) & (self->items_size - 1);
  self->length--;
}

static const AiohttpQueueItem *
aiohttp_queue_real_peek (AiohttpQueue *self)
{
  return aiohttp_queue_at (self, 0);
}

static void
drop_items (gpointer data)
{
  AiohttpQueue *self = data;

  while (self->length > 0)
    {
      AiohttpQueueItem item;

      QUEUE_GET_CLASS (self)->pop (self, &item);
      aiohttp_queue_item_clear (&item);
    }
}

static void
aiohttp_queue_finalize (GObject *object)
{
  AiohttpQueue *self = AIOHTTP_QUEUE (object);

  if (self->length > 0)
    aiohttp_call_out (drop_items, self);
  g_free (self->items);

  G_OBJECT_CLASS (aiohttp_queue_parent_class)->finalize (object);
}

static void
aiohttp_queue_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpQueue *self = AIOHTTP_QUEUE (object);

  switch (id)
    {
    case PROP_MAXSIZE:
      g_value_set_uint (value, self->maxsize);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_queue_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpQueue *self = AIOHTTP_QUEUE (object);

  switch (id)
    {
    case PROP_MAXSIZE:
      self->maxsize = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_queue_class_init (AiohttpQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = aiohttp_queue_finalize;
  object_class->get_property = aiohttp_queue_get_property;
  object_class->set_property = aiohttp_queue_set_property;

  klass->push = aiohttp_queue_append;
  klass->push_back = aiohttp_queue_prepend;
  klass->pop = aiohttp_queue_real_pop;
  klass->peek = aiohttp_queue_real_peek;

  /**
   * AiohttpQueue:maxsize: (getter get_maxsize)
   *
   * How many items the queue holds before putting waits; 0 is no limit.
   *
   * Since: 0.1
   */
  properties[PROP_MAXSIZE] = g_param_spec_uint ("maxsize", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_queue_init (AiohttpQueue *self)
{
}

/**
 * aiohttp_queue_new:
 * @maxsize: how many items it holds before putting waits; 0: no limit
 *
 * Creates a queue, first in, first out.
 *
 * Returns: (transfer full): the queue
 *
 * Since: 0.1
 */
AiohttpQueue *
aiohttp_queue_new (guint maxsize)
{
  return g_object_new (AIOHTTP_TYPE_QUEUE, "maxsize", maxsize, NULL);
}

/**
 * aiohttp_queue_get_maxsize: (get-property maxsize)
 * @self: a queue
 *
 * Gets how many items the queue holds before putting waits.
 *
 * asyncio: `Queue.maxsize`.
 *
 * Returns: the number, or 0 for no limit
 *
 * Since: 0.1
 */
guint
aiohttp_queue_get_maxsize (AiohttpQueue *self)
{
  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), 0);

  return self->maxsize;
}

/**
 * aiohttp_queue_get_size:
 * @self: a queue
 *
 * Gets how many items are in the queue.
 *
 * asyncio: `Queue.qsize()`.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_queue_get_size (AiohttpQueue *self)
{
  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), 0);

  return self->length;
}

/**
 * aiohttp_queue_is_empty:
 * @self: a queue
 *
 * Tells whether there is no item in the queue.
 *
 * asyncio: `Queue.empty()`.
 *
 * Returns: whether it is empty
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_is_empty (AiohttpQueue *self)
{
  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), TRUE);

  return self->length == 0;
}

/**
 * aiohttp_queue_is_full:
 * @self: a queue
 *
 * Tells whether there are `maxsize` items in the queue.
 *
 * asyncio: `Queue.full()`.
 *
 * Returns: whether it is full
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_is_full (AiohttpQueue *self)
{
  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);

  return get_room (self) == 0;
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
  if (!self->is_shut_down && get_room (self) == 0)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_FULL, "The queue is full: it has %u items", self->length);
      return FALSE;
    }
  if (!can_put_now (self, error))
    return FALSE;
  push_offer (self, offer);
  return TRUE;
}

static void
on_putter_turn (GTask *task, gboolean picked, GError *error)
{
  AiohttpQueue *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);

  if (error != NULL && picked)
    wake_putters (self);
  if (error == NULL && can_put_now (self, &error))
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
  Exchange *exchange;

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
  exchange = g_new0 (Exchange, 1);
  aiohttp_queue_item_init (&exchange->item, offer);
  g_task_set_task_data (task, exchange, exchange_free);
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

static void
on_getter_turn (GTask *task, gboolean picked, GError *error)
{
  AiohttpQueue *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);

  if (error != NULL && picked)
    wake_getters (self);
  if (error == NULL && can_get_now (self, &error))
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
      Exchange *exchange = g_new0 (Exchange, 1);

      g_task_set_task_data (task, exchange, exchange_free);
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
  return can_get_now (self, error);
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
  const AiohttpQueueItem *next = QUEUE_GET_CLASS (self)->peek (self);
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
      wake_getters (self);
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

/**
 * aiohttp_queue_put_back:
 * @self: a queue
 * @item: an item that was taken out
 * @error: where to put the error
 *
 * Puts an item back that was taken out and could not be used: it is the next one to be taken out.
 *
 * It finds room even if the queue is full, or shut down, and does not count once more for
 * [method@Aiohttp.Queue.join_async].
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_put_back (AiohttpQueue *self, const GValue *item, GError **error)
{
  const AiohttpQueueOffer offer = { .value = item };
  AiohttpQueueItem back;

  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);
  g_return_val_if_fail (G_IS_VALUE (item), FALSE);

  if (!aiohttp_wait_list_check (&self->getters, "aiohttp_queue_put_back()", error))
    return FALSE;
  aiohttp_queue_item_init (&back, &offer);
  QUEUE_GET_CLASS (self)->push_back (self, &back);
  wake_getters (self);
  return TRUE;
}

/**
 * aiohttp_queue_task_done:
 * @self: a queue
 * @error: where to put the error
 *
 * Tells that an item which was taken out has been dealt with.
 *
 * asyncio: `Queue.task_done()`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_STATE` if it was called for every item already, or
 *   `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_task_done (AiohttpQueue *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);

  if (!aiohttp_wait_list_check (&self->getters, "aiohttp_queue_task_done()", error))
    return FALSE;
  if (self->n_unfinished == 0)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "aiohttp_queue_task_done() was called more often than there were items");
      return FALSE;
    }
  if (--self->n_unfinished == 0)
    aiohttp_wait_list_pick_all (&self->joiners);
  return TRUE;
}

static void
on_joiner_turn (GTask *task, gboolean picked, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_queue_join_async:
 * @self: a queue
 * @cancellable: (nullable): gives the wait up
 * @callback: (scope async) (closure user_data): called when all items have been dealt with
 * @user_data: passed to @callback
 *
 * Waits until [method@Aiohttp.Queue.task_done] has been called for every item that was put.
 *
 * Since: 0.1
 */
void
aiohttp_queue_join_async (AiohttpQueue *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_QUEUE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_wait_list_enter_async (&self->getters, self, "aiohttp_queue_join_async", aiohttp_queue_join_async,
                                        cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (self->n_unfinished == 0)
    g_task_return_boolean (task, TRUE);
  else
    aiohttp_wait_list_wait_async (&self->joiners, AIOHTTP_WAIT_NORMAL, NULL, task, on_joiner_turn);
}

/**
 * aiohttp_queue_join_finish:
 * @self: a queue
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.Queue.join_async].
 *
 * Returns: %TRUE if all items have been dealt with; %FALSE with `G_IO_ERROR_CANCELLED` or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_join_finish (AiohttpQueue *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_queue_join_async, error);
}

/**
 * aiohttp_queue_join: (skip)
 * @self: a queue
 * @error: where to put the error
 *
 * Suspends the calling coroutine until [method@Aiohttp.Queue.task_done] has been called for every item that was put.
 *
 * asyncio: `Queue.join()`.
 *
 * Returns: %TRUE if all items have been dealt with; %FALSE with `G_IO_ERROR_CANCELLED`, `AIOHTTP_ERROR_WRONG_THREAD`,
 *   `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_queue_join (AiohttpQueue *self, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpQueue) held = NULL;
  gboolean picked;

  g_return_val_if_fail (AIOHTTP_IS_QUEUE (self), FALSE);

  if (!aiohttp_wait_list_enter (&self->getters, "aiohttp_queue_join()", error))
    return FALSE;
  if (self->n_unfinished == 0)
    return TRUE;
  held = g_object_ref (self);
  return aiohttp_wait_list_wait (&self->joiners, AIOHTTP_WAIT_NORMAL, NULL, &picked, error);
}

/**
 * aiohttp_queue_shutdown:
 * @self: a queue
 * @immediate: whether to drop the items that are left
 *
 * Ends the exchange: putting fails from now on with `AIOHTTP_ERROR_QUEUE_SHUT_DOWN`, and so does getting when the queue
 * is empty, for those who wait already too.
 *
 * With @immediate it is empty at once, and the items count as dealt with.
 *
 * asyncio: `Queue.shutdown()`.
 *
 * Since: 0.1
 */
void
aiohttp_queue_shutdown (AiohttpQueue *self, gboolean immediate)
{
  g_return_if_fail (AIOHTTP_IS_QUEUE (self));

  if (!aiohttp_wait_list_check_or_complain (&self->getters, "aiohttp_queue_shutdown()"))
    return;
  self->is_shut_down = TRUE;
  if (immediate && self->length > 0)
    {
      self->n_unfinished -= MIN (self->n_unfinished, self->length);
      aiohttp_call_out (drop_items, self);
    }
  if (self->n_unfinished == 0)
    aiohttp_wait_list_pick_all (&self->joiners);
  aiohttp_wait_list_pick_all (&self->getters);
  aiohttp_wait_list_pick_all (&self->putters);
}
