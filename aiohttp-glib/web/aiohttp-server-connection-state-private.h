/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-channel-private.h"
#include "aiohttp-http1-body-private.h"
#include "aiohttp-server-connection-private.h"
#include "aiohttp-server-input-private.h"
#include "aiohttp-server-output-private.h"
#include "aiohttp-server-stream-private.h"

G_BEGIN_DECLS

/* What the files of the connection share: its life is told in aiohttp-server-connection.c, what it receives in -reading.c,
 * what it sends in -answering.c and -streaming.c, its timeouts in -waits.c. */

typedef enum
{
  AIOHTTP_CONNECTION_READING,
  AIOHTTP_CONNECTION_HANDLING,
  AIOHTTP_CONNECTION_UPGRADED, /* the channel is somebody else's */
  AIOHTTP_CONNECTION_DRAINING,
  AIOHTTP_CONNECTION_ENDING,
  AIOHTTP_CONNECTION_LINGERING,
  AIOHTTP_CONNECTION_CLOSED,
} AiohttpConnectionState;

typedef enum
{
  AIOHTTP_WAIT_NONE,
  AIOHTTP_WAIT_HEAD,  /* from the first byte to the end of a head */
  AIOHTTP_WAIT_IDLE,  /* for the first byte */
  AIOHTTP_WAIT_BODY,  /* for bytes of a body that a handler wants */
  AIOHTTP_WAIT_WRITE, /* for the socket to take more */
  AIOHTTP_WAIT_LINGER,
} AiohttpConnectionWait;

/* A head that came in more than one read. */
typedef struct
{
  AiohttpHttp1Parser parser;
  AiohttpHttp1Head *head;
} AiohttpPartialHead;

struct _AiohttpServerConnection
{
  AiohttpServerStream stream;
  AiohttpWebServer *server; /* closes its connections before it goes */
  AiohttpChannel *channel;
  AiohttpServerConnection *next;
  AiohttpServerConnection **link;
  AiohttpTimer timer;
  AiohttpTimer handler_timer;

  AiohttpServerInput input;
  AiohttpServerOutput output;

  AiohttpPartialHead *partial;
  AiohttpHttp1Body body;
  guint64 body_mark; /* payload received when AIOHTTP_WAIT_BODY was last looked at */
  guint64 drained;
  int unacknowledged; /* bytes, when AIOHTTP_WAIT_WRITE was last looked at */

  gint64 started;        /* the request, on the monotonic clock, where the log wants it */
  guint64 body_sent;     /* of the response that goes out in pieces */
  struct sockaddr *peer; /* owned; of one that was upgraded */
  guint burst;           /* written since the loop was last heard of */
  guint8 framing;        /* AiohttpServerFraming */

  guint n_holds;
  guint8 state;   /* AiohttpConnectionState */
  guint8 wait;    /* AiohttpConnectionWait */
  guint8 n_looks; /* at AIOHTTP_WAIT_WRITE, since the peer took something */
  guint processing : 1;
  guint used : 1;            /* had a request already */
  guint body_done : 1;       /* all of the body was taken from the window */
  guint body_wanted : 1;     /* a handler waits for more of it */
  guint continue_wanted : 1; /* 100 Continue was asked for and not sent */
  guint broken : 1;          /* what follows cannot be read: the framing is lost */
  guint client_keeps : 1;    /* the request lets the connection live on */
  guint hung_up : 1;         /* the peer sends no more */
  guint at_eof : 1;          /* and all of what it sent was read */
  guint head_out : 1;        /* that of a response in pieces */
  guint end_out : 1;         /* and its end */
  guint announced_keep : 1;  /* and what it says of the connection */
  guint writer_waits : 1;    /* for aiohttp_stream_response_drained() */
  guint restarts_wait : 1;   /* another request began: no wait of before goes on */
};

/* Does what the window, the output and the state allow. May free the connection that nobody holds. */
void aiohttp_server_connection_process (AiohttpServerConnection *self);

