/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* In the body, and behind it. */

#include "hostile.h"

#define LENGTH_HEAD(n) OK_HEAD "Content-Length: " #n "\r\n\r\n"

/* What a client must not take for the answer to its next request. */
#define SMUGGLED LENGTH_HEAD (8) "smuggled"

static void
limit_body (HostileCase *test)
{
  aiohttp_request_options_set_max_body_size (test->options, 100000);
}

static void
limit_body_more (HostileCase *test)
{
  aiohttp_request_options_set_max_body_size (test->options, 5000);
}

/* It came with its head and behind it, none of it is lost. */
static void
check_chunks (HostileCase *test)
{
  gsize size;
  const char *data = g_bytes_get_data (test->body, &size);

  g_assert_cmpuint (size, ==, 8 * 20000);
  for (gsize i = 0; i < size; i++)
    g_assert_cmpint (data[i], ==, '0' + (int) (i % 8));
}

static const HostileRow lengths[] = {
  { .name = "short",
    .soup = FAILS (PAYLOAD, "terminated unexpectedly"),
    .script = LAST (LENGTH_HEAD (10) "abc"),
    .native = FAILS (PAYLOAD, "7 are missing") },
  { .name = "nothing",
    .soup = FAILS (PAYLOAD, "terminated unexpectedly"),
    .script = LAST (LENGTH_HEAD (10)),
    .native = FAILS (PAYLOAD, "10 are missing") },
  { .name = "huge-length",
    .soup = FAILS (PAYLOAD, "terminated unexpectedly"),
    .script = LAST (LENGTH_HEAD (9223372036854775807) "abc"),
    .native = FAILS (PAYLOAD, "are missing") },
  { .name = "huge-length-limited",
    .script = ANSWER (LENGTH_HEAD (9223372036854775807)),
    .native = FAILS (BODY_TOO_LARGE, "100000"),
    .prepare = limit_body },
  { .name = "reset-before",
    .script = SCRIPT (READ, SAY (LENGTH_HEAD (10)), RESET),
    .native = FAILS (PAYLOAD, "reset") },
  { .name = "reset", .script = SCRIPT (READ, SAY (LENGTH_HEAD (10) "abc"), RESET), .native = FAILS (PAYLOAD, "reset") },
  { .name = "reset-until-close",
    .script = SCRIPT (READ, SAY (OK_HEAD "\r\nabc"), RESET),
    .native = FAILS (PAYLOAD, "reset") },
  { .name = "stalled",
    .script = ANSWER (LENGTH_HEAD (10) "abc"),
    .native = FAILS (TIMEOUT, "0.2 seconds"),
    .timeout = 0.2 },
  { .name = "drip",
    .script = SCRIPT (READ, SAY (LENGTH_HEAD (1000000)), DRIP ("a")),
    .native = FAILS (TIMEOUT, "0.2 seconds"),
    .timeout = 0.2 },
  { .name = "endless",
    .script = SCRIPT (READ, SAY (OK_HEAD "\r\n"), FLOOD ("0123456789abcdef", 0)),
    .native = FAILS (BODY_TOO_LARGE, "100000"),
    .prepare = limit_body },
};

