/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-resolver.h"

G_BEGIN_DECLS

typedef struct _AiohttpDnsCache AiohttpDnsCache;
typedef struct _AiohttpDnsLookup AiohttpDnsLookup;

/* Either addresses (GSocketAddress, at least one) or an error, AIOHTTP_CLIENT_ERROR_DNS. The lookup is gone. */
typedef void (*AiohttpDnsFunc) (GPtrArray *addresses, GError *error, gpointer data);

/* `resolver` NULL: GLib's. Remembers for `ttl` seconds (negative: for ever; 0: not at all) what up to `max_size` names resolved to. Lookups of one
 * name at the same time are one; giving one up does not disturb the others. */
AiohttpDnsCache *aiohttp_dns_cache_new (AiohttpResolver *resolver, double ttl, guint max_size);
AiohttpDnsCache *aiohttp_dns_cache_ref (AiohttpDnsCache *self);
void aiohttp_dns_cache_unref (AiohttpDnsCache *self);

/* What is remembered, the next time another address first; NULL if nothing is. */
GPtrArray *aiohttp_dns_cache_peek (AiohttpDnsCache *self, const char *host, guint16 port, GSocketFamily family);

/* `func` is called on the main stack, never before this returns. */
AiohttpDnsLookup *aiohttp_dns_cache_lookup (AiohttpDnsCache *self, const char *host, guint16 port, GSocketFamily family,
                                            AiohttpDnsFunc func, gpointer data);
void aiohttp_dns_lookup_cancel (AiohttpDnsLookup *lookup);

/* Forgets one name, all of its ports where `port` is 0; host NULL: all. */
void aiohttp_dns_cache_clear (AiohttpDnsCache *self, const char *host, guint16 port);
guint aiohttp_dns_cache_get_size (AiohttpDnsCache *self);

G_END_DECLS
