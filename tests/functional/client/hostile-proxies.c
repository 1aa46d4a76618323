/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Proxies that do not do as they are asked. */

#include <string.h>

#include "hostile.h"

static void
use_proxy (HostileCase *test)
{
  g_autofree char *proxy = hostile_case_expand (test, "http://127.0.0.1:{port}");

  aiohttp_request_options_set_proxy (test->options, proxy);
}

static void
use_socks (HostileCase *test)
{
  g_autofree char *proxy = hostile_case_expand (test, "socks5://127.0.0.1:{port}");

  aiohttp_request_options_set_proxy (test->options, proxy);
}

#define TUNNEL  .url = "https://origin.test/bad", .prepare = use_proxy
#define FORWARD .url = "http://origin.test/bad", .prepare = use_proxy
#define SOCKS   .url = "http://origin.test/bad", .prepare = use_socks
#define OPEN    "HTTP/1.1 200 Connection established\r\n"

static const HostileRow tunnels[] = {
  { .name = "tunnel-closed",
    .soup = FAILS (PROXY, "terminated unexpectedly"),
    .script = SCRIPT (READ),
    TUNNEL,
    .native = FAILS (PROXY, "closed the connection") },
  { .name = "tunnel-reset", .script = SCRIPT (READ, RESET), TUNNEL, .native = FAILS (PROXY, "reset") },
  { .name = "tunnel-silent",
    .script = SCRIPT (READ, WAIT),
    TUNNEL,
    .native = FAILS (TIMEOUT, "0.2 seconds"),
    .timeout = 0.2 },
  { .name = "tunnel-drip",
    .script = SCRIPT (READ, SAY (OPEN), DRIP ("X: 1\r\n")),
    TUNNEL,
    .native = FAILS (TIMEOUT, "0.2 seconds"),
    .timeout = 0.2 },
  { .name = "tunnel-garbage",
    .soup = FAILS (PROXY, "Could not parse"),
    .script = ANSWER ("garbage\r\n\r\n"),
    TUNNEL,
    .native = FAILS (PROXY, "malformed") },
  { .name = "tunnel-endless-line",
    .soup = FAILS (PROXY, "Header too big"),
    .script = SCRIPT (READ, FLOOD ("xxxxxxxx", 0)),
    TUNNEL,
    .native = FAILS (PROXY, "limit is 8190") },
  { .name = "tunnel-endless-fields",
    .soup = FAILS (PROXY, "Header too big"),
    .script = SCRIPT (READ, SAY (OPEN), FLOOD ("X: 1\r\n", 0)),
    TUNNEL,
    .native = FAILS (PROXY, "128 fields") },
  { .name = "tunnel-endless-interim",
    .soup = FAILS (PROXY, "More than 16 interim responses"),
    .script = SCRIPT (READ, FLOOD ("HTTP/1.1 103 Early Hints\r\n\r\n", 0)),
    TUNNEL,
    .native = FAILS (PROXY, "interim") },
  { .name = "tunnel-password",
    .script = KEPT (
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 2\r\n\r\nno"),
    TUNNEL,
    .native = FAILS (PROXY, "407") },
  { .name = "tunnel-bad-gateway",
    .script = KEPT ("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno"),
    TUNNEL,
    .native = FAILS (PROXY, "502") },
  { .name = "tunnel-redirect",
    .script = KEPT ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
    TUNNEL,
    .native = FAILS (PROXY, "302") },
  { .name = "tunnel-page",
    .soup = FAILS (TIMEOUT, "0.2 seconds"),
    .soup_timeout = 0.2,
    .undetected = "bytes behind the answer to CONNECT",
    .script = ANSWER (OPEN "Content-Length: 5\r\n\r\nhello"),
    TUNNEL,
    .native = FAILS (PROXY, "nobody has asked for") },
  { .name = "tunnel-plain",
    .script =
        SCRIPT (READ, SAY (OPEN "\r\n"), CALL (hostile_await_bytes), SAY ("HTTP/1.1 400 Bad Request\r\n\r\n"), WAIT),
    TUNNEL,
    .native = FAILS (TLS, NULL) },
  { .name = "tunnel-cut",
    .script = SCRIPT (READ, SAY (OPEN "\r\n"), CALL (hostile_await_bytes), RESET),
    TUNNEL,
    .native = FAILS (TLS, NULL) },
};

static const HostileRow forwards[] = {
  { .name = "forward-closed",
    .soup = FAILS (DISCONNECTED, "terminated unexpectedly"),
    .script = SCRIPT (READ),
    FORWARD,
    .native = FAILS (DISCONNECTED, "Server disconnected") },
  { .name = "forward-garbage",
    .soup = FAILS (BAD_RESPONSE, "Could not parse"),
    .script = ANSWER ("garbage\r\n\r\n"),
    FORWARD,
    .native = FAILS (BAD_RESPONSE, "malformed") },
  { .name = "forward-password",
    .script = KEPT (
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 2\r\n\r\nno"),
    FORWARD,
    .native = GIVES ("no") },
  { .name = "forward-too-long",
    .script = ANSWER (OK_HEAD "Content-Length: 2\r\n\r\nok" OK_HEAD "Content-Length: 8\r\n\r\nsmuggled"),
    FORWARD,
    .native = GIVES ("ok") },
};

static const HostileRow socks[] = {
  { .name = "socks-closed",
    .soup = FAILS (DISCONNECTED, "reset"),
    .script = SCRIPT (CALL (hostile_await_bytes)),
    SOCKS,
    .native = FAILS (PROXY, NULL) },
  { .name = "socks-silent", .script = SCRIPT (WAIT), SOCKS, .native = FAILS (TIMEOUT, "0.2 seconds"), .timeout = 0.2 },
  { .name = "socks-http",
    .script = SCRIPT (SAY ("HTTP/1.1 400 Bad Request\r\n\r\n"), WAIT),
    SOCKS,
    .native = FAILS (PROXY, NULL) },
  { .name = "socks-version", .script = SCRIPT (SAY ("\4\0"), WAIT), SOCKS, .native = FAILS (PROXY, NULL) },
  { .name = "socks-password", .script = SCRIPT (SAY ("\5\2"), WAIT), SOCKS, .native = FAILS (PROXY, NULL) },
  { .name = "socks-refused",
    .soup = FAILS (CONNECT, "SOCKSv5 proxy"),
    .script = SCRIPT (SAY ("\5\0\5\5\0\1\0\0\0\0\0\0"), WAIT),
    SOCKS,
    .native = FAILS (PROXY, NULL) },
  { .name = "socks-address",
    .script = SCRIPT (SAY ("\5\0\5\0\0\x77\0\0\0\0\0\0"), WAIT),
    SOCKS,
    .native = FAILS (PROXY, NULL) },
};

void
hostile_add_proxies (void)
{
  hostile_add_rows ("proxy", tunnels, G_N_ELEMENTS (tunnels));
  hostile_add_rows ("proxy", forwards, G_N_ELEMENTS (forwards));
  hostile_add_rows ("proxy", socks, G_N_ELEMENTS (socks));
}
