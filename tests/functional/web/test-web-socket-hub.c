/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <string.h>

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define HANDSHAKE(path, more)                                                                                          \
  "GET " path " HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"                                  \
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY "\r\n" more "\r\n"
#define DEFLATE "Sec-WebSocket-Extensions: permessage-deflate\r\n"

#define N_MEMBERS 100

static AiohttpWebSocketHub *hub;
static AiohttpWebSocketHubTransport *transport;
static int n_left;

static void
on_left (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocket *socket, const char *name, gpointer data)
{
  g_atomic_int_inc (&n_left);
}

static void
create_hub (gpointer data)
{
  hub = aiohttp_web_socket_hub_new (transport);
  g_signal_connect (hub, "left", G_CALLBACK (on_left), NULL);
}

static void
destroy_hub (gpointer data)
{
  g_clear_object (&hub);
}

/* In the group "room" by the name in the query; what it sends goes to the others, "own ..." comes back to it alone. */
static AiohttpReply *
handle_member (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = aiohttp_web_socket_response_accept (response, request, error);

  if (socket == NULL ||
      !aiohttp_web_socket_hub_join (hub, "room", socket, aiohttp_request_get_header (request, "X-Name"), error))
    return NULL;
  for (;;)
    {
      g_autoptr (AiohttpWebSocketMessage) message = aiohttp_web_socket_next (socket, error);
      const char *text = message != NULL ? aiohttp_web_socket_message_get_text (message) : NULL;

      if (text == NULL)
        break;
      if (g_str_has_prefix (text, "own ") && !aiohttp_web_socket_send_str (socket, text, error))
        break;
      if (!g_str_has_prefix (text, "own ") &&
          aiohttp_web_socket_hub_broadcast_str (hub, "room", text, socket, error) < 0)
        break;
    }
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/", handle_member, NULL, NULL, NULL);
}

static ServerThread *
start_server (void)
{
  ServerThread *server = server_thread_start (add_routes, NULL);

  g_atomic_int_set (&n_left, 0);
  server_thread_call (server, create_hub, NULL);
  return server;
}

static void
stop_server (ServerThread *server)
{
  server_thread_call (server, destroy_hub, NULL);
  server_thread_stop (server);
}

static RawClient *
connect_to (ServerThread *server, const char *handshake, gboolean slow)
{
  RawClient *client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  if (slow)
    raw_client_shrink_receive_buffer (client);
  raw_client_send (client, handshake);
  response = raw_client_read (client, TRUE);
  g_assert_cmpuint (response->status, ==, 101);
  return client;
}

static void
send_frame (RawClient *client, guint8 first_octet, const char *payload, gsize length)
{
  g_autoptr (GByteArray) wire = g_byte_array_new ();

  g_assert_cmpuint (length, <, 126);
  g_byte_array_append (wire, &first_octet, 1);
  g_byte_array_append (wire, (const guint8[]){ (guint8) (0x80 | length), 0, 0, 0, 0 }, 5);
  g_byte_array_append (wire, (const guint8 *) payload, (guint) length);
  raw_client_send_bytes (client, wire->data, wire->len);
}

/* A whole frame; its payload. */
static GBytes *
read_frame (RawClient *client, guint8 first_octet)
{
  g_autofree char *head = raw_client_read_bytes (client, 2);
  gsize length = (guint8) head[1];

  g_assert_cmphex ((guint8) head[0], ==, first_octet);
  if (length == 126)
    {
      g_autofree char *more = raw_client_read_bytes (client, 2);

      length = (gsize) (guint8) more[0] << 8 | (guint8) more[1];
    }
  g_assert_cmpuint (length, !=, 127);
  return g_bytes_new_take (raw_client_read_bytes (client, length), length);
}

static void
expect_text (RawClient *client, const char *text)
{
  g_autoptr (GBytes) payload = read_frame (client, 0x81);

  g_assert_cmpmem (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), text, strlen (text));
}

typedef struct
{
  const char *group;
  guint count;
  char **presence;
  char **groups;
  int sent;
  gsize buffered;
  guint64 n_dropped;
  guint64 n_skipped;
  const char *text;
  GBytes *bytes;
} Look;

static void
take_a_look (gpointer data)
{
  Look *look = data;
  g_autoptr (GPtrArray) members = aiohttp_web_socket_hub_dup_members (hub, "room");

  look->count = aiohttp_web_socket_hub_count (hub, "room");
  g_assert_cmpuint (members->len, ==, look->count);
  look->buffered = 0;
  for (guint i = 0; i < members->len; i++)
    look->buffered += aiohttp_web_socket_get_buffered_size (g_ptr_array_index (members, i));
  look->n_dropped = aiohttp_web_socket_hub_get_n_dropped (hub);
  look->n_skipped = aiohttp_web_socket_hub_get_n_skipped (hub);
  g_clear_pointer (&look->presence, g_strfreev);
  g_clear_pointer (&look->groups, g_strfreev);
  look->presence = aiohttp_web_socket_hub_dup_presence (hub, "room");
  look->groups = aiohttp_web_socket_hub_dup_groups (hub);
}

