/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-task.h"

G_BEGIN_DECLS

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_run (AiohttpCoroutineFunc func, gpointer user_data, GError **error);

G_END_DECLS
