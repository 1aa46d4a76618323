/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-options.h"
#include "aiohttp-request-options-private.h"

/* How long a request may take and how much its response may bring. */

/**
 * aiohttp_request_options_get_timeout:
 * @self: request options
 *
 * Gets the time that the whole request may take.
 *
 * Returns: seconds; 0 for no limit; -1 for the session's
 *
 * Since: 0.1
 */
double
aiohttp_request_options_get_timeout (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), -1);

  return self->timeout;
}

/**
 * aiohttp_request_options_set_timeout:
 * @self: request options
 * @timeout: seconds; 0 for no limit; -1 for the session's
 *
 * Sets the time that the whole request may take, from its call to the end of its body.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_timeout (AiohttpRequestOptions *self, double timeout)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (timeout >= 0 || timeout == -1);

  if (self->timeout == timeout)
    return;
  self->timeout = timeout;
  g_object_notify (G_OBJECT (self), "timeout");
}

/**
 * aiohttp_request_options_get_max_redirects:
 * @self: request options
 *
 * Gets the number of redirects at which the request fails.
 *
 * Returns: the number; 0 for no limit; -1 for the session's
 *
 * Since: 0.1
 */
int
aiohttp_request_options_get_max_redirects (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), -1);

  return self->max_redirects;
}

/**
 * aiohttp_request_options_set_max_redirects:
 * @self: request options
 * @max_redirects: the number; 0 for no limit; -1 for the session's
 *
 * Sets the number of redirects at which the request fails with %AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_max_redirects (AiohttpRequestOptions *self, int max_redirects)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (max_redirects >= -1);

  if (self->max_redirects == max_redirects)
    return;
  self->max_redirects = max_redirects;
  g_object_notify (G_OBJECT (self), "max-redirects");
}

/**
 * aiohttp_request_options_get_max_body_size:
 * @self: request options
 *
 * Gets the greatest body, decoded, that the response may have.
 *
 * Returns: bytes; 0 for no limit; -1 for the session's
 *
 * Since: 0.1
 */
gint64
aiohttp_request_options_get_max_body_size (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), -1);

  return self->max_body_size;
}

/**
 * aiohttp_request_options_set_max_body_size:
 * @self: request options
 * @max_body_size: bytes; 0 for no limit; -1 for the session's
 *
 * Sets the greatest body, decoded, that the response may have.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_max_body_size (AiohttpRequestOptions *self, gint64 max_body_size)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (max_body_size >= -1);

  if (self->max_body_size == max_body_size)
    return;
  self->max_body_size = max_body_size;
  g_object_notify (G_OBJECT (self), "max-body-size");
}

/**
 * aiohttp_request_options_get_client_timeout:
 * @self: request options
 *
 * Gets the limits of the parts of a request.
 *
 * Returns: (transfer none) (nullable): the timeouts, or %NULL
 *
 * Since: 0.1
 */
AiohttpClientTimeout *
aiohttp_request_options_get_client_timeout (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->client_timeout;
}

/**
 * aiohttp_request_options_set_client_timeout:
 * @self: request options
 * @client_timeout: (nullable): timeouts, or %NULL
 *
 * Sets the limits of the parts of a request. aiohttp: `timeout=ClientTimeout(…)`.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_client_timeout (AiohttpRequestOptions *self, AiohttpClientTimeout *client_timeout)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (client_timeout == NULL || AIOHTTP_IS_CLIENT_TIMEOUT (client_timeout));

  if (!g_set_object (&self->client_timeout, client_timeout))
    return;
  g_object_notify (G_OBJECT (self), "client-timeout");
}

/**
 * aiohttp_request_options_get_max_line_size:
 * @self: request options
 *
 * Gets the greatest length of a status line.
 *
 * Returns: the limit; 0 for the session's
 *
 * Since: 0.1
 */
guint
aiohttp_request_options_get_max_line_size (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), 0);

  return self->max_line_size;
}

/**
 * aiohttp_request_options_set_max_line_size:
 * @self: request options
 * @max_line_size: the limit; 0 for the session's
 *
 * Sets the greatest length of a status line. A response over it fails with %AIOHTTP_CLIENT_ERROR_BAD_RESPONSE.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_max_line_size (AiohttpRequestOptions *self, guint max_line_size)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (self->max_line_size == max_line_size)
    return;
  self->max_line_size = max_line_size;
  g_object_notify (G_OBJECT (self), "max-line-size");
}

/**
 * aiohttp_request_options_get_max_field_size:
 * @self: request options
 *
 * Gets the greatest length of a header field.
 *
 * Returns: the limit; 0 for the session's
 *
 * Since: 0.1
 */
guint
aiohttp_request_options_get_max_field_size (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), 0);

  return self->max_field_size;
}

/**
 * aiohttp_request_options_set_max_field_size:
 * @self: request options
 * @max_field_size: the limit; 0 for the session's
 *
 * Sets the greatest length of a header field. A response over it fails with %AIOHTTP_CLIENT_ERROR_BAD_RESPONSE.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_max_field_size (AiohttpRequestOptions *self, guint max_field_size)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (self->max_field_size == max_field_size)
    return;
  self->max_field_size = max_field_size;
  g_object_notify (G_OBJECT (self), "max-field-size");
}

/**
 * aiohttp_request_options_get_max_headers:
 * @self: request options
 *
 * Gets the greatest number of header fields of a response.
 *
 * Returns: the limit; 0 for the session's
 *
 * Since: 0.1
 */
guint
aiohttp_request_options_get_max_headers (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), 0);

  return self->max_headers;
}

/**
 * aiohttp_request_options_set_max_headers:
 * @self: request options
 * @max_headers: the limit; 0 for the session's
 *
 * Sets the greatest number of header fields of a response. A response over it fails with
 * %AIOHTTP_CLIENT_ERROR_BAD_RESPONSE.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_max_headers (AiohttpRequestOptions *self, guint max_headers)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (self->max_headers == max_headers)
    return;
  self->max_headers = max_headers;
  g_object_notify (G_OBJECT (self), "max-headers");
}
