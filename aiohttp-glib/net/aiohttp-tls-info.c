/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-info.h"
#include "aiohttp-tls-info-private.h"

#include "aiohttp-tls-certificates-private.h"

/**
 * AiohttpTlsInfo:
 *
 * What the two ends of a TLS connection have agreed on: [method@Aiohttp.Request.get_tls_info].
 *
 * It does not change, and stays when the connection is gone.
 *
 * aiohttp: `request.get_extra_info ('peercert')`, `'cipher'` and `'ssl_object'`
 *
 * Since: 0.1
 */

struct _AiohttpTlsInfo
{
  GObject parent_instance;

  GTlsProtocolVersion protocol_version;
  char *cipher;
  char *alpn_protocol;
  char *server_name;
  gboolean resumed;
  GTlsCertificate *peer_certificate;
};

enum
{
  PROP_0,
  PROP_PROTOCOL_VERSION,
  PROP_CIPHER,
  PROP_ALPN_PROTOCOL,
  PROP_SERVER_NAME,
  PROP_RESUMED,
  PROP_PEER_CERTIFICATE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpTlsInfo, aiohttp_tls_info, G_TYPE_OBJECT)

static void
aiohttp_tls_info_finalize (GObject *object)
{
  AiohttpTlsInfo *self = AIOHTTP_TLS_INFO (object);

  g_free (self->cipher);
  g_free (self->alpn_protocol);
  g_free (self->server_name);
  g_clear_object (&self->peer_certificate);
  G_OBJECT_CLASS (aiohttp_tls_info_parent_class)->finalize (object);
}

static void
aiohttp_tls_info_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpTlsInfo *self = AIOHTTP_TLS_INFO (object);

  switch (id)
    {
    case PROP_PROTOCOL_VERSION:
      g_value_set_enum (value, (int) self->protocol_version);
      break;
    case PROP_CIPHER:
      g_value_set_string (value, self->cipher);
      break;
    case PROP_ALPN_PROTOCOL:
      g_value_set_string (value, self->alpn_protocol);
      break;
    case PROP_SERVER_NAME:
      g_value_set_string (value, self->server_name);
      break;
    case PROP_RESUMED:
      g_value_set_boolean (value, self->resumed);
      break;
    case PROP_PEER_CERTIFICATE:
      g_value_set_object (value, self->peer_certificate);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_tls_info_class_init (AiohttpTlsInfoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = aiohttp_tls_info_finalize;
  object_class->get_property = aiohttp_tls_info_get_property;

  /**
   * AiohttpTlsInfo:protocol-version: (getter get_protocol_version)
   *
   * The protocol version, TLS 1.2 or 1.3.
   *
   * Since: 0.1
   */
  properties[PROP_PROTOCOL_VERSION] = g_param_spec_enum ("protocol-version", NULL, NULL, G_TYPE_TLS_PROTOCOL_VERSION,
                                                         G_TLS_PROTOCOL_VERSION_UNKNOWN, flags);

  /**
   * AiohttpTlsInfo:cipher: (getter get_cipher)
   *
   * The cipher suite, by the name that the standards give it.
   *
   * Since: 0.1
   */
  properties[PROP_CIPHER] = g_param_spec_string ("cipher", NULL, NULL, NULL, flags);

  /**
   * AiohttpTlsInfo:alpn-protocol: (getter get_alpn_protocol)
   *
   * The application protocol that was agreed on.
   *
   * Since: 0.1
   */
  properties[PROP_ALPN_PROTOCOL] = g_param_spec_string ("alpn-protocol", NULL, NULL, NULL, flags);

  /**
   * AiohttpTlsInfo:server-name: (getter get_server_name)
   *
   * The host that the client has asked for.
   *
   * Since: 0.1
   */
  properties[PROP_SERVER_NAME] = g_param_spec_string ("server-name", NULL, NULL, NULL, flags);

  /**
   * AiohttpTlsInfo:resumed: (getter is_resumed)
   *
   * Whether the connection goes on with the session of an earlier one.
   *
   * Since: 0.1
   */
  properties[PROP_RESUMED] = g_param_spec_boolean ("resumed", NULL, NULL, FALSE, flags);

  /**
   * AiohttpTlsInfo:peer-certificate: (getter get_peer_certificate)
   *
   * The certificate of the other end, with its issuers as far as they were sent.
   *
   * Since: 0.1
   */
  properties[PROP_PEER_CERTIFICATE] =
      g_param_spec_object ("peer-certificate", NULL, NULL, G_TYPE_TLS_CERTIFICATE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_tls_info_init (AiohttpTlsInfo *self)
{
}

char *
aiohttp_tls_dup_server_name (gnutls_session_t session)
{
  char name[256];
  size_t size = sizeof name - 1;
  unsigned type = 0;

  if (gnutls_server_name_get (session, name, &size, &type, 0) != 0 || type != GNUTLS_NAME_DNS || size == 0)
    return NULL;
  name[size] = '\0';
  /* A host's name; anything else is taken for none (RFC 6066, 3). */
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum (name[i]) && strchr ("-._", name[i]) == NULL)
      return NULL;
  return g_ascii_strdown (name, (gssize) size);
}

static char *
dup_cipher (gnutls_session_t session)
{
#if GNUTLS_VERSION_NUMBER >= 0x030704
  return g_strdup (gnutls_ciphersuite_get (session));
#else
  return g_strdup (gnutls_cipher_get_name (gnutls_cipher_get (session)));
#endif
}

AiohttpTlsInfo *
aiohttp_tls_info_new (gnutls_session_t session, const char *server_name)
{
  AiohttpTlsInfo *self = g_object_new (AIOHTTP_TYPE_TLS_INFO, NULL);
  gnutls_protocol_t version = gnutls_protocol_get_version (session);
  gnutls_datum_t alpn;

  self->protocol_version = version == GNUTLS_TLS1_3   ? G_TLS_PROTOCOL_VERSION_TLS_1_3
                           : version == GNUTLS_TLS1_2 ? G_TLS_PROTOCOL_VERSION_TLS_1_2
                                                      : G_TLS_PROTOCOL_VERSION_UNKNOWN;
  self->cipher = dup_cipher (session);
  if (gnutls_alpn_get_selected_protocol (session, &alpn) == 0)
    self->alpn_protocol = g_strndup ((const char *) alpn.data, alpn.size);
  self->server_name = server_name != NULL ? g_strdup (server_name) : aiohttp_tls_dup_server_name (session);
  self->resumed = gnutls_session_is_resumed (session) != 0;
  self->peer_certificate = aiohttp_tls_dup_peer_certificate (session);
  return self;
}

/**
 * aiohttp_tls_info_get_protocol_version:
 * @self: what was agreed on
 *
 * Gets the protocol version.
 *
 * Returns: TLS 1.2 or 1.3
 *
 * Since: 0.1
 */
GTlsProtocolVersion
aiohttp_tls_info_get_protocol_version (AiohttpTlsInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_INFO (self), G_TLS_PROTOCOL_VERSION_UNKNOWN);

  return self->protocol_version;
}

/**
 * aiohttp_tls_info_get_cipher:
 * @self: what was agreed on
 *
 * Gets the cipher suite, such as `TLS_AES_256_GCM_SHA384`.
 *
 * Returns: (nullable): the cipher suite
 *
 * Since: 0.1
 */
const char *
aiohttp_tls_info_get_cipher (AiohttpTlsInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_INFO (self), NULL);

  return self->cipher;
}

