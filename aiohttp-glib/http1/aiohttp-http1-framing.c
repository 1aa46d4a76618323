/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-http1-framing-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-http1-target-private.h"
#include "aiohttp-status-private.h"

#include <string.h>

/* Fields of which a second line makes a message ambiguous; aiohttp has the same list. */
static gboolean
is_single (AiohttpFieldId id)
{
  static const guint8 single[AIOHTTP_N_FIELDS] = {
    [AIOHTTP_FIELD_CONTENT_LENGTH] = 1,
    [AIOHTTP_FIELD_CONTENT_LOCATION] = 1,
    [AIOHTTP_FIELD_CONTENT_RANGE] = 1,
    [AIOHTTP_FIELD_CONTENT_TYPE] = 1,
    [AIOHTTP_FIELD_ETAG] = 1,
    [AIOHTTP_FIELD_HOST] = 1,
    [AIOHTTP_FIELD_MAX_FORWARDS] = 1,
    [AIOHTTP_FIELD_SERVER] = 1,
    [AIOHTTP_FIELD_TRANSFER_ENCODING] = 1,
    [AIOHTTP_FIELD_USER_AGENT] = 1,
  };

  return single[id];
}

static gboolean
refuse_duplicate (AiohttpHttp1Parser *parser, AiohttpFieldId id, const char *value, gsize length, GError **error)
{
  const char *name = aiohttp_field_id_get_name (id);

  if (id == AIOHTTP_FIELD_HOST)
    return aiohttp_http1_fail (parser, BAD_HOST, 400, error, value, length, "More than one Host");
  if (id == AIOHTTP_FIELD_CONTENT_LENGTH)
    return aiohttp_http1_fail (parser, BAD_CONTENT_LENGTH, 400, error, value, length, "More than one Content-Length");
  if (id == AIOHTTP_FIELD_TRANSFER_ENCODING)
    return aiohttp_http1_fail (parser, BAD_TRANSFER_ENCODING, 400, error, value, length,
                               "More than one Transfer-Encoding");
  return aiohttp_http1_fail (parser, BAD_FIELD, 400, error, value, length, "More than one %s", name);
}

/* 1*DIGIT below 2^63 (RFC 9110, 8.6) */
static gboolean
parse_decimal (const char *p, gsize length, guint64 *number)
{
  const char *end = p + length;
  guint64 n = 0;

  if (length == 0)
    return FALSE;
  for (; p < end; p++)
    {
      guint digit = (guint) (guint8) *p - '0';

      if (digit > 9 || n > ((guint64) G_MAXINT64 - digit) / 10)
        return FALSE;
      n = n * 10 + digit;
    }
  *number = n;
  return TRUE;
}

static gboolean
note_content_length (AiohttpHttp1Parser *parser, const char *value, gsize length, GError **error)
{
  AiohttpHttp1Head *head = parser->head;
  gboolean lax = (parser->lax_flags & AIOHTTP_HTTP1_LAX_DUPLICATES) != 0;
  const char *all = value;
  gsize all_length = length;

  /* A list of equal numbers is what a recipient made of equal field lines (RFC 9110, 8.6). */
  do
    {
      const char *comma = lax && length > 0 ? memchr (value, ',', length) : NULL;
      gsize rest = comma != NULL ? length - (gsize) (comma - value) - 1 : 0;
      guint64 number;

      length = comma != NULL ? (gsize) (comma - value) : length;
      length = aiohttp_chars_trim (&value, length);
      if (!parse_decimal (value, length, &number))
        return aiohttp_http1_fail (parser, BAD_CONTENT_LENGTH, 400, error, all, all_length,
                                   "Content-Length is not a decimal number below 2^63");
      if (head->has_content_length && head->content_length != number)
        return aiohttp_http1_fail (parser, BAD_CONTENT_LENGTH, 400, error, all, all_length,
                                   "Content-Length differs from %" G_GUINT64_FORMAT " before", head->content_length);
      head->content_length = number;
      head->has_content_length = TRUE;
      if (comma == NULL)
        return TRUE;
      value = comma + 1;
      length = rest;
    }
  while (TRUE);
}

