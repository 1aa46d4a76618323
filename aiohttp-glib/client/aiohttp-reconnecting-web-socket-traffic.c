/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-reconnecting-web-socket-private.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-web-socket-private.h"

/* AiohttpReconnectingWebSocket: what is received and sent. */

/* A connection's messages, which may outlive it. */
typedef struct
{
  AiohttpWebSocketMessage *gap; /* nullable: comes first */
  AiohttpWebSocket *socket;
} Source;

static void
source_free (gpointer data)
{
  Source *source = data;

  g_clear_pointer (&source->gap, aiohttp_web_socket_message_unref);
  g_object_unref (source->socket);
  g_free (source);
}

typedef struct
{
  AiohttpWebSocketMessageType type;
  GBytes *payload;
} Unsent;

static void
unsent_free (gpointer data)
{
  Unsent *unsent = data;

  g_bytes_unref (unsent->payload);
  g_free (unsent);
}

void
aiohttp_reconnecting_web_socket_clear_sources (AiohttpReconnectingWebSocket *self)
{
  g_queue_clear_full (&self->sources, source_free);
}

void
aiohttp_reconnecting_web_socket_clear_unsent (AiohttpReconnectingWebSocket *self)
{
  g_queue_clear_full (&self->unsent, unsent_free);
  self->unsent_size = 0;
}

void
aiohttp_reconnecting_web_socket_add_source (AiohttpReconnectingWebSocket *self, AiohttpWebSocket *socket,
                                            AiohttpWebSocketMessage *gap)
{
  Source *source = g_new0 (Source, 1);

  source->gap = gap;
  source->socket = g_object_ref (socket);
  g_queue_push_tail (&self->sources, source);
  aiohttp_wait_list_pick_all (&self->receivers);
}

static void
end_receive (GTask *task, AiohttpWebSocketMessage *message, GError *error)
{
  AiohttpReconnectingWebSocket *self = g_task_get_source_object (task);

  if (self->receiver == task)
    {
      self->receiver = NULL;
      self->receiving = FALSE;
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, message, (GDestroyNotify) aiohttp_web_socket_message_unref);
}

/* No message came of a websocket: TRUE if it has ended, and others may follow. Whatever fails while the connection stands is
 * the caller's: a cancel, a timeout. */
static gboolean
goes_on_behind (AiohttpReconnectingWebSocket *self, AiohttpWebSocket *socket, GError **error)
{
  Source *source = g_queue_peek_head (&self->sources);

  if (*error != NULL && ((*error)->domain == G_IO_ERROR || !aiohttp_web_socket_is_closed (socket)))
    return FALSE;
  g_clear_error (error);
  if (source != NULL && source->socket == socket)
    source_free (g_queue_pop_head (&self->sources));
  aiohttp_reconnecting_web_socket_resume (self);
  return TRUE;
}

static void receive_next (GTask *task);

static void
on_received (GObject *object, GAsyncResult *result, gpointer user_data)
{
  AiohttpWebSocket *socket = AIOHTTP_WEB_SOCKET (object);
  g_autoptr (GTask) task = user_data;
  AiohttpReconnectingWebSocket *self = g_task_get_source_object (task);
  GError *error = NULL;
  AiohttpWebSocketMessage *message = aiohttp_web_socket_next_finish (socket, result, &error);

  if (message == NULL && goes_on_behind (self, socket, &error))
    receive_next (task);
  else
    end_receive (task, message, error);
}

static void
on_receiver_turn (GTask *task, gboolean picked, GError *error)
{
  if (error != NULL)
    end_receive (task, NULL, error);
  else
    receive_next (task);
}

static void
receive_next (GTask *task)
{
  AiohttpReconnectingWebSocket *self = g_task_get_source_object (task);
  Source *source = g_queue_peek_head (&self->sources);

  if (source != NULL && source->gap != NULL)
    end_receive (task, g_steal_pointer (&source->gap), NULL);
  else if (source != NULL)
    aiohttp_web_socket_next_async (source->socket, g_task_get_cancellable (task), on_received, g_object_ref (task));
  else if (self->state != AIOHTTP_RECONNECTING_STATE_CLOSED)
    aiohttp_wait_list_wait_async (&self->receivers, AIOHTTP_WAIT_NORMAL, NULL, task, on_receiver_turn);
  else
    {
      gboolean tells = self->tells_error;

      self->tells_error = FALSE;
      end_receive (task, NULL, tells ? g_error_copy (self->error) : NULL);
    }
}

