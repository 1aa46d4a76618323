/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-http1-parser-private.h"

#include "conformance.h"
#include "http1-names.h"

#include <string.h>

#define COPIED_UP_TO 2000

static AiohttpHttp1Limits limits;
static gboolean is_response;

static void
assert_span (ConformanceCase *test, const char *key, const AiohttpHttp1Head *head, AiohttpSpan span)
{
  const char *wanted = conformance_get (test, key);
  g_autoptr (GString) bytes = NULL;

  if (wanted == NULL)
    return;
  bytes = conformance_unescape (g_str_equal (wanted, "(none)") ? "" : wanted);
  g_assert_cmpmem (head->base + span.offset, span.length, bytes->str, bytes->len);
}

static void
assert_word (ConformanceCase *test, const char *key, const char *got)
{
  const char *wanted = conformance_get (test, key);

  if (wanted != NULL)
    g_assert_cmpstr (got, ==, wanted);
}

static void
assert_number (ConformanceCase *test, const char *key, guint64 got)
{
  const char *wanted = conformance_get (test, key);

  if (wanted != NULL)
    g_assert_cmpuint (got, ==, g_ascii_strtoull (wanted, NULL, 10));
}

/* "field: Name = value", as text, all lines of the name joined; "(none)" for a field that is not there */
static void
assert_fields (ConformanceCase *test, const AiohttpHttp1Head *head)
{
  GPtrArray *wanted = conformance_get_all (test, "field");
  AiohttpFields fields = aiohttp_http1_head_get_fields (head);

  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    {
      g_auto (GStrv) parts = g_strsplit (g_ptr_array_index (wanted, i), " =", 2);
      g_autofree char *got = aiohttp_fields_dup (&fields, parts[0]);
      g_autoptr (GString) value = conformance_unescape (g_strchug (parts[1]));

      g_assert_cmpstr (got != NULL ? got : "(none)", ==, value->str);
    }
}

static void
assert_head (ConformanceCase *test, const AiohttpHttp1Head *head)
{
  g_autoptr (GString) flags = g_string_new (NULL);

  assert_span (test, "method", head, head->method);
  assert_span (test, "target", head, head->target);
  assert_span (test, "host", head, head->host);
  assert_span (test, "path", head, head->path);
  assert_span (test, "query", head, head->query);
  assert_span (test, "reason", head, head->reason);
  assert_number (test, "status", head->status);
  assert_number (test, "minor", head->minor_version);
  assert_number (test, "content-length", head->content_length);
  assert_number (test, "fields", head->n_fields);
  assert_number (test, "rest", test->input->len - head->head_length);
  assert_word (test, "form", http1_target_form_get_name (head->target_form));
  assert_word (test, "body", http1_body_kind_get_name (head->body));
  assert_word (test, "keep-alive", head->keep_alive ? "yes" : "no");
  if (head->expect_continue)
    g_string_append (flags, " continue");
  if (head->expect_unknown)
    g_string_append (flags, " expect");
  if (head->upgrade)
    g_string_append (flags, " upgrade");
  assert_word (test, "flags", flags->len > 0 ? flags->str + 1 : "(none)");
  assert_fields (test, head);
}

static void
init_parser (ConformanceCase *test, AiohttpHttp1Parser *parser, AiohttpHttp1Head *head)
{
  const char *method = conformance_get (test, "request");

  if (!is_response)
    aiohttp_http1_parser_init_request (parser, head, &limits);
  else
    aiohttp_http1_parser_init_response (parser, head, &limits,
                                        method != NULL ? aiohttp_method_id_lookup (method, strlen (method))
                                                       : AIOHTTP_METHOD_GET);
}

/* Up to this size each piece comes in memory of its own, exactly as long as what has come: a read too far is one that ASan sees. */
static void
run_split (ConformanceCase *test, const gsize *ends, gsize n_ends)
{
  AiohttpHttp1Head *head = aiohttp_http1_head_new (limits.max_fields);
  AiohttpHttp1Result result = AIOHTTP_HTTP1_MORE;
  AiohttpHttp1Parser parser;
  const char *wanted = conformance_get (test, "expect");

  init_parser (test, &parser, head);
  g_assert_true (aiohttp_http1_parser_is_idle (&parser));
  for (gsize i = 0; i < n_ends && result == AIOHTTP_HTTP1_MORE; i++)
    {
      g_autofree char *copy = ends[i] <= COPIED_UP_TO ? g_memdup2 (test->input->str, ends[i]) : NULL;
      const char *data = copy != NULL ? copy : test->input->str;
      g_autoptr (GError) error = NULL;

      result = aiohttp_http1_parser_execute (&parser, data, ends[i], &error);
      if (result == AIOHTTP_HTTP1_ERROR)
        {
          http1_assert_error (test, aiohttp_http1_parser_get_status (&parser), error);
          continue;
        }
      g_assert_no_error (error);
      if (result == AIOHTTP_HTTP1_DONE)
        assert_head (test, head);
    }
  if (result != AIOHTTP_HTTP1_ERROR)
    g_assert_cmpstr (result == AIOHTTP_HTTP1_DONE ? "done" : "more", ==, wanted);
  g_free (head);
}

static void
run_case (ConformanceCase *test)
{
  limits = aiohttp_http1_default_limits;
  limits.max_line = (guint) conformance_get_int (test, "max-line", limits.max_line);
  limits.max_field = (guint) conformance_get_int (test, "max-field", limits.max_field);
  limits.max_fields = (guint) conformance_get_int (test, "max-fields", limits.max_fields);
  limits.max_head = (guint) conformance_get_int (test, "max-head", limits.max_head);
  limits.lax_flags = http1_lax_flags_from_name (conformance_get (test, "lax"));
  conformance_get (test, "request");
  conformance_get (test, "message");
  conformance_foreach_split (test, run_split);
}

static void
run_request (ConformanceCase *test)
{
  is_response = FALSE;
  run_case (test);
}

static void
run_response (ConformanceCase *test)
{
  is_response = TRUE;
  run_case (test);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  conformance_add_table ("http1/requests.txt", "/http1/requests", run_request);
  conformance_add_table ("http1/request-smuggling.txt", "/http1/request-smuggling", run_request);
  conformance_add_table ("http1/request-limits.txt", "/http1/request-limits", run_request);
  conformance_add_table ("http1/responses.txt", "/http1/responses", run_response);
  conformance_add_table ("http1/responses-lax.txt", "/http1/responses-lax", run_response);

  return g_test_run ();
}
