/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-multipart-parser-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"

enum
{
  STATE_PREAMBLE,
  STATE_HEAD,
  STATE_DATA,
  STATE_ENDED,
};

/* What stands behind a delimiter. */
typedef enum
{
  TAIL_UNKNOWN, /* too little is there to tell */
  TAIL_NONE,    /* it is none: a longer text begins like it */
  TAIL_PART,
  TAIL_CLOSE,
} Tail;

gboolean
aiohttp_multipart_is_boundary (const char *boundary)
{
  gsize length = strlen (boundary);

  if (length == 0 || length > AIOHTTP_MULTIPART_MAX_BOUNDARY || boundary[length - 1] == ' ')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (boundary[i]))
      return FALSE;
  return TRUE;
}

void
aiohttp_multipart_parser_init (AiohttpMultipartParser *self, const char *boundary)
{
  *self = (AiohttpMultipartParser){
    .delimiter = g_strconcat ("\r\n--", boundary, NULL),
    .max_field = AIOHTTP_MULTIPART_MAX_FIELD,
    .max_fields = AIOHTTP_MULTIPART_MAX_FIELDS,
    .at_line_start = TRUE,
    .fields = g_array_new (FALSE, FALSE, sizeof (AiohttpField)),
  };
  self->delimiter_length = strlen (self->delimiter);
}

void
aiohttp_multipart_parser_clear (AiohttpMultipartParser *self)
{
  g_clear_pointer (&self->delimiter, g_free);
  g_clear_pointer (&self->fields, g_array_unref);
}

static AiohttpMultipartEvent
fail (AiohttpProtocolError code, const char *message, GError **error)
{
  g_set_error_literal (error, AIOHTTP_PROTOCOL_ERROR, (int) code, message);
  return AIOHTTP_MULTIPART_ERROR;
}

static AiohttpMultipartEvent
need_more (gboolean at_end, GError **error)
{
  if (!at_end)
    return AIOHTTP_MULTIPART_MORE;
  return fail (AIOHTTP_PROTOCOL_ERROR_UNEXPECTED_EOF, "The multipart body ends before its closing delimiter", error);
}

/* What the bytes behind a boundary make of it; *length grows by those that belong to it. */
static Tail
read_tail (const char *p, gsize available, gsize *length)
{
  gsize padding = 0;

  if (available >= 2 && p[0] == '-' && p[1] == '-')
    {
      *length += 2;
      return TAIL_CLOSE;
    }
  while (padding < available && (p[padding] == ' ' || p[padding] == '\t'))
    if (++padding > AIOHTTP_MULTIPART_MAX_PADDING)
      return TAIL_NONE;
  if (available - padding >= 2)
    {
      *length += padding + 2;
      return p[padding] == '\r' && p[padding + 1] == '\n' ? TAIL_PART : TAIL_NONE;
    }
  /* One byte may yet become "--" or CR LF. */
  if (available == padding || p[padding] == '\r' || (padding == 0 && p[0] == '-'))
    return TAIL_UNKNOWN;
  return TAIL_NONE;
}

/* Whether a delimiter is at the start of the window, perhaps without its CR LF. *length: of it. */
static Tail
read_delimiter (AiohttpMultipartParser *self, const char *window, gsize window_length, gsize *length)
{
  gsize without = self->at_line_start && window_length > 0 && window[0] == '-' ? 2 : 0;
  const char *delimiter = self->delimiter + without;
  gsize delimiter_length = self->delimiter_length - without;

  *length = delimiter_length;
  if (window_length < delimiter_length)
    return memcmp (window, delimiter, window_length) == 0 ? TAIL_UNKNOWN : TAIL_NONE;
  if (memcmp (window, delimiter, delimiter_length) != 0)
    return TAIL_NONE;
  return read_tail (window + delimiter_length, window_length - delimiter_length, length);
}

/* How many bytes at the start of the window are certainly before any delimiter. At least one where the window does not
 * begin with what may be one. */
