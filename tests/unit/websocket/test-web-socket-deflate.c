/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-error.h"
#include "aiohttp-web-socket-deflate-private.h"

static gboolean
inflate_all (AiohttpWebSocketInflater *inflater, GString *out, const guint8 *data, gsize length, gsize room_size,
             GError **error)
{
  g_autofree guint8 *room = g_malloc (room_size);

  for (guint i = 0; i < 2; i++)
    {
      gssize n;

      if (i == 0)
        aiohttp_web_socket_inflater_set_input (inflater, data, length);
      else
        aiohttp_web_socket_inflater_set_input (inflater, aiohttp_web_socket_deflate_tail, 4);
      while ((n = aiohttp_web_socket_inflater_read (inflater, room, room_size, error)) > 0)
        g_string_append_len (out, (const char *) room, n);
      if (n < 0)
        return FALSE;
    }
  return aiohttp_web_socket_inflater_end_message (inflater, error);
}

static void
assert_round_trip (AiohttpWebSocketDeflater *deflater, AiohttpWebSocketInflater *inflater, const char *text,
                   gsize length, gsize *deflated)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  GString *out = g_string_new (NULL);

  g_assert_true (aiohttp_web_socket_deflater_add (deflater, &buffer, (const guint8 *) text, length, TRUE));
  g_assert_true (
      inflate_all (inflater, out, aiohttp_byte_buffer_data (&buffer), aiohttp_byte_buffer_length (&buffer), 100, NULL));
  g_assert_cmpmem (out->str, out->len, text, length);
  if (deflated != NULL)
    *deflated = aiohttp_byte_buffer_length (&buffer);
  g_string_free (out, TRUE);
}

static void
test_round_trip (void)
{
  static const gsize sizes[] = { 0, 1, 5, 100, 5000, 70000, 300000 };

  for (guint bits = 9; bits <= 15; bits++)
    for (guint keeps = 0; keeps < 2; keeps++)
      {
        AiohttpWebSocketDeflater *deflater = aiohttp_web_socket_deflater_new (bits, keeps);
        AiohttpWebSocketInflater *inflater = aiohttp_web_socket_inflater_new (bits, keeps);

        for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
          {
            GString *text = g_string_new (NULL);

            while (text->len < sizes[i])
              g_string_append_printf (text, "%u ", g_test_rand_int ());
            assert_round_trip (deflater, inflater, text->str, sizes[i], NULL);
            if (i == 3)
              aiohttp_web_socket_inflater_trim (inflater);
            if (i == 4)
              aiohttp_web_socket_deflater_trim (deflater);
            g_string_free (text, TRUE);
          }
        aiohttp_web_socket_deflater_free (deflater);
        aiohttp_web_socket_inflater_free (inflater);
      }
}

/* A message like the one before is hardly there, also when the memory was given back in between. */
static void
test_context (void)
{
  const char *text = "{\"symbol\": \"GLIB\", \"price\": 274.17, \"change\": -0.2, \"volume\": 12345}";
  gsize length = strlen (text);
  AiohttpWebSocketDeflater *keeping = aiohttp_web_socket_deflater_new (15, TRUE);
  AiohttpWebSocketDeflater *forgetting = aiohttp_web_socket_deflater_new (15, FALSE);
  AiohttpWebSocketInflater *inflater = aiohttp_web_socket_inflater_new (15, TRUE);
  AiohttpWebSocketInflater *forgetful = aiohttp_web_socket_inflater_new (15, FALSE);
  gsize first, second;

  assert_round_trip (keeping, inflater, text, length, &first);
  aiohttp_web_socket_inflater_trim (inflater);
  assert_round_trip (keeping, inflater, text, length, &second);
  g_assert_cmpuint (second * 3, <, first);
  assert_round_trip (forgetting, forgetful, text, length, &first);
  aiohttp_web_socket_inflater_trim (forgetful);
  assert_round_trip (forgetting, forgetful, text, length, &second);
  g_assert_cmpuint (second, ==, first);
  aiohttp_web_socket_deflater_free (keeping);
  aiohttp_web_socket_deflater_free (forgetting);
  aiohttp_web_socket_inflater_free (inflater);
  aiohttp_web_socket_inflater_free (forgetful);
}

/* In parts: each can be sent when it is made, and the message may end with nothing more. */
static void
test_parts (void)
{
  AiohttpWebSocketDeflater *deflater = aiohttp_web_socket_deflater_new (15, TRUE);
  AiohttpWebSocketInflater *inflater = aiohttp_web_socket_inflater_new (15, TRUE);

  for (guint i = 0; i < 2; i++)
    {
      g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
      GString *out = g_string_new (NULL);

      g_assert_true (aiohttp_web_socket_deflater_add (deflater, &buffer, (const guint8 *) "one ", 4, FALSE));
      g_assert_true (aiohttp_web_socket_deflater_add (deflater, &buffer, (const guint8 *) "two", 3, FALSE));
      g_assert_true (aiohttp_web_socket_deflater_add (deflater, &buffer, NULL, 0, TRUE));
      g_assert_true (inflate_all (inflater, out, aiohttp_byte_buffer_data (&buffer),
                                  aiohttp_byte_buffer_length (&buffer), 2, NULL));
      g_assert_cmpstr (out->str, ==, "one two");
      g_string_free (out, TRUE);
    }
  aiohttp_web_socket_deflater_free (deflater);
  aiohttp_web_socket_inflater_free (inflater);
}

/* The examples of RFC 7692, 7.2.3, "Hello" in each of them. */
static void
test_examples (void)
{
  static const struct
  {
    const char *data;
    gsize length;
  } messages[] = {
    { "\xf2\x48\xcd\xc9\xc9\x07\x00", 7 },                          /* one block */
    { "\xf2\x00\x11\x00\x00", 5 },                                  /* the same, by the window */
    { "\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00", 11 },         /* stored */
    { "\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8 },                      /* its final bit set */
    { "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", 13 }, /* two blocks */
  };
  AiohttpWebSocketInflater *inflater = aiohttp_web_socket_inflater_new (15, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      GString *out = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      inflate_all (inflater, out, (const guint8 *) messages[i].data, messages[i].length, 16, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (out->str, ==, "Hello");
      g_string_free (out, TRUE);
    }
  aiohttp_web_socket_inflater_free (inflater);
}

static void
test_broken (void)
{
  AiohttpWebSocketInflater *inflater = aiohttp_web_socket_inflater_new (15, TRUE);
  GString *out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (inflate_all (inflater, out, (const guint8 *) "\x07\xff\xff", 3, 16, &error));
  g_assert_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA);
  aiohttp_web_socket_inflater_free (inflater);

  g_clear_error (&error);
  inflater = aiohttp_web_socket_inflater_new (15, TRUE);
  /* An empty final block, again and again. */
  g_assert_false (
      inflate_all (inflater, out, (const guint8 *) "\3\0\3\0\3\0\3\0\3\0\3\0\3\0\3\0\3\0\3\0\3\0\3\0", 24, 16, &error));
  g_assert_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA);
  aiohttp_web_socket_inflater_free (inflater);
  g_string_free (out, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-socket-deflate/round-trip", test_round_trip);
  g_test_add_func ("/web-socket-deflate/context", test_context);
  g_test_add_func ("/web-socket-deflate/parts", test_parts);
  g_test_add_func ("/web-socket-deflate/examples", test_examples);
  g_test_add_func ("/web-socket-deflate/broken", test_broken);

  return g_test_run ();
}
