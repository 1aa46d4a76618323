/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"
#include "aiohttp-client-session-private.h"

/* How long a response may take and how much it may bring. */

/**
 * aiohttp_client_session_get_timeout:
 * @self: a client session
 *
 * Gets the time that a whole request may take.
 *
 * Returns: seconds; 0 for no limit
 *
 * Since: 0.1
 */
double
aiohttp_client_session_get_timeout (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), 0);

  return self->defaults.timeout;
}

/**
 * aiohttp_client_session_set_timeout:
 * @self: a client session
 * @timeout: seconds; 0 for no limit
 *
 * Sets the time that a whole request may take, from its call to the end of its body.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_timeout (AiohttpClientSession *self, double timeout)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));
  g_return_if_fail (timeout >= 0);

  if (self->defaults.timeout == timeout)
    return;
  self->defaults.timeout = timeout;
  g_object_notify (G_OBJECT (self), "timeout");
}

/**
 * aiohttp_client_session_get_max_redirects:
 * @self: a client session
 *
 * Gets the number of redirects at which a request fails.
 *
 * Returns: the number; 0 for no limit
 *
 * Since: 0.1
 */
guint
aiohttp_client_session_get_max_redirects (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), 0);

  return self->defaults.max_redirects;
}

/**
 * aiohttp_client_session_set_max_redirects:
 * @self: a client session
 * @max_redirects: the number; 0 for no limit
 *
 * Sets the number of redirects at which a request fails with %AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS: with 10, the
 * tenth redirect is the failure, as in aiohttp.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_max_redirects (AiohttpClientSession *self, guint max_redirects)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  if (self->defaults.max_redirects == max_redirects)
    return;
  self->defaults.max_redirects = max_redirects;
  g_object_notify (G_OBJECT (self), "max-redirects");
}

/**
 * aiohttp_client_session_get_max_body_size:
 * @self: a client session
 *
 * Gets the greatest body, decoded, that a response may have.
 *
 * Returns: bytes; 0 for no limit
 *
 * Since: 0.1
 */
guint64
aiohttp_client_session_get_max_body_size (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), 0);

  return self->defaults.max_body_size;
}

/**
 * aiohttp_client_session_set_max_body_size:
 * @self: a client session
 * @max_body_size: bytes; 0 for no limit
 *
 * Sets the greatest body, decoded, that a response may have; reading beyond it fails with
 * %AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE. Set it where the server is not trusted: a small compressed body may unfold into
 * a very large one.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_max_body_size (AiohttpClientSession *self, guint64 max_body_size)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  if (self->defaults.max_body_size == max_body_size)
    return;
  self->defaults.max_body_size = max_body_size;
  g_object_notify (G_OBJECT (self), "max-body-size");
}

/**
 * aiohttp_client_session_get_client_timeout:
 * @self: a client session
 *
 * Gets the limits of the parts of a request.
 *
 * Returns: (transfer none) (nullable): the timeouts, or %NULL
 *
 * Since: 0.1
 */
AiohttpClientTimeout *
aiohttp_client_session_get_client_timeout (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->defaults.client_timeout;
}

/**
 * aiohttp_client_session_set_client_timeout:
 * @self: a client session
 * @client_timeout: (nullable): timeouts, or %NULL
 *
 * Sets the limits of the parts of a request. aiohttp: `timeout=ClientTimeout(…)`.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_client_timeout (AiohttpClientSession *self, AiohttpClientTimeout *client_timeout)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));
  g_return_if_fail (client_timeout == NULL || AIOHTTP_IS_CLIENT_TIMEOUT (client_timeout));

  if (!g_set_object (&self->defaults.client_timeout, client_timeout))
    return;
  g_object_notify (G_OBJECT (self), "client-timeout");
}

/**
 * aiohttp_client_session_get_max_line_size:
 * @self: a client session
 *
 * Gets the greatest length of a status line.
 *
 * Returns: the limit
 *
 * Since: 0.1
 */
guint
aiohttp_client_session_get_max_line_size (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), 0);

  return self->defaults.max_line_size;
}

/**
 * aiohttp_client_session_set_max_line_size:
 * @self: a client session
 * @max_line_size: the limit
 *
 * Sets the greatest length of a status line. A response over it fails with %AIOHTTP_CLIENT_ERROR_BAD_RESPONSE.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_max_line_size (AiohttpClientSession *self, guint max_line_size)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  if (self->defaults.max_line_size == max_line_size)
    return;
  self->defaults.max_line_size = max_line_size;
  g_object_notify (G_OBJECT (self), "max-line-size");
}

/**
 * aiohttp_client_session_get_max_field_size:
 * @self: a client session
 *
 * Gets the greatest length of a header field.
 *
 * Returns: the limit
 *
 * Since: 0.1
 */
guint
aiohttp_client_session_get_max_field_size (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), 0);

  return self->defaults.max_field_size;
}

/**
 * aiohttp_client_session_set_max_field_size:
 * @self: a client session
 * @max_field_size: the limit
 *
 * Sets the greatest length of a header field. A response over it fails with %AIOHTTP_CLIENT_ERROR_BAD_RESPONSE.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_max_field_size (AiohttpClientSession *self, guint max_field_size)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  if (self->defaults.max_field_size == max_field_size)
    return;
  self->defaults.max_field_size = max_field_size;
  g_object_notify (G_OBJECT (self), "max-field-size");
}

/**
 * aiohttp_client_session_get_max_headers:
 * @self: a client session
 *
 * Gets the greatest number of header fields of a response.
 *
 * Returns: the limit
 *
 * Since: 0.1
 */
guint
aiohttp_client_session_get_max_headers (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), 0);

  return self->defaults.max_headers;
}

/**
 * aiohttp_client_session_set_max_headers:
 * @self: a client session
 * @max_headers: the limit
 *
 * Sets the greatest number of header fields of a response. A response over it fails with
 * %AIOHTTP_CLIENT_ERROR_BAD_RESPONSE.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_max_headers (AiohttpClientSession *self, guint max_headers)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  if (self->defaults.max_headers == max_headers)
    return;
  self->defaults.max_headers = max_headers;
  g_object_notify (G_OBJECT (self), "max-headers");
}