/* #transfer-coding, without the empty elements that RFC 9110, 5.6.1 would forgive: they only hide a coding from someone. */
static gboolean
note_transfer_encoding (AiohttpHttp1Parser *parser, const char *value, gsize length, GError **error)
{
  const char *end = value + length;
  const char *p = value;

  do
    {
      const char *comma = p < end ? memchr (p, ',', (gsize) (end - p)) : NULL;
      const char *stop = comma != NULL ? comma : end;
      const char *coding = p;
      gsize coding_length = aiohttp_chars_trim (&coding, (gsize) (stop - p));

      if (!aiohttp_chars_is_token (coding, coding_length))
        return aiohttp_http1_fail (parser, BAD_TRANSFER_ENCODING, 400, error, value, length,
                                   "Transfer-Encoding is not a list of codings");
      if (parser->codings & AIOHTTP_HTTP1_CODING_CHUNKED)
        parser->codings |= AIOHTTP_HTTP1_CODING_AFTER_CHUNKED;
      if (coding_length == 7 && aiohttp_chars_equal_fold (coding, "chunked", 7))
        parser->codings |= AIOHTTP_HTTP1_CODING_CHUNKED;
      else
        parser->codings |= AIOHTTP_HTTP1_CODING_OTHER;
      p = comma != NULL ? comma + 1 : NULL;
    }
  while (p != NULL);

  if (parser->codings & AIOHTTP_HTTP1_CODING_AFTER_CHUNKED)
    return aiohttp_http1_fail (parser, BAD_TRANSFER_ENCODING, 400, error, value, length,
                               "In Transfer-Encoding chunked is not the last coding");
  return TRUE;
}

static void
note_connection (AiohttpHttp1Parser *parser, const char *value, gsize length)
{
  const char *element;
  gsize n;

  while (aiohttp_field_value_next_element (&value, &length, &element, &n))
    {
      if (n == 5 && aiohttp_chars_equal_fold (element, "close", n))
        parser->connection |= AIOHTTP_HTTP1_CONNECTION_CLOSE;
      else if (n == 10 && aiohttp_chars_equal_fold (element, "keep-alive", n))
        parser->connection |= AIOHTTP_HTTP1_CONNECTION_KEEP_ALIVE;
      else if (n == 7 && aiohttp_chars_equal_fold (element, "upgrade", n))
        parser->connection |= AIOHTTP_HTTP1_CONNECTION_UPGRADE;
    }
}

static gboolean
note_host (AiohttpHttp1Parser *parser, const AiohttpField *field, const char *value, gsize length, GError **error)
{
  if (parser->is_response)
    return TRUE;
  if (!aiohttp_http1_is_authority (value, length, FALSE))
    return aiohttp_http1_fail (parser, BAD_HOST, 400, error, value, length, "Host is not a host and port");
  /* The target's own host stands (RFC 9112, 3.2.2). */
  if (parser->head->host.length == 0)
    parser->head->host = field->value;
  return TRUE;
}

static void
note_expect (AiohttpHttp1Parser *parser, const char *value, gsize length)
{
  if (length == 12 && aiohttp_chars_equal_fold (value, "100-continue", length))
    parser->head->expect_continue = TRUE;
  else
    parser->head->expect_unknown = TRUE;
}

gboolean
aiohttp_http1_note_field (AiohttpHttp1Parser *parser, const AiohttpField *field, GError **error)
{
  AiohttpHttp1Head *head = parser->head;
  AiohttpFieldId id = field->known;
  const char *value = head->base + field->value.offset;
  gsize length = field->value.length;
  guint64 bit = G_GUINT64_CONSTANT (1) << (id & 63);

  if (id == AIOHTTP_FIELD_OTHER)
    return TRUE;
  if (G_UNLIKELY (head->known[id >> 6] & bit) && is_single (id) && !(parser->lax_flags & AIOHTTP_HTTP1_LAX_DUPLICATES))
    return refuse_duplicate (parser, id, value, length, error);
  head->known[id >> 6] |= bit;

  switch ((int) id)
    {
    case AIOHTTP_FIELD_HOST:
      return note_host (parser, field, value, length, error);
    case AIOHTTP_FIELD_CONTENT_LENGTH:
      return note_content_length (parser, value, length, error);
    case AIOHTTP_FIELD_TRANSFER_ENCODING:
      return note_transfer_encoding (parser, value, length, error);
    case AIOHTTP_FIELD_CONNECTION:
      note_connection (parser, value, length);
      return TRUE;
    case AIOHTTP_FIELD_EXPECT:
      note_expect (parser, value, length);
      return TRUE;
    case AIOHTTP_FIELD_SEC_WEBSOCKET_KEY1:
      /* The draft of 2010 (hixie-76) sends eight bytes behind the head that no framing announces. */
      return aiohttp_http1_fail (parser, BAD_FIELD, 400, error, NULL, 0,
                                 "Sec-WebSocket-Key1 belongs to a WebSocket draft that is not supported");
    default:
      return TRUE;
    }
}

static void
finish_connection (AiohttpHttp1Parser *parser)
{
  AiohttpHttp1Head *head = parser->head;

  head->keep_alive = !(parser->connection & AIOHTTP_HTTP1_CONNECTION_CLOSE) &&
                     (head->minor_version > 0 || (parser->connection & AIOHTTP_HTTP1_CONNECTION_KEEP_ALIVE));
  head->upgrade = head->minor_version > 0 && (parser->connection & AIOHTTP_HTTP1_CONNECTION_UPGRADE) &&
                  aiohttp_http1_head_has (head, AIOHTTP_FIELD_UPGRADE);
}

