/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Before there is a response, and in its head. */

#include "hostile.h"

#define UNPARSED FAILS (BAD_RESPONSE, "Could not parse HTTP response")

/* libsoup makes a property of a negative length. */
static void
expect_warning (HostileCase *test)
{
  if (client_transport_is_soup ())
    g_test_expect_message ("GLib-GObject", G_LOG_LEVEL_WARNING, "*content-length*");
}

static const HostileRow silences[] = {
  { .name = "closed-on-request",
    .soup = FAILS (DISCONNECTED, "terminated unexpectedly"),
    .script = SCRIPT (READ),
    .native = FAILS (DISCONNECTED, "Server disconnected") },
  { .name = "closed-on-accept", .script = SCRIPT (END), .native = FAILS (DISCONNECTED, "127.0.0.1") },
  { .name = "reset-on-accept", .script = SCRIPT (RESET), .native = FAILS (DISCONNECTED, "127.0.0.1") },
  { .name = "reset-unread",
    .script = SCRIPT (CALL (hostile_await_bytes), RESET),
    .native = FAILS (DISCONNECTED, "reset") },
  { .name = "reset-on-request", .script = SCRIPT (READ, RESET), .native = FAILS (DISCONNECTED, "reset") },
  { .name = "silence", .script = SCRIPT (WAIT), .native = FAILS (TIMEOUT, "0.2 seconds"), .timeout = 0.2 },
  { .name = "cut-status",
    .soup = UNPARSED,
    .script = LAST ("HTTP/1.1 2"),
    .native = FAILS (DISCONNECTED, "in the middle") },
  { .name = "cut-head",
    .soup = UNPARSED,
    .script = LAST (OK_HEAD "X: "),
    .native = FAILS (DISCONNECTED, "in the middle") },
  { .name = "reset-in-head",
    .script = SCRIPT (READ, SAY (OK_HEAD "X: "), RESET),
    .native = FAILS (DISCONNECTED, "reset") },
  { .name = "stalled-head",
    .script = ANSWER (OK_HEAD "X: "),
    .native = FAILS (TIMEOUT, "0.2 seconds"),
    .timeout = 0.2 },
  { .name = "drip-status",
    .script = SCRIPT (READ, SAY ("HTTP/1.1 200 "), DRIP ("O")),
    .native = FAILS (TIMEOUT, "0.2 seconds"),
    .timeout = 0.2 },
  { .name = "drip-fields",
    .script = SCRIPT (READ, SAY (OK_HEAD), DRIP ("X: 1\r\n")),
    .native = FAILS (TIMEOUT, "0.2 seconds"),
    .timeout = 0.2 },
};

/* The limits of heads are a session's, or a request's. */
static void
limit_fields (HostileCase *test)
{
  aiohttp_client_session_set_max_field_size (test->session, 100);
}

static void
limit_line (HostileCase *test)
{
  aiohttp_request_options_set_max_line_size (test->options, 100);
}

#define TEN         "0123456789"
#define HUNDRED     TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define REASON(...) LAST ("HTTP/1.1 200 " __VA_ARGS__ "\r\nContent-Length: 2\r\n\r\nok")
#define FIELD(...)  LAST (OK_HEAD "X: " __VA_ARGS__ "\r\nContent-Length: 2\r\n\r\nok")

static const HostileRow limits[] = {
  { .name = "field-within", .script = FIELD (TEN TEN TEN), .prepare = limit_fields, .native = GIVES ("ok") },
  { .name = "field-beyond",
    .script = FIELD (HUNDRED),
    .prepare = limit_fields,
    .native = FAILS (BAD_RESPONSE, "the limit is 100") },
  { .name = "line-within", .script = REASON (TEN TEN TEN), .prepare = limit_line, .native = GIVES ("ok") },
  { .name = "line-beyond",
    .script = REASON (HUNDRED),
    .prepare = limit_line,
    .native = FAILS (BAD_RESPONSE, "the limit is 100") },
};

