/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"
#include "aiohttp-client-session-private.h"

#include "aiohttp-error.h"
#include "aiohttp-request-options-private.h"
#include "aiohttp-request-url-private.h"

/* What a session does with every request unless that says otherwise. */

void
aiohttp_client_defaults_clear (AiohttpClientDefaults *self)
{
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->proxy_headers, soup_message_headers_unref);
  g_clear_pointer (&self->base_uri, g_uri_unref);
  g_clear_pointer (&self->skip_auto_headers, g_strfreev);
  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  g_clear_pointer (&self->trace_configs, g_ptr_array_unref);
  g_clear_object (&self->cookie_jar);
  g_clear_object (&self->hsts_enforcer);
  g_clear_object (&self->client_timeout);
  g_clear_object (&self->tls_context);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->params, g_free);
  g_clear_pointer (&self->authorization, g_free);
  g_clear_pointer (&self->proxy, g_free);
}

/**
 * aiohttp_client_session_get_cookie_jar:
 * @self: a client session
 *
 * Gets where the session keeps cookies.
 *
 * Returns: (transfer none): the jar
 *
 * Since: 0.1
 */
AiohttpCookieJar *
aiohttp_client_session_get_cookie_jar (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->defaults.cookie_jar;
}

/**
 * aiohttp_client_session_get_hsts_enforcer:
 * @self: a client session
 *
 * Gets where the session keeps which hosts are to be asked by https alone.
 *
 * Returns: (transfer none) (nullable): the store, or %NULL
 *
 * Since: 0.1
 */
SoupHSTSEnforcer *
aiohttp_client_session_get_hsts_enforcer (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->defaults.hsts_enforcer;
}

