/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-transfer-decoder-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"

struct _AiohttpTransferDecoder
{
  GObject parent_instance;

  AiohttpTransferCoding coding;
  guint32 bits; /* of base64: those of the group so far */
  guint n_digits;
  gboolean padded; /* the end has come */
};

static void aiohttp_transfer_decoder_iface_init (GConverterIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AiohttpTransferDecoder, aiohttp_transfer_decoder, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_CONVERTER, aiohttp_transfer_decoder_iface_init))

typedef struct
{
  const guint8 *input;
  const guint8 *input_end;
  guint8 *output;
  guint8 *output_end;
} Turn;

static int
get_digit (guint8 c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static gboolean
fail (const char *message, GError **error)
{
  g_set_error_literal (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED, message);
  return FALSE;
}

/* Writes the bytes of the group, one fewer than it has digits. */
static void
end_group (AiohttpTransferDecoder *self, Turn *turn)
{
  guint32 bits = self->bits << 6 * (4 - self->n_digits);

  for (guint i = 0; i + 1 < self->n_digits; i++)
    *turn->output++ = (guint8) (bits >> (16 - 8 * i));
  self->bits = 0;
  self->n_digits = 0;
}

static gboolean
turn_base64 (AiohttpTransferDecoder *self, Turn *turn, gboolean at_end, GError **error)
{
  while (turn->input < turn->input_end && turn->output_end - turn->output >= 3)
    {
      guint8 c = *turn->input++;
      int digit = get_digit (c);

      if (self->padded || (digit < 0 && c != '='))
        continue;
      if (c == '=')
        {
          if (self->n_digits < 2)
            return fail ("A part is not valid base64", error);
          end_group (self, turn);
          self->padded = TRUE;
          continue;
        }
      self->bits = self->bits << 6 | (guint32) digit;
      if (++self->n_digits == 4)
        end_group (self, turn);
    }
  /* Some leave the padding out. */
  if (at_end && turn->input == turn->input_end && turn->output_end - turn->output >= 3 && self->n_digits > 0)
    {
      if (self->n_digits == 1)
        return fail ("A part is not valid base64", error);
      end_group (self, turn);
    }
  return TRUE;
}

/* White space at the end of a line is dropped (rule 3): how far it goes, or NULL if its end is not there yet. */
static const guint8 *
skip_blanks (const Turn *turn, gboolean at_end)
{
  const guint8 *p = turn->input;

  while (p < turn->input_end && (*p == ' ' || *p == '\t'))
    p++;
  return p < turn->input_end || at_end ? p : NULL;
}

static gboolean
turn_quoted_printable (Turn *turn, gboolean at_end, GError **error)
{
  while (turn->input < turn->input_end && turn->output < turn->output_end)
    {
      guint8 c = *turn->input;
      gsize left = (gsize) (turn->input_end - turn->input);

      if (c == ' ' || c == '\t')
        {
          const guint8 *behind = skip_blanks (turn, at_end);

          /* A line of nothing but white space is not waited for for ever. */
          if (behind == NULL && left < 1024)
            return TRUE;
          if (behind != NULL && (behind == turn->input_end || *behind == '\r' || *behind == '\n'))
            {
              turn->input = behind;
              continue;
            }
        }
      if (c != '=')
        {
          *turn->output++ = c;
          turn->input++;
          continue;
        }
      if (left >= 2 && turn->input[1] == '\n')
        turn->input += 2;
      else if (left < 3 && !at_end)
        return TRUE;
      else if (left >= 3 && turn->input[1] == '\r' && turn->input[2] == '\n')
        turn->input += 3;
      else if (left >= 3 && g_ascii_isxdigit (turn->input[1]) && g_ascii_isxdigit (turn->input[2]))
        {
          *turn->output++ = (guint8) (aiohttp_char_hex_value ((char) turn->input[1]) << 4 |
                                      aiohttp_char_hex_value ((char) turn->input[2]));
          turn->input += 3;
        }
      else if (left == 1)
        turn->input++; /* a soft line end at the very end */
      else
        return fail ("A part is not valid quoted-printable", error);
    }
  return TRUE;
}

static GConverterResult
aiohttp_transfer_decoder_convert (GConverter *converter, const void *inbuf, gsize inbuf_size, void *outbuf,
                                  gsize outbuf_size, GConverterFlags flags, gsize *bytes_read, gsize *bytes_written,
                                  GError **error)
{
  AiohttpTransferDecoder *self = AIOHTTP_TRANSFER_DECODER (converter);
  const guint8 *input = inbuf;
  guint8 *output = outbuf;
  Turn turn = { input, input + inbuf_size, output, output + outbuf_size };
  gboolean at_end = (flags & G_CONVERTER_INPUT_AT_END) != 0;

  if (outbuf_size < 3 && self->coding == AIOHTTP_TRANSFER_BASE64)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "No room for output");
      return G_CONVERTER_ERROR;
    }
  if (!(self->coding == AIOHTTP_TRANSFER_BASE64 ? turn_base64 (self, &turn, at_end, error)
                                                : turn_quoted_printable (&turn, at_end, error)))
    return G_CONVERTER_ERROR;
  *bytes_read = (gsize) (turn.input - input);
  *bytes_written = (gsize) (turn.output - output);
  if (*bytes_read > 0 || *bytes_written > 0)
    return G_CONVERTER_CONVERTED;
  if (at_end && inbuf_size == 0)
    return G_CONVERTER_FINISHED;
  if (outbuf_size == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "No room for output");
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "More input is needed");
  return G_CONVERTER_ERROR;
}

static void
aiohttp_transfer_decoder_reset (GConverter *converter)
{
  AiohttpTransferDecoder *self = AIOHTTP_TRANSFER_DECODER (converter);

  self->bits = 0;
  self->n_digits = 0;
  self->padded = FALSE;
}

static void
aiohttp_transfer_decoder_class_init (AiohttpTransferDecoderClass *klass)
{
}

static void
aiohttp_transfer_decoder_init (AiohttpTransferDecoder *self)
{
}

AiohttpTransferDecoder *
aiohttp_transfer_decoder_new (AiohttpTransferCoding coding)
{
  AiohttpTransferDecoder *self = g_object_new (AIOHTTP_TYPE_TRANSFER_DECODER, NULL);

  self->coding = coding;
  return self;
}

static void
aiohttp_transfer_decoder_iface_init (GConverterIface *iface)
{
  iface->convert = aiohttp_transfer_decoder_convert;
  iface->reset = aiohttp_transfer_decoder_reset;
}
