/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "aiohttp-web-socket-gap.h"

G_BEGIN_DECLS

/**
 * AiohttpWebSocketMessageType:
 * @AIOHTTP_WEB_SOCKET_MESSAGE_CONTINUATION: never of a message: those come whole
 * @AIOHTTP_WEB_SOCKET_MESSAGE_TEXT: text
 * @AIOHTTP_WEB_SOCKET_MESSAGE_BINARY: bytes
 * @AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE: the peer closes; the message has its code and reason
 * @AIOHTTP_WEB_SOCKET_MESSAGE_PING: a ping, where the websocket does not answer them itself
 * @AIOHTTP_WEB_SOCKET_MESSAGE_PONG: a pong, where the websocket does not take them itself
 * @AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING: the websocket was closed on this side while a message was waited for
 * @AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED: the websocket is closed
 * @AIOHTTP_WEB_SOCKET_MESSAGE_ERROR: the connection broke; [method@Aiohttp.WebSocket.get_error] says how
 * @AIOHTTP_WEB_SOCKET_MESSAGE_GAP: only of [class@Aiohttp.ReconnectingWebSocket]: the connection was lost, and made again; what
 *   the server sent meanwhile is missing here
 *
 * What a message is. aiohttp: `WSMsgType`, with the same numbers.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_WEB_SOCKET_MESSAGE_CONTINUATION = 0x0,
  AIOHTTP_WEB_SOCKET_MESSAGE_TEXT = 0x1,
  AIOHTTP_WEB_SOCKET_MESSAGE_BINARY = 0x2,
  AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE = 0x8,
  AIOHTTP_WEB_SOCKET_MESSAGE_PING = 0x9,
  AIOHTTP_WEB_SOCKET_MESSAGE_PONG = 0xa,
  AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING = 0x100,
  AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED = 0x101,
  AIOHTTP_WEB_SOCKET_MESSAGE_ERROR = 0x102,
  AIOHTTP_WEB_SOCKET_MESSAGE_GAP = 0x200,
} AiohttpWebSocketMessageType;

/**
 * AiohttpWebSocketCloseCode:
 * @AIOHTTP_WEB_SOCKET_CLOSE_OK: the purpose is fulfilled
 * @AIOHTTP_WEB_SOCKET_CLOSE_GOING_AWAY: the server shuts down, or a page is left
 * @AIOHTTP_WEB_SOCKET_CLOSE_PROTOCOL_ERROR: a frame broke the rules
 * @AIOHTTP_WEB_SOCKET_CLOSE_UNSUPPORTED_DATA: a message of a type that cannot be taken
 * @AIOHTTP_WEB_SOCKET_CLOSE_NO_STATUS: the close frame had no code; never sent
 * @AIOHTTP_WEB_SOCKET_CLOSE_ABNORMAL_CLOSURE: the connection ended without a close frame; never sent
 * @AIOHTTP_WEB_SOCKET_CLOSE_INVALID_TEXT: text that is not UTF-8
 * @AIOHTTP_WEB_SOCKET_CLOSE_POLICY_VIOLATION: a message against the receiver's rules
 * @AIOHTTP_WEB_SOCKET_CLOSE_MESSAGE_TOO_BIG: a message over the limit
 * @AIOHTTP_WEB_SOCKET_CLOSE_MANDATORY_EXTENSION: the server lacks an extension that the client needs
 * @AIOHTTP_WEB_SOCKET_CLOSE_INTERNAL_ERROR: the server failed
 * @AIOHTTP_WEB_SOCKET_CLOSE_SERVICE_RESTART: the server restarts
 * @AIOHTTP_WEB_SOCKET_CLOSE_TRY_AGAIN_LATER: the server is overloaded
 * @AIOHTTP_WEB_SOCKET_CLOSE_BAD_GATEWAY: a gateway's own server failed
 *
 * Why a websocket ends (RFC 6455, 7.4.1). Programs use 3000 to 4999 as they like. aiohttp: `WSCloseCode`.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_WEB_SOCKET_CLOSE_OK = 1000,
  AIOHTTP_WEB_SOCKET_CLOSE_GOING_AWAY = 1001,
  AIOHTTP_WEB_SOCKET_CLOSE_PROTOCOL_ERROR = 1002,
  AIOHTTP_WEB_SOCKET_CLOSE_UNSUPPORTED_DATA = 1003,
  AIOHTTP_WEB_SOCKET_CLOSE_NO_STATUS = 1005,
  AIOHTTP_WEB_SOCKET_CLOSE_ABNORMAL_CLOSURE = 1006,
  AIOHTTP_WEB_SOCKET_CLOSE_INVALID_TEXT = 1007,
  AIOHTTP_WEB_SOCKET_CLOSE_POLICY_VIOLATION = 1008,
  AIOHTTP_WEB_SOCKET_CLOSE_MESSAGE_TOO_BIG = 1009,
  AIOHTTP_WEB_SOCKET_CLOSE_MANDATORY_EXTENSION = 1010,
  AIOHTTP_WEB_SOCKET_CLOSE_INTERNAL_ERROR = 1011,
  AIOHTTP_WEB_SOCKET_CLOSE_SERVICE_RESTART = 1012,
  AIOHTTP_WEB_SOCKET_CLOSE_TRY_AGAIN_LATER = 1013,
  AIOHTTP_WEB_SOCKET_CLOSE_BAD_GATEWAY = 1014,
} AiohttpWebSocketCloseCode;

typedef struct _AiohttpWebSocketMessage AiohttpWebSocketMessage;

#define AIOHTTP_TYPE_WEB_SOCKET_MESSAGE (aiohttp_web_socket_message_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_web_socket_message_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketMessage *aiohttp_web_socket_message_ref (AiohttpWebSocketMessage *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_web_socket_message_unref (AiohttpWebSocketMessage *self);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketMessageType aiohttp_web_socket_message_get_message_type (AiohttpWebSocketMessage *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_web_socket_message_get_text (AiohttpWebSocketMessage *self);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_web_socket_message_get_bytes (AiohttpWebSocketMessage *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
const guint8 *aiohttp_web_socket_message_get_data (AiohttpWebSocketMessage *self, gsize *length);
AIOHTTP_AVAILABLE_IN_ALL
gsize aiohttp_web_socket_message_get_size (AiohttpWebSocketMessage *self);
AIOHTTP_AVAILABLE_IN_ALL
JsonNode *aiohttp_web_socket_message_get_json (AiohttpWebSocketMessage *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_web_socket_message_get_close_code (AiohttpWebSocketMessage *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_web_socket_message_get_reason (AiohttpWebSocketMessage *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketGap *aiohttp_web_socket_message_get_gap (AiohttpWebSocketMessage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpWebSocketMessage, aiohttp_web_socket_message_unref)

G_END_DECLS
