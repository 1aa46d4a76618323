/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-reactor-private.h"
#include "aiohttp-reconnecting-web-socket.h"
#include "aiohttp-wait-list-private.h"

G_BEGIN_DECLS

/* What its files share: the class is in aiohttp-reconnecting-web-socket.c, connections come and go in -link.c, messages in
 * -traffic.c. */

struct _AiohttpReconnectingWebSocket
{
  GObject parent_instance;

  AiohttpClientSession *session;
  char *url;
  AiohttpWebSocketOptions *options;
  double initial_delay;
  double max_delay;
  double jitter;
  double max_retry_after;
  double stable_time;
  guint max_attempts;
  guint64 queue_limit;

  AiohttpReconnectingState state;
  AiohttpTurnEnd later; /* what calls back is done from the loop, not from a function that takes a callback */
  guint begins_later : 1;
  guint ends_later : 1; /* is closed, and tells it */
  GError *error;        /* by which it was given up */

  /* the link */
  AiohttpReactor *reactor;
  AiohttpTimer timer; /* to the next attempt */
  GCancellable *attempt;
  AiohttpWebSocket *socket; /* the one of now */
  gulong message_id;
  gulong closing_id;
  gulong closed_id;
  gint64 opened_at;
  guint n_failed;           /* attempts and losses in a row, since a connection lasted */
  double delay;             /* to the next attempt */
  AiohttpWebSocketGap *gap; /* while there is no connection */
  gboolean had_link;

  /* the traffic */
  GQueue sources; /* of what is to be received, one connection after the other */
  AiohttpWaitList receivers;
  gboolean receiving;
  GTask *receiver;    /* not owned; of an `_async` call that waits */
  gboolean uses_next; /* not the signal */
  gboolean tells_error;
  GQueue unsent; /* messages for the next connection */
  gsize unsent_size;
};

/* Where so many lost connections' messages are not received yet no new one is made. */
#define AIOHTTP_RECONNECTING_MAX_SOURCES 16

/* link */
void aiohttp_reconnecting_web_socket_begin (AiohttpReconnectingWebSocket *self);
void aiohttp_reconnecting_web_socket_begin_later (AiohttpReconnectingWebSocket *self);
void aiohttp_reconnecting_web_socket_on_timer (gpointer data);
/* Drops the connection, or the attempt at one; nothing follows. */
void aiohttp_reconnecting_web_socket_unlink (AiohttpReconnectingWebSocket *self);
/* Goes on with an attempt that has waited for messages to be received. */
void aiohttp_reconnecting_web_socket_resume (AiohttpReconnectingWebSocket *self);

/* traffic */
/* `gap` (nullable): told of before what the websocket brings; taken. */
void aiohttp_reconnecting_web_socket_add_source (AiohttpReconnectingWebSocket *self, AiohttpWebSocket *socket,
                                                 AiohttpWebSocketMessage *gap);
void aiohttp_reconnecting_web_socket_clear_sources (AiohttpReconnectingWebSocket *self);
void aiohttp_reconnecting_web_socket_clear_unsent (AiohttpReconnectingWebSocket *self);
void aiohttp_reconnecting_web_socket_send_unsent (AiohttpReconnectingWebSocket *self);

/* the class */
gboolean aiohttp_reconnecting_web_socket_has_listener (AiohttpReconnectingWebSocket *self);
void
aiohttp_reconnecting_web_socket_emit_message (AiohttpReconnectingWebSocket *self, AiohttpWebSocketMessage *message);
void aiohttp_reconnecting_web_socket_emit_opened (AiohttpReconnectingWebSocket *self);
AiohttpReconnectingDecision aiohttp_reconnecting_web_socket_ask (AiohttpReconnectingWebSocket *self);
void aiohttp_reconnecting_web_socket_set_state (AiohttpReconnectingWebSocket *self, AiohttpReconnectingState state);
/* Closed, by an error or in good order. */
void aiohttp_reconnecting_web_socket_end (AiohttpReconnectingWebSocket *self, GError *error /* taken, nullable */);
/* Closed at once in good order, which the signals tell of from the loop. */
void aiohttp_reconnecting_web_socket_end_quietly (AiohttpReconnectingWebSocket *self);
void aiohttp_reconnecting_web_socket_on_later (gpointer data);

G_END_DECLS
