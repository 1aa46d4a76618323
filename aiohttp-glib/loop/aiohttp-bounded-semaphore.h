/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-semaphore.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_BOUNDED_SEMAPHORE (aiohttp_bounded_semaphore_get_type ())
#define AIOHTTP_BOUNDED_SEMAPHORE(obj)                                                                                 \
  (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_BOUNDED_SEMAPHORE, AiohttpBoundedSemaphore))
#define AIOHTTP_IS_BOUNDED_SEMAPHORE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_BOUNDED_SEMAPHORE))

typedef struct _AiohttpBoundedSemaphore AiohttpBoundedSemaphore;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpBoundedSemaphore, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_bounded_semaphore_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpSemaphore *aiohttp_bounded_semaphore_new (guint value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
