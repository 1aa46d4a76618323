/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-error.h"
#include "aiohttp-web-socket-decoder-private.h"
#include "aiohttp-web-socket-mask-private.h"

#include <string.h>

/* What single frames and messages come to is a table of its own, tests/conformance/websocket; this is about the
 * decoder's ways with memory and with what is streamed. */

static void
add_frame (GByteArray *wire, guint first_octet, const void *payload, gsize length, gboolean masked)
{
  guint32 key = 0x5a17c3d2;
  guint8 head[AIOHTTP_WEB_SOCKET_HEAD_MAX];
  guint start;

  g_byte_array_append (wire, head,
                       (guint) aiohttp_web_socket_write_head (head, first_octet, length, masked ? &key : NULL));
  start = wire->len;
  g_byte_array_append (wire, payload, (guint) length);
  if (masked)
    aiohttp_web_socket_mask (wire->data + start, wire->data + start, length, key);
}

static void
test_heads (void)
{
  static const guint64 lengths[] = { 0, 125, 126, 65535, 65536, G_MAXINT64 };
  static const guint sizes[] = { 2, 2, 4, 4, 10, 10 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      guint8 head[AIOHTTP_WEB_SOCKET_HEAD_MAX];
      guint32 key = 1;

      g_assert_cmpuint (aiohttp_web_socket_write_head (head, 0x82, lengths[i], NULL), ==, sizes[i]);
      g_assert_cmphex (head[0], ==, 0x82);
      g_assert_cmpuint (aiohttp_web_socket_write_head (head, 0x82, lengths[i], &key), ==, sizes[i] + 4);
      g_assert_cmphex (head[1] & 0x80, ==, 0x80);
    }
}

/* Messages of all sizes of length field, fragmented and not, in windows of several sizes. */
static void
test_messages (void)
{
  static const gsize sizes[] = { 0, 1, 125, 126, 1000, 65535, 65536, 200000 };
  static const gsize windows[] = { 1, 2, 7, 1000, 65536, 10000000 };

  for (guint masked = 0; masked < 2; masked++)
    {
      g_autoptr (GByteArray) wire = g_byte_array_new ();
      g_autofree guint8 *payload = g_malloc (200000);

      for (guint i = 0; i < 200000; i++)
        payload[i] = (guint8) (i * 11 >> 2);
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          add_frame (wire, 0x82, payload, sizes[i], masked);
          add_frame (wire, 0x02, payload, sizes[i] / 2, masked);
          add_frame (wire, 0x89, "ping", 4, masked);
          add_frame (wire, 0x80, payload + sizes[i] / 2, sizes[i] - sizes[i] / 2, masked);
        }
      for (guint w = 0; w < G_N_ELEMENTS (windows); w++)
        {
          AiohttpWebSocketDecoder decoder;
          gsize at = 0, n_messages = 0;

          aiohttp_web_socket_decoder_init (&decoder, masked, 200000, NULL);
          while (at < wire->len)
            {
              gsize window = MIN (windows[w], wire->len - at), taken = 0;
              AiohttpWebSocketMessage *message = NULL;
              AiohttpWebSocketDecoderState state =
                  aiohttp_web_socket_decoder_next (&decoder, wire->data + at, window, &taken, &message, NULL);

              at += taken;
              g_assert_cmpuint (taken, <=, window);
              g_assert_cmpint (state, !=, AIOHTTP_WEB_SOCKET_DECODER_FAILED);
              if (state == AIOHTTP_WEB_SOCKET_DECODER_MORE)
                {
                  g_assert_cmpuint (taken, ==, window);
                  continue;
                }
              if (n_messages % 3 == 1)
                g_assert_cmpmem (message->payload, message->length, "ping", 4);
              else
                g_assert_cmpmem (message->payload, message->length, payload, sizes[n_messages / 3]);
              g_assert_cmpint (message->payload[message->length], ==, 0);
              aiohttp_web_socket_message_unref (message);
              n_messages++;
            }
          g_assert_cmpuint (n_messages, ==, 3 * G_N_ELEMENTS (sizes));
          g_assert_true (aiohttp_web_socket_decoder_is_idle (&decoder));
          aiohttp_web_socket_decoder_clear (&decoder);
        }
    }
}

