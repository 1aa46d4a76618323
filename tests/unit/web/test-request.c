/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-error.h"
#include "fake-stream.h"

static void
test_accessors (void)
{
  g_autoptr (AiohttpRequest) request =
      request_new ("GET /a%20b/%2F?x=1&y=%C3%A9+z&x=2 HTTP/1.1\r\nHost: example.org:81\r\nX-A: 1\r\nX-a: 2\r\n"
                   "Content-Type: Text/HTML; charset=\"latin1\"\r\nX-Raw: caf\xe9\r\nAccept: */*\r\n\r\n",
                   NULL);

  g_assert_cmpstr (aiohttp_request_get_method (request), ==, "GET");
  g_assert_true (aiohttp_request_check_path (request, NULL));
  g_assert_cmpstr (aiohttp_request_get_path (request), ==, "/a b//");
  g_assert_cmpstr (aiohttp_request_get_raw_path (request), ==, "/a%20b/%2F?x=1&y=%C3%A9+z&x=2");
  g_assert_cmpstr (aiohttp_request_get_path_qs (request), ==, "/a%20b/%2F?x=1&y=%C3%A9+z&x=2");
  g_assert_cmpstr (aiohttp_request_get_query_string (request), ==, "x=1&y=é+z&x=2");
  g_assert_cmpstr (aiohttp_request_query_get (request, "x"), ==, "1");
  g_assert_cmpstr (aiohttp_request_query_get (request, "y"), ==, "é z");
  g_assert_null (aiohttp_request_query_get (request, "z"));
  g_assert_cmpuint (g_hash_table_size (aiohttp_request_get_query (request)), ==, 2);
  g_assert_cmpint (aiohttp_request_get_version (request), ==, SOUP_HTTP_1_1);
  g_assert_cmpstr (aiohttp_request_get_header (request, "x-a"), ==, "1");
  g_assert_cmpstr (aiohttp_request_get_header (request, "accept"), ==, "*/*");
  g_assert_cmpstr (aiohttp_request_get_header (request, "X-Raw"), ==, "café");
  g_assert_true (aiohttp_request_get_header (request, "X-Raw") == aiohttp_request_get_header (request, "X-Raw"));
  g_assert_null (aiohttp_request_get_header (request, "X-None"));
  g_assert_null (aiohttp_request_get_header (request, "Referer"));
  g_assert_cmpstr (soup_message_headers_get_list (aiohttp_request_get_headers (request), "X-A"), ==, "1, 2");
  g_assert_cmpstr (aiohttp_request_get_content_type (request), ==, "text/html");
  g_assert_cmpstr (aiohttp_request_get_charset (request), ==, "latin1");
  g_assert_cmpint (aiohttp_request_get_content_length (request), ==, -1);
  g_assert_true (aiohttp_request_get_keep_alive (request));
  g_assert_cmpstr (aiohttp_request_get_host (request), ==, "example.org:81");
  g_assert_cmpstr (aiohttp_request_get_scheme (request), ==, "http");
  g_assert_cmpstr (aiohttp_request_get_remote (request), ==, "127.0.0.1");
  g_assert_false (aiohttp_request_has_body (request));
  g_assert_nonnull (aiohttp_request_get_app (request));
}

static void
test_defaults (void)
{
  g_autoptr (AiohttpRequest) request = request_new ("BREW http://h HTTP/1.0\r\n\r\n", NULL);

  g_assert_cmpstr (aiohttp_request_get_method (request), ==, "BREW");
  g_assert_cmpstr (aiohttp_request_get_path (request), ==, "/");
  g_assert_cmpstr (aiohttp_request_get_path_qs (request), ==, "/");
  g_assert_cmpstr (aiohttp_request_get_raw_path (request), ==, "http://h");
  g_assert_cmpstr (aiohttp_request_get_query_string (request), ==, "");
  g_assert_cmpstr (aiohttp_request_get_host (request), ==, "h");
  g_assert_cmpint (aiohttp_request_get_version (request), ==, SOUP_HTTP_1_0);
  g_assert_false (aiohttp_request_get_keep_alive (request));
  g_assert_cmpstr (aiohttp_request_get_content_type (request), ==, "application/octet-stream");
  g_assert_null (aiohttp_request_get_charset (request));
}

