/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  const char *path;
  AiohttpHandlerFunc handler;
} ClientFixtureRoute;

/* A session beside a server of ours that tells what has come:
 *
 *   /echo            any method: "METHOD FRAMING TYPE|BODY", where FRAMING is the length, "chunked" or "none"
 *   /header/{name}   a header field of the request, "-" where there is none
 *   /query           the query string
 *   /set?cookie=     sets a cookie, and redirects to ?url= if there is one
 *   /to/{status}     redirects to /echo with that status, or to what ?url= says
 */
typedef struct
{
  AiohttpApplication *app;
  AiohttpRouter *router;
  AiohttpTestServer *server;
  AiohttpClientSession *session;   /* made by set_up unless it is there */
  AiohttpHandlerFunc form_handler; /* of /form; NULL: none */
  const ClientFixtureRoute *more;  /* for GET; ends with NULL */
} ClientFixture;

gboolean client_fixture_set_up (ClientFixture *self, GError **error);
gboolean client_fixture_tear_down (ClientFixture *self, GError **error);

/* Sends a request and gives the text of its response, "STATUS TEXT" unless it is 200. */
char *client_fixture_fetch (ClientFixture *self, const char *method, const char *path, AiohttpRequestOptions *options,
                            GError **error);
