/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <arpa/inet.h>
#include <string.h>

#include "aiohttp-proxy-header-private.h"

#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"

typedef struct
{
  const char *name;
  const char *bytes;
  gsize length;
  const char *peer; /* "" for none, NULL for an error */
} Row;

#define ROW(name, bytes, peer)                                                                                         \
  {                                                                                                                    \
    name, bytes, sizeof (bytes) - 1, peer                                                                              \
  }

static const Row rows[] = {
  ROW ("1/tcp4", "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n", "192.0.2.7"),
  ROW ("1/tcp6", "PROXY TCP6 2001:db8::7 ::1 65535 1\r\n", "2001:db8::7"),
  ROW ("1/unknown", "PROXY UNKNOWN\r\n", ""),
  ROW ("1/unknown-more", "PROXY UNKNOWN ffff:f...f:ffff whatever 1 2\r\n", ""),
  ROW ("1/port-0", "PROXY TCP4 192.0.2.7 198.51.100.1 0 0\r\n", "192.0.2.7"),
  ROW ("1/lower-case", "proxy TCP4 192.0.2.7 198.51.100.1 1 2\r\n", NULL),
  ROW ("1/lf", "PROXY TCP4 192.0.2.7 198.51.100.1 1 2\n", NULL),
  ROW ("1/family", "PROXY TCP5 192.0.2.7 198.51.100.1 1 2\r\n", NULL),
  ROW ("1/mixed", "PROXY TCP6 192.0.2.7 198.51.100.1 1 2\r\n", NULL),
  ROW ("1/two-spaces", "PROXY TCP4  192.0.2.7 198.51.100.1 1 2\r\n", NULL),
  ROW ("1/missing", "PROXY TCP4 192.0.2.7 198.51.100.1 1\r\n", NULL),
  ROW ("1/more", "PROXY TCP4 192.0.2.7 198.51.100.1 1 2 3\r\n", NULL),
  ROW ("1/address", "PROXY TCP4 192.0.2.256 198.51.100.1 1 2\r\n", NULL),
  ROW ("1/destination", "PROXY TCP4 192.0.2.7 here 1 2\r\n", NULL),
  ROW ("1/port", "PROXY TCP4 192.0.2.7 198.51.100.1 65536 2\r\n", NULL),
  ROW ("1/port-zeros", "PROXY TCP4 192.0.2.7 198.51.100.1 01 2\r\n", NULL),
  ROW ("1/port-sign", "PROXY TCP4 192.0.2.7 198.51.100.1 +1 2\r\n", NULL),
  ROW ("1/nul", "PROXY TCP4 192.0.2.7 198.51.100.1 1 2\0\r\n", NULL),
  ROW (
      "1/long",
      "PROXY UNKNOWN ...................................................................................................\r\n",
      NULL),
  ROW ("http", "GET / HTTP/1.1\r\n\r\n", NULL),
  ROW ("2/tcp4", SIGNATURE "\x21\x11\0\x0c\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\x01\xbb", "192.0.2.7"),
  ROW ("2/extensions", SIGNATURE "\x21\x11\0\x10\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\x01\xbb\x04\0\x01\x41",
       "192.0.2.7"),
  ROW ("2/tcp6",
       SIGNATURE "\x21\x21\0\x24\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07"
                 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\x02",
       "2001:db8::7"),
  ROW ("2/local", SIGNATURE "\x20\0\0\0", ""),
  ROW ("2/local-with-address", SIGNATURE "\x20\x11\0\x0c\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\x01\xbb", ""),
  ROW ("2/unspecified", SIGNATURE "\x21\0\0\0", ""),
  ROW ("2/version", SIGNATURE "\x11\x11\0\x0c\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\x01\xbb", NULL),
  ROW ("2/command", SIGNATURE "\x22\x11\0\x0c\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\x01\xbb", NULL),
  ROW ("2/datagram", SIGNATURE "\x21\x12\0\x0c\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\x01\xbb", NULL),
  ROW ("2/short", SIGNATURE "\x21\x11\0\x08\xc0\0\x02\x07\xc6\x33\x64\x01", NULL),
  ROW ("2/huge", SIGNATURE "\x21\x11\xff\xff", NULL),
  ROW ("2/signature", "\r\n\r\n\0\r\nQUIT\r\x21\x11\0\0", NULL),
};

static char *
format_peer (const struct sockaddr_storage *peer)
{
  char text[INET6_ADDRSTRLEN] = "";

  if (peer->ss_family == AF_INET)
    inet_ntop (AF_INET, &((const struct sockaddr_in *) peer)->sin_addr, text, sizeof text);
  else if (peer->ss_family == AF_INET6)
    inet_ntop (AF_INET6, &((const struct sockaddr_in6 *) peer)->sin6_addr, text, sizeof text);
  else
    g_assert_cmpint (peer->ss_family, ==, AF_UNSPEC);
  return g_strdup (text);
}

/* Whole with something behind it, and each beginning of it in memory of its own size. */
static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree guint8 *whole = g_malloc (row->length + 5);
  struct sockaddr_storage peer;
  gsize header_length = 0;
  AiohttpProxyHeaderState state;

  memcpy (whole, row->bytes, row->length);
  memcpy (whole + row->length, "GET /", 5);
  state = aiohttp_proxy_header_parse (whole, row->length + 5, &header_length, &peer);
  if (row->peer != NULL)
    {
      g_autofree char *text = format_peer (&peer);

      g_assert_cmpint (state, ==, AIOHTTP_PROXY_HEADER_DONE);
      g_assert_cmpuint (header_length, ==, row->length);
      g_assert_cmpstr (text, ==, row->peer);
    }
  else
    g_assert_cmpint (state, ==, AIOHTTP_PROXY_HEADER_ERROR);
  for (gsize length = 0; length < row->length; length++)
    {
      g_autofree guint8 *part = g_memdup2 (row->bytes, MAX (length, 1));

      state = aiohttp_proxy_header_parse (part, length, &header_length, &peer);
      if (row->peer != NULL)
        g_assert_cmpint (state, ==, AIOHTTP_PROXY_HEADER_MORE);
      else
        g_assert_cmpint (state, !=, AIOHTTP_PROXY_HEADER_DONE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/proxy-header/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
