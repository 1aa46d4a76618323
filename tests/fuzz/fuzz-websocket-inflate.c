/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fuzz.h"

#include "aiohttp-web-socket-deflate-private.h"

/* The first byte chooses the window and whether it is kept, the second one where the input is cut into two messages. They are
 * inflated into rooms of several sizes, with and without the memory given back in between, which must agree; and what was
 * deflated is inflated to itself. */

#define MAX_INFLATED (1 << 20)

static gboolean
inflate_message (AiohttpWebSocketInflater *inflater, GString *out, const guint8 *data, gsize length, gsize room_size)
{
  g_autofree guint8 *room = g_malloc (room_size);

  for (guint i = 0; i < 2; i++)
    {
      gssize n;

      aiohttp_web_socket_inflater_set_input (inflater, i == 0 ? data : aiohttp_web_socket_deflate_tail,
                                             i == 0 ? length : sizeof aiohttp_web_socket_deflate_tail);
      while ((n = aiohttp_web_socket_inflater_read (inflater, room, room_size, NULL)) > 0)
        {
          g_assert_true ((gsize) n <= room_size);
          g_string_append_len (out, (const char *) room, n);
          if (out->len > MAX_INFLATED)
            return FALSE;
        }
      if (n < 0)
        return FALSE;
    }
  return aiohttp_web_socket_inflater_end_message (inflater, NULL);
}

static GString *
inflate_two (const guint8 *input, gsize size, gsize cut, gsize room_size, gboolean trims)
{
  AiohttpWebSocketInflater *inflater = aiohttp_web_socket_inflater_new (8 + (input[0] & 7), (input[0] & 8) != 0);
  GString *out = g_string_new (NULL);
  gboolean works = inflate_message (inflater, out, input + 2, cut, room_size);

  if (works && trims)
    aiohttp_web_socket_inflater_trim (inflater);
  works = works && inflate_message (inflater, out, input + 2 + cut, size - 2 - cut, room_size);
  if (!works)
    g_string_assign (out, "!");
  aiohttp_web_socket_inflater_free (inflater);
  return out;
}

static void
round_trip (const guint8 *input, gsize size)
{
  guint bits = MAX (9, 8 + (input[0] & 7u));
  AiohttpWebSocketDeflater *deflater = aiohttp_web_socket_deflater_new (bits, (input[0] & 8) != 0);
  AiohttpWebSocketInflater *inflater = aiohttp_web_socket_inflater_new (bits, (input[0] & 8) != 0);

  for (guint i = 0; i < 2; i++)
    {
      g_auto (AiohttpByteBuffer) deflated = AIOHTTP_BYTE_BUFFER_INIT;
      GString *out = g_string_new (NULL);

      g_assert_true (aiohttp_web_socket_deflater_add (deflater, &deflated, input, size, TRUE));
      g_assert_true (inflate_message (inflater, out, aiohttp_byte_buffer_data (&deflated),
                                      aiohttp_byte_buffer_length (&deflated), 100));
      g_assert_cmpmem (out->str, out->len, input, size);
      g_string_free (out, TRUE);
    }
  aiohttp_web_socket_deflater_free (deflater);
  aiohttp_web_socket_inflater_free (inflater);
}

int
LLVMFuzzerTestOneInput (const guint8 *input, size_t size)
{
  GString *large, *small, *trimmed;
  gsize cut;

  if (size < 2)
    return 0;
  cut = MIN (input[1], size - 2);
  large = inflate_two (input, size, cut, 65536, FALSE);
  small = inflate_two (input, size, cut, 7, FALSE);
  trimmed = inflate_two (input, size, cut, 1000, TRUE);
  g_assert_true (g_string_equal (large, small));
  g_assert_true (g_string_equal (large, trimmed));
  g_string_free (large, TRUE);
  g_string_free (small, TRUE);
  g_string_free (trimmed, TRUE);
  round_trip (input, size);
  return 0;
}
