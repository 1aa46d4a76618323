/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-deflate-private.h"
#include "aiohttp-web-socket-message-private.h"
#include "aiohttp-web-socket-parser-private.h"
#include "aiohttp-web-socket-text-private.h"

G_BEGIN_DECLS

/* Puts messages together from what a peer sends: unmasks it straight into the message's own memory, inflates it, checks
 * that text is text as it comes, and holds no message to more than the limit. */
typedef struct
{
  AiohttpWebSocketParser parser;
  guint64 max_message_size;           /* 0: none. Of what the program gets */
  AiohttpWebSocketInflater *inflater; /* owned (nullable): messages may be compressed */
  AiohttpWebSocketMessage *partial;
  AiohttpWebSocketText text;
  gboolean streams; /* gives the next messages as they come, in parts of no limit in all */
} AiohttpWebSocketDecoder;

typedef enum
{
  AIOHTTP_WEB_SOCKET_DECODER_MORE,
  AIOHTTP_WEB_SOCKET_DECODER_MESSAGE,
  AIOHTTP_WEB_SOCKET_DECODER_PART,      /* of a message, where it streams */
  AIOHTTP_WEB_SOCKET_DECODER_LAST_PART, /* maybe empty */
  AIOHTTP_WEB_SOCKET_DECODER_FAILED,
} AiohttpWebSocketDecoderState;

/* `as_server`: the peer is a client. `inflater` is taken. */
void aiohttp_web_socket_decoder_init (AiohttpWebSocketDecoder *self, gboolean as_server, guint64 max_message_size,
                                      AiohttpWebSocketInflater *inflater);
void aiohttp_web_socket_decoder_clear (AiohttpWebSocketDecoder *self);

/* Goes on in `window`, as aiohttp_web_socket_parser_next(). *message is (transfer full). */
AiohttpWebSocketDecoderState
aiohttp_web_socket_decoder_next (AiohttpWebSocketDecoder *self, const guint8 *window, gsize length, gsize *taken,
                                 AiohttpWebSocketMessage **message, GError **error);

/* Where the rest of a large frame can be read to, so that it needs no copy; NULL if it is not worth it. What was read is
 * then the window. */
guint8 *aiohttp_web_socket_decoder_get_room (AiohttpWebSocketDecoder *self, gsize *size);

/* Between two messages: then the mode may be changed. */
static inline gboolean
aiohttp_web_socket_decoder_is_idle (const AiohttpWebSocketDecoder *self)
{
  return self->partial == NULL && aiohttp_web_socket_parser_is_idle (&self->parser);
}

/* The close code that tells the peer of a failure. */
guint aiohttp_web_socket_decoder_get_close_code (const GError *error);

G_END_DECLS
