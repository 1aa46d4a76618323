/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-private.h"

#include <string.h>

#include "aiohttp-error.h"

/* AiohttpWebSocket: sending and closing. */

static gboolean
put_text (AiohttpWebSocket *self, const char *text, AiohttpWebSocketCompression compression, GError **error)
{
  gsize length = strlen (text);

  if (!aiohttp_web_socket_text_is_valid (text, length))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "The text to send is not valid UTF-8");
      return FALSE;
    }
  return aiohttp_web_socket_put_message (self, AIOHTTP_WEB_SOCKET_OPCODE_TEXT, (const guint8 *) text, length, NULL,
                                         compression, error);
}

static gboolean
put_bytes (AiohttpWebSocket *self, AiohttpWebSocketOpcode opcode, GBytes *bytes,
           AiohttpWebSocketCompression compression, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return aiohttp_web_socket_put_message (self, opcode, data, length, bytes, compression, error);
}

static gboolean
put_json (AiohttpWebSocket *self, JsonNode *node, GError **error)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return put_text (self, text, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, error);
}

static gboolean
put_received (AiohttpWebSocket *self, AiohttpWebSocketMessage *message, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (message->type != AIOHTTP_WEB_SOCKET_MESSAGE_TEXT && message->type != AIOHTTP_WEB_SOCKET_MESSAGE_BINARY)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "Only a text or a binary message can be sent on");
      return FALSE;
    }
  if (message->length > 4096)
    bytes = aiohttp_web_socket_message_get_bytes (message);
  return aiohttp_web_socket_put_message (self, (AiohttpWebSocketOpcode) message->type, message->payload,
                                         message->length, bytes, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, error);
}

static gboolean
put_control (AiohttpWebSocket *self, AiohttpWebSocketOpcode opcode, GBytes *payload, GError **error)
{
  gsize length = 0;
  const guint8 *data = payload != NULL ? g_bytes_get_data (payload, &length) : NULL;

  if (length > AIOHTTP_WEB_SOCKET_CONTROL_MAX)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "A ping or pong of %" G_GSIZE_FORMAT " bytes is over the limit of %d", length,
                   AIOHTTP_WEB_SOCKET_CONTROL_MAX);
      return FALSE;
    }
  return aiohttp_web_socket_check_open (self, error) &&
         aiohttp_web_socket_put_frame (self, AIOHTTP_WEB_SOCKET_FIN | opcode, data, length, NULL, error);
}

static gboolean
put_any (AiohttpWebSocket *self, AiohttpWebSocketMessageType type, GBytes *payload,
         AiohttpWebSocketCompression compression, GError **error)
{
  g_autoptr (GBytes) empty = NULL;
  gsize length;
  gconstpointer data;

  if (type == AIOHTTP_WEB_SOCKET_MESSAGE_PING || type == AIOHTTP_WEB_SOCKET_MESSAGE_PONG)
    return put_control (self, (AiohttpWebSocketOpcode) type, payload, error);
  if (payload == NULL)
    payload = empty = g_bytes_new (NULL, 0);
  data = g_bytes_get_data (payload, &length);
  if (type == AIOHTTP_WEB_SOCKET_MESSAGE_TEXT && !aiohttp_web_socket_text_is_valid (data, length))
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "The text to send is not valid UTF-8");
  else if (type != AIOHTTP_WEB_SOCKET_MESSAGE_TEXT && type != AIOHTTP_WEB_SOCKET_MESSAGE_BINARY)
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                         "What is sent is text, binary, a ping or a pong");
  else
    return put_bytes (self, (AiohttpWebSocketOpcode) type, payload, compression, error);
  return FALSE;
}

static gboolean
may_send (AiohttpWebSocket *self, const char *what, GError **error)
{
  return aiohttp_wait_list_enter (&self->writers, what, error);
}

static GTask *
begin_send (AiohttpWebSocket *self, const char *what, gpointer tag, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  return aiohttp_wait_list_enter_async (&self->writers, self, what, tag, cancellable, callback, user_data);
}

static void
end_send (AiohttpWebSocket *self, GTask *task, gboolean works, GError *error)
{
  if (works)
    aiohttp_web_socket_return_when_drained (self, task);
  else
    g_task_return_error (task, error);
}

