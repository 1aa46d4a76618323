/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A pattern with more is refused, so a match needs no memory of its own. */
#define AIOHTTP_ROUTE_MAX_PARAMS 16

typedef enum
{
  AIOHTTP_ROUTE_PART_TEXT,
  AIOHTTP_ROUTE_PART_INTEGER, /* {id:int} */
  AIOHTTP_ROUTE_PART_REGEX,   /* {name:regex}, or text and parameters in one segment */
  AIOHTTP_ROUTE_PART_NAME,    /* {name} */
  AIOHTTP_ROUTE_PART_TAIL,    /* {rest:*} */
} AiohttpRoutePartKind;

/* What one segment of a pattern asks for. */
typedef struct
{
  AiohttpRoutePartKind kind;
  char *text;       /* decoded text, or the source of the regular expression */
  GRegex *regex;    /* its groups bear the names of the parameters */
  guint n_params;   /* of this segment */
  guint first;      /* number of the first of them */
  gboolean is_last; /* a regular expression that sees all that is left of the path */
} AiohttpRoutePart;

/* A pattern such as "/users/{id:int}", taken apart. Never changed once it is made. */
typedef struct
{
  char *text;
  char *canonical; /* "/users/{id}" */
  GArray *parts;   /* of AiohttpRoutePart */
  GArray *pieces;  /* what a URL is built of */
  char **params;   /* names in order */
  guint n_params;
} AiohttpRoutePattern;

/* NULL with AIOHTTP_ERROR_INVALID_PATTERN, and a message that says what to write instead. */
AiohttpRoutePattern *aiohttp_route_pattern_new (const char *text, GError **error);
AiohttpRoutePattern *aiohttp_route_pattern_ref (AiohttpRoutePattern *self);
void aiohttp_route_pattern_unref (AiohttpRoutePattern *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpRoutePattern, aiohttp_route_pattern_unref)

/* The path, percent-encoded, with these values in the place of the parameters. */
char *aiohttp_route_pattern_build (const AiohttpRoutePattern *self, GHashTable *values, GError **error);

G_END_DECLS
