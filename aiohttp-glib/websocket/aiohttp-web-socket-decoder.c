/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-decoder-private.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-web-socket-mask-private.h"

#define STEP         4096              /* unmasked on the stack, to be inflated */
#define INFLATE_ROOM (16 * 1024)       /* at least so much at a time */
#define AT_ONCE      ((gsize) 1 << 20) /* as much is reserved for what a head announces */
#define WORTH_A_READ 8192

void
aiohttp_web_socket_decoder_init (AiohttpWebSocketDecoder *self, gboolean as_server, guint64 max_message_size,
                                 AiohttpWebSocketInflater *inflater)
{
  memset (self, 0, sizeof *self);
  self->parser.expects_mask = as_server;
  self->parser.allows_rsv1 = inflater != NULL;
  self->max_message_size = max_message_size;
  self->inflater = inflater;
}

void
aiohttp_web_socket_decoder_clear (AiohttpWebSocketDecoder *self)
{
  g_clear_pointer (&self->inflater, aiohttp_web_socket_inflater_free);
  g_clear_pointer (&self->partial, aiohttp_web_socket_message_unref);
}

static gboolean
fail (AiohttpWebSocketError code, const char *text, GError **error)
{
  g_set_error_literal (error, AIOHTTP_WEBSOCKET_ERROR, code, text);
  return FALSE;
}

static gboolean
check_size (AiohttpWebSocketDecoder *self, guint64 size, GError **error)
{
  if (self->max_message_size == 0 || self->streams || size <= self->max_message_size)
    return TRUE;
  g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TOO_BIG,
               "Message of more than %" G_GUINT64_FORMAT " bytes is over the limit of %" G_GUINT64_FORMAT, size - 1,
               self->max_message_size);
  return FALSE;
}

/* Room for `needed` octets more, and if there is no reason against it for the `announced` ones behind them. */
static guint8 *
reserve (AiohttpWebSocketDecoder *self, gsize needed, guint64 announced)
{
  AiohttpWebSocketMessage *partial = self->partial;
  gsize wanted = partial->length + needed;

  if (wanted > partial->capacity)
    {
      gsize ahead = (gsize) MIN (announced, MAX (AT_ONCE, wanted));
      gsize growth = partial->length > 0 ? partial->capacity / 2 : 0;

      /* A frame that ends here has a size; a message of many grows in steps. */
      self->partial = aiohttp_web_socket_message_reserve (partial, wanted + MAX (ahead, announced == 0 ? growth : 0));
    }
  return self->partial->payload + self->partial->length;
}

static gboolean
check_text (AiohttpWebSocketDecoder *self, const guint8 *data, gsize length, GError **error)
{
  return self->partial->type != AIOHTTP_WEB_SOCKET_MESSAGE_TEXT ||
         aiohttp_web_socket_text_add (&self->text, data, length) ||
         fail (AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA, "Text message is not valid UTF-8", error);
}

static gsize
get_ahead (const AiohttpWebSocketDecoder *self, const AiohttpWebSocketPiece *piece)
{
  return self->streams ? 0 : (gsize) MIN (piece->frame_left, AT_ONCE);
}

static gboolean
add_plain (AiohttpWebSocketDecoder *self, const AiohttpWebSocketPiece *piece, GError **error)
{
  guint8 *room;

  if (piece->length == 0)
    return TRUE;
  room = reserve (self, piece->length, get_ahead (self, piece));
  aiohttp_web_socket_mask (room, piece->data, piece->length, piece->key);
  self->partial->length += piece->length;
  return check_text (self, room, piece->length, error);
}

