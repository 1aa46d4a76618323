/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-private.h"

#include "aiohttp-error.h"
#include "aiohttp-json-private.h"
#include "aiohttp-web-socket-reader-private.h"

/* AiohttpWebSocket: receiving. */

/* A program that goes on to receive from what is closed never ends. */
#define MAX_AFTER_CLOSE 5

/* What is wanted of the next message. */
typedef enum
{
  WANTS_MESSAGE,
  WANTS_NEXT,
  WANTS_TEXT,
  WANTS_BYTES,
  WANTS_JSON,
  WANTS_READER,
  WANTS_PART,
} Wanted;

static void
end (AiohttpWebSocket *self)
{
  self->receiving = FALSE;
  self->receiver = NULL;
  if (self->decoder.streams && !self->streams_in && aiohttp_web_socket_decoder_is_idle (&self->decoder))
    self->decoder.streams = FALSE;
  if (self->receive_timeout > 0 && self->state <= AIOHTTP_WEB_SOCKET_PEER_CLOSED)
    aiohttp_timer_pause (&self->wait_timer);
}

/* Of a receive that was cancelled there is only the callback to come: the next one may begin. */
static gboolean
end_cancelled (AiohttpWebSocket *self)
{
  if (self->receiver == NULL || !g_cancellable_is_cancelled (g_task_get_cancellable (self->receiver)))
    return FALSE;
  end (self);
  return TRUE;
}

static gboolean
begin (AiohttpWebSocket *self, Wanted wanted, GError **error)
{
  if (G_UNLIKELY (self->receiving && !end_cancelled (self)))
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                         "A message is being received already: one receive at a time");
  else if (G_UNLIKELY (!self->uses_receive && aiohttp_web_socket_has_listener (self)))
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                         "The messages go to the handlers of the signal: nothing can be received");
  else if (G_UNLIKELY (self->streams_in && !self->drops_parts && wanted != WANTS_PART))
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                         "A message is being read by a reader: read it to its end first");
  else
    {
      if (G_UNLIKELY (!self->uses_receive))
        aiohttp_timer_pause (&self->wait_timer);
      self->receiving = self->uses_receive = TRUE;
      self->timed_out = FALSE;
      /* A message of which something has come is had whole. */
      if (wanted == WANTS_READER && self->queue == NULL && aiohttp_web_socket_decoder_is_idle (&self->decoder))
        self->decoder.streams = TRUE;
      return TRUE;
    }
  return FALSE;
}

/* What stands in place of a message when there is none any more. */
static AiohttpWebSocketMessage *
make_end (AiohttpWebSocket *self, gboolean has_waited, GError **error)
{
  if (self->tells_error)
    {
      self->tells_error = FALSE;
      return aiohttp_web_socket_message_new (AIOHTTP_WEB_SOCKET_MESSAGE_ERROR, 0);
    }
  if (self->state == AIOHTTP_WEB_SOCKET_CLOSING)
    return aiohttp_web_socket_message_new (AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING, 0);
  if (!has_waited && ++self->n_after_close > MAX_AFTER_CLOSE)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED,
                           "The websocket is closed, which was told five times");
      return NULL;
    }
  return aiohttp_web_socket_message_new (AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED, 0);
}

/* NULL without an error: wait. */
static AiohttpWebSocketMessage *
take (AiohttpWebSocket *self, gboolean has_waited, GError **error)
{
  AiohttpWebSocketMessage *message;

  if (self->queue == NULL && aiohttp_byte_buffer_length (&self->input) > 0)
    aiohttp_web_socket_decode_kept (self);
  message = aiohttp_web_socket_pop (self);
  if (G_LIKELY (message != NULL))
    {
      if (G_UNLIKELY (message->type == AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE))
        aiohttp_web_socket_answer_close (self);
      else if (self->queue == NULL)
        aiohttp_web_socket_update_interest (self);
      return message;
    }
  if (self->state == AIOHTTP_WEB_SOCKET_OPEN)
    {
      if (self->timed_out)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "No message has come for %g seconds",
                     self->receive_timeout);
      return NULL;
    }
  if (self->state == AIOHTTP_WEB_SOCKET_PEER_CLOSED)
    return aiohttp_web_socket_message_new (AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED, 0);
  return make_end (self, has_waited, error);
}

static void
begin_wait (AiohttpWebSocket *self)
{
  if (self->receive_timeout > 0 && self->state == AIOHTTP_WEB_SOCKET_OPEN)
    aiohttp_timer_arm (aiohttp_web_socket_get_wheel (self), &self->wait_timer,
                       (guint) CLAMP (self->receive_timeout * 1000, 1, G_MAXINT));
}

