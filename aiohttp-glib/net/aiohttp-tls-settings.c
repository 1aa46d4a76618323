/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-settings-private.h"

#include <string.h>

#include <gnutls/crypto.h>
#include <gnutls/x509.h>

#include "aiohttp-error.h"
#include "aiohttp-tls-certificates-private.h"

/* Nothing below TLS 1.2 (RFC 8996). */
#define FLOOR "-VERS-TLS1.0:-VERS-TLS1.1"

#define FINGERPRINT_SIZE 32
#define MAX_SESSIONS     100

struct _AiohttpTlsSettings
{
  gatomicrefcount ref_count;
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t priorities;
  gnutls_certificate_request_t request;
  GTlsDatabase *database;
  GByteArray *fingerprints; /* one behind the other; NULL: none is asked for */
  char **alpn_protocols;
  GBytes *ticket_key; /* NULL: no tickets */
  guint handshake_timeout;
  gboolean server;
  gboolean verify;
  gboolean tickets;

  GMutex lock;
  GHashTable *sessions; /* of key to GBytes */
  GQueue order;         /* the keys, oldest first; the table's own */
};

GError *
aiohttp_tls_error_new (int domain_code, int gnutls_code, const char *what)
{
  return g_error_new (G_TLS_ERROR, domain_code, "%s: %s", what, gnutls_strerror (gnutls_code));
}

AiohttpTlsSettings *
aiohttp_tls_settings_ref (AiohttpTlsSettings *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
aiohttp_tls_settings_unref (AiohttpTlsSettings *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->credentials != NULL)
    gnutls_certificate_free_credentials (self->credentials);
  if (self->priorities != NULL)
    gnutls_priority_deinit (self->priorities);
  g_clear_object (&self->database);
  g_clear_pointer (&self->fingerprints, g_byte_array_unref);
  g_strfreev (self->alpn_protocols);
  g_clear_pointer (&self->ticket_key, g_bytes_unref);
  g_queue_clear (&self->order);
  g_hash_table_unref (self->sessions);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* `AB:CD…` or `abcd…`, 32 bytes of them. */
static gboolean
add_fingerprint (GByteArray *fingerprints, const char *text, GError **error)
{
  guint8 bytes[FINGERPRINT_SIZE];
  gsize n = 0;

  for (const char *p = text; *p != '\0';)
    {
      if (*p == ':' && n > 0 && p[1] != '\0')
        p++;
      if (!g_ascii_isxdigit (p[0]) || !g_ascii_isxdigit (p[1]) || n == FINGERPRINT_SIZE)
        {
          n = 0;
          break;
        }
      bytes[n++] = (guint8) (g_ascii_xdigit_value (p[0]) * 16 + g_ascii_xdigit_value (p[1]));
      p += 2;
    }
  if (n != FINGERPRINT_SIZE)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "“%s” is no SHA-256 fingerprint: write 64 hexadecimal digits, with colons between pairs if you like",
                   text);
      return FALSE;
    }
  g_byte_array_append (fingerprints, bytes, sizeof bytes);
  return TRUE;
}

