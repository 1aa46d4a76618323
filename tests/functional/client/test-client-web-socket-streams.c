/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <aiohttp-glib/aiohttp.h>
#include <string.h>

/* Messages in parts, both ways, over our own client and server. */

#define N_PARTS   20
#define PART_SIZE 50000

/* Sends each message back part by part, of any length. */
static AiohttpReply *
handle_parts (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket;
  AiohttpWebSocketReader *reader;

  aiohttp_web_socket_response_set_max_msg_size (response, 1000);
  socket = aiohttp_web_socket_response_accept (response, request, error);
  if (socket == NULL)
    return NULL;
  while ((reader = aiohttp_web_socket_receive_reader (socket, error)) != NULL)
    {
      g_autoptr (AiohttpWebSocketReader) owned = reader;
      g_autoptr (AiohttpWebSocketWriter) writer = aiohttp_web_socket_begin_message (
          socket, aiohttp_web_socket_reader_get_message_type (reader), AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, error);
      GBytes *part;
      GError *failure = NULL;

      if (writer == NULL)
        return NULL;
      while ((part = aiohttp_web_socket_reader_read (reader, &failure)) != NULL)
        {
          gboolean written = aiohttp_web_socket_writer_write (writer, part, error);

          g_assert_cmpuint (g_bytes_get_size (part), >, 0);
          g_bytes_unref (part);
          if (!written)
            return NULL;
        }
      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return NULL;
        }
      g_assert_true (aiohttp_web_socket_reader_is_at_end (reader));
      if (!aiohttp_web_socket_writer_write_eof (writer, error))
        return NULL;
    }
  return NULL;
}

typedef struct
{
  AiohttpTestServer *server;
  AiohttpClientSession *session;
  AiohttpWebSocket *socket;
} Fixture;

static gboolean
set_up (Fixture *self, guint compress, GError **error)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpWebSocketOptions) options = aiohttp_web_socket_options_new ();
  g_autofree char *url = NULL;

  g_assert_nonnull (
      aiohttp_router_add_get (aiohttp_application_get_router (app), "/", handle_parts, NULL, NULL, error));
  self->server = aiohttp_test_server_new (app);
  if (!aiohttp_test_server_start (self->server, error))
    return FALSE;
  self->session = aiohttp_client_session_new ();
  url = aiohttp_test_server_make_url (self->server, "/");
  aiohttp_web_socket_options_set_compress (options, compress);
  self->socket = aiohttp_client_session_ws_connect (self->session, url, options, error);
  return self->socket != NULL;
}

static gboolean
tear_down (Fixture *self, GError **error)
{
  gboolean works =
      aiohttp_client_session_close (self->session, error) && aiohttp_test_server_stop (self->server, error);

  g_object_unref (self->socket);
  g_object_unref (self->session);
  g_object_unref (self->server);
  return works;
}

static GBytes *
make_part (guint number)
{
  GString *text = g_string_new (NULL);

  while (text->len < PART_SIZE)
    g_string_append_printf (text, "%u: %u\n", number, (guint) text->len * number);
  return g_string_free_to_bytes (text);
}

