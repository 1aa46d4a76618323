/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-traceparent-private.h"

#include <string.h>

#define TRACE_AT  3
#define TRACE_LEN 32
#define SPAN_AT   36
#define SPAN_LEN  16
#define FLAGS_AT  53
#define LENGTH    55

/* Lower-case hexadecimal digits. */
static gboolean
is_hex (const char *text, gsize length, gboolean not_zero)
{
  gboolean zero = TRUE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
        return FALSE;
      zero = zero && text[i] == '0';
    }
  return !(not_zero && zero);
}

gboolean
aiohttp_traceparent_is_valid (const char *value)
{
  gsize length = strlen (value);

  /* a later version may have more behind the flags */
  if (length < LENGTH || !is_hex (value, 2, FALSE) || strncmp (value, "ff", 2) == 0)
    return FALSE;
  if (strncmp (value, "00", 2) == 0 ? length != LENGTH : value[LENGTH] != '\0' && value[LENGTH] != '-')
    return FALSE;
  return value[2] == '-' && value[SPAN_AT - 1] == '-' && value[FLAGS_AT - 1] == '-' &&
         is_hex (value + TRACE_AT, TRACE_LEN, TRUE) && is_hex (value + SPAN_AT, SPAN_LEN, TRUE) &&
         is_hex (value + FLAGS_AT, 2, FALSE);
}

static void
append_random (GString *text, guint n_words)
{
  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (text, "%08x", MAX (1, g_random_int ())); /* never all zero */
}

char *
aiohttp_traceparent_new (const char *parent)
{
  GString *value = g_string_new ("00-");
  gboolean has_parent = parent != NULL && aiohttp_traceparent_is_valid (parent);

  if (has_parent)
    g_string_append_len (value, parent + TRACE_AT, TRACE_LEN);
  else
    append_random (value, 4);
  g_string_append_c (value, '-');
  append_random (value, 2);
  g_string_append_c (value, '-');
  g_string_append_len (value, has_parent ? parent + FLAGS_AT : "01", 2);
  return g_string_free (value, FALSE);
}
