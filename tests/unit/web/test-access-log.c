/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "aiohttp-access-log-private.h"
#include "aiohttp-error.h"
#include "aiohttp-http1-parser-private.h"
#include "aiohttp-response.h"

static char *
format_by (const char *text, const char *request, const char *remote)
{
  g_autoptr (AiohttpAccessLogFormat) log_format = NULL;
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "text");
  g_autoptr (GError) format_error = NULL;
  g_autofree AiohttpHttp1Head *head = aiohttp_http1_head_new (16);
  AiohttpHttp1Parser parser;
  AiohttpByteBuffer buffer = AIOHTTP_BYTE_BUFFER_INIT;
  AiohttpAccessLogEntry entry = { .remote = remote, .status = 200, .body_length = 13, .duration = 2034005 };
  char *line;

  log_format = aiohttp_access_log_format_new (text, &format_error);
  g_assert_no_error (format_error);
  entry.response = AIOHTTP_STREAM_RESPONSE (response);
  soup_message_headers_append (aiohttp_stream_response_get_headers (entry.response), "X-Own", "of \"mine\"");

  if (request != NULL)
    {
      g_autoptr (GError) error = NULL;

      aiohttp_http1_parser_init_request (&parser, head, NULL);
      g_assert_cmpint (aiohttp_http1_parser_execute (&parser, request, strlen (request), &error), ==,
                       AIOHTTP_HTTP1_DONE);
      g_assert_no_error (error);
      entry.head = head;
    }
  aiohttp_access_log_format_append (log_format, &buffer, &entry, "[now]");
  line = g_strndup ((const char *) aiohttp_byte_buffer_data (&buffer), aiohttp_byte_buffer_length (&buffer));
  aiohttp_byte_buffer_clear (&buffer);
  return line;
}

static char *
format (const char *request, const char *remote)
{
  return format_by (AIOHTTP_ACCESS_LOG_FORMAT, request, remote);
}

static void
assert_line (const char *request, const char *expected)
{
  g_autofree char *line = format (request, "127.0.0.1");

  g_assert_cmpstr (line, ==, expected);
}

static void
test_line (void)
{
  assert_line ("GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n", "127.0.0.1 [now] \"GET /a?b=c HTTP/1.1\" 200 13 \"-\" \"-\"");
  assert_line ("HEAD / HTTP/1.0\r\nReferer: http://x/\r\nUser-Agent: me/1\r\n\r\n",
               "127.0.0.1 [now] \"HEAD / HTTP/1.0\" 200 13 \"http://x/\" \"me/1\"");
}

static void
test_unreadable (void)
{
  g_autofree char *line = format (NULL, NULL);

  g_assert_cmpstr (line, ==, "- [now] \"-\" 200 13 \"-\" \"-\"");
}

static void
test_escaped (void)
{
  assert_line ("GET / HTTP/1.0\r\nUser-Agent: a\"b\\c\td\xe9\r\n\r\n",
               "127.0.0.1 [now] \"GET / HTTP/1.0\" 200 13 \"-\" \"a\\\"b\\\\c\\x09d\\xE9\"");
}

static void
test_bounded (void)
{
  g_autofree char *path = g_strnfill (5000, 'p');
  g_autofree char *request = g_strdup_printf ("GET /%s HTTP/1.0\r\n\r\n", path);
  g_autofree char *line = format (request, "127.0.0.1");

  g_assert_cmpuint (strlen (line), <, 1200);
  g_assert_nonnull (strstr (line, "ppp... HTTP/1.0\""));
}

static void
test_time (void)
{
  char text[32];

  g_setenv ("TZ", "IST-5:30", TRUE);
  tzset ();
  aiohttp_access_log_format_time (text, 1795378455);
  g_assert_cmpstr (text, ==, "[23/Nov/2026:01:44:15 +0530]");
  g_setenv ("TZ", "XXX3:30", TRUE);
  tzset ();
  aiohttp_access_log_format_time (text, 1795378455);
  g_assert_cmpstr (text, ==, "[22/Nov/2026:16:44:15 -0330]");
}

static void
assert_atoms (const char *text, const char *expected)
{
  g_autofree char *line =
      format_by (text, "GET /a?b HTTP/1.1\r\nHost: h\r\nX-Other: one\r\nX-Other: two\r\n\r\n", "192.0.2.1");

  g_assert_cmpstr (line, ==, expected);
}

static void
test_atoms (void)
{
  g_autofree char *pid = g_strdup_printf ("%ld", (long) getpid ());

  g_setenv ("AIOHTTP_TEST_ATOM", "of the environment", TRUE);
  assert_atoms ("%%", "%");
  assert_atoms ("100%% sure", "100% sure");
  assert_atoms ("%a", "192.0.2.1");
  assert_atoms ("%t", "[now]");
  assert_atoms ("%P", pid);
  assert_atoms ("%r", "GET /a?b HTTP/1.1");
  assert_atoms ("%s", "200");
  assert_atoms ("%b", "13");
  assert_atoms ("%T", "2");
  assert_atoms ("%Tf", "2.034005");
  assert_atoms ("%T f", "2 f");
  assert_atoms ("%D", "2034005");
  assert_atoms ("%{host}i", "h");
  assert_atoms ("%{X-Other}i", "one");
  assert_atoms ("%{X-Missing}i", "-");
  assert_atoms ("%{X-Own}o", "of \\\"mine\\\"");
  assert_atoms ("%{X-Missing}o", "-");
  assert_atoms ("%{AIOHTTP_TEST_ATOM}e", "of the environment");
  assert_atoms ("%{AIOHTTP_TEST_NOTHING}e", "-");
  assert_atoms ("[%s %b] %a", "[200 13] 192.0.2.1");
}

