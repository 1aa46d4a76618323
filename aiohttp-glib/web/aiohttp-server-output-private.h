/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-channel-private.h"
#include "aiohttp-http1-writer-private.h"
#include "aiohttp-response.h"
#include "aiohttp-web-server-private.h"

G_BEGIN_DECLS

/* A large piece of a body, sent from where it is: memory, or a file. */
typedef struct
{
  const char *data; /* NULL for a file */
  GBytes *owner;
  int file; /* owned */
  gint64 offset;
  gsize length; /* still to send; 0: there is none */
  gboolean reads;
} AiohttpServerPiece;

/* What a connection has to send, in order: the buffer, the piece, what is behind it. Heads and small bodies gather in the
 * server's shared buffer until the flush, which moves to `waiting` only what the socket did not take. A second piece
 * beside an unsent one is copied. */
typedef struct
{
  AiohttpWebServer *server;
  AiohttpByteBuffer waiting;
  AiohttpServerPiece piece;
  AiohttpByteBuffer behind;
  gboolean in_turn; /* a flush comes soon: the shared buffer may be used */
} AiohttpServerOutput;

/* How the bytes of a body are wrapped. */
typedef enum
{
  AIOHTTP_FRAMING_NONE, /* there is no body */
  AIOHTTP_FRAMING_PLAIN,
  AIOHTTP_FRAMING_CHUNKED,
} AiohttpServerFraming;

void aiohttp_server_output_clear (AiohttpServerOutput *self, AiohttpServerConnection *owner);

/* FALSE where the response cannot be written, with nothing added. *keep_alive becomes what the head says. */
gboolean aiohttp_server_output_add_response (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                             AiohttpResponse *response, const AiohttpHttp1ResponseFacts *facts,
                                             gboolean *keep_alive, guint64 *body_length, GError **error);
/* The head alone, of a response whose body comes in pieces; `length` -1 if it is not known. */
gboolean aiohttp_server_output_add_head (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                         AiohttpStreamResponse *response, const AiohttpHttp1ResponseFacts *facts,
                                         AiohttpServerFraming *framing, gboolean *keep_alive, GError **error);
/* A piece of the body; a large one is written at once, and only what the socket does not take is kept, a reference where
 * `bytes` is not NULL. FALSE: the connection is broken. */
gboolean
aiohttp_server_output_add_data (AiohttpServerOutput *self, AiohttpServerConnection *owner, AiohttpChannel *channel,
                                AiohttpServerFraming framing, const void *data, gsize length, GBytes *bytes);
/* Takes the file, which is sent by the flush. FALSE where another piece is unsent. */
gboolean aiohttp_server_output_add_file (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                         AiohttpServerFraming framing, int file, gint64 offset, gsize length);
/* The last chunk and the trailers (nullable). */
gboolean aiohttp_server_output_add_end (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                        SoupMessageHeaders *trailers, GError **error);
/* A head of 1xx. */
gboolean aiohttp_server_output_add_informational (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                                  guint status, SoupMessageHeaders *headers, GError **error);
/* The head of a 101, and then all that is not written, which is the caller's; NULL while a file is being sent. */
GBytes *aiohttp_server_output_take_upgrade (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                            AiohttpStreamResponse *response, GError **error);
void aiohttp_server_output_add_continue (AiohttpServerOutput *self, AiohttpServerConnection *owner);

/* Writes what there is. FALSE: the connection is broken. */
gboolean
aiohttp_server_output_flush (AiohttpServerOutput *self, AiohttpServerConnection *owner, AiohttpChannel *channel);

/* Bytes in memory that are not written. */
gsize aiohttp_server_output_get_length (AiohttpServerOutput *self, AiohttpServerConnection *owner);
/* The same and what is to go of a file. */
gsize aiohttp_server_output_get_left (AiohttpServerOutput *self, AiohttpServerConnection *owner);
/* Whether the socket has refused some, or part of a file is still to go. */
gboolean aiohttp_server_output_is_waiting (AiohttpServerOutput *self);
gboolean aiohttp_server_output_has_file (AiohttpServerOutput *self);

G_END_DECLS
