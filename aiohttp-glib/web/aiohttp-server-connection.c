/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-connection-private.h"

#include "aiohttp-application-private.h"
#include "aiohttp-channel-private.h"
#include "aiohttp-dispatcher-private.h"
#include "aiohttp-error.h"
#include "aiohttp-http1-body-private.h"
#include "aiohttp-response-private.h"
#include "aiohttp-server-input-private.h"
#include "aiohttp-server-output-private.h"
#include "aiohttp-stream-response-private.h"

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

typedef enum
{
  STATE_READING,
  STATE_HANDLING,
  STATE_DRAINING,
  STATE_ENDING,
  STATE_LINGERING,
  STATE_CLOSED,
} State;

typedef enum
{
  WAIT_NONE,
  WAIT_HEAD,  /* from the first byte to the end of a head */
  WAIT_IDLE,  /* for the first byte */
  WAIT_BODY,  /* for bytes of a body that a handler wants */
  WAIT_WRITE, /* for the socket to take more */
  WAIT_LINGER,
} Wait;

/* A head that came in more than one read. */
typedef struct
{
  AiohttpHttp1Parser parser;
  AiohttpHttp1Head *head;
} PartialHead;

struct _AiohttpServerConnection
{
  AiohttpServerStream stream;
  AiohttpWebServer *server; /* closes its connections before it goes */
  AiohttpChannel *channel;
  AiohttpServerConnection *next;
  AiohttpServerConnection **link;
  AiohttpTimer timer;

  AiohttpServerInput input;
  AiohttpServerOutput output;

  PartialHead *partial;
  AiohttpHttp1Body body;
  guint64 body_mark; /* payload received when WAIT_BODY was last looked at */
  guint64 drained;

  guint n_holds;
  guint8 state; /* State */
  guint8 wait;  /* Wait */
  guint processing : 1;
  guint used : 1;            /* had a request already */
  guint body_done : 1;       /* all of the body was taken from the window */
  guint body_wanted : 1;     /* a handler waits for more of it */
  guint continue_wanted : 1; /* 100 Continue was asked for and not sent */
  guint broken : 1;          /* what follows cannot be read: the framing is lost */
  guint client_keeps : 1;    /* the request lets the connection live on */
  guint hung_up : 1;         /* the peer sends no more */
  guint at_eof : 1;          /* and all of what it sent was read */
  guint restarts_wait : 1;   /* another request began: no wait of before goes on */
};

/* A body that nobody read is taken from the connection up to here; past it, closing is cheaper. */
#define MAX_DRAINED (256 * 1024)

/* Answers gathered past this go out before the next request is handled. */
#define MAX_GATHERED (64 * 1024)

static const AiohttpServerStreamClass stream_class;

static void process (AiohttpServerConnection *self);

void
aiohttp_server_connection_hold (AiohttpServerConnection *self)
{
  self->n_holds++;
}

void
aiohttp_server_connection_release (AiohttpServerConnection *self)
{
  if (--self->n_holds == 0 && self->state == STATE_CLOSED)
    g_free (self);
}

AiohttpServerConnection *
aiohttp_server_connection_get_next (AiohttpServerConnection *self)
{
  return self->next;
}

static void
partial_head_free (PartialHead *partial)
{
  g_free (partial->head);
  g_free (partial);
}

/* The request stays with whoever holds it, without a stream. */
static void
drop_request (AiohttpServerConnection *self)
{
  AiohttpRequest *request = g_steal_pointer (&self->stream.request);

  if (request == NULL)
    return;
  aiohttp_request_cancel (request);
  aiohttp_request_detach (request);
  g_object_unref (request);
}

void
aiohttp_server_connection_abort (AiohttpServerConnection *self)
{
  if (self->state == STATE_CLOSED)
    return;
  aiohttp_server_connection_hold (self);
  self->state = STATE_CLOSED;
  aiohttp_channel_close (g_steal_pointer (&self->channel));
  aiohttp_timer_disarm (&self->timer);
  aiohttp_server_output_clear (&self->output, self);
  aiohttp_server_input_clear (&self->input);
  g_clear_pointer (&self->partial, partial_head_free);
  *self->link = self->next;
  if (self->next != NULL)
    self->next->link = self->link;
  drop_request (self);
  aiohttp_web_server_connection_closed (self->server);
  aiohttp_server_connection_release (self);
}

