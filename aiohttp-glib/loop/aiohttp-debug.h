/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

/**
 * AiohttpDebugStackFunc:
 * @user_data: (closure): what was given with the function
 *
 * Tells where the calling program is, in words of its own language: a line for each frame, the innermost first.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL for the stack as C sees it
 *
 * Since: 0.1
 */
typedef char *(*AiohttpDebugStackFunc) (gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_debug_set_stack_func (AiohttpDebugStackFunc func, gpointer user_data, GDestroyNotify notify);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_debug_set_name (GObject *object, const char *name);

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_debug_get_name (GObject *object);

AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_debug_describe (GObject *object);

G_END_DECLS
