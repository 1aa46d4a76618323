/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Follows what a server tells, through restarts and lost connections, and says where something may be missing.
 *
 *   follow [URL]
 */

#include <aiohttp-glib/aiohttp.h>

static void
show (AiohttpWebSocketMessage *message)
{
  AiohttpWebSocketGap *gap = aiohttp_web_socket_message_get_gap (message);

  if (gap != NULL)
    g_print ("-- connected again, after the close code %u\n", aiohttp_web_socket_gap_get_close_code (gap));
  else
    g_print ("%s\n", aiohttp_web_socket_message_get_text (message));
}

static gboolean
follow (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpWebSocketOptions) options = aiohttp_web_socket_options_new ();
  g_autoptr (AiohttpReconnectingWebSocket) feed = NULL;
  AiohttpWebSocketMessage *message;
  GError *failure = NULL;

  aiohttp_web_socket_options_set_heartbeat (options, 30); /* so that a dead server is noticed */
  feed = aiohttp_reconnecting_web_socket_new (session, user_data, options);
  aiohttp_reconnecting_web_socket_set_initial_delay (feed, 0.1);
  while ((message = aiohttp_reconnecting_web_socket_next (feed, &failure)) != NULL)
    {
      show (message);
      aiohttp_web_socket_message_unref (message);
    }
  if (failure == NULL)
    return aiohttp_client_session_close (session, error);
  g_propagate_error (error, failure);
  return FALSE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (follow, argc > 1 ? argv[1] : (gpointer) "ws://127.0.0.1:8080/ws", &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