static guint
to_milliseconds (double seconds)
{
  return (guint) CLAMP (seconds * 1000, 1, G_MAXINT);
}

static double
get_timeout (AiohttpServerConnection *self, Wait wait)
{
  switch (wait)
    {
    case WAIT_HEAD:
      return self->server->header_timeout;
    case WAIT_IDLE:
      return self->used ? self->server->keepalive_timeout : self->server->header_timeout;
    case WAIT_BODY:
      return self->server->body_timeout;
    case WAIT_WRITE:
      return self->server->write_timeout;
    case WAIT_LINGER:
      return self->server->lingering_timeout;
    case WAIT_NONE:
    default:
      return 0;
    }
}

/* Begins a wait; one that goes on keeps its deadline unless it is to `restart`. */
static void
set_wait (AiohttpServerConnection *self, Wait wait, gboolean restart)
{
  double timeout;

  if (self->wait == wait && !restart && !self->restarts_wait)
    return;
  self->wait = wait;
  self->restarts_wait = FALSE;
  timeout = get_timeout (self, wait);
  if (timeout > 0)
    aiohttp_timer_arm (self->server->wheel, &self->timer, to_milliseconds (timeout));
  else
    aiohttp_timer_pause (&self->timer);
}

/* Reads once, behind what the window has. FALSE where nothing came; the connection may be closed then. */
static gboolean
read_more (AiohttpServerConnection *self)
{
  gsize size;
  guint8 *scratch = aiohttp_reactor_scratch (self->server->reactor, &size);
  gssize n = aiohttp_channel_read (self->channel, scratch, size);

  if (n == AIOHTTP_CHANNEL_WOULD_BLOCK)
    return FALSE;
  if (n == AIOHTTP_CHANNEL_EOF)
    {
      self->hung_up = self->at_eof = TRUE;
      return FALSE;
    }
  if (n < 0)
    {
      aiohttp_server_connection_abort (self);
      return FALSE;
    }
  aiohttp_server_input_add (&self->input, scratch, n);
  return TRUE;
}

static void
log_access (AiohttpServerConnection *self, AiohttpRequest *request, guint status, guint64 body_length)
{
  AiohttpAccessLogEntry entry = { .status = status, .body_length = body_length };
  g_autofree char *remote = NULL;

  if (!self->server->access_log)
    return;
  if (request != NULL)
    {
      entry.remote = aiohttp_request_get_remote (request);
      entry.head = request->head;
    }
  else
    {
      remote = aiohttp_format_address (aiohttp_channel_get_peer (self->channel), FALSE);
      entry.remote = remote;
    }
  aiohttp_access_log_add (&self->server->log, &entry);
}

/* Whether the rest of the body is worth taking so that the connection can go on. */
static gboolean
can_drain (AiohttpServerConnection *self)
{
  guint64 rest;

  if (self->body_done)
    return TRUE;
  if (self->broken || self->continue_wanted)
    return FALSE;
  rest = self->body.kind == AIOHTTP_HTTP1_BODY_LENGTH ? self->body.remaining : 0;
  return rest <= MAX_DRAINED;
}

static gboolean
wants_close (AiohttpStreamResponse *response)
{
  return response->force_close ||
         (response->headers != NULL && soup_message_headers_header_contains (response->headers, "Connection", "close"));
}

static gboolean
keeps_alive (AiohttpServerConnection *self, AiohttpStreamResponse *response)
{
  return self->client_keeps && !wants_close (response) && !self->server->closing && !self->at_eof && can_drain (self);
}

static void
write_response (AiohttpServerConnection *self, AiohttpRequest *request, AiohttpStreamResponse *response,
                gboolean *keep_alive)
{
  const AiohttpHttp1ResponseFacts facts = {
    .status = response->status,
    .method = request != NULL ? request->head->method_id : AIOHTTP_METHOD_OTHER,
    .minor_version = request != NULL ? request->head->minor_version : 1,
    .keep_alive = *keep_alive,
  };
  g_autoptr (GError) error = NULL;
  guint64 body_length;

  if (aiohttp_server_output_add_response (&self->output, self, response, &facts, keep_alive, &body_length, &error))
    {
      log_access (self, request, response->status, body_length);
      return;
    }
  /* A value that got past the setters, by the headers object itself. */
  g_warning ("Cannot send the response: %s", error->message);
  {
    g_autoptr (AiohttpResponse) failure = aiohttp_response_new_for_status (500, NULL, g_steal_pointer (&error));
    AiohttpStreamResponse *stream = AIOHTTP_STREAM_RESPONSE (failure);
    AiohttpHttp1ResponseFacts failure_facts = facts;

    aiohttp_stream_response_begin (stream, NULL);
    failure_facts.status = 500;
    failure_facts.keep_alive = *keep_alive = FALSE;
    aiohttp_server_output_add_response (&self->output, self, stream, &failure_facts, keep_alive, &body_length, NULL);
    log_access (self, request, 500, body_length);
  }
}

