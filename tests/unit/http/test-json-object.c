/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-json-object-private.h"
#include "aiohttp-json-private.h"

#include <gio/gio.h>
#include <string.h>

/* Types of GIO's serve as well as types of one's own: with properties of every kind. */
#define TYPE_BOOK (book_get_type ())

G_DECLARE_FINAL_TYPE (Book, book, TEST, BOOK, GObject)

struct _Book
{
  GObject parent_instance;

  GValue values[10];
};

G_DEFINE_FINAL_TYPE (Book, book, G_TYPE_OBJECT)

static const char *const names[] = { "title",  "pages", "count", "price", "sold",
                                     "socket", "tags",  "date",  "next",  "extra" };

static void
book_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GValue *kept = &TEST_BOOK (object)->values[id - 1];

  if (G_IS_VALUE (kept))
    g_value_unset (kept);
  g_value_init (kept, pspec->value_type);
  g_value_copy (value, kept);
}

static void
book_finalize (GObject *object)
{
  for (guint i = 0; i < 10; i++)
    if (G_IS_VALUE (&TEST_BOOK (object)->values[i]))
      g_value_unset (&TEST_BOOK (object)->values[i]);
  G_OBJECT_CLASS (book_parent_class)->finalize (object);
}

static void
book_class_init (BookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = book_set_property;
  object_class->finalize = book_finalize;
  g_object_class_install_property (object_class, 1, g_param_spec_string (names[0], NULL, NULL, NULL, flags));
  g_object_class_install_property (object_class, 2, g_param_spec_int (names[1], NULL, NULL, 1, 5000, 1, flags));
  g_object_class_install_property (object_class, 3,
                                   g_param_spec_uint64 (names[2], NULL, NULL, 0, G_MAXUINT64, 0, flags));
  g_object_class_install_property (
      object_class, 4, g_param_spec_double (names[3], NULL, NULL, 0, 1000, 0, flags | G_PARAM_CONSTRUCT_ONLY));
  g_object_class_install_property (object_class, 5, g_param_spec_boolean (names[4], NULL, NULL, FALSE, flags));
  g_object_class_install_property (
      object_class, 6, g_param_spec_enum (names[5], NULL, NULL, G_TYPE_SOCKET_TYPE, G_SOCKET_TYPE_STREAM, flags));
  g_object_class_install_property (object_class, 7, g_param_spec_boxed (names[6], NULL, NULL, G_TYPE_STRV, flags));
  g_object_class_install_property (object_class, 8, g_param_spec_boxed (names[7], NULL, NULL, G_TYPE_DATE_TIME, flags));
  g_object_class_install_property (object_class, 9, g_param_spec_object (names[8], NULL, NULL, TYPE_BOOK, flags));
  g_object_class_install_property (object_class, 10, g_param_spec_boxed (names[9], NULL, NULL, JSON_TYPE_NODE, flags));
}

static void
book_init (Book *self)
{
}

static Book *
convert (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = aiohttp_json_parse (text, strlen (text), 64, error);

  g_assert_nonnull (node);
  return (Book *) aiohttp_json_to_object (node, TYPE_BOOK, error);
}

static void
test_all (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Book) book =
      convert ("{\"title\": \"T\", \"pages\": 12, \"count\": 5, \"price\": 1, \"sold\": true,"
               " \"socket\": \"datagram\", \"tags\": [\"a\", \"b\"], \"date\": \"2020-01-02T03:04:05Z\","
               " \"next\": {\"title\": \"N\", \"pages\": 3.0}, \"extra\": [1], \"none\": {}}",
               &error);
  Book *next;

  g_assert_no_error (error);
  g_assert_cmpstr (g_value_get_string (&book->values[0]), ==, "T");
  g_assert_cmpint (g_value_get_int (&book->values[1]), ==, 12);
  g_assert_cmpuint (g_value_get_uint64 (&book->values[2]), ==, 5);
  g_assert_cmpfloat (g_value_get_double (&book->values[3]), ==, 1.0);
  g_assert_true (g_value_get_boolean (&book->values[4]));
  g_assert_cmpint (g_value_get_enum (&book->values[5]), ==, G_SOCKET_TYPE_DATAGRAM);
  g_assert_cmpstr (((char **) g_value_get_boxed (&book->values[6]))[1], ==, "b");
  g_assert_cmpint (g_date_time_get_year (g_value_get_boxed (&book->values[7])), ==, 2020);
  next = g_value_get_object (&book->values[8]);
  g_assert_cmpstr (g_value_get_string (&next->values[0]), ==, "N");
  g_assert_cmpint (g_value_get_int (&next->values[1]), ==, 3);
  g_assert_true (JSON_NODE_HOLDS_ARRAY ((JsonNode *) g_value_get_boxed (&book->values[9])));
}

typedef struct
{
  const char *path;
  const char *json;
  const char *message;
} WrongCase;

static const WrongCase wrong[] = {
  { "not-an-object", "[]", "“the body” must be an object" },
  { "string", "{\"title\": 1}", "“title” must be a string" },
  { "integer", "{\"pages\": \"12\"}", "“pages” must be a whole number" },
  { "fraction", "{\"pages\": 1.5}", "“pages” must be a whole number" },
  { "huge", "{\"pages\": 1e300}", "“pages” must be a whole number" },
  { "outside-type", "{\"pages\": 4294967297}", "“pages” must be a number within the range" },
  { "outside-property", "{\"pages\": 5001}", "“pages” must be a value that its property takes" },
  { "negative", "{\"count\": -1}", "“count” must be a number within the range" },
  { "double", "{\"price\": \"a\"}", "“price” must be a number" },
  { "boolean", "{\"sold\": 1}", "“sold” must be true or false" },
  { "enum", "{\"socket\": \"x\"}", "“socket” must be one of invalid, stream, datagram, seqpacket" },
  { "strings", "{\"tags\": \"a\"}", "“tags” must be an array of strings" },
  { "strings/element", "{\"tags\": [\"a\", 1]}", "“tags[1]” must be a string" },
  { "date", "{\"date\": \"tomorrow\"}", "“date” must be a date as of ISO 8601" },
  { "nested", "{\"next\": {\"next\": {\"pages\": null}}}", "“next.next.pages” must be something else than null" },
  { "nested/not-an-object", "{\"next\": 1}", "“next” must be an object" },
};

static void
test_wrong (gconstpointer data)
{
  const WrongCase *row = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (convert (row->json, &error));
  g_assert_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA);
  g_assert_cmpstr (error->message, ==, row->message);
}

static void
test_nulls (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Book) book = convert ("{\"title\": null, \"tags\": null, \"next\": null, \"title\": \"T\"}", &error);

  g_assert_no_error (error);
  g_assert_null (g_value_get_object (&book->values[8]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-object/all", test_all);
  g_test_add_func ("/json-object/nulls", test_nulls);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *path = g_strconcat ("/json-object/wrong/", wrong[i].path, NULL);

      g_test_add_data_func (path, &wrong[i], test_wrong);
    }
  return g_test_run ();
}
