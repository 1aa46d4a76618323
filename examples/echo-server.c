/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* GET / answers "Hello", POST /echo its body, and the websocket /ws each message, up to 32 MiB, with or without the
 * subprotocol "echo". Ends on SIGINT and SIGTERM.
 *
 *   echo-server [--port N] [--host H] [--no-access-log]
 */

#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);

  if (body == NULL)
    return NULL;
  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, aiohttp_request_get_content_type (request)));
}

static AiohttpReply *
echo_messages (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static const char *const protocols[] = { "echo", NULL };
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket;
  AiohttpWebSocketMessage *message;

  aiohttp_web_socket_response_set_max_msg_size (response, 32 * 1024 * 1024);
  aiohttp_web_socket_response_set_protocols (response, protocols);
  socket = aiohttp_web_socket_response_accept (response, request, error);
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

int
main (int argc, char *argv[])
{
  int port = 8080;
  g_autofree char *host = NULL;
  gboolean no_access_log = FALSE;
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &port, "Port to listen on, 0 for a free one (8080)", "N" },
    { "host", 'H', 0, G_OPTION_ARG_STRING, &host, "Address to listen on (127.0.0.1)", "H" },
    { "no-access-log", 0, 0, G_OPTION_ARG_NONE, &no_access_log, "Do not log requests", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("- echoes what is posted to it");
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  if (port < 0 || port > 65535)
    {
      g_printerr ("%d is not a port: use 0 to 65535\n", port);
      return 1;
    }
  g_object_set (runner, "access-log", !no_access_log, NULL);

  if (!aiohttp_router_add_get (router, "/", hello, NULL, NULL, &error) ||
      !aiohttp_router_add_post (router, "/echo", echo, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/ws", echo_messages, NULL, NULL, &error) ||
      !aiohttp_app_runner_run (runner, host != NULL ? host : "127.0.0.1", port, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
