/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-http-date-private.h"

#include <string.h>

static char *
put (char *out, const char *bytes, gsize length)
{
  memcpy (out, bytes, length);
  return out + length;
}

#define put_literal(out, literal) put ((out), "" literal, sizeof (literal) - 1)

static char *
put_two (char *p, int number)
{
  *p++ = (char) ('0' + number / 10);
  *p++ = (char) ('0' + number % 10);
  return p;
}

void
aiohttp_http_date_format (char *out, time_t date)
{
  static const char days[] = "SunMonTueWedThuFriSat";
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  struct tm tm = { 0 };
  char *p = out;
  int year;

  gmtime_r (&date, &tm);
  year = CLAMP (tm.tm_year, -1900, 9999 - 1900) + 1900;
  p = put (p, days + tm.tm_wday * 3, 3);
  p = put_literal (p, ", ");
  p = put_two (p, tm.tm_mday);
  *p++ = ' ';
  p = put (p, months + tm.tm_mon * 3, 3);
  *p++ = ' ';
  p = put_two (p, year / 100);
  p = put_two (p, year % 100);
  *p++ = ' ';
  p = put_two (p, tm.tm_hour);
  *p++ = ':';
  p = put_two (p, tm.tm_min);
  *p++ = ':';
  p = put_two (p, tm.tm_sec);
  put_literal (p, " GMT");
}