static gboolean
send_parts (GValue *result, gpointer socket, GError **error)
{
  g_autoptr (AiohttpWebSocketWriter) writer = aiohttp_web_socket_begin_message (
      socket, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, error);
  g_autoptr (GError) failure = NULL;

  g_assert_nonnull (writer);
  g_assert_false (aiohttp_web_socket_send_str (socket, "in between", &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autoptr (GBytes) part = make_part (i);

      if (!aiohttp_web_socket_writer_write (writer, part, error))
        return FALSE;
    }
  if (!aiohttp_web_socket_writer_write_eof (writer, error))
    return FALSE;
  g_clear_error (&failure);
  g_assert_false (aiohttp_web_socket_writer_write_eof (writer, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  return aiohttp_web_socket_send_str (socket, "short", error);
}

static gboolean
test_round_trip (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GString) got = g_string_new (NULL);
  g_autoptr (AiohttpTask) sender = NULL;
  g_autoptr (AiohttpWebSocketReader) reader = NULL;
  g_autofree char *text = NULL;
  GBytes *part;

  if (!set_up (&fixture, GPOINTER_TO_UINT (user_data), error))
    return FALSE;
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autoptr (GBytes) bytes = make_part (i);

      g_string_append_len (expected, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
    }
  sender = aiohttp_spawn (send_parts, fixture.socket, NULL);
  reader = aiohttp_web_socket_receive_reader (fixture.socket, error);
  if (reader == NULL)
    return FALSE;
  g_assert_cmpint (aiohttp_web_socket_reader_get_message_type (reader), ==, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT);
  while ((part = aiohttp_web_socket_reader_read (reader, error)) != NULL)
    {
      g_string_append_len (got, g_bytes_get_data (part, NULL), (gssize) g_bytes_get_size (part));
      g_bytes_unref (part);
    }
  g_assert_true (g_string_equal (expected, got));
  if (!aiohttp_future_await (AIOHTTP_FUTURE (sender), error))
    return FALSE;
  /* The next one is whole again. */
  text = aiohttp_web_socket_receive_str (fixture.socket, error);
  g_assert_cmpstr (text, ==, "short");
  g_assert_true (aiohttp_web_socket_close (fixture.socket, 1000, NULL, error));
  return tear_down (&fixture, error);
}

/* A reader that is dropped takes the rest of its message with it. */
static gboolean
test_dropped_reader (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (AiohttpTask) sender = NULL;
  AiohttpWebSocketReader *reader;
  g_autofree char *text = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (AiohttpWebSocketMessage) message = NULL;

  if (!set_up (&fixture, 0, error))
    return FALSE;
  sender = aiohttp_spawn (send_parts, fixture.socket, NULL);
  reader = aiohttp_web_socket_receive_reader (fixture.socket, error);
  g_assert_nonnull (reader);
  message = aiohttp_web_socket_receive (fixture.socket, &failure);
  g_assert_null (message);
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_object_unref (reader);
  text = aiohttp_web_socket_receive_str (fixture.socket, error);
  g_assert_cmpstr (text, ==, "short");
  if (!aiohttp_future_await (AIOHTTP_FUTURE (sender), error))
    return FALSE;
  g_assert_true (aiohttp_web_socket_close (fixture.socket, 1000, NULL, error));
  return tear_down (&fixture, error);
}

/* A writer that is dropped ends the websocket: what was sent is no message. */
static gboolean
test_dropped_writer (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  AiohttpWebSocketWriter *writer;
  g_autoptr (GBytes) part = make_part (0);
  g_autoptr (AiohttpWebSocketMessage) message = NULL;
  g_autofree char *text = NULL;

  if (!set_up (&fixture, 0, error))
    return FALSE;
  /* One that has sent nothing does no harm. */
  writer = aiohttp_web_socket_begin_message (fixture.socket, AIOHTTP_WEB_SOCKET_MESSAGE_BINARY,
                                             AIOHTTP_WEB_SOCKET_COMPRESSION_NEVER, error);
  g_object_unref (writer);
  if (!aiohttp_web_socket_send_str (fixture.socket, "fine", error))
    return FALSE;
  text = aiohttp_web_socket_receive_str (fixture.socket, error);
  g_assert_cmpstr (text, ==, "fine");
  writer = aiohttp_web_socket_begin_message (fixture.socket, AIOHTTP_WEB_SOCKET_MESSAGE_BINARY,
                                             AIOHTTP_WEB_SOCKET_COMPRESSION_NEVER, error);
  if (!aiohttp_web_socket_writer_write (writer, part, error))
    return FALSE;
  g_object_unref (writer);
  message = aiohttp_web_socket_receive (fixture.socket, error);
  g_assert_cmpint (aiohttp_web_socket_message_get_message_type (message), ==, AIOHTTP_WEB_SOCKET_MESSAGE_ERROR);
  g_assert_cmpuint (aiohttp_web_socket_get_close_code (fixture.socket), ==, 1011);
  return tear_down (&fixture, error);
}

/* Text is checked across the parts. */
static gboolean
test_text (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (AiohttpWebSocketWriter) writer = NULL;
  g_autoptr (GBytes) first = g_bytes_new_static ("\xe2\x82", 2);
  g_autoptr (GBytes) second = g_bytes_new_static ("\xac", 1);
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;

  if (!set_up (&fixture, 0, error))
    return FALSE;
  writer = aiohttp_web_socket_begin_message (fixture.socket, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT,
                                             AIOHTTP_WEB_SOCKET_COMPRESSION_NEVER, error);
  if (!aiohttp_web_socket_writer_write (writer, first, error))
    return FALSE;
  g_assert_false (aiohttp_web_socket_writer_write_eof (writer, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  if (!aiohttp_web_socket_writer_write (writer, second, error) || !aiohttp_web_socket_writer_write_eof (writer, error))
    return FALSE;
  text = aiohttp_web_socket_receive_str (fixture.socket, error);
  g_assert_cmpstr (text, ==, "€");
  g_assert_true (aiohttp_web_socket_close (fixture.socket, 1000, NULL, error));
  return tear_down (&fixture, error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  aiohttp_test_add_coroutine ("/client-web-socket-streams/round-trip", test_round_trip, GUINT_TO_POINTER (0));
  aiohttp_test_add_coroutine ("/client-web-socket-streams/round-trip-deflate", test_round_trip, GUINT_TO_POINTER (15));
  aiohttp_test_add_coroutine ("/client-web-socket-streams/dropped-reader", test_dropped_reader, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-streams/dropped-writer", test_dropped_writer, NULL);
  aiohttp_test_add_coroutine ("/client-web-socket-streams/text", test_text, NULL);

  return g_test_run ();
}
