/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A chat with rooms, chat [PORT]: open http://127.0.0.1:8080/ in two browsers. The page is a resource of the program. */

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  AiohttpWebSocketHub *hub;
  GHashTable *said; /* room → JsonArray: what was said last */
  gint64 last_id;
} Chat;

/* Somebody's websocket. */
typedef struct
{
  Chat *chat;
  AiohttpWebSocket *socket;
  const char *name;
  GHashTable *rooms;
} Member;

static JsonNode *
make_json (GVariant *variant)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (variant);

  return json_gvariant_serialize (owned);
}

static void
show_people (AiohttpWebSocketHub *hub, const char *room, AiohttpWebSocket *socket, const char *name, Chat *chat)
{
  g_auto (GStrv) names = aiohttp_web_socket_hub_dup_presence (hub, room);
  g_autoptr (JsonNode) people =
      make_json (g_variant_new_parsed ("{'type': <'people'>, 'room': <%s>, 'names': <%^as>}", room, names));

  aiohttp_web_socket_hub_broadcast_json (hub, room, people, NULL, NULL);
  if (aiohttp_web_socket_hub_count (hub, room) == 0)
    g_hash_table_remove (chat->said, room);
}

static gboolean
join (Member *self, const char *room, GError **error)
{
  JsonArray *said = g_hash_table_lookup (self->chat->said, room);
  g_autoptr (JsonNode) history = make_json (g_variant_new_parsed ("{'type': <'history'>, 'room': <%s>}", room));

  json_object_set_array_member (json_node_get_object (history), "messages",
                                said != NULL ? json_array_ref (said) : json_array_new ());
  g_hash_table_add (self->rooms, g_strdup (room));
  return aiohttp_web_socket_hub_join (self->chat->hub, room, self->socket, self->name, error) &&
         aiohttp_web_socket_send_json (self->socket, history, error);
}

static gboolean
say (Member *self, const char *room, const char *text, GError **error)
{
  Chat *chat = self->chat;
  JsonArray *said = g_hash_table_lookup (chat->said, room);
  JsonNode *message;

  chat->last_id = MAX (chat->last_id + 1, g_get_real_time ()); /* rises, after a restart too */
  message = make_json (
      g_variant_new_parsed ("{'type': <'said'>, 'room': <%s>, 'name': <%s>, 'text': <%s>, 'id': <%x>, 'time': <%d>}",
                            room, self->name, text, chat->last_id, (double) chat->last_id / G_USEC_PER_SEC));

  if (said == NULL)
    g_hash_table_insert (chat->said, g_strdup (room), said = json_array_new ());
  json_array_add_element (said, message);
  if (json_array_get_length (said) > 50)
    json_array_remove_element (said, 0);
  return aiohttp_web_socket_hub_broadcast_json (chat->hub, room, message, NULL, error) >= 0;
}

/* FALSE without an error: it is not understood. */
static gboolean
take (Member *self, JsonNode *message, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (message) ? json_node_get_object (message) : NULL;
  const char *type = object != NULL ? json_object_get_string_member_with_default (object, "type", NULL) : NULL;
  const char *room = object != NULL ? json_object_get_string_member_with_default (object, "room", NULL) : NULL;
  const char *text = object != NULL ? json_object_get_string_member_with_default (object, "text", NULL) : NULL;

  if (type == NULL || room == NULL || *room == '\0' || g_utf8_strlen (room, -1) > 32)
    return FALSE;
  if (g_str_equal (type, "join") && g_hash_table_size (self->rooms) < 16)
    return join (self, room, error);
  if (g_str_equal (type, "leave") && g_hash_table_remove (self->rooms, room))
    return aiohttp_web_socket_hub_leave (self->chat->hub, room, self->socket);
  return g_str_equal (type, "say") && text != NULL && g_hash_table_contains (self->rooms, room) &&
         say (self, room, text, error);
}

static AiohttpReply *
serve_member (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  g_autoptr (GHashTable) rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Member member = { user_data, NULL, aiohttp_request_query_get (request, "name"), rooms };
  static const char welcome[] = "{\"type\": \"rooms\", \"rooms\": [\"help\", \"lobby\", \"music\"]}";

  if (member.name == NULL || *member.name == '\0' || g_utf8_strlen (member.name, -1) > 32)
    return AIOHTTP_REPLY (aiohttp_response_new_text (400, "A name of 1 to 32 letters, please"));
  aiohttp_web_socket_response_set_max_msg_size (response, 16 * 1024);
  aiohttp_web_socket_response_set_heartbeat (response, 30);
  member.socket = aiohttp_web_socket_response_accept (response, request, error);
  if (member.socket == NULL || !aiohttp_web_socket_send_str (member.socket, welcome, error))
    return NULL;
  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (JsonNode) message = aiohttp_web_socket_receive_json (member.socket, &failure);

      if (message != NULL && take (&member, message, &failure))
        continue;
      if (failure == NULL || failure->domain == JSON_PARSER_ERROR)
        aiohttp_web_socket_close (member.socket, AIOHTTP_WEB_SOCKET_CLOSE_POLICY_VIOLATION, "What is that?", NULL);
      return AIOHTTP_REPLY (g_steal_pointer (&response)); /* gone, or sent away */
    }
}

static AiohttpReply *
show_page (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) page = g_resources_lookup_data ("/websocket/chat.html", G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return page != NULL ? AIOHTTP_REPLY (aiohttp_response_new_bytes (200, page, "text/html; charset=utf-8")) : NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (AiohttpWebSocketHub) hub = aiohttp_web_socket_hub_new (NULL);
  g_autoptr (GHashTable) said =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_array_unref);
  Chat chat = { hub, said, 0 };
  g_autoptr (GError) error = NULL;

  g_signal_connect (hub, "joined", G_CALLBACK (show_people), &chat);
  g_signal_connect (hub, "left", G_CALLBACK (show_people), &chat);
  if (!aiohttp_router_add_get (router, "/", show_page, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/ws", serve_member, &chat, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
