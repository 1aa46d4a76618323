/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-http1-parser-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-http1-framing-private.h"
#include "aiohttp-http1-target-private.h"

#include <string.h>

/* A head is read line by line. One scan for controls finds the CR that ends a line and refuses every other control as
 * soon as it is seen; a line that is not complete is scanned on from where the data ended, and looked into only when it
 * is complete. So the verdict never depends on how the bytes were split, and no byte is scanned twice. */

/* The colon, and white space around the value, that a field line may have over max_field. */
#define FIELD_LINE_SLACK 8

/* Offsets are 32 bits wide; max_head ends a head long before. */
#define MAX_DATA G_MAXINT32

typedef enum
{
  LINE_MORE,
  LINE_DONE,
  LINE_ERROR,
} LineResult;

static void
init (AiohttpHttp1Parser *parser, AiohttpHttp1Head *head, const AiohttpHttp1Limits *limits)
{
  memset (parser, 0, sizeof *parser);
  parser->head = head;
  parser->limits = limits != NULL ? limits : &aiohttp_http1_default_limits;
  aiohttp_http1_parser_reset (parser);
}

void
aiohttp_http1_parser_init_request (AiohttpHttp1Parser *parser, AiohttpHttp1Head *head, const AiohttpHttp1Limits *limits)
{
  init (parser, head, limits);
}

void
aiohttp_http1_parser_init_response (AiohttpHttp1Parser *parser, AiohttpHttp1Head *head,
                                    const AiohttpHttp1Limits *limits, AiohttpMethodId request_method)
{
  init (parser, head, limits);
  parser->is_response = TRUE;
  parser->request_method = (guint8) request_method;
  parser->lax_flags = (guint16) parser->limits->lax_flags;
}

void
aiohttp_http1_parser_reset (AiohttpHttp1Parser *parser)
{
  guint max_fields = parser->head->max_fields;

  memset (parser->head, 0, sizeof *parser->head);
  parser->head->max_fields = max_fields;
  parser->line = 0;
  parser->scanned = 0;
  parser->status = 0;
  parser->empty_lines = 0;
  parser->state = AIOHTTP_HTTP1_STATE_START;
  parser->folded = FALSE;
  parser->connection = 0;
  parser->codings = 0;
}

void
aiohttp_http1_parser_move (AiohttpHttp1Parser *parser, AiohttpHttp1Head *head)
{
  guint max_fields = head->max_fields;

  g_assert (max_fields >= parser->head->n_fields);
  memcpy (head, parser->head, sizeof *head + parser->head->n_fields * sizeof head->fields[0]);
  head->max_fields = max_fields;
  parser->head = head;
}

/* Where a bad line is shown from: its start, or a few bytes before the offence. */
static gboolean
fail_line (AiohttpHttp1Parser *parser, const char *line, const char *at, const char *what, GError **error)
{
  gsize shown = MIN ((gsize) (at - line), AIOHTTP_HTTP1_SHOWN_BYTES / 2);

  if (parser->state == AIOHTTP_HTTP1_STATE_START && at == line && *at == 0x16)
    return aiohttp_http1_fail (parser, BAD_REQUEST_LINE, 400, error, NULL, 0,
                               "A TLS handshake on a port that speaks plain HTTP");
  if (*at == '\r' || *at == '\n')
    return aiohttp_http1_fail (parser, BAD_LINE_END, 400, error, at - shown, shown + 1, "%s", what);
  if (parser->state == AIOHTTP_HTTP1_STATE_FIELDS)
    return aiohttp_http1_fail (parser, BAD_FIELD, 400, error, at - shown, shown + 1, "%s", what);
  if (parser->is_response)
    return aiohttp_http1_fail (parser, BAD_STATUS_LINE, 400, error, at - shown, shown + 1, "%s", what);
  return aiohttp_http1_fail (parser, BAD_REQUEST_LINE, 400, error, at - shown, shown + 1, "%s", what);
}

