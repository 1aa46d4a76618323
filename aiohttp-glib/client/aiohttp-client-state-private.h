/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-request-private.h"
#include "aiohttp-client-response.h"
#include "aiohttp-client-settings-private.h"
#include "aiohttp-cookie-jar.h"

G_BEGIN_DECLS

/* What depends on where a hop goes, and is chosen anew for each: cookies, the scheme, the proxy, credentials of the
 * environment. */
typedef struct
{
  AiohttpCookieJar *jar;
  SoupHSTSEnforcer *hsts; /* NULL: none */
  char *cookie_field;     /* that the request or the session has set by hand; NULL: none */
  GPtrArray *cookies;     /* of the request's options; NULL: none */
} AiohttpClientState;

/* Takes the Cookie field out of the first request: it is made of it and the jar's for each. */
void aiohttp_client_state_init (AiohttpClientState *self, AiohttpCookieJar *jar, SoupHSTSEnforcer *hsts,
                                GPtrArray *cookies, AiohttpClientRequest *request);
void aiohttp_client_state_clear (AiohttpClientState *self);

/* Before a hop is sent. */
gboolean aiohttp_client_state_prepare (AiohttpClientState *self, AiohttpClientRequest *request,
                                       AiohttpClientSettings *settings, GError **error);
/* Its response is there. */
void aiohttp_client_state_take_response (AiohttpClientState *self, AiohttpClientResponse *response);
/* A redirect leads to another origin: what was meant for the first does not go along. */
void aiohttp_client_state_leave_origin (AiohttpClientState *self);

G_END_DECLS