static void
look_clear (Look *look)
{
  g_strfreev (look->presence);
  g_strfreev (look->groups);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static void
await_count (ServerThread *server, Look *look, guint count)
{
  do
    server_thread_call (server, take_a_look, look);
  while (look->count != count);
}

static void
test_room (void)
{
  g_autoptr (RawClient) ann = NULL;
  g_autoptr (RawClient) bob = NULL;
  g_autoptr (RawClient) again = NULL;
  g_auto (Look) look = { 0 };
  ServerThread *server = start_server ();

  ann = connect_to (server, HANDSHAKE ("/", "X-Name: ann\r\n"), FALSE);
  bob = connect_to (server, HANDSHAKE ("/", "X-Name: bob\r\n"), FALSE);
  again = connect_to (server, HANDSHAKE ("/", "X-Name: bob\r\n"), FALSE);
  await_count (server, &look, 3);
  g_assert_cmpstrv (look.presence, ((const char *[]){ "ann", "bob", NULL }));
  g_assert_cmpstrv (look.groups, ((const char *[]){ "room", NULL }));
  send_frame (ann, 0x81, "hello", 5);
  expect_text (bob, "hello");
  expect_text (again, "hello");
  send_frame (bob, 0x81, "hi", 2);
  expect_text (ann, "hi");
  expect_text (again, "hi");

  /* By a close, and by a reset. */
  send_frame (again, 0x88, "\x03\xe8", 2);
  await_count (server, &look, 2);
  g_assert_cmpstrv (look.presence, ((const char *[]){ "ann", "bob", NULL }));
  raw_client_reset (bob);
  await_count (server, &look, 1);
  g_assert_cmpstrv (look.presence, ((const char *[]){ "ann", NULL }));
  g_assert_cmpint (g_atomic_int_get (&n_left), ==, 2);
  /* Who stays and does not answer the close makes the server wait for as long as it waits for anybody. */
  g_clear_pointer (&ann, raw_client_free);
  stop_server (server);
}

static GBytes *
inflate_with (GConverter *converter, GBytes *payload)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (payload, &length);
  g_autofree guint8 *whole = g_malloc (length + 4);
  guint8 out[4096];
  gsize n_read, n_written, in = 0, done = 0;

  memcpy (whole, data, length);
  memcpy (whole + length, "\0\0\xff\xff", 4);
  while (in < length + 4)
    {
      GConverterResult result = g_converter_convert (converter, whole + in, length + 4 - in, out + done,
                                                     sizeof out - done, G_CONVERTER_FLUSH, &n_read, &n_written, NULL);

      if (result == G_CONVERTER_ERROR)
        break;
      in += n_read;
      done += n_written;
    }
  return g_bytes_new (out, done);
}

/* Members with and without deflate; what is sent to one of them alone, between the messages for all, still fits. */
static void
test_deflate (void)
{
  static const char long_text[] = "own What one says to many is told in the same words to each of them, and to each in "
                                  "turn: in the same words, in the same words, in the same words.";
  const char *shared_text = long_text + 4;
  g_autoptr (RawClient) plain = NULL;
  g_autoptr (RawClient) compressed = NULL;
  g_autoptr (RawClient) sender = NULL;
  g_autoptr (GConverter) inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW));
  g_auto (Look) look = { 0 };
  ServerThread *server = start_server ();

  plain = connect_to (server, HANDSHAKE ("/", ""), FALSE);
  compressed = connect_to (server, HANDSHAKE ("/", DEFLATE), FALSE);
  sender = connect_to (server, HANDSHAKE ("/", ""), FALSE);
  await_count (server, &look, 3);
  g_assert_cmpuint (strlen (shared_text), >, 125);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) own = NULL;
      g_autoptr (GBytes) own_text = NULL;
      g_autoptr (GBytes) shared = NULL;
      g_autoptr (GBytes) text = NULL;

      send_frame (compressed, 0x81, long_text, 100);
      own = read_frame (compressed, 0xc1);
      own_text = inflate_with (inflater, own);
      g_assert_cmpmem (g_bytes_get_data (own_text, NULL), g_bytes_get_size (own_text), long_text, 100);

      send_frame (sender, 0x81, shared_text, 120);
      shared = read_frame (compressed, 0xc1);
      g_assert_cmpuint (g_bytes_get_size (shared), <, 120);
      text = inflate_with (inflater, shared);
      g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), shared_text, 120);
      g_bytes_unref (read_frame (plain, 0x81));
    }
  g_clear_pointer (&plain, raw_client_free);
  g_clear_pointer (&compressed, raw_client_free);
  g_clear_pointer (&sender, raw_client_free);
  stop_server (server);
}

