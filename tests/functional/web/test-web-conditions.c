/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "expect-log.h"
#include "file-tree.h"
#include "raw-client.h"
#include "server-thread.h"

/* Ranges and conditions of RFC 9110, 13 and 14, on a file of ten digits: each row by FileResponse and by add_static. */

#define BODY   "0123456789"
#define ETAG   "\"15e59a35b98a0000-a\""
#define BEFORE "Tue, 31 Dec 2019 23:59:59 GMT"
#define SAME   "Wed, 01 Jan 2020 00:00:00 GMT"
#define AFTER  "Wed, 01 Jan 2020 00:00:01 GMT"

static FileTree *tree;

static const struct
{
  const char *name;
  const char *fields;
  guint status;
  const char *body;
  const char *range; /* Content-Range */
} rows[] = {
  { "plain", "", 200, BODY, NULL },

  /* RFC 9110, 14.1.2 */
  { "range/first", "Range: bytes=0-0\r\n", 206, "0", "bytes 0-0/10" },
  { "range/middle", "Range: bytes=2-4\r\n", 206, "234", "bytes 2-4/10" },
  { "range/to-the-end", "Range: bytes=7-\r\n", 206, "789", "bytes 7-9/10" },
  { "range/all", "Range: bytes=0-\r\n", 206, BODY, "bytes 0-9/10" },
  { "range/last", "Range: bytes=9-9\r\n", 206, "9", "bytes 9-9/10" },
  { "range/over-long", "Range: bytes=8-100\r\n", 206, "89", "bytes 8-9/10" },
  { "range/longest", "Range: bytes=8-9223372036854775806\r\n", 206, "89", "bytes 8-9/10" },
  { "range/suffix", "Range: bytes=-3\r\n", 206, "789", "bytes 7-9/10" },
  { "range/suffix-over-long", "Range: bytes=-100\r\n", 206, BODY, "bytes 0-9/10" },
  { "range/unit-in-capitals", "Range: BYTES=0-1\r\n", 206, "01", "bytes 0-1/10" },
  { "range/beyond", "Range: bytes=10-\r\n", 416, "", "bytes */10" },
  { "range/far-beyond", "Range: bytes=100-200\r\n", 416, "", "bytes */10" },
  { "range/suffix-of-nothing", "Range: bytes=-0\r\n", 416, "", "bytes */10" },
  { "range/backwards", "Range: bytes=4-2\r\n", 416, "", "bytes */10" },
  { "range/several", "Range: bytes=0-1,3-4\r\n", 416, "", "bytes */10" },
  { "range/another-unit", "Range: lines=0-1\r\n", 416, "", "bytes */10" },
  { "range/empty", "Range: bytes=\r\n", 416, "", "bytes */10" },
  { "range/dash", "Range: bytes=-\r\n", 416, "", "bytes */10" },
  { "range/words", "Range: bytes=a-b\r\n", 416, "", "bytes */10" },
  { "range/negative", "Range: bytes=--1\r\n", 416, "", "bytes */10" },
  { "range/overflow", "Range: bytes=99999999999999999999-\r\n", 416, "", "bytes */10" },

  /* 13.1.1, strong */
  { "if-match/same", "If-Match: " ETAG "\r\n", 200, BODY, NULL },
  { "if-match/one-of-them", "If-Match: \"x\", " ETAG "\r\n", 200, BODY, NULL },
  { "if-match/any", "If-Match: *\r\n", 200, BODY, NULL },
  { "if-match/another", "If-Match: \"x\"\r\n", 412, "", NULL },
  { "if-match/weak", "If-Match: W/" ETAG "\r\n", 412, "", NULL },
  { "if-match/malformed", "If-Match: x\r\n", 412, "", NULL },
  { "if-match/hides-the-date", "If-Match: " ETAG "\r\nIf-Unmodified-Since: " BEFORE "\r\n", 200, BODY, NULL },

  /* 13.1.4 */
  { "if-unmodified-since/before", "If-Unmodified-Since: " BEFORE "\r\n", 412, "", NULL },
  { "if-unmodified-since/same", "If-Unmodified-Since: " SAME "\r\n", 200, BODY, NULL },
  { "if-unmodified-since/after", "If-Unmodified-Since: " AFTER "\r\n", 200, BODY, NULL },
  { "if-unmodified-since/malformed", "If-Unmodified-Since: yesterday\r\n", 200, BODY, NULL },

  /* 13.1.2, weak */
  { "if-none-match/same", "If-None-Match: " ETAG "\r\n", 304, "", NULL },
  { "if-none-match/weak", "If-None-Match: W/" ETAG "\r\n", 304, "", NULL },
  { "if-none-match/one-of-them", "If-None-Match: \"x\", " ETAG "\r\n", 304, "", NULL },
  { "if-none-match/any", "If-None-Match: *\r\n", 304, "", NULL },
  { "if-none-match/another", "If-None-Match: \"x\"\r\n", 200, BODY, NULL },
  { "if-none-match/malformed", "If-None-Match: x\r\n", 200, BODY, NULL },
  { "if-none-match/hides-the-date", "If-None-Match: \"x\"\r\nIf-Modified-Since: " AFTER "\r\n", 200, BODY, NULL },

  /* 13.1.3 */
  { "if-modified-since/before", "If-Modified-Since: " BEFORE "\r\n", 200, BODY, NULL },
  { "if-modified-since/same", "If-Modified-Since: " SAME "\r\n", 304, "", NULL },
  { "if-modified-since/after", "If-Modified-Since: " AFTER "\r\n", 304, "", NULL },
  { "if-modified-since/rfc-850", "If-Modified-Since: Wednesday, 01-Jan-20 00:00:00 GMT\r\n", 304, "", NULL },
  { "if-modified-since/asctime", "If-Modified-Since: Wed Jan  1 00:00:00 2020\r\n", 304, "", NULL },
  { "if-modified-since/malformed", "If-Modified-Since: 0\r\n", 200, BODY, NULL },

  /* 13.2.2 */
  { "order/412-before-304", "If-Match: \"x\"\r\nIf-None-Match: " ETAG "\r\n", 412, "", NULL },
  { "order/304-before-206", "If-None-Match: " ETAG "\r\nRange: bytes=0-0\r\n", 304, "", NULL },
  { "order/304-before-416", "If-None-Match: " ETAG "\r\nRange: bytes=99-\r\n", 304, "", NULL },
  { "order/412-before-416", "If-Match: \"x\"\r\nRange: bytes=99-\r\n", 412, "", NULL },

  /* 13.1.5 */
  { "if-range/same-tag", "If-Range: " ETAG "\r\nRange: bytes=0-0\r\n", 206, "0", "bytes 0-0/10" },
  { "if-range/another-tag", "If-Range: \"x\"\r\nRange: bytes=0-0\r\n", 200, BODY, NULL },
  { "if-range/weak-tag", "If-Range: W/" ETAG "\r\nRange: bytes=0-0\r\n", 200, BODY, NULL },
  { "if-range/same-date", "If-Range: " SAME "\r\nRange: bytes=0-0\r\n", 206, "0", "bytes 0-0/10" },
  { "if-range/earlier-date", "If-Range: " BEFORE "\r\nRange: bytes=0-0\r\n", 200, BODY, NULL },
  { "if-range/later-date", "If-Range: " AFTER "\r\nRange: bytes=0-0\r\n", 200, BODY, NULL },
  { "if-range/malformed", "If-Range: soon\r\nRange: bytes=0-0\r\n", 200, BODY, NULL },
  { "if-range/alone", "If-Range: " ETAG "\r\n", 200, BODY, NULL },
  { "if-range/another-and-beyond", "If-Range: \"x\"\r\nRange: bytes=99-\r\n", 200, BODY, NULL },
};