static gboolean
inflate_step (AiohttpWebSocketDecoder *self, const guint8 *data, gsize length, GError **error)
{
  aiohttp_web_socket_inflater_set_input (self->inflater, data, length);
  for (;;)
    {
      gsize capacity = self->partial->capacity - self->partial->length;
      guint8 *room = reserve (self, MAX (capacity, MIN (INFLATE_ROOM, 64 + length * 4)), 0);
      gssize n;

      capacity = self->partial->capacity - self->partial->length;
      n = aiohttp_web_socket_inflater_read (self->inflater, room, capacity, error);
      if (n <= 0)
        return n == 0;
      self->partial->length += (gsize) n;
      if (!check_size (self, self->partial->length, error) || !check_text (self, room, (gsize) n, error))
        return FALSE;
      if ((gsize) n < capacity)
        continue;
      reserve (self, MAX (self->partial->length, INFLATE_ROOM), 0);
    }
}

static gboolean
add_compressed (AiohttpWebSocketDecoder *self, const AiohttpWebSocketPiece *piece, GError **error)
{
  guint8 plain[STEP];
  guint32 key = piece->key;

  for (gsize done = 0; done < piece->length;)
    {
      gsize step = MIN (piece->length - done, STEP);

      aiohttp_web_socket_mask (plain, piece->data + done, step, key);
      key = aiohttp_web_socket_mask_turn (key, step);
      done += step;
      if (!inflate_step (self, plain, step, error))
        return FALSE;
    }
  if (!piece->last)
    return TRUE;
  return inflate_step (self, aiohttp_web_socket_deflate_tail, sizeof aiohttp_web_socket_deflate_tail, error) &&
         aiohttp_web_socket_inflater_end_message (self->inflater, error);
}

static gboolean
add_piece (AiohttpWebSocketDecoder *self, const AiohttpWebSocketPiece *piece, GError **error)
{
  if (piece->first)
    self->text = (AiohttpWebSocketText){ 0 };
  if (self->partial == NULL)
    self->partial = aiohttp_web_socket_message_new ((AiohttpWebSocketMessageType) piece->opcode,
                                                    piece->compressed ? 0 : piece->length + get_ahead (self, piece));
  if (!(piece->compressed ? add_compressed (self, piece, error) : add_plain (self, piece, error)))
    return FALSE;
  return !piece->last || aiohttp_web_socket_text_is_complete (&self->text) ||
         fail (AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA, "Text message ends inside a character", error);
}

static AiohttpWebSocketMessage *
read_close (guint8 *payload, gsize length, GError **error)
{
  guint code;

  if (length == 0)
    return aiohttp_web_socket_message_new_close (AIOHTTP_WEB_SOCKET_CLOSE_NO_STATUS, NULL, 0);
  if (length == 1)
    {
      fail (AIOHTTP_WEBSOCKET_ERROR_PROTOCOL, "Close frame has half a code", error);
      return NULL;
    }
  code = (guint) payload[0] << 8 | payload[1];
  if (!aiohttp_web_socket_close_code_is_valid (code))
    {
      g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_PROTOCOL, "Close code %u is not valid",
                   code);
      return NULL;
    }
  if (!aiohttp_web_socket_text_is_valid (payload + 2, length - 2))
    {
      fail (AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA, "Reason of the close frame is not valid UTF-8", error);
      return NULL;
    }
  return aiohttp_web_socket_message_new_close (code, (const char *) payload + 2, length - 2);
}

static AiohttpWebSocketMessage *
read_control (const AiohttpWebSocketPiece *piece, GError **error)
{
  guint8 payload[AIOHTTP_WEB_SOCKET_CONTROL_MAX];
  AiohttpWebSocketMessage *message;

  aiohttp_web_socket_mask (payload, piece->data, piece->length, piece->key);
  if (piece->opcode == AIOHTTP_WEB_SOCKET_OPCODE_CLOSE)
    return read_close (payload, piece->length, error);
  message = aiohttp_web_socket_message_new ((AiohttpWebSocketMessageType) piece->opcode, piece->length);
  memcpy (message->payload, payload, piece->length);
  message->length = piece->length;
  return aiohttp_web_socket_message_complete (message);
}

static void
set_limits (AiohttpWebSocketDecoder *self)
{
  guint64 limit = self->streams ? 0 : self->max_message_size;

  self->parser.max_message_size = limit;
  /* Deflate makes of what it cannot compress a little more than it was. */
  self->parser.max_compressed_size = limit != 0 ? limit + limit / 128 + 64 : 0;
}