static void
test_bad_format (void)
{
  static const char *const formats[] = { "%", "%z", "%{Host}", "%{Host}x", "%{}i", "%{Host", "%a %" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (aiohttp_access_log_format_new (formats[i], &error));
      g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN);
    }
}

typedef struct
{
  GMainContext *context;
  AiohttpReactor *reactor;
  AiohttpAccessLogFormat *format;
  AiohttpAccessLog log;
  int fds[2]; /* what is written to 1 can be read from 0 */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer kind)
{
  fixture->context = g_main_context_new ();
  fixture->reactor = aiohttp_reactor_ref_for_context (fixture->context);
  fixture->format = aiohttp_access_log_format_new ("%a %s", NULL);
  if (kind != NULL)
    g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fixture->fds), ==, 0);
  else
    g_assert_cmpint (pipe (fixture->fds), ==, 0);
  g_assert_cmpint (fcntl (fixture->fds[0], F_SETFL, O_NONBLOCK), ==, 0);
  aiohttp_access_log_init (&fixture->log, fixture->reactor, fixture->fds[1]);
}

static void
tear_down (Fixture *fixture, gconstpointer kind)
{
  aiohttp_access_log_clear (&fixture->log);
  aiohttp_access_log_format_free (fixture->format);
  aiohttp_reactor_unref (fixture->reactor);
  g_main_context_unref (fixture->context);
  close (fixture->fds[0]);
  close (fixture->fds[1]);
}

static void
add_line (Fixture *fixture)
{
  const AiohttpAccessLogEntry entry = { .remote = "::1", .status = 400 };

  aiohttp_access_log_add (&fixture->log, fixture->format, &entry);
}

/* Lines leave at the end of the reactor's turn, or all at once when it goes. */
static void
test_flush (Fixture *fixture, gconstpointer kind)
{
  char text[512];
  gssize length;

  add_line (fixture);
  add_line (fixture);
  while (aiohttp_byte_buffer_length (&fixture->log.lines) > 0)
    g_main_context_iteration (fixture->context, TRUE);
  length = read (fixture->fds[0], text, sizeof text - 1);
  g_assert_cmpint (length, >, 0);
  text[length] = '\0';
  g_assert_cmpstr (text, ==, "::1 400\n::1 400\n");
  add_line (fixture);
  aiohttp_access_log_clear (&fixture->log);
  g_assert_cmpint (read (fixture->fds[0], text, sizeof text), >, 0);
  aiohttp_access_log_init (&fixture->log, fixture->reactor, fixture->fds[1]);
}

static gboolean
has_lost (GString *text)
{
  return strstr (text->str, "lines of the access log were lost\n") != NULL;
}

/* Nobody reads for a while: no call waits, memory is bounded, whole lines come in the end, and what is lost is told. */
static void
test_stalled (Fixture *fixture, gconstpointer kind)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  const guint n = 200000;
  guint64 n_lost = 0;
  guint n_whole = 0;
  gint64 deadline;

  for (guint i = 0; i < n; i++)
    add_line (fixture);
  g_assert_cmpuint (aiohttp_byte_buffer_length (&fixture->log.lines), <, 300 * 1024);
  deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  while (!has_lost (text))
    {
      char bytes[65536];
      gssize length = read (fixture->fds[0], bytes, sizeof bytes);

      if (length > 0)
        g_string_append_len (text, bytes, length);
      else
        g_main_context_iteration (fixture->context, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
  lines = g_strsplit (text->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_equal (lines[i], "::1 400"))
      n_whole++;
    else if (*lines[i] != '\0')
      {
        g_assert_cmpint (sscanf (lines[i], "... %" G_GUINT64_FORMAT " lines of", &n_lost), ==, 1);
      }
  g_assert_cmpuint (n_whole + n_lost, ==, n);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/access-log/line", test_line);
  g_test_add_func ("/access-log/unreadable", test_unreadable);
  g_test_add_func ("/access-log/escaped", test_escaped);
  g_test_add_func ("/access-log/bounded", test_bounded);
  g_test_add_func ("/access-log/time", test_time);
  g_test_add_func ("/access-log/atoms", test_atoms);
  g_test_add_func ("/access-log/bad-format", test_bad_format);
  g_test_add ("/access-log/flush/pipe", Fixture, NULL, set_up, test_flush, tear_down);
  g_test_add ("/access-log/flush/socket", Fixture, "socket", set_up, test_flush, tear_down);
  g_test_add ("/access-log/stalled/pipe", Fixture, NULL, set_up, test_stalled, tear_down);
  g_test_add ("/access-log/stalled/socket", Fixture, "socket", set_up, test_stalled, tear_down);
  return g_test_run ();
}
