/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Where a server sends a client, and what that takes with it. */

#include <string.h>

#include "hostile.h"

#define TO(target) SCRIPT (READ, SAY ("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " target "\r\n\r\n"), AGAIN)
#define NOT_HTTP   FAILS (INVALID_REDIRECT, "302 redirects to")

static const HostileRow targets[] = {
  {
      .name = "loop",
      .script = TO ("/bad"),
      .native = FAILS (TOO_MANY_REDIRECTS, "Too many redirects"),
      .connections = 1,
  },
  { .name = "loop-growing",
    .script = TO ("bad/../bad/x/bad"),
    .native = FAILS (TOO_MANY_REDIRECTS, "Too many redirects"),
    .connections = 1 },
  { .name = "file", .script = TO ("file:///etc/passwd"), .native = NOT_HTTP },
  { .name = "javascript", .script = TO ("javascript:alert(1)"), .native = NOT_HTTP },
  { .name = "data", .script = TO ("data:text/html,hello"), .native = NOT_HTTP },
  { .name = "ftp", .script = TO ("ftp://127.0.0.1/x"), .native = NOT_HTTP },
  { .name = "mailto", .script = TO ("mailto:root@localhost"), .native = NOT_HTTP },
  { .name = "gopher", .script = TO ("gopher://127.0.0.1:25/_HELO"), .native = NOT_HTTP },
  { .name = "unix", .script = TO ("http+unix://%2Frun%2Fx.sock/"), .native = NOT_HTTP },
  { .name = "websocket", .script = TO ("ws://127.0.0.1/"), .native = NOT_HTTP },
  { .name = "no-host", .script = TO ("http:///x"), .native = NOT_HTTP },
  { .name = "empty-authority", .script = TO ("//"), .native = NOT_HTTP },
  { .name = "bad-port", .script = TO ("http://127.0.0.1:99999/"), .native = NOT_HTTP },
  { .name = "port-words", .script = TO ("http://127.0.0.1:http/"), .native = NOT_HTTP },
  { .name = "open-bracket", .script = TO ("http://[::1/"), .native = NOT_HTTP },
  { .name = "short-address", .script = TO ("http://127.1/"), .native = NOT_HTTP },
  { .name = "decimal-address", .script = TO ("http://2130706433/"), .native = NOT_HTTP },
  { .name = "host-with-space", .script = TO ("http://a b/"), .native = NOT_HTTP },
  { .name = "host-with-nul", .script = TO ("http://a%00b/"), .native = NOT_HTTP },
  { .name = "host-with-crlf", .script = TO ("http://a%0d%0ab/"), .native = NOT_HTTP },
  { .name = "backslash", .script = TO ("http:\\\\127.0.0.1\\x"), .native = NOT_HTTP },
  { .name = "nowhere", .script = TO ("http://127.0.0.1:1/"), .native = FAILS (CONNECT, "127.0.0.1") },
  { .name = "unknown-host", .script = TO ("http://does-not-exist.invalid/"), .native = FAILS (DNS, "does-not-exist") },
};

/* What was asked for behind the redirect: its path has no line that the target made. */
static void
check_no_injection (HostileCase *test)
{
  for (guint i = 0; i < raw_server_count_requests (test->server); i++)
    {
      g_autofree char *request = raw_server_dup_request (test->server, i);

      g_assert_null (strstr (request, "\nInjected"));
    }
  g_assert_cmpuint (raw_server_count_requests (test->server), >=, 2);
}

/* The first request is redirected, the next one is not. */
#define ONCE(target)                                                                                                   \
  SCRIPT (READ, SAY ("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " target "\r\n\r\n"), READ,                 \
          SAY (OK_HEAD "Content-Length: 5\r\n\r\nthere"), READ)

static const HostileRow paths[] = {
  { .name = "path-with-crlf",
    .script = ONCE ("/x%0d%0aInjected:%20y"),
    .native = GIVES ("there"),
    .check = check_no_injection },
  { .name = "path-with-tab", .script = ONCE ("/x\ty"), .native = FAILS (INVALID_REDIRECT, "control character") },
  { .name = "path-up",
    .script = ONCE ("/../../../../etc/passwd"),
    .native = GIVES ("there"),
    .check = check_no_injection },
  { .name = "path-latin-1", .script = ONCE ("/\xe4\xff"), .native = GIVES ("there"), .check = check_no_injection },
};

void
hostile_add_redirects (void)
{
  hostile_add_rows ("redirect", targets, G_N_ELEMENTS (targets));
  hostile_add_rows ("redirect", paths, G_N_ELEMENTS (paths));
}
