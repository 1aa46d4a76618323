/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "expect-log.h"
#include "file-tree.h"
#include "raw-client.h"
#include "server-thread.h"

/* What a static resource finds, and what it never does: raw paths in, statuses and bodies out. */

static FileTree *tree;

typedef struct
{
  const char *name; /* of the case */
  const char *target;
  guint status;
  const char *body; /* NULL for any */
} Row;

static AiohttpStaticResource *
add_files (AiohttpRouter *router, const char *prefix)
{
  g_autoptr (GError) error = NULL;
  AiohttpStaticResource *files = aiohttp_router_add_static (router, prefix, tree->root, &error);

  g_assert_no_error (error);
  return files;
}

static void
add_default (AiohttpRouter *router)
{
  add_files (router, "/s");
}

static void
add_open (AiohttpRouter *router)
{
  g_object_set (add_files (router, "/s"), "show-hidden", TRUE, "show-index", TRUE, "symlinks", AIOHTTP_SYMLINKS_FOLLOW,
                "index", NULL, "cache-control", "max-age=60", NULL);
}

static void
add_strict (AiohttpRouter *router)
{
  g_object_set (add_files (router, "/s"), "symlinks", AIOHTTP_SYMLINKS_NONE, "show-index", TRUE, NULL);
}

static void
add_at_root (AiohttpRouter *router)
{
  add_files (router, "/");
}

static const Row by_default[] = {
  { "file", "/s/a.txt", 200, "Hello, file" },
  { "deep", "/s/sub/deep/c.txt", 200, "deep" },
  { "empty", "/s/empty.txt", 200, "" },
  { "encoded", "/s/%61.txt", 200, "Hello, file" },
  { "space", "/s/with%20space.txt", 200, "space" },
  { "percent", "/s/100%25.txt", 200, "percent" },
  { "utf-8", "/s/%C3%BC.txt", 200, "umlaut" },
  { "query", "/s/a.txt?v=1", 200, "Hello, file" },
  { "missing", "/s/nothing.txt", 404, "404: Not Found" },
  { "missing-deep", "/s/no/such/file", 404, NULL },
  { "below-a-file", "/s/a.txt/b", 404, NULL },
  { "file-with-slash", "/s/a.txt/", 404, NULL },
  { "long-name",
    "/s/"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    404, NULL },
  /* up, and absolute */
  { "up", "/s/../outside.txt", 404, NULL },
  { "up-encoded", "/s/%2e%2e/outside.txt", 404, NULL },
  { "up-half-encoded", "/s/.%2e/outside.txt", 404, NULL },
  { "up-slash-encoded", "/s/..%2foutside.txt", 404, NULL },
  { "up-deep", "/s/sub/../../outside.txt", 404, NULL },
  { "up-and-down", "/s/sub/../a.txt", 404, NULL },
  { "up-twice-encoded", "/s/%252e%252e/outside.txt", 404, NULL },
  { "dot", "/s/./a.txt", 404, NULL },
  { "absolute", "/s//etc/passwd", 404, NULL },
  { "absolute-encoded", "/s/%2fetc/passwd", 404, NULL },
  { "encoded-slash", "/s/sub%2fpage.html", 404, NULL },
  { "double-slash", "/s/sub//page.html", 404, NULL },
  { "backslash", "/s/..%5coutside.txt", 404, NULL },
  { "prefix-of-a-segment", "/sx/a.txt", 404, NULL },
  { "nul", "/s/a.txt%00.html", 400, NULL },
  /* hidden */
  { "hidden", "/s/.secret", 404, NULL },
  { "hidden-directory", "/s/.git/config", 404, NULL },
  { "hidden-encoded", "/s/%2esecret", 404, NULL },
  { "hidden-deep", "/s/sub/.htaccess", 404, NULL },
  /* links */
  { "link", "/s/link", 200, "Hello, file" },
  { "link-up-and-down", "/s/sub/up", 200, "Hello, file" },
  { "link-to-directory", "/s/dirlink/page.html", 200, "<p>page</p>" },
  { "link-out", "/s/out", 404, NULL },
  { "link-out-by-directory", "/s/outdir/outside.txt", 404, NULL },
  { "link-absolute", "/s/absolute", 404, NULL },
  { "link-dangling", "/s/dangling", 404, NULL },
  { "link-loop", "/s/loop", 404, NULL },
  /* what is no file */
  { "fifo", "/s/fifo", 403, NULL },
  { "socket", "/s/socket", 403, NULL },
  /* directories */
  { "index", "/s/", 200, "<h1>index</h1>" },
  { "index-deep", "/s/sub/", 200, "<h1>sub</h1>" },
  { "index-is-directory", "/s/odd/", 403, NULL },
  { "no-index", "/s/plain/", 403, "403: Forbidden" },
};

