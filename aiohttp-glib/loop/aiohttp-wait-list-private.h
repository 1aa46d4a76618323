/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-await-private.h"

G_BEGIN_DECLS

/* Those who wait for the same thing, coroutines and `_async` calls in one line: first come, first served.
 *
 * Waking takes two steps. To pick somebody takes him out of the line and queues him in his loop; when his turn comes
 * there, he takes what he was picked for. A cancel that comes before that wins, as in asyncio: then he was picked for
 * nothing, and whoever owns the list picks the next one. So nothing that is handed over is ever lost. */
typedef struct _AiohttpWaitEntry AiohttpWaitEntry;

typedef struct
{
  AiohttpWaitEntry *first;
  AiohttpWaitEntry *last;
  guint length;
  guint n_picked; /* whose turn has not come yet */
  guint64 last_ticket;
  GThread *thread;
} AiohttpWaitList;

typedef enum
{
  AIOHTTP_WAIT_NORMAL = 0,
  AIOHTTP_WAIT_UNCANCELLABLE = 1 << 0,
} AiohttpWaitFlags;

/* The turn of an `_async` call, on the main stack; it returns the task. `error` (transfer full) if it is cancelled. */
typedef void (*AiohttpWaitFunc) (GTask *task, gboolean picked, GError *error);

/* An object belongs to the thread that uses it first. FALSE with AIOHTTP_ERROR_WRONG_THREAD in another. */
gboolean aiohttp_wait_list_check (AiohttpWaitList *self, const char *what, GError **error);

/* The same where there is nowhere to put an error: a critical. */
gboolean aiohttp_wait_list_check_or_complain (AiohttpWaitList *self, const char *what);

/* Suspends the calling coroutine until it is picked. FALSE if it is cancelled, `picked` or not. `ticket` (nullable) is
 * for those who may have to wait again, because somebody was faster: 0 at first, it then keeps their place. */
gboolean aiohttp_wait_list_wait (AiohttpWaitList *self, AiohttpWaitFlags flags, guint64 *ticket, gboolean *picked,
                                 GError **error);

/* Calls `func` when `task` is picked or its cancellable is cancelled; takes a reference to `task` until then. */
void aiohttp_wait_list_wait_async (AiohttpWaitList *self, AiohttpWaitFlags flags, guint64 *ticket, GTask *task,
                                   AiohttpWaitFunc func);

/* TRUE if a cancel of the calling coroutine is pending, which it then no longer is. */
gboolean aiohttp_wait_list_take_cancel (GError **error);

/* Picks the first in line who is not about to be cancelled; FALSE if there is none. */
gboolean aiohttp_wait_list_pick (AiohttpWaitList *self);
void aiohttp_wait_list_pick_all (AiohttpWaitList *self);

/* TRUE if the awaiting form may be called here and now. */
gboolean aiohttp_wait_list_enter (AiohttpWaitList *self, const char *what, GError **error);

/* A task for an `_async` form, or NULL if it has failed at once: in the wrong thread, or cancelled before. `what` is
 * the name of the function, `tag` its address. */
GTask *aiohttp_wait_list_enter_async (AiohttpWaitList *self, gpointer source, const char *what, gpointer tag,
                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
