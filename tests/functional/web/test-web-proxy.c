/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <string.h>

#include "raw-client.h"
#include "site-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"
#define LINE      "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"

static const char binary[] =
    "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x10\xc0\0\x02\x09\xc6\x33\x64\x01\xdc\x04\x01\xbb\x04\0\x01\x41";

typedef struct
{
  SiteThread *thread;
  AiohttpTcpSite *site;
  guint16 port;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AiohttpApplication) app = site_thread_make_app ();
  g_autoptr (GError) error = NULL;

  fixture->thread = site_thread_new (aiohttp_app_runner_new (app));
  g_object_set (aiohttp_app_runner_get_server (fixture->thread->runner), "max-connections-per-address", 1, NULL);
  fixture->site = aiohttp_tcp_site_new (fixture->thread->runner, "127.0.0.1", 0);
  g_object_set (fixture->site, "proxy-protocol", TRUE, "proxy-timeout", 0.2, NULL);
  g_assert_true (site_thread_start (fixture->thread, fixture->site, &error));
  g_assert_no_error (error);
  fixture->port = aiohttp_tcp_site_get_port (fixture->site);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->thread, site_thread_free);
  g_clear_object (&fixture->site);
}

static void
test_line (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) client = raw_client_new (fixture->port);

  if (data != NULL)
    raw_client_send_split (client, LINE, GPOINTER_TO_UINT (data));
  else
    raw_client_send (client, LINE);
  raw_client_send (client, GET ("/remote") GET ("/"));
  raw_client_expect (client, 200, "192.0.2.7");
  raw_client_expect (client, 200, "Hello");
}

/* With the request behind it in the same packet, or cut anywhere. */
static void
test_binary (Fixture *fixture, gconstpointer data)
{
  const gsize header_length = sizeof binary - 1;

  for (gsize cut = 1; cut <= header_length; cut++)
    {
      g_autoptr (RawClient) client = raw_client_new (fixture->port);
      g_autoptr (GString) bytes = g_string_new_len (binary, header_length);

      g_string_append (bytes, GET ("/remote"));
      raw_client_send_bytes (client, bytes->str, cut);
      raw_client_send_bytes (client, bytes->str + cut, bytes->len - cut);
      raw_client_expect (client, 200, "192.0.2.9");
      raw_client_half_close (client);
      raw_client_expect_end (client);
    }
}

/* The proxy asks for itself. */
static void
test_local (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) client = raw_client_new (fixture->port);

  raw_client_send (client, "PROXY UNKNOWN\r\n" GET ("/remote"));
  raw_client_expect (client, 200, "127.0.0.1");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) client = raw_client_new (fixture->port);
  g_autoptr (RawClient) other = NULL;

  if (data != NULL)
    raw_client_send (client, data);
  else
    raw_client_half_close (client);
  raw_client_expect_end (client);
  other = raw_client_new (fixture->port);
  raw_client_send (other, LINE GET ("/"));
  raw_client_expect (other, 200, "Hello");
}

/* Who sends part of a header and no more. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) client = raw_client_new (fixture->port);

  raw_client_send (client, "PROXY TCP4 192.0");
  raw_client_expect_end (client);
}

/* Those that still wait for a header do not hold a shutdown back. */
static void
test_shutdown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) client = raw_client_new (fixture->port);

  raw_client_send (client, "PROXY ");
  g_clear_pointer (&fixture->thread, site_thread_free);
  raw_client_expect_end (client);
}

/* The addresses that are told are what counts. */
static void
test_per_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) first = raw_client_new (fixture->port);
  g_autoptr (RawClient) second = raw_client_new (fixture->port);
  g_autoptr (RawClient) third = raw_client_new (fixture->port);

  raw_client_send (first, LINE GET ("/"));
  raw_client_expect (first, 200, "Hello");
  raw_client_send (second, "PROXY TCP4 192.0.2.8 198.51.100.1 1 2\r\n" GET ("/"));
  raw_client_expect (second, 200, "Hello");
  raw_client_send (third, LINE GET ("/"));
  raw_client_expect_end (third);
}

/* Of IPv6 the half that one customer has. */
static void
test_per_network (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) first = raw_client_new (fixture->port);
  g_autoptr (RawClient) second = raw_client_new (fixture->port);
  g_autoptr (RawClient) third = raw_client_new (fixture->port);

  raw_client_send (first, "PROXY TCP6 2001:db8:0:1::7 ::1 1 2\r\n" GET ("/remote"));
  raw_client_expect (first, 200, "2001:db8:0:1::7");
  raw_client_send (second, "PROXY TCP6 2001:db8:0:2::7 ::1 1 2\r\n" GET ("/"));
  raw_client_expect (second, 200, "Hello");
  raw_client_send (third, "PROXY TCP6 2001:db8:0:1:ffff::8 ::1 1 2\r\n" GET ("/"));
  raw_client_expect_end (third);
}

static void
bound_connections (gpointer runner)
{
  g_object_set (aiohttp_app_runner_get_server (runner), "max-connections", 2, NULL);
}

/* One that is closed for its address's sake leaves its place to another. */
static void
test_room (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RawClient) first = NULL;
  g_autoptr (RawClient) second = NULL;
  g_autoptr (RawClient) third = NULL;

  site_thread_call (fixture->thread, bound_connections, fixture->thread->runner);
  first = raw_client_new (fixture->port);
  raw_client_send (first, LINE GET ("/"));
  raw_client_expect (first, 200, "Hello");
  second = raw_client_new (fixture->port);
  raw_client_send (second, LINE GET ("/"));
  raw_client_expect_end (second);
  third = raw_client_new (fixture->port);
  raw_client_send (third, "PROXY TCP4 192.0.2.8 198.51.100.1 1 2\r\n" GET ("/"));
  raw_client_expect (third, 200, "Hello");
}

#define ADD(path, data, func) g_test_add ("/web-proxy/" path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("line", NULL, test_line);
  ADD ("line/bytes", GUINT_TO_POINTER (1), test_line);
  ADD ("line/pieces", GUINT_TO_POINTER (16), test_line);
  ADD ("binary", NULL, test_binary);
  ADD ("local", NULL, test_local);
  ADD ("refused/http", GET ("/"), test_refused);
  ADD ("refused/malformed", "PROXY TCP4 192.0.2.7\r\n", test_refused);
  ADD ("refused/end", NULL, test_refused);
  ADD ("slow", NULL, test_slow);
  ADD ("shutdown", NULL, test_shutdown);
  ADD ("per-address", NULL, test_per_address);
  ADD ("per-address/network", NULL, test_per_network);
  ADD ("per-address/room", NULL, test_room);
  return g_test_run ();
}
