/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-http1-writer-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-http-date-private.h"
#include "aiohttp-status-private.h"

#include <string.h>
#include <time.h>

#define SHOWN_BYTES 64

static gboolean
refuse (GError **error, const char *what, const char *text, gsize length)
{
  g_autofree char *shown = aiohttp_chars_escape (text, length, SHOWN_BYTES);

  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "%s: \"%s\"", what, shown);
  return FALSE;
}

static gboolean
is_text (const char *text, gsize length, GError **error)
{
  if (G_LIKELY (aiohttp_chars_is_field_value (text, length)))
    return TRUE;
  return refuse (error, "A field value or reason must not hold CR, LF, NUL or another control", text, length);
}

static inline char *
put (char *out, const char *bytes, gsize length)
{
  memcpy (out, bytes, length);
  return out + length;
}

#define put_literal(out, literal) put ((out), "" literal, sizeof (literal) - 1)

AiohttpHttp1ResponsePlan
aiohttp_http1_plan_response (const AiohttpHttp1ResponseFacts *facts)
{
  AiohttpHttp1ResponsePlan plan = { .body = AIOHTTP_HTTP1_BODY_NONE, .keep_alive = facts->keep_alive };

  if (facts->status == 101 || (facts->method == AIOHTTP_METHOD_CONNECT && facts->status / 100 == 2))
    {
      plan.body = AIOHTTP_HTTP1_BODY_TUNNEL;
      plan.keep_alive = FALSE;
      plan.connection = facts->status == 101 ? "upgrade" : NULL;
      return plan;
    }
  if (facts->status / 100 == 1)
    return plan; /* the final response is still to come */

  if (!aiohttp_status_is_bodyless (facts->status))
    {
      plan.write_length = facts->content_length >= 0;
      if (facts->method == AIOHTTP_METHOD_HEAD || facts->content_length == 0)
        plan.body = AIOHTTP_HTTP1_BODY_NONE;
      else if (facts->content_length > 0)
        plan.body = AIOHTTP_HTTP1_BODY_LENGTH;
      else if (facts->minor_version > 0)
        plan.body = AIOHTTP_HTTP1_BODY_CHUNKED;
      else
        plan.body = AIOHTTP_HTTP1_BODY_UNTIL_CLOSE;
    }
  if (plan.body == AIOHTTP_HTTP1_BODY_UNTIL_CLOSE)
    plan.keep_alive = FALSE;
  if (!plan.keep_alive)
    plan.connection = "close";
  else if (facts->minor_version == 0)
    plan.connection = "keep-alive";
  return plan;
}

gboolean
aiohttp_http1_write_status_line (AiohttpByteBuffer *buffer, guint status, const char *reason, GError **error)
{
  gsize length;
  char *start, *p;

  if (status < 100 || status > 999)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "The status %u is not from 100 to 999",
                   status);
      return FALSE;
    }
  if (reason == NULL)
    reason = aiohttp_status_get_reason (status);
  length = strlen (reason);
  if (!is_text (reason, length, error))
    return FALSE;

  start = p = (char *) aiohttp_byte_buffer_reserve (buffer, length + 16);
  p = put_literal (p, "HTTP/1.1 ");
  *p++ = (char) ('0' + status / 100);
  *p++ = (char) ('0' + status / 10 % 10);
  *p++ = (char) ('0' + status % 10);
  *p++ = ' ';
  p = put (p, reason, length);
  p = put_literal (p, "\r\n");
  aiohttp_byte_buffer_commit (buffer, (gsize) (p - start));
  return TRUE;
}

gboolean
aiohttp_http1_write_request_line (AiohttpByteBuffer *buffer, const char *method, const char *target,
                                  guint minor_version, GError **error)
{
  gsize method_length = strlen (method);
  gsize target_length = strlen (target);

  if (!aiohttp_chars_is_token (method, method_length))
    return refuse (error, "The method is not a token", method, method_length);
  if (target_length == 0 ||
      aiohttp_chars_span (target, target + target_length, AIOHTTP_CHAR_TARGET) != target + target_length)
    return refuse (error, "The request target is empty or holds what must be percent-encoded", target, target_length);

  aiohttp_byte_buffer_append (buffer, method, method_length);
  aiohttp_byte_buffer_append_byte (buffer, ' ');
  aiohttp_byte_buffer_append (buffer, target, target_length);
  if (minor_version == 0)
    aiohttp_byte_buffer_append_literal (buffer, " HTTP/1.0\r\n");
  else
    aiohttp_byte_buffer_append_literal (buffer, " HTTP/1.1\r\n");
  return TRUE;
}