/**
 * aiohttp_tls_info_get_alpn_protocol:
 * @self: what was agreed on
 *
 * Gets the application protocol (RFC 7301), such as `http/1.1`.
 *
 * Returns: (nullable): the protocol, or %NULL if the client has offered none
 *
 * Since: 0.1
 */
const char *
aiohttp_tls_info_get_alpn_protocol (AiohttpTlsInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_INFO (self), NULL);

  return self->alpn_protocol;
}

/**
 * aiohttp_tls_info_get_server_name:
 * @self: what was agreed on
 *
 * Gets the host that the client has asked for (SNI, RFC 6066), in small letters.
 *
 * Returns: (nullable): the host, or %NULL if it has named none
 *
 * Since: 0.1
 */
const char *
aiohttp_tls_info_get_server_name (AiohttpTlsInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_INFO (self), NULL);

  return self->server_name;
}

/**
 * aiohttp_tls_info_is_resumed:
 * @self: what was agreed on
 *
 * Tells whether the connection goes on with the session of an earlier one, which saves most of the handshake's work.
 *
 * Returns: whether it is resumed
 *
 * Since: 0.1
 */
gboolean
aiohttp_tls_info_is_resumed (AiohttpTlsInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_INFO (self), FALSE);

  return self->resumed;
}

/**
 * aiohttp_tls_info_get_peer_certificate:
 * @self: what was agreed on
 *
 * Gets the certificate of the other end: of a server's client only if it was asked for one. What a context verifies is
 * good; with [property@Aiohttp.TlsContext:verify] off it is whatever the peer has sent, though the peer has its key.
 *
 * Returns: (nullable) (transfer none): the certificate, with its issuers as far as they were sent
 *
 * Since: 0.1
 */
GTlsCertificate *
aiohttp_tls_info_get_peer_certificate (AiohttpTlsInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_INFO (self), NULL);

  return self->peer_certificate;
}
