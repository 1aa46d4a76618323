/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-await.h"
#include "aiohttp-error.h"
#include "aiohttp-multipart-reader-private.h"
#include "aiohttp-run.h"

#include <string.h>

static AiohttpMultipartReader *
reader_new (const char *type, const char *body)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (body, -1, NULL);
  g_autoptr (GError) error = NULL;
  AiohttpMultipartReader *reader = aiohttp_multipart_reader_new (stream, type, &error);

  g_assert_no_error (error);
  return reader;
}

typedef gboolean (*Body) (GError **error);

static gboolean
run_body (GValue *result, gpointer data, GError **error)
{
  return ((Body) data) (error);
}

static void
run_test (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean passed = aiohttp_run (run_body, (gpointer) data, &error);

  g_assert_no_error (error);
  g_assert_true (passed);
}

#define PART(headers, content) "--b\r\n" headers "\r\n" content "\r\n"
#define NAMED(name)            "Content-Disposition: form-data; name=\"" name "\"\r\n"
#define MIXED                  "multipart/mixed; boundary=b"
#define FORM                   "multipart/form-data; boundary=\"b\""

/* The text of the next part, "-" behind the last one, or the error's message. */
static char *
next_text (AiohttpMultipartReader *reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpBodyPartReader) part = aiohttp_multipart_reader_next (reader, &error);
  char *text = NULL;

  if (part == NULL && error == NULL)
    return g_strdup ("-");
  if (part != NULL)
    text = aiohttp_body_part_reader_text (part, &error);
  return text != NULL ? text : g_strconcat ("error: ", error->message, NULL);
}

#define assert_next(reader, expected)                                                                                  \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *text_ = next_text (reader);                                                                       \
                                                                                                                       \
    g_assert_cmpstr (text_, ==, expected);                                                                             \
  }                                                                                                                    \
  G_STMT_END

static gboolean
test_parts (GError **error)
{
  g_autoptr (AiohttpMultipartReader) reader =
      reader_new (FORM, PART (NAMED ("a"), "1") PART ("Content-Type: Text/HTML; charset=latin1\r\n"
                                                      "Content-Disposition: form-data; name=f; filename=\"/x.txt\"\r\n",
                                                      "caf\xe9") PART ("", "") "--b--");
  g_autoptr (AiohttpBodyPartReader) first = aiohttp_multipart_reader_next (reader, error);
  g_autoptr (AiohttpBodyPartReader) second = NULL;
  g_autoptr (AiohttpBodyPartReader) third = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) reason = NULL;

  g_assert_cmpstr (aiohttp_multipart_reader_get_subtype (reader), ==, "form-data");
  g_assert_cmpstr (aiohttp_multipart_reader_get_boundary (reader), ==, "b");
  g_assert_cmpstr (aiohttp_body_part_reader_get_name (first), ==, "a");
  g_assert_null (aiohttp_body_part_reader_get_filename (first));
  g_assert_cmpstr (aiohttp_body_part_reader_get_content_type (first), ==, "text/plain");
  g_assert_null (aiohttp_body_part_reader_get_charset (first));
  /* the first is not read */
  second = aiohttp_multipart_reader_next (reader, error);
  g_assert_cmpstr (aiohttp_body_part_reader_get_filename (second), ==, "x.txt");
  g_assert_cmpstr (aiohttp_body_part_reader_get_content_type (second), ==, "text/html");
  g_assert_cmpstr (aiohttp_body_part_reader_get_charset (second), ==, "latin1");
  g_assert_nonnull (aiohttp_body_part_reader_get_header (second, "content-type"));
  g_assert_nonnull (aiohttp_body_part_reader_get_headers (second));
  text = aiohttp_body_part_reader_text (second, error);
  g_assert_cmpstr (text, ==, "café");
  again = aiohttp_body_part_reader_text (first, &reason);
  g_assert_null (again);
  g_assert_error (reason, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  third = aiohttp_multipart_reader_next (reader, error);
  g_assert_null (aiohttp_body_part_reader_get_name (third));
  g_assert_true (aiohttp_body_part_reader_release (third, error));
  assert_next (reader, "-");
  assert_next (reader, "-");
  return TRUE;
}

