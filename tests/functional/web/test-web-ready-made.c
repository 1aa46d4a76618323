/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <string.h>

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

typedef struct
{
  const char *name;
  const char *property; /* "name=value" of the middleware, or NULL */
  const char *target;
  guint status;
  const char *location;
} PathRow;

static const PathRow path_rows[] = {
  { "route", NULL, "/plain", 200, NULL },
  { "append", NULL, "/slash", 308, "/slash/" },
  { "append-query", NULL, "/slash?a=1&b=%20", 308, "/slash/?a=1&b=%20" },
  { "no-append", "append-slash=", "/slash", 404, NULL },
  { "no-remove", NULL, "/plain/", 404, NULL },
  { "remove", "remove-slash=1", "/plain/", 308, "/plain" },
  { "remove-several", "remove-slash=1", "/plain///", 404, NULL },
  { "remove-not-append", "remove-slash=1", "/slash", 404, NULL },
  { "merge", NULL, "//plain", 308, "/plain" },
  { "merge-inside", NULL, "/a//b", 308, "/a/b" },
  { "merge-and-append", NULL, "/a//slash", 308, "/a/slash/" },
  { "no-merge", "merge-slashes=", "/a//b", 404, NULL },
  { "none", NULL, "/none", 404, NULL },
  { "double", NULL, "//evil.com", 308, "/evil.com/" },
  { "double-parameter", NULL, "//evil.com/%2F..", 404, NULL },
  { "triple", NULL, "///evil.com", 308, "/evil.com/" },
  { "double-no-merge", "merge-slashes=", "//evil.com", 308, "/evil.com/" },
  { "backslash", NULL, "/\\evil.com", 308, "/%5Cevil.com/" },
  { "absolute", NULL, "http://evil.com//plain", 308, "/plain" },
  { "absolute-append", NULL, "http://evil.com/slash", 308, "/slash/" },
};

static AiohttpReply *
hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "hello"));
}

static AiohttpReply *
conflict (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_CONFLICT, "<two> \"books\"");
  return NULL;
}

static AiohttpReply *
failure (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "secret");
  return NULL;
}

static AiohttpReply *
own_error (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (400, "mine"));
}

static AiohttpReply *
large (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *text = g_strnfill (5000, 'a');

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static ServerThread *
serve (AiohttpMiddleware *middleware /* taken */)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);

  aiohttp_router_add_get (router, "/plain", hello, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/slash/", hello, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/a/b", hello, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/a/slash/", hello, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/{x:.?evil.com}/", hello, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/conflict", conflict, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/failure", failure, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/own-error", own_error, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/large", large, NULL, NULL, NULL);
  g_assert_true (aiohttp_application_add_middleware (app, middleware, NULL));
  g_object_unref (middleware);
  return server_thread_start_app (app);
}

static RawResponse *
ask (RawClient *client, const char *method, const char *target, const char *fields)
{
  const char *host = g_str_has_prefix (target, "http:") ? "evil.com" : "h";
  g_autofree char *request = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", method, target, host, fields);

  raw_client_send (client, request);
  return raw_client_read (client, FALSE);
}

static void
test_path (gconstpointer data)
{
  const PathRow *row = data;
  AiohttpMiddleware *middleware = aiohttp_normalize_path_middleware_new ();
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (RawClient) client = NULL;
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *location = NULL;

  if (row->property != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (row->property, "=", 2);

      g_object_set (middleware, parts[0], *parts[1] != '\0', NULL);
    }
  server = serve (middleware);
  client = raw_client_new (server->port);
  response = ask (client, "GET", row->target, "");
  g_assert_cmpuint (response->status, ==, row->status);
  location = raw_response_get (response, "Location");
  g_assert_cmpstr (location, ==, row->location);
}

typedef struct
{
  const char *name;
  const char *target;
  const char *accept; /* the whole field, or "" */
  guint status;
  const char *type;
  const char *body; /* a part of it */
} PageRow;

#define PROBLEM(title, status, rest) "{\"type\":\"about:blank\",\"title\":\"" title "\",\"status\":" status rest "}"

static const PageRow page_rows[] = {
  { "html", "/none", "Accept: text/html,application/xml;q=0.9,*/*;q=0.8\r\n", 404, "text/html; charset=utf-8",
    "<h1>404 Not Found</h1>" },
  { "json", "/none", "Accept: application/json\r\n", 404, "application/problem+json",
    PROBLEM ("Not Found", "404", "") },
  { "any", "/none", "Accept: */*\r\n", 404, "application/problem+json", PROBLEM ("Not Found", "404", "") },
  { "no-accept", "/none", "", 404, "application/problem+json", PROBLEM ("Not Found", "404", "") },
  { "text", "/none", "Accept: text/plain\r\n", 404, "text/plain; charset=utf-8", "404: Not Found" },
  { "other", "/none", "Accept: image/png\r\n", 404, "text/plain; charset=utf-8", "404: Not Found" },
  { "quality", "/none", "Accept: text/html;q=0.1, application/problem+json;q=0.2\r\n", 404, "application/problem+json",
    PROBLEM ("Not Found", "404", "") },
  { "detail", "/conflict", "", 409, "application/problem+json",
    PROBLEM ("Conflict", "409", ",\"detail\":\"<two> \\\"books\\\"\"") },
  { "escaped", "/conflict", "Accept: text/html\r\n", 409, "text/html; charset=utf-8",
    "<p>&lt;two&gt; &quot;books&quot;</p>" },
  { "own", "/own-error", "Accept: text/html\r\n", 400, "text/plain; charset=utf-8", "mine" },
  { "failure", "/failure", "", 500, "application/problem+json", PROBLEM ("Internal Server Error", "500", "") },
};

