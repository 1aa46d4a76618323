/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-http1-body-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-http1-error-private.h"

#include <string.h>

/* A chunk size has at most 16 digits: more can only be leading zeros or an overflow. */
#define MAX_SIZE_DIGITS 16

typedef enum
{
  BODY_PAYLOAD,        /* of a length, a chunk, or until the end of the connection */
  BODY_SIZE,           /* digits */
  BODY_SIZE_SPACE,     /* tolerated white space behind them */
  BODY_EXT_NAME_START, /* after ";" */
  BODY_EXT_NAME,
  BODY_EXT_VALUE_START, /* after "=" */
  BODY_EXT_VALUE,
  BODY_EXT_QUOTED,
  BODY_EXT_ESCAPE,
  BODY_EXT_QUOTED_END,
  BODY_SIZE_LF,
  BODY_PAYLOAD_CR,
  BODY_PAYLOAD_LF,
  BODY_TRAILER_START,
  BODY_TRAILER_NAME,
  BODY_TRAILER_VALUE,
  BODY_TRAILER_LF,
  BODY_END_LF,
  BODY_DONE,
  BODY_FAILED,
} BodyState;

#define fail(body, code_suffix, http_status, error, ...)                                                               \
  ((body)->state = BODY_FAILED, (body)->status = (http_status),                                                        \
   aiohttp_http1_set_error ((error), AIOHTTP_PROTOCOL_ERROR_##code_suffix, __VA_ARGS__), FALSE)

void
aiohttp_http1_body_init (AiohttpHttp1Body *body, const AiohttpHttp1Head *head, const AiohttpHttp1Limits *limits,
                         gboolean is_response, guint64 max_length)
{
  memset (body, 0, sizeof *body);
  body->limits = limits != NULL ? limits : &aiohttp_http1_default_limits;
  body->max_length = max_length > 0 ? max_length : G_MAXUINT64;
  body->kind = head->body;
  body->n_fields = (guint16) MIN (head->n_fields, G_MAXUINT16);
  body->lax_flags = is_response ? (guint16) body->limits->lax_flags : 0;

  switch ((AiohttpHttp1BodyKind) head->body)
    {
    case AIOHTTP_HTTP1_BODY_LENGTH:
      body->remaining = head->content_length;
      body->state = body->remaining > 0 ? BODY_PAYLOAD : BODY_DONE;
      break;
    case AIOHTTP_HTTP1_BODY_CHUNKED:
      body->state = BODY_SIZE;
      break;
    case AIOHTTP_HTTP1_BODY_UNTIL_CLOSE:
      body->remaining = G_MAXUINT64;
      body->state = BODY_PAYLOAD;
      break;
    case AIOHTTP_HTTP1_BODY_NONE:
    case AIOHTTP_HTTP1_BODY_TUNNEL:
    default:
      body->state = BODY_DONE;
      break;
    }
}

gboolean
aiohttp_http1_body_is_done (const AiohttpHttp1Body *body)
{
  return body->state == BODY_DONE;
}

static gboolean
fail_too_large (AiohttpHttp1Body *body, GError **error)
{
  return fail (body, BODY_TOO_LARGE, 413, error, NULL, 0, "The body is over the limit of %" G_GUINT64_FORMAT " bytes",
               body->max_length);
}

/* Refuses a body as soon as its end is known to lie beyond the limit. */
static gboolean
check_max_length (AiohttpHttp1Body *body, GError **error)
{
  guint64 announced = body->kind == AIOHTTP_HTTP1_BODY_UNTIL_CLOSE ? 0 : body->remaining;

  if (body->received > body->max_length || announced > body->max_length - body->received)
    return fail_too_large (body, error);
  return TRUE;
}

gboolean
aiohttp_http1_body_set_max_length (AiohttpHttp1Body *body, guint64 max_length, GError **error)
{
  body->max_length = max_length > 0 ? max_length : G_MAXUINT64;
  return check_max_length (body, error);
}

static gboolean
fail_chunk (AiohttpHttp1Body *body, char c, const char *what, GError **error)
{
  return fail (body, BAD_CHUNK, 400, error, &c, 1, "%s", what);
}

static gboolean
take_digit (AiohttpHttp1Body *body, char c, GError **error)
{
  if (++body->n_digits > MAX_SIZE_DIGITS)
    return fail (body, BAD_CHUNK, 400, error, NULL, 0, "A chunk size has more than %d digits", MAX_SIZE_DIGITS);
  body->remaining = body->remaining << 4 | aiohttp_char_hex_value (c);
  if (body->remaining > G_MAXINT64)
    return fail (body, BAD_CHUNK, 400, error, NULL, 0, "A chunk size is not below 2^63");
  return TRUE;
}

/* Behind the size: an extension, or the end of the line. */
static gboolean
end_size (AiohttpHttp1Body *body, char c, GError **error)
{
  gboolean lax_space = (body->lax_flags & AIOHTTP_HTTP1_LAX_CHUNK_SPACE) != 0;

  if (body->n_digits == 0)
    return fail_chunk (body, c, "A chunk size does not start with a hexadecimal digit", error);
  if (c == ';')
    body->state = BODY_EXT_NAME_START;
  else if (c == '\r')
    body->state = BODY_SIZE_LF;
  else if ((c == ' ' || c == '\t') && lax_space)
    body->state = BODY_SIZE_SPACE;
  else
    return fail_chunk (body, c, "A chunk size is followed by neither an extension nor CR LF", error);
  return TRUE;
}

static gboolean
end_chunk_line (AiohttpHttp1Body *body, char c, GError **error)
{
  if (c != '\n')
    return fail_chunk (body, c, "A chunk line has a CR without LF", error);
  body->line_length = 0;
  body->n_digits = 0;
  body->state = body->remaining > 0 ? BODY_PAYLOAD : BODY_TRAILER_START;
  return check_max_length (body, error);
}

/* chunk-ext = *( ";" token [ "=" ( token / quoted-string ) ] ), without the white space that RFC 9112, 7.1.1 calls bad */
static gboolean
take_extension (AiohttpHttp1Body *body, char c, GError **error)
{
  gboolean is_token = aiohttp_char_is (c, AIOHTTP_CHAR_TOKEN);

  if (++body->extensions > body->limits->max_extensions)
    return fail (body, BAD_CHUNK, 400, error, NULL, 0, "The body has more than %u bytes of chunk extensions",
                 body->limits->max_extensions);

  switch (body->state)
    {
    case BODY_EXT_NAME_START:
      if (!is_token)
        break;
      body->state = BODY_EXT_NAME;
      return TRUE;
    case BODY_EXT_NAME:
      if (is_token)
        return TRUE;
      if (c == '=')
        body->state = BODY_EXT_VALUE_START;
      else if (c == ';')
        body->state = BODY_EXT_NAME_START;
      else if (c == '\r')
        body->state = BODY_SIZE_LF;
      else
        break;
      return TRUE;
    case BODY_EXT_VALUE_START:
      if (!is_token && c != '"')
        break;
      body->state = c == '"' ? BODY_EXT_QUOTED : BODY_EXT_VALUE;
      return TRUE;
    case BODY_EXT_VALUE:
      if (is_token)
        return TRUE;
      G_GNUC_FALLTHROUGH;
    case BODY_EXT_QUOTED_END:
      if (c == ';')
        body->state = BODY_EXT_NAME_START;
      else if (c == '\r')
        body->state = BODY_SIZE_LF;
      else
        break;
      return TRUE;
    case BODY_EXT_QUOTED:
      if (c == '"')
        body->state = BODY_EXT_QUOTED_END;
      else if (c == '\\')
        body->state = BODY_EXT_ESCAPE;
      else if (!aiohttp_char_is (c, AIOHTTP_CHAR_QDTEXT))
        break;
      return TRUE;
    case BODY_EXT_ESCAPE:
      if (!aiohttp_char_is (c, AIOHTTP_CHAR_VALUE))
        break;
      body->state = BODY_EXT_QUOTED;
      return TRUE;
    default:
      g_assert_not_reached ();
    }
  return fail_chunk (body, c, "A malformed chunk extension", error);
}

/* One octet of a chunk's line, or of what ends its payload. */
static gboolean
take_chunk_octet (AiohttpHttp1Body *body, char c, GError **error)
{
  gboolean lax_line_end = (body->lax_flags & AIOHTTP_HTTP1_LAX_LINE_END) != 0;

  if (++body->line_length > body->limits->max_chunk_line)
    return fail (body, BAD_CHUNK, 400, error, NULL, 0, "A chunk line has %u bytes or more; the limit is %u",
                 body->line_length, body->limits->max_chunk_line);

  switch (body->state)
    {
    case BODY_SIZE:
      if (aiohttp_char_is (c, AIOHTTP_CHAR_HEX))
        return take_digit (body, c, error);
      if (c == '\n' && lax_line_end && body->n_digits > 0)
        return end_chunk_line (body, c, error);
      return end_size (body, c, error);
    case BODY_SIZE_SPACE:
      if (c == '\n' && lax_line_end)
        return end_chunk_line (body, c, error);
      return end_size (body, c, error);
    case BODY_SIZE_LF:
      return end_chunk_line (body, c, error);
    case BODY_PAYLOAD_CR:
      if (c == '\r')
        body->state = BODY_PAYLOAD_LF;
      else if (c == '\n' && lax_line_end)
        body->state = BODY_SIZE;
      else
        return fail_chunk (body, c, "A chunk's payload is longer than its size", error);
      body->line_length = 0;
      return TRUE;
    case BODY_PAYLOAD_LF:
      if (c != '\n')
        return fail_chunk (body, c, "A chunk's payload does not end in CR LF", error);
      body->state = BODY_SIZE;
      body->line_length = 0;
      return TRUE;
    default:
      return take_extension (body, c, error);
    }
}

/* Fields that would change what was decided from the head (RFC 9110, 6.5.1) */
static gboolean
check_trailer_name (AiohttpHttp1Body *body, GError **error)
{
  AiohttpFieldId id;

  if (body->name_length == 0)
    return fail (body, BAD_FIELD, 400, error, NULL, 0, "A trailer field without a name");
  if (body->name_length > sizeof body->name)
    return TRUE;
  id = aiohttp_field_id_lookup (body->name, body->name_length);
  if (id == AIOHTTP_FIELD_CONTENT_LENGTH || id == AIOHTTP_FIELD_TRANSFER_ENCODING || id == AIOHTTP_FIELD_HOST)
    return fail (body, BAD_FIELD, 400, error, body->name, body->name_length, "A trailer that must be in the head");
  return TRUE;
}

static gboolean
start_trailer (AiohttpHttp1Body *body, char c, GError **error)
{
  if (c == '\r')
    {
      body->state = BODY_END_LF;
      return TRUE;
    }
  if (c == '\n' && (body->lax_flags & AIOHTTP_HTTP1_LAX_LINE_END))
    {
      body->state = BODY_DONE;
      return TRUE;
    }
  if (!aiohttp_char_is (c, AIOHTTP_CHAR_TOKEN))
    return fail (body, BAD_FIELD, 400, error, &c, 1, "A trailer field's name is not a token");
  if (++body->n_fields > body->limits->max_fields)
    return fail (body, TOO_MANY_FIELDS, 431, error, NULL, 0, "The message has more than %u fields and trailers",
                 body->limits->max_fields);
  body->state = BODY_TRAILER_NAME;
  body->name[0] = c;
  body->name_length = 1;
  return TRUE;
}

/* Trailers are checked and dropped: none is ever merged into the head. */
static gboolean
take_trailer_octet (AiohttpHttp1Body *body, char c, GError **error)
{
  gboolean lax_line_end = (body->lax_flags & AIOHTTP_HTTP1_LAX_LINE_END) != 0;

  if (++body->line_length > body->limits->max_field)
    return fail (body, FIELD_TOO_LONG, 431, error, NULL, 0, "A trailer field has %u bytes or more; the limit is %u",
                 body->line_length, body->limits->max_field);

  switch (body->state)
    {
    case BODY_TRAILER_START:
      return start_trailer (body, c, error);
    case BODY_TRAILER_NAME:
      if (c == ':')
        {
          body->state = BODY_TRAILER_VALUE;
          return check_trailer_name (body, error);
        }
      if (!aiohttp_char_is (c, AIOHTTP_CHAR_TOKEN))
        return fail (body, BAD_FIELD, 400, error, &c, 1, "A trailer field's name is not a token");
      if (body->name_length < sizeof body->name)
        body->name[body->name_length] = c;
      if (body->name_length <= sizeof body->name)
        body->name_length++;
      return TRUE;
    case BODY_TRAILER_VALUE:
      if (c == '\r')
        body->state = BODY_TRAILER_LF;
      else if (c == '\n' && lax_line_end)
        body->state = BODY_TRAILER_START, body->line_length = 0;
      else if (!aiohttp_char_is (c, AIOHTTP_CHAR_VALUE))
        return fail (body, BAD_FIELD, 400, error, &c, 1, "A control character in a trailer field");
      return TRUE;
    case BODY_TRAILER_LF:
    case BODY_END_LF:
      if (c != '\n')
        return fail (body, BAD_LINE_END, 400, error, &c, 1, "A trailer line has a CR without LF");
      body->state = body->state == BODY_END_LF ? BODY_DONE : BODY_TRAILER_START;
      body->line_length = 0;
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
take_payload (AiohttpHttp1Body *body, gsize available, gsize *taken, GError **error)
{
  *taken = (gsize) MIN ((guint64) available, body->remaining);
  body->received += *taken;
  if (body->kind == AIOHTTP_HTTP1_BODY_UNTIL_CLOSE)
    return check_max_length (body, error);

  body->remaining -= *taken;
  if (body->remaining == 0)
    body->state = body->kind == AIOHTTP_HTTP1_BODY_CHUNKED ? BODY_PAYLOAD_CR : BODY_DONE;
  return TRUE;
}

gboolean
aiohttp_http1_body_feed (AiohttpHttp1Body *body, const char *data, gsize length, gsize *consumed, AiohttpSpan *payload,
                         gboolean *done, GError **error)
{
  gsize n = 0;

  g_return_val_if_fail (body->state != BODY_FAILED, FALSE);

  length = MIN (length, G_MAXINT32);
  *payload = (AiohttpSpan){ 0, 0 };
  *consumed = 0;
  *done = FALSE;
  if (body->kind == AIOHTTP_HTTP1_BODY_LENGTH && !check_max_length (body, error))
    return FALSE;

  while (n < length && body->state != BODY_DONE)
    {
      gboolean good;

      if (body->state == BODY_PAYLOAD)
        {
          gsize taken = 0;

          if (payload->length > 0)
            break;
          if (!take_payload (body, length - n, &taken, error))
            return FALSE;
          *payload = (AiohttpSpan){ (guint32) n, (guint32) taken };
          n += taken;
          continue;
        }
      /* What follows a slice is framing that the next call may refuse, so that the slice itself is not lost. */
      if (payload->length > 0)
        break;
      good = body->state >= BODY_TRAILER_START ? take_trailer_octet (body, data[n], error)
                                               : take_chunk_octet (body, data[n], error);
      n++;
      if (!good)
        return FALSE;
    }
  *consumed = n;
  *done = body->state == BODY_DONE;
  return TRUE;
}

gboolean
aiohttp_http1_body_end (AiohttpHttp1Body *body, GError **error)
{
  if (body->kind == AIOHTTP_HTTP1_BODY_UNTIL_CLOSE && body->state == BODY_PAYLOAD)
    body->state = BODY_DONE;
  if (body->state == BODY_DONE)
    return TRUE;
  if (body->kind == AIOHTTP_HTTP1_BODY_LENGTH)
    return fail (body, UNEXPECTED_EOF, 400, error, NULL, 0,
                 "The connection ended after %" G_GUINT64_FORMAT " bytes of the body; %" G_GUINT64_FORMAT
                 " are missing",
                 body->received, body->remaining);
  return fail (body, UNEXPECTED_EOF, 400, error, NULL, 0,
               "The connection ended after %" G_GUINT64_FORMAT " bytes of a chunked body, before its last chunk",
               body->received);
}
