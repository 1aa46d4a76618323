/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-native-connection-private.h"

#include <errno.h>
#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-tls-channel-private.h"

/* Interim responses to one request; each is bounded as any head is. */
#define MAX_INTERIM 16

/* What is read at a time where it does not go to the reader at once. */
#define READ_SIZE (64 * 1024)

static void
fail_lost (AiohttpNativeConnection *self, int error)
{
  const GError *tls = aiohttp_channel_get_tls_error (self->channel);
  const char *why = self->any_byte ? "Server disconnected in the middle of its answer" : "Server disconnected";

  if (error != 0)
    why = tls != NULL && error == EPROTO ? tls->message : g_strerror (error);
  aiohttp_native_connection_fail (self, AIOHTTP_CLIENT_ERROR_DISCONNECTED, why);
}

static GBytes *
empty_bytes (void)
{
  static GBytes *empty;

  if (g_once_init_enter (&empty))
    g_once_init_leave (&empty, g_bytes_new_static ("", 0));
  return g_bytes_ref (empty);
}

static void
fill_reply (AiohttpNativeConnection *self, AiohttpTransportReply *reply, const AiohttpHttp1Head *head)
{
  AiohttpHttp1Head *copy = aiohttp_http1_head_dup (head);
  AiohttpTlsInfo *tls = aiohttp_channel_get_tls_info (self->channel);

  reply->fields_memory = copy;
  reply->fields = aiohttp_http1_head_get_fields (copy);
  reply->status = head->status;
  reply->version = head->minor_version > 0 ? SOUP_HTTP_1_1 : SOUP_HTTP_1_0;
  reply->reason = aiohttp_field_value_to_utf8 (head->base + head->reason.offset, head->reason.length);
  reply->reused = self->n_requests > 1;
  reply->content_length = head->body == AIOHTTP_HTTP1_BODY_LENGTH ? (gint64) head->content_length : -1;
  if (self->remote_address != NULL)
    reply->remote_address = g_object_ref (self->remote_address);
  if (tls != NULL)
    reply->tls_info = g_object_ref (tls);
}

/* The body from what came with its head; NULL where that is not all of it. What is malformed is told by a read. */
static GBytes *
take_whole (AiohttpNativeConnection *self, const char *rest, gsize length, gsize *taken)
{
  AiohttpHttp1Body body = self->body;
  g_auto (AiohttpByteBuffer) decoded = AIOHTTP_BYTE_BUFFER_INIT;
  gboolean done = aiohttp_http1_body_is_done (&body);
  gsize position = 0;
  AiohttpSpan payload;
  gsize consumed;

  *taken = 0;
  if (done)
    return empty_bytes ();
  if (body.kind == AIOHTTP_HTTP1_BODY_LENGTH)
    {
      if (body.remaining > length)
        return NULL;
      *taken = (gsize) body.remaining;
      return g_bytes_new (rest, *taken);
    }
  if (body.kind != AIOHTTP_HTTP1_BODY_CHUNKED || length < 5)
    return NULL;
  while (!done && position < length)
    {
      if (!aiohttp_http1_body_feed (&body, rest + position, length - position, &consumed, &payload, &done, NULL))
        return NULL;
      aiohttp_byte_buffer_append (&decoded, rest + position + payload.offset, payload.length);
      position += consumed;
    }
  if (!done)
    return NULL;
  *taken = position;
  return aiohttp_byte_buffer_take (&decoded);
}

/* Bytes behind a response were asked for by nobody: what they are taken for is not left to chance. */
static void
settle (AiohttpNativeConnection *self)
{
  if (self->closes || !self->upload.done || aiohttp_byte_buffer_length (&self->in) > 0 || self->transport->closed)
    {
      aiohttp_native_connection_close (self);
      return;
    }
  aiohttp_byte_buffer_clear (&self->in);
  self->state = AIOHTTP_NATIVE_STATE_IDLE;
  self->ready = NULL;
  aiohttp_channel_want (self->channel, AIOHTTP_CHANNEL_READABLE);
  aiohttp_native_transport_release (self->transport, self);
}

static void
give_upgraded (AiohttpNativeConnection *self, AiohttpTransportReply *reply, const char *rest, gsize length)
{
  aiohttp_channel_want (self->channel, 0);
  reply->upgraded = g_steal_pointer (&self->channel);
  if (length > 0)
    reply->upgraded_rest = g_bytes_new (rest, length);
  aiohttp_native_connection_close (self);
}

