/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-error.h"
#include "aiohttp-reply.h"
#include "aiohttp-response-private.h"
#include "aiohttp-stream-response-private.h"

static AiohttpStreamResponse *
stream (AiohttpResponse *response)
{
  return AIOHTTP_STREAM_RESPONSE (response);
}

static void
assert_body (AiohttpResponse *response, const char *expected)
{
  gsize length;
  const char *body = aiohttp_response_peek_body (response, &length);

  g_assert_cmpmem (body, length, expected, strlen (expected));
}

static void
test_text (void)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (201, "héllo");
  g_autofree char *text = aiohttp_response_dup_text (response);

  g_assert_true (AIOHTTP_IS_REPLY (response));
  g_assert_cmpuint (aiohttp_stream_response_get_status (stream (response)), ==, 201);
  g_assert_cmpstr (aiohttp_stream_response_get_reason (stream (response)), ==, "Created");
  g_assert_cmpstr (aiohttp_response_get_content_type (response), ==, "text/plain; charset=utf-8");
  g_assert_cmpstr (text, ==, "héllo");
  g_assert_cmpuint (g_bytes_get_size (aiohttp_response_get_body (response)), ==, 6);
  assert_body (response, "héllo");
}

static void
test_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\xff\0x", 3);
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_bytes (200, bytes, NULL);
  g_autoptr (AiohttpResponse) image = aiohttp_response_new_bytes (200, bytes, "image/png");
  g_autoptr (AiohttpResponse) none = aiohttp_response_new_bytes (200, NULL, NULL);

  g_assert_true (aiohttp_response_get_body (response) == bytes);
  g_assert_null (aiohttp_response_dup_text (response));
  g_assert_cmpstr (aiohttp_response_get_content_type (response), ==, "application/octet-stream");
  g_assert_cmpstr (aiohttp_response_get_content_type (image), ==, "image/png");
  g_assert_null (aiohttp_response_get_body (none));
  assert_body (none, "");
}

static void
test_json (void)
{
  g_autoptr (JsonNode) node = json_from_string ("{\"a\": [1, true]}", NULL);
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_json (200, node);

  assert_body (response, "{\"a\":[1,true]}");
  g_assert_cmpstr (aiohttp_response_get_content_type (response), ==, "application/json; charset=utf-8");
}

static void
test_properties (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("xyz", 3);
  g_autoptr (GBytes) body = NULL;
  g_autofree char *text = NULL;
  g_autofree char *type = NULL;
  g_autofree char *reason = NULL;
  guint status;
  g_autoptr (AiohttpResponse) response =
      g_object_new (AIOHTTP_TYPE_RESPONSE, "status", 418, "reason", "Tea", "text", "abc", NULL);

  g_object_get (response, "status", &status, "reason", &reason, "text", &text, "content-type", &type, NULL);
  g_assert_cmpuint (status, ==, 418);
  g_assert_cmpstr (reason, ==, "Tea");
  g_assert_cmpstr (text, ==, "abc");
  g_assert_cmpstr (type, ==, "text/plain; charset=utf-8");
  g_object_set (response, "body", bytes, "content-type", "a/b", NULL);
  g_object_get (response, "body", &body, NULL);
  g_assert_true (body == bytes);
  g_assert_cmpstr (aiohttp_response_get_content_type (response), ==, "a/b");
}

static void
test_headers (void)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "x");
  AiohttpStreamResponse *self = stream (response);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (aiohttp_stream_response_get_header (self, "content-type"), ==, "text/plain; charset=utf-8");
  g_assert_null (aiohttp_stream_response_get_header (self, "X-A"));
  g_assert_true (aiohttp_stream_response_set_header (self, "Content-Type", "text/html", &error));
  g_assert_null (self->headers);
  g_assert_true (aiohttp_stream_response_set_header (self, "X-A", "1", &error));
  g_assert_true (aiohttp_stream_response_add_header (self, "X-A", "2", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (aiohttp_stream_response_get_header (self, "x-a"), ==, "1, 2");
  g_assert_cmpstr (aiohttp_response_get_content_type (response), ==, "text/html");
  g_assert_cmpstr (soup_message_headers_get_one (aiohttp_stream_response_get_headers (self), "Content-Type"), ==,
                   "text/html");
  g_assert_true (aiohttp_stream_response_set_header (self, "X-A", NULL, &error));
  g_assert_null (aiohttp_stream_response_get_header (self, "X-A"));
  g_assert_true (aiohttp_response_set_content_type (response, "text/css", &error));
  g_assert_cmpstr (aiohttp_response_get_content_type (response), ==, "text/css");
  g_assert_true (aiohttp_response_set_content_type (response, NULL, &error));
  g_assert_null (aiohttp_response_get_content_type (response));
}

typedef struct
{
  const char *name;
  const char *value;
} Field;

static void
test_refused (void)
{
  const Field fields[] = {
    { "X-A", "a\r\nX-B: b" }, { "X-A", "a\n" }, { "X-A", "\r" }, { "X-A", "a\x7f" }, { "X-A", "\x01" },
    { "X A", "a" },           { "X-A:", "a" },  { "", "a" },     { "X\r\n", "a" },   { "X\xc3\xa9", "a" },
  };
  g_autoptr (AiohttpResponse) response = aiohttp_response_new (200);
  AiohttpStreamResponse *self = stream (response);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) add_error = NULL;

      g_assert_false (aiohttp_stream_response_set_header (self, fields[i].name, fields[i].value, &error));
      g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
      g_assert_null (strpbrk (error->message, "\r\n"));
      g_assert_false (aiohttp_stream_response_add_header (self, fields[i].name, fields[i].value, &add_error));
      g_assert_error (add_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
    }
  g_assert_null (self->headers);
}