static const HostileRow endless[] = {
  { .name = "endless-garbage",
    .soup = FAILS (DISCONNECTED, "Header too big"),
    .script = SCRIPT (READ, FLOOD ("xxxxxxxxxxxxxxxx", 0)),
    .native = FAILS (BAD_RESPONSE, "limit is 8190") },
  { .name = "endless-status-line",
    .soup = FAILS (DISCONNECTED, "Header too big"),
    .script = SCRIPT (READ, SAY ("HTTP/1.1 200 "), FLOOD ("OKOKOKOKOKOKOKOK", 0)),
    .native = FAILS (BAD_RESPONSE, "limit is 8190") },
  { .name = "endless-field-name",
    .soup = FAILS (DISCONNECTED, "Header too big"),
    .script = SCRIPT (READ, SAY (OK_HEAD), FLOOD ("XXXXXXXXXXXXXXXX", 0)),
    .native = FAILS (BAD_RESPONSE, "limit is 8190") },
  { .name = "endless-field-value",
    .soup = FAILS (DISCONNECTED, "Header too big"),
    .script = SCRIPT (READ, SAY (OK_HEAD "X: "), FLOOD ("xxxxxxxxxxxxxxxx", 0)),
    .native = FAILS (BAD_RESPONSE, "limit is 8190") },
  { .name = "endless-fields",
    .soup = FAILS (DISCONNECTED, "Header too big"),
    .script = SCRIPT (READ, SAY (OK_HEAD), FLOOD ("X: 1\r\n", 0)),
    .native = FAILS (BAD_RESPONSE, "more than 128 fields") },
  { .name = "endless-fold",
    .soup = FAILS (DISCONNECTED, "Header too big"),
    .script = SCRIPT (READ, SAY (OK_HEAD "X: 1\r\n"), FLOOD (" 1\r\n", 0)),
    .native = FAILS (BAD_RESPONSE, "limit is 8190") },
  { .name = "endless-empty-lines",
    .soup = UNPARSED,
    .script = SCRIPT (READ, FLOOD ("\r\n", 0)),
    .native = FAILS (BAD_RESPONSE, "empty lines") },
  { .name = "endless-interim",
    .script = SCRIPT (READ, FLOOD ("HTTP/1.1 103 Early Hints\r\n\r\n", 0)),
    .native = FAILS (BAD_RESPONSE, "More than 16 interim responses"),
    .timeout = 0.5 },
};