/* The rest of a large frame goes to the message's own memory. */
static void
test_room (void)
{
  g_autoptr (GByteArray) wire = g_byte_array_new ();
  g_autofree guint8 *payload = g_malloc0 (3000000);
  AiohttpWebSocketDecoder decoder;
  AiohttpWebSocketMessage *message = NULL;
  gsize at = 100, taken;

  payload[2999999] = 7;
  add_frame (wire, 0x82, payload, 3000000, TRUE);
  aiohttp_web_socket_decoder_init (&decoder, TRUE, 0, NULL);
  g_assert_cmpint (aiohttp_web_socket_decoder_next (&decoder, wire->data, at, &taken, &message, NULL), ==,
                   AIOHTTP_WEB_SOCKET_DECODER_MORE);
  while (message == NULL)
    {
      gsize size = 0;
      guint8 *room = aiohttp_web_socket_decoder_get_room (&decoder, &size);

      if (room != NULL)
        {
          size = MIN (size, 100001);
          memcpy (room, wire->data + at, size);
        }
      else
        {
          size = wire->len - at;
          room = wire->data + at;
          g_assert_cmpuint (size, <, 8192);
        }
      at += size;
      g_assert_cmpint (aiohttp_web_socket_decoder_next (&decoder, room, size, &taken, &message, NULL), <=,
                       AIOHTTP_WEB_SOCKET_DECODER_MESSAGE);
      g_assert_cmpuint (taken, ==, size);
    }
  g_assert_cmpuint (at, ==, wire->len);
  g_assert_cmpmem (message->payload, message->length, payload, 3000000);
  aiohttp_web_socket_message_unref (message);
  aiohttp_web_socket_decoder_clear (&decoder);
}

/* A head that announces much does not make the decoder hold it. */
static void
test_announced (void)
{
  guint8 head[AIOHTTP_WEB_SOCKET_HEAD_MAX + 1] = { 0 };
  AiohttpWebSocketDecoder decoder;
  AiohttpWebSocketMessage *message = NULL;
  g_autoptr (GError) error = NULL;
  gsize taken;
  gsize size = aiohttp_web_socket_write_head (head, 0x82, G_GINT64_CONSTANT (1) << 40, NULL);

  aiohttp_web_socket_decoder_init (&decoder, FALSE, 0, NULL);
  g_assert_cmpint (aiohttp_web_socket_decoder_next (&decoder, head, size + 1, &taken, &message, NULL), ==,
                   AIOHTTP_WEB_SOCKET_DECODER_MORE);
  g_assert_cmpuint (decoder.partial->capacity, <=, 2 << 20);
  aiohttp_web_socket_decoder_clear (&decoder);

  aiohttp_web_socket_decoder_init (&decoder, FALSE, 65536, NULL);
  g_assert_cmpint (aiohttp_web_socket_decoder_next (&decoder, head, size, &taken, &message, &error), ==,
                   AIOHTTP_WEB_SOCKET_DECODER_FAILED);
  g_assert_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TOO_BIG);
  g_assert_cmpuint (aiohttp_web_socket_decoder_get_close_code (error), ==, 1009);
  g_assert_null (decoder.partial);
  aiohttp_web_socket_decoder_clear (&decoder);
}

