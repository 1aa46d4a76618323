/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Server-sent events, and the page that shows them: open http://127.0.0.1:8080/ in a browser. */

#include <aiohttp-glib/aiohttp.h>

static const char page[] =
    "<!DOCTYPE html><meta charset=utf-8><title>Events</title><h1>Ticks</h1><ul id=list></ul><script>\n"
    "const events = new EventSource('/events');\n"
    "events.addEventListener('tick', event => {\n"
    "  const item = document.createElement('li');\n"
    "  item.textContent = event.data;\n"
    "  document.getElementById('list').append(item);\n"
    "});\n"
    "</script>\n";

static AiohttpReply *
show_page (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new_static (page, sizeof page - 1);

  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, "text/html; charset=utf-8"));
}

static AiohttpReply *
send_events (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpEventStream) events = aiohttp_event_stream_new ();
  const char *last;
  guint64 i;

  if (!aiohttp_stream_response_prepare (AIOHTTP_STREAM_RESPONSE (events), request, error))
    return NULL;
  /* A browser that was cut off says where to go on. */
  last = aiohttp_event_stream_get_last_event_id (events);
  i = last != NULL ? g_ascii_strtoull (last, NULL, 10) : 0;
  for (;;)
    {
      g_autofree char *id = g_strdup_printf ("%" G_GUINT64_FORMAT, ++i);
      g_autofree char *data = g_strconcat ("tick ", id, NULL);

      if (!aiohttp_event_stream_send (events, data, "tick", id, error) || !aiohttp_sleep (1, error))
        return NULL; /* the browser has left */
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;

  if (!aiohttp_router_add_get (router, "/", show_page, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/events", send_events, NULL, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