static void
test_bad_path (void)
{
  const char *const paths[] = { "GET /%00 HTTP/1.0\r\n\r\n", "GET /%ff HTTP/1.0\r\n\r\n",
                                "GET /\xff HTTP/1.0\r\n\r\n" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (AiohttpRequest) request = request_new (paths[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (aiohttp_request_check_path (request, &error));
      g_assert_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_BAD_TARGET);
      g_assert_true (g_utf8_validate (aiohttp_request_get_raw_path (request), -1, NULL));
    }
}

static AiohttpReply *
handler (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return NULL;
}

static void
test_match_info (void)
{
  g_autoptr (AiohttpRequest) request = request_new ("GET /a%2Fb/1/2/3/4 HTTP/1.0\r\n\r\n", NULL);
  AiohttpRouter *router = aiohttp_application_get_router (aiohttp_request_get_app (request));
  g_autoptr (GHashTable) all = NULL;
  AiohttpRouteMatch match;
  const char path[] = "/a%2Fb/1/2/3/4";
  const AiohttpRouteQuery query = { "GET", 3, path, strlen (path), NULL };

  g_assert_null (aiohttp_request_get_match_info (request, "name"));
  g_assert_nonnull (aiohttp_router_add_get (router, "/{name}/{a}/{b}/{c}/{d}", handler, NULL, NULL, NULL));
  aiohttp_router_resolve (router, &query, &match);
  aiohttp_request_set_match (request, &match);
  g_assert_cmpstr (aiohttp_request_get_match_info (request, "name"), ==, "a/b");
  g_assert_cmpstr (aiohttp_request_get_match_info (request, "d"), ==, "4");
  g_assert_null (aiohttp_request_get_match_info (request, "other"));
  all = aiohttp_request_dup_match_info (request);
  g_assert_cmpuint (g_hash_table_size (all), ==, 5);
  g_assert_cmpstr (g_hash_table_lookup (all, "name"), ==, "a/b");
}

static void
test_cancellable (void)
{
  g_autoptr (AiohttpRequest) before = request_new ("GET / HTTP/1.0\r\n\r\n", NULL);
  g_autoptr (AiohttpRequest) after = request_new ("GET / HTTP/1.0\r\n\r\n", NULL);
  GCancellable *cancellable = aiohttp_request_get_cancellable (before);

  g_assert_false (g_cancellable_is_cancelled (cancellable));
  aiohttp_request_cancel (before);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  aiohttp_request_cancel (after);
  g_assert_true (g_cancellable_is_cancelled (aiohttp_request_get_cancellable (after)));
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

#define POST(type, length) "POST / HTTP/1.0\r\nContent-Type: " type "\r\nContent-Length: " length "\r\n\r\n"

static void
test_read (void)
{
  const char *const pieces[] = { "ab", "cd", NULL };
  g_autoptr (AiohttpRequest) request = request_new (POST ("a/b", "4"), pieces);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) again = NULL;

  g_assert_true (aiohttp_request_has_body (request));
  aiohttp_request_read_async (request, NULL, on_ready, &first);
  aiohttp_request_read_async (request, NULL, on_ready, &second);
  g_assert_null (first);
  aiohttp_request_body_arrived (request);
  body = aiohttp_request_read_finish (request, wait_for (&first), NULL);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), "abcd", 4);
  g_bytes_unref (aiohttp_request_read_finish (request, wait_for (&second), NULL));
  aiohttp_request_read_async (request, NULL, on_ready, &third);
  again = aiohttp_request_read_finish (request, wait_for (&third), NULL);
  g_assert_true (again == body);
}

