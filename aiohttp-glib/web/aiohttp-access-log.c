/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-access-log-private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A turn that fills more than this writes early. */
#define MAX_WAITING (32 * 1024)

/* Of what the other end does not take. */
#define MAX_KEPT (256 * 1024)

#define RETRY_MILLISECONDS 100

/* How to write without waiting for whoever reads: nobody may make a descriptor non-blocking that others share. */
typedef enum
{
  KIND_FILE,   /* takes all */
  KIND_SOCKET, /* is asked not to wait, each time */
  KIND_OWN,    /* was opened again, non-blocking: a pipe or terminal */
  KIND_ASKED,  /* could not be: asked first, then given what surely fits */
} Kind;

static void
open_output (AiohttpAccessLog *self, int fd)
{
  char path[32];
  struct stat status;
  int own;

  self->fd = fd;
  self->kind = KIND_ASKED;
  if (fstat (fd, &status) != 0)
    return;
  if (S_ISREG (status.st_mode))
    self->kind = KIND_FILE;
  else if (S_ISSOCK (status.st_mode))
    self->kind = KIND_SOCKET;
  else
    {
      g_snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
      own = open (path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
      if (own < 0)
        return;
      self->fd = own;
      self->kind = KIND_OWN;
    }
}

static gssize
write_some (AiohttpAccessLog *self)
{
  const void *data = aiohttp_byte_buffer_data (&self->lines);
  gsize length = aiohttp_byte_buffer_length (&self->lines);
  struct pollfd poll_fd = { .fd = self->fd, .events = POLLOUT };

  if (self->kind == KIND_SOCKET)
    return send (self->fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (self->kind == KIND_ASKED)
    {
      if (poll (&poll_fd, 1, 0) <= 0)
        {
          errno = EAGAIN;
          return -1;
        }
      length = MIN (length, 512);
    }
  return write (self->fd, data, length);
}

/* FALSE: the rest has to wait. */
static gboolean
flush_lines (AiohttpAccessLog *self)
{
  while (aiohttp_byte_buffer_length (&self->lines) > 0)
    {
      gssize written = write_some (self);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return FALSE;
      if (written <= 0)
        break;
      aiohttp_byte_buffer_consume (&self->lines, written);
    }
  if (aiohttp_byte_buffer_length (&self->lines) == 0 && self->lost > 0)
    {
      aiohttp_byte_buffer_append_literal (&self->lines, "... ");
      aiohttp_byte_buffer_append_decimal (&self->lines, self->lost);
      aiohttp_byte_buffer_append_literal (&self->lines, " lines of the access log were lost\n");
      self->lost = 0;
      return flush_lines (self);
    }
  aiohttp_byte_buffer_reset (&self->lines);
  return TRUE;
}

static void
flush_or_retry (gpointer data)
{
  AiohttpAccessLog *self = data;

  if (!flush_lines (self) && !aiohttp_timer_is_armed (&self->retry))
    aiohttp_timer_arm (aiohttp_reactor_get_wheel (self->reactor), &self->retry, RETRY_MILLISECONDS);
}

void
aiohttp_access_log_init (AiohttpAccessLog *self, AiohttpReactor *reactor, int fd)
{
  *self = (AiohttpAccessLog){ .reactor = reactor, .second = -1 };
  self->turn_end.func = flush_or_retry;
  self->turn_end.data = self;
  aiohttp_timer_init (&self->retry, flush_or_retry, self);
  open_output (self, fd);
}

void
aiohttp_access_log_clear (AiohttpAccessLog *self)
{
  flush_lines (self);
  aiohttp_reactor_remove_turn_end (self->reactor, &self->turn_end);
  aiohttp_timer_disarm (&self->retry);
  aiohttp_byte_buffer_clear (&self->lines);
  if (self->kind == KIND_OWN)
    close (self->fd);
}

const char *
aiohttp_access_log_get_time (AiohttpAccessLog *self)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != self->second)
    {
      self->second = now.tv_sec;
      aiohttp_access_log_format_time (self->time, self->second);
    }
  return self->time;
}

void
aiohttp_access_log_add (AiohttpAccessLog *self, const AiohttpAccessLogFormat *format,
                        const AiohttpAccessLogEntry *entry)
{
  if (G_UNLIKELY (aiohttp_byte_buffer_length (&self->lines) > MAX_KEPT))
    {
      self->lost++;
      return;
    }
  aiohttp_access_log_format_append (format, &self->lines, entry, aiohttp_access_log_get_time (self));
  aiohttp_byte_buffer_append_literal (&self->lines, "\n");
  if (G_UNLIKELY (aiohttp_timer_is_armed (&self->retry)))
    return;
  if (aiohttp_byte_buffer_length (&self->lines) > MAX_WAITING)
    flush_or_retry (self);
  else
    aiohttp_reactor_add_turn_end (self->reactor, &self->turn_end);
}
