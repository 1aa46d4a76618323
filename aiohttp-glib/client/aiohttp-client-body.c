/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-body-private.h"

#include "aiohttp-error.h"

typedef enum
{
  STATE_OPEN,
  STATE_ENDED,
  STATE_GIVEN_UP,
} State;

struct _AiohttpClientBody
{
  GInputStream parent_instance;

  AiohttpTransportReply *reply;
  AiohttpClientExchange *exchange;
  GError *failure;    /* sticky */
  goffset received;   /* and given to who reads */
  goffset whole_size; /* of what came with the head */
  GBytes *whole;      /* the same, while not all of it was read; where it is open, what comes before the base */
  State state;
  GThread *thread;
  AiohttpClientTracer *tracer;
  const void *buffer; /* of the read under way */
};

G_DEFINE_FINAL_TYPE (AiohttpClientBody, aiohttp_client_body, G_TYPE_INPUT_STREAM)

static GError *
closed_error (void)
{
  return g_error_new_literal (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, "Connection closed");
}

/* Ends the exchange; what of the body is unread goes with its connection. */
static void
leave (AiohttpClientBody *self, State state)
{
  if (self->state != STATE_OPEN)
    return;
  self->state = state;
  if (self->tracer != NULL)
    aiohttp_client_tracer_done (self->tracer);
  aiohttp_transport_reply_end (self->reply, state == STATE_ENDED);
  aiohttp_client_exchange_finish (self->exchange);
}

static void
fail (AiohttpClientBody *self, GError *error)
{
  if (self->failure == NULL)
    self->failure = error;
  else
    g_error_free (error);
  leave (self, STATE_GIVEN_UP);
}

static void
on_aborted (gpointer data)
{
  AiohttpClientBody *self = data;

  fail (self, aiohttp_client_exchange_dup_abort_error (self->exchange));
}

/* What a read of the base has come to; -1 with an error, the body's own. */
static gssize
account (AiohttpClientBody *self, gssize n, GError *failure, GError **error)
{
  if (n > 0)
    {
      GError *aborted = aiohttp_client_exchange_dup_abort_error (self->exchange);

      self->received += n;
      if (self->tracer != NULL)
        aiohttp_client_tracer_received (self->tracer, self->buffer, (gsize) n);
      if (aborted != NULL) /* too late for this read, in time for the next */
        fail (self, aborted);
      return n;
    }
  if (n == 0 && self->received >= self->reply->content_length)
    {
      leave (self, STATE_ENDED);
      return 0;
    }

  if (n == 0)
    failure = g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD,
                           "Body ended early: %" G_GOFFSET_FORMAT " of %" G_GOFFSET_FORMAT " bytes came",
                           self->received, self->reply->content_length);
  else if (failure->domain != AIOHTTP_CLIENT_ERROR)
    failure = aiohttp_transport_reply_map_error (self->reply, failure);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, failure);
      return -1;
    }
  fail (self, failure);
  g_propagate_error (error, g_error_copy (self->failure));
  return -1;
}

/* What comes of a read without waiting: *n bytes, 0 at the end, -1 with an error; FALSE where the base is to be read. */
static gboolean
read_at_once (AiohttpClientBody *self, void *buffer, gsize count, gssize *n, GError **error)
{
  *n = 0;
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      *n = -1;
    }
  else if (self->whole != NULL)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (self->whole, &length);

      *n = (gssize) MIN (count, length - (gsize) self->received);
      memcpy (buffer, data + self->received, (gsize) *n);
      self->received += *n;
      if (self->state == STATE_OPEN && self->tracer != NULL)
        aiohttp_client_tracer_received (self->tracer, buffer, (gsize) *n);
      if ((gsize) self->received == length)
        g_clear_pointer (&self->whole, g_bytes_unref);
    }
  else if (self->state == STATE_OPEN && self->reply->first_failure != NULL)
    *n = account (self, -1, g_steal_pointer (&self->reply->first_failure), error);
  return self->state != STATE_OPEN || *n != 0;
}

static gssize
aiohttp_client_body_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  AiohttpClientBody *self = AIOHTTP_CLIENT_BODY (stream);
  GError *failure = NULL;
  gssize n;

  /* GIO reads in a thread of its own what it takes for a blocking stream (GConverterInputStream does) */
  if (self->thread != g_thread_self ())
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "Body of a response is read in the thread of its session");
      return -1;
    }
  if (read_at_once (self, buffer, count, &n, error))
    return n;
  self->buffer = buffer;
  n = g_input_stream_read (aiohttp_transport_reply_get_body (self->reply), buffer, count,
                           aiohttp_client_exchange_begin (self->exchange, cancellable), &failure);
  aiohttp_client_exchange_end (self->exchange, &failure);
  return account (self, n, failure, error);
}

static void
on_base_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpClientBody *self = g_task_get_source_object (task);
  GError *failure = NULL;
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &failure);

  aiohttp_client_exchange_end (self->exchange, &failure);
  n = account (self, n, failure, &error);
  if (n < 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
}

