/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-response-private.h"

#include <errno.h>
#include <fcntl.h>

#include "aiohttp-error.h"
#include "aiohttp-request-private.h"
#include "aiohttp-status-private.h"

/* What goes out of a response in pieces: its head, what is written, its end. Nothing here waits. */

#define DEFAULT_CONTENT_TYPE "application/octet-stream"

void
aiohttp_response_outlet_free (AiohttpResponseOutlet *outlet)
{
  g_clear_object (&outlet->request);
  g_clear_error (&outlet->error);
  g_clear_pointer (&outlet->encoder, aiohttp_content_encoder_free);
  aiohttp_byte_buffer_clear (&outlet->encoded);
  g_free (outlet);
}

static void
set_failed (AiohttpResponseOutlet *outlet, const GError *error)
{
  if (outlet->error == NULL)
    outlet->error = g_error_copy (error);
}

void
aiohttp_stream_response_drained (AiohttpStreamResponse *self)
{
  self->outlet->full = FALSE;
  aiohttp_wait_list_pick_all (&self->outlet->waiters);
}

void
aiohttp_stream_response_detach (AiohttpStreamResponse *self)
{
  AiohttpResponseOutlet *outlet = self->outlet;
  AiohttpRequest *request = g_steal_pointer (&outlet->request);

  if (outlet->error == NULL && !outlet->ended)
    outlet->error = aiohttp_request_new_detached_error (request);
  outlet->full = FALSE;
  if (AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->detached != NULL)
    AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->detached (self);
  aiohttp_wait_list_pick_all (&outlet->waiters);
  g_clear_object (&request->response);
  g_object_unref (request);
}

/* The header field of that name, where a program has set it there; -1 if it has not, -2 if that is no length. */
static gint64
get_length_field (AiohttpStreamResponse *self)
{
  const char *value = self->headers != NULL ? soup_message_headers_get_one (self->headers, "Content-Length") : NULL;
  guint64 length;

  if (value == NULL)
    return -1;
  return g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &length, NULL) ? (gint64) length : -2;
}

static gboolean
find_length (AiohttpStreamResponse *self, AiohttpRequest *request, gint64 *length, GError **error)
{
  *length = get_length_field (self);
  if (*length == -2)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "The header Content-Length is not a number");
      return FALSE;
    }
  if (AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->get_body != NULL)
    {
      GBytes *body = AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->get_body (self);
      const gint64 own = body != NULL ? (gint64) g_bytes_get_size (body) : 0;

      /* A handler for HEAD may tell the length of a body which it did not make. */
      *length = own == 0 && request->head->method_id == AIOHTTP_METHOD_HEAD ? MAX (*length, 0) : own;
    }
  if (self->chunked)
    *length = -1;
  return TRUE;
}

/* Trailers are announced (RFC 9110, 6.6.2). */
static void
announce_trailers (AiohttpStreamResponse *self)
{
  g_autoptr (GString) names = NULL;
  SoupMessageHeadersIter iter;
  const char *name, *value;

  if (self->trailers == NULL)
    return;
  names = g_string_new (NULL);
  soup_message_headers_iter_init (&iter, self->trailers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
  soup_message_headers_replace (aiohttp_stream_response_get_headers (self), "Trailer", names->str);
}

gboolean
aiohttp_stream_response_check_request (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error)
{
  if (request->stream == NULL)
    {
      g_propagate_error (error, aiohttp_request_new_detached_error (request));
      return FALSE;
    }
  if (request->response != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "Another response to this request was prepared already");
      return FALSE;
    }
  return TRUE;
}

AiohttpResponseOutlet *
aiohttp_stream_response_attach (AiohttpStreamResponse *self, AiohttpRequest *request)
{
  request = aiohttp_request_peek_origin (request);
  self->outlet = g_new0 (AiohttpResponseOutlet, 1);
  self->outlet->request = g_object_ref (request);
  self->outlet->left = -1;
  request->response = g_object_ref (self);
  return self->outlet;
}

gboolean
aiohttp_stream_response_start (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error)
{
  /* The answer to a clone is that to the request itself. */
  AiohttpRequest *answered = aiohttp_request_peek_origin (request);
  AiohttpResponseOutlet *outlet;
  AiohttpContentCoding coding = 0;
  gint64 length;
  gboolean encodes, has_body;

  if (self->outlet != NULL && self->outlet->request == answered)
    return TRUE;
  if (!aiohttp_stream_response_check_request (self, answered, error))
    return FALSE;
  if (AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->start != NULL)
    return AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->start (self, request, error);
  if (!aiohttp_stream_response_begin (self, request, error) || !find_length (self, answered, &length, error))
    return FALSE;
  if (length != 0 && !aiohttp_status_is_bodyless (self->status) &&
      aiohttp_stream_response_peek_content_type (self) == NULL)
    aiohttp_stream_response_set_static_content_type (self, DEFAULT_CONTENT_TYPE);
  announce_trailers (self);
  encodes = aiohttp_stream_response_choose_coding (self, request, length, &coding);
  if (encodes)
    length = -1;
  if (!answered->stream->klass->prepare (answered->stream, self, length, &has_body, error))
    return FALSE;

  outlet = aiohttp_stream_response_attach (self, request);
  outlet->left = length;
  outlet->discards = !has_body && length != 0;
  if (encodes && has_body)
    outlet->encoder = aiohttp_content_encoder_new (coding);
  if (AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->prepared != NULL)
    AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->prepared (self, answered);
  return TRUE;
}

