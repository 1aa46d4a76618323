/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "aiohttp-content-decoder-private.h"
#include "aiohttp-decoding-stream-private.h"
#include "aiohttp-error.h"

#define LINE    "Hello, brotli! "
#define N_LINES 40
#define N_PLAIN (N_LINES * 15)
#define CODINGS "gzip", "deflate", "deflate-raw", "br", "zstd"

static const guint8 brotli_lines[] = { 0x1b, 0x57, 0x02, 0xf8, 0x9d, 0x09, 0x76, 0xac, 0x15, 0x2b, 0x5d, 0xf2,
                                       0xc2, 0x12, 0x04, 0x49, 0xac, 0xca, 0xe4, 0x92, 0x2d, 0xed, 0x2d, 0x43,
                                       0x58, 0xe8, 0xa2, 0xc1, 0x10, 0xa0, 0x01, 0xe1, 0xfc, 0x05 };

static char *
plain (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < N_LINES; i++)
    g_string_append (text, LINE);
  return g_string_free (text, FALSE);
}

static GByteArray *
deflate_with (const void *data, gsize length, int window_bits)
{
  GByteArray *packed = g_byte_array_new ();
  z_stream z = { 0 };

  g_byte_array_set_size (packed, (guint) compressBound (length) + 32);
  deflateInit2 (&z, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  z.next_in = (Bytef *) data;
  z.avail_in = (uInt) length;
  z.next_out = packed->data;
  z.avail_out = packed->len;
  g_assert_cmpint (deflate (&z, Z_FINISH), ==, Z_STREAM_END);
  g_byte_array_set_size (packed, (guint) z.total_out);
  deflateEnd (&z);
  return packed;
}

static GByteArray *
pack (const char *coding, const void *data, gsize length)
{
  GByteArray *packed;

  if (g_str_equal (coding, "gzip"))
    return deflate_with (data, length, MAX_WBITS + 16);
  if (g_str_equal (coding, "deflate"))
    return deflate_with (data, length, MAX_WBITS);
  if (g_str_equal (coding, "deflate-raw"))
    return deflate_with (data, length, -MAX_WBITS);
  packed = g_byte_array_new ();
  if (g_str_equal (coding, "br"))
    return g_byte_array_append (packed, brotli_lines, sizeof brotli_lines);
  g_byte_array_set_size (packed, (guint) ZSTD_compressBound (length));
  g_byte_array_set_size (packed, (guint) ZSTD_compress (packed->data, packed->len, data, length, 3));
  return packed;
}

static AiohttpContentDecoder *
make_decoder (const char *coding)
{
  if (g_str_equal (coding, "gzip"))
    return aiohttp_content_decoder_new (AIOHTTP_CONTENT_CODING_GZIP);
  if (g_str_has_prefix (coding, "deflate"))
    return aiohttp_content_decoder_new (AIOHTTP_CONTENT_CODING_DEFLATE);
  if (g_str_equal (coding, "br"))
    return aiohttp_content_decoder_new (AIOHTTP_CONTENT_CODING_BR);
  return aiohttp_content_decoder_new (AIOHTTP_CONTENT_CODING_ZSTD);
}

/* Feeds `step` bytes at a time into `room` bytes of output; NULL with an error when it fails. */
static GByteArray *
unpack (const char *coding, const guint8 *data, gsize length, gsize step, gsize room, GError **error)
{
  g_autoptr (AiohttpContentDecoder) decoder = make_decoder (coding);
  g_autoptr (GByteArray) output = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (room);
  gsize start = 0;
  gsize end = 0;

  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      gsize used = 0;
      gsize written = 0;
      GConverterResult result =
          g_converter_convert (G_CONVERTER (decoder), data + start, end - start, buffer, room,
                               end == length ? G_CONVERTER_INPUT_AT_END : 0, &used, &written, &failure);

      if (result == G_CONVERTER_FINISHED)
        return g_steal_pointer (&output);
      if (result == G_CONVERTER_ERROR && g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) &&
          end < length)
        end = MIN (end + step, length);
      else if (result == G_CONVERTER_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      g_assert_cmpuint (written, <=, room);
      g_byte_array_append (output, buffer, (guint) written);
      start += used;
    }
}

static void
test_round_trip (gconstpointer data)
{
  const char *coding = data;
  const gsize steps[] = { 1, 2, 3, 7, 64, 100000 };
  const gsize rooms[] = { 1, 5, 4096 };
  g_autofree char *text = plain ();
  g_autoptr (GByteArray) packed = pack (coding, text, N_PLAIN);

  for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
    for (guint r = 0; r < G_N_ELEMENTS (rooms); r++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (GByteArray) output = unpack (coding, packed->data, packed->len, steps[s], rooms[r], &error);

        g_assert_no_error (error);
        g_assert_cmpmem (output->data, output->len, text, N_PLAIN);
      }
}

