/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-http1-head-private.h"

G_BEGIN_DECLS

typedef enum
{
  AIOHTTP_HTTP1_STATE_START, /* before the end of the start line */
  AIOHTTP_HTTP1_STATE_FIELDS,
  AIOHTTP_HTTP1_STATE_DONE,
  AIOHTTP_HTTP1_STATE_FAILED,
} AiohttpHttp1State;

typedef enum
{
  AIOHTTP_HTTP1_CONNECTION_CLOSE = 1 << 0,
  AIOHTTP_HTTP1_CONNECTION_KEEP_ALIVE = 1 << 1,
  AIOHTTP_HTTP1_CONNECTION_UPGRADE = 1 << 2,
} AiohttpHttp1ConnectionFlags;

typedef enum
{
  AIOHTTP_HTTP1_CODING_CHUNKED = 1 << 0,
  AIOHTTP_HTTP1_CODING_OTHER = 1 << 1,
  AIOHTTP_HTTP1_CODING_AFTER_CHUNKED = 1 << 2, /* chunked is not the last */
} AiohttpHttp1CodingFlags;

typedef enum
{
  AIOHTTP_HTTP1_MORE,
  AIOHTTP_HTTP1_DONE,
  AIOHTTP_HTTP1_ERROR,
} AiohttpHttp1Result;

typedef struct
{
  AiohttpHttp1Head *head;
  const AiohttpHttp1Limits *limits;
  guint32 line;          /* start of the line that is being read */
  guint32 scanned;       /* no line end before this */
  guint16 status;        /* of the error: what a server answers */
  guint8 empty_lines;    /* before the start line */
  guint8 state;          /* AiohttpHttp1State */
  guint8 is_response;    /* FALSE for requests */
  guint8 request_method; /* of a response: AiohttpMethodId of its request */
  guint8 folded;         /* the line that is being read has a fold */
  guint16 lax_flags;     /* 0 for requests */
  guint8 connection;     /* AiohttpHttp1ConnectionFlags that the Connection fields named */
  guint8 codings;        /* AiohttpHttp1CodingFlags that the Transfer-Encoding fields named */
} AiohttpHttp1Parser;

/* head and limits are the caller's and outlive the parser; limits NULL for the defaults. */
void aiohttp_http1_parser_init_request (AiohttpHttp1Parser *parser, AiohttpHttp1Head *head,
                                        const AiohttpHttp1Limits *limits);
void aiohttp_http1_parser_init_response (AiohttpHttp1Parser *parser, AiohttpHttp1Head *head,
                                         const AiohttpHttp1Limits *limits, AiohttpMethodId request_method);

/* For the next head of the same kind. */
void aiohttp_http1_parser_reset (AiohttpHttp1Parser *parser);

/* Goes on with another head: what was parsed so far is copied. For a caller that lets all connections share one head and
 * gives those a head of their own that are left with MORE. */
void aiohttp_http1_parser_move (AiohttpHttp1Parser *parser, AiohttpHttp1Head *head);

/* data is the whole head so far (it may move between calls, what stood there stays the same); no byte is looked at twice
 * but those of one line. On ERROR the connection cannot be used again; parser->status is the status to answer with. */
AiohttpHttp1Result
aiohttp_http1_parser_execute (AiohttpHttp1Parser *parser, const char *data, gsize length, GError **error);

static inline guint
aiohttp_http1_parser_get_status (const AiohttpHttp1Parser *parser)
{
  return parser->status;
}

/* Whether no byte of a message has been seen: an end of file is then a clean close, else UNEXPECTED_EOF. */
static inline gboolean
aiohttp_http1_parser_is_idle (const AiohttpHttp1Parser *parser)
{
  return parser->state == AIOHTTP_HTTP1_STATE_START && parser->scanned == parser->line;
}

G_END_DECLS
