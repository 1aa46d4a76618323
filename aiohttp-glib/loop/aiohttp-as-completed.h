/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_AS_COMPLETED (aiohttp_as_completed_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpAsCompleted, aiohttp_as_completed, AIOHTTP, AS_COMPLETED, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpAsCompleted *
aiohttp_as_completed_new (GAsyncResult **futures, gsize n_futures, double seconds) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_as_completed_get_n_left (AiohttpAsCompleted *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_as_completed_next_async (AiohttpAsCompleted *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
GAsyncResult *aiohttp_as_completed_next_finish (AiohttpAsCompleted *self, GAsyncResult *result,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
GAsyncResult *aiohttp_as_completed_next (AiohttpAsCompleted *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
