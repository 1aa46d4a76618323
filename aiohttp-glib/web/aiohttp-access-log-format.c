/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-access-log-format-private.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "aiohttp-error.h"
#include "aiohttp-headers-private.h"

/* Of one field in a line. */
#define MAX_SHOWN 1024

typedef enum
{
  ATOM_TEXT,
  ATOM_REMOTE,
  ATOM_TIME,
  ATOM_REQUEST_LINE,
  ATOM_STATUS,
  ATOM_SIZE,
  ATOM_SECONDS,
  ATOM_SECONDS_AND_PARTS,
  ATOM_MICROSECONDS,
  ATOM_REQUEST_HEADER,
  ATOM_RESPONSE_HEADER,
} AtomKind;

typedef struct
{
  AtomKind kind;
  AiohttpFieldId field; /* of a header that has one */
  char *text;           /* ATOM_TEXT, or a header's name */
} Atom;

struct _AiohttpAccessLogFormat
{
  GArray *atoms; /* of Atom */
  gboolean needs_duration;
};

static void
atom_clear (gpointer data)
{
  g_free (((Atom *) data)->text);
}

void
aiohttp_access_log_format_free (AiohttpAccessLogFormat *self)
{
  g_array_unref (self->atoms);
  g_free (self);
}

gboolean
aiohttp_access_log_format_needs_duration (const AiohttpAccessLogFormat *self)
{
  return self->needs_duration;
}

static void
add_atom (AiohttpAccessLogFormat *self, AtomKind kind, char *text /* taken */)
{
  Atom atom = { kind, AIOHTTP_FIELD_OTHER, text };

  if (kind == ATOM_REQUEST_HEADER)
    atom.field = aiohttp_field_id_lookup (text, strlen (text));
  if (kind == ATOM_SECONDS || kind == ATOM_SECONDS_AND_PARTS || kind == ATOM_MICROSECONDS)
    self->needs_duration = TRUE;
  g_array_append_val (self->atoms, atom);
}

/* "%{name}i" and its like, from the name on. */
static const char *
read_named (AiohttpAccessLogFormat *self, const char *p)
{
  const char *end = strchr (p, '}');
  g_autofree char *name = NULL;
  const char *value;

  if (end == NULL || end == p)
    return NULL;
  name = g_strndup (p, end - p);
  switch (end[1])
    {
    case 'i':
      add_atom (self, ATOM_REQUEST_HEADER, g_steal_pointer (&name));
      return end + 2;
    case 'o':
      add_atom (self, ATOM_RESPONSE_HEADER, g_steal_pointer (&name));
      return end + 2;
    case 'e':
      value = g_getenv (name);
      add_atom (self, ATOM_TEXT, g_strdup (value != NULL ? value : "-"));
      return end + 2;
    default:
      return NULL;
    }
}

/* What comes behind a "%"; NULL where it is none of them. */
static const char *
read_atom (AiohttpAccessLogFormat *self, const char *p)
{
  switch (*p)
    {
    case '%':
      add_atom (self, ATOM_TEXT, g_strdup ("%"));
      return p + 1;
    case 'a':
      add_atom (self, ATOM_REMOTE, NULL);
      return p + 1;
    case 't':
      add_atom (self, ATOM_TIME, NULL);
      return p + 1;
    case 'P':
      add_atom (self, ATOM_TEXT, g_strdup_printf ("%ld", (long) getpid ()));
      return p + 1;
    case 'r':
      add_atom (self, ATOM_REQUEST_LINE, NULL);
      return p + 1;
    case 's':
      add_atom (self, ATOM_STATUS, NULL);
      return p + 1;
    case 'b':
      add_atom (self, ATOM_SIZE, NULL);
      return p + 1;
    case 'T':
      add_atom (self, p[1] == 'f' ? ATOM_SECONDS_AND_PARTS : ATOM_SECONDS, NULL);
      return p[1] == 'f' ? p + 2 : p + 1;
    case 'D':
      add_atom (self, ATOM_MICROSECONDS, NULL);
      return p + 1;
    case '{':
      return read_named (self, p + 1);
    default:
      return NULL;
    }
}

AiohttpAccessLogFormat *
aiohttp_access_log_format_new (const char *text, GError **error)
{
  g_autoptr (AiohttpAccessLogFormat) self = g_new0 (AiohttpAccessLogFormat, 1);
  const char *p = text;

  self->atoms = g_array_new (FALSE, FALSE, sizeof (Atom));
  g_array_set_clear_func (self->atoms, atom_clear);
  while (*p != '\0')
    {
      const char *percent = strchr (p, '%');
      const char *next;

      if (percent == NULL)
        {
          add_atom (self, ATOM_TEXT, g_strdup (p));
          break;
        }
      if (percent > p)
        add_atom (self, ATOM_TEXT, g_strndup (p, percent - p));
      next = read_atom (self, percent + 1);
      if (next == NULL)
        {
          g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
                       "Not an atom of an access log's format: \"%s\"; there are "
                       "%%%% %%a %%t %%P %%r %%s %%b %%T %%Tf %%D %%{name}i %%{name}o %%{name}e",
                       percent);
          return NULL;
        }
      p = next;
    }
  return g_steal_pointer (&self);
}

static gboolean
needs_escape (char c)
{
  return (guint8) c < 0x20 || (guint8) c >= 0x7F || c == '"' || c == '\\';
}