/* Cut anywhere: an error, but for no bytes at all. */
static void
test_truncated (gconstpointer data)
{
  const char *coding = data;
  g_autofree char *text = plain ();
  g_autoptr (GByteArray) packed = pack (coding, text, N_PLAIN);
  g_autoptr (GByteArray) empty = unpack (coding, packed->data, 0, 1, 4096, NULL);

  g_assert_nonnull (empty);
  g_assert_cmpuint (empty->len, ==, 0);
  for (gsize length = 1; length < packed->len; length++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (unpack (coding, packed->data, length, 16, 4096, &error));
      g_assert_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING);
    }
}

static void
test_bytes_after_end (gconstpointer data)
{
  const char *coding = data;
  g_autofree char *text = plain ();

  for (gsize step = 1; step <= 4096; step *= 16)
    {
      g_autoptr (GByteArray) packed = pack (coding, text, N_PLAIN);
      g_autoptr (GError) error = NULL;

      g_byte_array_append (packed, (const guint8 *) "rubbish", 7);
      g_assert_null (unpack (coding, packed->data, packed->len, step, 4096, &error));
      g_assert_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING);
    }
}

/* No byte flipped may crash it, and it ends. */
static void
test_corrupt (gconstpointer data)
{
  const char *coding = data;
  g_autofree char *text = plain ();
  g_autoptr (GByteArray) packed = pack (coding, text, N_PLAIN);

  for (gsize i = 0; i < packed->len; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autoptr (GByteArray) output = NULL;
        g_autoptr (GError) error = NULL;

        packed->data[i] ^= (guint8) (1 << bit);
        output = unpack (coding, packed->data, packed->len, 64, 4096, &error);
        if (output == NULL)
          g_assert_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING);
        packed->data[i] ^= (guint8) (1 << bit);
      }
}

static void
test_members (void)
{
  const char *codings[] = { "gzip", "zstd" };

  for (guint c = 0; c < G_N_ELEMENTS (codings); c++)
    for (gsize step = 1; step <= 4096; step *= 8)
      {
        g_autoptr (GByteArray) packed = pack (codings[c], "one ", 4);
        g_autoptr (GByteArray) second = pack (codings[c], "two", 3);
        g_autoptr (GByteArray) output = NULL;
        g_autoptr (GError) error = NULL;

        g_byte_array_append (packed, second->data, second->len);
        if (c == 0)
          g_byte_array_append (packed, (const guint8 *) "\0\0\0\0", 4); /* as tape archives have it */
        output = unpack (codings[c], packed->data, packed->len, step, 4096, &error);
        g_assert_no_error (error);
        g_assert_cmpmem (output->data, output->len, "one two", 7);
      }
}

/* RFC 9659: no more than 8 MiB of window. */
static void
test_zstd_window (void)
{
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  g_autofree guint8 *data = g_malloc0 (32 * 1024 * 1024);
  g_autoptr (GError) error = NULL;
  ZSTD_CCtx *context = ZSTD_createCCtx ();

  ZSTD_CCtx_setParameter (context, ZSTD_c_windowLog, 24);
  ZSTD_CCtx_setParameter (context, ZSTD_c_contentSizeFlag, 0);
  g_byte_array_set_size (packed, (guint) ZSTD_compressBound (32 * 1024 * 1024));
  g_byte_array_set_size (packed, (guint) ZSTD_compress2 (context, packed->data, packed->len, data, 32 * 1024 * 1024));
  ZSTD_freeCCtx (context);
  g_assert_null (unpack ("zstd", packed->data, packed->len, 4096, 65536, &error));
  g_assert_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING);
}

static GBytes *
read_wrapped (GByteArray *packed, const char *content_encoding, gsize chunk, GError **error)
{
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (packed->data, packed->len, NULL);
  g_autoptr (GInputStream) stream = aiohttp_content_decoder_wrap (memory, content_encoding, error);
  g_autoptr (GByteArray) output = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (chunk);
  gssize n;

  if (stream == NULL)
    return NULL;
  while ((n = g_input_stream_read (stream, buffer, chunk, NULL, error)) > 0)
    g_byte_array_append (output, buffer, (guint) n);
  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&output)) : NULL;
}

