/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <aiohttp-glib/aiohttp.h>
#include <string.h>

#include "raw-server.h"

/* Each limit of a websocket, of both sides, is reached: by our own client and server, or by a server that does nothing. */

typedef struct
{
  AiohttpTestServer *server;
  AiohttpClientSession *session;
  AiohttpWebSocketOptions *options;
  AiohttpWebSocket *socket;

  /* of the server's side */
  guint64 max_msg_size;
  double close_timeout;
  double receive_timeout;
  gboolean closes;
  guint close_code;
  GError *error;
} Fixture;

/* Sends a message of as many octets as it is told; "wait" waits for one that does not come. */
static AiohttpReply *
handle (AiohttpRequest *request, gpointer user_data, GError **error)
{
  Fixture *self = user_data;
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket;

  if (self->max_msg_size > 0)
    aiohttp_web_socket_response_set_max_msg_size (response, self->max_msg_size);
  if (self->close_timeout > 0)
    aiohttp_web_socket_response_set_close_timeout (response, self->close_timeout);
  aiohttp_web_socket_response_set_receive_timeout (response, self->receive_timeout);
  socket = aiohttp_web_socket_response_accept (response, request, error);
  if (socket == NULL)
    return NULL;
  while (!self->closes)
    {
      g_autofree char *text = aiohttp_web_socket_receive_str (socket, &self->error);
      g_autofree char *answer = NULL;

      if (text == NULL)
        break;
      answer = g_strnfill (g_ascii_strtoull (text, NULL, 10), 'x');
      if (!aiohttp_web_socket_send_str (socket, answer, &self->error))
        break;
    }
  if (self->closes || self->receive_timeout > 0)
    aiohttp_web_socket_close (socket, 1000, NULL, NULL);
  self->close_code = aiohttp_web_socket_get_close_code (socket);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static gboolean
set_up (Fixture *self, GError **error)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();

  g_assert_nonnull (aiohttp_router_add_get (aiohttp_application_get_router (app), "/", handle, self, NULL, error));
  self->server = aiohttp_test_server_new (app);
  self->session = aiohttp_client_session_new ();
  self->options = aiohttp_web_socket_options_new ();
  return aiohttp_test_server_start (self->server, error);
}

static gboolean
open_it (Fixture *self, GError **error)
{
  g_autofree char *url = aiohttp_test_server_make_url (self->server, "/");

  self->socket = aiohttp_client_session_ws_connect (self->session, url, self->options, error);
  return self->socket != NULL;
}

static gboolean
tear_down (Fixture *self, GError **error)
{
  gboolean works;

  g_clear_object (&self->socket);
  works = aiohttp_client_session_close (self->session, error) && aiohttp_test_server_stop (self->server, error);
  g_object_unref (self->session);
  g_object_unref (self->server);
  g_object_unref (self->options);
  g_clear_error (&self->error);
  return works;
}

static gboolean
await_server (Fixture *self, GError **error)
{
  while (self->close_code == 0)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  return TRUE;
}

static gboolean
ask (Fixture *self, const char *length, GError **error)
{
  g_autofree char *answer = NULL;

  if (!aiohttp_web_socket_send_str (self->socket, length, error))
    return FALSE;
  answer = aiohttp_web_socket_receive_str (self->socket, error);
  g_assert_true (answer == NULL || strlen (answer) == g_ascii_strtoull (length, NULL, 10));
  return answer != NULL;
}

static gboolean
test_message_for_client (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { 0 };
  g_autoptr (GError) failure = NULL;

  if (!set_up (&self, error))
    return FALSE;
  aiohttp_web_socket_options_set_max_msg_size (self.options, 1000);
  aiohttp_web_socket_options_set_compress (self.options, GPOINTER_TO_UINT (user_data));
  if (!open_it (&self, error) || !ask (&self, "1000", error))
    return FALSE;
  g_assert_false (ask (&self, "1001", &failure));
  g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TOO_BIG);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (self.socket), ==, 1009);
  if (!await_server (&self, error))
    return FALSE;
  g_assert_cmpuint (self.close_code, ==, 1009);
  return tear_down (&self, error);
}

