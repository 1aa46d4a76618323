/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-writer.h"

#include "aiohttp-error.h"
#include "aiohttp-web-socket-private.h"

/**
 * AiohttpWebSocketWriter:
 *
 * A large message that is sent part by part, from [method@Aiohttp.WebSocket.begin_message].
 *
 * Each part is a fragment (RFC 6455, 5.4). Until its end no other message can be sent; pings and the close can. A writer
 * that is dropped before ends the websocket with the code 1011, since nobody could take what was sent for a message.
 *
 * Since: 0.1
 */

struct _AiohttpWebSocketWriter
{
  GObject parent_instance;

  AiohttpWebSocket *socket;
  AiohttpWebSocketOpcode opcode;
  AiohttpWebSocketText text;
  gboolean compresses;
  gboolean begun;
  gboolean ended;
};

G_DEFINE_FINAL_TYPE (AiohttpWebSocketWriter, aiohttp_web_socket_writer, G_TYPE_OBJECT)

static void
aiohttp_web_socket_writer_dispose (GObject *object)
{
  AiohttpWebSocketWriter *self = AIOHTTP_WEB_SOCKET_WRITER (object);
  AiohttpWebSocket *socket = self->socket;

  if (socket != NULL && !self->ended)
    {
      self->ended = TRUE;
      socket->streams_out = FALSE;
      socket->abandoned = self->begun;
      /* Handlers must not be called from here. */
      if (self->begun && socket->channel != NULL)
        aiohttp_channel_wake (socket->channel);
    }
  g_clear_object (&self->socket);
  G_OBJECT_CLASS (aiohttp_web_socket_writer_parent_class)->dispose (object);
}

static void
aiohttp_web_socket_writer_class_init (AiohttpWebSocketWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aiohttp_web_socket_writer_dispose;
}

static void
aiohttp_web_socket_writer_init (AiohttpWebSocketWriter *self)
{
}

/**
 * aiohttp_web_socket_begin_message:
 * @self: a websocket
 * @type: text or binary
 * @compression: whether it is compressed
 * @error: return location of the error
 *
 * Begins a message that is sent part by part. Nothing is sent before its first part.
 *
 * Returns: (transfer full): the writer; %NULL with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with
 *   %AIOHTTP_ERROR_INVALID_STATE while another writer is not done, or with %AIOHTTP_ERROR_INVALID_ARGUMENT for another type
 *
 * Since: 0.1
 */
AiohttpWebSocketWriter *
aiohttp_web_socket_begin_message (AiohttpWebSocket *self, AiohttpWebSocketMessageType type,
                                  AiohttpWebSocketCompression compression, GError **error)
{
  AiohttpWebSocketWriter *writer;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (self), NULL);

  if (!aiohttp_web_socket_check_open (self, error))
    return NULL;
  if (self->streams_out)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "A message is being sent by a writer: end it first");
      return NULL;
    }
  if (type != AIOHTTP_WEB_SOCKET_MESSAGE_TEXT && type != AIOHTTP_WEB_SOCKET_MESSAGE_BINARY)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "A message is text or binary");
      return NULL;
    }
  writer = g_object_new (AIOHTTP_TYPE_WEB_SOCKET_WRITER, NULL);
  writer->socket = g_object_ref (self);
  writer->opcode = (AiohttpWebSocketOpcode) type;
  writer->compresses = self->deflater != NULL && compression != AIOHTTP_WEB_SOCKET_COMPRESSION_NEVER;
  self->streams_out = TRUE;
  return writer;
}

static gboolean
check_text (AiohttpWebSocketWriter *self, const guint8 *data, gsize length, gboolean last, GError **error)
{
  if (self->opcode != AIOHTTP_WEB_SOCKET_OPCODE_TEXT || (aiohttp_web_socket_text_add (&self->text, data, length) &&
                                                         (!last || aiohttp_web_socket_text_is_complete (&self->text))))
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "The text to send is not valid UTF-8");
  return FALSE;
}

