/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "conformance.h"

#include <string.h>

/* A short input is cut everywhere; a long one beside its line ends; a huge one only whole and byte by byte. */
#define EVERY_PLACE_UP_TO              400
#define EVERY_PLACE_AT_LINE_ENDS_UP_TO 4000

static void
conformance_case_free (ConformanceCase *test)
{
  g_free (test->name);
  g_string_free (test->input, TRUE);
  g_hash_table_unref (test->wanted);
  g_hash_table_unref (test->looked_at);
  g_free (test);
}

static ConformanceCase *
conformance_case_new (const char *name, ConformanceFunc func)
{
  ConformanceCase *test = g_new0 (ConformanceCase, 1);

  test->name = g_strdup (name);
  test->func = func;
  test->input = g_string_new (NULL);
  test->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  test->looked_at = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return test;
}

/* The "{}" that closes the repetition whose text starts at p */
static const char *
find_repetition_end (const char *p)
{
  guint depth = 0;

  for (; *p != '\0'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '{' && g_ascii_isdigit (p[1]))
        depth++;
      else if (*p == '{' && p[1] == '}' && depth-- == 0)
        return p;
    }
  return NULL;
}

/* "{N}text{}": the text N times, in which "{#}" is the number of the turn */
static const char *
append_repeated (GString *out, const char *p)
{
  char *after;
  guint64 times = g_ascii_strtoull (p + 1, &after, 10);
  const char *end = find_repetition_end (after + 1);
  g_autofree char *body = NULL;

  g_assert_true (*after == '}' && end != NULL);
  body = g_strndup (after + 1, (gsize) (end - after - 1));
  if (strstr (body, "{#}") == NULL)
    {
      g_autoptr (GString) plain = conformance_unescape (body);

      for (guint64 i = 0; i < times; i++)
        g_string_append_len (out, plain->str, (gssize) plain->len);
      return end + 2;
    }
  for (guint64 i = 0; i < times; i++)
    {
      g_autoptr (GString) turn = g_string_new (body);
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, i);
      g_autoptr (GString) plain = NULL;

      g_string_replace (turn, "{#}", number, 0);
      plain = conformance_unescape (turn->str);
      g_string_append_len (out, plain->str, (gssize) plain->len);
    }
  return end + 2;
}

static const char *
append_escaped (GString *out, const char *p)
{
  switch (p[1])
    {
    case 'r':
      g_string_append_c (out, '\r');
      return p + 2;
    case 'n':
      g_string_append_c (out, '\n');
      return p + 2;
    case 't':
      g_string_append_c (out, '\t');
      return p + 2;
    case '0':
      g_string_append_c (out, '\0');
      return p + 2;
    case 'x':
      g_assert_true (g_ascii_isxdigit (p[2]) && g_ascii_isxdigit (p[3]));
      g_string_append_c (out, (char) (g_ascii_xdigit_value (p[2]) * 16 + g_ascii_xdigit_value (p[3])));
      return p + 4;
    default:
      g_assert_true (p[1] == '\\' || p[1] == '{');
      g_string_append_c (out, p[1]);
      return p + 2;
    }
}

GString *
conformance_unescape (const char *text)
{
  GString *out = g_string_new (NULL);

  while (*text != '\0')
    {
      if (*text == '\\')
        text = append_escaped (out, text);
      else if (*text == '{' && g_ascii_isdigit (text[1]))
        text = append_repeated (out, text);
      else
        g_string_append_c (out, *text++);
    }
  return out;
}

static void
add_line (ConformanceCase *test, const char *line)
{
  const char *colon = strstr (line, ": ");
  g_autofree char *key = NULL;
  GPtrArray *values;

  if (g_str_has_prefix (line, "> "))
    {
      g_autoptr (GString) bytes = conformance_unescape (line + 2);

      g_string_append_len (test->input, bytes->str, (gssize) bytes->len);
      return;
    }
  if (colon == NULL)
    g_error ("%s: neither input nor a key: %s", test->name, line);
  key = g_strndup (line, (gsize) (colon - line));
  values = g_hash_table_lookup (test->wanted, key);
  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (test->wanted, g_strdup (key), values);
    }
  g_ptr_array_add (values, g_strdup (colon + 2));
}

/* A key that nobody asks for is misspelt. */
static void
run_case (gconstpointer data)
{
  ConformanceCase *test = (ConformanceCase *) data;
  GHashTableIter iter;
  gpointer key;

  test->func (test);
  g_hash_table_iter_init (&iter, test->wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (test->looked_at, key))
      g_error ("%s: no check for the key \"%s\"", test->name, (char *) key);
}

static void
add_case (ConformanceCase *test, const char *prefix)
{
  g_autofree char *path = g_strdup_printf ("%s/%s", prefix, test->name);

  g_test_add_data_func_full (path, test, run_case, (GDestroyNotify) conformance_case_free);
}

void
conformance_add_table (const char *file, const char *prefix, ConformanceFunc func)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "conformance", file, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  ConformanceCase *test = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] == '\0' || lines[i][0] == '#')
        continue;
      if (g_str_has_prefix (lines[i], "case: "))
        {
          if (test != NULL)
            add_case (test, prefix);
          test = conformance_case_new (lines[i] + strlen ("case: "), func);
        }
      else
        {
          g_assert_nonnull (test);
          add_line (test, lines[i]);
        }
    }
  g_assert_nonnull (test);
  add_case (test, prefix);
}

GPtrArray *
conformance_get_all (ConformanceCase *test, const char *key)
{
  g_hash_table_add (test->looked_at, g_strdup (key));
  return g_hash_table_lookup (test->wanted, key);
}

const char *
conformance_get (ConformanceCase *test, const char *key)
{
  GPtrArray *values = conformance_get_all (test, key);

  return values != NULL ? g_ptr_array_index (values, 0) : NULL;
}

void
conformance_ignore_other_keys (ConformanceCase *test)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, test->wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (test->looked_at, g_strdup (key));
}

gint64
conformance_get_int (ConformanceCase *test, const char *key, gint64 fallback)
{
  const char *value = conformance_get (test, key);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : fallback;
}

static gboolean
is_beside_line_end (const GString *input, gsize at)
{
  return strchr ("\r\n", input->str[at]) != NULL || strchr ("\r\n", input->str[at - 1]) != NULL;
}

void
conformance_foreach_split (ConformanceCase *test, ConformanceSplitFunc func)
{
  gsize length = test->input->len;
  g_autofree gsize *each = g_new (gsize, length + 1);

  func (test, &length, 1);
  for (gsize i = 0; i < length; i++)
    each[i] = i + 1;
  func (test, each, length);
  for (gsize at = 1; at < length; at++)
    if (length <= EVERY_PLACE_UP_TO ||
        (length < EVERY_PLACE_AT_LINE_ENDS_UP_TO && is_beside_line_end (test->input, at)))
      func (test, (gsize[]){ at, length }, 2);
}
