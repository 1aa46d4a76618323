/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-cache-rules-private.h"

G_BEGIN_DECLS

/* A stored response. */
typedef struct
{
  int ref_count;
  char *url; /* without its fragment */
  char *variant;
  guint status;
  SoupMessageHeaders *headers;
  GBytes *body;
  AiohttpCacheTimes times;
  gsize size; /* that it counts for */
  GList link; /* by use; in no list once it is out */
} AiohttpCacheEntry;

AiohttpCacheEntry *aiohttp_cache_entry_ref (AiohttpCacheEntry *self);
void aiohttp_cache_entry_unref (AiohttpCacheEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpCacheEntry, aiohttp_cache_entry_unref)

/* Responses by URL and variant, of a bounded size together: those that were not used for the longest time go first. */
typedef struct
{
  GHashTable *by_url; /* char * → GPtrArray of AiohttpCacheEntry */
  GQueue by_use;      /* the last used first */
  gsize size;
  gsize max_size;
} AiohttpResponseCache;

void aiohttp_response_cache_init (AiohttpResponseCache *self, gsize max_size);
void aiohttp_response_cache_clear (AiohttpResponseCache *self);
void aiohttp_response_cache_set_max_size (AiohttpResponseCache *self, gsize max_size);

/* The entry (transfer full) that answers such a request; NULL: none. */
AiohttpCacheEntry *
aiohttp_response_cache_find (AiohttpResponseCache *self, const char *url, SoupMessageHeaders *request);
/* In the place of the entry that answers such a request; not where it is larger than all of the cache. `headers` is taken
 * as it is, the body referenced. */
void
aiohttp_response_cache_store (AiohttpResponseCache *self, const char *url, SoupMessageHeaders *request, guint status,
                              SoupMessageHeaders *headers, GBytes *body, const AiohttpCacheTimes *times);
void aiohttp_response_cache_remove (AiohttpResponseCache *self, const char *url);

G_END_DECLS
