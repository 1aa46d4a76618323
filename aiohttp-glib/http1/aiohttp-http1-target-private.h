/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-http1-head-private.h"

G_BEGIN_DECLS

/* uri-host [ ":" port ] (RFC 9110, 7.2) with a host that is not empty; with need_port as CONNECT has it. */
gboolean aiohttp_http1_is_authority (const char *text, gsize length, gboolean need_port);

/* Sorts the request target of `head`, all of whose octets are AIOHTTP_CHAR_TARGET, into its parts (RFC 9112, 3.2); NULL, or
 * what is wrong with it. */
const char *aiohttp_http1_parse_target (AiohttpHttp1Head *head);

G_END_DECLS
