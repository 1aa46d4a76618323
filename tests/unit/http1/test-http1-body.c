/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-http1-body-private.h"

#include "aiohttp-error.h"

#include <string.h>

/* What a body means is in tests/conformance; here is how the decoder is used. */

static void
init_chunked (AiohttpHttp1Body *body, guint64 max_length)
{
  AiohttpHttp1Head head = { .body = AIOHTTP_HTTP1_BODY_CHUNKED };

  aiohttp_http1_body_init (body, &head, NULL, FALSE, max_length);
}

static gboolean
feed (AiohttpHttp1Body *body, const char *data, gsize *consumed, AiohttpSpan *payload)
{
  g_autoptr (GError) error = NULL;
  gboolean done;

  g_assert_true (aiohttp_http1_body_feed (body, data, strlen (data), consumed, payload, &done, &error));
  g_assert_no_error (error);
  return done;
}

/* One slice a call, left where it lies. */
static void
test_slices (void)
{
  const char *data = "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nnext";
  AiohttpHttp1Body body;
  AiohttpSpan payload;
  gsize consumed;

  init_chunked (&body, 0);
  g_assert_false (feed (&body, data, &consumed, &payload));
  g_assert_cmpmem (data + payload.offset, payload.length, "abc", 3);
  data += consumed;
  g_assert_false (feed (&body, data, &consumed, &payload));
  g_assert_cmpmem (data + payload.offset, payload.length, "de", 2);
  data += consumed;
  g_assert_true (feed (&body, data, &consumed, &payload));
  g_assert_cmpuint (payload.length, ==, 0);
  g_assert_cmpstr (data + consumed, ==, "next");
  g_assert_true (aiohttp_http1_body_is_done (&body));
}

/* With a length the last slice ends the body in the same call. */
static void
test_length_ends_with_its_last_slice (void)
{
  AiohttpHttp1Head head = { .body = AIOHTTP_HTTP1_BODY_LENGTH, .content_length = 3 };
  AiohttpHttp1Body body;
  AiohttpSpan payload;
  gsize consumed;

  aiohttp_http1_body_init (&body, &head, NULL, FALSE, 0);
  g_assert_false (aiohttp_http1_body_is_done (&body));
  g_assert_true (feed (&body, "abcdef", &consumed, &payload));
  g_assert_cmpuint (consumed, ==, 3);
  g_assert_cmpuint (payload.length, ==, 3);
}

static void
test_done_at_once (void)
{
  AiohttpHttp1Head none = { .body = AIOHTTP_HTTP1_BODY_NONE };
  AiohttpHttp1Head empty = { .body = AIOHTTP_HTTP1_BODY_LENGTH, .content_length = 0 };
  AiohttpHttp1Body body;
  AiohttpSpan payload;
  gsize consumed;

  aiohttp_http1_body_init (&body, &none, NULL, FALSE, 0);
  g_assert_true (aiohttp_http1_body_is_done (&body));
  g_assert_true (feed (&body, "GET", &consumed, &payload));
  g_assert_cmpuint (consumed, ==, 0);
  g_assert_true (aiohttp_http1_body_end (&body, NULL));
  aiohttp_http1_body_init (&body, &empty, NULL, FALSE, 0);
  g_assert_true (aiohttp_http1_body_is_done (&body));
}

/* A route that allows less than the server is refused as soon as it is known. */
static void
test_limit_of_a_route (void)
{
  AiohttpHttp1Head head = { .body = AIOHTTP_HTTP1_BODY_LENGTH, .content_length = 100 };
  g_autoptr (GError) error = NULL;
  AiohttpHttp1Body body;

  aiohttp_http1_body_init (&body, &head, NULL, FALSE, 1000);
  g_assert_true (aiohttp_http1_body_set_max_length (&body, 100, &error));
  g_assert_no_error (error);
  g_assert_false (aiohttp_http1_body_set_max_length (&body, 99, &error));
  g_assert_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_BODY_TOO_LARGE);
  g_assert_cmpuint (aiohttp_http1_body_get_status (&body), ==, 413);
}

static void
test_limit_raised_in_time (void)
{
  const char *data = "5\r\nhello\r\n";
  AiohttpHttp1Body body;
  AiohttpSpan payload;
  gsize consumed;

  init_chunked (&body, 3);
  g_assert_true (aiohttp_http1_body_set_max_length (&body, 0, NULL));
  g_assert_false (feed (&body, data, &consumed, &payload));
  g_assert_cmpuint (payload.length, ==, 5);
}

static void
test_size_of_the_decoder (void)
{
  /* One in each connection, so it stays small. */
  g_assert_cmpuint (sizeof (AiohttpHttp1Body), <=, 88);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http1-body/slices", test_slices);
  g_test_add_func ("/http1-body/length", test_length_ends_with_its_last_slice);
  g_test_add_func ("/http1-body/done-at-once", test_done_at_once);
  g_test_add_func ("/http1-body/limit/route", test_limit_of_a_route);
  g_test_add_func ("/http1-body/limit/raised", test_limit_raised_in_time);
  g_test_add_func ("/http1-body/size", test_size_of_the_decoder);

  return g_test_run ();
}
