/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-route-match-private.h"
#include "aiohttp-router.h"

G_BEGIN_DECLS

AiohttpRouter *aiohttp_router_new (void) G_GNUC_WARN_UNUSED_RESULT;
void aiohttp_router_freeze (AiohttpRouter *self, const AiohttpChain *chain);
gboolean aiohttp_router_is_frozen (AiohttpRouter *self);

/* The application whose router it is, borrowed; NULL in tests. */
void aiohttp_router_set_application (AiohttpRouter *self, AiohttpApplication *app);
AiohttpApplication *aiohttp_router_get_application (AiohttpRouter *self);

/* What add_get() and its like are made of. */
AiohttpRoute *aiohttp_router_add_handler (AiohttpRouter *self, const char *method, const char *path,
                                          AiohttpHandlerFunc func, gpointer user_data, GDestroyNotify destroy,
                                          gboolean coroutine, gboolean with_head, GError **error);
/* The same with a handler that is made; NULL where that has failed, with the error set. Takes the handler. */
AiohttpRoute *aiohttp_router_take_handler (AiohttpRouter *self, const char *method, const char *path,
                                           AiohttpHandler *handler, gboolean with_head, GError **error);

/* Routes of GET and HEAD for a resource of the library's own kind; its first path is what it is called by. */
gboolean aiohttp_router_add_resource (AiohttpRouter *self, AiohttpResource *resource, const char *path,
                                      AiohttpHandler *handler, GError **error);

/* Sends all paths below `prefix`, or all requests for a host, to another router, which is borrowed. */
gboolean aiohttp_router_mount (AiohttpRouter *self, const char *prefix, AiohttpRouter *other, GError **error);
gboolean aiohttp_router_mount_domain (AiohttpRouter *self, const char *domain, AiohttpRouter *other, GError **error);

/* Registers `name` in the place of `old`, which may be NULL. */
gboolean aiohttp_router_rename (AiohttpRouter *self, AiohttpResource *resource, const char *old, const char *name,
                                GError **error);

void aiohttp_router_resolve (AiohttpRouter *self, const AiohttpRouteQuery *query, AiohttpRouteMatch *match);

G_END_DECLS
