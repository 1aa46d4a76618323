/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-coroutine-private.h"

G_BEGIN_DECLS

typedef struct
{
  GObject *object;
  GParamSpec *pspec;
} AiohttpObjectNotify;

static inline void
aiohttp_object_notify_on_main_stack (gpointer data)
{
  AiohttpObjectNotify *self = data;

  g_object_notify_by_pspec (self->object, self->pspec);
}

/* A notify whose handlers, which may be a binding's, never run on a coroutine's stack. */
static inline void
aiohttp_object_notify (GObject *object, GParamSpec *pspec)
{
  AiohttpObjectNotify self = { object, pspec };

  aiohttp_call_out (aiohttp_object_notify_on_main_stack, &self);
}

G_END_DECLS