static void
finish_request (AiohttpServerConnection *self, AiohttpStreamResponse *response)
{
  AiohttpRequest *request = self->stream.request;
  gboolean keep_alive = keeps_alive (self, response);

  write_response (self, request, response, &keep_alive);
  self->stream.request = NULL;
  self->body_wanted = FALSE;
  self->drained = 0;
  self->state = !keep_alive ? STATE_ENDING : self->body_done ? STATE_READING : STATE_DRAINING;
  /* A read that is cut off calls back, and its callback may do anything, closing the connection included. */
  aiohttp_request_detach (request);
  g_object_unref (request);
}

/* The stream's respond: main stack, from within process() or from the loop. */
static void
respond (AiohttpServerStream *stream, AiohttpStreamResponse *response)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;
  AiohttpWebServer *server;

  if (response == NULL)
    {
      aiohttp_server_connection_abort (self);
      return;
    }
  if (self->processing)
    {
      finish_request (self, response);
      return;
    }
  server = g_object_ref (self->server);
  aiohttp_server_connection_hold (self);
  finish_request (self, response);
  process (self);
  aiohttp_server_connection_release (self);
  g_object_unref (server);
}

/* Answers what could not be read; what follows it is lost. */
static void
refuse (AiohttpServerConnection *self, guint status, const char *message)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_for_status (status, message, NULL);
  gboolean keep_alive = FALSE;

  aiohttp_stream_response_begin (AIOHTTP_STREAM_RESPONSE (response), NULL);
  write_response (self, NULL, AIOHTTP_STREAM_RESPONSE (response), &keep_alive);
  self->broken = TRUE;
  self->state = STATE_ENDING;
  aiohttp_server_input_consume_all (&self->input);
  g_clear_pointer (&self->partial, partial_head_free);
}

static void
start_request (AiohttpServerConnection *self, AiohttpHttp1Head *head)
{
  AiohttpRequest *request;

  self->used = TRUE;
  self->restarts_wait = TRUE;
  self->state = STATE_HANDLING;
  self->client_keeps = head->keep_alive;
  self->body_done = head->body == AIOHTTP_HTTP1_BODY_NONE;
  self->continue_wanted = head->expect_continue;
  if (!self->body_done)
    {
      aiohttp_http1_body_init (&self->body, head, &self->server->limits, FALSE, 0);
      self->body_done = aiohttp_http1_body_is_done (&self->body);
    }
  /* Somebody else's code comes now. */
  aiohttp_server_input_keep (&self->input);
  request = aiohttp_request_new (&self->stream, self->server->app, head);
  self->stream.request = request;
  g_object_ref (request);
  /* The end may have come along with the request, and is reported once. */
  if (G_UNLIKELY (self->hung_up))
    aiohttp_request_cancel (request);
  aiohttp_dispatch (request);
  g_object_unref (request);
}

static void
keep_partial_head (AiohttpServerConnection *self)
{
  PartialHead *partial = g_new (PartialHead, 1);

  partial->head = aiohttp_http1_head_new (self->server->limits.max_fields);
  partial->parser = self->server->parser;
  aiohttp_http1_parser_move (&partial->parser, partial->head);
  self->partial = partial;
}

/* FALSE: a head is not complete. */
static gboolean
parse_head (AiohttpServerConnection *self)
{
  AiohttpHttp1Parser *parser = self->partial != NULL ? &self->partial->parser : &self->server->parser;
  AiohttpHttp1Head *head;
  g_autoptr (GError) error = NULL;

  if (self->partial == NULL)
    aiohttp_http1_parser_reset (parser);
  switch (aiohttp_http1_parser_execute (parser, self->input.window, self->input.length, &error))
    {
    case AIOHTTP_HTTP1_MORE:
      if (self->partial == NULL)
        keep_partial_head (self);
      return FALSE;

    case AIOHTTP_HTTP1_ERROR:
      refuse (self, aiohttp_http1_parser_get_status (parser), error->message);
      return TRUE;

    case AIOHTTP_HTTP1_DONE:
    default:
      head = aiohttp_http1_head_dup (parser->head);
      aiohttp_server_input_consume (&self->input, head->head_length);
      g_clear_pointer (&self->partial, partial_head_free);
      start_request (self, head);
      return TRUE;
    }
}