static gsize
count_plain (AiohttpMultipartParser *self, const char *window, gsize window_length)
{
  const char *end = window + window_length;
  const char *p = window + 1;

  while (p < end)
    {
      gsize rest;

      p = memchr (p, '\r', (gsize) (end - p));
      if (p == NULL)
        return window_length;
      rest = MIN ((gsize) (end - p), self->delimiter_length);
      if (memcmp (p, self->delimiter, rest) == 0)
        return (gsize) (p - window);
      p++;
    }
  return window_length;
}

static AiohttpMultipartEvent
next_in_preamble (AiohttpMultipartParser *self, const char *window, gsize window_length, gboolean at_end, gsize *length,
                  GError **error)
{
  gsize skipped = 0;

  while (skipped < window_length)
    {
      gsize delimiter_length;
      gsize plain;

      switch (read_delimiter (self, window + skipped, window_length - skipped, &delimiter_length))
        {
        case TAIL_PART:
          self->state = STATE_HEAD;
          self->scanned = 0;
          *length = skipped + delimiter_length;
          return AIOHTTP_MULTIPART_PART_END;
        case TAIL_CLOSE:
          self->state = STATE_ENDED;
          *length = skipped + delimiter_length;
          return AIOHTTP_MULTIPART_END;
        case TAIL_UNKNOWN:
          *length = skipped;
          return need_more (at_end, error);
        case TAIL_NONE:
        default:
          break;
        }
      self->at_line_start = FALSE;
      plain = count_plain (self, window + skipped, window_length - skipped);
      skipped += plain;
      self->skipped += plain;
      if (self->skipped > AIOHTTP_MULTIPART_MAX_PREAMBLE)
        return fail (AIOHTTP_PROTOCOL_ERROR_FAILED, "The multipart body does not begin with its boundary", error);
    }
  *length = skipped;
  return need_more (at_end, error);
}

/* Reads one field line of [line, stop), folds included. */
static gboolean
read_field (AiohttpMultipartParser *self, const char *window, const char *line, const char *stop, GError **error)
{
  const char *colon = aiohttp_chars_span (line, stop, AIOHTTP_CHAR_TOKEN);
  AiohttpField field = { 0 };
  const char *value = colon + 1;
  gsize value_length;
  const char *value_end;
  const char *control;

  if (colon == line || colon == stop || *colon != ':')
    {
      fail (AIOHTTP_PROTOCOL_ERROR_BAD_FIELD, "A header of a part has no name", error);
      return FALSE;
    }
  if ((gsize) (stop - line) > self->max_field)
    {
      g_set_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FIELD_TOO_LONG,
                   "A header of a part is longer than %u bytes", self->max_field);
      return FALSE;
    }
  if (self->fields->len >= self->max_fields)
    {
      g_set_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_TOO_MANY_FIELDS,
                   "A part has more than %u headers", self->max_fields);
      return FALSE;
    }
  value_length = aiohttp_chars_trim (&value, (gsize) (stop - value));
  value_end = value + value_length;
  control = aiohttp_chars_find_control (value, value_end);
  while (control < value_end)
    {
      /* a fold is CR LF and white space; the caller has seen that */
      if (control[0] != '\r' || control + 1 == value_end || control[1] != '\n')
        {
          fail (AIOHTTP_PROTOCOL_ERROR_BAD_FIELD, "A header of a part holds a control character", error);
          return FALSE;
        }
      field.folded = TRUE;
      control = aiohttp_chars_find_control (control + 2, value_end);
    }
  field.name = (AiohttpSpan){ (guint32) (line - window), (guint32) (colon - line) };
  field.value = (AiohttpSpan){ (guint32) (value - window), (guint32) value_length };
  field.known = (guint16) aiohttp_field_id_lookup (line, (gsize) (colon - line));
  g_array_append_val (self->fields, field);
  return TRUE;
}