static AiohttpWebSocketMessage *
receive (AiohttpWebSocket *self, Wanted wanted, const char *what, GError **error)
{
  AiohttpWebSocketMessage *message;
  gboolean has_waited = FALSE;
  GError *failure = NULL;

  if (!aiohttp_wait_list_enter (&self->receivers, what, error) || !begin (self, wanted, error))
    return NULL;
  while ((message = take (self, has_waited, &failure)) == NULL && failure == NULL)
    {
      gboolean picked;

      if (!has_waited)
        begin_wait (self);
      has_waited = TRUE;
      if (!aiohttp_wait_list_wait (&self->receivers, AIOHTTP_WAIT_NORMAL, NULL, &picked, &failure))
        break;
    }
  end (self);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return message;
}

static const char *
get_type_name (AiohttpWebSocketMessage *message)
{
  switch ((AiohttpWebSocketMessageType) message->type)
    {
    case AIOHTTP_WEB_SOCKET_MESSAGE_TEXT:
      return "text";
    case AIOHTTP_WEB_SOCKET_MESSAGE_BINARY:
      return "binary";
    case AIOHTTP_WEB_SOCKET_MESSAGE_PING:
      return "ping";
    case AIOHTTP_WEB_SOCKET_MESSAGE_PONG:
      return "pong";
    case AIOHTTP_WEB_SOCKET_MESSAGE_CONTINUATION:
    case AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE:
    case AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING:
    case AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED:
    case AIOHTTP_WEB_SOCKET_MESSAGE_ERROR:
    case AIOHTTP_WEB_SOCKET_MESSAGE_GAP:
    default:
      return "closing";
    }
}

static gboolean
is_end (AiohttpWebSocketMessage *message)
{
  return message->type == AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE || message->type >= AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING;
}

static gboolean
check_type (AiohttpWebSocket *self, AiohttpWebSocketMessage *message, AiohttpWebSocketMessageType type, GError **error)
{
  if (G_LIKELY (message->type == type))
    return TRUE;
  if (message->type == AIOHTTP_WEB_SOCKET_MESSAGE_ERROR)
    g_propagate_error (error, g_error_copy (self->error));
  else if (is_end (message))
    aiohttp_web_socket_set_closed_error (self, error);
  else
    g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TYPE,
                 "The message is a %s one, not a %s one", get_type_name (message),
                 type == AIOHTTP_WEB_SOCKET_MESSAGE_TEXT ? "text" : "binary");
  return FALSE;
}

static gpointer
take_next (AiohttpWebSocket *self, AiohttpWebSocketMessage *message /* taken */, GError **error)
{
  if (G_LIKELY (!is_end (message)))
    return message;
  if (message->type == AIOHTTP_WEB_SOCKET_MESSAGE_ERROR)
    g_propagate_error (error, g_error_copy (self->error));
  aiohttp_web_socket_message_unref (message);
  return NULL;
}

static gpointer
take_part (AiohttpWebSocket *self, AiohttpWebSocketMessage *message /* taken */, Wanted wanted, GError **error)
{
  AiohttpWebSocketReader *reader;

  if (is_end (message) || message->type > AIOHTTP_WEB_SOCKET_MESSAGE_BINARY)
    {
      check_type (self, message, AIOHTTP_WEB_SOCKET_MESSAGE_BINARY, error);
      aiohttp_web_socket_message_unref (message);
      return NULL;
    }
  self->streams_in = message->is_part && !message->is_last;
  if (wanted == WANTS_PART)
    return message;
  reader = aiohttp_web_socket_reader_new (self, message);
  aiohttp_web_socket_message_unref (message);
  return reader;
}

/* NULL without an error only for the end of an iteration. */
static gpointer
convert (AiohttpWebSocket *self, AiohttpWebSocketMessage *message /* taken */, Wanted wanted, GError **error)
{
  g_autoptr (AiohttpWebSocketMessage) owned = NULL;

  if (wanted == WANTS_MESSAGE)
    return message;
  if (wanted == WANTS_NEXT)
    return take_next (self, message, error);
  if (wanted == WANTS_READER || wanted == WANTS_PART)
    return take_part (self, message, wanted, error);
  owned = message;
  if (!check_type (self, message,
                   wanted == WANTS_BYTES ? AIOHTTP_WEB_SOCKET_MESSAGE_BINARY : AIOHTTP_WEB_SOCKET_MESSAGE_TEXT, error))
    return NULL;
  switch (wanted)
    {
    case WANTS_TEXT:
      return g_strndup ((const char *) message->payload, message->length);
    case WANTS_JSON:
      return aiohttp_json_parse ((const char *) message->payload, message->length, AIOHTTP_JSON_MAX_DEPTH, error);
    case WANTS_BYTES:
    case WANTS_MESSAGE:
    case WANTS_NEXT:
    case WANTS_READER:
    case WANTS_PART:
    default:
      return aiohttp_web_socket_message_get_bytes (message);
    }
}

