/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"
#include "aiohttp-client-session-private.h"

/* How a session sends every request, and takes its response, unless that says otherwise. */

void
aiohttp_client_defaults_clear (AiohttpClientDefaults *self)
{
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->proxy_headers, soup_message_headers_unref);
  g_clear_pointer (&self->base_uri, g_uri_unref);
  g_clear_pointer (&self->skip_auto_headers, g_strfreev);
  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  g_clear_pointer (&self->trace_configs, g_ptr_array_unref);
  g_clear_pointer (&self->status_check, aiohttp_status_check_unref);
  g_clear_pointer (&self->charset_resolver, aiohttp_charset_resolver_unref);
  g_clear_object (&self->cookie_jar);
  g_clear_object (&self->hsts_enforcer);
  g_clear_object (&self->client_timeout);
  g_clear_object (&self->tls_context);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->params, g_free);
  g_clear_pointer (&self->authorization, g_free);
  g_clear_pointer (&self->proxy, g_free);
  g_clear_pointer (&self->plain, aiohttp_client_plain_free);
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
