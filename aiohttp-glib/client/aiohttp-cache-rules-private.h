/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The arithmetic of RFC 9111 for a private cache: pure, all times in seconds since 1970. */

/* Cache-Control, of a request or a response; -1: not there. */
typedef struct
{
  gboolean no_store;
  gboolean no_cache;
  gboolean must_revalidate;
  gboolean is_public;
  gboolean is_private;
  gboolean only_if_cached;
  gint64 max_age;
  gint64 max_stale; /* G_MAXINT64: any age */
  gint64 min_fresh;
  gint64 stale_if_error; /* RFC 5861 */
} AiohttpCacheControl;

void aiohttp_cache_control_parse (AiohttpCacheControl *self, SoupMessageHeaders *headers);

/* When a response was asked for and when its head came. */
typedef struct
{
  gint64 requested;
  gint64 received;
} AiohttpCacheTimes;

typedef enum
{
  AIOHTTP_CACHE_USE,        /* fresh, or as stale as the request allows */
  AIOHTTP_CACHE_REVALIDATE, /* to be asked for again, with its validators */
} AiohttpCacheVerdict;

/* Whether a cache may look for an answer to the request at all, and keep one: a GET without conditions or ranges of the
 * program's own that does not say no-store. */
gboolean aiohttp_cache_may_serve (const char *method, SoupMessageHeaders *request);
/* RFC 9111, 3. */
gboolean aiohttp_cache_may_store (SoupMessageHeaders *request, guint status, SoupMessageHeaders *response);
/* RFC 9111, 4.4: a successful answer to this method makes what is stored of its URL invalid. */
gboolean aiohttp_cache_invalidates (const char *method, guint status);

/* RFC 9111, 4.2.1 and 4.2.2: how long a response is fresh. */
gint64 aiohttp_cache_get_lifetime (guint status, SoupMessageHeaders *response);
/* RFC 9111, 4.2.3 */
gint64 aiohttp_cache_get_age (SoupMessageHeaders *response, const AiohttpCacheTimes *times, gint64 now);

AiohttpCacheVerdict aiohttp_cache_decide (SoupMessageHeaders *request, guint status, SoupMessageHeaders *response,
                                          const AiohttpCacheTimes *times, gint64 now);
/* RFC 5861, 4: it may stand in for a failure. */
gboolean
aiohttp_cache_may_stand_in (guint status, SoupMessageHeaders *response, const AiohttpCacheTimes *times, gint64 now);

/* RFC 9111, 4.1: what of the request a response was chosen by, a line a field: compared as a whole. NULL for "*". */
char *aiohttp_cache_get_variant (SoupMessageHeaders *request, SoupMessageHeaders *response);
gboolean aiohttp_cache_matches_variant (SoupMessageHeaders *request, SoupMessageHeaders *response, const char *variant);

/* RFC 9111, 3.2: what a 304 says of a stored response. */
void aiohttp_cache_freshen (SoupMessageHeaders *stored, SoupMessageHeaders *not_modified);

G_END_DECLS
