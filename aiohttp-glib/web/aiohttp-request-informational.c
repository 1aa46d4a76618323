/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include "aiohttp-error.h"

/* Responses of 1xx, which come before the one that counts. */

/**
 * aiohttp_request_send_informational:
 * @self: a request that was not answered
 * @status: 102 to 199
 * @headers: (nullable): headers to send along
 * @error: return location of the error
 *
 * Sends a response of 1xx, before the response that counts. An HTTP/1.0 client gets none, and nothing fails.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT for another @status (100 goes out by itself when the body is read, 101 with
 * an upgrade) or a header that cannot be sent, with %AIOHTTP_ERROR_INVALID_STATE where the response has begun, and with
 * %G_IO_ERROR_CONNECTION_CLOSED where the client has left.
 *
 * Returns: whether it is on its way
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_send_informational (AiohttpRequest *self, guint status, SoupMessageHeaders *headers, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), FALSE);

  if (status < 102 || status > 199)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "%u is not from 102 to 199", status);
      return FALSE;
    }
  if (self->stream == NULL)
    {
      g_propagate_error (error, aiohttp_request_new_detached_error (self));
      return FALSE;
    }
  if (aiohttp_request_peek_origin (self)->response != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The response has begun already");
      return FALSE;
    }
  return self->stream->klass->send_informational (self->stream, status, headers, error);
}

/**
 * aiohttp_request_send_early_hints:
 * @self: a request that was not answered
 * @links: (array zero-terminated=1): values of Link, such as `</style.css>; rel=preload; as=style`
 * @error: return location of the error
 *
 * Sends status 103 (RFC 8297), so that the client may fetch what it is going to need while the response is made.
 *
 * Fails as [method@Aiohttp.Request.send_informational] does.
 *
 * Returns: whether they are on their way
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_send_early_hints (AiohttpRequest *self, const char *const *links, GError **error)
{
  SoupMessageHeaders *headers;
  gboolean works;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), FALSE);
  g_return_val_if_fail (links != NULL, FALSE);

  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  for (gsize i = 0; links[i] != NULL; i++)
    soup_message_headers_append (headers, "Link", links[i]);
  works = aiohttp_request_send_informational (self, 103, headers, error);
  soup_message_headers_unref (headers);
  return works;
}
