/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-channel-private.h"
#include "aiohttp-http1-writer-private.h"
#include "aiohttp-stream-response.h"
#include "aiohttp-web-server-private.h"

G_BEGIN_DECLS

/* What a connection has to send. Heads and small bodies gather in the server's shared buffer until the flush, which
 * moves here only what the socket did not take; a large body is sent from where it is. */
typedef struct
{
  AiohttpWebServer *server;
  AiohttpByteBuffer waiting; /* before the body */
  GBytes *body;              /* the last thing added */
  gsize body_sent;
} AiohttpServerOutput;

void aiohttp_server_output_clear (AiohttpServerOutput *self, AiohttpServerConnection *owner);

/* FALSE where the response cannot be written, with nothing added. *keep_alive becomes what the head says. */
gboolean aiohttp_server_output_add_response (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                             AiohttpStreamResponse *response, const AiohttpHttp1ResponseFacts *facts,
                                             gboolean *keep_alive, guint64 *body_length, GError **error);
void aiohttp_server_output_add_continue (AiohttpServerOutput *self, AiohttpServerConnection *owner);

/* Writes what there is. FALSE: the connection is broken. */
gboolean
aiohttp_server_output_flush (AiohttpServerOutput *self, AiohttpServerConnection *owner, AiohttpChannel *channel);

/* Bytes that are not written. */
gsize aiohttp_server_output_get_length (AiohttpServerOutput *self, AiohttpServerConnection *owner);
/* Whether the socket has refused some. */
gboolean aiohttp_server_output_is_waiting (AiohttpServerOutput *self);

G_END_DECLS
