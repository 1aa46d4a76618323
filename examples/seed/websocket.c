/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The talk's websocket handler: answers each text, until it is "close" or the client has gone.
 *
 *   while True:
 *       try:
 *           data = yield from ws.receive_str()
 *           if data == 'close':
 *               ws.close()
 *           else:
 *               ws.send_str(data + '/answer')
 *       except web.WebSocketDisconnectedError as exc:
 *           print(exc.code, exc.message)
 *           return ws
 */

#include <stdlib.h>

#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
websocket_handler (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *ws = aiohttp_web_socket_response_accept (response, request, error);

  if (ws == NULL)
    return NULL;
  for (;;)
    {
      g_autoptr (GError) disconnected = NULL;
      g_autofree char *data = aiohttp_web_socket_receive_str (ws, &disconnected);
      g_autofree char *answer = data != NULL ? g_strconcat (data, "/answer", NULL) : NULL;

      if (g_strcmp0 (data, "close") == 0)
        aiohttp_web_socket_close (ws, AIOHTTP_WEB_SOCKET_CLOSE_OK, NULL, &disconnected);
      else if (data != NULL)
        aiohttp_web_socket_send_str (ws, answer, &disconnected);
      if (disconnected != NULL)
        {
          g_print ("%u %s\n", aiohttp_web_socket_get_close_code (ws), disconnected->message);
          return AIOHTTP_REPLY (g_steal_pointer (&response));
        }
    }
}

typedef struct
{
  AiohttpEventLoop *loop;
  guint16 port;
  AiohttpServer *server;
} Init;

static gboolean
init (GValue *result, gpointer user_data, GError **error)
{
  Init *self = user_data;
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpWebServer) handler = aiohttp_application_make_handler (app);

  if (!aiohttp_router_add_route (aiohttp_application_get_router (app), "GET", "/ws", websocket_handler, NULL, NULL,
                                 error))
    return FALSE;
  self->server =
      aiohttp_event_loop_create_server (self->loop, AIOHTTP_PROTOCOL_FACTORY (handler), "127.0.0.1", self->port, error);
  if (self->server == NULL)
    return FALSE;
  g_print ("Server started at http://127.0.0.1:%u\n", aiohttp_server_get_port (self->server));
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  Init self = { aiohttp_get_event_loop (&error), argc > 1 ? atoi (argv[1]) : 8080, NULL };
  g_autoptr (AiohttpTask) task = self.loop != NULL ? aiohttp_spawn (init, &self, NULL) : NULL;

  if (task == NULL || !aiohttp_event_loop_run_until_complete (self.loop, AIOHTTP_FUTURE (task), &error) ||
      !aiohttp_event_loop_run_forever (self.loop, &error))
    g_printerr ("%s\n", error->message);
  g_clear_object (&self.server);
  return error != NULL;
}
