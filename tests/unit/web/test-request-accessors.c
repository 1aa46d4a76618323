/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-error.h"
#include "aiohttp-forwarded.h"
#include "fake-stream.h"

static AiohttpRequest *
get (const char *headers)
{
  g_autofree char *text = g_strconcat ("GET /a%20b?x=1 HTTP/1.1\r\nHost: example.org:81\r\n", headers, "\r\n", NULL);

  return request_new (text, NULL);
}

static void
test_url (void)
{
  g_autoptr (AiohttpRequest) request = get ("");
  g_autoptr (AiohttpRequest) secure = get ("");
  g_autoptr (AiohttpRequest) absolute = request_new ("GET http://h:1/p?q HTTP/1.1\r\nHost: x\r\n\r\n", NULL);
  g_autoptr (AiohttpRequest) asterisk = request_new ("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", NULL);

  secure->secure = TRUE;
  g_assert_cmpstr (aiohttp_request_get_url (request), ==, "http://example.org:81/a%20b?x=1");
  g_assert_cmpstr (aiohttp_request_get_rel_url (request), ==, "/a%20b?x=1");
  g_assert_false (aiohttp_request_get_secure (request));
  g_assert_cmpstr (aiohttp_request_get_url (secure), ==, "https://example.org:81/a%20b?x=1");
  g_assert_true (aiohttp_request_get_secure (secure));
  g_assert_cmpstr (aiohttp_request_get_url (absolute), ==, "http://h:1/p?q");
  g_assert_cmpstr (aiohttp_request_get_url (asterisk), ==, "http://x");
}

static void
test_raw_headers (void)
{
  g_autoptr (AiohttpRequest) request = get ("X-rAw: caf\xe9\r\n");
  GVariant *headers = aiohttp_request_get_raw_headers (request);
  g_autoptr (GVariant) name = NULL;
  g_autoptr (GVariant) value = NULL;

  g_assert_cmpuint (g_variant_n_children (headers), ==, 2);
  g_variant_get_child (headers, 1, "(@ay@ay)", &name, &value);
  g_assert_cmpmem (g_variant_get_data (name), g_variant_get_size (name), "X-rAw", 5);
  g_assert_cmpmem (g_variant_get_data (value), g_variant_get_size (value), "caf\xe9", 4);
}

static void
test_cookies (void)
{
  g_autoptr (AiohttpRequest) request = get ("Cookie: a=1; bad; b=\"x y\"\r\nCookie: a=2; c=3\r\n");
  g_autoptr (AiohttpRequest) none = get ("");

  g_assert_cmpstr (aiohttp_request_get_cookie (request, "a"), ==, "1");
  g_assert_cmpstr (aiohttp_request_get_cookie (request, "b"), ==, "x y");
  g_assert_cmpstr (aiohttp_request_get_cookie (request, "c"), ==, "3");
  g_assert_null (aiohttp_request_get_cookie (request, "d"));
  g_assert_cmpuint (g_hash_table_size (aiohttp_request_get_cookies (request)), ==, 3);
  g_assert_null (aiohttp_request_get_cookie (none, "a"));
  g_assert_cmpuint (g_hash_table_size (aiohttp_request_get_cookies (none)), ==, 0);
}

static void
test_conditions (void)
{
  g_autoptr (AiohttpRequest) request =
      get ("If-Match: \"a\", W/\"b\"\r\nIf-None-Match: *\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
           "If-Unmodified-Since: yesterday\r\nIf-Range: Sunday, 06-Nov-94 08:49:37 GMT\r\nIf-Match: \"c\"\r\n");
  g_autoptr (AiohttpRequest) other = get ("If-Range: \"v\"\r\n");
  g_autoptr (GDateTime) date = g_date_time_new_utc (1994, 11, 6, 8, 49, 37);
  GList *tags = aiohttp_request_get_if_match (request);

  g_assert_cmpuint (g_list_length (tags), ==, 3);
  g_assert_cmpstr (aiohttp_etag_get_value (tags->data), ==, "a");
  g_assert_true (aiohttp_etag_is_weak (tags->next->data));
  g_assert_true (tags == aiohttp_request_get_if_match (request));
  g_assert_true (aiohttp_etag_is_any (aiohttp_request_get_if_none_match (request)->data));
  g_assert_true (g_date_time_equal (aiohttp_request_get_if_modified_since (request), date));
  g_assert_null (aiohttp_request_get_if_unmodified_since (request));
  g_assert_nonnull (aiohttp_request_get_if_range (request));
  g_assert_null (aiohttp_request_get_if_range_etag (request));
  g_assert_null (aiohttp_request_get_if_range (other));
  g_assert_cmpstr (aiohttp_etag_get_value (aiohttp_request_get_if_range_etag (other)), ==, "v");
  g_assert_null (aiohttp_request_get_if_match (other));
  g_assert_null (aiohttp_request_get_if_none_match (other));
  g_assert_null (aiohttp_request_get_if_modified_since (other));
}

