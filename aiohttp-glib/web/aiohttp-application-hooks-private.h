/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-application-private.h"

G_BEGIN_DECLS

/* What an application is to do at its start and end: aiohttp-application-hooks.c takes it, aiohttp-application-lifecycle.c
 * does it. */

typedef gboolean (*AiohttpContextFunc) (AiohttpApplication *, AiohttpCleanupContext *, gpointer, GError **);
typedef AiohttpFuture *(*AiohttpContextCallback) (AiohttpApplication *, AiohttpCleanupContext *, gpointer, GError **);

/* One of func, callback and child. */
typedef struct
{
  AiohttpApplicationFunc func;         /* runs in the coroutine */
  AiohttpApplicationCallback callback; /* on the main stack */
  AiohttpApplication *child;           /* has hooks of its own; held by its parent */
  gpointer user_data;
  GDestroyNotify destroy;
} AiohttpApplicationHook;

typedef struct
{
  AiohttpContextFunc func;
  AiohttpContextCallback callback;
  gpointer user_data;
  GDestroyNotify destroy;
  AiohttpCleanupContext *context; /* once entered */
} AiohttpApplicationContext;

G_END_DECLS
