/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-handler-private.h"

#include "aiohttp-coroutine-private.h"

static void
handler_clear (gpointer data)
{
  AiohttpHandler *self = data;

  if (self->destroy != NULL)
    aiohttp_call_out (self->destroy, self->user_data);
}

AiohttpHandler *
aiohttp_handler_new (AiohttpHandlerFunc func, gpointer user_data, GDestroyNotify destroy, gboolean coroutine)
{
  AiohttpHandler *self = g_atomic_rc_box_new (AiohttpHandler);

  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  self->coroutine = coroutine;
  return self;
}

AiohttpHandler *
aiohttp_handler_ref (AiohttpHandler *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
aiohttp_handler_unref (AiohttpHandler *self)
{
  g_atomic_rc_box_release_full (self, handler_clear);
}
