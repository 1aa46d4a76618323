/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-environment-private.h"
#include "aiohttp-hsts-private.h"

static void
test_no_proxy (void)
{
  const struct
  {
    const char *no_proxy;
    const char *host;
    int port;
    gboolean matches;
  } rows[] = {
    { "", "example.com", 80, FALSE },
    { "*", "example.com", 80, TRUE },
    { "example.com", "example.com", 80, TRUE },
    { "example.com", "EXAMPLE.com", 80, TRUE },
    { "example.com", "sub.example.com", 80, TRUE },
    { ".example.com", "sub.example.com", 80, TRUE },
    { ".example.com", "example.com", 80, TRUE },
    { "*.example.com", "sub.example.com", 80, TRUE },
    { "example.com", "badexample.com", 80, FALSE },
    { "example.com:8080", "example.com", 8080, TRUE },
    { "example.com:8080", "example.com", 80, FALSE },
    { "a.org, example.com ,b.org", "example.com", 80, TRUE },
    { "127.0.0.1", "127.0.0.1", 80, TRUE },
    { "localhost", "localhost.localdomain", 80, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (aiohttp_environment_no_proxy_matches (rows[i].no_proxy, rows[i].host, rows[i].port), ==,
                     rows[i].matches);
}

static char *
find (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  return aiohttp_environment_find_proxy (uri);
}

static void
test_find_proxy (void)
{
  const struct
  {
    const char *url;
    const char *proxy;
  } rows[] = {
    { "http://example.com/", "http://plain:1" },
    { "https://example.com/", "http://secure:2" },
    { "http://inside.lan/", NULL },
  };

  g_setenv ("http_proxy", "http://plain:1", TRUE);
  g_setenv ("HTTP_PROXY", "http://from-a-cgi-peer:9", TRUE);
  g_setenv ("HTTPS_PROXY", "secure:2", TRUE);
  g_setenv ("no_proxy", "lan", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *proxy = find (rows[i].url);

      g_assert_cmpstr (proxy, ==, rows[i].proxy);
    }
  g_unsetenv ("http_proxy");
  g_assert_null (find ("http://example.com/"));
}

static void
test_netrc (void)
{
  const char *text = "# a comment\n"
                     "machine first.org login anna password one\n"
                     "macdef init\nmachine example.com password macro\n\n"
                     "machine example.com\n\tlogin \"b o b\"\n\taccount x\n\tpassword t\\wo\n"
                     "machine nopass.org login c\n"
                     "default login any password three\n";
  const struct
  {
    const char *host;
    const char *plain; /* NULL: none */
  } rows[] = {
    { "first.org", "anna:one" },
    { "example.com", "b o b:two" },
    { "EXAMPLE.com", "b o b:two" },
    { "other.org", "any:three" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *credential = aiohttp_netrc_find (text, rows[i].host);
      g_autofree char *encoded = g_base64_encode ((const guchar *) rows[i].plain, strlen (rows[i].plain));
      g_autofree char *expected = g_strconcat ("Basic ", encoded, NULL);

      g_assert_cmpstr (credential, ==, expected);
    }
  g_assert_null (aiohttp_netrc_find ("machine a.org login b password c", "other.org"));
  g_assert_null (aiohttp_netrc_find ("machine a.org login b", "a.org"));
  g_assert_null (aiohttp_netrc_find ("machine", "a.org"));
  g_assert_null (aiohttp_netrc_find ("", "a.org"));
}

static void
test_hsts (void)
{
  const struct
  {
    const char *from;
    const char *field;
    const char *url;
    const char *upgraded; /* NULL: not */
  } rows[] = {
    { "https://example.com/", "max-age=100", "http://example.com/a?b", "https://example.com/a?b" },
    { "https://example.com/", "max-age=100", "http://example.com:80/", "https://example.com/" },
    { "https://example.com/", "max-age=100", "http://example.com:8080/", "https://example.com:8080/" },
    { "https://example.com/", "max-age=100", "http://sub.example.com/", NULL },
    { "https://example.com/", "max-age=100; includeSubDomains", "http://sub.example.com/", "https://sub.example.com/" },
    { "https://example.com/", "max-age=100; includeSubDomains", "http://badexample.com/", NULL },
    { "https://example.com/", "max-age=0", "http://example.com/", NULL },
    { "https://example.com/", "max-age=9000000000000000000", "http://example.com/", "https://example.com/" },
    { "https://example.com/", "max-age=nan", "http://example.com/", NULL },
    { "https://example.com/", "includeSubDomains", "http://example.com/", NULL },
    { "https://127.0.0.1/", "max-age=100", "http://127.0.0.1/", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SoupHSTSEnforcer) enforcer = soup_hsts_enforcer_new ();
      g_autoptr (GUri) from = g_uri_parse (rows[i].from, SOUP_HTTP_URI_FLAGS, NULL);
      g_autoptr (GUri) uri = g_uri_parse (rows[i].url, SOUP_HTTP_URI_FLAGS, NULL);
      g_autoptr (GUri) upgraded = NULL;
      g_autofree char *text = NULL;

      aiohttp_hsts_take (enforcer, from, rows[i].field);
      upgraded = aiohttp_hsts_upgrade (enforcer, uri);
      text = upgraded != NULL ? g_uri_to_string (upgraded) : NULL;
      g_assert_cmpstr (text, ==, rows[i].upgraded);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/environment/no-proxy", test_no_proxy);
  g_test_add_func ("/environment/find-proxy", test_find_proxy);
  g_test_add_func ("/environment/netrc", test_netrc);
  g_test_add_func ("/environment/hsts", test_hsts);
  return g_test_run ();
}
