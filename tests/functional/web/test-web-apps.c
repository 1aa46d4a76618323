/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "raw-client.h"
#include "server-thread.h"

typedef struct
{
  const char *name;
  const char *host;
  const char *path;
  guint status;
  const char *body;   /* which application answers, or NULL */
  const char *around; /* whose middlewares saw it */
} Row;

static const Row rows[] = {
  { "own", "h", "/", 200, "outer", "outer" },
  { "sub", "h", "/sub/", 200, "sub", "outer sub" },
  { "sub-parameter", "h", "/sub/item/5", 200, "sub 5", "outer sub" },
  { "sub-not-found", "h", "/sub/none", 404, NULL, "outer sub" },
  { "sub-bare", "h", "/sub", 404, NULL, "outer sub" },
  { "sub-boundary", "h", "/subway", 404, NULL, "outer" },
  { "own-first", "h", "/sub/own", 200, "outer", "outer" },
  { "inner", "h", "/sub/inner/", 200, "inner", "outer sub inner" },
  { "domain", "example.org", "/", 200, "domain", "outer domain" },
  { "domain-case", "EXAMPLE.org", "/", 200, "domain", "outer domain" },
  { "domain-not-found", "example.org", "/sub/", 404, NULL, "outer domain" },
  { "mask", "a.example.org:81", "/", 200, "outer", "outer" },
  { "mask-matches", "a.wild.org", "/", 200, "wild", "outer wild" },
  { "encoded-slash", "h", "/sub%2F", 404, NULL, "outer" },
};

static AiohttpReply *
answer (AiohttpRequest *request, gpointer name, GError **error)
{
  const char *id = aiohttp_request_get_match_info (request, "id");
  g_autofree char *text = id != NULL ? g_strdup_printf ("%s %s", (char *) name, id) : g_strdup (name);
  const GValue *kept = aiohttp_application_lookup_item (aiohttp_request_get_app (request), "name");

  g_assert_cmpstr (g_value_get_string (kept), ==, name);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
surround (AiohttpRequest *request, AiohttpNext *next, gpointer name, GError **error)
{
  AiohttpStreamResponse *response;
  g_autofree char *around = NULL;
  const char *inner;

  g_assert_cmpstr (g_value_get_string (aiohttp_application_get_item (aiohttp_request_get_app (request), "name")), ==,
                   name);
  response = aiohttp_next_await (next, request, error);
  if (response == NULL)
    return NULL;
  inner = aiohttp_stream_response_get_header (response, "X-Around");
  around = inner != NULL ? g_strdup_printf ("%s %s", (char *) name, inner) : g_strdup (name);
  g_assert_true (aiohttp_stream_response_set_header (response, "X-Around", around, NULL));
  return AIOHTTP_REPLY (response);
}

static void
on_prepare (AiohttpApplication *app, AiohttpRequest *request, AiohttpStreamResponse *response, const char *name)
{
  g_assert_false (aiohttp_stream_response_is_sent (response));
  g_assert_true (aiohttp_stream_response_add_header (response, "X-Prepared", name, NULL));
}

static AiohttpApplication *
app_new (const char *name)
{
  AiohttpApplication *app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_static_string (&value, name);
  g_assert_true (aiohttp_application_set_item (app, "name", &value, NULL));
  g_assert_true (aiohttp_application_add_middleware_func (app, surround, (gpointer) name, NULL, NULL));
  aiohttp_router_add_get (router, "/", answer, (gpointer) name, NULL, NULL);
  aiohttp_router_add_get (router, "/item/{id:int}", answer, (gpointer) name, NULL, NULL);
  g_signal_connect (app, "response-prepare", G_CALLBACK (on_prepare), (gpointer) name);
  return app;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (AiohttpApplication) outer = app_new ("outer"), sub = app_new ("sub"), inner = app_new ("inner"),
                                 domain = app_new ("domain"), wild = app_new ("wild");
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (RawClient) client = NULL;
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", row->path, row->host);
  g_autofree char *around = NULL, *prepared = NULL;

  g_assert_nonnull (aiohttp_router_add_get (aiohttp_application_get_router (outer), "/sub/own", answer,
                                            (gpointer) "outer", NULL, NULL));
  g_assert_true (aiohttp_application_add_subapp (sub, "/inner", inner, NULL));
  g_assert_true (aiohttp_application_add_subapp (outer, "/sub/", sub, NULL));
  g_assert_true (aiohttp_application_add_domain (outer, "example.org", domain, NULL));
  g_assert_true (aiohttp_application_add_domain (outer, "*.wild.org", wild, NULL));
  server = server_thread_start_app (outer);
  client = raw_client_new (server->port);
  raw_client_send (client, request);
  response = raw_client_read (client, FALSE);
  g_assert_cmpuint (response->status, ==, row->status);
  if (row->body != NULL)
    g_assert_cmpstr (response->body->str, ==, row->body);
  around = raw_response_get (response, "X-Around");
  g_assert_cmpstr (around, ==, row->around);
  prepared = raw_response_get (response, "X-Prepared");
  g_assert_true (g_str_has_prefix (row->around, prepared));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/web-apps/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
