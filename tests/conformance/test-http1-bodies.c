/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-http1-body-private.h"

#include "conformance.h"
#include "http1-names.h"

#include <string.h>

#define COPIED_UP_TO 4000

static AiohttpHttp1Limits limits;

static void
init_body (ConformanceCase *test, AiohttpHttp1Body *body)
{
  AiohttpHttp1Head head = { .body = AIOHTTP_HTTP1_BODY_CHUNKED };
  const char *kind = conformance_get (test, "kind");
  const char *side = conformance_get (test, "side");
  gboolean is_response = side != NULL && g_str_equal (side, "response");

  if (kind != NULL)
    head.body = (guint8) http1_body_kind_from_name (kind);
  head.content_length = (guint64) conformance_get_int (test, "length", 0);
  head.n_fields = (guint) conformance_get_int (test, "fields", 0);
  aiohttp_http1_body_init (body, &head, &limits, is_response, (guint64) conformance_get_int (test, "max", 0));
}

/* Feeds what `*position` to `end` holds; FALSE after an error. */
static gboolean
feed (ConformanceCase *test, AiohttpHttp1Body *body, gsize *position, gsize end, GString *payload, GError **error)
{
  const char *input = test->input->str;

  while (*position < end && !aiohttp_http1_body_is_done (body))
    {
      gsize length = end - *position;
      g_autofree char *copy = length <= COPIED_UP_TO ? g_memdup2 (input + *position, length) : NULL;
      const char *data = copy != NULL ? copy : input + *position;
      AiohttpSpan slice;
      gsize consumed;
      gboolean done;

      if (!aiohttp_http1_body_feed (body, data, length, &consumed, &slice, &done, error))
        return FALSE;
      g_assert_cmpuint (consumed, >, 0);
      g_assert_cmpuint (consumed, <=, length);
      g_assert_cmpuint ((gsize) slice.offset + slice.length, <=, consumed);
      g_assert_cmpint (done, ==, aiohttp_http1_body_is_done (body));
      g_string_append_len (payload, data + slice.offset, (gssize) slice.length);
      *position += consumed;
    }
  return TRUE;
}

static void
assert_result (ConformanceCase *test, const AiohttpHttp1Body *body, const GError *error, gsize position,
               const GString *payload)
{
  const char *wanted_payload = conformance_get (test, "payload");
  const char *rest = conformance_get (test, "rest");
  const char *expect = conformance_get (test, "expect");

  if (error != NULL)
    http1_assert_error (test, aiohttp_http1_body_get_status (body), error);
  else
    g_assert_cmpstr (aiohttp_http1_body_is_done (body) ? "done" : "more", ==, expect);
  if (rest != NULL)
    g_assert_cmpuint (test->input->len - position, ==, g_ascii_strtoull (rest, NULL, 10));
  if (wanted_payload != NULL)
    {
      g_autoptr (GString) bytes = conformance_unescape (g_str_equal (wanted_payload, "(none)") ? "" : wanted_payload);

      g_assert_cmpmem (payload->str, payload->len, bytes->str, bytes->len);
    }
}

static void
run_split (ConformanceCase *test, const gsize *ends, gsize n_ends)
{
  g_autoptr (GString) payload = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  AiohttpHttp1Body body;
  gboolean good = TRUE;
  gsize position = 0;

  init_body (test, &body);
  for (gsize i = 0; i < n_ends && good; i++)
    good = feed (test, &body, &position, ends[i], payload, &error);
  if (good && conformance_get (test, "end") != NULL)
    aiohttp_http1_body_end (&body, &error);
  assert_result (test, &body, error, position, payload);
}

static void
run_body (ConformanceCase *test)
{
  limits = aiohttp_http1_default_limits;
  limits.max_field = (guint) conformance_get_int (test, "max-field", limits.max_field);
  limits.max_fields = (guint) conformance_get_int (test, "max-fields", limits.max_fields);
  limits.max_chunk_line = (guint) conformance_get_int (test, "max-chunk-line", limits.max_chunk_line);
  limits.max_extensions = (guint) conformance_get_int (test, "max-extensions", limits.max_extensions);
  limits.lax_flags = http1_lax_flags_from_name (conformance_get (test, "lax"));
  conformance_get (test, "message");
  conformance_get (test, "end");
  conformance_foreach_split (test, run_split);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  conformance_add_table ("http1/bodies-chunked.txt", "/http1/bodies-chunked", run_body);
  conformance_add_table ("http1/bodies.txt", "/http1/bodies", run_body);

  return g_test_run ();
}