static const HostileRow chunks[] = {
  { .name = "chunk-cut",
    .soup = FAILS (PAYLOAD, "terminated unexpectedly"),
    .script = LAST (CHUNKED_HEAD "5\r\nabc"),
    .native = FAILS (PAYLOAD, "before its last chunk") },
  { .name = "chunk-size-cut",
    .soup = FAILS (PAYLOAD, "terminated unexpectedly"),
    .script = LAST (CHUNKED_HEAD "3\r\nabc\r\n1"),
    .native = FAILS (PAYLOAD, "before its last chunk") },
  { .name = "chunk-none-last",
    .script = LAST (CHUNKED_HEAD "3\r\nabc\r\n"),
    .native = FAILS (PAYLOAD, "before its last chunk"),
    .soup = GIVES ("abc"),
    .undetected = "an end between two chunks" },
  { .name = "chunk-last-cut",
    .soup = GIVES ("abc"),
    .undetected = "an end between two chunks",
    .script = LAST (CHUNKED_HEAD "3\r\nabc\r\n0\r\n"),
    .native = FAILS (PAYLOAD, "before its last chunk") },
  { .name = "chunk-reset",
    .script = SCRIPT (READ, SAY (CHUNKED_HEAD "5\r\nabc"), RESET),
    .native = FAILS (PAYLOAD, "reset") },
  { .name = "chunk-size-junk",
    .script = ANSWER (CHUNKED_HEAD "zz\r\nabc\r\n0\r\n\r\n"),
    .native = FAILS (PAYLOAD, "z"),
    .soup = GIVES (""),
    .undetected = "a malformed chunk size",
    .soup_goes_on = TRUE },
  { .name = "chunk-size-negative",
    .script = ANSWER (CHUNKED_HEAD "-3\r\nabc\r\n0\r\n\r\n"),
    .native = FAILS (PAYLOAD, "-"),
    .soup = GIVES (""),
    .undetected = "a malformed chunk size",
    .soup_goes_on = TRUE },
  { .name = "chunk-size-empty",
    .script = ANSWER (CHUNKED_HEAD "\r\nabc\r\n0\r\n\r\n"),
    .native = FAILS (PAYLOAD, ""),
    .soup = GIVES (""),
    .undetected = "a malformed chunk size",
    .soup_goes_on = TRUE },
  { .name = "chunk-size-0x",
    .soup = GIVES ("abc"),
    .script = ANSWER (CHUNKED_HEAD "0x3\r\nabc\r\n0\r\n\r\n"),
    .native = FAILS (PAYLOAD, "x"),
    .undetected = "a malformed chunk size",
    .soup_goes_on = TRUE },
  { .name = "chunk-size-overflow",
    .script = ANSWER (CHUNKED_HEAD "10000000000000003\r\nabc\r\n0\r\n\r\n"),
    .native = FAILS (PAYLOAD, "more than 16 digits"),
    .soup = GIVES (""),
    .undetected = "a malformed chunk size",
    .soup_goes_on = TRUE },
  { .name = "chunk-size-2-63",
    .script = ANSWER (CHUNKED_HEAD "8000000000000000\r\nabc\r\n0\r\n\r\n"),
    .native = FAILS (PAYLOAD, "not below 2^63"),
    .soup = GIVES (""),
    .undetected = "a malformed chunk size",
    .soup_goes_on = TRUE },
  {
      .name = "chunk-size-endless",
      .soup = FAILS (PAYLOAD, "terminated unexpectedly"),
      .script = SCRIPT (READ, SAY (CHUNKED_HEAD), FLOOD ("0000000000000000", 0)),
      .native = FAILS (PAYLOAD, "more than 16 digits"),
  },
  { .name = "chunk-too-long",
    .script = ANSWER (CHUNKED_HEAD "3\r\nabcdef\r\n0\r\n\r\n"),
    .native = FAILS (PAYLOAD, "longer than its size"),
    .soup = GIVES ("abc"),
    .undetected = "a malformed chunk size",
    .soup_goes_on = TRUE },
  { .name = "chunk-cr",
    .script = ANSWER (CHUNKED_HEAD "3\r\nabc\rX0\r\n\r\n"),
    .native = FAILS (PAYLOAD, "CR LF"),
    .soup = GIVES ("abc"),
    .undetected = "a malformed chunk size",
    .soup_goes_on = TRUE },
  {
      .name = "extension-endless",
      .soup = FAILS (PAYLOAD, "terminated unexpectedly"),
      .script = SCRIPT (READ, SAY (CHUNKED_HEAD "3;a="), FLOOD ("xxxxxxxxxxxxxxxx", 0)),
      .native = FAILS (PAYLOAD, "limit is 1024"),
  },
  { .name = "extensions-endless",
    .script = SCRIPT (READ, SAY (CHUNKED_HEAD), FLOOD ("1;aaaaaaaa=bbbbbbbb\r\nx\r\n", 0)),
    .native = FAILS (PAYLOAD, "bytes of chunk extensions"),
    .soup = FAILS (BODY_TOO_LARGE, "5000"),
    .prepare = limit_body_more },
  { .name = "extension-junk",
    .script = ANSWER (CHUNKED_HEAD "3;@\r\nabc\r\n0\r\n\r\n"),
    .native = FAILS (PAYLOAD, "malformed chunk extension"),
    .soup = GIVES ("abc"),
    .undetected = "a malformed chunk size",
    .soup_goes_on = TRUE },
  { .name = "chunks-endless",
    .script = SCRIPT (READ, SAY (CHUNKED_HEAD), FLOOD ("8\r\n01234567\r\n", 0)),
    .native = FAILS (BODY_TOO_LARGE, "100000"),
    .prepare = limit_body },
  { .name = "chunks-drip",
    .script = SCRIPT (READ, SAY (CHUNKED_HEAD), DRIP ("1\r\nx\r\n")),
    .native = FAILS (TIMEOUT, "0.2 seconds"),
    .timeout = 0.2 },
};

