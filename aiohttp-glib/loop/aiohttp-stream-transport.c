/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-transport.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-stream-transport-private.h"

/**
 * AiohttpStreamTransport:
 *
 * A connection, as an [class@Aiohttp.Protocol] has it.
 *
 * What is written is sent at once as far as the peer takes it, and the rest when it does. When more waits than the
 * high-water mark of 64 KiB the protocol is told by `pause_writing`, and by `resume_writing` when there is a quarter of
 * that left. What is received goes to the protocol as it comes; [method@Aiohttp.StreamTransport.pause_reading] stops
 * the peer.
 *
 * An open transport keeps itself alive while it reads or has something to send. It is used in the thread of its loop.
 *
 * asyncio: `Transport`.
 *
 * Since: 0.1
 */

#define READ_SIZE    (64 * 1024)
#define DEFAULT_HIGH (64 * 1024)

typedef enum
{
  TRANSPORT_OPEN,
  TRANSPORT_CLOSING, /* what waits is still sent */
  TRANSPORT_LOST,    /* the protocol is about to learn of it */
  TRANSPORT_CLOSED,
} TransportState;

struct _AiohttpStreamTransport
{
  GObject parent_instance;

  TransportState state;
  AiohttpEventLoop *loop;
  GSocket *socket;
  AiohttpProtocol *protocol; /* until it is lost */
  void (*started) (AiohttpStreamTransport *, gpointer);
  gpointer started_data;
  gboolean made; /* the protocol knows of it */

  GSource *read_source;
  gboolean paused_reading;
  gboolean eof_received;

  GSource *write_source;
  GQueue output;    /* of GBytes */
  gsize first_sent; /* of the first of them */
  gsize n_output;
  gsize high;
  gsize low;
  gboolean writing_paused;
  gboolean eof_wanted;
  gboolean eof_sent;
  GError *error;
};

G_DEFINE_FINAL_TYPE (AiohttpStreamTransport, aiohttp_stream_transport, G_TYPE_OBJECT)

static void update_reading (AiohttpStreamTransport *self);

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
drop_output (AiohttpStreamTransport *self)
{
  g_queue_clear_full (&self->output, (GDestroyNotify) g_bytes_unref);
  self->n_output = 0;
  self->first_sent = 0;
}

static GSource *
watch (AiohttpStreamTransport *self, GIOCondition condition, GSocketSourceFunc func, const char *name)
{
  GSource *source = g_socket_create_source (self->socket, condition, NULL);

  g_source_set_name (source, name);
  g_source_set_callback (source, G_SOURCE_FUNC (func), g_object_ref (self), g_object_unref);
  g_source_attach (source, aiohttp_event_loop_get_context (self->loop));
  return source;
}

/* From the ready queue. */
static void
tell_lost (gpointer data)
{
  g_autoptr (AiohttpStreamTransport) self = data;
  g_autoptr (AiohttpProtocol) protocol = g_steal_pointer (&self->protocol);

  self->state = TRANSPORT_CLOSED;
  g_socket_close (self->socket, NULL);
  if (protocol != NULL)
    AIOHTTP_PROTOCOL_GET_CLASS (protocol)->connection_lost (protocol, self->error);
}

static void
lose (AiohttpStreamTransport *self, GError *error)
{
  if (self->state >= TRANSPORT_LOST)
    {
      g_clear_error (&error);
      return;
    }
  self->state = TRANSPORT_LOST;
  self->error = error;
  drop_source (&self->read_source);
  drop_source (&self->write_source);
  drop_output (self);
  /* Of one that was lost before the protocol knew of it, that comes first. */
  if (self->made)
    aiohttp_event_loop_call_soon_internal (self->loop, tell_lost, g_object_ref (self));
}

static void
tell_paused (gpointer data)
{
  AiohttpStreamTransport *self = data;

  AIOHTTP_PROTOCOL_GET_CLASS (self->protocol)->pause_writing (self->protocol);
}