static gboolean
check_receive (AiohttpReconnectingWebSocket *self, GError **error)
{
  /* Of one that was cancelled there is only the callback to come. */
  if (self->receiving &&
      (self->receiver == NULL || !g_cancellable_is_cancelled (g_task_get_cancellable (self->receiver))))
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                         "A message is being received already: one receive at a time");
  else if (!self->uses_next && aiohttp_reconnecting_web_socket_has_listener (self))
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                         "The messages go to the handlers of the signal: nothing can be received");
  else
    return TRUE;
  return FALSE;
}

/* The way of most messages, without a GTask. NULL without an error: there is none on it. */
static AiohttpWebSocketMessage *
receive_directly (AiohttpReconnectingWebSocket *self, GError **error)
{
  Source *source = g_queue_peek_head (&self->sources);
  g_autoptr (AiohttpWebSocket) socket = NULL;
  AiohttpWebSocketMessage *message;
  GError *failure = NULL;

  if (source == NULL || source->gap != NULL)
    return NULL;
  socket = g_object_ref (source->socket);
  self->receiving = self->uses_next = TRUE;
  self->receiver = NULL;
  message = aiohttp_web_socket_next (socket, &failure);
  self->receiving = FALSE;
  if (message == NULL && !goes_on_behind (self, socket, &failure))
    g_propagate_error (error, failure);
  return message;
}

/**
 * aiohttp_reconnecting_web_socket_next: (skip)
 * @self: a reconnecting websocket
 * @error: return location of the error
 *
 * Gives the next message of this connection, or of the one that comes after it; suspends the calling coroutine until there
 * is one. Starts what is not started yet.
 *
 * Between the messages of two connections comes one of the type %AIOHTTP_WEB_SOCKET_MESSAGE_GAP.
 *
 * Returns: (transfer full) (nullable): the message; %NULL without an error when it was closed, here or by the server in good
 *   order, and with one, once, where it was given up
 *
 * Since: 0.1
 */
AiohttpWebSocketMessage *
aiohttp_reconnecting_web_socket_next (AiohttpReconnectingWebSocket *self, GError **error)
{
  g_autoptr (AiohttpReconnectingWebSocket) kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  AiohttpWebSocketMessage *message;
  GError *failure = NULL;

  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), NULL);

  if (!aiohttp_wait_list_enter (&self->receivers, "aiohttp_reconnecting_web_socket_next()", error) ||
      !check_receive (self, error))
    return NULL;
  kept = g_object_ref (self);
  message = receive_directly (self, &failure);
  if (message != NULL)
    return message;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  result = aiohttp_await (aiohttp_reconnecting_web_socket_next_async (self, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_reconnecting_web_socket_next_finish (self, result, error);
}

/**
 * aiohttp_reconnecting_web_socket_next_async:
 * @self: a reconnecting websocket
 * @cancellable: (nullable): gives the wait up; no message is then taken
 * @callback: (scope async) (closure user_data): called when there is a message, or the end
 * @user_data: for @callback
 *
 * Gives the next message of this connection, or of the one that comes after it. Starts what is not started yet.
 *
 * Between the messages of two connections comes one of the type %AIOHTTP_WEB_SOCKET_MESSAGE_GAP.
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_next_async (AiohttpReconnectingWebSocket *self, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));

  task = aiohttp_wait_list_enter_async (&self->receivers, self, "aiohttp_reconnecting_web_socket_next_async",
                                        aiohttp_reconnecting_web_socket_next_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (!check_receive (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->receiving = self->uses_next = TRUE;
  self->receiver = task;
  aiohttp_reconnecting_web_socket_begin_later (self);
  receive_next (task);
}

/**
 * aiohttp_reconnecting_web_socket_next_finish:
 * @self: a reconnecting websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.ReconnectingWebSocket.next_async].
 *
 * Returns: (transfer full) (nullable): the message; %NULL without an error at the end, and with one, once, where it was given up,
 *   or with %AIOHTTP_ERROR_INVALID_STATE while another receive is under way or the signal has handlers
 *
 * Since: 0.1
 */
AiohttpWebSocketMessage *
aiohttp_reconnecting_web_socket_next_finish (AiohttpReconnectingWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_reconnecting_web_socket_next_async, error);
}

