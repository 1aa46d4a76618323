/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A live chart, fed by a timer of the main loop: open http://127.0.0.1:8080/ in a browser. The page is chart.html, a
 * resource of the program.
 *
 *   chart [PORT]
 */

#include <aiohttp-glib/aiohttp.h>

static const char series[] = "{\"unit\": \"°C\", \"series\": [\"Office\", \"Cellar\", \"Roof\"]}";
static const double middles[] = { 21, 14, 28 };

typedef struct
{
  AiohttpWebSocketHub *hub;
  double values[3];
} Chart;

/* Three thermometers. Who is too slow for a point gets the next one. */
static gboolean
measure (gpointer user_data)
{
  Chart *self = user_data;
  g_autoptr (GVariant) point = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < 3; i++)
    self->values[i] += (middles[i] - self->values[i]) * 0.02 + g_random_double_range (-0.25, 0.25);
  point =
      g_variant_ref_sink (g_variant_new_parsed ("{'time': <%x>, 'values': <[%d, %d, %d]>}", g_get_real_time () / 1000,
                                                self->values[0], self->values[1], self->values[2]));
  node = json_gvariant_serialize (point);
  aiohttp_web_socket_hub_broadcast_json (self->hub, "viewers", node, NULL, NULL);
  return G_SOURCE_CONTINUE;
}

static void
on_message (AiohttpWebSocket *socket, AiohttpWebSocketMessage *message, Chart *chart)
{
  if (g_strcmp0 (aiohttp_web_socket_message_get_text (message), "pause") == 0)
    aiohttp_web_socket_hub_leave (chart->hub, "viewers", socket);
  else
    aiohttp_web_socket_hub_join (chart->hub, "viewers", socket, NULL, NULL);
}

/* The websocket outlives its handler, since it has a signal handler; the hub lets it go when it closes. */
static AiohttpReply *
serve_viewer (AiohttpRequest *request, gpointer user_data, GError **error)
{
  Chart *chart = user_data;
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket;

  aiohttp_web_socket_response_set_max_msg_size (response, 100);
  aiohttp_web_socket_response_set_heartbeat (response, 30);
  socket = aiohttp_web_socket_response_accept (response, request, error);
  if (socket == NULL)
    return NULL;
  g_signal_connect (socket, "message", G_CALLBACK (on_message), chart);
  if (!aiohttp_web_socket_send_str (socket, series, error) ||
      !aiohttp_web_socket_hub_join (chart->hub, "viewers", socket, NULL, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
show_page (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) page = g_resources_lookup_data ("/websocket/chart.html", G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return page != NULL ? AIOHTTP_REPLY (aiohttp_response_new_bytes (200, page, "text/html; charset=utf-8")) : NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (AiohttpWebSocketHub) hub = aiohttp_web_socket_hub_new (NULL);
  Chart chart = { hub, { 21, 14, 28 } };
  g_autoptr (GError) error = NULL;
  guint timer = g_timeout_add (100, measure, &chart);

  aiohttp_web_socket_hub_set_slow_policy (hub, AIOHTTP_WEB_SOCKET_HUB_SLOW_SKIP);
  if (!aiohttp_router_add_get (router, "/", show_page, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/ws", serve_viewer, &chart, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  g_source_remove (timer);
  return error != NULL;
}
