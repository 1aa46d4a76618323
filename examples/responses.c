/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a handler can answer with. */

#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
text (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "Hello");

  if (!aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Cache-Control", "max-age=60", error) ||
      !aiohttp_stream_response_enable_compression (AIOHTTP_STREAM_RESPONSE (response), NULL, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
json (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_json_text (200, "{\"answer\":42}"));
}

static AiohttpReply *
redirect (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_redirect (303, "/text"));
}

static AiohttpReply *
book (AiohttpRequest *request, gpointer user_data, GError **error)
{
  aiohttp_http_error_set (error, 404, "no such book");
  return NULL;
}

static AiohttpReply *
sign_in (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "Welcome");
  g_autoptr (AiohttpCookieOptions) options =
      g_object_new (AIOHTTP_TYPE_COOKIE_OPTIONS, "max-age", (gint64) 3600, "http-only", TRUE, "same-site", "Lax", NULL);

  if (!aiohttp_stream_response_set_cookie (AIOHTTP_STREAM_RESPONSE (response), "session", "4711", options, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
hints (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static const char *const links[] = { "</style.css>; rel=preload; as=style", NULL };

  if (!aiohttp_request_send_early_hints (request, links, error) || !aiohttp_sleep (0.01, error))
    return NULL;
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "the page that needs it"));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;

  if (!aiohttp_router_add_get (router, "/text", text, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/json", json, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/redirect", redirect, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/book", book, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/sign-in", sign_in, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/hints", hints, NULL, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
