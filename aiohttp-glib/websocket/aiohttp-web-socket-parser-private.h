/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-frame-private.h"

G_BEGIN_DECLS

/* Takes frames apart (RFC 6455, 5). Incremental and without memory of its own but for a head or a control frame that
 * comes in pieces: payload is told of where it is, in the caller's window, and still masked.
 *
 * Strict: reserved bits and opcodes, lengths in their minimal form, masked frames from a client and unmasked ones from a
 * server only, control frames whole and short, continuations where there is something to continue. A frame that would
 * take its message over the limit is refused at its head. */
typedef struct
{
  /* set by the owner */
  guint64 max_message_size;    /* 0: none */
  guint64 max_compressed_size; /* the same, of a compressed message as it is on the wire */
  gboolean expects_mask;
  gboolean allows_rsv1;

  /*< private >*/
  guint64 message_length; /* of the message in progress: its frames up to and with this one */
  guint32 n_fragments;
  guint8 message_opcode; /* 0: no message is in progress */
  gboolean message_compressed;

  guint8 head[AIOHTTP_WEB_SOCKET_HEAD_MAX];
  guint8 head_length; /* of a head that is not complete */
  gboolean in_payload;
  guint8 first_octet;
  gboolean at_start; /* of the message: no piece of it was given yet */
  guint64 remaining; /* of the frame's payload */
  guint32 key;
  guint8 control[AIOHTTP_WEB_SOCKET_CONTROL_MAX];
  guint8 control_length;
} AiohttpWebSocketParser;

/* So that a message of nothing but heads ends some time; 4 MiB in pieces of 64 bytes pass. */
#define AIOHTTP_WEB_SOCKET_MAX_FRAGMENTS 65536

typedef enum
{
  AIOHTTP_WEB_SOCKET_PARSER_MORE,    /* all of the window was taken, and it led nowhere yet */
  AIOHTTP_WEB_SOCKET_PARSER_PIECE,   /* some octets of a message, or its end */
  AIOHTTP_WEB_SOCKET_PARSER_CONTROL, /* a whole control frame */
  AIOHTTP_WEB_SOCKET_PARSER_FAILED,  /* the peer breaks the rules; nothing more can be read */
} AiohttpWebSocketParserState;

/* To be unmasked by `key`: aiohttp_web_socket_mask(), which does nothing but copy where it is 0. In the window, or for a
 * control frame that came in pieces in the parser. */
typedef struct
{
  AiohttpWebSocketOpcode opcode; /* the message's, never CONTINUATION, or the control frame's */
  const guint8 *data;
  gsize length;
  guint32 key;
  guint64 frame_left;  /* of the frame behind this piece */
  gboolean first;      /* of the message */
  gboolean last;       /* the message ends behind it */
  gboolean compressed; /* so is the message */
} AiohttpWebSocketPiece;

/* Goes on in `window`; `taken` of it are done with when the caller has used the piece. */
AiohttpWebSocketParserState
aiohttp_web_socket_parser_next (AiohttpWebSocketParser *self, const guint8 *window, gsize length, gsize *taken,
                                AiohttpWebSocketPiece *piece, GError **error);

/* Between two messages and two frames. */
gboolean aiohttp_web_socket_parser_is_idle (const AiohttpWebSocketParser *self);

G_END_DECLS
