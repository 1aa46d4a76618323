/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-redirect-private.h"

static void
test_target (void)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  const guint followed[] = { 301, 302, 303, 307, 308 };
  const guint not_followed[] = { 200, 201, 300, 304, 305, 306, 399, 400 };

  for (guint i = 0; i < G_N_ELEMENTS (followed); i++)
    g_assert_null (aiohttp_redirect_get_target (followed[i], headers));
  soup_message_headers_append (headers, "URI", "/uri");
  for (guint i = 0; i < G_N_ELEMENTS (followed); i++)
    g_assert_cmpstr (aiohttp_redirect_get_target (followed[i], headers), ==, "/uri");
  soup_message_headers_append (headers, "Location", "/location");
  for (guint i = 0; i < G_N_ELEMENTS (followed); i++)
    g_assert_cmpstr (aiohttp_redirect_get_target (followed[i], headers), ==, "/location");
  for (guint i = 0; i < G_N_ELEMENTS (not_followed); i++)
    g_assert_null (aiohttp_redirect_get_target (not_followed[i], headers));
}

static void
test_method (void)
{
  const struct
  {
    guint status;
    const char *method;
    const char *next;
  } rows[] = {
    { 301, "GET", "GET" },   { 301, "HEAD", "HEAD" }, { 301, "POST", "GET" },      { 301, "PUT", "PUT" },
    { 302, "POST", "GET" },  { 302, "PUT", "PUT" },   { 302, "DELETE", "DELETE" }, { 303, "GET", "GET" },
    { 303, "HEAD", "HEAD" }, { 303, "POST", "GET" },  { 303, "PUT", "GET" },       { 303, "DELETE", "GET" },
    { 307, "POST", "POST" }, { 307, "PUT", "PUT" },   { 308, "POST", "POST" },     { 308, "PATCH", "PATCH" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (aiohttp_redirect_choose_method (rows[i].status, rows[i].method), ==, rows[i].next);
}

static void
test_strip (void)
{
  const struct
  {
    const char *name;
    gboolean goes_with_body;
    gboolean goes_with_origin;
  } rows[] = {
    { "Authorization", FALSE, TRUE },
    { "Cookie", FALSE, TRUE },
    { "Proxy-Authorization", FALSE, TRUE },
    { "Host", FALSE, TRUE },
    { "Content-Type", TRUE, FALSE },
    { "Content-Length", TRUE, FALSE },
    { "Content-Encoding", TRUE, FALSE },
    { "Accept", FALSE, FALSE },
    { "X-Own", FALSE, FALSE },
  };

  for (guint mask = 0; mask < 4; mask++)
    {
      g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);

      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        {
          soup_message_headers_append (headers, rows[i].name, "1");
          soup_message_headers_append (headers, rows[i].name, "1");
        }
      aiohttp_redirect_strip_headers (headers, (mask & 1) != 0, (mask & 2) != 0);
      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        {
          gboolean gone = (rows[i].goes_with_body && (mask & 1)) || (rows[i].goes_with_origin && (mask & 2));

          g_assert_true ((soup_message_headers_get_list (headers, rows[i].name) == NULL) == gone);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redirect/target", test_target);
  g_test_add_func ("/redirect/method", test_method);
  g_test_add_func ("/redirect/strip", test_strip);
  return g_test_run ();
}
