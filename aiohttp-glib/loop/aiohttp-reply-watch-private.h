/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-future.h"

G_BEGIN_DECLS

/* The library's side of a future that a handler or a middleware has returned. The future is held weakly: whoever is to
 * resolve it holds it, and dropping it unresolved, from whatever thread, ends the wait too. */
typedef struct _AiohttpReplyWatch AiohttpReplyWatch;

/* In the loop, once: the future is done, or NULL where it was dropped. The watch is gone by then. */
typedef void (*AiohttpReplyWatchFunc) (AiohttpFuture *future, gpointer data);

/* Takes the future, which is pending. */
AiohttpReplyWatch *
aiohttp_reply_watch_new (AiohttpFuture *future, AiohttpReplyWatchFunc func, gpointer data) G_GNUC_WARN_UNUSED_RESULT;
/* Cancels the future, where somebody still holds it. */
void aiohttp_reply_watch_cancel (AiohttpReplyWatch *self);

G_END_DECLS
