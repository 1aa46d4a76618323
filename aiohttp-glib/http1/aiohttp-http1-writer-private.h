/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-http1-head-private.h"

G_BEGIN_DECLS

/* What a server knows of a response before it writes the head… */
typedef struct
{
  guint status;
  AiohttpMethodId method; /* of the request */
  guint minor_version;    /* of the request */
  gboolean keep_alive;    /* the request and the server both allow it */
  gint64 content_length;  /* -1 if not known */
} AiohttpHttp1ResponseFacts;

/* … and what follows from it (RFC 9112, 6.1–6.3, 9.3): fields to write, bytes to send, what to do afterwards. */
typedef struct
{
  AiohttpHttp1BodyKind body; /* NONE: send no body even if there is one */
  gboolean write_length;     /* Content-Length: content_length */
  gboolean keep_alive;
  const char *connection; /* value of Connection, or NULL for none */
} AiohttpHttp1ResponsePlan;

AiohttpHttp1ResponsePlan aiohttp_http1_plan_response (const AiohttpHttp1ResponseFacts *facts);

/* Always HTTP/1.1 (RFC 9112, 2.3). reason NULL for the registered one; FALSE for a status outside 100–999 or a reason with
 * controls: nothing is written then. */
gboolean aiohttp_http1_write_status_line (AiohttpByteBuffer *buffer, guint status, const char *reason, GError **error);
gboolean aiohttp_http1_write_request_line (AiohttpByteBuffer *buffer, const char *method, const char *target,
                                           guint minor_version, GError **error);

/* Refuses a name that is no token and a value with CR, LF, NUL or another control (AIOHTTP_ERROR_INVALID_ARGUMENT): nothing
 * is written then. */
gboolean aiohttp_http1_write_field (AiohttpByteBuffer *buffer, const char *name, gssize name_length, const char *value,
                                    gssize value_length, GError **error);
/* For values that the library itself made or checked before. */
void
aiohttp_http1_write_known_field (AiohttpByteBuffer *buffer, AiohttpFieldId id, const char *value, gssize value_length);
/* All fields but those that follow from the plan: Connection, Content-Length and Transfer-Encoding. */
gboolean aiohttp_http1_write_headers (AiohttpByteBuffer *buffer, SoupMessageHeaders *headers, GError **error);

void aiohttp_http1_write_date (AiohttpByteBuffer *buffer); /* "Date: …", formatted once a second and thread */
void aiohttp_http1_write_content_length (AiohttpByteBuffer *buffer, guint64 length);
void aiohttp_http1_write_chunked (AiohttpByteBuffer *buffer);  /* "Transfer-Encoding: chunked" */
void aiohttp_http1_write_head_end (AiohttpByteBuffer *buffer); /* the empty line */
void aiohttp_http1_write_continue (AiohttpByteBuffer *buffer); /* "HTTP/1.1 100 Continue" and the empty line */

/* A chunk is its head, its bytes, its tail; a chunk of length 0 would end the body and is refused by assertion. */
#define AIOHTTP_HTTP1_CHUNK_HEAD_MAX 18
void aiohttp_http1_write_chunk_head (AiohttpByteBuffer *buffer, gsize length);
void aiohttp_http1_write_chunk_tail (AiohttpByteBuffer *buffer);
void aiohttp_http1_write_last_chunk (AiohttpByteBuffer *buffer); /* without trailers */
gsize
aiohttp_http1_format_chunk_head (char out[AIOHTTP_HTTP1_CHUNK_HEAD_MAX], gsize length); /* for an iovec of its own */

G_END_DECLS
