/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-headers-private.h"

#include <string.h>

#define MAX_FIELDS 16

/* A head as the parser would leave it: from lines "Name: value" that end in LF. */
typedef struct
{
  AiohttpField array[MAX_FIELDS];
  AiohttpFields fields;
} Head;

static AiohttpSpan
make_span (const char *base, const char *start, const char *end)
{
  return (AiohttpSpan){ (guint32) (start - base), (guint32) (end - start) };
}

static void
init_head (Head *head, const char *lines)
{
  head->fields = (AiohttpFields){ lines, head->array, 0 };
  for (const char *p = lines; *p != '\0';)
    {
      const char *colon = strchr (p, ':');
      const char *end = strchr (p, '\n');
      AiohttpField *field = &head->array[head->fields.n_fields++];

      field->name = make_span (lines, p, colon);
      field->value = make_span (lines, colon + 2, end);
      field->known = (guint16) aiohttp_field_id_lookup (p, field->name.length);
      field->folded = FALSE;
      p = end + 1;
    }
}

static void
test_known_names (void)
{
  for (AiohttpFieldId id = AIOHTTP_FIELD_OTHER + 1; id < AIOHTTP_N_FIELDS; id++)
    {
      const char *name = aiohttp_field_id_get_name (id);
      gsize length = strlen (name);
      g_autofree char *lower = g_ascii_strdown (name, -1);
      g_autofree char *upper = g_ascii_strup (name, -1);
      g_autofree char *longer = g_strconcat (name, "s", NULL);

      g_assert_cmpint (aiohttp_field_id_lookup (name, length), ==, id);
      g_assert_cmpint (aiohttp_field_id_lookup (lower, length), ==, id);
      g_assert_cmpint (aiohttp_field_id_lookup (upper, length), ==, id);
      g_assert_cmpint (aiohttp_field_id_lookup (longer, length + 1), !=, id);
      for (gsize i = 0; i < length; i++)
        {
          g_autofree char *wrong = g_strdup (name);

          wrong[i] = wrong[i] == '_' ? '.' : '_';
          g_assert_cmpint (aiohttp_field_id_lookup (wrong, length), ==, AIOHTTP_FIELD_OTHER);
        }
    }
}

static void
test_unknown_names (void)
{
  g_assert_cmpint (aiohttp_field_id_lookup ("", 0), ==, AIOHTTP_FIELD_OTHER);
  g_assert_cmpint (aiohttp_field_id_lookup ("x", 1), ==, AIOHTTP_FIELD_OTHER);
  g_assert_cmpint (aiohttp_field_id_lookup ("X-Unheard-Of", 12), ==, AIOHTTP_FIELD_OTHER);
  g_assert_null (aiohttp_field_id_get_name (AIOHTTP_FIELD_OTHER));
  g_assert_null (aiohttp_field_id_get_name (AIOHTTP_N_FIELDS));
}

static void
test_peek (void)
{
  const char *value;
  gsize length;
  Head head;

  init_head (&head, "Host: a\nX: y\nAccept: b\nAccept: c\n");
  g_assert_true (aiohttp_fields_peek (&head.fields, AIOHTTP_FIELD_ACCEPT, &value, &length));
  g_assert_cmpmem (value, length, "b", 1);
  g_assert_false (aiohttp_fields_peek (&head.fields, AIOHTTP_FIELD_COOKIE, &value, &length));
}

static void
assert_joined (const AiohttpFields *fields, const char *name, const char *wanted)
{
  g_autofree char *got = aiohttp_fields_dup (fields, name);

  g_assert_cmpstr (got, ==, wanted);
}

static void
test_dup (void)
{
  Head head;

  init_head (&head, "Accept: a\nX-Own: 1\naccept: b, c\nx-oWN: 2\nEmpty: \nX-Owner: 3\n");
  assert_joined (&head.fields, "ACCEPT", "a, b, c");
  assert_joined (&head.fields, "X-own", "1, 2");
  assert_joined (&head.fields, "empty", "");
  assert_joined (&head.fields, "Host", NULL);
  assert_joined (&head.fields, "X-Ow", NULL);
  assert_joined (&head.fields, "", NULL);
  assert_joined (&head.fields, "not a token", NULL);
}

