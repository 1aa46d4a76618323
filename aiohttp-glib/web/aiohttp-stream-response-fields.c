/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-response-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-cookie-options-private.h"
#include "aiohttp-error.h"
#include "aiohttp-etag-private.h"
#include "aiohttp-status-private.h"

/* Headers of a response that have a meaning of their own. */

/* Browsers take no longer one (RFC 6265, 6.1). */
#define MAX_COOKIE 4096

/**
 * aiohttp_stream_response_get_keep_alive:
 * @self: a response
 *
 * Tells whether the connection may live on after this response, as far as the response has a say:
 * [method@Aiohttp.StreamResponse.force_close] and a Connection header forbid it.
 *
 * Returns: whether it may
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_get_keep_alive (AiohttpStreamResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  return !self->force_close &&
         (self->headers == NULL || !soup_message_headers_header_contains (self->headers, "Connection", "close"));
}

/**
 * aiohttp_stream_response_get_last_modified:
 * @self: a response
 *
 * Gets the time of Last-Modified.
 *
 * Returns: (transfer full) (nullable): the time in UTC, or %NULL if it was not set
 *
 * Since: 0.1
 */
GDateTime *
aiohttp_stream_response_get_last_modified (AiohttpStreamResponse *self)
{
  const char *value;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), NULL);

  value = aiohttp_stream_response_get_header (self, "Last-Modified");
  return value != NULL ? soup_date_time_new_from_http_string (value) : NULL;
}

/**
 * aiohttp_stream_response_set_last_modified:
 * @self: a response
 * @date: (nullable): a time, or %NULL to remove the header
 * @error: return location of the error
 *
 * Sets Last-Modified, which has no more than whole seconds.
 *
 * Returns: whether it was set; %FALSE with %AIOHTTP_ERROR_ALREADY_SENT
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_set_last_modified (AiohttpStreamResponse *self, GDateTime *date, GError **error)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  value = date != NULL ? soup_date_time_to_string (date, SOUP_DATE_HTTP) : NULL;
  return aiohttp_stream_response_set_header (self, "Last-Modified", value, error);
}

/**
 * aiohttp_stream_response_get_etag:
 * @self: a response
 *
 * Gets the entity tag.
 *
 * Returns: (transfer full) (nullable): the tag, or %NULL if none was set
 *
 * Since: 0.1
 */
AiohttpETag *
aiohttp_stream_response_get_etag (AiohttpStreamResponse *self)
{
  const char *value;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), NULL);

  value = aiohttp_stream_response_get_header (self, "ETag");
  return value != NULL ? aiohttp_etag_parse (value) : NULL;
}

/**
 * aiohttp_stream_response_set_etag:
 * @self: a response
 * @etag: (nullable): a tag, or %NULL to remove the header
 * @error: return location of the error
 *
 * Sets ETag. A strong tag becomes a weak one where the body is compressed, since it is another one then.
 *
 * Returns: whether it was set; %FALSE with %AIOHTTP_ERROR_ALREADY_SENT
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_set_etag (AiohttpStreamResponse *self, AiohttpETag *etag, GError **error)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  value = etag != NULL ? aiohttp_etag_to_string (etag) : NULL;
  return aiohttp_stream_response_set_header (self, "ETag", value, error);
}

/* A cookie that was set before has its value from now on only. */
static void
remove_cookie (AiohttpStreamResponse *self, const char *name)
{
  SoupMessageHeaders *headers = aiohttp_stream_response_get_headers (self);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  gsize length = strlen (name);
  gboolean found = FALSE;
  SoupMessageHeadersIter iter;
  const char *field, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &field, &value))
    if (g_ascii_strcasecmp (field, "Set-Cookie") == 0)
      {
        if (strncmp (value, name, length) == 0 && value[length] == '=')
          found = TRUE;
        else
          g_ptr_array_add (others, g_strdup (value));
      }
  if (!found)
    return;
  soup_message_headers_remove (headers, "Set-Cookie");
  for (guint i = 0; i < others->len; i++)
    soup_message_headers_append (headers, "Set-Cookie", g_ptr_array_index (others, i));
}

