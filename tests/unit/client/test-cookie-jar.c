/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "aiohttp-cookie-jar-private.h"
#include "aiohttp-error.h"
#include "aiohttp-test.h"
#include "scratch.h"

/* The Cookie field for a URL, "-" for none. */
static char *
field_for (AiohttpCookieJar *jar, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  char *field = NULL;

  g_assert_true (aiohttp_cookie_jar_dup_field (jar, uri, NULL, &field, NULL));
  return field != NULL ? field : g_strdup ("-");
}

static void
assert_field (AiohttpCookieJar *jar, const char *url, const char *expected)
{
  g_autofree char *field = field_for (jar, url);

  g_assert_cmpstr (field, ==, expected);
}

static void
set (AiohttpCookieJar *jar, const char *url, const char *set_cookie)
{
  g_assert_true (aiohttp_cookie_jar_update_from_header (jar, set_cookie, url, NULL));
}

/* Which URLs get a cookie: aiohttp's table, RFC 6265, 5.1.3 and 5.1.4. */
static void
test_matching (void)
{
  const struct
  {
    const char *from;
    const char *set_cookie;
    const char *to;
    gboolean goes;
  } rows[] = {
    { "http://example.com/", "k=v", "http://example.com/", TRUE },
    { "http://example.com/", "k=v", "http://example.com/deep/down", TRUE },
    { "http://example.com/", "k=v", "http://sub.example.com/", FALSE },
    { "http://example.com/", "k=v; Domain=example.com", "http://sub.example.com/", TRUE },
    { "http://sub.example.com/", "k=v; Domain=example.com", "http://example.com/", TRUE },
    { "http://example.com/", "k=v; Domain=example.com", "http://badexample.com/", FALSE },
    { "http://example.com/", "k=v; Domain=example.com", "http://example.org/", FALSE },
    { "http://example.com/", "k=v; Path=/a", "http://example.com/a", TRUE },
    { "http://example.com/", "k=v; Path=/a", "http://example.com/a/b", TRUE },
    { "http://example.com/", "k=v; Path=/a", "http://example.com/ab", FALSE },
    { "http://example.com/", "k=v; Path=/a", "http://example.com/", FALSE },
    { "http://example.com/a/b", "k=v", "http://example.com/a/c", TRUE },
    { "http://example.com/a/b", "k=v", "http://example.com/c", FALSE },
    { "https://example.com/", "k=v; Secure", "https://example.com/", TRUE },
    { "https://example.com/", "k=v; Secure", "http://example.com/", FALSE },
    { "http://example.com:8080/", "k=v", "http://example.com:9090/", TRUE },
    { "http://localhost/", "k=v", "http://localhost:8080/", TRUE },
    { "http://127.0.0.1/", "k=v", "http://127.0.0.1/", FALSE },
    { "http://example.com/", "k=v; Max-Age=0", "http://example.com/", FALSE },
    { "http://example.com/", "k=v; Domain=com", "http://example.com/", FALSE },
    /* 5.2.3, 5.3: whose Domain it may be */
    { "http://example.com/", "k=v; Domain=.example.com", "http://sub.example.com/", TRUE },
    { "http://example.com/", "k=v; domain=EXAMPLE.com", "http://sub.example.com/", TRUE },
    { "http://example.com/", "k=v; Domain=", "http://example.com/", TRUE },
    { "http://example.com/", "k=v; Domain=", "http://sub.example.com/", FALSE },
    { "http://example.com/", "k=v; Domain=example.com.", "http://example.com/", TRUE },
    { "http://example.com/", "k=v; Domain=example.com.", "http://sub.example.com/", FALSE },
    { "http://example.com/", "k=v; Domain=example.org", "http://example.com/", FALSE },
    { "http://example.com/", "k=v; Domain=sub.example.com", "http://sub.example.com/", FALSE },
    { "http://example.com/", "k=v; Domain=ample.com", "http://example.com/", FALSE },
    { "http://a.b.example.com/", "k=v; Domain=example.com", "http://c.example.com/", TRUE },
    { "http://example.co.uk/", "k=v; Domain=co.uk", "http://other.co.uk/", FALSE },
    { "http://example.com/", "k=v; Domain=example.org; Domain=example.com", "http://sub.example.com/", TRUE },
    { "http://127.0.0.1/", "k=v; Domain=0.0.1", "http://127.0.0.1/", FALSE },
    /* 5.1.4, 5.2.4: paths */
    { "http://example.com/", "k=v; Path=/a/", "http://example.com/a/b", TRUE },
    { "http://example.com/", "k=v; Path=/a/", "http://example.com/a", FALSE },
    { "http://example.com/a/b", "k=v; Path=relative", "http://example.com/a/c", TRUE },
    { "http://example.com/a/b", "k=v; Path=relative", "http://example.com/c", FALSE },
    { "http://example.com/a/b", "k=v; Path=", "http://example.com/a/c", TRUE },
    { "http://example.com/a", "k=v", "http://example.com/c", TRUE },
    { "http://example.com/a/", "k=v", "http://example.com/a/c", TRUE },
    { "http://example.com/a/", "k=v", "http://example.com/c", FALSE },
    { "http://example.com/a/b?c/d", "k=v", "http://example.com/a/e", TRUE },
    { "http://example.com/", "k=v; Path=/a; Path=/b", "http://example.com/b", TRUE },
    { "http://example.com/a/b", "k=v; Path=/other", "http://example.com/other/x", TRUE },
    /* 5.2.1, 5.2.2: lifetime */
    { "http://example.com/", "k=v; Max-Age=100", "http://example.com/", TRUE },
    { "http://example.com/", "k=v; Max-Age=-1", "http://example.com/", FALSE },
    { "http://example.com/", "k=v; Max-Age=ten", "http://example.com/", TRUE },
    { "http://example.com/", "k=v; Max-Age=", "http://example.com/", TRUE },
    { "http://example.com/", "k=v; Max-Age=99999999999999999999", "http://example.com/", TRUE },
    { "http://example.com/", "k=v; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "http://example.com/", FALSE },
    { "http://example.com/", "k=v; Expires=Thursday, 01-Jan-70 00:00:00 GMT", "http://example.com/", FALSE },
    { "http://example.com/", "k=v; Expires=Thu Jan  1 00:00:00 1970", "http://example.com/", FALSE },
    { "http://example.com/", "k=v; Expires=Fri, 01 Jan 2100 00:00:00 GMT", "http://example.com/", TRUE },
    { "http://example.com/", "k=v; Expires=soon", "http://example.com/", TRUE },
    { "http://example.com/", "k=v; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=100", "http://example.com/", TRUE },
    { "http://example.com/", "k=v; Max-Age=0; Expires=Fri, 01 Jan 2100 00:00:00 GMT", "http://example.com/", FALSE },
    /* 5.2: attributes in any order and case, and those that are not known */
    { "https://example.com/", "k=v;secure;HTTPONLY;samesite=strict;path=/", "https://example.com/", TRUE },
    { "https://example.com/", "k=v;SECURE", "http://example.com/", FALSE },
    { "https://example.com/", "k=v; Secure=no", "http://example.com/", FALSE },
    { "http://example.com/", "k=v; Secure", "https://example.com/", FALSE },
    { "http://example.com/", "k=v; Partitioned; Priority=High; ;;=; x", "http://example.com/", TRUE },
    { "http://example.com/", "  k = v  ", "http://example.com/", TRUE },
    { "http://example.com/", "k=v", "http://EXAMPLE.com/", TRUE },
    /* what is no cookie */
    { "http://example.com/", "k", "http://example.com/", FALSE },
    { "http://example.com/", "=v", "http://example.com/", FALSE },
    { "http://example.com/", "", "http://example.com/", FALSE },
    { "http://example.com/", ";k=v", "http://example.com/", FALSE },
    { "http://example.com/", "a b=v", "http://example.com/", FALSE },
    { "http://example.com/", "k=v\x01", "http://example.com/", FALSE },
    /* hosts of one label */
    { "http://intranet/", "k=v", "http://intranet/", TRUE },
    { "http://intranet/", "k=v; Domain=intranet", "http://intranet/", TRUE },
    { "http://intranet/", "k=v; Domain=intranet", "http://www.intranet/", TRUE },
    { "http://com/", "k=v", "http://com/", FALSE }, /* a public suffix: libsoup's store keeps none */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpCookieJar) jar = aiohttp_cookie_jar_new ();

      g_test_message ("%s to %s", rows[i].set_cookie, rows[i].to);
      set (jar, rows[i].from, rows[i].set_cookie);
      assert_field (jar, rows[i].to, rows[i].goes ? "k=v" : "-");
    }
}

