/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-set-cookie-private.h"

typedef struct
{
  const char *name;
  const char *url;
  const char *field;
  const char *cookie; /* "name=value domain path flags lifetime"; NULL: none */
} Row;

static const Row rows[] = {
  { "plain", "http://example.com/a/b", "k=v", "k=v example.com /a - session" },
  { "empty-value", "http://example.com/", "k=", "k= example.com / - session" },
  { "spaces", "http://example.com/", "  k  =  v  ; Path=/x", "k=v example.com /x - session" },
  { "no-name", "http://example.com/", "=v", NULL },
  { "no-pair", "http://example.com/", "justtext", NULL },
  { "bad-name", "http://example.com/", "a b=v", NULL },
  { "control", "http://example.com/", "k=a\001b", NULL },
  { "quoted", "http://example.com/", "k=\"a\\054b\\\"c\"", "k=a,b\"c example.com / - session" },
  { "attributes-in-any-order", "https://example.com/", "k=v; HttpOnly; Path=/p; SECURE",
    "k=v example.com /p secure,httponly session" },
  { "secure-over-http", "http://example.com/", "k=v; Secure", NULL },
  { "prefix-secure", "https://example.com/", "__Secure-k=v; Secure", "__Secure-k=v example.com / secure session" },
  { "prefix-secure-alone", "https://example.com/", "__Secure-k=v", NULL },
  { "prefix-host", "https://example.com/", "__Host-k=v; Secure; Path=/", "__Host-k=v example.com / secure session" },
  { "prefix-host-domain", "https://example.com/", "__Host-k=v; Secure; Path=/; Domain=example.com", NULL },
  { "prefix-host-path", "https://example.com/", "__Host-k=v; Secure; Path=/x", NULL },
  { "prefix-in-capitals", "https://example.com/", "__HOST-k=v", NULL },
  { "unknown-attribute", "http://example.com/", "k=v; Priority=High; Partitioned", "k=v example.com / - session" },
  { "domain", "http://a.example.com/", "k=v; Domain=example.com", "k=v .example.com / - session" },
  { "domain-with-dot", "http://a.example.com/", "k=v; Domain=.Example.COM", "k=v .example.com / - session" },
  { "domain-own", "http://example.com/", "k=v; Domain=example.com", "k=v .example.com / - session" },
  { "domain-below", "http://example.com/", "k=v; Domain=a.example.com", NULL },
  { "domain-foreign", "http://example.com/", "k=v; Domain=example.org", NULL },
  { "domain-ends-alike", "http://badexample.com/", "k=v; Domain=example.com", NULL },
  { "domain-trailing-dot", "http://example.com/", "k=v; Domain=example.com.", "k=v example.com / - session" },
  { "domain-empty", "http://example.com/", "k=v; Domain=", "k=v example.com / - session" },
  { "public-suffix", "http://example.co.uk/", "k=v; Domain=co.uk", NULL },
  { "public-suffix-itself", "http://github.io/", "k=v; Domain=github.io", "k=v github.io / - session" },
  { "address", "http://127.0.0.1/", "k=v", "k=v 127.0.0.1 / - session" },
  { "address-domain", "http://127.0.0.1/", "k=v; Domain=0.0.1", NULL },
  { "path-relative", "http://example.com/a/b/c", "k=v; Path=x", "k=v example.com /a/b - session" },
  { "path-root", "http://example.com/a", "k=v", "k=v example.com / - session" },
  { "max-age", "http://example.com/", "k=v; Max-Age=100", "k=v example.com / - later" },
  { "max-age-zero", "http://example.com/", "k=v; Max-Age=0", "k=v example.com / - past" },
  { "max-age-negative", "http://example.com/", "k=v; Max-Age=-5", "k=v example.com / - past" },
  { "max-age-bad", "http://example.com/", "k=v; Max-Age=soon", "k=v example.com / - session" },
  { "max-age-before-expires", "http://example.com/", "k=v; Max-Age=100; Expires=Wed, 09 Jun 2021 10:18:14 GMT",
    "k=v example.com / - later" },
  { "expires", "http://example.com/", "k=v; Expires=Wed, 09 Jun 2021 10:18:14 GMT", "k=v example.com / - past" },
  { "expires-rfc850", "http://example.com/", "k=v; expires=Wednesday, 09-Jun-21 10:18:14 GMT",
    "k=v example.com / - past" },
  { "expires-asctime", "http://example.com/", "k=v; expires=Wed Jun  9 10:18:14 2021", "k=v example.com / - past" },
  { "expires-far", "http://example.com/", "k=v; expires=Fri, 31 Dec 2999 23:59:59 GMT", "k=v example.com / - later" },
  { "expires-bad", "http://example.com/", "k=v; Expires=tomorrow", "k=v example.com / - session" },
  { "json", "http://example.com/", "k={\"a\":1}", "k={\"a\":1} example.com / - session" },
  { "equals-in-value", "http://example.com/", "k=a=b", "k=a=b example.com / - session" },
};