static gpointer
receive_as (AiohttpWebSocket *self, Wanted wanted, const char *what, GError **error)
{
  AiohttpWebSocketMessage *message = receive (self, wanted, what, error);

  return message != NULL ? convert (self, message, wanted, error) : NULL;
}

/* What an `_async` form wants; its task's data. */
typedef struct
{
  Wanted wanted;
  gboolean has_waited;
  GDestroyNotify free_result;
} Receiving;

static void
return_message (AiohttpWebSocket *self, GTask *task, AiohttpWebSocketMessage *message)
{
  const Receiving *receiving = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer result = convert (self, message, receiving->wanted, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, receiving->free_result);
}

static void on_receiver_turn (GTask *task, gboolean picked, GError *error);

static void
go_on (AiohttpWebSocket *self, GTask *task)
{
  Receiving *receiving = g_task_get_task_data (task);
  GError *error = NULL;
  AiohttpWebSocketMessage *message = take (self, receiving->has_waited, &error);

  if (message == NULL && error == NULL)
    {
      if (!receiving->has_waited)
        begin_wait (self);
      receiving->has_waited = TRUE;
      aiohttp_wait_list_wait_async (&self->receivers, AIOHTTP_WAIT_NORMAL, NULL, task, on_receiver_turn);
      return;
    }
  end (self);
  if (message != NULL)
    return_message (self, task, message);
  else
    g_task_return_error (task, error);
}

static void
on_receiver_turn (GTask *task, gboolean picked, GError *error)
{
  AiohttpWebSocket *self = g_task_get_source_object (task);

  if (error == NULL)
    {
      go_on (self, task);
      return;
    }
  if (self->receiver == task)
    end (self);
  g_task_return_error (task, error);
}

static void
receive_async (AiohttpWebSocket *self, Wanted wanted, GDestroyNotify free_result, const char *what, gpointer tag,
               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task =
      aiohttp_wait_list_enter_async (&self->receivers, self, what, tag, cancellable, callback, user_data);
  GError *error = NULL;
  Receiving *receiving;

  if (task == NULL)
    return;
  if (!begin (self, wanted, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  receiving = g_new0 (Receiving, 1);
  receiving->wanted = wanted;
  receiving->free_result = free_result;
  g_task_set_task_data (task, receiving, g_free);
  self->receiver = task;
  go_on (self, task);
}

static void
free_message (gpointer message)
{
  if (message != NULL)
    aiohttp_web_socket_message_unref (message);
}

/**
 * aiohttp_web_socket_receive: (skip)
 * @self: a websocket
 * @error: return location of the error
 *
 * Gives the next message, whatever it is; suspends the calling coroutine until there is one.
 *
 * The end is a message, too: the peer's close as %AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE, one of this side, in another coroutine,
 * as %AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING, a broken connection as %AIOHTTP_WEB_SOCKET_MESSAGE_ERROR, and after that
 * %AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED, five times. aiohttp: `receive()`.
 *
 * Returns: (transfer full): the message; %NULL with %AIOHTTP_ERROR_INVALID_STATE while another receive is under way or the
 *   signal has handlers, with %AIOHTTP_ERROR_CLOSED if it was told of the end five times, with %G_IO_ERROR_TIMED_OUT
 *   after [property@Aiohttp.WebSocket:receive-timeout], or with the errors of every await
 *
 * Since: 0.1
 */
AiohttpWebSocketMessage *
aiohttp_web_socket_receive (AiohttpWebSocket *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return receive (self, WANTS_MESSAGE, "aiohttp_web_socket_receive()", error);
}

/**
 * aiohttp_web_socket_receive_async:
 * @self: a websocket
 * @cancellable: (nullable): gives the wait up; no message is then taken
 * @callback: (scope async) (closure user_data): called when there is a message
 * @user_data: for @callback
 *
 * Gives the next message, whatever it is.
 *
 * The end is a message, too: the peer's close as %AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE, one of this side as
 * %AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING, a broken connection as %AIOHTTP_WEB_SOCKET_MESSAGE_ERROR, and after that
 * %AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED, five times.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_receive_async (AiohttpWebSocket *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));

  receive_async (self, WANTS_MESSAGE, free_message, "aiohttp_web_socket_receive_async",
                 aiohttp_web_socket_receive_async, cancellable, callback, user_data);
}

/**
 * aiohttp_web_socket_receive_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.receive_async].
 *
 * Returns: (transfer full): the message, or %NULL with an error
 *
 * Since: 0.1
 */
AiohttpWebSocketMessage *
aiohttp_web_socket_receive_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_web_socket_receive_async, error);
}

