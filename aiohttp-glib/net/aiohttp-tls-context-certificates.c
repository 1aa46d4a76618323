/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-context-state-private.h"

#include <gnutls/gnutls.h>

#include "aiohttp-tls-certificates-private.h"

/* AiohttpTlsContext: its certificates, and those of the authorities that it trusts. What cannot be used is refused, and
 * what was there before stays. */

/* A private key, or its password: not left behind in freed memory. */
static void
wipe_bytes (gpointer data)
{
  GByteArray *array = data;

  gnutls_memset (array->data, 0, array->len);
  g_byte_array_unref (array);
}

static GBytes *
read_file (const char *file, GError **error)
{
  char *contents;
  gsize length;
  GByteArray *array;

  if (!g_file_get_contents (file, &contents, &length, error))
    return NULL;
  array = g_byte_array_new_take ((guint8 *) contents, length);
  return g_bytes_new_with_free_func (array->data, array->len, wipe_bytes, array);
}

void
aiohttp_tls_config_clear_password (AiohttpTlsConfig *config)
{
  if (config->password != NULL)
    gnutls_memset (config->password, 0, strlen (config->password));
  g_clear_pointer (&config->password, g_free);
}

/* Takes what it is given; with neither certificate nor PEM there is none. */
static void
take_certificate (AiohttpTlsContext *self, GTlsCertificate *certificate, GBytes *certificate_pem, GBytes *key_pem)
{
  AiohttpTlsConfig *config = &self->config;
  g_autoptr (GTlsCertificate) old = NULL;

  g_mutex_lock (&self->lock);
  old = config->certificate;
  config->certificate = certificate;
  g_clear_pointer (&config->certificate_pem, g_bytes_unref);
  g_clear_pointer (&config->key_pem, g_bytes_unref);
  config->certificate_pem = certificate_pem;
  config->key_pem = key_pem;
  aiohttp_tls_context_changed (self);
  g_mutex_unlock (&self->lock);
}

static gboolean
try_certificate (GTlsCertificate *certificate, GBytes *certificate_pem, GBytes *key_pem, const char *password,
                 GError **error)
{
  gnutls_certificate_credentials_t credentials;
  gboolean works;
  int code = gnutls_certificate_allocate_credentials (&credentials);

  if (code < 0)
    {
      g_propagate_error (error, aiohttp_tls_error_new (G_TLS_ERROR_MISC, code, "Cannot begin with TLS"));
      return FALSE;
    }
  works = certificate != NULL ? aiohttp_tls_add_certificate (credentials, certificate, error)
                              : aiohttp_tls_add_pem (credentials, certificate_pem, key_pem, password, error);
  gnutls_certificate_free_credentials (credentials);
  return works;
}

