/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-handler-private.h"
#include "aiohttp-view.h"

G_BEGIN_DECLS

/* What makes a view for each request and calls its method. NULL with an error for a type that is none. */
AiohttpHandler *aiohttp_view_handler_new (GType type, GError **error);

G_END_DECLS
