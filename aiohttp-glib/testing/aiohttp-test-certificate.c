/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-test-certificate.h"

#include <time.h>

#include <gnutls/crypto.h>
#include <gnutls/x509.h>

#include "aiohttp-tls-settings-private.h"

#define DAY 86400

static int
add_name (gnutls_x509_crt_t certificate, const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (address),
                                                 (unsigned) g_inet_address_get_native_size (address),
                                                 GNUTLS_FSAN_APPEND);
  return gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, host, (unsigned) strlen (host),
                                               GNUTLS_FSAN_APPEND);
}

static int
add_names (gnutls_x509_crt_t certificate, const char *host)
{
  static const char *const loopback[] = { "localhost", "127.0.0.1", "::1" };
  int code =
      gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, host, (unsigned) strlen (host));

  if (code >= 0)
    code = add_name (certificate, host);
  for (guint i = 0; i < G_N_ELEMENTS (loopback) && code >= 0; i++)
    if (strcmp (loopback[i], host) != 0)
      code = add_name (certificate, loopback[i]);
  return code;
}

static int
fill (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, const char *host)
{
  const time_t now = time (NULL);
  guint8 serial[16];
  int code;

  code = gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  if (code >= 0)
    code = gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);
  serial[0] &= 0x7f; /* it is a positive number (RFC 5280, 4.1.2.2) */
  if (code >= 0)
    code = gnutls_x509_crt_set_version (certificate, 3);
  if (code >= 0)
    code = gnutls_x509_crt_set_serial (certificate, serial, sizeof serial);
  if (code >= 0)
    code = gnutls_x509_crt_set_activation_time (certificate, now - DAY);
  if (code >= 0)
    code = gnutls_x509_crt_set_expiration_time (certificate, now + 30 * DAY);
  if (code >= 0)
    code = gnutls_x509_crt_set_key (certificate, key);
  if (code >= 0)
    code = add_names (certificate, host);
  if (code >= 0)
    code = gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
  return code;
}

static int
export_pem (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, GString *pem)
{
  gnutls_datum_t datum;
  int code = gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &datum);

  if (code < 0)
    return code;
  g_string_append_len (pem, (const char *) datum.data, datum.size);
  gnutls_free (datum.data);
  code = gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &datum);
  if (code < 0)
    return code;
  g_string_append_len (pem, (const char *) datum.data, datum.size);
  gnutls_free (datum.data);
  return 0;
}

/**
 * aiohttp_test_certificate_new:
 * @host: (nullable): a host's name or address; %NULL for `localhost`
 * @error: return location of the error
 *
 * Makes a certificate with a private key of its own, for a test: of @host, `localhost`, `127.0.0.1` and `::1`, valid for
 * some days, and signed by itself, so that only those who are told to will trust it
 * ([method@Aiohttp.TlsContext.add_authority]).
 *
 * It needs a TLS backend of GIO's, which glib-networking has.
 *
 * Returns: (transfer full): the certificate
 *
 * Since: 0.1
 */
GTlsCertificate *
aiohttp_test_certificate_new (const char *host, GError **error)
{
  g_autoptr (GString) pem = g_string_new (NULL);
  gnutls_x509_crt_t certificate = NULL;
  gnutls_x509_privkey_t key = NULL;
  int code = gnutls_x509_crt_init (&certificate);

  if (code >= 0)
    code = gnutls_x509_privkey_init (&key);
  if (code >= 0)
    code = fill (certificate, key, host != NULL ? host : "localhost");
  if (code >= 0)
    code = export_pem (certificate, key, pem);
  if (certificate != NULL)
    gnutls_x509_crt_deinit (certificate);
  if (key != NULL)
    gnutls_x509_privkey_deinit (key);
  if (code < 0)
    {
      g_propagate_error (error, aiohttp_tls_error_new (G_TLS_ERROR_MISC, code, "Cannot make a certificate"));
      return NULL;
    }
  return g_tls_certificate_new_from_pem (pem->str, (gssize) pem->len, error);
}
