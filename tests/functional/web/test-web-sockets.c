/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <string.h>
#include <unistd.h>

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

#define KEY    "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
#define HANDSHAKE(path, more)                                                                                          \
  "GET " path " HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"                      \
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY "\r\n" more "\r\n"

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#define N_WARM 50
#define N_IDLE 400
/* What the test itself keeps for each: a RawClient and what it has received. */
#define CLIENT_SIZE 1024

static int n_ended;    /* handlers */
static int last_code;  /* close code that a handler saw */
static int last_error; /* code of the error that ended a receive, of whatever domain */
static int n_messages; /* by the signal */
static int most_buffered;

static AiohttpWebSocket *
accept_plain (AiohttpWebSocketResponse *response, AiohttpRequest *request, GError **error)
{
  aiohttp_web_socket_response_set_compress (response, FALSE);
  return aiohttp_web_socket_response_accept (response, request, error);
}

static void
note_end (AiohttpWebSocket *socket)
{
  g_atomic_int_set (&last_code, (int) aiohttp_web_socket_get_close_code (socket));
  g_atomic_int_inc (&n_ended);
}

/* "close N" closes with the code N, "fail" fails; anything else comes back. */
static AiohttpReply *
handle_echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static const char *const protocols[] = { "chat", "echo", NULL };
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket;

  aiohttp_web_socket_response_set_protocols (response, protocols);
  if (aiohttp_request_get_header (request, "X-Allow") != NULL)
    {
      g_auto (GStrv) origins = g_strsplit (aiohttp_request_get_header (request, "X-Allow"), " ", 0);

      aiohttp_web_socket_response_set_allowed_origins (response, (const char *const *) origins);
    }
  socket = aiohttp_web_socket_response_accept (response, request, error);
  if (socket == NULL)
    return NULL;
  for (;;)
    {
      g_autoptr (AiohttpWebSocketMessage) message = aiohttp_web_socket_next (socket, error);
      const char *text = message != NULL ? aiohttp_web_socket_message_get_text (message) : NULL;

      if (message == NULL)
        break;
      if (text != NULL && g_str_has_prefix (text, "close "))
        {
          g_assert_true (aiohttp_web_socket_close (socket, (guint) atoi (text + 6), "as asked for", error));
          g_assert_false (aiohttp_web_socket_close (socket, 1000, NULL, error));
        }
      else if (g_strcmp0 (text, "fail") == 0)
        {
          g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "as asked for");
          return NULL;
        }
      else if (!aiohttp_web_socket_send_message (socket, message, error))
        break;
    }
  note_end (socket);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* Serves the websocket if it can, and says so else. */
static AiohttpReply *
handle_either (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  g_autoptr (GBytes) body = NULL;

  if (aiohttp_web_socket_response_can_prepare (response, request, NULL) &&
      aiohttp_request_get_header (request, "X-Decline") == NULL)
    return AIOHTTP_REPLY (g_steal_pointer (&response));
  body = aiohttp_request_read (request, error);
  if (body == NULL)
    return NULL;
  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, "text/plain"));
}

/* Receives texts until one does not come, and says why. */
static AiohttpReply *
handle_strict (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket;
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;

  if (user_data != NULL)
    aiohttp_web_socket_response_set_receive_timeout (response, 0.1);
  socket = accept_plain (response, request, error);
  if (socket == NULL)
    return NULL;
  text = aiohttp_web_socket_receive_str (socket, &failure);
  g_atomic_int_set (&last_error, failure != NULL ? failure->code : -1);
  if (failure != NULL && failure->domain == G_IO_ERROR && !aiohttp_web_socket_send_str (socket, "timed out", error))
    return NULL;
  if (failure != NULL && failure->code == AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TYPE &&
      failure->domain == AIOHTTP_WEBSOCKET_ERROR && !aiohttp_web_socket_send_str (socket, "not text", error))
    return NULL;
  note_end (socket);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* Sends until it is stopped. */
static AiohttpReply *
handle_flood (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket;
  g_autofree guint8 *data = g_malloc0 (65536);
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, 65536);

  if (aiohttp_request_get_header (request, "X-Impatient") != NULL)
    aiohttp_web_socket_response_set_write_timeout (response, 0.2);
  socket = accept_plain (response, request, error);
  while (socket != NULL && aiohttp_web_socket_send_bytes (socket, bytes, error))
    g_atomic_int_set (&most_buffered, MAX (most_buffered, (int) aiohttp_web_socket_get_buffered_size (socket)));
  g_atomic_int_inc (&n_ended);
  return NULL;
}