static gboolean
test_message_for_server (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { .max_msg_size = 10 };
  g_autoptr (GError) failure = NULL;

  if (!set_up (&self, error) || !open_it (&self, error) || !ask (&self, "0000000005", error))
    return FALSE;
  g_assert_false (ask (&self, "00000000005", &failure));
  g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (self.socket), ==, 1009);
  if (!await_server (&self, error))
    return FALSE;
  g_assert_cmpuint (self.close_code, ==, 1009);
  g_assert_error (self.error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TOO_BIG);
  return tear_down (&self, error);
}

/* A receive that times out takes nothing with it. */
static gboolean
test_receive_timeouts (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { .receive_timeout = 0.1 };
  g_autoptr (GError) failure = NULL;
  g_autofree char *none = NULL;

  if (!set_up (&self, error))
    return FALSE;
  aiohttp_web_socket_options_set_receive_timeout (self.options, 0.1);
  if (!open_it (&self, error))
    return FALSE;
  none = aiohttp_web_socket_receive_str (self.socket, &failure);
  g_assert_null (none);
  /* Of whichever side it is that was the first. */
  g_assert_true (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
                 g_error_matches (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED));
  aiohttp_web_socket_close (self.socket, 1000, NULL, NULL);
  if (!await_server (&self, error))
    return FALSE;
  g_assert_true (g_error_matches (self.error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
                 g_error_matches (self.error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED));
  g_assert_true (g_error_matches (self.error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
                 g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
  return tear_down (&self, error);
}

/* The client does not answer the close. */
static gboolean
test_close_of_server (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { .closes = TRUE, .close_timeout = 0.1 };

  if (!set_up (&self, error))
    return FALSE;
  aiohttp_web_socket_options_set_autoclose (self.options, FALSE);
  if (!open_it (&self, error) || !await_server (&self, error))
    return FALSE;
  g_assert_cmpuint (self.close_code, ==, 1006);
  return tear_down (&self, error);
}

#define KEY_LINE "Sec-WebSocket-Key: "

/* A websocket's server that does nothing more until it is told to read, if ever. */
static void
serve_nothing (RawConnection *connection, gpointer user_data)
{
  const gint *may_read = user_data;
  g_autofree char *request = raw_connection_read_request (connection);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *accept = NULL;
  g_autofree char *answer = NULL;
  guint8 digest[20];
  gsize length = sizeof digest;

  g_assert_nonnull (request);
  g_checksum_update (checksum, (const guchar *) strstr (request, KEY_LINE) + strlen (KEY_LINE), 24);
  g_checksum_update (checksum, (const guchar *) "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", -1);
  g_checksum_get_digest (checksum, digest, &length);
  accept = g_base64_encode (digest, length);
  answer = g_strdup_printf ("HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                            "Sec-WebSocket-Accept: %s\r\n\r\n",
                            accept);
  raw_connection_puts (connection, answer);
  while (!g_atomic_int_get (may_read) && !raw_connection_is_stopped (connection))
    g_usleep (1000);
  raw_connection_wait_for_end (connection);
}

typedef struct
{
  RawServer *server;
  gint may_read;
  AiohttpClientSession *session;
  AiohttpWebSocketOptions *options;
  AiohttpWebSocket *socket;
} Silent;

static gboolean
open_silent (Silent *self, GError **error)
{
  g_autofree char *url = raw_server_make_url (self->server, "/");

  self->socket = aiohttp_client_session_ws_connect (self->session, url, self->options, error);
  return self->socket != NULL;
}

static void
silent_init (Silent *self)
{
  *self = (Silent){ 0 };
  self->server = raw_server_new (serve_nothing, &self->may_read);
  self->session = aiohttp_client_session_new ();
  self->options = aiohttp_web_socket_options_new ();
}

static gboolean
silent_clear (Silent *self, GError **error)
{
  gboolean works;

  aiohttp_web_socket_abort (self->socket);
  g_object_unref (self->socket);
  g_object_unref (self->options);
  works = aiohttp_client_session_close (self->session, error);
  g_object_unref (self->session);
  raw_server_free (self->server);
  return works;
}

static gboolean
test_close_of_client (GValue *result, gpointer user_data, GError **error)
{
  Silent self;

  silent_init (&self);
  aiohttp_web_socket_options_set_close_timeout (self.options, 0.1);
  if (!open_silent (&self, error))
    return FALSE;
  g_assert_true (aiohttp_web_socket_close (self.socket, 1000, NULL, error));
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (self.socket), ==, 1006);
  return silent_clear (&self, error);
}

static gboolean
test_heartbeat_of_client (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GError) failure = NULL;
  Silent self;

  silent_init (&self);
  aiohttp_web_socket_options_set_heartbeat (self.options, 0.1);
  if (!open_silent (&self, error))
    return FALSE;
  g_assert_null (aiohttp_web_socket_next (self.socket, &failure));
  g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_NO_PONG);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (self.socket), ==, 1006);
  return silent_clear (&self, error);
}