/**
 * aiohttp_tls_context_set_certificate:
 * @self: a context
 * @certificate: (nullable): a certificate with its private key; %NULL for none, as only a client may have it
 * @error: return location of the error
 *
 * Sets the certificate that connections made from now on present: a server's, or what a client shows to a server that
 * asks for it. One that cannot be used is refused, and the context keeps the one that it has.
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_tls_context_set_certificate (AiohttpTlsContext *self, GTlsCertificate *certificate, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), FALSE);
  g_return_val_if_fail (certificate == NULL || G_IS_TLS_CERTIFICATE (certificate), FALSE);

  if (certificate != NULL && !try_certificate (certificate, NULL, NULL, NULL, error))
    return FALSE;
  g_clear_pointer (&self->certificate_file, g_free);
  g_clear_pointer (&self->key_file, g_free);
  take_certificate (self, certificate != NULL ? g_object_ref (certificate) : NULL, NULL, NULL);
  return TRUE;
}

static gboolean
read_certificate (AiohttpTlsContext *self, const char *certificate_file, const char *key_file, const char *password,
                  GError **error)
{
  g_autoptr (GBytes) certificate = read_file (certificate_file, error);
  g_autoptr (GBytes) key = NULL;

  if (certificate == NULL)
    return FALSE;
  key = key_file != NULL ? read_file (key_file, error) : g_bytes_ref (certificate);
  if (key == NULL || !try_certificate (NULL, certificate, key, password, error))
    return FALSE;
  take_certificate (self, NULL, g_steal_pointer (&certificate), g_steal_pointer (&key));
  return TRUE;
}

/**
 * aiohttp_tls_context_load_certificate:
 * @self: a context
 * @certificate_file: (type filename): a PEM file of the certificate and of its issuers behind it
 * @private_key_file: (type filename) (nullable): a PEM file of the private key; %NULL if it is in @certificate_file too
 * @password: (nullable): what the private key is locked with
 * @error: return location of the error
 *
 * Does what [method@Aiohttp.TlsContext.set_certificate] does, with files, which it reads at once: small ones, on a disk.
 *
 * aiohttp: `SSLContext.load_cert_chain`
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_tls_context_load_certificate (AiohttpTlsContext *self, const char *certificate_file,
                                      const char *private_key_file, const char *password, GError **error)
{
  g_autofree char *certificate_copy = NULL;
  g_autofree char *key_copy = NULL;

  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), FALSE);
  g_return_val_if_fail (certificate_file != NULL, FALSE);

  certificate_copy = g_strdup (certificate_file);
  key_copy = g_strdup (private_key_file);
  if (!read_certificate (self, certificate_file, private_key_file, password, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  aiohttp_tls_config_clear_password (&self->config);
  self->config.password = g_strdup (password);
  aiohttp_tls_context_changed (self);
  g_mutex_unlock (&self->lock);
  g_free (self->certificate_file);
  g_free (self->key_file);
  self->certificate_file = g_steal_pointer (&certificate_copy);
  self->key_file = g_steal_pointer (&key_copy);
  return TRUE;
}

static gboolean
try_authorities (GBytes *pem, GError **error)
{
  gnutls_certificate_credentials_t credentials;
  gnutls_datum_t datum;
  gsize size;
  int code;

  datum.data = (unsigned char *) g_bytes_get_data (pem, &size);
  datum.size = (unsigned) size;
  code = gnutls_certificate_allocate_credentials (&credentials);
  if (code >= 0)
    {
      code = gnutls_certificate_set_x509_trust_mem (credentials, &datum, GNUTLS_X509_FMT_PEM);
      gnutls_certificate_free_credentials (credentials);
    }
  if (code > 0)
    return TRUE;
  if (code == 0)
    code = GNUTLS_E_NO_CERTIFICATE_FOUND;
  g_propagate_error (error, aiohttp_tls_error_new (G_TLS_ERROR_BAD_CERTIFICATE, code,
                                                   "Cannot use the certificates of the authorities"));
  return FALSE;
}

static void
take_authorities (AiohttpTlsContext *self, GBytes *pem)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->config.ca_pem, g_bytes_unref);
  self->config.ca_pem = pem;
  aiohttp_tls_context_changed (self);
  g_mutex_unlock (&self->lock);
}

static gboolean
read_authorities (AiohttpTlsContext *self, const char *file, GError **error)
{
  g_autoptr (GBytes) pem = read_file (file, error);

  if (pem == NULL || !try_authorities (pem, error))
    return FALSE;
  take_authorities (self, g_steal_pointer (&pem));
  return TRUE;
}

/**
 * aiohttp_tls_context_load_authorities:
 * @self: a context
 * @file: (type filename): a PEM file of certificates
 * @error: return location of the error
 *
 * Sets the authorities whose certificates are trusted: a client trusts no others then, a server takes the certificates
 * of clients by them, and tells clients their names. [property@Aiohttp.TlsContext:database] comes before them.
 *
 * aiohttp: `SSLContext.load_verify_locations`
 *
 * Returns: whether they were set
 *
 * Since: 0.1
 */
gboolean
aiohttp_tls_context_load_authorities (AiohttpTlsContext *self, const char *file, GError **error)
{
  g_autofree char *copy = NULL;

  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), FALSE);
  g_return_val_if_fail (file != NULL, FALSE);

  copy = g_strdup (file);
  if (!read_authorities (self, file, error))
    return FALSE;
  g_free (self->authorities_file);
  self->authorities_file = g_steal_pointer (&copy);
  return TRUE;
}

/**
 * aiohttp_tls_context_add_authority:
 * @self: a context
 * @certificate: an authority's certificate, or one that is signed by itself
 * @error: return location of the error
 *
 * Trusts one certificate more, beside those of a file or of earlier calls; without any of them the system's are trusted,
 * and are not any more. What is added is lost when a file is loaded or reloaded.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_tls_context_add_authority (AiohttpTlsContext *self, GTlsCertificate *certificate, GError **error)
{
  g_autofree char *one = NULL;
  g_autoptr (GString) all = NULL;
  g_autoptr (GBytes) pem = NULL;

  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), FALSE);
  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), FALSE);

  g_object_get (certificate, "certificate-pem", &one, NULL);
  all = g_string_new (one);
  g_mutex_lock (&self->lock);
  if (self->config.ca_pem != NULL)
    g_string_prepend_len (all, g_bytes_get_data (self->config.ca_pem, NULL),
                          (gssize) g_bytes_get_size (self->config.ca_pem));
  g_mutex_unlock (&self->lock);
  pem = g_string_free_to_bytes (g_steal_pointer (&all));
  if (!try_authorities (pem, error))
    return FALSE;
  take_authorities (self, g_steal_pointer (&pem));
  return TRUE;
}

/**
 * aiohttp_tls_context_reload:
 * @self: a context
 * @error: return location of the error
 *
 * Reads again the files of the certificate, its key and the authorities, as when a tool has renewed them. Connections
 * made from then on use what they hold; where a file cannot be used, what came from it before goes on being used.
 *
 * Returns: whether all of them could be used
 *
 * Since: 0.1
 */
gboolean
aiohttp_tls_context_reload (AiohttpTlsContext *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), FALSE);

  if (self->certificate_file != NULL &&
      !read_certificate (self, self->certificate_file, self->key_file, self->config.password, error))
    return FALSE;
  return self->authorities_file == NULL || read_authorities (self, self->authorities_file, error);
}
