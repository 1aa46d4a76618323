/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-headers-private.h"

G_BEGIN_DECLS

/* RFC 2046, 5.1 without any input or output of its own: the caller has a window on the bytes, asks what is at its start,
 * and takes that off. Strict: CR LF ends every line, the last part is followed by the closing delimiter. */

#define AIOHTTP_MULTIPART_MAX_BOUNDARY  70
#define AIOHTTP_MULTIPART_MAX_FIELD     8190
#define AIOHTTP_MULTIPART_MAX_FIELDS    128
#define AIOHTTP_MULTIPART_MAX_PART_HEAD (64 * 1024)
#define AIOHTTP_MULTIPART_MAX_PREAMBLE  (16 * 1024)
#define AIOHTTP_MULTIPART_MAX_PADDING   64

typedef enum
{
  AIOHTTP_MULTIPART_MORE, /* a longer window is needed */
  AIOHTTP_MULTIPART_PART, /* a part begins: its fields are known */
  AIOHTTP_MULTIPART_DATA, /* `length` bytes at the start of the window are the part's, or fewer: take what you like */
  AIOHTTP_MULTIPART_PART_END, /* it ends */
  AIOHTTP_MULTIPART_END,      /* no part follows; what does, means nothing */
  AIOHTTP_MULTIPART_ERROR,
} AiohttpMultipartEvent;

typedef struct
{
  char *delimiter; /* CR LF "--" boundary */
  gsize delimiter_length;
  guint max_field;
  guint max_fields;

  guint8 state;
  gboolean at_line_start; /* a delimiter may come without its CR LF */
  gsize scanned;          /* of the window: no end of a head there */
  gsize skipped;          /* of the preamble */
  GArray *fields;         /* AiohttpField, of the part that has just begun; spans of the window */
} AiohttpMultipartParser;

/* `boundary` is one. */
void aiohttp_multipart_parser_init (AiohttpMultipartParser *self, const char *boundary);
void aiohttp_multipart_parser_clear (AiohttpMultipartParser *self);

/* `at_end`: the window will not get longer. *length: of PART, PART_END and END to be taken off the window whole; of DATA
 * as far as the caller likes; of MORE, what can be taken off already. Errors are of AIOHTTP_PROTOCOL_ERROR. */
AiohttpMultipartEvent
aiohttp_multipart_parser_next (AiohttpMultipartParser *self, const char *window, gsize window_length, gboolean at_end,
                               gsize *length, GError **error);

/* So many bytes of DATA were taken. */
void aiohttp_multipart_parser_took_data (AiohttpMultipartParser *self, gsize length);

/* Whether it may be one (RFC 2046, 5.1.1), and is not too long. */
gboolean aiohttp_multipart_is_boundary (const char *boundary);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AiohttpMultipartParser, aiohttp_multipart_parser_clear)

G_END_DECLS
