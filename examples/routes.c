/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Routes: a table, parameters of every kind, a name and the URLs that are built by it. usage: routes [PORT] */

#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
say (const char *what, const char *value)
{
  g_autofree char *text = g_strdup_printf ("%s %s", what, value);

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

/* The URL of another route. */
static AiohttpReply *
show_home (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpRouter *router = aiohttp_application_get_router (aiohttp_request_get_app (request));
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) query = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *url = NULL;

  g_hash_table_insert (values, (gpointer) "id", (gpointer) "5");
  g_hash_table_insert (query, (gpointer) "tab", (gpointer) "posts & more");
  url = aiohttp_router_url_for (router, "user", values, query, error);
  return url != NULL ? say ("see", url) : NULL;
}

static AiohttpReply *
show_user (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return say ("user", aiohttp_request_get_match_info (request, "id"));
}

static AiohttpReply *
find_user (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return say ("a user called", aiohttp_request_get_match_info (request, "name"));
}

static AiohttpReply *
add_user (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *name = aiohttp_request_text (request, error);

  return name != NULL ? AIOHTTP_REPLY (aiohttp_response_new_text (201, name)) : NULL;
}

static AiohttpReply *
show_report (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *which = g_strdup_printf ("of %s as %s", aiohttp_request_get_match_info (request, "year"),
                                            aiohttp_request_get_match_info (request, "type"));

  return say ("report", which);
}

static AiohttpReply *
show_file (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return say ("file", aiohttp_request_get_match_info (request, "path"));
}

static const AiohttpRouteDef routes[] = {
  { .method = "GET", .path = "/", .handler = show_home },
  { .method = "POST", .path = "/users", .handler = add_user },
  { .method = "GET", .path = "/users/{id:int}", .handler = show_user, .name = "user" },
  { .method = "GET", .path = "/users/{name}", .handler = find_user },
  { .method = "GET", .path = "/reports/{year:[0-9]+}.{type:csv|pdf}", .handler = show_report },
  { .method = "GET", .path = "/files/{path:*}", .handler = show_file },
};

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;

  if (!aiohttp_router_add_routes (router, routes, G_N_ELEMENTS (routes), NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
