/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-http1-writer-private.h"

#include "aiohttp-error.h"

#include <string.h>

static void
assert_bytes (AiohttpByteBuffer *buffer, const char *wanted)
{
  g_assert_cmpmem (aiohttp_byte_buffer_data (buffer), aiohttp_byte_buffer_length (buffer), wanted, strlen (wanted));
  aiohttp_byte_buffer_reset (buffer);
}

static void
test_status_line (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;

  g_assert_true (aiohttp_http1_write_status_line (&buffer, 200, NULL, NULL));
  assert_bytes (&buffer, "HTTP/1.1 200 OK\r\n");
  g_assert_true (aiohttp_http1_write_status_line (&buffer, 404, "Nothing Here", NULL));
  assert_bytes (&buffer, "HTTP/1.1 404 Nothing Here\r\n");
  g_assert_true (aiohttp_http1_write_status_line (&buffer, 299, NULL, NULL));
  assert_bytes (&buffer, "HTTP/1.1 299 \r\n");
}

static void
assert_refused (AiohttpByteBuffer *buffer, gboolean written, GError **error, const char *message)
{
  g_assert_false (written);
  g_assert_error (*error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr ((*error)->message, message));
  g_assert_cmpuint (aiohttp_byte_buffer_length (buffer), ==, 0);
  g_clear_error (error);
}

static void
test_status_line_refused (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  g_autoptr (GError) error = NULL;

#define REFUSED(call, message) assert_refused (&buffer, call, &error, message)
  REFUSED (aiohttp_http1_write_status_line (&buffer, 99, NULL, &error), "99");
  REFUSED (aiohttp_http1_write_status_line (&buffer, 1000, NULL, &error), "1000");
  REFUSED (aiohttp_http1_write_status_line (&buffer, 200, "O\r\nX: y", &error), "O\\r\\nX: y");
  REFUSED (aiohttp_http1_write_status_line (&buffer, 200, "O\nK", &error), "O\\nK");
  REFUSED (aiohttp_http1_write_status_line (&buffer, 200, "O\x01K", &error), "O\\x01K");
}

static void
test_request_line (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_http1_write_request_line (&buffer, "GET", "/a?b", 1, NULL));
  assert_bytes (&buffer, "GET /a?b HTTP/1.1\r\n");
  g_assert_true (aiohttp_http1_write_request_line (&buffer, "M-SEARCH", "*", 0, NULL));
  assert_bytes (&buffer, "M-SEARCH * HTTP/1.0\r\n");
  REFUSED (aiohttp_http1_write_request_line (&buffer, "GET /x", "/", 1, &error), "token");
  REFUSED (aiohttp_http1_write_request_line (&buffer, "", "/", 1, &error), "token");
  REFUSED (aiohttp_http1_write_request_line (&buffer, "G\r\n", "/", 1, &error), "token");
  REFUSED (aiohttp_http1_write_request_line (&buffer, "GET", "", 1, &error), "target");
  REFUSED (aiohttp_http1_write_request_line (&buffer, "GET", "/ HTTP/1.1\r\nX: y", 1, &error), "target");
  REFUSED (aiohttp_http1_write_request_line (&buffer, "GET", "/a#b", 1, &error), "target");
}

static void
test_field (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_http1_write_field (&buffer, "X-Name", -1, "a\tb é", -1, NULL));
  assert_bytes (&buffer, "X-Name: a\tb é\r\n");
  g_assert_true (aiohttp_http1_write_field (&buffer, "Xyz", 1, "abc", 0, NULL));
  assert_bytes (&buffer, "X: \r\n");
  REFUSED (aiohttp_http1_write_field (&buffer, "X", -1, "a\r\nSet-Cookie: b", -1, &error), "a\\r\\nSet-Cookie");
  REFUSED (aiohttp_http1_write_field (&buffer, "X", -1, "a\nb", -1, &error), "a\\nb");
  REFUSED (aiohttp_http1_write_field (&buffer, "X", -1, "a\rb", -1, &error), "a\\rb");
  REFUSED (aiohttp_http1_write_field (&buffer, "X", -1, "a\0b", 3, &error), "a\\x00b");
  REFUSED (aiohttp_http1_write_field (&buffer, "X", -1, "\x7f", -1, &error), "\\x7f");
  REFUSED (aiohttp_http1_write_field (&buffer, "X Y", -1, "a", -1, &error), "token");
  REFUSED (aiohttp_http1_write_field (&buffer, "X:", -1, "a", -1, &error), "token");
  REFUSED (aiohttp_http1_write_field (&buffer, "X\r\nY", -1, "a", -1, &error), "token");
  REFUSED (aiohttp_http1_write_field (&buffer, "", -1, "a", -1, &error), "token");
}

