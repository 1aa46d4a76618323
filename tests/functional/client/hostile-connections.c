/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A connection between two requests. */

#include <string.h>

#include "hostile.h"

#define ANSWERED OK_HEAD "Content-Length: 2\r\n\r\nok"

/* The second request goes over the connection of the first. */
static gboolean
send_twice (HostileCase *test, GError **error)
{
  if (!hostile_case_send (test, error))
    return FALSE;
  g_clear_object (&test->response);
  g_clear_pointer (&test->body, g_bytes_unref);
  return hostile_case_send (test, error);
}

/* What the server does to a connection that nobody uses is seen. */
static void
wait_until_closed (HostileCase *test)
{
  while (raw_server_count_open (test->server) > 0)
    g_assert_true (aiohttp_sleep (0.002, NULL));
}

static void
check_sent_once (HostileCase *test)
{
  g_assert_cmpuint (raw_server_count_requests (test->server), ==, 2);
}

static void
post_text (HostileCase *test)
{
  aiohttp_request_options_set_text (test->options, "payload");
}

static const HostileRow reused[] = {
  { .name = "closed-when-reused",
    .soup = FAILS (DISCONNECTED, "terminated unexpectedly"),
    .script = SCRIPT (READ, FIRST, SAY (ANSWERED), READ),
    .ask = send_twice,
    .native = FAILS (DISCONNECTED, "Server disconnected"),
    .connections = 3 },
  { .name = "closed-when-reused-once",
    .script = SCRIPT (READ, SAY (ANSWERED), READ),
    .ask = send_twice,
    .native = GIVES ("ok"),
    .connections = 2 },
  { .name = "reset-when-reused",
    .script = SCRIPT (READ, SAY (ANSWERED), READ, RESET),
    .ask = send_twice,
    .native = GIVES ("ok"),
    .connections = 2 },
  { .name = "cut-when-reused",
    .soup = FAILS (BAD_RESPONSE, "Could not parse HTTP response"),
    .script = SCRIPT (READ, FIRST, SAY (ANSWERED), READ, SAY ("HTTP/1.1 2")),
    .ask = send_twice,
    .native = FAILS (DISCONNECTED, "in the middle"),
    .connections = 2 },
  { .name = "post-closed-when-reused",
    .soup = GIVES ("ok"),
    .undetected = "a POST has a connection of its own",
    .script = SCRIPT (READ, SAY (ANSWERED), READ),
    .ask = send_twice,
    .method = "POST",
    .prepare = post_text,
    .native = FAILS (DISCONNECTED, "Server disconnected"),
    .check = check_sent_once,
    .connections = 2 },
};

static const HostileRow idle[] = {
  { .name = "closed-idle",
    .script = SCRIPT (READ, SAY (ANSWERED)),
    .native = GIVES ("ok"),
    .check = wait_until_closed,
    .connections = 2 },
  { .name = "reset-idle",
    .script = SCRIPT (READ, SAY (ANSWERED), RESET),
    .native = GIVES ("ok"),
    .check = wait_until_closed,
    .connections = 2 },
  { .name = "timeout-told-idle",
    .script = SCRIPT (READ, SAY (ANSWERED), SAY ("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"), WAIT),
    .native = GIVES ("ok"),
    .check = wait_until_closed,
    .connections = 2 },
  { .name = "answer-unasked",
    .script = SCRIPT (READ, SAY (ANSWERED), SAY (OK_HEAD "Content-Length: 8\r\n\r\nsmuggled"), WAIT),
    .native = GIVES ("ok"),
    .check = wait_until_closed,
    .connections = 2 },
  { .name = "byte-unasked",
    .script = SCRIPT (READ, SAY (ANSWERED), SAY ("\n"), WAIT),
    .native = GIVES ("ok"),
    .check = wait_until_closed,
    .connections = 2 },
  { .name = "says-close-but-stays",
    .script = ANSWER (OK_HEAD "Connection: close\r\nContent-Length: 2\r\n\r\nok"),
    .native = GIVES ("ok"),
    .check = wait_until_closed,
    .connections = 2 },
  { .name = "says-keep-alive-for-ever",
    .script = LAST (
        OK_HEAD
        "Connection: keep-alive\r\nKeep-Alive: timeout=99999999999999999999, max=-1\r\nContent-Length: 2\r\n\r\nok"),
    .native = GIVES ("ok"),
    .check = wait_until_closed,
    .connections = 2 },
  { .name = "old-without-keep-alive",
    .script = ANSWER ("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    .native = GIVES ("ok"),
    .check = wait_until_closed,
    .connections = 2 },
};

void
hostile_add_connections (void)
{
  hostile_add_rows ("connection", reused, G_N_ELEMENTS (reused));
  hostile_add_rows ("connection", idle, G_N_ELEMENTS (idle));
}