/**
 * aiohttp_web_socket_receive_future:
 * @self: a websocket
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.WebSocket.receive_async] and gives a future of it, which goes to
 * [method@Aiohttp.WebSocket.receive_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_web_socket_receive, (AiohttpWebSocket * self), (self))

/**
 * aiohttp_web_socket_next: (skip)
 * @self: a websocket
 * @error: return location of the error
 *
 * Gives the next message for as long as there are any; suspends the calling coroutine until there is one.
 *
 * aiohttp: `async for message in ws`.
 *
 * Returns: (transfer full) (nullable): the message; %NULL without an error when the websocket is closed, and with one
 *   where the connection broke or by the errors of [method@Aiohttp.WebSocket.receive]
 *
 * Since: 0.1
 */
AiohttpWebSocketMessage *
aiohttp_web_socket_next (AiohttpWebSocket *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return receive_as (self, WANTS_NEXT, "aiohttp_web_socket_next()", error);
}

/**
 * aiohttp_web_socket_next_async:
 * @self: a websocket
 * @cancellable: (nullable): gives the wait up; no message is then taken
 * @callback: (scope async) (closure user_data): called when there is a message, or the end
 * @user_data: for @callback
 *
 * Gives the next message for as long as there are any.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_next_async (AiohttpWebSocket *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));

  receive_async (self, WANTS_NEXT, free_message, "aiohttp_web_socket_next_async", aiohttp_web_socket_next_async,
                 cancellable, callback, user_data);
}

/**
 * aiohttp_web_socket_next_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.next_async].
 *
 * Returns: (transfer full) (nullable): the message; %NULL without an error when the websocket is closed
 *
 * Since: 0.1
 */
AiohttpWebSocketMessage *
aiohttp_web_socket_next_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_web_socket_next_async, error);
}

/**
 * aiohttp_web_socket_receive_str: (skip)
 * @self: a websocket
 * @error: return location of the error
 *
 * Gives the text of the next message, which has to be a text message; suspends the calling coroutine until there is one.
 *
 * Returns: (transfer full): the text; %NULL with %AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TYPE if the message is another, with
 *   %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with what broke the connection, or with the errors of
 *   [method@Aiohttp.WebSocket.receive]
 *
 * Since: 0.1
 */
char *
aiohttp_web_socket_receive_str (AiohttpWebSocket *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return receive_as (self, WANTS_TEXT, "aiohttp_web_socket_receive_str()", error);
}

/**
 * aiohttp_web_socket_receive_str_async:
 * @self: a websocket
 * @cancellable: (nullable): gives the wait up; no message is then taken
 * @callback: (scope async) (closure user_data): called when there is a message
 * @user_data: for @callback
 *
 * Gives the text of the next message, which has to be a text message.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_receive_str_async (AiohttpWebSocket *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));

  receive_async (self, WANTS_TEXT, g_free, "aiohttp_web_socket_receive_str_async", aiohttp_web_socket_receive_str_async,
                 cancellable, callback, user_data);
}

/**
 * aiohttp_web_socket_receive_str_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.receive_str_async].
 *
 * Returns: (transfer full): the text; %NULL with %AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TYPE if the message is another, or with
 *   %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed
 *
 * Since: 0.1
 */
char *
aiohttp_web_socket_receive_str_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_web_socket_receive_str_async, error);
}

/**
 * aiohttp_web_socket_receive_bytes: (skip)
 * @self: a websocket
 * @error: return location of the error
 *
 * Gives the bytes of the next message, which has to be a binary message; suspends the calling coroutine until there is
 * one.
 *
 * Returns: (transfer full): the bytes; %NULL with the errors of [method@Aiohttp.WebSocket.receive_str]
 *
 * Since: 0.1
 */
GBytes *
aiohttp_web_socket_receive_bytes (AiohttpWebSocket *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return receive_as (self, WANTS_BYTES, "aiohttp_web_socket_receive_bytes()", error);
}

static void
free_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