static AiohttpReply *
handle_file (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *path = file_tree_get_path (tree, aiohttp_request_get_match_info (request, "name"));

  return AIOHTTP_REPLY (aiohttp_file_response_new (path));
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_route (router, "*", "/file/{name}", handle_file, NULL, NULL, NULL);
  g_object_set (aiohttp_router_add_static (router, "/static", tree->root, NULL), "cache-control", "no-cache", NULL);
}

static void
expect_field (RawResponse *response, const char *name, const char *expected)
{
  g_autofree char *value = raw_response_get (response, name);

  g_assert_cmpstr (value, ==, expected);
}

static RawResponse *
ask (RawClient *client, const char *method, const char *path, const char *fields)
{
  g_autofree char *text = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: h\r\n%s\r\n", method, path, fields);

  raw_client_send (client, text);
  return raw_client_read (client, g_str_equal (method, "HEAD"));
}

static void
check_row (RawClient *client, guint i, const char *path)
{
  g_autoptr (RawResponse) response = ask (client, "GET", path, rows[i].fields);
  g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT, strlen (rows[i].body));
  const gboolean has_body = rows[i].status == 200 || rows[i].status == 206;

  g_assert_cmpuint (response->status, ==, rows[i].status);
  g_assert_cmpstr (response->body->str, ==, rows[i].body);
  expect_field (response, "Content-Range", rows[i].range);
  expect_field (response, "Content-Length", rows[i].status == 304 ? NULL : length);
  expect_field (response, "Content-Type", has_body ? "text/plain" : NULL);
  expect_field (response, "ETag", ETAG);
  expect_field (response, "Last-Modified", SAME);
  if (g_str_has_prefix (path, "/static"))
    expect_field (response, "Cache-Control", "no-cache");
}

