/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-gio-private.h"

#include <gnutls/x509.h>

#include "aiohttp-error.h"
#include "aiohttp-tls-context-state-private.h"

/* The authorities of a context. GIO's own database of a file would have to have the file for as long as it lives. */
#define AIOHTTP_TYPE_TLS_AUTHORITIES (aiohttp_tls_authorities_get_type ())
G_DECLARE_FINAL_TYPE (AiohttpTlsAuthorities, aiohttp_tls_authorities, AIOHTTP, TLS_AUTHORITIES, GTlsDatabase)

struct _AiohttpTlsAuthorities
{
  GTlsDatabase parent_instance;

  gnutls_x509_trust_list_t list;
};

G_DEFINE_FINAL_TYPE (AiohttpTlsAuthorities, aiohttp_tls_authorities, G_TYPE_TLS_DATABASE)

/* More than a chain has; a peer chooses it. */
#define MAX_CHAIN 16

static unsigned
import_chain (GTlsCertificate *chain, gnutls_x509_crt_t *crts)
{
  unsigned n = 0;

  for (GTlsCertificate *at = chain; at != NULL && n < MAX_CHAIN; at = g_tls_certificate_get_issuer (at))
    {
      g_autoptr (GByteArray) der = NULL;
      gnutls_datum_t datum;

      g_object_get (at, "certificate", &der, NULL);
      if (der == NULL || gnutls_x509_crt_init (&crts[n]) < 0)
        break;
      datum = (gnutls_datum_t){ der->data, der->len };
      if (gnutls_x509_crt_import (crts[n], &datum, GNUTLS_X509_FMT_DER) < 0)
        {
          gnutls_x509_crt_deinit (crts[n]);
          break;
        }
      n++;
    }
  return n;
}

static const char *
get_host (GSocketConnectable *identity)
{
  if (G_IS_NETWORK_ADDRESS (identity))
    return g_network_address_get_hostname (G_NETWORK_ADDRESS (identity));
  if (G_IS_NETWORK_SERVICE (identity))
    return g_network_service_get_domain (G_NETWORK_SERVICE (identity));
  return NULL;
}

static GTlsCertificateFlags
aiohttp_tls_authorities_verify_chain (GTlsDatabase *database, GTlsCertificate *chain, const char *purpose,
                                      GSocketConnectable *identity, GTlsInteraction *interaction,
                                      GTlsDatabaseVerifyFlags flags, GCancellable *cancellable, GError **error)
{
  AiohttpTlsAuthorities *self = AIOHTTP_TLS_AUTHORITIES (database);
  g_autofree char *address =
      G_IS_INET_SOCKET_ADDRESS (identity)
          ? g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (identity)))
          : NULL;
  const char *host = address != NULL ? address : get_host (identity);
  gnutls_typed_vdata_st data[2] = {
    { .type = GNUTLS_DT_KEY_PURPOSE_OID, .data = (unsigned char *) purpose },
    { .type = GNUTLS_DT_DNS_HOSTNAME, .data = (unsigned char *) host },
  };
  gnutls_x509_crt_t crts[MAX_CHAIN];
  unsigned n = import_chain (chain, crts);
  unsigned status = 0;
  int code = GNUTLS_E_NO_CERTIFICATE_FOUND;

  if (n > 0)
    code = gnutls_x509_trust_list_verify_crt2 (self->list, crts, n, data, host != NULL ? 2 : 1, 0, &status, NULL);
  for (unsigned i = 0; i < n; i++)
    gnutls_x509_crt_deinit (crts[i]);
  return code < 0 ? G_TLS_CERTIFICATE_GENERIC_ERROR : aiohttp_tls_translate_status (status);
}

static void
aiohttp_tls_authorities_finalize (GObject *object)
{
  gnutls_x509_trust_list_deinit (AIOHTTP_TLS_AUTHORITIES (object)->list, TRUE);
  G_OBJECT_CLASS (aiohttp_tls_authorities_parent_class)->finalize (object);
}

static void
aiohttp_tls_authorities_class_init (AiohttpTlsAuthoritiesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_tls_authorities_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = aiohttp_tls_authorities_verify_chain;
}

static void
aiohttp_tls_authorities_init (AiohttpTlsAuthorities *self)
{
  gnutls_x509_trust_list_init (&self->list, 0);
}

/* The context has tried them. */
static GTlsDatabase *
make_database (GBytes *pem)
{
  AiohttpTlsAuthorities *self = g_object_new (AIOHTTP_TYPE_TLS_AUTHORITIES, NULL);
  gsize size;
  gconstpointer data = g_bytes_get_data (pem, &size);
  gnutls_datum_t datum = { (unsigned char *) data, (unsigned) size };

  gnutls_x509_trust_list_add_trust_mem (self->list, &datum, NULL, GNUTLS_X509_FMT_PEM, 0, 0);
  return G_TLS_DATABASE (self);
}

static GTlsCertificate *
make_certificate (const AiohttpTlsConfig *config, GError **error)
{
  GString *pem;
  GTlsCertificate *certificate;

  if (config->password != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "The soup transport takes no client certificate whose key is locked by a password");
      return NULL;
    }
  pem = g_string_new_len (g_bytes_get_data (config->certificate_pem, NULL),
                          (gssize) g_bytes_get_size (config->certificate_pem));
  g_string_append_len (pem, g_bytes_get_data (config->key_pem, NULL), (gssize) g_bytes_get_size (config->key_pem));
  certificate = g_tls_certificate_new_from_pem (pem->str, (gssize) pem->len, error);
  gnutls_memset (pem->str, 0, pem->len);
  g_string_free (pem, TRUE);
  return certificate;
}

/* With the lock. */
static gboolean
fill (AiohttpTlsGio *gio, const AiohttpTlsConfig *config, GError **error)
{
  static const char *const usual[] = { "http/1.1", NULL };

  if (config->priorities != NULL || config->alpn_protocols == NULL ||
      !g_strv_equal ((const char *const *) config->alpn_protocols, usual))
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "The soup transport takes no TLS context with %s: leave them, or use the native transport",
                   config->priorities != NULL ? "priorities" : "ALPN protocols");
      return FALSE;
    }
  gio->verify = config->verify;
  gio->pinned = config->fingerprints != NULL && config->fingerprints[0] != NULL;
  if (config->database != NULL)
    gio->database = g_object_ref (config->database);
  else if (config->ca_pem != NULL)
    gio->database = make_database (config->ca_pem);
  if (config->certificate != NULL)
    gio->certificate = g_object_ref (config->certificate);
  else if (config->certificate_pem != NULL)
    gio->certificate = make_certificate (config, error);
  return gio->certificate != NULL || config->certificate_pem == NULL;
}

gboolean
aiohttp_tls_context_to_gio (AiohttpTlsContext *self, AiohttpTlsGio *gio, GError **error)
{
  gboolean ok;

  *gio = (AiohttpTlsGio){ 0 };
  g_mutex_lock (&self->lock);
  ok = fill (gio, &self->config, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

void
aiohttp_tls_gio_clear (AiohttpTlsGio *gio)
{
  g_clear_object (&gio->certificate);
  g_clear_object (&gio->database);
}
