/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-access-log-private.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

/* Of one field in a line. */
#define MAX_SHOWN 1024

/* A turn that fills more than this writes early. */
#define MAX_WAITING (32 * 1024)

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
append_header (AiohttpByteBuffer *buffer, const AiohttpHttp1Head *head, AiohttpFieldId id)
{
  const char *value;
  gsize length;
  AiohttpFields fields;

  aiohttp_byte_buffer_append_literal (buffer, " \"");
  if (head != NULL && aiohttp_http1_head_has (head, id))
    {
      fields = aiohttp_http1_head_get_fields (head);
      if (aiohttp_fields_peek (&fields, id, &value, &length))
        append_shown (buffer, value, length);
    }
  else
    aiohttp_byte_buffer_append_literal (buffer, "-");
  aiohttp_byte_buffer_append_literal (buffer, "\"");
}

void
aiohttp_access_log_format (AiohttpByteBuffer *buffer, const AiohttpAccessLogEntry *entry, const char *time)
{
  aiohttp_byte_buffer_append_string (buffer, entry->remote != NULL ? entry->remote : "-");
  aiohttp_byte_buffer_append_literal (buffer, " ");
  aiohttp_byte_buffer_append_string (buffer, time);
  aiohttp_byte_buffer_append_literal (buffer, " \"");
  append_request_line (buffer, entry->head);
  aiohttp_byte_buffer_append_literal (buffer, "\" ");
  aiohttp_byte_buffer_append_decimal (buffer, entry->status);
  aiohttp_byte_buffer_append_literal (buffer, " ");
  aiohttp_byte_buffer_append_decimal (buffer, entry->body_length);
  append_header (buffer, entry->head, AIOHTTP_FIELD_REFERER);
  append_header (buffer, entry->head, AIOHTTP_FIELD_USER_AGENT);
  aiohttp_byte_buffer_append_literal (buffer, "\n");
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

/* Standard error may be a pipe that nobody empties; waiting for it is what every logger does. */
static void
flush_lines (gpointer data)
{
  AiohttpAccessLog *self = data;

  while (aiohttp_byte_buffer_length (&self->lines) > 0)
    {
      gssize written =
          write (self->fd, aiohttp_byte_buffer_data (&self->lines), aiohttp_byte_buffer_length (&self->lines));

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        break;
      aiohttp_byte_buffer_consume (&self->lines, written);
    }
  aiohttp_byte_buffer_reset (&self->lines);
}

void
aiohttp_access_log_init (AiohttpAccessLog *self, AiohttpReactor *reactor, int fd)
{
  *self = (AiohttpAccessLog){ .reactor = reactor, .second = -1, .fd = fd };
  self->turn_end.func = flush_lines;
  self->turn_end.data = self;
}

void
aiohttp_access_log_clear (AiohttpAccessLog *self)
{
  flush_lines (self);
  if (self->reactor != NULL)
    aiohttp_reactor_remove_turn_end (self->reactor, &self->turn_end);
  aiohttp_byte_buffer_clear (&self->lines);
}

void
aiohttp_access_log_add (AiohttpAccessLog *self, const AiohttpAccessLogEntry *entry)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != self->second)
    {
      self->second = now.tv_sec;
      aiohttp_access_log_format_time (self->time, self->second);
    }
  aiohttp_access_log_format (&self->lines, entry, self->time);
  if (aiohttp_byte_buffer_length (&self->lines) > MAX_WAITING)
    flush_lines (self);
  else
    aiohttp_reactor_add_turn_end (self->reactor, &self->turn_end);
}