static gboolean
set_fingerprints (AiohttpTlsSettings *self, char **fingerprints, GError **error)
{
  if (fingerprints == NULL || *fingerprints == NULL)
    return TRUE;
  self->fingerprints = g_byte_array_new ();
  for (guint i = 0; fingerprints[i] != NULL; i++)
    if (!add_fingerprint (self->fingerprints, fingerprints[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
set_priorities (AiohttpTlsSettings *self, const char *priorities, GError **error)
{
  g_autofree char *all = NULL;
  const char *where = NULL;
  int code;

  if (priorities == NULL)
    code = gnutls_priority_init2 (&self->priorities, FLOOR, &where, GNUTLS_PRIORITY_INIT_DEF_APPEND);
  else
    {
      all = g_strconcat (priorities, ":", FLOOR, NULL);
      code = gnutls_priority_init2 (&self->priorities, all, &where, 0);
    }
  if (code >= 0)
    return TRUE;
  self->priorities = NULL;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
               "Cannot use the TLS priorities “%s” from “%s” on: %s", priorities != NULL ? priorities : "",
               where != NULL ? where : "", gnutls_strerror (code));
  return FALSE;
}

static gboolean
set_trust (AiohttpTlsSettings *self, const AiohttpTlsConfig *config, GError **error)
{
  const gboolean needed = config->verify && self->fingerprints == NULL &&
                          (!config->server || config->authentication_mode != G_TLS_AUTHENTICATION_NONE);
  int code;

  self->verify = config->verify;
  if (config->ca_pem != NULL)
    {
      gsize size;
      gconstpointer data = g_bytes_get_data (config->ca_pem, &size);
      gnutls_datum_t datum = { (unsigned char *) data, (unsigned) size };

      code = gnutls_certificate_set_x509_trust_mem (self->credentials, &datum, GNUTLS_X509_FMT_PEM);
      if (code > 0)
        return TRUE;
      if (code == 0)
        code = GNUTLS_E_NO_CERTIFICATE_FOUND;
      g_propagate_error (error, aiohttp_tls_error_new (G_TLS_ERROR_BAD_CERTIFICATE, code,
                                                       "Cannot use the certificates of the authorities"));
      return FALSE;
    }
  if (!needed || config->database != NULL)
    return TRUE;
  if (config->server)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "Client certificates are asked for and nothing says which are good: load the authority's "
                           "certificate, or set a database");
      return FALSE;
    }
  code = gnutls_certificate_set_x509_system_trust (self->credentials);
  if (code < 0)
    g_debug ("No system trust for TLS: %s", gnutls_strerror (code));
  return TRUE;
}

static gboolean
set_certificate (AiohttpTlsSettings *self, const AiohttpTlsConfig *config, GError **error)
{
  if (config->certificate != NULL)
    return aiohttp_tls_add_certificate (self->credentials, config->certificate, error);
  if (config->certificate_pem != NULL)
    return aiohttp_tls_add_pem (self->credentials, config->certificate_pem, config->key_pem, config->password, error);
  if (!config->server)
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                       "A TLS server needs a certificate with its private key");
  return FALSE;
}