static void
append_field (AiohttpByteBuffer *buffer, const char *name, gsize name_length, const char *value, gsize value_length)
{
  char *start = (char *) aiohttp_byte_buffer_reserve (buffer, name_length + value_length + 4);
  char *p = put (start, name, name_length);

  p = put_literal (p, ": ");
  p = put (p, value, value_length);
  p = put_literal (p, "\r\n");
  aiohttp_byte_buffer_commit (buffer, (gsize) (p - start));
}

gboolean
aiohttp_http1_write_field (AiohttpByteBuffer *buffer, const char *name, gssize name_length, const char *value,
                           gssize value_length, GError **error)
{
  gsize n = name_length >= 0 ? (gsize) name_length : strlen (name);
  gsize v = value_length >= 0 ? (gsize) value_length : strlen (value);

  if (!aiohttp_chars_is_token (name, n))
    return refuse (error, "A field's name must be a token", name, n);
  if (!is_text (value, v, error))
    return FALSE;
  append_field (buffer, name, n, value, v);
  return TRUE;
}

void
aiohttp_http1_write_known_field (AiohttpByteBuffer *buffer, AiohttpFieldId id, const char *value, gssize value_length)
{
  const char *name = aiohttp_field_id_get_name (id);

  append_field (buffer, name, strlen (name), value, value_length >= 0 ? (gsize) value_length : strlen (value));
}

gboolean
aiohttp_http1_write_headers (AiohttpByteBuffer *buffer, SoupMessageHeaders *headers, GError **error)
{
  gsize before = aiohttp_byte_buffer_length (buffer);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      AiohttpFieldId id = aiohttp_field_id_lookup (name, strlen (name));

      if (id == AIOHTTP_FIELD_CONNECTION || id == AIOHTTP_FIELD_CONTENT_LENGTH || id == AIOHTTP_FIELD_TRANSFER_ENCODING)
        continue;
      if (!aiohttp_http1_write_field (buffer, name, -1, value, -1, error))
        {
          aiohttp_byte_buffer_truncate (buffer, before);
          return FALSE;
        }
    }
  return TRUE;
}

#define DATE_LINE "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"

void
aiohttp_http1_write_date (AiohttpByteBuffer *buffer)
{
  static __thread time_t formatted = -1;
  static __thread char line[] = DATE_LINE;
  time_t now = time (NULL);

  if (now != formatted)
    {
      aiohttp_http_date_format (line + strlen ("Date: "), now);
      formatted = now;
    }
  aiohttp_byte_buffer_append (buffer, line, sizeof DATE_LINE - 1);
}

void
aiohttp_http1_write_content_length (AiohttpByteBuffer *buffer, guint64 length)
{
  aiohttp_byte_buffer_append_literal (buffer, "Content-Length: ");
  aiohttp_byte_buffer_append_decimal (buffer, length);
  aiohttp_byte_buffer_append_literal (buffer, "\r\n");
}

void
aiohttp_http1_write_chunked (AiohttpByteBuffer *buffer)
{
  aiohttp_byte_buffer_append_literal (buffer, "Transfer-Encoding: chunked\r\n");
}

void
aiohttp_http1_write_head_end (AiohttpByteBuffer *buffer)
{
  aiohttp_byte_buffer_append_literal (buffer, "\r\n");
}

void
aiohttp_http1_write_continue (AiohttpByteBuffer *buffer)
{
  aiohttp_byte_buffer_append_literal (buffer, "HTTP/1.1 100 Continue\r\n\r\n");
}

gsize
aiohttp_http1_format_chunk_head (char out[AIOHTTP_HTTP1_CHUNK_HEAD_MAX], gsize length)
{
  char digits[16];
  gsize n = 0, size = 0;

  g_assert (length > 0);
  for (guint64 rest = length; rest > 0; rest >>= 4)
    digits[n++] = "0123456789abcdef"[rest & 0xf];
  while (n > 0)
    out[size++] = digits[--n];
  out[size++] = '\r';
  out[size++] = '\n';
  return size;
}

void
aiohttp_http1_write_chunk_head (AiohttpByteBuffer *buffer, gsize length)
{
  char *out = (char *) aiohttp_byte_buffer_reserve (buffer, AIOHTTP_HTTP1_CHUNK_HEAD_MAX);

  aiohttp_byte_buffer_commit (buffer, aiohttp_http1_format_chunk_head (out, length));
}

void
aiohttp_http1_write_chunk_tail (AiohttpByteBuffer *buffer)
{
  aiohttp_byte_buffer_append_literal (buffer, "\r\n");
}

void
aiohttp_http1_write_last_chunk (AiohttpByteBuffer *buffer)
{
  aiohttp_byte_buffer_append_literal (buffer, "0\r\n\r\n");
}
