/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *text = g_strconcat ("Hello, ", aiohttp_request_get_match_info (request, "name"), NULL);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

int
main (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (GError) error = NULL;
  if (!aiohttp_router_add_get (aiohttp_application_get_router (app), "/{name}", hello, NULL, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", 8080, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
