/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-connection-state-private.h"

#include "aiohttp-dispatcher-private.h"
#include "aiohttp-error.h"
#include "aiohttp-request-private.h"
#include "aiohttp-route-private.h"

/* What a connection waits for, and for how long. */

/* How often a peer that takes nothing is looked at within the write timeout. */
#define WRITE_LOOKS 4

static guint
to_milliseconds (double seconds)
{
  return (guint) CLAMP (seconds * 1000, 1, G_MAXINT);
}

static double
get_timeout (AiohttpServerConnection *self, AiohttpConnectionWait wait)
{
  switch (wait)
    {
    case AIOHTTP_WAIT_HEAD:
      return self->server->header_timeout;
    case AIOHTTP_WAIT_IDLE:
      return self->used ? self->server->keepalive_timeout : self->server->header_timeout;
    case AIOHTTP_WAIT_BODY:
      return self->server->body_timeout;
    case AIOHTTP_WAIT_WRITE:
      return self->server->write_timeout / WRITE_LOOKS;
    case AIOHTTP_WAIT_LINGER:
      return self->server->lingering_timeout;
    case AIOHTTP_WAIT_NONE:
    default:
      return 0;
    }
}

void
aiohttp_server_connection_set_wait (AiohttpServerConnection *self, AiohttpConnectionWait wait, gboolean restart)
{
  double timeout;

  if (self->wait == wait && !restart && !self->restarts_wait)
    return;
  self->wait = wait;
  self->restarts_wait = FALSE;
  timeout = get_timeout (self, wait);
  if (timeout <= 0)
    {
      aiohttp_timer_pause (&self->timer);
      return;
    }
  if (wait == AIOHTTP_WAIT_WRITE)
    {
      self->unacknowledged = aiohttp_channel_get_unacknowledged (self->channel);
      self->n_looks = 0;
    }
  aiohttp_timer_arm (self->server->wheel, &self->timer, to_milliseconds (timeout));
}

/* What a slow peer takes makes no room in the socket for long, as far as the system says; but it is seen. */
static void
on_write_slow (AiohttpServerConnection *self)
{
  int unacknowledged = aiohttp_channel_get_unacknowledged (self->channel);

  if (unacknowledged != self->unacknowledged)
    {
      self->unacknowledged = unacknowledged;
      self->n_looks = 0;
    }
  else if (++self->n_looks == WRITE_LOOKS)
    {
      aiohttp_server_connection_abort (self);
      return;
    }
  self->wait = AIOHTTP_WAIT_WRITE;
  aiohttp_timer_arm (self->server->wheel, &self->timer, to_milliseconds (get_timeout (self, AIOHTTP_WAIT_WRITE)));
}

void
aiohttp_server_connection_update_interest (AiohttpServerConnection *self)
{
  const gboolean blocked = aiohttp_server_output_is_waiting (&self->output);
  AiohttpChannelEvents events = blocked || self->writer_waits ? AIOHTTP_CHANNEL_WRITABLE : 0;
  gboolean reads = FALSE;

  switch ((AiohttpConnectionState) self->state)
    {
    case AIOHTTP_CONNECTION_READING:
      reads = !blocked;
      aiohttp_server_connection_set_wait (self,
                                          blocked                                           ? AIOHTTP_WAIT_WRITE
                                          : self->partial != NULL || self->input.length > 0 ? AIOHTTP_WAIT_HEAD
                                                                                            : AIOHTTP_WAIT_IDLE,
                                          !blocked && self->partial == NULL);
      break;
    case AIOHTTP_CONNECTION_HANDLING:
      reads = self->body_wanted;
      if (self->wait != AIOHTTP_WAIT_BODY)
        self->body_mark = self->body.received;
      aiohttp_server_connection_set_wait (self,
                                          blocked             ? AIOHTTP_WAIT_WRITE
                                          : self->body_wanted ? AIOHTTP_WAIT_BODY
                                                              : AIOHTTP_WAIT_NONE,
                                          FALSE);
      break;
    case AIOHTTP_CONNECTION_DRAINING:
      reads = TRUE;
      aiohttp_server_connection_set_wait (self, AIOHTTP_WAIT_LINGER, FALSE);
      break;
    case AIOHTTP_CONNECTION_ENDING:
      aiohttp_server_connection_set_wait (self, AIOHTTP_WAIT_WRITE, FALSE);
      break;
    case AIOHTTP_CONNECTION_LINGERING:
      reads = TRUE;
      aiohttp_server_connection_set_wait (self, AIOHTTP_WAIT_LINGER, FALSE);
      break;
    case AIOHTTP_CONNECTION_UPGRADED:
    case AIOHTTP_CONNECTION_CLOSED:
    default:
      return;
    }
  if (reads)
    events |= AIOHTTP_CHANNEL_READABLE;
  aiohttp_channel_want (self->channel, events);
}

