/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-http1-body-private.h"
#include "aiohttp-http1-parser-private.h"
#include "aiohttp-http1-writer-private.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Prints what a head costs: the best of ten rounds, in nanoseconds. Asserts nothing; machines differ. */

#define ROUNDS 10
#define TURNS  100000

static const char wrk[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";

static const char curl[] = "GET /some/path?with=query HTTP/1.1\r\n"
                           "Host: example.com\r\n"
                           "User-Agent: curl/7.88.1\r\n"
                           "Accept: */*\r\n\r\n";

static const char browser[] =
    "GET /articles/2026/11/a-day-in-the-life?utm_source=feed HTTP/1.1\r\n"
    "Host: www.example.com\r\n"
    "Connection: keep-alive\r\n"
    "sec-ch-ua: \"Chromium\";v=\"130\", \"Not?A_Brand\";v=\"99\"\r\n"
    "sec-ch-ua-mobile: ?0\r\n"
    "sec-ch-ua-platform: \"Linux\"\r\n"
    "Upgrade-Insecure-Requests: 1\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
    "Sec-Fetch-Site: same-origin\r\n"
    "Sec-Fetch-Mode: navigate\r\n"
    "Sec-Fetch-User: ?1\r\n"
    "Sec-Fetch-Dest: document\r\n"
    "Referer: https://www.example.com/articles/\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: en-GB,en;q=0.9\r\n"
    "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark; consent=yes\r\n\r\n";

static const char response[] = "HTTP/1.1 200 OK\r\n"
                               "Server: nginx\r\n"
                               "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\n"
                               "Content-Type: text/html; charset=utf-8\r\n"
                               "Content-Length: 1234\r\n"
                               "Connection: keep-alive\r\n"
                               "ETag: \"5f3e-1234\"\r\n"
                               "Accept-Ranges: bytes\r\n\r\n";

typedef void (*TurnFunc) (gconstpointer data);

static AiohttpHttp1Head *head;
static AiohttpHttp1Parser parser;
static AiohttpByteBuffer buffer;

static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
report (const char *name, TurnFunc turn, gconstpointer data, gsize bytes)
{
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 start = get_cpu_time ();

      for (guint i = 0; i < TURNS; i++)
        turn (data);
      best = MIN (best, (double) (get_cpu_time () - start) / TURNS);
    }
  printf ("%-28s %7.0f ns", name, best);
  if (bytes > 0)
    printf ("  %5" G_GSIZE_FORMAT " bytes  %6.2f GB/s", bytes, (double) bytes / best);
  putchar ('\n');
}

static void
parse (gconstpointer data)
{
  aiohttp_http1_parser_reset (&parser);
  if (aiohttp_http1_parser_execute (&parser, data, strlen (data), NULL) != AIOHTTP_HTTP1_DONE)
    g_error ("The head is refused");
}

static void
parse_and_keep (gconstpointer data)
{
  parse (data);
  g_free (aiohttp_http1_head_dup (head));
}

static void
decode (gconstpointer data)
{
  AiohttpHttp1Head chunked = { .body = AIOHTTP_HTTP1_BODY_CHUNKED };
  const char *p = data;
  const char *end = p + strlen (p);
  AiohttpHttp1Body body;
  AiohttpSpan payload;
  gboolean done = FALSE;
  gsize consumed;

  aiohttp_http1_body_init (&body, &chunked, NULL, FALSE, 0);
  for (; !done; p += consumed)
    if (!aiohttp_http1_body_feed (&body, p, (gsize) (end - p), &consumed, &payload, &done, NULL))
      g_error ("The body is refused");
}

static void
write_head (gconstpointer data)
{
  AiohttpHttp1ResponseFacts facts = { 200, AIOHTTP_METHOD_GET, 1, TRUE, 13 };
  AiohttpHttp1ResponsePlan plan = aiohttp_http1_plan_response (&facts);

  aiohttp_byte_buffer_reset (&buffer);
  aiohttp_http1_write_status_line (&buffer, facts.status, NULL, NULL);
  aiohttp_http1_write_known_field (&buffer, AIOHTTP_FIELD_CONTENT_TYPE, "text/plain; charset=utf-8", -1);
  if (plan.write_length)
    aiohttp_http1_write_content_length (&buffer, (guint64) facts.content_length);
  aiohttp_http1_write_date (&buffer);
  aiohttp_http1_write_field (&buffer, "Server", 6, "aiohttp-glib/0.1", 16, NULL);
  aiohttp_http1_write_head_end (&buffer);
}

static void
build_headers (gconstpointer data)
{
  AiohttpFields fields = aiohttp_http1_head_get_fields (head);

  soup_message_headers_unref (aiohttp_fields_to_soup (&fields, SOUP_MESSAGE_HEADERS_REQUEST));
}

int
main (void)
{
  g_autoptr (GString) chunks = g_string_new (NULL);

  for (guint i = 0; i < 10; i++)
    g_string_append (chunks, "10\r\n0123456789abcdef\r\n");
  g_string_append (chunks, "0\r\n\r\n");

  head = aiohttp_http1_head_new (AIOHTTP_HTTP1_MAX_FIELDS);
  aiohttp_http1_parser_init_request (&parser, head, NULL);
  report ("request: wrk", parse, wrk, strlen (wrk));
  report ("request: curl", parse, curl, strlen (curl));
  report ("request: browser", parse, browser, strlen (browser));
  report ("request: browser, kept", parse_and_keep, browser, strlen (browser));
  report ("… as SoupMessageHeaders", build_headers, NULL, 0);
  aiohttp_http1_parser_init_response (&parser, head, NULL, AIOHTTP_METHOD_GET);
  report ("response: nginx", parse, response, strlen (response));
  report ("body: ten small chunks", decode, chunks->str, chunks->len);
  report ("write: response head", write_head, NULL, 0);

  aiohttp_byte_buffer_clear (&buffer);
  g_free (head);
  return 0;
}