/* Takes payload from the window; it goes to `buffer`, or nowhere. FALSE where the framing is broken. */
static gboolean
feed_body (AiohttpServerConnection *self, AiohttpByteBuffer *buffer, guint64 limit, GError **error)
{
  while (self->input.length > 0 && !self->body_done)
    {
      gsize consumed = 0;
      AiohttpSpan payload = { 0, 0 };
      gboolean done = FALSE;

      if (!aiohttp_http1_body_feed (&self->body, self->input.window, self->input.length, &consumed, &payload, &done,
                                    error))
        {
          self->broken = TRUE;
          return FALSE;
        }
      if (buffer != NULL)
        aiohttp_byte_buffer_append (buffer, self->input.window + payload.offset, payload.length);
      else
        self->drained += payload.length;
      aiohttp_server_input_consume (&self->input, consumed);
      self->body_done = done;
      if (buffer != NULL && aiohttp_byte_buffer_length (buffer) > limit)
        break;
    }
  return TRUE;
}

static void
update_interest (AiohttpServerConnection *self)
{
  const gboolean blocked = aiohttp_server_output_is_waiting (&self->output);
  AiohttpChannelEvents events = blocked ? AIOHTTP_CHANNEL_WRITABLE : 0;
  gboolean reads = FALSE;

  switch ((State) self->state)
    {
    case STATE_READING:
      reads = !blocked;
      set_wait (self,
                blocked                                           ? WAIT_WRITE
                : self->partial != NULL || self->input.length > 0 ? WAIT_HEAD
                                                                  : WAIT_IDLE,
                !blocked && self->partial == NULL);
      break;
    case STATE_HANDLING:
      reads = self->body_wanted;
      if (self->wait != WAIT_BODY)
        self->body_mark = self->body.received;
      set_wait (self, blocked ? WAIT_WRITE : self->body_wanted ? WAIT_BODY : WAIT_NONE, FALSE);
      break;
    case STATE_DRAINING:
      reads = TRUE;
      set_wait (self, WAIT_LINGER, FALSE);
      break;
    case STATE_ENDING:
      set_wait (self, WAIT_WRITE, FALSE);
      break;
    case STATE_LINGERING:
      reads = TRUE;
      set_wait (self, WAIT_LINGER, FALSE);
      break;
    case STATE_CLOSED:
    default:
      return;
    }
  if (reads)
    events |= AIOHTTP_CHANNEL_READABLE;
  aiohttp_channel_want (self->channel, events);
}

/* The stream's read_body. */
static AiohttpServerBodyState
read_body (AiohttpServerStream *stream, AiohttpByteBuffer *buffer, guint64 limit, GError **error)
{
  AiohttpServerConnection *self = (AiohttpServerConnection *) stream;
  g_autoptr (GError) reason = NULL;

  if (!feed_body (self, buffer, limit, &reason))
    {
      self->body_wanted = FALSE;
      g_set_error_literal (error, AIOHTTP_HTTP_ERROR,
                           aiohttp_http1_body_get_status (&self->body) == 413 ? AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE
                                                                              : AIOHTTP_HTTP_ERROR_BAD_REQUEST,
                           reason->message);
      return AIOHTTP_SERVER_BODY_FAILED;
    }
  self->body_wanted = !self->body_done && aiohttp_byte_buffer_length (buffer) <= limit;
  if (self->body_done)
    {
      self->continue_wanted = FALSE;
      return AIOHTTP_SERVER_BODY_END;
    }
  if (self->at_eof)
    {
      self->broken = TRUE;
      self->body_wanted = FALSE;
      g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST,
                           "The connection ended inside the body");
      return AIOHTTP_SERVER_BODY_FAILED;
    }
  if (self->body.received > 0)
    self->continue_wanted = FALSE; /* the client did not wait for it */
  if (self->body_wanted && self->continue_wanted)
    {
      self->continue_wanted = FALSE;
      aiohttp_server_output_add_continue (&self->output, self);
      if (!aiohttp_server_output_flush (&self->output, self, self->channel))
        {
          /* The channel will say that it is broken; here the request must stay. */
          self->broken = TRUE;
          aiohttp_channel_wake (self->channel);
        }
    }
  if (!self->processing)
    update_interest (self);
  return AIOHTTP_SERVER_BODY_PENDING;
}

