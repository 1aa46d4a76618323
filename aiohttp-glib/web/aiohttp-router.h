/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-handler.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_ROUTER (aiohttp_router_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpRouter, aiohttp_router, AIOHTTP, ROUTER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_router_add_route (AiohttpRouter *self, const char *method, const char *path, AiohttpHandlerFunc handler,
                          gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_route_callback (AiohttpRouter *self, const char *method, const char *path,
                                            AiohttpHandlerFunc handler, gpointer user_data, GDestroyNotify destroy,
                                            GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_get (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                 GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_get_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                          gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_head (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                  GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_head_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                           gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_post (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                  GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_post_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                           gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_put (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                 GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_put_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                          gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_patch (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                   gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_patch_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                            gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_delete (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                    gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_delete_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                             gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_options (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                     gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_options_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                              gpointer user_data, GDestroyNotify destroy, GError **error);

G_END_DECLS
