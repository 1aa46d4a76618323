/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  AIOHTTP_CONTENT_CODING_GZIP,    /* RFC 1952, several members one after the other */
  AIOHTTP_CONTENT_CODING_DEFLATE, /* RFC 1950, or RFC 1951 without its wrapper, told apart by the first byte */
  AIOHTTP_CONTENT_CODING_BR,      /* RFC 7932 */
  AIOHTTP_CONTENT_CODING_ZSTD,    /* RFC 8878, several frames; windows up to 8 MiB (RFC 9659) */
} AiohttpContentCoding;

#define AIOHTTP_ACCEPT_ENCODING "gzip, deflate, br, zstd"

#define AIOHTTP_TYPE_CONTENT_DECODER (aiohttp_content_decoder_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpContentDecoder, aiohttp_content_decoder, AIOHTTP, CONTENT_DECODER, GObject)

/* A GConverter that undoes one content coding. It never writes more than the room it is given. Input that ends before
 * the coding does, goes on after it, or is malformed fails with AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING; input of no bytes
 * at all is an empty body. */
AiohttpContentDecoder *aiohttp_content_decoder_new (AiohttpContentCoding coding);

/* A stream that reads `base` through decoders for the codings of a Content-Encoding value, the last applied undone
 * first. At a coding that is not known it stops, and what is below that is passed through. `base` itself (a new
 * reference) when there is nothing to undo. More than five codings: AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING. */
GInputStream *aiohttp_content_decoder_wrap (GInputStream *base, const char *content_encoding, GError **error);

/* The same for what a client sends: all faults are AIOHTTP_HTTP_ERROR_BAD_REQUEST. */
GInputStream *aiohttp_content_decoder_wrap_request (GInputStream *base, const char *content_encoding, GError **error);

G_END_DECLS
