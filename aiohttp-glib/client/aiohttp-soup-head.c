/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-soup-head-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"

static gboolean
is_one_length (const char *list)
{
  gsize digits = strspn (list, "0123456789");
  g_auto (GStrv) lengths = NULL;

  if (digits > 0 && digits < 18 && list[digits] == '\0')
    return TRUE;
  lengths = g_strsplit (list, ",", -1);
  for (guint i = 0; lengths[i] != NULL; i++)
    {
      const char *length = g_strstrip (lengths[i]);
      guint64 n;

      if (length[strspn (length, "0123456789")] != '\0' || strcmp (length, lengths[0]) != 0 ||
          !g_ascii_string_to_unsigned (length, 10, 0, G_MAXINT64, &n, NULL))
        return FALSE;
    }
  return lengths[0] != NULL;
}

/* libsoup takes the first of several lengths, and one that is negative or too large for none (RFC 9110, 8.6). */
static gboolean
check_length (SoupMessageHeaders *headers, GError **error)
{
  const char *list = soup_message_headers_get_list (headers, "Content-Length");
  g_autofree char *shown = NULL;

  if (list == NULL || is_one_length (list))
    return TRUE;
  shown = aiohttp_chars_escape (list, strlen (list), 64);
  g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE, "Content-Length is not one number: “%s”",
               shown);
  return FALSE;
}

/* The answer to CONNECT of a proxy that makes no tunnel is libsoup's answer to the request. */
static gboolean
check_origin (SoupMessage *message, const AiohttpTransportRequest *request, GError **error)
{
  if (request->proxy == NULL || strcmp (g_uri_get_scheme (request->uri), "https") != 0 ||
      soup_message_get_tls_peer_certificate (message) != NULL)
    return TRUE;
  g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PROXY, "Proxy %s: it refused CONNECT with %u",
               g_uri_get_host (request->proxy), soup_message_get_status (message));
  return FALSE;
}

static gboolean
check_fields (SoupMessageHeaders *headers, const AiohttpTransportRequest *request, GError **error)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;
  guint n = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      gsize size = strlen (name) + strlen (value);

      if (request->max_field_size > 0 && size > request->max_field_size)
        {
          g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE,
                       "A field's name and value have %" G_GSIZE_FORMAT " bytes; the limit is %u", size,
                       request->max_field_size);
          return FALSE;
        }
      n++;
    }
  if (request->max_fields == 0 || n <= request->max_fields)
    return TRUE;
  g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE,
               "The head has %u fields; the limit is %u", n, request->max_fields);
  return FALSE;
}

/* libsoup bounds a head by 64 KiB; what is over the request's own limits is seen once it has come. */
static gboolean
check_limits (SoupMessage *message, const AiohttpTransportRequest *request, GError **error)
{
  const char *reason = soup_message_get_reason_phrase (message);
  gsize line = strlen ("HTTP/1.1 200 ") + (reason != NULL ? strlen (reason) : 0);

  if (request->max_line_size == 0 || line <= request->max_line_size)
    return check_fields (soup_message_get_response_headers (message), request, error);
  g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BAD_RESPONSE,
               "The status line has %" G_GSIZE_FORMAT " bytes; the limit is %u", line, request->max_line_size);
  return FALSE;
}

gboolean
aiohttp_soup_head_check (SoupMessage *message, const AiohttpTransportRequest *request, GError **error)
{
  return check_origin (message, request, error) && check_limits (message, request, error) &&
         check_length (soup_message_get_response_headers (message), error);
}
