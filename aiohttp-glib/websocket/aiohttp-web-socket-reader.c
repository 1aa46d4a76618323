/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-reader.h"

#include "aiohttp-web-socket-reader-private.h"

/**
 * AiohttpWebSocketReader:
 *
 * A large message that is received part by part, from [method@Aiohttp.WebSocket.receive_reader_async].
 *
 * Parts come as the peer sends them, whatever fragments it makes; those of text are cut anywhere, also inside a character,
 * but they are known to be UTF-8 so far. The longest message that the websocket takes is no limit here. Who does not read
 * stops the peer. A reader that is dropped drops the rest of its message.
 *
 * Since: 0.1
 */

struct _AiohttpWebSocketReader
{
  GObject parent_instance;

  AiohttpWebSocket *socket;
  AiohttpWebSocketMessage *first; /* that was not read yet */
  AiohttpWebSocketMessageType type;
  gboolean ended; /* there is nothing behind what was read, and behind `first` */
};

G_DEFINE_FINAL_TYPE (AiohttpWebSocketReader, aiohttp_web_socket_reader, G_TYPE_OBJECT)

static void
aiohttp_web_socket_reader_dispose (GObject *object)
{
  AiohttpWebSocketReader *self = AIOHTTP_WEB_SOCKET_READER (object);

  if (self->socket != NULL && !self->ended)
    aiohttp_web_socket_drop_parts (self->socket);
  self->ended = TRUE;
  g_clear_pointer (&self->first, aiohttp_web_socket_message_unref);
  g_clear_object (&self->socket);
  G_OBJECT_CLASS (aiohttp_web_socket_reader_parent_class)->dispose (object);
}

static void
aiohttp_web_socket_reader_class_init (AiohttpWebSocketReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aiohttp_web_socket_reader_dispose;
}

static void
aiohttp_web_socket_reader_init (AiohttpWebSocketReader *self)
{
}

AiohttpWebSocketReader *
aiohttp_web_socket_reader_new (AiohttpWebSocket *socket, AiohttpWebSocketMessage *first)
{
  AiohttpWebSocketReader *self = g_object_new (AIOHTTP_TYPE_WEB_SOCKET_READER, NULL);

  self->socket = g_object_ref (socket);
  self->first = aiohttp_web_socket_message_ref (first);
  self->type = (AiohttpWebSocketMessageType) first->type;
  self->ended = !first->is_part || first->is_last;
  return self;
}

/**
 * aiohttp_web_socket_reader_get_message_type:
 * @self: a reader
 *
 * Gets what the message is.
 *
 * Returns: text or binary
 *
 * Since: 0.1
 */
AiohttpWebSocketMessageType
aiohttp_web_socket_reader_get_message_type (AiohttpWebSocketReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_READER (self), AIOHTTP_WEB_SOCKET_MESSAGE_BINARY);

  return self->type;
}

/**
 * aiohttp_web_socket_reader_is_at_end:
 * @self: a reader
 *
 * Tells whether all of the message was read.
 *
 * Returns: whether it was
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_reader_is_at_end (AiohttpWebSocketReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_READER (self), TRUE);

  return self->ended && self->first == NULL;
}

/* An empty part says nothing but that it may be the last. */
static GBytes *
take_first (AiohttpWebSocketReader *self)
{
  g_autoptr (AiohttpWebSocketMessage) part = g_steal_pointer (&self->first);

  return part != NULL && part->length > 0 ? aiohttp_web_socket_message_get_bytes (part) : NULL;
}

static void
take (AiohttpWebSocketReader *self, AiohttpWebSocketMessage *part)
{
  self->ended = part->is_last;
  self->first = part;
}

/**
 * aiohttp_web_socket_reader_read: (skip)
 * @self: a reader
 * @error: return location of the error
 *
 * Gives the next part; suspends the calling coroutine until there is one.
 *
 * Returns: (transfer full) (nullable): the bytes, never none; %NULL without an error at the message's end, and with the
 *   errors of [method@Aiohttp.WebSocket.receive_str]
 *
 * Since: 0.1
 */
GBytes *
aiohttp_web_socket_reader_read (AiohttpWebSocketReader *self, GError **error)
{
  GBytes *bytes;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_READER (self), NULL);

  while ((bytes = take_first (self)) == NULL && !self->ended)
    {
      AiohttpWebSocketMessage *part =
          aiohttp_web_socket_receive_part (self->socket, "aiohttp_web_socket_reader_read()", error);

      if (part == NULL)
        return NULL;
      take (self, part);
    }
  return bytes;
}

static void read_on (AiohttpWebSocketReader *self, GTask *task);

static void
free_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

static void
on_part (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpWebSocketReader *self = g_task_get_source_object (task);
  GError *error = NULL;
  AiohttpWebSocketMessage *part = aiohttp_web_socket_receive_part_finish (AIOHTTP_WEB_SOCKET (source), result, &error);

  if (part == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  take (self, part);
  read_on (self, task);
}

static void
read_on (AiohttpWebSocketReader *self, GTask *task)
{
  GBytes *bytes = take_first (self);

  if (bytes != NULL || self->ended)
    g_task_return_pointer (task, bytes, free_bytes);
  else
    aiohttp_web_socket_receive_part_async (self->socket, g_task_get_cancellable (task), on_part, g_object_ref (task));
}

/**
 * aiohttp_web_socket_reader_read_async:
 * @self: a reader
 * @cancellable: (nullable): gives the wait up; nothing is then taken
 * @callback: (scope async) (closure user_data): called when there is a part, or the end
 * @user_data: for @callback
 *
 * Gives the next part.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_reader_read_async (AiohttpWebSocketReader *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_READER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_web_socket_reader_read_async);
  g_task_set_name (task, "aiohttp_web_socket_reader_read_async");
  g_task_set_check_cancellable (task, FALSE);
  read_on (self, task);
}

/**
 * aiohttp_web_socket_reader_read_finish:
 * @self: a reader
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebSocketReader.read_async].
 *
 * Returns: (transfer full) (nullable): the bytes, never none; %NULL without an error at the message's end
 *
 * Since: 0.1
 */
GBytes *
aiohttp_web_socket_reader_read_finish (AiohttpWebSocketReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_READER (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_web_socket_reader_read_async, error);
}