static void
on_message (AiohttpWebSocket *socket, AiohttpWebSocketMessage *message, gpointer user_data)
{
  g_atomic_int_inc (&n_messages);
  aiohttp_web_socket_send_message_async (socket, message, NULL, NULL, NULL);
}

static void
on_closed (AiohttpWebSocket *socket, gpointer user_data)
{
  note_end (socket);
}

/* By signals: the handler is long gone. */
static AiohttpReply *
handle_signals (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = accept_plain (response, request, error);
  AiohttpWebSocketMessage *message;
  g_autoptr (GError) failure = NULL;

  if (socket == NULL)
    return NULL;
  g_signal_connect (socket, "message", G_CALLBACK (on_message), NULL);
  g_signal_connect (socket, "closed", G_CALLBACK (on_closed), NULL);
  message = aiohttp_web_socket_receive (socket, &failure);
  g_assert_null (message);
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static gboolean
close_from_elsewhere (GValue *result, gpointer socket, GError **error)
{
  return aiohttp_sleep (0.01, error) && aiohttp_web_socket_close (socket, 4000, NULL, error);
}

/* A receive that waits learns of a close on this side, and then five times of the end. */
static AiohttpReply *
handle_ends (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = accept_plain (response, request, error);
  g_autoptr (AiohttpWebSocketMessage) message = NULL;
  g_autoptr (AiohttpTask) task = NULL;
  g_autoptr (GError) failure = NULL;

  if (socket == NULL)
    return NULL;
  task = aiohttp_spawn (close_from_elsewhere, g_object_ref (socket), g_object_unref);
  message = aiohttp_web_socket_receive (socket, error);
  g_assert_cmpint (aiohttp_web_socket_message_get_message_type (message), ==, AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING);
  /* Who closes it a second time waits for the end, too. */
  g_assert_false (aiohttp_web_socket_close (socket, 1000, NULL, &failure));
  g_assert_no_error (failure);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (socket), ==, 4000);
  g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (task), error));
  for (guint i = 0; i < 5; i++)
    {
      g_clear_pointer (&message, aiohttp_web_socket_message_unref);
      message = aiohttp_web_socket_receive (socket, error);
      g_assert_cmpint (aiohttp_web_socket_message_get_message_type (message), ==, AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED);
    }
  g_clear_pointer (&message, aiohttp_web_socket_message_unref);
  message = aiohttp_web_socket_receive (socket, &failure);
  g_assert_null (message);
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  note_end (socket);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* Vanished peers are found. */
static AiohttpReply *
handle_heartbeat (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket;
  g_autoptr (AiohttpWebSocketMessage) message = NULL;

  aiohttp_web_socket_response_set_heartbeat (response, 0.1);
  socket = accept_plain (response, request, error);
  if (socket == NULL)
    return NULL;
  message = aiohttp_web_socket_receive (socket, error);
  g_assert_nonnull (message);
  if (aiohttp_web_socket_message_get_message_type (message) == AIOHTTP_WEB_SOCKET_MESSAGE_ERROR)
    g_atomic_int_set (&last_error, aiohttp_web_socket_get_error (socket)->code);
  note_end (socket);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static void
add_routes (AiohttpRouter *router)
{
  g_assert_nonnull (aiohttp_router_add_get (router, "/echo", handle_echo, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_route (router, "*", "/either", handle_either, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/strict", handle_strict, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/impatient", handle_strict, router, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/flood", handle_flood, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/signals", handle_signals, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/ends", handle_ends, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/heartbeat", handle_heartbeat, NULL, NULL, NULL));
}

static gsize
get_resident (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  return (gsize) g_ascii_strtoull (strchr (text, ' '), NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}

static ServerThread *
start_server (void)
{
  g_atomic_int_set (&n_ended, 0);
  g_atomic_int_set (&last_code, 0);
  g_atomic_int_set (&last_error, 0);
  g_atomic_int_set (&n_messages, 0);
  return server_thread_start (add_routes, NULL);
}

static void
await_ends (int n)
{
  for (guint i = 0; i < 60000 && g_atomic_int_get (&n_ended) < n; i++)
    g_usleep (1000);
  g_assert_cmpint (g_atomic_int_get (&n_ended), ==, n);
}

/* A frame of a client, masked by zeros. */
static void
append_frame (GByteArray *wire, guint8 first_octet, const char *payload, gsize length)
{
  const guint8 mask[4] = { 0 };

  g_assert_cmpuint (length, <, 126);
  g_byte_array_append (wire, &first_octet, 1);
  g_byte_array_append (wire, (const guint8[]){ (guint8) (0x80 | length) }, 1);
  g_byte_array_append (wire, mask, 4);
  g_byte_array_append (wire, (const guint8 *) payload, (guint) length);
}

static void
send_frame (RawClient *client, guint8 first_octet, const char *payload, gsize length)
{
  g_autoptr (GByteArray) wire = g_byte_array_new ();

  append_frame (wire, first_octet, payload, length);
  raw_client_send_bytes (client, wire->data, wire->len);
}

static void
expect_frame (RawClient *client, guint8 first_octet, const char *payload, gsize length)
{
  g_autofree char *head = raw_client_read_bytes (client, 2);
  g_autofree char *got = NULL;

  g_assert_cmphex ((guint8) head[0], ==, first_octet);
  g_assert_cmpuint ((guint8) head[1], ==, length);
  got = raw_client_read_bytes (client, length);
  g_assert_cmpmem (got, length, payload, length);
}

static void
expect_close (RawClient *client, guint code)
{
  g_autofree char *head = raw_client_read_bytes (client, 2);
  g_autofree char *payload = NULL;

  g_assert_cmphex ((guint8) head[0], ==, 0x88);
  payload = raw_client_read_bytes (client, (guint8) head[1]);
  g_assert_cmpuint ((guint) (guint8) payload[0] << 8 | (guint8) payload[1], ==, code);
}

static RawClient *
connect_to (ServerThread *server, const char *handshake)
{
  RawClient *client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *accept = NULL;

  raw_client_send (client, handshake);
  response = raw_client_read (client, TRUE);
  g_assert_cmpuint (response->status, ==, 101);
  accept = raw_response_get (response, "Sec-WebSocket-Accept");
  g_assert_cmpstr (accept, ==, ACCEPT);
  return client;
}

static void
test_echo (void)
{
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) client = connect_to (server, HANDSHAKE ("/echo", ""));

  send_frame (client, 0x81, "Hello", 5);
  expect_frame (client, 0x81, "Hello", 5);
  send_frame (client, 0x02, "in ", 3);
  send_frame (client, 0x89, "ping", 4);
  expect_frame (client, 0x8a, "ping", 4);
  send_frame (client, 0x80, "two", 3);
  expect_frame (client, 0x82, "in two", 6);
  send_frame (client, 0x8a, "unasked", 7);
  send_frame (client, 0x88, "\x0f\xa0over", 6);
  expect_close (client, 4000);
  raw_client_expect_end (client);
  await_ends (1);
  g_assert_cmpint (last_code, ==, 4000);
  server_thread_await_connections (server, 0);
}

/* What comes along with the handshake is the first message; a close behind messages does not overtake them. */
static void
test_pipelined (void)
{
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (GByteArray) wire = g_byte_array_new ();
  g_autoptr (RawResponse) response = NULL;

  g_byte_array_append (wire, (const guint8 *) HANDSHAKE ("/echo", ""), strlen (HANDSHAKE ("/echo", "")));
  append_frame (wire, 0x81, "one", 3);
  append_frame (wire, 0x81, "two", 3);
  append_frame (wire, 0x88, "\x03\xe8", 2);
  raw_client_send_bytes (client, wire->data, wire->len);
  response = raw_client_read (client, TRUE);
  g_assert_cmpuint (response->status, ==, 101);
  expect_frame (client, 0x81, "one", 3);
  expect_frame (client, 0x81, "two", 3);
  expect_close (client, 1000);
  raw_client_expect_end (client);
}

static const struct
{
  const char *name;
  const char *handshake;
  guint status;
} handshakes[] = {
  { "no-upgrade", "GET /echo HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
  { "other-upgrade", "GET /echo HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", 400 },
  { "no-connection",
    "GET /echo HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY
    "\r\n\r\n",
    400 },
  { "no-version",
    "GET /echo HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " KEY "\r\n\r\n",
    400 },
  { "version-12",
    "GET /echo HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
    "12\r\nSec-WebSocket-Key: " KEY "\r\n\r\n",
    400 },
  { "no-key",
    "GET /echo HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n",
    400 },
  { "short-key",
    "GET /echo HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
    "13\r\nSec-WebSocket-Key: dGhl\r\n\r\n",
    400 },
  { "bad-key",
    "GET /echo HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
    "13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ!==\r\n\r\n",
    400 },
  { "two-keys", HANDSHAKE ("/echo", "Sec-WebSocket-Key: " KEY "\r\n"), 400 },
  { "other-origin", HANDSHAKE ("/echo", "Origin: http://evil.example\r\n"), 403 },
  { "other-port", HANDSHAKE ("/echo", "Origin: http://h:81\r\n"), 403 },
  { "null-origin", HANDSHAKE ("/echo", "Origin: null\r\n"), 403 },
  { "own-origin", HANDSHAKE ("/echo", "Origin: http://h\r\n"), 101 },
  { "own-secure-origin", HANDSHAKE ("/echo", "Origin: https://H:443\r\n"), 101 },
  { "allowed-origin", HANDSHAKE ("/echo", "X-Allow: http://a https://friend.test\r\nOrigin: https://Friend.test\r\n"),
    101 },
  { "not-allowed-origin", HANDSHAKE ("/echo", "X-Allow: https://friend.test\r\nOrigin: http://friend.test\r\n"), 403 },
  { "own-origin-not-listed", HANDSHAKE ("/echo", "X-Allow: https://friend.test\r\nOrigin: http://h\r\n"), 403 },
  { "no-origin-with-a-list", HANDSHAKE ("/echo", "X-Allow: https://friend.test\r\n"), 101 },
  { "any-origin", HANDSHAKE ("/echo", "X-Allow: *\r\nOrigin: http://evil.example\r\n"), 101 },
  { "any-null-origin", HANDSHAKE ("/echo", "X-Allow: *\r\nOrigin: null\r\n"), 101 },
  { "no-such-path", HANDSHAKE ("/nowhere", ""), 404 },
};

static void
test_handshake (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (client, handshakes[row].handshake);
  response = raw_client_read (client, handshakes[row].status == 101);
  g_assert_cmpuint (response->status, ==, handshakes[row].status);
  if (handshakes[row].status == 101)
    return;
  /* It goes on as HTTP. */
  raw_client_send (client, "POST /either HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok");
  raw_client_expect (client, 200, "ok");
}

static void
test_protocols (void)
{
  static const char *const rows[][2] = {
    { "", NULL },
    { "Sec-WebSocket-Protocol: nothing\r\n", NULL },
    { "Sec-WebSocket-Protocol: nothing, echo\r\n", "echo" },
    { "Sec-WebSocket-Protocol: echo , chat\r\n", "echo" },
    { "Sec-WebSocket-Protocol: Echo\r\nSec-WebSocket-Protocol: chat\r\n", "chat" },
  };
  g_autoptr (ServerThread) server = start_server ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RawClient) client = raw_client_new (server->port);
      g_autofree char *handshake = g_strdup_printf (HANDSHAKE ("/echo", "%s"), rows[i][0]);
      g_autoptr (RawResponse) response = NULL;
      g_autofree char *protocol = NULL;

      raw_client_send (client, handshake);
      response = raw_client_read (client, TRUE);
      protocol = raw_response_get (response, "Sec-WebSocket-Protocol");
      g_assert_cmpstr (protocol, ==, rows[i][1]);
    }
}

/* An upgrade that the handler declines leaves the body to be read, and the next request to be served. */
static void
test_declined (void)
{
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) client = raw_client_new (server->port);

  raw_client_send (
      client,
      HANDSHAKE (
          "/either",
          "X-Decline: yes\r\nContent-Length: 4\r\n") "body"
                                                     "POST /either HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nnext");
  raw_client_expect (client, 200, "body");
  raw_client_expect (client, 200, "next");
}

