/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-content-decoder-private.h"

G_BEGIN_DECLS

/* Applies one content coding to a body that comes in pieces: what the decoder undoes. */
typedef struct _AiohttpContentEncoder AiohttpContentEncoder;

typedef enum
{
  AIOHTTP_ENCODE_MORE,  /* may hold back what it was given */
  AIOHTTP_ENCODE_FLUSH, /* all of it can be decoded from what is out */
  AIOHTTP_ENCODE_END,
} AiohttpEncodeMode;

AiohttpContentEncoder *aiohttp_content_encoder_new (AiohttpContentCoding coding);
void aiohttp_content_encoder_free (AiohttpContentEncoder *self);

/* Appends what comes of it. Deterministic, and bounded by what goes in and the coding's window. */
void aiohttp_content_encoder_add (AiohttpContentEncoder *self, const void *data, gsize length, AiohttpEncodeMode mode,
                                  AiohttpByteBuffer *output);

const char *aiohttp_content_coding_get_name (AiohttpContentCoding coding);
gboolean aiohttp_content_coding_from_name (const char *name, AiohttpContentCoding *coding);

#define AIOHTTP_N_CONTENT_CODINGS (AIOHTTP_CONTENT_CODING_ZSTD + 1)

/* How much an Accept-Encoding value (nullable) likes each coding, in thousandths; 0: not at all. */
void aiohttp_content_coding_read_qualities (const char *accept_encoding, guint qualities[AIOHTTP_N_CONTENT_CODINGS]);

/* The coding of a response for one Accept-Encoding value (nullable) by its quality values (RFC 9110, 12.5.3): the highest,
 * of equals the one that does most for its time: zstd, br, gzip, deflate. FALSE: none. */
gboolean aiohttp_content_coding_negotiate (const char *accept_encoding, AiohttpContentCoding *coding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpContentEncoder, aiohttp_content_encoder_free)

G_END_DECLS
