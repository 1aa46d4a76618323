/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <aiohttp-glib/aiohttp.h>

/* A session beside a server of ours:
 *
 *   /hello     "hello", with the request's X-Tag behind it
 *   /to        redirects to /hello
 *   /flaky     fails `failures` times with 503, then answers; keeps what came in `attempts`
 *   /secret    wants the token of number `valid_token`
 *   /hang      does not answer before the client has gone
 *   /cached    counted; answers with the header fields of `cached_headers` and the number; If-None-Match is heeded
 */
typedef struct
{
  AiohttpApplication *app;
  AiohttpTestServer *server;
  AiohttpClientSession *session;
  AiohttpEvent *over; /* ends /hang */
  GString *trace;
  GString *attempts;
  guint failures;
  const char *retry_after;
  guint valid_token;
  guint n_served; /* by /cached, those that were not modified among them */
  guint n_not_modified;
  const char *const *cached_headers; /* name, value, …, NULL */
  const char *etag;
} MiddlewareFixture;

gboolean middleware_fixture_set_up (MiddlewareFixture *self, GError **error);
gboolean middleware_fixture_tear_down (MiddlewareFixture *self, GError **error);

/* "STATUS TEXT" */
char *middleware_fixture_fetch (MiddlewareFixture *self, const char *method, const char *path,
                                AiohttpRequestOptions *options, GError **error);