static void
aiohttp_client_body_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  AiohttpClientBody *self = AIOHTTP_CLIENT_BODY (stream);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  gssize n;

  g_task_set_source_tag (task, aiohttp_client_body_read_async);
  g_task_set_check_cancellable (task, FALSE);
  self->buffer = buffer;
  if (!read_at_once (self, buffer, count, &n, &error))
    g_input_stream_read_async (aiohttp_transport_reply_get_body (self->reply), buffer, count, io_priority,
                               aiohttp_client_exchange_begin (self->exchange, cancellable), on_base_read,
                               g_steal_pointer (&task));
  else if (n < 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
}

static gssize
aiohttp_client_body_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

/* Never waits. */
static gboolean
aiohttp_client_body_close_fn (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  aiohttp_client_body_abort (AIOHTTP_CLIENT_BODY (stream));
  return TRUE;
}

static void
aiohttp_client_body_close_async (GInputStream *stream, int io_priority, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_client_body_close_async);
  g_task_set_check_cancellable (task, FALSE);
  aiohttp_client_body_abort (AIOHTTP_CLIENT_BODY (stream));
  g_task_return_boolean (task, TRUE);
}

static gboolean
aiohttp_client_body_close_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
aiohttp_client_body_finalize (GObject *object)
{
  AiohttpClientBody *self = AIOHTTP_CLIENT_BODY (object);

  g_clear_pointer (&self->tracer, aiohttp_client_tracer_unref);
  g_clear_pointer (&self->whole, g_bytes_unref);
  g_clear_pointer (&self->exchange, aiohttp_client_exchange_unref);
  g_clear_pointer (&self->reply, aiohttp_transport_reply_unref);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (aiohttp_client_body_parent_class)->finalize (object);
}

static void
aiohttp_client_body_class_init (AiohttpClientBodyClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aiohttp_client_body_finalize;
  stream_class->read_fn = aiohttp_client_body_read_fn;
  stream_class->read_async = aiohttp_client_body_read_async;
  stream_class->read_finish = aiohttp_client_body_read_finish;
  stream_class->close_fn = aiohttp_client_body_close_fn;
  stream_class->close_async = aiohttp_client_body_close_async;
  stream_class->close_finish = aiohttp_client_body_close_finish;
}

static void
aiohttp_client_body_init (AiohttpClientBody *self)
{
  self->thread = g_thread_self ();
}

AiohttpClientBody *
aiohttp_client_body_new (AiohttpTransportReply *reply, AiohttpClientExchange *exchange)
{
  AiohttpClientBody *self = g_object_new (AIOHTTP_TYPE_CLIENT_BODY, NULL);

  self->reply = aiohttp_transport_reply_ref (reply);
  self->exchange = aiohttp_client_exchange_ref (exchange);
  aiohttp_client_exchange_set_abort_func (exchange, on_aborted, self);
  if (reply->whole_body == NULL)
    {
      self->whole = reply->first_bytes != NULL ? g_bytes_ref (reply->first_bytes) : NULL;
      return self;
    }
  /* Its connection can go on at once. */
  self->whole = g_bytes_ref (reply->whole_body);
  self->whole_size = (goffset) g_bytes_get_size (self->whole);
  leave (self, STATE_ENDED);
  return self;
}

void
aiohttp_client_body_set_tracer (AiohttpClientBody *self, AiohttpClientTracer *tracer)
{
  self->tracer = aiohttp_client_tracer_ref (tracer);
  if (self->whole != NULL && g_bytes_get_size (self->whole) > 0)
    aiohttp_client_tracer_received (tracer, g_bytes_get_data (self->whole, NULL), g_bytes_get_size (self->whole));
  if (self->state != STATE_OPEN)
    aiohttp_client_tracer_done (tracer);
}

GBytes *
aiohttp_client_body_take_whole (AiohttpClientBody *self)
{
  return self->state != STATE_OPEN && self->received == 0 && self->failure == NULL ? g_steal_pointer (&self->whole)
                                                                                   : NULL;
}

guint64
aiohttp_client_body_get_received (AiohttpClientBody *self)
{
  return (guint64) MAX (self->received, self->whole_size);
}

gboolean
aiohttp_client_body_is_open (AiohttpClientBody *self)
{
  return self->state == STATE_OPEN;
}

void
aiohttp_client_body_abort_with (AiohttpClientBody *self, GError *error)
{
  g_clear_pointer (&self->whole, g_bytes_unref);
  if (self->state == STATE_OPEN)
    aiohttp_client_exchange_abort (self->exchange, error);
  else if (self->failure == NULL)
    self->failure = error;
  else
    g_error_free (error);
}

void
aiohttp_client_body_abort (AiohttpClientBody *self)
{
  aiohttp_client_body_abort_with (self, closed_error ());
}

AiohttpClientBody *
aiohttp_client_body_new_closed (void)
{
  AiohttpClientBody *self = g_object_new (AIOHTTP_TYPE_CLIENT_BODY, NULL);

  self->state = STATE_GIVEN_UP;
  self->failure = closed_error ();
  return self;
}

AiohttpClientBody *
aiohttp_client_body_new_whole (GBytes *bytes)
{
  AiohttpClientBody *self = g_object_new (AIOHTTP_TYPE_CLIENT_BODY, NULL);

  self->state = STATE_ENDED;
  self->whole = g_bytes_ref (bytes);
  self->whole_size = (goffset) g_bytes_get_size (bytes);
  return self;
}
