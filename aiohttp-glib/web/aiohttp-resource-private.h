/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-resource.h"
#include "aiohttp-route-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpRouter AiohttpRouter;

AiohttpResource *
aiohttp_resource_new_for_pattern (AiohttpRouter *router, AiohttpRoutePattern *pattern) G_GNUC_WARN_UNUSED_RESULT;

/* What it is called by, of one that the library made otherwise, before it is added. */
void aiohttp_resource_set_pattern (AiohttpResource *self, AiohttpRouter *router, AiohttpRoutePattern *pattern);
/* What its URLs say of the version of what they name, (transfer full) (nullable). */
typedef char *(*AiohttpResourceVersionFunc) (AiohttpResource *self, GHashTable *values);
void aiohttp_resource_set_version_func (AiohttpResource *self, AiohttpResourceVersionFunc dup_version);
gboolean aiohttp_resource_is_frozen (AiohttpResource *self);

AiohttpRoutePattern *aiohttp_resource_get_pattern (AiohttpResource *self); /* NULL of one of a program's own */

/* A route in the list; in place of `replaced` where that is not NULL. */
void aiohttp_resource_take_route (AiohttpResource *self, AiohttpRoute *route);
void aiohttp_resource_remove_route (AiohttpResource *self, const AiohttpRoute *route);
GPtrArray *aiohttp_resource_peek_routes (AiohttpResource *self);

/* One of a program's own becomes part of a router, with one route for any method. FALSE where it is part of one. */
gboolean aiohttp_resource_adopt (AiohttpResource *self, AiohttpRouter *router, GError **error);
/* The router goes, or what its paths begin with changes. */
void aiohttp_resource_orphan (AiohttpResource *self);
void aiohttp_resource_set_prefix (AiohttpResource *self, const char *prefix);
void aiohttp_resource_freeze (AiohttpResource *self, AiohttpApplication *app, const AiohttpChain *chain);

G_END_DECLS