/* All field lines of a head that ends at `end`. */
static gboolean
read_fields (AiohttpMultipartParser *self, const char *window, const char *end, GError **error)
{
  const char *line = window;

  g_array_set_size (self->fields, 0);
  while (line < end)
    {
      const char *stop = line;

      do
        {
          stop = memmem (stop, (gsize) (end - stop), "\r\n", 2);
          if (stop == NULL)
            stop = end;
          if (end - stop <= 2 || (stop[2] != ' ' && stop[2] != '\t'))
            break;
          stop += 2;
        }
      while (TRUE);
      if (!read_field (self, window, line, stop, error))
        return FALSE;
      line = stop < end ? stop + 2 : end;
    }
  return TRUE;
}

static AiohttpMultipartEvent
next_in_head (AiohttpMultipartParser *self, const char *window, gsize window_length, gboolean at_end, gsize *length,
              GError **error)
{
  const char *end;

  *length = 0;
  if (window_length >= 2 && window[0] == '\r' && window[1] == '\n')
    {
      g_array_set_size (self->fields, 0);
      *length = 2;
    }
  else
    {
      end = memmem (window + self->scanned, window_length - self->scanned, "\r\n\r\n", 4);
      if ((end != NULL ? (gsize) (end - window) : window_length) > AIOHTTP_MULTIPART_MAX_PART_HEAD)
        {
          g_set_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FIELD_TOO_LONG,
                       "The headers of a part are longer than %d bytes", AIOHTTP_MULTIPART_MAX_PART_HEAD);
          return AIOHTTP_MULTIPART_ERROR;
        }
      if (end == NULL)
        {
          self->scanned = window_length > 3 ? window_length - 3 : 0;
          return need_more (at_end, error);
        }
      if (!read_fields (self, window, end, error))
        return AIOHTTP_MULTIPART_ERROR;
      *length = (gsize) (end - window) + 4;
    }
  self->state = STATE_DATA;
  self->at_line_start = TRUE;
  return AIOHTTP_MULTIPART_PART;
}

static AiohttpMultipartEvent
next_in_data (AiohttpMultipartParser *self, const char *window, gsize window_length, gboolean at_end, gsize *length,
              GError **error)
{
  *length = 0;
  if (window_length == 0)
    return need_more (at_end, error);
  switch (read_delimiter (self, window, window_length, length))
    {
    case TAIL_PART:
      self->state = STATE_HEAD;
      self->scanned = 0;
      return AIOHTTP_MULTIPART_PART_END;
    case TAIL_CLOSE:
      /* the delimiter is left for the next call, which says END */
      self->state = STATE_ENDED;
      *length = 0;
      return AIOHTTP_MULTIPART_PART_END;
    case TAIL_UNKNOWN:
      *length = 0;
      return need_more (at_end, error);
    case TAIL_NONE:
    default:
      *length = count_plain (self, window, window_length);
      return AIOHTTP_MULTIPART_DATA;
    }
}

AiohttpMultipartEvent
aiohttp_multipart_parser_next (AiohttpMultipartParser *self, const char *window, gsize window_length, gboolean at_end,
                               gsize *length, GError **error)
{
  AiohttpMultipartEvent event;

  switch (self->state)
    {
    case STATE_PREAMBLE:
      event = next_in_preamble (self, window, window_length, at_end, length, error);
      if (event != AIOHTTP_MULTIPART_PART_END)
        return event;
      /* the first delimiter ends no part: what is behind it is looked at as if it had been taken off */
      {
        gsize before = *length;

        event = next_in_head (self, window + before, window_length - before, at_end, length, error);
        if (event == AIOHTTP_MULTIPART_PART)
          for (guint i = 0; i < self->fields->len; i++)
            {
              AiohttpField *field = &g_array_index (self->fields, AiohttpField, i);

              field->name.offset += (guint32) before;
              field->value.offset += (guint32) before;
            }
        *length += before;
        return event;
      }
    case STATE_HEAD:
      return next_in_head (self, window, window_length, at_end, length, error);
    case STATE_DATA:
      return next_in_data (self, window, window_length, at_end, length, error);
    case STATE_ENDED:
    default:
      *length = window_length;
      return AIOHTTP_MULTIPART_END;
    }
}

void
aiohttp_multipart_parser_took_data (AiohttpMultipartParser *self, gsize length)
{
  if (length > 0)
    self->at_line_start = FALSE;
}