static void
test_row (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  /* on one connection, so that a body too long or too short would show */
  check_row (client, i, "/file/digits.txt");
  check_row (client, i, "/static/digits.txt");
  check_row (client, i, "/static/digits.txt");
}

/* A method that is neither GET nor HEAD knows no 304 and no part. */
static void
test_other_methods (void)
{
  static const struct
  {
    const char *method;
    const char *fields;
    guint status;
  } cases[] = {
    { "POST", "Content-Length: 0\r\nIf-None-Match: " ETAG "\r\n", 412 },
    { "POST", "Content-Length: 0\r\nIf-None-Match: \"x\"\r\n", 200 },
    { "POST", "Content-Length: 0\r\nIf-Modified-Since: " SAME "\r\n", 200 },
    { "POST", "Content-Length: 0\r\nRange: bytes=0-0\r\n", 200 },
    { "POST", "Content-Length: 0\r\nIf-Match: \"x\"\r\n", 412 },
    { "HEAD", "If-None-Match: " ETAG "\r\n", 304 },
    { "HEAD", "If-Modified-Since: " SAME "\r\n", 304 },
    { "HEAD", "If-Match: \"x\"\r\n", 412 },
    { "HEAD", "Range: bytes=0-0\r\n", 200 },
    { "HEAD", "", 200 },
  };
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RawResponse) response = ask (client, cases[i].method, "/file/digits.txt", cases[i].fields);

      g_test_message ("%s %s", cases[i].method, cases[i].fields);
      g_assert_cmpuint (response->status, ==, cases[i].status);
      if (cases[i].status == 200)
        expect_field (response, "Content-Length", "10");
    }
}

/* Of no byte there is no part. */
static void
test_empty (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  static const char *const ranges[] = { "bytes=0-", "bytes=-1", "bytes=0-0" };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *fields = g_strdup_printf ("Range: %s\r\n", ranges[i]);
      g_autoptr (RawResponse) response = ask (client, "GET", "/static/empty.txt", fields);

      g_assert_cmpuint (response->status, ==, 416);
      expect_field (response, "Content-Range", "bytes */0");
    }
  {
    g_autoptr (RawResponse) response = ask (client, "GET", "/static/empty.txt", "");

    g_assert_cmpuint (response->status, ==, 200);
    expect_field (response, "Content-Length", "0");
  }
}

/* A date is no strong validator while its second lasts: the file may change once more in it. */
static void
test_young_date (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) first = NULL;
  g_autoptr (RawResponse) second = NULL;
  g_autofree char *path = file_tree_get_path (tree, "young.txt");
  g_autofree char *date = NULL;
  g_autofree char *fields = NULL;
  const struct timespec future[2] = { { .tv_sec = g_get_real_time () / G_USEC_PER_SEC + 600 },
                                      { .tv_sec = g_get_real_time () / G_USEC_PER_SEC + 600 } };

  g_assert_cmpint (utimensat (AT_FDCWD, path, future, 0), ==, 0);
  first = ask (client, "GET", "/static/young.txt", "");
  date = raw_response_get (first, "Last-Modified");
  fields = g_strdup_printf ("If-Range: %s\r\nRange: bytes=0-0\r\n", date);
  second = ask (client, "GET", "/static/young.txt", fields);
  g_assert_cmpuint (second->status, ==, 200);
}

static void
fill (void)
{
  const struct timespec then[2] = { { .tv_sec = 1577836800 }, { .tv_sec = 1577836800 } };
  g_autofree char *path = file_tree_get_path (tree, "digits.txt");

  file_tree_add (tree, "digits.txt", BODY);
  file_tree_add (tree, "empty.txt", "");
  file_tree_add (tree, "young.txt", "young");
  g_assert_cmpint (utimensat (AT_FDCWD, path, then, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  tree = file_tree_new ();
  fill ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/web-conditions/", rows[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/web-conditions/other-methods", test_other_methods);
  g_test_add_func ("/web-conditions/empty", test_empty);
  g_test_add_func ("/web-conditions/young-date", test_young_date);
  result = g_test_run ();
  file_tree_free (tree);
  return result;
}
