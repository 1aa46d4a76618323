/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Our websockets for `run.sh websocket`, each in a coroutine of its own: / echoes, /broadcast hands each message to all. */

#include <aiohttp-glib/aiohttp.h>
#include <stdlib.h>

#define MAX_MESSAGE (4 * 1024 * 1024)

static AiohttpWebSocketHub *hub;

static AiohttpWebSocket *
accept_one (AiohttpWebSocketResponse *response, AiohttpRequest *request, GError **error)
{
  aiohttp_web_socket_response_set_max_msg_size (response, MAX_MESSAGE);
  return aiohttp_web_socket_response_accept (response, request, error);
}

static AiohttpReply *
echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = accept_one (response, request, error);
  AiohttpWebSocketMessage *message;

  if (socket == NULL)
    return NULL;
  while ((message = aiohttp_web_socket_next (socket, NULL)) != NULL)
    {
      gboolean sent = aiohttp_web_socket_send_message (socket, message, error);

      aiohttp_web_socket_message_unref (message);
      if (!sent)
        return NULL;
    }
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static int
hand_on (AiohttpWebSocketMessage *message, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (aiohttp_web_socket_message_get_message_type (message) == AIOHTTP_WEB_SOCKET_MESSAGE_TEXT)
    return aiohttp_web_socket_hub_broadcast_str (hub, "all", aiohttp_web_socket_message_get_text (message), NULL,
                                                 error);
  bytes = aiohttp_web_socket_message_get_bytes (message);
  return aiohttp_web_socket_hub_broadcast_bytes (hub, "all", bytes, NULL, error);
}

static AiohttpReply *
broadcast (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = accept_one (response, request, error);
  AiohttpWebSocketMessage *message;

  if (socket == NULL)
    return NULL;
  if (!aiohttp_web_socket_hub_join (hub, "all", socket, NULL, error))
    return NULL;
  while ((message = aiohttp_web_socket_next (socket, NULL)) != NULL)
    {
      int n = hand_on (message, error);

      aiohttp_web_socket_message_unref (message);
      if (n < 0)
        return NULL;
    }
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

int
main (int argc, char **argv)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (AiohttpAppRunner) runner = g_object_new (AIOHTTP_TYPE_APP_RUNNER, "app", app, "access-log", FALSE, NULL);
  g_autoptr (GError) error = NULL;
  guint16 port = argc > 1 ? (guint16) atoi (argv[1]) : 8080;

  hub = aiohttp_web_socket_hub_new (NULL);
  if (!aiohttp_router_add_get (router, "/", echo, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/broadcast", broadcast, NULL, NULL, &error) ||
      !aiohttp_app_runner_run (runner, "127.0.0.1", port, &error))
    g_printerr ("%s\n", error->message);
  g_clear_object (&hub);
  return error != NULL;
}
