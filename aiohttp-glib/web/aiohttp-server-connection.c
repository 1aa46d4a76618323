/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-connection-state-private.h"

#include "aiohttp-dispatcher-private.h"
#include "aiohttp-request-private.h"
#include "aiohttp-stream-response-private.h"
#include "aiohttp-tls-channel-private.h"

/* One HTTP/1 connection of a server, and the stream of one request after the other.
 *
 * Its life: READING a head, HANDLING its request, which reads the body as it likes, then DRAINING what it has not
 * read; and again. What ends it: ENDING, while the last answer goes out; LINGERING, while the peer may still send, so
 * that a reset does not take that answer from it; CLOSED.
 *
 * Bytes that were read and not used yet are the window. It is in the reactor's scratch buffer while the socket is
 * being read, and in a buffer of the connection's own as soon as anybody else's code may run; an idle connection owns
 * no buffer. Answers gather in the server's output buffer and go out together when the connection has nothing more to
 * handle; what the socket does not take waits in the connection's own. While it waits no request is begun, so that a
 * peer that does not read holds no more than one answer and a turn's small ones.
 *
 * Requests are handled one after the other: pipelined ones wait in the window, or in the socket, unparsed.
 */

/* Answers gathered past this go out before the next request is handled. */
#define MAX_GATHERED (64 * 1024)

void
aiohttp_server_connection_hold (AiohttpServerConnection *self)
{
  self->n_holds++;
}

void
aiohttp_server_connection_release (AiohttpServerConnection *self)
{
  if (--self->n_holds > 0 || self->state != AIOHTTP_CONNECTION_CLOSED)
    return;
  g_free (self->peer);
  g_free (self);
}

AiohttpServerConnection *
aiohttp_server_connection_get_next (AiohttpServerConnection *self)
{
  return self->next;
}

/* What a cancelled request's handlers ask of a connection that is being closed has no answer. */
static const struct sockaddr *
get_peer (AiohttpServerStream *stream)
{
  static const struct sockaddr nobody = { .sa_family = AF_UNSPEC };
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;

  if (self->channel != NULL)
    return aiohttp_channel_get_peer (self->channel);
  return self->peer != NULL ? self->peer : &nobody;
}

/* The request stays with whoever holds it, without a stream. */
static void
drop_request (AiohttpServerConnection *self)
{
  AiohttpRequest *request = g_steal_pointer (&self->stream.request);

  if (request == NULL)
    return;
  aiohttp_server_connection_tell_departure (self, request);
  aiohttp_request_detach (request);
  g_object_unref (request);
}

void
aiohttp_server_connection_abort (AiohttpServerConnection *self)
{
  if (self->state == AIOHTTP_CONNECTION_CLOSED)
    return;
  aiohttp_server_connection_hold (self);
  self->state = AIOHTTP_CONNECTION_CLOSED;
  if (self->channel != NULL && /* not an upgrade's by now */
      ((self->head_out && !self->end_out) || aiohttp_server_output_is_waiting (&self->output)))
    aiohttp_channel_set_cut (self->channel);
  /* while there is a peer to name */
  aiohttp_server_connection_log_pieces (self);
  aiohttp_web_server_forget_address (self->server, get_peer (&self->stream));
  g_clear_pointer (&self->channel, aiohttp_channel_close);
  aiohttp_timer_disarm (&self->timer);
  aiohttp_timer_disarm (&self->handler_timer);
  aiohttp_server_output_clear (&self->output, self);
  aiohttp_server_input_clear (&self->input);
  g_clear_pointer (&self->partial, aiohttp_partial_head_free);
  *self->link = self->next;
  if (self->next != NULL)
    self->next->link = self->link;
  drop_request (self);
  aiohttp_web_server_connection_closed (self->server);
  aiohttp_server_connection_release (self);
}

/* All is written that ever will be. */
static void
end_connection (AiohttpServerConnection *self)
{
  const gboolean nothing_comes = self->body_done && !self->broken && self->input.length == 0 && !self->client_keeps;

  if (self->at_eof || nothing_comes || self->server->lingering_timeout <= 0)
    {
      aiohttp_server_connection_abort (self);
      return;
    }
  /* Closing now would reset the connection, for what was not read or is still to come, and take the answer from a peer
   * that has not got all of it (RFC 9112, 9.6). */
  aiohttp_channel_shutdown_write (self->channel);
  aiohttp_server_input_consume_all (&self->input);
  self->state = AIOHTTP_CONNECTION_LINGERING;
}

