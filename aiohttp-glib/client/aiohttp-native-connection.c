/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-native-connection-private.h"

#include <errno.h>
#include <string.h>

#include "aiohttp-error.h"

/*
 * A connection sends a request and reads its response at the same time, so that an answer that comes before the request
 * is out is seen.
 *
 * A response that came in one read, body and all, costs that read: its head is parsed where it lies and copied once for
 * the reply, its body is the reply's whole_body, and the connection is idle again before the reply is given. Else the
 * connection is the reply's carrier until the body has ended; the socket is read only while somebody waits for the body.
 *
 * What cannot be followed by another exchange closes: either side said so, bytes lie behind the response, the request was
 * not sent whole, or the body was given up.
 */

/* How long the body waits for 100 Continue (RFC 9110, 10.1.1, says not for ever). */
#define CONTINUE_MILLISECONDS 1000

/* Of min_rate: the time over which the rate is taken. */
#define RATE_WINDOW (5 * G_TIME_SPAN_SECOND)

static void on_timer (gpointer data);

AiohttpNativeConnection *
aiohttp_native_connection_new (AiohttpTransport *transport, AiohttpNativeRoute *route, AiohttpChannel *channel)
{
  AiohttpNativeConnection *self = g_new0 (AiohttpNativeConnection, 1);

  self->ref_count = 1;
  self->transport = transport;
  self->route = aiohttp_native_route_ref (route);
  self->channel = channel;
  self->link.data = self->idle_link.data = self->order_link.data = self;
  aiohttp_timer_init (&self->timer, on_timer, self);
  aiohttp_channel_set_func (channel, aiohttp_native_connection_on_channel, self);
  return self;
}

AiohttpNativeConnection *
aiohttp_native_connection_ref (AiohttpNativeConnection *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_native_connection_unref (AiohttpNativeConnection *self)
{
  if (--self->ref_count > 0)
    return;
  g_assert (self->state == AIOHTTP_NATIVE_STATE_CLOSED);
  aiohttp_native_upload_clear (&self->upload);
  aiohttp_byte_buffer_clear (&self->in);
  aiohttp_native_route_unref (self->route);
  g_clear_object (&self->remote_address);
  g_clear_error (&self->failure);
  g_clear_error (&self->refusal);
  g_free (self->head);
  g_free (self);
}

void
aiohttp_native_connection_close (AiohttpNativeConnection *self)
{
  if (self->state == AIOHTTP_NATIVE_STATE_CLOSED)
    return;
  aiohttp_native_connection_ref (self);
  self->state = AIOHTTP_NATIVE_STATE_CLOSED;
  aiohttp_timer_disarm (&self->timer);
  aiohttp_native_upload_end (&self->upload);
  g_clear_pointer (&self->channel, aiohttp_channel_close);
  aiohttp_native_transport_forget (self->transport, self);
  aiohttp_native_connection_wake_reader (self);
  aiohttp_native_connection_unref (self);
}

void
aiohttp_native_connection_abandon (AiohttpNativeConnection *self)
{
  self->func = NULL;
  self->request = NULL;
  aiohttp_native_connection_close (self);
}

static char *
describe (AiohttpNativeConnection *self)
{
  const AiohttpRouteKey *key = &self->route->key;

  return g_strdup_printf (strchr (key->host, ':') != NULL ? "[%s]:%u" : "%s:%u", key->host, key->port);
}

static AiohttpTimerWheel *
get_wheel (AiohttpNativeConnection *self)
{
  return aiohttp_reactor_get_wheel (self->transport->reactor);
}

void
aiohttp_native_connection_tell (AiohttpNativeConnection *self, AiohttpNativeOutcome outcome,
                                AiohttpTransportReply *reply, GError *error)
{
  AiohttpNativeFunc func = self->func;

  self->func = NULL;
  self->request = NULL;
  func (outcome, reply, error, self->data);
}

void
aiohttp_native_connection_fail (AiohttpNativeConnection *self, int code, const char *why)
{
  AiohttpNativeOutcome outcome = self->any_byte ? AIOHTTP_NATIVE_FAILED : AIOHTTP_NATIVE_DIED;
  GError *error = g_error_new_literal (AIOHTTP_CLIENT_ERROR, code, why);

  if (code != AIOHTTP_CLIENT_ERROR_DISCONNECTED)
    outcome = AIOHTTP_NATIVE_FAILED;
  aiohttp_native_connection_close (self);
  aiohttp_native_connection_tell (self, outcome, NULL, error);
}

/* Time: who waits for bytes waits at most sock_read for the next ones, and a window at a time for enough of them. */

void
aiohttp_native_connection_begin_wait (AiohttpNativeConnection *self)
{
  gint64 milliseconds = G_MAXINT64;

  if (self->sock_read > 0)
    milliseconds = (gint64) (self->sock_read * 1000);
  if (self->min_rate > 0)
    {
      milliseconds = MIN (milliseconds, (RATE_WINDOW - self->waited) / 1000);
      self->wait_began = aiohttp_timer_wheel_now (get_wheel (self));
    }
  if (milliseconds == G_MAXINT64)
    return;
  aiohttp_timer_arm (get_wheel (self), &self->timer, (guint) CLAMP (milliseconds, 1, G_MAXINT));
}

gboolean
aiohttp_native_connection_end_wait (AiohttpNativeConnection *self)
{
  gboolean enough;

  if (aiohttp_timer_is_armed (&self->timer))
    aiohttp_timer_pause (&self->timer);
  if (self->min_rate == 0 || self->wait_began == 0)
    return TRUE;
  self->waited += aiohttp_timer_wheel_now (get_wheel (self)) - self->wait_began;
  self->wait_began = 0;
  if (self->waited < RATE_WINDOW)
    return TRUE;
  enough = self->window_bytes >= (guint64) self->min_rate * (guint64) self->waited / G_TIME_SPAN_SECOND;
  self->waited = 0;
  self->window_bytes = 0;
  return enough;
}

static GError *
timeout_error (AiohttpNativeConnection *self, gboolean too_slow)
{
  g_autofree char *where = describe (self);

  if (too_slow)
    return g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT,
                        "%s: Less than %u bytes a second came", where, self->min_rate);
  return g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT, "%s: Nothing came for %g seconds",
                      where, self->sock_read);
}