/* A response that the handler returns without having prepared it: accepted, and closed at once. */
static void
test_returned (void)
{
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) client = connect_to (server, HANDSHAKE ("/either", ""));

  expect_close (client, 1000);
  send_frame (client, 0x88, "\x03\xe8", 2);
  raw_client_expect_end (client);
}

static void
test_closes (void)
{
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) client = connect_to (server, HANDSHAKE ("/echo", ""));
  g_autoptr (RawClient) failing = connect_to (server, HANDSHAKE ("/echo", ""));
  g_autoptr (RawClient) gone = connect_to (server, HANDSHAKE ("/echo", ""));

  send_frame (client, 0x81, "close 3001", 10);
  expect_close (client, 3001);
  send_frame (client, 0x81, "too late", 8);
  send_frame (client, 0x88, "\x0b\xb9", 2);
  raw_client_expect_end (client);
  await_ends (1);
  g_assert_cmpint (last_code, ==, 3001);

  expect_log (G_LOG_LEVEL_WARNING, "Error handling request GET /echo: as asked for*");
  send_frame (failing, 0x81, "fail", 4);
  expect_close (failing, 1011);
  expect_log_assert ();
  send_frame (failing, 0x88, "\x03\xf3", 2);
  raw_client_expect_end (failing);

  raw_client_reset (gone);
  await_ends (2);
  g_assert_cmpint (last_code, ==, 1006);
}

