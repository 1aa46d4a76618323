/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-route-private.h"

G_BEGIN_DECLS

/* The routes of a router by the segments of their paths. Read-only once its router is frozen, so that several threads
 * may look things up. */
typedef struct _AiohttpRouteNode AiohttpRouteNode;

AiohttpRouteNode *aiohttp_route_node_new (void);
void aiohttp_route_node_free (AiohttpRouteNode *self);

/* The node at the end of the pattern, made if need be. */
AiohttpRouteNode *aiohttp_route_node_insert (AiohttpRouteNode *root, const AiohttpRoutePattern *pattern);

/* Takes its own reference. Replaces the HEAD that came with a GET by one of its own; an implied one gives way.
 * FALSE with AIOHTTP_ERROR_ROUTE_CONFLICT where another route matches the same requests. */
gboolean aiohttp_route_node_add_route (AiohttpRouteNode *self, AiohttpRoute *route, GError **error);

/* Puts another router below the node; all that no route here matches goes there. `router` is borrowed. */
gboolean aiohttp_route_node_mount (AiohttpRouteNode *self, gpointer router, const char *prefix, GError **error);

G_END_DECLS
