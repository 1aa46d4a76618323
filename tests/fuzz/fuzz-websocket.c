/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fuzz.h"

#include "aiohttp-web-socket-decoder-private.h"

/* The first byte chooses role, extension, limit and streaming; the rest is what the peer sends. It is decoded whole and in
 * pieces, which must agree in messages and verdict. */

static void
add_message (GString *out, const AiohttpWebSocketMessage *message, gboolean joins)
{
  if (!joins)
    g_string_append_printf (out, "%u/%u:", message->type, message->close_code);
  g_string_append_len (out, (const char *) message->payload, (gssize) message->length);
  if (!joins)
    g_string_append_c (out, ';');
}

static GString *
decode (guint8 options, const guint8 *data, gsize size, gsize step)
{
  AiohttpWebSocketInflater *inflater =
      (options & 2) != 0 ? aiohttp_web_socket_inflater_new (15, (options & 4) != 0) : NULL;
  AiohttpWebSocketDecoder decoder;
  GString *out = g_string_new (NULL);

  aiohttp_web_socket_decoder_init (&decoder, (options & 1) != 0, (options & 8) != 0 ? 300 : 100000, inflater);
  decoder.streams = (options & 16) != 0;
  for (gsize start = 0; start < size; start += step)
    {
      gsize length = MIN (step, size - start);
      /* exactly as long: a read too far is one that ASan sees */
      g_autofree guint8 *exact = g_memdup2 (data + start, length);
      gsize done = 0;

      while (done < length)
        {
          AiohttpWebSocketMessage *message = NULL;
          gsize taken = 0;
          AiohttpWebSocketDecoderState state =
              aiohttp_web_socket_decoder_next (&decoder, exact + done, length - done, &taken, &message, NULL);

          g_assert_true (taken <= length - done);
          g_assert_true ((message != NULL) ==
                         (state != AIOHTTP_WEB_SOCKET_DECODER_MORE && state != AIOHTTP_WEB_SOCKET_DECODER_FAILED));
          done += taken;
          if (state == AIOHTTP_WEB_SOCKET_DECODER_FAILED)
            {
              g_string_append_c (out, '!');
              goto out;
            }
          if (message == NULL)
            continue;
          g_assert_true (decoder.streams || message->length <= decoder.max_message_size);
          if (message->type != AIOHTTP_WEB_SOCKET_MESSAGE_PING && message->type != AIOHTTP_WEB_SOCKET_MESSAGE_PONG)
            add_message (out, message, decoder.streams);
          aiohttp_web_socket_message_unref (message);
        }
    }
out:
  aiohttp_web_socket_decoder_clear (&decoder);
  return out;
}

int
LLVMFuzzerTestOneInput (const guint8 *input, size_t size)
{
  static const gsize steps[] = { 1, 3, 50 };
  GString *whole;

  if (size < 1)
    return 0;
  whole = decode (input[0], input + 1, size - 1, size);
  /* A stream gives what comes before a mistake, as far as it was there. */
  for (guint i = 0; i < G_N_ELEMENTS (steps) && (input[0] & 16) == 0; i++)
    {
      GString *pieces = decode (input[0], input + 1, size - 1, steps[i]);

      g_assert_true (g_string_equal (whole, pieces));
      g_string_free (pieces, TRUE);
    }
  g_string_free (whole, TRUE);
  return 0;
}
