/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-http1-parser-private.h"

#include "aiohttp-error.h"

#include <string.h>

/* What a head means is in tests/conformance; here is how the parser is used. */

typedef struct
{
  AiohttpHttp1Head *head;
  AiohttpHttp1Parser parser;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->head = aiohttp_http1_head_new (AIOHTTP_HTTP1_MAX_FIELDS);
  aiohttp_http1_parser_init_request (&self->parser, self->head, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->head);
}

static void
assert_parse (Fixture *self, const char *data, AiohttpHttp1Result wanted)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (aiohttp_http1_parser_execute (&self->parser, data, strlen (data), &error), ==, wanted);
  if (wanted != AIOHTTP_HTTP1_ERROR)
    g_assert_no_error (error);
}

static void
assert_span (Fixture *self, AiohttpSpan span, const char *wanted)
{
  g_assert_cmpmem (self->head->base + span.offset, span.length, wanted, strlen (wanted));
}

static void
test_pipelined (Fixture *self, gconstpointer data)
{
  g_autofree char *two = g_strdup ("GET /a HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\nGET /b HTTP/1.1\r\nHost: b\r\n\r\n");
  const char *next;

  assert_parse (self, two, AIOHTTP_HTTP1_DONE);
  assert_span (self, self->head->path, "/a");
  g_assert_cmpuint (self->head->n_fields, ==, 2);

  next = two + self->head->head_length;
  aiohttp_http1_parser_reset (&self->parser);
  assert_parse (self, next, AIOHTTP_HTTP1_DONE);
  assert_span (self, self->head->path, "/b");
  assert_span (self, self->head->host, "b");
  g_assert_cmpuint (self->head->n_fields, ==, 1);
  g_assert_cmpuint (self->head->head_length, ==, strlen (next));
}

static void
test_idle (Fixture *self, gconstpointer data)
{
  g_assert_true (aiohttp_http1_parser_is_idle (&self->parser));
  assert_parse (self, "", AIOHTTP_HTTP1_MORE);
  assert_parse (self, "\r", AIOHTTP_HTTP1_MORE);
  assert_parse (self, "\r\n", AIOHTTP_HTTP1_MORE);
  g_assert_true (aiohttp_http1_parser_is_idle (&self->parser));
  assert_parse (self, "\r\nG", AIOHTTP_HTTP1_MORE);
  g_assert_false (aiohttp_http1_parser_is_idle (&self->parser));
  assert_parse (self, "\r\nGET / HTTP/1.1\r\n", AIOHTTP_HTTP1_MORE);
  g_assert_false (aiohttp_http1_parser_is_idle (&self->parser));
}

/* The buffer of a connection may move while it grows. */
static void
test_buffer_moves (Fixture *self, gconstpointer data)
{
  const char *all = "GET /path HTTP/1.1\r\nHost: example\r\nX: y\r\n\r\n";
  g_autofree char *first = g_strndup (all, 30);
  g_autofree char *second = NULL;

  assert_parse (self, first, AIOHTTP_HTTP1_MORE);
  memset (first, 'x', 30);
  second = g_strdup (all);
  assert_parse (self, second, AIOHTTP_HTTP1_DONE);
  assert_span (self, self->head->path, "/path");
  assert_span (self, self->head->host, "example");
}

static void
test_move_to_another_head (Fixture *self, gconstpointer data)
{
  AiohttpHttp1Head *shared = self->head;
  AiohttpHttp1Head *own = aiohttp_http1_head_new (8);

  assert_parse (self, "GET /a HTTP/1.1\r\nHost: a\r\nX: y\r\nZ", AIOHTTP_HTTP1_MORE);
  aiohttp_http1_parser_move (&self->parser, own);
  memset (shared, 0xff, sizeof *shared);
  self->head = own;
  assert_parse (self, "GET /a HTTP/1.1\r\nHost: a\r\nX: y\r\nZ: z\r\n\r\n", AIOHTTP_HTTP1_DONE);
  assert_span (self, own->path, "/a");
  assert_span (self, own->fields[1].value, "y");
  assert_span (self, own->fields[2].value, "z");
  g_assert_cmpuint (own->max_fields, ==, 8);
  g_free (shared);
}

/* A head with less room than the limits allow ends in 431, not in memory behind it. */
static void
test_small_head (Fixture *self, gconstpointer data)
{
  g_free (self->head);
  self->head = aiohttp_http1_head_new (2);
  aiohttp_http1_parser_init_request (&self->parser, self->head, NULL);
  assert_parse (self, "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nZ: z\r\n\r\n", AIOHTTP_HTTP1_ERROR);
  g_assert_cmpuint (aiohttp_http1_parser_get_status (&self->parser), ==, 431);
}

static void
test_error_may_be_null (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (aiohttp_http1_parser_execute (&self->parser, "\x01", 1, NULL), ==, AIOHTTP_HTTP1_ERROR);
  g_assert_cmpuint (aiohttp_http1_parser_get_status (&self->parser), ==, 400);
}

