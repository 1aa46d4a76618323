/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The chat in a terminal: prints what is said, and says each line of its standard input. It waits for both at the same
 * time in one thread, connects again by itself, and ends with its input: chat-client [NAME [URL [ROOM]]]. */

#include <locale.h>

#include <gio/gunixinputstream.h>

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  const char *name;
  const char *url;
  const char *room;
  AiohttpReconnectingWebSocket *socket; /* owned */
  gint64 last_id;                       /* of what was printed */
} Client;

static JsonNode *
make_message (Client *self, const char *type, const char *text)
{
  g_autoptr (GVariant) message =
      g_variant_ref_sink (g_variant_new_parsed ("{'type': <%s>, 'room': <%s>, 'text': <%s>}", type, self->room, text));

  return json_gvariant_serialize (message);
}

/* There is a connection, the first one or another. */
static void
on_opened (AiohttpReconnectingWebSocket *reconnecting, AiohttpWebSocket *socket, Client *self)
{
  g_autoptr (JsonNode) join = make_message (self, "join", "");

  aiohttp_web_socket_send_json_async (socket, join, NULL, NULL, NULL);
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
  Client *self = user_data;
  JsonObject *said = json_node_get_object (node);
  g_autofree char *name = make_harmless (json_object_get_string_member_with_default (said, "name", NULL));
  g_autofree char *text = make_harmless (json_object_get_string_member_with_default (said, "text", NULL));
  gint64 id = json_object_get_int_member_with_default (said, "id", 0);

  if (id > self->last_id) /* else it came by the last connection */
    g_print ("%s: %s\n", name, text);
  self->last_id = MAX (self->last_id, id);
}

static gboolean
print_message (Client *self, AiohttpWebSocketMessage *message, GError **error)
{
  AiohttpWebSocketGap *gap = aiohttp_web_socket_message_get_gap (message);
  g_autoptr (JsonNode) node = gap == NULL ? aiohttp_web_socket_message_get_json (message, error) : NULL;
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;

  if (gap != NULL)
    g_printerr ("* back after %.1f seconds\n", aiohttp_web_socket_gap_get_duration (gap));
  else if (object != NULL && json_object_has_member (object, "text"))
    print_said (NULL, 0, node, self);
  else if (object != NULL && json_object_has_member (object, "messages"))
    json_array_foreach_element (json_object_get_array_member (object, "messages"), print_said, self);
  return gap != NULL || node != NULL;
}

static gboolean
print_messages (GValue *result, gpointer user_data, GError **error)
{
  Client *self = user_data;

  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (AiohttpWebSocketMessage) message = aiohttp_reconnecting_web_socket_next (self->socket, &failure);

      if (message != NULL && print_message (self, message, &failure))
        continue;
      if (failure != NULL)
        g_printerr ("* given up: %s\n", failure->message);
      return TRUE;
    }
}

static void
say_lines (Client *self)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (0, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);

  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (GAsyncResult) read = aiohttp_await (
          g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
      g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (lines, read, NULL, NULL);
      g_autoptr (JsonNode) message = make_message (self, "say", line != NULL ? line : "");

      if (line == NULL) /* the end of the input */
        return;
      if (*line != '\0' && !aiohttp_reconnecting_web_socket_send_json (self->socket, message, &failure))
        g_printerr ("* not said: %s\n", failure->message);
    }
}

static gboolean
chat (GValue *result, gpointer user_data, GError **error)
{
  Client *self = user_data;
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autofree char *name = g_uri_escape_string (self->name, NULL, FALSE);
  g_autofree char *url = g_strconcat (self->url, "?name=", name, NULL);
  g_autoptr (AiohttpTask) printer = NULL;

  self->socket = aiohttp_reconnecting_web_socket_new (session, url, NULL);
  aiohttp_reconnecting_web_socket_set_queue_limit (self->socket, 64 * 1024); /* what is said meanwhile */
  g_signal_connect (self->socket, "opened", G_CALLBACK (on_opened), self);
  printer = aiohttp_spawn (print_messages, self, NULL);
  say_lines (self);
  aiohttp_reconnecting_web_socket_close (self->socket, AIOHTTP_WEB_SOCKET_CLOSE_OK, NULL, NULL);
  return aiohttp_future_await (AIOHTTP_FUTURE (printer), error);
}

int
main (int argc, char *argv[])
{
  const char *url = argc > 2 ? argv[2] : "ws://127.0.0.1:8080/ws";
  Client client = { argc > 1 ? argv[1] : g_get_user_name (), url, argc > 3 ? argv[3] : "lobby", NULL, 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (!aiohttp_run (chat, &client, &error))
    g_printerr ("%s\n", error->message);
  g_clear_object (&client.socket);
  return error != NULL;
}
