/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aiohttp-error.h"
#include "aiohttp-web-socket-hub.h"
#include "aiohttp-web-socket-private.h"
#include "aiohttp-web-socket-writer.h"

/* A hub whose members' peers are written out by the test. */

#define MAX_MEMBERS 8

typedef struct
{
  AiohttpReactor *reactor;
  AiohttpWebSocketHub *hub;
  AiohttpWebSocket *sockets[MAX_MEMBERS];
  int peers[MAX_MEMBERS];
  guint n_members;
  GString *trace;
} Fixture;

static void
iterate (void)
{
  for (guint i = 0; i < 5 || g_main_context_pending (NULL); i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
on_joined (AiohttpWebSocketHub *hub, const char *group, AiohttpWebSocket *socket, const char *name, gpointer data)
{
  g_string_append_printf (data, "+%s:%s ", group, name != NULL ? name : "?");
}

static void
on_left (AiohttpWebSocketHub *hub, const char *group, AiohttpWebSocket *socket, const char *name, gpointer data)
{
  g_string_append_printf (data, "-%s:%s ", group, name != NULL ? name : "?");
}

static void
set_up (Fixture *self, AiohttpWebSocketHubTransport *transport)
{
  *self = (Fixture){ .reactor = aiohttp_reactor_ref_for_context (NULL), .trace = g_string_new (NULL) };
  self->hub = aiohttp_web_socket_hub_new (transport);
  g_signal_connect (self->hub, "joined", G_CALLBACK (on_joined), self->trace);
  g_signal_connect (self->hub, "left", G_CALLBACK (on_left), self->trace);
}

static AiohttpWebSocket *
add_member (Fixture *self, gboolean as_server, guint window_bits)
{
  const AiohttpWebSocketTerms terms = {
    .as_server = as_server,
    .deflate = window_bits != 0,
    .own_window_bits = window_bits,
    .peer_window_bits = 15,
    .own_context = TRUE,
    .max_message_size = 1 << 20,
    .writer_limit = 64 * 1024,
    .close_timeout = 10,
    .autoping = TRUE,
    .autoclose = TRUE,
  };
  int fds[2];
  const guint n = self->n_members++;

  g_assert_cmpuint (n, <, MAX_MEMBERS);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
  self->peers[n] = fds[1];
  self->sockets[n] = aiohttp_web_socket_new_for_channel (aiohttp_channel_new_plain (self->reactor, fds[0], NULL, NULL),
                                                         &terms, NULL, NULL);
  g_assert_true (aiohttp_web_socket_hub_join (self->hub, "room", self->sockets[n], NULL, NULL));
  iterate ();
  return self->sockets[n];
}

static void
tear_down (Fixture *self)
{
  for (guint i = 0; i < self->n_members; i++)
    close (self->peers[i]);
  iterate ();
  for (guint i = 0; i < self->n_members; i++)
    g_assert_finalize_object (self->sockets[i]);
  g_assert_cmpuint (aiohttp_web_socket_hub_count (self->hub, "room"), ==, 0);
  g_assert_finalize_object (self->hub);
  g_string_free (self->trace, TRUE);
  aiohttp_reactor_unref (self->reactor);
}

static void
assert_trace (Fixture *self, const char *expected)
{
  g_assert_cmpstr (self->trace->str, ==, expected);
  g_string_truncate (self->trace, 0);
}

static void
assert_names (char **names /* taken */, const char *expected)
{
  g_auto (GStrv) owned = names;
  g_autofree char *joined = g_strjoinv (" ", owned);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_groups (void)
{
  Fixture fixture;
  AiohttpWebSocketHub *hub;
  AiohttpWebSocket *ann, *bob;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members = NULL;

  set_up (&fixture, NULL);
  hub = fixture.hub;
  g_assert_nonnull (aiohttp_web_socket_hub_get_transport (hub));
  ann = add_member (&fixture, TRUE, 0);
  bob = add_member (&fixture, TRUE, 0);
  assert_trace (&fixture, "+room:? +room:? ");
  assert_names (aiohttp_web_socket_hub_dup_presence (hub, "room"), "");
  /* A member that joins again goes by the new name. */
  g_assert_true (aiohttp_web_socket_hub_join (hub, "room", ann, "ann", &error));
  g_assert_true (aiohttp_web_socket_hub_join (hub, "room", ann, "ann", &error));
  g_assert_true (aiohttp_web_socket_hub_join (hub, "room", bob, "ann", &error));
  assert_names (aiohttp_web_socket_hub_dup_presence (hub, "room"), "ann");
  g_assert_true (aiohttp_web_socket_hub_join (hub, "room", bob, "bob", &error));
  assert_names (aiohttp_web_socket_hub_dup_presence (hub, "room"), "ann bob");
  g_assert_true (aiohttp_web_socket_hub_join (hub, "room", bob, NULL, &error));
  assert_names (aiohttp_web_socket_hub_dup_presence (hub, "room"), "ann");
  g_assert_cmpuint (aiohttp_web_socket_hub_count (hub, "room"), ==, 2);
  assert_trace (&fixture, "");

  g_assert_true (aiohttp_web_socket_hub_join (hub, "hall", ann, "ann", &error));
  assert_names (aiohttp_web_socket_hub_dup_groups (hub), "hall room");
  members = aiohttp_web_socket_hub_dup_members (hub, "hall");
  g_assert_cmpuint (members->len, ==, 1);
  g_assert_true (members->pdata[0] == ann);
  g_clear_pointer (&members, g_ptr_array_unref);
  g_assert_true (aiohttp_web_socket_hub_leave (hub, "hall", ann));
  g_assert_false (aiohttp_web_socket_hub_leave (hub, "hall", ann));
  g_assert_false (aiohttp_web_socket_hub_leave (hub, "nowhere", ann));
  assert_names (aiohttp_web_socket_hub_dup_groups (hub), "room");
  assert_trace (&fixture, "+hall:ann -hall:ann ");
  g_assert_true (aiohttp_web_socket_hub_join (hub, "hall", ann, "ann", &error));
  aiohttp_web_socket_hub_leave_all (hub, ann);
  assert_names (aiohttp_web_socket_hub_dup_presence (hub, "hall"), "");
  g_assert_cmpuint (aiohttp_web_socket_hub_count (hub, "room"), ==, 1);

  /* Who is closed has left, and cannot join. */
  aiohttp_web_socket_abort (bob);
  iterate ();
  g_assert_cmpuint (aiohttp_web_socket_hub_count (hub, "room"), ==, 0);
  g_assert_false (aiohttp_web_socket_hub_join (hub, "room", bob, NULL, &error));
  g_assert_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED);
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (hub, "room", "nobody", NULL, NULL), ==, 0);
  tear_down (&fixture);
}

/* How many encodings there are of what waits for the members: each by the memory that holds it. */
static guint
count_encodings (Fixture *self)
{
  g_autoptr (GHashTable) owners = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->n_members; i++)
    {
      g_assert_nonnull (self->sockets[i]->output.last);
      g_assert_nonnull (self->sockets[i]->output.last->owner);
      g_hash_table_add (owners, self->sockets[i]->output.last->owner);
    }
  return g_hash_table_size (owners);
}

