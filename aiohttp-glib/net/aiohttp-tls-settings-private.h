/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/* What an AiohttpTlsContext is set to. All of it belongs to the context. */
typedef struct
{
  gboolean server;
  GTlsCertificate *certificate; /* or the two files' contents */
  GBytes *certificate_pem;
  GBytes *key_pem;
  char *password;
  GBytes *ca_pem;
  GTlsDatabase *database;
  gboolean verify;
  char **fingerprints;
  GTlsAuthenticationMode authentication_mode;
  char *priorities;
  char **alpn_protocols;
  gboolean session_tickets;
  GBytes *ticket_key;
  double handshake_timeout;
} AiohttpTlsConfig;

/* The same in GnuTLS's terms, made once for many connections and never changed: what is set later on the context is for
 * later connections. In any thread. */
typedef struct _AiohttpTlsSettings AiohttpTlsSettings;

AiohttpTlsSettings *aiohttp_tls_settings_new (const AiohttpTlsConfig *config, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AiohttpTlsSettings *aiohttp_tls_settings_ref (AiohttpTlsSettings *self);
void aiohttp_tls_settings_unref (AiohttpTlsSettings *self);

gboolean aiohttp_tls_settings_is_server (AiohttpTlsSettings *self);
gboolean aiohttp_tls_settings_has_tickets (AiohttpTlsSettings *self);

/* In milliseconds; 0: none. */
guint aiohttp_tls_settings_get_handshake_timeout (AiohttpTlsSettings *self);

/* A GnuTLS error code, 0 for none. The settings must outlive the session. */
int aiohttp_tls_settings_apply (AiohttpTlsSettings *self, gnutls_session_t session);

/* After the client's hello: only what another context may change of the connection, its certificate and what it asks
 * of the client. */
void aiohttp_tls_settings_apply_late (AiohttpTlsSettings *self, gnutls_session_t session);

/* Whether the peer is whom these settings let in. @server_name: of a client, whom it wants. May call the database's
 * functions, which may be anybody's. */
gboolean aiohttp_tls_settings_verify (AiohttpTlsSettings *self, gnutls_session_t session, const char *server_name,
                                      GError **error);

/* Whether the certificate, in DER, is one of those that are pinned, or none is. */
gboolean
aiohttp_tls_settings_check_fingerprint (AiohttpTlsSettings *self, const guint8 *der, gsize size, GError **error);

/* GnuTLS's verdict in GIO's words. */
GTlsCertificateFlags aiohttp_tls_translate_status (unsigned status);

/* Of a client: sessions to be resumed, by a key that names the server. Each is used once (RFC 8446, C.4). */
void aiohttp_tls_settings_store_session (AiohttpTlsSettings *self, const char *key, gnutls_session_t session);
void aiohttp_tls_settings_resume_session (AiohttpTlsSettings *self, const char *key, gnutls_session_t session);

/* A G_TLS_ERROR that says what GnuTLS's code means. */
GError *aiohttp_tls_error_new (int domain_code, int gnutls_code, const char *what) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpTlsSettings, aiohttp_tls_settings_unref)

G_END_DECLS
