/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-queue.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-plain-value-private.h"
#include "aiohttp-queue-private.h"

static void
item_clear_on_main_stack (gpointer data)
{
  AiohttpQueueItem *item = data;

  if (item->destroy != NULL)
    item->destroy (g_value_get_pointer (&item->value));
  if (!aiohttp_value_is_plain (&item->value))
    g_value_unset (&item->value);
}

/* What a value holds may belong to a binding. */
void
aiohttp_queue_item_clear (AiohttpQueueItem *item)
{
  if (!aiohttp_value_is_plain (&item->value) || item->destroy != NULL)
    aiohttp_call_out (item_clear_on_main_stack, item);
}

void
aiohttp_queue_item_free (gpointer data)
{
  aiohttp_queue_item_clear (data);
  g_free (data);
}

void
aiohttp_queue_item_init (AiohttpQueueItem *item, const AiohttpQueueOffer *offer)
{
  *item = (AiohttpQueueItem){ .has_priority = offer->has_priority, .priority = offer->priority };
  if (offer->value != NULL)
    {
      g_value_init (&item->value, G_VALUE_TYPE (offer->value));
      g_value_copy (offer->value, &item->value);
      return;
    }
  aiohttp_value_init_pointer (&item->value, offer->pointer);
  item->destroy = offer->destroy;
}

static void
make_room (AiohttpQueue *self)
{
  guint size = MAX (16, self->items_size * 2);
  AiohttpQueueItem *items;

  if (self->length < self->items_size)
    return;
  items = g_new (AiohttpQueueItem, size);
  for (guint i = 0; i < self->length; i++)
    items[i] = *aiohttp_queue_at (self, i);
  g_free (self->items);
  self->items = items;
  self->items_size = size;
  self->first = 0;
}

void
aiohttp_queue_append (AiohttpQueue *self, const AiohttpQueueItem *item)
{
  make_room (self);
  self->length++;
  *aiohttp_queue_at (self, self->length - 1) = *item;
}

void
aiohttp_queue_prepend (AiohttpQueue *self, const AiohttpQueueItem *item)
{
  make_room (self);
  self->length++;
  self->first = (self->first - 1) & (self->items_size - 1);
  *aiohttp_queue_at (self, 0) = *item;
}
