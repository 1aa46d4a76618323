/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-event-loop.h"
#include "aiohttp-future.h"

G_BEGIN_DECLS

typedef struct _AiohttpFutureClass AiohttpFutureClass;

struct _AiohttpFuture
{
  GObject parent_instance;
};

struct _AiohttpFutureClass
{
  GObjectClass parent_class;

  gboolean (*cancel) (AiohttpFuture *self);
};

G_END_DECLS