/* A reader is told by its next read. */
void
aiohttp_native_connection_wake_reader (AiohttpNativeConnection *self)
{
  void (*ready) (gpointer data) = self->ready;

  self->ready = NULL;
  if (ready != NULL)
    ready (self->ready_data);
}

void
aiohttp_native_connection_time_out (AiohttpNativeConnection *self, gboolean too_slow)
{
  GError *error = timeout_error (self, too_slow);

  if (self->state == AIOHTTP_NATIVE_STATE_HEAD)
    {
      aiohttp_native_connection_close (self);
      aiohttp_native_connection_tell (self, AIOHTTP_NATIVE_FAILED, NULL, error);
      return;
    }
  g_clear_error (&self->failure);
  self->failure = error;
  aiohttp_native_connection_wake_reader (self);
}

static void
on_timer (gpointer data)
{
  AiohttpNativeConnection *self = data;
  gboolean too_slow = FALSE;

  if (self->state == AIOHTTP_NATIVE_STATE_IDLE)
    {
      aiohttp_native_connection_close (self);
      return;
    }
  if (self->upload.held)
    {
      self->upload.held = FALSE;
      aiohttp_native_connection_ref (self);
      aiohttp_native_connection_write_more (self);
      aiohttp_native_connection_unref (self);
      return;
    }
  if (self->min_rate > 0)
    {
      gint64 began = self->wait_began;
      gint64 now = aiohttp_timer_wheel_now (get_wheel (self));

      too_slow = !aiohttp_native_connection_end_wait (self);
      if (!too_slow && (self->sock_read <= 0 || now - began < (gint64) (self->sock_read * G_TIME_SPAN_SECOND)))
        {
          aiohttp_native_connection_begin_wait (self);
          return;
        }
    }
  aiohttp_native_connection_ref (self);
  aiohttp_native_connection_time_out (self, too_slow);
  aiohttp_native_connection_unref (self);
}

/* The request */

