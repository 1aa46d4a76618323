/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-request.h"
#include "aiohttp-client-request-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-request-options-private.h"
#include "aiohttp-request-url-private.h"

/**
 * AiohttpClientRequest:
 *
 * One request as it is about to be sent: what an [class@Aiohttp.ClientMiddleware] sees, and may change.
 *
 * It stands for one hop: a redirect makes another one. Its method, URL, header fields and body can be changed until
 * [method@Aiohttp.ClientNext.call] sends it, and again before it is sent once more.
 *
 * aiohttp: `ClientRequest`
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (AiohttpClientRequest, aiohttp_client_request, G_TYPE_OBJECT)

static void
aiohttp_client_request_finalize (GObject *object)
{
  AiohttpClientRequest *self = AIOHTTP_CLIENT_REQUEST (object);

  g_ref_string_release (self->method);
  g_free (self->url);
  g_clear_pointer (&self->lines, g_bytes_unref);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_object (&self->payload);
  G_OBJECT_CLASS (aiohttp_client_request_parent_class)->finalize (object);
}

static void
aiohttp_client_request_class_init (AiohttpClientRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_client_request_finalize;
}

static void
aiohttp_client_request_init (AiohttpClientRequest *self)
{
}

AiohttpClientRequest *
aiohttp_client_request_new (const char *method, GUri *uri, SoupMessageHeaders *headers, GBytes *lines,
                            AiohttpPayload *payload)
{
  AiohttpClientRequest *self = g_object_new (AIOHTTP_TYPE_CLIENT_REQUEST, NULL);

  self->method = g_ref_string_new (method);
  self->uri = g_uri_ref (uri);
  self->headers = soup_message_headers_ref (headers);
  self->lines = lines != NULL ? g_bytes_ref (lines) : NULL;
  g_set_object (&self->payload, payload);
  return self;
}

void
aiohttp_client_request_take_uri (AiohttpClientRequest *self, GUri *uri)
{
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->url, g_free);
  self->uri = uri;
}

static void
copy_field (const char *name, const char *value, gpointer headers)
{
  soup_message_headers_append (headers, name, value);
}

SoupMessageHeaders *
aiohttp_client_request_copy_headers (SoupMessageHeaders *headers)
{
  SoupMessageHeaders *copy = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);

  soup_message_headers_foreach (headers, copy_field, copy);
  return copy;
}

SoupMessageHeaders *
aiohttp_client_request_own_headers (AiohttpClientRequest *self)
{
  SoupMessageHeaders *shared = self->headers;

  if (self->lines == NULL)
    return self->headers;
  g_clear_pointer (&self->lines, g_bytes_unref);
  self->headers = aiohttp_client_request_copy_headers (shared);
  soup_message_headers_unref (shared);
  return self->headers;
}

AiohttpClientRequest *
aiohttp_client_request_turn (AiohttpClientRequest *self, const char *method, GUri *uri, gboolean body_dropped)
{
  g_autoptr (SoupMessageHeaders) headers = aiohttp_client_request_copy_headers (self->headers);

  return aiohttp_client_request_new (method, uri, headers, NULL, body_dropped ? NULL : self->payload);
}

/**
 * aiohttp_client_request_get_method:
 * @self: a request
 *
 * Gets the method.
 *
 * Returns: the method, in capitals
 *
 * Since: 0.1
 */
const char *
aiohttp_client_request_get_method (AiohttpClientRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), NULL);

  return self->method;
}

/**
 * aiohttp_client_request_set_method:
 * @self: a request
 * @method: an RFC 9110 token
 * @error: return location for an error
 *
 * Changes the method.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_ERROR_INVALID_ARGUMENT for what is no method for a request
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_request_set_method (AiohttpClientRequest *self, const char *method, GError **error)
{
  g_autofree char *upper = NULL;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), FALSE);
  g_return_val_if_fail (method != NULL, FALSE);

  upper = g_ascii_strup (method, -1);
  if (!aiohttp_chars_is_token (upper, strlen (upper)) || strcmp (upper, "CONNECT") == 0)
    {
      g_autofree char *shown = aiohttp_chars_escape (method, strlen (method), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Not a method for a request: “%s”", shown);
      return FALSE;
    }
  g_ref_string_release (self->method);
  self->method = g_ref_string_new (upper);
  return TRUE;
}

/**
 * aiohttp_client_request_get_url:
 * @self: a request
 *
 * Gets the URL, with its fragment.
 *
 * Returns: the URL
 *
 * Since: 0.1
 */
const char *
aiohttp_client_request_get_url (AiohttpClientRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), NULL);

  if (self->url == NULL)
    self->url = aiohttp_request_url_to_string (self->uri, TRUE);
  return self->url;
}