static void
test_known_field (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;

  aiohttp_http1_write_known_field (&buffer, AIOHTTP_FIELD_CONTENT_TYPE, "text/plain", -1);
  assert_bytes (&buffer, "Content-Type: text/plain\r\n");
}

static void
test_headers (void)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;

  soup_message_headers_append (headers, "X-One", "1");
  soup_message_headers_append (headers, "Connection", "x");
  soup_message_headers_append (headers, "Content-Length", "5");
  soup_message_headers_append (headers, "transfer-encoding", "chunked");
  soup_message_headers_append (headers, "Set-Cookie", "a=b");
  soup_message_headers_append (headers, "Set-Cookie", "c=d");
  g_assert_true (aiohttp_http1_write_headers (&buffer, headers, NULL));
  /* SoupMessageHeaders has the names that it knows first. */
  assert_bytes (&buffer, "Set-Cookie: a=b\r\nSet-Cookie: c=d\r\nX-One: 1\r\n");
}

/* One bad field leaves nothing of the others behind. */
static void
test_headers_refused (void)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  g_autoptr (GError) error = NULL;

  soup_message_headers_append (headers, "X-One", "1");
  soup_message_headers_append (headers, "X-Two", "a\x01");
  aiohttp_byte_buffer_append_literal (&buffer, "before");
  g_assert_false (aiohttp_http1_write_headers (&buffer, headers, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  assert_bytes (&buffer, "before");
}

static void
test_date (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  g_autofree char *line = NULL;
  g_autoptr (GDateTime) date = NULL;
  gint64 before = g_get_real_time () / G_USEC_PER_SEC, after;
  gint64 seconds;

  aiohttp_http1_write_date (&buffer);
  after = g_get_real_time () / G_USEC_PER_SEC;
  line = g_strndup ((const char *) aiohttp_byte_buffer_data (&buffer), aiohttp_byte_buffer_length (&buffer));
  g_assert_true (g_str_has_prefix (line, "Date: ") && g_str_has_suffix (line, " GMT\r\n"));
  g_assert_cmpuint (strlen (line), ==, strlen ("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
  date = soup_date_time_new_from_http_string (g_strstrip (line + strlen ("Date: ")));
  g_assert_nonnull (date);
  seconds = g_date_time_to_unix (date);
  g_assert_true (before - 1 <= seconds && seconds <= after); /* time() may lag by a tick */
}

static void
test_framing (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;

  aiohttp_http1_write_content_length (&buffer, G_MAXUINT64);
  assert_bytes (&buffer, "Content-Length: 18446744073709551615\r\n");
  aiohttp_http1_write_chunked (&buffer);
  aiohttp_http1_write_head_end (&buffer);
  assert_bytes (&buffer, "Transfer-Encoding: chunked\r\n\r\n");
  aiohttp_http1_write_continue (&buffer);
  assert_bytes (&buffer, "HTTP/1.1 100 Continue\r\n\r\n");
}

static void
test_chunks (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;

  aiohttp_http1_write_chunk_head (&buffer, 26);
  aiohttp_http1_write_chunk_tail (&buffer);
  assert_bytes (&buffer, "1a\r\n\r\n");
  aiohttp_http1_write_chunk_head (&buffer, 1);
  assert_bytes (&buffer, "1\r\n");
  aiohttp_http1_write_chunk_head (&buffer, G_MAXSIZE);
  assert_bytes (&buffer, GLIB_SIZEOF_SIZE_T == 8 ? "ffffffffffffffff\r\n" : "ffffffff\r\n");
  aiohttp_http1_write_last_chunk (&buffer);
  assert_bytes (&buffer, "0\r\n\r\n");
}

/* RFC 9112, 6.3 and 9.3 as a table */
static void
test_plan (void)
{
  enum
  {
    NONE = AIOHTTP_HTTP1_BODY_NONE,
    LENGTH = AIOHTTP_HTTP1_BODY_LENGTH,
    CHUNKED = AIOHTTP_HTTP1_BODY_CHUNKED,
    CLOSE = AIOHTTP_HTTP1_BODY_UNTIL_CLOSE,
    TUNNEL = AIOHTTP_HTTP1_BODY_TUNNEL,
    GET = AIOHTTP_METHOD_GET,
    HEAD = AIOHTTP_METHOD_HEAD,
    CONNECT = AIOHTTP_METHOD_CONNECT,
  };
  static const struct
  {
    guint status, method, minor;
    gboolean keep_alive;
    gint64 length;
    guint body;
    gboolean write_length, kept;
    const char *connection;
  } rows[] = {
    { 200, GET, 1, TRUE, 5, LENGTH, TRUE, TRUE, NULL },
    { 200, GET, 1, FALSE, 5, LENGTH, TRUE, FALSE, "close" },
    { 200, GET, 1, TRUE, 0, NONE, TRUE, TRUE, NULL },
    { 200, GET, 1, TRUE, -1, CHUNKED, FALSE, TRUE, NULL },
    { 200, GET, 1, FALSE, -1, CHUNKED, FALSE, FALSE, "close" },
    { 200, GET, 0, TRUE, 5, LENGTH, TRUE, TRUE, "keep-alive" },
    { 200, GET, 0, FALSE, 5, LENGTH, TRUE, FALSE, "close" },
    { 200, GET, 0, TRUE, -1, CLOSE, FALSE, FALSE, "close" },
    { 200, HEAD, 1, TRUE, 5, NONE, TRUE, TRUE, NULL },
    { 200, HEAD, 1, TRUE, -1, NONE, FALSE, TRUE, NULL },
    { 200, HEAD, 0, TRUE, -1, NONE, FALSE, TRUE, "keep-alive" },
    { 204, GET, 1, TRUE, 5, NONE, FALSE, TRUE, NULL },
    { 304, GET, 1, TRUE, 5, NONE, FALSE, TRUE, NULL },
    { 304, GET, 1, FALSE, -1, NONE, FALSE, FALSE, "close" },
    { 100, GET, 1, TRUE, -1, NONE, FALSE, TRUE, NULL },
    { 103, GET, 1, FALSE, 5, NONE, FALSE, FALSE, NULL },
    { 101, GET, 1, TRUE, -1, TUNNEL, FALSE, FALSE, "upgrade" },
    { 200, CONNECT, 1, TRUE, -1, TUNNEL, FALSE, FALSE, NULL },
    { 405, CONNECT, 1, TRUE, 5, LENGTH, TRUE, TRUE, NULL },
    { 404, GET, 1, TRUE, 5, LENGTH, TRUE, TRUE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AiohttpHttp1ResponseFacts facts = { rows[i].status, rows[i].method, rows[i].minor, rows[i].keep_alive,
                                          rows[i].length };
      AiohttpHttp1ResponsePlan plan = aiohttp_http1_plan_response (&facts);

      g_test_message ("row %u", i);
      g_assert_cmpuint (plan.body, ==, rows[i].body);
      g_assert_cmpint (plan.write_length, ==, rows[i].write_length);
      g_assert_cmpint (plan.keep_alive, ==, rows[i].kept);
      g_assert_cmpstr (plan.connection, ==, rows[i].connection);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http1-writer/status-line", test_status_line);
  g_test_add_func ("/http1-writer/status-line/refused", test_status_line_refused);
  g_test_add_func ("/http1-writer/request-line", test_request_line);
  g_test_add_func ("/http1-writer/field", test_field);
  g_test_add_func ("/http1-writer/known-field", test_known_field);
  g_test_add_func ("/http1-writer/headers", test_headers);
  g_test_add_func ("/http1-writer/headers/refused", test_headers_refused);
  g_test_add_func ("/http1-writer/date", test_date);
  g_test_add_func ("/http1-writer/framing", test_framing);
  g_test_add_func ("/http1-writer/chunks", test_chunks);
  g_test_add_func ("/http1-writer/plan", test_plan);

  return g_test_run ();
}
