/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-semaphore.h"
#include "aiohttp-wait-list-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpSemaphoreClass AiohttpSemaphoreClass;

struct _AiohttpSemaphore
{
  GObject parent_instance;

  AiohttpWaitList waiters;
  guint value; /* less those that were handed to somebody whose turn has not come */
  guint bound;
};

struct _AiohttpSemaphoreClass
{
  GObjectClass parent_class;

  gboolean bounded; /* by the value that it starts with */
};

G_END_DECLS