static gboolean
test_stream (GError **error)
{
  g_autofree char *content = g_strnfill (300000, 'x');
  g_autofree char *body = g_strconcat (PART ("", "one\r\ntwo\r\nthree") "--b\r\n\r\n", content, "\r\n--b--", NULL);
  g_autoptr (AiohttpMultipartReader) reader = reader_new (MIXED, body);
  g_autoptr (AiohttpBodyPartReader) part = aiohttp_multipart_reader_next (reader, error);
  AiohttpStreamReader *stream = aiohttp_body_part_reader_get_content (part);
  g_autoptr (GBytes) line = aiohttp_stream_reader_readline (stream, error);
  g_autoptr (GBytes) rest = aiohttp_stream_reader_read (stream, -1, error);
  g_autoptr (AiohttpBodyPartReader) large = NULL;
  g_autoptr (GBytes) all = NULL;

  g_assert_cmpmem (g_bytes_get_data (line, NULL), g_bytes_get_size (line), "one\r\n", 5);
  g_assert_cmpmem (g_bytes_get_data (rest, NULL), g_bytes_get_size (rest), "two\r\nthree", 10);
  g_assert_true (aiohttp_stream_reader_is_at_eof (stream));
  large = aiohttp_multipart_reader_next (reader, error);
  all = aiohttp_body_part_reader_read (large, error);
  g_assert_cmpuint (g_bytes_get_size (all), ==, 300000);
  assert_next (reader, "-");
  return TRUE;
}

static gboolean
test_encodings (GError **error)
{
  const char *const wrong[] = { "base64", "A", "quoted-printable", "=zz", "x-none", "a" };
  g_autoptr (AiohttpMultipartReader) reader = reader_new (
      MIXED, PART ("Content-Transfer-Encoding: BASE64\r\n",
                   "SGVs\r\nbG8sIHdvcmxkIQ==") PART ("Content-Transfer-Encoding: base64\r\n", "SGVsbG8")
                 PART ("Content-Transfer-Encoding: quoted-printable\r\n", "caf=C3=A9 =\r\nand =3D tea \t\r\nend=")
                     PART ("Content-Transfer-Encoding: binary\r\n", "=41") PART ("Content-Transfer-Encoding: base64\r\n"
                                                                                 "Content-Encoding: gzip\r\n",
                                                                                 "H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==")
                         PART ("Content-Transfer-Encoding: base64\r\n", "SGVsbG8=") "--b--");
  g_autoptr (AiohttpBodyPartReader) part = NULL;
  g_autoptr (GBytes) raw = NULL;

  assert_next (reader, "Hello, world!");
  assert_next (reader, "Hello");
  assert_next (reader, "café and = tea\r\nend");
  assert_next (reader, "=41");
  assert_next (reader, "hello");
  part = aiohttp_multipart_reader_next (reader, error);
  raw = aiohttp_stream_reader_read (aiohttp_body_part_reader_get_raw_content (part), -1, error);
  g_assert_cmpmem (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw), "SGVsbG8=", 8);
  assert_next (reader, "-");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i += 2)
    {
      g_autofree char *body = g_strdup_printf (
          "--b\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n" PART ("", "next") "--b--", wrong[i], wrong[i + 1]);
      g_autoptr (AiohttpMultipartReader) bad = reader_new (MIXED, body);
      g_autofree char *text = next_text (bad);

      g_assert_true (g_str_has_prefix (text, "error: "));
      assert_next (bad, "next");
    }
  return TRUE;
}

static gboolean
test_charset_field (GError **error)
{
  g_autoptr (AiohttpMultipartReader) reader =
      reader_new (FORM, PART (NAMED ("_charset_"), "iso-8859-1") PART (NAMED ("a"), "caf\xe9") "--b--");
  g_autoptr (AiohttpMultipartReader) too_long =
      reader_new (FORM, PART (NAMED ("_charset_"), "12345678901234567890123456789012") PART (NAMED ("a"), "") "--b--");
  g_autoptr (AiohttpMultipartReader) mixed = reader_new (MIXED, PART (NAMED ("_charset_"), "x") "--b--");

  assert_next (reader, "café");
  assert_next (reader, "-");
  assert_next (too_long, "error: The field _charset_ is too long: the limit is 31");
  assert_next (mixed, "x");
  return TRUE;
}