static void
update_reading (AiohttpNativeConnection *self)
{
  gboolean writing = (aiohttp_channel_get_want (self->channel) & AIOHTTP_CHANNEL_WRITABLE) != 0;

  aiohttp_native_connection_update_want (self, writing);
}

static void
give_whole (AiohttpNativeConnection *self, AiohttpTransportReply *reply)
{
  aiohttp_native_upload_end (&self->upload);
  settle (self);
  aiohttp_native_connection_tell (self, AIOHTTP_NATIVE_ANSWERED, reply, NULL);
}

static void
on_final_head (AiohttpNativeConnection *self, const char *data, gsize length, gboolean shared)
{
  const AiohttpHttp1Head *head = self->parser.head;
  AiohttpTransportReply *reply = aiohttp_transport_reply_new (self->transport);
  const char *rest = data + head->head_length;
  gsize rest_length = length - head->head_length;
  gsize taken = 0;

  fill_reply (self, reply, head);
  if (!head->keep_alive)
    self->closes = TRUE;
  aiohttp_http1_body_init (&self->body, head, &self->limits, TRUE, 0);
  if (head->body == AIOHTTP_HTTP1_BODY_TUNNEL)
    {
      reply->whole_body = empty_bytes ();
      give_upgraded (self, reply, rest, rest_length);
      aiohttp_native_connection_tell (self, AIOHTTP_NATIVE_ANSWERED, reply, NULL);
      return;
    }
  reply->whole_body = take_whole (self, rest, rest_length, &taken);
  if (shared)
    aiohttp_byte_buffer_append (&self->in, rest + taken, rest_length - taken);
  else
    aiohttp_byte_buffer_consume (&self->in, (gsize) (rest + taken - data));

  if (reply->whole_body != NULL)
    {
      give_whole (self, reply);
      return;
    }
  self->state = AIOHTTP_NATIVE_STATE_BODY;
  reply->carrier = aiohttp_native_connection_ref (self);
  update_reading (self);
  aiohttp_native_connection_tell (self, AIOHTTP_NATIVE_ANSWERED, reply, NULL);
}

/* FALSE: the connection has failed. */
static gboolean
take_interim (AiohttpNativeConnection *self, guint status)
{
  if (status == 101)
    {
      aiohttp_native_connection_fail (self, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE,
                                      "Server switches protocols, which nobody has asked for");
      return FALSE;
    }
  if (++self->n_interim > MAX_INTERIM)
    {
      g_autofree char *why = g_strdup_printf ("More than %d interim responses", MAX_INTERIM);

      aiohttp_native_connection_fail (self, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE, why);
      return FALSE;
    }
  if (status == 100 && self->upload.held)
    {
      self->upload.held = FALSE;
      aiohttp_native_connection_write_more (self);
    }
  return self->state == AIOHTTP_NATIVE_STATE_HEAD;
}

static void
keep_partial (AiohttpNativeConnection *self, const char *data, gsize length, gboolean shared)
{
  if (shared)
    aiohttp_byte_buffer_append (&self->in, data, length);
  if (self->parser.head != self->head)
    {
      if (self->head == NULL)
        self->head = aiohttp_http1_head_new (AIOHTTP_HTTP1_MAX_FIELDS);
      aiohttp_http1_parser_move (&self->parser, self->head);
    }
  if (self->upload.done)
    aiohttp_native_connection_begin_wait (self);
}

/* `data` is the reactor's (shared) or that of `in`. */
static void
parse_heads (AiohttpNativeConnection *self, const char *data, gsize length, gboolean shared)
{
  g_autoptr (GError) error = NULL;

  for (;;)
    {
      const AiohttpHttp1Head *head = self->parser.head;
      gsize head_length;

      switch (aiohttp_http1_parser_execute (&self->parser, data, length, &error))
        {
        case AIOHTTP_HTTP1_ERROR:
          aiohttp_native_connection_fail (self, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE, error->message);
          return;
        case AIOHTTP_HTTP1_MORE:
          keep_partial (self, data, length, shared);
          return;
        case AIOHTTP_HTTP1_DONE:
        default:
          break;
        }
      if (head->body == AIOHTTP_HTTP1_BODY_CHUNKED && (self->parser.codings & AIOHTTP_HTTP1_CODING_OTHER) != 0)
        {
          aiohttp_native_connection_fail (self, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE,
                                          "Transfer-Encoding names a coding other than chunked");
          return;
        }
      if (head->status / 100 != 1 || (head->status == 101 && self->request->upgrade))
        {
          on_final_head (self, data, length, shared);
          return;
        }
      head_length = head->head_length;
      if (!take_interim (self, head->status))
        return;
      data += head_length;
      length -= head_length;
      if (!shared)
        aiohttp_byte_buffer_consume (&self->in, head_length);
      aiohttp_http1_parser_reset (&self->parser);
    }
}