/* FALSE: the peer does not read, or is gone. */
static gboolean
make_room (AiohttpServerConnection *self)
{
  if (G_LIKELY (!aiohttp_server_output_is_waiting (&self->output) &&
                aiohttp_server_output_get_length (&self->output, self) <= MAX_GATHERED))
    return TRUE;
  if (!aiohttp_server_output_flush (&self->output, self, self->channel))
    {
      aiohttp_server_connection_abort (self);
      return FALSE;
    }
  return !aiohttp_server_output_is_waiting (&self->output);
}

/* Does what the window allows. FALSE: the connection's turn is over, with work left. */
static gboolean
run_state (AiohttpServerConnection *self)
{
  guint n_handled = 0;

  for (;;)
    switch ((AiohttpConnectionState) self->state)
      {
      case AIOHTTP_CONNECTION_READING:
        if (self->input.length == 0)
          return TRUE;
        if (!make_room (self))
          return TRUE;
        if (n_handled++ == self->server->max_pipelined)
          return FALSE;
        if (!aiohttp_server_connection_parse_head (self))
          return TRUE;
        break;
      case AIOHTTP_CONNECTION_DRAINING:
        if (!aiohttp_server_connection_drain_body (self))
          return TRUE;
        break;
      case AIOHTTP_CONNECTION_LINGERING:
        aiohttp_server_input_consume_all (&self->input);
        return TRUE;
      case AIOHTTP_CONNECTION_HANDLING:
      case AIOHTTP_CONNECTION_UPGRADED:
      case AIOHTTP_CONNECTION_ENDING:
      case AIOHTTP_CONNECTION_CLOSED:
      default:
        return TRUE;
      }
}

/* The peer sends no more and all was read. */
static void
handle_eof (AiohttpServerConnection *self)
{
  switch ((AiohttpConnectionState) self->state)
    {
    case AIOHTTP_CONNECTION_HANDLING:
      if (self->body_wanted)
        aiohttp_request_body_arrived (self->stream.request);
      break;
    case AIOHTTP_CONNECTION_READING:
      if (self->input.length > 0 && aiohttp_server_output_is_waiting (&self->output))
        break; /* requests that wait for their turn */
      self->state = AIOHTTP_CONNECTION_ENDING;
      break;
    case AIOHTTP_CONNECTION_DRAINING:
    case AIOHTTP_CONNECTION_LINGERING:
      self->state = AIOHTTP_CONNECTION_ENDING;
      break;
    case AIOHTTP_CONNECTION_UPGRADED:
    case AIOHTTP_CONNECTION_ENDING:
    case AIOHTTP_CONNECTION_CLOSED:
    default:
      break;
    }
}

static gboolean
has_channel (AiohttpServerConnection *self)
{
  return self->state != AIOHTTP_CONNECTION_CLOSED && self->state != AIOHTTP_CONNECTION_UPGRADED;
}

void
aiohttp_server_connection_process (AiohttpServerConnection *self)
{
  gboolean finished, blocked;

  self->processing = self->output.in_turn = TRUE;
  aiohttp_server_connection_hold (self);
  finished = run_state (self);
  if (self->state != AIOHTTP_CONNECTION_CLOSED && self->at_eof && finished)
    handle_eof (self);
  blocked = aiohttp_server_output_is_waiting (&self->output);
  if (!has_channel (self))
    goto out;
  if (!aiohttp_server_output_flush (&self->output, self, self->channel))
    aiohttp_server_connection_abort (self);
  if (self->state == AIOHTTP_CONNECTION_ENDING && !aiohttp_server_output_is_waiting (&self->output))
    end_connection (self);
  if (self->state != AIOHTTP_CONNECTION_CLOSED)
    {
      aiohttp_server_input_keep (&self->input);
      aiohttp_server_connection_notify_writer (self);
      /* A file that went out in the last of several goes has held up what comes behind it. */
      if (!finished || (blocked && self->input.length > 0 && !aiohttp_server_output_is_waiting (&self->output)))
        aiohttp_channel_wake (self->channel);
      aiohttp_server_connection_update_interest (self);
    }
out:
  self->processing = self->output.in_turn = FALSE;
  aiohttp_server_connection_release (self);
}