static void
tell_resumed (gpointer data)
{
  AiohttpStreamTransport *self = data;

  AIOHTTP_PROTOCOL_GET_CLASS (self->protocol)->resume_writing (self->protocol);
}

static void
check_marks (AiohttpStreamTransport *self)
{
  if (self->state >= TRANSPORT_LOST)
    return;
  if (!self->writing_paused && self->n_output > self->high)
    {
      self->writing_paused = TRUE;
      aiohttp_call_out (tell_paused, self);
    }
  else if (self->writing_paused && self->n_output <= self->low)
    {
      self->writing_paused = FALSE;
      aiohttp_call_out (tell_resumed, self);
    }
}

/* FALSE if the peer takes no more for now. */
static gboolean
send_first (AiohttpStreamTransport *self)
{
  GBytes *first = self->output.head->data;
  gsize size;
  const char *bytes = g_bytes_get_data (first, &size);
  GError *error = NULL;
  gssize n;

  n = g_socket_send (self->socket, bytes + self->first_sent, size - self->first_sent, NULL, &error);
  if (n < 0)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        g_error_free (error);
      else
        lose (self, error);
      return FALSE;
    }
  self->n_output -= (gsize) n;
  self->first_sent += (gsize) n;
  if (self->first_sent < size)
    return FALSE;
  self->first_sent = 0;
  g_bytes_unref (g_queue_pop_head (&self->output));
  return TRUE;
}

static void
send_output (AiohttpStreamTransport *self)
{
  while (self->output.length > 0 && send_first (self))
    ;
  if (self->output.length > 0 || self->state >= TRANSPORT_LOST)
    return;
  drop_source (&self->write_source);
  if (self->state == TRANSPORT_CLOSING)
    lose (self, NULL);
  else if (self->eof_wanted && !self->eof_sent)
    {
      self->eof_sent = TRUE;
      g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
    }
}

static gboolean
on_writable (GSocket *socket, GIOCondition condition, gpointer data)
{
  AiohttpStreamTransport *self = data;
  gboolean pushed = aiohttp_event_loop_push (self->loop);

  send_output (self);
  check_marks (self);
  if (pushed)
    aiohttp_event_loop_pop (self->loop);
  return G_SOURCE_CONTINUE;
}

static void
flush (AiohttpStreamTransport *self)
{
  send_output (self);
  if (self->output.length > 0 && self->write_source == NULL)
    self->write_source = watch (self, G_IO_OUT, on_writable, "aiohttp transport output");
  check_marks (self);
}

static void
receive (AiohttpStreamTransport *self)
{
  g_autofree char *buffer = g_malloc (READ_SIZE);
  GError *error = NULL;
  gssize n = g_socket_receive (self->socket, buffer, READ_SIZE, NULL, &error);

  if (n > 0)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (buffer, (gsize) n);

      AIOHTTP_PROTOCOL_GET_CLASS (self->protocol)->data_received (self->protocol, bytes);
    }
  else if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    g_error_free (error);
  else if (n < 0)
    lose (self, error);
  else
    {
      self->eof_received = TRUE;
      update_reading (self);
      if (!AIOHTTP_PROTOCOL_GET_CLASS (self->protocol)->eof_received (self->protocol))
        aiohttp_stream_transport_close (self);
    }
}

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer data)
{
  AiohttpStreamTransport *self = data;
  gboolean pushed = aiohttp_event_loop_push (self->loop);

  receive (self);
  if (pushed)
    aiohttp_event_loop_pop (self->loop);
  return G_SOURCE_CONTINUE;
}

static void
update_reading (AiohttpStreamTransport *self)
{
  if (!aiohttp_stream_transport_is_reading (self))
    drop_source (&self->read_source);
  else if (self->read_source == NULL && self->made)
    self->read_source = watch (self, G_IO_IN, on_readable, "aiohttp transport input");
}