AiohttpTlsSettings *
aiohttp_tls_settings_new (const AiohttpTlsConfig *config, GError **error)
{
  g_autoptr (AiohttpTlsSettings) self = g_new0 (AiohttpTlsSettings, 1);
  int code;

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_queue_init (&self->order);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->server = config->server;
  self->request = config->authentication_mode == G_TLS_AUTHENTICATION_REQUIRED    ? GNUTLS_CERT_REQUIRE
                  : config->authentication_mode == G_TLS_AUTHENTICATION_REQUESTED ? GNUTLS_CERT_REQUEST
                                                                                  : GNUTLS_CERT_IGNORE;
  self->tickets = config->session_tickets;
  self->database = config->database != NULL ? g_object_ref (config->database) : NULL;
  self->alpn_protocols = g_strdupv (config->alpn_protocols);
  self->ticket_key = config->session_tickets && config->ticket_key != NULL ? g_bytes_ref (config->ticket_key) : NULL;
  self->handshake_timeout =
      config->handshake_timeout > 0 ? (guint) CLAMP (config->handshake_timeout * 1000, 1, G_MAXINT) : 0;
  code = gnutls_certificate_allocate_credentials (&self->credentials);
  if (code < 0)
    {
      g_propagate_error (error, aiohttp_tls_error_new (G_TLS_ERROR_MISC, code, "Cannot begin with TLS"));
      return NULL;
    }
  if (!set_priorities (self, config->priorities, error) || !set_fingerprints (self, config->fingerprints, error) ||
      !set_trust (self, config, error) || !set_certificate (self, config, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
aiohttp_tls_settings_is_server (AiohttpTlsSettings *self)
{
  return self->server;
}

gboolean
aiohttp_tls_settings_has_tickets (AiohttpTlsSettings *self)
{
  return self->tickets;
}

guint
aiohttp_tls_settings_get_handshake_timeout (AiohttpTlsSettings *self)
{
  return self->handshake_timeout;
}

static int
apply_alpn (AiohttpTlsSettings *self, gnutls_session_t session)
{
  gnutls_datum_t protocols[16];
  unsigned n = 0;

  if (self->alpn_protocols == NULL)
    return 0;
  for (; self->alpn_protocols[n] != NULL && n < G_N_ELEMENTS (protocols); n++)
    protocols[n] =
        (gnutls_datum_t){ (unsigned char *) self->alpn_protocols[n], (unsigned) strlen (self->alpn_protocols[n]) };
  if (n == 0)
    return 0;
  /* A client that offers only what is not spoken here is refused (RFC 7301, 3.2); one that offers nothing is not. */
  return gnutls_alpn_set_protocols (session, protocols, n, self->server ? GNUTLS_ALPN_MANDATORY : 0);
}

void
aiohttp_tls_settings_apply_late (AiohttpTlsSettings *self, gnutls_session_t session)
{
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_certificate_server_set_request (session, self->request);
}

int
aiohttp_tls_settings_apply (AiohttpTlsSettings *self, gnutls_session_t session)
{
  int code = gnutls_priority_set (session, self->priorities);

  if (code >= 0)
    code = gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  if (code >= 0)
    code = apply_alpn (self, session);
  if (self->server)
    {
      gnutls_certificate_server_set_request (session, self->request);
      if (code >= 0 && self->ticket_key != NULL)
        {
          gsize size;
          gconstpointer data = g_bytes_get_data (self->ticket_key, &size);
          gnutls_datum_t key = { (unsigned char *) data, (unsigned) size };

          code = gnutls_session_ticket_enable_server (session, &key);
        }
    }
  return code;
}

GTlsCertificateFlags
aiohttp_tls_translate_status (unsigned status)
{
  static const struct
  {
    unsigned status;
    GTlsCertificateFlags flag;
  } table[] = {
    { GNUTLS_CERT_SIGNER_NOT_FOUND, G_TLS_CERTIFICATE_UNKNOWN_CA },
    { GNUTLS_CERT_SIGNER_NOT_CA, G_TLS_CERTIFICATE_UNKNOWN_CA },
    { GNUTLS_CERT_UNEXPECTED_OWNER, G_TLS_CERTIFICATE_BAD_IDENTITY },
    { GNUTLS_CERT_NOT_ACTIVATED, G_TLS_CERTIFICATE_NOT_ACTIVATED },
    { GNUTLS_CERT_EXPIRED, G_TLS_CERTIFICATE_EXPIRED },
    { GNUTLS_CERT_REVOKED, G_TLS_CERTIFICATE_REVOKED },
    { GNUTLS_CERT_INSECURE_ALGORITHM, G_TLS_CERTIFICATE_INSECURE },
  };
  const unsigned told = GNUTLS_CERT_INVALID;
  GTlsCertificateFlags flags = 0;
  unsigned known = told;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      known |= table[i].status;
      if ((status & table[i].status) != 0)
        flags |= table[i].flag;
    }
  if ((status & ~known) != 0 || (flags == 0 && status != 0))
    flags |= G_TLS_CERTIFICATE_GENERIC_ERROR;
  return flags;
}

static gboolean
check_flags (GTlsCertificateFlags flags, const char *server_name, GError **error)
{
  static const struct
  {
    GTlsCertificateFlags flag;
    const char *words;
  } table[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, "it is not signed by an authority that is trusted" },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, "it is another host's" },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, "it is not valid yet" },
    { G_TLS_CERTIFICATE_EXPIRED, "it has expired" },
    { G_TLS_CERTIFICATE_REVOKED, "it was revoked" },
    { G_TLS_CERTIFICATE_INSECURE, "its algorithm is not secure" },
    { G_TLS_CERTIFICATE_GENERIC_ERROR, "it is not acceptable" },
  };
  g_autoptr (GString) words = NULL;

  if (flags == 0)
    return TRUE;
  words = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if ((flags & table[i].flag) != 0)
      g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", table[i].words);
  if (server_name != NULL)
    g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "The certificate of “%s” is refused: %s", server_name,
                 words->str);
  else
    g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "The client's certificate is refused: %s",
                 words->str);
  return FALSE;
}

static gboolean
verify_by_fingerprint (AiohttpTlsSettings *self, const gnutls_datum_t *certificate, GError **error)
{
  guint8 found[FINGERPRINT_SIZE];
  GString *text;

  if (gnutls_hash_fast (GNUTLS_DIG_SHA256, certificate->data, certificate->size, found) < 0)
    memset (found, 0, sizeof found);
  for (guint at = 0; at < self->fingerprints->len; at += FINGERPRINT_SIZE)
    if (memcmp (self->fingerprints->data + at, found, FINGERPRINT_SIZE) == 0)
      return TRUE;
  text = g_string_new (NULL);
  for (guint i = 0; i < sizeof found; i++)
    g_string_append_printf (text, "%02x", found[i]);
  g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
               "The certificate is none of those that are pinned: its SHA-256 fingerprint is %s", text->str);
  g_string_free (text, TRUE);
  return FALSE;
}

