/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"
#include "aiohttp-client-session-private.h"

#include "aiohttp-error.h"
#include "aiohttp-request-options-private.h"
#include "aiohttp-request-url-private.h"

/* What every request of a session carries unless it says otherwise. */

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

  aiohttp_client_plain_forget_headers (self->defaults.plain, TRUE);
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

  aiohttp_client_plain_forget_headers (self->defaults.plain, FALSE);
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

  aiohttp_client_plain_forget_headers (self->defaults.plain, FALSE);
  return aiohttp_headers_set_checked (self->defaults.headers, name, value, TRUE, error);
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

  aiohttp_client_plain_forget_headers (self->defaults.plain, FALSE);
  g_strfreev (self->defaults.skip_auto_headers);
  self->defaults.skip_auto_headers = g_strdupv ((char **) skip_auto_headers);
  g_object_notify (G_OBJECT (self), "skip-auto-headers");
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