/* From the ready queue. */
static void
make (gpointer data)
{
  g_autoptr (AiohttpStreamTransport) self = data;
  gboolean pushed = aiohttp_event_loop_push (self->loop);

  AIOHTTP_PROTOCOL_GET_CLASS (self->protocol)->connection_made (self->protocol, self);
  self->made = TRUE;
  if (self->state == TRANSPORT_LOST)
    aiohttp_event_loop_call_soon_internal (self->loop, tell_lost, g_object_ref (self));
  update_reading (self);
  if (self->started != NULL)
    self->started (self, self->started_data);
  if (pushed)
    aiohttp_event_loop_pop (self->loop);
}

static void
aiohttp_stream_transport_dispose (GObject *object)
{
  AiohttpStreamTransport *self = AIOHTTP_STREAM_TRANSPORT (object);

  if (aiohttp_debug_is_on () && self->state < TRANSPORT_LOST)
    aiohttp_debug_unclosed (self, "transport");
  drop_source (&self->read_source);
  drop_source (&self->write_source);
  drop_output (self);
  g_clear_object (&self->protocol);
  g_clear_object (&self->socket);

  G_OBJECT_CLASS (aiohttp_stream_transport_parent_class)->dispose (object);
}

static void
aiohttp_stream_transport_finalize (GObject *object)
{
  AiohttpStreamTransport *self = AIOHTTP_STREAM_TRANSPORT (object);

  g_clear_error (&self->error);
  g_clear_object (&self->loop);

  G_OBJECT_CLASS (aiohttp_stream_transport_parent_class)->finalize (object);
}

static void
aiohttp_stream_transport_class_init (AiohttpStreamTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_stream_transport_dispose;
  object_class->finalize = aiohttp_stream_transport_finalize;
}

static void
aiohttp_stream_transport_init (AiohttpStreamTransport *self)
{
  self->high = DEFAULT_HIGH;
  self->low = DEFAULT_HIGH / 4;
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (self);
}

AiohttpStreamTransport *
aiohttp_stream_transport_start (AiohttpEventLoop *loop, GSocket *socket, AiohttpProtocol *protocol,
                                void (*started) (AiohttpStreamTransport *transport, gpointer data), gpointer data)
{
  AiohttpStreamTransport *self = g_object_new (AIOHTTP_TYPE_STREAM_TRANSPORT, NULL);

  self->loop = g_object_ref (loop);
  self->socket = g_object_ref (socket);
  self->protocol = g_object_ref (protocol);
  self->started = started;
  self->started_data = data;
  g_socket_set_blocking (socket, FALSE);
  aiohttp_event_loop_call_soon_internal (loop, make, g_object_ref (self));
  return self;
}

static gboolean
check_writable (AiohttpStreamTransport *self, GError **error)
{
  if (self->state == TRANSPORT_OPEN && !self->eof_wanted)
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED,
                       self->state == TRANSPORT_OPEN ? "The end of the stream was written" : "The transport is closed");
  return FALSE;
}

