/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"
#include "aiohttp-client-session-private.h"

enum
{
  PROP_0,
  PROP_CONNECTOR,
  PROP_CONNECTOR_OWNER,
  PROP_COOKIE_JAR,
  PROP_HSTS_ENFORCER,
  PROP_HEADERS,
  PROP_TIMEOUT,
  PROP_RAISE_FOR_STATUS,
  PROP_AUTO_DECOMPRESS,
  PROP_MAX_REDIRECTS,
  PROP_MAX_BODY_SIZE,
  PROP_BASE_URL,
  PROP_PARAMS,
  PROP_AUTHORIZATION,
  PROP_TRUST_ENV,
  PROP_REQUOTE_REDIRECT_URL,
  PROP_CLIENT_TIMEOUT,
  PROP_PROXY,
  PROP_PROXY_HEADERS,
  PROP_TLS_CONTEXT,
  PROP_SKIP_AUTO_HEADERS,
  PROP_MAX_LINE_SIZE,
  PROP_MAX_FIELD_SIZE,
  PROP_MAX_HEADERS,
  PROP_CLOSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
aiohttp_client_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpClientSession *self = AIOHTTP_CLIENT_SESSION (object);

  switch (id)
    {
    case PROP_CONNECTOR:
      g_value_set_object (value, aiohttp_client_session_get_connector (self));
      break;
    case PROP_CONNECTOR_OWNER:
      g_value_set_boolean (value, aiohttp_client_session_get_connector_owner (self));
      break;
    case PROP_COOKIE_JAR:
      g_value_set_object (value, aiohttp_client_session_get_cookie_jar (self));
      break;
    case PROP_HSTS_ENFORCER:
      g_value_set_object (value, aiohttp_client_session_get_hsts_enforcer (self));
      break;
    case PROP_HEADERS:
      g_value_set_boxed (value, aiohttp_client_session_get_headers (self));
      break;
    case PROP_TIMEOUT:
      g_value_set_double (value, aiohttp_client_session_get_timeout (self));
      break;
    case PROP_RAISE_FOR_STATUS:
      g_value_set_boolean (value, aiohttp_client_session_get_raise_for_status (self));
      break;
    case PROP_AUTO_DECOMPRESS:
      g_value_set_boolean (value, aiohttp_client_session_get_auto_decompress (self));
      break;
    case PROP_MAX_REDIRECTS:
      g_value_set_uint (value, aiohttp_client_session_get_max_redirects (self));
      break;
    case PROP_MAX_BODY_SIZE:
      g_value_set_uint64 (value, aiohttp_client_session_get_max_body_size (self));
      break;
    case PROP_BASE_URL:
      g_value_set_string (value, aiohttp_client_session_get_base_url (self));
      break;
    case PROP_PARAMS:
      g_value_set_string (value, aiohttp_client_session_get_params (self));
      break;
    case PROP_AUTHORIZATION:
      g_value_set_string (value, aiohttp_client_session_get_authorization (self));
      break;
    case PROP_TRUST_ENV:
      g_value_set_boolean (value, aiohttp_client_session_get_trust_env (self));
      break;
    case PROP_REQUOTE_REDIRECT_URL:
      g_value_set_boolean (value, aiohttp_client_session_get_requote_redirect_url (self));
      break;
    case PROP_CLIENT_TIMEOUT:
      g_value_set_object (value, aiohttp_client_session_get_client_timeout (self));
      break;
    case PROP_PROXY:
      g_value_set_string (value, aiohttp_client_session_get_proxy (self));
      break;
    case PROP_PROXY_HEADERS:
      g_value_set_boxed (value, aiohttp_client_session_get_proxy_headers (self));
      break;
    case PROP_TLS_CONTEXT:
      g_value_set_object (value, aiohttp_client_session_get_tls_context (self));
      break;
    case PROP_SKIP_AUTO_HEADERS:
      g_value_set_boxed (value, aiohttp_client_session_get_skip_auto_headers (self));
      break;
    case PROP_MAX_LINE_SIZE:
      g_value_set_uint (value, aiohttp_client_session_get_max_line_size (self));
      break;
    case PROP_MAX_FIELD_SIZE:
      g_value_set_uint (value, aiohttp_client_session_get_max_field_size (self));
      break;
    case PROP_MAX_HEADERS:
      g_value_set_uint (value, aiohttp_client_session_get_max_headers (self));
      break;
    case PROP_CLOSED:
      g_value_set_boolean (value, aiohttp_client_session_is_closed (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_client_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpClientSession *self = AIOHTTP_CLIENT_SESSION (object);

  switch (id)
    {
    case PROP_CONNECTOR:
      self->connector = g_value_dup_object (value);
      break;
    case PROP_CONNECTOR_OWNER:
      self->connector_owner = g_value_get_boolean (value);
      break;
    case PROP_COOKIE_JAR:
      self->defaults.cookie_jar = g_value_dup_object (value);
      break;
    case PROP_HSTS_ENFORCER:
      aiohttp_client_session_set_hsts_enforcer (self, g_value_get_object (value));
      break;
    case PROP_TIMEOUT:
      aiohttp_client_session_set_timeout (self, g_value_get_double (value));
      break;
    case PROP_RAISE_FOR_STATUS:
      aiohttp_client_session_set_raise_for_status (self, g_value_get_boolean (value));
      break;
    case PROP_AUTO_DECOMPRESS:
      aiohttp_client_session_set_auto_decompress (self, g_value_get_boolean (value));
      break;
    case PROP_MAX_REDIRECTS:
      aiohttp_client_session_set_max_redirects (self, g_value_get_uint (value));
      break;
    case PROP_MAX_BODY_SIZE:
      aiohttp_client_session_set_max_body_size (self, g_value_get_uint64 (value));
      break;
    case PROP_PARAMS:
      aiohttp_client_session_set_params (self, g_value_get_string (value));
      break;
    case PROP_AUTHORIZATION:
      aiohttp_client_session_set_authorization (self, g_value_get_string (value));
      break;
    case PROP_TRUST_ENV:
      aiohttp_client_session_set_trust_env (self, g_value_get_boolean (value));
      break;
    case PROP_REQUOTE_REDIRECT_URL:
      aiohttp_client_session_set_requote_redirect_url (self, g_value_get_boolean (value));
      break;
    case PROP_CLIENT_TIMEOUT:
      aiohttp_client_session_set_client_timeout (self, g_value_get_object (value));
      break;
    case PROP_PROXY:
      aiohttp_client_session_set_proxy (self, g_value_get_string (value));
      break;
    case PROP_PROXY_HEADERS:
      aiohttp_client_session_set_proxy_headers (self, g_value_get_boxed (value));
      break;
    case PROP_TLS_CONTEXT:
      aiohttp_client_session_set_tls_context (self, g_value_get_object (value));
      break;
    case PROP_SKIP_AUTO_HEADERS:
      aiohttp_client_session_set_skip_auto_headers (self, g_value_get_boxed (value));
      break;
    case PROP_MAX_LINE_SIZE:
      aiohttp_client_session_set_max_line_size (self, g_value_get_uint (value));
      break;
    case PROP_MAX_FIELD_SIZE:
      aiohttp_client_session_set_max_field_size (self, g_value_get_uint (value));
      break;
    case PROP_MAX_HEADERS:
      aiohttp_client_session_set_max_headers (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
make_store_properties (GParamFlags flags)
{
  /**
   * AiohttpClientSession:cookie-jar:
   *
   * Where the session keeps cookies; a jar of its own unless it is given.
   *
   * Since: 0.1
   */
  properties[PROP_COOKIE_JAR] = g_param_spec_object ("cookie-jar", NULL, NULL, AIOHTTP_TYPE_COOKIE_JAR,
                                                     flags | G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY);

  /**
   * AiohttpClientSession:hsts-enforcer:
   *
   * Where the session keeps which hosts are to be asked by https alone (RFC 6797): in memory at first. A
   * [class@Soup.HSTSEnforcerDB] keeps it in a file; %NULL for nowhere.
   *
   * Since: 0.1
   */
  properties[PROP_HSTS_ENFORCER] =
      g_param_spec_object ("hsts-enforcer", NULL, NULL, SOUP_TYPE_HSTS_ENFORCER, flags | G_PARAM_READWRITE);
}

static void
make_request_properties (GParamFlags flags)
{
  flags |= G_PARAM_READWRITE;

  /**
   * AiohttpClientSession:base-url:
   *
   * The absolute URL that relative ones of requests are resolved against (RFC 3986); its path ends in a slash. See
   * [method@Aiohttp.ClientSession.set_base_url].
   *
   * Since: 0.1
   */
  properties[PROP_BASE_URL] = g_param_spec_string ("base-url", NULL, NULL, NULL, flags & ~G_PARAM_WRITABLE);

  /**
   * AiohttpClientSession:params:
   *
   * Query parameters in their encoded form that every request carries, before its own.
   *
   * Since: 0.1
   */
  properties[PROP_PARAMS] = g_param_spec_string ("params", NULL, NULL, NULL, flags);

  /**
   * AiohttpClientSession:authorization:
   *
   * The Authorization of requests to the origin of [property@Aiohttp.ClientSession:base-url], or to any without one:
   * see [func@Aiohttp.encode_basic_auth].
   *
   * Since: 0.1
   */
  properties[PROP_AUTHORIZATION] = g_param_spec_string ("authorization", NULL, NULL, NULL, flags);

  /**
   * AiohttpClientSession:trust-env:
   *
   * Whether the environment is asked for proxies (`http_proxy`, `https_proxy`, `no_proxy`) and `~/.netrc` (`$NETRC`)
   * for credentials.
   *
   * Since: 0.1
   */
  properties[PROP_TRUST_ENV] = g_param_spec_boolean ("trust-env", NULL, NULL, FALSE, flags);

  /**
   * AiohttpClientSession:requote-redirect-url:
   *
   * Whether the characters in the target of a redirect that must not stand in a URL are encoded.
   *
   * Since: 0.1
   */
  properties[PROP_REQUOTE_REDIRECT_URL] = g_param_spec_boolean ("requote-redirect-url", NULL, NULL, TRUE, flags);
}

static void
make_sending_properties (GParamFlags flags)
{
  flags |= G_PARAM_READWRITE;

  /**
   * AiohttpClientSession:client-timeout:
   *
   * The limits of the parts of a request, the total one among them; %NULL for the total one of
   * [property@Aiohttp.ClientSession:timeout] alone.
   *
   * Since: 0.1
   */
  properties[PROP_CLIENT_TIMEOUT] =
      g_param_spec_object ("client-timeout", NULL, NULL, AIOHTTP_TYPE_CLIENT_TIMEOUT, flags);

  /**
   * AiohttpClientSession:proxy:
   *
   * The URL of the proxy to send through, of http, https or socks5, with its credentials if need be; %NULL for none of
   * the session's choice.
   *
   * Since: 0.1
   */
  properties[PROP_PROXY] = g_param_spec_string ("proxy", NULL, NULL, NULL, flags);

  /**
   * AiohttpClientSession:proxy-headers:
   *
   * Header fields for the proxy alone.
   *
   * Since: 0.1
   */
  properties[PROP_PROXY_HEADERS] = g_param_spec_boxed ("proxy-headers", NULL, NULL, SOUP_TYPE_MESSAGE_HEADERS, flags);

  /**
   * AiohttpClientSession:tls-context:
   *
   * How https connections are made and checked; %NULL for the connector's own way.
   *
   * Since: 0.1
   */
  properties[PROP_TLS_CONTEXT] = g_param_spec_object ("tls-context", NULL, NULL, AIOHTTP_TYPE_TLS_CONTEXT, flags);

  /**
   * AiohttpClientSession:skip-auto-headers:
   *
   * Names of header fields that are not added of the library's own accord: Accept, Accept-Encoding, User-Agent,
   * Content-Type.
   *
   * Since: 0.1
   */
  properties[PROP_SKIP_AUTO_HEADERS] = g_param_spec_boxed ("skip-auto-headers", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * AiohttpClientSession:max-line-size:
   *
   * The greatest length of a status line, in bytes.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_LINE_SIZE] =
      g_param_spec_uint ("max-line-size", NULL, NULL, 0, G_MAXUINT, AIOHTTP_CLIENT_DEFAULT_MAX_LINE_SIZE, flags);

  /**
   * AiohttpClientSession:max-field-size:
   *
   * The greatest length of a header field, in bytes.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_FIELD_SIZE] =
      g_param_spec_uint ("max-field-size", NULL, NULL, 0, G_MAXUINT, AIOHTTP_CLIENT_DEFAULT_MAX_FIELD_SIZE, flags);

  /**
   * AiohttpClientSession:max-headers:
   *
   * The greatest number of header fields.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_HEADERS] =
      g_param_spec_uint ("max-headers", NULL, NULL, 0, G_MAXUINT, AIOHTTP_CLIENT_DEFAULT_MAX_HEADERS, flags);
}

static void
make_own_properties (GParamFlags flags)
{
  /**
   * AiohttpClientSession:connector:
   *
   * The connector that the session sends through; one of its own unless it is given.
   *
   * Since: 0.1
   */
  properties[PROP_CONNECTOR] = g_param_spec_object ("connector", NULL, NULL, AIOHTTP_TYPE_CONNECTOR,
                                                    flags | G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY);

  /**
   * AiohttpClientSession:connector-owner:
   *
   * Whether closing the session closes its connector too.
   *
   * Since: 0.1
   */
  properties[PROP_CONNECTOR_OWNER] =
      g_param_spec_boolean ("connector-owner", NULL, NULL, TRUE, flags | G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY);

  /**
   * AiohttpClientSession:headers:
   *
   * The fields that every request carries unless it brings one of the same name itself.
   *
   * Since: 0.1
   */
  properties[PROP_HEADERS] =
      g_param_spec_boxed ("headers", NULL, NULL, SOUP_TYPE_MESSAGE_HEADERS, flags | G_PARAM_READABLE);

  /**
   * AiohttpClientSession:closed: (getter is_closed)
   *
   * Whether the session was closed.
   *
   * Since: 0.1
   */
  properties[PROP_CLOSED] = g_param_spec_boolean ("closed", NULL, NULL, FALSE, flags | G_PARAM_READABLE);
}

static void
make_response_properties (GParamFlags flags)
{
  /**
   * AiohttpClientSession:timeout:
   *
   * Seconds that a whole request may take, from its call to the end of its body; 0 for no limit. Requests may
   * have their own.
   *
   * Since: 0.1
   */
  properties[PROP_TIMEOUT] = g_param_spec_double ("timeout", NULL, NULL, 0, G_MAXDOUBLE, AIOHTTP_CLIENT_DEFAULT_TIMEOUT,
                                                  flags | G_PARAM_READWRITE);

  /**
   * AiohttpClientSession:raise-for-status:
   *
   * Whether a status of 400 or more fails a request.
   *
   * Since: 0.1
   */
  properties[PROP_RAISE_FOR_STATUS] =
      g_param_spec_boolean ("raise-for-status", NULL, NULL, FALSE, flags | G_PARAM_READWRITE);

  /**
   * AiohttpClientSession:auto-decompress:
   *
   * Whether the content codings of responses are undone: gzip, deflate, br and zstd.
   *
   * Since: 0.1
   */
  properties[PROP_AUTO_DECOMPRESS] =
      g_param_spec_boolean ("auto-decompress", NULL, NULL, TRUE, flags | G_PARAM_READWRITE);

  /**
   * AiohttpClientSession:max-redirects:
   *
   * The number of redirects at which a request fails; 0 for no limit.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_REDIRECTS] = g_param_spec_uint ("max-redirects", NULL, NULL, 0, G_MAXUINT,
                                                      AIOHTTP_CLIENT_DEFAULT_MAX_REDIRECTS, flags | G_PARAM_READWRITE);

  /**
   * AiohttpClientSession:max-body-size:
   *
   * The greatest body, decoded, that a response may have, in bytes; 0 for no limit.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_BODY_SIZE] =
      g_param_spec_uint64 ("max-body-size", NULL, NULL, 0, G_MAXUINT64, 0, flags | G_PARAM_READWRITE);
}

void
aiohttp_client_session_install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = aiohttp_client_session_get_property;
  object_class->set_property = aiohttp_client_session_set_property;
  make_own_properties (flags);
  make_store_properties (flags);
  make_request_properties (flags);
  make_sending_properties (flags);
  make_response_properties (flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}