/**
 * aiohttp_client_session_set_hsts_enforcer:
 * @self: a client session
 * @hsts_enforcer: (nullable): a store, or %NULL
 *
 * Sets where the session keeps which hosts are to be asked by https alone (RFC 6797). With %NULL it heeds no host's wish.
 * aiohttp has nothing like it.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_hsts_enforcer (AiohttpClientSession *self, SoupHSTSEnforcer *hsts_enforcer)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));
  g_return_if_fail (hsts_enforcer == NULL || SOUP_IS_HSTS_ENFORCER (hsts_enforcer));

  if (g_set_object (&self->defaults.hsts_enforcer, hsts_enforcer))
    g_object_notify (G_OBJECT (self), "hsts-enforcer");
}

/**
 * aiohttp_client_session_get_headers:
 * @self: a client session
 *
 * Gets the fields that every request of the session carries unless it brings a field of the same name itself. They may
 * be changed in place, for the requests to come; [method@Aiohttp.ClientSession.set_header] also checks them.
 *
 * Returns: (transfer none): the default header fields
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_client_session_get_headers (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->defaults.headers;
}

/**
 * aiohttp_client_session_set_header:
 * @self: a client session
 * @name: a field name
 * @value: (nullable): its value, or %NULL to remove the field
 * @error: return location for an error
 *
 * Sets a default header field, in place of any of that name. Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT for a name that
 * is not a token and for a value with a CR, LF or other control character.
 *
 * Returns: %TRUE; %FALSE with @error set when the field is malformed
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_set_header (AiohttpClientSession *self, const char *name, const char *value, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return aiohttp_headers_set_checked (self->defaults.headers, name, value, FALSE, error);
}

/**
 * aiohttp_client_session_append_header:
 * @self: a client session
 * @name: a field name
 * @value: its value
 * @error: return location for an error
 *
 * Adds a default header field beside those of the same name. Fails as [method@Aiohttp.ClientSession.set_header] does.
 *
 * Returns: %TRUE; %FALSE with @error set when the field is malformed
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_append_header (AiohttpClientSession *self, const char *name, const char *value, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  return aiohttp_headers_set_checked (self->defaults.headers, name, value, TRUE, error);
}

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
 * aiohttp_client_session_get_raise_for_status:
 * @self: a client session
 *
 * Tells whether a status of 400 or more fails the request.
 *
 * Returns: whether such a status is an error
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_get_raise_for_status (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);

  return self->defaults.raise_for_status;
}

/**
 * aiohttp_client_session_set_raise_for_status:
 * @self: a client session
 * @raise_for_status: whether such a status is an error
 *
 * Chooses whether a status of 400 or more fails the request with %AIOHTTP_CLIENT_ERROR_STATUS.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_raise_for_status (AiohttpClientSession *self, gboolean raise_for_status)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  raise_for_status = !!raise_for_status;
  if (self->defaults.raise_for_status == raise_for_status)
    return;
  self->defaults.raise_for_status = raise_for_status;
  g_object_notify (G_OBJECT (self), "raise-for-status");
}

/**
 * aiohttp_client_session_get_auto_decompress:
 * @self: a client session
 *
 * Tells whether the content codings of responses are undone.
 *
 * Returns: whether bodies are decoded
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_get_auto_decompress (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);

  return self->defaults.auto_decompress;
}

/**
 * aiohttp_client_session_set_auto_decompress:
 * @self: a client session
 * @auto_decompress: whether to decode bodies
 *
 * Chooses whether the content codings of responses are undone: gzip, deflate, br and zstd.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_auto_decompress (AiohttpClientSession *self, gboolean auto_decompress)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  auto_decompress = !!auto_decompress;
  if (self->defaults.auto_decompress == auto_decompress)
    return;
  self->defaults.auto_decompress = auto_decompress;
  g_object_notify (G_OBJECT (self), "auto-decompress");
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
 * aiohttp_client_session_get_base_url:
 * @self: a client session
 *
 * Gets the URL that relative ones are resolved against.
 *
 * Returns: (transfer none) (nullable): a URL, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_client_session_get_base_url (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->defaults.base_url;
}

/**
 * aiohttp_client_session_get_params:
 * @self: a client session
 *
 * Gets the query parameters that every request carries.
 *
 * Returns: (transfer none) (nullable): parameters, as in `a=1&b=2`, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_client_session_get_params (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->defaults.params;
}

/**
 * aiohttp_client_session_set_params:
 * @self: a client session
 * @params: (nullable): parameters, encoded, or %NULL
 *
 * Sets query parameters that every request carries, before its own and behind those of its URL. aiohttp has no such
 * option.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_params (AiohttpClientSession *self, const char *params)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  if (g_strcmp0 (self->defaults.params, params) == 0)
    return;
  g_free (self->defaults.params);
  self->defaults.params = g_strdup (params);
  g_object_notify (G_OBJECT (self), "params");
}

/**
 * aiohttp_client_session_get_authorization:
 * @self: a client session
 *
 * Gets the Authorization that requests carry.
 *
 * Returns: (transfer none) (nullable): a field value, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_client_session_get_authorization (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->defaults.authorization;
}

/**
 * aiohttp_client_session_set_authorization:
 * @self: a client session
 * @authorization: (nullable): a field value, or %NULL
 *
 * Sets the Authorization that requests carry unless they have one themselves. With a base URL it goes to that origin
 * alone; it never follows a redirect to another.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_authorization (AiohttpClientSession *self, const char *authorization)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  if (g_strcmp0 (self->defaults.authorization, authorization) == 0)
    return;
  g_free (self->defaults.authorization);
  self->defaults.authorization = g_strdup (authorization);
  g_object_notify (G_OBJECT (self), "authorization");
}

/**
 * aiohttp_client_session_get_trust_env:
 * @self: a client session
 *
 * Gets whether the environment is asked for proxies and credentials.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_get_trust_env (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);

  return self->defaults.trust_env;
}

/**
 * aiohttp_client_session_set_trust_env:
 * @self: a client session
 * @trust_env: whether to ask
 *
 * Chooses whether the environment is asked for proxies and credentials. What a request or the session sets goes before
 * it.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_trust_env (AiohttpClientSession *self, gboolean trust_env)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  trust_env = !!trust_env;
  if (self->defaults.trust_env == trust_env)
    return;
  self->defaults.trust_env = trust_env;
  g_object_notify (G_OBJECT (self), "trust-env");
}

/**
 * aiohttp_client_session_get_requote_redirect_url:
 * @self: a client session
 *
 * Gets whether targets of redirects are encoded anew.
 *
 * Returns: whether they are
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_get_requote_redirect_url (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);

  return self->defaults.requote_redirect_url;
}

/**
 * aiohttp_client_session_set_requote_redirect_url:
 * @self: a client session
 * @requote_redirect_url: whether to encode them
 *
 * Chooses whether the characters in the target of a redirect that must not stand in a URL are encoded; else such a
 * target fails the request.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_requote_redirect_url (AiohttpClientSession *self, gboolean requote_redirect_url)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  requote_redirect_url = !!requote_redirect_url;
  if (self->defaults.requote_redirect_url == requote_redirect_url)
    return;
  self->defaults.requote_redirect_url = requote_redirect_url;
  g_object_notify (G_OBJECT (self), "requote-redirect-url");
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
 * aiohttp_client_session_get_proxy:
 * @self: a client session
 *
 * Gets the URL of the proxy.
 *
 * Returns: (transfer none) (nullable): a URL, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_client_session_get_proxy (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->defaults.proxy;
}

/**
 * aiohttp_client_session_set_proxy:
 * @self: a client session
 * @proxy: (nullable): a URL, or %NULL
 *
 * Sets the proxy to send through.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_proxy (AiohttpClientSession *self, const char *proxy)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  if (g_strcmp0 (self->defaults.proxy, proxy) == 0)
    return;
  g_free (self->defaults.proxy);
  self->defaults.proxy = g_strdup (proxy);
  g_object_notify (G_OBJECT (self), "proxy");
}

/**
 * aiohttp_client_session_get_proxy_headers:
 * @self: a client session
 *
 * Gets the header fields for the proxy.
 *
 * Returns: (transfer none) (nullable): header fields, or %NULL
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_client_session_get_proxy_headers (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->defaults.proxy_headers;
}

/**
 * aiohttp_client_session_set_proxy_headers:
 * @self: a client session
 * @proxy_headers: (nullable): header fields, or %NULL
 *
 * Sets header fields that are for the proxy alone.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_proxy_headers (AiohttpClientSession *self, SoupMessageHeaders *proxy_headers)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  if (proxy_headers != NULL)
    soup_message_headers_ref (proxy_headers);
  g_clear_pointer (&self->defaults.proxy_headers, soup_message_headers_unref);
  self->defaults.proxy_headers = proxy_headers;
  g_object_notify (G_OBJECT (self), "proxy-headers");
}

/**
 * aiohttp_client_session_get_tls_context:
 * @self: a client session
 *
 * Gets how https connections are made and checked.
 *
 * Returns: (transfer none) (nullable): a context, or %NULL
 *
 * Since: 0.1
 */