static gboolean
test_json (GError **error)
{
  g_autoptr (AiohttpMultipartReader) reader = reader_new (MIXED, PART ("", "{\"a\": 1}") PART ("", "{") "--b--");
  g_autoptr (AiohttpBodyPartReader) part = aiohttp_multipart_reader_next (reader, error);
  g_autoptr (JsonNode) node = aiohttp_body_part_reader_json (part, error);
  g_autoptr (AiohttpBodyPartReader) bad = NULL;
  g_autoptr (GError) reason = NULL;

  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "a"), ==, 1);
  bad = aiohttp_multipart_reader_next (reader, error);
  g_assert_null (aiohttp_body_part_reader_json (bad, &reason));
  g_assert_error (reason, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED);
  return TRUE;
}

static gboolean
test_form (GError **error)
{
  g_autoptr (AiohttpMultipartReader) reader =
      reader_new (MIXED, PART ("Content-Type: application/x-www-form-urlencoded; charset=iso-8859-1\r\n", "a=%E9&b=x+y")
                             PART ("Content-Type: text/plain; charset=x-none\r\n", "a=1") "--b--");
  g_autoptr (AiohttpBodyPartReader) part = aiohttp_multipart_reader_next (reader, error);
  g_autoptr (AiohttpForm) form = aiohttp_body_part_reader_form (part, error);
  g_autoptr (AiohttpBodyPartReader) bad = NULL;
  g_autoptr (GString) fields = g_string_new ("--b\r\n\r\n");
  g_autoptr (AiohttpMultipartReader) many = NULL;
  g_autoptr (AiohttpBodyPartReader) too_many = NULL;
  g_autoptr (GError) reason = NULL;

  g_assert_cmpstr (aiohttp_form_get (form, "a"), ==, "é");
  g_assert_cmpstr (aiohttp_form_get (form, "b"), ==, "x y");
  bad = aiohttp_multipart_reader_next (reader, error);
  g_assert_null (aiohttp_body_part_reader_form (bad, &reason));
  g_assert_error (reason, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED);
  g_clear_error (&reason);
  for (guint i = 0; i < 1001; i++)
    g_string_append (fields, "a&");
  g_string_append (fields, "\r\n--b--");
  many = reader_new (MIXED, fields->str);
  too_many = aiohttp_multipart_reader_next (many, error);
  g_assert_null (aiohttp_body_part_reader_form (too_many, &reason));
  g_assert_error (reason, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED);
  return TRUE;
}

#define NEST(content) "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" content "\r\n--b--"

static gboolean
test_nested (GError **error)
{
  g_autoptr (AiohttpMultipartReader) reader = reader_new (
      MIXED,
      "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nin\r\n--c\r\n\r\nner\r\n--c--\r\n" PART (
          "", "outer") "--b--");
  g_autoptr (AiohttpBodyPartReader) part = aiohttp_multipart_reader_next (reader, error);
  g_autoptr (AiohttpMultipartReader) inner = NULL;
  g_autoptr (GError) reason = NULL;

  g_assert_true (aiohttp_body_part_reader_is_multipart (part));
  inner = aiohttp_body_part_reader_open_multipart (part, error);
  assert_next (inner, "in");
  assert_next (inner, "ner");
  assert_next (inner, "-");
  assert_next (reader, "outer");

  g_clear_object (&inner);
  g_clear_object (&part);
  g_object_unref (reader);
  reader = reader_new (MIXED, NEST (""));
  aiohttp_multipart_reader_set_max_depth (reader, 1);
  part = aiohttp_multipart_reader_next (reader, error);
  g_assert_null (aiohttp_body_part_reader_open_multipart (part, &reason));
  g_assert_error (reason, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED);
  return TRUE;
}