static const Row opened[] = {
  { "hidden", "/s/.secret", 200, "hidden" },
  { "hidden-directory", "/s/.git/config", 200, "git" },
  { "link-out", "/s/out", 200, "secret" },
  { "link-out-by-directory", "/s/outdir/outside.txt", 200, "secret" },
  { "link-absolute", "/s/absolute", 200, "secret" },
  { "link-loop", "/s/loop", 404, NULL },
  { "up", "/s/../outside.txt", 404, NULL },
  { "up-behind-a-link", "/s/outdir/../outside.txt", 404, NULL },
  { "fifo", "/s/fifo", 403, NULL },
  { "list", "/s/", 200, NULL },
};

static const Row strict[] = {
  { "file", "/s/a.txt", 200, "Hello, file" },
  { "link", "/s/link", 404, NULL },
  { "link-to-directory", "/s/dirlink/page.html", 404, NULL },
  { "link-out", "/s/out", 404, NULL },
};

static const Row at_root[] = {
  { "file", "/a.txt", 200, "Hello, file" },
  { "index", "/", 200, "<h1>index</h1>" },
  { "absolute", "//etc/passwd", 404, NULL },
  { "up", "/../outside.txt", 404, NULL },
  { "api", "/api", 200, "api" },
};

typedef struct
{
  void (*add) (AiohttpRouter *router);
  const Row *row;
} Case;

static void
send_get (RawClient *client, const char *target, const char *fields)
{
  g_autofree char *text = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: h\r\n%s\r\n", target, fields);

  raw_client_send (client, text);
}

static AiohttpReply *
handle_api (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "api"));
}

static ServerThread *
start (void (*add) (AiohttpRouter *router))
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();

  add (aiohttp_application_get_router (app));
  aiohttp_router_add_get (aiohttp_application_get_router (app), "/api", handle_api, NULL, NULL, NULL);
  return server_thread_start_app (app);
}

/* Twice on one connection: the second time the kernel knows the name, so the answer comes another way. */
static void
test_row (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (ServerThread) server = start (one->add);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RawClient) again = raw_client_new (server->port);

      send_get (again, one->row->target, "");
      raw_client_expect (again, one->row->status, one->row->body);
    }
}

static void
expect_field (RawResponse *response, const char *name, const char *expected)
{
  g_autofree char *value = raw_response_get (response, name);

  g_assert_cmpstr (value, ==, expected);
}

static RawResponse *
get (RawClient *client, const char *target, const char *fields)
{
  send_get (client, target, fields);
  return raw_client_read (client, FALSE);
}

static void
test_fields (void)
{
  g_autoptr (ServerThread) server = start (add_open);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = get (client, "/s/sub/page.html", "");
  g_autofree char *etag = raw_response_get (response, "ETag");
  g_autofree char *date = raw_response_get (response, "Last-Modified");

  g_assert_cmpuint (response->status, ==, 200);
  expect_field (response, "Content-Type", "text/html");
  expect_field (response, "Content-Length", "11");
  expect_field (response, "Accept-Ranges", "bytes");
  expect_field (response, "Cache-Control", "max-age=60");
  expect_field (response, "Transfer-Encoding", NULL);
  g_assert_true (g_regex_match_simple ("^\"[0-9a-f]+-b\"$", etag, 0, 0));
  g_assert_nonnull (date);
}

/* Each time and each form: what HEAD says is what GET says. */
static void
test_head (void)
{
  g_autoptr (ServerThread) server = start (add_default);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (client, "HEAD /s/a.txt HTTP/1.1\r\nHost: h\r\nRange: bytes=0-1\r\n\r\n");
  response = raw_client_read (client, TRUE);
  g_assert_cmpuint (response->status, ==, 200);
  expect_field (response, "Content-Length", "11");
  raw_client_send (client, "HEAD /s/nothing HTTP/1.1\r\nHost: h\r\n\r\nGET /s/a.txt HTTP/1.1\r\nHost: h\r\n\r\n");
  raw_response_free (g_steal_pointer (&response));
  response = raw_client_read (client, TRUE);
  g_assert_cmpuint (response->status, ==, 404);
  raw_client_expect (client, 200, "Hello, file");
}

