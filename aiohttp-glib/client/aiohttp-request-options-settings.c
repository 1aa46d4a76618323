/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-options.h"
#include "aiohttp-request-options-private.h"

/* How a request is to be sent, and answered, in its own way. */

static void
override (AiohttpChoice choice, gboolean *setting)
{
  if (choice != AIOHTTP_CHOICE_UNSET)
    *setting = choice == AIOHTTP_CHOICE_YES;
}

void
aiohttp_request_options_override (AiohttpRequestOptions *self, AiohttpClientSettings *settings)
{
  if (self->middlewares != NULL)
    settings->middlewares = self->middlewares;
  override (self->allow_redirects, &settings->allow_redirects);
  override (self->raise_for_status, &settings->raise_for_status);
  override (self->auto_decompress, &settings->decompress);
  if (self->client_timeout != NULL)
    aiohttp_client_settings_set_timeouts (settings, self->client_timeout);
  if (self->timeout >= 0)
    settings->timeout = self->timeout;
  if (self->max_redirects >= 0)
    settings->max_redirects = (guint) self->max_redirects;
  if (self->max_body_size >= 0)
    settings->max_body_size = (guint64) self->max_body_size;
  if (self->max_line_size > 0)
    settings->max_line_size = self->max_line_size;
  if (self->max_field_size > 0)
    settings->max_field_size = self->max_field_size;
  if (self->max_headers > 0)
    settings->max_fields = self->max_headers;
  if (self->tls_context != NULL)
    g_set_object (&settings->tls_context, self->tls_context);
  if (self->upload_progress != NULL)
    settings->upload_progress = aiohttp_progress_ref (self->upload_progress);
  settings->server_hostname = g_strdup (self->server_hostname);
  settings->expect_continue = self->expect100;
  settings->chunked = self->chunked;
}

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
 * aiohttp_request_options_get_allow_redirects:
 * @self: request options
 *
 * Tells whether redirects are followed.
 *
 * Returns: whether they are
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_options_get_allow_redirects (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), TRUE);

  return self->allow_redirects != AIOHTTP_CHOICE_NO;
}

/**
 * aiohttp_request_options_set_allow_redirects:
 * @self: request options
 * @allow_redirects: whether to follow redirects
 *
 * Chooses whether redirects are followed. Unless this is set, they are but for HEAD.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_allow_redirects (AiohttpRequestOptions *self, gboolean allow_redirects)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  self->allow_redirects = allow_redirects ? AIOHTTP_CHOICE_YES : AIOHTTP_CHOICE_NO;
  g_object_notify (G_OBJECT (self), "allow-redirects");
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
 * aiohttp_request_options_get_raise_for_status:
 * @self: request options
 *
 * Tells whether a status of 400 or more fails the request.
 *
 * Returns: whether it does; %FALSE too while the session decides
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_options_get_raise_for_status (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), FALSE);

  return self->raise_for_status == AIOHTTP_CHOICE_YES;
}

/**
 * aiohttp_request_options_set_raise_for_status:
 * @self: request options
 * @raise_for_status: whether such a status is an error
 *
 * Chooses whether a status of 400 or more fails the request, whatever the session has.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_raise_for_status (AiohttpRequestOptions *self, gboolean raise_for_status)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  self->raise_for_status = raise_for_status ? AIOHTTP_CHOICE_YES : AIOHTTP_CHOICE_NO;
  g_object_notify (G_OBJECT (self), "raise-for-status");
}

/**
 * aiohttp_request_options_get_auto_decompress:
 * @self: request options
 *
 * Tells whether the content coding of the response is undone.
 *
 * Returns: whether it is; %TRUE too while the session decides
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_options_get_auto_decompress (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), TRUE);

  return self->auto_decompress != AIOHTTP_CHOICE_NO;
}

/**
 * aiohttp_request_options_set_auto_decompress:
 * @self: request options
 * @auto_decompress: whether to decode the body
 *
 * Chooses whether the content coding of the response is undone, whatever the session has.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_auto_decompress (AiohttpRequestOptions *self, gboolean auto_decompress)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  self->auto_decompress = auto_decompress ? AIOHTTP_CHOICE_YES : AIOHTTP_CHOICE_NO;
  g_object_notify (G_OBJECT (self), "auto-decompress");
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
 * aiohttp_request_options_get_proxy:
 * @self: request options
 *
 * Gets the URL of the proxy.
 *
 * Returns: (transfer none) (nullable): a URL, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_request_options_get_proxy (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->proxy;
}

/**
 * aiohttp_request_options_set_proxy:
 * @self: request options
 * @proxy: (nullable): a URL, or %NULL
 *
 * Sets the proxy to send through.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_proxy (AiohttpRequestOptions *self, const char *proxy)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (g_strcmp0 (self->proxy, proxy) == 0)
    return;
  g_free (self->proxy);
  self->proxy = g_strdup (proxy);
  g_object_notify (G_OBJECT (self), "proxy");
}

/**
 * aiohttp_request_options_get_proxy_headers:
 * @self: request options
 *
 * Gets the header fields for the proxy.
 *
 * Returns: (transfer none) (nullable): header fields, or %NULL
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_request_options_get_proxy_headers (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->proxy_headers;
}

/**
 * aiohttp_request_options_set_proxy_headers:
 * @self: request options
 * @proxy_headers: (nullable): header fields, or %NULL
 *
 * Sets header fields that are for the proxy alone.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_proxy_headers (AiohttpRequestOptions *self, SoupMessageHeaders *proxy_headers)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (proxy_headers != NULL)
    soup_message_headers_ref (proxy_headers);
  g_clear_pointer (&self->proxy_headers, soup_message_headers_unref);
  self->proxy_headers = proxy_headers;
  g_object_notify (G_OBJECT (self), "proxy-headers");
}

/**
 * aiohttp_request_options_get_tls_context:
 * @self: request options
 *
 * Gets how https connections are made and checked.
 *
 * Returns: (transfer none) (nullable): a context, or %NULL
 *
 * Since: 0.1
 */
