/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_EVENT (aiohttp_event_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpEvent, aiohttp_event, AIOHTTP, EVENT, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEvent *aiohttp_event_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_is_set (AiohttpEvent *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_set (AiohttpEvent *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_set_flag (AiohttpEvent *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_clear (AiohttpEvent *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_wait_async (AiohttpEvent *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_wait_finish (AiohttpEvent *self, GAsyncResult *result, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_wait (AiohttpEvent *self, GError **error);

G_END_DECLS