AiohttpTlsContext *
aiohttp_client_session_get_tls_context (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->defaults.tls_context;
}

/**
 * aiohttp_client_session_set_tls_context:
 * @self: a client session
 * @tls_context: (nullable): a client context, or %NULL
 *
 * Sets how https connections are made and checked. aiohttp: `ssl`.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_tls_context (AiohttpClientSession *self, AiohttpTlsContext *tls_context)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));
  g_return_if_fail (tls_context == NULL || AIOHTTP_IS_TLS_CONTEXT (tls_context));

  if (!g_set_object (&self->defaults.tls_context, tls_context))
    return;
  g_object_notify (G_OBJECT (self), "tls-context");
}

/**
 * aiohttp_client_session_get_skip_auto_headers:
 * @self: a client session
 *
 * Gets the names of header fields that are not added.
 *
 * Returns: (array zero-terminated=1) (transfer none) (nullable): names, or %NULL
 *
 * Since: 0.1
 */
const char *const *
aiohttp_client_session_get_skip_auto_headers (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return (const char *const *) self->defaults.skip_auto_headers;
}

/**
 * aiohttp_client_session_set_skip_auto_headers:
 * @self: a client session
 * @skip_auto_headers: (array zero-terminated=1) (nullable): names, or %NULL
 *
 * Sets the names of header fields that are not added of the library's own accord. Content-Length cannot be skipped.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_skip_auto_headers (AiohttpClientSession *self, const char *const *skip_auto_headers)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  g_strfreev (self->defaults.skip_auto_headers);
  self->defaults.skip_auto_headers = g_strdupv ((char **) skip_auto_headers);
  g_object_notify (G_OBJECT (self), "skip-auto-headers");
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

/**
 * aiohttp_client_session_set_base_url:
 * @self: a client session
 * @base_url: (nullable): an absolute URL of http or https whose path ends in a slash, or %NULL
 * @error: return location for an error
 *
 * Sets the URL that relative ones of requests are resolved against. An absolute URL of a request stays what it is.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_CLIENT_ERROR_INVALID_URL or %AIOHTTP_CLIENT_ERROR_NON_HTTP_URL, or with
 *   %AIOHTTP_ERROR_INVALID_ARGUMENT for one whose path does not end in a slash
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_set_base_url (AiohttpClientSession *self, const char *base_url, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *authorization = NULL;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);

  if (base_url != NULL)
    {
      uri = aiohttp_request_url_parse (base_url, NULL, &authorization, error);
      if (uri == NULL)
        return FALSE;
      if (!g_str_has_suffix (g_uri_get_path (uri), "/") || authorization != NULL)
        {
          g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                               authorization != NULL ? "A base URL has no credentials: set “authorization”"
                                                     : "The path of a base URL ends in a slash");
          return FALSE;
        }
    }
  g_clear_pointer (&self->defaults.base_uri, g_uri_unref);
  g_free (self->defaults.base_url);
  self->defaults.base_uri = g_steal_pointer (&uri);
  self->defaults.base_url = g_strdup (base_url);
  g_object_notify (G_OBJECT (self), "base-url");
  return TRUE;
}