static const HostileRow others[] = {
  { .name = "garbage",
    .soup = UNPARSED,
    .script = ANSWER ("garbage\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "version is malformed") },
  { .name = "http-0.9",
    .soup = UNPARSED,
    .script = LAST ("<html>hello</html>\n"),
    .native = FAILS (BAD_RESPONSE, "version is malformed") },
  { .name = "ssh",
    .soup = FAILS (TIMEOUT, "0.2 seconds"),
    .soup_timeout = 0.2,
    .undetected = "a head that does not end",
    .script = SCRIPT (SAY ("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"), WAIT),
    .native = FAILS (BAD_RESPONSE, "version is malformed") },
  { .name = "smtp",
    .soup = FAILS (TIMEOUT, "0.2 seconds"),
    .soup_timeout = 0.2,
    .undetected = "a head that does not end",
    .script = SCRIPT (SAY ("220 mail.example ESMTP Postfix\r\n"), WAIT),
    .native = FAILS (BAD_RESPONSE, "version is malformed") },
  { .name = "shoutcast",
    .soup = GIVES ("ok"),
    .undetected = "a malformed head",
    .soup_goes_on = TRUE,
    .script = ANSWER ("ICY 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "version is malformed") },
  { .name = "http2-settings",
    .soup = FAILS (TIMEOUT, "0.2 seconds"),
    .soup_timeout = 0.2,
    .undetected = "a head that does not end",
    .script = SCRIPT (SAY ("\0\0\0\4\0\0\0\0\0"), WAIT),
    .native = FAILS (BAD_RESPONSE, "control character") },
  { .name = "http2-preface",
    .soup = UNPARSED,
    .script = ANSWER ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "version is malformed") },
  { .name = "tls-alert",
    .soup = FAILS (TIMEOUT, "0.2 seconds"),
    .soup_timeout = 0.2,
    .undetected = "a head that does not end",
    .script = ANSWER ("\25\3\3\0\2\2\50"),
    .native = FAILS (BAD_RESPONSE, "control character") },
  { .name = "request",
    .soup = UNPARSED,
    .script = ANSWER ("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "version is malformed") },
  { .name = "version-2",
    .soup = UNPARSED,
    .script = ANSWER ("HTTP/2.0 200 OK\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "not HTTP/1.0 or HTTP/1.1") },
  { .name = "version-1.2",
    .soup = UNPARSED,
    .script = ANSWER ("HTTP/1.2 200 OK\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "not HTTP/1.0 or HTTP/1.1") },
};

static const HostileRow status_lines[] = {
  { .name = "status-missing",
    .soup = UNPARSED,
    .script = ANSWER ("HTTP/1.1 OK\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "three digits") },
  { .name = "status-long",
    .soup = UNPARSED,
    .script = ANSWER ("HTTP/1.1 2000 OK\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "not followed by a space") },
  { .name = "status-low",
    .soup = UNPARSED,
    .script = ANSWER ("HTTP/1.1 099 OK\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "three digits") },
  { .name = "status-negative",
    .soup = UNPARSED,
    .script = ANSWER ("HTTP/1.1 -20 OK\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "three digits") },
  { .name = "reason-nul",
    .soup = UNPARSED,
    .script = ANSWER ("HTTP/1.1 200 O\0K\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "control character") },
  { .name = "reason-cr",
    .soup = GIVES ("ok"),
    .undetected = "a malformed head",
    .soup_goes_on = TRUE,
    .script = ANSWER ("HTTP/1.1 200 O\rK\r\nContent-Length: 2\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "CR without LF") },
};

static const HostileRow fields[] = {
  { .name = "no-colon",
    .soup = GIVES ("ok"),
    .undetected = "a malformed head",
    .soup_goes_on = TRUE,
    .script = ANSWER (OK_HEAD "nonsense\r\nContent-Length: 2\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "without a colon") },
  { .name = "no-name",
    .soup = GIVES ("ok"),
    .undetected = "a malformed head",
    .soup_goes_on = TRUE,
    .script = ANSWER (OK_HEAD ": 1\r\nContent-Length: 2\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "without a name") },
  { .name = "name-no-token",
    .soup = GIVES ("ok"),
    .undetected = "a malformed head",
    .soup_goes_on = TRUE,
    .script = ANSWER (OK_HEAD "X(Y): 1\r\nContent-Length: 2\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "not a token") },
  { .name = "name-then-space",
    .soup = GIVES ("ok"),
    .undetected = "a malformed head",
    .soup_goes_on = TRUE,
    .script = ANSWER (OK_HEAD "Content-Length : 2\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "White space after") },
  { .name = "name-nul",
    .soup = UNPARSED,
    .script = ANSWER (OK_HEAD "X\0Y: 1\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "control character") },
  { .name = "value-nul",
    .soup = UNPARSED,
    .script = ANSWER (OK_HEAD "X: a\0b\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "control character") },
  { .name = "value-cr",
    .soup = GIVES ("ok"),
    .undetected = "a malformed head",
    .soup_goes_on = TRUE,
    .script = ANSWER (OK_HEAD "X: a\rSet-Cookie: b=1\r\nContent-Length: 2\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "CR without LF") },
  { .name = "fold-first",
    .soup = GIVES ("ok"),
    .undetected = "a malformed head",
    .soup_goes_on = TRUE,
    .script = ANSWER (OK_HEAD " X: 1\r\nContent-Length: 2\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "obsolete line folding") },
  { .name = "head-too-long",
    .soup = FAILS (DISCONNECTED, "Header too big"),
    .script = SCRIPT (
        READ, SAY (OK_HEAD),
        FLOOD (
            "X: 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\r\n",
            0)),
    .native = FAILS (BAD_RESPONSE, "more than 128 fields") },
};

static const HostileRow framing[] = {
  { .name = "lengths-differ",
    .script = ANSWER (OK_HEAD "Content-Length: 2\r\nContent-Length: 3\r\n\r\nok!"),
    .native = FAILS (BAD_RESPONSE, "differs from 2"),
    .soup = FAILS (BAD_RESPONSE, "not one number") },
  {
      .name = "length-list-differs",
      .soup = FAILS (BAD_RESPONSE, "Unrecognized HTTP response encoding"),
      .script = ANSWER (OK_HEAD "Content-Length: 2, 3\r\n\r\nok!"),
      .native = FAILS (BAD_RESPONSE, "differs from 2"),
  },
  { .name = "length-list-equal",
    .soup = FAILS (BAD_RESPONSE, "Unrecognized HTTP response encoding"),
    .script = KEPT (OK_HEAD "Content-Length: 2, 2\r\n\r\nok"),
    .native = GIVES ("ok"),
    .connections = 1 },
  { .name = "length-negative",
    .script = ANSWER (OK_HEAD "Content-Length: -1\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "decimal number"),
    .soup = FAILS (BAD_RESPONSE, "not one number") },
  { .name = "length-plus",
    .script = ANSWER (OK_HEAD "Content-Length: +2\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "decimal number"),
    .soup = FAILS (BAD_RESPONSE, "not one number") },
  {
      .name = "length-hex",
      .soup = FAILS (BAD_RESPONSE, "Unrecognized HTTP response encoding"),
      .script = ANSWER (OK_HEAD "Content-Length: 0x2\r\n\r\nok"),
      .native = FAILS (BAD_RESPONSE, "decimal number"),
  },
  { .name = "length-empty",
    .script = ANSWER (OK_HEAD "Content-Length:\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "decimal number"),
    .soup = FAILS (BAD_RESPONSE, "not one number") },
  {
      .name = "length-spaced",
      .soup = FAILS (BAD_RESPONSE, "Unrecognized HTTP response encoding"),
      .script = ANSWER (OK_HEAD "Content-Length: 1 2\r\n\r\nok"),
      .native = FAILS (BAD_RESPONSE, "decimal number"),
  },
  { .name = "length-overflow",
    .script = ANSWER (OK_HEAD "Content-Length: 18446744073709551618\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "decimal number"),
    .soup = FAILS (BAD_RESPONSE, "not one number") },
  { .name = "length-2-63",
    .prepare = expect_warning,
    .script = ANSWER (OK_HEAD "Content-Length: 9223372036854775808\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "decimal number"),
    .soup = FAILS (BAD_RESPONSE, "not one number") },
  { .name = "length-and-chunked",
    .script = KEPT (OK_HEAD "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
    .native = GIVES ("ok"),
    .connections = 2 },
  { .name = "coding-gzip-chunked",
    .soup = FAILS (BAD_RESPONSE, "Unrecognized HTTP response encoding"),
    .script = ANSWER (OK_HEAD "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "other than chunked") },
  { .name = "coding-behind-chunked",
    .soup = FAILS (BAD_RESPONSE, "Unrecognized HTTP response encoding"),
    .script = ANSWER (OK_HEAD "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "not the last coding") },
  { .name = "coding-chunked-twice",
    .soup = GIVES (""),
    .undetected = "a malformed head",
    .soup_goes_on = TRUE,
    .script = ANSWER (OK_HEAD "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "not the last coding") },
  { .name = "coding-no-token",
    .soup = FAILS (BAD_RESPONSE, "Unrecognized HTTP response encoding"),
    .script = ANSWER (OK_HEAD "Transfer-Encoding: ch@nked\r\n\r\n0\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "not a list of codings") },
  { .name = "switches-protocols",
    .script = ANSWER ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
    .native = FAILS (BAD_RESPONSE, "nobody has asked for") },
  { .name = "interim-then-closed",
    .soup = FAILS (DISCONNECTED, "terminated unexpectedly"),
    .script = LAST ("HTTP/1.1 103 Early Hints\r\n\r\n"),
    .native = FAILS (DISCONNECTED, "in the middle") },
  { .name = "interim-with-body",
    .soup = UNPARSED,
    .script =
        ANSWER ("HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\nhello" OK_HEAD "Content-Length: 2\r\n\r\nok"),
    .native = FAILS (BAD_RESPONSE, "version is malformed") },
};

void
hostile_add_heads (void)
{
  hostile_add_rows ("head", silences, G_N_ELEMENTS (silences));
  hostile_add_rows ("head", limits, G_N_ELEMENTS (limits));
  hostile_add_rows ("head", endless, G_N_ELEMENTS (endless));
  hostile_add_rows ("head", others, G_N_ELEMENTS (others));
  hostile_add_rows ("head", status_lines, G_N_ELEMENTS (status_lines));
  hostile_add_rows ("head", fields, G_N_ELEMENTS (fields));
  hostile_add_rows ("head", framing, G_N_ELEMENTS (framing));
}
