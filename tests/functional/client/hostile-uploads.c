/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A server that does not want what it is sent, or not yet, or not at all. */

#include <string.h>

#include "hostile.h"
#include "slow-stream.h"

#define BIG (8 * 1024 * 1024)

static void
post_much (HostileCase *test)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (BIG), BIG);

  aiohttp_request_options_set_body (test->options, bytes);
}

#define TOO_LARGE "HTTP/1.1 413 Payload Too Large\r\n"

static const HostileRow uploads[] = {
  { .name = "upload-unread",
    .script = SCRIPT (IDLE),
    .method = "POST",
    .prepare = post_much,
    .native = FAILS (TIMEOUT, "0.3 seconds"),
    .timeout = 0.3 },
  { .name = "upload-reset",
    .script = SCRIPT (READ_HEAD, RESET),
    .method = "POST",
    .prepare = post_much,
    .native = FAILS (DISCONNECTED, "127.0.0.1") },
  { .name = "upload-refused",
    .script = SCRIPT (READ_HEAD, SAY (TOO_LARGE "Content-Length: 2\r\n\r\nno"), IDLE),
    .method = "POST",
    .prepare = post_much,
    .native = GIVES ("no"),
    .soup = FAILS (TIMEOUT, "0.3 seconds"),
    .soup_timeout = 0.3,
    .undetected = "an early response",
    .connections = 2 },
  { .name = "upload-refused-closed",
    .script = SCRIPT (READ_HEAD, SAY (TOO_LARGE "Connection: close\r\nContent-Length: 2\r\n\r\nno"), IDLE),
    .method = "POST",
    .prepare = post_much,
    .native = GIVES ("no"),
    .soup = FAILS (TIMEOUT, "0.3 seconds"),
    .soup_timeout = 0.3,
    .undetected = "an early response",
    .connections = 2 },
  { .name = "upload-refused-in-chunks",
    .script = SCRIPT (READ_HEAD, SAY (TOO_LARGE "Transfer-Encoding: chunked\r\n\r\n"), FLOOD ("1\r\nx\r\n", 20000),
                      SAY ("0\r\n\r\n"), IDLE),
    .method = "POST",
    .prepare = post_much,
    .native = GIVES (NULL),
    .soup = FAILS (TIMEOUT, "0.3 seconds"),
    .soup_timeout = 0.3,
    .undetected = "an early response",
    .connections = 2 },
  { .name = "upload-refused-reset",
    .script = SCRIPT (READ_HEAD, SAY (TOO_LARGE "Content-Length: 10\r\n\r\nno"), RESET),
    .method = "POST",
    .prepare = post_much,
    .native = FAILS (PAYLOAD, "to its end"),
    .soup = FAILS (DISCONNECTED, "127.0.0.1"),
    .undetected = "an early response",
    .connections = 2 },
};

#define STREAM_SIZE 100

/* What is read again is read from its start, and not in the middle of the read that was given up. */
static void
put_stream (HostileCase *test)
{
  g_autoptr (GInputStream) stream = slow_stream_new (STREAM_SIZE);
  g_autoptr (AiohttpPayload) payload = aiohttp_payload_new_for_stream (stream, STREAM_SIZE, NULL);

  aiohttp_request_options_set_payload (test->options, payload);
}

static void
check_stream (RawServer *server)
{
  g_autofree char *request = raw_server_dup_request (server, 0);
  const char *body;

  g_assert_nonnull (request);
  body = strstr (request, "\r\n\r\n") + 4;
  g_assert_cmpuint (strlen (body), ==, STREAM_SIZE);
  for (guint i = 0; i < STREAM_SIZE; i++)
    g_assert_cmpint (body[i], ==, 'a' + (int) (i % 26));
}

static void
check_other (HostileCase *test)
{
  if (test->body != NULL)
    check_stream (test->other);
}

static void
put_stream_again (HostileCase *test)
{
  g_autoptr (AiohttpClientMiddleware) retry = aiohttp_client_retry_middleware_new (2);

  g_object_set (retry, "base-delay", 0.001, NULL);
  aiohttp_request_options_add_middleware (test->options, retry);
  put_stream (test);
}

static void
check_again (HostileCase *test)
{
  check_stream (test->server);
}

/* One row runs at a time. */
static GInputStream *held;

static void
put_held (HostileCase *test)
{
  g_autoptr (AiohttpPayload) payload = NULL;

  held = slow_stream_new (STREAM_SIZE);
  slow_stream_hold (held);
  payload = aiohttp_payload_new_for_stream (held, STREAM_SIZE, NULL);
  aiohttp_request_options_set_payload (test->options, payload);
}

static void
release_held (HostileCase *test)
{
  slow_stream_release (held);
  g_clear_object (&held);
}

/* The first attempt is reset in its body, the second one is taken. */
static void
reset_first (RawConnection *connection, HostileCase *test)
{
  g_autofree char *request = NULL;

  if (raw_server_count_connections (test->server) == 1)
    {
      if (hostile_read_head (connection))
        raw_connection_reset (connection);
      return;
    }
  request = raw_connection_read_request (connection);
  raw_connection_puts (connection, OK_HEAD "Content-Length: 2\r\n\r\nok");
}

#define MOVED "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:{other}/there\r\n"
#define THERE SCRIPT (READ, SAY (OK_HEAD "Content-Length: 2\r\n\r\nok"))

static const HostileRow streams[] = {
  /* an answer waits for no source that does not heed its cancel */
  { .name = "stream-held-refused",
    .script = SCRIPT (READ_HEAD, SAY (TOO_LARGE "Content-Length: 2\r\n\r\nno"), IDLE),
    .method = "PUT",
    .prepare = put_held,
    .native = GIVES ("no"),
    .soup = FAILS (TIMEOUT, "0.3 seconds"),
    .soup_timeout = 0.3,
    .undetected = "an early response",
    .check = release_held },
  { .name = "stream-redirected",
    .soup_goes_on = TRUE,
    .script = SCRIPT (READ_HEAD, FORMAT (MOVED "Content-Length: 0\r\n\r\n"), IDLE),
    .other = THERE,
    .method = "PUT",
    .prepare = put_stream,
    .native = GIVES ("ok"),
    .check = check_other },
  { .name = "stream-redirected-in-pieces",
    .script = SCRIPT (READ_HEAD, FORMAT (MOVED "Content-Length: 10\r\n\r\nabc"), IDLE),
    .other = THERE,
    .method = "PUT",
    .prepare = put_stream,
    .native = GIVES ("ok"),
    .check = check_other },
  { .name = "stream-redirected-closed",
    .soup = FAILS (DISCONNECTED, "127.0.0.1"),
    .undetected = "an early response",
    .script = SCRIPT (READ_HEAD, FORMAT (MOVED "Connection: close\r\n\r\nabc"), END),
    .other = THERE,
    .method = "PUT",
    .prepare = put_stream,
    .native = GIVES ("ok"),
    .check = check_other },
  { .name = "stream-retried",
    .script = SCRIPT (CALL (reset_first)),
    .method = "PUT",
    .prepare = put_stream_again,
    .native = GIVES ("ok"),
    .check = check_again },
};

void
hostile_add_uploads (void)
{
  hostile_add_rows ("upload", uploads, G_N_ELEMENTS (uploads));
  hostile_add_rows ("upload", streams, G_N_ELEMENTS (streams));
}
