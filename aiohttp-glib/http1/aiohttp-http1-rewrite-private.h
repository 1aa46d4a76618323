/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-http1-head-private.h"

G_BEGIN_DECLS

/* A copy of a request's head with another method, target or fields, each NULL for the same; checked as if it had come over
 * the wire. What frames the body stays: Content-Length and Transfer-Encoding are those of `head` whatever `headers` has, and
 * so is Host where `headers` has none. */
AiohttpHttp1Head *aiohttp_http1_head_rewrite (const AiohttpHttp1Head *head, const char *method, const char *target,
                                              SoupMessageHeaders *headers, GError **error);

G_END_DECLS
