/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-proxy-header-private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* What comes before a line of version 1 must have ended: "PROXY TCP6 " and two addresses and ports of the longest kind. */
#define MAX_LINE 107

#define FIXED_LENGTH 16

enum
{
  COMMAND_LOCAL = 0x20,
  COMMAND_PROXY = 0x21,
};

enum
{
  FAMILY_UNSPECIFIED = 0x00,
  FAMILY_TCP4 = 0x11,
  FAMILY_TCP6 = 0x21,
  FAMILY_UNIX_STREAM = 0x31,
};

static const guint8 signature[12] = { 0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A };

static gboolean
parse_port (const char *text, guint16 *port)
{
  guint64 value;

  if (text[0] == '0' && text[1] != '\0')
    return FALSE;
  if (!g_ascii_isdigit (text[0]) || !g_ascii_string_to_unsigned (text, 10, 0, 65535, &value, NULL))
    return FALSE;
  *port = (guint16) value;
  return TRUE;
}

static gboolean
parse_address (int family, const char *text, guint16 port, struct sockaddr_storage *out)
{
  struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons (port) };
  struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons (port) };

  memset (out, 0, sizeof *out);
  if (family == AF_INET)
    {
      if (inet_pton (AF_INET, text, &in.sin_addr) != 1)
        return FALSE;
      memcpy (out, &in, sizeof in);
    }
  else
    {
      if (inet_pton (AF_INET6, text, &in6.sin6_addr) != 1)
        return FALSE;
      memcpy (out, &in6, sizeof in6);
    }
  return TRUE;
}

/* "PROXY TCP4 source destination port port", without the end of the line. */
static gboolean
parse_line (const char *line, struct sockaddr_storage *peer)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 7);
  struct sockaddr_storage destination;
  guint16 source_port, destination_port;
  int family;

  if (g_strv_length (words) >= 2 && g_str_equal (words[1], "UNKNOWN"))
    return TRUE;
  if (g_strv_length (words) != 6)
    return FALSE;
  if (g_str_equal (words[1], "TCP4"))
    family = AF_INET;
  else if (g_str_equal (words[1], "TCP6"))
    family = AF_INET6;
  else
    return FALSE;
  return parse_port (words[4], &source_port) && parse_port (words[5], &destination_port) &&
         parse_address (family, words[3], destination_port, &destination) &&
         parse_address (family, words[2], source_port, peer);
}

static AiohttpProxyHeaderState
parse_version_1 (const guint8 *data, gsize length, gsize *header_length, struct sockaddr_storage *peer)
{
  const guint8 *end = memchr (data, '\n', MIN (length, MAX_LINE));
  char line[MAX_LINE + 1];
  gsize line_length;

  if (end == NULL)
    return length >= MAX_LINE ? AIOHTTP_PROXY_HEADER_ERROR : AIOHTTP_PROXY_HEADER_MORE;
  line_length = end - data;
  if (line_length == 0 || data[line_length - 1] != '\r' || memchr (data, '\0', line_length) != NULL)
    return AIOHTTP_PROXY_HEADER_ERROR;
  memcpy (line, data, line_length - 1);
  line[line_length - 1] = '\0';
  *header_length = line_length + 1;
  return parse_line (line, peer) ? AIOHTTP_PROXY_HEADER_DONE : AIOHTTP_PROXY_HEADER_ERROR;
}

/* FALSE: no family of streams, or too short for it. */
static gboolean
take_addresses (guint8 family, const guint8 *data, gsize length, struct sockaddr_storage *peer)
{
  struct sockaddr_in in = { .sin_family = AF_INET };
  struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

  switch (family)
    {
    case FAMILY_TCP4:
      if (length < 12)
        return FALSE;
      memcpy (&in.sin_addr, data, 4);
      memcpy (&in.sin_port, data + 8, 2);
      memcpy (peer, &in, sizeof in);
      return TRUE;
    case FAMILY_TCP6:
      if (length < 36)
        return FALSE;
      memcpy (&in6.sin6_addr, data, 16);
      memcpy (&in6.sin6_port, data + 32, 2);
      memcpy (peer, &in6, sizeof in6);
      return TRUE;
    case FAMILY_UNIX_STREAM:
      return length >= 216;
    case FAMILY_UNSPECIFIED:
      return TRUE;
    default:
      return FALSE;
    }
}

static AiohttpProxyHeaderState
parse_version_2 (const guint8 *data, gsize length, gsize *header_length, struct sockaddr_storage *peer)
{
  gsize rest;

  if (length < FIXED_LENGTH)
    return AIOHTTP_PROXY_HEADER_MORE;
  rest = ((gsize) data[14] << 8) | data[15];
  if ((data[12] != COMMAND_LOCAL && data[12] != COMMAND_PROXY) || FIXED_LENGTH + rest > AIOHTTP_PROXY_HEADER_MAX)
    return AIOHTTP_PROXY_HEADER_ERROR;
  if (length < FIXED_LENGTH + rest)
    return AIOHTTP_PROXY_HEADER_MORE;
  *header_length = FIXED_LENGTH + rest;
  if (data[12] == COMMAND_LOCAL)
    return AIOHTTP_PROXY_HEADER_DONE;
  return take_addresses (data[13], data + FIXED_LENGTH, rest, peer) ? AIOHTTP_PROXY_HEADER_DONE
                                                                    : AIOHTTP_PROXY_HEADER_ERROR;
}

static gboolean
begins_with (const guint8 *data, gsize length, const void *prefix, gsize prefix_length)
{
  return memcmp (data, prefix, MIN (length, prefix_length)) == 0;
}

AiohttpProxyHeaderState
aiohttp_proxy_header_parse (const guint8 *data, gsize length, gsize *header_length, struct sockaddr_storage *peer)
{
  memset (peer, 0, sizeof *peer);
  peer->ss_family = AF_UNSPEC;
  if (length == 0)
    return AIOHTTP_PROXY_HEADER_MORE;
  if (begins_with (data, length, signature, sizeof signature))
    return parse_version_2 (data, length, header_length, peer);
  if (begins_with (data, length, "PROXY ", 6))
    return parse_version_1 (data, length, header_length, peer);
  return AIOHTTP_PROXY_HEADER_ERROR;
}