static gboolean
check_open (AiohttpStreamResponse *self, GError **error)
{
  AiohttpResponseOutlet *outlet = self->outlet;

  if (outlet == NULL)
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                         "The response was not prepared: call aiohttp_stream_response_prepare() first");
  else if (outlet->error != NULL)
    g_propagate_error (error, g_error_copy (outlet->error));
  else if (outlet->ended)
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The response was ended: nothing can follow");
  else
    return TRUE;
  return FALSE;
}

/* A response that holds another number of bytes than it said cannot be mended: the connection will close. */
static gboolean
count (AiohttpResponseOutlet *outlet, guint64 length, GError **error)
{
  GError *failure;

  if (outlet->discards || outlet->left < 0)
    return TRUE;
  if (length <= (guint64) outlet->left)
    {
      outlet->left -= length;
      return TRUE;
    }
  failure = g_error_new (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                         "The body is longer than its Content-Length: %" G_GUINT64_FORMAT " bytes too many",
                         length - outlet->left);
  set_failed (outlet, failure);
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
note_state (AiohttpResponseOutlet *outlet, AiohttpServerWriteState state)
{
  outlet->full = state == AIOHTTP_SERVER_WRITE_FULL;
  return state != AIOHTTP_SERVER_WRITE_FAILED;
}

static gboolean
put_encoded (AiohttpResponseOutlet *outlet, const void *data, gsize length, AiohttpEncodeMode mode, GError **error)
{
  AiohttpServerStream *stream = outlet->request->stream;
  AiohttpByteBuffer *encoded = &outlet->encoded;
  gboolean works = TRUE;

  aiohttp_content_encoder_add (outlet->encoder, data, length, mode, encoded);
  if (aiohttp_byte_buffer_length (encoded) > 0)
    works = note_state (outlet, stream->klass->write (stream, aiohttp_byte_buffer_data (encoded),
                                                      aiohttp_byte_buffer_length (encoded), NULL, error));
  aiohttp_byte_buffer_clear (encoded);
  return works;
}

gboolean
aiohttp_stream_response_put (AiohttpStreamResponse *self, const void *data, gsize length, GBytes *bytes, GError **error)
{
  AiohttpResponseOutlet *outlet = self->outlet;
  AiohttpServerStream *stream;

  if (!check_open (self, error))
    return FALSE;
  if (length == 0)
    return TRUE;
  if (!count (outlet, length, error))
    return FALSE;
  if (outlet->discards)
    return TRUE;
  if (outlet->encoder != NULL)
    return put_encoded (outlet, data, length, self->flushes ? AIOHTTP_ENCODE_FLUSH : AIOHTTP_ENCODE_MORE, error);
  stream = outlet->request->stream;
  return note_state (outlet, stream->klass->write (stream, data, length, bytes, error));
}

static gboolean
put_own_body (AiohttpStreamResponse *self, GError **error)
{
  AiohttpStreamResponseClass *klass = AIOHTTP_STREAM_RESPONSE_GET_CLASS (self);
  GBytes *body = klass->get_body != NULL && !self->produced ? klass->get_body (self) : NULL;
  gsize length;
  const void *data;

  self->produced = TRUE;
  if (body == NULL)
    return TRUE;
  data = g_bytes_get_data (body, &length);
  return aiohttp_stream_response_put (self, data, length, body, error);
}

gboolean
aiohttp_stream_response_end (AiohttpStreamResponse *self, GError **error)
{
  AiohttpResponseOutlet *outlet = self->outlet;
  AiohttpServerStream *stream;

  if (outlet != NULL && outlet->ended && outlet->error == NULL)
    return TRUE;
  if (!check_open (self, error) || !put_own_body (self, error))
    return FALSE;
  if (outlet->left > 0 && !outlet->discards)
    {
      GError *failure =
          g_error_new (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                       "The body is shorter than its Content-Length: %" G_GINT64_FORMAT " bytes too few", outlet->left);

      set_failed (outlet, failure);
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (outlet->encoder != NULL && !put_encoded (outlet, NULL, 0, AIOHTTP_ENCODE_END, error))
    return FALSE;
  stream = outlet->request->stream;
  if (!note_state (outlet, stream->klass->write_eof (stream, self->trailers, error)))
    return FALSE;
  outlet->ended = TRUE;
  return TRUE;
}

gboolean
aiohttp_stream_response_put_file (AiohttpStreamResponse *self, int fd, gint64 offset, gint64 length, GError **error)
{
  AiohttpResponseOutlet *outlet = self->outlet;
  AiohttpServerStream *stream;
  int file;

  if (!check_open (self, error))
    return FALSE;
  if (length == 0)
    return TRUE;
  if (!count (outlet, length, error))
    return FALSE;
  if (outlet->discards)
    return TRUE;
  file = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  if (file < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "Cannot send the file: %s", g_strerror (code));
      set_failed (outlet, *error);
      return FALSE;
    }
  stream = outlet->request->stream;
  return note_state (outlet, stream->klass->write_file (stream, file, offset, length, error));
}
