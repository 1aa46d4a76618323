/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-request-url-private.h"
#include "aiohttp-url-private.h"

/* What a URL becomes, with its parameters; NULL with the error. */
static const struct
{
  const char *url;
  const char *params;
  const char *result;
  AiohttpClientError code;
} urls[] = {
  { "http://example.org", NULL, "http://example.org/", 0 },
  { "HTTP://Example.ORG/A", NULL, "http://example.org/A", 0 },
  { "https://example.org:443/", NULL, "https://example.org/", 0 },
  { "http://example.org:8080/", NULL, "http://example.org:8080/", 0 },
  { "http://example.org/a b", NULL, "http://example.org/a%20b", 0 },
  { "http://example.org/%41%zz%", NULL, "http://example.org/A%25zz%25", 0 },
  { "http://example.org/é?ü=ß#ö", NULL, "http://example.org/%C3%A9?%C3%BC=%C3%9F#%C3%B6", 0 },
  { "http://example.org/a%2Fb", NULL, "http://example.org/a%2Fb", 0 },
  { "http://example.org/<\"{|}^`>", NULL, "http://example.org/%3C%22%7B%7C%7D%5E%60%3E", 0 },
  { "http://example.org/\\x", NULL, "http://example.org/%5Cx", 0 },
  { "http://example.org/#a#b", NULL, "http://example.org/#a%23b", 0 },
  { "http://example.org/?a=1", "b=2", "http://example.org/?a=1&b=2", 0 },
  { "http://example.org/?", "b=2", "http://example.org/?b=2", 0 },
  { "http://example.org/x#f", "b=2&c=3 4#5", "http://example.org/x?b=2&c=3%204%235#f", 0 },
  { "http://example.org/?a=1", "", "http://example.org/?a=1", 0 },
  { "http://[::1]:80/", NULL, "http://[::1]/", 0 },
  { "http://192.168.0.1/", NULL, "http://192.168.0.1/", 0 },
  { "http://user:pw@example.org/", NULL, "http://example.org/", 0 },
  { "http://bücher.example/", NULL, "http://xn--bcher-kva.example/", 0 },
  { "http://under_score.example/", NULL, "http://under_score.example/", 0 },

  { "", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "example.org", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "//example.org/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http:", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http:///x", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http:example.org", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://user@/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://exa mple.org/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://good.example\\@evil.example/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://a%2fb/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://a%00b/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://example.org:0/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://example.org:65536/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://example.org:x/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://[::1/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://2130706433/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://127.1/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://0177.0.0.1/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://0xa.0.0.0x1/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://256.0.0.1/", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://example.org/\r\nX: y", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "http://example.org/\tx", NULL, NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
  { "ftp://example.org/", NULL, NULL, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL },
  { "file:///etc/passwd", NULL, NULL, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL },
  { "javascript:alert(1)", NULL, NULL, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL },
  { "ws://example.org/", NULL, NULL, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *authorization = NULL;
      g_autoptr (GUri) uri = aiohttp_request_url_parse (urls[i].url, urls[i].params, &authorization, &error);
      g_autofree char *result = uri != NULL ? aiohttp_request_url_to_string (uri, TRUE) : NULL;

      g_test_message ("%s", urls[i].url);
      g_assert_cmpstr (result, ==, urls[i].result);
      if (result == NULL)
        g_assert_error (error, AIOHTTP_CLIENT_ERROR, (int) urls[i].code);
    }
}

static void
test_user_information (void)
{
  const struct
  {
    const char *url;
    const char *plain;
  } rows[] = {
    { "http://h/", NULL },      { "http://@h/", NULL },   { "http://u@h/", "u:" },
    { "http://u:p@h/", "u:p" }, { "http://:p@h/", ":p" }, { "http://u%40x:p%3A%20q@h/", "u@x:p: q" },
    { "http://é:p@h/", "é:p" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *authorization = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GUri) uri = aiohttp_request_url_parse (rows[i].url, NULL, &authorization, &error);
      g_autofree guchar *plain = NULL;
      gsize length = 0;

      g_test_message ("%s", rows[i].url);
      g_assert_no_error (error);
      g_assert_null (g_uri_get_userinfo (uri));
      if (rows[i].plain == NULL)
        {
          g_assert_null (authorization);
          continue;
        }
      g_assert_true (g_str_has_prefix (authorization, "Basic "));
      plain = g_base64_decode (authorization + 6, &length);
      g_assert_cmpmem (plain, length, rows[i].plain, strlen (rows[i].plain));
    }
}

static void
test_resolve (void)
{
  const struct
  {
    const char *reference;
    const char *result;
    AiohttpClientError code;
  } rows[] = {
    { "/x", "http://h/x#f", 0 },
    { "x", "http://h/a/x#f", 0 },
    { "../x", "http://h/x#f", 0 },
    { "../../../x", "http://h/x#f", 0 },
    { "?y", "http://h/a/b?y#f", 0 },
    { "", "http://h/a/b?q#f", 0 },
    { "#new", "http://h/a/b?q#new", 0 },
    { "/x#", "http://h/x#", 0 },
    { "//other/x", "http://other/x#f", 0 },
    { "https://other/x#own", "https://other/x#own", 0 },
    { "/ä ö", "http://h/%C3%A4%20%C3%B6#f", 0 },
    { "http:x", NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
    { "http:///x", NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
    { "//", NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
    { "/x\ry", NULL, AIOHTTP_CLIENT_ERROR_INVALID_URL },
    { "ftp://other/", NULL, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL },
    { "data:text/plain,x", NULL, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL },
  };
  g_autoptr (GUri) base = aiohttp_request_url_parse ("http://h/a/b?q#f", NULL, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GUri) uri = aiohttp_request_url_resolve (base, rows[i].reference, NULL, &error);
      g_autofree char *result = uri != NULL ? aiohttp_request_url_to_string (uri, TRUE) : NULL;

      g_test_message ("%s", rows[i].reference);
      g_assert_cmpstr (result, ==, rows[i].result);
      if (result == NULL)
        g_assert_error (error, AIOHTTP_CLIENT_ERROR, (int) rows[i].code);
    }
}

static void
test_same_origin (void)
{
  const struct
  {
    const char *a;
    const char *b;
    gboolean same;
  } rows[] = {
    { "http://h/a", "http://h/b", TRUE },     { "http://h/", "http://H:80/", TRUE },
    { "https://h/", "https://h:443/", TRUE }, { "http://h/", "https://h/", FALSE },
    { "http://h/", "http://h:81/", FALSE },   { "http://h/", "http://x.h/", FALSE },
    { "http://h:443/", "https://h/", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GUri) a = aiohttp_request_url_parse (rows[i].a, NULL, NULL, NULL);
      g_autoptr (GUri) b = aiohttp_request_url_parse (rows[i].b, NULL, NULL, NULL);

      g_assert_true (aiohttp_request_url_same_origin (a, b) == rows[i].same);
    }
}

static void
test_append_pair (void)
{
  g_autoptr (GString) query = g_string_new (NULL);

  aiohttp_url_append_form_pair (query, "a b", "1&2=3");
  aiohttp_url_append_form_pair (query, "é", "");
  aiohttp_url_append_form_pair (query, "~-._", "+/%\n");
  g_assert_cmpstr (query->str, ==, "a+b=1%262%3D3&%C3%A9=&~-._=%2B%2F%25%0A");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request-url/parse", test_parse);
  g_test_add_func ("/request-url/user-information", test_user_information);
  g_test_add_func ("/request-url/resolve", test_resolve);
  g_test_add_func ("/request-url/same-origin", test_same_origin);
  g_test_add_func ("/request-url/append-pair", test_append_pair);
  return g_test_run ();
}
