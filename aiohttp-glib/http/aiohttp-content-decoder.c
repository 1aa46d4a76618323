/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <brotli/decode.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "aiohttp-content-decoder-private.h"

#include "aiohttp-decoding-stream-private.h"
#include "aiohttp-error.h"

#define MAX_STACKED_CODINGS 5
#define ZSTD_WINDOW_LOG     23 /* 8 MiB: RFC 9659 */

typedef enum
{
  PHASE_START,   /* no input yet */
  PHASE_INSIDE,  /* in a member, frame or stream */
  PHASE_BETWEEN, /* behind one: the end, or the next */
  PHASE_PADDING, /* behind a gzip member: zeros up to the end */
} Phase;

/* One turn of a codec: advances input and output, and tells whether the member, frame or stream is complete. */
typedef struct
{
  const guint8 *input;
  gsize input_left;
  guint8 *output;
  gsize output_left;
  gboolean complete;
} Turn;

struct _AiohttpContentDecoder
{
  GObject parent_instance;

  AiohttpContentCoding coding;
  gboolean of_request;
  Phase phase;
  gboolean zlib_ready;
  z_stream zlib;
  BrotliDecoderState *brotli;
  ZSTD_DStream *zstd;
};

static void aiohttp_content_decoder_iface_init (GConverterIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AiohttpContentDecoder, aiohttp_content_decoder, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_CONVERTER, aiohttp_content_decoder_iface_init))

static const char *const coding_names[] = { "gzip", "deflate", "br", "zstd" };

static GQuark
get_domain (gboolean of_request)
{
  return of_request ? AIOHTTP_HTTP_ERROR : AIOHTTP_CLIENT_ERROR;
}

static int
get_code (gboolean of_request)
{
  return of_request ? (int) AIOHTTP_HTTP_ERROR_BAD_REQUEST : (int) AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING;
}

static gboolean
fail (AiohttpContentDecoder *self, const char *what, GError **error)
{
  g_set_error (error, get_domain (self->of_request), get_code (self->of_request), "Body is not valid %s: %s",
               coding_names[self->coding], what);
  return FALSE;
}

static gboolean
start_zlib (AiohttpContentDecoder *self, guint8 first, GError **error)
{
  int window_bits;

  if (self->coding == AIOHTTP_CONTENT_CODING_GZIP)
    window_bits = MAX_WBITS + 16;
  else if ((first & 0x0f) == Z_DEFLATED)
    window_bits = MAX_WBITS;
  else
    window_bits = -MAX_WBITS;

  if (self->zlib_ready)
    return inflateReset2 (&self->zlib, window_bits) == Z_OK || fail (self, "cannot restart", error);
  self->zlib_ready = inflateInit2 (&self->zlib, window_bits) == Z_OK;
  return self->zlib_ready || fail (self, "out of memory", error);
}

static gboolean
turn_zlib (AiohttpContentDecoder *self, Turn *turn, GError **error)
{
  int status;

  self->zlib.next_in = (Bytef *) turn->input;
  self->zlib.avail_in = (uInt) MIN (turn->input_left, G_MAXUINT32);
  self->zlib.next_out = turn->output;
  self->zlib.avail_out = (uInt) MIN (turn->output_left, G_MAXUINT32);
  status = inflate (&self->zlib, Z_NO_FLUSH);

  turn->input_left -= (gsize) (self->zlib.next_in - turn->input);
  turn->input = self->zlib.next_in;
  turn->output_left -= (gsize) (self->zlib.next_out - turn->output);
  turn->output = self->zlib.next_out;
  turn->complete = status == Z_STREAM_END;
  /* Z_BUF_ERROR: nothing to do with this input and this room, which the caller sees by itself */
  if (status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR)
    return TRUE;
  if (status == Z_NEED_DICT)
    return fail (self, "it needs a dictionary", error);
  return fail (self, self->zlib.msg != NULL ? self->zlib.msg : "malformed", error);
}

static gboolean
turn_brotli (AiohttpContentDecoder *self, Turn *turn, GError **error)
{
  BrotliDecoderResult result = BrotliDecoderDecompressStream (self->brotli, &turn->input_left, &turn->input,
                                                              &turn->output_left, &turn->output, NULL);

  turn->complete = result == BROTLI_DECODER_RESULT_SUCCESS;
  if (result == BROTLI_DECODER_RESULT_ERROR)
    return fail (self, BrotliDecoderErrorString (BrotliDecoderGetErrorCode (self->brotli)), error);
  return TRUE;
}

