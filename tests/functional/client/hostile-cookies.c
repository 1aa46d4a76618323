/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a server has a client keep. It is www.example.com here, as the client's proxy. */

#include <string.h>

#include "hostile.h"

static void
use_proxy (HostileCase *test)
{
  g_autofree char *proxy = hostile_case_expand (test, "http://127.0.0.1:{port}");

  aiohttp_client_session_set_proxy (test->session, proxy);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (soup_cookie_get_name ((SoupCookie *) a), soup_cookie_get_name ((SoupCookie *) b));
}

/* The row's `expected` are the names that the jar has, in order. */
static void
check_jar (HostileCase *test)
{
  g_autolist (SoupCookie) cookies = aiohttp_cookie_jar_list (aiohttp_client_session_get_cookie_jar (test->session));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  cookies = g_list_sort (cookies, compare_names);
  for (GList *l = cookies; l != NULL; l = l->next)
    g_ptr_array_add (names, (gpointer) soup_cookie_get_name (l->data));
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (",", (char **) names->pdata);
  g_assert_cmpstr (joined, ==, test->row->expected);
}

static void
check_bound (HostileCase *test)
{
  g_assert_cmpuint (aiohttp_cookie_jar_get_n_cookies (aiohttp_client_session_get_cookie_jar (test->session)), ==, 50);
}

/* Each response has a hundred cookies, of names of its own. */
static void
say_cookies (RawConnection *connection, HostileCase *test)
{
  g_autoptr (GString) answer = g_string_new (OK_HEAD);
  guint n = raw_server_count_requests (test->server);

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (answer, "Set-Cookie: c%u-%u=1\r\n", n, i);
  g_string_append (answer, "Content-Length: 2\r\n\r\nok");
  raw_connection_puts (connection, answer->str);
}

static gboolean
send_often (HostileCase *test, GError **error)
{
  for (guint i = 0; i < 20; i++)
    {
      g_clear_object (&test->response);
      g_clear_pointer (&test->body, g_bytes_unref);
      if (!hostile_case_send (test, error))
        return FALSE;
    }
  return TRUE;
}

#define EXAMPLE   "http://www.example.com/bad"
#define SETS(set) KEPT (OK_HEAD "Set-Cookie: " set "\r\nContent-Length: 2\r\n\r\nok")
#define KEEPS(names)                                                                                                   \
  .native = GIVES ("ok"), .url = EXAMPLE, .prepare = use_proxy, .check = check_jar, .expected = (names)

static const HostileRow domains[] = {
  { .name = "own", .script = SETS ("a=1"), KEEPS ("a") },
  { .name = "parent", .script = SETS ("a=1; Domain=example.com"), KEEPS ("a") },
  { .name = "other-domain", .script = SETS ("a=1; Domain=evil.test"), KEEPS ("") },
  { .name = "sibling", .script = SETS ("a=1; Domain=api.example.com"), KEEPS ("") },
  { .name = "child", .script = SETS ("a=1; Domain=x.www.example.com"), KEEPS ("") },
  { .name = "tail-of-name", .script = SETS ("a=1; Domain=ample.com"), KEEPS ("") },
  { .name = "public-suffix", .script = SETS ("a=1; Domain=com"), KEEPS ("") },
  { .name = "public-suffix-dot", .script = SETS ("a=1; Domain=.com"), KEEPS ("") },
  { .name = "public-suffix-two",
    .script = SETS ("a=1; Domain=co.uk"),
    .native = GIVES ("ok"),
    .url = "http://www.example.co.uk/bad",
    .prepare = use_proxy,
    .check = check_jar,
    .expected = "" },
  { .name = "address", .script = SETS ("a=1; Domain=127.0.0.1"), KEEPS ("") },
  { .name = "of-address", .script = SETS ("a=1"), .native = GIVES ("ok"), .check = check_jar, .expected = "" },
  { .name = "domain-twice", .script = SETS ("a=1; Domain=www.example.com; Domain=evil.test"), KEEPS ("") },
  { .name = "one-in-many",
    .script = KEPT (OK_HEAD "Set-Cookie: a=1; Domain=evil.test\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\nok"),
    KEEPS ("b") },
};

static const HostileRow prefixes[] = {
  { .name = "host-domain", .script = SETS ("__Host-a=1; Secure; Path=/; Domain=www.example.com"), KEEPS ("") },
  { .name = "host-insecure", .script = SETS ("__Host-a=1; Path=/"), KEEPS ("") },
  { .name = "host-path", .script = SETS ("__Host-a=1; Secure; Path=/x"), KEEPS ("") },
  { .name = "secure-insecure", .script = SETS ("__Secure-a=1"), KEEPS ("") },
  { .name = "secure-prefix-over-http", .script = SETS ("__Secure-a=1; Secure"), KEEPS ("") },
  { .name = "prefix-case", .script = SETS ("__hOST-a=1"), KEEPS ("") },
  { .name = "secure-over-http", .script = SETS ("a=1; Secure"), KEEPS ("") },
};

#define K4 FLOOD ("0123456789abcdef", 257)

static const HostileRow values[] = {
  { .name = "giant",
    .script = SCRIPT (READ, SAY (OK_HEAD "Set-Cookie: a="), K4, SAY ("\r\nContent-Length: 2\r\n\r\nok"), READ),
    KEEPS ("") },
  { .name = "no-name", .script = SETS ("=1"), KEEPS ("") },
  { .name = "nothing", .script = SETS (""), KEEPS ("") },
  { .name = "semicolons", .script = SETS (";;;;"), KEEPS ("") },
  {
      .name = "control",
      .script = SETS ("a=b\001c"),
      KEEPS (""),
  },
  { .name = "expired", .script = SETS ("a=1; Max-Age=-99999999999999999999"), KEEPS ("") },
  { .name = "age-overflow", .script = SETS ("a=1; Max-Age=99999999999999999999"), KEEPS ("a") },
  { .name = "age-junk", .script = SETS ("a=1; Max-Age=never"), KEEPS ("a") },
  { .name = "expires-junk", .script = SETS ("a=1; Expires=Thu, 99 Foo 99999 99:99:99 GMT"), KEEPS ("a") },
  { .name = "same-site-junk", .script = SETS ("a=1; SameSite=\"; Domain=evil.test"), KEEPS ("") },
  { .name = "hundred",
    .script = SCRIPT (READ, CALL (say_cookies), READ),
    .native = GIVES ("ok"),
    .url = EXAMPLE,
    .prepare = use_proxy,
    .check = check_bound },
  { .name = "thousands",
    .script = SCRIPT (READ, CALL (say_cookies), AGAIN),
    .native = GIVES ("ok"),
    .url = EXAMPLE,
    .prepare = use_proxy,
    .ask = send_often,
    .check = check_bound },
};

void
hostile_add_cookies (void)
{
  hostile_add_rows ("cookie", domains, G_N_ELEMENTS (domains));
  hostile_add_rows ("cookie", prefixes, G_N_ELEMENTS (prefixes));
  hostile_add_rows ("cookie", values, G_N_ELEMENTS (values));
}