static void
read_head (AiohttpNativeConnection *self)
{
  gboolean shared = aiohttp_byte_buffer_length (&self->in) == 0;
  gsize size = READ_SIZE;
  guint8 *at;
  gssize n;

  if (shared)
    at = aiohttp_reactor_scratch (self->transport->reactor, &size);
  else
    at = aiohttp_byte_buffer_reserve (&self->in, size);
  n = aiohttp_channel_read (self->channel, at, size);
  if (n == AIOHTTP_CHANNEL_WOULD_BLOCK)
    return;
  if (n <= 0)
    {
      fail_lost (self, n == AIOHTTP_CHANNEL_EOF ? 0 : errno);
      return;
    }
  self->window_bytes += (guint64) n;
  if (!self->upload.held && !aiohttp_native_connection_end_wait (self))
    {
      aiohttp_native_connection_time_out (self, TRUE);
      return;
    }
  if (!self->any_byte)
    {
      self->any_byte = TRUE;
      aiohttp_http1_parser_init_response (&self->parser, aiohttp_native_transport_get_head (self->transport),
                                          &self->limits, self->method_id);
      aiohttp_transport_emit (self->request, first_byte);
    }
  if (!shared)
    aiohttp_byte_buffer_commit (&self->in, (gsize) n);
  if (shared)
    parse_heads (self, (const char *) at, (gsize) n, TRUE);
  else
    parse_heads (self, (const char *) aiohttp_byte_buffer_data (&self->in), aiohttp_byte_buffer_length (&self->in),
                 FALSE);
}

/* Whatever a server sends when nobody has asked ends the connection, but what TLS keeps for itself. */
static void
on_idle_event (AiohttpNativeConnection *self)
{
  guint8 byte;

  if (aiohttp_channel_read (self->channel, &byte, 1) != AIOHTTP_CHANNEL_WOULD_BLOCK)
    aiohttp_native_connection_close (self);
}

void
aiohttp_native_connection_on_channel (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  AiohttpNativeConnection *self = aiohttp_native_connection_ref (data);

  if (self->refusal != NULL)
    {
      GError *error = g_steal_pointer (&self->refusal);

      aiohttp_native_connection_close (self);
      aiohttp_native_connection_tell (self, AIOHTTP_NATIVE_FAILED, NULL, error);
    }
  else if (self->state == AIOHTTP_NATIVE_STATE_IDLE)
    on_idle_event (self);
  else
    {
      const AiohttpChannelEvents input = AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_HANGUP | AIOHTTP_CHANNEL_ERROR;

      if ((events & AIOHTTP_CHANNEL_WRITABLE) != 0)
        aiohttp_native_connection_write_more (self);
      if (self->state == AIOHTTP_NATIVE_STATE_HEAD && (events & input) != 0)
        read_head (self);
      else if (self->state == AIOHTTP_NATIVE_STATE_BODY && (events & input) != 0)
        aiohttp_native_connection_wake_reader (self);
    }
  aiohttp_native_connection_unref (self);
}

/* The body */

static gssize
fail_body (AiohttpNativeConnection *self, GError *failure, GError **error)
{
  if (self->failure == NULL)
    self->failure = failure;
  else
    g_error_free (failure);
  g_propagate_error (error, g_error_copy (self->failure));
  return AIOHTTP_CHANNEL_FAILED;
}

static gssize
fail_payload (AiohttpNativeConnection *self, const char *why, GError **error)
{
  return fail_body (
      self, g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD, "Body cannot be read to its end: %s", why),
      error);
}

static gssize
end_of_file (AiohttpNativeConnection *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  self->closes = TRUE;
  if (aiohttp_http1_body_end (&self->body, &failure))
    return 0;
  return fail_payload (self, failure->message, error);
}

/* Decodes what `in` holds; AIOHTTP_CHANNEL_WOULD_BLOCK: nothing came of it. */
static gssize
decode (AiohttpNativeConnection *self, void *buffer, gsize size, GError **error)
{
  while (aiohttp_byte_buffer_length (&self->in) > 0 && !aiohttp_http1_body_is_done (&self->body))
    {
      const char *data = (const char *) aiohttp_byte_buffer_data (&self->in);
      g_autoptr (GError) failure = NULL;
      AiohttpSpan payload;
      gboolean done;
      gsize consumed;

      if (!aiohttp_http1_body_feed (&self->body, data, MIN (aiohttp_byte_buffer_length (&self->in), size), &consumed,
                                    &payload, &done, &failure))
        return fail_payload (self, failure->message, error);
      memcpy (buffer, data + payload.offset, payload.length);
      aiohttp_byte_buffer_consume (&self->in, consumed);
      if (payload.length > 0)
        return payload.length;
    }
  return aiohttp_http1_body_is_done (&self->body) ? 0 : AIOHTTP_CHANNEL_WOULD_BLOCK;
}