static gboolean
turn_zstd (AiohttpContentDecoder *self, Turn *turn, GError **error)
{
  ZSTD_inBuffer in = { turn->input, turn->input_left, 0 };
  ZSTD_outBuffer out = { turn->output, turn->output_left, 0 };
  gsize left = ZSTD_decompressStream (self->zstd, &out, &in);

  turn->input += in.pos;
  turn->input_left -= in.pos;
  turn->output += out.pos;
  turn->output_left -= out.pos;
  turn->complete = left == 0;
  if (ZSTD_isError (left))
    return fail (self, ZSTD_getErrorName (left), error);
  return TRUE;
}

/* Begins the first member, frame or stream, or the next one where the coding allows several. */
static gboolean
begin (AiohttpContentDecoder *self, guint8 first, GError **error)
{
  gboolean again = self->phase == PHASE_BETWEEN;

  switch (self->coding)
    {
    case AIOHTTP_CONTENT_CODING_GZIP:
      if (again && first == 0)
        {
          self->phase = PHASE_PADDING;
          return TRUE;
        }
      if (!start_zlib (self, first, error))
        return FALSE;
      break;

    case AIOHTTP_CONTENT_CODING_DEFLATE:
      if (again)
        return fail (self, "bytes after its end", error);
      if (!start_zlib (self, first, error))
        return FALSE;
      break;

    case AIOHTTP_CONTENT_CODING_BR:
      if (again)
        return fail (self, "bytes after its end", error);
      self->brotli = BrotliDecoderCreateInstance (NULL, NULL, NULL);
      if (self->brotli == NULL)
        return fail (self, "out of memory", error);
      break;

    case AIOHTTP_CONTENT_CODING_ZSTD:
    default:
      if (self->zstd == NULL)
        {
          self->zstd = ZSTD_createDStream ();
          if (self->zstd == NULL)
            return fail (self, "out of memory", error);
          ZSTD_DCtx_setParameter (self->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
        }
      break;
    }
  self->phase = PHASE_INSIDE;
  return TRUE;
}

static gboolean
take_turn (AiohttpContentDecoder *self, Turn *turn, GError **error)
{
  if (self->phase == PHASE_PADDING)
    {
      for (; turn->input_left > 0; turn->input++, turn->input_left--)
        if (*turn->input != 0)
          return fail (self, "bytes after its end", error);
      return TRUE;
    }

  switch (self->coding)
    {
    case AIOHTTP_CONTENT_CODING_BR:
      return turn_brotli (self, turn, error);
    case AIOHTTP_CONTENT_CODING_ZSTD:
      return turn_zstd (self, turn, error);
    case AIOHTTP_CONTENT_CODING_GZIP:
    case AIOHTTP_CONTENT_CODING_DEFLATE:
    default:
      return turn_zlib (self, turn, error);
    }
}

static GConverterResult
aiohttp_content_decoder_convert (GConverter *converter, const void *inbuf, gsize inbuf_size, void *outbuf,
                                 gsize outbuf_size, GConverterFlags flags, gsize *bytes_read, gsize *bytes_written,
                                 GError **error)
{
  AiohttpContentDecoder *self = AIOHTTP_CONTENT_DECODER (converter);
  Turn turn = { inbuf, inbuf_size, outbuf, outbuf_size, FALSE };
  gboolean progress;

  do
    {
      gsize input_left = turn.input_left;
      gsize output_left = turn.output_left;

      if (self->phase == PHASE_START || self->phase == PHASE_BETWEEN)
        {
          if (turn.input_left == 0)
            break;
          if (!begin (self, *turn.input, error))
            return G_CONVERTER_ERROR;
        }
      if (!take_turn (self, &turn, error))
        return G_CONVERTER_ERROR;
      if (turn.complete)
        self->phase = PHASE_BETWEEN;
      progress = turn.input_left < input_left || turn.output_left < output_left;
    }
  while (progress && turn.output_left > 0);

  *bytes_read = inbuf_size - turn.input_left;
  *bytes_written = outbuf_size - turn.output_left;
  if (*bytes_read > 0 || *bytes_written > 0)
    return G_CONVERTER_CONVERTED;
  if (outbuf_size == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "No room for output");
      return G_CONVERTER_ERROR;
    }
  if ((flags & G_CONVERTER_INPUT_AT_END) == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "More input is needed");
      return G_CONVERTER_ERROR;
    }
  if (self->phase == PHASE_INSIDE)
    {
      fail (self, "it ends too early", error);
      return G_CONVERTER_ERROR;
    }
  return G_CONVERTER_FINISHED;
}

