/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */
#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *name = aiohttp_request_get_match_info (request, "name");
  g_autofree char *text = g_strconcat ("Hello, ", name != NULL ? name : "Anonymous", NULL);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
json (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string ("{\"message\": \"Hello, World!\"}", error);
  return node != NULL ? AIOHTTP_REPLY (aiohttp_response_new_json (200, node)) : NULL;
}

static AiohttpReply *
echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);
  return body != NULL ? AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, NULL)) : NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;
  if (!aiohttp_router_add_get (router, "/", hello, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/json", json, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/{name}", hello, NULL, NULL, &error) ||
      !aiohttp_router_add_post (router, "/echo", echo, NULL, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
