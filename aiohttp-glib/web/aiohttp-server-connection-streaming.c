/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-connection-state-private.h"

#include <unistd.h>

#include "aiohttp-error.h"
#include "aiohttp-request-private.h"
#include "aiohttp-stream-response-private.h"

/* A response that goes out in pieces.
 *
 * What is written within the connection's turn gathers with the head and goes out at the turn's end; what is written
 * later, by a coroutine that was resumed, goes out when the loop comes to this channel. A large piece goes out at once.
 * Coroutines get here, so nobody else's code is called. */

/* A peer that is slow lets this much wait, and what was written last. aiohttp: the transport's high-water mark. */
#define HIGH_WATER (64 * 1024)

/* A writer with a fast peer lets others run after this much. */
#define MAX_BURST (512 * 1024)

static gboolean
is_drained (AiohttpServerConnection *self)
{
  return !aiohttp_server_output_has_file (&self->output) &&
         aiohttp_server_output_get_length (&self->output, self) <= HIGH_WATER;
}

/* The channel will say that it is broken; here the request must stay. */
static void
fail (AiohttpServerConnection *self, GError **error)
{
  self->broken = TRUE;
  self->stream.request->gone = TRUE;
  aiohttp_channel_wake (self->channel);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "The client closed the connection");
}

static AiohttpServerWriteState
after_write (AiohttpServerConnection *self, gsize length, GError **error)
{
  if (!is_drained (self) && !aiohttp_server_output_flush (&self->output, self, self->channel))
    {
      fail (self, error);
      return AIOHTTP_SERVER_WRITE_FAILED;
    }
  self->body_sent += length;
  self->burst += MIN (length, MAX_BURST);
  self->writer_waits = self->burst >= MAX_BURST || !is_drained (self);
  if (!self->processing)
    aiohttp_server_connection_update_interest (self);
  return self->writer_waits ? AIOHTTP_SERVER_WRITE_FULL : AIOHTTP_SERVER_WRITE_READY;
}

void
aiohttp_server_connection_notify_writer (AiohttpServerConnection *self)
{
  if (G_LIKELY (!self->writer_waits) || !is_drained (self))
    return;
  self->writer_waits = FALSE;
  self->burst = 0;
  if (self->stream.request != NULL && self->stream.request->response != NULL)
    aiohttp_stream_response_drained (self->stream.request->response);
}

gboolean
aiohttp_server_connection_prepare (AiohttpServerStream *stream, AiohttpStreamResponse *response, gint64 length,
                                   gboolean *has_body, GError **error)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;
  const AiohttpHttp1ResponseFacts facts = {
    .status = response->status,
    .method = stream->request->head->method_id,
    .minor_version = stream->request->head->minor_version,
    .keep_alive = aiohttp_server_connection_may_keep_alive (self, response),
    .content_length = length,
  };
  AiohttpServerFraming framing;
  gboolean keep_alive;

  if (response->chunked && facts.minor_version == 0)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "Chunked encoding is not for an HTTP/1.0 client");
      return FALSE;
    }
  if (!aiohttp_server_output_add_head (&self->output, self, response, &facts, &framing, &keep_alive, error))
    return FALSE;
  self->head_out = TRUE;
  self->end_out = FALSE;
  self->announced_keep = keep_alive;
  self->framing = framing;
  self->body_sent = 0;
  self->burst = 0;
  *has_body = framing != AIOHTTP_FRAMING_NONE;
  if (!self->processing)
    aiohttp_server_connection_update_interest (self);
  return TRUE;
}

AiohttpServerWriteState
aiohttp_server_connection_write (AiohttpServerStream *stream, const void *data, gsize length, GBytes *bytes,
                                 GError **error)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;

  if (aiohttp_server_output_add_data (&self->output, self, self->channel, self->framing, data, length, bytes))
    return after_write (self, length, error);
  fail (self, error);
  return AIOHTTP_SERVER_WRITE_FAILED;
}

AiohttpServerWriteState
aiohttp_server_connection_write_file (AiohttpServerStream *stream, int file, gint64 offset, gsize length,
                                      GError **error)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;

  if (aiohttp_server_output_add_file (&self->output, self, self->framing, file, offset, length))
    return after_write (self, length, error);
  close (file);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PENDING, "Another file or a large write is still being sent");
  return AIOHTTP_SERVER_WRITE_FAILED;
}

AiohttpServerWriteState
aiohttp_server_connection_write_eof (AiohttpServerStream *stream, SoupMessageHeaders *trailers, GError **error)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;

  if (self->framing == AIOHTTP_FRAMING_CHUNKED && !aiohttp_server_output_add_end (&self->output, self, trailers, error))
    return AIOHTTP_SERVER_WRITE_FAILED;
  self->end_out = TRUE;
  return after_write (self, 0, error);
}

gboolean
aiohttp_server_connection_send_informational (AiohttpServerStream *stream, guint status, SoupMessageHeaders *headers,
                                              GError **error)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;

  /* RFC 9110, 15.2 */
  if (stream->request->head->minor_version == 0)
    return TRUE;
  if (!aiohttp_server_output_add_informational (&self->output, self, status, headers, error))
    return FALSE;
  if (!self->processing)
    aiohttp_server_connection_update_interest (self);
  return TRUE;
}

gsize
aiohttp_server_connection_get_buffered (AiohttpServerStream *stream)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;

  return aiohttp_server_output_get_length (&self->output, self);
}
