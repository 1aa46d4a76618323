/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-request-options.h"
#include "aiohttp-request-options-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-payload-private.h"
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

enum
{
  PROP_0,
  PROP_HEADERS,
  PROP_PARAMS,
  PROP_BODY,
  PROP_CONTENT_TYPE,
  PROP_JSON,
  PROP_JSON_TEXT,
  PROP_PAYLOAD,
  PROP_TIMEOUT,
  PROP_ALLOW_REDIRECTS,
  PROP_MAX_REDIRECTS,
  PROP_RAISE_FOR_STATUS,
  PROP_AUTO_DECOMPRESS,
  PROP_MAX_BODY_SIZE,
  PROP_CLIENT_TIMEOUT,
  PROP_PROXY,
  PROP_PROXY_HEADERS,
  PROP_TLS_CONTEXT,
  PROP_SKIP_AUTO_HEADERS,
  PROP_MAX_LINE_SIZE,
  PROP_MAX_FIELD_SIZE,
  PROP_MAX_HEADERS,
  PROP_SERVER_HOSTNAME,
  PROP_COMPRESS,
  PROP_CHUNKED,
  PROP_EXPECT100,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

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
notify (AiohttpRequestOptions *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
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
aiohttp_request_options_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpRequestOptions *self = AIOHTTP_REQUEST_OPTIONS (object);

  switch (id)
    {
    case PROP_HEADERS:
      g_value_set_boxed (value, aiohttp_request_options_get_headers (self));
      break;
    case PROP_PARAMS:
      g_value_set_string (value, aiohttp_request_options_get_params (self));
      break;
    case PROP_BODY:
      g_value_set_boxed (value, aiohttp_request_options_get_body (self));
      break;
    case PROP_CONTENT_TYPE:
      g_value_set_string (value, aiohttp_request_options_get_content_type (self));
      break;
    case PROP_JSON:
      g_value_set_boxed (value, aiohttp_request_options_get_json (self));
      break;
    case PROP_JSON_TEXT:
      g_value_set_string (value, aiohttp_request_options_get_json_text (self));
      break;
    case PROP_PAYLOAD:
      g_value_set_object (value, aiohttp_request_options_get_payload (self));
      break;
    case PROP_TIMEOUT:
      g_value_set_double (value, aiohttp_request_options_get_timeout (self));
      break;
    case PROP_ALLOW_REDIRECTS:
      g_value_set_boolean (value, aiohttp_request_options_get_allow_redirects (self));
      break;
    case PROP_MAX_REDIRECTS:
      g_value_set_int (value, aiohttp_request_options_get_max_redirects (self));
      break;
    case PROP_RAISE_FOR_STATUS:
      g_value_set_boolean (value, aiohttp_request_options_get_raise_for_status (self));
      break;
    case PROP_AUTO_DECOMPRESS:
      g_value_set_boolean (value, aiohttp_request_options_get_auto_decompress (self));
      break;
    case PROP_MAX_BODY_SIZE:
      g_value_set_int64 (value, aiohttp_request_options_get_max_body_size (self));
      break;
    case PROP_CLIENT_TIMEOUT:
      g_value_set_object (value, aiohttp_request_options_get_client_timeout (self));
      break;
    case PROP_PROXY:
      g_value_set_string (value, aiohttp_request_options_get_proxy (self));
      break;
    case PROP_PROXY_HEADERS:
      g_value_set_boxed (value, aiohttp_request_options_get_proxy_headers (self));
      break;
    case PROP_TLS_CONTEXT:
      g_value_set_object (value, aiohttp_request_options_get_tls_context (self));
      break;
    case PROP_SKIP_AUTO_HEADERS:
      g_value_set_boxed (value, aiohttp_request_options_get_skip_auto_headers (self));
      break;
    case PROP_MAX_LINE_SIZE:
      g_value_set_uint (value, aiohttp_request_options_get_max_line_size (self));
      break;
    case PROP_MAX_FIELD_SIZE:
      g_value_set_uint (value, aiohttp_request_options_get_max_field_size (self));
      break;
    case PROP_MAX_HEADERS:
      g_value_set_uint (value, aiohttp_request_options_get_max_headers (self));
      break;
    case PROP_SERVER_HOSTNAME:
      g_value_set_string (value, aiohttp_request_options_get_server_hostname (self));
      break;
    case PROP_COMPRESS:
      g_value_set_string (value, aiohttp_request_options_get_compress (self));
      break;
    case PROP_CHUNKED:
      g_value_set_boolean (value, aiohttp_request_options_get_chunked (self));
      break;
    case PROP_EXPECT100:
      g_value_set_boolean (value, aiohttp_request_options_get_expect100 (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_headers (AiohttpRequestOptions *self, SoupMessageHeaders *headers)
{
  if (headers != NULL)
    soup_message_headers_ref (headers);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  self->headers = headers;
  notify (self, PROP_HEADERS);
}

static void
aiohttp_request_options_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpRequestOptions *self = AIOHTTP_REQUEST_OPTIONS (object);

  switch (id)
    {
    case PROP_HEADERS:
      set_headers (self, g_value_get_boxed (value));
      break;
    case PROP_PARAMS:
      aiohttp_request_options_set_params (self, g_value_get_string (value));
      break;
    case PROP_BODY:
      aiohttp_request_options_set_body (self, g_value_get_boxed (value));
      break;
    case PROP_CONTENT_TYPE:
      aiohttp_request_options_set_content_type (self, g_value_get_string (value));
      break;
    case PROP_JSON:
      aiohttp_request_options_set_json (self, g_value_get_boxed (value));
      break;
    case PROP_JSON_TEXT:
      aiohttp_request_options_set_json_text (self, g_value_get_string (value));
      break;
    case PROP_PAYLOAD:
      aiohttp_request_options_set_payload (self, g_value_get_object (value));
      break;
    case PROP_TIMEOUT:
      aiohttp_request_options_set_timeout (self, g_value_get_double (value));
      break;
    case PROP_ALLOW_REDIRECTS:
      aiohttp_request_options_set_allow_redirects (self, g_value_get_boolean (value));
      break;
    case PROP_MAX_REDIRECTS:
      aiohttp_request_options_set_max_redirects (self, g_value_get_int (value));
      break;
    case PROP_RAISE_FOR_STATUS:
      aiohttp_request_options_set_raise_for_status (self, g_value_get_boolean (value));
      break;
    case PROP_AUTO_DECOMPRESS:
      aiohttp_request_options_set_auto_decompress (self, g_value_get_boolean (value));
      break;
    case PROP_MAX_BODY_SIZE:
      aiohttp_request_options_set_max_body_size (self, g_value_get_int64 (value));
      break;
    case PROP_CLIENT_TIMEOUT:
      aiohttp_request_options_set_client_timeout (self, g_value_get_object (value));
      break;
    case PROP_PROXY:
      aiohttp_request_options_set_proxy (self, g_value_get_string (value));
      break;
    case PROP_PROXY_HEADERS:
      aiohttp_request_options_set_proxy_headers (self, g_value_get_boxed (value));
      break;
    case PROP_TLS_CONTEXT:
      aiohttp_request_options_set_tls_context (self, g_value_get_object (value));
      break;
    case PROP_SKIP_AUTO_HEADERS:
      aiohttp_request_options_set_skip_auto_headers (self, g_value_get_boxed (value));
      break;
    case PROP_MAX_LINE_SIZE:
      aiohttp_request_options_set_max_line_size (self, g_value_get_uint (value));
      break;
    case PROP_MAX_FIELD_SIZE:
      aiohttp_request_options_set_max_field_size (self, g_value_get_uint (value));
      break;
    case PROP_MAX_HEADERS:
      aiohttp_request_options_set_max_headers (self, g_value_get_uint (value));
      break;
    case PROP_SERVER_HOSTNAME:
      aiohttp_request_options_set_server_hostname (self, g_value_get_string (value));
      break;
    case PROP_COMPRESS:
      aiohttp_request_options_set_compress (self, g_value_get_string (value));
      break;
    case PROP_CHUNKED:
      aiohttp_request_options_set_chunked (self, g_value_get_boolean (value));
      break;
    case PROP_EXPECT100:
      aiohttp_request_options_set_expect100 (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
make_carried_properties (GParamFlags flags)
{
  /**
   * AiohttpRequestOptions:headers:
   *
   * Header fields; each takes the place of the session's fields of the same name.
   *
   * Since: 0.1
   */
  properties[PROP_HEADERS] = g_param_spec_boxed ("headers", NULL, NULL, SOUP_TYPE_MESSAGE_HEADERS, flags);

  /**
   * AiohttpRequestOptions:params:
   *
   * Query parameters in their encoded form, which extend the query of the URL.
   *
   * Since: 0.1
   */
  properties[PROP_PARAMS] = g_param_spec_string ("params", NULL, NULL, NULL, flags);

  /**
   * AiohttpRequestOptions:body:
   *
   * The body.
   *
   * Since: 0.1
   */
  properties[PROP_BODY] = g_param_spec_boxed ("body", NULL, NULL, G_TYPE_BYTES, flags);

  /**
   * AiohttpRequestOptions:content-type:
   *
   * The content type of the body; %NULL for the default of its kind.
   *
   * Since: 0.1
   */
  properties[PROP_CONTENT_TYPE] = g_param_spec_string ("content-type", NULL, NULL, NULL, flags);

  /**
   * AiohttpRequestOptions:json:
   *
   * JSON to send as body.
   *
   * Since: 0.1
   */
  properties[PROP_JSON] = g_param_spec_boxed ("json", NULL, NULL, JSON_TYPE_NODE, flags);

  /**
   * AiohttpRequestOptions:json-text:
   *
   * JSON text to send as body, as it is.
   *
   * Since: 0.1
   */
  properties[PROP_JSON_TEXT] = g_param_spec_string ("json-text", NULL, NULL, NULL, flags);

  /**
   * AiohttpRequestOptions:payload:
   *
   * The body, in memory or not.
   *
   * Since: 0.1
   */
  properties[PROP_PAYLOAD] = g_param_spec_object ("payload", NULL, NULL, AIOHTTP_TYPE_PAYLOAD, flags);
}

static void
make_override_properties (GParamFlags flags)
{
  /**
   * AiohttpRequestOptions:timeout:
   *
   * Seconds that the whole request may take; 0 for no limit, -1 for the session's timeout.
   *
   * Since: 0.1
   */
  properties[PROP_TIMEOUT] = g_param_spec_double ("timeout", NULL, NULL, -1, G_MAXDOUBLE, -1, flags);

  /**
   * AiohttpRequestOptions:allow-redirects:
   *
   * Whether redirects are followed. Unless it is set, they are but for HEAD.
   *
   * Since: 0.1
   */
  properties[PROP_ALLOW_REDIRECTS] = g_param_spec_boolean ("allow-redirects", NULL, NULL, TRUE, flags);

  /**
   * AiohttpRequestOptions:max-redirects:
   *
   * The number of redirects at which the request fails; 0 for no limit, -1 for the session's number.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_REDIRECTS] = g_param_spec_int ("max-redirects", NULL, NULL, -1, G_MAXINT, -1, flags);

  /**
   * AiohttpRequestOptions:raise-for-status:
   *
   * Whether a status of 400 or more fails the request. Unless it is set, the session decides.
   *
   * Since: 0.1
   */
  properties[PROP_RAISE_FOR_STATUS] = g_param_spec_boolean ("raise-for-status", NULL, NULL, FALSE, flags);

  /**
   * AiohttpRequestOptions:auto-decompress:
   *
   * Whether the content coding of the response is undone. Unless it is set, the session decides.
   *
   * Since: 0.1
   */
  properties[PROP_AUTO_DECOMPRESS] = g_param_spec_boolean ("auto-decompress", NULL, NULL, TRUE, flags);

  /**
   * AiohttpRequestOptions:max-body-size:
   *
   * The greatest body, decoded, that the response may have, in bytes; 0 for no limit, -1 for the session's.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_BODY_SIZE] = g_param_spec_int64 ("max-body-size", NULL, NULL, -1, G_MAXINT64, -1, flags);
}

static void
make_sending_properties (GParamFlags flags)
{
  /**
   * AiohttpRequestOptions:client-timeout:
   *
   * The limits of the parts of the request, in place of the session's; a [property@Aiohttp.RequestOptions:timeout] that
   * is set beside it is the total one.
   *
   * Since: 0.1
   */
  properties[PROP_CLIENT_TIMEOUT] =
      g_param_spec_object ("client-timeout", NULL, NULL, AIOHTTP_TYPE_CLIENT_TIMEOUT, flags);

  /**
   * AiohttpRequestOptions:proxy:
   *
   * The URL of the proxy to send through, of http, https or socks5, with its credentials if need be; %NULL for the
   * session's; an empty one for none.
   *
   * Since: 0.1
   */
  properties[PROP_PROXY] = g_param_spec_string ("proxy", NULL, NULL, NULL, flags);

  /**
   * AiohttpRequestOptions:proxy-headers:
   *
   * Header fields for the proxy alone.
   *
   * Since: 0.1
   */
  properties[PROP_PROXY_HEADERS] = g_param_spec_boxed ("proxy-headers", NULL, NULL, SOUP_TYPE_MESSAGE_HEADERS, flags);

  /**
   * AiohttpRequestOptions:tls-context:
   *
   * How https connections are made and checked; %NULL for the session's.
   *
   * Since: 0.1
   */
  properties[PROP_TLS_CONTEXT] = g_param_spec_object ("tls-context", NULL, NULL, AIOHTTP_TYPE_TLS_CONTEXT, flags);

  /**
   * AiohttpRequestOptions:skip-auto-headers:
   *
   * Names of header fields that are not added of the library's own accord: Accept, Accept-Encoding, User-Agent,
   * Content-Type. They add to the session's.
   *
   * Since: 0.1
   */
  properties[PROP_SKIP_AUTO_HEADERS] = g_param_spec_boxed ("skip-auto-headers", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * AiohttpRequestOptions:max-line-size:
   *
   * The greatest length of a status line, in bytes; 0 for the session's.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_LINE_SIZE] = g_param_spec_uint ("max-line-size", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * AiohttpRequestOptions:max-field-size:
   *
   * The greatest length of a header field, in bytes; 0 for the session's.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_FIELD_SIZE] = g_param_spec_uint ("max-field-size", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * AiohttpRequestOptions:max-headers:
   *
   * The greatest number of header fields; 0 for the session's.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_HEADERS] = g_param_spec_uint ("max-headers", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * AiohttpRequestOptions:server-hostname:
   *
   * The host name that the TLS handshake names and the certificate is checked for, in place of the URL's.
   *
   * Since: 0.1
   */
  properties[PROP_SERVER_HOSTNAME] = g_param_spec_string ("server-hostname", NULL, NULL, NULL, flags);

  /**
   * AiohttpRequestOptions:compress:
   *
   * The content coding to send the body in: `deflate`, `gzip`, `br` or `zstd`.
   *
   * Since: 0.1
   */
  properties[PROP_COMPRESS] = g_param_spec_string ("compress", NULL, NULL, NULL, flags);

  /**
   * AiohttpRequestOptions:chunked:
   *
   * Whether the body goes in chunks although its size is known.
   *
   * Since: 0.1
   */
  properties[PROP_CHUNKED] = g_param_spec_boolean ("chunked", NULL, NULL, FALSE, flags);

  /**
   * AiohttpRequestOptions:expect100:
   *
   * Whether the body is held back until the server asks for it (`Expect: 100-continue`).
   *
   * Since: 0.1
   */
  properties[PROP_EXPECT100] = g_param_spec_boolean ("expect100", NULL, NULL, FALSE, flags);
}

static void
aiohttp_request_options_class_init (AiohttpRequestOptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_request_options_finalize;
  object_class->get_property = aiohttp_request_options_get_property;
  object_class->set_property = aiohttp_request_options_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  make_carried_properties (flags);
  make_override_properties (flags);
  make_sending_properties (flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
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

gboolean
aiohttp_request_options_dup_payload (AiohttpRequestOptions *self, AiohttpPayload **payload, GError **error)
{
  gboolean is_json = self->json != NULL || self->json_text != NULL;
  guint n_bodies = (self->body != NULL) + is_json + (self->payload != NULL);

  if (n_bodies > 1)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "A request takes one of body, JSON and payload");
      return FALSE;
    }
  if (self->json_text != NULL)
    *payload = aiohttp_payload_new_for_json_text (self->json_text);
  else if (self->json != NULL)
    *payload = aiohttp_payload_new_for_json (self->json);
  else if (self->body != NULL)
    *payload = aiohttp_payload_new_for_bytes (self->body, self->body_is_text ? "text/plain; charset=utf-8" : NULL);
  else
    {
      *payload = self->payload != NULL ? g_object_ref (self->payload) : NULL;
      return TRUE;
    }
  if (self->content_type != NULL)
    {
      g_free ((*payload)->content_type);
      (*payload)->content_type = g_strdup (self->content_type);
    }
  return TRUE;
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
  notify (self, PROP_PARAMS);
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
  notify (self, PROP_PARAMS);
}

/**
 * aiohttp_request_options_get_body:
 * @self: request options
 *
 * Gets the body of the request.
 *
 * Returns: (transfer none) (nullable): the body, or %NULL
 *
 * Since: 0.1
 */
GBytes *
aiohttp_request_options_get_body (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->body;
}

/**
 * aiohttp_request_options_set_body:
 * @self: request options
 * @body: (nullable): the body, or %NULL
 *
 * Sets the body of the request: aiohttp's `data`. Its type is [property@Aiohttp.RequestOptions:content-type], or
 * `application/octet-stream`.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_body (AiohttpRequestOptions *self, GBytes *body)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (body != NULL)
    g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
  self->body_is_text = FALSE;
  notify (self, PROP_BODY);
}

/**
 * aiohttp_request_options_set_text:
 * @self: request options
 * @text: the body
 *
 * Sets a text as the body of the request, with content type `text/plain; charset=utf-8` unless one is set already.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_text (AiohttpRequestOptions *self, const char *text)
{
  g_autoptr (GBytes) body = NULL;

  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (text != NULL);

  body = g_bytes_new (text, strlen (text));
  aiohttp_request_options_set_body (self, body);
  self->body_is_text = TRUE;
}

/**
 * aiohttp_request_options_get_content_type:
 * @self: request options
 *
 * Gets the content type of the body.
 *
 * Returns: (transfer none) (nullable): the content type, or %NULL for the body's default
 *
 * Since: 0.1
 */
const char *
aiohttp_request_options_get_content_type (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->content_type;
}

/**
 * aiohttp_request_options_set_content_type:
 * @self: request options
 * @content_type: (nullable): the content type, or %NULL for the body's default
 *
 * Sets the content type of the body. A Content-Type among the headers comes before it.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_content_type (AiohttpRequestOptions *self, const char *content_type)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (g_strcmp0 (self->content_type, content_type) == 0)
    return;
  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  notify (self, PROP_CONTENT_TYPE);
}

/**
 * aiohttp_request_options_get_json:
 * @self: request options
 *
 * Gets the JSON that is sent as body.
 *
 * Returns: (transfer none) (nullable): the JSON, or %NULL
 *
 * Since: 0.1
 */
JsonNode *
aiohttp_request_options_get_json (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->json;
}

/**
 * aiohttp_request_options_set_json:
 * @self: request options
 * @json: (nullable): the JSON, or %NULL
 *
 * Sets JSON as the body, with content type `application/json`. It is written when the request is sent. A request with a
 * body and JSON fails with %AIOHTTP_ERROR_INVALID_ARGUMENT.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_json (AiohttpRequestOptions *self, JsonNode *json)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (json != NULL)
    json_node_ref (json);
  g_clear_pointer (&self->json, json_node_unref);
  self->json = json;
  notify (self, PROP_JSON);
}

/**
 * aiohttp_request_options_get_json_text:
 * @self: request options
 *
 * Gets the JSON text that is sent as body.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_request_options_get_json_text (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->json_text;
}

/**
 * aiohttp_request_options_set_json_text:
 * @self: request options
 * @json_text: (nullable): JSON, written by the caller, or %NULL
 *
 * Sets ready-made JSON text as the body, with content type `application/json`, in place of
 * [property@Aiohttp.RequestOptions:json]. It is sent as it is.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_json_text (AiohttpRequestOptions *self, const char *json_text)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (g_strcmp0 (self->json_text, json_text) == 0)
    return;
  g_free (self->json_text);
  self->json_text = g_strdup (json_text);
  notify (self, PROP_JSON_TEXT);
}

/**
 * aiohttp_request_options_set_form:
 * @self: request options
 * @form: a form
 *
 * Sets the form, as it is now, as the payload.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_form (AiohttpRequestOptions *self, AiohttpFormData *form)
{
  g_autoptr (AiohttpPayload) payload = NULL;

  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (AIOHTTP_IS_FORM_DATA (form));

  payload = aiohttp_form_data_to_payload (form);
  aiohttp_request_options_set_payload (self, payload);
}

/**
 * aiohttp_request_options_set_json_object:
 * @self: request options
 * @object: an object
 *
 * Sets the properties of an object, as they are now, as JSON payload.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_json_object (AiohttpRequestOptions *self, GObject *object)
{
  g_autoptr (AiohttpPayload) payload = NULL;

  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (G_IS_OBJECT (object));

  payload = aiohttp_payload_new_for_object (object);
  aiohttp_request_options_set_payload (self, payload);
}

/**
 * aiohttp_request_options_get_payload:
 * @self: request options
 *
 * Gets the payload that is sent as body.
 *
 * Returns: (transfer none) (nullable): the payload, or %NULL
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_request_options_get_payload (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->payload;
}

/**
 * aiohttp_request_options_set_payload:
 * @self: request options
 * @payload: (nullable): the payload, or %NULL
 *
 * Sets the body of the request as a payload, which need not be in memory: a file, a stream, a form. Its type is
 * [property@Aiohttp.RequestOptions:content-type], or the payload's own. A request with a payload and another body fails
 * with %AIOHTTP_ERROR_INVALID_ARGUMENT.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_payload (AiohttpRequestOptions *self, AiohttpPayload *payload)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (payload == NULL || AIOHTTP_IS_PAYLOAD (payload));

  if (g_set_object (&self->payload, payload))
    notify (self, PROP_PAYLOAD);
}