/**
 * aiohttp_client_request_set_url:
 * @self: a request
 * @url: an absolute URL of http or https, without user information
 * @error: return location for an error
 *
 * Changes where the request goes. Its header fields stay, credentials among them: a middleware that turns a request to
 * another host has to take away what is not meant for that.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_CLIENT_ERROR_INVALID_URL or %AIOHTTP_CLIENT_ERROR_NON_HTTP_URL, or with
 *   %AIOHTTP_ERROR_INVALID_ARGUMENT for one with user information
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_request_set_url (AiohttpClientRequest *self, const char *url, GError **error)
{
  g_autofree char *authorization = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), FALSE);
  g_return_val_if_fail (url != NULL, FALSE);

  uri = aiohttp_request_url_parse (url, NULL, &authorization, error);
  if (uri == NULL)
    return FALSE;
  if (authorization != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "Credentials belong in the Authorization header, not in the URL of a request under way");
      return FALSE;
    }
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->url, g_free);
  self->uri = g_steal_pointer (&uri);
  return TRUE;
}

/**
 * aiohttp_client_request_get_uri:
 * @self: a request
 *
 * Gets the URL in its parts, all of them still encoded.
 *
 * Returns: (transfer none): the URL
 *
 * Since: 0.1
 */
GUri *
aiohttp_client_request_get_uri (AiohttpClientRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), NULL);

  return self->uri;
}

/**
 * aiohttp_client_request_get_headers:
 * @self: a request
 *
 * Gets the header fields. They may be changed in place; [method@Aiohttp.ClientRequest.set_header] also checks them.
 *
 * Returns: (transfer none): the header fields
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_client_request_get_headers (AiohttpClientRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), NULL);

  return aiohttp_client_request_own_headers (self);
}

/**
 * aiohttp_client_request_get_header:
 * @self: a request
 * @name: a field name
 *
 * Gets a header field, its values joined by commas where there are several.
 *
 * Returns: (nullable): the value, or %NULL if there is no such field
 *
 * Since: 0.1
 */
const char *
aiohttp_client_request_get_header (AiohttpClientRequest *self, const char *name)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return soup_message_headers_get_list (self->headers, name);
}

/**
 * aiohttp_client_request_set_header:
 * @self: a request
 * @name: a field name
 * @value: (nullable): its value, or %NULL to remove the field
 * @error: return location for an error
 *
 * Sets a header field in place of all of that name.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_ERROR_INVALID_ARGUMENT when the field is malformed
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_request_set_header (AiohttpClientRequest *self, const char *name, const char *value, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return aiohttp_headers_set_checked (aiohttp_client_request_own_headers (self), name, value, FALSE, error);
}

/**
 * aiohttp_client_request_append_header:
 * @self: a request
 * @name: a field name
 * @value: its value
 * @error: return location for an error
 *
 * Adds a header field beside those of the same name.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_ERROR_INVALID_ARGUMENT when the field is malformed
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_request_append_header (AiohttpClientRequest *self, const char *name, const char *value, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  return aiohttp_headers_set_checked (aiohttp_client_request_own_headers (self), name, value, TRUE, error);
}

/**
 * aiohttp_client_request_get_body:
 * @self: a request
 *
 * Gets the body.
 *
 * Returns: (transfer none) (nullable): the body; %NULL where there is none, or where it is not in memory
 *
 * Since: 0.1
 */
GBytes *
aiohttp_client_request_get_body (AiohttpClientRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), NULL);

  return self->payload != NULL ? aiohttp_payload_peek_bytes (self->payload) : NULL;
}

/**
 * aiohttp_client_request_set_body:
 * @self: a request
 * @body: (nullable): a body, or %NULL for none
 *
 * Puts another body in the place of the request's own. Its Content-Type stays what it is.
 *
 * aiohttp: `ClientRequest.update_body`
 *
 * Since: 0.1
 */
void
aiohttp_client_request_set_body (AiohttpClientRequest *self, GBytes *body)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self));

  g_clear_object (&self->payload);
  if (body != NULL)
    self->payload = aiohttp_payload_new_for_bytes (body, NULL);
}

/**
 * aiohttp_client_request_get_payload:
 * @self: a request
 *
 * Gets the body, in memory or not.
 *
 * Returns: (transfer none) (nullable): the body, or %NULL where there is none
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_client_request_get_payload (AiohttpClientRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self), NULL);

  return self->payload;
}

/**
 * aiohttp_client_request_set_payload:
 * @self: a request
 * @payload: (nullable): a body, or %NULL for none
 *
 * Puts another body in the place of the request's own. Its Content-Type stays what it is.
 *
 * aiohttp: `ClientRequest.update_body`
 *
 * Since: 0.1
 */
void
aiohttp_client_request_set_payload (AiohttpClientRequest *self, AiohttpPayload *payload)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_REQUEST (self));
  g_return_if_fail (payload == NULL || AIOHTTP_IS_PAYLOAD (payload));

  g_set_object (&self->payload, payload);
}