/* NULL: the end. */
static gboolean
put (AiohttpWebSocketWriter *self, GBytes *bytes, GError **error)
{
  gsize length = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (self->ended)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The message was ended: nothing can follow");
      return FALSE;
    }
  if (bytes != NULL && length == 0)
    return TRUE;
  if (!check_text (self, data, length, bytes == NULL, error) ||
      !aiohttp_web_socket_put_part (self->socket, self->opcode, self->compresses, !self->begun, bytes == NULL, data,
                                    length, bytes, error))
    return FALSE;
  self->begun = TRUE;
  if (bytes == NULL)
    {
      self->ended = TRUE;
      self->socket->streams_out = FALSE;
    }
  return TRUE;
}

static void
on_drained (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start (AiohttpWebSocketWriter *self, GBytes *bytes, gpointer tag, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) draining = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, tag);
  g_task_set_name (task, "[aiohttp] websocket writer");
  if (!put (self, bytes, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  draining = g_task_new (self->socket, cancellable, on_drained, g_object_ref (task));
  g_task_set_name (draining, "[aiohttp] websocket writer: drain");
  aiohttp_web_socket_return_when_drained (self->socket, draining);
}

/**
 * aiohttp_web_socket_writer_write: (skip)
 * @self: a writer
 * @bytes: the part, of which a large one is not copied; nothing is sent for none
 * @error: return location of the error
 *
 * Sends a part of the message; suspends the calling coroutine only while more than [property@Aiohttp.WebSocket:writer-limit] waits for the peer.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with %AIOHTTP_ERROR_CLOSED behind
 *   the message's end, with %AIOHTTP_ERROR_INVALID_ARGUMENT for text that is not UTF-8, or with the errors of every await
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_writer_write (AiohttpWebSocketWriter *self, GBytes *bytes, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_WRITER (self), FALSE);

  return aiohttp_wait_list_enter (&self->socket->writers, "aiohttp_web_socket_writer_write()", error) &&
         put (self, bytes, error) && aiohttp_web_socket_wait_for_room (self->socket, error);
}

/**
 * aiohttp_web_socket_writer_write_async:
 * @self: a writer
 * @bytes: the part, of which a large one is not copied; nothing is sent for none
 * @cancellable: (nullable): gives the wait up; what is sent is sent all the same
 * @callback: (scope async) (closure user_data): called when no more than the writer limit waits for the peer
 * @user_data: for @callback
 *
 * Sends a part of the message.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_writer_write_async (AiohttpWebSocketWriter *self, GBytes *bytes, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_WRITER (self));

  start (self, bytes, aiohttp_web_socket_writer_write_async, cancellable, callback, user_data);
}

/**
 * aiohttp_web_socket_writer_write_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocketWriter.write_async].
 *
 * Returns: %TRUE, or %FALSE with an error
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_writer_write_finish (AiohttpWebSocketWriter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_WRITER (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_web_socket_writer_write_async, error);
}

/**
 * aiohttp_web_socket_writer_write_eof: (skip)
 * @self: a writer
 * @error: return location of the error
 *
 * Ends the message; suspends the calling coroutine only while more than [property@Aiohttp.WebSocket:writer-limit] waits for the peer.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed, with %AIOHTTP_ERROR_CLOSED behind
 *   the message's end, with %AIOHTTP_ERROR_INVALID_ARGUMENT for text that is not UTF-8, or with the errors of every await
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_writer_write_eof (AiohttpWebSocketWriter *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_WRITER (self), FALSE);

  return aiohttp_wait_list_enter (&self->socket->writers, "aiohttp_web_socket_writer_write_eof()", error) &&
         put (self, NULL, error) && aiohttp_web_socket_wait_for_room (self->socket, error);
}

/**
 * aiohttp_web_socket_writer_write_eof_async:
 * @self: a writer
 * @cancellable: (nullable): gives the wait up; what is sent is sent all the same
 * @callback: (scope async) (closure user_data): called when no more than the writer limit waits for the peer
 * @user_data: for @callback
 *
 * Ends the message.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_writer_write_eof_async (AiohttpWebSocketWriter *self, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_WRITER (self));

  start (self, NULL, aiohttp_web_socket_writer_write_eof_async, cancellable, callback, user_data);
}

/**
 * aiohttp_web_socket_writer_write_eof_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocketWriter.write_eof_async].
 *
 * Returns: %TRUE, or %FALSE with an error
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_writer_write_eof_finish (AiohttpWebSocketWriter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_WRITER (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_web_socket_writer_write_eof_async, error);
}
