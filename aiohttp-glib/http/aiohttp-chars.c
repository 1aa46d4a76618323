/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-chars-private.h"

#include <string.h>

#define PUNCT  (AIOHTTP_CHAR_TARGET | AIOHTTP_CHAR_VALUE)
#define QUOTED (PUNCT | AIOHTTP_CHAR_QDTEXT)
#define SUB    (QUOTED | AIOHTTP_CHAR_REG_NAME)
#define MARK   (SUB | AIOHTTP_CHAR_TOKEN)
#define TCHAR  (QUOTED | AIOHTTP_CHAR_TOKEN)
#define ALPHA  MARK
#define HEXA   (MARK | AIOHTTP_CHAR_HEX)
#define DIGIT  (HEXA | AIOHTTP_CHAR_DIGIT)
#define SPACE  (AIOHTTP_CHAR_VALUE | AIOHTTP_CHAR_QDTEXT)

const guint8 aiohttp_char_classes[256] = {
  ['\t'] = SPACE,
  [' '] = SPACE,
  ['!'] = MARK,
  ['"'] = PUNCT,
  ['#'] = (TCHAR & ~AIOHTTP_CHAR_TARGET),
  ['$'] = MARK,
  ['%'] = TCHAR,
  ['&'] = MARK,
  ['\''] = MARK,
  ['('] = SUB,
  [')'] = SUB,
  ['*'] = MARK,
  ['+'] = MARK,
  [','] = SUB,
  ['-'] = MARK,
  ['.'] = MARK,
  ['/'] = QUOTED,
  ['0' ... '9'] = DIGIT,
  [':'] = QUOTED,
  [';'] = SUB,
  ['<'] = QUOTED,
  ['='] = SUB,
  ['>'] = QUOTED,
  ['?'] = QUOTED,
  ['@'] = QUOTED,
  ['A' ... 'F'] = HEXA,
  ['G' ... 'Z'] = ALPHA,
  ['['] = QUOTED,
  ['\\'] = PUNCT,
  [']'] = QUOTED,
  ['^'] = TCHAR,
  ['_'] = MARK,
  ['`'] = TCHAR,
  ['a' ... 'f'] = HEXA,
  ['g' ... 'z'] = ALPHA,
  ['{'] = QUOTED,
  ['|'] = TCHAR,
  ['}'] = QUOTED,
  ['~'] = MARK,
  [0x80 ... 0xff] = QUOTED,
};

gboolean
aiohttp_chars_is_token (const char *text, gsize length)
{
  return length > 0 && aiohttp_chars_span (text, text + length, AIOHTTP_CHAR_TOKEN) == text + length;
}

gboolean
aiohttp_chars_is_field_value (const char *text, gsize length)
{
  return aiohttp_chars_find_control (text, text + length) == text + length;
}

gboolean
aiohttp_chars_equal_fold (const char *a, const char *b, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_tolower (a[i]) != g_ascii_tolower (b[i]))
      return FALSE;
  return TRUE;
}

char *
aiohttp_chars_escape (const char *text, gsize length, gsize max_length)
{
  gsize shown = MIN (length, max_length);
  GString *out = g_string_sized_new (shown + 16);

  for (gsize i = 0; i < shown; i++)
    {
      guint8 c = (guint8) text[i];

      if (c == '\r')
        g_string_append (out, "\\r");
      else if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\t')
        g_string_append (out, "\\t");
      else if (c == '"' || c == '\\')
        g_string_append_printf (out, "\\%c", c);
      else if (c < 0x20 || c > 0x7e)
        g_string_append_printf (out, "\\x%02x", c);
      else
        g_string_append_c (out, (char) c);
    }
  if (shown < length)
    g_string_append (out, "…");
  return g_string_free (out, FALSE);
}
