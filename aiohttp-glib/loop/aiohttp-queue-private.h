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

G_END_DECLS
