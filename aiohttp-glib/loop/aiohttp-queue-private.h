/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-queue.h"
#include "aiohttp-wait-list-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpQueueClass AiohttpQueueClass;

typedef struct
{
  GValue value;
  GDestroyNotify destroy; /* of a pointer, if nobody gets it */
  gboolean has_priority;
  double priority;
  guint64 serial;
} AiohttpQueueItem;

struct _AiohttpQueue
{
  GObject parent_instance;

  AiohttpWaitList getters;
  AiohttpWaitList putters;
  AiohttpWaitList joiners;

  AiohttpQueueItem *items; /* a ring */
  guint items_size;
  guint first;
  guint length;

  guint maxsize;
  guint64 n_unfinished;
  gboolean is_shut_down;
};

struct _AiohttpQueueClass
{
  GObjectClass parent_class;

  /* The item's content moves. */
  void (*push) (AiohttpQueue *self, const AiohttpQueueItem *item);
  void (*push_back) (AiohttpQueue *self, const AiohttpQueueItem *item); /* as the next to be popped */
  void (*pop) (AiohttpQueue *self, AiohttpQueueItem *item);
  const AiohttpQueueItem *(*peek) (AiohttpQueue *self);
};

#define AIOHTTP_QUEUE_GET_CLASS(obj) (G_TYPE_INSTANCE_GET_CLASS ((obj), AIOHTTP_TYPE_QUEUE, AiohttpQueueClass))

/* What is being put: `value` is copied, and `pointer` taken, only if the queue takes the item. */
typedef struct
{
  const GValue *value;
  gpointer pointer;
  GDestroyNotify destroy;
  gboolean has_priority;
  double priority;
} AiohttpQueueOffer;

void aiohttp_queue_item_init (AiohttpQueueItem *item, const AiohttpQueueOffer *offer);
/* On the main stack: what a value holds may belong to a binding. */
void aiohttp_queue_item_clear (AiohttpQueueItem *item);
void aiohttp_queue_item_free (gpointer item);

/* For push, pop and peek. */
static inline AiohttpQueueItem *
aiohttp_queue_at (AiohttpQueue *self, guint index)
{
  return &self->items[(self->first + index) & (self->items_size - 1)];
}

void aiohttp_queue_append (AiohttpQueue *self, const AiohttpQueueItem *item);
void aiohttp_queue_prepend (AiohttpQueue *self, const AiohttpQueueItem *item);

gboolean aiohttp_queue_put_offer (AiohttpQueue *self, const AiohttpQueueOffer *offer, const char *what, GError **error);
gboolean
aiohttp_queue_put_offer_nowait (AiohttpQueue *self, const AiohttpQueueOffer *offer, const char *what, GError **error);
void aiohttp_queue_put_offer_async (AiohttpQueue *self, const AiohttpQueueOffer *offer, const char *what, gpointer tag,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* How many items more it takes. */
static inline guint
aiohttp_queue_get_room (AiohttpQueue *self)
{
  if (self->maxsize == 0)
    return G_MAXUINT;
  return self->maxsize > self->length ? self->maxsize - self->length : 0;
}

/* Picks as many of those who wait as there is something for. */
static inline void
aiohttp_queue_wake_getters (AiohttpQueue *self)
{
  while (self->length > self->getters.n_picked && aiohttp_wait_list_pick (&self->getters))
    ;
}

static inline void
aiohttp_queue_wake_putters (AiohttpQueue *self)
{
  while (aiohttp_queue_get_room (self) > self->putters.n_picked && aiohttp_wait_list_pick (&self->putters))
    ;
}

void aiohttp_queue_set_shut_down (GError **error);

/* Whether somebody whose turn it is finds an item, or room for one; FALSE with or without an error if he never will, or
 * must wait again. */
gboolean aiohttp_queue_can_get_now (AiohttpQueue *self, GError **error);
gboolean aiohttp_queue_can_put_now (AiohttpQueue *self, GError **error);

/* Suspends the calling coroutine in `list`, one of the queue's, until `can_now`; `wake` is for the next in line when it
 * is cancelled at the moment when it was picked. */
gboolean
aiohttp_queue_wait (AiohttpQueue *self, AiohttpWaitList *list, gboolean (*can_now) (AiohttpQueue *self, GError **error),
                    void (*wake) (AiohttpQueue *self), GError **error);

/* Of put_async and get_async. */
typedef struct
{
  guint64 ticket;
  AiohttpQueueItem item;
} AiohttpQueueExchange;

void aiohttp_queue_exchange_free (gpointer data);

G_END_DECLS