static void
test_http_range (void)
{
  g_autoptr (AiohttpRequest) none = get ("");
  g_autoptr (AiohttpRequest) some = get ("Range: bytes=1-4\r\n");
  g_autoptr (AiohttpRequest) bad = get ("Range: bytes=4-1\r\n");
  g_autoptr (GError) error = NULL;
  gint64 start;
  gint64 end;

  g_assert_true (aiohttp_request_get_http_range (none, &start, &end, NULL));
  g_assert_cmpint (start, ==, 0);
  g_assert_cmpint (end, ==, -1);
  g_assert_true (aiohttp_request_get_http_range (some, &start, &end, NULL));
  g_assert_cmpint (start, ==, 1);
  g_assert_cmpint (end, ==, 5);
  g_assert_false (aiohttp_request_get_http_range (bad, &start, &end, &error));
  g_assert_error (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_RANGE_NOT_SATISFIABLE);
}

static void
test_forwarded (void)
{
  g_autoptr (AiohttpRequest) request = get ("Forwarded: for=a;proto=https, for=b\r\nForwarded: for=c;by=d;host=e\r\n");
  g_autoptr (AiohttpRequest) none = get ("");
  GList *elements = aiohttp_request_get_forwarded (request);
  AiohttpForwarded *last = g_list_last (elements)->data;

  g_assert_cmpuint (g_list_length (elements), ==, 3);
  g_assert_cmpstr (aiohttp_forwarded_get_for (elements->data), ==, "a");
  g_assert_cmpstr (aiohttp_forwarded_get_proto (elements->data), ==, "https");
  g_assert_cmpstr (aiohttp_forwarded_get_for (last), ==, "c");
  g_assert_cmpstr (aiohttp_forwarded_get_by (last), ==, "d");
  g_assert_cmpstr (aiohttp_forwarded_get_host (last), ==, "e");
  g_assert_null (aiohttp_forwarded_get_proto (last));
  g_assert_cmpstr (aiohttp_request_get_scheme (request), ==, "http");
  g_assert_cmpstr (aiohttp_request_get_remote (request), ==, "127.0.0.1");
  g_assert_null (aiohttp_request_get_forwarded (none));
}

static void
test_items (void)
{
  g_autoptr (AiohttpRequest) request = get ("");
  g_auto (GStrv) none = aiohttp_request_dup_item_keys (request);
  g_auto (GStrv) keys = NULL;
  GValue value = G_VALUE_INIT;

  g_assert_null (none[0]);
  g_assert_false (aiohttp_request_has_item (request, "user"));
  g_assert_false (aiohttp_request_remove_item (request, "user"));
  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, "me");
  aiohttp_request_set_item (request, "user", &value);
  g_assert_cmpstr (g_value_get_string (aiohttp_request_get_item (request, "user")), ==, "me");
  g_value_set_string (&value, "you");
  aiohttp_request_set_item (request, "user", &value);
  g_value_unset (&value);
  g_assert_cmpstr (g_value_get_string (aiohttp_request_get_item (request, "user")), ==, "you");
  keys = aiohttp_request_dup_item_keys (request);
  g_assert_cmpuint (g_strv_length (keys), ==, 1);
  g_assert_true (aiohttp_request_remove_item (request, "user"));
  g_assert_null (aiohttp_request_get_item (request, "user"));
}

static void
test_context (void)
{
  g_autoptr (AiohttpRequest) request = get ("");
  GValue value = G_VALUE_INIT;
  g_autofree char *text = NULL;

  g_assert_null (aiohttp_request_get_task (request));
  g_assert_true (aiohttp_request_get_extra_info (request, "peername", &value));
  text = g_inet_address_to_string (g_inet_socket_address_get_address (g_value_get_object (&value)));
  g_assert_cmpstr (text, ==, "127.0.0.1");
  g_value_unset (&value);
  g_assert_true (aiohttp_request_get_extra_info (request, "socket", &value));
  g_assert_cmpint (g_value_get_int (&value), ==, -1);
  g_assert_false (aiohttp_request_get_extra_info (request, "sockname", &value));
  g_assert_false (aiohttp_request_get_extra_info (request, "peercert", &value));
  aiohttp_request_detach (request);
  g_assert_false (aiohttp_request_get_extra_info (request, "peername", &value));
  g_assert_null (aiohttp_request_get_pre_handler_error (request));
  aiohttp_request_take_pre_handler_error (request, g_error_new_literal (AIOHTTP_PROTOCOL_ERROR, 0, "bad"));
  g_assert_error (aiohttp_request_get_pre_handler_error (request), AIOHTTP_PROTOCOL_ERROR, 0);
  g_assert_cmpuint (aiohttp_request_get_client_max_size (request), ==, 1024 * 1024);
  aiohttp_request_set_client_max_size (request, 5);
  g_assert_cmpuint (aiohttp_request_get_client_max_size (request), ==, 5);
  aiohttp_request_set_client_max_size (request, 0);
  g_assert_cmpuint (aiohttp_request_get_client_max_size (request), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request-accessors/url", test_url);
  g_test_add_func ("/request-accessors/raw-headers", test_raw_headers);
  g_test_add_func ("/request-accessors/cookies", test_cookies);
  g_test_add_func ("/request-accessors/conditions", test_conditions);
  g_test_add_func ("/request-accessors/http-range", test_http_range);
  g_test_add_func ("/request-accessors/forwarded", test_forwarded);
  g_test_add_func ("/request-accessors/items", test_items);
  g_test_add_func ("/request-accessors/context", test_context);
  return g_test_run ();
}
