/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-native-upload-private.h"

#include <errno.h>
#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-http1-writer-private.h"
#include "aiohttp-tunnel-private.h"

/* A read of a body's stream; while the socket does not take it, no other is asked for. */
#define PIECE (64 * 1024)

/* Outlives its upload while a read is under way. */
struct _AiohttpUploadStream
{
  GInputStream *source;
  GCancellable *cancellable;
  gint64 left; /* of an announced length; -1: in chunks */
  void (*resume) (gpointer data);
  gpointer data;
  GError *error;
  gsize length; /* of the piece */
  gsize sent;
  gboolean touched;
  gboolean reading;
  gboolean fresh; /* a piece, or the end, came and is not framed yet */
  gboolean at_end;
  gboolean finished;
  gboolean chunked;
  gboolean any; /* a chunk was framed */
  gboolean dropped;
  guint8 piece[PIECE];
};

static void
stream_free (AiohttpUploadStream *stream)
{
  g_object_unref (stream->source);
  g_object_unref (stream->cancellable);
  g_clear_error (&stream->error);
  g_free (stream);
}

static AiohttpUploadStream *
stream_new (const AiohttpTransportRequest *request, void (*resume) (gpointer data), gpointer data)
{
  AiohttpUploadStream *stream = g_malloc (sizeof *stream);

  memset (stream, 0, G_STRUCT_OFFSET (AiohttpUploadStream, piece));
  stream->source = g_object_ref (request->body_stream);
  stream->cancellable = g_cancellable_new ();
  stream->left = request->body_length;
  stream->chunked = request->body_length < 0;
  stream->resume = resume;
  stream->data = data;
  return stream;
}

static void
stream_drop (AiohttpUploadStream *stream)
{
  if (!stream->reading)
    {
      stream_free (stream);
      return;
    }
  stream->dropped = TRUE;
  g_cancellable_cancel (stream->cancellable);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  AiohttpUploadStream *stream = data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &stream->error);

  stream->reading = FALSE;
  if (stream->dropped)
    {
      stream_free (stream);
      return;
    }
  stream->sent = 0;
  stream->length = n > 0 ? (gsize) n : 0;
  stream->at_end = n == 0;
  stream->fresh = n >= 0;
  if (n > 0 && stream->left >= 0)
    stream->left -= n;
  stream->resume (stream->data);
}

static void
read_piece (AiohttpUploadStream *stream)
{
  gsize size = stream->left >= 0 ? MIN ((gsize) stream->left, PIECE) : PIECE;

  stream->reading = stream->touched = TRUE;
  g_input_stream_read_async (stream->source, stream->piece, size, G_PRIORITY_DEFAULT, stream->cancellable, on_read,
                             stream);
}

static gboolean
may_have_body (const char *method)
{
  return strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0 && strcmp (method, "OPTIONS") != 0 &&
         strcmp (method, "TRACE") != 0;
}

static void
append_host (AiohttpByteBuffer *out, GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  int port = g_uri_get_port (uri);
  int usual = g_uri_get_scheme (uri)[4] == 's' ? 443 : 80;
  gboolean is_v6 = strchr (host, ':') != NULL;

  if (is_v6)
    aiohttp_byte_buffer_append_byte (out, '[');
  aiohttp_byte_buffer_append (out, host, strcspn (host, "%"));
  if (is_v6)
    aiohttp_byte_buffer_append_byte (out, ']');
  if (port > 0 && port != usual)
    {
      aiohttp_byte_buffer_append_byte (out, ':');
      aiohttp_byte_buffer_append_decimal (out, (guint64) port);
    }
}

/* The URL is one that the session has parsed: its parts are encoded, and hold nothing that would end the line. */
static void
append_request_line (AiohttpByteBuffer *out, const AiohttpTransportRequest *request, gboolean absolute)
{
  const char *path = g_uri_get_path (request->uri);
  const char *query = g_uri_get_query (request->uri);

  aiohttp_byte_buffer_append_string (out, request->method);
  aiohttp_byte_buffer_append_byte (out, ' ');
  if (absolute)
    {
      aiohttp_byte_buffer_append_literal (out, "http://");
      append_host (out, request->uri);
    }
  aiohttp_byte_buffer_append_string (out, *path != '\0' ? path : "/");
  if (query != NULL)
    {
      aiohttp_byte_buffer_append_byte (out, '?');
      aiohttp_byte_buffer_append_string (out, query);
    }
  aiohttp_byte_buffer_append_literal (out, " HTTP/1.1\r\n");
}

