/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-request-options.h"
#include "aiohttp-request-options-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-url-private.h"

/**
 * AiohttpRequestOptions:
 *
 * What a request carries beside its method and URL: header fields, query parameters, a body, and what is to differ from
 * the session's own settings.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpRequestOptions) options = aiohttp_request_options_new ();
 *
 * aiohttp_request_options_add_param (options, "q", "free software");
 * aiohttp_request_options_set_json_text (options, "{\"answer\": 42}");
 * response = aiohttp_client_session_post (session, url, options, error);
 * ]|
 *
 * All of it can also be given as properties at construction. Options are read while the request's function is called:
 * they may be used again, and changed, for the next.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (AiohttpRequestOptions, aiohttp_request_options, G_TYPE_OBJECT)

gboolean
aiohttp_check_field (const char *name, const char *value, GError **error)
{
  if (!aiohttp_chars_is_token (name, strlen (name)))
    {
      g_autofree char *shown = aiohttp_chars_escape (name, strlen (name), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Header name is not a token: “%s”", shown);
      return FALSE;
    }
  if (value != NULL && !aiohttp_chars_is_field_value (value, strlen (value)))
    {
      g_autofree char *shown = aiohttp_chars_escape (value, strlen (value), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "Value of header %s has a control character: “%s”", name, shown);
      return FALSE;
    }
  return TRUE;
}

gboolean
aiohttp_headers_set_checked (SoupMessageHeaders *headers, const char *name, const char *value, gboolean append,
                             GError **error)
{
  if (!aiohttp_check_field (name, value, error))
    return FALSE;
  if (value == NULL)
    soup_message_headers_remove (headers, name);
  else if (append)
    soup_message_headers_append (headers, name, value);
  else
    soup_message_headers_replace (headers, name, value);
  return TRUE;
}

static void
aiohttp_request_options_finalize (GObject *object)
{
  AiohttpRequestOptions *self = AIOHTTP_REQUEST_OPTIONS (object);

  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  g_clear_object (&self->trace_request_context);
  if (self->params != NULL)
    g_string_free (g_steal_pointer (&self->params), TRUE);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_object (&self->payload);
  g_clear_object (&self->client_timeout);
  g_clear_object (&self->tls_context);
  g_clear_pointer (&self->proxy_headers, soup_message_headers_unref);
  g_clear_pointer (&self->upload_progress, aiohttp_progress_unref);
  g_clear_pointer (&self->status_check, aiohttp_status_check_unref);
  g_clear_pointer (&self->cookies, g_ptr_array_unref);
  g_strfreev (self->skip_auto_headers);
  g_free (self->proxy);
  g_free (self->server_hostname);
  g_free (self->compress);
  g_free (self->content_type);
  g_free (self->json_text);
  G_OBJECT_CLASS (aiohttp_request_options_parent_class)->finalize (object);
}

static void
aiohttp_request_options_class_init (AiohttpRequestOptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = aiohttp_request_options_finalize;
  aiohttp_object_class_notify_on_main_stack (object_class);
  aiohttp_request_options_install_properties (object_class);
}

static void
aiohttp_request_options_init (AiohttpRequestOptions *self)
{
  self->timeout = -1;
  self->max_redirects = -1;
  self->max_body_size = -1;
}

SoupMessageHeaders *
aiohttp_request_options_peek_headers (AiohttpRequestOptions *self)
{
  return self->headers;
}

/**
 * aiohttp_request_options_new:
 *
 * Makes options that leave everything as the session has it.
 *
 * Returns: (transfer full): new options
 *
 * Since: 0.1
 */
AiohttpRequestOptions *
aiohttp_request_options_new (void)
{
  return g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, NULL);
}

/**
 * aiohttp_request_options_get_headers:
 * @self: request options
 *
 * Gets the header fields of the request, which may be changed in place; [method@Aiohttp.RequestOptions.set_header] also
 * checks them.
 *
 * Returns: (transfer none): the header fields
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_request_options_get_headers (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  if (self->headers == NULL)
    self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  return self->headers;
}

/**
 * aiohttp_request_options_set_header:
 * @self: request options
 * @name: a field name
 * @value: (nullable): its value, or %NULL to remove the field
 * @error: return location for an error
 *
 * Sets a header field, in place of any of that name here and in the session. Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT
 * for a name that is not a token and for a value with a CR, LF or other control character.
 *
 * Returns: %TRUE; %FALSE with @error set when the field is malformed
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_options_set_header (AiohttpRequestOptions *self, const char *name, const char *value, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return aiohttp_headers_set_checked (aiohttp_request_options_get_headers (self), name, value, FALSE, error);
}

/**
 * aiohttp_request_options_append_header:
 * @self: request options
 * @name: a field name
 * @value: its value
 * @error: return location for an error
 *
 * Adds a header field beside those of the same name here. Fails as [method@Aiohttp.RequestOptions.set_header] does.
 *
 * Returns: %TRUE; %FALSE with @error set when the field is malformed
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_options_append_header (AiohttpRequestOptions *self, const char *name, const char *value, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  return aiohttp_headers_set_checked (aiohttp_request_options_get_headers (self), name, value, TRUE, error);
}

/**
 * aiohttp_request_options_get_params:
 * @self: request options
 *
 * Gets the query parameters in their encoded form.
 *
 * Returns: (transfer none) (nullable): the parameters, as in `a=1&b=2`, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_request_options_get_params (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->params != NULL ? self->params->str : NULL;
}

/**
 * aiohttp_request_options_set_params:
 * @self: request options
 * @params: (nullable): the parameters, encoded, as in `a=1&b=2`, or %NULL
 *
 * Sets the query parameters, which extend the query that the URL has itself. They are not sent again to the target of a
 * redirect.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_params (AiohttpRequestOptions *self, const char *params)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (self->params != NULL)
    g_string_free (g_steal_pointer (&self->params), TRUE);
  if (params != NULL)
    self->params = g_string_new (params);
  g_object_notify (G_OBJECT (self), "params");
}

/**
 * aiohttp_request_options_add_param:
 * @self: request options
 * @name: the name, in plain text
 * @value: the value, in plain text
 *
 * Encodes a query parameter and adds it after those that are there.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_add_param (AiohttpRequestOptions *self, const char *name, const char *value)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  if (self->params == NULL)
    self->params = g_string_new (NULL);
  aiohttp_url_append_form_pair (self->params, name, value);
  g_object_notify (G_OBJECT (self), "params");
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