static void
aiohttp_content_decoder_reset (GConverter *converter)
{
  AiohttpContentDecoder *self = AIOHTTP_CONTENT_DECODER (converter);

  self->phase = PHASE_START;
  g_clear_pointer (&self->brotli, BrotliDecoderDestroyInstance);
  g_clear_pointer (&self->zstd, ZSTD_freeDStream);
}

static void
aiohttp_content_decoder_finalize (GObject *object)
{
  AiohttpContentDecoder *self = AIOHTTP_CONTENT_DECODER (object);

  aiohttp_content_decoder_reset (G_CONVERTER (self));
  if (self->zlib_ready)
    inflateEnd (&self->zlib);
  G_OBJECT_CLASS (aiohttp_content_decoder_parent_class)->finalize (object);
}

static void
aiohttp_content_decoder_class_init (AiohttpContentDecoderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_content_decoder_finalize;
}

static void
aiohttp_content_decoder_init (AiohttpContentDecoder *self)
{
}

AiohttpContentDecoder *
aiohttp_content_decoder_new (AiohttpContentCoding coding)
{
  AiohttpContentDecoder *self = g_object_new (AIOHTTP_TYPE_CONTENT_DECODER, NULL);

  self->coding = coding;
  return self;
}

static gboolean
find_coding (const char *name, AiohttpContentCoding *coding)
{
  if (g_ascii_strcasecmp (name, "x-gzip") == 0)
    {
      *coding = AIOHTTP_CONTENT_CODING_GZIP;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (coding_names); i++)
    if (g_ascii_strcasecmp (name, coding_names[i]) == 0)
      {
        *coding = (AiohttpContentCoding) i;
        return TRUE;
      }
  return FALSE;
}

static GInputStream *
wrap (GInputStream *base, const char *content_encoding, gboolean of_request, GError **error)
{
  g_auto (GStrv) names = g_strsplit (content_encoding != NULL ? content_encoding : "", ",", -1);
  g_autoptr (GInputStream) stream = g_object_ref (base);
  guint n_stacked = 0;

  for (guint i = g_strv_length (names); i > 0; i--)
    {
      const char *name = g_strstrip (names[i - 1]);
      g_autoptr (AiohttpContentDecoder) decoder = NULL;
      AiohttpContentCoding coding;
      GInputStream *outer;

      if (*name == '\0' || g_ascii_strcasecmp (name, "identity") == 0)
        continue;
      if (!find_coding (name, &coding))
        break;
      if (++n_stacked > MAX_STACKED_CODINGS)
        {
          g_set_error (error, get_domain (of_request), get_code (of_request),
                       "More than %d content codings, one on the other", MAX_STACKED_CODINGS);
          return NULL;
        }
      decoder = aiohttp_content_decoder_new (coding);
      decoder->of_request = of_request;
      outer = G_INPUT_STREAM (aiohttp_decoding_stream_new (stream, G_CONVERTER (decoder)));
      g_object_unref (stream);
      stream = outer;
    }
  return g_steal_pointer (&stream);
}

GInputStream *
aiohttp_content_decoder_wrap (GInputStream *base, const char *content_encoding, GError **error)
{
  return wrap (base, content_encoding, FALSE, error);
}

GInputStream *
aiohttp_content_decoder_wrap_request (GInputStream *base, const char *content_encoding, GError **error)
{
  return wrap (base, content_encoding, TRUE, error);
}

static void
aiohttp_content_decoder_iface_init (GConverterIface *iface)
{
  iface->convert = aiohttp_content_decoder_convert;
  iface->reset = aiohttp_content_decoder_reset;
}
