/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-handle.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TIMER_HANDLE    (aiohttp_timer_handle_get_type ())
#define AIOHTTP_TIMER_HANDLE(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_TIMER_HANDLE, AiohttpTimerHandle))
#define AIOHTTP_IS_TIMER_HANDLE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_TIMER_HANDLE))

typedef struct _AiohttpTimerHandle AiohttpTimerHandle;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpTimerHandle, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_timer_handle_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_timer_handle_get_when (AiohttpTimerHandle *self);

G_END_DECLS