static void
test_message_is_bounded (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) line = g_string_new ("GET / HTTP/1.1\r\nBad\xff");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_c (line, '\xff');
  g_string_append (line, ": x\r\n\r\n");
  g_assert_cmpint (aiohttp_http1_parser_execute (&self->parser, line->str, line->len, &error), ==, AIOHTTP_HTTP1_ERROR);
  g_assert_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_BAD_FIELD);
  g_assert_cmpuint (strlen (error->message), <, 400);
  g_assert_true (g_str_is_ascii (error->message) || g_str_has_suffix (error->message, "…\""));
}

/* No byte is looked at twice: a head of 100 kB that comes byte by byte is done at once. Were a line scanned from its start
 * for each byte, this would take half a minute. */
static void
test_dripping_head_is_linear (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) head = g_string_new ("GET / HTTP/1.1\r\nHost: a\r\n");
  gint64 start = g_get_monotonic_time ();
  AiohttpHttp1Result result = AIOHTTP_HTTP1_MORE;

  while (head->len < 100 * 1000)
    {
      g_string_append (head, "X: ");
      for (guint i = 0; i < 8000; i++)
        g_string_append_c (head, 'a');
      g_string_append (head, "\r\n");
    }
  g_string_append (head, "\r\n");
  for (gsize i = 1; i <= head->len && result == AIOHTTP_HTTP1_MORE; i++)
    result = aiohttp_http1_parser_execute (&self->parser, head->str, i, NULL);
  g_assert_cmpint (result, ==, AIOHTTP_HTTP1_DONE);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
}

static void
test_dup (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = g_strdup ("GET /a?b HTTP/1.1\r\nHost: h:1\r\nX-Own: v\r\nConnection: close\r\n\r\nrest");
  AiohttpHttp1Head *copy;
  AiohttpFields fields;
  g_autofree char *own = NULL;

  assert_parse (self, bytes, AIOHTTP_HTTP1_DONE);
  copy = aiohttp_http1_head_dup (self->head);
  memset (bytes, 'x', strlen (bytes));
  aiohttp_http1_parser_reset (&self->parser);

  g_assert_cmpmem (copy->base + copy->path.offset, copy->path.length, "/a", 2);
  g_assert_cmpmem (copy->base + copy->host.offset, copy->host.length, "h:1", 3);
  fields = aiohttp_http1_head_get_fields (copy);
  g_assert_cmpuint (fields.n_fields, ==, 3);
  own = aiohttp_fields_dup (&fields, "x-own");
  g_assert_cmpstr (own, ==, "v");
  g_assert_true (aiohttp_http1_head_has (copy, AIOHTTP_FIELD_CONNECTION));
  g_assert_false (aiohttp_http1_head_has (copy, AIOHTTP_FIELD_COOKIE));
  g_free (copy);
}

static void
test_methods (void)
{
  for (AiohttpMethodId id = AIOHTTP_METHOD_GET; id <= AIOHTTP_METHOD_CONNECT; id++)
    {
      const char *name = aiohttp_method_id_get_name (id);
      g_autofree char *lower = g_ascii_strdown (name, -1);
      g_autofree char *longer = g_strconcat (name, "X", NULL);

      g_assert_cmpint (aiohttp_method_id_lookup (name, strlen (name)), ==, id);
      g_assert_cmpint (aiohttp_method_id_lookup (lower, strlen (name)), ==, AIOHTTP_METHOD_OTHER);
      g_assert_cmpint (aiohttp_method_id_lookup (longer, strlen (longer)), ==, AIOHTTP_METHOD_OTHER);
    }
  g_assert_null (aiohttp_method_id_get_name (AIOHTTP_METHOD_OTHER));
  g_assert_null (aiohttp_method_id_get_name (99));
}

/* A request never becomes lax, whatever its limits say. */
static void
test_request_is_never_lax (Fixture *self, gconstpointer data)
{
  AiohttpHttp1Limits limits = aiohttp_http1_default_limits;

  limits.lax_flags = AIOHTTP_HTTP1_LAX_DEFAULT;
  aiohttp_http1_parser_init_request (&self->parser, self->head, &limits);
  assert_parse (self, "GET / HTTP/1.1\nHost: a\n\n", AIOHTTP_HTTP1_ERROR);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/http1-parser/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("pipelined", test_pipelined);
  ADD ("idle", test_idle);
  ADD ("buffer-moves", test_buffer_moves);
  ADD ("move", test_move_to_another_head);
  ADD ("small-head", test_small_head);
  ADD ("error/may-be-null", test_error_may_be_null);
  ADD ("error/bounded", test_message_is_bounded);
  ADD ("dripping-head-is-linear", test_dripping_head_is_linear);
  ADD ("request-is-never-lax", test_request_is_never_lax);
  ADD ("head/dup", test_dup);
#undef ADD
  g_test_add_func ("/http1-head/methods", test_methods);

  return g_test_run ();
}