AiohttpWebSocketDecoderState
aiohttp_web_socket_decoder_next (AiohttpWebSocketDecoder *self, const guint8 *window, gsize length, gsize *taken,
                                 AiohttpWebSocketMessage **message, GError **error)
{
  gsize given = 0;

  set_limits (self);
  *taken = 0;
  for (;;)
    {
      AiohttpWebSocketPiece piece;
      AiohttpWebSocketParserState state =
          aiohttp_web_socket_parser_next (&self->parser, window + *taken, length - *taken, &given, &piece, error);

      *taken += given;
      switch (state)
        {
        case AIOHTTP_WEB_SOCKET_PARSER_MORE:
          return AIOHTTP_WEB_SOCKET_DECODER_MORE;
        case AIOHTTP_WEB_SOCKET_PARSER_CONTROL:
          *message = read_control (&piece, error);
          return *message != NULL ? AIOHTTP_WEB_SOCKET_DECODER_MESSAGE : AIOHTTP_WEB_SOCKET_DECODER_FAILED;
        case AIOHTTP_WEB_SOCKET_PARSER_PIECE:
          if (!add_piece (self, &piece, error))
            return AIOHTTP_WEB_SOCKET_DECODER_FAILED;
          if (!piece.last && !(self->streams && self->partial->length > 0))
            break;
          *message = aiohttp_web_socket_message_complete (g_steal_pointer (&self->partial));
          if (!self->streams)
            return AIOHTTP_WEB_SOCKET_DECODER_MESSAGE;
          return piece.last ? AIOHTTP_WEB_SOCKET_DECODER_LAST_PART : AIOHTTP_WEB_SOCKET_DECODER_PART;
        case AIOHTTP_WEB_SOCKET_PARSER_FAILED:
        default:
          return AIOHTTP_WEB_SOCKET_DECODER_FAILED;
        }
    }
}

guint8 *
aiohttp_web_socket_decoder_get_room (AiohttpWebSocketDecoder *self, gsize *size)
{
  const AiohttpWebSocketParser *parser = &self->parser;
  guint8 *room;
  gsize needed;

  if (self->partial == NULL || self->streams || !parser->in_payload || parser->message_compressed ||
      (parser->first_octet & 0x08) != 0 || parser->remaining < WORTH_A_READ)
    return NULL;
  needed = (gsize) MIN (parser->remaining, WORTH_A_READ);
  room = reserve (self, needed, parser->remaining - needed);
  *size = (gsize) MIN (parser->remaining, self->partial->capacity - self->partial->length);
  return room;
}

guint
aiohttp_web_socket_decoder_get_close_code (const GError *error)
{
  if (!g_error_matches (error, AIOHTTP_WEBSOCKET_ERROR, error->code))
    return AIOHTTP_WEB_SOCKET_CLOSE_INTERNAL_ERROR;
  switch ((AiohttpWebSocketError) error->code)
    {
    case AIOHTTP_WEBSOCKET_ERROR_PROTOCOL:
      return AIOHTTP_WEB_SOCKET_CLOSE_PROTOCOL_ERROR;
    case AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA:
      return AIOHTTP_WEB_SOCKET_CLOSE_INVALID_TEXT;
    case AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TOO_BIG:
      return AIOHTTP_WEB_SOCKET_CLOSE_MESSAGE_TOO_BIG;
    case AIOHTTP_WEBSOCKET_ERROR_FAILED:
    case AIOHTTP_WEBSOCKET_ERROR_CLOSED:
    case AIOHTTP_WEBSOCKET_ERROR_DISCONNECTED:
    case AIOHTTP_WEBSOCKET_ERROR_NO_PONG:
    case AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TYPE:
    case AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE:
    case AIOHTTP_WEBSOCKET_ERROR_AWAY:
    default:
      return AIOHTTP_WEB_SOCKET_CLOSE_INTERNAL_ERROR;
    }
}
