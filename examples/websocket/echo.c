/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A websocket that answers each message with itself: echo [PORT]. */

#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = aiohttp_web_socket_response_accept (response, request, error);
  AiohttpWebSocketMessage *message;

  if (socket == NULL)
    return NULL;
  while ((message = aiohttp_web_socket_next (socket, NULL)) != NULL)
    {
      aiohttp_web_socket_send_message (socket, message, NULL);
      aiohttp_web_socket_message_unref (message);
    }
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;

  if (!aiohttp_router_add_get (router, "/ws", echo, NULL, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
