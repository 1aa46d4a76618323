/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_HANDLE    (aiohttp_handle_get_type ())
#define AIOHTTP_HANDLE(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_HANDLE, AiohttpHandle))
#define AIOHTTP_IS_HANDLE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_HANDLE))

typedef struct _AiohttpHandle AiohttpHandle;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpHandle, g_object_unref)

/**
 * AiohttpCallFunc:
 * @user_data: (closure): what was given with the function
 *
 * A function that an event loop calls, on the main stack, so it cannot await.
 *
 * Since: 0.1
 */
typedef void (*AiohttpCallFunc) (gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_handle_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_handle_cancel (AiohttpHandle *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_handle_is_cancelled (AiohttpHandle *self);

G_END_DECLS
