/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Applications in applications: one below a prefix, one behind a host, items that they share, and something that is set
 * up for all of them. usage: sub-apps [PORT] */

#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
show_site (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpApplication *app = aiohttp_request_get_app (request);
  const GValue *title = aiohttp_application_lookup_item (app, "title");
  const GValue *database = aiohttp_application_lookup_item (app, "database");
  g_autofree char *text = g_strdup_printf ("%s, %s", g_value_get_string (title), g_value_get_string (database));

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
list_users (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Ada, Bob"));
}

/* Runs for the requests of its own application only. */
static AiohttpReply *
ask_who (AiohttpRequest *request, AiohttpNext *next, gpointer user_data, GError **error)
{
  if (aiohttp_request_get_header (request, "Authorization") == NULL)
    return AIOHTTP_REPLY (aiohttp_response_new_text (401, "who are you?"));
  return aiohttp_next_call (next, request);
}

/* Set up before the first request, taken down after the last. */
static gboolean
with_database (AiohttpApplication *app, AiohttpCleanupContext *context, gpointer user_data, GError **error)
{
  g_auto (GValue) database = G_VALUE_INIT;

  g_value_init (&database, G_TYPE_STRING);
  g_value_set_static_string (&database, "a database");
  if (!aiohttp_application_set_item (app, "database", &database, error) ||
      !aiohttp_cleanup_context_wait (context, error))
    return FALSE;
  g_print ("the database is closed\n");
  return TRUE;
}

static AiohttpApplication *
make_app (const char *title, const char *path, AiohttpHandlerFunc handler, GError **error)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, title);
  if (!aiohttp_application_set_item (app, "title", &value, error) ||
      !aiohttp_router_add_get (aiohttp_application_get_router (app), path, handler, NULL, NULL, error) ||
      !aiohttp_router_add_get (aiohttp_application_get_router (app), "/", show_site, NULL, NULL, error))
    return NULL;
  return g_steal_pointer (&app);
}

static AiohttpApplication *
make_site (GError **error)
{
  g_autoptr (AiohttpApplication) app = make_app ("the site", "/about", show_site, error);
  g_autoptr (AiohttpApplication) admin = make_app ("the office", "/users", list_users, error);
  g_autoptr (AiohttpApplication) api = make_app ("the API", "/users", list_users, error);

  if (app == NULL || admin == NULL || api == NULL ||
      !aiohttp_application_add_cleanup_context (app, with_database, NULL, NULL, error) ||
      !aiohttp_application_add_middleware_func (admin, ask_who, NULL, NULL, error) ||
      !aiohttp_application_add_subapp (app, "/admin", admin, error) ||
      !aiohttp_application_add_domain (app, "api.*", api, error))
    return NULL;
  return g_steal_pointer (&app);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpApplication) app = make_site (&error);

  if (app == NULL ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
