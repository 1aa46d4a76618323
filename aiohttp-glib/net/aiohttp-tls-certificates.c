/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-certificates-private.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/x509.h>

#include "aiohttp-tls-settings-private.h"

/* As many issuers are taken of a GTlsCertificate, and certificates of a peer. */
#define MAX_CHAIN 16

static gnutls_datum_t
to_datum (GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return (gnutls_datum_t){ (unsigned char *) data, (unsigned) size };
}

gboolean
aiohttp_tls_add_pem (gnutls_certificate_credentials_t credentials, GBytes *certificate, GBytes *key,
                     const char *password, GError **error)
{
  gnutls_datum_t certificate_datum = to_datum (certificate);
  gnutls_datum_t key_datum = to_datum (key);
  int code = gnutls_certificate_set_x509_key_mem2 (credentials, &certificate_datum, &key_datum, GNUTLS_X509_FMT_PEM,
                                                   password, 0);

  if (code >= 0)
    return TRUE;
  g_propagate_error (error, aiohttp_tls_error_new (G_TLS_ERROR_BAD_CERTIFICATE, code,
                                                   "Cannot use the certificate and its private key"));
  return FALSE;
}

static char *
join_chain (GTlsCertificate *certificate)
{
  GString *chain = g_string_new (NULL);

  for (guint i = 0; certificate != NULL && i < MAX_CHAIN; i++)
    {
      g_autofree char *pem = NULL;

      g_object_get (certificate, "certificate-pem", &pem, NULL);
      if (pem != NULL)
        g_string_append (chain, pem);
      certificate = g_tls_certificate_get_issuer (certificate);
    }
  return g_string_free (chain, FALSE);
}

/* A key that stays in its token: GnuTLS asks the token to sign. */
static gboolean
add_from_token (gnutls_certificate_credentials_t credentials, const char *chain, const char *key_uri, GError **error)
{
  gnutls_pcert_st certificates[MAX_CHAIN];
  unsigned n_certificates = MAX_CHAIN;
  gnutls_datum_t datum = { (unsigned char *) chain, (unsigned) strlen (chain) };
  gnutls_privkey_t key = NULL;
  int code;

  code = gnutls_pcert_list_import_x509_raw (certificates, &n_certificates, &datum, GNUTLS_X509_FMT_PEM, 0);
  if (code < 0)
    n_certificates = 0;
  if (code >= 0)
    code = gnutls_privkey_init (&key);
  if (code >= 0)
    code = gnutls_privkey_import_url (key, key_uri, 0);
  if (code >= 0)
    code = gnutls_certificate_set_key (credentials, NULL, 0, certificates, (int) n_certificates, key);
  if (code >= 0)
    return TRUE;

  for (unsigned i = 0; i < n_certificates; i++)
    gnutls_pcert_deinit (&certificates[i]);
  if (key != NULL)
    gnutls_privkey_deinit (key);
  g_propagate_error (error, aiohttp_tls_error_new (G_TLS_ERROR_BAD_CERTIFICATE, code,
                                                   "Cannot use the private key of the PKCS #11 token"));
  return FALSE;
}

static void
free_secret (char *secret)
{
  if (secret != NULL)
    gnutls_memset (secret, 0, strlen (secret));
  g_free (secret);
}

gboolean
aiohttp_tls_add_certificate (gnutls_certificate_credentials_t credentials, GTlsCertificate *certificate, GError **error)
{
  g_autofree char *chain = join_chain (certificate);
  g_autofree char *key_uri = NULL;
  char *key = NULL;
  gboolean works;

  g_object_get (certificate, "private-key-pem", &key, "private-key-pkcs11-uri", &key_uri, NULL);
  if (key != NULL)
    {
      g_autoptr (GBytes) chain_bytes = g_bytes_new_static (chain, strlen (chain));
      g_autoptr (GBytes) key_bytes = g_bytes_new_static (key, strlen (key));

      works = aiohttp_tls_add_pem (credentials, chain_bytes, key_bytes, NULL, error);
    }
  else if (key_uri != NULL)
    works = add_from_token (credentials, chain, key_uri, error);
  else
    {
      g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                           "The certificate has no private key: make it with one, as "
                           "g_tls_certificate_new_from_files() does");
      works = FALSE;
    }
  free_secret (key);
  return works;
}

GTlsCertificate *
aiohttp_tls_dup_peer_certificate (gnutls_session_t session)
{
  GType type = g_tls_backend_get_certificate_type (g_tls_backend_get_default ());
  g_autoptr (GTlsCertificate) issuer = NULL;
  const gnutls_datum_t *chain;
  unsigned n = 0;

  chain = gnutls_certificate_get_peers (session, &n);
  if (chain == NULL || n == 0 || !g_type_is_a (type, G_TYPE_TLS_CERTIFICATE))
    return NULL;
  for (unsigned i = MIN (n, MAX_CHAIN); i-- > 0;)
    {
      g_autoptr (GByteArray) der = g_byte_array_new ();
      GTlsCertificate *certificate;

      g_byte_array_append (der, chain[i].data, chain[i].size);
      certificate = g_initable_new (type, NULL, NULL, "certificate", der, "issuer", issuer, NULL);
      if (certificate == NULL)
        return NULL;
      g_clear_object (&issuer);
      issuer = certificate;
    }
  return g_steal_pointer (&issuer);
}
