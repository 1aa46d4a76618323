/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The chat in a terminal: prints what is said, and says each line of its standard input. It waits for both at the same
 * time in one thread, and ends with its input, or with the server.
 *
 *   chat-client [NAME [URL [ROOM]]]
 */

#include <locale.h>

#include <gio/gunixinputstream.h>

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  const char *name;
  const char *url;
  const char *room;
  AiohttpWebSocket *socket;
} Client;

static gboolean
send_message (Client *self, const char *type, const char *text, GError **error)
{
  g_autoptr (GVariant) variant =
      g_variant_ref_sink (g_variant_new_parsed ("{'type': <%s>, 'room': <%s>, 'text': <%s>}", type, self->room, text));
  g_autoptr (JsonNode) message = json_gvariant_serialize (variant);

  return aiohttp_web_socket_send_json (self->socket, message, error);
}

/* A task of its own. */
static gboolean
say_lines (GValue *result, gpointer user_data, GError **error)
{
  Client *self = user_data;
  g_autoptr (GInputStream) input = g_unix_input_stream_new (0, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  g_autoptr (GError) failure = NULL;

  for (;;)
    {
      g_autoptr (GAsyncResult) read = aiohttp_await (
          g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
      g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (lines, read, NULL, &failure);

      if (line == NULL)
        break;
      if (*line != '\0' && !send_message (self, "say", line, error))
        return FALSE;
    }
  if (failure == NULL) /* the end of the input */
    return aiohttp_web_socket_close (self->socket, AIOHTTP_WEB_SOCKET_CLOSE_OK, NULL, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* A terminal obeys control characters. */
static char *
make_harmless (const char *text)
{
  GString *harmless = g_string_new (NULL);

  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    g_string_append_unichar (harmless, g_unichar_isprint (g_utf8_get_char (text)) ? g_utf8_get_char (text) : ' ');
  return g_string_free (harmless, FALSE);
}

static void
print_said (JsonArray *array, guint index, JsonNode *node, gpointer user_data)
{
  JsonObject *said = json_node_get_object (node);
  g_autofree char *name = make_harmless (json_object_get_string_member_with_default (said, "name", NULL));
  g_autofree char *text = make_harmless (json_object_get_string_member_with_default (said, "text", NULL));

  g_print ("%s: %s\n", name, text);
}

/* FALSE: there is none any more. */
static gboolean
print_next (Client *self, GError **error)
{
  g_autoptr (JsonNode) node = aiohttp_web_socket_receive_json (self->socket, error);
  JsonObject *message = node != NULL ? json_node_get_object (node) : NULL;

  if (message != NULL && json_object_has_member (message, "text"))
    print_said (NULL, 0, node, NULL);
  else if (message != NULL && json_object_has_member (message, "messages"))
    json_array_foreach_element (json_object_get_array_member (message, "messages"), print_said, NULL);
  return node != NULL;
}

static gboolean
chat (GValue *result, gpointer user_data, GError **error)
{
  Client *self = user_data;
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autofree char *name = g_uri_escape_string (self->name, NULL, FALSE);
  g_autofree char *url = g_strconcat (self->url, "?name=", name, NULL);
  g_autoptr (AiohttpTask) speaker = NULL;
  g_autoptr (GError) end = NULL;

  self->socket = aiohttp_client_session_ws_connect (session, url, NULL, error);
  if (self->socket == NULL || !send_message (self, "join", "", error))
    return FALSE;
  speaker = aiohttp_spawn (say_lines, self, NULL);
  while (print_next (self, &end))
    ;
  aiohttp_task_cancel (speaker);                                                    /* which may wait for a line */
  aiohttp_web_socket_close (self->socket, AIOHTTP_WEB_SOCKET_CLOSE_OK, NULL, NULL); /* until it is closed */
  if (aiohttp_web_socket_get_close_code (self->socket) == AIOHTTP_WEB_SOCKET_CLOSE_OK)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&end));
  return FALSE;
}

int
main (int argc, char *argv[])
{
  Client client = {
    argc > 1 ? argv[1] : g_get_user_name (),
    argc > 2 ? argv[2] : "ws://127.0.0.1:8080/ws",
    argc > 3 ? argv[3] : "lobby",
    NULL,
  };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (!aiohttp_run (chat, &client, &error))
    g_printerr ("%s\n", error->message);
  g_clear_object (&client.socket);
  return error != NULL;
}
