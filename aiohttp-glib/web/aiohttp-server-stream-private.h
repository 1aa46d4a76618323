/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <sys/socket.h>

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-channel-private.h"
#include "aiohttp-request.h"
#include "aiohttp-stream-response.h"
#include "aiohttp-tls-info.h"
#include "aiohttp-timer-wheel-private.h"

G_BEGIN_DECLS

/* The seam between a request and the protocol version that brought it: what one request and its answer travel on. With
 * HTTP/1 it is the connection, one request after the other. Called on the main stack, but for what sends pieces of a
 * response, which coroutines call, too. */
typedef struct _AiohttpServerStream AiohttpServerStream;

typedef enum
{
  AIOHTTP_SERVER_BODY_PENDING, /* aiohttp_request_body_arrived() will tell when to ask again */
  AIOHTTP_SERVER_BODY_END,
  AIOHTTP_SERVER_BODY_FAILED,
} AiohttpServerBodyState;

typedef enum
{
  AIOHTTP_SERVER_WRITE_READY,
  AIOHTTP_SERVER_WRITE_FULL, /* aiohttp_stream_response_drained() will tell when to go on */
  AIOHTTP_SERVER_WRITE_FAILED,
} AiohttpServerWriteState;

typedef struct
{
  /* Appends what has arrived of the body, and starts to read it if the buffer holds less than `enough`: this is what
   * sends 100 Continue. Stops soon after `limit` bytes: then it is PENDING too, and the caller decides. While nobody
   * waits for more the socket is not read. */
  AiohttpServerBodyState (*read_body) (AiohttpServerStream *self, AiohttpByteBuffer *buffer, guint64 limit,
                                       guint64 enough, GError **error);

  /* Sends the answer, begun and complete, or whose end was written, and lets go of the request. NULL: there is none, or no
   * end of it: close. */
  void (*respond) (AiohttpServerStream *self, AiohttpStreamResponse *response);

  /* The same in pieces. What they are given is sent or kept when they return; nothing is to be given while the last call
   * has said FULL, though bytes that are will be kept. The head goes out with the first piece, or by itself when
   * whoever runs now returns to the loop. */

  /* `length` -1: not known, the body ends with write_eof. `has_body` becomes whether pieces are sent at all: not to
   * HEAD, for instance. */
  gboolean (*prepare) (AiohttpServerStream *self, AiohttpStreamResponse *response, gint64 length, gboolean *has_body,
                       GError **error);
  /* `bytes` (nullable) is what holds `data`. At least a byte. */
  AiohttpServerWriteState (*write) (AiohttpServerStream *self, const void *data, gsize length, GBytes *bytes,
                                    GError **error);
  /* Takes `file`, whatever comes of it; at least a byte; not while another one is being sent. */
  AiohttpServerWriteState (*write_file) (AiohttpServerStream *self, int file, gint64 offset, gsize length,
                                         GError **error);
  AiohttpServerWriteState (*write_eof) (AiohttpServerStream *self, SoupMessageHeaders *trailers, GError **error);
  /* Before the response: a 1xx other than 101. */
  gboolean (*send_informational) (AiohttpServerStream *self, guint status, SoupMessageHeaders *headers, GError **error);
  /* Gives the connection away, behind the head of `response`, a 101, which is the first of *unsent, what the new owner has
   * to write before anything of its own. *rest (nullable): what has come behind the request. The new owner says by
   * respond() that it is over. NULL: not possible. */
  AiohttpChannel *(*upgrade) (AiohttpServerStream *self, AiohttpStreamResponse *response, GBytes **rest,
                              GBytes **unsent, GError **error);
  /* Bytes that wait in memory for the peer to take them. */
  gsize (*get_buffered) (AiohttpServerStream *self);
  AiohttpTimerWheel *(*get_wheel) (AiohttpServerStream *self);

  const struct sockaddr *(*get_peer) (AiohttpServerStream *self);
  int (*get_fd) (AiohttpServerStream *self);
  /* What TLS has agreed on; NULL without TLS, as is the function where there never is any. */
  AiohttpTlsInfo *(*get_tls_info) (AiohttpServerStream *self);
} AiohttpServerStreamClass;

struct _AiohttpServerStream
{
  const AiohttpServerStreamClass *klass;
  AiohttpRequest *request; /* owned, while it is not answered */
};

G_END_DECLS