void
aiohttp_native_connection_update_want (AiohttpNativeConnection *self, gboolean writable)
{
  AiohttpChannelEvents want = writable ? AIOHTTP_CHANNEL_WRITABLE : 0;

  if (self->state != AIOHTTP_NATIVE_STATE_BODY || self->ready != NULL)
    want |= AIOHTTP_CHANNEL_READABLE;
  aiohttp_channel_want (self->channel, want);
}

/* Sends what can be sent. A server that has stopped reading may have answered, so that its answer is waited for. */
void
aiohttp_native_connection_write_more (AiohttpNativeConnection *self)
{
  GError *error = NULL;

  switch (aiohttp_native_upload_write (&self->upload, self->channel, self->request, &error))
    {
    case AIOHTTP_UPLOAD_DONE:
      aiohttp_native_connection_update_want (self, FALSE);
      if (self->state == AIOHTTP_NATIVE_STATE_HEAD)
        aiohttp_native_connection_begin_wait (self);
      break;
    case AIOHTTP_UPLOAD_BLOCKED:
      aiohttp_native_connection_update_want (self, TRUE);
      break;
    case AIOHTTP_UPLOAD_WAITS:
      aiohttp_native_connection_update_want (self, FALSE);
      if (self->upload.held)
        aiohttp_timer_arm (get_wheel (self), &self->timer, CONTINUE_MILLISECONDS);
      break;
    case AIOHTTP_UPLOAD_BROKEN:
      aiohttp_native_upload_end (&self->upload);
      self->upload.done = self->closes = TRUE;
      aiohttp_native_connection_update_want (self, FALSE);
      aiohttp_native_connection_begin_wait (self);
      break;
    case AIOHTTP_UPLOAD_FAILED:
      if (self->state == AIOHTTP_NATIVE_STATE_HEAD)
        {
          aiohttp_native_connection_close (self);
          aiohttp_native_connection_tell (self, AIOHTTP_NATIVE_FAILED, NULL, error);
          break;
        }
      g_clear_error (&error);
      aiohttp_native_upload_end (&self->upload);
      self->upload.done = self->closes = TRUE;
      aiohttp_native_connection_update_want (self, FALSE);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* The body's stream has come up with more. */
static void
on_resume (gpointer data)
{
  AiohttpNativeConnection *self = data;

  aiohttp_native_connection_ref (self);
  aiohttp_native_connection_write_more (self);
  aiohttp_native_connection_unref (self);
}

static void
set_limits (AiohttpNativeConnection *self, const AiohttpTransportRequest *request)
{
  self->limits = aiohttp_http1_default_limits;
  self->limits.lax_flags = AIOHTTP_HTTP1_LAX_DEFAULT;
  if (request->max_line_size > 0)
    self->limits.max_line = request->max_line_size;
  if (request->max_field_size > 0)
    self->limits.max_field = request->max_field_size;
  if (request->max_fields > 0)
    self->limits.max_fields = MIN (request->max_fields, AIOHTTP_HTTP1_MAX_FIELDS);
  self->limits.max_head = MAX (self->limits.max_head, self->limits.max_line + self->limits.max_field);
}

void
aiohttp_native_connection_send (AiohttpNativeConnection *self, const AiohttpTransportRequest *request,
                                AiohttpNativeFunc func, gpointer data)
{
  self->state = AIOHTTP_NATIVE_STATE_HEAD;
  self->request = request;
  self->func = func;
  self->data = data;
  self->n_requests++;
  self->n_interim = 0;
  self->any_byte = FALSE;
  self->sock_read = request->sock_read;
  self->min_rate = request->min_rate;
  self->waited = self->wait_began = 0;
  self->window_bytes = 0;
  set_limits (self, request);
  self->method_id = aiohttp_method_id_lookup (request->method, strlen (request->method));
  aiohttp_timer_pause (&self->timer);
  if (!aiohttp_native_upload_begin (&self->upload, request, self->route, self->transport->force_close, on_resume, self,
                                    &self->refusal))
    {
      aiohttp_channel_wake (self->channel);
      return;
    }
  self->closes = self->upload.close;
  aiohttp_native_connection_write_more (self);
}
