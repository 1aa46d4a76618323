/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TIMEOUT_SCOPE (aiohttp_timeout_scope_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpTimeoutScope, aiohttp_timeout_scope, AIOHTTP, TIMEOUT_SCOPE, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTimeoutScope *aiohttp_timeout_scope_new (double seconds) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
GCancellable *aiohttp_timeout_scope_get_cancellable (AiohttpTimeoutScope *self);

AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_timeout_scope_get_when (AiohttpTimeoutScope *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_timeout_scope_is_expired (AiohttpTimeoutScope *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_timeout_scope_reschedule (AiohttpTimeoutScope *self, double seconds, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_timeout_scope_close (AiohttpTimeoutScope *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_timeout_scope_end (AiohttpTimeoutScope *self, gboolean ok, GError **error);

G_END_DECLS
