/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-bounded-semaphore.h"

#include "aiohttp-semaphore-private.h"

/**
 * AiohttpBoundedSemaphore:
 *
 * A semaphore that refuses to be released more often than it was acquired.
 *
 * It finds the mistake of releasing twice, which with a plain [class@Aiohttp.Semaphore] makes room that is not there.
 *
 * asyncio: `BoundedSemaphore`.
 *
 * Since: 0.1
 */

struct _AiohttpBoundedSemaphore
{
  AiohttpSemaphore parent_instance;
};

typedef struct
{
  AiohttpSemaphoreClass parent_class;
} AiohttpBoundedSemaphoreClass;

G_DEFINE_TYPE (AiohttpBoundedSemaphore, aiohttp_bounded_semaphore, AIOHTTP_TYPE_SEMAPHORE)

static void
aiohttp_bounded_semaphore_class_init (AiohttpBoundedSemaphoreClass *klass)
{
  ((AiohttpSemaphoreClass *) klass)->bounded = TRUE;
}

static void
aiohttp_bounded_semaphore_init (AiohttpBoundedSemaphore *self)
{
}

/**
 * aiohttp_bounded_semaphore_new:
 * @value: how many may hold it at once
 *
 * Creates a bounded semaphore.
 *
 * Returns: (transfer full) (type AiohttpBoundedSemaphore): the semaphore
 *
 * Since: 0.1
 */
AiohttpSemaphore *
aiohttp_bounded_semaphore_new (guint value)
{
  return g_object_new (AIOHTTP_TYPE_BOUNDED_SEMAPHORE, "value", value, NULL);
}
