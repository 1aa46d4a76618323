/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-content-encoder-private.h"

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include "aiohttp-chars-private.h"

/* Each is set for a server that encodes while it sends: half a MiB of memory at the most, and about the same speed. */
#define ZLIB_LEVEL      6
#define BROTLI_QUALITY  4
#define BROTLI_WINDOW   18
#define ZSTD_LEVEL      3
#define ZSTD_WINDOW_LOG 17

#define OUTPUT_BLOCK 4096

struct _AiohttpContentEncoder
{
  AiohttpContentCoding coding;
  z_stream zlib;
  BrotliEncoderState *brotli;
  ZSTD_CStream *zstd;
};

static const char *const coding_names[] = { "gzip", "deflate", "br", "zstd" };

AiohttpContentEncoder *
aiohttp_content_encoder_new (AiohttpContentCoding coding)
{
  AiohttpContentEncoder *self = g_new0 (AiohttpContentEncoder, 1);
  gboolean made;

  self->coding = coding;
  switch (coding)
    {
    case AIOHTTP_CONTENT_CODING_BR:
      self->brotli = BrotliEncoderCreateInstance (NULL, NULL, NULL);
      made = self->brotli != NULL && BrotliEncoderSetParameter (self->brotli, BROTLI_PARAM_QUALITY, BROTLI_QUALITY) &&
             BrotliEncoderSetParameter (self->brotli, BROTLI_PARAM_LGWIN, BROTLI_WINDOW);
      break;
    case AIOHTTP_CONTENT_CODING_ZSTD:
      self->zstd = ZSTD_createCStream ();
      made = self->zstd != NULL &&
             !ZSTD_isError (ZSTD_CCtx_setParameter (self->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL)) &&
             !ZSTD_isError (ZSTD_CCtx_setParameter (self->zstd, ZSTD_c_windowLog, ZSTD_WINDOW_LOG));
      break;
    case AIOHTTP_CONTENT_CODING_GZIP:
    case AIOHTTP_CONTENT_CODING_DEFLATE:
    default:
      made = deflateInit2 (&self->zlib, ZLIB_LEVEL, Z_DEFLATED,
                           coding == AIOHTTP_CONTENT_CODING_GZIP ? MAX_WBITS + 16 : MAX_WBITS, 8,
                           Z_DEFAULT_STRATEGY) == Z_OK;
      break;
    }
  /* Memory, which ends the program as GLib's does. */
  g_assert (made);
  return self;
}

void
aiohttp_content_encoder_free (AiohttpContentEncoder *self)
{
  if (self->coding == AIOHTTP_CONTENT_CODING_GZIP || self->coding == AIOHTTP_CONTENT_CODING_DEFLATE)
    deflateEnd (&self->zlib);
  g_clear_pointer (&self->brotli, BrotliEncoderDestroyInstance);
  g_clear_pointer (&self->zstd, ZSTD_freeCStream);
  g_free (self);
}

static void
add_zlib (AiohttpContentEncoder *self, const void *data, gsize length, AiohttpEncodeMode mode,
          AiohttpByteBuffer *output)
{
  static const int flushes[] = { Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH };
  const guint8 *input = data;

  do
    {
      const uInt part = (uInt) MIN (length, G_MAXINT);
      const int flush = part == length ? flushes[mode] : Z_NO_FLUSH;

      self->zlib.next_in = (Bytef *) input;
      self->zlib.avail_in = part;
      do
        {
          self->zlib.next_out = aiohttp_byte_buffer_reserve (output, OUTPUT_BLOCK);
          self->zlib.avail_out = OUTPUT_BLOCK;
          deflate (&self->zlib, flush);
          aiohttp_byte_buffer_commit (output, OUTPUT_BLOCK - self->zlib.avail_out);
        }
      while (self->zlib.avail_out == 0);
      input += part;
      length -= part;
    }
  while (length > 0);
}

static void
add_brotli (AiohttpContentEncoder *self, const void *data, gsize length, AiohttpEncodeMode mode,
            AiohttpByteBuffer *output)
{
  static const BrotliEncoderOperation operations[] = { BROTLI_OPERATION_PROCESS, BROTLI_OPERATION_FLUSH,
                                                       BROTLI_OPERATION_FINISH };
  const guint8 *input = data;
  gsize no_room = 0;

  do
    {
      const guint8 *out;
      gsize n = 0;

      BrotliEncoderCompressStream (self->brotli, operations[mode], &length, &input, &no_room, NULL, NULL);
      out = BrotliEncoderTakeOutput (self->brotli, &n);
      aiohttp_byte_buffer_append (output, out, n);
    }
  while (length > 0 || BrotliEncoderHasMoreOutput (self->brotli));
}