/* One for all who agreed on the same. */
static void
test_shared (void)
{
  Fixture fixture;
  g_autofree char *text = g_strnfill (20000, 'x');
  GRand *random = g_rand_new_with_seed (1);

  /* Nothing that deflate would make small enough to be copied. */
  for (guint i = 0; i < 20000; i++)
    text[i] = (char) g_rand_int_range (random, 'A', 'z');
  g_rand_free (random);
  set_up (&fixture, NULL);
  for (guint i = 0; i < 4; i++)
    add_member (&fixture, TRUE, 0);
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (fixture.hub, "room", text, NULL, NULL), ==, 4);
  g_assert_cmpuint (count_encodings (&fixture), ==, 1);
  iterate ();
  tear_down (&fixture);

  set_up (&fixture, NULL);
  add_member (&fixture, TRUE, 0);
  for (guint i = 0; i < 3; i++)
    add_member (&fixture, TRUE, 15);
  for (guint i = 0; i < 2; i++)
    add_member (&fixture, TRUE, 9);
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (fixture.hub, "room", text, NULL, NULL), ==, 6);
  g_assert_cmpuint (count_encodings (&fixture), ==, 3);
  iterate ();
  tear_down (&fixture);
}

static void
expect_frame (Fixture *self, guint member, gboolean from_server, guint8 opcode, const char *payload)
{
  AiohttpWebSocketDecoder decoder;
  AiohttpWebSocketMessage *message = NULL;
  guint8 wire[4096];
  gsize taken;
  gssize n;

  iterate ();
  n = read (self->peers[member], wire, sizeof wire);
  g_assert_cmpint (n, >, 0);
  aiohttp_web_socket_decoder_init (&decoder, !from_server, 0, aiohttp_web_socket_inflater_new (15, FALSE));
  g_assert_cmpint (aiohttp_web_socket_decoder_next (&decoder, wire, (gsize) n, &taken, &message, NULL), ==,
                   AIOHTTP_WEB_SOCKET_DECODER_MESSAGE);
  g_assert_cmpuint (taken, ==, n);
  g_assert_cmpint (message->type, ==, opcode);
  g_assert_cmpmem (message->payload, message->length, payload, strlen (payload));
  aiohttp_web_socket_message_unref (message);
  aiohttp_web_socket_decoder_clear (&decoder);
}

