/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/* Between GIO's certificates and GnuTLS's. */

/* Gives @credentials the certificate, its issuers as far as it knows them, and its private key. */
gboolean aiohttp_tls_add_certificate (gnutls_certificate_credentials_t credentials, GTlsCertificate *certificate,
                                      GError **error);

/* The same from PEM; @password may be NULL. */
gboolean aiohttp_tls_add_pem (gnutls_certificate_credentials_t credentials, GBytes *certificate, GBytes *key,
                              const char *password, GError **error);

/* The certificates that the peer sent, its own with its issuers behind it; NULL where there is none, or where GIO has
 * no TLS backend to make it. */
GTlsCertificate *aiohttp_tls_dup_peer_certificate (gnutls_session_t session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
