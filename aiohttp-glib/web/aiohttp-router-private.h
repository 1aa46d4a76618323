/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-headers-private.h"
#include "aiohttp-router.h"

G_BEGIN_DECLS

/* A pattern with more is refused, so a match needs no memory of its own. */
#define AIOHTTP_ROUTER_MAX_PARAMS 16

typedef struct
{
  AiohttpHandlerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  gboolean coroutine; /* registered from C: runs on a stack of its own */
} AiohttpHandler;

typedef struct
{
  AiohttpHandler *handler; /* shared by GET and its HEAD */
  char *method;            /* "*" matches all */
  gsize method_length;
  char *pattern;
  char **params; /* names in order */
  guint n_params;
  gboolean implied; /* the HEAD that came with a GET: gives way to one of its own */
} AiohttpRoute;

typedef struct
{
  const AiohttpRoute *route; /* NULL: nothing matches */
  guint n_params;
  AiohttpSpan params[AIOHTTP_ROUTER_MAX_PARAMS]; /* segments as sent, in the path that was given */
  char *allow;                                   /* owned: the path exists, but not with this method */
} AiohttpRouteMatch;

AiohttpRouter *aiohttp_router_new (void);
void aiohttp_router_freeze (AiohttpRouter *self);
/* The path is one that aiohttp_url_decode_path() accepts. */
void aiohttp_router_resolve (AiohttpRouter *self, const char *method, gsize method_length, const char *path,
                             gsize path_length, AiohttpRouteMatch *match);

G_END_DECLS
