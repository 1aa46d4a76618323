/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-output-private.h"

#include <errno.h>
#include <unistd.h>

#include "aiohttp-error.h"
#include "aiohttp-response-private.h"
#include "aiohttp-stream-response-private.h"
#include "aiohttp-version.h"

/* A body up to this long is copied behind its head; a longer one is sent by reference, as an iovec of its own. */
#define MAX_COPIED (8 * 1024)

/* What the shared buffer keeps between uses. */
#define MAX_KEPT (128 * 1024)

#define SERVER_NAME "aiohttp-glib/" AIOHTTP_VERSION_STRING

/* Of a file in one flush, so that nobody else waits for long. */
#define MAX_OF_FILE (1024 * 1024)

/* Where a file has to be read. */
#define FILE_BLOCK (64 * 1024)

static AiohttpByteBuffer *
get_buffer (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  AiohttpWebServer *server = self->server;

  if (self->piece.length > 0)
    return &self->behind;
  if (aiohttp_byte_buffer_length (&self->waiting) > 0)
    return &self->waiting;
  if (server->output_owner == NULL && self->in_turn)
    server->output_owner = owner;
  return server->output_owner == owner ? &server->output : &self->waiting;
}

static void
clear_piece (AiohttpServerOutput *self)
{
  AiohttpServerPiece *piece = &self->piece;

  if (piece->length > 0 && piece->data == NULL)
    close (piece->file);
  g_clear_pointer (&piece->owner, g_bytes_unref);
  *piece = (AiohttpServerPiece){ NULL, NULL, -1, 0, 0, FALSE };
}

static void
set_piece (AiohttpServerOutput *self, const char *data, gsize length, GBytes *owner)
{
  self->piece = (AiohttpServerPiece){ .data = data, .length = length, .owner = owner };
}

static AiohttpByteBuffer *
peek_shared (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  return self->server->output_owner == owner ? &self->server->output : NULL;
}

static void
release_shared (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  AiohttpWebServer *server = self->server;

  if (server->output_owner != owner)
    return;
  server->output_owner = NULL;
  if (G_LIKELY (server->output.capacity <= MAX_KEPT))
    aiohttp_byte_buffer_reset (&server->output);
  else
    aiohttp_byte_buffer_clear (&server->output);
}

void
aiohttp_server_output_clear (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  release_shared (self, owner);
  clear_piece (self);
  aiohttp_byte_buffer_clear (&self->waiting);
  aiohttp_byte_buffer_clear (&self->behind);
}

static gboolean
write_head (AiohttpByteBuffer *buffer, AiohttpStreamResponse *response, const AiohttpHttp1ResponsePlan *plan,
            guint64 body_length, GError **error)
{
  SoupMessageHeaders *headers = response->headers;

  if (!aiohttp_http1_write_status_line (buffer, response->status, response->reason, error))
    return FALSE;
  if (response->content_type != NULL)
    aiohttp_http1_write_known_field (buffer, AIOHTTP_FIELD_CONTENT_TYPE, response->content_type, -1);
  if (headers != NULL && !aiohttp_http1_write_headers (buffer, headers, error))
    return FALSE;
  if (plan->write_length)
    aiohttp_http1_write_content_length (buffer, body_length);
  if (plan->body == AIOHTTP_HTTP1_BODY_CHUNKED)
    aiohttp_http1_write_chunked (buffer);
  if (headers == NULL || soup_message_headers_get_one (headers, "Date") == NULL)
    aiohttp_http1_write_date (buffer);
  if (headers == NULL || soup_message_headers_get_one (headers, "Server") == NULL)
    aiohttp_byte_buffer_append_literal (buffer, "Server: " SERVER_NAME "\r\n");
  if (plan->connection != NULL)
    aiohttp_http1_write_known_field (buffer, AIOHTTP_FIELD_CONNECTION, plan->connection, -1);
  aiohttp_http1_write_head_end (buffer);
  return TRUE;
}

static gboolean
add_head (AiohttpByteBuffer *buffer, AiohttpStreamResponse *response, const AiohttpHttp1ResponseFacts *facts,
          AiohttpHttp1ResponsePlan *plan, GError **error)
{
  gsize before = aiohttp_byte_buffer_length (buffer);

  *plan = aiohttp_http1_plan_response (facts);
  if (write_head (buffer, response, plan, MAX (facts->content_length, 0), error))
    return TRUE;
  aiohttp_byte_buffer_truncate (buffer, before);
  return FALSE;
}