static void
expect_nothing (Fixture *self, guint member)
{
  char octet;

  iterate ();
  g_assert_cmpint (read (self->peers[member], &octet, 1), ==, -1);
}

/* A member may be a client's websocket, which masks by itself; the sender is left out; text, bytes and JSON. */
static void
test_kinds (void)
{
  Fixture fixture;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("bytes", 5);
  g_autoptr (JsonNode) node = json_from_string ("{\"a\":[1,null]}", NULL);
  g_autoptr (GError) error = NULL;
  AiohttpWebSocket *server;

  set_up (&fixture, NULL);
  server = add_member (&fixture, TRUE, 0);
  add_member (&fixture, FALSE, 0);
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (fixture.hub, "room", "text", NULL, NULL), ==, 2);
  expect_frame (&fixture, 0, TRUE, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, "text");
  expect_frame (&fixture, 1, FALSE, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, "text");
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_bytes (fixture.hub, "room", bytes, server, NULL), ==, 1);
  expect_nothing (&fixture, 0);
  expect_frame (&fixture, 1, FALSE, AIOHTTP_WEB_SOCKET_OPCODE_BINARY, "bytes");
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_json (fixture.hub, "room", node, NULL, NULL), ==, 2);
  expect_frame (&fixture, 0, TRUE, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, "{\"a\":[1,null]}");
  expect_frame (&fixture, 1, FALSE, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, "{\"a\":[1,null]}");
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (fixture.hub, "room", "\xff", NULL, &error), ==, -1);
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  expect_nothing (&fixture, 0);
  tear_down (&fixture);
}

/* In the middle of a message that a member is sent in parts nothing else can be said to it: it is passed over, whatever the
 * policy, and is none that is too slow. */
static void
test_streaming (void)
{
  Fixture fixture;
  g_autoptr (AiohttpWebSocketWriter) writer = NULL;
  g_autoptr (GBytes) part = g_bytes_new_static ("part", 4);
  AiohttpWebSocket *busy;

  set_up (&fixture, NULL);
  busy = add_member (&fixture, TRUE, 0);
  add_member (&fixture, TRUE, 0);
  writer = aiohttp_web_socket_begin_message (busy, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT,
                                             AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, NULL);
  aiohttp_web_socket_writer_write_async (writer, part, NULL, NULL, NULL);
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (fixture.hub, "room", "one", NULL, NULL), ==, 1);
  expect_frame (&fixture, 1, TRUE, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, "one");
  g_assert_cmpuint (aiohttp_web_socket_hub_get_n_skipped (fixture.hub), ==, 1);
  g_assert_cmpuint (aiohttp_web_socket_hub_get_n_dropped (fixture.hub), ==, 0);
  aiohttp_web_socket_writer_write_eof_async (writer, NULL, NULL, NULL);
  expect_frame (&fixture, 0, TRUE, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, "part");
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (fixture.hub, "room", "two", NULL, NULL), ==, 2);
  expect_frame (&fixture, 0, TRUE, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, "two");
  expect_frame (&fixture, 1, TRUE, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, "two");
  g_clear_object (&writer);
  tear_down (&fixture);
}