AiohttpTlsContext *
aiohttp_request_options_get_tls_context (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->tls_context;
}

/**
 * aiohttp_request_options_set_tls_context:
 * @self: request options
 * @tls_context: (nullable): a client context, or %NULL
 *
 * Sets how https connections are made and checked. aiohttp: `ssl`.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_tls_context (AiohttpRequestOptions *self, AiohttpTlsContext *tls_context)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (tls_context == NULL || AIOHTTP_IS_TLS_CONTEXT (tls_context));

  if (!g_set_object (&self->tls_context, tls_context))
    return;
  g_object_notify (G_OBJECT (self), "tls-context");
}

/**
 * aiohttp_request_options_get_skip_auto_headers:
 * @self: request options
 *
 * Gets the names of header fields that are not added.
 *
 * Returns: (array zero-terminated=1) (transfer none) (nullable): names, or %NULL
 *
 * Since: 0.1
 */
const char *const *
aiohttp_request_options_get_skip_auto_headers (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return (const char *const *) self->skip_auto_headers;
}

/**
 * aiohttp_request_options_set_skip_auto_headers:
 * @self: request options
 * @skip_auto_headers: (array zero-terminated=1) (nullable): names, or %NULL
 *
 * Sets the names of header fields that are not added of the library's own accord. Content-Length cannot be skipped.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_skip_auto_headers (AiohttpRequestOptions *self, const char *const *skip_auto_headers)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  g_strfreev (self->skip_auto_headers);
  self->skip_auto_headers = g_strdupv ((char **) skip_auto_headers);
  g_object_notify (G_OBJECT (self), "skip-auto-headers");
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

/**
 * aiohttp_request_options_get_server_hostname:
 * @self: request options
 *
 * Gets the host name for TLS.
 *
 * Returns: (transfer none) (nullable): a host name, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_request_options_get_server_hostname (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->server_hostname;
}

/**
 * aiohttp_request_options_set_server_hostname:
 * @self: request options
 * @server_hostname: (nullable): a host name, or %NULL for the URL's
 *
 * Sets the host name that the TLS handshake names and the certificate is checked for.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_server_hostname (AiohttpRequestOptions *self, const char *server_hostname)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (g_strcmp0 (self->server_hostname, server_hostname) == 0)
    return;
  g_free (self->server_hostname);
  self->server_hostname = g_strdup (server_hostname);
  g_object_notify (G_OBJECT (self), "server-hostname");
}

/**
 * aiohttp_request_options_get_compress:
 * @self: request options
 *
 * Gets the content coding that the body is sent in.
 *
 * Returns: (transfer none) (nullable): a coding, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_request_options_get_compress (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->compress;
}

/**
 * aiohttp_request_options_set_compress:
 * @self: request options
 * @compress: (nullable): a coding, or %NULL for none
 *
 * Sets the content coding to send the body in, which then goes in chunks. A request with another one, or with a
 * Content-Encoding of its own beside it, fails with %AIOHTTP_ERROR_INVALID_ARGUMENT.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_compress (AiohttpRequestOptions *self, const char *compress)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (g_strcmp0 (self->compress, compress) == 0)
    return;
  g_free (self->compress);
  self->compress = g_strdup (compress);
  g_object_notify (G_OBJECT (self), "compress");
}

/**
 * aiohttp_request_options_get_chunked:
 * @self: request options
 *
 * Gets whether the body goes in chunks.
 *
 * Returns: whether it does
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_options_get_chunked (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), FALSE);

  return self->chunked;
}

/**
 * aiohttp_request_options_set_chunked:
 * @self: request options
 * @chunked: whether to send in chunks
 *
 * Chooses whether the body goes in chunks although its size is known. Beside a Content-Length it fails the request with
 * %AIOHTTP_ERROR_INVALID_ARGUMENT.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_chunked (AiohttpRequestOptions *self, gboolean chunked)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  chunked = !!chunked;
  if (self->chunked == chunked)
    return;
  self->chunked = chunked;
  g_object_notify (G_OBJECT (self), "chunked");
}

/**
 * aiohttp_request_options_get_expect100:
 * @self: request options
 *
 * Gets whether the body is held back until the server asks for it.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_options_get_expect100 (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), FALSE);

  return self->expect100;
}

/**
 * aiohttp_request_options_set_expect100:
 * @self: request options
 * @expect100: whether to hold it back
 *
 * Chooses whether the body is held back until the server asks for it with a status of 100, or a second has passed. A
 * final status that comes first is the response, and the body is not sent.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_expect100 (AiohttpRequestOptions *self, gboolean expect100)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  expect100 = !!expect100;
  if (self->expect100 == expect100)
    return;
  self->expect100 = expect100;
  g_object_notify (G_OBJECT (self), "expect100");
}

/**
 * aiohttp_request_options_set_upload_progress:
 * @self: request options
 * @func: (nullable) (scope notified) (closure user_data) (destroy notify): told the bytes that were sent and the size
 *   of the body (-1: not known), or %NULL
 * @user_data: for @func
 * @notify: (nullable): frees @user_data
 *
 * Sets whom to tell how far the upload has come, each time that a piece of the body has been handed to the connection.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_upload_progress (AiohttpRequestOptions *self, GFileProgressCallback func,
                                             gpointer user_data, GDestroyNotify notify)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  g_clear_pointer (&self->upload_progress, aiohttp_progress_unref);
  if (func != NULL)
    self->upload_progress = aiohttp_progress_new (func, user_data, notify);
}

/**
 * aiohttp_request_options_add_cookie:
 * @self: request options
 * @name: a name
 * @value: its value
 *
 * Adds a cookie for this request alone, in place of one of that name of the session's jar. It does not follow a redirect
 * to another origin. A request with one that cannot be sent fails with %AIOHTTP_ERROR_INVALID_ARGUMENT.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_add_cookie (AiohttpRequestOptions *self, const char *name, const char *value)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  if (self->cookies == NULL)
    self->cookies = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->cookies, g_strdup (name));
  g_ptr_array_add (self->cookies, g_strdup (value));
}

/**
 * aiohttp_request_options_add_middleware:
 * @self: request options
 * @middleware: a middleware
 *
 * Lets the request pass @middleware, inside of those that were added here before. The session's are not run then.
 *
 * aiohttp: `middlewares`
 *
 * Since: 0.1
 */