static gboolean
test_limits (GError **error)
{
  const char *body = PART ("", "1") PART ("", "22") PART ("A: 1\r\nB: 2\r\n", "333") "--b--";
  g_autoptr (AiohttpMultipartReader) parts = reader_new (MIXED, body);
  g_autoptr (AiohttpMultipartReader) size = reader_new (MIXED, body);
  g_autoptr (AiohttpMultipartReader) part_size = reader_new (MIXED, body);
  g_autoptr (AiohttpMultipartReader) headers = reader_new (MIXED, body);
  g_autoptr (AiohttpMultipartReader) field = reader_new (MIXED, PART ("Abcdef: 1\r\n", "") "--b--");

  aiohttp_multipart_reader_set_max_parts (parts, 2);
  assert_next (parts, "1");
  assert_next (parts, "22");
  assert_next (parts, "error: Too many parts: the limit is 2");
  assert_next (parts, "error: Too many parts: the limit is 2");
  aiohttp_multipart_reader_set_max_size (size, 20);
  assert_next (size, "error: The multipart body is too large: the limit is 20");
  aiohttp_multipart_reader_set_max_part_size (part_size, 1);
  assert_next (part_size, "1");
  assert_next (part_size, "error: A part is larger than 1 bytes");
  assert_next (part_size, "error: A part is larger than 1 bytes");
  aiohttp_multipart_reader_set_max_headers (headers, 1);
  assert_next (headers, "1");
  assert_next (headers, "22");
  assert_next (headers, "error: A part has more than 1 headers");
  aiohttp_multipart_reader_set_max_field_size (field, 8);
  assert_next (field, "error: A header of a part is longer than 8 bytes");
  return TRUE;
}

static void
on_first (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AiohttpBodyPartReader) part =
      aiohttp_multipart_reader_next_finish (AIOHTTP_MULTIPART_READER (source), result, NULL);

  g_assert_nonnull (part);
}

static gboolean
test_pending (GError **error)
{
  g_autoptr (AiohttpMultipartReader) reader = reader_new (MIXED, PART ("", "1") "--b--");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (AiohttpBodyPartReader) part = NULL;
  g_autoptr (GError) pending = NULL;
  g_autoptr (GError) cancel = NULL;

  g_cancellable_cancel (cancelled);
  result = aiohttp_await (aiohttp_multipart_reader_next_async (reader, cancelled, AIOHTTP_RESUME));
  g_assert_null (aiohttp_multipart_reader_next_finish (reader, result, &cancel));
  g_assert_error (cancel, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  aiohttp_multipart_reader_next_async (reader, NULL, on_first, NULL);
  result = aiohttp_await (aiohttp_multipart_reader_next_async (reader, NULL, AIOHTTP_RESUME));
  g_assert_null (aiohttp_multipart_reader_next_finish (reader, result, &pending));
  g_assert_error (pending, G_IO_ERROR, G_IO_ERROR_PENDING);
  return TRUE;
}

static void
test_content_type (void)
{
  const char *const wrong[] = { "text/plain",
                                "multipart/",
                                "multipart/mixed",
                                "multipart/mixed; boundary=",
                                "multipart/mixed; boundary=\"\"",
                                ("multipart/mixed; boundary="
                                 "12345678901234567890123456789012345678901234567890123456789012345678901") };
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) of_request = NULL;

      g_assert_null (aiohttp_multipart_reader_new (stream, wrong[i], &error));
      g_assert_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED);
      g_assert_null (aiohttp_multipart_reader_new_for_request (stream, wrong[i], &of_request));
      g_assert_error (of_request, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/multipart-reader/parts", test_parts, run_test);
  g_test_add_data_func ("/multipart-reader/stream", test_stream, run_test);
  g_test_add_data_func ("/multipart-reader/encodings", test_encodings, run_test);
  g_test_add_data_func ("/multipart-reader/form", test_form, run_test);
  g_test_add_data_func ("/multipart-reader/charset-field", test_charset_field, run_test);
  g_test_add_data_func ("/multipart-reader/json", test_json, run_test);
  g_test_add_data_func ("/multipart-reader/nested", test_nested, run_test);
  g_test_add_data_func ("/multipart-reader/limits", test_limits, run_test);
  g_test_add_data_func ("/multipart-reader/pending", test_pending, run_test);
  g_test_add_func ("/multipart-reader/content-type", test_content_type);
  return g_test_run ();
}
