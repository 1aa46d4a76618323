/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-handler.h"

G_BEGIN_DECLS

/* A handler as it was registered; shared by GET and its HEAD. */
typedef struct
{
  AiohttpHandlerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  gboolean coroutine; /* registered from C: runs on a stack of its own */
} AiohttpHandler;

AiohttpHandler *
aiohttp_handler_new (AiohttpHandlerFunc func, gpointer user_data, GDestroyNotify destroy, gboolean coroutine);
AiohttpHandler *aiohttp_handler_ref (AiohttpHandler *self);
/* The last one calls `destroy` on the main stack. */
void aiohttp_handler_unref (AiohttpHandler *self);

G_END_DECLS
