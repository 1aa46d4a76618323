/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-content-encoder-private.h"

#define SIZE (300 * 1000)

static const AiohttpContentCoding codings[] = { AIOHTTP_CONTENT_CODING_GZIP, AIOHTTP_CONTENT_CODING_DEFLATE,
                                                AIOHTTP_CONTENT_CODING_BR, AIOHTTP_CONTENT_CODING_ZSTD };

static guint8 *
make_text (void)
{
  guint8 *text = g_malloc (SIZE);

  for (gsize i = 0; i < SIZE; i++)
    text[i] = "the quick brown fox "[(i * i / 7 + i) % 20];
  return text;
}

static void
assert_decodes (AiohttpContentCoding coding, const AiohttpByteBuffer *encoded, const guint8 *text, gsize length)
{
  g_autoptr (AiohttpContentDecoder) decoder = aiohttp_content_decoder_new (coding);
  g_autofree guint8 *out = g_malloc (length + 1);
  gsize read = 0, written = 0;

  while (written < length)
    {
      gsize n_read, n_written;
      g_autoptr (GError) error = NULL;

      g_converter_convert (G_CONVERTER (decoder), aiohttp_byte_buffer_data (encoded) + read,
                           aiohttp_byte_buffer_length (encoded) - read, out + written, length + 1 - written,
                           G_CONVERTER_NO_FLAGS, &n_read, &n_written, &error);
      g_assert_no_error (error);
      read += n_read;
      written += n_written;
    }
  g_assert_cmpmem (out, written, text, length);
}

static void
test_round_trip (gconstpointer data)
{
  const AiohttpContentCoding coding = *(const AiohttpContentCoding *) data;
  static const gsize steps[] = { 1, 1000, 65536, SIZE };
  g_autofree guint8 *text = make_text ();

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (AiohttpContentEncoder) encoder = aiohttp_content_encoder_new (coding);
      g_auto (AiohttpByteBuffer) encoded = AIOHTTP_BYTE_BUFFER_INIT;
      const gsize size = MIN (steps[i] * 400, SIZE);

      for (gsize at = 0; at < size; at += steps[i])
        aiohttp_content_encoder_add (encoder, text + at, MIN (steps[i], size - at), AIOHTTP_ENCODE_MORE, &encoded);
      aiohttp_content_encoder_add (encoder, NULL, 0, AIOHTTP_ENCODE_END, &encoded);
      g_assert_cmpuint (aiohttp_byte_buffer_length (&encoded), <, size);
      assert_decodes (coding, &encoded, text, size);
    }
}

/* What was flushed can be read though no end has come. */
static void
test_flush (gconstpointer data)
{
  const AiohttpContentCoding coding = *(const AiohttpContentCoding *) data;
  g_autoptr (AiohttpContentEncoder) encoder = aiohttp_content_encoder_new (coding);
  g_auto (AiohttpByteBuffer) encoded = AIOHTTP_BYTE_BUFFER_INIT;

  aiohttp_content_encoder_add (encoder, "first, ", 7, AIOHTTP_ENCODE_FLUSH, &encoded);
  assert_decodes (coding, &encoded, (const guint8 *) "first, ", 7);
  aiohttp_content_encoder_add (encoder, "second", 6, AIOHTTP_ENCODE_FLUSH, &encoded);
  assert_decodes (coding, &encoded, (const guint8 *) "first, second", 13);
}

static void
test_negotiate (void)
{
  static const struct
  {
    const char *accept;
    const char *coding;
  } rows[] = {
    { NULL, NULL },
    { "", NULL },
    { "identity", NULL },
    { "gzip", "gzip" },
    { "GZip", "gzip" },
    { "x-gzip", "gzip" },
    { "gzip, deflate, br, zstd", "zstd" },
    { "gzip, deflate, br", "br" },
    { "deflate, gzip", "gzip" },
    { "gzip;q=0.5, deflate;q=0.8", "deflate" },
    { "gzip; q=0.5 , deflate ; q=0.499", "gzip" },
    { "br;q=0, gzip;q=0.001", "gzip" },
    { "gzip;q=0", NULL },
    { "gzip;q=0.0, *;q=0", NULL },
    { "*", "zstd" },
    { "zstd;q=0, *;q=0.3", "br" },
    { "*;q=0, gzip", "gzip" },
    { "gzip;q=x, deflate", "deflate" },
    { "gzip;q=1.0", "gzip" },
    { "notgzip, gzipped", NULL },
    { ",,gzip,,", "gzip" },
    { "gzip;level=1, deflate;q=0.1", "deflate" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AiohttpContentCoding coding;
      gboolean found = aiohttp_content_coding_negotiate (rows[i].accept, &coding);

      g_test_message ("%s", rows[i].accept);
      g_assert_cmpstr (found ? aiohttp_content_coding_get_name (coding) : NULL, ==, rows[i].coding);
    }
}

static void
test_names (void)
{
  AiohttpContentCoding coding;

  for (guint i = 0; i < G_N_ELEMENTS (codings); i++)
    {
      g_assert_true (aiohttp_content_coding_from_name (aiohttp_content_coding_get_name (codings[i]), &coding));
      g_assert_cmpint (coding, ==, codings[i]);
    }
  g_assert_false (aiohttp_content_coding_from_name ("identity", &coding));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (codings); i++)
    {
      const char *name = aiohttp_content_coding_get_name (codings[i]);
      g_autofree char *round_trip = g_strdup_printf ("/content-encoder/round-trip/%s", name);
      g_autofree char *flush = g_strdup_printf ("/content-encoder/flush/%s", name);

      g_test_add_data_func (round_trip, &codings[i], test_round_trip);
      g_test_add_data_func (flush, &codings[i], test_flush);
    }
  g_test_add_func ("/content-encoder/negotiate", test_negotiate);
  g_test_add_func ("/content-encoder/names", test_names);
  return g_test_run ();
}