/* `length` bytes of the line have been seen, `total` of the head. */
static gboolean
check_lengths (AiohttpHttp1Parser *parser, gsize length, gsize total, GError **error)
{
  const AiohttpHttp1Limits *limits = parser->limits;

  if (parser->state == AIOHTTP_HTTP1_STATE_START)
    {
      if (G_UNLIKELY (length > limits->max_line))
        return aiohttp_http1_fail (parser, LINE_TOO_LONG, 414, error, NULL, 0,
                                   "The %s line has %" G_GSIZE_FORMAT " bytes or more; the limit is %u",
                                   parser->is_response ? "status" : "request", length, limits->max_line);
    }
  else if (G_UNLIKELY (length > (gsize) limits->max_field + FIELD_LINE_SLACK))
    {
      return aiohttp_http1_fail (parser, FIELD_TOO_LONG, 431, error, NULL, 0,
                                 "A field line has %" G_GSIZE_FORMAT " bytes or more; the limit is %u", length,
                                 limits->max_field);
    }
  if (G_UNLIKELY (total > limits->max_head))
    return aiohttp_http1_fail (parser, FIELD_TOO_LONG, 431, error, NULL, 0,
                               "The head has %" G_GSIZE_FORMAT " bytes or more; the limit is %u", total,
                               limits->max_head);
  return TRUE;
}

static LineResult
wait_for_more (AiohttpHttp1Parser *parser, const char *data, const char *p, GError **error)
{
  parser->scanned = (guint32) (p - data);
  return check_lengths (parser, parser->scanned - parser->line, parser->scanned, error) ? LINE_MORE : LINE_ERROR;
}

/* Whether the line that ends before `next` goes on there (obs-fold); only where that is tolerated. */
static gboolean
may_fold (const AiohttpHttp1Parser *parser, const char *line, const char *stop)
{
  return (parser->lax_flags & AIOHTTP_HTTP1_LAX_FOLD) && parser->state == AIOHTTP_HTTP1_STATE_FIELDS && stop > line;
}

static LineResult
find_line (AiohttpHttp1Parser *parser, const char *data, const char *end, const char **stop, const char **next,
           GError **error)
{
  const char *line = data + parser->line;
  const char *p = data + parser->scanned;

  for (;;)
    {
      const char *after;

      p = aiohttp_chars_find_control (p, end);
      if (p == end)
        return wait_for_more (parser, data, p, error);
      if (G_LIKELY (*p == '\r'))
        {
          after = p + 1;
          if (after == end)
            return wait_for_more (parser, data, p, error);
          if (G_UNLIKELY (*after != '\n'))
            return check_lengths (parser, (gsize) (p - line), (gsize) (p - data), error) &&
                           fail_line (parser, line, p, "A CR without LF", error)
                       ? LINE_DONE
                       : LINE_ERROR;
          after++;
        }
      else if (*p == '\n' && (parser->lax_flags & AIOHTTP_HTTP1_LAX_LINE_END))
        {
          after = p + 1;
        }
      else if (*p != '\n' && *p != '\0' && (parser->lax_flags & AIOHTTP_HTTP1_LAX_CONTROLS))
        {
          p++;
          continue;
        }
      else
        {
          const char *what = *p == '\n' ? "A LF without CR" : "A control character";

          return check_lengths (parser, (gsize) (p - line), (gsize) (p - data), error) &&
                         fail_line (parser, line, p, what, error)
                     ? LINE_DONE
                     : LINE_ERROR;
        }

      if (G_UNLIKELY (may_fold (parser, line, p)))
        {
          if (after == end)
            return wait_for_more (parser, data, p, error);
          if (*after == ' ' || *after == '\t')
            {
              parser->folded = TRUE;
              p = after;
              continue;
            }
        }
      *stop = p;
      *next = after;
      return check_lengths (parser, (gsize) (p - line), (gsize) (after - data), error) ? LINE_DONE : LINE_ERROR;
    }
}

static AiohttpSpan
make_span (const AiohttpHttp1Head *head, const char *start, const char *end)
{
  return (AiohttpSpan){ (guint32) (start - head->base), (guint32) (end - start) };
}

/* "HTTP/1.0" or "HTTP/1.1" (RFC 9112, 2.3) */
static gboolean
parse_version (AiohttpHttp1Parser *parser, const char *p, const char *end, GError **error)
{
  gsize length = (gsize) (end - p);

  if (G_LIKELY (length == 8 && memcmp (p, "HTTP/1.", 7) == 0 && (p[7] == '1' || p[7] == '0')))
    {
      parser->head->minor_version = (guint8) (p[7] - '0');
      return TRUE;
    }
  if (length == 8 && memcmp (p, "HTTP/", 5) == 0 && g_ascii_isdigit (p[5]) && p[6] == '.' && g_ascii_isdigit (p[7]))
    return aiohttp_http1_fail (parser, BAD_VERSION, 505, error, p, length, "The version is not HTTP/1.0 or HTTP/1.1");
  return aiohttp_http1_fail (parser, BAD_VERSION, 400, error, p, length, "The version is malformed");
}

