/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-web-socket-text-private.h"

#include <string.h>

#define LONG "thirty-two octets of plain ASCII"

static const struct
{
  const char *text;
  int bad; /* the octet by which it is known to be invalid; -1: it is valid; -2: it is cut short */
} table[] = {
  { "", -1 },
  { "ASCII", -1 },
  { LONG LONG "and a tail", -1 },
  { LONG "\xc3\xa9" LONG "\xe2\x82\xac" LONG "\xf0\x9f\x98\x80", -1 },
  { "\xc2\x80\xdf\xbf", -1 },
  { "\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf", -1 },
  { "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", -1 },
  { "\x80", 0 },
  { "\xbf", 0 },
  { "\xc0\x80", 0 },
  { "\xc1\xbf", 0 },
  { "\xf5\x80\x80\x80", 0 },
  { "\xff", 0 },
  { "\xfe", 0 },
  { "\xe0\x9f\xbf", 1 },
  { "\xed\xa0\x80", 1 },
  { "\xf0\x8f\xbf\xbf", 1 },
  { "\xf4\x90\x80\x80", 1 },
  { "\xc3(", 1 },
  { "\xe2\x82(", 2 },
  { "\xf0\x9f\x98(", 3 },
  { "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80\x65", 12 },
  { LONG "x\xff" LONG, 33 },
  { "\xc3", -2 },
  { "\xe2\x82", -2 },
  { LONG "\xf0\x9f\x98", -2 },
};

/* As soon as it is invalid, and wherever it is cut. */
static void
test_table (void)
{
  for (guint row = 0; row < G_N_ELEMENTS (table); row++)
    {
      const guint8 *text = (const guint8 *) table[row].text;
      gsize length = strlen (table[row].text);
      AiohttpWebSocketText state = { 0 };
      gsize i;

      g_assert_cmpint (aiohttp_web_socket_text_is_valid (text, length), ==, table[row].bad == -1);
      for (i = 0; i < length && aiohttp_web_socket_text_add (&state, text + i, 1); i++)
        ;
      g_assert_cmpint (table[row].bad >= 0 ? table[row].bad : (int) length, ==, i);
      if (table[row].bad < 0)
        g_assert_cmpint (aiohttp_web_socket_text_is_complete (&state), ==, table[row].bad == -1);
      for (gsize cut = 0; cut <= length; cut++)
        {
          state = (AiohttpWebSocketText){ 0 };
          g_assert_cmpint (aiohttp_web_socket_text_add (&state, text, cut) &&
                               aiohttp_web_socket_text_add (&state, text + cut, length - cut),
                           ==, table[row].bad < 0);
        }
    }
}

/* Every character, and every two octets, as GLib sees them. */
static void
test_all (void)
{
  for (gunichar c = 1; c <= 0x110000; c++)
    {
      char buffer[6];
      int length = g_unichar_to_utf8 (c, buffer);

      g_assert_cmpint (aiohttp_web_socket_text_is_valid (buffer, (gsize) length), ==, g_unichar_validate (c));
    }
  for (guint i = 0x0101; i <= 0xffff; i++)
    {
      char pair[2] = { (char) (i >> 8), (char) (i & 0xff) };

      if (pair[0] != 0 && pair[1] != 0)
        g_assert_cmpint (aiohttp_web_socket_text_is_valid (pair, 2), ==, g_utf8_validate (pair, 2, NULL));
    }
  g_assert_true (aiohttp_web_socket_text_is_valid ("a\0b", 3));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-socket-text/table", test_table);
  g_test_add_func ("/web-socket-text/all", test_all);

  return g_test_run ();
}