/* Handlers find their loop by the thread's default context. TRUE: it was pushed, and is to be popped. */
gboolean aiohttp_server_connection_enter_context (AiohttpWebServer *server);

/* Reads once, behind what the window has. FALSE where nothing came; the connection may be closed then. */
gboolean aiohttp_server_connection_read_more (AiohttpServerConnection *self);
/* FALSE: a head is not complete. */
gboolean aiohttp_server_connection_parse_head (AiohttpServerConnection *self);
/* FALSE: there is more to come. */
gboolean aiohttp_server_connection_drain_body (AiohttpServerConnection *self);
/* Whether the rest of the body is worth taking so that the connection can go on. */
gboolean aiohttp_server_connection_can_drain (AiohttpServerConnection *self);
/* The stream's read_body. */
AiohttpServerBodyState aiohttp_server_connection_read_body (AiohttpServerStream *stream, AiohttpByteBuffer *buffer,
                                                            guint64 limit, guint64 enough, GError **error);
void aiohttp_partial_head_free (AiohttpPartialHead *partial);

/* The stream's respond: main stack, from within process() or from the loop. */
void aiohttp_server_connection_respond (AiohttpServerStream *stream, AiohttpStreamResponse *response);
/* Answers what could not be read; what follows it is lost. */
void aiohttp_server_connection_refuse (AiohttpServerConnection *self, guint status, const GError *error);

/* The response in pieces, if there is one, is over. */
void aiohttp_server_connection_log_pieces (AiohttpServerConnection *self);
/* As far as it is known before the handler is done. */
gboolean aiohttp_server_connection_may_keep_alive (AiohttpServerConnection *self, AiohttpStreamResponse *response);
/* Tells a writer that waits, if it need not any more. */
void aiohttp_server_connection_notify_writer (AiohttpServerConnection *self);
/* The stream's functions for a response in pieces. */
gboolean aiohttp_server_connection_prepare (AiohttpServerStream *stream, AiohttpStreamResponse *response, gint64 length,
                                            gboolean *has_body, GError **error);
AiohttpServerWriteState aiohttp_server_connection_write (AiohttpServerStream *stream, const void *data, gsize length,
                                                         GBytes *bytes, GError **error);
AiohttpServerWriteState aiohttp_server_connection_write_file (AiohttpServerStream *stream, int file, gint64 offset,
                                                              gsize length, GError **error);
AiohttpServerWriteState
aiohttp_server_connection_write_eof (AiohttpServerStream *stream, SoupMessageHeaders *trailers, GError **error);
gboolean aiohttp_server_connection_send_informational (AiohttpServerStream *stream, guint status,
                                                       SoupMessageHeaders *headers, GError **error);
gsize aiohttp_server_connection_get_buffered (AiohttpServerStream *stream);

/* The stream's upgrade, and its end. */
AiohttpChannel *aiohttp_server_connection_upgrade (AiohttpServerStream *stream, AiohttpStreamResponse *response,
                                                   GBytes **rest, GBytes **unsent, GError **error);
void aiohttp_server_connection_end_upgraded (AiohttpServerConnection *self, AiohttpStreamResponse *response);

/* Begins a wait; one that goes on keeps its deadline unless it is to `restart`. */
void aiohttp_server_connection_set_wait (AiohttpServerConnection *self, AiohttpConnectionWait wait, gboolean restart);
/* Wants of the channel what the state can use, and waits accordingly. */
void aiohttp_server_connection_update_interest (AiohttpServerConnection *self);
/* Bounds the handler that is running, if it is to be. */
void aiohttp_server_connection_watch_handler (AiohttpServerConnection *self);
void aiohttp_server_connection_on_handler_timeout (gpointer data);
/* The client of the request has left. */
void aiohttp_server_connection_tell_departure (AiohttpServerConnection *self, AiohttpRequest *request);
/* The timer's. */
void aiohttp_server_connection_on_timeout (gpointer data);

G_END_DECLS
