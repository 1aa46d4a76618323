/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_BARRIER (aiohttp_barrier_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpBarrier, aiohttp_barrier, AIOHTTP, BARRIER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpBarrier *aiohttp_barrier_new (guint parties) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_barrier_get_parties (AiohttpBarrier *self);

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_barrier_get_n_waiting (AiohttpBarrier *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_barrier_is_broken (AiohttpBarrier *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_barrier_wait_async (AiohttpBarrier *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gssize aiohttp_barrier_wait_finish (AiohttpBarrier *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gssize aiohttp_barrier_wait (AiohttpBarrier *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_barrier_reset (AiohttpBarrier *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_barrier_abort (AiohttpBarrier *self);

G_END_DECLS
