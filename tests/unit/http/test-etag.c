/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-error.h"
#include "aiohttp-etag-private.h"
#include "aiohttp-range-private.h"

typedef struct
{
  const char *path;
  const char *field;
  const char *tags; /* each in its own form, a space behind it */
} ListCase;

static const ListCase list_cases[] = {
  { "one", "\"a\"", "\"a\" " },
  { "weak", "W/\"a\"", "W/\"a\" " },
  { "several", "\"a\", W/\"b\" ,\"c\"", "\"a\" W/\"b\" \"c\" " },
  { "any", "*", "* " },
  { "any-with-space", " * ", "* " },
  { "any-in-quotes", "\"*\"", "\"*\" " },
  { "any-in-list", "\"a\", *", "\"a\" " },
  { "empty-tag", "\"\"", "\"\" " },
  { "empty-elements", ",, \"a\",,\"b\",", "\"a\" \"b\" " },
  { "comma-in-tag", "\"a,b\"", "\"a,b\" " },
  { "high-bytes", "\"\xc3\xa9\"", "\"\xc3\xa9\" " },
  { "none", "", "" },
  { "no-quotes", "a", "" },
  { "garbage-ends-it", "\"a\" x, \"b\"", "\"a\" " },
  { "no-end", "\"a\", \"b", "\"a\" " },
  { "space-in-tag", "\"a b\"", "" },
  { "lower-case-weak", "w/\"a\"", "" },
};

static void
test_list (gconstpointer data)
{
  const ListCase *row = data;
  GList *tags = aiohttp_etag_parse_list (row->field);
  g_autoptr (GString) text = g_string_new (NULL);

  for (GList *l = tags; l != NULL; l = l->next)
    {
      g_autofree char *tag = aiohttp_etag_to_string (l->data);

      g_string_append_printf (text, "%s ", tag);
    }
  g_assert_cmpstr (text->str, ==, row->tags);
  g_list_free_full (tags, (GDestroyNotify) aiohttp_etag_free);
}

static AiohttpETag *
read_tag (const char *text)
{
  if (g_str_equal (text, "*"))
    {
      g_autoptr (GList) list = aiohttp_etag_parse_list (text);

      return list->data;
    }
  return aiohttp_etag_parse (text);
}

/* The table of RFC 9110, 8.8.3.2. */
static void
test_matches (void)
{
  const struct
  {
    const char *a, *b;
    gboolean strong, weak;
  } rows[] = {
    { "W/\"1\"", "W/\"1\"", FALSE, TRUE }, { "W/\"1\"", "W/\"2\"", FALSE, FALSE }, { "W/\"1\"", "\"1\"", FALSE, TRUE },
    { "\"1\"", "\"1\"", TRUE, TRUE },      { "*", "W/\"1\"", TRUE, TRUE },         { "\"*\"", "\"1\"", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpETag) a = read_tag (rows[i].a);
      g_autoptr (AiohttpETag) b = read_tag (rows[i].b);

      g_assert_true (aiohttp_etag_matches (a, b, TRUE) == rows[i].strong);
      g_assert_true (aiohttp_etag_matches (b, a, TRUE) == rows[i].strong);
      g_assert_true (aiohttp_etag_matches (a, b, FALSE) == rows[i].weak);
    }
}

static void
test_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpETag) made = aiohttp_etag_new ("v1", TRUE, &error);
  g_autoptr (AiohttpETag) copy = aiohttp_etag_copy (made);

  g_assert_no_error (error);
  g_assert_cmpstr (aiohttp_etag_get_value (copy), ==, "v1");
  g_assert_true (aiohttp_etag_is_weak (copy));
  g_assert_false (aiohttp_etag_is_any (copy));
  g_assert_null (aiohttp_etag_new ("a\"b", FALSE, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_assert_null (aiohttp_etag_parse ("\"a\", \"b\""));
}

typedef struct
{
  const char *field;
  gboolean valid;
  gint64 start;
  gint64 end;
} RangeCase;

static const RangeCase range_cases[] = {
  { "bytes=0-499", TRUE, 0, 500 },
  { "BYTES=500-", TRUE, 500, -1 },
  { "bytes=-500", TRUE, -500, -1 },
  { "bytes=0-0", TRUE, 0, 1 },
  { "bytes=-", FALSE, 0, 0 },
  { "bytes=-0", FALSE, 0, 0 },
  { "bytes=5-4", FALSE, 0, 0 },
  { "bytes=a-b", FALSE, 0, 0 },
  { "bytes=1-2,3-4", FALSE, 0, 0 },
  { "bytes= 1-2", FALSE, 0, 0 },
  { "bytes=+1-2", FALSE, 0, 0 },
  { "bytes=1-2 ", FALSE, 0, 0 },
  { "bytes=1", FALSE, 0, 0 },
  { "bytes=--1", FALSE, 0, 0 },
  { "lines=1-2", FALSE, 0, 0 },
  { "bytes", FALSE, 0, 0 },
  { "", FALSE, 0, 0 },
  { "bytes=0-9223372036854775805", TRUE, 0, 9223372036854775806 },
  { "bytes=0-9223372036854775807", FALSE, 0, 0 },
  { "bytes=99999999999999999999-", FALSE, 0, 0 },
  { "bytes=\xd9\xa1-", FALSE, 0, 0 },
};

static void
test_range (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (range_cases); i++)
    {
      const RangeCase *row = &range_cases[i];
      gint64 start;
      gint64 end;

      g_test_message ("%s", row->field);
      g_assert_true (aiohttp_range_parse (row->field, &start, &end) == row->valid);
      if (!row->valid)
        continue;
      g_assert_cmpint (start, ==, row->start);
      g_assert_cmpint (end, ==, row->end);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (list_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/etag/list/", list_cases[i].path, NULL);

      g_test_add_data_func (path, &list_cases[i], test_list);
    }
  g_test_add_func ("/etag/matches", test_matches);
  g_test_add_func ("/etag/new", test_new);
  g_test_add_func ("/etag/range", test_range);
  return g_test_run ();
}