static void
test_dup_folded (void)
{
  Head head = { 0 };
  const char *bytes = "X: one \r\n\t two\n three\r\n";

  head.array[0] = (AiohttpField){ { 0, 1 }, { 3, (guint32) strlen (bytes) - 5 }, AIOHTTP_FIELD_OTHER, TRUE };
  head.fields = (AiohttpFields){ bytes, head.array, 1 };
  assert_joined (&head.fields, "x", "one two three");
}

static void
test_has_token (void)
{
  static const struct
  {
    const char *value;
    gboolean has;
  } rows[] = {
    { "close", TRUE },         { "CLOSE", TRUE },           { "a, close", TRUE }, { "close,a", TRUE },
    { " ,, close ,", TRUE },   { "closed", FALSE },         { "a close", FALSE }, { "\"close\"", FALSE },
    { "\"a, close\"", FALSE }, { "x=\"\\\",close", FALSE }, { "", FALSE },        { ",", FALSE },
    { "clos", FALSE },         { "a,\tclose\t,b", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (aiohttp_field_value_has_token (rows[i].value, strlen (rows[i].value), "close"), ==, rows[i].has);
}

static void
test_has_token_in_any_line (void)
{
  Head head;

  init_head (&head, "Connection: keep-alive\nX: close\nConnection: a, Upgrade\n");
  g_assert_true (aiohttp_fields_has_token (&head.fields, AIOHTTP_FIELD_CONNECTION, "upgrade"));
  g_assert_false (aiohttp_fields_has_token (&head.fields, AIOHTTP_FIELD_CONNECTION, "close"));
  g_assert_false (aiohttp_fields_has_token (&head.fields, AIOHTTP_FIELD_VARY, "close"));
}

static void
test_elements (void)
{
  const char *value = " a , \"b, \\\" c\";q=1,,d";
  gsize length = strlen (value);
  g_autoptr (GString) seen = g_string_new (NULL);
  const char *element;
  gsize n;

  while (aiohttp_field_value_next_element (&value, &length, &element, &n))
    g_string_append_printf (seen, "<%.*s>", (int) n, element);
  g_assert_cmpstr (seen->str, ==, "<a><\"b, \\\" c\";q=1><d>");
}

static void
test_to_utf8 (void)
{
  g_autofree char *utf8 = aiohttp_field_value_to_utf8 ("caf\xc3\xa9", 5);
  g_autofree char *latin1 = aiohttp_field_value_to_utf8 ("caf\xe9", 4);
  g_autofree char *mixed = aiohttp_field_value_to_utf8 ("\xc3\xa9\xff", 3);

  g_assert_cmpstr (utf8, ==, "café");
  g_assert_cmpstr (latin1, ==, "café");
  g_assert_cmpstr (mixed, ==, "Ã©ÿ");
}

static void
test_to_soup (void)
{
  g_autoptr (SoupMessageHeaders) headers = NULL;
  Head head;

  init_head (&head, "Host: a\nX-Two: 1\nx-two: 2\nLatin: \xe9\nSet-Cookie: a=b\nSet-Cookie: c=d\nEmpty: \n");
  headers = aiohttp_fields_to_soup (&head.fields, SOUP_MESSAGE_HEADERS_RESPONSE);
  g_assert_cmpstr (soup_message_headers_get_one (headers, "host"), ==, "a");
  g_assert_cmpstr (soup_message_headers_get_list (headers, "X-Two"), ==, "1, 2");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Latin"), ==, "é");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Empty"), ==, "");
  g_assert_cmpstr (soup_message_headers_get_list (headers, "Set-Cookie"), ==, "a=b, c=d");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/headers/id/known", test_known_names);
  g_test_add_func ("/headers/id/unknown", test_unknown_names);
  g_test_add_func ("/headers/peek", test_peek);
  g_test_add_func ("/headers/dup", test_dup);
  g_test_add_func ("/headers/dup/folded", test_dup_folded);
  g_test_add_func ("/headers/has-token/table", test_has_token);
  g_test_add_func ("/headers/has-token/any-line", test_has_token_in_any_line);
  g_test_add_func ("/headers/elements", test_elements);
  g_test_add_func ("/headers/to-utf8", test_to_utf8);
  g_test_add_func ("/headers/to-soup", test_to_soup);

  return g_test_run ();
}