/* The length to announce. A handler for HEAD may tell that of a body which it did not make. */
static gint64
get_announced_length (AiohttpStreamResponse *response, const AiohttpHttp1ResponseFacts *facts, gsize length)
{
  if (facts->method != AIOHTTP_METHOD_HEAD || length > 0)
    return length;
  return MAX (aiohttp_stream_response_get_content_length (response), 0);
}

gboolean
aiohttp_server_output_add_response (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                    AiohttpResponse *response, const AiohttpHttp1ResponseFacts *facts,
                                    gboolean *keep_alive, guint64 *body_length, GError **error)
{
  AiohttpByteBuffer *buffer = get_buffer (self, owner);
  AiohttpHttp1ResponseFacts all_facts = *facts;
  AiohttpHttp1ResponsePlan plan;
  gsize length;
  const char *body = aiohttp_response_peek_body (response, &length);

  all_facts.content_length = get_announced_length (AIOHTTP_STREAM_RESPONSE (response), facts, length);
  if (!add_head (buffer, AIOHTTP_STREAM_RESPONSE (response), &all_facts, &plan, error))
    return FALSE;
  *keep_alive = plan.keep_alive;
  *body_length = plan.body == AIOHTTP_HTTP1_BODY_NONE ? 0 : length;
  if (*body_length == 0)
    return TRUE;
  if (length <= MAX_COPIED || self->piece.length > 0)
    aiohttp_byte_buffer_append (buffer, body, length);
  else
    set_piece (self, body, length, g_bytes_ref (aiohttp_response_get_body (response)));
  return TRUE;
}

gboolean
aiohttp_server_output_add_head (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                AiohttpStreamResponse *response, const AiohttpHttp1ResponseFacts *facts,
                                AiohttpServerFraming *framing, gboolean *keep_alive, GError **error)
{
  AiohttpHttp1ResponsePlan plan;

  if (!add_head (get_buffer (self, owner), response, facts, &plan, error))
    return FALSE;
  *keep_alive = plan.keep_alive;
  *framing = plan.body == AIOHTTP_HTTP1_BODY_NONE      ? AIOHTTP_FRAMING_NONE
             : plan.body == AIOHTTP_HTTP1_BODY_CHUNKED ? AIOHTTP_FRAMING_CHUNKED
                                                       : AIOHTTP_FRAMING_PLAIN;
  return TRUE;
}

void
aiohttp_server_output_add_continue (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  aiohttp_http1_write_continue (get_buffer (self, owner));
}

gboolean
aiohttp_server_output_add_informational (AiohttpServerOutput *self, AiohttpServerConnection *owner, guint status,
                                         SoupMessageHeaders *headers, GError **error)
{
  AiohttpByteBuffer *buffer = get_buffer (self, owner);
  gsize before = aiohttp_byte_buffer_length (buffer);

  if (!aiohttp_http1_write_status_line (buffer, status, NULL, error))
    return FALSE;
  if (headers != NULL && !aiohttp_http1_write_headers (buffer, headers, error))
    {
      aiohttp_byte_buffer_truncate (buffer, before);
      return FALSE;
    }
  aiohttp_http1_write_head_end (buffer);
  return TRUE;
}

GBytes *
aiohttp_server_output_take_upgrade (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                    AiohttpStreamResponse *response, GError **error)
{
  const AiohttpHttp1ResponsePlan plan = { .body = AIOHTTP_HTTP1_BODY_NONE, .connection = "Upgrade" };
  AiohttpByteBuffer *buffer = get_buffer (self, owner);
  gsize before = aiohttp_byte_buffer_length (buffer);
  GBytes *all;

  if (self->piece.length > 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "The client has not taken the answers before this one");
      return NULL;
    }
  if (!write_head (buffer, response, &plan, 0, error))
    {
      aiohttp_byte_buffer_truncate (buffer, before);
      return NULL;
    }
  all = g_bytes_new (aiohttp_byte_buffer_data (buffer), aiohttp_byte_buffer_length (buffer));
  aiohttp_server_output_clear (self, owner);
  return all;
}

/* What the socket did not take of somebody else's bytes becomes ours. */
static void
keep_piece (AiohttpServerOutput *self, GBytes *bytes)
{
  AiohttpServerPiece *piece = &self->piece;

  if (piece->length == 0)
    return;
  piece->owner = bytes != NULL ? g_bytes_ref (bytes) : g_bytes_new (piece->data, piece->length);
  if (bytes == NULL)
    piece->data = g_bytes_get_data (piece->owner, NULL);
}