static const HostileRow many_chunks[] = {
  { .name = "chunks-small",
    .script = SCRIPT (READ, SAY (CHUNKED_HEAD), FLOOD ("8\r\n01234567\r\n", 20000), SAY ("0\r\n\r\n"), READ),
    .native = GIVES (NULL),
    .check = check_chunks,
    .connections = 1 },
};

static const HostileRow trailers[] = {
  { .name = "trailers-endless",
    .soup = GIVES ("abc"),
    .undetected = "trailers",
    .soup_goes_on = TRUE,
    .script = SCRIPT (READ, SAY (CHUNKED_HEAD "3\r\nabc\r\n0\r\n"), FLOOD ("X: 1\r\n", 0)),
    .native = FAILS (PAYLOAD, "more than 128 fields") },
  { .name = "trailer-endless",
    .soup = GIVES ("abc"),
    .undetected = "trailers",
    .soup_goes_on = TRUE,
    .script = SCRIPT (READ, SAY (CHUNKED_HEAD "3\r\nabc\r\n0\r\nX: "), FLOOD ("xxxxxxxxxxxxxxxx", 0)),
    .native = FAILS (PAYLOAD, "limit is 8190") },
  { .name = "trailer-length",
    .soup = GIVES ("abc"),
    .undetected = "trailers",
    .soup_goes_on = TRUE,
    .script = ANSWER (CHUNKED_HEAD "3\r\nabc\r\n0\r\nContent-Length: 1\r\n\r\n"),
    .native = FAILS (PAYLOAD, "must be in the head") },
  { .name = "trailer-coding",
    .soup = GIVES ("abc"),
    .undetected = "trailers",
    .soup_goes_on = TRUE,
    .script = ANSWER (CHUNKED_HEAD "3\r\nabc\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n"),
    .native = FAILS (PAYLOAD, "must be in the head") },
  { .name = "trailer-nul",
    .soup = GIVES ("abc"),
    .undetected = "trailers",
    .soup_goes_on = TRUE,
    .script = ANSWER (CHUNKED_HEAD "3\r\nabc\r\n0\r\nX: a\0b\r\n\r\n"),
    .native = FAILS (PAYLOAD, "control character") },
  { .name = "trailer-cr",
    .soup = GIVES ("abc"),
    .undetected = "trailers",
    .soup_goes_on = TRUE,
    .script = ANSWER (CHUNKED_HEAD "3\r\nabc\r\n0\r\nX: a\rb\r\n\r\n"),
    .native = FAILS (PAYLOAD, "CR without LF") },
  { .name = "trailer-cookie",
    .script = KEPT (CHUNKED_HEAD "3\r\nabc\r\n0\r\nSet-Cookie: a=1\r\n\r\n"),
    .native = GIVES ("abc"),
    .connections = 1 },
};

/* Bytes where no body can be: taken for the answer to the next request they would be anything but that. */
static const HostileRow behind[] = {
  { .name = "too-long", .script = ANSWER (LENGTH_HEAD (3) "abc" SMUGGLED), .native = GIVES ("abc"), .connections = 2 },
  { .name = "too-long-chunked",
    .script = ANSWER (CHUNKED_HEAD "3\r\nabc\r\n0\r\n\r\n" SMUGGLED),
    .native = GIVES ("abc"),
    .connections = 2 },
  { .name = "body-on-204",
    .script = ANSWER ("HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc" SMUGGLED),
    .native = GIVES (""),
    .connections = 2 },
  { .name = "body-on-304",
    .script = ANSWER ("HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\nabc" SMUGGLED),
    .native = GIVES (""),
    .connections = 2 },
  { .name = "body-on-head",
    .script = ANSWER (LENGTH_HEAD (3) "abc" SMUGGLED),
    .method = "HEAD",
    .native = GIVES (""),
    .connections = 2 },
  { .name = "chunks-on-head",
    .script = ANSWER (CHUNKED_HEAD "3\r\nabc\r\n0\r\n\r\n"),
    .method = "HEAD",
    .native = GIVES (""),
    .connections = 2 },
};

void
hostile_add_bodies (void)
{
  hostile_add_rows ("body", lengths, G_N_ELEMENTS (lengths));
  hostile_add_rows ("body", chunks, G_N_ELEMENTS (chunks));
  hostile_add_rows ("body", many_chunks, G_N_ELEMENTS (many_chunks));
  hostile_add_rows ("body", trailers, G_N_ELEMENTS (trailers));
  hostile_add_rows ("body", behind, G_N_ELEMENTS (behind));
}