/* In these a line's end is a CR or LF in the data, where every scan of a class stops. */
static gboolean
parse_request_line (AiohttpHttp1Parser *parser, const char *line, const char *end, GError **error)
{
  AiohttpHttp1Head *head = parser->head;
  const char *method_end = aiohttp_chars_skip (line, AIOHTTP_CHAR_TOKEN);
  const char *target, *target_end, *wrong;

  if (method_end == end || *method_end != ' ' || method_end == line)
    {
      if (method_end == end || *method_end == ' ')
        return aiohttp_http1_fail (parser, BAD_REQUEST_LINE, 400, error, line, (gsize) (end - line),
                                   "The request line is not \"method target version\"");
      return aiohttp_http1_fail (parser, BAD_METHOD, 400, error, line, (gsize) (end - line),
                                 "The method is not a token");
    }
  head->method = make_span (head, line, method_end);
  head->method_id = (guint8) aiohttp_method_id_lookup (line, head->method.length);

  target = method_end + 1;
  target_end = aiohttp_chars_skip (target, AIOHTTP_CHAR_TARGET);
  if (target_end == end || *target_end != ' ' || target_end == target)
    {
      if (target_end == end || *target_end == ' ')
        return aiohttp_http1_fail (parser, BAD_REQUEST_LINE, 400, error, line, (gsize) (end - line),
                                   "The request line is not \"method target version\"");
      return aiohttp_http1_fail (parser, BAD_TARGET, 400, error, target, (gsize) (end - target),
                                 "The request target holds an octet that must be percent-encoded");
    }
  head->target = make_span (head, target, target_end);
  if (!parse_version (parser, target_end + 1, end, error))
    return FALSE;
  wrong = aiohttp_http1_parse_target (head);
  if (wrong != NULL)
    return aiohttp_http1_fail (parser, BAD_TARGET, 400, error, target, head->target.length,
                               "The request target is wrong: %s", wrong);
  return TRUE;
}

static gboolean
parse_status_line (AiohttpHttp1Parser *parser, const char *line, const char *end, GError **error)
{
  AiohttpHttp1Head *head = parser->head;
  const char *p = memchr (line, ' ', (gsize) (end - line));

  if (!parse_version (parser, line, p != NULL ? p : end, error))
    return FALSE;
  if (p == NULL || end - p < 4 || !g_ascii_isdigit (p[1]) || !g_ascii_isdigit (p[2]) || !g_ascii_isdigit (p[3]) ||
      p[1] == '0')
    return aiohttp_http1_fail (parser, BAD_STATUS_LINE, 400, error, line, (gsize) (end - line),
                               "The status is not three digits from 100");
  head->status = (guint16) ((p[1] - '0') * 100 + (p[2] - '0') * 10 + (p[3] - '0'));
  p += 4;
  if (p == end && (parser->lax_flags & AIOHTTP_HTTP1_LAX_REASON))
    return TRUE;
  if (p == end || *p != ' ')
    return aiohttp_http1_fail (parser, BAD_STATUS_LINE, 400, error, line, (gsize) (end - line),
                               "The status is not followed by a space");
  head->reason = make_span (head, p + 1, end);
  return TRUE;
}

static gboolean
fail_name (AiohttpHttp1Parser *parser, const char *line, const char *at, const char *end, GError **error)
{
  gsize length = (gsize) (end - line);

  if (at == line && (*at == ' ' || *at == '\t'))
    return aiohttp_http1_fail (parser, BAD_FIELD, 400, error, line, length,
                               "A field line starts with white space (obsolete line folding)");
  if (at == line && *at == ':')
    return aiohttp_http1_fail (parser, BAD_FIELD, 400, error, line, length, "A field without a name");
  if (at == end)
    return aiohttp_http1_fail (parser, BAD_FIELD, 400, error, line, length, "A field line without a colon");
  if (*at == ' ' || *at == '\t')
    return aiohttp_http1_fail (parser, BAD_FIELD, 400, error, line, length, "White space after a field's name");
  return aiohttp_http1_fail (parser, BAD_FIELD, 400, error, line, length, "A field's name is not a token");
}