/* A member that takes nothing. */
static void
test_slow (gconstpointer data)
{
  const AiohttpWebSocketHubSlow policy = (AiohttpWebSocketHubSlow) GPOINTER_TO_INT (data);
  const gboolean drops = policy == AIOHTTP_WEB_SOCKET_HUB_SLOW_DROP;
  Fixture fixture;
  g_autofree char *zeros = g_malloc0 (50000);
  g_autoptr (GBytes) bytes = g_bytes_new_static (zeros, 50000);
  AiohttpWebSocket *slow;
  guint n = 0;

  set_up (&fixture, NULL);
  g_object_set (fixture.hub, "slow-policy", policy, "member-limit", (guint64) 100000, NULL);
  slow = add_member (&fixture, TRUE, 0);
  add_member (&fixture, TRUE, 0);
  do
    {
      g_autofree char *taken = g_malloc (60000);
      gsize all = 0;
      gssize k;

      g_assert_cmpint (aiohttp_web_socket_hub_broadcast_bytes (fixture.hub, "room", bytes, NULL, NULL), >=, 1);
      while (all < 50004)
        {
          iterate ();
          k = read (fixture.peers[1], taken, 60000);
          if (k > 0)
            all += (gsize) k;
        }
      g_assert_cmpuint (all, ==, 50004);
      g_assert_cmpuint (aiohttp_web_socket_get_buffered_size (slow), <=, 100000);
      g_assert_cmpuint (++n, <, 1000);
    }
  while (aiohttp_web_socket_hub_get_n_dropped (fixture.hub) + aiohttp_web_socket_hub_get_n_skipped (fixture.hub) < 1);
  g_assert_cmpuint (aiohttp_web_socket_hub_get_n_dropped (fixture.hub), ==, drops);
  g_assert_cmpuint (aiohttp_web_socket_hub_count (fixture.hub, "room"), ==, drops ? 1 : 2);
  iterate ();
  g_assert_cmpint (aiohttp_web_socket_is_closed (slow), ==, drops);
  tear_down (&fixture);
}

/* A transport of somebody else's, which gives what is published to all of its hubs. */
#define TEST_TYPE_TRANSPORT (test_transport_get_type ())
G_DECLARE_FINAL_TYPE (TestTransport, test_transport, TEST, TRANSPORT, GObject)

struct _TestTransport
{
  GObject parent_instance;

  GPtrArray *hubs; /* not owned */
  GString *presence;
};

static void
test_transport_attach (AiohttpWebSocketHubTransport *transport, AiohttpWebSocketHub *hub)
{
  g_ptr_array_add (TEST_TRANSPORT (transport)->hubs, hub);
}

static void
test_transport_detach (AiohttpWebSocketHubTransport *transport, AiohttpWebSocketHub *hub)
{
  g_assert_true (g_ptr_array_remove (TEST_TRANSPORT (transport)->hubs, hub));
}

static void
test_transport_publish (AiohttpWebSocketHubTransport *transport, AiohttpWebSocketHub *hub, const char *group,
                        AiohttpWebSocketMessageType type, GBytes *payload)
{
  TestTransport *self = TEST_TRANSPORT (transport);

  for (guint i = 0; i < self->hubs->len; i++)
    if (self->hubs->pdata[i] != hub)
      aiohttp_web_socket_hub_deliver (self->hubs->pdata[i], group, type, payload);
}

static void
test_transport_add_presence (AiohttpWebSocketHubTransport *transport, AiohttpWebSocketHub *hub, const char *group,
                             const char *name)
{
  g_string_append_printf (TEST_TRANSPORT (transport)->presence, "+%s:%s ", group, name);
}

static void
test_transport_remove_presence (AiohttpWebSocketHubTransport *transport, AiohttpWebSocketHub *hub, const char *group,
                                const char *name)
{
  g_string_append_printf (TEST_TRANSPORT (transport)->presence, "-%s:%s ", group, name);
}