static gboolean
wants_bytes (AiohttpServerConnection *self)
{
  switch ((AiohttpConnectionState) self->state)
    {
    case AIOHTTP_CONNECTION_READING:
      /* Bytes of the next head that are there already and led nowhere, or nothing at all. */
      return self->partial != NULL || self->input.length == 0;
    case AIOHTTP_CONNECTION_HANDLING:
      return self->body_wanted;
    case AIOHTTP_CONNECTION_DRAINING:
    case AIOHTTP_CONNECTION_LINGERING:
      return TRUE;
    case AIOHTTP_CONNECTION_UPGRADED:
    case AIOHTTP_CONNECTION_ENDING:
    case AIOHTTP_CONNECTION_CLOSED:
    default:
      return FALSE;
    }
}

static void
on_readable (AiohttpServerConnection *self)
{
  if (!wants_bytes (self) || self->at_eof)
    return;
  if (aiohttp_server_connection_read_more (self) && self->state == AIOHTTP_CONNECTION_HANDLING)
    aiohttp_request_body_arrived (self->stream.request);
}

static void
on_writable (AiohttpServerConnection *self)
{
  gsize before = aiohttp_server_output_get_left (&self->output, self);

  if (!aiohttp_server_output_flush (&self->output, self, self->channel))
    aiohttp_server_connection_abort (self);
  else if (aiohttp_server_output_get_left (&self->output, self) < before)
    aiohttp_server_connection_set_wait (self, AIOHTTP_WAIT_WRITE, TRUE);
}

gboolean
aiohttp_server_connection_enter_context (AiohttpWebServer *server)
{
  GMainContext *current = g_main_context_get_thread_default ();

  if (current == NULL)
    current = g_main_context_default ();
  if (G_LIKELY (current == server->context))
    return FALSE;
  g_main_context_push_thread_default (server->context);
  return TRUE;
}

static void
on_channel (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  AiohttpServerConnection *self = data;
  AiohttpWebServer *server = g_object_ref (self->server);
  gboolean entered = aiohttp_server_connection_enter_context (server);

  aiohttp_server_connection_hold (self);
  if (G_UNLIKELY ((events & AIOHTTP_CHANNEL_ERROR) != 0))
    aiohttp_server_connection_abort (self);
  if (G_UNLIKELY ((events & AIOHTTP_CHANNEL_HANGUP) != 0) && self->state != AIOHTTP_CONNECTION_CLOSED)
    {
      self->hung_up = TRUE;
      if (self->stream.request != NULL)
        aiohttp_server_connection_tell_departure (self, self->stream.request);
    }
  if (G_UNLIKELY ((events & AIOHTTP_CHANNEL_WRITABLE) != 0) && self->state != AIOHTTP_CONNECTION_CLOSED)
    on_writable (self);
  if ((events & AIOHTTP_CHANNEL_READABLE) != 0 && self->state != AIOHTTP_CONNECTION_CLOSED)
    on_readable (self);
  if (self->state != AIOHTTP_CONNECTION_CLOSED)
    aiohttp_server_connection_process (self);
  aiohttp_server_connection_release (self);
  if (entered)
    g_main_context_pop_thread_default (server->context);
  g_object_unref (server);
}

void
aiohttp_server_connection_finish (AiohttpServerConnection *self)
{
  switch ((AiohttpConnectionState) self->state)
    {
    case AIOHTTP_CONNECTION_READING:
    case AIOHTTP_CONNECTION_DRAINING:
      if (!aiohttp_server_output_is_waiting (&self->output))
        {
          aiohttp_server_connection_abort (self);
          break;
        }
      self->state = AIOHTTP_CONNECTION_ENDING;
      aiohttp_server_connection_update_interest (self);
      break;
    case AIOHTTP_CONNECTION_LINGERING:
      aiohttp_server_connection_abort (self);
      break;
    case AIOHTTP_CONNECTION_UPGRADED:
      AIOHTTP_STREAM_RESPONSE_GET_CLASS (self->stream.request->response)->going_away (self->stream.request->response);
      break;
    case AIOHTTP_CONNECTION_HANDLING:
    case AIOHTTP_CONNECTION_ENDING:
    case AIOHTTP_CONNECTION_CLOSED:
    default:
      break;
    }
}

