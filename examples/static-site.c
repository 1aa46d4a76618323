/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Files of a folder, and a page that names one of them by what it holds: static-site [PORT [FOLDER]]. */

#include <stdlib.h>

#include <aiohttp-glib/aiohttp.h>

/* The URL of the style sheet changes with it, so that browsers may keep it for ever. */
static AiohttpReply *
show_page (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *url = aiohttp_static_resource_url_for_file (user_data, "style.css", TRUE, error);
  g_autofree char *text = NULL;

  if (url == NULL)
    return NULL;
  text = g_strdup_printf ("style sheet: %s\n", url);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

/* A file that a handler chooses. */
static AiohttpReply *
download (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpStaticResource *files = user_data;
  g_autofree char *path = g_build_filename (aiohttp_static_resource_get_directory (files), "report.txt", NULL);
  g_autoptr (AiohttpFileResponse) response = aiohttp_file_response_new (path);

  if (!aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Content-Disposition",
                                           "attachment; filename=report.txt", error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static gboolean
add_routes (AiohttpRouter *router, const char *folder, GError **error)
{
  AiohttpStaticResource *files = aiohttp_router_add_static (router, "/static", folder, error);

  if (files == NULL)
    return FALSE;
  g_object_set (files, "show-index", TRUE, "cache-control", "max-age=31536000, immutable", NULL);
  return aiohttp_router_add_get (router, "/", show_page, files, NULL, error) != NULL &&
         aiohttp_router_add_get (router, "/download", download, files, NULL, error) != NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = argc > 1 ? (guint16) atoi (argv[1]) : 8080;

  if (!add_routes (aiohttp_application_get_router (app), argc > 2 ? argv[2] : ".", &error) ||
      !aiohttp_run_app (app, "127.0.0.1", port, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