/* Escaped, so that no peer can forge a line or move a terminal's cursor. */
static void
append_shown (AiohttpByteBuffer *buffer, const char *text, gsize length)
{
  const gsize shown = MIN (length, MAX_SHOWN);
  gsize start = 0;

  for (gsize i = 0; i < shown; i++)
    {
      if (G_LIKELY (!needs_escape (text[i])))
        continue;
      aiohttp_byte_buffer_append (buffer, text + start, i - start);
      start = i + 1;
      if (text[i] == '"' || text[i] == '\\')
        {
          const char escape[2] = { '\\', text[i] };

          aiohttp_byte_buffer_append (buffer, escape, 2);
        }
      else
        {
          const guint8 byte = (guint8) text[i];
          const char escape[4] = { '\\', 'x', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15] };

          aiohttp_byte_buffer_append (buffer, escape, 4);
        }
    }
  aiohttp_byte_buffer_append (buffer, text + start, shown - start);
  if (shown < length)
    aiohttp_byte_buffer_append_literal (buffer, "...");
}

static void
append_request_line (AiohttpByteBuffer *buffer, const AiohttpHttp1Head *head)
{
  if (head == NULL)
    {
      aiohttp_byte_buffer_append_literal (buffer, "-");
      return;
    }
  append_shown (buffer, head->base + head->method.offset, head->method.length);
  aiohttp_byte_buffer_append_literal (buffer, " ");
  append_shown (buffer, head->base + head->target.offset, head->target.length);
  aiohttp_byte_buffer_append (buffer, head->minor_version == 0 ? " HTTP/1.0" : " HTTP/1.1", 9);
}

static void
append_request_header (AiohttpByteBuffer *buffer, const AiohttpHttp1Head *head, const Atom *atom)
{
  AiohttpFields fields;
  const AiohttpField *field;
  guint position = 0;

  if (head == NULL || (atom->field != AIOHTTP_FIELD_OTHER && !aiohttp_http1_head_has (head, atom->field)))
    {
      aiohttp_byte_buffer_append_literal (buffer, "-");
      return;
    }
  fields = aiohttp_http1_head_get_fields (head);
  field = atom->field != AIOHTTP_FIELD_OTHER ? aiohttp_fields_next (&fields, atom->field, &position)
                                             : aiohttp_fields_next_named (&fields, atom->text, &position);
  if (field != NULL)
    append_shown (buffer, head->base + field->value.offset, field->value.length);
  else
    aiohttp_byte_buffer_append_literal (buffer, "-");
}

static void
append_response_header (AiohttpByteBuffer *buffer, AiohttpStreamResponse *response, const char *name)
{
  const char *value = NULL;

  if (response != NULL)
    value = soup_message_headers_get_one (aiohttp_stream_response_get_headers (response), name);
  if (value != NULL)
    append_shown (buffer, value, strlen (value));
  else
    aiohttp_byte_buffer_append_literal (buffer, "-");
}

static void
append_seconds (AiohttpByteBuffer *buffer, gint64 duration)
{
  char text[32];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT ".%06d", duration / G_USEC_PER_SEC,
              (int) (duration % G_USEC_PER_SEC));
  aiohttp_byte_buffer_append_string (buffer, text);
}

static void
append_atom (const Atom *atom, AiohttpByteBuffer *buffer, const AiohttpAccessLogEntry *entry, const char *time)
{
  switch (atom->kind)
    {
    case ATOM_TEXT:
      aiohttp_byte_buffer_append_string (buffer, atom->text);
      break;
    case ATOM_REMOTE:
      aiohttp_byte_buffer_append_string (buffer, entry->remote != NULL ? entry->remote : "-");
      break;
    case ATOM_TIME:
      aiohttp_byte_buffer_append_string (buffer, time);
      break;
    case ATOM_REQUEST_LINE:
      append_request_line (buffer, entry->head);
      break;
    case ATOM_STATUS:
      aiohttp_byte_buffer_append_decimal (buffer, entry->status);
      break;
    case ATOM_SIZE:
      aiohttp_byte_buffer_append_decimal (buffer, entry->body_length);
      break;
    case ATOM_SECONDS:
      aiohttp_byte_buffer_append_decimal (buffer, entry->duration / G_USEC_PER_SEC);
      break;
    case ATOM_SECONDS_AND_PARTS:
      append_seconds (buffer, entry->duration);
      break;
    case ATOM_MICROSECONDS:
      aiohttp_byte_buffer_append_decimal (buffer, entry->duration);
      break;
    case ATOM_REQUEST_HEADER:
      append_request_header (buffer, entry->head, atom);
      break;
    case ATOM_RESPONSE_HEADER:
      append_response_header (buffer, entry->response, atom->text);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
aiohttp_access_log_format_append (const AiohttpAccessLogFormat *self, AiohttpByteBuffer *buffer,
                                  const AiohttpAccessLogEntry *entry, const char *time)
{
  for (guint i = 0; i < self->atoms->len; i++)
    append_atom (&g_array_index (self->atoms, Atom, i), buffer, entry, time);
}

void
aiohttp_access_log_format_time (char out[32], gint64 second)
{
  /* strftime's %b is the locale's. */
  static const char months[12][4] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  time_t seconds = (time_t) second;
  struct tm local;
  long offset;

  localtime_r (&seconds, &local);
  offset = ABS (local.tm_gmtoff) / 60;
  g_snprintf (out, 32, "[%02d/%s/%d:%02d:%02d:%02d %c%02ld%02ld]", local.tm_mday, months[local.tm_mon],
              local.tm_year + 1900, local.tm_hour, local.tm_min, local.tm_sec, local.tm_gmtoff < 0 ? '-' : '+',
              offset / 60, offset % 60);
}