static void
test_status (void)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new (200);
  AiohttpStreamResponse *self = stream (response);
  const guint refused[] = { 0, 99, 100, 199, 1000, 65736 };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (aiohttp_stream_response_set_status (self, refused[i], NULL, &error));
      g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (aiohttp_stream_response_set_status (self, 404, "a\r\nb", &error));
    g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
    g_assert_cmpuint (aiohttp_stream_response_get_status (self), ==, 200);
  }
  g_assert_true (aiohttp_stream_response_set_status (self, 404, "Gone fishing", NULL));
  g_assert_cmpstr (aiohttp_stream_response_get_reason (self), ==, "Gone fishing");
  g_assert_true (aiohttp_stream_response_set_status (self, 404, NULL, NULL));
  g_assert_cmpstr (aiohttp_stream_response_get_reason (self), ==, "Not Found");
}

/* What cannot fail says so when the response is to be sent. */
static void
test_invalid (void)
{
  g_autoptr (AiohttpResponse) bad_status = aiohttp_response_new (99);
  g_autoptr (AiohttpResponse) bad_type = aiohttp_response_new_bytes (200, NULL, "a\r\nb");
  g_autoptr (AiohttpResponse) bad_reason = g_object_new (AIOHTTP_TYPE_RESPONSE, "reason", "a\nb", NULL);
  AiohttpResponse *responses[] = { bad_status, bad_type, bad_reason };

  for (guint i = 0; i < G_N_ELEMENTS (responses); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (aiohttp_stream_response_begin (stream (responses[i]), NULL, &error));
      g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_sent_once (void)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "x");
  AiohttpStreamResponse *self = stream (response);
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_stream_response_is_sent (self));
  g_assert_true (aiohttp_stream_response_begin (self, NULL, &error));
  g_assert_true (aiohttp_stream_response_is_sent (self));
  g_assert_false (aiohttp_stream_response_begin (self, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ALREADY_SENT);
  g_clear_error (&error);
  g_assert_false (aiohttp_stream_response_set_header (self, "X-A", "1", &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ALREADY_SENT);
  g_clear_error (&error);
  g_assert_false (aiohttp_stream_response_set_status (self, 404, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ALREADY_SENT);
}

static void
test_for_status (void)
{
  GError *error = g_error_new_literal (AIOHTTP_HTTP_ERROR, 404, "secret");
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_for_status (404, NULL, error);

  assert_body (response, "404: Not Found");
  g_assert_true (aiohttp_response_get_error (response) == error);
}

static void
test_last_modified (void)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (3600);
  g_autoptr (GDateTime) date = g_date_time_new (zone, 1994, 11, 6, 9, 49, 37.9);
  g_autoptr (GDateTime) got = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (aiohttp_stream_response_get_last_modified (response));
  g_assert_true (aiohttp_stream_response_set_last_modified (response, date, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (aiohttp_stream_response_get_header (response, "Last-Modified"), ==, "Sun, 06 Nov 1994 08:49:37 GMT");
  got = aiohttp_stream_response_get_last_modified (response);
  g_assert_cmpint (g_date_time_to_unix (got), ==, g_date_time_to_unix (date));
  g_assert_true (aiohttp_stream_response_set_last_modified (response, NULL, &error));
  g_assert_null (aiohttp_stream_response_get_header (response, "Last-Modified"));
  g_assert_true (aiohttp_stream_response_set_header (response, "Last-Modified", "yesterday", &error));
  g_assert_null (aiohttp_stream_response_get_last_modified (response));
}

static void
test_keep_alive (void)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  g_autoptr (AiohttpStreamResponse) forced = aiohttp_stream_response_new (200);
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_stream_response_get_keep_alive (response));
  g_assert_true (aiohttp_stream_response_set_header (response, "Connection", "keep-alive", &error));
  g_assert_true (aiohttp_stream_response_get_keep_alive (response));
  g_assert_true (aiohttp_stream_response_set_header (response, "Connection", "x-other, Close", &error));
  g_assert_false (aiohttp_stream_response_get_keep_alive (response));
  aiohttp_stream_response_force_close (forced);
  g_assert_false (aiohttp_stream_response_get_keep_alive (forced));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/response/text", test_text);
  g_test_add_func ("/response/bytes", test_bytes);
  g_test_add_func ("/response/json", test_json);
  g_test_add_func ("/response/properties", test_properties);
  g_test_add_func ("/response/headers", test_headers);
  g_test_add_func ("/response/refused", test_refused);
  g_test_add_func ("/response/status", test_status);
  g_test_add_func ("/response/invalid", test_invalid);
  g_test_add_func ("/response/sent-once", test_sent_once);
  g_test_add_func ("/response/for-status", test_for_status);
  g_test_add_func ("/response/last-modified", test_last_modified);
  g_test_add_func ("/response/keep-alive", test_keep_alive);
  return g_test_run ();
}
