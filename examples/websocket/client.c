/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A websocket's client: sends a text and some bytes, and prints what comes back.
 *
 *   client [URL]
 */

#include <aiohttp-glib/aiohttp.h>

static gboolean
talk (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpWebSocketOptions) options = aiohttp_web_socket_options_new ();
  g_autoptr (AiohttpWebSocket) socket = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x01\x02\x03", 3);
  g_autoptr (GBytes) back = NULL;
  g_autofree char *text = NULL;

  aiohttp_web_socket_options_set_heartbeat (options, 30); /* so that a dead server is noticed */
  socket = aiohttp_client_session_ws_connect (session, user_data, options, error);
  if (socket == NULL || !aiohttp_web_socket_send_str (socket, "Hello", error))
    return FALSE;
  text = aiohttp_web_socket_receive_str (socket, error);
  if (text == NULL || !aiohttp_web_socket_send_bytes (socket, bytes, error))
    return FALSE;
  back = aiohttp_web_socket_receive_bytes (socket, error);
  if (back == NULL)
    return FALSE;
  g_print ("%s, and %" G_GSIZE_FORMAT " bytes\n", text, g_bytes_get_size (back));
  if (!aiohttp_web_socket_close (socket, AIOHTTP_WEB_SOCKET_CLOSE_OK, "That was all", error))
    return FALSE;
  g_print ("closed: %u\n", aiohttp_web_socket_get_close_code (socket));
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (talk, argc > 1 ? argv[1] : (gpointer) "ws://127.0.0.1:8080/ws", &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