gboolean
aiohttp_server_output_add_data (AiohttpServerOutput *self, AiohttpServerConnection *owner, AiohttpChannel *channel,
                                AiohttpServerFraming framing, const void *data, gsize length, GBytes *bytes)
{
  gboolean copied = length <= MAX_COPIED || self->piece.length > 0;
  AiohttpByteBuffer *buffer = get_buffer (self, owner);
  gboolean works = TRUE;

  if (framing == AIOHTTP_FRAMING_CHUNKED)
    aiohttp_http1_write_chunk_head (buffer, length);
  if (copied)
    {
      aiohttp_byte_buffer_append (buffer, data, length);
      if (framing == AIOHTTP_FRAMING_CHUNKED)
        aiohttp_http1_write_chunk_tail (buffer);
      return TRUE;
    }
  set_piece (self, data, length, NULL);
  if (framing == AIOHTTP_FRAMING_CHUNKED)
    aiohttp_http1_write_chunk_tail (&self->behind);
  works = aiohttp_server_output_flush (self, owner, channel);
  keep_piece (self, bytes);
  return works;
}

gboolean
aiohttp_server_output_add_file (AiohttpServerOutput *self, AiohttpServerConnection *owner, AiohttpServerFraming framing,
                                int file, gint64 offset, gsize length)
{
  if (self->piece.length > 0)
    return FALSE;
  if (framing == AIOHTTP_FRAMING_CHUNKED)
    {
      aiohttp_http1_write_chunk_head (get_buffer (self, owner), length);
      aiohttp_http1_write_chunk_tail (&self->behind);
    }
  self->piece = (AiohttpServerPiece){ .file = file, .offset = offset, .length = length };
  return TRUE;
}

gboolean
aiohttp_server_output_add_end (AiohttpServerOutput *self, AiohttpServerConnection *owner, SoupMessageHeaders *trailers,
                               GError **error)
{
  AiohttpByteBuffer *buffer = get_buffer (self, owner);
  gsize before = aiohttp_byte_buffer_length (buffer);

  if (trailers == NULL)
    {
      aiohttp_http1_write_last_chunk (buffer);
      return TRUE;
    }
  aiohttp_byte_buffer_append_literal (buffer, "0\r\n");
  if (!aiohttp_http1_write_headers (buffer, trailers, error))
    {
      aiohttp_byte_buffer_truncate (buffer, before);
      return FALSE;
    }
  aiohttp_http1_write_head_end (buffer);
  return TRUE;
}

gsize
aiohttp_server_output_get_length (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  AiohttpByteBuffer *shared = peek_shared (self, owner);

  return aiohttp_byte_buffer_length (&self->waiting) + (shared != NULL ? aiohttp_byte_buffer_length (shared) : 0) +
         (self->piece.data != NULL ? self->piece.length : 0) + aiohttp_byte_buffer_length (&self->behind);
}

gboolean
aiohttp_server_output_is_waiting (AiohttpServerOutput *self)
{
  return aiohttp_byte_buffer_length (&self->waiting) > 0 || self->piece.length > 0;
}

gboolean
aiohttp_server_output_has_file (AiohttpServerOutput *self)
{
  return self->piece.length > 0 && self->piece.data == NULL;
}

gsize
aiohttp_server_output_get_left (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  return aiohttp_server_output_get_length (self, owner) +
         (aiohttp_server_output_has_file (self) ? self->piece.length : 0);
}

static void
advance_piece (AiohttpServerOutput *self, gsize written)
{
  AiohttpServerPiece *piece = &self->piece;

  if (written == piece->length)
    {
      clear_piece (self);
      return;
    }
  piece->length -= written;
  piece->offset += written;
  if (piece->data != NULL)
    piece->data += written;
}

/* What was written of the buffer, then of the piece, then of what is behind it, is forgotten. */
static void
advance (AiohttpServerOutput *self, AiohttpByteBuffer *buffer, gsize written)
{
  gsize of_buffer = MIN (written, aiohttp_byte_buffer_length (buffer));
  gsize of_piece = MIN (written - of_buffer, self->piece.length);

  aiohttp_byte_buffer_consume (buffer, of_buffer);
  written -= of_buffer + of_piece;
  if (of_piece > 0)
    advance_piece (self, of_piece);
  if (written > 0)
    aiohttp_byte_buffer_consume (&self->behind, written);
}

