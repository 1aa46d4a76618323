/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

G_BEGIN_DECLS

/* One table of the octet classes of RFC 9110, 5.6 and RFC 3986, 2: every scanner of the library looks here. */
typedef enum
{
  AIOHTTP_CHAR_TOKEN = 1 << 0,    /* tchar */
  AIOHTTP_CHAR_HEX = 1 << 1,      /* HEXDIG, either case */
  AIOHTTP_CHAR_DIGIT = 1 << 2,    /* DIGIT */
  AIOHTTP_CHAR_REG_NAME = 1 << 3, /* unreserved, sub-delims: reg-name without percent-encoding */
  AIOHTTP_CHAR_TARGET = 1 << 4,   /* what may stand in a request target: VCHAR but "#", and obs-text */
  AIOHTTP_CHAR_VALUE = 1 << 5,    /* what may stand in a field value: VCHAR, SP, HTAB and obs-text */
  AIOHTTP_CHAR_QDTEXT = 1 << 6,   /* quoted-string without DQUOTE and backslash */
} AiohttpCharClass;

extern const guint8 aiohttp_char_classes[256];

static inline gboolean
aiohttp_char_is (char c, guint classes)
{
  return (aiohttp_char_classes[(guint8) c] & classes) != 0;
}

/* The value of a hexadecimal digit; only for what is AIOHTTP_CHAR_HEX. */
static inline guint
aiohttp_char_hex_value (char c)
{
  return ((guint) c & 0xf) + (((guint) c >> 6) & 1) * 9;
}

/* The first octet of [p, end) that is not in `classes`, or `end`. */
static inline const char *
aiohttp_chars_span (const char *p, const char *end, guint classes)
{
  while (p < end && aiohttp_char_is (*p, classes))
    p++;
  return p;
}

/* The same where it is known that one follows, as the CR behind a line does. */
static inline const char *
aiohttp_chars_skip (const char *p, guint classes)
{
  for (;; p += 4)
    {
      if (!aiohttp_char_is (p[0], classes))
        return p;
      if (!aiohttp_char_is (p[1], classes))
        return p + 1;
      if (!aiohttp_char_is (p[2], classes))
        return p + 2;
      if (!aiohttp_char_is (p[3], classes))
        return p + 3;
    }
}

/* The first control (0x00-0x08, 0x0a-0x1f, 0x7f) of [p, end), or `end`: the end of a well-formed line is the CR that
 * this finds, so that one pass both validates the line and finds its end. */
static inline const char *
aiohttp_chars_find_control (const char *p, const char *end)
{
#ifdef __SSE2__
  const __m128i tab = _mm_set1_epi8 ('\t');
  const __m128i del = _mm_set1_epi8 (0x7f);
  const __m128i us = _mm_set1_epi8 (0x1f);

  while (end - p >= 16)
    {
      __m128i v = _mm_loadu_si128 ((const __m128i *) (gconstpointer) p);
      __m128i low = _mm_cmpeq_epi8 (_mm_min_epu8 (v, us), v);
      __m128i bad = _mm_or_si128 (_mm_andnot_si128 (_mm_cmpeq_epi8 (v, tab), low), _mm_cmpeq_epi8 (v, del));
      guint mask = (guint) _mm_movemask_epi8 (bad);

      if (mask != 0)
        return p + __builtin_ctz (mask);
      p += 16;
    }
#endif
  return aiohttp_chars_span (p, end, AIOHTTP_CHAR_VALUE);
}

/* Drops SP and HTAB at both ends; the new length. */
static inline gsize
aiohttp_chars_trim (const char **text, gsize length)
{
  const char *start = *text;
  const char *end = start + length;

  while (start < end && (*start == ' ' || *start == '\t'))
    start++;
  while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  *text = start;
  return (gsize) (end - start);
}

gboolean aiohttp_chars_is_token (const char *text, gsize length);
gboolean aiohttp_chars_is_field_value (const char *text, gsize length);
gboolean aiohttp_chars_equal_fold (const char *a, const char *b, gsize length); /* ASCII, without case */
char *
aiohttp_chars_escape (const char *text, gsize length, gsize max_length); /* a peer's bytes for a message or a log */

G_END_DECLS
