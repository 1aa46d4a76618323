/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-reply-watch-private.h"

#include "aiohttp-event-loop-private.h"

struct _AiohttpReplyWatch
{
  gatomicrefcount ref_count;  /* the callback's, the weak reference's, and that of a failure under way */
  AiohttpReplyWatchFunc func; /* NULL once settled; only touched in the loop's thread */
  gpointer data;
  AiohttpEventLoop *loop;
  GWeakRef future;
};

static void
watch_unref (gpointer data)
{
  AiohttpReplyWatch *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_weak_ref_clear (&self->future);
  g_object_unref (self->loop);
  g_free (self);
}

static void
settle (AiohttpReplyWatch *self, AiohttpFuture *future)
{
  AiohttpReplyWatchFunc func = g_steal_pointer (&self->func);

  if (func != NULL)
    func (future, self->data);
}

/* In the loop. */
static void
settle_dropped (gpointer data)
{
  settle (data, NULL);
  watch_unref (data);
}

/* In whatever thread the last reference was. */
static void
on_dropped (gpointer data, GObject *where_the_object_was)
{
  AiohttpReplyWatch *self = data;

  /* The weak reference's share goes along. */
  aiohttp_event_loop_call_soon_threadsafe_internal (self->loop, settle_dropped, self);
}

static void
on_done (AiohttpFuture *future, gpointer data)
{
  AiohttpReplyWatch *self = data;

  g_object_weak_unref (G_OBJECT (future), on_dropped, self);
  settle (self, future);
  watch_unref (self);
}

AiohttpReplyWatch *
aiohttp_reply_watch_new (AiohttpFuture *future, AiohttpReplyWatchFunc func, gpointer data)
{
  AiohttpReplyWatch *self = g_new0 (AiohttpReplyWatch, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->func = func;
  self->data = data;
  self->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  g_weak_ref_init (&self->future, future);
  g_atomic_ref_count_inc (&self->ref_count);
  g_object_weak_ref (G_OBJECT (future), on_dropped, self);
  aiohttp_future_add_done_callback (future, on_done, self, watch_unref);
  g_object_unref (future);
  return self;
}

void
aiohttp_reply_watch_cancel (AiohttpReplyWatch *self)
{
  g_autoptr (AiohttpFuture) future = g_weak_ref_get (&self->future);

  if (future != NULL)
    aiohttp_future_cancel (future);
}