static void
test_methods (void)
{
  g_autoptr (ServerThread) server = start (add_default);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (client, "POST /s/a.txt HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
  response = raw_client_read (client, FALSE);
  g_assert_cmpuint (response->status, ==, 405);
  expect_field (response, "Allow", "GET,HEAD");
}

static void
expect_redirect (RawClient *client, const char *target, const char *location)
{
  g_autoptr (RawResponse) response = get (client, target, "");

  g_assert_cmpuint (response->status, ==, 301);
  expect_field (response, "Location", location);
}

/* Never to another host. */
static void
test_redirects (void)
{
  g_autoptr (ServerThread) server = start (add_default);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  expect_redirect (client, "/s", "./s/");
  expect_redirect (client, "/s/sub", "./sub/");
  expect_redirect (client, "/s/sub?a=b", "./sub/?a=b");
  expect_redirect (client, "/s/sub/deep", "./deep/");
  expect_redirect (client, "/s/%5Cevil.example", "./%5Cevil.example/");
  expect_redirect (client, "/s/dirlink", "./dirlink/");
}

static void
expect_variant (RawClient *client, const char *accepts, const char *coding, const char *body)
{
  g_autofree char *fields = g_strdup_printf ("Accept-Encoding: %s\r\n", accepts);
  g_autoptr (RawResponse) response = get (client, "/s/app.js", fields);

  g_assert_cmpuint (response->status, ==, 200);
  g_assert_cmpstr (response->body->str, ==, body);
  expect_field (response, "Content-Encoding", coding);
  expect_field (response, "Content-Type", "text/javascript");
  expect_field (response, "Vary", coding != NULL ? "Accept-Encoding" : NULL);
}

static void
test_precompressed (void)
{
  g_autoptr (ServerThread) server = start (add_default);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  expect_variant (client, "gzip, deflate, br", "br", "brotli");
  expect_variant (client, "gzip, br;q=0.5", "gzip", "gzipped");
  expect_variant (client, "gzip;q=0.3, zstd;q=0.9, br;q=0", "zstd", "zstandard");
  expect_variant (client, "*", "br", "brotli");
  expect_variant (client, "br;q=0, *;q=0.1", "zstd", "zstandard");
  expect_variant (client, "identity", NULL, "var a;");
  expect_variant (client, "deflate", NULL, "var a;");
  /* one that is a link, or a directory, is none */
  {
    g_autoptr (RawResponse) response = get (client, "/s/a.txt", "Accept-Encoding: gzip, br\r\n");

    g_assert_cmpstr (response->body->str, ==, "Hello, file");
    expect_field (response, "Content-Encoding", NULL);
  }
}

static void
test_listing (void)
{
  g_autoptr (ServerThread) server = start (add_strict);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = get (client, "/s/plain/", "");
  const char *page = response->body->str;

  g_assert_cmpuint (response->status, ==, 200);
  expect_field (response, "Content-Type", "text/html; charset=utf-8");
  expect_field (response, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  g_assert_nonnull (strstr (page, "<title>Index of /s/plain/</title>"));
  g_assert_nonnull (strstr (page, "<a href=\"../\">../</a>"));
  g_assert_nonnull (strstr (page, "<a href=\"./b.txt\">b.txt</a></td><td>1</td>"));
  g_assert_nonnull (
      strstr (page, "<a href=\"./%3Cscript%3Ealert(1)%3Cscript%3E\">&lt;script&gt;alert(1)&lt;script&gt;</a>"));
  g_assert_nonnull (strstr (page, "<a href=\"./%22&apos;&amp;\">&quot;&apos;&amp;</a>"));
  g_assert_nonnull (strstr (page, "<a href=\"./javascript:alert(1)\">"));
  g_assert_nonnull (strstr (page, "<a href=\"./inner/\">inner/</a>"));
  g_assert_null (strstr (page, "hidden"));
  g_assert_null (strstr (page, "pipe"));
  g_assert_null (strstr (page, "link"));
}

/* The directory's own name is a client's text, too. */
static void
test_listing_title (void)
{
  g_autoptr (ServerThread) server = start (add_strict);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = get (client, "/s/%3Cb%3E/", "");

  g_assert_cmpuint (response->status, ==, 200);
  g_assert_nonnull (strstr (response->body->str, "<h1>Index of /s/&lt;b&gt;/</h1>"));
  g_assert_null (strstr (response->body->str, "<b>"));
}

/* Below a sub-application, and by the URL that is built for it there. */
static void
test_sub_application (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpApplication) sub = aiohttp_application_new ();
  AiohttpStaticResource *files = add_files (aiohttp_application_get_router (sub), "/files");
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *same = NULL;

  g_assert_true (aiohttp_application_add_subapp (app, "/sub", sub, &error));
  g_assert_no_error (error);
  g_assert_true (aiohttp_resource_set_name (AIOHTTP_RESOURCE (files), "files", &error));
  url = aiohttp_static_resource_url_for_file (files, "/with space.txt", FALSE, &error);
  g_assert_cmpstr (url, ==, "/sub/files/with%20space.txt");
  g_hash_table_insert (values, (char *) "filename", (char *) "with space.txt");
  same = aiohttp_router_url_for (aiohttp_application_get_router (sub), "files", values, NULL, &error);
  g_assert_cmpstr (same, ==, url);
  g_assert_cmpstr (aiohttp_resource_get_canonical (AIOHTTP_RESOURCE (files)), ==, "/sub/files/{filename}");
  {
    g_autoptr (ServerThread) server = server_thread_start_app (app);
    g_autoptr (RawClient) client = raw_client_new (server->port);

    send_get (client, url, "");
    raw_client_expect (client, 200, "space");
    send_get (client, "/sub/files/", "");
    raw_client_expect (client, 200, "<h1>index</h1>");
    expect_redirect (client, "/sub/files", "./files/");
    send_get (client, "/sub/files/%2e%2e/outside.txt", "");
    raw_client_expect (client, 404, NULL);
  }
}

static void
test_version (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpStaticResource *files = add_files (aiohttp_application_get_router (app), "/s");
  g_autofree char *plain = aiohttp_static_resource_url_for_file (files, "a.txt", FALSE, NULL);
  g_autofree char *first = aiohttp_static_resource_url_for_file (files, "version.txt", TRUE, NULL);
  g_autofree char *again = aiohttp_static_resource_url_for_file (files, "version.txt", TRUE, NULL);
  g_autofree char *missing = aiohttp_static_resource_url_for_file (files, "nothing", TRUE, NULL);
  g_autofree char *outside = aiohttp_static_resource_url_for_file (files, "../outside.txt", TRUE, NULL);
  g_autofree char *changed = NULL;
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *with_query = NULL;

  /* sha256 of "one", in a URL's base64 */
  g_assert_cmpstr (plain, ==, "/s/a.txt");
  g_assert_cmpstr (first, ==, "/s/version.txt?v=dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z_0Me0");
  g_assert_cmpstr (again, ==, first);
  g_assert_cmpstr (missing, ==, "/s/nothing");
  g_assert_null (strstr (outside, "v="));
  file_tree_add (tree, "version.txt", "another one");
  g_object_set (files, "append-version", TRUE, NULL);
  g_hash_table_insert (values, (char *) "filename", (char *) "version.txt");
  changed = aiohttp_resource_url_for (AIOHTTP_RESOURCE (files), values, NULL, NULL);
  g_assert_nonnull (strstr (changed, "?v="));
  g_assert_cmpstr (changed, !=, first);
  {
    g_autoptr (GHashTable) query = g_hash_table_new (g_str_hash, g_str_equal);

    g_hash_table_insert (query, (char *) "a", (char *) "b");
    with_query = aiohttp_resource_url_for (AIOHTTP_RESOURCE (files), values, query, NULL);
    g_assert_true (g_str_has_prefix (with_query, "/s/version.txt?a=b&v="));
  }
}

static void
test_refused (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;
  g_autofree char *file = file_tree_get_path (tree, "a.txt");

  g_assert_null (aiohttp_router_add_static (router, "/s", "/no/such/directory", &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (aiohttp_router_add_static (router, "/s", file, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (aiohttp_router_add_static (router, "/{s}", tree->root, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN);
  g_clear_error (&error);
  g_assert_null (aiohttp_router_add_static (router, "s", tree->root, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN);
  g_clear_error (&error);
  add_files (router, "/s");
  g_assert_null (aiohttp_router_add_static (router, "/s", tree->root, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ROUTE_CONFLICT);
}

/* A directory that is replaced while the server runs. */
static void
test_replaced_directory (void)
{
  g_autoptr (FileTree) own = file_tree_new ();
  g_autofree char *other = g_build_filename (own->top, "other", NULL);
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();

  file_tree_add (own, "a.txt", "old");
  g_assert_nonnull (aiohttp_router_add_static (aiohttp_application_get_router (app), "/s", own->root, NULL));
  {
    g_autoptr (ServerThread) server = server_thread_start_app (app);
    g_autoptr (RawClient) client = raw_client_new (server->port);

    send_get (client, "/s/a.txt", "");
    raw_client_expect (client, 200, "old");
    g_assert_cmpint (rename (own->root, other), ==, 0);
    send_get (client, "/s/a.txt", "");
    raw_client_expect (client, 404, NULL);
    file_tree_add (own, "a.txt", "new");
    send_get (client, "/s/a.txt", "");
    raw_client_expect (client, 200, "new");
  }
}

static void
test_no_permission (void)
{
  g_autoptr (ServerThread) server = start (add_default);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  if (geteuid () == 0)
    {
      g_test_skip ("root may read everything");
      return;
    }
  send_get (client, "/s/unreadable", "");
  raw_client_expect (client, 403, "403: Forbidden");
}

static void
fill (void)
{
  g_autofree char *unreadable = file_tree_get_path (tree, "unreadable");
  g_autofree char *outside = g_build_filename (tree->top, "outside.txt", NULL);
  static const char *const files[][2] = {
    { "a.txt", "Hello, file" },
    { "empty.txt", "" },
    { "with space.txt", "space" },
    { "100%.txt", "percent" },
    { "\303\274.txt", "umlaut" },
    { "version.txt", "one" },
    { "index.html", "<h1>index</h1>" },
    { "sub/index.html", "<h1>sub</h1>" },
    { "sub/page.html", "<p>page</p>" },
    { "sub/deep/c.txt", "deep" },
    { "sub/.htaccess", "hidden" },
    { ".secret", "hidden" },
    { ".git/config", "git" },
    { "app.js", "var a;" },
    { "app.js.gz", "gzipped" },
    { "app.js.br", "brotli" },
    { "app.js.zst", "zstandard" },
    { "plain/b.txt", "b" },
    { "plain/<script>alert(1)<script>", "" },
    { "plain/\"'&", "" },
    { "plain/javascript:alert(1)", "" },
    { "plain/.hidden", "" },
    { "<b>/b.txt", "b" },
    { "\\evil.example/a", "a" },
    { "unreadable", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    file_tree_add (tree, files[i][0], files[i][1]);
  file_tree_add_directory (tree, "plain/inner");
  file_tree_add_directory (tree, "odd/index.html");
  file_tree_add_directory (tree, "a.txt.gz");
  file_tree_add_link (tree, "a.txt.br", "app.js.br");
  file_tree_add_link (tree, "plain/link", "b.txt");
  file_tree_add_fifo (tree, "plain/pipe");
  file_tree_add_fifo (tree, "fifo");
  file_tree_add_socket (tree, "socket");
  file_tree_add_link (tree, "link", "a.txt");
  file_tree_add_link (tree, "sub/up", "../a.txt");
  file_tree_add_link (tree, "dirlink", "sub");
  file_tree_add_link (tree, "out", "../outside.txt");
  file_tree_add_link (tree, "outdir", "..");
  file_tree_add_link (tree, "absolute", outside);
  file_tree_add_link (tree, "dangling", "nothing");
  file_tree_add_link (tree, "loop", "loop");
  g_assert_cmpint (chmod (unreadable, 0), ==, 0);
}

static void
add_rows (const char *prefix, void (*add) (AiohttpRouter *router), const Row *rows, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *path = g_strdup_printf ("/web-static/%s/%s", prefix, rows[i].name);
      Case *one = g_new (Case, 1);

      *one = (Case){ add, &rows[i] };
      g_test_add_data_func_full (path, one, test_row, g_free);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  tree = file_tree_new ();
  fill ();
  add_rows ("default", add_default, by_default, G_N_ELEMENTS (by_default));
  add_rows ("open", add_open, opened, G_N_ELEMENTS (opened));
  add_rows ("strict", add_strict, strict, G_N_ELEMENTS (strict));
  add_rows ("root", add_at_root, at_root, G_N_ELEMENTS (at_root));
  g_test_add_func ("/web-static/fields", test_fields);
  g_test_add_func ("/web-static/head", test_head);
  g_test_add_func ("/web-static/methods", test_methods);
  g_test_add_func ("/web-static/redirects", test_redirects);
  g_test_add_func ("/web-static/precompressed", test_precompressed);
  g_test_add_func ("/web-static/listing", test_listing);
  g_test_add_func ("/web-static/listing/title", test_listing_title);
  g_test_add_func ("/web-static/sub-application", test_sub_application);
  g_test_add_func ("/web-static/version", test_version);
  g_test_add_func ("/web-static/refused", test_refused);
  g_test_add_func ("/web-static/replaced-directory", test_replaced_directory);
  g_test_add_func ("/web-static/no-permission", test_no_permission);
  result = g_test_run ();
  file_tree_free (tree);
  return result;
}
