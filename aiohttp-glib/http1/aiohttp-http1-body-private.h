/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-http1-head-private.h"

G_BEGIN_DECLS

/* A body decoder: embedded, no allocation, any split of the input. */
typedef struct
{
  const AiohttpHttp1Limits *limits;
  guint64 remaining;   /* of the length or of the chunk */
  guint64 received;    /* payload bytes so far */
  guint64 max_length;  /* payload bytes allowed; G_MAXUINT64 for any */
  guint32 line_length; /* of a chunk line or trailer */
  guint32 extensions;  /* bytes of all extensions so far */
  guint16 n_fields;    /* fields of the head, then trailers too */
  guint16 status;      /* of the error */
  guint8 kind;         /* AiohttpHttp1BodyKind */
  guint8 state;
  guint16 lax_flags;
  guint8 n_digits;
  guint8 name_length;
  char name[19]; /* the start of a trailer's name, in lower case */
} AiohttpHttp1Body;

/* The decoder for what follows `head`. limits NULL for the defaults; max_length 0 for any. */
void aiohttp_http1_body_init (AiohttpHttp1Body *body, const AiohttpHttp1Head *head, const AiohttpHttp1Limits *limits,
                              gboolean is_response, guint64 max_length);

/* Decodes up to one payload slice, which stays where it is in data (length 0 for none). Call again with the rest, at
 * data + *consumed, until all is consumed or *done; then the next message starts there. FALSE with error set: 413 when
 * over max_length, else 400 (body->status). A body without content is done before the first byte: check is_done. */
gboolean aiohttp_http1_body_feed (AiohttpHttp1Body *body, const char *data, gsize length, gsize *consumed,
                                  AiohttpSpan *payload, gboolean *done, GError **error);

/* The peer has closed: TRUE where that is the end of the body, else UNEXPECTED_EOF. */
gboolean aiohttp_http1_body_end (AiohttpHttp1Body *body, GError **error);

gboolean aiohttp_http1_body_is_done (const AiohttpHttp1Body *body);

/* Another limit from here on (a route's own); FALSE if the body is over it already. */
gboolean aiohttp_http1_body_set_max_length (AiohttpHttp1Body *body, guint64 max_length, GError **error);

static inline guint
aiohttp_http1_body_get_status (const AiohttpHttp1Body *body)
{
  return body->status;
}

G_END_DECLS