static char **
test_transport_dup_presence (AiohttpWebSocketHubTransport *transport, const char *group)
{
  return g_str_equal (group, "room") ? g_strsplit ("far near", " ", 0) : NULL;
}

static void
test_transport_iface_init (AiohttpWebSocketHubTransportInterface *iface)
{
  iface->attach = test_transport_attach;
  iface->detach = test_transport_detach;
  iface->publish = test_transport_publish;
  iface->add_presence = test_transport_add_presence;
  iface->remove_presence = test_transport_remove_presence;
  iface->dup_presence = test_transport_dup_presence;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestTransport, test_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (AIOHTTP_TYPE_WEB_SOCKET_HUB_TRANSPORT, test_transport_iface_init))

static void
test_transport_finalize (GObject *object)
{
  TestTransport *self = TEST_TRANSPORT (object);

  g_assert_cmpuint (self->hubs->len, ==, 0);
  g_ptr_array_unref (self->hubs);
  g_string_free (self->presence, TRUE);
  G_OBJECT_CLASS (test_transport_parent_class)->finalize (object);
}

static void
test_transport_class_init (TestTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_transport_finalize;
}

static void
test_transport_init (TestTransport *self)
{
  self->hubs = g_ptr_array_new ();
  self->presence = g_string_new (NULL);
}

static void
test_other_transport (void)
{
  TestTransport *transport = g_object_new (TEST_TYPE_TRANSPORT, NULL);
  AiohttpWebSocketHub *far;
  Fixture fixture;

  set_up (&fixture, AIOHTTP_WEB_SOCKET_HUB_TRANSPORT (transport));
  far = aiohttp_web_socket_hub_new (AIOHTTP_WEB_SOCKET_HUB_TRANSPORT (transport));
  add_member (&fixture, TRUE, 0);
  g_assert_true (aiohttp_web_socket_hub_join (fixture.hub, "room", fixture.sockets[0], "near", NULL));
  assert_names (aiohttp_web_socket_hub_dup_presence (far, "room"), "far near");
  assert_names (aiohttp_web_socket_hub_dup_presence (far, "hall"), "");
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (far, "room", "from afar", NULL, NULL), ==, 0);
  expect_frame (&fixture, 0, TRUE, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, "from afar");
  /* Never back to where it comes from. */
  g_assert_cmpint (aiohttp_web_socket_hub_broadcast_str (fixture.hub, "room", "near", NULL, NULL), ==, 1);
  expect_frame (&fixture, 0, TRUE, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, "near");
  expect_nothing (&fixture, 0);
  g_assert_finalize_object (far);
  g_assert_cmpuint (transport->hubs->len, ==, 1);
  g_assert_true (aiohttp_web_socket_hub_leave (fixture.hub, "room", fixture.sockets[0]));
  g_assert_cmpstr (transport->presence->str, ==, "+room:near -room:near ");
  tear_down (&fixture);
  g_assert_finalize_object (transport);
}

/* What a transport delivers to a hub that has gone is lost, no more. */
static void
test_gone (void)
{
  AiohttpWebSocketHub *hub = aiohttp_web_socket_hub_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("late", 4);

  aiohttp_web_socket_hub_deliver (hub, "room", AIOHTTP_WEB_SOCKET_MESSAGE_TEXT, bytes);
  g_assert_finalize_object (hub);
  iterate ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-socket-hub-members/groups", test_groups);
  g_test_add_func ("/web-socket-hub-members/shared", test_shared);
  g_test_add_func ("/web-socket-hub-members/kinds", test_kinds);
  g_test_add_func ("/web-socket-hub-members/streaming", test_streaming);
  g_test_add_data_func ("/web-socket-hub-members/slow/drop", GINT_TO_POINTER (AIOHTTP_WEB_SOCKET_HUB_SLOW_DROP),
                        test_slow);
  g_test_add_data_func ("/web-socket-hub-members/slow/skip", GINT_TO_POINTER (AIOHTTP_WEB_SOCKET_HUB_SLOW_SKIP),
                        test_slow);
  g_test_add_func ("/web-socket-hub-members/other-transport", test_other_transport);
  g_test_add_func ("/web-socket-hub-members/gone", test_gone);

  return g_test_run ();
}
