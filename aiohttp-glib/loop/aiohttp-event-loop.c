/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-event-loop-private.h"

/**
 * AiohttpEventLoop:
 *
 * A main context with asyncio's verbs.
 *
 * Since: 0.1
 */
struct _AiohttpEventLoop
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (AiohttpEventLoop, aiohttp_event_loop, G_TYPE_OBJECT)

static void
aiohttp_event_loop_class_init (AiohttpEventLoopClass *klass)
{
}

static void
aiohttp_event_loop_init (AiohttpEventLoop *self)
{
}
