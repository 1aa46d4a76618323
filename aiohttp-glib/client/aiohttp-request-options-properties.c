/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-options.h"
#include "aiohttp-request-options-private.h"

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
  g_object_notify (G_OBJECT (self), "headers");
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

void
aiohttp_request_options_install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = aiohttp_request_options_get_property;
  object_class->set_property = aiohttp_request_options_set_property;
  make_carried_properties (flags);
  make_override_properties (flags);
  make_sending_properties (flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}
