/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-message.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-json-private.h"
#include "aiohttp-web-socket-message-private.h"

/**
 * AiohttpWebSocketMessage:
 *
 * A message that came by a websocket, or the news of its end.
 *
 * It holds what was received in one piece of memory and is never changed; it may be kept, and passed to another thread.
 * aiohttp: `WSMessage`.
 *
 * Since: 0.1
 */

G_DEFINE_BOXED_TYPE (AiohttpWebSocketMessage, aiohttp_web_socket_message, aiohttp_web_socket_message_ref,
                     aiohttp_web_socket_message_unref)

AiohttpWebSocketMessage *
aiohttp_web_socket_message_new (AiohttpWebSocketMessageType type, gsize capacity)
{
  AiohttpWebSocketMessage *self = g_malloc (sizeof *self + capacity + 1);

  self->ref_count = 1;
  self->type = (guint16) type;
  self->close_code = 0;
  self->is_part = self->is_last = FALSE;
  self->length = 0;
  self->capacity = capacity;
  self->next = NULL;
  self->gap = NULL;
  self->payload[0] = '\0';
  return self;
}

AiohttpWebSocketMessage *
aiohttp_web_socket_message_new_close (guint code, const char *reason, gsize length)
{
  AiohttpWebSocketMessage *self = aiohttp_web_socket_message_new (AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE, length);

  self->close_code = (guint16) code;
  if (length > 0)
    memcpy (self->payload, reason, length);
  self->length = length;
  return aiohttp_web_socket_message_complete (self);
}

AiohttpWebSocketMessage *
aiohttp_web_socket_message_new_gap (AiohttpWebSocketGap *gap)
{
  AiohttpWebSocketMessage *self = aiohttp_web_socket_message_new (AIOHTTP_WEB_SOCKET_MESSAGE_GAP, 0);

  self->gap = g_object_ref (gap);
  return self;
}

AiohttpWebSocketMessage *
aiohttp_web_socket_message_reserve (AiohttpWebSocketMessage *self, gsize capacity)
{
  if (capacity <= self->capacity)
    return self;
  self = g_realloc (self, sizeof *self + capacity + 1);
  self->capacity = capacity;
  return self;
}

AiohttpWebSocketMessage *
aiohttp_web_socket_message_complete (AiohttpWebSocketMessage *self)
{
  if (self->capacity > 512 && self->capacity / 2 > self->length)
    {
      self = g_realloc (self, sizeof *self + self->length + 1);
      self->capacity = self->length;
    }
  self->payload[self->length] = '\0';
  return self;
}

/**
 * aiohttp_web_socket_message_ref:
 * @self: a message
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the message
 *
 * Since: 0.1
 */
AiohttpWebSocketMessage *
aiohttp_web_socket_message_ref (AiohttpWebSocketMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * aiohttp_web_socket_message_unref:
 * @self: (transfer full): a message
 *
 * Drops a reference.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_message_unref (AiohttpWebSocketMessage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_object (&self->gap);
  g_free (self);
}

/**
 * aiohttp_web_socket_message_get_message_type:
 * @self: a message
 *
 * Gets what the message is.
 *
 * Returns: the type
 *
 * Since: 0.1
 */
AiohttpWebSocketMessageType
aiohttp_web_socket_message_get_message_type (AiohttpWebSocketMessage *self)
{
  g_return_val_if_fail (self != NULL, AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED);

  return (AiohttpWebSocketMessageType) self->type;
}

/**
 * aiohttp_web_socket_message_get_text:
 * @self: a message
 *
 * Gets the text of a text message.
 *
 * It is valid UTF-8. One with U+0000 in it is longer than this string; get_bytes() has it all.
 *
 * Returns: (nullable): the text, as long as the message lives; %NULL for any other message
 *
 * Since: 0.1
 */
const char *
aiohttp_web_socket_message_get_text (AiohttpWebSocketMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->type == AIOHTTP_WEB_SOCKET_MESSAGE_TEXT ? (const char *) self->payload : NULL;
}

static void
release_message (gpointer data)
{
  aiohttp_web_socket_message_unref (data);
}

/**
 * aiohttp_web_socket_message_get_bytes:
 * @self: a message
 *
 * Gets the payload of any message, without a copy: those of a text message are its UTF-8, those of a close message its
 * reason.
 *
 * Returns: (transfer full): the bytes, which keep the message alive
 *
 * Since: 0.1
 */
GBytes *
aiohttp_web_socket_message_get_bytes (AiohttpWebSocketMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_bytes_new_with_free_func (self->payload, self->length, release_message,
                                     aiohttp_web_socket_message_ref (self));
}

/**
 * aiohttp_web_socket_message_get_data: (skip)
 * @self: a message
 * @length: (out) (optional): its length
 *
 * Gets the payload of any message where it is. A zero octet follows it.
 *
 * Returns: (transfer none): the payload, as long as the message lives
 *
 * Since: 0.1
 */
const guint8 *
aiohttp_web_socket_message_get_data (AiohttpWebSocketMessage *self, gsize *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (length != NULL)
    *length = self->length;
  return self->payload;
}

/**
 * aiohttp_web_socket_message_get_size:
 * @self: a message
 *
 * Gets how long the payload is.
 *
 * Returns: octets
 *
 * Since: 0.1
 */
gsize
aiohttp_web_socket_message_get_size (AiohttpWebSocketMessage *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * aiohttp_web_socket_message_get_json:
 * @self: a message
 * @error: return location of the error
 *
 * Parses a text message as JSON. aiohttp: `WSMessage.json()`.
 *
 * Returns: (transfer full): the root; %NULL with an error of %JSON_PARSER_ERROR if it is not JSON, or nested deeper than
 *   64, or with %AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TYPE if it is not text
 *
 * Since: 0.1
 */
JsonNode *
aiohttp_web_socket_message_get_json (AiohttpWebSocketMessage *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->type == AIOHTTP_WEB_SOCKET_MESSAGE_TEXT)
    return aiohttp_json_parse ((const char *) self->payload, self->length, AIOHTTP_JSON_MAX_DEPTH, error);
  g_set_error_literal (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TYPE,
                       "JSON comes in a text message, and this is none");
  return NULL;
}

/**
 * aiohttp_web_socket_message_get_close_code:
 * @self: a message
 *
 * Gets the code of a close message: one of [enum@Aiohttp.WebSocketCloseCode], or of the program's own.
 *
 * Returns: the code, 1005 if the peer gave none; 0 of any other message
 *
 * Since: 0.1
 */
guint
aiohttp_web_socket_message_get_close_code (AiohttpWebSocketMessage *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->close_code;
}

/**
 * aiohttp_web_socket_message_get_reason:
 * @self: a message
 *
 * Gets the reason of a close message.
 *
 * Returns: (nullable): the text, maybe empty; %NULL for any other message
 *
 * Since: 0.1
 */
const char *
aiohttp_web_socket_message_get_reason (AiohttpWebSocketMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->type == AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE ? (const char *) self->payload : NULL;
}

/**
 * aiohttp_web_socket_message_get_gap:
 * @self: a message
 *
 * Gets what a message of the type %AIOHTTP_WEB_SOCKET_MESSAGE_GAP tells of.
 *
 * Returns: (transfer none) (nullable): the gap; %NULL for any other message
 *
 * Since: 0.1
 */
AiohttpWebSocketGap *
aiohttp_web_socket_message_get_gap (AiohttpWebSocketMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->gap;
}