static void
test_read_cancelled (void)
{
  const char *const pieces[] = { "ab", "cd", NULL };
  g_autoptr (AiohttpRequest) request = request_new (POST ("a/b", "4"), pieces);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_request_read_async (request, cancellable, on_ready, &first);
  g_cancellable_cancel (cancellable);
  g_assert_null (aiohttp_request_read_finish (request, wait_for (&first), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (aiohttp_request_wants_body (request));
  /* What had come is kept. */
  aiohttp_request_read_async (request, NULL, on_ready, &second);
  aiohttp_request_body_arrived (request);
  body = aiohttp_request_read_finish (request, wait_for (&second), NULL);
  g_assert_cmpuint (g_bytes_get_size (body), ==, 4);
}

/* A body that is there is delivered, even if a cancel comes before its callback. */
static void
test_read_not_lost (void)
{
  const char *const pieces[] = { NULL };
  g_autoptr (AiohttpRequest) request = request_new (POST ("a/b", "4"), pieces);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;

  aiohttp_request_read_async (request, cancellable, on_ready, &result);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  body = aiohttp_request_read_finish (request, wait_for (&result), NULL);
  g_assert_nonnull (body);
}

static void
test_read_gone (void)
{
  const char *const pieces[] = { "ab", NULL };
  g_autoptr (AiohttpRequest) request = request_new (POST ("a/b", "4"), pieces);
  g_autoptr (AiohttpRequest) answered = request_new (POST ("a/b", "4"), pieces);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_request_read_async (request, NULL, on_ready, &first);
  aiohttp_request_cancel (request);
  aiohttp_request_detach (request);
  g_assert_null (aiohttp_request_read_finish (request, wait_for (&first), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_clear_error (&error);
  aiohttp_request_detach (answered);
  aiohttp_request_read_async (answered, NULL, on_ready, &second);
  g_assert_null (aiohttp_request_read_finish (answered, wait_for (&second), &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
}

typedef struct
{
  const char *name;
  const char *head;
  const char *body;
  const char *text; /* NULL: a status */
  guint status;
} BodyCase;

static const BodyCase text_cases[] = {
  { "utf8", POST ("text/plain", "3"), "h\xc3\xa9", "h\xc3\xa9", 0 },
  { "latin1", POST ("text/plain; charset=ISO-8859-1", "2"), "h\xe9", "h\xc3\xa9", 0 },
  { "empty", "GET / HTTP/1.0\r\n\r\n", NULL, "", 0 },
  { "not-utf8", POST ("text/plain", "2"), "h\xe9", NULL, 400 },
  { "unknown-charset", POST ("text/plain; charset=klingon", "1"), "h", NULL, 415 },
  { "not-in-charset", POST ("text/plain; charset=utf-16be", "1"), "h", NULL, 400 },
  { "announced-too-large", POST ("text/plain", "1048577"), "h", NULL, 413 },
};

#define DEEP8  "[[[[[[[["
#define DEEP64 DEEP8 DEEP8 DEEP8 DEEP8 DEEP8 DEEP8 DEEP8 DEEP8
#define END8   "]]]]]]]]"
#define END64  END8 END8 END8 END8 END8 END8 END8 END8

static const BodyCase json_cases[] = {
  { "object", POST ("application/json", "9"), "{\"a\":[1]}", "{\"a\":[1]}", 0 },
  { "scalar", POST ("application/json", "1"), "7", "7", 0 },
  { "suffix", POST ("application/problem+json; charset=utf-8", "2"), "[]", "[]", 0 },
  { "deep", POST ("application/json", "128"), DEEP64 END64, DEEP64 END64, 0 },
  { "brackets-in-string", POST ("application/json", "76"), "[\"" DEEP64 DEEP8 "\"]", "[\"" DEEP64 DEEP8 "\"]", 0 },
  { "too-deep", POST ("application/json", "130"), DEEP64 "[]" END64, NULL, 400 },
  { "malformed", POST ("application/json", "2"), "{]", NULL, 400 },
  { "empty", POST ("application/json", "1"), " ", NULL, 400 },
  { "wrong-type", POST ("text/plain", "2"), "[]", NULL, 400 },
  { "no-type", "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\n", "[]", NULL, 400 },
  { "not-utf8", POST ("application/json", "3"), "\"\xe9\"", NULL, 400 },
};

static AiohttpRequest *
body_case_request (const BodyCase *row, const char **pieces)
{
  pieces[0] = row->body;
  pieces[1] = NULL;
  return request_new (row->head, pieces);
}

static void
test_text (gconstpointer data)
{
  const BodyCase *row = data;
  const char *pieces[2];
  g_autoptr (AiohttpRequest) request = body_case_request (row, pieces);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  aiohttp_request_text_async (request, NULL, on_ready, &result);
  aiohttp_request_body_arrived (request);
  text = aiohttp_request_text_finish (request, wait_for (&result), &error);
  g_assert_cmpstr (text, ==, row->text);
  if (row->text == NULL)
    g_assert_error (error, AIOHTTP_HTTP_ERROR, (int) row->status);
}

static void
test_json (gconstpointer data)
{
  const BodyCase *row = data;
  const char *pieces[2];
  g_autoptr (AiohttpRequest) request = body_case_request (row, pieces);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  aiohttp_request_json_async (request, NULL, on_ready, &result);
  aiohttp_request_body_arrived (request);
  node = aiohttp_request_json_finish (request, wait_for (&result), &error);
  text = node != NULL ? json_to_string (node, FALSE) : NULL;
  g_assert_cmpstr (text, ==, row->text);
  if (row->text == NULL)
    g_assert_error (error, AIOHTTP_HTTP_ERROR, (int) row->status);
}

/* A script can make one that no client has sent. */
static void
test_made_by_hand (void)
{
  g_autoptr (AiohttpRequest) request = g_object_new (AIOHTTP_TYPE_REQUEST, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) match_info = aiohttp_request_dup_match_info (request);
  g_autoptr (GBytes) body = NULL;

  g_assert_cmpstr (aiohttp_request_get_method (request), ==, "");
  g_assert_cmpstr (aiohttp_request_get_path (request), ==, "/");
  g_assert_cmpstr (aiohttp_request_get_raw_path (request), ==, "");
  g_assert_cmpstr (aiohttp_request_get_path_qs (request), ==, "");
  g_assert_cmpuint (g_hash_table_size (aiohttp_request_get_query (request)), ==, 0);
  g_assert_null (aiohttp_request_get_header (request, "Host"));
  g_assert_nonnull (aiohttp_request_get_headers (request));
  g_assert_null (aiohttp_request_get_match_info (request, "name"));
  g_assert_null (aiohttp_request_get_remote (request));
  g_assert_nonnull (aiohttp_request_get_host (request));
  g_assert_nonnull (aiohttp_request_get_cancellable (request));
  g_assert_null (aiohttp_request_get_app (request));
  aiohttp_request_read_async (request, NULL, on_ready, &result);
  body = aiohttp_request_read_finish (request, wait_for (&result), NULL);
  g_assert_cmpuint (g_bytes_get_size (body), ==, 0);
}

static void
test_too_large (void)
{
  const char *const pieces[] = { "0123456789", "0", NULL };
  g_autoptr (AiohttpRequest) request =
      request_new ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", pieces);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_application_set_client_max_size (aiohttp_request_get_app (request), 10, NULL));
  aiohttp_request_read_async (request, NULL, on_ready, &result);
  g_assert_true (aiohttp_request_wants_body (request));
  aiohttp_request_body_arrived (request);
  g_assert_null (aiohttp_request_read_finish (request, wait_for (&result), &error));
  g_assert_error (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, "Maximum request body size 10 exceeded, actual body size 11");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request/accessors", test_accessors);
  g_test_add_func ("/request/defaults", test_defaults);
  g_test_add_func ("/request/bad-path", test_bad_path);
  g_test_add_func ("/request/made-by-hand", test_made_by_hand);
  g_test_add_func ("/request/match-info", test_match_info);
  g_test_add_func ("/request/cancellable", test_cancellable);
  g_test_add_func ("/request/read", test_read);
  g_test_add_func ("/request/read/cancelled", test_read_cancelled);
  g_test_add_func ("/request/read/not-lost", test_read_not_lost);
  g_test_add_func ("/request/read/gone", test_read_gone);
  g_test_add_func ("/request/read/too-large", test_too_large);
  for (guint i = 0; i < G_N_ELEMENTS (text_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/request/text/", text_cases[i].name, NULL);

      g_test_add_data_func (path, &text_cases[i], test_text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (json_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/request/json/", json_cases[i].name, NULL);

      g_test_add_data_func (path, &json_cases[i], test_json);
    }
  return g_test_run ();
}
