/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-headers-private.h"

G_BEGIN_DECLS

typedef enum
{
  AIOHTTP_METHOD_OTHER,
  AIOHTTP_METHOD_GET,
  AIOHTTP_METHOD_HEAD,
  AIOHTTP_METHOD_POST,
  AIOHTTP_METHOD_PUT,
  AIOHTTP_METHOD_PATCH,
  AIOHTTP_METHOD_DELETE,
  AIOHTTP_METHOD_OPTIONS,
  AIOHTTP_METHOD_TRACE,
  AIOHTTP_METHOD_CONNECT,
} AiohttpMethodId;

/* RFC 9112, 3.2 */
typedef enum
{
  AIOHTTP_TARGET_ORIGIN,
  AIOHTTP_TARGET_ABSOLUTE,
  AIOHTTP_TARGET_AUTHORITY, /* CONNECT only */
  AIOHTTP_TARGET_ASTERISK,  /* OPTIONS only */
} AiohttpTargetForm;

/* How the end of a body is known (RFC 9112, 6.3) */
typedef enum
{
  AIOHTTP_HTTP1_BODY_NONE,
  AIOHTTP_HTTP1_BODY_LENGTH,
  AIOHTTP_HTTP1_BODY_CHUNKED,
  AIOHTTP_HTTP1_BODY_UNTIL_CLOSE, /* responses only */
  AIOHTTP_HTTP1_BODY_TUNNEL,      /* a 2xx to CONNECT, a 101: what follows is no HTTP/1 body */
} AiohttpHttp1BodyKind;

/* What a response parser tolerates; a request parser ignores these. LAX_DEFAULT is aiohttp's client. */
typedef enum
{
  AIOHTTP_HTTP1_LAX_LINE_END = 1 << 0,    /* LF alone ends a line */
  AIOHTTP_HTTP1_LAX_FOLD = 1 << 1,        /* obs-fold, read as a space */
  AIOHTTP_HTTP1_LAX_CONTROLS = 1 << 2,    /* controls other than CR, LF and NUL in a field value or reason */
  AIOHTTP_HTTP1_LAX_DUPLICATES = 1 << 3,  /* repeated single-valued fields, equal Content-Lengths */
  AIOHTTP_HTTP1_LAX_REASON = 1 << 4,      /* no space after the status */
  AIOHTTP_HTTP1_LAX_CHUNK_SPACE = 1 << 5, /* white space after a chunk size */
  AIOHTTP_HTTP1_LAX_LENGTH_AND_CODING = 1
                                        << 6, /* Content-Length beside Transfer-Encoding: the latter wins, then close */
  AIOHTTP_HTTP1_LAX_CODINGS = 1 << 7,         /* transfer codings other than chunked, left undecoded */
  AIOHTTP_HTTP1_LAX_DEFAULT = (1 << 8) - 1,
} AiohttpHttp1LaxFlags;

typedef struct
{
  guint max_line;       /* request or status line without its CR LF; 414 */
  guint max_field;      /* name and value of one field; 431 */
  guint max_fields;     /* fields and trailers together; 431 */
  guint max_head;       /* all of a head; 431 */
  guint max_chunk_line; /* a chunk's size and extensions */
  guint max_extensions; /* the extensions of all chunks of one body */
  guint lax_flags;      /* AiohttpHttp1LaxFlags */
} AiohttpHttp1Limits;

#define AIOHTTP_HTTP1_MAX_LINE        8190
#define AIOHTTP_HTTP1_MAX_FIELD       8190
#define AIOHTTP_HTTP1_MAX_FIELDS      128
#define AIOHTTP_HTTP1_MAX_HEAD        (128 * 1024)
#define AIOHTTP_HTTP1_MAX_CHUNK_LINE  1024
#define AIOHTTP_HTTP1_MAX_EXTENSIONS  (16 * 1024)
#define AIOHTTP_HTTP1_MAX_EMPTY_LINES 8

extern const AiohttpHttp1Limits aiohttp_http1_default_limits; /* the above, strict */

/* One parsed head. All spans are of `base`, the first byte given to the parser. */
typedef struct
{
  const char *base;
  gsize head_length; /* up to and with the empty line: the body or the next head starts here */

  AiohttpSpan method, target; /* requests */
  AiohttpSpan host;           /* with its port: the target's authority, else Host; length 0 if neither */
  AiohttpSpan path, query;    /* of the target; the path is empty in "http://host", and in authority form */
  AiohttpSpan reason;         /* responses */
  guint16 status;             /* responses */
  guint8 method_id;           /* AiohttpMethodId */
  guint8 target_form;         /* AiohttpTargetForm */
  guint8 minor_version;       /* 0 or 1 */
  guint8 body;                /* AiohttpHttp1BodyKind */

  guint keep_alive : 1;      /* the peer lets the connection live on */
  guint expect_continue : 1; /* Expect: 100-continue, HTTP/1.1 only */
  guint expect_unknown : 1;  /* Expect asks for something else: 417 */
  guint upgrade : 1;         /* an Upgrade field that Connection names, HTTP/1.1 only */
  guint has_content_length : 1;
  guint path_encoded : 1; /* the path holds a "%" */

  guint64 content_length;
  guint64 known[2]; /* a bit for each AiohttpFieldId that occurs */

  guint n_fields;
  guint max_fields; /* room in fields */
  AiohttpField fields[];
} AiohttpHttp1Head;

/* One allocation each; free with g_free. */
AiohttpHttp1Head *aiohttp_http1_head_new (guint max_fields);
/* A copy that carries its own bytes and exactly its fields, in one allocation: what a request keeps. */
AiohttpHttp1Head *aiohttp_http1_head_dup (const AiohttpHttp1Head *head);

static inline gboolean
aiohttp_http1_head_has (const AiohttpHttp1Head *head, AiohttpFieldId id)
{
  return (head->known[id >> 6] >> (id & 63)) & 1;
}

static inline AiohttpFields
aiohttp_http1_head_get_fields (const AiohttpHttp1Head *head)
{
  return (AiohttpFields){ head->base, head->fields, head->n_fields };
}

AiohttpMethodId aiohttp_method_id_lookup (const char *method, gsize length);
const char *aiohttp_method_id_get_name (AiohttpMethodId id); /* NULL for OTHER */

G_END_DECLS