static const char *
tell_lifetime (SoupCookie *cookie)
{
  GDateTime *expires = soup_cookie_get_expires (cookie);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (expires == NULL)
    return "session";
  return g_date_time_compare (expires, now) > 0 ? "later" : "past";
}

static void
test_parse (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GUri) uri = g_uri_parse (row->url, SOUP_HTTP_URI_FLAGS, NULL);
  SoupCookie *cookie = aiohttp_set_cookie_parse (row->field, uri);
  g_autofree char *told = NULL;
  const char *flags;

  if (cookie == NULL)
    {
      g_assert_null (row->cookie);
      return;
    }
  flags = soup_cookie_get_secure (cookie) ? (soup_cookie_get_http_only (cookie) ? "secure,httponly" : "secure")
                                          : (soup_cookie_get_http_only (cookie) ? "httponly" : "-");
  told =
      g_strdup_printf ("%s=%s %s %s %s %s", soup_cookie_get_name (cookie), soup_cookie_get_value (cookie),
                       soup_cookie_get_domain (cookie), soup_cookie_get_path (cookie), flags, tell_lifetime (cookie));
  g_assert_cmpstr (told, ==, row->cookie);
  soup_cookie_free (cookie);
}

static void
test_too_long (void)
{
  g_autoptr (GUri) uri = g_uri_parse ("http://example.com/", SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *value = g_strnfill (AIOHTTP_MAX_COOKIE_SIZE, 'x');
  g_autofree char *field = g_strconcat ("k=", value, NULL);

  g_assert_null (aiohttp_set_cookie_parse (field, uri));
}

static void
test_append (void)
{
  const struct
  {
    const char *value;
    gboolean quotes;
    const char *field; /* NULL: refused */
  } appended[] = {
    { "v", TRUE, "k=v" },
    { "a b", TRUE, "k=\"a b\"" },
    { "a;b,c\"d\\", TRUE, "k=\"a\\073b\\054c\\\"d\\\\\"" },
    { "a b", FALSE, "k=a b" },
    { "a;b", FALSE, NULL },
    { "a\r\nb", FALSE, NULL },
    { "a\r\nb", TRUE, "k=\"a\\015\\012b\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (appended); i++)
    {
      g_autoptr (GString) field = g_string_new (NULL);
      gboolean may = aiohttp_cookie_append (field, "k", appended[i].value, appended[i].quotes);

      g_assert_cmpint (may, ==, appended[i].field != NULL);
      if (may)
        g_assert_cmpstr (field->str, ==, appended[i].field);
      g_assert_false (aiohttp_cookie_append (field, "k k", "v", appended[i].quotes));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/set-cookie/parse/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_parse);
    }
  g_test_add_func ("/set-cookie/too-long", test_too_long);
  g_test_add_func ("/set-cookie/append", test_append);
  return g_test_run ();
}
