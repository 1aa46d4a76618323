/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-parser-private.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-web-socket-mask-private.h"

static gboolean G_GNUC_PRINTF (2, 3) fail (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_PROTOCOL, format, arguments);
  va_end (arguments);
  return FALSE;
}

static gboolean
is_control (guint first_octet)
{
  return (first_octet & 0x08) != 0;
}

static gsize
get_head_size (const AiohttpWebSocketParser *self, guint8 second_octet)
{
  gsize size = 2;

  if ((second_octet & 0x7f) == 126)
    size += 2;
  else if ((second_octet & 0x7f) == 127)
    size += 8;
  return (second_octet & 0x80) != 0 ? size + 4 : size;
}

/* What two octets tell: most bad frames are refused by them, before their length is known. */
static gboolean
check_start (const AiohttpWebSocketParser *self, const guint8 *head, GError **error)
{
  guint opcode = head[0] & 0x0f;
  guint rsv = head[0] & 0x70;

  if ((opcode > 0x2 && opcode < 0x8) || opcode > 0xa)
    return fail (error, "Opcode %u is reserved", opcode);
  if ((rsv & ~(guint) AIOHTTP_WEB_SOCKET_RSV1) != 0 ||
      (rsv != 0 && (!self->allows_rsv1 || is_control (opcode) || opcode == AIOHTTP_WEB_SOCKET_OPCODE_CONTINUATION)))
    return fail (error, "Reserved bits 0x%02x are set in a frame of opcode %u", rsv, opcode);
  if (((head[1] & 0x80) != 0) != self->expects_mask)
    return fail (error, "%s", self->expects_mask ? "Frame of a client is not masked" : "Frame of a server is masked");
  if (is_control (opcode))
    {
      if ((head[0] & AIOHTTP_WEB_SOCKET_FIN) == 0)
        return fail (error, "Control frame of opcode %u is fragmented", opcode);
      if ((head[1] & 0x7f) > AIOHTTP_WEB_SOCKET_CONTROL_MAX)
        return fail (error, "Control frame of opcode %u is longer than 125", opcode);
    }
  else if (opcode == AIOHTTP_WEB_SOCKET_OPCODE_CONTINUATION && self->message_opcode == 0)
    return fail (error, "Continuation frame continues nothing");
  else if (opcode != AIOHTTP_WEB_SOCKET_OPCODE_CONTINUATION && self->message_opcode != 0)
    return fail (error, "Frame of opcode %u begins inside a message", opcode);
  return TRUE;
}

static gboolean
read_length (const guint8 *head, guint64 *length, GError **error)
{
  guint8 number = head[1] & 0x7f;

  if (number == 126)
    {
      guint16 field;

      memcpy (&field, head + 2, 2);
      *length = GUINT16_FROM_BE (field);
      return *length >= 126 || fail (error, "Length %" G_GUINT64_FORMAT " is not in its shortest form", *length);
    }
  if (number == 127)
    {
      guint64 field;

      memcpy (&field, head + 2, 8);
      *length = GUINT64_FROM_BE (field);
      if (*length > G_MAXINT64)
        return fail (error, "Length has its highest bit set");
      return *length > G_MAXUINT16 || fail (error, "Length %" G_GUINT64_FORMAT " is not in its shortest form", *length);
    }
  *length = number;
  return TRUE;
}

/* Counts a frame into its message. */
static gboolean
begin_data_frame (AiohttpWebSocketParser *self, GError **error)
{
  guint64 before = 0;
  guint64 limit;

  if (self->message_opcode == 0)
    {
      self->message_opcode = self->first_octet & 0x0f;
      self->message_compressed = (self->first_octet & AIOHTTP_WEB_SOCKET_RSV1) != 0;
      self->n_fragments = 0;
      self->at_start = TRUE;
    }
  else
    before = self->message_length;
  if (++self->n_fragments > AIOHTTP_WEB_SOCKET_MAX_FRAGMENTS)
    return fail (error, "Message has more than %d fragments", AIOHTTP_WEB_SOCKET_MAX_FRAGMENTS);
  self->message_length = before + self->remaining;
  limit = self->message_compressed ? self->max_compressed_size : self->max_message_size;
  if (self->message_length > G_MAXINT64 || (limit != 0 && self->message_length > limit))
    {
      g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TOO_BIG,
                   "Message of %" G_GUINT64_FORMAT " bytes or more is over the limit of %" G_GUINT64_FORMAT,
                   self->message_length, limit);
      return FALSE;
    }
  return TRUE;
}