static void
add_zstd (AiohttpContentEncoder *self, const void *data, gsize length, AiohttpEncodeMode mode,
          AiohttpByteBuffer *output)
{
  static const ZSTD_EndDirective directives[] = { ZSTD_e_continue, ZSTD_e_flush, ZSTD_e_end };
  ZSTD_inBuffer in = { data, length, 0 };
  gsize left;

  do
    {
      ZSTD_outBuffer out = { aiohttp_byte_buffer_reserve (output, OUTPUT_BLOCK), OUTPUT_BLOCK, 0 };

      left = ZSTD_compressStream2 (self->zstd, &out, &in, directives[mode]);
      aiohttp_byte_buffer_commit (output, out.pos);
      if (ZSTD_isError (left))
        g_assert_not_reached ();
    }
  while (in.pos < in.size || (mode != AIOHTTP_ENCODE_MORE && left > 0));
}

void
aiohttp_content_encoder_add (AiohttpContentEncoder *self, const void *data, gsize length, AiohttpEncodeMode mode,
                             AiohttpByteBuffer *output)
{
  if (length == 0 && mode == AIOHTTP_ENCODE_MORE)
    return;
  if (self->brotli != NULL)
    add_brotli (self, data, length, mode, output);
  else if (self->zstd != NULL)
    add_zstd (self, data, length, mode, output);
  else
    add_zlib (self, data, length, mode, output);
}

const char *
aiohttp_content_coding_get_name (AiohttpContentCoding coding)
{
  return coding_names[coding];
}

gboolean
aiohttp_content_coding_from_name (const char *name, AiohttpContentCoding *coding)
{
  for (guint i = 0; i < G_N_ELEMENTS (coding_names); i++)
    if (g_ascii_strcasecmp (name, coding_names[i]) == 0)
      {
        *coding = (AiohttpContentCoding) i;
        return TRUE;
      }
  return FALSE;
}

/* Thousandths, from ";q=0.123"; 1000 without one, 0 where it is malformed. */
static guint
read_quality (const char *text, gsize length)
{
  guint quality = 0, unit = 1000;

  length = aiohttp_chars_trim (&text, length);
  if (length == 0)
    return 1000;
  if (length < 3 || (text[0] != 'q' && text[0] != 'Q') || text[1] != '=')
    return 0;
  for (gsize i = 2; i < length; i++)
    {
      if (text[i] == '.' && i == 3)
        continue;
      if (!g_ascii_isdigit (text[i]))
        return 0;
      quality += unit * (guint) (text[i] - '0');
      unit /= 10;
    }
  return MIN (quality, 1000);
}

void
aiohttp_content_coding_read_qualities (const char *accept_encoding, guint qualities[AIOHTTP_N_CONTENT_CODINGS])
{
  gint named[AIOHTTP_N_CONTENT_CODINGS] = { -1, -1, -1, -1 };
  guint any = 0;

  for (const char *p = accept_encoding; p != NULL && *p != '\0';)
    {
      const char *end = p + strcspn (p, ",");
      const char *name = p;
      const char *semicolon = memchr (p, ';', end - p);
      gsize length = (semicolon != NULL ? semicolon : end) - p;
      guint quality = semicolon != NULL ? read_quality (semicolon + 1, end - semicolon - 1) : 1000;

      length = aiohttp_chars_trim (&name, length);
      if (length == 1 && *name == '*')
        any = quality;
      if (length == 6 && aiohttp_chars_equal_fold (name, "x-gzip", 6))
        name += 2, length = 4;
      for (guint i = 0; i < G_N_ELEMENTS (coding_names); i++)
        if (length == strlen (coding_names[i]) && aiohttp_chars_equal_fold (name, coding_names[i], length))
          named[i] = (gint) quality;
      p = *end == ',' ? end + 1 : end;
    }
  for (guint i = 0; i < AIOHTTP_N_CONTENT_CODINGS; i++)
    qualities[i] = named[i] >= 0 ? (guint) named[i] : any;
}

gboolean
aiohttp_content_coding_negotiate (const char *accept_encoding, AiohttpContentCoding *coding)
{
  static const AiohttpContentCoding preferred[] = { AIOHTTP_CONTENT_CODING_ZSTD, AIOHTTP_CONTENT_CODING_BR,
                                                    AIOHTTP_CONTENT_CODING_GZIP, AIOHTTP_CONTENT_CODING_DEFLATE };
  guint qualities[AIOHTTP_N_CONTENT_CODINGS];
  guint best = 0;

  aiohttp_content_coding_read_qualities (accept_encoding, qualities);
  for (guint i = 0; i < G_N_ELEMENTS (preferred); i++)
    if (qualities[preferred[i]] > best)
      {
        best = qualities[preferred[i]];
        *coding = preferred[i];
      }
  return best > 0;
}
