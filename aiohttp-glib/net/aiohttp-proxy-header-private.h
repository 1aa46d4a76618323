/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <sys/socket.h>

#include <glib.h>

G_BEGIN_DECLS

/* The header of HAProxy's PROXY protocol, version 1 (a line) or 2 (binary). */

/* The longest that is taken; version 2 may have that much of extensions, which are skipped. */
#define AIOHTTP_PROXY_HEADER_MAX 4096

typedef enum
{
  AIOHTTP_PROXY_HEADER_MORE,
  AIOHTTP_PROXY_HEADER_DONE,
  AIOHTTP_PROXY_HEADER_ERROR,
} AiohttpProxyHeaderState;

/* DONE: *header_length bytes are the header, and *peer is the client, or AF_UNSPEC where the header tells none: then
 * it is the proxy itself, asking for its own sake. MORE: all of `data` belongs to the header. */
AiohttpProxyHeaderState
aiohttp_proxy_header_parse (const guint8 *data, gsize length, gsize *header_length, struct sockaddr_storage *peer);

G_END_DECLS