/**
 * aiohttp_stream_transport_write:
 * @self: a transport
 * @data: what to send
 * @error: where to put the error
 *
 * Sends @data after what was written before. It never waits; the protocol's `pause_writing` tells when it is too much.
 *
 * asyncio: `Transport.write()`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_CLOSED` if it is closed, or the end of the stream was written
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_transport_write (AiohttpStreamTransport *self, GBytes *data, GError **error)
{
  g_autoptr (AiohttpStreamTransport) held = NULL;
  gsize size;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self), FALSE);
  g_return_val_if_fail (data != NULL, FALSE);

  if (!check_writable (self, error))
    return FALSE;
  size = g_bytes_get_size (data);
  if (size == 0)
    return TRUE;
  held = g_object_ref (self);
  g_queue_push_tail (&self->output, g_bytes_ref (data));
  self->n_output += size;
  if (self->write_source == NULL)
    flush (self);
  else
    check_marks (self);
  return TRUE;
}

/**
 * aiohttp_stream_transport_write_eof:
 * @self: a transport
 * @error: where to put the error
 *
 * Tells the peer that no more comes, after what was written; receiving goes on.
 *
 * asyncio: `Transport.write_eof()`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_CLOSED` if it is closed, or the end of the stream was written
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_transport_write_eof (AiohttpStreamTransport *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self), FALSE);

  if (!check_writable (self, error))
    return FALSE;
  self->eof_wanted = TRUE;
  if (self->output.length == 0)
    send_output (self);
  return TRUE;
}

/**
 * aiohttp_stream_transport_get_write_buffer_size:
 * @self: a transport
 *
 * Gets how many bytes wait to be sent.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
gsize
aiohttp_stream_transport_get_write_buffer_size (AiohttpStreamTransport *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self), 0);

  return self->n_output;
}

/**
 * aiohttp_stream_transport_set_write_buffer_limits:
 * @self: a transport
 * @high: the high-water mark in bytes
 * @low: the low-water mark, not above @high
 *
 * Sets when the protocol is told to pause and to resume writing.
 *
 * Since: 0.1
 */
void
aiohttp_stream_transport_set_write_buffer_limits (AiohttpStreamTransport *self, gsize high, gsize low)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self));
  g_return_if_fail (low <= high);

  self->high = high;
  self->low = low;
  check_marks (self);
}

/**
 * aiohttp_stream_transport_pause_reading:
 * @self: a transport
 *
 * Receives no more for now: the protocol gets nothing, and the peer has to wait.
 *
 * Since: 0.1
 */
void
aiohttp_stream_transport_pause_reading (AiohttpStreamTransport *self)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self));

  self->paused_reading = TRUE;
  update_reading (self);
}

/**
 * aiohttp_stream_transport_resume_reading:
 * @self: a transport
 *
 * Receives again.
 *
 * Since: 0.1
 */
void
aiohttp_stream_transport_resume_reading (AiohttpStreamTransport *self)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self));

  self->paused_reading = FALSE;
  update_reading (self);
}

/**
 * aiohttp_stream_transport_is_reading:
 * @self: a transport
 *
 * Tells whether the transport receives: it is open, not paused, and the peer may still send.
 *
 * Returns: whether it does
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_transport_is_reading (AiohttpStreamTransport *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self), FALSE);

  return self->state == TRANSPORT_OPEN && !self->paused_reading && !self->eof_received;
}

/**
 * aiohttp_stream_transport_close:
 * @self: a transport
 *
 * Closes the connection when what was written has been sent. No more is received. The protocol's `connection_lost`
 * comes at the end.
 *
 * Since: 0.1
 */
void
aiohttp_stream_transport_close (AiohttpStreamTransport *self)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self));

  if (self->state != TRANSPORT_OPEN)
    return;
  self->state = TRANSPORT_CLOSING;
  update_reading (self);
  if (self->output.length == 0)
    lose (self, NULL);
}

/**
 * aiohttp_stream_transport_abort:
 * @self: a transport
 *
 * Closes the connection at once; what waits to be sent is dropped.
 *
 * Since: 0.1
 */
void
aiohttp_stream_transport_abort (AiohttpStreamTransport *self)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self));

  lose (self, NULL);
}

/**
 * aiohttp_stream_transport_is_closing:
 * @self: a transport
 *
 * Tells whether the transport is closed, or about to be.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_transport_is_closing (AiohttpStreamTransport *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self), FALSE);

  return self->state != TRANSPORT_OPEN;
}

/**
 * aiohttp_stream_transport_get_socket:
 * @self: a transport
 *
 * Gets the socket, for its addresses and options; reading and writing are the transport's.
 *
 * asyncio: `Transport.get_extra_info ('socket')`.
 *
 * Returns: (transfer none): the socket
 *
 * Since: 0.1
 */
GSocket *
aiohttp_stream_transport_get_socket (AiohttpStreamTransport *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_TRANSPORT (self), NULL);

  return self->socket;
}
