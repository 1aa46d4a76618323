/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-private.h"

G_BEGIN_DECLS

/* A message for many websockets, which is encoded once for all whose connections agreed on the same. All zero but for the
 * first two, which the owner sets, is one that is not encoded yet. */
typedef struct
{
  AiohttpWebSocketOpcode opcode;
  GBytes *payload;

  /*< private >*/
  GBytes *frames[16]; /* by the deflate window's bits; 0: not compressed */
} AiohttpWebSocketShared;

typedef enum
{
  AIOHTTP_WEB_SOCKET_SHARED_PUT,
  AIOHTTP_WEB_SOCKET_SHARED_FULL,   /* it would hold more than its bound, or is in the middle of a message */
  AIOHTTP_WEB_SOCKET_SHARED_CLOSED, /* or out of memory */
} AiohttpWebSocketSharedResult;

/* Adds the message to what `socket` sends, unless more than `limit` would wait then. Never waits. */
AiohttpWebSocketSharedResult
aiohttp_web_socket_shared_put (AiohttpWebSocketShared *self, AiohttpWebSocket *socket, gsize limit);
void aiohttp_web_socket_shared_clear (AiohttpWebSocketShared *self);

G_END_DECLS