static void
on_body_slow (AiohttpServerConnection *self)
{
  const guint64 received = self->body.received - self->body_mark;

  if (received >= self->server->body_min_rate * self->server->body_timeout && received > 0)
    {
      self->body_mark = self->body.received;
      aiohttp_server_connection_set_wait (self, AIOHTTP_WAIT_BODY, TRUE);
      return;
    }
  self->broken = TRUE;
  self->body_wanted = FALSE;
  aiohttp_request_fail_body (self->stream.request,
                             g_error_new (AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_REQUEST_TIMEOUT,
                                          "The body came too slowly: %" G_GUINT64_FORMAT " bytes in %g seconds",
                                          received, self->server->body_timeout));
  aiohttp_server_connection_update_interest (self);
}

void
aiohttp_server_connection_on_timeout (gpointer data)
{
  AiohttpServerConnection *self = data;
  AiohttpWebServer *server;
  gboolean entered;
  AiohttpConnectionWait wait = self->wait;

  self->wait = AIOHTTP_WAIT_NONE;
  /* A handler that iterates the main loop: what comes next is armed when it has returned. */
  if (self->processing)
    return;
  server = g_object_ref (self->server);
  entered = aiohttp_server_connection_enter_context (server);
  aiohttp_server_connection_hold (self);
  if (wait == AIOHTTP_WAIT_HEAD)
    {
      aiohttp_server_connection_refuse (self, 408, NULL);
      aiohttp_server_connection_process (self);
    }
  else if (wait == AIOHTTP_WAIT_BODY)
    on_body_slow (self);
  else if (wait == AIOHTTP_WAIT_WRITE)
    on_write_slow (self);
  else
    aiohttp_server_connection_abort (self);
  aiohttp_server_connection_release (self);
  if (entered)
    g_main_context_pop_thread_default (server->context);
  g_object_unref (server);
}

static double
get_handler_timeout (AiohttpServerConnection *self)
{
  const AiohttpRoute *route = self->stream.request->route;

  return route != NULL && route->handler_timeout >= 0 ? route->handler_timeout : self->server->handler_timeout;
}

void
aiohttp_server_connection_watch_handler (AiohttpServerConnection *self)
{
  double timeout = get_handler_timeout (self);

  if (G_UNLIKELY (timeout > 0))
    aiohttp_timer_arm (self->server->wheel, &self->handler_timer, to_milliseconds (timeout));
}

void
aiohttp_server_connection_on_handler_timeout (gpointer data)
{
  AiohttpServerConnection *self = data;
  AiohttpWebServer *server;
  gboolean entered;

  if (self->stream.request == NULL)
    return;
  server = g_object_ref (self->server);
  entered = aiohttp_server_connection_enter_context (server);
  aiohttp_server_connection_hold (self);
  aiohttp_dispatch_time_out (self->stream.request);
  aiohttp_server_connection_release (self);
  if (entered)
    g_main_context_pop_thread_default (server->context);
  g_object_unref (server);
}

void
aiohttp_server_connection_tell_departure (AiohttpServerConnection *self, AiohttpRequest *request)
{
  gboolean cancels = request->route != NULL && request->route->handler_cancellation >= 0
                         ? request->route->handler_cancellation
                         : self->server->handler_cancellation;

  if (cancels)
    aiohttp_dispatch_cancel (request);
  else
    aiohttp_request_cancel (request);
}
