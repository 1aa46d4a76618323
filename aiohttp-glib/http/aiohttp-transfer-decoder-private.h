/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  AIOHTTP_TRANSFER_BASE64,           /* RFC 2045, 6.8 */
  AIOHTTP_TRANSFER_QUOTED_PRINTABLE, /* RFC 2045, 6.7 */
} AiohttpTransferCoding;

#define AIOHTTP_TYPE_TRANSFER_DECODER (aiohttp_transfer_decoder_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpTransferDecoder, aiohttp_transfer_decoder, AIOHTTP, TRANSFER_DECODER, GObject)

/* A GConverter that undoes a Content-Transfer-Encoding of a part. Bytes that are not of the base64 alphabet are passed
 * over, as RFC 2045 wants it; base64 that ends inside a group of four, and a "=" of quoted-printable without two
 * hexadecimal digits, are AIOHTTP_PROTOCOL_ERROR_FAILED. */
AiohttpTransferDecoder *aiohttp_transfer_decoder_new (AiohttpTransferCoding coding);

G_END_DECLS