static void
test_page (gconstpointer data)
{
  const PageRow *row = data;
  g_autoptr (ServerThread) server = serve (aiohttp_error_pages_middleware_new ());
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *type = NULL;

  if (row->status == 500)
    expect_log (G_LOG_LEVEL_WARNING, "*secret*");
  response = ask (client, "GET", row->target, row->accept);
  expect_log_assert ();
  g_assert_cmpuint (response->status, ==, row->status);
  type = raw_response_get (response, "Content-Type");
  g_assert_cmpstr (type, ==, row->type);
  if (strstr (response->body->str, row->body) == NULL)
    g_error ("“%s” is not in “%s”", row->body, response->body->str);
  g_assert_null (strstr (response->body->str, "secret"));
}

typedef struct
{
  const char *name;
  const char *allowed;
  gboolean credentials;
  const char *method;
  const char *fields;
  guint status;
  const char *origin; /* Access-Control-Allow-Origin */
  const char *vary;
} CorsRow;

#define ORIGIN    "Origin: https://a.org\r\n"
#define PREFLIGHT ORIGIN "Access-Control-Request-Method: POST\r\n"

static const CorsRow cors_rows[] = {
  { "default", NULL, FALSE, "GET", ORIGIN, 200, NULL, "Origin" },
  { "listed", "https://a.org", FALSE, "GET", ORIGIN, 200, "https://a.org", "Origin" },
  { "other", "https://b.org", FALSE, "GET", ORIGIN, 200, NULL, "Origin" },
  { "prefix", "https://a.org.evil", FALSE, "GET", ORIGIN, 200, NULL, "Origin" },
  { "any", "*", FALSE, "GET", ORIGIN, 200, "*", NULL },
  { "any-with-credentials", "*", TRUE, "GET", ORIGIN, 200, NULL, "Origin" },
  { "listed-with-credentials", "https://a.org", TRUE, "GET", ORIGIN, 200, "https://a.org", "Origin" },
  { "same-origin", "https://a.org", FALSE, "GET", "", 200, NULL, "Origin" },
  { "preflight", "https://a.org", FALSE, "OPTIONS", PREFLIGHT, 204, "https://a.org", "Origin" },
  { "preflight-other", "https://b.org", FALSE, "OPTIONS", PREFLIGHT, 204, NULL, "Origin" },
  { "plain-options", "https://a.org", FALSE, "OPTIONS", ORIGIN, 405, "https://a.org", "Origin" },
};

static void
test_cors (gconstpointer data)
{
  const CorsRow *row = data;
  AiohttpMiddleware *middleware = aiohttp_cors_middleware_new ();
  const char *const origins[] = { row->allowed, NULL };
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (RawClient) client = NULL;
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *origin = NULL, *vary = NULL, *methods = NULL, *credentials = NULL;

  if (row->allowed != NULL)
    g_object_set (middleware, "allow-origins", origins, NULL);
  g_object_set (middleware, "allow-credentials", row->credentials, NULL);
  server = serve (middleware);
  client = raw_client_new (server->port);
  response = ask (client, row->method, "/plain", row->fields);
  g_assert_cmpuint (response->status, ==, row->status);
  origin = raw_response_get (response, "Access-Control-Allow-Origin");
  g_assert_cmpstr (origin, ==, row->origin);
  vary = raw_response_get (response, "Vary");
  g_assert_cmpstr (vary, ==, row->vary);
  methods = raw_response_get (response, "Access-Control-Allow-Methods");
  g_assert_cmpstr (methods, ==, row->status == 204 && row->origin != NULL ? "GET, HEAD, POST" : NULL);
  credentials = raw_response_get (response, "Access-Control-Allow-Credentials");
  g_assert_cmpstr (credentials, ==, row->credentials && row->origin != NULL ? "true" : NULL);
}

static void
test_compression (void)
{
  g_autoptr (ServerThread) server = serve (aiohttp_compression_middleware_new ());
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) compressed = ask (client, "GET", "/large", "Accept-Encoding: gzip\r\n");
  g_autoptr (RawResponse) plain = ask (client, "GET", "/large", "");
  g_autoptr (RawResponse) small = ask (client, "GET", "/plain", "Accept-Encoding: gzip\r\n");
  g_autofree char *coding = raw_response_get (compressed, "Content-Encoding");
  g_autofree char *none = raw_response_get (plain, "Content-Encoding");
  g_autofree char *too_small = raw_response_get (small, "Content-Encoding");

  g_assert_cmpstr (coding, ==, "gzip");
  g_assert_cmpuint (compressed->body->len, <, 500);
  g_assert_null (none);
  g_assert_cmpuint (plain->body->len, ==, 5000);
  g_assert_null (too_small);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  for (guint i = 0; i < G_N_ELEMENTS (path_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/web-ready-made/normalize-path/", path_rows[i].name, NULL);

      g_test_add_data_func (path, &path_rows[i], test_path);
    }
  for (guint i = 0; i < G_N_ELEMENTS (page_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/web-ready-made/error-pages/", page_rows[i].name, NULL);

      g_test_add_data_func (path, &page_rows[i], test_page);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cors_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/web-ready-made/cors/", cors_rows[i].name, NULL);

      g_test_add_data_func (path, &cors_rows[i], test_cors);
    }
  g_test_add_func ("/web-ready-made/compression", test_compression);
  return g_test_run ();
}