/* All fields but those that frame the body. */
static gboolean
append_fields (AiohttpNativeUpload *self, SoupMessageHeaders *headers, gboolean *has_host, GError **error)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      AiohttpFieldId id = aiohttp_field_id_lookup (name, strlen (name));

      if (id == AIOHTTP_FIELD_CONTENT_LENGTH || id == AIOHTTP_FIELD_TRANSFER_ENCODING)
        continue;
      if (id == AIOHTTP_FIELD_HOST)
        *has_host = TRUE;
      else if (id == AIOHTTP_FIELD_CONNECTION && aiohttp_field_value_has_token (value, strlen (value), "close"))
        self->close = TRUE;
      if (!aiohttp_http1_write_field (&self->out, name, -1, value, -1, error))
        return FALSE;
    }
  return TRUE;
}

static void
append_lines (AiohttpByteBuffer *out, GBytes *lines)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (lines, &length);

  aiohttp_byte_buffer_append (out, data, length);
}

static gboolean
append_proxy_fields (AiohttpNativeUpload *self, const AiohttpNativeRoute *route, SoupMessageHeaders *headers,
                     GError **error)
{
  g_autofree char *credentials = NULL;
  gboolean ignored;

  if (route->proxy_headers != NULL && !append_fields (self, route->proxy_headers, &ignored, error))
    return FALSE;
  if (soup_message_headers_get_one (headers, "Proxy-Authorization") != NULL ||
      (route->proxy_headers != NULL &&
       soup_message_headers_get_one (route->proxy_headers, "Proxy-Authorization") != NULL))
    return TRUE;
  credentials = aiohttp_tunnel_make_credentials (route->proxy);
  if (credentials != NULL)
    aiohttp_http1_write_known_field (&self->out, AIOHTTP_FIELD_PROXY_AUTHORIZATION, credentials, -1);
  return TRUE;
}

static void
append_framing (AiohttpNativeUpload *self, const AiohttpTransportRequest *request)
{
  if (request->body != NULL)
    aiohttp_http1_write_content_length (&self->out, g_bytes_get_size (request->body));
  else if (request->body_stream != NULL && request->body_length >= 0)
    aiohttp_http1_write_content_length (&self->out, (guint64) request->body_length);
  else if (request->body_stream != NULL)
    aiohttp_http1_write_chunked (&self->out);
  else if (may_have_body (request->method))
    aiohttp_http1_write_content_length (&self->out, 0);
}

gboolean
aiohttp_native_upload_begin (AiohttpNativeUpload *self, const AiohttpTransportRequest *request,
                             const AiohttpNativeRoute *route, gboolean force_close, void (*resume) (gpointer data),
                             gpointer data, GError **error)
{
  gboolean forwarded = aiohttp_native_route_is_forwarded (route);
  gboolean has_body = request->body_stream != NULL || request->body != NULL;
  gboolean has_host = FALSE;

  aiohttp_byte_buffer_reset (&self->out);
  self->close = force_close;
  self->head_out = self->done = FALSE;
  append_request_line (&self->out, request, forwarded);
  if (request->lines != NULL || soup_message_headers_get_one (request->headers, "Host") == NULL)
    {
      aiohttp_byte_buffer_append_literal (&self->out, "Host: ");
      append_host (&self->out, request->uri);
      aiohttp_byte_buffer_append_literal (&self->out, "\r\n");
    }
  if (request->lines != NULL)
    append_lines (&self->out, request->lines);
  else if (!append_fields (self, request->headers, &has_host, error))
    return FALSE;
  if (forwarded && !append_proxy_fields (self, route, request->headers, error))
    return FALSE;
  append_framing (self, request);
  if (force_close && soup_message_headers_get_one (request->headers, "Connection") == NULL)
    aiohttp_byte_buffer_append_literal (&self->out, "Connection: close\r\n");
  self->held = request->expect_continue && has_body;
  if (self->held && soup_message_headers_get_one (request->headers, "Expect") == NULL)
    aiohttp_byte_buffer_append_literal (&self->out, "Expect: 100-continue\r\n");
  aiohttp_http1_write_head_end (&self->out);

  self->body_sent = 0;
  self->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  self->stream = request->body_stream != NULL ? stream_new (request, resume, data) : NULL;
  return TRUE;
}

/* What frames a piece goes before it. FALSE: the stream has less than was announced. */
static gboolean
frame_piece (AiohttpNativeUpload *self, GError **error)
{
  AiohttpUploadStream *stream = self->stream;

  stream->fresh = FALSE;
  stream->finished = stream->at_end;
  if (stream->at_end && stream->left > 0)
    {
      g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD,
                   "Body to send ended early: %" G_GINT64_FORMAT " bytes are missing", stream->left);
      return FALSE;
    }
  if (!stream->chunked)
    return TRUE;
  if (stream->any)
    aiohttp_http1_write_chunk_tail (&self->out);
  stream->any = TRUE;
  if (stream->at_end)
    aiohttp_http1_write_last_chunk (&self->out);
  else
    aiohttp_http1_write_chunk_head (&self->out, stream->length);
  return TRUE;
}

