/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <sys/socket.h>

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-request.h"
#include "aiohttp-stream-response.h"

G_BEGIN_DECLS

/* The seam between a request and the protocol version that brought it: what one request and its answer travel on. With
 * HTTP/1 it is the connection, one request after the other. All of it is called on the main stack. */
typedef struct _AiohttpServerStream AiohttpServerStream;

typedef enum
{
  AIOHTTP_SERVER_BODY_PENDING, /* aiohttp_request_body_arrived() will tell when to ask again */
  AIOHTTP_SERVER_BODY_END,
  AIOHTTP_SERVER_BODY_FAILED,
} AiohttpServerBodyState;

typedef struct
{
  /* Appends what has arrived of the body, and starts to read it if it has not: this is what sends 100 Continue. Stops
   * soon after `limit` bytes: then it is PENDING too, and the caller decides. */
  AiohttpServerBodyState (*read_body) (AiohttpServerStream *self, AiohttpByteBuffer *buffer, guint64 limit,
                                       GError **error);

  /* Sends the answer, begun and complete, and lets go of the request. NULL: there is none, close. */
  void (*respond) (AiohttpServerStream *self, AiohttpStreamResponse *response);

  const struct sockaddr *(*get_peer) (AiohttpServerStream *self);
  int (*get_fd) (AiohttpServerStream *self);
  /* What TLS knows by a name of aiohttp_request_get_extra_info(); NULL where there is none. */
  gboolean (*get_tls_info) (AiohttpServerStream *self, const char *name, GValue *value);
} AiohttpServerStreamClass;

struct _AiohttpServerStream
{
  const AiohttpServerStreamClass *klass;
  AiohttpRequest *request; /* owned, while it is not answered */
};

G_END_DECLS