/* A body without framing goes to the reader's buffer at once. */
static gssize
read_plain (AiohttpNativeConnection *self, void *buffer, gsize size, GError **error)
{
  g_autoptr (GError) failure = NULL;
  AiohttpSpan payload;
  gboolean done;
  gsize consumed;
  gssize n;

  if (self->body.kind == AIOHTTP_HTTP1_BODY_LENGTH && size > self->body.remaining)
    size = (gsize) self->body.remaining;
  n = aiohttp_channel_read (self->channel, buffer, size);
  if (n <= 0)
    return n;
  self->window_bytes += (guint64) n;
  if (!aiohttp_http1_body_feed (&self->body, buffer, (gsize) n, &consumed, &payload, &done, &failure))
    return fail_payload (self, failure->message, error);
  return n;
}

static gssize
read_framed (AiohttpNativeConnection *self)
{
  guint8 *at = aiohttp_byte_buffer_reserve (&self->in, READ_SIZE);
  gssize n = aiohttp_channel_read (self->channel, at, READ_SIZE);

  if (n <= 0)
    return n;
  self->window_bytes += (guint64) n;
  aiohttp_byte_buffer_commit (&self->in, (gsize) n);
  return n;
}

gssize
aiohttp_native_connection_read (AiohttpNativeConnection *self, void *buffer, gsize size, GError **error)
{
  gssize n;

  if (self->failure != NULL)
    return fail_body (self, g_error_copy (self->failure), error);
  if (self->state != AIOHTTP_NATIVE_STATE_BODY)
    return fail_body (
        self,
        g_error_new_literal (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, "Connector was closed"),
        error);
  if (size == 0)
    return 0;
  for (;;)
    {
      n = decode (self, buffer, size, error);
      if (n != AIOHTTP_CHANNEL_WOULD_BLOCK)
        return n;
      if (self->body.kind == AIOHTTP_HTTP1_BODY_CHUNKED)
        n = read_framed (self);
      else
        n = read_plain (self, buffer, size, error);
      if (n == AIOHTTP_CHANNEL_EOF)
        return end_of_file (self, error);
      if (n == AIOHTTP_CHANNEL_FAILED && self->failure == NULL)
        return fail_payload (self, g_strerror (errno), error);
      if (n < 0 || self->body.kind != AIOHTTP_HTTP1_BODY_CHUNKED)
        return n;
    }
}

void
aiohttp_native_connection_wait (AiohttpNativeConnection *self, void (*ready) (gpointer data), gpointer data)
{
  self->ready = ready;
  self->ready_data = data;
  if (self->state != AIOHTTP_NATIVE_STATE_BODY)
    return;
  update_reading (self);
  if (ready != NULL)
    aiohttp_native_connection_begin_wait (self);
  else if (!aiohttp_native_connection_end_wait (self))
    aiohttp_native_connection_time_out (self, TRUE); /* for the next read */
}

void
aiohttp_native_connection_end_body (AiohttpNativeConnection *self, gboolean at_end)
{
  if (self->state != AIOHTTP_NATIVE_STATE_BODY)
    return;
  if (!at_end || !aiohttp_http1_body_is_done (&self->body))
    self->closes = TRUE;
  settle (self);
}

gboolean
aiohttp_native_connection_poll (AiohttpNativeConnection *self, GCancellable *cancellable, GError **error)
{
  GPollFD fds[2] = { { .fd = aiohttp_channel_get_fd (self->channel), .events = G_IO_IN | G_IO_HUP | G_IO_ERR } };
  gboolean has_cancel = g_cancellable_make_pollfd (cancellable, &fds[1]);
  int timeout = self->sock_read > 0 ? (int) CLAMP (self->sock_read * 1000, 1, G_MAXINT) : -1;
  int n = g_poll (fds, has_cancel ? 2 : 1, timeout);

  if (has_cancel)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (n == 0)
    {
      g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT, "Nothing came for %g seconds",
                   self->sock_read);
      return FALSE;
    }
  aiohttp_channel_note_readable (self->channel);
  return TRUE;
}
