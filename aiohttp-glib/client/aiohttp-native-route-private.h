/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

/* What connections have to have in common so that one can take another's place. */
typedef struct
{
  gboolean tls;
  const char *host; /* in lower case or not: compared without */
  guint16 port;
  AiohttpTlsContext *tls_context; /* for the server and for a proxy of https */
  const char *server_name;
  const char *proxy;  /* its URL; NULL: none */
  guint proxy_fields; /* a hash of what is told to it */
} AiohttpRouteKey;

/* A way to a server, shared by its connections. */
typedef struct
{
  AiohttpRouteKey key; /* owns what it points to */
  int ref_count;
  GHashTable *routes; /* where it is found; NULL: nowhere any more */
  GQueue idle;        /* of AiohttpNativeConnection, the latest at the tail */
  GUri *proxy;
  SoupMessageHeaders *proxy_headers;
  char *session_key; /* of TLS */
} AiohttpNativeRoute;

GHashTable *aiohttp_native_routes_new (void);
/* A new reference to the route of a request. */
AiohttpNativeRoute *
aiohttp_native_routes_ref (GHashTable *routes, const AiohttpTransportRequest *request, AiohttpTlsContext *tls_context);
AiohttpNativeRoute *aiohttp_native_route_ref (AiohttpNativeRoute *self);
void aiohttp_native_route_unref (AiohttpNativeRoute *self);

/* Whether requests go to a proxy as they are, without a tunnel. */
static inline gboolean
aiohttp_native_route_is_forwarded (const AiohttpNativeRoute *self)
{
  return self->proxy != NULL && !self->key.tls && !g_str_has_prefix (g_uri_get_scheme (self->proxy), "socks");
}

G_END_DECLS
