/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-options.h"
#include "aiohttp-request-options-private.h"

/* Which way a request goes, and how its body does. */

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
