/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-chars-private.h"
#include "aiohttp-http1-body-private.h"
#include "aiohttp-http1-parser-private.h"

#include "conformance.h"
#include "http1-names.h"

#include <string.h>

/* A connection as a server reads it: head, body, next head, until the bytes end, an error, or the connection does. */
typedef struct
{
  GString *buffer; /* bytes of the head that is not complete */
  AiohttpHttp1Head *head;
  AiohttpHttp1Parser parser;
  AiohttpHttp1Body body;
  gboolean in_body, stopped;
  GString *message;
  GPtrArray *seen;
} Connection;

static void
connection_init (Connection *self)
{
  memset (self, 0, sizeof *self);
  self->buffer = g_string_new (NULL);
  self->message = g_string_new (NULL);
  self->seen = g_ptr_array_new_with_free_func (g_free);
  self->head = aiohttp_http1_head_new (AIOHTTP_HTTP1_MAX_FIELDS);
  aiohttp_http1_parser_init_request (&self->parser, self->head, NULL);
}

static void
connection_clear (Connection *self)
{
  g_string_free (self->buffer, TRUE);
  g_string_free (self->message, TRUE);
  g_ptr_array_unref (self->seen);
  g_free (self->head);
}

static void
take_error (Connection *self, guint status, const GError *error)
{
  g_ptr_array_add (self->seen, g_strdup_printf ("%u %s", status, http1_error_get_name (error)));
  self->stopped = TRUE;
}

static void
end_message (Connection *self)
{
  g_ptr_array_add (self->seen, g_strdup (self->message->str));
  self->in_body = FALSE;
  if (self->head->keep_alive)
    {
      aiohttp_http1_parser_reset (&self->parser);
      return;
    }
  g_ptr_array_add (self->seen, g_strdup ("close"));
  self->stopped = TRUE;
}

static void
begin_message (Connection *self)
{
  const AiohttpHttp1Head *head = self->head;

  g_string_printf (self->message, "%.*s %.*s", (int) head->method.length, head->base + head->method.offset,
                   (int) head->target.length, head->base + head->target.offset);
  aiohttp_http1_body_init (&self->body, head, NULL, FALSE, 0);
  self->in_body = TRUE;
  g_string_erase (self->buffer, 0, (gssize) head->head_length);
}

static void
read_head (Connection *self)
{
  g_autoptr (GError) error = NULL;

  switch (aiohttp_http1_parser_execute (&self->parser, self->buffer->str, self->buffer->len, &error))
    {
    case AIOHTTP_HTTP1_ERROR:
      take_error (self, self->parser.status, error);
      break;
    case AIOHTTP_HTTP1_DONE:
      begin_message (self);
      break;
    case AIOHTTP_HTTP1_MORE:
    default:
      break;
    }
}

static void
read_body (Connection *self)
{
  g_autoptr (GError) error = NULL;
  AiohttpSpan payload;
  gsize consumed;
  gboolean done;

  if (!aiohttp_http1_body_feed (&self->body, self->buffer->str, self->buffer->len, &consumed, &payload, &done, &error))
    {
      take_error (self, self->body.status, error);
      return;
    }
  if (payload.length > 0)
    {
      g_autofree char *text = aiohttp_chars_escape (self->buffer->str + payload.offset, payload.length, G_MAXSIZE);

      if (strchr (self->message->str, '|') == NULL)
        g_string_append (self->message, " |");
      g_string_append (self->message, text);
    }
  g_string_erase (self->buffer, 0, (gssize) consumed);
  if (done)
    end_message (self);
}

static void
connection_feed (Connection *self, const char *data, gsize length)
{
  gsize before;
  gboolean was_in_body;

  g_string_append_len (self->buffer, data, (gssize) length);
  do
    {
      before = self->buffer->len;
      was_in_body = self->in_body;
      if (self->in_body)
        read_body (self);
      else
        read_head (self);
    }
  while (!self->stopped && (self->buffer->len < before || was_in_body != self->in_body));
}

static void
run_split (ConformanceCase *test, const gsize *ends, gsize n_ends)
{
  GPtrArray *wanted = conformance_get_all (test, "expect");
  Connection connection;
  gsize start = 0;

  connection_init (&connection);
  for (gsize i = 0; i < n_ends && !connection.stopped; i++)
    {
      connection_feed (&connection, test->input->str + start, ends[i] - start);
      start = ends[i];
    }
  if (!connection.stopped)
    {
      gboolean idle = !connection.in_body && aiohttp_http1_parser_is_idle (&connection.parser);

      g_ptr_array_add (connection.seen, g_strdup (idle ? "idle" : "more"));
    }

  for (guint i = 0; i < MIN (wanted->len, connection.seen->len); i++)
    g_assert_cmpstr (g_ptr_array_index (connection.seen, i), ==, g_ptr_array_index (wanted, i));
  g_assert_cmpuint (connection.seen->len, ==, wanted->len);
  connection_clear (&connection);
}

static void
run_stream (ConformanceCase *test)
{
  conformance_foreach_split (test, run_split);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  conformance_add_table ("http1/streams.txt", "/http1/streams", run_stream);

  return g_test_run ();
}