#define LIMIT (64 * 1024)

static void
send_to_all (gpointer data)
{
  Look *look = data;

  look->sent = aiohttp_web_socket_hub_broadcast_bytes (hub, "room", look->bytes, NULL, NULL);
}

static void
set_skip (gpointer data)
{
  aiohttp_web_socket_hub_set_slow_policy (hub, AIOHTTP_WEB_SOCKET_HUB_SLOW_SKIP);
  aiohttp_web_socket_hub_set_member_limit (hub, LIMIT);
}

static void
set_drop (gpointer data)
{
  aiohttp_web_socket_hub_set_member_limit (hub, LIMIT);
}

/* A hundred members, one of which never reads: no more than the limit waits for it, the others get all. */
static void
test_stalled (gconstpointer data)
{
  gboolean drops = GPOINTER_TO_INT (data);
  RawClient *members[N_MEMBERS];
  g_autofree guint8 *payload = g_malloc0 (60000);
  g_auto (Look) look = { 0 };
  ServerThread *server = start_server ();
  guint n = 0;

  look.bytes = g_bytes_new_static (payload, 60000);
  server_thread_call (server, drops ? set_drop : set_skip, NULL);
  for (guint i = 0; i < N_MEMBERS; i++)
    members[i] = connect_to (server, HANDSHAKE ("/", ""), i == 0);
  await_count (server, &look, N_MEMBERS);
  do
    {
      server_thread_call (server, send_to_all, &look);
      g_assert_cmpint (look.sent, >=, N_MEMBERS - 1);
      for (guint i = 1; i < N_MEMBERS; i++)
        g_bytes_unref (read_frame (members[i], 0x82));
      server_thread_call (server, take_a_look, &look);
      g_assert_cmpuint (look.buffered, <=, LIMIT);
      g_assert_cmpuint (++n, <, 1000);
    }
  while (look.n_dropped == 0 && look.n_skipped < 3);
  if (drops)
    {
      g_assert_cmpuint (look.n_dropped, ==, 1);
      g_assert_cmpuint (look.count, ==, N_MEMBERS - 1);
      g_assert_cmpuint (look.buffered, ==, 0);
      server_thread_await_connections (server, N_MEMBERS - 1);
    }
  else
    {
      g_assert_cmpuint (look.count, ==, N_MEMBERS);
      g_assert_cmpuint (look.n_dropped, ==, 0);
    }
  g_bytes_unref (look.bytes);
  for (guint i = 0; i < N_MEMBERS; i++)
    raw_client_free (members[i]);
  stop_server (server);
}

/* A hub of another thread, by the transport. */
static void
test_transport (void)
{
  g_autoptr (RawClient) client = NULL;
  g_autoptr (AiohttpWebSocketHub) other = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) presence = NULL;
  g_auto (Look) look = { 0 };
  ServerThread *server;

  transport = AIOHTTP_WEB_SOCKET_HUB_TRANSPORT (aiohttp_web_socket_local_transport_new ());
  server = start_server ();
  other = aiohttp_web_socket_hub_new (transport);
  g_assert_true (aiohttp_web_socket_hub_get_transport (other) == transport);
  client = connect_to (server, HANDSHAKE ("/", "X-Name: ann\r\n"), FALSE);
  await_count (server, &look, 1);
  presence = aiohttp_web_socket_hub_dup_presence (other, "room");
  g_assert_cmpstrv (presence, ((const char *[]){ "ann", NULL }));
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (other, "room", "one", NULL, &error), ==, 0);
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (other, "hall", "nobody", NULL, &error), ==, 0);
  aiohttp_web_socket_hub_deliver (hub, "room", AIOHTTP_WEB_SOCKET_MESSAGE_TEXT,
                                  (look.bytes = g_bytes_new_static ("two", 3)));
  expect_text (client, "one");
  expect_text (client, "two");
  g_assert_no_error (error);
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (other, "room", "\xff", NULL, &error), ==, -1);
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_bytes_unref (look.bytes);
  g_clear_pointer (&client, raw_client_free);
  stop_server (server);
  g_clear_object (&transport);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();

  g_test_add_func ("/web-socket-hub/room", test_room);
  g_test_add_func ("/web-socket-hub/deflate", test_deflate);
  g_test_add_data_func ("/web-socket-hub/stalled/drop", GINT_TO_POINTER (TRUE), test_stalled);
  g_test_add_data_func ("/web-socket-hub/stalled/skip", GINT_TO_POINTER (FALSE), test_stalled);
  g_test_add_func ("/web-socket-hub/transport", test_transport);

  return g_test_run ();
}
