/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The server's side of a row: its script, and good answers to good requests. */

#include <poll.h>
#include <string.h>

#include "hostile.h"

/* Between two pieces of a drip. */
#define PAUSE_MILLISECONDS 5

char *
hostile_case_expand (HostileCase *self, const char *text)
{
  g_autoptr (GString) expanded = g_string_new (text);
  g_autofree char *port = g_strdup_printf ("%u", self->server != NULL ? raw_server_get_port (self->server) : 0);
  g_autofree char *other = g_strdup_printf ("%u", self->other != NULL ? raw_server_get_port (self->other) : 0);

  g_string_replace (expanded, "{port}", port, 0);
  g_string_replace (expanded, "{other}", other, 0);
  return g_string_free (g_steal_pointer (&expanded), FALSE);
}

/* Reads requests and answers the good ones; FALSE: the client has gone, else one came that is not. */
static gboolean
read_request (RawConnection *connection)
{
  for (;;)
    {
      g_autofree char *request = raw_connection_read_request (connection);
      g_autofree char *path = request != NULL ? raw_request_get_path (request) : NULL;

      if (path == NULL)
        return FALSE;
      if (!g_str_has_suffix (path, "/good"))
        return TRUE;
      if (!raw_connection_puts (connection, OK_HEAD "Content-Length: 4\r\n\r\ngood"))
        return FALSE;
    }
}

static gboolean
say_format (RawConnection *connection, HostileCase *test, const char *text)
{
  g_autofree char *expanded = hostile_case_expand (test, text);

  return raw_connection_puts (connection, expanded);
}

/* In writes of some size: many of them would be slower than what a test has time for. */
static gboolean
flood (RawConnection *connection, const HostileStep *step)
{
  g_autoptr (GString) block = g_string_new (NULL);
  guint n_in_block;
  guint i = 0;

  while (block->len < 16384)
    g_string_append_len (block, step->bytes, (gssize) step->length);
  n_in_block = (guint) (block->len / step->length);
  for (; step->n == 0 || i + n_in_block <= step->n; i += n_in_block)
    if (!raw_connection_write (connection, block->str, block->len))
      return FALSE;
  return raw_connection_write (connection, block->str, (step->n - i) * step->length);
}

/* The pause ends early when the client has closed. */
static void
drip (RawConnection *connection, const HostileStep *step)
{
  GSocket *socket = raw_connection_get_socket (connection);

  while (!raw_connection_is_stopped (connection) && raw_connection_write (connection, step->bytes, step->length))
    if (g_socket_condition_timed_wait (socket, G_IO_IN | G_IO_HUP, PAUSE_MILLISECONDS * 1000, NULL, NULL))
      return;
}

gboolean
hostile_read_head (RawConnection *connection)
{
  GSocket *socket = raw_connection_get_socket (connection);
  const char *end = "\r\n\r\n";
  gsize n = 0;

  while (n < strlen (end))
    {
      char byte;

      if (g_socket_receive (socket, &byte, 1, NULL, NULL) <= 0)
        return FALSE;
      n = byte == end[n] ? n + 1 : byte == end[0] ? 1 : 0;
    }
  return TRUE;
}

void
hostile_await_bytes (RawConnection *connection, HostileCase *test)
{
  g_socket_condition_wait (raw_connection_get_socket (connection), G_IO_IN, NULL, NULL);
}

/* Until the good request begins, and only then to the end of what the client has sent, behind which is its FIN. */
static void
stay_idle (RawConnection *connection, HostileCase *test)
{
  struct pollfd fd = { .fd = g_socket_get_fd (raw_connection_get_socket (connection)) };

  while (!raw_connection_is_stopped (connection) && !g_atomic_int_get (&test->is_good))
    if (poll (&fd, 1, PAUSE_MILLISECONDS) > 0)
      return;
  if (!test->row->soup_goes_on || !client_transport_is_soup ())
    raw_connection_wait_for_end (connection);
}

static gboolean
take_step (RawConnection *connection, HostileCase *test, const HostileStep *step)
{
  switch (step->op)
    {
    case HOSTILE_SAY:
      return raw_connection_write (connection, step->bytes, step->length);
    case HOSTILE_FORMAT:
      return say_format (connection, test, step->bytes);
    case HOSTILE_READ:
      return read_request (connection);
    case HOSTILE_FLOOD:
      return flood (connection, step);
    case HOSTILE_DRIP:
      drip (connection, step);
      return FALSE;
    case HOSTILE_WAIT:
      if (!test->row->soup_goes_on || !client_transport_is_soup ())
        raw_connection_wait_for_end (connection);
      return FALSE;
    case HOSTILE_RESET:
      raw_connection_reset (connection);
      return FALSE;
    case HOSTILE_CALL:
      step->func (connection, test);
      return TRUE;
    case HOSTILE_READ_HEAD:
      return hostile_read_head (connection);
    case HOSTILE_IDLE:
      stay_idle (connection, test);
      return FALSE;
    case HOSTILE_FIRST:
      return raw_server_count_connections (test->server) == 1;
    case HOSTILE_AGAIN:
    case HOSTILE_END:
    default:
      return FALSE;
    }
}

static void
run_script (RawConnection *connection, HostileCase *test, const HostileStep *script)
{
  const HostileStep *step = script;

  while (take_step (connection, test, step))
    step = step[1].op == HOSTILE_AGAIN ? script : step + 1;
}

void
hostile_serve (RawConnection *connection, gpointer user_data)
{
  HostileCase *test = user_data;

  if (g_atomic_int_get (&test->is_good))
    read_request (connection);
  else
    run_script (connection, test, test->row->script);
}

void
hostile_serve_other (RawConnection *connection, gpointer user_data)
{
  HostileCase *test = user_data;

  run_script (connection, test, test->row->other);
}
