/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-lifo-queue.h"

#include "aiohttp-queue-private.h"

/**
 * AiohttpLifoQueue:
 *
 * A queue that gives the item that was put last.
 *
 * asyncio: `LifoQueue`.
 *
 * Since: 0.1
 */

struct _AiohttpLifoQueue
{
  AiohttpQueue parent_instance;
};

typedef struct
{
  AiohttpQueueClass parent_class;
} AiohttpLifoQueueClass;

G_DEFINE_TYPE (AiohttpLifoQueue, aiohttp_lifo_queue, AIOHTTP_TYPE_QUEUE)

static void
aiohttp_lifo_queue_pop (AiohttpQueue *queue, AiohttpQueueItem *item)
{
  *item = *aiohttp_queue_at (queue, queue->length - 1);
  queue->length--;
}

static const AiohttpQueueItem *
aiohttp_lifo_queue_peek (AiohttpQueue *queue)
{
  return aiohttp_queue_at (queue, queue->length - 1);
}

static void
aiohttp_lifo_queue_class_init (AiohttpLifoQueueClass *klass)
{
  AiohttpQueueClass *queue_class = (AiohttpQueueClass *) klass;

  queue_class->push_back = aiohttp_queue_append;
  queue_class->pop = aiohttp_lifo_queue_pop;
  queue_class->peek = aiohttp_lifo_queue_peek;
}

static void
aiohttp_lifo_queue_init (AiohttpLifoQueue *self)
{
}

/**
 * aiohttp_lifo_queue_new:
 * @maxsize: how many items it holds before putting waits; 0: no limit
 *
 * Creates a queue, last in, first out.
 *
 * Returns: (transfer full) (type AiohttpLifoQueue): the queue
 *
 * Since: 0.1
 */
AiohttpQueue *
aiohttp_lifo_queue_new (guint maxsize)
{
  return g_object_new (AIOHTTP_TYPE_LIFO_QUEUE, "maxsize", maxsize, NULL);
}
