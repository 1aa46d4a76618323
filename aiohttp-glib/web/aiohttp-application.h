/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-middleware.h"
#include "aiohttp-router.h"
#include "aiohttp-web-server.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_APPLICATION (aiohttp_application_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpApplication, aiohttp_application, AIOHTTP, APPLICATION, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpApplication *aiohttp_application_new (void) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRouter *aiohttp_application_get_router (AiohttpApplication *self);
AIOHTTP_AVAILABLE_IN_ALL
guint64 aiohttp_application_get_client_max_size (AiohttpApplication *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_set_client_max_size (AiohttpApplication *self, guint64 size, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_add_middleware (AiohttpApplication *self, AiohttpMiddleware *middleware, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_add_middleware_func (AiohttpApplication *self, AiohttpMiddlewareFunc func,
                                                  gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_add_middleware_func_callback (AiohttpApplication *self, AiohttpMiddlewareFunc func,
                                                           gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_application_list_middlewares (AiohttpApplication *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_application_is_frozen (AiohttpApplication *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_application_freeze (AiohttpApplication *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebServer *aiohttp_application_make_handler (AiohttpApplication *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
