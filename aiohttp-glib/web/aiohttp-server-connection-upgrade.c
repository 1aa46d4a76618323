/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-connection-state-private.h"

#include <netinet/in.h>
#include <string.h>

#include "aiohttp-request-private.h"
#include "aiohttp-stream-response-private.h"

/* A connection that was upgraded (RFC 9110, 7.8): its channel belongs to the response. What stays here is its place among
 * the server's connections, so that it is counted, logged at its end, and closed with the server. */

static struct sockaddr *
dup_peer (AiohttpServerConnection *self)
{
  struct sockaddr *peer = g_malloc0 (sizeof (struct sockaddr_in6));
  const struct sockaddr *address = aiohttp_channel_get_peer (self->channel);

  memcpy (peer, address,
          address->sa_family == AF_INET6  ? sizeof (struct sockaddr_in6)
          : address->sa_family == AF_INET ? sizeof (struct sockaddr_in)
                                          : sizeof (sa_family_t));
  return peer;
}

static gboolean
can_upgrade (AiohttpServerConnection *self, GError **error)
{
  if (self->at_eof || self->broken)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "The client closed the connection");
  else if (!self->body_done)
    g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST,
                         "A request for an upgrade has no body");
  else if (self->server->closing)
    g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_SERVICE_UNAVAILABLE,
                         "The server is shutting down");
  else
    return TRUE;
  return FALSE;
}

AiohttpChannel *
aiohttp_server_connection_upgrade (AiohttpServerStream *stream, AiohttpStreamResponse *response, GBytes **rest,
                                   GBytes **unsent, GError **error)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;

  if (!can_upgrade (self, error))
    return NULL;
  *unsent = aiohttp_server_output_take_upgrade (&self->output, self, response, error);
  if (*unsent == NULL)
    return NULL;
  *rest = self->input.length > 0 ? g_bytes_new (self->input.window, self->input.length) : NULL;
  aiohttp_server_input_clear (&self->input);
  self->peer = dup_peer (self);
  self->state = AIOHTTP_CONNECTION_UPGRADED;
  self->wait = AIOHTTP_WAIT_NONE;
  self->head_out = TRUE;
  aiohttp_timer_disarm (&self->timer);
  aiohttp_timer_disarm (&self->handler_timer);
  aiohttp_channel_want (self->channel, 0);
  return g_steal_pointer (&self->channel);
}

void
aiohttp_server_connection_end_upgraded (AiohttpServerConnection *self, AiohttpStreamResponse *response)
{
  AiohttpWebServer *server = g_object_ref (self->server);
  AiohttpRequest *request;

  aiohttp_server_connection_hold (self);
  aiohttp_server_connection_log_pieces (self);
  request = g_steal_pointer (&self->stream.request);
  aiohttp_request_detach (request);
  g_object_unref (request);
  aiohttp_server_connection_abort (self);
  aiohttp_server_connection_release (self);
  g_object_unref (server);
}