/* FALSE: there is more to come. */
static gboolean
drain_body (AiohttpServerConnection *self)
{
  if (!feed_body (self, NULL, 0, NULL) || self->drained > MAX_DRAINED)
    {
      self->broken = TRUE;
      self->state = STATE_ENDING;
      return TRUE;
    }
  if (self->body_done)
    self->state = STATE_READING;
  return self->body_done;
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
  self->state = STATE_LINGERING;
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
    switch ((State) self->state)
      {
      case STATE_READING:
        if (self->input.length == 0)
          return TRUE;
        if (!make_room (self))
          return TRUE;
        if (n_handled++ == self->server->max_pipelined)
          return FALSE;
        if (!parse_head (self))
          return TRUE;
        break;
      case STATE_DRAINING:
        if (!drain_body (self))
          return TRUE;
        break;
      case STATE_LINGERING:
        aiohttp_server_input_consume_all (&self->input);
        return TRUE;
      case STATE_HANDLING:
      case STATE_ENDING:
      case STATE_CLOSED:
      default:
        return TRUE;
      }
}

/* The peer sends no more and all was read. */
static void
handle_eof (AiohttpServerConnection *self)
{
  switch ((State) self->state)
    {
    case STATE_HANDLING:
      if (self->body_wanted)
        aiohttp_request_body_arrived (self->stream.request);
      break;
    case STATE_READING:
      if (self->input.length > 0 && aiohttp_server_output_is_waiting (&self->output))
        break; /* requests that wait for their turn */
      self->state = STATE_ENDING;
      break;
    case STATE_DRAINING:
    case STATE_LINGERING:
      self->state = STATE_ENDING;
      break;
    case STATE_ENDING:
    case STATE_CLOSED:
    default:
      break;
    }
}

static void
process (AiohttpServerConnection *self)
{
  gboolean finished;

  self->processing = TRUE;
  aiohttp_server_connection_hold (self);
  finished = run_state (self);
  if (self->state != STATE_CLOSED && self->at_eof && finished)
    handle_eof (self);
  if (self->state != STATE_CLOSED && !aiohttp_server_output_flush (&self->output, self, self->channel))
    aiohttp_server_connection_abort (self);
  if (self->state == STATE_ENDING && !aiohttp_server_output_is_waiting (&self->output))
    end_connection (self);
  if (self->state != STATE_CLOSED)
    {
      aiohttp_server_input_keep (&self->input);
      if (!finished)
        aiohttp_channel_wake (self->channel);
      update_interest (self);
    }
  self->processing = FALSE;
  aiohttp_server_connection_release (self);
}

static gboolean
wants_bytes (AiohttpServerConnection *self)
{
  switch ((State) self->state)
    {
    case STATE_READING:
      /* Bytes of the next head that are there already and led nowhere, or nothing at all. */
      return self->partial != NULL || self->input.length == 0;
    case STATE_HANDLING:
      return self->body_wanted;
    case STATE_DRAINING:
    case STATE_LINGERING:
      return TRUE;
    case STATE_ENDING:
    case STATE_CLOSED:
    default:
      return FALSE;
    }
}

static void
on_readable (AiohttpServerConnection *self)
{
  if (!wants_bytes (self) || self->at_eof)
    return;
  if (read_more (self) && self->state == STATE_HANDLING)
    aiohttp_request_body_arrived (self->stream.request);
}

static void
on_writable (AiohttpServerConnection *self)
{
  gsize before = aiohttp_server_output_get_length (&self->output, self);

  if (!aiohttp_server_output_flush (&self->output, self, self->channel))
    aiohttp_server_connection_abort (self);
  else if (aiohttp_server_output_get_length (&self->output, self) < before)
    set_wait (self, WAIT_WRITE, TRUE);
}

