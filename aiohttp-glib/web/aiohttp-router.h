/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-static-resource.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_ROUTER (aiohttp_router_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpRouter, aiohttp_router, AIOHTTP, ROUTER, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *
aiohttp_router_add_route (AiohttpRouter *self, const char *method, const char *path, AiohttpHandlerFunc handler,
                          gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_route_callback (AiohttpRouter *self, const char *method, const char *path,
                                                 AiohttpHandlerFunc handler, gpointer user_data, GDestroyNotify destroy,
                                                 GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_get (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                      gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_get_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                               gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_head (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                       gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_head_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                                gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_post (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                       gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_post_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                                gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_put (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                      gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_put_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                               gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_patch (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                        gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_patch_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                                 gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_delete (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                         gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_delete_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                                  gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_options (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                          gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_options_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                                   gpointer user_data, GDestroyNotify destroy, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpRoute *aiohttp_router_add_view (AiohttpRouter *self, const char *path, GType view, GError **error);

/**
 * AiohttpRouteDef: (skip)
 * @method: a method, or `*`; `GET` comes with a HEAD, as [method@Aiohttp.Router.add_get] tells
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @name: (nullable): the name of the resource
 * @view: (nullable): the type function of a view, in the place of @handler; @method is then not looked at
 *
 * One row of a table of routes.
 *
 * |[<!-- language="C" -->
 * static const AiohttpRouteDef routes[] = {
 *   { .method = "GET", .path = "/", .handler = index, .name = "index" },
 *   { .path = "/books", .view = books_get_type },
 * };
 * ]|
 *
 * Since: 0.1
 */
typedef struct
{
  const char *method;
  const char *path;
  AiohttpHandlerFunc handler;
  const char *name;
  GType (*view) (void);
} AiohttpRouteDef;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_add_routes (AiohttpRouter *self, const AiohttpRouteDef *routes, gsize n_routes,
                                    gpointer user_data, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpStaticResource *
aiohttp_router_add_static (AiohttpRouter *self, const char *prefix, const char *directory, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_router_register_resource (AiohttpRouter *self, AiohttpResource *resource, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_router_list_resources (AiohttpRouter *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_router_list_routes (AiohttpRouter *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResource *aiohttp_router_get_named_resource (AiohttpRouter *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_router_url_for (AiohttpRouter *self, const char *name, GHashTable *values, GHashTable *query,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