static gboolean
begin_frame (AiohttpWebSocketParser *self, const guint8 *head, gsize head_size, GError **error)
{
  self->first_octet = head[0];
  if (!read_length (head, &self->remaining, error))
    return FALSE;
  self->key = 0;
  if (self->expects_mask)
    memcpy (&self->key, head + head_size - 4, 4);
  self->control_length = 0;
  self->in_payload = TRUE;
  return is_control (head[0]) || begin_data_frame (self, error);
}

typedef enum
{
  HEAD_COMPLETE,
  HEAD_MORE,
  HEAD_BAD,
} HeadState;

/* A head that is whole in the window is read there; else its octets gather. */
static HeadState
read_head (AiohttpWebSocketParser *self, const guint8 *window, gsize length, gsize *taken, GError **error)
{
  const guint8 *head = window;
  gsize before = self->head_length;
  gsize available = before + length;
  gsize size;

  if (G_UNLIKELY (before > 0 || length < AIOHTTP_WEB_SOCKET_HEAD_MAX))
    {
      gsize added = MIN (length, sizeof self->head - before);

      memcpy (self->head + before, window, added);
      head = self->head;
      available = before + added;
      self->head_length = (guint8) available;
    }
  *taken = available - before;
  if (available < 2)
    return HEAD_MORE;
  if (before < 2 && !check_start (self, head, error))
    return HEAD_BAD;
  size = get_head_size (self, head[1]);
  if (available < size)
    return HEAD_MORE;
  *taken = size - before;
  self->head_length = 0;
  return begin_frame (self, head, size, error) ? HEAD_COMPLETE : HEAD_BAD;
}

static AiohttpWebSocketParserState
give_control (AiohttpWebSocketParser *self, const guint8 *payload, gsize length, gsize *taken,
              AiohttpWebSocketPiece *piece)
{
  gsize n = (gsize) MIN (length, self->remaining);

  *taken += n;
  self->remaining -= n;
  if (G_UNLIKELY (self->remaining > 0 || self->control_length > 0))
    {
      memcpy (self->control + self->control_length, payload, n);
      self->control_length += (guint8) n;
      payload = self->control;
      n = self->control_length;
    }
  if (self->remaining > 0)
    return AIOHTTP_WEB_SOCKET_PARSER_MORE;
  self->in_payload = FALSE;
  *piece = (AiohttpWebSocketPiece){
    .opcode = self->first_octet & 0x0f, .data = payload, .length = n, .key = self->key, .first = TRUE, .last = TRUE
  };
  return AIOHTTP_WEB_SOCKET_PARSER_CONTROL;
}

static AiohttpWebSocketParserState
give_piece (AiohttpWebSocketParser *self, const guint8 *payload, gsize length, gsize *taken,
            AiohttpWebSocketPiece *piece)
{
  gsize n = (gsize) MIN (length, self->remaining);
  gboolean first = self->at_start;
  gboolean last = FALSE;

  if (n == 0 && self->remaining > 0)
    return AIOHTTP_WEB_SOCKET_PARSER_MORE;
  *taken += n;
  self->remaining -= n;
  *piece = (AiohttpWebSocketPiece){ .opcode = self->message_opcode,
                                    .data = payload,
                                    .length = n,
                                    .key = self->key,
                                    .frame_left = self->remaining,
                                    .first = first,
                                    .compressed = self->message_compressed };
  self->at_start = FALSE;
  if (self->remaining > 0)
    self->key = aiohttp_web_socket_mask_turn (self->key, n);
  else
    {
      self->in_payload = FALSE;
      last = (self->first_octet & AIOHTTP_WEB_SOCKET_FIN) != 0;
      if (last)
        self->message_opcode = 0;
    }
  piece->last = last;
  return AIOHTTP_WEB_SOCKET_PARSER_PIECE;
}

AiohttpWebSocketParserState
aiohttp_web_socket_parser_next (AiohttpWebSocketParser *self, const guint8 *window, gsize length, gsize *taken,
                                AiohttpWebSocketPiece *piece, GError **error)
{
  *taken = 0;
  if (!self->in_payload)
    {
      if (length == 0)
        return AIOHTTP_WEB_SOCKET_PARSER_MORE;
      switch (read_head (self, window, length, taken, error))
        {
        case HEAD_MORE:
          return AIOHTTP_WEB_SOCKET_PARSER_MORE;
        case HEAD_BAD:
          return AIOHTTP_WEB_SOCKET_PARSER_FAILED;
        case HEAD_COMPLETE:
        default:
          break;
        }
    }
  if (is_control (self->first_octet))
    return give_control (self, window + *taken, length - *taken, taken, piece);
  return give_piece (self, window + *taken, length - *taken, taken, piece);
}

gboolean
aiohttp_web_socket_parser_is_idle (const AiohttpWebSocketParser *self)
{
  return !self->in_payload && self->head_length == 0 && self->message_opcode == 0;
}