static gboolean
finish_request_coding (AiohttpHttp1Parser *parser, GError **error)
{
  AiohttpHttp1Head *head = parser->head;

  if (head->has_content_length)
    return aiohttp_http1_fail (parser, BAD_TRANSFER_ENCODING, 400, error, NULL, 0,
                               "Transfer-Encoding beside Content-Length");
  if (head->minor_version == 0)
    return aiohttp_http1_fail (parser, BAD_TRANSFER_ENCODING, 400, error, NULL, 0, "Transfer-Encoding in HTTP/1.0");
  if (!(parser->codings & AIOHTTP_HTTP1_CODING_CHUNKED))
    return aiohttp_http1_fail (parser, BAD_TRANSFER_ENCODING, 400, error, NULL, 0,
                               "Transfer-Encoding does not end in chunked");
  if (parser->codings & AIOHTTP_HTTP1_CODING_OTHER)
    return aiohttp_http1_fail (parser, BAD_TRANSFER_ENCODING, 501, error, NULL, 0,
                               "Transfer-Encoding names a coding other than chunked");
  head->body = AIOHTTP_HTTP1_BODY_CHUNKED;
  return TRUE;
}

gboolean
aiohttp_http1_finish_request (AiohttpHttp1Parser *parser, GError **error)
{
  AiohttpHttp1Head *head = parser->head;

  if (head->minor_version > 0 && !aiohttp_http1_head_has (head, AIOHTTP_FIELD_HOST))
    return aiohttp_http1_fail (parser, BAD_HOST, 400, error, NULL, 0, "An HTTP/1.1 request without Host");

  finish_connection (parser);
  if (head->minor_version == 0)
    head->expect_continue = head->expect_unknown = FALSE; /* RFC 9110, 10.1.1 */

  if (G_UNLIKELY (aiohttp_http1_head_has (head, AIOHTTP_FIELD_TRANSFER_ENCODING)))
    return finish_request_coding (parser, error);
  head->body = head->content_length > 0 ? AIOHTTP_HTTP1_BODY_LENGTH : AIOHTTP_HTTP1_BODY_NONE;
  return TRUE;
}

static gboolean
finish_response_coding (AiohttpHttp1Parser *parser, GError **error)
{
  AiohttpHttp1Head *head = parser->head;

  if (head->has_content_length || head->minor_version == 0)
    {
      if (!(parser->lax_flags & AIOHTTP_HTTP1_LAX_LENGTH_AND_CODING))
        return aiohttp_http1_fail (parser, BAD_TRANSFER_ENCODING, 400, error, NULL, 0,
                                   head->has_content_length ? "Transfer-Encoding beside Content-Length"
                                                            : "Transfer-Encoding in HTTP/1.0");
      head->keep_alive = FALSE;
    }
  if ((parser->codings & AIOHTTP_HTTP1_CODING_OTHER) && !(parser->lax_flags & AIOHTTP_HTTP1_LAX_CODINGS))
    return aiohttp_http1_fail (parser, BAD_TRANSFER_ENCODING, 501, error, NULL, 0,
                               "Transfer-Encoding names a coding other than chunked");
  head->content_length = 0;
  head->has_content_length = FALSE;
  if (parser->codings & AIOHTTP_HTTP1_CODING_CHUNKED)
    {
      head->body = AIOHTTP_HTTP1_BODY_CHUNKED;
      return TRUE;
    }
  head->body = AIOHTTP_HTTP1_BODY_UNTIL_CLOSE;
  head->keep_alive = FALSE;
  return TRUE;
}

/* RFC 9112, 6.3 in its order */
gboolean
aiohttp_http1_finish_response (AiohttpHttp1Parser *parser, GError **error)
{
  AiohttpHttp1Head *head = parser->head;

  finish_connection (parser);
  if (head->status == 101 || (parser->request_method == AIOHTTP_METHOD_CONNECT && head->status / 100 == 2))
    {
      head->body = AIOHTTP_HTTP1_BODY_TUNNEL;
      return TRUE;
    }
  if (parser->request_method == AIOHTTP_METHOD_HEAD || aiohttp_status_is_bodyless (head->status))
    {
      head->body = AIOHTTP_HTTP1_BODY_NONE;
      return TRUE;
    }
  if (aiohttp_http1_head_has (head, AIOHTTP_FIELD_TRANSFER_ENCODING))
    return finish_response_coding (parser, error);
  if (head->has_content_length)
    {
      head->body = head->content_length > 0 ? AIOHTTP_HTTP1_BODY_LENGTH : AIOHTTP_HTTP1_BODY_NONE;
      return TRUE;
    }
  head->body = AIOHTTP_HTTP1_BODY_UNTIL_CLOSE;
  head->keep_alive = FALSE;
  return TRUE;
}