/**
 * aiohttp_reconnecting_web_socket_next_future:
 * @self: a reconnecting websocket
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.ReconnectingWebSocket.next_async] and gives a future of it, which goes to
 * [method@Aiohttp.ReconnectingWebSocket.next_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_reconnecting_web_socket_next, (AiohttpReconnectingWebSocket * self), (self))

void
aiohttp_reconnecting_web_socket_send_unsent (AiohttpReconnectingWebSocket *self)
{
  Unsent *unsent;

  while ((unsent = g_queue_pop_head (&self->unsent)) != NULL)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (unsent->payload, &length);

      aiohttp_web_socket_put_message (self->socket, (AiohttpWebSocketOpcode) unsent->type, data, length,
                                      unsent->payload, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, NULL);
      unsent_free (unsent);
    }
  self->unsent_size = 0;
}

static gboolean
keep (AiohttpReconnectingWebSocket *self, AiohttpWebSocketMessageType type, GBytes *payload, GError **error)
{
  gsize size = g_bytes_get_size (payload);
  Unsent *unsent;

  if (self->state == AIOHTTP_RECONNECTING_STATE_CLOSED)
    {
      g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED, "The websocket is closed%s%s",
                   self->error != NULL ? ": " : "", self->error != NULL ? self->error->message : "");
      return FALSE;
    }
  if (self->queue_limit == 0)
    {
      g_set_error_literal (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_AWAY,
                           "There is no connection just now, and nothing is kept for the next one");
      return FALSE;
    }
  if (self->unsent_size + size + sizeof (Unsent) > self->queue_limit)
    {
      g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_AWAY,
                   "There is no connection just now, and %" G_GSIZE_FORMAT
                   " bytes wait for the next one: with %" G_GSIZE_FORMAT
                   " more they would be over the limit of %" G_GUINT64_FORMAT,
                   self->unsent_size, size, self->queue_limit);
      return FALSE;
    }
  unsent = g_new (Unsent, 1);
  unsent->type = type;
  unsent->payload = g_bytes_ref (payload);
  g_queue_push_tail (&self->unsent, unsent);
  /* Empty ones take memory, too. */
  self->unsent_size += size + sizeof (Unsent);
  return TRUE;
}

