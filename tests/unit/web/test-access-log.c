/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <time.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "aiohttp-access-log-private.h"
#include "aiohttp-http1-parser-private.h"

static char *
format (const char *request, const char *remote)
{
  g_autofree AiohttpHttp1Head *head = aiohttp_http1_head_new (16);
  AiohttpHttp1Parser parser;
  AiohttpByteBuffer buffer = AIOHTTP_BYTE_BUFFER_INIT;
  AiohttpAccessLogEntry entry = { remote, NULL, 200, 13 };
  char *line;

  if (request != NULL)
    {
      g_autoptr (GError) error = NULL;

      aiohttp_http1_parser_init_request (&parser, head, NULL);
      g_assert_cmpint (aiohttp_http1_parser_execute (&parser, request, strlen (request), &error), ==,
                       AIOHTTP_HTTP1_DONE);
      g_assert_no_error (error);
      entry.head = head;
    }
  aiohttp_access_log_format (&buffer, &entry, "[now]");
  line = g_strndup ((const char *) aiohttp_byte_buffer_data (&buffer), aiohttp_byte_buffer_length (&buffer));
  aiohttp_byte_buffer_clear (&buffer);
  return line;
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
  assert_line ("GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n",
               "127.0.0.1 [now] \"GET /a?b=c HTTP/1.1\" 200 13 \"-\" \"-\"\n");
  assert_line ("HEAD / HTTP/1.0\r\nReferer: http://x/\r\nUser-Agent: me/1\r\n\r\n",
               "127.0.0.1 [now] \"HEAD / HTTP/1.0\" 200 13 \"http://x/\" \"me/1\"\n");
}

static void
test_unreadable (void)
{
  g_autofree char *line = format (NULL, NULL);

  g_assert_cmpstr (line, ==, "- [now] \"-\" 200 13 \"-\" \"-\"\n");
}

static void
test_escaped (void)
{
  assert_line ("GET / HTTP/1.0\r\nUser-Agent: a\"b\\c\td\xe9\r\n\r\n",
               "127.0.0.1 [now] \"GET / HTTP/1.0\" 200 13 \"-\" \"a\\\"b\\\\c\\x09d\\xE9\"\n");
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

/* Lines leave at the end of the reactor's turn, or all at once when it goes. */
static void
test_flush (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  AiohttpReactor *reactor = aiohttp_reactor_ref_for_context (context);
  AiohttpAccessLog log;
  AiohttpAccessLogEntry entry = { "::1", NULL, 400, 0 };
  int pipe_fds[2];
  char text[512];
  gssize length;

  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  aiohttp_access_log_init (&log, reactor, pipe_fds[1]);
  aiohttp_access_log_add (&log, &entry);
  aiohttp_access_log_add (&log, &entry);
  while (aiohttp_byte_buffer_length (&log.lines) > 0)
    g_main_context_iteration (context, TRUE);
  length = read (pipe_fds[0], text, sizeof text - 1);
  g_assert_cmpint (length, >, 0);
  text[length] = '\0';
  g_assert_true (g_str_has_prefix (text, "::1 ["));
  g_assert_nonnull (strstr (text, "\n::1 ["));
  aiohttp_access_log_add (&log, &entry);
  aiohttp_access_log_clear (&log);
  g_assert_cmpint (read (pipe_fds[0], text, sizeof text), >, 0);
  aiohttp_reactor_unref (reactor);
  close (pipe_fds[0]);
  close (pipe_fds[1]);
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
  g_test_add_func ("/access-log/flush", test_flush);
  return g_test_run ();
}