static void
test_stacked (void)
{
  const struct
  {
    const char *value;
    const char *codings[4]; /* as applied, first to last */
    gboolean decoded;
  } rows[] = {
    { "gzip", { "gzip" }, TRUE },
    { "GZip", { "gzip" }, TRUE },
    { "x-gzip", { "gzip" }, TRUE },
    { "identity", { NULL }, TRUE },
    { " , gzip ,", { "gzip" }, TRUE },
    { "gzip, zstd", { "gzip", "zstd" }, TRUE },
    { "deflate, gzip, gzip", { "deflate", "gzip", "gzip" }, TRUE },
    { "gzip, identity, deflate", { "gzip", "deflate" }, TRUE },
    { "rot13", { NULL }, TRUE },
    { "rot13, gzip", { "gzip" }, TRUE }, /* what is under the known one is passed on */
    { "gzip, rot13", { "gzip" }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize chunk = 1; chunk <= 4096; chunk *= 64)
      {
        g_autofree char *text = plain ();
        GByteArray *packed = g_byte_array_append (g_byte_array_new (), (guint8 *) text, N_PLAIN);
        g_autoptr (GBytes) output = NULL;
        g_autoptr (GError) error = NULL;

        for (guint c = 0; c < 4 && rows[i].codings[c] != NULL; c++)
          {
            GByteArray *next = pack (rows[i].codings[c], packed->data, packed->len);

            g_byte_array_unref (packed);
            packed = next;
          }
        output = read_wrapped (packed, rows[i].value, chunk, &error);
        g_assert_no_error (error);
        if (rows[i].decoded)
          g_assert_cmpmem (g_bytes_get_data (output, NULL), g_bytes_get_size (output), text, N_PLAIN);
        else
          g_assert_cmpmem (g_bytes_get_data (output, NULL), g_bytes_get_size (output), packed->data, packed->len);
        g_byte_array_unref (packed);
      }
}

static void
test_stacked_limit (void)
{
  g_autoptr (GByteArray) nothing = g_byte_array_new ();
  g_autoptr (GBytes) five = read_wrapped (nothing, "gzip,gzip,gzip,gzip,gzip", 10, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (five);
  g_assert_null (read_wrapped (nothing, "gzip,gzip,gzip,gzip,gzip,gzip", 10, &error));
  g_assert_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING);
}

typedef struct
{
  GMainLoop *loop;
  GString *output;
  char buffer[7];
} AsyncRead;

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AsyncRead *self = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  g_assert_no_error (error);
  g_string_append_len (self->output, self->buffer, n);
  if (n == 0)
    g_main_loop_quit (self->loop);
  else
    g_input_stream_read_async (G_INPUT_STREAM (source), self->buffer, sizeof self->buffer, 0, NULL, on_read, self);
}

static void
test_async (void)
{
  g_autofree char *text = plain ();
  g_autoptr (GByteArray) packed = pack ("gzip", text, N_PLAIN);
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (packed->data, packed->len, NULL);
  g_autoptr (GInputStream) stream = aiohttp_content_decoder_wrap (memory, "gzip", NULL);
  AsyncRead read = { g_main_loop_new (NULL, FALSE), g_string_new (NULL), "" };

  g_input_stream_read_async (stream, read.buffer, sizeof read.buffer, 0, NULL, on_read, &read);
  g_main_loop_run (read.loop);
  g_assert_cmpstr (read.output->str, ==, text);
  g_string_free (read.output, TRUE);
  g_main_loop_unref (read.loop);
}

int
main (int argc, char **argv)
{
  const char *codings[] = { CODINGS };
  const struct
  {
    const char *name;
    GTestDataFunc func;
  } tables[] = { { "round-trip", test_round_trip },
                 { "truncated", test_truncated },
                 { "bytes-after-end", test_bytes_after_end },
                 { "corrupt", test_corrupt } };

  g_test_init (&argc, &argv, NULL);
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (guint c = 0; c < G_N_ELEMENTS (codings); c++)
      {
        g_autofree char *path = g_strdup_printf ("/content-decoder/%s/%s", tables[t].name, codings[c]);

        g_test_add_data_func (path, codings[c], tables[t].func);
      }
  g_test_add_func ("/content-decoder/members", test_members);
  g_test_add_func ("/content-decoder/zstd-window", test_zstd_window);
  g_test_add_func ("/content-decoder/stacked", test_stacked);
  g_test_add_func ("/content-decoder/stacked-limit", test_stacked_limit);
  g_test_add_func ("/content-decoder/async", test_async);
  return g_test_run ();
}