/* As aiohttp_channel_sendfile(), through memory. */
static gssize
copy_file (AiohttpServerPiece *piece, AiohttpChannel *channel, gsize length)
{
  g_autofree char *block = g_malloc (FILE_BLOCK);
  gssize n;

  do
    n = pread (piece->file, block, MIN (length, FILE_BLOCK), piece->offset);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    return n == 0 ? 0 : AIOHTTP_CHANNEL_FAILED;
  return aiohttp_channel_write (channel, block, n);
}

/* FALSE: the connection is broken, or the file is shorter than it was said to be. */
static gboolean
write_file (AiohttpServerOutput *self, AiohttpChannel *channel)
{
  AiohttpServerPiece *piece = &self->piece;
  gsize budget = MIN (MAX_OF_FILE, piece->length);

  while (budget > 0)
    {
      gboolean reads = piece->reads || !aiohttp_channel_can_sendfile (channel);
      gssize n = reads ? copy_file (piece, channel, budget)
                       : aiohttp_channel_sendfile (channel, piece->file, piece->offset, budget);

      if (n > 0)
        {
          budget -= n;
          advance_piece (self, n);
        }
      else if (n == AIOHTTP_CHANNEL_WOULD_BLOCK)
        return TRUE;
      else if (n == AIOHTTP_CHANNEL_FAILED && !reads && (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP))
        piece->reads = TRUE; /* a file of another kind */
      else
        return FALSE;
    }
  return TRUE;
}

/* The kernel takes less at once than a vector could hold, so one call is not always all that it would take. */
static gboolean
write_some (AiohttpServerOutput *self, AiohttpByteBuffer *buffer, AiohttpChannel *channel)
{
  for (;;)
    {
      const gboolean has_file = aiohttp_server_output_has_file (self);
      struct iovec vectors[3];
      int n_vectors = 0;
      gssize written;

      if (aiohttp_byte_buffer_length (buffer) > 0)
        vectors[n_vectors++] =
            (struct iovec){ (void *) aiohttp_byte_buffer_data (buffer), aiohttp_byte_buffer_length (buffer) };
      if (has_file && n_vectors == 0)
        {
          if (!write_file (self, channel))
            return FALSE;
          if (self->piece.length > 0)
            return TRUE;
          continue;
        }
      if (self->piece.length > 0 && !has_file)
        vectors[n_vectors++] = (struct iovec){ (void *) self->piece.data, self->piece.length };
      if (aiohttp_byte_buffer_length (&self->behind) > 0 && !has_file)
        vectors[n_vectors++] = (struct iovec){ (void *) aiohttp_byte_buffer_data (&self->behind),
                                               aiohttp_byte_buffer_length (&self->behind) };
      if (n_vectors == 0)
        return TRUE;
      written = has_file ? aiohttp_channel_writev_more (channel, vectors, n_vectors)
                         : aiohttp_channel_writev (channel, vectors, n_vectors);
      if (written < 0)
        return written == AIOHTTP_CHANNEL_WOULD_BLOCK;
      advance (self, buffer, written);
    }
}

/* With the piece gone, what was behind it is in front. */
static void
move_up (AiohttpServerOutput *self)
{
  if (G_LIKELY (self->behind.memory == NULL))
    return;
  if (self->piece.length == 0 && aiohttp_byte_buffer_length (&self->waiting) == 0)
    {
      aiohttp_byte_buffer_clear (&self->waiting);
      self->waiting = self->behind;
      self->behind = (AiohttpByteBuffer) AIOHTTP_BYTE_BUFFER_INIT;
    }
}

gboolean
aiohttp_server_output_flush (AiohttpServerOutput *self, AiohttpServerConnection *owner, AiohttpChannel *channel)
{
  AiohttpByteBuffer *shared = peek_shared (self, owner);
  gboolean works;

  if (shared == NULL || aiohttp_byte_buffer_length (&self->waiting) > 0)
    {
      if (shared != NULL)
        aiohttp_byte_buffer_append (&self->waiting, aiohttp_byte_buffer_data (shared),
                                    aiohttp_byte_buffer_length (shared));
      release_shared (self, owner);
      works = write_some (self, &self->waiting, channel);
    }
  else
    {
      works = write_some (self, shared, channel);
      if (works && aiohttp_byte_buffer_length (shared) > 0)
        aiohttp_byte_buffer_append (&self->waiting, aiohttp_byte_buffer_data (shared),
                                    aiohttp_byte_buffer_length (shared));
      release_shared (self, owner);
    }
  move_up (self);
  if (aiohttp_byte_buffer_length (&self->waiting) == 0)
    aiohttp_byte_buffer_clear (&self->waiting);
  return works;
}
