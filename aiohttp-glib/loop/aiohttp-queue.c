/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-queue.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-queue-private.h"

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

void
aiohttp_queue_set_shut_down (GError **error)
{
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN, "The queue was shut down");
}

gboolean
aiohttp_queue_can_get_now (AiohttpQueue *self, GError **error)
{
  if (self->length > 0)
    return TRUE;
  if (self->is_shut_down)
    aiohttp_queue_set_shut_down (error);
  return FALSE;
}

gboolean
aiohttp_queue_can_put_now (AiohttpQueue *self, GError **error)
{
  if (!self->is_shut_down)
    return aiohttp_queue_get_room (self) > 0;
  aiohttp_queue_set_shut_down (error);
  return FALSE;
}

gboolean
aiohttp_queue_wait (AiohttpQueue *self, AiohttpWaitList *list, gboolean (*can_now) (AiohttpQueue *self, GError **error),
                    void (*wake) (AiohttpQueue *self), GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpQueue) held = NULL;
  guint64 ticket = 0;
  gboolean picked;

  held = g_object_ref (self);
  while (!self->is_shut_down)
    {
      if (!aiohttp_wait_list_wait (list, AIOHTTP_WAIT_NORMAL, &ticket, &picked, error))
        {
          if (picked)
            wake (self);
          return FALSE;
        }
      if (can_now (self, error))
        return TRUE;
    }
  return FALSE;
}

void
aiohttp_queue_exchange_free (gpointer data)
{
  AiohttpQueueExchange *exchange = data;

  aiohttp_queue_item_clear (&exchange->item);
  g_free (exchange);
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

      AIOHTTP_QUEUE_GET_CLASS (self)->pop (self, &item);
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

  return aiohttp_queue_get_room (self) == 0;
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
  AIOHTTP_QUEUE_GET_CLASS (self)->push_back (self, &back);
  aiohttp_queue_wake_getters (self);
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
