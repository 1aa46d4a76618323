/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* SoupWebsocketConnection for `run.sh websocket`: / echoes, /broadcast hands each message to all. */

#include <libsoup/soup.h>
#include <stdlib.h>

#define MAX_MESSAGE (4 * 1024 * 1024)

static GList *members;

static void
send_message (SoupWebsocketConnection *connection, int type, GBytes *message)
{
  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_message (connection, type, message);
}

static void
echo (SoupWebsocketConnection *connection, int type, GBytes *message, gpointer user_data)
{
  send_message (connection, type, message);
}

static void
broadcast (SoupWebsocketConnection *connection, int type, GBytes *message, gpointer user_data)
{
  for (GList *l = members; l != NULL; l = l->next)
    send_message (l->data, type, message);
}

static void
forget (SoupWebsocketConnection *connection, gpointer user_data)
{
  members = g_list_remove (members, connection);
  g_object_unref (connection);
}

static void
opened (SoupServer *server, SoupServerMessage *message, const char *path, SoupWebsocketConnection *connection,
        gpointer user_data)
{
  soup_websocket_connection_set_max_incoming_payload_size (connection, MAX_MESSAGE);
  members = g_list_prepend (members, g_object_ref (connection));
  g_signal_connect (connection, "closed", G_CALLBACK (forget), NULL);
  g_signal_connect (connection, "message",
                    g_str_equal (path, "/broadcast") ? G_CALLBACK (broadcast) : G_CALLBACK (echo), NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;

  soup_server_add_websocket_handler (server, "/", NULL, NULL, opened, NULL, NULL);
  if (!soup_server_listen_local (server, argc > 1 ? (guint) atoi (argv[1]) : 8080, SOUP_SERVER_LISTEN_IPV4_ONLY,
                                 &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_main_loop_run (loop);
  return 0;
}