static gboolean
parse_field (AiohttpHttp1Parser *parser, const char *line, const char *end, GError **error)
{
  AiohttpHttp1Head *head = parser->head;
  const char *name_end = aiohttp_chars_skip (line, AIOHTTP_CHAR_TOKEN);
  const char *value = name_end + 1;
  AiohttpField *field;
  gsize value_length;

  if (G_UNLIKELY (name_end == line || name_end == end || *name_end != ':'))
    return fail_name (parser, line, name_end, end, error);
  if (G_UNLIKELY (head->n_fields >= parser->limits->max_fields || head->n_fields >= head->max_fields))
    return aiohttp_http1_fail (parser, TOO_MANY_FIELDS, 431, error, NULL, 0, "The head has more than %u fields",
                               MIN (parser->limits->max_fields, head->max_fields));

  value_length = aiohttp_chars_trim (&value, (gsize) (end - value));
  if (G_UNLIKELY (value_length + (gsize) (name_end - line) > parser->limits->max_field))
    return aiohttp_http1_fail (parser, FIELD_TOO_LONG, 431, error, line, (gsize) (name_end - line),
                               "A field's name and value have %" G_GSIZE_FORMAT " bytes; the limit is %u",
                               value_length + (gsize) (name_end - line), parser->limits->max_field);

  field = &head->fields[head->n_fields++];
  field->name = make_span (head, line, name_end);
  field->value = make_span (head, value, value + value_length);
  field->known = (guint16) aiohttp_field_id_lookup (line, field->name.length);
  field->folded = parser->folded;
  parser->folded = FALSE;
  return aiohttp_http1_note_field (parser, field, error);
}

static gboolean
parse_start_line (AiohttpHttp1Parser *parser, const char *line, const char *end, GError **error)
{
  if (line == end && (!parser->is_response || (parser->lax_flags & AIOHTTP_HTTP1_LAX_LINE_END)))
    {
      /* What an old client sends behind a body (RFC 9112, 2.2) */
      if (++parser->empty_lines > AIOHTTP_HTTP1_MAX_EMPTY_LINES)
        return aiohttp_http1_fail (parser, BAD_REQUEST_LINE, 400, error, NULL, 0,
                                   "More than %d empty lines before a message", AIOHTTP_HTTP1_MAX_EMPTY_LINES);
      return TRUE;
    }
  parser->state = AIOHTTP_HTTP1_STATE_FIELDS;
  return parser->is_response ? parse_status_line (parser, line, end, error)
                             : parse_request_line (parser, line, end, error);
}

static gboolean
finish (AiohttpHttp1Parser *parser, GError **error)
{
  parser->head->head_length = parser->line;
  parser->state = AIOHTTP_HTTP1_STATE_DONE;
  return parser->is_response ? aiohttp_http1_finish_response (parser, error)
                             : aiohttp_http1_finish_request (parser, error);
}

AiohttpHttp1Result
aiohttp_http1_parser_execute (AiohttpHttp1Parser *parser, const char *data, gsize length, GError **error)
{
  const char *end = data + MIN (length, MAX_DATA);

  g_return_val_if_fail (parser->state < AIOHTTP_HTTP1_STATE_DONE && length >= parser->scanned, AIOHTTP_HTTP1_ERROR);

  parser->head->base = data;
  for (;;)
    {
      const char *line = data + parser->line;
      const char *stop = NULL, *next = NULL;
      gboolean good;

      switch (find_line (parser, data, end, &stop, &next, error))
        {
        case LINE_MORE:
          return AIOHTTP_HTTP1_MORE;
        case LINE_ERROR:
          parser->state = AIOHTTP_HTTP1_STATE_FAILED;
          return AIOHTTP_HTTP1_ERROR;
        case LINE_DONE:
        default:
          break;
        }

      parser->line = parser->scanned = (guint32) (next - data);
      if (parser->state == AIOHTTP_HTTP1_STATE_START)
        good = parse_start_line (parser, line, stop, error);
      else if (stop > line)
        good = parse_field (parser, line, stop, error);
      else
        good = finish (parser, error);

      if (G_UNLIKELY (!good))
        {
          parser->state = AIOHTTP_HTTP1_STATE_FAILED;
          return AIOHTTP_HTTP1_ERROR;
        }
      if (parser->state == AIOHTTP_HTTP1_STATE_DONE)
        return AIOHTTP_HTTP1_DONE;
    }
}