void
aiohttp_request_options_add_middleware (AiohttpRequestOptions *self, AiohttpClientMiddleware *middleware)
{
  GPtrArray *middlewares;

  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (AIOHTTP_IS_CLIENT_MIDDLEWARE (middleware));

  /* requests under way share the one before */
  middlewares = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; self->middlewares != NULL && i < self->middlewares->len; i++)
    g_ptr_array_add (middlewares, g_object_ref (self->middlewares->pdata[i]));
  g_ptr_array_add (middlewares, g_object_ref (middleware));
  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  self->middlewares = middlewares;
}

/**
 * aiohttp_request_options_clear_middlewares:
 * @self: request options
 *
 * Lets the request pass no middlewares, not even the session's: what a middleware sends by the session itself needs.
 *
 * aiohttp: `middlewares=()`
 *
 * Since: 0.1
 */
void
aiohttp_request_options_clear_middlewares (AiohttpRequestOptions *self)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  self->middlewares = g_ptr_array_new ();
}

/**
 * aiohttp_request_options_get_trace_request_context:
 * @self: request options
 *
 * Gets what the traces of the request are given.
 *
 * Returns: (transfer none) (nullable): the object, or %NULL
 *
 * Since: 0.1
 */
GObject *
aiohttp_request_options_get_trace_request_context (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->trace_request_context;
}

/**
 * aiohttp_request_options_set_trace_request_context:
 * @self: request options
 * @context: (nullable): an object of the program's
 *
 * Sets what the traces of the request are given, by [method@Aiohttp.TraceContext.get_request_context].
 *
 * aiohttp: `trace_request_ctx`
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_trace_request_context (AiohttpRequestOptions *self, GObject *context)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (context == NULL || G_IS_OBJECT (context));

  g_set_object (&self->trace_request_context, context);
}
