/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

/* What a SoupSession has for all of its requests: whom to trust and by which name, the proxy and what is told to it. */
typedef struct _AiohttpSoupRoute AiohttpSoupRoute;

/* Interim responses to one request, or to one CONNECT */
#define AIOHTTP_SOUP_MAX_INTERIM 16

GHashTable *aiohttp_soup_routes_new (void);
/* A new reference to the route of a request; @tls may be NULL. NULL: what is asked for cannot be done here. */
AiohttpSoupRoute *
aiohttp_soup_routes_ref (GHashTable *routes, const AiohttpTransportRequest *request, AiohttpTlsContext *tls,
                         SoupSession *(*make_session) (gpointer data, GUri *proxy), gpointer data, GError **error);
SoupSession *aiohttp_soup_route_get_session (AiohttpSoupRoute *self);
AiohttpSoupRoute *aiohttp_soup_route_ref (AiohttpSoupRoute *self);
void aiohttp_soup_route_unref (AiohttpSoupRoute *self);

/* Its proxy did not come to an answer: all of its requests were cancelled. */
gboolean aiohttp_soup_route_is_flooded (AiohttpSoupRoute *self);

/* Gives a message of the request what is each one's own. */
void aiohttp_soup_route_prepare (AiohttpSoupRoute *self, SoupMessage *message);
/* The handshake with the host of a URL begins. */
void aiohttp_soup_route_begin_tls (AiohttpSoupRoute *self, GIOStream *connection, const char *host);
/* It is over: FALSE if the server is not to be trusted after all. */
gboolean aiohttp_soup_route_check_tls (AiohttpSoupRoute *self, GIOStream *connection, GError **error);

G_END_DECLS
