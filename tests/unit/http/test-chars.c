/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-chars-private.h"

#include <string.h>

/* The grammars, written out once more and in another way than the table. */
static gboolean
is_tchar (int c)
{
  return c != 0 && c < 0x80 && (g_ascii_isalnum ((char) c) || strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

static gboolean
is_reg_name (int c)
{
  return c != 0 && c < 0x80 && (g_ascii_isalnum ((char) c) || strchr ("-._~!$&'()*+,;=", c) != NULL);
}

static void
test_classes (void)
{
  for (int c = 0; c < 256; c++)
    {
      gboolean value = c == '\t' || (c >= 0x20 && c != 0x7f);
      gboolean visible = c > 0x20 && c != 0x7f;

      g_assert_cmpint (aiohttp_char_is ((char) c, AIOHTTP_CHAR_TOKEN), ==, is_tchar (c));
      g_assert_cmpint (aiohttp_char_is ((char) c, AIOHTTP_CHAR_REG_NAME), ==, is_reg_name (c));
      g_assert_cmpint (aiohttp_char_is ((char) c, AIOHTTP_CHAR_VALUE), ==, value);
      g_assert_cmpint (aiohttp_char_is ((char) c, AIOHTTP_CHAR_TARGET), ==, visible && c != '#');
      g_assert_cmpint (aiohttp_char_is ((char) c, AIOHTTP_CHAR_QDTEXT), ==, value && c != '"' && c != '\\');
      g_assert_cmpint (aiohttp_char_is ((char) c, AIOHTTP_CHAR_DIGIT), ==, c >= '0' && c <= '9');
      g_assert_cmpint (aiohttp_char_is ((char) c, AIOHTTP_CHAR_HEX), ==, c < 0x80 && g_ascii_isxdigit ((char) c));
      if (c < 0x80 && g_ascii_isxdigit ((char) c))
        g_assert_cmpint ((int) aiohttp_char_hex_value ((char) c), ==, g_ascii_xdigit_value ((char) c));
    }
}

/* Every octet at every place of inputs of every length around the step of the vector loop. */
static void
test_find_control (void)
{
  for (gsize length = 0; length <= 50; length++)
    {
      g_autofree char *text = g_malloc (length);

      if (length > 0)
        memset (text, 'a', length);
      g_assert_true (aiohttp_chars_find_control (text, text + length) == text + length);
      for (gsize at = 0; at < length; at++)
        {
          for (int c = 0; c < 256; c++)
            {
              gboolean control = (c < 0x20 && c != '\t') || c == 0x7f;

              text[at] = (char) c;
              g_assert_true (aiohttp_chars_find_control (text, text + length) == text + (control ? at : length));
            }
          text[at] = 'a';
        }
    }
}

static void
test_find_first_control (void)
{
  const char *text = "aaaaaaaaaaaaaaaa\taaaaaaaaaa\raaaaa\naaaaaaaaaaa";

  g_assert_true (*aiohttp_chars_find_control (text, text + strlen (text)) == '\r');
}

static void
test_is_token (void)
{
  g_assert_true (aiohttp_chars_is_token ("X-Y", 3));
  g_assert_false (aiohttp_chars_is_token ("", 0));
  g_assert_false (aiohttp_chars_is_token ("a b", 3));
  g_assert_false (aiohttp_chars_is_token ("a\0b", 3));
  g_assert_false (aiohttp_chars_is_token ("\xc3\xa9", 2));
}

static void
test_is_field_value (void)
{
  g_assert_true (aiohttp_chars_is_field_value ("", 0));
  g_assert_true (aiohttp_chars_is_field_value ("a\tb \xff", 5));
  g_assert_false (aiohttp_chars_is_field_value ("a\r\nb", 4));
  g_assert_false (aiohttp_chars_is_field_value ("a\0b", 3));
  g_assert_false (aiohttp_chars_is_field_value ("\x7f", 1));
}

static void
test_equal_fold (void)
{
  g_assert_true (aiohttp_chars_equal_fold ("CoNNection", "connECTION", 10));
  g_assert_false (aiohttp_chars_equal_fold ("a-b", "a\rb", 3)); /* 0x0d is 0x2d without bit 0x20 */
  g_assert_false (aiohttp_chars_equal_fold ("K", "\xe2", 1));
}

static void
assert_trimmed (const char *text, const char *wanted)
{
  const char *start = text;
  gsize length = aiohttp_chars_trim (&start, strlen (text));

  g_assert_cmpmem (start, length, wanted, strlen (wanted));
}

static void
test_trim (void)
{
  assert_trimmed ("", "");
  assert_trimmed (" \t ", "");
  assert_trimmed ("a", "a");
  assert_trimmed ("\t a b \t", "a b");
  assert_trimmed ("\ra\n", "\ra\n");
}

static void
assert_escaped (const char *text, gsize length, gsize max, const char *wanted)
{
  g_autofree char *got = aiohttp_chars_escape (text, length, max);

  g_assert_cmpstr (got, ==, wanted);
}

static void
test_escape (void)
{
  assert_escaped ("abc", 3, 64, "abc");
  assert_escaped ("", 0, 64, "");
  assert_escaped ("a\r\n\t\"\\b", 7, 64, "a\\r\\n\\t\\\"\\\\b");
  assert_escaped ("\0\x1b\x7f\xff", 4, 64, "\\x00\\x1b\\x7f\\xff");
  assert_escaped ("abcdef", 6, 3, "abc…");
  assert_escaped ("abc", 3, 3, "abc");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chars/classes", test_classes);
  g_test_add_func ("/chars/find-control/every-place", test_find_control);
  g_test_add_func ("/chars/find-control/first", test_find_first_control);
  g_test_add_func ("/chars/is-token", test_is_token);
  g_test_add_func ("/chars/is-field-value", test_is_field_value);
  g_test_add_func ("/chars/equal-fold", test_equal_fold);
  g_test_add_func ("/chars/trim", test_trim);
  g_test_add_func ("/chars/escape", test_escape);

  return g_test_run ();
}