/**
 * aiohttp_stream_response_set_cookie:
 * @self: a response
 * @name: the cookie's name
 * @value: its value
 * @options: (nullable): its attributes, or %NULL for a path of `/` and nothing else
 * @error: return location of the error
 *
 * Sets a cookie, in place of one of that name. A value that holds what RFC 6265 does not allow is put in quotes and
 * escaped, as Python does it; [method@Aiohttp.Request.get_cookie] undoes that.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT where @name is no token, or where the cookie is longer than the 4096 bytes
 * that browsers take, and with %AIOHTTP_ERROR_ALREADY_SENT.
 *
 * aiohttp: `StreamResponse.set_cookie()`
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_set_cookie (AiohttpStreamResponse *self, const char *name, const char *value,
                                    AiohttpCookieOptions *options, GError **error)
{
  g_autofree char *line = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  if (!aiohttp_stream_response_check_not_sent (self, error))
    return FALSE;
  if (!aiohttp_chars_is_token (name, strlen (name)))
    {
      g_autofree char *shown = aiohttp_chars_escape (name, strlen (name), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "“%s” is not the name of a cookie", shown);
      return FALSE;
    }
  line = aiohttp_cookie_options_format (options, name, value, error);
  if (line == NULL)
    return FALSE;
  if (strlen (line) > MAX_COOKIE)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "The cookie %s has %" G_GSIZE_FORMAT " bytes: browsers take %d", name, strlen (line), MAX_COOKIE);
      return FALSE;
    }
  remove_cookie (self, name);
  return aiohttp_stream_response_add_header (self, "Set-Cookie", line, error);
}

/**
 * aiohttp_stream_response_del_cookie:
 * @self: a response
 * @name: the cookie's name
 * @options: (nullable): the attributes with which it was set: its domain and path count
 * @error: return location of the error
 *
 * Lets the client forget a cookie, by one that has expired.
 *
 * Fails as [method@Aiohttp.StreamResponse.set_cookie] does.
 *
 * aiohttp: `StreamResponse.del_cookie()`
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_del_cookie (AiohttpStreamResponse *self, const char *name, AiohttpCookieOptions *options,
                                    GError **error)
{
  g_autoptr (AiohttpCookieOptions) expired = aiohttp_cookie_options_dup_expired (options);

  return aiohttp_stream_response_set_cookie (self, name, "", expired, error);
}

/**
 * aiohttp_stream_response_enable_compression:
 * @self: a response
 * @coding: (nullable): `gzip`, `deflate`, `br` or `zstd`, or %NULL for what the client likes best
 * @error: return location of the error
 *
 * Compresses the body. With %NULL it is by the quality values of the client's Accept-Encoding, of equals the best of
 * zstd, br, gzip and deflate, and Vary says so; a client that takes none gets the body as it is. A response that has a
 * Content-Encoding is left alone.
 *
 * A body in memory of up to 64 KiB goes out with its new Content-Length, a longer one is compressed bit by bit while it
 * goes out. What is written in pieces may be held back by the coding until more comes.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT for another @coding, and with %AIOHTTP_ERROR_ALREADY_SENT.
 *
 * aiohttp: `StreamResponse.enable_compression()`
 *
 * Returns: whether it was enabled
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_enable_compression (AiohttpStreamResponse *self, const char *coding, GError **error)
{
  AiohttpContentCoding forced = 0;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  if (!aiohttp_stream_response_check_not_sent (self, error))
    return FALSE;
  if (coding != NULL && !aiohttp_content_coding_from_name (coding, &forced))
    {
      g_autofree char *shown = aiohttp_chars_escape (coding, strlen (coding), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "“%s” is no content coding: use gzip, deflate, br or zstd", shown);
      return FALSE;
    }
  self->compression = coding != NULL ? AIOHTTP_COMPRESSION_FORCED : AIOHTTP_COMPRESSION_NEGOTIATED;
  self->forced = forced;
  return TRUE;
}

static void
vary_by_accept_encoding (SoupMessageHeaders *headers)
{
  if (!soup_message_headers_header_contains (headers, "Vary", "Accept-Encoding") &&
      !soup_message_headers_header_contains (headers, "Vary", "*"))
    soup_message_headers_append (headers, "Vary", "Accept-Encoding");
}

/* The body that a strong tag stands for is not the one that is sent (RFC 9110, 8.8.3.3). */
static void
weaken_etag (SoupMessageHeaders *headers)
{
  const char *etag = soup_message_headers_get_one (headers, "ETag");
  g_autofree char *weak = NULL;

  if (etag == NULL || g_str_has_prefix (etag, "W/"))
    return;
  weak = g_strconcat ("W/", etag, NULL);
  soup_message_headers_replace (headers, "ETag", weak);
}

gboolean
aiohttp_stream_response_choose_coding (AiohttpStreamResponse *self, AiohttpRequest *request, gint64 length,
                                       AiohttpContentCoding *coding)
{
  SoupMessageHeaders *headers;

  if (self->compression == AIOHTTP_COMPRESSION_NONE || length == 0 || aiohttp_status_is_bodyless (self->status))
    return FALSE;
  headers = aiohttp_stream_response_get_headers (self);
  if (soup_message_headers_get_one (headers, "Content-Encoding") != NULL)
    return FALSE;
  if (self->compression == AIOHTTP_COMPRESSION_FORCED)
    *coding = self->forced;
  else
    {
      vary_by_accept_encoding (headers);
      if (!aiohttp_content_coding_negotiate (aiohttp_request_get_header (request, "Accept-Encoding"), coding))
        return FALSE;
    }
  soup_message_headers_replace (headers, "Content-Encoding", aiohttp_content_coding_get_name (*coding));
  soup_message_headers_remove (headers, "Content-Length");
  weaken_etag (headers);
  return TRUE;
}
