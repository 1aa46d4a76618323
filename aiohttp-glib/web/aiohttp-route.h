/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-handler.h"
#include "aiohttp-middleware.h"

G_BEGIN_DECLS

typedef struct _AiohttpResource AiohttpResource;

#define AIOHTTP_TYPE_ROUTE (aiohttp_route_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpRoute, aiohttp_route, AIOHTTP, ROUTE, GObject)

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_route_get_method (AiohttpRoute *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResource *aiohttp_route_get_resource (AiohttpRoute *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_route_get_name (AiohttpRoute *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_route_set_name (AiohttpRoute *self, const char *name, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gint64 aiohttp_route_get_client_max_size (AiohttpRoute *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_route_set_client_max_size (AiohttpRoute *self, gint64 size, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_route_get_handler_timeout (AiohttpRoute *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_route_set_handler_timeout (AiohttpRoute *self, double seconds, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_route_get_handler_cancellation (AiohttpRoute *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_route_set_handler_cancellation (AiohttpRoute *self, gboolean cancel, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_route_add_middleware (AiohttpRoute *self, AiohttpMiddleware *middleware, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_route_set_expect_handler (AiohttpRoute *self, AiohttpExpectFunc func, gpointer user_data,
                                           GDestroyNotify destroy, GError **error);

G_END_DECLS
