/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-redirect-private.h"

/* What describes a body that is no longer there (RFC 9110, 15.4). */
static const char *const body_fields[] = { "Content-Encoding", "Content-Language",  "Content-Length",
                                           "Content-Location", "Content-Type",      "Digest",
                                           "Last-Modified",    "Transfer-Encoding", NULL };

/* aiohttp strips the first three; a Host that was set by hand would name the first origin to the second. */
static const char *const origin_fields[] = { "Authorization", "Cookie", "Proxy-Authorization", "Host", NULL };

gboolean
aiohttp_redirect_is_followed (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

const char *
aiohttp_redirect_get_target (guint status, SoupMessageHeaders *headers)
{
  const char *target;

  if (!aiohttp_redirect_is_followed (status))
    return NULL;
  target = soup_message_headers_get_one (headers, "Location");
  return target != NULL ? target : soup_message_headers_get_one (headers, "URI");
}

const char *
aiohttp_redirect_choose_method (guint status, const char *method)
{
  if (status == 303 && strcmp (method, "HEAD") != 0)
    return "GET";
  if ((status == 301 || status == 302) && strcmp (method, "POST") == 0)
    return "GET";
  return method;
}

void
aiohttp_redirect_strip_headers (SoupMessageHeaders *headers, gboolean body_dropped, gboolean cross_origin)
{
  for (guint i = 0; body_dropped && body_fields[i] != NULL; i++)
    soup_message_headers_remove (headers, body_fields[i]);
  for (guint i = 0; cross_origin && origin_fields[i] != NULL; i++)
    soup_message_headers_remove (headers, origin_fields[i]);
}