/* All that was there is written. */
static AiohttpUploadResult
go_on_reading (AiohttpNativeUpload *self, GError **error)
{
  AiohttpUploadStream *stream = self->stream;

  if (self->held)
    return AIOHTTP_UPLOAD_WAITS;
  if (stream == NULL || stream->finished || stream->left == 0)
    return AIOHTTP_UPLOAD_DONE;
  if (stream->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&stream->error));
      return AIOHTTP_UPLOAD_FAILED;
    }
  if (!stream->reading)
    read_piece (stream);
  return AIOHTTP_UPLOAD_WAITS;
}

/* Takes `n` written bytes off what is to be written, whose body part is `data`. */
static void
account (AiohttpNativeUpload *self, gsize n, const AiohttpTransportRequest *request)
{
  gsize head = MIN (n, aiohttp_byte_buffer_length (&self->out));

  aiohttp_byte_buffer_consume (&self->out, head);
  n -= head;
  if (!self->head_out && aiohttp_byte_buffer_length (&self->out) == 0)
    {
      self->head_out = TRUE;
      if (request != NULL)
        aiohttp_transport_emit (request, headers_sent);
    }
  if (self->body != NULL)
    {
      self->body_sent += n;
      if (n > 0 && request != NULL)
        aiohttp_transport_emit_with (request, chunk_sent,
                                     (const guint8 *) g_bytes_get_data (self->body, NULL) + self->body_sent - n, n);
    }
  else if (self->stream != NULL)
    {
      AiohttpUploadStream *stream = self->stream;

      stream->sent += n;
      if (n > 0 && request != NULL)
        aiohttp_transport_emit_with (request, chunk_sent, stream->piece + stream->sent - n, n);
      if (stream->sent == stream->length)
        stream->sent = stream->length = 0;
    }
}

static void
body_to_write (AiohttpNativeUpload *self, struct iovec *vector)
{
  vector->iov_len = 0;
  if (self->held)
    return;
  if (self->body != NULL)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (self->body, &size);

      vector->iov_base = (guint8 *) data + self->body_sent;
      vector->iov_len = size - self->body_sent;
    }
  else if (self->stream != NULL)
    {
      vector->iov_base = self->stream->piece + self->stream->sent;
      vector->iov_len = self->stream->length - self->stream->sent;
    }
}

AiohttpUploadResult
aiohttp_native_upload_write (AiohttpNativeUpload *self, AiohttpChannel *channel, const AiohttpTransportRequest *request,
                             GError **error)
{
  AiohttpUploadResult result;

  while (!self->done)
    {
      struct iovec vectors[2];
      gssize n;

      if (self->stream != NULL && self->stream->fresh && !frame_piece (self, error))
        return AIOHTTP_UPLOAD_FAILED;
      vectors[0].iov_base = (guint8 *) aiohttp_byte_buffer_data (&self->out);
      vectors[0].iov_len = aiohttp_byte_buffer_length (&self->out);
      body_to_write (self, &vectors[1]);
      if (vectors[0].iov_len == 0 && vectors[1].iov_len == 0)
        {
          result = go_on_reading (self, error);
          if (result != AIOHTTP_UPLOAD_DONE)
            return result;
          aiohttp_native_upload_end (self);
          self->done = TRUE;
          break;
        }
      if (vectors[0].iov_len == 0)
        n = aiohttp_channel_writev (channel, vectors + 1, 1);
      else
        n = aiohttp_channel_writev (channel, vectors, vectors[1].iov_len > 0 ? 2 : 1);
      if (n == AIOHTTP_CHANNEL_FAILED)
        return AIOHTTP_UPLOAD_BROKEN;
      if (n <= 0)
        return AIOHTTP_UPLOAD_BLOCKED;
      account (self, (gsize) n, request);
    }
  return AIOHTTP_UPLOAD_DONE;
}

gboolean
aiohttp_native_upload_is_untouched (const AiohttpNativeUpload *self)
{
  return self->stream == NULL || !self->stream->touched;
}

void
aiohttp_native_upload_end (AiohttpNativeUpload *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->stream, stream_drop);
}

void
aiohttp_native_upload_clear (AiohttpNativeUpload *self)
{
  aiohttp_native_upload_end (self);
  aiohttp_byte_buffer_clear (&self->out);
}