/**
 * aiohttp_web_socket_send_str: (skip)
 * @self: a websocket
 * @text: valid UTF-8
 * @error: return location of the error
 *
 * Sends a text message; suspends the calling coroutine only while more than [property@Aiohttp.WebSocket:writer-limit] waits for the peer.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with %AIOHTTP_ERROR_INVALID_ARGUMENT if it is not UTF-8, with
 *   %AIOHTTP_ERROR_INVALID_STATE while a writer sends a message, or with the errors of every await
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_send_str (AiohttpWebSocket *self, const char *text, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return may_send (self, "aiohttp_web_socket_send_str()", error) &&
         put_text (self, text, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, error) &&
         aiohttp_web_socket_wait_for_room (self, error);
}

/**
 * aiohttp_web_socket_send_str_async:
 * @self: a websocket
 * @text: valid UTF-8
 * @cancellable: (nullable): gives the wait up; the message is sent all the same
 * @callback: (scope async) (closure user_data): called when no more than the writer limit waits for the peer
 * @user_data: for @callback
 *
 * Sends a text message. It is on its way when this returns; who waits for @callback is held to the peer's pace.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_send_str_async (AiohttpWebSocket *self, const char *text, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  gboolean works;

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));
  g_return_if_fail (text != NULL);

  task = begin_send (self, "aiohttp_web_socket_send_str_async", aiohttp_web_socket_send_str_async, cancellable,
                     callback, user_data);
  if (task == NULL)
    return;
  works = put_text (self, text, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, &error);
  end_send (self, task, works, error);
}

/**
 * aiohttp_web_socket_send_str_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.send_str_async].
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with %AIOHTTP_ERROR_INVALID_ARGUMENT if it is not UTF-8, or with
 *   %AIOHTTP_ERROR_INVALID_STATE while a writer sends a message
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_send_str_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_web_socket_send_str_async, error);
}

/**
 * aiohttp_web_socket_send_str_future:
 * @self: a websocket
 * @text: valid UTF-8
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.WebSocket.send_str_async] and gives a future of it, which goes to
 * [method@Aiohttp.WebSocket.send_str_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_web_socket_send_str, (AiohttpWebSocket * self, const char *text), (self, text))

/**
 * aiohttp_web_socket_send_bytes: (skip)
 * @self: a websocket
 * @bytes: the bytes, of which large ones are not copied
 * @error: return location of the error
 *
 * Sends a binary message; suspends the calling coroutine only while more than [property@Aiohttp.WebSocket:writer-limit] waits for the peer.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with
 *   %AIOHTTP_ERROR_INVALID_STATE while a writer sends a message, or with the errors of every await
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_send_bytes (AiohttpWebSocket *self, GBytes *bytes, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  return may_send (self, "aiohttp_web_socket_send_bytes()", error) &&
         put_bytes (self, AIOHTTP_WEB_SOCKET_OPCODE_BINARY, bytes, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, error) &&
         aiohttp_web_socket_wait_for_room (self, error);
}

/**
 * aiohttp_web_socket_send_bytes_async:
 * @self: a websocket
 * @bytes: the bytes, of which large ones are not copied
 * @cancellable: (nullable): gives the wait up; the message is sent all the same
 * @callback: (scope async) (closure user_data): called when no more than the writer limit waits for the peer
 * @user_data: for @callback
 *
 * Sends a binary message. It is on its way when this returns; who waits for @callback is held to the peer's pace.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_send_bytes_async (AiohttpWebSocket *self, GBytes *bytes, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  gboolean works;

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));
  g_return_if_fail (bytes != NULL);

  task = begin_send (self, "aiohttp_web_socket_send_bytes_async", aiohttp_web_socket_send_bytes_async, cancellable,
                     callback, user_data);
  if (task == NULL)
    return;
  works = put_bytes (self, AIOHTTP_WEB_SOCKET_OPCODE_BINARY, bytes, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, &error);
  end_send (self, task, works, error);
}

/**
 * aiohttp_web_socket_send_bytes_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.send_bytes_async].
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, or with
 *   %AIOHTTP_ERROR_INVALID_STATE while a writer sends a message
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_send_bytes_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_web_socket_send_bytes_async, error);
}

/**
 * aiohttp_web_socket_send_bytes_future:
 * @self: a websocket
 * @bytes: the bytes, of which large ones are not copied
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.WebSocket.send_bytes_async] and gives a future of it, which goes to
 * [method@Aiohttp.WebSocket.send_bytes_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_web_socket_send_bytes, (AiohttpWebSocket * self, GBytes *bytes), (self, bytes))

/**
 * aiohttp_web_socket_send_json: (skip)
 * @self: a websocket
 * @node: the root of what to send
 * @error: return location of the error
 *
 * Sends a text message of JSON; suspends the calling coroutine only while more than [property@Aiohttp.WebSocket:writer-limit] waits for the peer.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with
 *   %AIOHTTP_ERROR_INVALID_STATE while a writer sends a message, or with the errors of every await
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_send_json (AiohttpWebSocket *self, JsonNode *node, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);
  g_return_val_if_fail (node != NULL, FALSE);

  return may_send (self, "aiohttp_web_socket_send_json()", error) && put_json (self, node, error) &&
         aiohttp_web_socket_wait_for_room (self, error);
}

/**
 * aiohttp_web_socket_send_json_async:
 * @self: a websocket
 * @node: the root of what to send
 * @cancellable: (nullable): gives the wait up; the message is sent all the same
 * @callback: (scope async) (closure user_data): called when no more than the writer limit waits for the peer
 * @user_data: for @callback
 *
 * Sends a text message of JSON. It is on its way when this returns; who waits for @callback is held to the peer's pace.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_send_json_async (AiohttpWebSocket *self, JsonNode *node, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  gboolean works;

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));
  g_return_if_fail (node != NULL);

  task = begin_send (self, "aiohttp_web_socket_send_json_async", aiohttp_web_socket_send_json_async, cancellable,
                     callback, user_data);
  if (task == NULL)
    return;
  works = put_json (self, node, &error);
  end_send (self, task, works, error);
}

/**
 * aiohttp_web_socket_send_json_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.send_json_async].
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, or with
 *   %AIOHTTP_ERROR_INVALID_STATE while a writer sends a message
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_send_json_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_web_socket_send_json_async, error);
}

/**
 * aiohttp_web_socket_send_message: (skip)
 * @self: a websocket
 * @message: a text or binary message that was received
 * @error: return location of the error
 *
 * Sends a message on, or back, without a copy of a large one; suspends the calling coroutine only while more than [property@Aiohttp.WebSocket:writer-limit] waits for the peer.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with %AIOHTTP_ERROR_INVALID_ARGUMENT if it is another, with
 *   %AIOHTTP_ERROR_INVALID_STATE while a writer sends a message, or with the errors of every await
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_send_message (AiohttpWebSocket *self, AiohttpWebSocketMessage *message, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);
  g_return_val_if_fail (message != NULL, FALSE);

  return may_send (self, "aiohttp_web_socket_send_message()", error) && put_received (self, message, error) &&
         aiohttp_web_socket_wait_for_room (self, error);
}

/**
 * aiohttp_web_socket_send_message_async:
 * @self: a websocket
 * @message: a text or binary message that was received
 * @cancellable: (nullable): gives the wait up; the message is sent all the same
 * @callback: (scope async) (closure user_data): called when no more than the writer limit waits for the peer
 * @user_data: for @callback
 *
 * Sends a message on, or back, without a copy of a large one. It is on its way when this returns; who waits for @callback is held to the peer's pace.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_send_message_async (AiohttpWebSocket *self, AiohttpWebSocketMessage *message,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  gboolean works;

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));
  g_return_if_fail (message != NULL);

  task = begin_send (self, "aiohttp_web_socket_send_message_async", aiohttp_web_socket_send_message_async, cancellable,
                     callback, user_data);
  if (task == NULL)
    return;
  works = put_received (self, message, &error);
  end_send (self, task, works, error);
}

/**
 * aiohttp_web_socket_send_message_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.send_message_async].
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with %AIOHTTP_ERROR_INVALID_ARGUMENT if it is another, or with
 *   %AIOHTTP_ERROR_INVALID_STATE while a writer sends a message
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_send_message_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_web_socket_send_message_async, error);
}

/**
 * aiohttp_web_socket_send_frame: (skip)
 * @self: a websocket
 * @type: text, binary, ping or pong
 * @payload: (nullable): what it holds: 125 bytes at most of a ping or pong
 * @compression: whether this message is compressed
 * @error: return location of the error
 *
 * Sends a whole message, or a ping or pong. aiohttp: `send_frame()`, `ping()`, `pong()`, and the argument `compress` of the others; suspends the calling coroutine only while more than [property@Aiohttp.WebSocket:writer-limit] waits for the peer.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with %AIOHTTP_ERROR_INVALID_ARGUMENT if it cannot be sent so, with
 *   %AIOHTTP_ERROR_INVALID_STATE while a writer sends a message, or with the errors of every await
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_send_frame (AiohttpWebSocket *self, AiohttpWebSocketMessageType type, GBytes *payload,
                               AiohttpWebSocketCompression compression, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);

  return may_send (self, "aiohttp_web_socket_send_frame()", error) &&
         put_any (self, type, payload, compression, error) && aiohttp_web_socket_wait_for_room (self, error);
}

/**
 * aiohttp_web_socket_send_frame_async:
 * @self: a websocket
 * @type: text, binary, ping or pong
 * @payload: (nullable): what it holds: 125 bytes at most of a ping or pong
 * @compression: whether this message is compressed
 * @cancellable: (nullable): gives the wait up; the message is sent all the same
 * @callback: (scope async) (closure user_data): called when no more than the writer limit waits for the peer
 * @user_data: for @callback
 *
 * Sends a whole message, or a ping or pong. aiohttp: `send_frame()`, `ping()`, `pong()`, and the argument `compress` of the others. It is on its way when this returns; who waits for @callback is held to the peer's pace.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_send_frame_async (AiohttpWebSocket *self, AiohttpWebSocketMessageType type, GBytes *payload,
                                     AiohttpWebSocketCompression compression, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  gboolean works;

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));

  task = begin_send (self, "aiohttp_web_socket_send_frame_async", aiohttp_web_socket_send_frame_async, cancellable,
                     callback, user_data);
  if (task == NULL)
    return;
  works = put_any (self, type, payload, compression, &error);
  end_send (self, task, works, error);
}

/**
 * aiohttp_web_socket_send_frame_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.send_frame_async].
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with %AIOHTTP_ERROR_INVALID_ARGUMENT if it cannot be sent so, or with
 *   %AIOHTTP_ERROR_INVALID_STATE while a writer sends a message
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_send_frame_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_web_socket_send_frame_async, error);
}

static gboolean
check_close (guint code, GError **error)
{
  if (aiohttp_web_socket_close_code_is_valid (code))
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "A websocket cannot be closed with the code %u",
               code);
  return FALSE;
}

/**
 * aiohttp_web_socket_close: (skip)
 * @self: a websocket
 * @code: why: %AIOHTTP_WEB_SOCKET_CLOSE_OK, say, or one of 3000 to 4999
 * @reason: (nullable): for the peer's programmer; up to 123 bytes of it are sent
 * @error: return location of the error
 *
 * Closes the websocket: sends what was sent before and then the close, and suspends the calling coroutine until the
 * peer has answered, at most for [property@Aiohttp.WebSocket:close-timeout]. A receive that waits gets
 * %AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING. Whoever closes a second time waits for the same end.
 *
 * Returns: whether this call has closed it; %FALSE without an error if another has, with
 *   %AIOHTTP_ERROR_INVALID_ARGUMENT for a code that cannot be sent, or with the errors of every await: it is closed then,
 *   too
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_close (AiohttpWebSocket *self, guint code, const char *reason, GError **error)
{
  gboolean picked, closes;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);

  if (!aiohttp_wait_list_enter (&self->closers, "aiohttp_web_socket_close()", error) || !check_close (code, error))
    return FALSE;
  closes = aiohttp_web_socket_start_close (self, code, reason);
  while (self->state == AIOHTTP_WEB_SOCKET_CLOSING || self->tells_closed)
    if (!aiohttp_wait_list_wait (&self->closers, AIOHTTP_WAIT_NORMAL, NULL, &picked, error))
      return FALSE;
  return closes;
}

static void on_closer_turn (GTask *task, gboolean picked, GError *error);

static void
return_when_closed (AiohttpWebSocket *self, GTask *task)
{
  if (self->state == AIOHTTP_WEB_SOCKET_CLOSING || self->tells_closed)
    aiohttp_wait_list_wait_async (&self->closers, AIOHTTP_WAIT_NORMAL, NULL, task, on_closer_turn);
  else
    g_task_return_boolean (task, g_task_get_task_data (task) != NULL);
}

static void
on_closer_turn (GTask *task, gboolean picked, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    return_when_closed (g_task_get_source_object (task), task);
}

/**
 * aiohttp_web_socket_close_async:
 * @self: a websocket
 * @code: why: %AIOHTTP_WEB_SOCKET_CLOSE_OK, say, or one of 3000 to 4999
 * @reason: (nullable): for the peer's programmer; up to 123 bytes of it are sent
 * @cancellable: (nullable): gives the wait up; the websocket is closed all the same
 * @callback: (scope async) (closure user_data): called when the peer has answered, or the close timeout is over
 * @user_data: for @callback
 *
 * Closes the websocket: sends what was sent before and then the close, and waits for the peer's answer. A receive that
 * waits gets %AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING. Whoever closes a second time waits for the same end.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_close_async (AiohttpWebSocket *self, guint code, const char *reason, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));

  task = aiohttp_wait_list_enter_async (&self->closers, self, "aiohttp_web_socket_close_async",
                                        aiohttp_web_socket_close_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (!check_close (code, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (aiohttp_web_socket_start_close (self, code, reason))
    g_task_set_task_data (task, self, NULL);
  return_when_closed (self, task);
}

/**
 * aiohttp_web_socket_close_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.close_async].
 *
 * Returns: whether that call has closed it; %FALSE without an error if another has, or with
 *   %AIOHTTP_ERROR_INVALID_ARGUMENT for a code that cannot be sent
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_close_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_web_socket_close_async, error);
}
