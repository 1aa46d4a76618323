/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 6455, 5.2. */
typedef enum
{
  AIOHTTP_WEB_SOCKET_OPCODE_CONTINUATION = 0x0,
  AIOHTTP_WEB_SOCKET_OPCODE_TEXT = 0x1,
  AIOHTTP_WEB_SOCKET_OPCODE_BINARY = 0x2,
  AIOHTTP_WEB_SOCKET_OPCODE_CLOSE = 0x8,
  AIOHTTP_WEB_SOCKET_OPCODE_PING = 0x9,
  AIOHTTP_WEB_SOCKET_OPCODE_PONG = 0xa,
} AiohttpWebSocketOpcode;

#define AIOHTTP_WEB_SOCKET_FIN  0x80
#define AIOHTTP_WEB_SOCKET_RSV1 0x40 /* of a message's first frame: compressed (RFC 7692, 6) */

#define AIOHTTP_WEB_SOCKET_HEAD_MAX    14
#define AIOHTTP_WEB_SOCKET_CONTROL_MAX 125

/* Writes the head of a frame, at most AIOHTTP_WEB_SOCKET_HEAD_MAX octets; `key` is NULL where frames go unmasked, as the
 * server's do. The head's size. */
gsize aiohttp_web_socket_write_head (guint8 *head, guint first_octet, guint64 length, const guint32 *key);

/* Whether a close frame may carry the code (RFC 6455, 7.4, and the registry of close codes). */
gboolean aiohttp_web_socket_close_code_is_valid (guint code);

G_END_DECLS
