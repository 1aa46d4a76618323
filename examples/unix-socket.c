/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Serves on a Unix socket that a group may use, on what systemd passes where it does, and ends at SIGTERM.
 *
 *   ./unix-socket /tmp/hello.sock
 *   curl --unix-socket /tmp/hello.sock http://localhost/
 */

#include <stdlib.h>

#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello, World!"));
}

/* Sockets that systemd has opened; without them one of our own. */
static GPtrArray *
make_sites (AiohttpAppRunner *runner, const char *path, GError **error)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_autolist (AiohttpSockSite) activated = NULL;
  GError *problem = NULL;

  activated = aiohttp_sock_site_list_activated (runner, NULL, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return NULL;
    }
  for (GList *l = activated; l != NULL; l = l->next)
    g_ptr_array_add (sites, g_object_ref (l->data));
  if (sites->len == 0)
    {
      AiohttpUnixSite *site = aiohttp_unix_site_new (runner, path);

      g_object_set (site, "mode", 0660, NULL);
      g_ptr_array_add (sites, site);
    }
  return g_steal_pointer (&sites);
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GError) error = NULL;

  if (aiohttp_router_add_get (aiohttp_application_get_router (app), "/", hello, NULL, NULL, &error) != NULL)
    sites = make_sites (runner, argc > 1 ? argv[1] : "hello.sock", &error);
  if (sites == NULL || !aiohttp_app_runner_run_sites (runner, (AiohttpSite **) sites->pdata, sites->len, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}