/**
 * aiohttp_web_socket_receive_bytes_async:
 * @self: a websocket
 * @cancellable: (nullable): gives the wait up; no message is then taken
 * @callback: (scope async) (closure user_data): called when there is a message
 * @user_data: for @callback
 *
 * Gives the bytes of the next message, which has to be a binary message.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_receive_bytes_async (AiohttpWebSocket *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));

  receive_async (self, WANTS_BYTES, free_bytes, "aiohttp_web_socket_receive_bytes_async",
                 aiohttp_web_socket_receive_bytes_async, cancellable, callback, user_data);
}

/**
 * aiohttp_web_socket_receive_bytes_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.receive_bytes_async].
 *
 * Returns: (transfer full): the bytes; %NULL with %AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TYPE if the message is another, or with
 *   %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed
 *
 * Since: 0.1
 */
GBytes *
aiohttp_web_socket_receive_bytes_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_web_socket_receive_bytes_async, error);
}

/**
 * aiohttp_web_socket_receive_json: (skip)
 * @self: a websocket
 * @error: return location of the error
 *
 * Parses the text of the next message, which has to be a text message; suspends the calling coroutine until there is one.
 *
 * Returns: (transfer full): the root; %NULL with an error of %JSON_PARSER_ERROR if it is not JSON, or nested deeper than
 *   64, or with the errors of [method@Aiohttp.WebSocket.receive_str]
 *
 * Since: 0.1
 */
JsonNode *
aiohttp_web_socket_receive_json (AiohttpWebSocket *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return receive_as (self, WANTS_JSON, "aiohttp_web_socket_receive_json()", error);
}

static void
free_node (gpointer node)
{
  json_node_unref (node);
}

/**
 * aiohttp_web_socket_receive_json_async:
 * @self: a websocket
 * @cancellable: (nullable): gives the wait up; no message is then taken
 * @callback: (scope async) (closure user_data): called when there is a message
 * @user_data: for @callback
 *
 * Parses the text of the next message, which has to be a text message.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_receive_json_async (AiohttpWebSocket *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));

  receive_async (self, WANTS_JSON, free_node, "aiohttp_web_socket_receive_json_async",
                 aiohttp_web_socket_receive_json_async, cancellable, callback, user_data);
}

/**
 * aiohttp_web_socket_receive_json_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.receive_json_async].
 *
 * Returns: (transfer full): the root; %NULL with an error of %JSON_PARSER_ERROR if it is not JSON, or nested deeper than
 *   64, or with the errors of [method@Aiohttp.WebSocket.receive_str_finish]
 *
 * Since: 0.1
 */
JsonNode *
aiohttp_web_socket_receive_json_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_web_socket_receive_json_async, error);
}

/**
 * aiohttp_web_socket_receive_reader: (skip)
 * @self: a websocket
 * @error: return location of the error
 *
 * Begins to receive the next message part by part, which may then be of any length; suspends the calling coroutine until
 * something of it has come. Nothing else can be received before its end, or before the reader is dropped.
 *
 * Returns: (transfer full): the reader of a text or binary message; %NULL with the errors of
 *   [method@Aiohttp.WebSocket.receive_str]
 *
 * Since: 0.1
 */
AiohttpWebSocketReader *
aiohttp_web_socket_receive_reader (AiohttpWebSocket *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return receive_as (self, WANTS_READER, "aiohttp_web_socket_receive_reader()", error);
}

/**
 * aiohttp_web_socket_receive_reader_async:
 * @self: a websocket
 * @cancellable: (nullable): gives the wait up
 * @callback: (scope async) (closure user_data): called when something of the message has come
 * @user_data: for @callback
 *
 * Begins to receive the next message part by part, which may then be of any length. Nothing else can be received before
 * its end, or before the reader is dropped.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_receive_reader_async (AiohttpWebSocket *self, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (self));

  receive_async (self, WANTS_READER, g_object_unref, "aiohttp_web_socket_receive_reader_async",
                 aiohttp_web_socket_receive_reader_async, cancellable, callback, user_data);
}

/**
 * aiohttp_web_socket_receive_reader_finish:
 * @self: a websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocket.receive_reader_async].
 *
 * Returns: (transfer full): the reader of a text or binary message; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpWebSocketReader *
aiohttp_web_socket_receive_reader_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_web_socket_receive_reader_async, error);
}

AiohttpWebSocketMessage *
aiohttp_web_socket_receive_part (AiohttpWebSocket *self, const char *what, GError **error)
{
  return receive_as (self, WANTS_PART, what, error);
}

void
aiohttp_web_socket_receive_part_async (AiohttpWebSocket *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  receive_async (self, WANTS_PART, free_message, "aiohttp_web_socket_reader_read_async",
                 aiohttp_web_socket_receive_part_async, cancellable, callback, user_data);
}

AiohttpWebSocketMessage *
aiohttp_web_socket_receive_part_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error)
{
  return aiohttp_result_propagate_pointer (result, self, aiohttp_web_socket_receive_part_async, error);
}
