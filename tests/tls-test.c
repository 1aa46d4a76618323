/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "tls-test.h"

#include <arpa/inet.h>
#include <string.h>
#include <time.h>

#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>

#define OK(code) g_assert_cmpint ((code), >=, 0)

typedef enum
{
  KIND_AUTHORITY,
  KIND_SERVER,
  KIND_EXPIRED,
  KIND_CLIENT,
  KIND_SELF_SIGNED,
} Kind;

static char *folder;
static char *authority_file;
static gnutls_x509_crt_t authority;
static gnutls_x509_privkey_t authority_key;
static guint n_certificates;

static void
set_name (gnutls_x509_crt_t certificate, const char *name)
{
  guint8 address[16];

  OK (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name, strlen (name)));
  if (inet_pton (AF_INET, name, address) == 1)
    OK (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, address, 4, GNUTLS_FSAN_APPEND));
  else
    OK (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, name, strlen (name),
                                              GNUTLS_FSAN_APPEND));
}

static void
set_purpose (gnutls_x509_crt_t certificate, Kind kind)
{
  OK (gnutls_x509_crt_set_basic_constraints (certificate, kind == KIND_AUTHORITY, -1));
  if (kind == KIND_AUTHORITY)
    {
      OK (gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_KEY_CERT_SIGN));
      return;
    }
  OK (gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE));
  OK (gnutls_x509_crt_set_key_purpose_oid (
      certificate, kind == KIND_CLIENT ? GNUTLS_KP_TLS_WWW_CLIENT : GNUTLS_KP_TLS_WWW_SERVER, 0));
}

static gnutls_x509_crt_t
make (Kind kind, const char *name, gnutls_x509_privkey_t *key)
{
  const time_t now = time (NULL);
  gnutls_x509_crt_t certificate;
  guint8 serial[8] = { 1 };
  guint8 id[20];

  OK (gnutls_x509_privkey_init (key));
  OK (gnutls_x509_privkey_generate (*key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  OK (gnutls_x509_crt_init (&certificate));
  OK (gnutls_x509_crt_set_version (certificate, 3));
  OK (gnutls_rnd (GNUTLS_RND_NONCE, serial + 1, sizeof serial - 1));
  OK (gnutls_x509_crt_set_serial (certificate, serial, sizeof serial));
  OK (gnutls_x509_crt_set_activation_time (certificate, now - 86400 * 2));
  OK (gnutls_x509_crt_set_expiration_time (certificate, kind == KIND_EXPIRED ? now - 86400 : now + 86400));
  OK (gnutls_x509_crt_set_key (certificate, *key));
  OK (gnutls_rnd (GNUTLS_RND_NONCE, id, sizeof id));
  OK (gnutls_x509_crt_set_subject_key_id (certificate, id, sizeof id));
  set_name (certificate, name);
  set_purpose (certificate, kind);
  if (kind == KIND_AUTHORITY || kind == KIND_SELF_SIGNED)
    OK (gnutls_x509_crt_sign2 (certificate, certificate, *key, GNUTLS_DIG_SHA256, 0));
  else
    OK (gnutls_x509_crt_sign2 (certificate, authority, authority_key, GNUTLS_DIG_SHA256, 0));
  return certificate;
}

static char *
save (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key)
{
  g_autofree char *name = g_strdup_printf ("%u.pem", n_certificates++);
  g_autoptr (GError) error = NULL;
  gnutls_datum_t pem, key_pem;
  GString *text = g_string_new (NULL);
  char *file;

  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("aiohttp-tls-XXXXXX", &error);
      g_assert_no_error (error);
    }
  file = g_build_filename (folder, name, NULL);
  OK (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem));
  OK (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &key_pem));
  g_string_append_len (text, (const char *) pem.data, pem.size);
  g_string_append_len (text, (const char *) key_pem.data, key_pem.size);
  g_file_set_contents_full (file, text->str, text->len, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  g_string_free (text, TRUE);
  gnutls_free (pem.data);
  gnutls_free (key_pem.data);
  return file;
}

const char *
tls_test_authority (void)
{
  if (authority == NULL)
    {
      authority = make (KIND_AUTHORITY, "Test authority", &authority_key);
      authority_file = save (authority, authority_key);
    }
  return authority_file;
}

static char *
make_file (Kind kind, const char *name)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;
  char *file;

  tls_test_authority ();
  certificate = make (kind, name, &key);
  file = save (certificate, key);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  return file;
}

char *
tls_test_certificate (const char *host)
{
  return make_file (KIND_SERVER, host);
}

char *
tls_test_expired (const char *host)
{
  return make_file (KIND_EXPIRED, host);
}

char *
tls_test_client (const char *name)
{
  return make_file (KIND_CLIENT, name);
}

char *
tls_test_self_signed (const char *host)
{
  return make_file (KIND_SELF_SIGNED, host);
}

char *
tls_test_fingerprint (const char *file)
{
  g_autofree char *pem = NULL;
  gnutls_x509_crt_t certificate;
  gnutls_datum_t datum;
  guint8 hash[32];
  size_t size = sizeof hash;
  gsize length;
  GString *text = g_string_new (NULL);

  g_assert_true (g_file_get_contents (file, &pem, &length, NULL));
  datum = (gnutls_datum_t){ (unsigned char *) pem, (unsigned) length };
  OK (gnutls_x509_crt_init (&certificate));
  OK (gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_PEM));
  OK (gnutls_x509_crt_get_fingerprint (certificate, GNUTLS_DIG_SHA256, hash, &size));
  gnutls_x509_crt_deinit (certificate);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%s%02X", i > 0 ? ":" : "", hash[i]);
  return g_string_free (text, FALSE);
}

void
tls_test_clear (void)
{
  for (guint i = 0; i < n_certificates; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.pem", i);
      g_autofree char *file = g_build_filename (folder, name, NULL);

      g_unlink (file);
    }
  if (folder != NULL)
    g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
  g_clear_pointer (&authority_file, g_free);
  if (authority != NULL)
    {
      gnutls_x509_crt_deinit (authority);
      gnutls_x509_privkey_deinit (authority_key);
      authority = NULL;
    }
}