void
aiohttp_server_connection_cancel (AiohttpServerConnection *self)
{
  if (self->stream.request != NULL)
    aiohttp_dispatch_cancel (self->stream.request);
}

static int
get_fd (AiohttpServerStream *stream)
{
  AiohttpChannel *channel = ((AiohttpServerConnection *) stream)->channel;

  return channel != NULL ? aiohttp_channel_get_fd (channel) : -1;
}

static AiohttpTimerWheel *
get_wheel (AiohttpServerStream *stream)
{
  return ((AiohttpServerConnection *) stream)->server->wheel;
}

static AiohttpTlsInfo *
get_tls_info (AiohttpServerStream *stream)
{
  AiohttpChannel *channel = ((AiohttpServerConnection *) stream)->channel;

  return channel != NULL ? aiohttp_channel_get_tls_info (channel) : NULL;
}

static const AiohttpServerStreamClass stream_class = {
  .read_body = aiohttp_server_connection_read_body,
  .respond = aiohttp_server_connection_respond,
  .prepare = aiohttp_server_connection_prepare,
  .write = aiohttp_server_connection_write,
  .write_file = aiohttp_server_connection_write_file,
  .write_eof = aiohttp_server_connection_write_eof,
  .send_informational = aiohttp_server_connection_send_informational,
  .upgrade = aiohttp_server_connection_upgrade,
  .get_buffered = aiohttp_server_connection_get_buffered,
  .get_wheel = get_wheel,
  .get_peer = get_peer,
  .get_fd = get_fd,
  .get_tls_info = get_tls_info,
};

/* For those who have taken http:// for https://, in the words that they read. */
#define PLAIN_ANSWER_TEXT "This port speaks HTTPS: write https:// in the URL\n"
#define PLAIN_ANSWER                                                                                                   \
  "HTTP/1.1 400 Bad Request\r\n"                                                                                       \
  "Content-Type: text/plain; charset=utf-8\r\n"                                                                        \
  "Content-Length: " G_STRINGIFY (PLAIN_ANSWER_LENGTH) "\r\n"                                                          \
                                                       "Connection: close\r\n"                                         \
                                                       "\r\n" PLAIN_ANSWER_TEXT
#define PLAIN_ANSWER_LENGTH 50

G_STATIC_ASSERT (sizeof PLAIN_ANSWER_TEXT - 1 == PLAIN_ANSWER_LENGTH);

void
aiohttp_server_connection_start (AiohttpWebServer *server, int fd, const struct sockaddr_storage *peer,
                                 AiohttpTlsContext *tls)
{
  AiohttpServerConnection *self = g_new0 (AiohttpServerConnection, 1);

  self->stream.klass = &stream_class;
  self->server = server;
  self->output.server = server;
  if (tls == NULL)
    self->channel = aiohttp_channel_new_plain (server->reactor, fd, on_channel, self);
  else
    {
      self->channel = aiohttp_channel_new_tls_server (server->reactor, fd, tls, on_channel, self);
      aiohttp_channel_set_plain_answer (self->channel, PLAIN_ANSWER);
    }
  aiohttp_channel_set_peer (self->channel, peer);
  aiohttp_timer_init (&self->timer, aiohttp_server_connection_on_timeout, self);
  aiohttp_timer_init (&self->handler_timer, aiohttp_server_connection_on_handler_timeout, self);
  self->state = AIOHTTP_CONNECTION_READING;
  self->body_done = TRUE;
  self->client_keeps = TRUE;
  self->link = &server->connections;
  self->next = server->connections;
  if (self->next != NULL)
    self->next->link = &self->next;
  server->connections = self;
  server->n_connections++;
  aiohttp_server_connection_update_interest (self);
}