/* A peer that breaks the rules is told, and gets the time to read it. */
static void
test_broken_rules (void)
{
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) client = connect_to (server, HANDSHAKE ("/echo", ""));

  send_frame (client, 0x83, "reserved", 8);
  send_frame (client, 0x81, "more", 4);
  expect_close (client, 1002);
  await_ends (1);
  g_assert_cmpint (last_code, ==, 1002);
}

static void
test_strict (void)
{
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) binary = connect_to (server, HANDSHAKE ("/strict", ""));
  g_autoptr (RawClient) closing = connect_to (server, HANDSHAKE ("/strict", ""));
  g_autoptr (RawClient) silent = NULL;

  send_frame (binary, 0x82, "data", 4);
  expect_frame (binary, 0x81, "not text", 8);
  expect_close (binary, 1000);
  await_ends (1);
  send_frame (closing, 0x88, "", 0);
  raw_client_expect_bytes (closing, "\x88");
  await_ends (2);
  g_assert_cmpint (last_error, ==, AIOHTTP_WEBSOCKET_ERROR_CLOSED);
  g_assert_cmpint (last_code, ==, 1005);
  silent = connect_to (server, HANDSHAKE ("/impatient", ""));
  expect_frame (silent, 0x81, "timed out", 9);
  expect_close (silent, 1000);
  await_ends (3);
  g_assert_cmpint (last_error, ==, G_IO_ERROR_TIMED_OUT);
}

