/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-range-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"

/* Digits at *p, below 2^63; -1 where there are none. */
static gint64
read_number (const char **p)
{
  gint64 number = 0;
  const char *start = *p;

  for (; aiohttp_char_is (**p, AIOHTTP_CHAR_DIGIT); (*p)++)
    {
      gint64 digit = **p - '0';

      if (number > (G_MAXINT64 - 1 - digit) / 10)
        return -1;
      number = number * 10 + digit;
    }
  return *p > start ? number : -1;
}

gboolean
aiohttp_range_parse (const char *field_value, gint64 *start, gint64 *end)
{
  const char *p = field_value;
  gint64 first;
  gint64 last = -1;

  if (g_ascii_strncasecmp (p, "bytes=", strlen ("bytes=")) != 0)
    return FALSE;
  p += strlen ("bytes=");
  first = *p == '-' ? -1 : read_number (&p);
  if (*p != '-' || (first < 0 && p[-1] != '='))
    return FALSE;
  p++;
  if (*p != '\0')
    {
      last = read_number (&p);
      if (last < 0 || *p != '\0')
        return FALSE;
    }
  if (first < 0 ? last <= 0 : last >= 0 && last < first)
    return FALSE;
  *start = first >= 0 ? first : -last;
  *end = first >= 0 && last >= 0 ? last + 1 : -1;
  return TRUE;
}
