/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* SoupServer for `run.sh web`, as its users write it: web-soup PORT FOLDER [plain|tls]. */

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

#define BODY_SIZE   (16 * 1024)
#define CHUNK_SIZE  (64 * 1024)
#define N_CHUNKS    16
#define TEXT_PLAIN  "text/plain; charset=utf-8"
#define N_RESOURCES 100

static char text[CHUNK_SIZE];

static void
answer (SoupServerMessage *message, const char *content_type, SoupMemoryUse use, const char *body, gsize size)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, content_type, use, body, size);
}

static void
hello (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  answer (message, TEXT_PLAIN, SOUP_MEMORY_STATIC, "Hello, World!", 13);
}

static void
send_json (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  char *json;

  json_object_set_string_member (object, "message", "Hello, World!");
  json_object_set_int_member (object, "id", 42);
  json_node_set_object (node, object);
  json = json_to_string (node, FALSE);
  answer (message, "application/json; charset=utf-8", SOUP_MEMORY_TAKE, json, strlen (json));
}

static void
send_body (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  answer (message, TEXT_PLAIN, SOUP_MEMORY_STATIC, text, BODY_SIZE);
}

/* SoupServer has no sendfile; a mapping is what comes nearest. */
static void
send_file (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer name)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (name, FALSE, NULL);
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "Content-Type",
                               "application/octet-stream");
  soup_message_body_append_bytes (body, bytes);
  soup_message_body_complete (body);
}

/* It matches prefixes only: the rest of the path is the handler's to take apart. */
static void
send_post (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  char *reply;

  if (g_strv_length (parts) != 6 || !g_str_equal (parts[2], "users") || !g_str_equal (parts[4], "posts"))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  reply = g_strconcat (parts[3], " ", parts[5], NULL);
  answer (message, TEXT_PLAIN, SOUP_MEMORY_TAKE, reply, strlen (reply));
}

static void
echo (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  gsize size;
  const char *data = g_bytes_get_data (body, &size);

  answer (message, TEXT_PLAIN, SOUP_MEMORY_COPY, data, size);
}

static void
append_chunk (SoupServerMessage *message, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (message), "n-chunks"));

  if (n == N_CHUNKS)
    soup_message_body_complete (body);
  else
    soup_message_body_append (body, SOUP_MEMORY_STATIC, text, CHUNK_SIZE);
  g_object_set_data (G_OBJECT (message), "n-chunks", GUINT_TO_POINTER (n + 1));
  soup_server_message_unpause (message);
}

static void
stream (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_append (headers, "Content-Type", TEXT_PLAIN);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (append_chunk), NULL);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (append_chunk), NULL);
}

static gboolean
use_tls (SoupServer *server, const char *folder, GError **error)
{
  g_autofree char *certificate = g_build_filename (folder, "certificate.pem", NULL);
  g_autofree char *key = g_build_filename (folder, "key.pem", NULL);
  g_autoptr (GTlsCertificate) pair = g_tls_certificate_new_from_files (certificate, key, error);

  if (pair != NULL)
    soup_server_set_tls_certificate (server, pair);
  return pair != NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  gboolean tls = argc > 3 && g_str_equal (argv[3], "tls");
  SoupServerListenOptions options = SOUP_SERVER_LISTEN_IPV4_ONLY | (tls ? SOUP_SERVER_LISTEN_HTTPS : 0);

  if (argc < 3)
    {
      g_printerr ("web-soup PORT FOLDER [KIND]\n");
      return 2;
    }
  memset (text, 'x', sizeof text);
  soup_server_add_handler (server, NULL, hello, NULL, NULL);
  soup_server_add_handler (server, "/json", send_json, NULL, NULL);
  soup_server_add_handler (server, "/body", send_body, NULL, NULL);
  soup_server_add_handler (server, "/file", send_file, g_build_filename (argv[2], "file", NULL), g_free);
  soup_server_add_handler (server, "/echo", echo, NULL, NULL);
  soup_server_add_handler (server, "/stream", stream, NULL, NULL);
  for (int i = 0; i < N_RESOURCES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/part-%d", i);

      soup_server_add_handler (server, path, send_post, NULL, NULL);
    }
  if ((tls && !use_tls (server, argv[2], &error)) ||
      !soup_server_listen_local (server, (guint) atoi (argv[1]), options, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_main_loop_run (loop);
  return 0;
}