/* A peer that does not read stops who sends to it. */
static void
test_back_pressure (void)
{
  g_autoptr (ServerThread) server = start_server ();
  RawClient *client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  raw_client_shrink_receive_buffer (client);
  raw_client_send (client, HANDSHAKE ("/flood", ""));
  response = raw_client_read (client, TRUE);
  g_assert_cmpuint (response->status, ==, 101);
  while (g_atomic_int_get (&most_buffered) == 0)
    g_usleep (1000);
  g_usleep (50 * 1000);
  g_assert_cmpint (g_atomic_int_get (&n_ended), ==, 0);
  raw_client_reset (client);
  raw_client_free (client);
  await_ends (1);
  g_assert_cmpint (most_buffered, >, 0);
  g_assert_cmpint (most_buffered, <, 256 * 1024 + 2 * 65536);
}

/* Nor is it waited for for ever: the one before would be. */
static void
test_stalled (void)
{
  g_autoptr (ServerThread) server = start_server ();
  RawClient *client = raw_client_new (server->port);
  g_autoptr (RawResponse) response = NULL;

  raw_client_shrink_receive_buffer (client);
  raw_client_send (client, HANDSHAKE ("/flood", "X-Impatient: yes\r\n"));
  response = raw_client_read (client, TRUE);
  g_assert_cmpuint (response->status, ==, 101);
  await_ends (1);
  server_thread_await_connections (server, 0);
  raw_client_free (client);
}

static void
test_signals (void)
{
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) client = connect_to (server, HANDSHAKE ("/signals", ""));
  g_autoptr (GByteArray) wire = g_byte_array_new ();

  for (guint i = 0; i < 200; i++)
    append_frame (wire, 0x81, "hello", 5);
  raw_client_send_bytes (client, wire->data, wire->len);
  for (guint i = 0; i < 200; i++)
    expect_frame (client, 0x81, "hello", 5);
  g_assert_cmpint (n_messages, ==, 200);
  send_frame (client, 0x88, "\x03\xe8", 2);
  expect_close (client, 1000);
  raw_client_expect_end (client);
  await_ends (1);
  server_thread_await_connections (server, 0);
}