/* In parts: of no limit in all, their text checked across them. */
static void
test_streamed (void)
{
  g_autoptr (GByteArray) wire = g_byte_array_new ();
  AiohttpWebSocketDecoder decoder;
  GString *text = g_string_new (NULL);
  AiohttpWebSocketDecoderState state = AIOHTTP_WEB_SOCKET_DECODER_MORE;
  guint n_parts = 0;
  gsize at = 0;

  add_frame (wire, 0x01, "\xe2\x82", 2, TRUE);
  add_frame (wire, 0x00, "", 0, TRUE);
  add_frame (wire, 0x00, "\xac and more of it", 16, TRUE);
  add_frame (wire, 0x80, "", 0, TRUE);
  aiohttp_web_socket_decoder_init (&decoder, TRUE, 4, NULL);
  decoder.streams = TRUE;
  while (state != AIOHTTP_WEB_SOCKET_DECODER_LAST_PART)
    {
      AiohttpWebSocketMessage *part = NULL;
      gsize taken;

      state = aiohttp_web_socket_decoder_next (&decoder, wire->data + at, MIN (6, wire->len - at), &taken, &part, NULL);
      g_assert_cmpint (state, !=, AIOHTTP_WEB_SOCKET_DECODER_FAILED);
      at += taken;
      if (part == NULL)
        continue;
      n_parts++;
      g_assert_cmpint (part->type, ==, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT);
      g_string_append_len (text, (const char *) part->payload, (gssize) part->length);
      aiohttp_web_socket_message_unref (part);
    }
  g_assert_cmpstr (text->str, ==, "€ and more of it");
  g_assert_cmpuint (n_parts, >, 3);
  g_assert_true (aiohttp_web_socket_decoder_is_idle (&decoder));
  g_string_free (text, TRUE);
  aiohttp_web_socket_decoder_clear (&decoder);
}

/* 1 GiB of zeros in 1 MiB: given up at the limit, with no more memory than that. */
static void
test_bomb (void)
{
  g_autoptr (GByteArray) wire = g_byte_array_new ();
  g_auto (AiohttpByteBuffer) deflated = AIOHTTP_BYTE_BUFFER_INIT;
  AiohttpWebSocketDeflater *deflater = aiohttp_web_socket_deflater_new (15, TRUE);
  g_autofree guint8 *zeros = g_malloc0 (1 << 20);
  AiohttpWebSocketDecoder decoder;
  AiohttpWebSocketMessage *message = NULL;
  g_autoptr (GError) error = NULL;
  gsize taken;

  for (guint i = 0; i < 64; i++)
    g_assert_true (aiohttp_web_socket_deflater_add (deflater, &deflated, zeros, 1 << 20, i == 63));
  aiohttp_web_socket_deflater_free (deflater);
  add_frame (wire, 0xc2, aiohttp_byte_buffer_data (&deflated), aiohttp_byte_buffer_length (&deflated), TRUE);
  aiohttp_web_socket_decoder_init (&decoder, TRUE, 1000000, aiohttp_web_socket_inflater_new (15, TRUE));
  g_assert_cmpint (aiohttp_web_socket_decoder_next (&decoder, wire->data, wire->len, &taken, &message, &error), ==,
                   AIOHTTP_WEB_SOCKET_DECODER_FAILED);
  g_assert_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TOO_BIG);
  g_assert_cmpuint (decoder.partial->capacity, <, 4000000);
  aiohttp_web_socket_decoder_clear (&decoder);
}

/* Heads of nothing, without end. */
static void
test_fragments (void)
{
  guint8 head[6] = { 0x02, 0x80, 1, 2, 3, 4 };
  AiohttpWebSocketDecoder decoder;
  AiohttpWebSocketMessage *message = NULL;
  AiohttpWebSocketDecoderState state = AIOHTTP_WEB_SOCKET_DECODER_MORE;
  g_autoptr (GError) error = NULL;
  guint n;
  gsize taken;

  aiohttp_web_socket_decoder_init (&decoder, TRUE, 0, NULL);
  for (n = 0; state == AIOHTTP_WEB_SOCKET_DECODER_MORE; n++)
    {
      state = aiohttp_web_socket_decoder_next (&decoder, head, 6, &taken, &message, &error);
      head[0] = 0x00;
    }
  g_assert_cmpuint (n, ==, AIOHTTP_WEB_SOCKET_MAX_FRAGMENTS + 1);
  g_assert_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_PROTOCOL);
  aiohttp_web_socket_decoder_clear (&decoder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-socket-decoder/heads", test_heads);
  g_test_add_func ("/web-socket-decoder/messages", test_messages);
  g_test_add_func ("/web-socket-decoder/room", test_room);
  g_test_add_func ("/web-socket-decoder/announced", test_announced);
  g_test_add_func ("/web-socket-decoder/streamed", test_streamed);
  g_test_add_func ("/web-socket-decoder/bomb", test_bomb);
  g_test_add_func ("/web-socket-decoder/fragments", test_fragments);

  return g_test_run ();
}
