/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

/**
 * aiohttp_await: (skip)
 * @call: a call that starts an asynchronous operation, its callback and user data given as %AIOHTTP_RESUME
 *
 * Starts a GIO operation and suspends the coroutine until it is done.
 *
 * |[<!-- language="C" -->
 * g_autoptr(GAsyncResult) result =
 *     aiohttp_await (g_file_read_async (file, 0, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
 * g_autoptr(GFileInputStream) stream = g_file_read_finish (file, result, error);
 * ]|
 *
 * It always waits for the callback, also when the task is cancelled, since GIO calls it in any case. Outside a
 * coroutine it logs a critical, and below a nested main loop it fails: then @call is not started, and the result is
 * one from which most `_finish` functions of GIO take the error `AIOHTTP_ERROR_NOT_IN_COROUTINE` or
 * `AIOHTTP_ERROR_NESTED_LOOP`.
 *
 * Returns: (transfer full): the operation's result, for its `_finish` function
 *
 * Since: 0.1
 */
#define aiohttp_await(call) (aiohttp_await_begin () ? ((void) (call), aiohttp_await_end ()) : aiohttp_await_refused ())

/**
 * AIOHTTP_CANCELLABLE: (skip)
 *
 * The running coroutine's #GCancellable, for a call within [func@Aiohttp.await]: cancelling the task cancels the
 * operation. %NULL outside a coroutine.
 *
 * Since: 0.1
 */
#define AIOHTTP_CANCELLABLE (aiohttp_await_cancellable ())

/**
 * AIOHTTP_RESUME: (skip)
 *
 * The callback and the user data of a call within [func@Aiohttp.await]. They are good for one call: a callback that
 * comes twice, late, or before the call returns does no harm.
 *
 * Since: 0.1
 */
#define AIOHTTP_RESUME aiohttp_await_callback, aiohttp_await_token ()

/* What the macros are made of; not to be called. */
#ifndef __GI_SCANNER__

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_await_begin (void);

AIOHTTP_AVAILABLE_IN_ALL
GAsyncResult *aiohttp_await_end (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
GAsyncResult *aiohttp_await_refused (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
GCancellable *aiohttp_await_cancellable (void);

AIOHTTP_AVAILABLE_IN_ALL
gpointer aiohttp_await_token (void);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_await_callback (GObject *source, GAsyncResult *result, gpointer token);

#endif

G_END_DECLS