/* Handlers find their loop by the thread's default context. */
static gboolean
enter_context (AiohttpWebServer *server)
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
  gboolean entered = enter_context (server);

  aiohttp_server_connection_hold (self);
  if (G_UNLIKELY ((events & AIOHTTP_CHANNEL_ERROR) != 0))
    aiohttp_server_connection_abort (self);
  if (G_UNLIKELY ((events & AIOHTTP_CHANNEL_HANGUP) != 0) && self->state != STATE_CLOSED)
    {
      self->hung_up = TRUE;
      if (self->stream.request != NULL)
        aiohttp_request_cancel (self->stream.request);
    }
  if (G_UNLIKELY ((events & AIOHTTP_CHANNEL_WRITABLE) != 0) && self->state != STATE_CLOSED)
    on_writable (self);
  if ((events & AIOHTTP_CHANNEL_READABLE) != 0 && self->state != STATE_CLOSED)
    on_readable (self);
  if (self->state != STATE_CLOSED)
    process (self);
  aiohttp_server_connection_release (self);
  if (entered)
    g_main_context_pop_thread_default (server->context);
  g_object_unref (server);
}

static void
on_body_slow (AiohttpServerConnection *self)
{
  const guint64 received = self->body.received - self->body_mark;

  if (received >= self->server->body_min_rate * self->server->body_timeout && received > 0)
    {
      self->body_mark = self->body.received;
      set_wait (self, WAIT_BODY, TRUE);
      return;
    }
  self->broken = TRUE;
  self->body_wanted = FALSE;
  aiohttp_request_fail_body (self->stream.request,
                             g_error_new (AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_REQUEST_TIMEOUT,
                                          "The body came too slowly: %" G_GUINT64_FORMAT " bytes in %g seconds",
                                          received, self->server->body_timeout));
  update_interest (self);
}

static void
on_timeout (gpointer data)
{
  AiohttpServerConnection *self = data;
  AiohttpWebServer *server;
  gboolean entered;
  Wait wait = self->wait;

  self->wait = WAIT_NONE;
  /* A handler that iterates the main loop: what comes next is armed when it has returned. */
  if (self->processing)
    return;
  server = g_object_ref (self->server);
  entered = enter_context (server);
  aiohttp_server_connection_hold (self);
  if (wait == WAIT_HEAD)
    {
      refuse (self, 408, NULL);
      process (self);
    }
  else if (wait == WAIT_BODY)
    on_body_slow (self);
  else
    aiohttp_server_connection_abort (self);
  aiohttp_server_connection_release (self);
  if (entered)
    g_main_context_pop_thread_default (server->context);
  g_object_unref (server);
}

void
aiohttp_server_connection_finish (AiohttpServerConnection *self)
{
  switch ((State) self->state)
    {
    case STATE_READING:
    case STATE_DRAINING:
      if (!aiohttp_server_output_is_waiting (&self->output))
        {
          aiohttp_server_connection_abort (self);
          break;
        }
      self->state = STATE_ENDING;
      update_interest (self);
      break;
    case STATE_LINGERING:
      aiohttp_server_connection_abort (self);
      break;
    case STATE_HANDLING:
    case STATE_ENDING:
    case STATE_CLOSED:
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

void
aiohttp_server_connection_start (AiohttpWebServer *server, int fd, const struct sockaddr_storage *peer)
{
  AiohttpServerConnection *self = g_new0 (AiohttpServerConnection, 1);

  self->stream.klass = &stream_class;
  self->server = server;
  self->output.server = server;
  self->channel = aiohttp_channel_new_plain (server->reactor, fd, on_channel, self);
  aiohttp_channel_set_peer (self->channel, peer);
  aiohttp_timer_init (&self->timer, on_timeout, self);
  self->state = STATE_READING;
  self->body_done = TRUE;
  self->client_keeps = TRUE;
  self->link = &server->connections;
  self->next = server->connections;
  if (self->next != NULL)
    self->next->link = &self->next;
  server->connections = self;
  server->n_connections++;
  update_interest (self);
}

static const struct sockaddr *
get_peer (AiohttpServerStream *stream)
{
  return aiohttp_channel_get_peer (((AiohttpServerConnection *) stream)->channel);
}

static int
get_fd (AiohttpServerStream *stream)
{
  return aiohttp_channel_get_fd (((AiohttpServerConnection *) stream)->channel);
}

static const AiohttpServerStreamClass stream_class = {
  .read_body = read_body,
  .respond = respond,
  .get_peer = get_peer,
  .get_fd = get_fd,
};
