/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-url-private.h"

#include "aiohttp-error.h"

#include <string.h>

typedef char *(*DecodeFunc) (const char *text, gsize length, GError **error);

static void
assert_decoded (DecodeFunc decode, const char *text, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *got = decode (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (got, ==, wanted);
}

static void
assert_refused (DecodeFunc decode, const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (decode (text, strlen (text), &error));
  g_assert_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_BAD_TARGET);
  g_assert_nonnull (strstr (error->message, message));
}

static void
test_decode_path (void)
{
  assert_decoded (aiohttp_url_decode_path, "/", "/");
  assert_decoded (aiohttp_url_decode_path, "", "");
  assert_decoded (aiohttp_url_decode_path, "/a%20b/%C3%A9", "/a b/é");
  assert_decoded (aiohttp_url_decode_path, "/a%2fb", "/a/b");
  assert_decoded (aiohttp_url_decode_path, "/a+b", "/a+b");
  assert_decoded (aiohttp_url_decode_path, "/\xc3\xa9", "/é");
}

static void
test_decode_once (void)
{
  assert_decoded (aiohttp_url_decode_segment, "%252F", "%2F");
  assert_decoded (aiohttp_url_decode_segment, "%25%32%46", "%2F");
}

static void
test_decode_bad_escape (void)
{
  assert_decoded (aiohttp_url_decode_path, "/100%", "/100%");
  assert_decoded (aiohttp_url_decode_path, "/%4", "/%4");
  assert_decoded (aiohttp_url_decode_path, "/%zz%41", "/%zzA");
  assert_decoded (aiohttp_url_decode_path, "/%%41", "/%A");
}

static void
test_decode_refused (void)
{
  assert_refused (aiohttp_url_decode_path, "/a%00b", "without NUL");
  assert_refused (aiohttp_url_decode_path, "/%ff", "The path \"/%ff\"");
  assert_refused (aiohttp_url_decode_path, "/\xff", "\\xff");
  assert_refused (aiohttp_url_decode_segment, "%C3", "path segment");
  assert_refused (aiohttp_url_decode_segment, "%c0%af", "path segment");    /* an overlong slash */
  assert_refused (aiohttp_url_decode_segment, "%ed%a0%80", "path segment"); /* half a surrogate pair */
}

/* What the router does: split first, decode then. */
static void
test_encoded_slash_stays_in_its_segment (void)
{
  g_auto (GStrv) raw = g_strsplit ("a%2Fb/c%2fd", "/", -1);

  g_assert_cmpint (g_strv_length (raw), ==, 2);
  assert_decoded (aiohttp_url_decode_segment, raw[0], "a/b");
  assert_decoded (aiohttp_url_decode_segment, raw[1], "c/d");
}

static void
test_needs_decoding (void)
{
  g_assert_true (aiohttp_url_needs_decoding ("a%20", 4));
  g_assert_false (aiohttp_url_needs_decoding ("a%20", 1));
  g_assert_false (aiohttp_url_needs_decoding (NULL, 0));
}

static void
test_encode_path (void)
{
  g_autofree char *kept = aiohttp_url_encode_path ("/a b/é:@%?#", -1, TRUE);
  g_autofree char *segment = aiohttp_url_encode_path ("a/b", 3, FALSE);

  g_assert_cmpstr (kept, ==, "/a%20b/%C3%A9:@%25%3F%23");
  g_assert_cmpstr (segment, ==, "a%2Fb");
}

static void
assert_query (const char *query, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) pairs = aiohttp_url_parse_query (query, strlen (query), 10, &error);
  g_autoptr (GString) got = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < pairs->len; i++)
    {
      AiohttpQueryPair *pair = &g_array_index (pairs, AiohttpQueryPair, i);

      g_string_append_printf (got, "<%s|%s>", pair->name, pair->value);
    }
  g_assert_cmpstr (got->str, ==, wanted);
}

static void
test_query (void)
{
  assert_query ("", "");
  assert_query ("a=1", "<a|1>");
  assert_query ("a=1&b=2&a=3", "<a|1><b|2><a|3>");
  assert_query ("a", "<a|>");
  assert_query ("a=", "<a|>");
  assert_query ("=b", "<|b>");
  assert_query ("a=b=c", "<a|b=c>");
  assert_query ("&&a=1&", "<a|1>");
  assert_query ("a+b=c+d", "<a b|c d>");
  assert_query ("a%2Bb=%26%3D", "<a+b|&=>");
  assert_query ("a;b=c", "<a;b|c>");
  assert_query ("%C3%A9=\xc3\xa9", "<é|é>");
  assert_query ("a=%", "<a|%>");
}

static void
test_query_not_text (void)
{
  assert_query ("a=%ff", "<a|\xef\xbf\xbd>");
  assert_query ("a=x%00y", "<a|x\xef\xbf\xbdy>");
  assert_query ("%e9=1", "<\xef\xbf\xbd|1>");
}

static void
test_query_limit (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) pairs = aiohttp_url_parse_query ("a&b&c", 5, 3, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pairs->len, ==, 3);
  g_assert_null (aiohttp_url_parse_query ("a&b&c&d", 7, 3, &error));
  g_assert_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_BAD_TARGET);
  g_assert_nonnull (strstr (error->message, "4 parameters; the limit is 3"));
  g_assert_true (aiohttp_url_check_query ("a&&&&b&c&", 9, 3, NULL));
  g_assert_false (aiohttp_url_check_query ("&a&&b&c&&d", 10, 3, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/url/decode-path", test_decode_path);
  g_test_add_func ("/url/decode/once", test_decode_once);
  g_test_add_func ("/url/decode/bad-escape", test_decode_bad_escape);
  g_test_add_func ("/url/decode/refused", test_decode_refused);
  g_test_add_func ("/url/decode/encoded-slash", test_encoded_slash_stays_in_its_segment);
  g_test_add_func ("/url/needs-decoding", test_needs_decoding);
  g_test_add_func ("/url/encode-path", test_encode_path);
  g_test_add_func ("/url/query", test_query);
  g_test_add_func ("/url/query/not-text", test_query_not_text);
  g_test_add_func ("/url/query/limit", test_query_limit);

  return g_test_run ();
}