static void
on_sent (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (aiohttp_web_socket_send_frame_finish (AIOHTTP_WEB_SOCKET (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
send_payload (GTask *task, AiohttpWebSocketMessageType type, GBytes *payload)
{
  AiohttpReconnectingWebSocket *self = g_task_get_source_object (task);
  GError *error = NULL;
  gsize length;
  gconstpointer data = g_bytes_get_data (payload, &length);

  aiohttp_reconnecting_web_socket_begin_later (self);
  if (type == AIOHTTP_WEB_SOCKET_MESSAGE_TEXT && !aiohttp_web_socket_text_is_valid (data, length))
    g_task_return_new_error (task, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                             "The text to send is not valid UTF-8");
  else if (self->socket != NULL && !aiohttp_web_socket_is_closed (self->socket))
    aiohttp_web_socket_send_frame_async (self->socket, type, payload, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT,
                                         g_task_get_cancellable (task), on_sent, g_object_ref (task));
  else if (keep (self, type, payload, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GTask *
begin_send (AiohttpReconnectingWebSocket *self, const char *what, gpointer tag, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  return aiohttp_wait_list_enter_async (&self->receivers, self, what, tag, cancellable, callback, user_data);
}

/**
 * aiohttp_reconnecting_web_socket_send_str: (skip)
 * @self: a reconnecting websocket
 * @text: valid UTF-8
 * @error: return location of the error
 *
 * Sends a text message; suspends the calling coroutine while too much waits for the server: the awaiting form of
 * [method@Aiohttp.ReconnectingWebSocket.send_str_async].
 *
 * Returns: %TRUE; %FALSE on error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_reconnecting_web_socket_send_str, FALSE,
                      (AiohttpReconnectingWebSocket * self, const char *text), (self, text))

/**
 * aiohttp_reconnecting_web_socket_send_str_async:
 * @self: a reconnecting websocket
 * @text: valid UTF-8
 * @cancellable: (nullable): gives the wait up; the message is sent all the same
 * @callback: (scope async) (closure user_data): called when no more than the writer limit waits for the server
 * @user_data: for @callback
 *
 * Sends a text message, or keeps it for the next connection: [property@Aiohttp.ReconnectingWebSocket:queue-limit]. One that was
 * on its way when a connection was lost is not sent again.
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_send_str_async (AiohttpReconnectingWebSocket *self, const char *text,
                                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) payload = NULL;

  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));
  g_return_if_fail (text != NULL);

  task = begin_send (self, "aiohttp_reconnecting_web_socket_send_str_async",
                     aiohttp_reconnecting_web_socket_send_str_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  payload = g_bytes_new (text, strlen (text));
  send_payload (task, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT, payload);
}

/**
 * aiohttp_reconnecting_web_socket_send_str_finish:
 * @self: a reconnecting websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.ReconnectingWebSocket.send_str_async].
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_AWAY if there is no connection and it was not kept, with
 *   %AIOHTTP_WEBSOCKET_ERROR_CLOSED if it is closed, or with %AIOHTTP_ERROR_INVALID_ARGUMENT if it is not UTF-8
 *
 * Since: 0.1
 */
gboolean
aiohttp_reconnecting_web_socket_send_str_finish (AiohttpReconnectingWebSocket *self, GAsyncResult *result,
                                                 GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_reconnecting_web_socket_send_str_async, error);
}

/**
 * aiohttp_reconnecting_web_socket_send_bytes: (skip)
 * @self: a reconnecting websocket
 * @bytes: the bytes, of which large ones are not copied
 * @error: return location of the error
 *
 * Sends a binary message; suspends the calling coroutine while too much waits for the server: the awaiting form of
 * [method@Aiohttp.ReconnectingWebSocket.send_bytes_async].
 *
 * Returns: %TRUE; %FALSE on error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_reconnecting_web_socket_send_bytes, FALSE,
                      (AiohttpReconnectingWebSocket * self, GBytes *bytes), (self, bytes))

/**
 * aiohttp_reconnecting_web_socket_send_bytes_async:
 * @self: a reconnecting websocket
 * @bytes: the bytes
 * @cancellable: (nullable): gives the wait up; the message is sent all the same
 * @callback: (scope async) (closure user_data): called when no more than the writer limit waits for the server
 * @user_data: for @callback
 *
 * Sends a binary message, or keeps it for the next connection, as
 * [method@Aiohttp.ReconnectingWebSocket.send_str_async].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_send_bytes_async (AiohttpReconnectingWebSocket *self, GBytes *bytes,
                                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));
  g_return_if_fail (bytes != NULL);

  task = begin_send (self, "aiohttp_reconnecting_web_socket_send_bytes_async",
                     aiohttp_reconnecting_web_socket_send_bytes_async, cancellable, callback, user_data);
  if (task != NULL)
    send_payload (task, AIOHTTP_WEB_SOCKET_MESSAGE_BINARY, bytes);
}

/**
 * aiohttp_reconnecting_web_socket_send_bytes_finish:
 * @self: a reconnecting websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.ReconnectingWebSocket.send_bytes_async].
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_AWAY if there is no connection and it was not kept, or with
 *   %AIOHTTP_WEBSOCKET_ERROR_CLOSED if it is closed
 *
 * Since: 0.1
 */
gboolean
aiohttp_reconnecting_web_socket_send_bytes_finish (AiohttpReconnectingWebSocket *self, GAsyncResult *result,
                                                   GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_reconnecting_web_socket_send_bytes_async, error);
}

/**
 * aiohttp_reconnecting_web_socket_send_json: (skip)
 * @self: a reconnecting websocket
 * @node: any value
 * @error: return location of the error
 *
 * Sends a value as JSON, in a text message; suspends the calling coroutine while too much waits for the server: the awaiting
 * form of [method@Aiohttp.ReconnectingWebSocket.send_json_async].
 *
 * Returns: %TRUE; %FALSE on error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_reconnecting_web_socket_send_json, FALSE,
                      (AiohttpReconnectingWebSocket * self, JsonNode *node), (self, node))

/**
 * aiohttp_reconnecting_web_socket_send_json_async:
 * @self: a reconnecting websocket
 * @node: any value
 * @cancellable: (nullable): gives the wait up; the message is sent all the same
 * @callback: (scope async) (closure user_data): called when no more than the writer limit waits for the server
 * @user_data: for @callback
 *
 * Sends a value as JSON, in a text message, or keeps it for the next connection, as
 * [method@Aiohttp.ReconnectingWebSocket.send_str_async].
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_send_json_async (AiohttpReconnectingWebSocket *self, JsonNode *node,
                                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) payload = NULL;
  char *text;

  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));
  g_return_if_fail (node != NULL);

  task = begin_send (self, "aiohttp_reconnecting_web_socket_send_json_async",
                     aiohttp_reconnecting_web_socket_send_json_async, cancellable, callback, user_data);
  if (task == NULL)
    return;
  text = json_to_string (node, FALSE);
  payload = g_bytes_new_take (text, strlen (text));
  send_payload (task, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT, payload);
}

/**
 * aiohttp_reconnecting_web_socket_send_json_finish:
 * @self: a reconnecting websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.ReconnectingWebSocket.send_json_async].
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_AWAY if there is no connection and it was not kept, with
 *   %AIOHTTP_WEBSOCKET_ERROR_CLOSED if it is closed, or with %AIOHTTP_ERROR_INVALID_ARGUMENT if a string in it is not UTF-8
 *
 * Since: 0.1
 */
gboolean
aiohttp_reconnecting_web_socket_send_json_finish (AiohttpReconnectingWebSocket *self, GAsyncResult *result,
                                                  GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_reconnecting_web_socket_send_json_async, error);
}

static void
on_closed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  aiohttp_web_socket_close_finish (AIOHTTP_WEB_SOCKET (object), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_reconnecting_web_socket_close: (skip)
 * @self: a reconnecting websocket
 * @code: why: %AIOHTTP_WEB_SOCKET_CLOSE_OK, say, or one of 3000 to 4999
 * @reason: (nullable): for the server's programmer
 * @error: return location of the error
 *
 * Closes it, and suspends the calling coroutine until the connection, if there is one, is closed: the awaiting form of
 * [method@Aiohttp.ReconnectingWebSocket.close_async].
 *
 * Returns: whether that call has closed it; %FALSE without an error if it was closed before
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_reconnecting_web_socket_close, FALSE,
                      (AiohttpReconnectingWebSocket * self, guint code, const char *reason), (self, code, reason))

/**
 * aiohttp_reconnecting_web_socket_close_async:
 * @self: a reconnecting websocket
 * @code: why: %AIOHTTP_WEB_SOCKET_CLOSE_OK, say, or one of 3000 to 4999
 * @reason: (nullable): for the server's programmer
 * @cancellable: (nullable): gives the wait up; it is closed all the same
 * @callback: (scope async) (closure user_data): called when the connection is closed
 * @user_data: for @callback
 *
 * Closes it: at once no more attempts are made, and who waits for a message gets the end. A connection is closed in good
 * order.
 *
 * Since: 0.1
 */
void
aiohttp_reconnecting_web_socket_close_async (AiohttpReconnectingWebSocket *self, guint code, const char *reason,
                                             GCancellable *cancellable, GAsyncReadyCallback callback,
                                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (AiohttpWebSocket) socket = NULL;

  g_return_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self));

  task = begin_send (self, "aiohttp_reconnecting_web_socket_close_async", aiohttp_reconnecting_web_socket_close_async,
                     cancellable, callback, user_data);
  if (task == NULL)
    return;
  if (!aiohttp_web_socket_close_code_is_valid (code))
    {
      g_task_return_new_error (task, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                               "A websocket cannot be closed with the code %u", code);
      return;
    }
  if (self->state == AIOHTTP_RECONNECTING_STATE_CLOSED)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  if (self->socket != NULL)
    socket = g_object_ref (self->socket);
  aiohttp_reconnecting_web_socket_clear_sources (self);
  aiohttp_reconnecting_web_socket_end_quietly (self);
  if (socket != NULL)
    aiohttp_web_socket_close_async (socket, code, reason, cancellable, on_closed, g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_reconnecting_web_socket_close_finish:
 * @self: a reconnecting websocket
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.ReconnectingWebSocket.close_async].
 *
 * Returns: whether that call has closed it; %FALSE without an error if it was closed before, or with
 *   %AIOHTTP_ERROR_INVALID_ARGUMENT for a code that cannot be sent
 *
 * Since: 0.1
 */
gboolean
aiohttp_reconnecting_web_socket_close_finish (AiohttpReconnectingWebSocket *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_RECONNECTING_WEB_SOCKET (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_reconnecting_web_socket_close_async, error);
}
