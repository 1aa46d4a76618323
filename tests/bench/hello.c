/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Ours as a user writes it: a handler that is a coroutine, a new response for each request, through the router. No
 * access log, as with the others; connections may idle for as long as a bench lasts. */

#include <aiohttp-glib/aiohttp.h>
#include <stdlib.h>

static AiohttpReply *
hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello, World!"));
}

int
main (int argc, char **argv)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpAppRunner) runner =
      g_object_new (AIOHTTP_TYPE_APP_RUNNER, "app", app, "access-log", FALSE, "keepalive-timeout", 3600.0, NULL);
  g_autoptr (GError) error = NULL;
  guint16 port = argc > 1 ? (guint16) atoi (argv[1]) : 8080;

  if (!aiohttp_router_add_get (aiohttp_application_get_router (app), "/", hello, NULL, NULL, &error) ||
      !aiohttp_app_runner_run (runner, "127.0.0.1", port, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
