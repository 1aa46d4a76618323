/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-headers-private.h"
#include "aiohttp-request.h"
#include "aiohttp-route-trie-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpRouter AiohttpRouter;

/* What stands in the place of a parameter: a part of the path as it was sent, or a value that had to be decoded. */
typedef struct
{
  AiohttpSpan span;
  char *value; /* owned; NULL: decode the span */
} AiohttpRouteParam;

typedef struct
{
  const AiohttpRoute *route; /* NULL: nothing matches */
  AiohttpRouter *router;     /* the innermost that was asked: a sub-application's, if the path is below one */
  guint n_params;
  AiohttpRouteParam params[AIOHTTP_ROUTE_MAX_PARAMS];
  char *allow; /* owned: the path exists, but not with this method */
} AiohttpRouteMatch;

/* What is looked for. */
typedef struct
{
  const char *method;
  gsize method_length;
  const char *path; /* one that aiohttp_url_decode_path() accepts */
  gsize path_length;
  AiohttpRequest *request; /* for hosts and custom resources, or NULL */
} AiohttpRouteQuery;

/* A look-up under way. */
typedef struct
{
  const AiohttpRouteQuery *query;
  const char *end;
  AiohttpRouteMatch *match;
  GPtrArray *others; /* nodes whose path matches, but not the method */
  guint n_visits;
} AiohttpRouteWalk;

/* `at` is the slash before the next segment, or the end. TRUE where it is settled: a route was found, or the path
 * belongs to a router below that has none. */
gboolean aiohttp_route_node_walk (AiohttpRouteNode *self, AiohttpRouteWalk *walk, const char *at);

/* "GET,HEAD" of nodes that match but for the method. */
char *aiohttp_route_nodes_list_methods (GPtrArray *nodes);

/* Asks a router for the rest of a path; by the trie where another one is mounted. */
gboolean aiohttp_router_walk (AiohttpRouter *self, AiohttpRouteWalk *walk, const char *at);

G_END_DECLS