static void
test_ends (void)
{
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) client = connect_to (server, HANDSHAKE ("/ends", ""));

  expect_close (client, 4000);
  send_frame (client, 0x88, "\x0f\xa0", 2);
  await_ends (1);
  g_assert_cmpint (last_code, ==, 4000);
}

static void
test_heartbeat (void)
{
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (RawClient) client = connect_to (server, HANDSHAKE ("/heartbeat", ""));

  expect_frame (client, 0x89, "", 0);
  raw_client_expect_end (client);
  await_ends (1);
  g_assert_cmpint (last_code, ==, 1006);
  g_assert_cmpint (last_error, ==, AIOHTTP_WEBSOCKET_ERROR_NO_PONG);
}

/* Who is connected is told that the server goes away; the shutdown waits for the answers. */
/* What an idle websocket costs a server: by signals, and by a coroutine that waits. */
static void
test_idle_memory (gconstpointer path)
{
  const gboolean by_signals = g_str_equal (path, "/signals");
  g_autofree char *handshake = g_strdup_printf (HANDSHAKE ("%s", ""), (const char *) path);
  g_autoptr (ServerThread) server = start_server ();
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_client_free);
  gsize before = 0, each;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || __has_feature(address_sanitizer) ||               \
    __has_feature(thread_sanitizer)
  g_test_skip ("sanitizers have a memory of their own");
  return;
#endif
  for (guint i = 0; i < N_WARM + N_IDLE; i++)
    {
      if (i == N_WARM)
        before = get_resident ();
      g_ptr_array_add (clients, connect_to (server, handshake));
      send_frame (clients->pdata[i], 0x81, "hello", 5);
      expect_frame (clients->pdata[i], 0x81, "hello", 5);
    }
  each = (get_resident () - before) / N_IDLE;
  g_test_message ("%" G_GSIZE_FORMAT " bytes an idle websocket, its client's socket object included", each);
  g_assert_cmpuint (each, <, by_signals ? 4096 + CLIENT_SIZE : 8192 + 4096 + CLIENT_SIZE);
}

static gpointer
answer_close (gpointer data)
{
  RawClient *client = data;

  expect_close (client, 1001);
  send_frame (client, 0x88, "\x03\xe9", 2);
  raw_client_expect_end (client);
  return NULL;
}

static void
test_going_away (void)
{
  ServerThread *server = start_server ();
  g_autoptr (RawClient) client = connect_to (server, HANDSHAKE ("/echo", ""));
  g_autoptr (RawClient) listening = connect_to (server, HANDSHAKE ("/signals", ""));
  GThread *threads[2];

  threads[0] = g_thread_new ("client", answer_close, client);
  threads[1] = g_thread_new ("listening", answer_close, listening);
  server_thread_stop (server);
  g_thread_join (threads[0]);
  g_thread_join (threads[1]);
  await_ends (2);
  g_assert_cmpint (last_code, ==, 1001);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();

  g_test_add_func ("/web-sockets/echo", test_echo);
  g_test_add_func ("/web-sockets/pipelined", test_pipelined);
  for (guint i = 0; i < G_N_ELEMENTS (handshakes); i++)
    {
      g_autofree char *path = g_strconcat ("/web-sockets/handshake/", handshakes[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_handshake);
    }
  g_test_add_func ("/web-sockets/protocols", test_protocols);
  g_test_add_func ("/web-sockets/declined", test_declined);
  g_test_add_func ("/web-sockets/returned", test_returned);
  g_test_add_func ("/web-sockets/closes", test_closes);
  g_test_add_func ("/web-sockets/broken-rules", test_broken_rules);
  g_test_add_func ("/web-sockets/strict", test_strict);
  g_test_add_func ("/web-sockets/back-pressure", test_back_pressure);
  g_test_add_func ("/web-sockets/stalled", test_stalled);
  g_test_add_func ("/web-sockets/signals", test_signals);
  g_test_add_func ("/web-sockets/ends", test_ends);
  g_test_add_func ("/web-sockets/heartbeat", test_heartbeat);
  g_test_add_func ("/web-sockets/going-away", test_going_away);
  g_test_add_data_func ("/web-sockets/idle-memory/signals", "/signals", test_idle_memory);
  g_test_add_data_func ("/web-sockets/idle-memory/coroutine", "/echo", test_idle_memory);

  return g_test_run ();
}