static void
test_order (void)
{
  g_autoptr (AiohttpCookieJar) jar = aiohttp_cookie_jar_new ();

  set (jar, "http://example.com/", "k=root; Path=/");
  set (jar, "http://example.com/", "k=deep; Path=/a/b");
  set (jar, "http://example.com/", "k=mid; Path=/a");
  set (jar, "http://example.com/", "other=1; Path=/");
  assert_field (jar, "http://example.com/a/b/c", "k=deep; other=1");
  assert_field (jar, "http://example.com/a", "k=mid; other=1");
  assert_field (jar, "http://example.com/", "k=root; other=1");
  set (jar, "http://example.com/", "k=new; Path=/");
  assert_field (jar, "http://example.com/", "k=new; other=1");
  g_assert_cmpuint (aiohttp_cookie_jar_get_n_cookies (jar), ==, 4);
  set (jar, "http://example.com/", "k=; Max-Age=0");
  assert_field (jar, "http://example.com/", "other=1");
}

static void
test_kinds (void)
{
  g_autoptr (AiohttpCookieJar) dummy = aiohttp_cookie_jar_new_dummy ();
  g_autoptr (AiohttpCookieJar) unsafe = g_object_new (AIOHTTP_TYPE_COOKIE_JAR, "unsafe", TRUE, NULL);
  g_autoptr (AiohttpCookieJar) plain = g_object_new (AIOHTTP_TYPE_COOKIE_JAR, "quote-cookie", FALSE, NULL);
  g_autoptr (GHashTable) filtered = NULL;
  g_autoptr (GError) error = NULL;

  set (dummy, "http://example.com/", "k=v");
  g_assert_true (aiohttp_cookie_jar_update (dummy, "a", "b", NULL, NULL));
  assert_field (dummy, "http://example.com/", "-");
  g_assert_cmpuint (aiohttp_cookie_jar_get_n_cookies (dummy), ==, 0);
  g_assert_true (aiohttp_cookie_jar_get_discard (dummy));

  set (unsafe, "http://127.0.0.1/", "k=v");
  assert_field (unsafe, "http://127.0.0.1/", "k=v");
  assert_field (unsafe, "http://127.0.0.2/", "-");
  g_assert_true (aiohttp_cookie_jar_get_unsafe (unsafe));

  g_assert_true (aiohttp_cookie_jar_update (unsafe, "shared", "a b", NULL, NULL));
  assert_field (unsafe, "http://127.0.0.1/", "k=v; shared=\"a b\"");
  assert_field (unsafe, "http://example.com/", "shared=\"a b\"");
  filtered = aiohttp_cookie_jar_filter (unsafe, "http://127.0.0.1/", &error);
  g_assert_cmpstr (g_hash_table_lookup (filtered, "k"), ==, "v");
  g_assert_cmpstr (g_hash_table_lookup (filtered, "shared"), ==, "a b");

  g_assert_true (aiohttp_cookie_jar_update (plain, "k", "a b", "http://example.com/x", NULL));
  assert_field (plain, "http://example.com/", "k=a b");
  g_assert_false (aiohttp_cookie_jar_get_quote_cookie (plain));
  g_assert_false (aiohttp_cookie_jar_update (plain, "k", "a;b", NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
}

static void
test_bounds (void)
{
  g_autoptr (AiohttpCookieJar) jar = aiohttp_cookie_jar_new ();
  g_autofree char *field = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *cookie = g_strdup_printf ("c%u=v", i);

      set (jar, "http://example.com/", cookie);
    }
  g_assert_cmpuint (aiohttp_cookie_jar_get_n_cookies (jar), ==, 50);
  field = field_for (jar, "http://example.com/");
  g_assert_null (strstr (field, "c9=v"));
  g_assert_nonnull (strstr (field, "c10=v"));
  g_assert_nonnull (strstr (field, "c59=v"));

  for (guint i = 0; i < 3100; i++)
    {
      g_autofree char *url = g_strdup_printf ("http://h%u.example.org/", i);

      set (jar, url, "k=v");
    }
  g_assert_cmpuint (aiohttp_cookie_jar_get_n_cookies (jar), ==, 3000);
  assert_field (jar, "http://example.com/", "-");
  assert_field (jar, "http://h3099.example.org/", "k=v");
  aiohttp_cookie_jar_clear_domain (jar, "h3099.example.org");
  assert_field (jar, "http://h3099.example.org/", "-");
  aiohttp_cookie_jar_clear (jar);
  g_assert_cmpuint (aiohttp_cookie_jar_get_n_cookies (jar), ==, 0);
}

static void
test_values (void)
{
  const struct
  {
    const char *set_cookie;
    const char *field;
  } rows[] = {
    { "k=v", "k=v" },
    { "k=", "k=" },
    { "k=a=b", "k=a=b" },
    { "k=\"v\"", "k=v" },
    { "k=\"a b\"", "k=\"a b\"" },
    { "k=\"a\\\"b\"", "k=\"a\\\"b\"" },
    { "k=\"a\\054b\"", "k=\"a\\054b\"" },
    { "k=a b", "k=\"a b\"" },
    { "k={\"a\":1}", "k=\"{\\\"a\\\":1}\"" },
    { "k=v; k=w", "k=v" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpCookieJar) jar = aiohttp_cookie_jar_new ();

      g_test_message ("%s", rows[i].set_cookie);
      set (jar, "http://example.com/", rows[i].set_cookie);
      assert_field (jar, "http://example.com/", rows[i].field);
    }
}

static void
test_secure_origins (void)
{
  const char *const origins[] = { "http://example.com:8080", "http://other.org", "nonsense", NULL };
  g_autoptr (AiohttpCookieJar) jar = g_object_new (AIOHTTP_TYPE_COOKIE_JAR, "secure-origins", origins, NULL);
  const char *const *got = aiohttp_cookie_jar_get_secure_origins (jar);

  g_assert_true (g_strv_equal (got, origins));
  set (jar, "https://example.com/", "k=v; Secure");
  set (jar, "https://other.org/", "k=v; Secure");
  assert_field (jar, "https://example.com/", "k=v");
  assert_field (jar, "http://example.com:8080/x", "k=v");
  assert_field (jar, "http://example.com/", "-");
  assert_field (jar, "http://example.com:8081/", "-");
  assert_field (jar, "http://other.org/", "k=v");
  assert_field (jar, "http://www.other.org/", "-");
  set (jar, "http://example.com:8080/", "t=1; Secure; Path=/t");
  set (jar, "http://example.com:8081/", "u=1; Secure; Path=/t");
  assert_field (jar, "https://example.com/t", "t=1; k=v");
}

static gboolean
has_value (SoupCookie *cookie, gpointer value)
{
  return strcmp (soup_cookie_get_value (cookie), value) == 0;
}

static void
test_clear_matching (void)
{
  g_autoptr (AiohttpCookieJar) jar = aiohttp_cookie_jar_new ();

  set (jar, "http://example.com/", "a=1");
  set (jar, "http://example.com/", "b=2");
  set (jar, "http://example.org/", "c=1");
  aiohttp_cookie_jar_clear_matching (jar, has_value, (gpointer) "1");
  assert_field (jar, "http://example.com/", "b=2");
  assert_field (jar, "http://example.org/", "-");
  g_assert_cmpuint (aiohttp_cookie_jar_get_n_cookies (jar), ==, 1);
}

static int
compare_domains (SoupCookie *a, SoupCookie *b)
{
  return strcmp (soup_cookie_get_domain (a), soup_cookie_get_domain (b));
}

/* The domain and what is below it, and no other that only ends in the same letters. */
static void
test_clear_domain (void)
{
  const struct
  {
    const char *domain;
    const char *left;
  } rows[] = {
    { "example.com", "badexample.com;example.org;" },
    { "Example.COM", "badexample.com;example.org;" },
    { "a.example.com", ".example.com;badexample.com;example.com;example.org;" },
    { "b.example.com", ".example.com;a.example.com;badexample.com;example.com;example.org;" },
    { "org", ".example.com;a.example.com;badexample.com;example.com;" },
    { "ample.com", ".example.com;a.example.com;badexample.com;example.com;example.org;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpCookieJar) jar = aiohttp_cookie_jar_new ();
      g_autoptr (GString) left = g_string_new (NULL);
      GList *cookies;

      set (jar, "http://example.com/", "k=1");
      set (jar, "http://example.com/", "k=2; Domain=example.com");
      set (jar, "http://a.example.com/", "k=3");
      set (jar, "http://badexample.com/", "k=4");
      set (jar, "http://example.org/", "k=5");
      aiohttp_cookie_jar_clear_domain (jar, rows[i].domain);
      cookies = g_list_sort (aiohttp_cookie_jar_list (jar), (GCompareFunc) compare_domains);
      for (GList *l = cookies; l != NULL; l = l->next)
        g_string_append_printf (left, "%s;", soup_cookie_get_domain (l->data));
      g_list_free_full (cookies, (GDestroyNotify) soup_cookie_free);
      g_assert_cmpstr (left->str, ==, rows[i].left);
    }
}

static gboolean
test_file (GValue *result, gpointer user_data, GError **error)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "jar.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (AiohttpCookieJar) jar = aiohttp_cookie_jar_new ();
  g_autoptr (AiohttpCookieJar) loaded = aiohttp_cookie_jar_new ();
  GList *list;
  GStatBuf status;

  set (jar, "http://a.example.com/", "domain=1; Domain=example.com; Max-Age=1000");
  set (jar, "https://a.example.com/", "host=2; Secure; HttpOnly; Path=/p");
  set (jar, "http://a.example.com/", "short=3; Max-Age=-1");
  g_assert_true (aiohttp_cookie_jar_update (jar, "shared", "4", NULL, error));
  if (!aiohttp_cookie_jar_save (jar, file, error) || !aiohttp_cookie_jar_save (jar, file, error))
    return FALSE;
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  if (!aiohttp_cookie_jar_load (loaded, file, error))
    return FALSE;
  list = aiohttp_cookie_jar_list (loaded);
  g_assert_cmpuint (g_list_length (list), ==, 2);
  g_list_free_full (list, (GDestroyNotify) soup_cookie_free);
  g_assert_cmpuint (aiohttp_cookie_jar_get_n_cookies (loaded), ==, 3);
  assert_field (loaded, "https://a.example.com/p", "host=2; domain=1; shared=4");
  assert_field (loaded, "http://b.example.com/p", "domain=1; shared=4");

  g_assert_true (g_file_set_contents (path, "{\"not\": \"an array\"}", -1, error));
  g_assert_false (aiohttp_cookie_jar_load (loaded, file, error));
  g_assert_error (*error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (error);
  g_assert_true (g_file_set_contents (path, "[1, {\"name\": 5}, {\"name\": \"x\", \"value\": []}, null]", -1, error));
  g_assert_true (aiohttp_cookie_jar_load (loaded, file, error));
  g_assert_cmpuint (aiohttp_cookie_jar_get_n_cookies (loaded), ==, 3);
  return TRUE;
}

int
main (int argc, char **argv)
{
  scratch_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cookie-jar/matching", test_matching);
  g_test_add_func ("/cookie-jar/order", test_order);
  g_test_add_func ("/cookie-jar/kinds", test_kinds);
  g_test_add_func ("/cookie-jar/bounds", test_bounds);
  g_test_add_func ("/cookie-jar/values", test_values);
  g_test_add_func ("/cookie-jar/secure-origins", test_secure_origins);
  g_test_add_func ("/cookie-jar/clear-matching", test_clear_matching);
  g_test_add_func ("/cookie-jar/clear-domain", test_clear_domain);
  aiohttp_test_add_coroutine ("/cookie-jar/file", test_file, NULL);
  return scratch_run ();
}