static gboolean
test_write_timeout_of_client (GValue *result, gpointer user_data, GError **error)
{
  g_autofree guint8 *zeros = g_malloc0 (65536);
  g_autoptr (GBytes) bytes = g_bytes_new_static (zeros, 65536);
  g_autoptr (GError) failure = NULL;
  Silent self;

  silent_init (&self);
  aiohttp_web_socket_options_set_write_timeout (self.options, 0.1);
  if (!open_silent (&self, error))
    return FALSE;
  while (aiohttp_web_socket_send_bytes (self.socket, bytes, &failure))
    g_assert_cmpuint (aiohttp_web_socket_get_buffered_size (self.socket), <=, 256 * 1024);
  g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED);
  g_assert_error (aiohttp_web_socket_get_error (self.socket), AIOHTTP_WEBSOCKET_ERROR,
                  AIOHTTP_WEBSOCKET_ERROR_DISCONNECTED);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (self.socket), ==, 1006);
  return silent_clear (&self, error);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *n_sent = user_data;

  g_assert_true (aiohttp_web_socket_send_bytes_finish (AIOHTTP_WEB_SOCKET (source), result, NULL));
  ++*n_sent;
}

/* A send that would let more wait for the server waits itself, until the server reads. */
static gboolean
test_writer_limit_of_client (GValue *result, gpointer user_data, GError **error)
{
  g_autofree guint8 *zeros = g_malloc0 (65536);
  g_autoptr (GBytes) bytes = g_bytes_new_static (zeros, 65536);
  guint n_begun = 0, n_sent = 0;
  Silent self;

  silent_init (&self);
  aiohttp_web_socket_options_set_writer_limit (self.options, 1000);
  if (!open_silent (&self, error))
    return FALSE;
  do
    {
      n_begun++;
      aiohttp_web_socket_send_bytes_async (self.socket, bytes, NULL, on_sent, &n_sent);
      for (guint i = 0; i < 10 && n_sent < n_begun; i++)
        if (!aiohttp_sleep (0, error))
          return FALSE;
    }
  while (aiohttp_web_socket_get_buffered_size (self.socket) <= 1000 || n_sent == n_begun);
  g_assert_cmpuint (aiohttp_web_socket_get_buffered_size (self.socket), <=, 1000 + 2 * 65550);
  g_atomic_int_set (&self.may_read, TRUE);
  while (n_sent < n_begun)
    if (!aiohttp_sleep (0.001, error))
      return FALSE;
  g_assert_cmpuint (aiohttp_web_socket_get_buffered_size (self.socket), <=, 1000);
  return silent_clear (&self, error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  aiohttp_test_add_coroutine ("/client-web-socket-limits/message/client", test_message_for_client,
                              GUINT_TO_POINTER (0));
  aiohttp_test_add_coroutine ("/client-web-socket-limits/message/client/deflate", test_message_for_client,
                              GUINT_TO_POINTER (15));
  aiohttp_test_add_coroutine ("/client-web-socket-limits/message/server", test_message_for_server, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-limits/receive", test_receive_timeouts, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-limits/close/server", test_close_of_server, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-limits/close/client", test_close_of_client, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-limits/heartbeat/client", test_heartbeat_of_client, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-limits/write/client", test_write_timeout_of_client, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-limits/writer-limit/client", test_writer_limit_of_client, NULL);

  return g_test_run ();
}
