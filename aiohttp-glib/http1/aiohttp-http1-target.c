/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-http1-target-private.h"

#include "aiohttp-chars-private.h"

#include <arpa/inet.h>
#include <string.h>

/* reg-name (RFC 3986, 3.2.2), which covers IPv4 addresses: the first octet after it, or NULL if there is none. */
static const char *
skip_reg_name (const char *p, const char *end)
{
  const char *start = p;

  for (;;)
    {
      p = aiohttp_chars_span (p, end, AIOHTTP_CHAR_REG_NAME);
      if (p == end || *p != '%')
        return p > start ? p : NULL;
      if (end - p < 3 || !aiohttp_char_is (p[1], AIOHTTP_CHAR_HEX) || !aiohttp_char_is (p[2], AIOHTTP_CHAR_HEX))
        return NULL;
      p += 3;
    }
}

/* "[" IPv6address "]"; no zone (RFC 6874 keeps it off the wire) and no IPvFuture, of which there is none. */
static const char *
skip_ip_literal (const char *p, const char *end)
{
  const char *close = memchr (p, ']', (gsize) (end - p));
  char address[INET6_ADDRSTRLEN];
  struct in6_addr parsed;
  gsize length;

  if (close == NULL)
    return NULL;
  length = (gsize) (close - p - 1);
  if (length >= sizeof address)
    return NULL;
  memcpy (address, p + 1, length);
  address[length] = '\0';
  return inet_pton (AF_INET6, address, &parsed) == 1 ? close + 1 : NULL;
}

static gboolean
is_port (const char *p, const char *end)
{
  guint port = 0;

  if (end - p > 5)
    return FALSE;
  for (; p < end; p++)
    {
      if (!aiohttp_char_is (*p, AIOHTTP_CHAR_DIGIT))
        return FALSE;
      port = port * 10 + (guint) (*p - '0');
    }
  return port <= 65535;
}

gboolean
aiohttp_http1_is_authority (const char *text, gsize length, gboolean need_port)
{
  const char *end = text + length;
  const char *p = NULL;

  if (length > 0)
    p = *text == '[' ? skip_ip_literal (text, end) : skip_reg_name (text, end);
  if (p == NULL)
    return FALSE;
  if (p == end)
    return !need_port;
  if (*p != ':' || (need_port && p + 1 == end))
    return FALSE;
  return is_port (p + 1, end);
}

static AiohttpSpan
make_span (const AiohttpHttp1Head *head, const char *start, const char *end)
{
  return (AiohttpSpan){ (guint32) (start - head->base), (guint32) (end - start) };
}

static void
set_path_and_query (AiohttpHttp1Head *head, const char *p, const char *end)
{
  const char *mark = p < end ? memchr (p, '?', (gsize) (end - p)) : NULL;

  if (mark != NULL)
    head->query = make_span (head, mark + 1, end);
  else
    mark = end;
  head->path = make_span (head, p, mark);
  head->path_encoded = p < mark && memchr (p, '%', (gsize) (mark - p)) != NULL;
}

static gsize
match_scheme (const char *target, gsize length)
{
  if (length >= 7 && aiohttp_chars_equal_fold (target, "http://", 7))
    return 7;
  if (length >= 8 && aiohttp_chars_equal_fold (target, "https://", 8))
    return 8;
  return 0;
}

const char *
aiohttp_http1_parse_target (AiohttpHttp1Head *head)
{
  const char *target = head->base + head->target.offset;
  const char *end = target + head->target.length;
  gsize scheme;

  if (head->method_id == AIOHTTP_METHOD_CONNECT)
    {
      if (!aiohttp_http1_is_authority (target, head->target.length, TRUE))
        return "CONNECT takes host:port";
      head->target_form = AIOHTTP_TARGET_AUTHORITY;
      head->host = head->target;
      return NULL;
    }
  if (*target == '/')
    {
      head->target_form = AIOHTTP_TARGET_ORIGIN;
      set_path_and_query (head, target, end);
      return NULL;
    }
  if (head->target.length == 1 && *target == '*')
    {
      head->target_form = AIOHTTP_TARGET_ASTERISK;
      head->path = head->target;
      return head->method_id == AIOHTTP_METHOD_OPTIONS ? NULL : "only OPTIONS takes *";
    }
  scheme = match_scheme (target, head->target.length);
  if (scheme > 0)
    {
      const char *authority = target + scheme;
      const char *stop = authority;

      while (stop < end && *stop != '/' && *stop != '?')
        stop++;
      if (!aiohttp_http1_is_authority (authority, (gsize) (stop - authority), FALSE))
        return "the host is empty or malformed";
      head->target_form = AIOHTTP_TARGET_ABSOLUTE;
      head->host = make_span (head, authority, stop);
      set_path_and_query (head, stop, end);
      return NULL;
    }
  return "it is no path, no http URL and no *";
}