gboolean
aiohttp_tls_settings_check_fingerprint (AiohttpTlsSettings *self, const guint8 *der, gsize size, GError **error)
{
  const gnutls_datum_t certificate = { (unsigned char *) der, (unsigned) size };

  return self->fingerprints == NULL || verify_by_fingerprint (self, &certificate, error);
}

static gboolean
verify_by_database (AiohttpTlsSettings *self, gnutls_session_t session, const char *server_name, GError **error)
{
  g_autoptr (GTlsCertificate) chain = aiohttp_tls_dup_peer_certificate (session);
  g_autoptr (GSocketConnectable) identity = NULL;
  GTlsCertificateFlags flags;
  GError *failure = NULL;

  if (chain == NULL)
    {
      g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "The peer's certificate cannot be read");
      return FALSE;
    }
  if (server_name != NULL)
    identity = g_network_address_new (server_name, 0);
  flags = g_tls_database_verify_chain (self->database, chain,
                                       self->server ? G_TLS_DATABASE_PURPOSE_AUTHENTICATE_CLIENT
                                                    : G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                                       identity, NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &failure);
  if (failure != NULL)
    {
      g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "The peer's certificate cannot be verified: %s",
                   failure->message);
      g_error_free (failure);
      return FALSE;
    }
  return check_flags (flags, server_name, error);
}

static gboolean
verify_by_authorities (AiohttpTlsSettings *self, gnutls_session_t session, const char *server_name, GError **error)
{
  gnutls_typed_vdata_st data[2] = {
    { .type = GNUTLS_DT_KEY_PURPOSE_OID,
      .data = (unsigned char *) (self->server ? GNUTLS_KP_TLS_WWW_CLIENT : GNUTLS_KP_TLS_WWW_SERVER) },
    { .type = GNUTLS_DT_DNS_HOSTNAME, .data = (unsigned char *) server_name },
  };
  unsigned status = 0;
  int code = gnutls_certificate_verify_peers (session, data, server_name != NULL ? 2 : 1, &status);

  if (code < 0)
    {
      g_propagate_error (error, aiohttp_tls_error_new (G_TLS_ERROR_BAD_CERTIFICATE, code,
                                                       "The peer's certificate cannot be verified"));
      return FALSE;
    }
  return check_flags (aiohttp_tls_translate_status (status), server_name, error);
}

gboolean
aiohttp_tls_settings_verify (AiohttpTlsSettings *self, gnutls_session_t session, const char *server_name,
                             GError **error)
{
  unsigned n = 0;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (session, &n);

  if (chain == NULL || n == 0)
    {
      if (self->server && self->request != GNUTLS_CERT_REQUIRE)
        return TRUE;
      g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED,
                           self->server ? "The client sent no certificate" : "The server sent no certificate");
      return FALSE;
    }
  if (self->fingerprints != NULL)
    return verify_by_fingerprint (self, &chain[0], error);
  if (!self->verify)
    return TRUE;
  if (self->database != NULL)
    return verify_by_database (self, session, server_name, error);
  return verify_by_authorities (self, session, server_name, error);
}

void
aiohttp_tls_settings_store_session (AiohttpTlsSettings *self, const char *key, gnutls_session_t session)
{
  gnutls_datum_t data;
  GBytes *bytes;
  char *own_key;

  if (gnutls_session_get_data2 (session, &data) < 0)
    return;
  bytes = g_bytes_new_with_free_func (data.data, data.size, gnutls_free, data.data);
  g_mutex_lock (&self->lock);
  if (g_hash_table_lookup_extended (self->sessions, key, (gpointer *) &own_key, NULL))
    g_queue_remove (&self->order, own_key);
  else if (self->order.length == MAX_SESSIONS)
    g_hash_table_remove (self->sessions, g_queue_pop_head (&self->order));
  own_key = g_strdup (key);
  g_hash_table_replace (self->sessions, own_key, bytes);
  g_queue_push_tail (&self->order, own_key);
  g_mutex_unlock (&self->lock);
}

void
aiohttp_tls_settings_resume_session (AiohttpTlsSettings *self, const char *key, gnutls_session_t session)
{
  GBytes *bytes = NULL;
  char *own_key;

  g_mutex_lock (&self->lock);
  if (g_hash_table_steal_extended (self->sessions, key, (gpointer *) &own_key, (gpointer *) &bytes))
    {
      g_queue_remove (&self->order, own_key);
      g_free (own_key);
    }
  g_mutex_unlock (&self->lock);
  if (bytes == NULL)
    return;
  gnutls_session_set_data (session, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_bytes_unref (bytes);
}
